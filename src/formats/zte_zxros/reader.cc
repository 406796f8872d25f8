// One pass over the lines: blocks by indentation, which the closing "$" only repeats; sections framed by
// "!<name>" and "!</name>" are decoration. Then the table of top-level statements.

#include "formats/zte_zxros/reader.h"

#include <fmt/format.h>

namespace ringfence::formats::zte_zxros {
namespace {

using model::Impact;

bool IsDecoration(std::string_view statement) {
  return statement.empty() || statement[0] == '!' || statement == "$" || statement == "end" ||
         statement == "exit" || statement.starts_with("Building configuration");
}

Verdict ReadHostname(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty() && !statement.negated) return kNotKnown;
  statement.words.Rest();
  reader.vendor.hostname = {statement.negated ? "" : std::string(name.text), statement.span()};
  return kUnderstood;
}

constexpr Keyword kIpKeywords[] = {
    {"as-path", ReadIpAsPath},
    {"community-list", ReadIpCommunityList},
    {"extcommunity-list", ReadIpExtcommunityList},
    {"host"},
    {"prefix-list", ReadIpPrefixList},
    {"route", ReadStaticRoute},
    {"vrf", ReadIpVrf},
};
static_assert(IsSorted(std::span<const Keyword>(kIpKeywords)));

Verdict ReadIp(Reader& reader, Statement& statement) { return reader.Dispatch(kIpKeywords, statement); }

Verdict ReadIpv6(Reader& reader, Statement& statement) {
  if (statement.words.Accept("route")) return ReadStaticRoute6(reader, statement);
  if (statement.words.Accept("prefix-list")) return ReadIpv6PrefixList(reader, statement);
  return kNotKnown;
}

Verdict ReadRouter(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ospf")) return ReadRouterOspf(reader, statement);
  if (statement.words.Accept("isis")) return ReadRouterIsis(reader, statement);
  if (statement.words.Accept("bgp")) return ReadRouterBgp(reader, statement);
  statement.words.Rest();
  return statement.negated ? kNoEffect : NotModelled(kRouting, "other routing protocol");
}

constexpr Verdict kLogin = NotModelled(Impact::kManagement, "management access");
constexpr Verdict kCopies = NotModelled(Impact::kCopying, "mirroring or flow export");
// A class may be one whose packets are dropped.
constexpr Verdict kSteering =
    NotModelled(kPaths | Impact::kManagement, "policy routing or classes of traffic");

constexpr Keyword kTopLevel[] = {
    {"aaa-accounting-template", nullptr, kLogin},
    {"aaa-authentication-template", nullptr, kLogin},
    {"aaa-authorization-template", nullptr, kLogin},
    {"alarm"},
    {"banner", nullptr, NotModelled(Impact::kAll, "banner, whose end is not known")},
    {"bfd", nullptr, NotModelled(kPaths, "BFD")},
    {"clock"},
    {"crypto", nullptr, NotModelled(kPaths | Impact::kProtection, "IPsec")},
    {"ftp-server", nullptr, kLogin},
    {"hostname", ReadHostname},
    {"interface", ReadInterface},
    {"ip", ReadIp},
    {"ipfix", nullptr, kCopies},
    {"ipv4-access-list", ReadAcl},
    {"ipv6", ReadIpv6},
    {"lacp", ReadLacp},
    {"line", nullptr, kLogin},
    {"lldp"},
    {"load-balance", nullptr, NotModelled(Impact::kForwarding, "load balancing")},
    {"logging"},
    {"mirror", nullptr, kCopies},
    {"mpls", ReadMpls},
    {"multi-user"},
    {"netconf", nullptr, kLogin},
    {"netflow", nullptr, kCopies},
    {"ntp"},
    {"policy-map", nullptr, kSteering},
    {"port-mirror", nullptr, kCopies},
    {"radius", nullptr, kLogin},
    {"route-map", ReadRouteMapHeader},
    {"router", ReadRouter},
    {"segment-routing", nullptr, NotModelled(kPaths, "segment routing")},
    {"service-policy", nullptr, kSteering},
    {"session", nullptr, kCopies},
    {"snmp-server", nullptr, kLogin},
    {"span", nullptr, kCopies},
    {"ssh", nullptr, kLogin},
    {"system-user", nullptr, kLogin},
    {"tacacs", nullptr, kLogin},
    {"telnet", nullptr, kLogin},
    {"urpf", nullptr, NotModelled(kPaths, "reverse path check")},
    {"user", nullptr, kLogin},
    {"username", nullptr, kLogin},
    {"version"},
    {"vlan-configuration", ReadVlanConfiguration},
    {"vrrp", nullptr, NotModelled(kPaths, "VRRP")},
};
static_assert(IsSorted(std::span<const Keyword>(kTopLevel)));

}  // namespace

void Reader::ReadAll() {
  for (std::uint32_t number = 1; number <= source().line_count(); ++number) {
    const std::string_view line = source().line(number);
    const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    const std::size_t end = line.find_last_not_of(" \t\r") + 1;
    if (line.size() > kLineBytesMax)
      TooLong(number);
    else if (end <= indent || IsDecoration(line.substr(indent, end - indent)))
      fates.Blank(number);
    else
      ReadLine(number, kTopLevel);
  }
}

std::size_t Reader::InterfaceIndexOf(const std::string& name, base::Span span) {
  const auto [place, is_new] = interface_indices_.emplace(name, vendor.interfaces.size());
  if (is_new) {
    vendor.interfaces.emplace_back();
    vendor.interfaces.back().name = name;
    vendor.interfaces.back().span = span;
  }
  return place->second;
}

std::string TakeInterfaceName(WordCursor& words) { return std::string(words.Next().text); }

Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, min, max);
  if (!number) return kNotKnown;
  setting = {*number, statement.span()};
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros
