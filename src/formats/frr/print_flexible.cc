// Flexible algorithms as text.

#include <fmt/format.h>

#include <algorithm>

#include "formats/flexible_text.h"
#include "formats/frr/print.h"

namespace ringfence::formats::frr {
namespace {

namespace sr = routing::sr;

void PrintRule(std::string& out, std::string_view kind, const sr::AdminGroups& groups) {
  if (groups.any()) out += fmt::format("  affinity {}{}\n", kind, NamesOf(groups));
}

}  // namespace

void PrintAffinities(std::string& out, const sr::SrConfig& config) {
  const sr::AdminGroups used = UsedGroups(config);
  for (std::size_t bit = 0; bit < used.size(); ++bit)
    if (used[bit]) out += fmt::format("affinity-map BIT{} bit-position {}\n", bit, bit);
}

void PrintLinkParams(std::string& out, const model::Interface& interface, const sr::SrConfig& config) {
  const auto link = std::ranges::find(config.links, interface.name, &sr::AlgorithmLink::interface);
  if (link == config.links.end()) return;
  out += " link-params\n";
  if (link->te_metric) out += fmt::format("  metric {}\n", *link->te_metric);
  if (link->groups.any()) out += fmt::format("  affinity{}\n", NamesOf(link->groups));
  out += " exit-link-params\n";
}

void PrintFlexAlgos(std::string& out, const sr::SrConfig& config) {
  if (!config.links.empty()) out += " mpls-te on\n";
  for (const sr::FlexAlgorithm& algorithm : config.algorithms) {
    out += fmt::format(" flex-algo {}\n  dataplane sr-mpls\n", algorithm.number);
    if (algorithm.told) {
      constexpr std::string_view kMetrics[] = {"igp", "delay", "te"};
      out +=
          fmt::format("  advertise-definition\n  priority {}\n  metric-type {}\n", algorithm.told->priority,
                      kMetrics[static_cast<std::size_t>(algorithm.told->metric)]);
      PrintRule(out, "exclude-any", algorithm.told->exclude_any);
      PrintRule(out, "include-any", algorithm.told->include_any);
      PrintRule(out, "include-all", algorithm.told->include_all);
    }
    out += " exit\n";
  }
}

}  // namespace ringfence::formats::frr
