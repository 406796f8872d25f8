// `interface X [vrf Y]` and `vrf X` with what is no routing protocol's.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint64_t kMegabit = 1'000'000;

Verdict ReadAddress(Reader& reader, Statement& statement, net::Family family) {
  const Word word = statement.words.Peek();
  const auto host = TakeHostPrefix(statement, family);
  if (!host) {
    if (word.text.find('/') == std::string_view::npos) return kNotKnown;
    return reader.Invalid(statement, word, fmt::format("'{}' is not an address with a length", word.text));
  }
  if (TakeWord(statement, "label")) statement.words.Next();
  if (!statement.words.done()) {
    const bool peer = TakeWord(statement, "peer") && TakeHostPrefix(statement, family);
    return peer ? NotModelled(kRouting, "address of the peer on a point-to-point link") : kNotKnown;
  }
  std::vector<model::InterfaceAddress>& addresses = reader.interface().addresses;
  // An address that is there, perhaps by another file, keeps its place.
  const bool known =
      std::ranges::find(addresses, *host, &model::InterfaceAddress::address) != addresses.end();
  if (statement.negated) {
    std::erase_if(addresses, [&host](const model::InterfaceAddress& one) { return one.address == *host; });
  } else if (!known) {
    addresses.push_back({*host, false, statement.span()});
  }
  return kUnderstood;
}

Verdict ReadAddress4(Reader& reader, Statement& statement) {
  return ReadAddress(reader, statement, net::Family::kIpv4);
}
Verdict ReadAddress6(Reader& reader, Statement& statement) {
  return ReadAddress(reader, statement, net::Family::kIpv6);
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.interface().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadDescription(Reader& reader, Statement& statement) {
  const std::string_view text = statement.words.Rest().text;
  reader.interface().description = {statement.negated ? std::string() : std::string(text), statement.span()};
  return kUnderstood;
}

Verdict ReadBandwidth(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().bandwidth_bps = {}, statement.words.Rest(), kUnderstood;
  const auto megabits = TakeNumber(reader, statement, 1, 1'000'000);
  if (!megabits) return kNotKnown;
  reader.interface().bandwidth_bps = {std::uint64_t{*megabits} * kMegabit, statement.span()};
  return kUnderstood;
}

/// Forwarding is on unless an interface leaves it.
Verdict ReadForwarding(Reader&, Statement& statement) {
  return statement.negated ? NotModelled(Impact::kForwarding, "no forwarding on an interface") : kNoEffect;
}

constexpr Keyword kInterfaceIpKeywords[] = {
    {"address", ReadAddress4},
    {"eigrp", nullptr, NotModelled(Impact::kRouting4, "EIGRP")},
    {"forwarding", ReadForwarding},
    {"igmp"},
    {"multicast"},
    {"nhrp", nullptr, NotModelled(Impact::kRouting4 | Impact::kForwarding, "NHRP")},
    {"ospf", ReadInterfaceOspf4},
    {"pim"},
    {"rip", ReadInterfaceRip4},
    {"router", ReadInterfaceRouter4},
};
static_assert(IsSorted(kInterfaceIpKeywords));

constexpr Keyword kInterfaceIpv6Keywords[] = {
    {"address", ReadAddress6},
    {"forwarding", ReadForwarding},
    {"mld"},
    {"multicast"},
    {"nd"},
    {"nhrp", nullptr, NotModelled(Impact::kRouting6 | Impact::kForwarding, "NHRP")},
    {"ospf", ReadInterfaceOspf6},
    {"ospf6", ReadInterfaceOspf6},
    {"pim"},
    {"rip", ReadInterfaceRip6},
    {"ripng", ReadInterfaceRip6},
    {"router", ReadInterfaceRouter6},
};
static_assert(IsSorted(kInterfaceIpv6Keywords));

Verdict ReadInterfaceIp(Reader& reader, Statement& statement) {
  return reader.Dispatch(kInterfaceIpKeywords, statement);
}
Verdict ReadInterfaceIpv6(Reader& reader, Statement& statement) {
  return reader.Dispatch(kInterfaceIpv6Keywords, statement);
}

// Attributes of links that only traffic engineering and flexible algorithms use; of these, none but groups
// and the metric.
constexpr Keyword kLinkParamsKeywords[] = {
    {"admin-grp", ReadLinkGroup},
    {"affinity", ReadLinkAffinity},
    {"affinity-mode", ReadLinkGroup},
    {"ava-bw"},
    {"delay"},
    {"delay-variation"},
    {"enable"},
    {"max-bw"},
    {"max-rsv-bw"},
    {"metric", ReadLinkMetric},
    {"neighbor"},
    {"packet-loss"},
    {"res-bw"},
    {"unrsv-bw"},
    {"use-bw"},
};
static_assert(IsSorted(kLinkParamsKeywords));
constexpr Node kLinkParams{kLinkParamsKeywords, kRouting};

Verdict ReadLinkParams(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return kNotKnown;
  if (statement.negated) return reader.interface().link = {}, kUnderstood;
  reader.interface().link.opened = statement.span();
  reader.Open(kLinkParams);
  return kUnderstood;
}

constexpr Verdict kMultihoming = NotModelled(Impact::kForwarding, "EVPN multihoming");

constexpr Keyword kInterfaceKeywords[] = {
    {"arp"},
    {"bandwidth", ReadBandwidth},
    {"description", ReadDescription},
    {"evpn", nullptr, kMultihoming},
    {"ip", ReadInterfaceIp},
    {"ipv6", ReadInterfaceIpv6},
    {"isis", ReadInterfaceIsis},
    {"link-detect"},
    {"link-params", ReadLinkParams},
    {"mpls", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"multicast"},
    {"openfabric", nullptr, NotModelled(kRouting, "OpenFabric")},
    {"pbr-policy", nullptr, NotModelled(Impact::kForwarding, "policy routing")},
    {"ptm-enable"},
    {"shutdown", ReadShutdown},
    {"tunnel", nullptr, NotModelled(kPaths, "tunnel")},
    {"vrrp", nullptr, NotModelled(Impact::kForwarding, "VRRP")},
};
static_assert(IsSorted(kInterfaceKeywords));
constexpr Node kInterface{kInterfaceKeywords, Impact::kAll};

constexpr Keyword kVrfIpKeywords[] = {
    {"import-table", nullptr, NotModelled(Impact::kRouting4, "routes of another kernel table")},
    {"nht", nullptr, NotModelled(Impact::kRouting4, "resolution of next hops in a VRF")},
    {"protocol", ReadProtocolFilter4},
    {"route", ReadStaticRoute4},
};
constexpr Keyword kVrfIpv6Keywords[] = {
    {"nht", nullptr, NotModelled(Impact::kRouting6, "resolution of next hops in a VRF")},
    {"protocol", ReadProtocolFilter6},
    {"route", ReadStaticRoute6},
};
static_assert(IsSorted(kVrfIpKeywords) && IsSorted(kVrfIpv6Keywords));

Verdict ReadVrfIp(Reader& reader, Statement& statement) {
  if (TakeWord(statement, "router-id")) {
    const auto address = TakeIpv4(statement);
    if (!address) return kNotKnown;
    reader.vendor.router_ids[reader.vrf] = {*address, statement.span()};
    return kUnderstood;
  }
  return reader.Dispatch(kVrfIpKeywords, statement);
}
Verdict ReadVrfIpv6(Reader& reader, Statement& statement) {
  return reader.Dispatch(kVrfIpv6Keywords, statement);
}

constexpr Keyword kVrfKeywords[] = {
    {"ip", ReadVrfIp},
    {"ipv6", ReadVrfIpv6},
    {"netns", nullptr, NotModelled(Impact::kAll, "VRF in a network namespace")},
    {"vni", nullptr, NotModelled(kPaths, "EVPN")},
};
static_assert(IsSorted(kVrfKeywords));
constexpr Node kVrf{kVrfKeywords, kRouting};

}  // namespace

Verdict ReadInterface(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  const auto vrf = TakeVrf(statement);
  if (name.empty() || !vrf || !statement.words.done()) return kNotKnown;
  if (statement.negated) {
    std::erase_if(reader.vendor.interfaces,
                  [&name](const InterfaceText& known) { return known.name == name.text && !known.kind; });
    return kUnderstood;
  }
  InterfaceText& interface = reader.InterfaceOf(name.text, statement.span());
  if (!vrf->empty()) {
    interface.vrf = {*vrf, statement.span()};
    reader.vendor.vrfs.emplace(*vrf, statement.span());
  }
  reader.interface_index = static_cast<std::size_t>(&interface - reader.vendor.interfaces.data());
  reader.Open(kInterface);
  return kUnderstood;
}

Verdict ReadVrf(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty() || !statement.words.done()) return kNotKnown;
  reader.vrf = name == "default" ? std::string() : std::string(name.text);
  if (!reader.vrf.empty() && !statement.negated) reader.vendor.vrfs.emplace(reader.vrf, statement.span());
  reader.Open(kVrf);
  return kUnderstood;
}

}  // namespace ringfence::formats::frr
