// One run with a reporting descriptor a rule and a result a statement (report/items.h). A result of a kind
// other than "fail" has the level "none" (SARIF 2.1.0, 3.27.10), which code scanning does not show; so what
// is undecided is a "fail" of level "warning", and says that it is undecided. Evidence becomes one code flow
// with a thread for each direction of the flow and one for how powers and parties come into it.

#include "report/sarif/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "report/items.h"
#include "report/names.h"
#include "report/report.h"

namespace ringfence::report::sarif {
namespace {

using base::JsonWriter;
using rules::EvidenceStep;
using rules::VerdictState;

/// Steps in one code flow (origin: code scanning services refuse results with more than 10,000).
constexpr std::size_t kStepsMax = 1000;

struct KindAndLevel {
  std::string_view kind;
  std::string_view level;
};

KindAndLevel KindOf(VerdictState state) {
  switch (state) {
    case VerdictState::kProved:
      return {"pass", "none"};
    case VerdictState::kNotInForce:
      return {"notApplicable", "none"};
    case VerdictState::kUndecided:
      return {"fail", "warning"};
    case VerdictState::kViolated:
    case VerdictState::kWaived:
      break;
  }
  return {"fail", "error"};
}

/// "to CE-MIN, route 10.0.0.0/8": the values of a step that are no places.
std::string StepText(const EvidenceStep& step) {
  std::string text(rules::NameOf(step.kind));
  for (const auto& [key, value] : step.values) {
    if (!value.empty()) text += fmt::format(" {}={}", key, value);
  }
  return text;
}

std::string_view ThreadOf(const EvidenceStep& step) {
  for (const auto& [key, value] : step.values) {
    if (key == "direction") return value;
  }
  return "powers and parties";
}

class Log {
 public:
  Log(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style)
      : snapshot_(snapshot),
        result_(result),
        style_(style),
        names_(snapshot, true),
        json_(JsonWriter::Style::kPretty) {}

  std::string Write() {
    json_.BeginObject()
        .Field("$schema",
               "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
        .Field("version", "2.1.0");
    json_.Key("runs").BeginArray().BeginObject();
    Tool();
    json_.Key("invocations")
        .BeginArray()
        .BeginObject()
        .Field("executionSuccessful", true)
        .EndObject()
        .EndArray();
    json_.Key("originalUriBaseIds").BeginObject().Key("%SRCROOT%").BeginObject();
    Message("description", "The folder in which ringfence was started");
    json_.EndObject().EndObject().Key("results").BeginArray();
    for (const Item& item : ItemsOf(snapshot_, result_)) Result(item);
    json_.EndArray().Key("properties").BeginObject();
    json_.Field("verdict", rules::NameOf(result_.state)).Field("asOf", base::ToString(result_.as_of));
    json_.EndObject().EndObject().EndArray().EndObject();
    return json_.Take();
  }

 private:
  void Message(std::string_view key, std::string_view text) {
    json_.Key(key).BeginObject().Field("text", MessageText(text)).EndObject();
  }

  void Tool() {
    json_.Key("tool").BeginObject().Key("driver").BeginObject().Field("name", "Ringfence");
    json_.Field("version", style_.version).Key("rules").BeginArray();
    for (const rules::RuleResult& rule : result_.rules) {
      indices_.emplace(&rule, indices_.size());
      json_.BeginObject().Field("id", Printable(rule.id));
      Message("shortDescription", fmt::format("{} of {}", rule.kind, names_.Party(rule.party)));
      Message("fullDescription", rule.because.empty() ? rule.kind : rule.because);
      json_.Key("properties").BeginObject().Field("kind", rule.kind);
      json_.Field("party", names_.Party(rule.party)).Field("verdict", rules::NameOf(rule.state));
      json_.EndObject().EndObject();
    }
    json_.EndArray().EndObject().EndObject();
  }

  void Result(const Item& item) {
    const KindAndLevel kind = KindOf(item.state);
    json_.BeginObject().Field("ruleId", Printable(item.rule->id));
    json_.Field("ruleIndex", std::uint64_t{indices_.at(item.rule)});
    json_.Field("kind", kind.kind).Field("level", kind.level);
    Message("message", item.message);
    json_.Key("locations").BeginArray();
    Location(item.place, "");
    json_.EndArray();
    Related(item);
    if (!item.showings.empty()) CodeFlow(item.showings.front().finding->evidence);
    if (result_.baseline) json_.Field("baselineState", BaselineStateOf(item));
    json_.Key("partialFingerprints").BeginObject().Field("ringfence/v1", item.identity).EndObject();
    if (item.waiver != nullptr) Suppression(*item.waiver);
    json_.Key("properties").BeginObject().Field("verdict", rules::NameOf(item.state)).EndObject();
    json_.EndObject();
  }

  /// What is not new or worse is left out of a result with a baseline.
  std::string_view BaselineStateOf(const Item& item) const {
    const study::StatementKey key{item.rule->id, item.flow == nullptr ? "" : names_.Flow(item.flow->flow),
                                  item.subject};
    for (const study::StatementChange& change : result_.baseline->changes) {
      if (change.key == key && change.kind == study::StatementChange::Kind::kWorsened) return "updated";
    }
    return "new";
  }

  void Related(const Item& item) {
    json_.Key("relatedLocations").BeginArray();
    std::uint64_t id = 0;
    const auto add = [&](base::Span span, std::string_view what) {
      if (!span.valid()) return;
      related_id_ = id++;
      Location(span, what);
    };
    add(item.rule->span, "the rule");
    for (const base::Span span : item.lines) add(span, "rests on this line");
    related_id_.reset();
    json_.EndArray();
  }

  /// A location object: the line when there is one, the text when there is one.
  void Location(base::Span span, std::string_view text) {
    json_.BeginObject();
    if (related_id_) json_.Field("id", *related_id_);
    if (span.valid()) {
      json_.Key("physicalLocation").BeginObject().Key("artifactLocation").BeginObject();
      json_.Field("uri", UriOf(FileOf(snapshot_, span, style_.folder))).Field("uriBaseId", "%SRCROOT%");
      json_.EndObject().Key("region").BeginObject();
      json_.Field("startLine", std::uint64_t{LineOf(snapshot_, span)});
      json_.Key("snippet").BeginObject().Field("text", Printable(names_.Line(span))).EndObject();
      json_.EndObject().EndObject();
    }
    if (!text.empty()) Message("message", text);
    json_.EndObject();
  }

  void CodeFlow(const rules::Evidence& evidence) {
    std::vector<std::string_view> threads;
    std::size_t steps = 0;
    for (const EvidenceStep& step : evidence) {
      if (std::ranges::find(threads, ThreadOf(step)) == threads.end()) threads.push_back(ThreadOf(step));
    }
    if (threads.empty()) return;
    json_.Key("codeFlows").BeginArray().BeginObject().Key("threadFlows").BeginArray();
    for (const std::string_view thread : threads) {
      if (steps == kStepsMax) break;
      json_.BeginObject().Field("id", Printable(thread)).Key("locations").BeginArray();
      for (const EvidenceStep& step : evidence) {
        if (ThreadOf(step) != thread || steps == kStepsMax) continue;
        ++steps;
        json_.BeginObject().Key("location");
        Location(step.lines.empty() ? base::Span{} : step.lines.front(), StepText(step));
        json_.Key("importance").String(step.kind == rules::StepKind::kHop ? "essential" : "important");
        json_.EndObject();
      }
      json_.EndArray().EndObject();
    }
    json_.EndArray().EndObject().EndArray();
  }

  void Suppression(const model::Waiver& waiver) {
    json_.Key("suppressions").BeginArray().BeginObject();
    json_.Field("kind", "external").Field("status", "accepted");
    json_.Field("justification", Printable(AcceptedText(waiver))).Key("location");
    Location(waiver.span, "");
    json_.EndObject().EndArray();
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  const Style& style_;
  Names names_;
  JsonWriter json_;
  std::map<const rules::RuleResult*, std::size_t> indices_;
  std::optional<std::uint64_t> related_id_;
};

std::string Check(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  return Log(snapshot, result, style).Write();
}

}  // namespace

std::string UriOf(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || std::string_view("-._~/").contains(c)) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

std::string MessageText(std::string_view text) {
  std::string out;
  for (const char c : Printable(text)) {
    if (c == '(' && out.ends_with(']')) out += ' ';
    out += c;
    if (c == '{' || c == '}') out += c;
  }
  return out;
}

extern const Format kFormat;
const Format kFormat = {.name = "sarif", .check = &Check};

}  // namespace ringfence::report::sarif
