// Flexible algorithms of the process that segment routing runs on: names of affinities become bits.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Hears of names without a bit where a line uses them.
MissingAffinity MissingAt(Conversion& conversion, const base::Span& use) {
  return [&conversion, use](const std::string& name) {
    ReportUndefined(conversion, {name, use}, "affinity", Impact::kForwarding);
  };
}

/// Why what a line says of an algorithm is not modelled, or "".
std::string_view Obstacle(const VrpConfig& from, const VrpFlexUse& use, const VrpFlexible* flexible,
                          routing::isis::Levels levels) {
  if (flexible == nullptr) return "flexible algorithm without a definition";
  if (flexible->affinity.span.valid() && !from.te_attributes)
    return "link attributes that are off for the device";
  return (use.levels & levels) == levels ? std::string_view() : "flexible algorithm of one level";
}

void AddAlgorithm(Conversion& conversion, const VrpFlexUse& use, routing::isis::Levels levels) {
  const VrpConfig& from = conversion.from;
  const auto found = std::ranges::find(from.flexible, use.number, &VrpFlexible::number);
  const VrpFlexible* flexible = found == from.flexible.end() ? nullptr : &*found;
  const std::string_view obstacle = Obstacle(from, use, flexible, levels);
  if (!obstacle.empty()) return MarkUnmodelled(conversion, use.span, Impact::kForwarding, obstacle);
  sr::FlexAlgorithm& algorithm = conversion.to.sr.algorithms.emplace_back();
  algorithm.number = use.number;
  algorithm.span = use.span;
  sr::AlgorithmDefinition& told = algorithm.told.emplace();
  told.priority = flexible->priority.value_or(told.priority);
  told.metric = flexible->metric;
  SetRules(from.affinity_bits, flexible->affinity, MissingAt(conversion, flexible->affinity.span), told);
}

}  // namespace

void ConvertFlexible(Conversion& conversion, const VrpIsis& from, const routing::isis::IsisProcess& process) {
  const VrpConfig& device = conversion.from;
  for (const VrpFlexUse& use : from.flexible) AddAlgorithm(conversion, use, process.levels);
  for (const VrpInterface& text : device.interfaces) {
    const VrpFlexLink& link = text.flexible;
    const bool runs =
        std::ranges::any_of(process.interfaces, [&text](const auto& one) { return one.name == text.name; });
    if (!runs || (link.groups.empty() && !link.te_metric)) continue;
    if (!device.te_attributes || !from.tells_links) {
      MarkUnmodelled(conversion, link.span, Impact::kForwarding, "link attributes that are told to nobody");
      continue;
    }
    sr::AlgorithmLink& to = conversion.to.sr.links.emplace_back();
    to.interface = text.name;
    to.groups = GroupsOf(device.affinity_bits, link.groups, MissingAt(conversion, link.span));
    to.te_metric = link.te_metric;
    if (to.groups.none() && !to.te_metric) conversion.to.sr.links.pop_back();
  }
}

}  // namespace ringfence::formats::huawei_vrp
