// OSPF: what a process, a VRF of it, an area and an interface may say is one set of statements.

#include <fmt/format.h>

#include <algorithm>

#include "formats/bfd_text.h"
#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;
using ospf::NetworkType;

constexpr std::uint64_t kBitsPerMegabit = 1'000'000;

/// `network point-to-point` and so on.
Verdict ReadNetworkType(Statement& statement, OspfSettings& settings) {
  if (statement.negated) return settings.type = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  const base::Span span = statement.span();
  if (word == "broadcast") {
    settings.type = {NetworkType::kBroadcast, span};
  } else if (word == "point-to-point") {
    settings.type = {NetworkType::kPointToPoint, span};
  } else if (word == "non-broadcast") {
    settings.type = {NetworkType::kNonBroadcast, span};
  } else if (word == "point-to-multipoint") {
    statement.words.Accept("non-broadcast");
    settings.type = {NetworkType::kPointToMultipoint, span};
  } else {
    return kNotKnown;
  }
  return kUnderstood;
}

/// `authentication ipsec spi N md5|sha1 [clear|password] KEY` of OSPFv3.
Verdict ReadIpsec(Reader& reader, Statement& statement, OspfSettings& settings) {
  const base::Span span = statement.span();
  if (!statement.words.Accept("spi")) return kNotKnown;
  const auto spi = TakeNumber(reader, statement, 256, 0xffffffffU);
  const std::string_view algorithm = statement.words.Next().text;
  if (!spi || (algorithm != "md5" && algorithm != "sha1")) return kNotKnown;
  settings.authentication = {fmt::format("ipsec:{}:{}:{}", *spi, algorithm, TakeKey(statement)), span};
  return kUnderstood;
}

/// `authentication [message-digest [keychain X] | keychain X | null]`.
Verdict ReadAuthentication(Reader& reader, Statement& statement, OspfSettings& settings) {
  const base::Span span = statement.span();
  if (statement.negated) return settings.authentication = {}, statement.words.Rest(), kUnderstood;
  settings.authentication = {"text", span};
  if (statement.words.Accept("null") || statement.words.Accept("disable")) {
    settings.authentication.value = "null";
    return kUnderstood;
  }
  if (statement.words.Accept("ipsec")) return ReadIpsec(reader, statement, settings);
  if (statement.words.Accept("message-digest")) settings.authentication.value = "md5";
  if (statement.words.Accept("keychain")) {
    auto name = TakeName(reader, statement, "key chain");
    if (!name) return kNotKnown;
    settings.authentication.value = "chain:" + *name;
  }
  return kUnderstood;
}

/// `message-digest-key N md5 [encrypted|clear] KEY`.
Verdict ReadDigestKey(Reader& reader, Statement& statement, OspfSettings& settings) {
  const auto id = TakeNumber(reader, statement, 1, 255);
  if (!id) return kNotKnown;
  if (statement.negated) return settings.md5_keys.erase(*id), statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("md5")) return kNotKnown;
  settings.md5_keys[*id] = TakeKey(statement);
  return kUnderstood;
}

/// Words at any level that change no route.
constexpr std::string_view kHarmless[] = {"adjacency",
                                          "demand-circuit",
                                          "flood-reduction",
                                          "graceful-restart",
                                          "ispf",
                                          "log",
                                          "microloop",
                                          "monitor-convergence",
                                          "nsf",
                                          "nsr",
                                          "packet-size",
                                          "queue",
                                          "retransmit-interval",
                                          "snmp",
                                          "spf",
                                          "timers",
                                          "trace",
                                          "transmit-delay",
                                          "weight"};
static_assert(std::ranges::is_sorted(kHarmless));

/// Words at any level that change routes in ways the model cannot say.
constexpr std::string_view kOptions[] = {"cost-fallback", "database-filter",    "distribute-list",
                                         "link-down",     "loopback",           "max-metric-link",
                                         "neighbor",      "prefix-suppression", "security"};
static_assert(std::ranges::is_sorted(kOptions));

/// Instances share a link and do not hear each other; all are 0 where nothing is said.
Verdict ReadInstance(Reader& reader, Statement& statement) {
  if (statement.negated) return kNoEffect;
  const auto instance = TakeNumber(reader, statement, 0, 255);
  if (!instance) return kNotKnown;
  return *instance == 0 ? kUnderstood : NotModelled(Impact::kRouting6, "OSPFv3 instance");
}

/// What all levels share; nullopt when the word is none of it.
std::optional<Verdict> ReadSetting(Reader& reader, Statement& statement, OspfSettings& settings) {
  const WordCursor before = statement.words;
  const Word word = statement.words.Next();
  if (word == "cost") {
    if (statement.words.Accept("disable")) return settings.cost = {}, kUnderstood;
    return SetNumber(reader, statement, settings.cost, 1, 65535);
  }
  if (word == "hello-interval") return SetNumber(reader, statement, settings.hello_s, 1, 65535);
  if (word == "dead-interval") return SetNumber(reader, statement, settings.dead_s, 1, 65535);
  if (word == "priority") return SetNumber(reader, statement, settings.priority, 0, 255);
  if (word == "network") return ReadNetworkType(statement, settings);
  if (word == "passive") return SetFlag(statement, settings.passive);
  if (word == "mtu-ignore") return SetFlag(statement, settings.mtu_ignore);
  if (word == "authentication") return ReadAuthentication(reader, statement, settings);
  if (word == "authentication-key") {
    const base::Span span = statement.span();
    settings.text_key = {statement.negated ? "" : TakeKey(statement), span};
    return statement.words.Rest(), kUnderstood;
  }
  if (word == "bfd") return ReadBfdWords(statement);
  if (word == "instance") return ReadInstance(reader, statement);
  if (word == "message-digest-key") return ReadDigestKey(reader, statement, settings);
  if (word == "segment-routing") return ReadOspfSr(reader, statement, settings);
  if (std::ranges::binary_search(kHarmless, word.text)) return kNoEffect;
  if (word == "fast-reroute") {
    const bool off = statement.negated || statement.words.line().ends_with(" disable");
    return off ? kNoEffect : NotModelled(Impact::kForwarding, "fast reroute");
  }
  if (!statement.negated) {
    if (word == "mpls") return NotModelled(Impact::kForwarding, "MPLS");
    if (word == "prefix-sid" || word == "adjacency-sid")
      return NotModelled(Impact::kForwarding, "segment routing");
    if (std::ranges::binary_search(kOptions, word.text)) {
      const bool off = statement.words.line().ends_with(" disable");
      return off ? kNoEffect : NotModelled(kRouting, "OSPF option");
    }
    if (word == "protocol") return NotModelled(kRouting, "process shut down");
    if (word == "encryption") return NotModelled(Impact::kRouting6, "OSPFv3 encryption by IPsec");
  }
  statement.words = before;
  return std::nullopt;
}

Verdict ReadPortLine(Reader& reader, Statement& statement) {
  OspfInterfaceText& port = reader.ospf_area().interfaces[reader.port_index];
  if (statement.words.Accept("prefix-sid"))
    return ReadPrefixSid(reader, statement, reader.vendor.ospf[reader.process_index].family, port.sids);
  return ReadSetting(reader, statement, port.settings).value_or(kNotKnown);
}

/// `range P [advertise | not-advertise] [cost N]`.
Verdict ReadRange(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  const auto prefix = TakePrefix(reader, statement);
  if (!prefix) return kNotKnown;
  ospf::AreaRange range;
  range.prefix = prefix->subnet();
  range.span = statement.span();
  std::erase_if(area.ranges, [&range](const ospf::AreaRange& known) { return known.prefix == range.prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("not-advertise")) {
      range.advertise = false;
    } else if (statement.words.Accept("cost")) {
      range.cost = TakeNumber(reader, statement, 1, 16777214);
      if (!range.cost) return kNotKnown;
    } else if (!statement.words.Accept("advertise")) {
      return kNotKnown;
    }
  }
  area.ranges.push_back(range);
  return kUnderstood;
}

/// A new kind of area: what the last one was told does not count any more.
void SetKind(ospf::OspfArea& area, ospf::AreaType type) {
  ospf::OspfArea fresh;
  fresh.id = area.id;
  fresh.span = area.span;
  fresh.ranges = std::move(area.ranges);
  fresh.default_cost = area.default_cost;
  fresh.type = type;
  area = std::move(fresh);
}

/// `nssa [no-summary] [no-redistribution] [default-information-originate [metric N] [metric-type N]]`.
Verdict ReadNssa(Reader& reader, Statement& statement, ospf::OspfArea& area) {
  SetKind(area, statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kNssa);
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("no-summary")) {
      area.no_summary = true;
    } else if (statement.words.Accept("no-redistribution")) {
      area.nssa_no_redistribution = true;
    } else if (statement.words.Accept("default-information-originate")) {
      area.nssa_default = true;
    } else if (statement.words.Accept("metric")) {
      area.nssa_default_metric = TakeNumber(reader, statement, 0, 16777214);
      if (!area.nssa_default_metric) return kNotKnown;
    } else if (statement.words.Accept("metric-type")) {
      const auto type = TakeNumber(reader, statement, 1, 2);
      if (!type) return kNotKnown;
      area.nssa_default_type = *type == 1 ? ospf::ExternalType::kType1 : ospf::ExternalType::kType2;
    } else if (statement.words.Accept("translate")) {
      statement.words.Accept("type7");
      if (!statement.words.Accept("always")) return kNotKnown;
      area.nssa_translate_always = true;
    } else {
      return kNotKnown;
    }
  }
  return kUnderstood;
}

Verdict OpenPort(Reader& reader, Statement& statement) {
  const Word word = statement.words.Peek();
  const std::string name = TakeInterfaceName(statement.words);
  if (!IsInterfaceName(name))
    return reader.Invalid(statement, word, fmt::format("'{}' is not an interface", word.text));
  std::vector<OspfInterfaceText>& ports = reader.ospf_area().interfaces;
  if (statement.negated) {
    std::erase_if(ports, [&name](const OspfInterfaceText& port) { return port.name == name; });
    return kUnderstood;
  }
  auto found = std::ranges::find(ports, name, &OspfInterfaceText::name);
  if (found == ports.end()) {
    ports.push_back({.name = name, .span = statement.span(), .settings = {}, .sids = {}});
    found = ports.end() - 1;
  }
  reader.port_index = static_cast<std::size_t>(found - ports.begin());
  reader.Open(ReadPortLine, kRouting);
  return kUnderstood;
}

Verdict ReadAreaLine(Reader& reader, Statement& statement) {
  OspfAreaText& area = reader.ospf_area();
  if (const auto verdict = ReadSetting(reader, statement, area.settings)) return *verdict;
  const Word word = statement.words.Next();
  if (word == "interface") return OpenPort(reader, statement);
  if (word == "stub") {
    SetKind(area.value, statement.negated ? ospf::AreaType::kNormal : ospf::AreaType::kStub);
    if (statement.words.Accept("no-summary")) area.value.no_summary = !statement.negated;
    return kUnderstood;
  }
  if (word == "nssa") return ReadNssa(reader, statement, area.value);
  if (word == "default-cost") {
    Setting<std::uint32_t> cost;
    const Verdict verdict = SetNumber(reader, statement, cost, 1, 16777214);
    if (verdict.fate == model::Fate::kModelled) area.value.default_cost = cost.value_or(1);
    return verdict;
  }
  if (word == "range") return ReadRange(reader, statement, area.value);
  if (statement.negated) return kNoEffect;
  if (word == "virtual-link") return NotModelled(kRouting, "virtual link");
  if (word == "sham-link" || word == "multi-area-interface" || word == "route-policy" || word == "capability")
    return NotModelled(kRouting, "OSPF option of an area");
  return kNotKnown;
}

Verdict OpenArea(Reader& reader, Statement& statement) {
  const auto id = TakeArea(reader, statement);
  if (!id) return kNotKnown;
  std::vector<OspfAreaText>& areas = reader.ospf().areas;
  const auto same = [&id](const OspfAreaText& area) { return area.value.id == *id; };
  if (statement.negated) return std::erase_if(areas, same), kUnderstood;
  auto found = std::ranges::find_if(areas, same);
  if (found == areas.end()) {
    areas.emplace_back();
    areas.back().value.id = *id;
    areas.back().value.span = statement.span();
    found = areas.end() - 1;
  }
  reader.area_index = static_cast<std::size_t>(found - areas.begin());
  reader.Open(ReadAreaLine, kRouting);
  return kUnderstood;
}

/// `auto-cost reference-bandwidth MBPS`, `auto-cost disable`.
Verdict ReadAutoCost(Reader& reader, Statement& statement) {
  OspfVrfText& vrf = reader.ospf();
  if (statement.negated) return vrf.reference_bandwidth_bps = {}, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("disable")) return NotModelled(kRouting, "costs by kind of interface");
  if (!statement.words.Accept("reference-bandwidth")) return kNotKnown;
  const auto megabits = TakeNumber(reader, statement, 1, 4294967);
  if (!megabits) return kNotKnown;
  vrf.reference_bandwidth_bps = {*megabits * kBitsPerMegabit, statement.span()};
  return kUnderstood;
}

/// `distance N`, `distance ospf|ospfv3 intra-area N inter-area N external N`.
Verdict ReadDistance(Reader& reader, Statement& statement) {
  OspfVrfText& vrf = reader.ospf();
  if (!statement.words.Accept("ospf") && !statement.words.Accept("ospfv3")) {
    const Verdict verdict = SetNumber(reader, statement, vrf.distance, 1, 255);
    if (statement.words.done()) return verdict;
    return statement.words.Rest(), NotModelled(kRouting, "distance by source");
  }
  if (statement.negated) {
    vrf.distance_intra = vrf.distance_inter = vrf.distance_external = {};
    return statement.words.Rest(), kUnderstood;
  }
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    Setting<std::uint32_t>* setting = word == "intra-area"   ? &vrf.distance_intra
                                      : word == "inter-area" ? &vrf.distance_inter
                                      : word == "external"   ? &vrf.distance_external
                                                             : nullptr;
    const auto number = TakeNumber(reader, statement, 1, 255);
    if (setting == nullptr || !number) return kNotKnown;
    *setting = {*number, statement.span()};
  }
  return kUnderstood;
}

Verdict ReadMaximum(Reader& reader, Statement& statement) {
  if (statement.words.Accept("paths"))
    return SetNumber(reader, statement, reader.ospf().maximum_paths, 1, 64);
  return kNoEffect;  // interfaces, redistributed prefixes
}

/// `max-metric router-lsa` always; with a condition of time it is over in a network that works.
Verdict ReadMaxMetric(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("router-lsa")) return kNotKnown;
  bool always = true;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "on-startup" || word == "on-switchover" || word == "on-proc-restart" ||
        word == "on-proc-migration")
      always = false;
    else if (word == "external-lsa" || word == "summary-lsa")
      return statement.words.Rest(), NotModelled(kRouting, "largest metric of other LSAs");
  }
  reader.ospf().max_metric = {always && !statement.negated, statement.span()};
  return kUnderstood;
}

/// `router-id A`, `router-id INTERFACE`.
Verdict ReadRouterId(Reader& reader, Statement& statement) {
  OspfVrfText& vrf = reader.ospf();
  vrf.router_id = {};
  vrf.router_id_of = {};
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  WordCursor ahead = statement.words;
  const std::string name = TakeInterfaceName(ahead);
  if (IsInterfaceName(name)) {
    statement.words = ahead;
    vrf.router_id_of = {name, statement.span()};
    return kUnderstood;
  }
  const auto id = TakeIpv4(reader, statement);
  if (!id) return kNotKnown;
  vrf.router_id = {*id, statement.span()};
  return kUnderstood;
}

/// `domain-id [secondary] type T value V`.
Verdict ReadDomainId(Reader& reader, Statement& statement) {
  OspfVrfText& vrf = reader.ospf();
  const bool secondary = statement.words.Accept("secondary");
  if (statement.negated && statement.words.done() && !secondary) return vrf.domain_id = "", kUnderstood;
  if (!statement.words.Accept("type")) return kNotKnown;
  const Word type = statement.words.Next();
  if (!statement.words.Accept("value")) return kNotKnown;
  const Word value = statement.words.Next();
  const auto id = ParseDomainId(type.text, value.text);
  if (!id) return reader.Invalid(statement, value, "not a domain identifier");
  if (!secondary) return vrf.domain_id = statement.negated ? "" : *id, kUnderstood;
  std::erase(vrf.more_domain_ids, *id);
  if (!statement.negated) vrf.more_domain_ids.push_back(*id);
  return kUnderstood;
}

/// What a process and a VRF of it share.
Verdict ReadVrfLevelLine(Reader& reader, Statement& statement) {
  OspfVrfText& vrf = reader.ospf();
  // Filters of the process change its routes, whatever the interface level does.
  if (const auto verdict = ReadSetting(reader, statement, vrf.settings)) return *verdict;
  const Word word = statement.words.Next();
  if (word == "router-id") return ReadRouterId(reader, statement);
  if (word == "area") return OpenArea(reader, statement);
  if (word == "auto-cost") return ReadAutoCost(reader, statement);
  if (word == "redistribute") return ReadRedistribute(reader, statement, vrf.redistributions);
  if (word == "default-information")
    return ReadDefaultInformation(reader, statement, vrf.default_origination);
  if (word == "default-metric") return SetNumber(reader, statement, vrf.default_metric, 1, 16777214);
  if (word == "distance") return ReadDistance(reader, statement);
  if (word == "maximum") return ReadMaximum(reader, statement);
  if (word == "max-metric") return ReadMaxMetric(reader, statement);
  if (word == "compatible" && statement.words.Accept("rfc1583")) return SetFlag(statement, vrf.rfc1583);
  if (word == "address-family" || word == "description") return kNoEffect;
  const bool in_vrf = !vrf.vrf.empty();
  if (in_vrf && word == "domain-id") return ReadDomainId(reader, statement);
  if (in_vrf && word == "domain-tag") return SetNumber(reader, statement, vrf.domain_tag, 1, 0xffffffffU);
  if (in_vrf && word == "disable-dn-bit-check") return SetFlag(statement, vrf.ignores_down);
  if (statement.negated) return kNoEffect;
  if (word == "summary-prefix") return NotModelled(kRouting, "external summary");
  if (word == "capability" || word == "affinity-map" || word == "flex-algo")
    return NotModelled(kPaths, "OSPF option");  // SIDs are told in opaque LSAs
  if (word == "domain-id" || word == "domain-tag" || word == "disable-dn-bit-check" || word == "distribute" ||
      word == "ucmp" || word == "max-external-lsa" || word == "external-out" || word == "summary-in" ||
      word == "topology")
    return NotModelled(kRouting, "OSPF option");
  return kNotKnown;
}

/// Opens the VRF of that name in the process.
std::size_t VrfIndexIn(OspfText& process, const std::string& name, base::Span span) {
  for (std::size_t i = 0; i < process.vrfs.size(); ++i) {
    if (process.vrfs[i].vrf == name) return i;
  }
  process.vrfs.emplace_back();
  process.vrfs.back().vrf = name;
  process.vrfs.back().span = span;
  return process.vrfs.size() - 1;
}

Verdict ReadProcessLine(Reader& reader, Statement& statement) {
  reader.process_vrf = 0;
  if (!statement.words.Accept("vrf")) return ReadVrfLevelLine(reader, statement);
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  if (statement.negated) {
    std::erase_if(reader.vendor.ospf[reader.process_index].vrfs,
                  [&name](const OspfVrfText& vrf) { return !vrf.vrf.empty() && vrf.vrf == *name; });
    return kUnderstood;
  }
  reader.process_vrf = VrfIndexIn(reader.vendor.ospf[reader.process_index], VrfName(*name), statement.span());
  reader.Open(ReadVrfLevelLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterOspf(Reader& reader, Statement& statement, net::Family family) {
  auto tag = TakeName(reader, statement, "OSPF process");
  if (!tag) return kNotKnown;
  std::vector<OspfText>& all = reader.vendor.ospf;
  const auto same = [&](const OspfText& process) { return process.tag == *tag && process.family == family; };
  if (statement.negated) return std::erase_if(all, same), kUnderstood;
  auto found = std::ranges::find_if(all, same);
  if (found == all.end()) {
    all.emplace_back();
    all.back().tag = *tag;
    all.back().family = family;
    all.back().span = statement.span();
    VrfIndexIn(all.back(), "", statement.span());
    found = all.end() - 1;
  }
  reader.process_index = static_cast<std::size_t>(found - all.begin());
  reader.Open(ReadProcessLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
