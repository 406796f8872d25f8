// Statements of a BGP family that are about no peer: what it originates, how it installs.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using routing::bgp::BgpFamily;

BgpFamilyText& Family(Reader& reader) {
  return reader.config.bgp.vrfs[reader.open_bgp_vrf].families[reader.open_bgp_family];
}

net::Family FamilyOf(BgpFamily family) {
  return family == BgpFamily::kIpv6Unicast || family == BgpFamily::kVpnIpv6 ? net::Family::kIpv6
                                                                            : net::Family::kIpv4;
}

/// `A M` or `A N` at `word`; IPv4 addresses alone have the length of their class.
std::optional<net::Prefix> TakeNetwork(Reader& reader, const Line& line, std::size_t& word) {
  const net::Family family = FamilyOf(reader.open_bgp_family);
  const auto address = net::ParseAddress(line.at(word));
  if (!address || address->family != family)
    return reader.Invalid(line, word, "not an address of the family", kRouting), std::nullopt;
  ++word;
  if (family == net::Family::kIpv6) {
    const auto length = NumberUpTo(line.at(word), 128);
    if (!length) return reader.Invalid(line, word, "not a prefix length", kRouting), std::nullopt;
    ++word;
    return net::Prefix::Of(*address, static_cast<std::uint8_t>(*length));
  }
  if (const auto length = ParseMask(line.at(word))) {
    ++word;
    return net::Prefix::Of(*address, *length);
  }
  const std::uint32_t top = address->v4() >> 24U;
  const std::uint8_t length = top < 128 ? 8 : top < 192 ? 16 : 24;
  return net::Prefix::Of(*address, length);
}

/// `route-policy R` and the like: the name that follows `key`, when it stands at `word`.
bool TakeName(const Line& line, std::size_t& word, std::string_view key, Setting<std::string>& into) {
  if (line.at(word) != key || line.at(word + 1).empty()) return false;
  into = {std::string(line.at(word + 1)), line.span()};
  word += 2;
  return true;
}

Verdict ReadNetwork(Reader& reader, const Line& line) {
  std::size_t word = 1;
  const auto prefix = TakeNetwork(reader, line, word);
  if (!prefix) return Unknown(kRouting);
  auto& networks = Family(reader).networks;
  std::erase_if(networks, [&](const NetworkText& known) { return known.value.prefix == *prefix; });
  if (line.undo()) return Modelled();
  NetworkText network;
  network.value.prefix = *prefix;
  network.value.span = line.span();
  while (word < line.size()) {
    if (TakeName(line, word, "route-policy", network.map)) continue;
    if (line.at(word) != "non-relay-tunnel") return Unknown(kRouting);
    ++word;
  }
  networks.push_back(std::move(network));
  return Modelled();
}

Verdict ReadImport(Reader& reader, const Line& line) {
  std::size_t word = 1;
  const auto source = TakeImportSource(line, word);
  if (!source) return Unmodelled(kRouting, "import of routes of another protocol");
  auto& imports = Family(reader).redistributions;
  std::erase_if(imports, [&](const BgpRedistributeText& other) {
    return other.value.source == source->source && other.value.process == source->process;
  });
  if (line.undo()) return Modelled();
  BgpRedistributeText import;
  import.value.source = source->source;
  import.value.process = source->process;
  import.value.span = line.span();
  while (word < line.size()) {
    if (TakeName(line, word, "route-policy", import.map)) continue;
    const auto med = NumberUpTo(line.at(word + 1));
    if (line.at(word) != "med" || !med) return Unmodelled(kRouting, "option of an import into BGP");
    import.value.metric = *med;
    word += 2;
  }
  imports.push_back(std::move(import));
  return Modelled();
}

Verdict ReadAggregate(Reader& reader, const Line& line) {
  std::size_t word = 1;
  const auto prefix = TakeNetwork(reader, line, word);
  if (!prefix) return Unknown(kRouting);
  auto& aggregates = Family(reader).aggregates;
  std::erase_if(aggregates, [&](const AggregateText& known) { return known.value.prefix == *prefix; });
  if (line.undo()) return Modelled();
  AggregateText aggregate;
  aggregate.value.prefix = *prefix;
  aggregate.value.span = line.span();
  while (word < line.size()) {
    if (TakeName(line, word, "attribute-policy", aggregate.attribute_map) ||
        TakeName(line, word, "origin-policy", aggregate.advertise_map) ||
        TakeName(line, word, "suppress-policy", aggregate.suppress_map)) {
      continue;
    }
    const std::string_view option = line.at(word++);
    if (option == "as-set") {
      aggregate.value.as_set = true;
    } else if (option == "detail-suppressed") {
      aggregate.value.summary_only = true;
    } else {
      return Unknown(kRouting);
    }
  }
  aggregates.push_back(std::move(aggregate));
  return Modelled();
}

/// `maximum load-balancing [ebgp|ibgp|eibgp] N`.
Verdict ReadMultipath(Reader& reader, const Line& line) {
  BgpFamilyText& family = Family(reader);
  const std::string_view kind = line.at(2);
  const bool named = kind == "ebgp" || kind == "ibgp" || kind == "eibgp";
  const std::size_t word = named ? 3 : 2;
  const auto paths = line.undo() ? std::optional(1U) : NumberUpTo(line.at(word));
  if (!paths || *paths == 0) return reader.Invalid(line, word, "not a number of paths", kRouting);
  if (!line.undo() && line.size() > word + 1) return Unmodelled(kRouting, "multipath option");
  if (kind != "ibgp") family.ebgp_paths = {*paths, line.span()};
  if (kind != "ebgp") family.ibgp_paths = {*paths, line.span()};
  if (kind == "eibgp") family.mixed_multipath = !line.undo();
  return Modelled();
}

/// `preference E [I L]`.
Verdict ReadPreference(Reader& reader, const Line& line) {
  BgpFamilyText& family = Family(reader);
  family.distance_ebgp = family.distance_ibgp = family.distance_local = {};
  if (line.undo()) return Modelled();
  if (line.size() != 4) return Unmodelled(kRouting, "preference by route policy");
  Setting<std::uint32_t>* const fields[] = {&family.distance_ebgp, &family.distance_ibgp,
                                            &family.distance_local};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto value = NumberUpTo(line.at(i + 1), 255);
    if (!value || *value == 0)
      return reader.Invalid(line, i + 1, "not a preference between 1 and 255", kRouting);
    *fields[i] = {*value, line.span()};
  }
  return Modelled();
}

/// `filter-policy F import`, `filter-policy F export`.
Verdict ReadFilter(Reader& reader, const Line& line) {
  std::size_t word = 1;
  VrpBgpFilter use;
  use.vrf = reader.config.bgp.vrfs[reader.open_bgp_vrf].vrf;
  use.family = reader.open_bgp_family;
  use.filter = TakeFilter(line, word);
  if (use.filter.kind == VrpFilterUse::Kind::kNone) return Unmodelled(kRouting, "route filter");
  use.in = line.at(word) == "import";
  if (!use.in && line.at(word) != "export") return Unknown(kRouting);
  if (line.size() > word + 1) return Unmodelled(kRouting, "route filter for one protocol");
  std::erase_if(reader.config.bgp_filters, [&](const VrpBgpFilter& other) {
    return other.vrf == use.vrf && other.family == use.family && other.in == use.in;
  });
  if (!line.undo()) reader.config.bgp_filters.push_back(std::move(use));
  return Modelled();
}

Verdict ReadDefault(Reader& reader, const Line& line) {
  if (line.at(1) != "med") return KnownForm(View::kBgpFamily, line);
  Setting<std::uint32_t>& metric = Family(reader).default_metric;
  metric = {};
  if (line.undo()) return Modelled();
  const auto med = NumberUpTo(line.at(2));
  if (!med) return reader.Invalid(line, 2, "not a number", kRouting);
  metric = {*med, line.span()};
  return Modelled();
}

/// `import-rib {public | vpn-instance V} [valid-route] [route-policy P]`: routes of BGP.
Verdict ReadRibImport(Reader& reader, const Line& line) {
  std::size_t word = 1;
  VrpRibImport import;
  import.into = reader.config.bgp.vrfs[reader.open_bgp_vrf].vrf;
  import.family = FamilyOf(reader.open_bgp_family);
  import.span = line.span();
  const bool instance = line.at(word) == "vpn-instance";
  if (import.into.empty() || (!instance && line.at(word) != "public"))
    return KnownForm(View::kBgpFamily, line);
  if (instance) import.from = line.at(++word);
  ++word;
  if (line.at(word) == "valid-route") ++word;
  if (line.at(word) == "route-policy" && line.size() > word + 1) {
    import.policy = {std::string(line.at(word + 1)), line.span()};
    word += 2;
  }
  if (word != line.size() || (instance && import.from.empty())) return KnownForm(View::kBgpFamily, line);
  std::erase_if(reader.config.rib_imports, [&import](const VrpRibImport& other) {
    return other.into == import.into && other.from == import.from && other.family == import.family;
  });
  if (!line.undo()) reader.config.rib_imports.push_back(std::move(import));
  return Modelled();
}

}  // namespace

std::optional<VrpImport> TakeImportSource(const Line& line, std::size_t& word) {
  const auto source = ParseSource(line.at(word));
  if (!source) return std::nullopt;
  VrpImport import;
  import.source = *source;
  import.span = line.span();
  ++word;
  const bool has_process = *source == model::RouteSource::kOspf || *source == model::RouteSource::kIsis ||
                           *source == model::RouteSource::kRip;
  if (has_process) {
    const auto process = NumberUpTo(line.at(word));
    import.process = fmt::format("{}", process.value_or(1));
    if (process) ++word;
  } else if (*source == model::RouteSource::kBgp && line.at(word) == "permit-ibgp") {
    import.bgp_internal = true;
    ++word;
  }
  return import;
}

Verdict ReadBgpRoutes(Reader& reader, const Line& line) {
  const std::string_view word = line.at(0), next = line.at(1);
  if (word == "network") return ReadNetwork(reader, line);
  if (word == "import-route") return ReadImport(reader, line);
  if (word == "aggregate") return ReadAggregate(reader, line);
  if (word == "maximum" && next == "load-balancing") return ReadMultipath(reader, line);
  if (word == "preference") return ReadPreference(reader, line);
  if (word == "filter-policy") return ReadFilter(reader, line);
  if (word == "default") return ReadDefault(reader, line);
  if (word == "default-route" && next == "imported") {
    Family(reader).default_information = !line.undo();
    return Modelled();
  }
  if (word == "load-balancing" && next == "as-path-relax") {
    reader.config.bgp.relax_as = {!line.undo(), line.span()};
    return Modelled();
  }
  if (word == "active-route-advertise") {
    Family(reader).only_installed = {!line.undo(), line.span()};
    return Modelled();
  }
  if (word == "advertise" && next == "l2vpn") return ReadEvpnAdvertising(reader, line);
  if (word == "policy" && next == "vpn-target" && reader.open_bgp_family == BgpFamily::kEvpn)
    return ReadEvpnPolicy(reader, line);
  if (word == "segment-routing" && next == "ipv6") return ReadVpnSids(reader, line);
  if (word == "policy" && next == "vpn-target") {
    using routing::bgp::VpnKeeping;
    Family(reader).keeps = {line.undo() ? VpnKeeping::kAll : VpnKeeping::kWanted, line.span()};
    return Modelled();
  }
  if (word == "import-rib") return ReadRibImport(reader, line);
  return KnownForm(View::kBgpFamily, line);
}

}  // namespace ringfence::formats::huawei_vrp
