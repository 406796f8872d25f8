// Flexible algorithms: names of affinities, what the device says an algorithm is, who takes part, what links
// are. Which packets take them is not modelled (`flex-algo color-mapping`, tunnel policies).
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace sr = routing::sr;
using model::Impact;

constexpr std::string_view kReason = "flexible algorithm";

std::vector<std::string> NamesFrom(const Line& line, std::size_t word) {
  std::vector<std::string> names;
  for (; word < line.size(); ++word) names.emplace_back(line.at(word));
  return names;
}

std::optional<sr::Algorithm> AlgorithmAt(const Line& line, std::size_t word) {
  const auto number = NumberUpTo(line.at(word), sr::kFlexibleMax);
  if (!number || *number < sr::kFlexibleMin) return std::nullopt;
  return static_cast<sr::Algorithm>(*number);
}

Verdict ReadRule(const Line& line, AffinityText& affinity) {
  const std::string_view kind = line.at(1);
  std::vector<std::string>* names = kind == "exclude"       ? &affinity.exclude_any
                                    : kind == "include-any" ? &affinity.include_any
                                    : kind == "include-all" ? &affinity.include_all
                                                            : nullptr;
  if (names == nullptr) return Unmodelled(Impact::kForwarding, kReason);
  *names = line.undo() ? std::vector<std::string>() : NamesFrom(line, 2);
  affinity.span = line.span();
  return Modelled();
}

Verdict ReadMetric(const Line& line, VrpFlexible& flexible) {
  const std::string_view kind = line.at(1);
  if (line.undo() || kind == "igp") return flexible.metric = sr::AlgorithmMetric::kIgp, Modelled();
  // Whether links without a metric of their own tell one is not known.
  if (kind == "te") flexible.metric = sr::AlgorithmMetric::kTe;
  if (kind == "delay") flexible.metric = sr::AlgorithmMetric::kMinDelay;
  return Unmodelled(Impact::kForwarding, kind == "delay" ? "delays of links, which are measured" : kReason);
}

}  // namespace

Verdict ReadTeAttributes(Reader& reader, const Line& line) {
  if (line.at(1) != "attribute" || line.at(2) != "enable" || line.size() != 3)
    return KnownForm(View::kSystem, line);
  reader.config.te_attributes = !line.undo();
  return Modelled();
}

Verdict OpenPathConstraint(Reader& reader, const Line& line) {
  if (line.at(1) != "affinity-mapping" || line.size() != 2)
    return line.undo() ? Irrelevant() : Unmodelled(Impact::kForwarding, "constraint on paths");
  if (line.undo()) reader.config.affinity_bits.clear();
  return Modelled(line.undo() ? View::kInherit : View::kAffinities);
}

Verdict ReadAffinity(Reader& reader, const Line& line) {
  if (line.at(0) != "attribute" || line.at(1).empty()) return Unknown(Impact::kForwarding);
  reader.config.affinity_bits.erase(std::string(line.at(1)));
  if (line.undo()) return Modelled();
  const auto bit = NumberUpTo(line.at(3), static_cast<std::uint32_t>(sr::AdminGroups().size()) - 1);
  if (line.at(2) != "bit-sequence" || !bit || line.size() != 4)
    return reader.Invalid(line, 3, "not a bit", Impact::kForwarding);
  reader.config.affinity_bits[std::string(line.at(1))] = *bit;
  return Modelled();
}

Verdict OpenFlexAlgo(Reader& reader, const Line& line) {
  if (line.at(1) != "identifier" || line.size() != 3)
    return line.undo() ? Irrelevant() : Unmodelled(kPaths, kReason);
  const auto number = AlgorithmAt(line, 2);
  if (!number) return reader.Invalid(line, 2, "not a flexible algorithm", Impact::kForwarding);
  std::vector<VrpFlexible>& all = reader.config.flexible;
  if (line.undo()) {
    std::erase_if(all, [&number](const VrpFlexible& one) { return one.number == *number; });
    return Modelled(View::kInherit);
  }
  reader.open_object = PlaceOfAlgorithm(all, *number);
  return Modelled(View::kFlexAlgo);
}

Verdict ReadFlexAlgo(Reader& reader, const Line& line) {
  VrpFlexible& flexible = reader.config.flexible[reader.open_object];
  const std::string_view word = line.at(0);
  if (word == "description") return Irrelevant();
  if (word == "affinity") return ReadRule(line, flexible.affinity);
  if (word == "metric-type") return ReadMetric(line, flexible);
  if (word != "priority") return line.undo() ? Irrelevant() : Unmodelled(Impact::kForwarding, kReason);
  flexible.priority.reset();
  if (line.undo()) return Modelled();
  flexible.priority = NumberUpTo(line.at(1), 255);
  return flexible.priority ? Modelled() : reader.Invalid(line, 1, "not a priority", Impact::kForwarding);
}

Verdict ReadIsisFlexAlgo(Reader& reader, const Line& line, VrpIsis& process) {
  const auto number = AlgorithmAt(line, 1);
  if (!number) return reader.Invalid(line, 1, "not a flexible algorithm", Impact::kForwarding);
  std::erase_if(process.flexible, [&](const VrpFlexUse& use) { return use.number == *number; });
  if (line.undo()) return Modelled();
  const auto levels = line.size() == 2 ? std::optional(routing::isis::kLevelBoth) : ParseLevels(line.at(2));
  if (!levels || line.size() > 3) return Unmodelled(kPaths, kReason);
  process.flexible.push_back({*number, *levels, line.span()});
  return Modelled();
}

Verdict OpenFlexLink(Reader& reader, const Line& line) {
  const bool whole =
      line.at(1) == "link-attribute-application" && line.at(2) == "flex-algo" && line.size() == 3;
  if (!whole) return KnownForm(View::kInterface, line);
  VrpFlexLink& link = reader.config.interfaces[reader.open_interface].flexible;
  if (line.undo()) link = {};
  return Modelled(line.undo() ? View::kInherit : View::kFlexLink);
}

Verdict ReadFlexLink(Reader& reader, const Line& line) {
  VrpFlexLink& link = reader.config.interfaces[reader.open_interface].flexible;
  const bool group = line.at(0) == "link" && line.at(1) == "administrative" && line.at(2) == "group";
  if (group && (line.undo() || (line.at(3) == "name" && line.size() > 4))) {
    link.groups = line.undo() ? std::vector<std::string>() : NamesFrom(line, 4);
    link.span = line.span();
    return Modelled();
  }
  if (line.at(0) != "metric" || line.size() > 2)
    return line.undo() ? Irrelevant() : Unmodelled(Impact::kForwarding, kReason);
  link.te_metric.reset();
  if (line.undo()) return Modelled();
  link.te_metric = NumberUpTo(line.at(1), 16777215);
  link.span = line.span();
  return link.te_metric ? Modelled() : reader.Invalid(line, 1, "not a metric", Impact::kForwarding);
}

}  // namespace ringfence::formats::huawei_vrp
