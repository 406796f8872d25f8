// `diff` for people: "-" is the first snapshot, "+" the second.

#include "report/text/page.h"
#include "report/text/text.h"
#include "report/waivers.h"

namespace ringfence::report::text {
namespace {

void Lines(Page& page, const char* mark, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) page.Line(2, {mark, line});
}

void Flow(Page& page, const study::FlowChange& flow) {
  page.Line(0, {"flow ", flow.flow});
  if (flow.stated_before != flow.stated_after)
    page.Line(2, {flow.stated_after ? "+ stated in the policy" : "- stated in the policy"});
  if (flow.delivered_before != flow.delivered_after)
    page.Line(2, {flow.delivered_after ? "+ delivered" : "- delivered"});
  Lines(page, "- ", flow.paths_lost);
  Lines(page, "+ ", flow.paths_gained);
  Lines(page, "- ", flow.exposures_lost);
  Lines(page, "+ ", flow.exposures_gained);
}

void Statements(Page& page, const study::SnapshotDiff& diff) {
  for (const study::RuleDifference& rule : diff.rules)
    page.Line(0, {"rule ", rule.id, ": ", rules::NameOf(rule.before), " -> ", rules::NameOf(rule.after)});
  if (!diff.statements) return;
  for (const study::StatementChange& change : diff.statements->changes) page.Line(0, {ChangeText(change)});
  for (const std::string& rule : diff.statements->not_judged)
    page.Line(0, {"not judged in the second: ", rule});
}

}  // namespace

std::string DiffText(const study::Snapshot&, const study::SnapshotDiff& diff, const Style& style) {
  Page page(style);
  for (const std::string& node : diff.nodes_lost) page.Line(0, {"- device ", node});
  for (const std::string& node : diff.nodes_gained) page.Line(0, {"+ device ", node});
  for (const study::RouteDifference& route : diff.routes) {
    page.Line(0, {"route ", route.node, " ", route.vrf, " ", route.prefix});
    Lines(page, "- ", route.before);
    Lines(page, "+ ", route.after);
  }
  for (const study::FlowChange& flow : diff.flows) Flow(page, flow);
  Statements(page, diff);
  if (!diff.with_flows)
    page.Line(0, {"flows and verdicts are not compared: not both snapshots have a ringfence.yaml"});
  page.Line(0, {diff.same() ? "the same" : "different"});
  return page.Take();
}

}  // namespace ringfence::report::text
