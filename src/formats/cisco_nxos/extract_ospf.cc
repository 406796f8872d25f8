// `router ospf`, `router ospfv3`: one block a VRF.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

net::Family FamilyOf(const Reader& reader) { return reader.vendor.ospf[reader.process_index].family; }

ospf::OspfArea& AreaOf(Reader& reader, ospf::AreaId id, base::Span span) {
  std::vector<ospf::OspfArea>& areas = reader.ospf().areas;
  const auto found = std::ranges::find(areas, id, &ospf::OspfArea::id);
  if (found != areas.end()) return *found;
  areas.push_back({.id = id, .span = span});
  return areas.back();
}

Verdict ReadRange(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  const auto prefix = TakeSubnet(reader, statement, FamilyOf(reader));
  if (!prefix) return kNotKnown;
  ospf::AreaRange range{.prefix = *prefix, .span = statement.span()};
  while (!statement.words.done()) {
    if (statement.words.Accept("not-advertise")) {
      range.advertise = false;
    } else if (statement.words.Accept("cost")) {
      range.cost = TakeNumber(reader, statement, 0, 16777215);
      if (!range.cost) return kNotKnown;
    } else if (!statement.words.Accept("advertise")) {
      return kNotKnown;
    }
  }
  std::erase_if(area.ranges, [&range](const ospf::AreaRange& known) { return known.prefix == range.prefix; });
  if (!statement.negated) area.ranges.push_back(range);
  return kUnderstood;
}

Verdict ReadNssa(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  if (statement.words.Accept("translate")) {
    if (!statement.words.Accept("type7")) return kNotKnown;
    while (!statement.words.done()) {
      const Word word = statement.words.Next();
      if (word == "always") area.nssa_translate_always = !statement.negated;
      if (word == "suppress-fa" || word == "supress-fa") area.nssa_suppress_fa = !statement.negated;
      if (word == "never") return NotModelled(kRouting, "no translation of type 7");
    }
    return kUnderstood;
  }
  if (statement.negated) return area.type = ospf::AreaType::kNormal, statement.words.Rest(), kUnderstood;
  area.type = ospf::AreaType::kNssa;
  bool mapped = false;
  while (!statement.words.done()) {
    if (statement.words.Accept("no-summary")) {
      area.no_summary = true;
    } else if (statement.words.Accept("no-redistribution")) {
      area.nssa_no_redistribution = true;
    } else if (statement.words.Accept("default-information-originate")) {
      area.nssa_default = true;
    } else if (statement.words.Accept("route-map")) {
      mapped = !TakeName(reader, statement, "route map").value_or("").empty();
    } else {
      return kNotKnown;
    }
  }
  return mapped ? NotModelled(kRouting, "route map of an area") : kUnderstood;
}

Verdict ReadFilterList(Reader& reader, Statement& statement, ospf::AreaId area) {
  if (!statement.words.Accept("route-map")) return kNotKnown;
  auto name = TakeName(reader, statement, "route map");
  if (!name) return kNotKnown;
  const bool in = statement.words.Accept("in");
  if (!in && !statement.words.Accept("out")) return kNotKnown;
  std::erase_if(reader.ospf().filter_lists,
                [=](const FilterListText& known) { return known.area == area && known.in == in; });
  if (!statement.negated)
    reader.ospf().filter_lists.push_back({area, in, {std::move(*name), statement.span()}});
  return kUnderstood;
}

/// A line in the block of a sham link, or what follows its addresses.
Verdict ReadShamOption(Reader& reader, Statement& statement) {
  std::vector<ospf::ShamLink>& links = reader.ospf().sham_links;
  if (links.empty()) return kNotKnown;
  ospf::ShamLink& link = links.back();
  const Word word = statement.words.Next();
  std::uint32_t* value = word == "cost"             ? &link.cost
                         : word == "hello-interval" ? &link.hello_s
                         : word == "dead-interval"  ? &link.dead_s
                                                    : nullptr;
  if (value == nullptr || statement.negated) {
    statement.words.Rest();
    return statement.negated ? kNotKnown : NotModelled(Impact::kRouting4, "option of a sham link");
  }
  const auto number = TakeNumber(reader, statement, 1, 65535);
  if (!number) return kNotKnown;
  return *value = *number, kUnderstood;
}

/// `sham-link SOURCE DESTINATION [cost N]`, or with a block.
Verdict ReadShamLink(Reader& reader, Statement& statement, ospf::AreaId area) {
  // Outside of a VRF there is nothing it could go through.
  if (reader.ospf().vrf.empty() || FamilyOf(reader) != net::Family::kIpv4) return kNotKnown;
  const auto source = TakeIpv4(reader, statement);
  const auto destination = source ? TakeIpv4(reader, statement) : std::nullopt;
  if (!destination) return kNotKnown;
  ospf::ShamLink link{.source = *source, .destination = *destination, .area = area, .span = statement.span()};
  std::vector<ospf::ShamLink>& links = reader.ospf().sham_links;
  std::erase_if(links, [&link](const ospf::ShamLink& known) {
    return known.source == link.source && known.destination == link.destination && known.area == link.area;
  });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  links.push_back(link);
  reader.Open(ReadShamOption, Impact::kRouting4);
  return statement.words.done() ? kUnderstood : ReadShamOption(reader, statement);
}

Verdict ReadArea(Reader& reader, Statement& statement) {
  const auto id = TakeArea(reader, statement);
  if (!id) return kNotKnown;
  ospf::OspfArea& area = AreaOf(reader, *id, statement.span());
  const Word word = statement.words.Next();
  if (word == "range") return ReadRange(reader, statement, area);
  if (word == "nssa") return ReadNssa(reader, statement, area);
  if (word == "filter-list") return ReadFilterList(reader, statement, *id);
  if (word == "stub") {
    area.type = statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub;
    area.no_summary = statement.words.Accept("no-summary") && !statement.negated;
    return kUnderstood;
  }
  if (word == "default-cost") {
    const auto cost = statement.words.AcceptNumber(0, 16777215);
    if (!cost && !statement.negated) return kNotKnown;
    area.default_cost = statement.negated ? 1 : *cost;
    return kUnderstood;
  }
  if (word == "authentication") {
    const bool digest = statement.words.Accept("message-digest");
    if (!statement.words.done())
      return statement.negated ? kNoEffect : NotModelled(kRouting, "OSPF authentication by IPsec");
    reader.ospf().area_authentication.erase(*id);
    if (!statement.negated) reader.ospf().area_authentication[*id] = digest ? "md5" : "text";
    return kUnderstood;
  }
  if (word == "sham-link") return ReadShamLink(reader, statement, *id);
  if (word == "virtual-link")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "OSPF virtual link");
  return kNotKnown;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.ospf().router_id = {}, statement.words.Rest(), kUnderstood;
  const auto id = TakeIpv4(reader, statement);
  if (!id) return kNotKnown;
  reader.ospf().router_id = {*id, statement.span()};
  return kUnderstood;
}

Verdict ReadAutoCost(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("reference-bandwidth")) return kNotKnown;
  Setting<std::uint64_t>& setting = reader.ospf().reference_bandwidth_bps;
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1, 4'000'000);
  if (!number) return kNotKnown;
  const bool giga = statement.words.Accept("Gbps");
  if (!giga) statement.words.Accept("Mbps");
  setting = {std::uint64_t{*number} * (giga ? 1'000'000'000U : 1'000'000U), statement.span()};
  return kUnderstood;
}

Verdict ReadMaxMetric(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("router-lsa")) return kNotKnown;
  const std::string_view rest = statement.words.Rest().text;
  if (statement.negated) return reader.ospf().max_metric = {}, kUnderstood;
  // Only for the time after a start: not the state that is looked at.
  if (rest.find("on-startup") != std::string_view::npos) return kNoEffect;
  reader.ospf().max_metric = {true, statement.span()};
  return rest.empty() ? kUnderstood : NotModelled(kRouting, "largest metric for other routes");
}

Verdict ReadOspfRedistribute(Reader& reader, Statement& statement) {
  return ReadRedistribute(reader, statement, reader.ospf().redistributions);
}

Verdict ReadOspfDefault(Reader& reader, Statement& statement) {
  return ReadDefaultInformation(statement, reader.ospf().default_origination);
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("default")) return kNotKnown;
  return SetFlag(statement, reader.ospf().passive_default);
}

Verdict ReadDiscardRoute(Reader& reader, Statement& statement) {
  const bool internal = statement.words.Accept("internal");
  if (!internal && !statement.words.Accept("external")) return kNotKnown;
  // External summaries are not modelled, nor are their discard routes.
  return internal ? SetFlag(statement, reader.ospf().discard_internal) : kNoEffect;
}

Verdict ReadDefaultMetric(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.ospf().default_metric, 1, 16777214);
}
Verdict ReadDistance(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.ospf().distance, 1, 255);
}
Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.ospf().maximum_paths, 1, 64);
}
Verdict ReadRfc1583(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.ospf().rfc1583);
}
Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.ospf().shutdown);
}

bool AtEdge(Reader& reader) { return !reader.ospf().vrf.empty() && FamilyOf(reader) == net::Family::kIpv4; }
constexpr Verdict kNoEdge = NotModelled(kRouting, "OSPF of a VPN outside of a VRF");

/// `domain-id null`, `domain-id A`, `domain-id type T value V`.
Verdict ReadDomainId(Reader& reader, Statement& statement) {
  OspfVrfText& vrf = reader.ospf();
  if (!AtEdge(reader)) return statement.words.Rest(), statement.negated ? kNoEffect : kNoEdge;
  if (statement.negated) {
    vrf.domain_id.clear();
    return vrf.no_domain = false, statement.words.Rest(), kUnderstood;
  }
  vrf.no_domain = statement.words.Accept("null") || statement.words.Accept("Null");
  if (vrf.no_domain) return vrf.domain_id.clear(), kUnderstood;
  if (!statement.words.Accept("type")) {
    const auto address = TakeIpv4(reader, statement);
    if (!address) return kNotKnown;
    return vrf.domain_id = DomainIdOf(address->v4(), kDomainTrailer), kUnderstood;
  }
  const Word type = statement.words.Next();
  if (!statement.words.Accept("value")) return kNotKnown;
  const Word value = statement.words.Next();
  const auto id = ParseDomainId(type.text, value.text);
  if (!id) return reader.Invalid(statement, value, "not a domain identifier");
  // These octets stand for those that are not known.
  if (id->ends_with(fmt::format("{:04x}", kDomainTrailer)))
    return NotModelled(Impact::kRouting4, "domain identifier");
  return vrf.domain_id = *id, kUnderstood;
}

Verdict ReadDomainTag(Reader& reader, Statement& statement) {
  if (!AtEdge(reader)) return statement.words.Rest(), statement.negated ? kNoEffect : kNoEdge;
  return SetNumber(reader, statement, reader.ospf().domain_tag, 1, 0xffffffffU);
}

Verdict ReadDownBit(Reader& reader, Statement& statement) {
  if (!AtEdge(reader)) return statement.negated ? kNoEffect : kNoEdge;
  return SetFlag(statement, reader.ospf().ignores_down);
}

Verdict ReadOspfLine(Reader& reader, Statement& statement);
Verdict ReadOspfVrfLine(Reader& reader, Statement& statement);
Verdict ReadFamily(Reader& reader, Statement& statement);

Verdict ReadOspfVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  OspfText& process = reader.vendor.ospf[reader.process_index];
  reader.process_vrf = VrfIndexIn(process.vrfs, VrfName(*name), statement.span());
  reader.Open(ReadOspfVrfLine, kRouting);
  return kUnderstood;
}

constexpr Keyword kOspfKeywords[] = {
    {"address-family", ReadFamily},
    {"area", ReadArea},
    {"auto-cost", ReadAutoCost},
    {"bfd"},
    {"capability"},
    {"default-information", ReadOspfDefault},
    {"default-metric", ReadDefaultMetric},
    {"discard-route", ReadDiscardRoute},
    {"distance", ReadDistance},
    {"domain-id", ReadDomainId},
    {"domain-tag", ReadDomainTag},
    {"down-bit-ignore", ReadDownBit},
    {"flush-routes"},
    {"graceful-restart"},
    {"isolate", nullptr, NotModelled(kRouting, "isolated router")},
    {"log-adjacency-changes"},
    {"max-lsa"},
    {"max-metric", ReadMaxMetric},
    {"maximum-paths", ReadMaximumPaths},
    {"mpls", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"name-lookup"},
    {"passive-interface", ReadPassive},
    {"redistribute", ReadOspfRedistribute},
    {"rfc1583compatibility", ReadRfc1583},
    {"router-id", ReadRouterId},
    {"segment-routing", nullptr, NotModelled(Impact::kForwarding, "segment routing")},
    {"shutdown", ReadShutdown},
    {"snmp"},
    {"summary-address", nullptr, NotModelled(kRouting, "summary of external routes")},
    {"table-map", nullptr, NotModelled(kRouting, "table map")},
    {"timers"},
    {"vrf", ReadOspfVrf},
};
static_assert(IsSorted<Keyword>(kOspfKeywords));

Verdict ReadOspfVrfLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kOspfKeywords, statement);
}

Verdict ReadOspfLine(Reader& reader, Statement& statement) {
  reader.process_vrf = 0;
  return reader.Dispatch(kOspfKeywords, statement);
}

/// OSPFv3 keeps what depends on the family in a block of its own.
Verdict ReadFamily(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("ipv6") || !statement.words.Accept("unicast")) return kNotKnown;
  reader.Open(ReadOspfVrfLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterOspf(Reader& reader, Statement& statement, net::Family family) {
  auto tag = TakeName(reader, statement, "process");
  if (!tag) return kNotKnown;
  auto& processes = reader.vendor.ospf;
  const auto same = [&](const OspfText& process) { return process.tag == *tag && process.family == family; };
  if (statement.negated) return std::erase_if(processes, same), kUnderstood;
  const auto found = std::ranges::find_if(processes, same);
  reader.process_index = static_cast<std::size_t>(found - processes.begin());
  if (found == processes.end()) {
    processes.emplace_back();
    processes.back().tag = std::move(*tag);
    processes.back().family = family;
    processes.back().span = statement.span();
    processes.back().vrfs.emplace_back();
    processes.back().vrfs.back().span = statement.span();
  }
  reader.process_vrf = 0;
  reader.Open(ReadOspfLine, family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
