// A suite a rule. A rule about flows has a case a flow; any other rule is one case. Violated is a failure,
// undecided an error: a test that could not come to a result. Skipped would hide it, for most services count
// skipped cases as harmless. Waived and not in force are skipped cases with the reason. Without times: the
// same input gives the same bytes.

#include "report/junit/junit.h"

#include <fmt/format.h>

#include "report/items.h"
#include "report/names.h"
#include "report/report.h"

namespace ringfence::report::junit {
namespace {

using rules::VerdictState;

/// One test case.
struct Case {
  std::string name;
  VerdictState state = VerdictState::kProved;
  std::vector<const Item*> items;
};

/// Counts of a suite or of all.
struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  void Add(VerdictState state) {
    ++tests;
    failures += state == VerdictState::kViolated ? 1U : 0U;
    errors += state == VerdictState::kUndecided ? 1U : 0U;
    skipped += state == VerdictState::kWaived || state == VerdictState::kNotInForce ? 1U : 0U;
  }
  std::string Attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures, errors,
                       skipped);
  }
};

/// The cases of a rule, each with its statements. Statements about no flow of a rule about flows are a case
/// of their own.
std::vector<Case> CasesOf(const Names& names, const rules::RuleResult& rule, const std::vector<Item>& items) {
  std::vector<Case> cases;
  for (const rules::FlowResult& flow : rule.flows) {
    cases.push_back({names.Flow(flow.flow), flow.state, {}});
    for (const Item& item : items) {
      if (item.flow == &flow) cases.back().items.push_back(&item);
    }
  }
  Case whole{rule.kind, cases.empty() ? rule.state : VerdictState::kUndecided, {}};
  for (const Item& item : items) {
    if (item.rule == &rule && item.flow == nullptr) whole.items.push_back(&item);
  }
  if (cases.empty() || !whole.items.empty()) cases.push_back(std::move(whole));
  return cases;
}

/// The statements of the case as XML text, a line each with its place.
std::string BodyOf(const study::Snapshot& snapshot, const Case& one, const Style& style) {
  std::string body;
  for (const Item* item : one.items) {
    body += fmt::format("{}:{}: {}: {}\n", XmlText(FileOf(snapshot, item->place, style.folder)),
                        LineOf(snapshot, item->place), rules::NameOf(item->state), XmlText(item->message));
  }
  return body;
}

std::string_view TagOf(VerdictState state) {
  switch (state) {
    case VerdictState::kViolated:
      return "failure";
    case VerdictState::kUndecided:
      return "error";
    case VerdictState::kWaived:
    case VerdictState::kNotInForce:
      return "skipped";
    case VerdictState::kProved:
      break;
  }
  return "";
}

std::string CaseText(const study::Snapshot& snapshot, const rules::RuleResult& rule, const Case& one,
                     const Style& style) {
  std::string out =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\"", XmlText(rule.id), XmlText(one.name));
  const std::string_view tag = TagOf(one.state);
  if (tag.empty()) return out + "/>\n";
  std::string why;
  for (const Item* item : one.items) {
    if (item->state == one.state) {
      why = item->message;
      break;
    }
  }
  if (why.empty()) why = fmt::format("{}: {}", rule.id, rules::NameOf(one.state));
  std::string type = tag == "skipped" ? "" : fmt::format(" type=\"{}\"", rules::NameOf(one.state));
  return out + fmt::format(">\n      <{} message=\"{}\"{}>{}</{}>\n    </testcase>\n", tag, XmlText(why),
                           type, BodyOf(snapshot, one, style), tag);
}

std::string Check(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  const Names names(snapshot);
  const std::vector<Item> items = ItemsOf(snapshot, result);
  Counts all;
  std::string suites;
  for (const rules::RuleResult& rule : result.rules) {
    Counts own;
    std::string cases;
    for (const Case& one : CasesOf(names, rule, items)) {
      own.Add(one.state);
      all.Add(one.state);
      cases += CaseText(snapshot, rule, one, style);
    }
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", XmlText(rule.id),
                          own.Attributes(), cases);
  }
  if (!result.baseline && result.state == VerdictState::kUndecided && all.errors == 0) {
    all.Add(VerdictState::kUndecided);
    suites +=
        "  <testsuite name=\"ringfence\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
        "    <testcase classname=\"ringfence\" name=\"in force\">\n"
        "      <error message=\"no rule is in force, so nothing is proved\" type=\"undecided\"/>\n"
        "    </testcase>\n  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ringfence as of {}\" "
      "{}>\n{}</testsuites>\n",
      base::ToString(result.as_of), all.Attributes(), suites);
}

}  // namespace

std::string XmlText(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
        // U+FFFE and U+FFFF are valid UTF-8 and no characters of XML.
        if (out.ends_with("\xEF\xBF\xBE") || out.ends_with("\xEF\xBF\xBF"))
          out.replace(out.size() - 3, 3, "\xEF\xBF\xBD");
    }
  }
  return out;
}

extern const Format kFormat;
const Format kFormat = {.name = "junit", .check = &Check};

}  // namespace ringfence::report::junit
