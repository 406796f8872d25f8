// Flexible algorithms as text; affinities are named after their bits.

#include <fmt/format.h>

#include "formats/cisco_iosxr/print.h"
#include "formats/flexible_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace sr = routing::sr;

void PrintRule(std::string& text, std::string_view kind, const sr::AdminGroups& groups) {
  if (groups.any()) text += fmt::format("  affinity {}{}\n", kind, NamesOf(groups));
}

void PrintDefinition(std::string& text, const sr::AlgorithmDefinition& told) {
  constexpr std::string_view kMetrics[] = {"igp", "delay", "te"};
  text += fmt::format("  priority {}\n  metric-type {}\n  advertise-definition\n", told.priority,
                      kMetrics[static_cast<std::size_t>(told.metric)]);
  PrintRule(text, "exclude-any", told.exclude_any);
  PrintRule(text, "include-any", told.include_any);
  PrintRule(text, "include-all", told.include_all);
}

}  // namespace

void PrintFlexible(Printout& out, const sr::SrConfig& config) {
  const sr::AdminGroups used = UsedGroups(config);
  if (!config.steering.empty()) out.text += " distribute link-state\n";
  for (std::size_t bit = 0; bit < used.size(); ++bit)
    if (used[bit]) out.text += fmt::format(" affinity-map BIT{} bit-position {}\n", bit, bit);
  for (const sr::FlexAlgorithm& algorithm : config.algorithms) {
    out.text += fmt::format(" flex-algo {}\n", algorithm.number);
    if (algorithm.told) PrintDefinition(out.text, *algorithm.told);
    out.text += " !\n";
  }
  for (const sr::AlgorithmLink& link : config.links) {
    out.text += fmt::format(" interface {}\n", link.interface);
    if (link.groups.any()) out.text += fmt::format("  affinity flex-algo{}\n", NamesOf(link.groups));
    if (link.te_metric)
      out.text +=
          fmt::format("  address-family ipv4 unicast\n   te-metric flex-algo {}\n  !\n", *link.te_metric);
    out.text += " !\n";
  }
}

void PrintSteering(Printout& out, const sr::SrConfig& config) {
  if (!config.enabled || config.steering.empty()) return;
  out.text += "segment-routing\n traffic-eng\n";
  for (const sr::ColourSteering& one : config.steering)
    out.text += fmt::format("  on-demand color {}\n   dynamic\n    sid-algorithm {}\n   !\n  !\n", one.colour,
                            one.algorithm);
  out.text += " !\n!\n";
}

}  // namespace ringfence::formats::cisco_iosxr
