// One line for each step of evidence. Steps that only the checker needs have none.

#include "report/text/evidence_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::report::text {
namespace {

using rules::EvidenceStep;
using rules::StepKind;

/// Blanks before a step, and before the frames below it.
constexpr std::size_t kStepIndent = 8;
constexpr std::size_t kFrameIndent = 11;

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

/// A table was asked because a policy says so, or because labels came on or off.
std::string LookupText(const EvidenceStep& step) {
  const std::string packet = ValueOf(step, "packet");
  if (!packet.empty())
    return fmt::format("{} translates addresses by {}: {}", ValueOf(step, "at"), ValueOf(step, "translation"),
                       packet);
  const std::string labels = ValueOf(step, "labels");
  if (labels.empty()) {
    return fmt::format("{} looks up where policy {} {} says", ValueOf(step, "at"), ValueOf(step, "policy"),
                       ValueOf(step, "term"));
  }
  if (labels == "none") return fmt::format("{} goes on without labels", ValueOf(step, "at"));
  return fmt::format("{} goes on under labels {}", ValueOf(step, "at"), labels);
}

std::string OwnedText(const EvidenceStep& step) {
  const std::string threshold = ValueOf(step, "threshold");
  if (threshold.empty()) {
    return fmt::format("{} holds {} of {}", ValueOf(step, "party"), ValueOf(step, "holds"),
                       ValueOf(step, "of"));
  }
  return fmt::format("covered owners hold {} of {} (threshold {})", ValueOf(step, "covered-share"),
                     ValueOf(step, "party"), threshold);
}

/// The element a step is about, and what it says behind its name.
struct Subject {
  std::string name;
  std::string rest;
};

/// Steps that begin with an element; nullopt for the others.
std::optional<Subject> SubjectOf(const EvidenceStep& step) {
  switch (step.kind) {
    case StepKind::kUnder:
      return Subject{ValueOf(step, "element"), " carries link " + ValueOf(step, "link")};
    case StepKind::kManages:
      return Subject{ValueOf(step, "subject"),
                     fmt::format(" manages {}: {}", ValueOf(step, "object"), ValueOf(step, "because"))};
    case StepKind::kHosts:
      return Subject{ValueOf(step, "subject"), " hosts " + ValueOf(step, "object")};
    default:
      return std::nullopt;
  }
}

/// Text of the steps that begin with something else; "" for steps that only the checker needs.
std::string PlainText(const EvidenceStep& step) {
  switch (step.kind) {
    case StepKind::kWraps:
      return fmt::format("inside tunnel {} until {}", ValueOf(step, "tunnel"), ValueOf(step, "until"));
    case StepKind::kLine:
      return LookupText(step);
    case StepKind::kArrives:
      return fmt::format("{} at {}", ValueOf(step, "ending"), ValueOf(step, "at"));
    case StepKind::kCopies:
      return fmt::format("{} copies {} ({} {}) to {}{}", ValueOf(step, "at"), ValueOf(step, "shows"),
                         ValueOf(step, "interface"), ValueOf(step, "way"), ValueOf(step, "to-port"),
                         ValueOf(step, "to-address"));
    case StepKind::kRole:
      return fmt::format("{} is {} of {}", ValueOf(step, "party"), ValueOf(step, "role"),
                         ValueOf(step, "element"));
    case StepKind::kListed:
      return fmt::format("{} is listed", ValueOf(step, "party"));
    case StepKind::kOwned:
      return OwnedText(step);
    default:
      return "";
  }
}

class EvidenceWriter {
 public:
  EvidenceWriter(const rules::FailureFinding& finding, const Names& names, Page& page) : page_(page) {
    for (const exposure::Offender& offender : finding.offenders)
      guilty_.push_back(names.Element(offender.who.element));
  }

  /// False when there is nothing to say about the step.
  bool Write(const EvidenceStep& step) {
    const Paint& paint = page_.paint();
    if (step.kind == StepKind::kHop) return Hop(step), true;
    if (const auto subject = SubjectOf(step)) {
      const bool guilty = IsGuilty(subject->name);
      page_.Line(kStepIndent + 3, {guilty ? paint.bad : Tint{}, subject->name, guilty ? " <<<" : "",
                                   guilty ? paint.off : Tint{}, subject->rest});
      return true;
    }
    const std::string text = PlainText(step);
    if (!text.empty()) page_.Line(kStepIndent + 3, {text});
    return !text.empty();
  }

 private:
  bool IsGuilty(const std::string& name) const { return std::ranges::count(guilty_, name) > 0; }

  void Hop(const EvidenceStep& step) {
    const Paint& paint = page_.paint();
    const std::string to = ValueOf(step, "to");
    const bool guilty = IsGuilty(to);
    page_.Line(kStepIndent, {ValueOf(step, "direction") == "backward" ? "<- " : "-> ", ValueOf(step, "from"),
                             "[", ValueOf(step, "from-interface"), "] -> ", guilty ? paint.bad : Tint{}, to,
                             "[", ValueOf(step, "to-interface"), "]", guilty ? " <<<" : "",
                             guilty ? paint.off : Tint{}, Named("  policy ", ValueOf(step, "policy")),
                             Named(" ", ValueOf(step, "term")), Named("  route ", ValueOf(step, "route"))});
  }

  Page& page_;
  std::vector<std::string> guilty_;
};

}  // namespace

void WriteEvidence(const rules::FailureFinding& finding, const Names& names, Frames& frames, Page& page) {
  EvidenceWriter writer(finding, names, page);
  for (const EvidenceStep& step : finding.evidence) {
    if (writer.Write(step)) frames.Show(kFrameIndent, step.lines);
  }
}

}  // namespace ringfence::report::text
