// `mac security`: profiles of MACsec, and the ports that use them. A port keeps clear frames out when its
// profile has a key and says what becomes of unprotected traffic; what the system does without that line is
// not taken for certain.

#include <algorithm>
#include <iterator>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

Verdict ReadProfileLine(Reader& reader, Statement& statement) {
  MacsecProfileText& profile = reader.vendor.macsec_profiles[reader.block_name];
  const Word word = statement.words.Next();
  if (word == "key") {
    if (statement.words.Accept("retirement")) return kNoEffect;
    profile.has_key = !statement.negated;
    statement.words.Rest();
    return kUnderstood;
  }
  if (word == "traffic") {
    if (!statement.words.Accept("unprotected")) return kNotKnown;
    const bool drops = statement.words.Accept("drop");
    // `allow active-sak` passes clear frames while there is no other way.
    if (!drops && !statement.words.Accept("allow") && !statement.words.done()) return kNotKnown;
    statement.words.Accept("active-sak");
    profile.drops_clear = drops && !statement.negated;
    return kUnderstood;
  }
  // Key agreement, and frames of the link itself.
  constexpr std::string_view kHarmless[] = {"cipher", "l2-protocols", "mka", "replay", "sci"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadSecurityLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("license") || statement.words.Accept("fips")) return kNoEffect;
  if (!statement.words.Accept("profile")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  if (statement.negated) return reader.vendor.macsec_profiles.erase(name), kUnderstood;
  reader.vendor.macsec_profiles[name];
  reader.block_name = name;
  reader.Open(ReadProfileLine, Impact::kProtection);
  return kUnderstood;
}

}  // namespace

/// `mac security`; addresses and lists of layer 2 have no effect here.
Verdict ReadTopMac(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("security")) return kNoEffect;
  if (statement.negated) return reader.vendor.macsec_profiles.clear(), kUnderstood;
  reader.Open(ReadSecurityLine, Impact::kProtection);
  return kUnderstood;
}

Verdict ReadMacsecUse(Reader& reader, Statement& statement) {
  Setting<std::string>& use = reader.interface().macsec;
  use = {};
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("profile")) return kNotKnown;
  const base::Span span = statement.span();
  use = {std::string(statement.words.Next().text), span};
  return use.value.empty() ? kNotKnown : kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
