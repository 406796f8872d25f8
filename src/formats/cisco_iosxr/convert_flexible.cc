// Flexible algorithms: names of affinities become bits, colours become algorithms.

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace sr = routing::sr;
using model::Impact;

sr::FlexAlgorithm AlgorithmOf(Reader& reader, const IsisText& text, const FlexText& from) {
  sr::FlexAlgorithm algorithm{.number = from.number, .told = {}, .span = from.span};
  if (!from.told.value_or(false)) return algorithm;
  const AffinityText& affinity = from.affinity;
  sr::AlgorithmDefinition& told = algorithm.told.emplace();
  told.priority = from.priority.value_or(told.priority);
  told.metric = from.metric.value_or(told.metric);
  SetRules(text.affinity_bits, affinity, MissingAt(reader, affinity.span), told);
  return algorithm;
}

/// Why a colour does not lead to an algorithm, or "".
std::string_view Obstacle(const IsisText& text, const OnDemandText& colour) {
  if (!colour.dynamic || !colour.algorithm) return "colour without an algorithm";
  return text.tells_te ? std::string_view() : "colour without the links of the IGP";
}

}  // namespace

void ConvertFlexible(Conversion& conversion, const IsisText& text) {
  Reader& reader = conversion.reader;
  sr::SrConfig& to = conversion.config.sr;
  for (const FlexText& flexible : text.flexible) to.algorithms.push_back(AlgorithmOf(reader, text, flexible));
  for (const IsisInterfaceText& port : text.interfaces) {
    if (port.affinities.empty() && !port.te_metric.set()) continue;
    sr::AlgorithmLink& link = to.links.emplace_back();
    link.interface = port.name;
    link.groups = GroupsOf(text.affinity_bits, port.affinities, MissingAt(reader, port.affinity_span));
    if (port.te_metric.set()) link.te_metric = port.te_metric.value;
    if (link.groups.none() && !link.te_metric) to.links.pop_back();
  }
  for (const OnDemandText& colour : reader.vendor.on_demand) {
    const std::string_view obstacle = Obstacle(text, colour);
    if (!obstacle.empty()) {
      reader.Demote(colour.span, Impact::kForwarding, obstacle);
    } else {
      to.steering.push_back({.colour = colour.colour, .algorithm = *colour.algorithm, .span = colour.span});
    }
  }
}

}  // namespace ringfence::formats::cisco_iosxr
