// `check` for people: a verdict a rule, each violation like a compiler error, a summary at the end.

#include <fmt/format.h>

#include <algorithm>

#include "report/text/text.h"
#include "report/waivers.h"

namespace ringfence::report::text {
namespace {

using rules::EvidenceStep;
using rules::StepKind;
using rules::VerdictState;

/// Reasons and findings printed in full for one flow (origin: a screen; the rest is counted, JSON has all).
constexpr std::size_t kShownMax = 12;

std::string ValueOf(const EvidenceStep& step, std::string_view key) {
  for (const auto& [name, value] : step.values) {
    if (name == key) return value;
  }
  return "";
}

/// A value behind what it is; "" without one.
std::string Named(std::string_view what, const std::string& value) {
  return value.empty() ? "" : std::string(what) + value;
}

class CheckWriter {
 public:
  CheckWriter(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style)
      : snapshot_(snapshot), result_(result), style_(style), names_(snapshot), paint_(style.color) {}

  std::string Write() {
    for (const rules::RuleResult& rule : result_.rules) Rule(rule);
    for (const rules::Conflict& conflict : result_.conflicts) Conflict(conflict);
    Summary();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void Print(fmt::format_string<Args...> format, Args&&... args) {
    out_ += fmt::format(format, std::forward<Args>(args)...);
  }

  void Rule(const rules::RuleResult& rule) {
    Print("{}{}{}  {}{}{}  ({}, {})\n", paint_.Of(rule.state), rules::NameOf(rule.state), paint_.off,
          paint_.bold, rule.id, paint_.off, rule.kind, names_.Party(rule.party));
    Print("  {}because: {}  [{}]{}\n", paint_.faint, rule.because, names_.Place(rule.span), paint_.off);
    for (const rules::FlowResult& flow : rule.flows) Flow(flow);
    for (const rules::Clause& clause : rule.clauses) Clause(clause, rule.limit_bp);
    if (rule.clauses.empty()) {
      for (const rules::ElementResult& element : rule.elements) Element(element);
    }
    Reasons(rule.reasons, "  ");
    for (const std::string& line : WaiverLines(snapshot_, result_, rule.id)) Print("  {}\n", line);
    out_ += '\n';
  }

  void Flow(const rules::FlowResult& flow) {
    const std::string& about = snapshot_.policy.flows[flow.flow.index()].about;
    Print("  {}{}{}  {}{}  [{} failure sets tried]\n", paint_.Of(flow.state), rules::NameOf(flow.state),
          paint_.off, names_.Flow(flow.flow), about.empty() ? "" : ": " + about, flow.sets_tried);
    // A flow nobody delivers is exposed to nobody: true, and rarely what its author meant.
    if (!flow.delivered) Print("    with nothing failed, the flow does not get through\n");
    for (std::size_t i = 0; i < flow.findings.size() && i < kShownMax; ++i) Finding(flow.findings[i]);
    if (flow.findings.size() > kShownMax)
      Print("    ... and {} more failure sets (see -f json)\n", flow.findings.size() - kShownMax);
    for (const exposure::FailureSet& set : flow.clean)
      Print("    clean while {}\n", FailedText(names_.Failures(set)));
    Reasons(flow.reasons, "    ");
  }

  void Finding(const rules::FailureFinding& finding) {
    Print("    {}{}{}\n", paint_.bold, FailedText(names_.Failures(finding.failed)), paint_.off);
    if (finding.offenders.empty()) Print("      {}\n", finding.text);
    for (const exposure::Offender& offender : finding.offenders) {
      std::string levels;
      for (exposure::Level level : exposure::kLevels) {
        if (offender.levels.has(level))
          levels += (levels.empty() ? "" : ", ") + std::string(exposure::NameOf(level));
      }
      Print("      {}{}{} ({}, {}) {}: {}\n", paint_.bad, names_.Element(offender.who.element), paint_.off,
            names_.Party(offender.who.party),
            model::kPartyRoleNames[static_cast<std::size_t>(offender.who.role)], HowText(offender), levels);
    }
    if (style_.explain) EvidenceText(finding);
  }

  void EvidenceText(const rules::FailureFinding& finding) {
    std::vector<std::string> guilty;
    for (const exposure::Offender& offender : finding.offenders)
      guilty.push_back(names_.Element(offender.who.element));
    for (const EvidenceStep& step : finding.evidence) {
      const std::string text = StepText(step, guilty);
      if (text.empty()) continue;
      Print("        {}\n", text);
      for (base::Span line : step.lines) {
        Print("          {}{}: {}{}\n", paint_.faint, names_.Place(line), names_.Line(line), paint_.off);
      }
    }
  }

  static std::string_view HowText(const exposure::Offender& offender) {
    if (!offender.carries) return "controls what carries it";
    return offender.copied ? "gets copies of the flow" : "carries the flow";
  }

  /// A table was asked because a policy says so, or because labels came on or off.
  static std::string LookupText(const EvidenceStep& step) {
    const std::string labels = ValueOf(step, "labels");
    if (labels.empty()) {
      return fmt::format("   {} looks up where policy {} {} says", ValueOf(step, "at"),
                         ValueOf(step, "policy"), ValueOf(step, "term"));
    }
    if (labels == "none") return fmt::format("   {} goes on without labels", ValueOf(step, "at"));
    return fmt::format("   {} goes on under labels {}", ValueOf(step, "at"), labels);
  }

  /// One line for a step; "" for steps that only the checker needs.
  std::string StepText(const EvidenceStep& step, const std::vector<std::string>& guilty) const {
    const auto mark = [&](const std::string& name) {
      return std::ranges::count(guilty, name) > 0 ? fmt::format("{}{}{} <<<", paint_.bad, name, paint_.off)
                                                  : name;
    };
    switch (step.kind) {
      case StepKind::kHop:
        return fmt::format("{} {}[{}] -> {}[{}]{}{}{}",
                           ValueOf(step, "direction") == "backward" ? "<-" : "->", ValueOf(step, "from"),
                           ValueOf(step, "from-interface"), mark(ValueOf(step, "to")),
                           ValueOf(step, "to-interface"), Named("  policy ", ValueOf(step, "policy")),
                           Named(" ", ValueOf(step, "term")), Named("  route ", ValueOf(step, "route")));
      case StepKind::kWraps:
        return fmt::format("   inside tunnel {} until {}", ValueOf(step, "tunnel"), ValueOf(step, "until"));
      case StepKind::kLine:
        return LookupText(step);
      case StepKind::kArrives:
        return fmt::format("   {} at {}", ValueOf(step, "ending"), ValueOf(step, "at"));
      case StepKind::kUnder:
        return fmt::format("   {} carries link {}", mark(ValueOf(step, "element")), ValueOf(step, "link"));
      case StepKind::kCopies:
        return fmt::format("   {} copies {} ({} {}) to {}{}", ValueOf(step, "at"), ValueOf(step, "shows"),
                           ValueOf(step, "interface"), ValueOf(step, "way"), ValueOf(step, "to-port"),
                           ValueOf(step, "to-address"));
      case StepKind::kManages:
        return fmt::format("   {} manages {}: {}", mark(ValueOf(step, "subject")), ValueOf(step, "object"),
                           ValueOf(step, "because"));
      case StepKind::kHosts:
        return fmt::format("   {} hosts {}", mark(ValueOf(step, "subject")), ValueOf(step, "object"));
      case StepKind::kRole:
        return fmt::format("   {} is {} of {}", ValueOf(step, "party"), ValueOf(step, "role"),
                           ValueOf(step, "element"));
      case StepKind::kListed:
        return fmt::format("   {} is listed", ValueOf(step, "party"));
      case StepKind::kOwned:
        return ValueOf(step, "threshold").empty()
                   ? fmt::format("   {} holds {} of {}", ValueOf(step, "party"), ValueOf(step, "holds"),
                                 ValueOf(step, "of"))
                   : fmt::format("   covered owners hold {} of {} (threshold {})",
                                 ValueOf(step, "covered-share"), ValueOf(step, "party"),
                                 ValueOf(step, "threshold"));
      default:
        return "";
    }
  }

  void Clause(const rules::Clause& clause, std::uint32_t limit_bp) {
    const double share = clause.denominator == 0 ? 0
                                                 : 100.0 * static_cast<double>(clause.numerator) /
                                                       static_cast<double>(clause.denominator);
    const std::string_view verdict = !clause.judged ? "for information" : clause.holds ? "holds" : "fails";
    const bool traffic = clause.measure.starts_with("traffic");
    const auto amount = [traffic](std::uint64_t value) {
      return traffic ? fmt::format("{:.3g} Gbps", static_cast<double>(value) / 1e9)
                     : fmt::format("{}", value);
    };
    Print("  {}{}{}  {}: {} of {} = {:.2f}% (limit {:.2f}%)\n",
          !clause.judged ? paint_.faint
          : clause.holds ? paint_.good
                         : paint_.bad,
          verdict, paint_.off, clause.measure, amount(clause.numerator), amount(clause.denominator), share,
          limit_bp / 100.0);
  }

  void Element(const rules::ElementResult& element) {
    Print("  {}{}{} ({}): {}{}\n", element.offends ? paint_.bad : paint_.faint,
          names_.Element(element.element), paint_.off, names_.Party(element.party), element.why,
          element.offends ? "" : ", outside: near miss");
    for (base::Span line : element.spans) {
      if (element.offends)
        Print("    {}{}: {}{}\n", paint_.faint, names_.Place(line), names_.Line(line), paint_.off);
    }
  }

  void Reasons(const std::vector<rules::Reason>& reasons, std::string_view indent) {
    for (std::size_t i = 0; i < reasons.size() && i < kShownMax; ++i) {
      Print("{}{}undecided:{} {}\n", indent, paint_.open, paint_.off, reasons[i].text);
      for (base::Span line : reasons[i].spans)
        Print("{}  {}{}: {}{}\n", indent, paint_.faint, names_.Place(line), names_.Line(line), paint_.off);
    }
    if (reasons.size() > kShownMax)
      Print("{}... and {} more reasons (see -f json)\n", indent, reasons.size() - kShownMax);
  }

  void Conflict(const rules::Conflict& conflict) {
    Print("{}conflict{}  {} and {} cannot both hold for {}: without what {} forbids, the flow has no path\n",
          paint_.bad, paint_.off, conflict.deny_rule, conflict.deliver_rule, names_.Flow(conflict.flow),
          conflict.deny_rule);
    for (const std::vector<std::string>& core : conflict.minimal_cores)
      Print("  because of {}\n", fmt::join(core, " and "));
    out_ += '\n';
  }

  void Summary() {
    if (result_.baseline) {
      for (const std::string& line : BaselineLines(*result_.baseline)) Print("{}\n", line);
      Print("{}{}{} as of {}, known or not\n", paint_.Of(result_.state), rules::NameOf(result_.state),
            paint_.off, base::ToString(result_.as_of));
      return;
    }
    std::size_t counts[std::size(rules::kVerdictNames)] = {};
    for (const rules::RuleResult& rule : result_.rules) ++counts[static_cast<std::size_t>(rule.state)];
    Print(
        "{}{}{} as of {}: {} proved, {} violated,{} {} undecided, {} not in force; {} conflicts; {} failure "
        "sets\n",
        paint_.Of(result_.state), rules::NameOf(result_.state), paint_.off, base::ToString(result_.as_of),
        counts[1], counts[3], counts[4] > 0 ? fmt::format(" {} waived,", counts[4]) : "", counts[2],
        counts[0], result_.conflicts.size(), result_.failure_sets);
    const study::Census& census = result_.census;
    Print("configuration lines: {} modelled, {} irrelevant, {} not modelled, {} unknown\n", census.modelled,
          census.irrelevant, census.unmodelled, census.unknown);
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  const Style& style_;
  Names names_;
  Paint paint_;
  std::string out_;
};

}  // namespace

std::string CheckText(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  return CheckWriter(snapshot, result, style).Write();
}

}  // namespace ringfence::report::text
