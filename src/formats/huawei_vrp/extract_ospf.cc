// `ospf P`, `ospfv3 P` and `area A`. Both versions share their statements; a verdict says IPv4 until the end,
// where it becomes one about the process' family.
#include <algorithm>

#include "formats/huawei_vrp/process.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/virtual_link_text.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::ospf::AreaType;
using routing::ospf::ExternalType;
using routing::ospf::RedistributionSource;

/// The last two octets of a domain identifier of four octets on this system.
constexpr std::uint16_t kDomainTrailer = 0;
/// Largest OSPF metric that reaches (24 bits).
constexpr std::uint32_t kMetricMax = 16'777'215;

VrpOspf& Open(Reader& reader) { return reader.config.ospf[reader.open_ospf]; }
VrpOspfArea& OpenArea(Reader& reader) { return Open(reader).areas[reader.open_area]; }

/// A verdict about OSPF in general, said about the process that is open.
Verdict OfFamily(const Reader& reader, Verdict verdict) {
  if (reader.config.ospf[reader.open_ospf].family == net::Family::kIpv6 &&
      (verdict.impact & Impact::kRouting4) != 0) {
    verdict.impact = static_cast<std::uint8_t>((verdict.impact & ~Impact::kRouting4) | Impact::kRouting6);
  }
  return verdict;
}

/// Values that several statements share: `cost N`, `type N`, `tag N`.
struct ExternalWords {
  std::optional<std::uint32_t> cost, tag;
  std::optional<ExternalType> type;
  std::size_t bad_word = 0;  ///< index of an unusable value, or 0
};

/// Takes one of the shared pairs at `word` and moves past it; false when another word stands there.
bool TakeExternal(const Line& line, std::size_t& word, ExternalWords& into) {
  const std::string_view key = line.at(word);
  if (key != "cost" && key != "type" && key != "tag") return false;
  const auto value = NumberUpTo(line.at(word + 1), key == "cost" ? kMetricMax : 0xffffffffU);
  if (!value || (key == "type" && *value != 1 && *value != 2)) {
    into.bad_word = word + 1;
  } else if (key == "cost") {
    into.cost = value;
  } else if (key == "tag") {
    into.tag = value;
  } else {
    into.type = *value == 1 ? ExternalType::kType1 : ExternalType::kType2;
  }
  word += 2;
  return true;
}

Verdict ReadArea(Reader& reader, const Line& line) {
  const auto id = ParseArea(line.at(1));
  if (!id) return reader.Invalid(line, 1, "not an area", Impact::kRouting4);
  auto& areas = Open(reader).areas;
  std::size_t index = 0;
  while (index < areas.size() && areas[index].area.id != *id) ++index;
  if (line.undo()) {
    if (index < areas.size()) areas.erase(areas.begin() + static_cast<std::ptrdiff_t>(index));
    return Modelled(View::kInherit);
  }
  if (index == areas.size()) {
    areas.push_back({});
    areas.back().area.id = *id;
    areas.back().area.span = line.span();
  }
  reader.open_area = index;
  return Modelled(View::kOspfArea);
}

Verdict ReadImport(Reader& reader, const Line& line) {
  std::size_t word = 1;
  const auto source = TakeImportSource(line, word);
  if (!source) return Unmodelled(Impact::kRouting4, "import of routes of another protocol");
  VrpImport import = *source;
  auto& imports = Open(reader).imports;
  std::erase_if(imports, [&](const VrpImport& other) {
    return other.source == import.source && other.process == import.process;
  });
  if (line.undo()) return Modelled();
  ExternalWords words;
  while (word < line.size()) {
    if (TakeExternal(line, word, words)) continue;
    if (line.at(word) == "inherit-cost") {
      import.inherit_cost = true;
      ++word;
    } else if (line.at(word) == "route-policy") {
      import.policy = {std::string(line.at(word + 1)), line.span()};
      word += 2;
    } else {
      return Unknown(Impact::kRouting4);
    }
  }
  if (words.bad_word != 0)
    return reader.Invalid(line, words.bad_word, "not a usable value", Impact::kRouting4);
  import.cost = words.cost;
  import.type = words.type;
  import.tag = words.tag;
  imports.push_back(import);
  return Modelled();
}

Verdict ReadDefaultRoute(Reader& reader, const Line& line) {
  Open(reader).default_origination.reset();
  if (line.undo()) return Modelled();
  routing::ospf::DefaultOrigination origin;
  origin.span = line.span();
  ExternalWords words;
  std::size_t word = 1;
  while (word < line.size()) {
    if (TakeExternal(line, word, words)) continue;
    if (line.at(word) != "always") return Unmodelled(Impact::kRouting4, "conditional default route");
    origin.always = true;
    ++word;
  }
  if (words.bad_word != 0)
    return reader.Invalid(line, words.bad_word, "not a usable value", Impact::kRouting4);
  origin.metric = words.cost.value_or(1);
  origin.type = words.type.value_or(ExternalType::kType2);
  origin.tag = words.tag;
  Open(reader).default_origination = origin;
  return Modelled();
}

Verdict ReadDefaults(Reader& reader, const Line& line) {
  if (line.at(1) == "limit" || line.at(1) == "inherit-metric") {
    return line.at(1) == "limit" ? Unmodelled(Impact::kRouting4, "limit on imported routes")
                                 : Unknown(Impact::kRouting4);
  }
  VrpOspf& ospf = Open(reader);
  ExternalWords words;
  std::size_t word = 1;
  if (line.undo()) {
    if (line.at(1) == "cost") ospf.default_cost.reset();
    if (line.at(1) == "tag") ospf.default_tag.reset();
    if (line.at(1) == "type") ospf.default_type.reset();
    return Modelled();
  }
  while (word < line.size()) {
    if (!TakeExternal(line, word, words)) return Unknown(Impact::kRouting4);
  }
  if (words.bad_word != 0)
    return reader.Invalid(line, words.bad_word, "not a usable value", Impact::kRouting4);
  if (words.cost) ospf.default_cost = words.cost;
  if (words.tag) ospf.default_tag = words.tag;
  if (words.type) ospf.default_type = words.type;
  return Modelled();
}

Verdict ReadFilter(const Line& line, VrpFilterUse& in, VrpFilterUse& out) {
  std::size_t word = 1;
  const VrpFilterUse filter = TakeFilter(line, word);
  if (filter.kind == VrpFilterUse::Kind::kNone)
    return Unmodelled(Impact::kRouting4, "route filter by policy");
  const bool inbound = line.at(word) == "import";
  if (!inbound && line.at(word) != "export") return Unknown(Impact::kRouting4);
  if (line.size() > word + 1) return Unmodelled(Impact::kRouting4, "route filter for one protocol");
  (inbound ? in : out) = line.undo() ? VrpFilterUse{} : filter;
  return Modelled();
}

Verdict ReadPreference(Reader& reader, const Line& line) {
  VrpOspf& ospf = Open(reader);
  const bool ase = line.at(1) == "ase";
  const std::size_t word = ase ? 2 : 1;
  if (line.undo()) {
    (ase ? ospf.preference_ase : ospf.preference).reset();
    return Modelled();
  }
  const auto value = NumberUpTo(line.at(word), 255);
  if (!value || *value == 0) {
    if (line.at(word) == "route-policy") return Unmodelled(Impact::kRouting4, "preference by route policy");
    return reader.Invalid(line, word, "not a preference between 1 and 255", Impact::kRouting4);
  }
  if (line.size() > word + 1) return Unmodelled(Impact::kRouting4, "preference by route policy");
  (ase ? ospf.preference_ase : ospf.preference) = value;
  return Modelled();
}

/// `word N` statements of the process that hold one number.
Verdict ReadNumber(Reader& reader, const Line& line, std::size_t word, std::optional<std::uint32_t>& into) {
  if (line.undo()) {
    into.reset();
    return Modelled();
  }
  const auto value = NumberUpTo(line.at(word));
  if (!value || *value == 0) return reader.Invalid(line, word, "not a number", Impact::kRouting4);
  into = value;
  return Modelled();
}

Verdict ReadNetwork(Reader& reader, const Line& line) {
  if (Open(reader).family == net::Family::kIpv6) return Unknown(Impact::kRouting4);
  const auto address = net::ParseIpv4(line.at(1));
  if (!address) return reader.Invalid(line, 1, "not an IPv4 address", Impact::kRouting4);
  const auto ignore = ParseIgnoredBits(line.at(2));
  if (!ignore) return reader.Invalid(line, 2, "not a wildcard", Impact::kRouting4);
  auto& networks = OpenArea(reader).networks;
  const net::IpAddress base = net::And(*address, net::Not(*ignore));
  std::erase_if(networks, [&](const VrpOspfNetwork& n) { return n.address == base && n.ignore == *ignore; });
  if (!line.undo()) networks.push_back({base, *ignore, line.span()});
  return Modelled();
}

Verdict ReadStub(Reader& reader, const Line& line) {
  routing::ospf::OspfArea& area = OpenArea(reader).area;
  area.type = line.undo() ? AreaType::kNormal : AreaType::kStub;
  area.no_summary = !line.undo() && line.at(1) == "no-summary";
  if (line.size() > (area.no_summary ? 2U : 1U)) return Unmodelled(Impact::kRouting4, "stub area option");
  return Modelled();
}

Verdict ReadNssa(Reader& reader, const Line& line) {
  routing::ospf::OspfArea& area = OpenArea(reader).area;
  area.type = line.undo() ? AreaType::kNormal : AreaType::kNssa;
  // The border router's default is automatic on this system.
  area.nssa_default = !line.undo();
  ExternalWords words;
  bool beyond_model = false;
  std::size_t word = 1;
  while (word < line.size()) {
    if (TakeExternal(line, word, words)) continue;
    const std::string_view option = line.at(word++);
    if (option == "no-summary") {
      area.no_summary = true;
    } else if (option == "no-import-route") {
      area.nssa_no_redistribution = true;
    } else if (option == "translator-always") {
      area.nssa_translate_always = true;
    } else if (option == "suppress-forwarding-address") {
      area.nssa_suppress_fa = true;
    } else if (option == "translator-interval" || option == "flush-waiting-timer") {
      ++word;
    } else if (option != "default-route-advertise" && option != "set-n-bit") {
      beyond_model = true;
    }
  }
  if (words.bad_word != 0)
    return reader.Invalid(line, words.bad_word, "not a usable value", Impact::kRouting4);
  area.nssa_default_metric = words.cost;
  area.nssa_default_type = words.type.value_or(ExternalType::kType2);
  return beyond_model || words.tag ? Unmodelled(Impact::kRouting4, "NSSA option") : Modelled();
}

Verdict ReadAbrSummary(Reader& reader, const Line& line) {
  const net::Family family = Open(reader).family;
  const auto address = net::ParseAddress(line.at(1));
  if (!address || address->family != family)
    return reader.Invalid(line, 1, "not an address of the family", Impact::kRouting4);
  const auto length = ParseLength(line.at(2), family);
  if (!length) return reader.Invalid(line, 2, "not a network mask", Impact::kRouting4);
  routing::ospf::AreaRange range;
  range.prefix = net::Prefix::Of(*address, *length);
  range.span = line.span();
  range.discard_route = false;
  range.discard_distance = 255;
  auto& ranges = OpenArea(reader).area.ranges;
  std::erase_if(ranges, [&](const auto& other) { return other.prefix == range.prefix; });
  if (line.undo()) return Modelled();
  ExternalWords words;
  std::size_t word = 3;
  while (word < line.size()) {
    if (TakeExternal(line, word, words)) continue;
    const std::string_view option = line.at(word++);
    if (option == "not-advertise") {
      range.advertise = false;
    } else if (option == "generate-null0-route") {
      range.discard_route = true;
    } else if (option == "hold-max-interval") {
      ++word;
    } else if (option != "advertise") {
      return Unknown(Impact::kRouting4);
    }
  }
  if (words.bad_word != 0)
    return reader.Invalid(line, words.bad_word, "not a usable value", Impact::kRouting4);
  range.cost = words.cost;
  ranges.push_back(range);
  return Modelled();
}

/// `asbr-summary A M [not-advertise | cost C | tag T | ...]`.
Verdict ReadAsbrSummary(Reader& reader, const Line& line) {
  VrpOspf& ospf = Open(reader);
  const auto address = net::ParseAddress(line.at(1));
  if (!address || address->family != ospf.family)
    return reader.Invalid(line, 1, "not an address of the family", Impact::kRouting4);
  const auto length = ParseLength(line.at(2), ospf.family);
  if (!length) return reader.Invalid(line, 2, "not a network mask", Impact::kRouting4);
  routing::ospf::ExternalSummary summary;
  summary.prefix = net::Prefix::Of(*address, *length);
  summary.span = line.span();
  std::erase_if(ospf.summaries, [&](const auto& other) { return other.prefix == summary.prefix; });
  if (line.undo()) return Modelled();
  ExternalWords words;
  std::size_t word = 3;
  while (word < line.size()) {
    if (TakeExternal(line, word, words)) continue;
    if (line.at(word) != "not-advertise")
      return Unmodelled(Impact::kRouting4, "option of a summary of external routes");
    summary.advertise = false;
    ++word;
  }
  if (words.bad_word != 0)
    return reader.Invalid(line, words.bad_word, "not a usable value", Impact::kRouting4);
  if (words.type || (summary.advertise && !words.cost))
    return Unmodelled(Impact::kRouting4, "summary of external routes at a cost of theirs");
  const bool overlaps = std::ranges::any_of(ospf.summaries, [&](const auto& other) {
    return other.prefix.Contains(summary.prefix) || summary.prefix.Contains(other.prefix);
  });
  if (overlaps) return Unmodelled(Impact::kRouting4, "summary within a summary");
  if (summary.advertise) {
    summary.metric = *words.cost;
    summary.tag = words.tag;
  }
  ospf.summaries.push_back(summary);
  return Modelled();
}

}  // namespace

VrpFilterUse TakeFilter(const Line& line, std::size_t& word) {
  VrpFilterUse filter;
  if (line.at(word) == "ip-prefix" || line.at(word) == "ipv6-prefix") {
    filter.kind = VrpFilterUse::Kind::kPrefixList;
    ++word;
  } else if (line.at(word) == "acl-name" || line.at(word) == "acl6-name" || line.at(word) == "acl") {
    filter.kind = VrpFilterUse::Kind::kAcl;
    ++word;
  } else if (NumberUpTo(line.at(word))) {
    filter.kind = VrpFilterUse::Kind::kAcl;
  } else {
    return filter;
  }
  filter.use = {std::string(line.at(word)), line.span()};
  ++word;
  return filter;
}

Verdict OpenOspf(Reader& reader, const Line& line) {
  const net::Family family = line.at(0) == "ospf" ? net::Family::kIpv4 : net::Family::kIpv6;
  std::uint32_t id = 1;
  std::size_t word = 1;
  if (const auto number = NumberUpTo(line.at(1), 65535)) {
    id = *number;
    ++word;
  }
  std::optional<net::IpAddress> router_id;
  std::string vrf;
  while (word < line.size()) {
    if (line.at(word) == "vpn-instance" && !line.at(word + 1).empty()) {
      vrf = std::string(line.at(word + 1));
      word += 2;
      continue;
    }
    if (line.at(word) != "router-id" || family == net::Family::kIpv6) return KnownForm(View::kSystem, line);
    router_id = net::ParseIpv4(line.at(word + 1));
    if (!router_id) return reader.Invalid(line, word + 1, "not a router id", Impact::kRouting4);
    word += 2;
  }
  auto& processes = reader.config.ospf;
  const auto found = std::ranges::find_if(
      processes, [&](const VrpOspf& known) { return known.id == id && known.family == family; });
  const auto index = static_cast<std::size_t>(found - processes.begin());
  if (line.undo()) {
    if (found != processes.end()) processes.erase(found);
    return Modelled(View::kInherit);
  }
  if (found == processes.end()) {
    processes.push_back({});
    processes.back().id = id;
    processes.back().family = family;
    processes.back().span = line.span();
    processes.back().vrf = vrf;
  }
  reader.open_ospf = index;
  if (router_id) {
    processes[index].router_id = router_id;
    processes[index].router_id_span = line.span();
  }
  return Modelled(View::kOspf);
}

namespace {

/// `domain-id N|A [secondary]`, `domain-id null`.
Verdict ReadDomainId(VrpOspf& ospf, Reader& reader, const Line& line) {
  if (line.at(1) == "null" || (line.undo() && line.size() == 1)) {
    ospf.domain_id.clear();
    return Modelled();
  }
  const auto address = net::ParseIpv4(line.at(1));
  const auto number = address ? std::optional(address->v4()) : NumberUpTo(line.at(1), 0xffffffffU);
  if (!number) return reader.Invalid(line, 1, "not a domain identifier", Impact::kRouting4);
  const bool secondary = line.at(2) == "secondary";
  if (line.size() > (secondary ? 3U : 2U)) return Unmodelled(Impact::kRouting4, "type of an OSPF domain");
  const std::string id = *number == 0 ? "" : DomainIdOf(*number, kDomainTrailer);
  if (!secondary) return ospf.domain_id = line.undo() ? "" : id, Modelled();
  std::erase(ospf.more_domain_ids, id);
  if (!line.undo() && !id.empty()) ospf.more_domain_ids.push_back(id);
  return Modelled();
}

/// `sham-link SOURCE DESTINATION [cost N]`.
Verdict ReadShamLink(Reader& reader, const Line& line) {
  routing::ospf::ShamLink link;
  for (const std::size_t word : {1U, 2U}) {
    const auto address = net::ParseIpv4(line.at(word));
    if (!address) return reader.Invalid(line, word, "not an IPv4 address", Impact::kRouting4);
    (word == 1 ? link.source : link.destination) = *address;
  }
  link.area = OpenArea(reader).area.id;
  link.span = line.span();
  auto& links = Open(reader).sham_links;
  std::erase_if(links, [&link](const auto& known) {
    return known.source == link.source && known.destination == link.destination && known.area == link.area;
  });
  if (line.undo()) return Modelled();
  if (line.at(3) == "cost") {
    const auto cost = NumberUpTo(line.at(4), 65535);
    if (!cost || *cost == 0) return reader.Invalid(line, 4, "not a cost", Impact::kRouting4);
    link.cost = *cost;
  }
  if (line.size() != 3 && line.size() != 5) return Unmodelled(Impact::kRouting4, "option of a sham link");
  links.push_back(link);
  return Modelled();
}

/// `vlink-peer ROUTER-ID [dead N | hello N | retransmit N | trans-delay N ...]`.
Verdict ReadVirtualLink(Reader& reader, const Line& line) {
  const auto neighbor = net::ParseIpv4(line.at(1));
  if (!neighbor) return reader.Invalid(line, 1, "not a router id", Impact::kRouting4);
  routing::ospf::VirtualLink link{
      .transit = OpenArea(reader).area.id, .neighbor = *neighbor, .span = line.span()};
  std::optional<std::uint32_t> dead;
  std::size_t word = 2;
  for (; word < line.size(); word += 2) {
    const std::string_view option = line.at(word);
    const auto number = NumberUpTo(line.at(word + 1), 65535);
    if (option != "dead" && option != "hello" && option != "retransmit" && option != "trans-delay") break;
    if (!number || *number == 0) return reader.Invalid(line, word + 1, "not a time", Impact::kRouting4);
    if (option == "hello") link.hello_s = *number;
    if (option == "dead") dead = number;
  }
  EraseVirtualLink(Open(reader).virtual_links, link);
  if (line.undo()) return Modelled();
  // What the dead interval is beside another hello interval is not known.
  const bool open_dead = !dead && link.hello_s != routing::ospf::VirtualLink{}.hello_s;
  if (word < line.size() || open_dead) return Unmodelled(Impact::kRouting4, "option of a virtual link");
  if (dead) link.dead_s = *dead;
  VirtualLinkOf(Open(reader).virtual_links, link);
  return Modelled();
}

Verdict ReadRouterId(VrpOspf& ospf, Reader& reader, const Line& line) {
  ospf.router_id.reset();
  if (line.undo()) return Modelled();
  ospf.router_id = net::ParseIpv4(line.at(1));
  ospf.router_id_span = line.span();
  return ospf.router_id ? Modelled() : reader.Invalid(line, 1, "not a router id", Impact::kRouting4);
}

Verdict ReadProcessLine(Reader& reader, const Line& line) {
  VrpOspf& ospf = Open(reader);
  const std::string_view word = line.at(0);
  if (word == "router-id" && ospf.family == net::Family::kIpv6) return ReadRouterId(ospf, reader, line);
  if (word == "area") return ReadArea(reader, line);
  if (word == "import-route" && line.at(1) != "limit") return ReadImport(reader, line);
  if (word == "asbr-summary") return ReadAsbrSummary(reader, line);
  if (word == "default-route-advertise") return ReadDefaultRoute(reader, line);
  if (word == "default") return ReadDefaults(reader, line);
  if (word == "filter-policy") return ReadFilter(line, ospf.table_filter, ospf.export_filter);
  if (word == "silent-interface") return ReadSilentInterface(reader, line, ospf.silent);
  if (word == "preference") return ReadPreference(reader, line);
  if (word == "bandwidth-reference") return ReadNumber(reader, line, 1, ospf.reference_mbps);
  if (word == "maximum" && line.at(1) == "load-balancing") return ReadNumber(reader, line, 2, ospf.max_paths);
  if (word == "rfc1583" && line.at(1) == "compatible") {
    ospf.rfc1583 = !line.undo();
    return Modelled();
  }
  if (word == "opaque-capability") return ospf.opaque = !line.undo(), Modelled();
  if (word == "segment-routing" && ospf.family == net::Family::kIpv4)
    return ReadProcessSr(reader, View::kOspf, line, ospf.sr);
  const bool in_vpn = !ospf.vrf.empty() && ospf.family == net::Family::kIpv4;
  if (in_vpn && word == "domain-id") return ReadDomainId(ospf, reader, line);
  if (in_vpn && word == "route-tag" && line.at(1) != "disable")
    return ReadNumber(reader, line, 1, ospf.route_tag);
  if (in_vpn && word == "vpn-instance-capability" && line.at(1) == "simple") {
    ospf.simple_vpn = !line.undo();
    return Modelled();
  }
  if (word == "stub-router") {
    // A start-up period passes; only the permanent form changes the converged paths.
    if (line.at(1) == "on-startup") return Irrelevant();
    ospf.stub_router = !line.undo();
    return line.size() == 1 ? Modelled() : Unmodelled(Impact::kRouting4, "stub router option");
  }
  return KnownForm(View::kOspf, line);
}

Verdict ReadAreaLine(Reader& reader, const Line& line) {
  VrpOspfArea& area = OpenArea(reader);
  const std::string_view word = line.at(0);
  if (word == "network") return ReadNetwork(reader, line);
  if (word == "stub") return ReadStub(reader, line);
  if (word == "nssa") return ReadNssa(reader, line);
  if (word == "abr-summary") return ReadAbrSummary(reader, line);
  if (word == "filter") return ReadFilter(line, area.filter_in, area.filter_out);
  if (word == "sham-link" && !Open(reader).vrf.empty() && Open(reader).family == net::Family::kIpv4)
    return ReadShamLink(reader, line);
  if (word == "vlink-peer" && Open(reader).family == net::Family::kIpv4) return ReadVirtualLink(reader, line);
  if (word == "authentication-mode") {
    if (Open(reader).family == net::Family::kIpv6)
      return Unmodelled(Impact::kRouting4, "authentication of OSPFv3");
    area.authentication = line.undo() ? "" : AuthenticationOf(line, 1);
    return Modelled();
  }
  if (word == "mpls-te") return ReadAreaTe(Open(reader), line, area.area.id);
  if (word == "default-cost") {
    std::optional<std::uint32_t> cost;
    const Verdict verdict = ReadNumber(reader, line, 1, cost);
    area.area.default_cost = cost.value_or(1);
    return verdict;
  }
  return KnownForm(View::kOspfArea, line);
}

}  // namespace

Verdict ReadOspf(Reader& reader, const Line& line) { return OfFamily(reader, ReadProcessLine(reader, line)); }

Verdict ReadOspfArea(Reader& reader, const Line& line) {
  return OfFamily(reader, ReadAreaLine(reader, line));
}

}  // namespace ringfence::formats::huawei_vrp
