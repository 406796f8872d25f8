// One command a statement that somebody has to look at: violated is an error, undecided a warning, waived a
// notice; what is proved says nothing. The last line is the verdict, for the log.

#include "report/github/github.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/items.h"
#include "report/report.h"

namespace ringfence::report::github {
namespace {

using rules::VerdictState;

std::string_view CommandOf(VerdictState state) {
  switch (state) {
    case VerdictState::kViolated:
      return "error";
    case VerdictState::kUndecided:
      return "warning";
    case VerdictState::kWaived:
      return "notice";
    case VerdictState::kProved:
    case VerdictState::kNotInForce:
      break;
  }
  return "";
}

std::string Check(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  std::string out;
  for (const Item& item : ItemsOf(snapshot, result)) {
    const std::string_view command = CommandOf(item.state);
    if (command.empty()) continue;
    const std::string title = fmt::format("{} {}", rules::NameOf(item.state), item.rule->id);
    out += fmt::format("::{} file={},line={},title={}::{}\n", command,
                       EscapeProperty(FileOf(snapshot, item.place, style.folder)),
                       LineOf(snapshot, item.place), EscapeProperty(title), EscapeData(item.message));
  }
  if (result.baseline) {
    for (const std::string& line : BaselineLines(*result.baseline))
      out += fmt::format("ringfence: {}\n", Printable(line));
  } else if (std::ranges::all_of(result.rules, [](const rules::RuleResult& rule) {
               return rule.state == VerdictState::kNotInForce;
             })) {
    out += "::warning title=undecided::no rule is in force, so nothing is proved\n";
  }
  return out +
         fmt::format("ringfence: {} as of {}\n", rules::NameOf(result.state), base::ToString(result.as_of));
}

std::string Escape(std::string_view text, std::string_view further) {
  std::string out;
  for (const char c : Printable(text)) {
    if (c == '%' || further.contains(c)) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string EscapeData(std::string_view text) { return Escape(text, ""); }
std::string EscapeProperty(std::string_view text) { return Escape(text, ":,"); }

extern const Format kFormat;
const Format kFormat = {.name = "github", .check = &Check};

}  // namespace ringfence::report::github
