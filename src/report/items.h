// A check result as a flat list of statements, for formats that know no rules: one a violation, doubt, pass.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/waivers.h"
#include "study/check.h"

namespace ringfence::report {

/// Where a violation shows: a finding and the offender in it; no offender when the flow does not arrive.
struct Showing {
  const rules::FailureFinding* finding = nullptr;
  const exposure::Offender* offender = nullptr;
};

/// One statement. Pointers lead into the result and the snapshot, which must outlive it.
struct Item {
  const rules::RuleResult* rule = nullptr;
  const rules::FlowResult* flow = nullptr;  ///< nullptr: about no flow
  rules::VerdictState state = rules::VerdictState::kProved;
  const model::Waiver* waiver = nullptr;  ///< of what is waived
  std::string subject;                    ///< element, failing elements, measure or doubt; "" of a pass
  std::string message;                    ///< sentences for people, on one line
  std::vector<Showing> showings;          ///< smallest failure set first
  base::Span place;                       ///< the line that makes it so; the rule's when there is none
  std::vector<base::Span> lines;          ///< further lines it rests on
  std::string identity;                   ///< "rule/flow/subject": the same as long as the three are
};

/// All statements of a result: rules in order, in a rule its flows, elements, measures and doubts in order.
std::vector<Item> ItemsOf(const study::Snapshot& snapshot, const study::CheckResult& result);

/// The parts with '/' between them; '%' and '/' inside of a part become %25 and %2F.
std::string IdentityOf(std::string_view rule, std::string_view flow, std::string_view subject);

/// The file of a place as the reader of a report finds it: `folder` and the file's name. "" without a place.
std::string FileOf(const study::Snapshot& snapshot, base::Span place, std::string_view folder);
/// Line of a place, at least 1.
std::uint32_t LineOf(const study::Snapshot& snapshot, base::Span place);

/// Valid UTF-8 without control characters: a wrong byte and every control character, line ends included,
/// becomes U+FFFD. What is left cannot start a line of its own in anybody's log.
std::string Printable(std::string_view text);

}  // namespace ringfence::report
