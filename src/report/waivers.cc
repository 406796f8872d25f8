#include "report/waivers.h"

#include <fmt/format.h>

#include "report/names.h"

namespace ringfence::report {
namespace {

std::string TargetOf(const model::Waiver& waiver) {
  if (waiver.flow.empty() && waiver.element.empty()) return "all of it";
  if (waiver.element.empty()) return waiver.flow;
  return waiver.flow.empty() ? waiver.element : waiver.element + " over " + waiver.flow;
}

}  // namespace

std::string AcceptedText(const model::Waiver& waiver) {
  return fmt::format("accepted by {} until {}: {}", waiver.owner, base::ToString(waiver.expires),
                     waiver.reason);
}

std::vector<std::string> WaiverLines(const study::Snapshot& snapshot, const study::CheckResult& result,
                                     std::string_view rule) {
  const Names names(snapshot);
  std::vector<std::string> lines;
  for (const study::WaiverResult& use : result.waivers) {
    const model::Waiver& waiver = snapshot.policy.waivers[use.waiver];
    if (waiver.rule != rule) continue;
    const std::string place = names.Place(waiver.span);
    switch (use.use) {
      case study::WaiverUse::kUsed:
        lines.push_back(
            fmt::format("waiver for {}: {}  [{}]", TargetOf(waiver), AcceptedText(waiver), place));
        break;
      case study::WaiverUse::kExpired:
        lines.push_back(fmt::format("waiver for {}: expired on {}, so it covers nothing ({}: {})  [{}]",
                                    TargetOf(waiver), base::ToString(waiver.expires), waiver.owner,
                                    waiver.reason, place));
        break;
      case study::WaiverUse::kUnused:
        lines.push_back(fmt::format("waiver for {}: there is nothing for it to cover ({}: {})  [{}]",
                                    TargetOf(waiver), waiver.owner, waiver.reason, place));
        break;
    }
  }
  return lines;
}

std::string ChangeText(const study::StatementChange& change) {
  return fmt::format("{}: {}{}{}{}{} ({})",
                     study::kStatementChangeNames[static_cast<std::size_t>(change.kind)], change.key.rule,
                     change.key.flow.empty() ? "" : " over ", change.key.flow,
                     change.key.subject.empty() ? "" : ": ", change.key.subject, rules::NameOf(change.state));
}

std::vector<std::string> BaselineLines(const study::BaselineResult& baseline) {
  using Kind = study::StatementChange::Kind;
  std::vector<std::string> lines = {
      fmt::format("against the baseline: {} new, {} worsened, {} known, {} fixed", baseline.Count(Kind::kNew),
                  baseline.Count(Kind::kWorsened), baseline.known, baseline.Count(Kind::kFixed))};
  for (const study::StatementChange& change : baseline.changes) {
    if (change.kind == Kind::kFixed) lines.push_back(ChangeText(change));
  }
  for (const std::string& rule : baseline.not_judged)
    lines.push_back(fmt::format("not judged any more, so nothing is known of it: {}", rule));
  return lines;
}

}  // namespace ringfence::report
