// Segment routing as text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/flexible_text.h"
#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {

namespace sr = routing::sr;

namespace {

void PrintRule(std::string& text, std::string_view kind, const sr::AdminGroups& groups) {
  if (groups.any()) text += fmt::format(" affinity {}{}\n", kind, NamesOf(groups));
}

/// What algorithms are, and the names of bits.
void PrintFlexible(Printing& out) {
  const sr::SrConfig& config = out.config.sr;
  if (config.algorithms.empty() && config.links.empty()) return;
  const sr::AdminGroups used = UsedGroups(config);
  out.text += "te attribute enable\n#\npath-constraint affinity-mapping\n";
  for (std::size_t bit = 0; bit < used.size(); ++bit)
    if (used[bit]) out.text += fmt::format(" attribute BIT{} bit-sequence {}\n", bit, bit);
  out.text += "#\n";
  for (const sr::FlexAlgorithm& algorithm : config.algorithms) {
    if (!algorithm.told) continue;
    constexpr std::string_view kMetrics[] = {"igp", "delay", "te"};
    out.text +=
        fmt::format("flex-algo identifier {}\n priority {}\n", algorithm.number, algorithm.told->priority);
    PrintRule(out.text, "exclude", algorithm.told->exclude_any);
    PrintRule(out.text, "include-any", algorithm.told->include_any);
    PrintRule(out.text, "include-all", algorithm.told->include_all);
    out.text +=
        fmt::format(" metric-type {}\n#\n", kMetrics[static_cast<std::size_t>(algorithm.told->metric)]);
  }
}

}  // namespace

void PrintSr(Printing& out) {
  const sr::SrConfig& config = out.config.sr;
  if (!config.enabled) return;
  if (!out.config.ldp.enabled)
    out.text += "mpls lsr-id 192.0.2.1\n#\nmpls\n#\n";  // the model does not keep the number
  out.text += "segment-routing\n";
  if (config.over_ldp == sr::OverLdp::kYes) out.text += " tunnel-prefer segment-routing\n";
  out.text += "#\n";
  PrintFlexible(out);
}

void PrintProcessSr(Printing& out, sr::SrIgp igp, const std::string& process) {
  const sr::SrConfig& config = out.config.sr;
  if (!config.enabled || config.igp != igp || config.process != process) return;
  if (igp == sr::SrIgp::kOspf) out.text += " opaque-capability enable\n";
  out.text += fmt::format(" segment-routing mpls\n segment-routing global-block {} {}\n",
                          config.blocks.front().first, config.blocks.front().last);
  if (igp != sr::SrIgp::kIsis) return;
  for (const sr::FlexAlgorithm& algorithm : config.algorithms)
    out.text += fmt::format(" flex-algo {}\n", algorithm.number);
  if (!config.links.empty()) out.text += " advertise link attributes\n";
}

void PrintInterfaceSr(Printing& out, const model::Interface& interface) {
  const sr::SrConfig& config = out.config.sr;
  if (!config.enabled || interface.addresses.empty() || !interface.vrf.empty()) return;
  const net::Prefix subnet = interface.addresses.front().address.subnet();
  for (const sr::PrefixSid& sid : config.sids) {
    if (sid.prefix != subnet) continue;
    out.text +=
        fmt::format(" {} prefix-sid index {}", config.igp == sr::SrIgp::kIsis ? "isis" : "ospf", sid.value);
    if (sid.algorithm != sr::kShortestPath) out.text += fmt::format(" flex-algo {}", sid.algorithm);
    out.text += "\n";
  }
  const auto link = std::ranges::find(config.links, interface.name, &sr::AlgorithmLink::interface);
  if (link == config.links.end()) return;
  out.text += " te link-attribute-application flex-algo\n";
  if (link->groups.any())
    out.text += fmt::format("  link administrative group name{}\n", NamesOf(link->groups));
  if (link->te_metric) out.text += fmt::format("  metric {}\n", *link->te_metric);
}

}  // namespace ringfence::formats::huawei_vrp
