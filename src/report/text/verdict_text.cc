// What came of a rule. Each part begins with a sign and a word, so that nothing rests on colour.

#include "report/text/verdict_text.h"

#include <fmt/format.h>

#include "report/text/evidence_text.h"
#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

std::string_view HowText(const exposure::Offender& offender) {
  if (!offender.carries) return "controls what carries it";
  return offender.copied ? "gets copies of the flow" : "carries the flow";
}

/// "CE-EMB (10.100.1.10/32)".
std::string EndText(const model::Flow& flow, std::size_t end) {
  std::string hosts;
  for (const net::Prefix& host : flow.hosts[end]) hosts += (hosts.empty() ? "" : ", ") + net::ToString(host);
  return fmt::format("{} ({})", flow.ends[end], hosts);
}

}  // namespace

std::string ShareText(const rules::Clause& clause) {
  const double share = clause.denominator == 0 ? 0
                                               : 100.0 * static_cast<double>(clause.numerator) /
                                                     static_cast<double>(clause.denominator);
  const bool traffic = clause.measure.starts_with("traffic");
  const auto amount = [traffic](std::uint64_t value) {
    return traffic ? fmt::format("{:.3g} Gbps", static_cast<double>(value) / 1e9) : fmt::format("{}", value);
  };
  return fmt::format("{:.2f}% ({} of {})", share, amount(clause.numerator), amount(clause.denominator));
}

void WriteState(std::size_t indent, rules::VerdictState state, std::string_view rest, Page& page) {
  page.Line(indent,
            {page.paint().Of(state), MarkOf(state), " ", rules::NameOf(state), page.paint().off, "  ", rest});
}

void VerdictWriter::Write(const rules::RuleResult& rule) {
  for (const rules::FlowResult& flow : rule.flows) Flow(flow);
  for (const rules::Clause& clause : rule.clauses) Clause(clause, rule.limit_bp);
  if (rule.clauses.empty()) {
    for (const rules::ElementResult& element : rule.elements) Element(element);
  }
  Reasons(rule.reasons, 2);
  for (const std::string& fix : rule.fixes) page_.Line(2, {"fix: ", fix});
}

void VerdictWriter::Flow(const rules::FlowResult& flow) {
  const model::Flow& stated = snapshot_.policy.flows[flow.flow.index()];
  WriteState(
      2, flow.state,
      fmt::format("{}{}  [{} failure {} tried]", stated.id, stated.about.empty() ? "" : ": " + stated.about,
                  flow.sets_tried, flow.sets_tried == 1 ? "set" : "sets"),
      page_);
  if (flow.findings.empty() && flow.reasons.empty() && flow.delivered) return;
  page_.Line(4, {page_.paint().faint, "between ", EndText(stated, 0), " and ", EndText(stated, 1),
                 page_.paint().off});
  // A flow nobody delivers is exposed to nobody: true, and rarely what its author meant.
  if (!flow.delivered) page_.Line(4, {"with nothing failed, the flow does not get through"});
  for (std::size_t i = 0; i < flow.findings.size() && i < kShownMax; ++i) Finding(flow.findings[i]);
  if (flow.findings.size() > kShownMax)
    page_.Line(4,
               {fmt::format("... and {} more failure sets (see -f json)", flow.findings.size() - kShownMax)});
  for (const exposure::FailureSet& set : flow.clean)
    page_.Line(4, {"clean while ", FailedText(names_.Failures(set))});
  Reasons(flow.reasons, 4);
}

void VerdictWriter::Finding(const rules::FailureFinding& finding) {
  const Paint& paint = page_.paint();
  page_.Line(4, {paint.bold, FailedText(names_.Failures(finding.failed)), paint.off});
  if (finding.offenders.empty()) page_.Line(6, {finding.text});
  for (const exposure::Offender& offender : finding.offenders) {
    page_.Line(6, {paint.bad, "x ", names_.Element(offender.who.element), paint.off, " (",
                   names_.Party(offender.who.party), ", ",
                   model::kPartyRoleNames[static_cast<std::size_t>(offender.who.role)], ") ",
                   HowText(offender), ": ", LevelWords(offender.levels)});
  }
  if (evidence_) WriteEvidence(finding, names_, frames_, page_);
}

void VerdictWriter::Clause(const rules::Clause& clause, std::uint32_t limit_bp) {
  const Paint& paint = page_.paint();
  const std::string_view verdict = !clause.judged ? "- for information"
                                   : clause.holds ? "+ holds"
                                                  : "x fails";
  page_.Line(2, {!clause.judged ? paint.faint
                 : clause.holds ? paint.good
                                : paint.bad,
                 verdict, paint.off, "  ", clause.measure, ": ", ShareText(clause),
                 fmt::format(", limit {:.2f}%", limit_bp / 100.0)});
}

void VerdictWriter::Element(const rules::ElementResult& element) {
  const Paint& paint = page_.paint();
  page_.Line(2, {element.offends ? paint.bad : paint.faint, element.offends ? "x " : "- ",
                 names_.Element(element.element), paint.off, " (", names_.Party(element.party),
                 "): ", element.why, element.offends ? "" : ", outside: near miss"});
  if (element.offends && evidence_) frames_.Show(6, element.spans);
}

void VerdictWriter::Reasons(const std::vector<rules::Reason>& reasons, std::size_t indent) {
  const Paint& paint = page_.paint();
  for (std::size_t i = 0; i < reasons.size() && i < kShownMax; ++i) {
    page_.Line(indent, {paint.open, "? undecided:", paint.off, " ", reasons[i].text});
    frames_.Show(indent + 4, reasons[i].spans);
  }
  if (reasons.size() > kShownMax)
    page_.Line(indent, {fmt::format("... and {} more reasons (see -f json)", reasons.size() - kShownMax)});
}

}  // namespace ringfence::report::text
