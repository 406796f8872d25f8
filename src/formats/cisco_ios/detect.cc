// A text is claimed when something only this system prints occurs and nothing that only a neighbour in
// notation prints does. Banners are skipped: they may quote anything. Cost: one pass, a few comparisons a
// line.

#include <algorithm>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/cisco_ios/literals.h"
#include "formats/line_beginnings.h"
#include "formats/word_cursor.h"
#include "net/ip.h"

namespace ringfence::formats::cisco_ios {
namespace {

/// Beginnings of lines that other systems print and this one never does.
constexpr std::string_view kForeign[] = {
    "frr version",
    "frr defaults",
    "service integrated-vtysh-config",
    "!! IOS XR",
    "end-policy",
    " ipv4 address",
    "feature ",
    "vrf context ",
    "!Command: show",
    "! device: ",
    "vrf instance ",
    "transceiver qsfp",
    "management api",
    "sysname ",
    " sysname ",
    "configure {",
    "/configure",
    "system {",
    "set version",
    "set system ",
    "## Last",
    "vdc ",
    "!Software Version V",
    "log syslog",
    "ASA Version",
    "service routing protocols model",
    "!<",
    "interface gei-",
    "interface xgei-",
    "interface smartgroup",
    "mpls ldp instance ",
    "ipv4-access-list ",
};

/// Beginnings of lines that only this system prints.
constexpr std::string_view kOwn[] = {
    "Building configuration...",
    "ip forward-protocol nd",
    "boot-start-marker",
    "service timestamps",
    "ip classless",
    "line vty ",
    "ip ssh version",
    "ip cef",
};

/// Releases of this system and of no other.
constexpr std::string_view kReleases[] = {"version 12.", "version 15.", "version 16.", "version 17."};

/// What an address line says: a dotted mask is ours; a length after a slash is what generators of texts
/// write, who then name the release.
enum class AddressStyle : std::uint8_t { kNone, kMask, kLength };

AddressStyle StyleOf(std::string_view line) {
  WordCursor words(line, base::FileId(), 0);
  if (words.indent() == 0 || !words.Accept("ip") || !words.Accept("address")) return AddressStyle::kNone;
  const Word address = words.Next();
  if (address.text.find('/') != std::string_view::npos) return AddressStyle::kLength;
  const bool dotted = net::ParseIpv4(address.text) && net::ParseIpv4(words.Next().text);
  return dotted ? AddressStyle::kMask : AddressStyle::kNone;
}

}  // namespace

Claim Detect(std::string_view text) {
  bool own = false, release = false, with_length = false;
  LiteralTracker literal;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (literal.Covers(line)) continue;
    if (line == "#" || BeginsWithAny(line, kForeign)) return Claim::kNo;
    const AddressStyle style = StyleOf(line);
    with_length = with_length || style == AddressStyle::kLength;
    release = release || BeginsWithAny(line, kReleases);
    own = own || release || style == AddressStyle::kMask || BeginsWithAny(line, kOwn);
  }
  return own && (release || !with_length) ? Claim::kYes : Claim::kNo;
}

}  // namespace ringfence::formats::cisco_ios
