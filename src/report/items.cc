// Everything a rule can say ends in items: an offender of a flow is one item however many failure sets show
// it, a flow that does not arrive is one item a failure set, a doubt is one item a reason. The place of an
// item is the line that an engineer would change: how the packet comes to the guilty element, or what makes
// it a manager of it.

#include "report/items.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "report/names.h"

namespace ringfence::report {
namespace {

using rules::StepKind;
using rules::VerdictState;

std::string_view ValueOf(const rules::EvidenceStep& step, std::string_view key) {
  for (const auto& [name, value] : step.values) {
    if (name == key) return value;
  }
  return "";
}

/// The key of a step that names who gets power there; "" when nobody does.
std::string_view GuiltyKeyOf(StepKind kind) {
  switch (kind) {
    case StepKind::kHop:
      return "to";
    case StepKind::kUnder:
    case StepKind::kRole:
      return "element";
    case StepKind::kManages:
    case StepKind::kHosts:
      return "subject";
    default:
      return "";
  }
}

/// The line that brings the element into it: of the first step that names it, of a hop the line of its own
/// end. Without an element the last line of the evidence.
base::Span PlaceOf(const rules::Evidence& evidence, std::string_view element) {
  base::Span last;
  for (const rules::EvidenceStep& step : evidence) {
    if (step.lines.empty()) continue;
    last = step.lines.front();
    const std::string_view key = GuiltyKeyOf(step.kind);
    if (element.empty() || key.empty() || ValueOf(step, key) != element) continue;
    return step.kind == StepKind::kHop && step.lines.size() > 1 ? step.lines[1] : step.lines[0];
  }
  return last;
}

std::string LevelText(exposure::LevelSet levels) {
  std::string text;
  for (exposure::Level level : exposure::kLevels) {
    if (levels.has(level)) text += (text.empty() ? "" : ", ") + std::string(exposure::NameOf(level));
  }
  return text;
}

class Flattening {
 public:
  Flattening(const study::Snapshot& snapshot, const study::CheckResult& result)
      : snapshot_(snapshot), result_(result), names_(snapshot) {}

  std::vector<Item> Run() {
    for (const rules::RuleResult& rule : result_.rules) Rule(rule);
    return std::move(items_);
  }

 private:
  void Rule(const rules::RuleResult& rule) {
    rule_ = &rule;
    const std::size_t before = items_.size();
    for (const rules::FlowResult& flow : rule.flows) Flow(flow);
    for (const rules::Clause& clause : rule.clauses) Clause(clause);
    if (rule.clauses.empty()) {
      for (const rules::ElementResult& element : rule.elements) Element(element);
    }
    for (const rules::Reason& reason : rule.reasons) Doubt(nullptr, reason);
    if (items_.size() > before) return;
    Item item = Start(nullptr, rule.state, "");
    item.message = fmt::format("{}: {}", rule.id, rules::NameOf(rule.state));
    Keep(std::move(item));
  }

  Item Start(const rules::FlowResult* flow, VerdictState state, std::string subject) const {
    Item item;
    item.rule = rule_;
    item.flow = flow;
    item.state = state;
    item.identity = IdentityOf(rule_->id, flow == nullptr ? "" : names_.Flow(flow->flow), subject);
    item.subject = std::move(subject);
    item.place = rule_->span;
    return item;
  }

  void Keep(Item item) {
    item.message = Printable(item.message);
    if (item.waiver != nullptr) item.message += Printable("; " + AcceptedText(*item.waiver));
    items_.push_back(std::move(item));
  }

  /// The state of what a waiver may cover.
  void Settle(Item& item, const study::WaiverTarget& target, bool certain) const {
    if (item.state == VerdictState::kProved) return;
    item.waiver = study::WaiverFor(snapshot_, result_.as_of, rule_->id, target);
    if (item.waiver != nullptr) {
      item.state = VerdictState::kWaived;
    } else if (!certain) {
      item.state = VerdictState::kUndecided;
    }
  }

  void Flow(const rules::FlowResult& flow) {
    if (flow.findings.empty() && flow.reasons.empty()) {
      Item item = Start(&flow, flow.state, "");
      item.message =
          fmt::format("{}: {} for {}{}", rule_->id, rules::NameOf(flow.state), names_.Flow(flow.flow),
                      flow.delivered ? "" : "; with nothing failed the flow does not get through");
      Keep(std::move(item));
      return;
    }
    std::vector<std::pair<model::ElementId, std::vector<Showing>>> offenders;
    for (const rules::FailureFinding& finding : flow.findings) {
      if (finding.offenders.empty()) NotArriving(flow, finding);
      for (const exposure::Offender& offender : finding.offenders) {
        const auto same =
            std::ranges::find(offenders, offender.who.element, [](const auto& entry) { return entry.first; });
        if (same == offenders.end()) {
          offenders.push_back({offender.who.element, {{&finding, &offender}}});
        } else {
          same->second.push_back({&finding, &offender});
        }
      }
    }
    for (auto& [element, showings] : offenders) Exposed(flow, std::move(showings));
    for (const rules::Reason& reason : flow.reasons) Doubt(&flow, reason);
  }

  std::string FailedOf(const rules::FailureFinding& finding) const {
    const std::vector<std::string> labels = names_.Failures(finding.failed);
    return labels.empty() ? "nothing failed" : fmt::format("failed: {}", fmt::join(labels, ", "));
  }

  void Exposed(const rules::FlowResult& flow, std::vector<Showing> showings) {
    const exposure::ElementInSet& who = showings.front().offender->who;
    Item item = Start(&flow, flow.state, names_.Element(who.element));
    std::string shown;
    for (const Showing& showing : showings) {
      shown += fmt::format("{}{} ({})", shown.empty() ? "" : "; ", LevelText(showing.offender->levels),
                           FailedOf(*showing.finding));
    }
    item.message = fmt::format("{}: {} {} exposed to {} ({}, {}): {}", rule_->id, names_.Flow(flow.flow),
                               flow.state == VerdictState::kUndecided ? "may be" : "is", item.subject,
                               names_.Party(who.party),
                               model::kPartyRoleNames[static_cast<std::size_t>(who.role)], shown);
    Settle(item, {flow.flow, who.element}, who.membership == exposure::Membership::kYes);
    PlaceIn(item, showings.front().finding->evidence, item.subject);
    item.showings = std::move(showings);
    Keep(std::move(item));
  }

  void NotArriving(const rules::FlowResult& flow, const rules::FailureFinding& finding) {
    std::string failed = fmt::format("{}", fmt::join(names_.Failures(finding.failed), " "));
    Item item = Start(&flow, flow.state, failed.empty() ? "nothing failed" : std::move(failed));
    item.message = fmt::format("{}: {} ({})", rule_->id, finding.text, FailedOf(finding));
    Settle(item, {flow.flow, {}}, true);
    PlaceIn(item, finding.evidence, "");
    item.showings = {{&finding, nullptr}};
    Keep(std::move(item));
  }

  void PlaceIn(Item& item, const rules::Evidence& evidence, std::string_view element) const {
    const base::Span place = PlaceOf(evidence, element);
    if (place.valid()) item.place = place;
    for (const rules::EvidenceStep& step : evidence) {
      const bool role = step.kind == StepKind::kRole && ValueOf(step, "element") == element;
      if (role || step.kind == StepKind::kListed)
        item.lines.insert(item.lines.end(), step.lines.begin(), step.lines.end());
    }
  }

  void Element(const rules::ElementResult& element) {
    if (!element.offends) return;
    Item item = Start(nullptr, VerdictState::kViolated, names_.Element(element.element));
    item.message =
        fmt::format("{}: {} ({}): {}", rule_->id, item.subject, names_.Party(element.party), element.why);
    Settle(item, {{}, element.element}, element.membership == exposure::Membership::kYes);
    if (!element.spans.empty()) item.place = element.spans.back();
    item.lines = element.spans;
    Keep(std::move(item));
  }

  void Clause(const rules::Clause& clause) {
    if (!clause.judged) return;
    Item item =
        Start(nullptr, clause.holds ? VerdictState::kProved : VerdictState::kViolated, clause.measure);
    item.message =
        fmt::format("{}: {} {} of {}, limit {}.{:02}%", rule_->id, clause.measure, clause.numerator,
                    clause.denominator, rule_->limit_bp / 100, rule_->limit_bp % 100);
    // Doubts of a rule about shares are about its measures: with some, no measure is proved.
    const bool open = clause.holds ? !rule_->reasons.empty() : rule_->state == VerdictState::kUndecided;
    if (open) item.state = VerdictState::kUndecided;
    if (!clause.holds && !open) Settle(item, {}, true);
    Keep(std::move(item));
  }

  void Doubt(const rules::FlowResult* flow, const rules::Reason& reason) {
    Item item = Start(flow, VerdictState::kUndecided, reason.text);
    item.message = fmt::format("{}: undecided{}{}: {}", rule_->id, flow == nullptr ? "" : " for ",
                               flow == nullptr ? "" : names_.Flow(flow->flow), reason.text);
    if (!reason.spans.empty()) item.place = reason.spans.front();
    item.lines = reason.spans;
    Keep(std::move(item));
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  Names names_;
  const rules::RuleResult* rule_ = nullptr;
  std::vector<Item> items_;
};

void AddPart(std::string_view part, std::string& out) {
  for (const char c : part) {
    if (c == '%') {
      out += "%25";
    } else if (c == '/') {
      out += "%2F";
    } else {
      out += c;
    }
  }
}

}  // namespace

std::vector<Item> ItemsOf(const study::Snapshot& snapshot, const study::CheckResult& result) {
  return Flattening(snapshot, result).Run();
}

std::string IdentityOf(std::string_view rule, std::string_view flow, std::string_view subject) {
  std::string out;
  AddPart(rule, out);
  out += '/';
  AddPart(flow, out);
  out += '/';
  AddPart(subject, out);
  return out;
}

std::string FileOf(const study::Snapshot& snapshot, base::Span place, std::string_view folder) {
  if (!place.valid()) return "";
  return std::string(folder) + std::string(snapshot.sources.PlaceOf(place).file);
}

std::uint32_t LineOf(const study::Snapshot& snapshot, base::Span place) {
  return place.valid() ? std::max(1U, snapshot.sources.PlaceOf(place).line) : 1U;
}

std::string Printable(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = base::Utf8Length(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    // C1 controls are the two bytes C2 80 .. C2 9F; U+2028 and U+2029 end lines in some readers.
    const bool c1 = length == 2 && byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    const std::string_view sequence = text.substr(at, length);
    const bool separator = sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9";
    if (length == 0 || byte < 0x20 || byte == 0x7F || c1 || separator) {
      out += kReplacement;
    } else {
      out += sequence;
    }
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace ringfence::report
