// OSPFv2 and OSPFv3.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::ospf::NetworkType;

void ReadType(Reader& reader, NodeId value, OspfInterfaceText& to) {
  constexpr std::pair<std::string_view, NetworkType> kTypes[] = {
      {"broadcast", NetworkType::kBroadcast},
      {"point-to-point", NetworkType::kPointToPoint},
      {"non-broadcast", NetworkType::kNonBroadcast},
      {"p2mp-nbma", NetworkType::kPointToMultipoint},
  };
  for (const auto& [word, type] : kTypes) {
    if (reader.word(value) == word) {
      to.type = {type, value, reader.SpanOf(value)};
      return;
    }
  }
  reader.Invalid(value, "not an interface type");
}

void ReadAuthenticationType(Reader& reader, NodeId value, OspfInterfaceText& to) {
  const std::string_view word = reader.word(value);
  to.authentication.type = {word, value, reader.SpanOf(value)};
  if (word != "none" && word != "password" && word != "message-digest")
    reader.Invalid(value, "not a type of authentication");
}

void ReadMd5Key(Reader& reader, NodeId key, OspfInterfaceText& to) {
  const std::optional<std::uint32_t> id = reader.Number(key, 1, 255);
  if (id && !to.authentication.md5_id.set()) reader.Keep(key, id, to.authentication.md5_id);
  for (const NodeId part : Children(reader, key)) {
    if (reader.word(part) != "md5") continue;
    reader.Modelled(part);
    const NodeId value = reader.tree.Value(part);
    if (value == kNone) continue;
    reader.Modelled(value);
    if (id && to.authentication.md5_id.value == *id) {
      to.authentication.md5_key = {reader.word(value), value, reader.SpanOf(value)};
    }
  }
}

template <Name OspfAuthentication::* kMember>
constexpr Rule<OspfInterfaceText> Authentication(std::string_view word) {
  return Leaf<OspfInterfaceText>(word, [](Reader& reader, NodeId value, OspfInterfaceText& to) {
    to.authentication.*kMember = {reader.word(value), value, reader.SpanOf(value)};
  });
}

// A neighbour timer that only changes how fast a failure is seen changes no path, nor does the label of an
// adjacency: no packet of the model has one.
constexpr Rule<OspfInterfaceText> kInterfaceRules[] = {
    AdminState<&OspfInterfaceText::admin>(),
    Leaf<OspfInterfaceText>("interface-type", &ReadType),
    Number<&OspfInterfaceText::metric, 1, 65535>("metric"),
    Flag<&OspfInterfaceText::passive>("passive"),
    Number<&OspfInterfaceText::hello, 1, 65535>("hello-interval"),
    Number<&OspfInterfaceText::dead, 2, 65535>("dead-interval"),
    Number<&OspfInterfaceText::priority, 0, 255>("priority"),
    Leaf<OspfInterfaceText>("authentication-type", &ReadAuthenticationType),
    Authentication<&OspfAuthentication::key>("authentication-key"),
    Authentication<&OspfAuthentication::keychain>("authentication-keychain"),
    Lacks<OspfInterfaceText>("authentication", kRouting | Impact::kProtection, "OSPFv3 through IPsec"),
    List<OspfInterfaceText>("message-digest-key", &ReadMd5Key),
    Lacks<OspfInterfaceText>("advertise-subnet", kRouting, "point-to-point interfaces advertised as hosts"),
    Lacks<OspfInterfaceText>("mtu", kRouting, "OSPF MTU"),
    Lacks<OspfInterfaceText>("neighbor", kRouting, "neighbours by address"),
    Ignores<OspfInterfaceText>("rib-priority"),
    Lacks<OspfInterfaceText>("lsa-filter-out", kRouting, "flooding filter"),
    Block<OspfInterfaceText>(
        "node-sid",
        [](Reader& reader, NodeId block, OspfInterfaceText& to) { ReadNodeSid(reader, block, to.node_sid); },
        Impact::kForwarding),
    Ignores<OspfInterfaceText>("sid-protection"),
    Ignores<OspfInterfaceText>("adjacency-sid"),
    Ignores<OspfInterfaceText>("adjacency-set"),
    Lacks<OspfInterfaceText>("load-balancing-weight", Impact::kForwarding, "unequal load sharing"),
    Ignores<OspfInterfaceText>("transit-delay"),
    Ignores<OspfInterfaceText>("retransmit-interval"),
    Ignores<OspfInterfaceText>("poll-interval"),
    Ignores<OspfInterfaceText>("bfd-liveness"),
    Ignores<OspfInterfaceText>("loopfree-alternate"),
    Ignores<OspfInterfaceText>("lfa-policy-map"),
    Ignores<OspfInterfaceText>("advertise-router-capability"),
    Lacks<OspfInterfaceText>("flex-algo", Impact::kForwarding, "flexible algorithms"),
};

void ReadInterface(Reader& reader, NodeId key, OspfAreaText& area) {
  // Two spellings of one area hold one interface.
  auto to = std::ranges::find(area.interfaces, reader.word(key), &OspfInterfaceText::name);
  if (to == area.interfaces.end()) {
    to = area.interfaces.insert(to, OspfInterfaceText());
    to->name = reader.word(key);
    to->node = key;
    to->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *to, std::span(kInterfaceRules));
}

template <bool kNssa>
void ReadRange(Reader& reader, NodeId key, OspfAreaText& area) {
  const std::optional<net::Prefix> prefix = reader.Prefix(key);
  if (!prefix) return;
  constexpr Rule<AreaRangeText> kRangeRules[] = {Flag<&AreaRangeText::advertise>("advertise")};
  auto range = std::ranges::find_if(area.ranges, [&](const AreaRangeText& other) {
    return other.prefix == *prefix && other.nssa == kNssa;
  });
  if (range == area.ranges.end()) {
    range = area.ranges.insert(range, AreaRangeText());
    range->prefix = *prefix;
    range->span = reader.SpanOf(key);
    range->nssa = kNssa;
  }
  Dispatch(reader, key, *range, std::span(kRangeRules));
}

constexpr Rule<OspfAreaText> kStubRules[] = {
    Flag<&OspfAreaText::summaries>("summaries"),
    Number<&OspfAreaText::default_metric, 1, 65535>("default-metric"),
};

void ReadStub(Reader& reader, NodeId block, OspfAreaText& area) {
  area.stub = true;
  Dispatch(reader, block, area, std::span(kStubRules));
}

constexpr Rule<NssaDefault> kNssaDefaultRules[] = {
    Flag<&NssaDefault::type_nssa>("type-nssa"),
    Lacks<NssaDefault>("adjacency-check", kRouting, "default route tied to a backbone adjacency"),
};

constexpr Rule<OspfAreaText> kNssaRules[] = {
    Flag<&OspfAreaText::summaries>("summaries"),
    Flag<&OspfAreaText::redistribute_external>("redistribute-external"),
    List<OspfAreaText>("area-range", &ReadRange<true>),
    Block<OspfAreaText>("originate-default-route",
                        [](Reader& reader, NodeId block, OspfAreaText& area) {
                          area.nssa_default.present = true;
                          Dispatch(reader, block, area.nssa_default, std::span(kNssaDefaultRules));
                        }),
};

void ReadNssa(Reader& reader, NodeId block, OspfAreaText& area) {
  area.nssa = true;
  Dispatch(reader, block, area, std::span(kNssaRules));
}

constexpr Rule<OspfAreaText> kAreaRules[] = {
    List<OspfAreaText>("interface", &ReadInterface),
    List<OspfAreaText>("area-range", &ReadRange<false>),
    Block<OspfAreaText>("stub", &ReadStub),
    Block<OspfAreaText>("nssa", &ReadNssa),
    Flag<&OspfAreaText::blackhole_aggregate>("blackhole-aggregate"),
    Lacks<OspfAreaText>("virtual-link", kRouting, "virtual links"),
    Lacks<OspfAreaText>("sham-link", kRouting, "sham links"),
    Lacks<OspfAreaText>("export-filter", kRouting, "filter on summaries"),
    Lacks<OspfAreaText>("import-filter", kRouting, "filter on summaries"),
    Ignores<OspfAreaText>("key-rollover-interval"),
    Ignores<OspfAreaText>("advertise-router-capability"),
    Ignores<OspfAreaText>("loopfree-alternate"),
    Ignores<OspfAreaText>("advertise-ne-profile"),
};

std::optional<routing::ospf::AreaId> AreaOf(Reader& reader, NodeId key) {
  if (const auto dotted = net::ParseIpv4(reader.word(key))) return dotted->v4();
  if (const auto number = ParseNumber(reader.word(key), 0, 4294967295U)) return *number;
  reader.Invalid(key, "not an area");
  return std::nullopt;
}

void ReadArea(Reader& reader, NodeId key, OspfText& process) {
  const auto id = AreaOf(reader, key);
  if (!id) return;
  // `area 1` and `area 0.0.0.1` are one.
  auto area = std::ranges::find(process.areas, *id, &OspfAreaText::id);
  if (area == process.areas.end()) {
    area = process.areas.insert(area, OspfAreaText());
    area->id = *id;
    area->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *area, std::span(kAreaRules));
}

constexpr Rule<OspfText> kProcessRules[] = {
    AdminState<&OspfText::admin>(),
    Address<&OspfText::router_id>("router-id"),
    Number<&OspfText::reference_kbps, 1, 4'000'000'000U>("reference-bandwidth"),
    Number<&OspfText::preference, 1, 255>("preference"),
    Number<&OspfText::external_preference, 1, 255>("external-preference"),
    Flag<&OspfText::rfc1583>("compatible-rfc1583"),
    Flag<&OspfText::rfc1583>("rfc1583-compatibility"),
    Flag<&OspfText::overload>("overload"),
    Names<&OspfText::exports>("export-policy"),
    Names<&OspfText::imports>("import-policy"),
    List<OspfText>("area", &ReadArea, kRouting),
    Block<OspfText>("asbr",
                    [](Reader& reader, NodeId block, OspfText& process) {
                      process.asbr = true;
                      process.asbr_span = reader.SpanOf(block);
                      constexpr Rule<OspfText> kAsbrRules[] = {
                          Lacks<OspfText>("trace-path", kRouting, "domain tag of external routes")};
                      Dispatch(reader, block, process, std::span(kAsbrRules));
                    }),
    Lacks<OspfText>("overload-include-stub", kRouting, "overload of stub networks"),
    Lacks<OspfText>("overload-include-ext-1", kRouting, "overload of external routes"),
    Lacks<OspfText>("overload-include-ext-2", kRouting, "overload of external routes"),
    Lacks<OspfText>("overload-on-boot", kRouting, "overload after a start"),
    Lacks<OspfText>("igp-shortcut", kPaths, "shortcuts through tunnels"),
    Lacks<OspfText>("ldp-over-rsvp", Impact::kForwarding, "LDP over RSVP"),
    Block<OspfText>(
        "segment-routing",
        [](Reader& reader, NodeId block, OspfText& to) { ReadSegmentRouting(reader, block, to.segments); },
        Impact::kForwarding),
    Lacks<OspfText>("flexible-algorithms", Impact::kForwarding, "flexible algorithms"),
    Lacks<OspfText>("advertise-tunnel-link", kRouting, "tunnels as links"),
    Lacks<OspfText>("unicast-import", kRouting, "unicast import"),
    Lacks<OspfText>("multicast-import", Impact::kForwarding, "multicast"),
    Lacks<OspfText>("export-limit", kRouting, "limit of exported routes"),
    Lacks<OspfText>("external-db-overflow", kRouting, "limit of external routes"),
    Lacks<OspfText>("database-export", Impact::kCopying, "export of the database"),
    Flag<&OspfText::ignores_down>("ignore-dn-bit"),
    Flag<&OspfText::super_backbone>("super-backbone"),
    Flag<&OspfText::hides_down>("suppress-dn-bit"),
    Block<OspfText>("vpn-domain",
                    [](Reader& reader, NodeId block, OspfText& process) {
                      constexpr Rule<OspfText> kDomainRules[] = {
                          Leaf<OspfText>("id",
                                         [](Reader& at, NodeId value, OspfText& to) {
                                           to.domain_id = {at.word(value), value, at.SpanOf(value)};
                                         }),
                          Leaf<OspfText>("type", [](Reader& at, NodeId value, OspfText& to) {
                            to.domain_type = {at.word(value), value, at.SpanOf(value)};
                          })};
                      Dispatch(reader, block, process, std::span(kDomainRules));
                    }),
    Number<&OspfText::vpn_tag, 0, 4294967295U>("vpn-tag"),
    Ignores<OspfText>("entropy-label"),
    Text<&OspfText::router_capability>("advertise-router-capability"),
    Ignores<OspfText>("traffic-engineering"),
    Ignores<OspfText>("traffic-engineering-options"),
    Ignores<OspfText>("loopfree-alternate"),
    Ignores<OspfText>("timers"),
    Ignores<OspfText>("graceful-restart"),
    Ignores<OspfText>("rib-priority"),
    Ignores<OspfText>("reload"),
    Ignores<OspfText>("lsa-arrival"),
    Ignores<OspfText>("fast-flooding"),
};

// `ospf 0` and `ospf 00` are one.
void ReadProcess(Reader& reader, NodeId key, net::Family family, std::uint32_t max, RouterText& router) {
  const std::optional<std::uint32_t> id = reader.Number(key, 0, max);
  if (!id) return;
  auto process = std::ranges::find_if(
      router.ospf, [&](const OspfText& other) { return other.id == *id && other.family == family; });
  if (process == router.ospf.end()) {
    process = router.ospf.insert(process, OspfText());
    process->id = *id;
    process->family = family;
    process->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *process, std::span(kProcessRules));
}

// Instances of OSPFv3 from 64 on carry IPv4 (RFC 5838).
constexpr std::uint32_t kInstanceMax = 31;

}  // namespace

void ReadOspf(Reader& reader, NodeId key, RouterText& router) {
  ReadProcess(reader, key, net::Family::kIpv4, kInstanceMax, router);
}

void ReadOspf3(Reader& reader, NodeId key, RouterText& router) {
  const auto id = ParseNumber(reader.word(key), 0, 255);
  if (id && *id > kInstanceMax) return reader.Unmodelled(key, kRouting, "OSPFv3 for IPv4");
  ReadProcess(reader, key, net::Family::kIpv6, kInstanceMax, router);
}

}  // namespace ringfence::formats::nokia_sros
