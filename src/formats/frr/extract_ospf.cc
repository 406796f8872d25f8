// `router ospf [N] [vrf V]` and `router ospf6 [vrf V]`: most commands are the same.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/extract_redistribute.h"
#include "formats/frr/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint32_t kMetricMax = 16777214;

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), reader.ospf().router_id = {}, kUnderstood;
  const auto address = TakeIpv4(statement);
  if (!address) return kNotKnown;
  reader.ospf().router_id = {*address, statement.span()};
  return kUnderstood;
}

/// `ospf router-id`, `ospf abr-type`, `ospf opaque-lsa`.
Verdict ReadOspfWord(Reader& reader, Statement& statement) {
  const std::string_view word = TakeOption(
      statement, {"router-id", "abr-type", "opaque-lsa", "rfc1583compatibility", "write-multiplier"});
  if (word == "router-id") return ReadRouterId(reader, statement);
  if (word == "opaque-lsa") return reader.ospf().opaque = !statement.negated, kNoEffect;
  if (word == "write-multiplier") return kNoEffect;
  if (word == "rfc1583compatibility") return reader.ospf().rfc1583 = !statement.negated, kUnderstood;
  if (word != "abr-type") return kNotKnown;
  // The other two types need a backbone connection.
  const Word type = statement.words.Next();
  if (type.empty()) return kNotKnown;
  if (type == "shortcut") return NotModelled(kRouting, "shortcuts through areas");
  reader.ospf().abr_needs_backbone = statement.negated || type != "standard";
  return kUnderstood;
}

Verdict ReadCapability(Reader& reader, Statement& statement) {
  if (TakeWord(statement, "opaque")) reader.ospf().opaque = !statement.negated;
  statement.words.Rest();
  return kNoEffect;
}

Verdict ReadOspfSr(Reader& reader, Statement& statement) {
  if (reader.ospf().family != net::Family::kIpv4) return kNotKnown;
  return ReadSr(reader, statement, reader.ospf().sr, false);
}

Verdict ReadNetwork(Reader& reader, Statement& statement) {
  const auto host = TakeHostPrefix(statement, net::Family::kIpv4);
  if (!host || !TakeWord(statement, "area")) return kNotKnown;
  const auto area = TakeArea(statement);
  if (!area) return kNotKnown;
  std::vector<OspfNetworkText>& networks = reader.ospf().networks;
  const net::Prefix prefix = host->subnet();
  std::erase_if(networks, [&prefix](const OspfNetworkText& known) { return known.prefix == prefix; });
  if (!statement.negated) networks.push_back({prefix, "", *area, statement.span()});
  return kUnderstood;
}

/// `interface X area A` of OSPFv3.
Verdict ReadProcessInterface(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty() || !TakeWord(statement, "area")) return kNotKnown;
  const auto area = TakeArea(statement);
  if (!area) return kNotKnown;
  std::vector<OspfNetworkText>& networks = reader.ospf().networks;
  std::erase_if(networks, [&name](const OspfNetworkText& known) { return known.interface == name.text; });
  if (!statement.negated) networks.push_back({{}, std::string(name.text), *area, statement.span()});
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (TakeWord(statement, "default")) return reader.ospf().passive_default = !statement.negated, kUnderstood;
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  if (!statement.words.done()) return NotModelled(Impact::kRouting4, "passive address of an interface");
  reader.ospf().passive[std::string(name.text)] = !statement.negated;
  return kUnderstood;
}

Verdict ReadAutoCost(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "reference-bandwidth")) return kNotKnown;
  if (statement.negated)
    return statement.words.Rest(), reader.ospf().reference_bandwidth_bps.reset(), kUnderstood;
  const auto megabits = TakeNumber(reader, statement, 1, 4294967);
  if (!megabits) return kNotKnown;
  reader.ospf().reference_bandwidth_bps = std::uint64_t{*megabits} * 1'000'000;
  return kUnderstood;
}

Verdict ReadCompatible(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "rfc1583")) return kNotKnown;
  reader.ospf().rfc1583 = !statement.negated;
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), reader.ospf().maximum_paths.reset(), kUnderstood;
  const auto count = TakeNumber(reader, statement, 1, 256);
  if (!count) return kNotKnown;
  reader.ospf().maximum_paths = *count;
  return kUnderstood;
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  ospf::OspfDistances distances = reader.ospf().distances;
  if (statement.negated) return statement.words.Rest(), reader.ospf().distances = {}, kUnderstood;
  if (TakeOption(statement, {"ospf", "ospf6"}).empty()) {
    const auto all = TakeNumber(reader, statement, 1, 255);
    if (!all) return kNotKnown;
    reader.ospf().distances = {*all, *all, *all};
    return kUnderstood;
  }
  while (!statement.words.done()) {
    const std::string_view kind = TakeOption(statement, {"intra-area", "inter-area", "external"});
    std::uint32_t* distance = kind == "intra-area"   ? &distances.intra
                              : kind == "inter-area" ? &distances.inter
                              : kind == "external"   ? &distances.external
                                                     : nullptr;
    if (distance == nullptr) return kNotKnown;
    const auto value = TakeNumber(reader, statement, 1, 255);
    if (!value) return kNotKnown;
    *distance = *value;
  }
  reader.ospf().distances = distances;
  return kUnderstood;
}

Verdict ReadRedistribute(Reader& reader, Statement& statement) {
  RedistributeText text;
  text.family = reader.ospf().family;
  if (const auto verdict = TakeRedistributed(statement, text)) return *verdict;
  if (const auto verdict = TakeRedistributionOptions(reader, statement, text)) return *verdict;
  return StoreRedistribution(reader.ospf().redistributions, std::move(text), statement.negated);
}

Verdict ReadDefaultInformation(Reader& reader, Statement& statement) {
  constexpr std::uint32_t kMetric = 10, kMetricAlways = 1;
  if (!TakeWord(statement, "originate")) return kNotKnown;
  if (statement.negated) return statement.words.Rest(), reader.ospf().default_origination = {}, kUnderstood;
  ospf::DefaultOrigination origination;
  origination.span = statement.span();
  std::optional<std::uint32_t> metric;
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"always", "metric", "metric-type", "route-map"});
    if (option == "always") {
      origination.always = true;
    } else if (option == "metric") {
      metric = TakeNumber(reader, statement, 0, kMetricMax);
      if (!metric) return kNotKnown;
    } else if (option == "metric-type") {
      const auto type = TakeNumber(reader, statement, 1, 2);
      if (!type) return kNotKnown;
      origination.type = static_cast<ospf::ExternalType>(*type);
    } else {
      return option.empty() ? kNotKnown : NotModelled(kRouting, "conditional default route");
    }
  }
  origination.metric = metric.value_or(origination.always ? kMetricAlways : kMetric);
  reader.ospf().default_origination = {origination, statement.span()};
  return kUnderstood;
}

Verdict ReadDefaultMetric(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), reader.ospf().default_metric.reset(), kUnderstood;
  const auto metric = TakeNumber(reader, statement, 0, kMetricMax);
  if (!metric) return kNotKnown;
  reader.ospf().default_metric = *metric;
  return kUnderstood;
}

/// `distribute-list ACCESS-LIST out SOURCE`.
Verdict ReadDistributeList(Reader& reader, Statement& statement) {
  FilterText list;
  list.kind = FilterText::Kind::kAccessList;
  list.name = statement.words.Next().text;
  list.in = false;
  list.span = statement.span();
  bool known = false;
  if (!TakeWord(statement, "out")) return kNotKnown;
  list.source = TakeSource(statement, known);
  if (!list.source) return known ? kNoEffect : kNotKnown;
  std::vector<FilterText>& lists = reader.ospf().distribute_lists;
  std::erase_if(lists, [&list](const FilterText& other) { return other.source == list.source; });
  if (!statement.negated) lists.push_back(std::move(list));
  return kUnderstood;
}

Verdict ReadMaxMetric(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "router-lsa")) return kNotKnown;
  const std::string_view when = TakeOption(statement, {"administrative", "on-startup", "on-shutdown"});
  if (when == "on-startup" || when == "on-shutdown") return kNoEffect;  // over soon
  if (when.empty() && !statement.negated) return kNotKnown;
  reader.ospf().max_metric = !statement.negated;
  return kUnderstood;
}

Verdict ReadStubRouter(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "administrative")) return kNotKnown;
  reader.ospf().max_metric = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kOspfKeywords[] = {
    {"aggregation", nullptr, NotModelled(kRouting, "summary of external routes")},
    {"area", ReadOspfArea},
    {"auto-cost", ReadAutoCost},
    {"bfd"},
    {"capability", ReadCapability},
    {"compatible", ReadCompatible},
    {"default-information", ReadDefaultInformation},
    {"default-metric", ReadDefaultMetric},
    {"distance", ReadDistance},
    {"distribute", nullptr, NotModelled(Impact::kCopying, "topology told to BGP")},
    {"distribute-list", ReadDistributeList},
    {"flood-reduction"},
    {"graceful-restart"},
    {"interface", ReadProcessInterface},
    {"log-adjacency-changes"},
    {"max-metric", ReadMaxMetric},
    {"maximum-paths", ReadMaximumPaths},
    {"mpls", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"mpls-te"},
    {"neighbor", nullptr, NotModelled(Impact::kRouting4, "static OSPF neighbour")},
    {"network", ReadNetwork},
    {"ospf", ReadOspfWord},
    {"ospf6", ReadOspfWord},
    {"passive-interface", ReadPassive},
    {"pce"},
    {"proactive-arp"},
    {"redistribute", ReadRedistribute},
    {"refresh"},
    {"router-id", ReadRouterId},
    {"router-info"},
    {"segment-routing", ReadOspfSr},
    {"shutdown", nullptr, NotModelled(kRouting, "process shut down")},
    {"stub-router", ReadStubRouter},
    {"summary-address", nullptr, NotModelled(kRouting, "summary of external routes")},
    {"timers"},
    {"write-multiplier"},
};
static_assert(IsSorted(kOspfKeywords));
constexpr Node kOspf{kOspfKeywords, Impact::kRouting4};
constexpr Node kOspf6{kOspfKeywords, Impact::kRouting6};

Verdict OpenOspf(Reader& reader, Statement& statement, net::Family family) {
  const std::uint32_t id = statement.words.AcceptNumber(1, 65535).value_or(1);
  const auto vrf = TakeVrf(statement);
  if (!vrf || !statement.words.done()) return kNotKnown;
  std::vector<OspfText>& all = reader.vendor.ospf;
  const auto same = [&](const OspfText& known) {
    return known.id == id && known.vrf == *vrf && known.family == family;
  };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  auto found = std::ranges::find_if(all, same);
  if (found == all.end()) {
    OspfText text;
    text.id = id;
    text.vrf = *vrf;
    text.family = family;
    text.span = statement.span();
    found = all.insert(all.end(), std::move(text));
  }
  if (!vrf->empty()) reader.vendor.vrfs.emplace(*vrf, statement.span());
  reader.ospf_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(family == net::Family::kIpv4 ? kOspf : kOspf6);
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterOspf(Reader& reader, Statement& statement) {
  return OpenOspf(reader, statement, net::Family::kIpv4);
}
Verdict ReadRouterOspf6(Reader& reader, Statement& statement) {
  return OpenOspf(reader, statement, net::Family::kIpv6);
}

}  // namespace ringfence::formats::frr
