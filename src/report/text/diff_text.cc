// `diff` for people: "-" is the first snapshot, "+" the second.

#include <fmt/format.h>

#include "report/text/text.h"
#include "report/waivers.h"

namespace ringfence::report::text {
namespace {

void Lines(std::string& out, std::string_view mark, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out += fmt::format("  {} {}\n", mark, line);
}

void Flow(std::string& out, const study::FlowChange& flow) {
  out += fmt::format("flow {}\n", flow.flow);
  if (flow.stated_before != flow.stated_after)
    out += flow.stated_after ? "  + stated in the policy\n" : "  - stated in the policy\n";
  if (flow.delivered_before != flow.delivered_after)
    out += flow.delivered_after ? "  + delivered\n" : "  - delivered\n";
  Lines(out, "-", flow.paths_lost);
  Lines(out, "+", flow.paths_gained);
  Lines(out, "-", flow.exposures_lost);
  Lines(out, "+", flow.exposures_gained);
}

}  // namespace

std::string DiffText(const study::Snapshot&, const study::SnapshotDiff& diff, const Style&) {
  std::string out;
  for (const std::string& node : diff.nodes_lost) out += fmt::format("- device {}\n", node);
  for (const std::string& node : diff.nodes_gained) out += fmt::format("+ device {}\n", node);
  for (const study::RouteDifference& route : diff.routes) {
    out += fmt::format("route {} {} {}\n", route.node, route.vrf, route.prefix);
    Lines(out, "-", route.before);
    Lines(out, "+", route.after);
  }
  for (const study::FlowChange& flow : diff.flows) Flow(out, flow);
  for (const study::RuleDifference& rule : diff.rules)
    out += fmt::format("rule {}: {} -> {}\n", rule.id, rules::NameOf(rule.before), rules::NameOf(rule.after));
  if (diff.statements) {
    for (const study::StatementChange& change : diff.statements->changes) out += ChangeText(change) + "\n";
    for (const std::string& rule : diff.statements->not_judged)
      out += fmt::format("not judged in the second: {}\n", rule);
  }
  if (!diff.with_flows)
    out += "flows and verdicts are not compared: not both snapshots have a ringfence.yaml\n";
  return out + (diff.same() ? "the same\n" : "different\n");
}

}  // namespace ringfence::report::text
