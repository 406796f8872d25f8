// IPsec (proposals, IKE peers, policies, profiles) and MACsec profiles.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::uint8_t kProtection = Impact::kProtection | Impact::kForwarding;

template <class T>
std::size_t Ensure(std::vector<T>& items, std::string_view name, const Line& line) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == name) return i;
  }
  items.push_back({});
  items.back().name = std::string(name);
  items.back().span = line.span();
  return items.size() - 1;
}

}  // namespace

Verdict OpenIpsec(Reader& reader, const Line& line) {
  VrpConfig& config = reader.config;
  const std::string_view kind = line.at(1);
  if (line.undo()) return Unmodelled(kProtection, "removal of IPsec statements");
  if (kind == "proposal") {
    reader.open_object = Ensure(config.ipsec_proposals, line.at(2), line);
    return Modelled(View::kIpsecProposal);
  }
  if (kind != "policy" && kind != "profile") return KnownForm(View::kSystem, line);
  VrpIpsecPolicy policy;
  policy.name = line.at(2);
  policy.span = line.span();
  policy.profile = kind == "profile";
  if (!policy.profile) {
    const auto sequence = NumberUpTo(line.at(3));
    if (!sequence) return reader.Invalid(line, 3, "not a sequence number", kProtection);
    policy.sequence = *sequence;
    if (line.at(4) != "isakmp" || line.size() > 5) return Unmodelled(kProtection, "IPsec policy without IKE");
  }
  config.ipsec_policies.push_back(policy);
  reader.open_object = config.ipsec_policies.size() - 1;
  return Modelled(View::kIpsecPolicy);
}

Verdict ReadIpsecProposal(Reader& reader, const Line& line) {
  VrpIpsecProposal& proposal = reader.config.ipsec_proposals[reader.open_object];
  const bool esp = line.at(0) == "esp";
  if (esp && line.at(1) == "encryption-algorithm") {
    proposal.encrypts = !line.undo() && line.at(2) != "null";
    // Counter modes with a tag protect integrity too.
    if (line.at(2).find("gcm") != std::string_view::npos ||
        line.at(2).find("gmac") != std::string_view::npos) {
      proposal.authenticates = true;
    }
    return Modelled();
  }
  if (esp && line.at(1) == "authentication-algorithm") {
    proposal.authenticates = !line.undo();
    return Modelled();
  }
  if (line.at(0) == "transform") {
    proposal.complete = line.at(1) == "esp";
    return proposal.complete ? Modelled() : Unmodelled(kProtection, "IPsec transform");
  }
  if (line.at(0) == "encapsulation-mode") {
    if (line.at(1) == "tunnel" || line.undo()) return Modelled();
    proposal.complete = false;
    return Unmodelled(kProtection, "IPsec transport mode");
  }
  return Unknown(kProtection);
}

Verdict OpenIke(Reader& reader, const Line& line) {
  if (line.at(1) == "peer" && !line.undo()) {
    reader.open_object = Ensure(reader.config.ike_peers, line.at(2), line);
    return Modelled(View::kIkePeer);
  }
  return KnownForm(View::kSystem, line);
}

Verdict ReadIkePeer(Reader& reader, const Line& line) {
  VrpIkePeer& peer = reader.config.ike_peers[reader.open_object];
  if (line.at(0) == "remote-address" || line.at(0) == "local-address") {
    const auto address = net::ParseAddress(line.at(1));
    if (!address) return reader.Invalid(line, 1, "not an address", kProtection);
    (line.at(0) == "remote-address" ? peer.remote : peer.local) = line.undo() ? std::nullopt : address;
    return Modelled();
  }
  return KnownForm(View::kIkePeer, line);
}

Verdict ReadIpsecPolicy(Reader& reader, const Line& line) {
  VrpIpsecPolicy& policy = reader.config.ipsec_policies[reader.open_object];
  const std::string_view word = line.at(0);
  if (line.undo()) {
    policy.complete = false;
    return Unmodelled(kProtection, "removal of IPsec statements");
  }
  if (word == "security" && line.at(1) == "acl") {
    policy.acl = {std::string(line.at(2)), line.span()};
    return Modelled();
  }
  if (word == "ike-peer") {
    policy.peer = {std::string(line.at(1)), line.span()};
    return Modelled();
  }
  if (word == "proposal" && line.size() == 2) {
    policy.proposal = {std::string(line.at(1)), line.span()};
    return Modelled();
  }
  if (word == "tunnel" && line.at(1) == "local") {
    const auto address = net::ParseAddress(line.at(2));
    if (!address) return reader.Invalid(line, 2, "not an address", kProtection);
    policy.local = address;
    return Modelled();
  }
  if (word == "pfs" || word == "sa" || word == "anti-replay" || word == "description" || word == "route") {
    if (word != "route") return Irrelevant();
    return Unmodelled(Impact::kRouting4, "routes injected by IPsec");
  }
  policy.complete = false;
  return Unmodelled(kProtection, "IPsec policy option");
}

Verdict OpenMacsecProfile(Reader& reader, const Line& line) {
  const std::size_t word = line.at(1) == "name" ? 2 : 1;
  if (line.undo()) {
    std::erase_if(reader.config.macsec_profiles, [&](const auto& p) { return p.name == line.at(word); });
    return Modelled(View::kInherit);
  }
  reader.open_object = Ensure(reader.config.macsec_profiles, line.at(word), line);
  return Modelled(View::kMacsecProfile);
}

Verdict ReadMacsecProfile(Reader& reader, const Line& line) {
  VrpMacsecProfile& profile = reader.config.macsec_profiles[reader.open_object];
  if (line.at(0) == "macsec" && line.at(1) == "mode") {
    profile.must_secure = !line.undo() && line.at(2) == "normal";
    return line.at(2) == "integrity-only" ? Unmodelled(Impact::kProtection, "MACsec without encryption")
                                          : Modelled();
  }
  if (line.at(1) == "should-secure" || line.at(0) == "should-secure") {
    profile.must_secure = false;
    return Modelled();
  }
  return KnownForm(View::kMacsecProfile, line);
}

}  // namespace ringfence::formats::huawei_vrp
