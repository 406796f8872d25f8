// A list of issues. GitLab compares the fingerprints of two branches and shows what a merge request adds or
// ends, so a fingerprint follows the identity of a statement and not its line.

#include <fmt/format.h>

#include "base/json_writer.h"
#include "report/items.h"
#include "report/report.h"

namespace ringfence::report::gitlab {
namespace {

using rules::VerdictState;

std::string_view SeverityOf(VerdictState state) {
  switch (state) {
    case VerdictState::kViolated:
      return "critical";
    case VerdictState::kUndecided:
      return "major";
    case VerdictState::kWaived:
      return "info";
    case VerdictState::kProved:
    case VerdictState::kNotInForce:
      break;
  }
  return "";
}

std::string Check(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  base::JsonWriter json(base::JsonWriter::Style::kPretty);
  json.BeginArray();
  for (const Item& item : ItemsOf(snapshot, result)) {
    const std::string_view severity = SeverityOf(item.state);
    if (severity.empty()) continue;
    json.BeginObject().Field("description", fmt::format("{} {}", rules::NameOf(item.state), item.message));
    json.Field("check_name", Printable(item.rule->id)).Field("fingerprint", Printable(item.identity));
    json.Field("severity", severity).Key("location").BeginObject();
    json.Field("path", Printable(FileOf(snapshot, item.place, style.folder)));
    json.Key("lines").BeginObject().Field("begin", std::uint64_t{LineOf(snapshot, item.place)}).EndObject();
    json.EndObject().EndObject();
  }
  json.EndArray();
  return json.Take();
}

}  // namespace

extern const Format kFormat;
const Format kFormat = {.name = "gitlab", .check = &Check};

}  // namespace ringfence::report::gitlab
