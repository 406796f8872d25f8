// `isis P` and the `isis ...` statements of an interface.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/process.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::isis::Levels;
using routing::isis::MetricStyle;

constexpr std::uint32_t kCostMax = 16'777'214;

VrpIsis& Open(Reader& reader) { return reader.config.isis[reader.open_isis]; }
VrpIsisSettings& Circuit(Reader& reader) { return reader.config.interfaces[reader.open_interface].isis; }

/// `WORD N [level-1|level-2]` with the number at `word`.
Verdict ReadCost(Reader& reader, const Line& line, std::size_t word, VrpPerLevel<std::uint32_t>& into) {
  std::optional<std::uint32_t> cost;
  std::size_t level_word = word;
  if (!line.undo() || NumberUpTo(line.at(word))) {
    cost = line.at(word) == "maximum" ? std::optional(kCostMax + 1) : NumberUpTo(line.at(word), kCostMax);
    if (!cost) return reader.Invalid(line, word, "not a cost", kRouting);
    ++level_word;
  }
  if (line.undo()) cost.reset();
  const auto levels = ParseLevels(line.at(level_word));
  if ((!levels && !line.at(level_word).empty()) || line.size() > level_word + 1) return Unknown(kRouting);
  const Levels both = levels.value_or(routing::isis::kLevelBoth);
  if ((both & routing::isis::kLevel1) != 0) into.level1 = cost;
  if ((both & routing::isis::kLevel2) != 0) into.level2 = cost;
  return Modelled();
}

Verdict ReadStyle(Reader& reader, const Line& line) {
  MetricStyle& style = Open(reader).style;
  const std::string_view word = line.undo() ? "narrow" : line.at(1);
  if (word == "narrow") {
    style = MetricStyle::kNarrow;
  } else if (word == "wide") {
    style = MetricStyle::kWide;
  } else if (word == "compatible") {
    style = MetricStyle::kBoth;
  } else {
    return Unmodelled(kRouting, "metric style of the way over");
  }
  return Modelled();
}

/// Routes between the levels of the process: `import-route isis level-2 into level-1`.
Verdict ReadLeak(Reader& reader, const Line& line, std::size_t word, net::Family family) {
  VrpIsis& process = Open(reader);
  const auto from = ParseLevels(line.at(word)), into = ParseLevels(line.at(word + 2));
  if (!from || !into || line.at(word + 1) != "into" || *from == *into) return Unknown(kRouting);
  const std::size_t options = word + 3;
  if (*from == routing::isis::kLevel1) {
    if (line.size() > options) return Unmodelled(kRouting, "filter of routes between levels");
    process.leaks_up = !line.undo();
    return Modelled();
  }
  std::erase_if(process.imports, [&](const VrpIsisImport& other) {
    return other.value.from_level && other.value.family == family;
  });
  if (line.undo()) return Modelled();
  VrpIsisImport leak;
  leak.value.source = model::RouteSource::kIsis;
  leak.value.from_level = *from;
  leak.value.into = *into;
  leak.value.family = family;
  leak.value.span = line.span();
  std::size_t at = options;
  if (line.at(at) == "filter-policy") {
    ++at;
    if (line.at(at) == "route-policy") {
      leak.policy = {std::string(line.at(at + 1)), line.span()};
      at += 2;
    } else {
      leak.filter = TakeFilter(line, at);
      if (leak.filter.kind != VrpFilterUse::Kind::kPrefixList || family == net::Family::kIpv6)
        return Unmodelled(kRouting, "filter of routes between levels");
    }
  }
  if (at < line.size()) return Unmodelled(kRouting, "option of routes between levels");
  process.imports.push_back(std::move(leak));
  return Modelled();
}

Verdict ReadImport(Reader& reader, const Line& line, std::size_t word, net::Family family) {
  if (line.at(word) == "isis" && ParseLevels(line.at(word + 1)))
    return ReadLeak(reader, line, word + 1, family);
  if (line.at(word) == "limit") return Unmodelled(kRouting, "limit on imported routes");
  const auto source = TakeImportSource(line, word);
  if (!source) return Unmodelled(kRouting, "import of routes of another protocol");
  auto& imports = Open(reader).imports;
  std::erase_if(imports, [&](const VrpIsisImport& other) {
    return !other.value.from_level && other.value.source == source->source &&
           other.value.process == source->process && other.value.family == family;
  });
  if (line.undo()) return Modelled();
  VrpIsisImport import;
  import.value.source = source->source;
  import.value.process = source->process;
  import.value.bgp_internal = source->bgp_internal;
  import.value.metric = 0;
  import.value.external_metric = true;
  import.value.family = family;
  import.value.span = line.span();
  for (; word < line.size(); ++word) {
    const std::string_view key = line.at(word);
    if (const auto levels = ParseLevels(key)) {
      import.value.into = *levels;
    } else if (key == "cost") {
      import.value.metric = NumberUpTo(line.at(++word));
      if (!import.value.metric) return reader.Invalid(line, word, "not a cost", kRouting);
    } else if (key == "inherit-cost") {
      import.value.metric.reset();
    } else if (key == "cost-type") {
      const std::string_view type = line.at(++word);
      if (type != "internal" && type != "external") return Unknown(kRouting);
      import.value.external_metric = type == "external";
    } else if (key == "route-policy") {
      import.policy = {std::string(line.at(++word)), line.span()};
    } else {
      return Unmodelled(kRouting, "option of an import into IS-IS");
    }
  }
  imports.push_back(std::move(import));
  return Modelled();
}

Verdict ReadDefaultRoute(Reader& reader, const Line& line, std::size_t word, net::Family family) {
  VrpIsis& process = Open(reader);
  const bool v6 = family == net::Family::kIpv6;
  std::optional<Levels>& into = v6 ? process.default6_into : process.default_into;
  std::uint32_t& cost = v6 ? process.default6_cost : process.default_cost;
  into.reset();
  cost = 0;
  if (line.undo()) return Modelled();
  into = routing::isis::kLevel2;
  for (; word < line.size(); ++word) {
    if (const auto levels = ParseLevels(line.at(word))) {
      into = *levels;
    } else if (line.at(word) == "always") {
      process.default_always = true;
    } else if (const auto number = NumberUpTo(line.at(word + 1), kCostMax);
               line.at(word) == "cost" && number) {
      cost = *number;
      ++word;
    } else {
      into.reset();
      return Unmodelled(kRouting, "conditional default route");
    }
  }
  return Modelled();
}

/// `summary A M [level-1|level-2|level-1-2] [generate_null0_route]`.
Verdict ReadSummary(Reader& reader, const Line& line, std::size_t word, net::Family family) {
  const auto address = net::ParseAddress(line.at(word));
  if (!address || address->family != family) return reader.Invalid(line, word, "not an address", kRouting);
  const auto length = ParseLength(line.at(word + 1), family);
  if (!length) return reader.Invalid(line, word + 1, "not a network mask", kRouting);
  routing::isis::IsisSummary summary;
  summary.prefix = net::Prefix::Of(*address, *length);
  summary.discard_route = false;
  summary.span = line.span();
  auto& summaries = Open(reader).summaries;
  std::erase_if(summaries, [&](const auto& other) { return other.prefix == summary.prefix; });
  if (line.undo()) return Modelled();
  for (word += 2; word < line.size(); ++word) {
    if (const auto levels = ParseLevels(line.at(word))) {
      summary.into = *levels;
    } else if (line.at(word) == "generate_null0_route") {
      summary.discard_route = true;
    } else {
      return Unmodelled(kRouting, "option of a summary");
    }
  }
  summaries.push_back(summary);
  return Modelled();
}

Verdict ReadNumber(Reader& reader, const Line& line, std::size_t word, std::optional<std::uint32_t>& into) {
  into.reset();
  if (line.undo()) return Modelled();
  const auto value = NumberUpTo(line.at(word));
  if (!value || *value == 0) return reader.Invalid(line, word, "not a number", kRouting);
  if (line.size() > word + 1) return Unmodelled(kRouting, "preference by route policy");
  into = value;
  return Modelled();
}

Verdict ReadIpv6(Reader& reader, const Line& line) {
  VrpIsis& process = Open(reader);
  const std::string_view word = line.at(1);
  if (word == "enable") {
    const std::string_view topology = line.at(3);
    process.ipv6 = !line.undo();
    process.multi_topology = !line.undo() && topology == "ipv6";
    return topology == "compatible" ? Unmodelled(Impact::kRouting6, "topologies of the way over")
                                    : Modelled();
  }
  if (word == "import-route") return ReadImport(reader, line, 2, net::Family::kIpv6);
  if (word == "default-route-advertise") return ReadDefaultRoute(reader, line, 2, net::Family::kIpv6);
  if (word == "summary") return ReadSummary(reader, line, 2, net::Family::kIpv6);
  if (word == "circuit-cost") return ReadCost(reader, line, 2, process.cost6);
  return KnownForm(View::kIsis, line);
}

Verdict ReadAttached(Reader& reader, const Line& line) {
  VrpIsis& process = Open(reader);
  if (line.at(1) == "avoid-learning" && line.size() == 2) {
    process.ignores_attached_bit = !line.undo();
    return Modelled();
  }
  if (line.at(1) == "advertise" && (line.undo() || line.at(2) == "never")) {
    process.attached_bit = line.undo();
    return Modelled();
  }
  return Unmodelled(kRouting, "attached bit");
}

}  // namespace

Verdict OpenIsis(Reader& reader, const Line& line) {
  const ProcessHead head = TakeProcessHead(line);
  if (!head.whole) return Unmodelled(kRouting, "IS-IS");
  const std::string id(head.number ? line.at(1) : "1");
  reader.open_isis = OpenProcess(reader.config.isis, id, head.vrf, line);
  return Modelled(line.undo() ? View::kInherit : View::kIsis);
}

Verdict ReadIsis(Reader& reader, const Line& line) {
  VrpIsis& process = Open(reader);
  const std::string_view word = line.at(0);
  if (word == "network-entity") {
    if (!line.undo() && !process.net.empty() && process.net != line.at(1))
      return Unmodelled(kRouting, "second area address");
    process.net = std::string(line.undo() ? std::string_view() : line.at(1));
    return Modelled();
  }
  if (word == "is-level") {
    process.levels = line.undo() ? std::nullopt : ParseLevels(line.at(1));
    return line.undo() || process.levels ? Modelled() : reader.Invalid(line, 1, "not a level", kRouting);
  }
  if (word == "cost-style") return ReadStyle(reader, line);
  if (word == "circuit-cost") return ReadCost(reader, line, 1, process.cost);
  if (word == "ipv6") return ReadIpv6(reader, line);
  if (word == "import-route") return ReadImport(reader, line, 1, net::Family::kIpv4);
  if (word == "default-route-advertise") return ReadDefaultRoute(reader, line, 1, net::Family::kIpv4);
  if (word == "summary") return ReadSummary(reader, line, 1, net::Family::kIpv4);
  if (word == "preference") return ReadNumber(reader, line, 1, process.preference);
  if (word == "maximum" && line.at(1) == "load-balancing")
    return ReadNumber(reader, line, 2, process.max_paths);
  if (word == "attached-bit") return ReadAttached(reader, line);
  if (word == "segment-routing" && line.at(1) == "ipv6") return ReadIsisLocator(reader, line, process);
  if (word == "traffic-eng") return ReadTrafficEng(process, line);
  if (word == "flex-algo") return ReadIsisFlexAlgo(reader, line, process);
  if (word == "advertise" && line.at(1) == "link" && line.at(2) == "attributes" && line.size() == 3)
    return process.tells_links = !line.undo(), Modelled();
  if (word == "segment-routing") return ReadProcessSr(reader, View::kIsis, line, process.sr);
  if (word == "set-overload") {
    // A start-up period passes; only the permanent form changes the converged paths.
    if (line.at(1) == "on-startup") return Irrelevant();
    process.overload = !line.undo();
    return line.size() == 1 ? Modelled() : Unmodelled(kRouting, "overload option");
  }
  if (word == "area-authentication-mode" || word == "domain-authentication-mode") {
    std::string& key = word.starts_with("area") ? process.area_authentication : process.domain_authentication;
    key = line.undo() ? "" : AuthenticationOf(line, 1);
    return Modelled();
  }
  return KnownForm(View::kIsis, line);
}

Verdict ReadInterfaceIsis(Reader& reader, const Line& line) {
  VrpIsisSettings& isis = Circuit(reader);
  const std::string_view word = line.at(1);
  if (word == "enable" || (word == "ipv6" && line.at(2) == "enable")) {
    const std::size_t number = word == "enable" ? 2 : 3;
    std::optional<std::string>& process = word == "enable" ? isis.process : isis.process6;
    process.reset();
    if (!line.undo()) process = line.at(number).empty() ? "1" : std::string(line.at(number));
    if (!line.undo()) isis.span = line.span();
    return Modelled();
  }
  if (word == "prefix-sid") return ReadInterfaceSid(reader, line);
  if (word == "circuit-level") {
    isis.levels = line.undo() ? std::nullopt : ParseLevels(line.at(2));
    return line.undo() || isis.levels ? Modelled() : reader.Invalid(line, 2, "not a level", kRouting);
  }
  if (word == "cost") {
    isis.cost_span = line.span();
    return ReadCost(reader, line, 2, isis.cost);
  }
  if (word == "ipv6" && line.at(2) == "cost") return ReadCost(reader, line, 3, isis.cost6);
  if (word == "circuit-type") {
    isis.point_to_point = !line.undo() && line.at(2) == "p2p";
    return line.undo() || isis.point_to_point ? Modelled() : Unknown(kRouting);
  }
  if (word == "silent") {
    isis.silent = !line.undo();
    return line.size() == 2 ? Modelled() : Unmodelled(kRouting, "passive interface with cost zero");
  }
  if (word == "authentication-mode") {
    isis.authentication = line.undo() ? "" : AuthenticationOf(line, 2);
    return Modelled();
  }
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
