// Flexible algorithms of IS-IS as the documentation of isisd has them from release 9.0 on (no daemon of that
// age was run beside them): `affinity-map`, `flex-algo N`, `affinity` of links. What a definition says is
// told with `advertise-definition` alone, labels follow with `dataplane sr-mpls`, links are told with
// `mpls-te on`. By other metrics than the IGP's, with groups by number, and by other data planes: not
// modelled.

#include <algorithm>

#include "formats/frr/reader.h"

namespace ringfence::formats::frr {
namespace {

namespace sr = routing::sr;
using model::Impact;

constexpr Verdict kFlexible = NotModelled(Impact::kForwarding, "flexible algorithm");

FlexText& FlexOf(Reader& reader) { return reader.isis().flexible[reader.flexible_index]; }

std::vector<std::string> TakeNames(Statement& statement) {
  std::vector<std::string> names;
  while (!statement.words.done()) names.emplace_back(statement.words.Next().text);
  return names;
}

/// Adds names to a list, or takes them out of it.
void Change(std::vector<std::string>& list, const std::vector<std::string>& names, bool negated) {
  for (const std::string& name : names) {
    std::erase(list, name);
    if (!negated) list.push_back(name);
  }
}

Verdict ReadRule(Reader& reader, Statement& statement) {
  const std::string_view kind = TakeOption(statement, {"exclude-any", "include-all", "include-any"});
  if (kind.empty() || statement.words.done()) return kNotKnown;
  AffinityText& affinity = FlexOf(reader).affinity;
  affinity.span = statement.span();
  std::vector<std::string>& list = kind == "exclude-any"   ? affinity.exclude_any
                                   : kind == "include-all" ? affinity.include_all
                                                           : affinity.include_any;
  return Change(list, TakeNames(statement), statement.negated), kUnderstood;
}

Verdict ReadMetric(Reader& reader, Statement& statement) {
  FlexText& flexible = FlexOf(reader);
  if (statement.negated)
    return statement.words.Rest(), flexible.metric = sr::AlgorithmMetric::kIgp, kUnderstood;
  const std::string_view kind = TakeOption(statement, {"delay", "igp", "te"});
  if (kind.empty()) return kNotKnown;
  flexible.metric = kind == "igp"  ? sr::AlgorithmMetric::kIgp
                    : kind == "te" ? sr::AlgorithmMetric::kTe
                                   : sr::AlgorithmMetric::kMinDelay;
  return kind == "igp" ? kUnderstood : kFlexible;
}

Verdict ReadPriority(Reader& reader, Statement& statement) {
  if (statement.negated) return statement.words.Rest(), FlexOf(reader).priority.reset(), kUnderstood;
  const auto priority = TakeNumber(reader, statement, 0, 255);
  if (!priority) return kNotKnown;
  FlexOf(reader).priority = *priority;
  return kUnderstood;
}

Verdict ReadTold(Reader& reader, Statement& statement) {
  return FlexOf(reader).told = !statement.negated, kUnderstood;
}

Verdict ReadDataplane(Reader& reader, Statement& statement) {
  const std::string_view kind = TakeOption(statement, {"ip", "sr-mpls", "srv6"});
  if (kind.empty()) return kNotKnown;
  if (kind != "sr-mpls") return statement.negated ? kNoEffect : kFlexible;
  return FlexOf(reader).labels = !statement.negated, kUnderstood;
}

constexpr Keyword kFlexKeywords[] = {
    {"advertise-definition", ReadTold}, {"affinity", ReadRule},     {"dataplane", ReadDataplane},
    {"metric-type", ReadMetric},        {"priority", ReadPriority},
};
constexpr Node kFlexNode{kFlexKeywords, Impact::kForwarding};

/// Why what a link tells is not modelled, or "". Releases may give a link a metric that no line says.
std::string_view LinkObstacle(const IsisText& text, const LinkParamsText& link) {
  if (!text.tells_te) return "link attributes that are told to nobody";
  if (link.group_number.valid()) return "administrative groups in another form";
  return link.te_metric ? std::string_view() : "link attributes without a metric";
}

void AddLinks(Reader& reader, const IsisText& text, const isis::IsisProcess& process, sr::SrConfig& to) {
  for (const InterfaceText& port : reader.vendor.interfaces) {
    const LinkParamsText& link = port.link;
    const bool runs =
        std::ranges::any_of(process.interfaces, [&port](const auto& one) { return one.name == port.name; });
    if (!runs || !link.opened.valid()) continue;
    const std::string_view obstacle = LinkObstacle(text, link);
    if (!obstacle.empty()) {
      reader.Demote(link.opened, Impact::kForwarding, obstacle);
      continue;
    }
    sr::AlgorithmLink& added = to.links.emplace_back();
    added.interface = port.name;
    added.groups = GroupsOf(reader.vendor.affinity_bits, link.affinities, MissingAt(reader, link.span));
    added.te_metric = link.te_metric;
  }
}

}  // namespace

Verdict ReadAffinityMap(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  AffinityBits& bits = reader.vendor.affinity_bits;
  if (statement.negated) return statement.words.Rest(), bits.erase(name), kUnderstood;
  if (!TakeWord(statement, "bit-position")) return kNotKnown;
  const auto bit = TakeNumber(reader, statement, 0, 1023);
  if (!bit) return kNotKnown;
  bits.erase(name);
  // Uses of the name then say that it has none.
  if (*bit >= sr::AdminGroups().size()) return kFlexible;
  bits[name] = *bit;
  return kUnderstood;
}

Verdict ReadFlexAlgo(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  const auto number = TakeNumber(reader, statement, sr::kFlexibleMin, sr::kFlexibleMax);
  if (!number) return kNotKnown;
  const auto algorithm = static_cast<sr::Algorithm>(*number);
  std::vector<FlexText>& all = reader.isis().flexible;
  if (statement.negated) {
    std::erase_if(all, [algorithm](const FlexText& one) { return one.number == algorithm; });
    return kUnderstood;
  }
  reader.flexible_index = PlaceOfAlgorithm(all, algorithm);
  base::Span& first = all[reader.flexible_index].span;
  if (!first.valid()) first = span;
  reader.Open(kFlexNode);
  return kUnderstood;
}

Verdict ReadLinkAffinity(Reader& reader, Statement& statement) {
  LinkParamsText& link = reader.interface().link;
  if (statement.words.done()) return kNotKnown;
  link.span = statement.span();
  return Change(link.affinities, TakeNames(statement), statement.negated), kUnderstood;
}

Verdict ReadLinkGroup(Reader& reader, Statement& statement) {
  reader.interface().link.group_number = statement.negated ? base::Span() : statement.span();
  return statement.words.Rest(), kUnderstood;
}

Verdict ReadLinkMetric(Reader& reader, Statement& statement) {
  std::optional<std::uint32_t>& metric = reader.interface().link.te_metric;
  if (statement.negated) return statement.words.Rest(), metric.reset(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 0, 0xffffffffU);
  if (!number) return kNotKnown;
  metric = *number;
  return kUnderstood;
}

void ConvertFlexible(Reader& reader, const IsisText& text, const isis::IsisProcess& process,
                     sr::SrConfig& to) {
  if (text.flexible.empty()) return;
  for (const FlexText& from : text.flexible) {
    if (!from.labels) {
      reader.Demote(from.span, Impact::kForwarding, "flexible algorithm without labels");
      continue;
    }
    sr::FlexAlgorithm& algorithm = to.algorithms.emplace_back();
    algorithm.number = from.number;
    algorithm.span = from.span;
    if (!from.told) continue;
    sr::AlgorithmDefinition& told = algorithm.told.emplace();
    told.priority = from.priority.value_or(told.priority);
    told.metric = from.metric;
    SetRules(reader.vendor.affinity_bits, from.affinity, MissingAt(reader, from.affinity.span), told);
  }
  AddLinks(reader, text, process, to);
}

}  // namespace ringfence::formats::frr
