// CycloneDX 1.6: the network as a hardware bill of materials, rules as requirements of a standard, verdicts
// as an attestation about them. What is violated is a counter-claim with conformance 0; only what is proved
// is conformance 1. What is undecided or not in force has no score at all: a number would be read as one. The
// bill has no serial number and no time, so that the same input gives the same bytes; the day it answers for
// stands among its properties. Properties "ringfence:KEY" are those that `import cyclonedx` reads.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/json_writer.h"
#include "report/items.h"
#include "report/names.h"
#include "report/report.h"

namespace ringfence::report::cyclonedx {
namespace {

using base::JsonWriter;
using rules::VerdictState;

/// Lines of evidence of one claim (origin: the first ones decide; `check -f json` has all).
constexpr std::size_t kLinesMax = 20;

class Bill {
 public:
  Bill(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style)
      : snapshot_(snapshot),
        result_(result),
        style_(style),
        names_(snapshot, true),
        items_(ItemsOf(snapshot, result)),
        json_(JsonWriter::Style::kPretty) {}

  std::string Write() {
    json_.BeginObject().Field("bomFormat", "CycloneDX").Field("specVersion", "1.6");
    json_.Key("version").Unsigned(1);
    Metadata();
    json_.Key("components").BeginArray();
    for (const exposure::WorldElement& element : snapshot_.world->elements) Component(element);
    json_.EndArray();
    Requirements();
    json_.Key("declarations").BeginObject();
    Assessors();
    Attestation();
    json_.Key("claims").BeginArray();
    for (const Item& item : items_) Claim(item);
    json_.EndArray().Key("evidence").BeginArray();
    for (const Item& item : items_) Evidence(item);
    json_.EndArray().EndObject().EndObject();
    return json_.Take();
  }

 private:
  void Text(std::string_view key, std::string_view text) { json_.Field(key, Printable(text)); }

  void Property(std::string_view name, std::string_view value) {
    json_.BeginObject();
    Text("name", name);
    Text("value", value);
    json_.EndObject();
  }

  void Metadata() {
    json_.Key("metadata").BeginObject().Key("tools").BeginObject().Key("components").BeginArray();
    json_.BeginObject().Field("type", "application").Field("name", "Ringfence");
    json_.Field("version", style_.version).EndObject().EndArray().EndObject();
    json_.Key("properties").BeginArray();
    Property("ringfence:as-of", base::ToString(result_.as_of));
    Property("ringfence:verdict", rules::NameOf(result_.state));
    json_.EndArray().EndObject();
  }

  /// A device of the inventory. Circuits are no components: nobody makes one.
  void Component(const exposure::WorldElement& element) {
    const model::Element& facts = element.facts;
    if (!element.in_inventory || facts.kind == model::ElementKind::kCircuit) return;
    json_.BeginObject().Field("type", "device");
    Text("bom-ref", "element/" + facts.name);
    targets_.insert(facts.name);
    Text("name", facts.name);
    Makers(facts);
    json_.Key("properties").BeginArray();
    Property("ringfence:kind", model::NameOf(facts.kind));
    if (!facts.role.empty()) Property("ringfence:role", facts.role);
    if (!facts.function.empty()) Property("ringfence:function", facts.function);
    if (!facts.site.empty()) Property("ringfence:site", facts.site);
    for (const model::ElementParty& party : facts.parties) {
      if (party.role == model::PartyRole::kMaker) continue;
      Property(fmt::format("ringfence:{}", model::kPartyRoleNames[static_cast<std::size_t>(party.role)]),
               party.party);
    }
    json_.EndArray().EndObject();
  }

  /// The maker of the whole, and a component for each maker of parts.
  void Makers(const model::Element& facts) {
    std::vector<std::string_view> makers;
    for (const model::ElementParty& party : facts.parties) {
      if (party.role == model::PartyRole::kMaker) makers.push_back(party.party);
    }
    if (!makers.empty()) Manufacturer(makers[0]);
    if (makers.size() < 2) return;
    json_.Key("components").BeginArray();
    for (std::size_t i = 1; i < makers.size(); ++i) {
      json_.BeginObject().Field("type", "device");
      Text("bom-ref", fmt::format("part/{}/{}", facts.name, makers[i]));
      Text("name", fmt::format("parts made by {}", makers[i]));
      Manufacturer(makers[i]);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void Manufacturer(std::string_view party) {
    json_.Key("manufacturer").BeginObject();
    Text("name", party);
    json_.EndObject();
  }

  void Requirements() {
    json_.Key("definitions").BeginObject().Key("standards").BeginArray().BeginObject();
    json_.Field("bom-ref", "policy").Field("name", "Rules of the policy");
    json_.Key("requirements").BeginArray();
    for (const rules::RuleResult& rule : result_.rules) {
      json_.BeginObject();
      Text("bom-ref", "rule/" + rule.id);
      Text("identifier", rule.id);
      Text("title", fmt::format("{} of {}", rule.kind, names_.Party(rule.party)));
      if (!rule.because.empty()) Text("text", rule.because);
      json_.EndObject();
    }
    json_.EndArray().EndObject().EndArray().EndObject();
  }

  void Assessors() {
    json_.Key("assessors").BeginArray().BeginObject().Field("bom-ref", "assessor");
    json_.Field("thirdParty", false).Key("organization").BeginObject();
    Text("name", fmt::format("Ringfence {}, a program", style_.version));
    json_.EndObject().EndObject().EndArray();
  }

  void References(std::string_view key, const rules::RuleResult& rule, bool counter) {
    const auto wanted = [&](const Item& item) {
      const bool against = item.state == VerdictState::kViolated || item.state == VerdictState::kWaived;
      return item.rule == &rule && against == counter;
    };
    if (std::ranges::none_of(items_, wanted)) return;
    json_.Key(key).BeginArray();
    for (const Item& item : items_) {
      if (wanted(item)) json_.String(Printable("claim/" + item.identity));
    }
    json_.EndArray();
  }

  void Attestation() {
    json_.Key("attestations").BeginArray().BeginObject();
    Text("summary", fmt::format("As of {}: {}", base::ToString(result_.as_of), rules::NameOf(result_.state)));
    json_.Field("assessor", "assessor").Key("map").BeginArray();
    for (const rules::RuleResult& rule : result_.rules) {
      json_.BeginObject();
      Text("requirement", "rule/" + rule.id);
      References("claims", rule, false);
      References("counterClaims", rule, true);
      json_.Key("conformance").BeginObject();
      if (rule.state == VerdictState::kProved) json_.Key("score").Unsigned(1);
      if (rule.state == VerdictState::kViolated || rule.state == VerdictState::kWaived)
        json_.Key("score").Unsigned(0);
      Text("rationale", rules::NameOf(rule.state));
      json_.EndObject().EndObject();
    }
    json_.EndArray().EndObject().EndArray();
  }

  void Claim(const Item& item) {
    json_.BeginObject();
    Text("bom-ref", "claim/" + item.identity);
    if (targets_.contains(item.subject)) Text("target", "element/" + item.subject);
    Text("predicate", rules::NameOf(item.state));
    std::string reasoning = item.message;
    if (item.waiver != nullptr)
      reasoning += fmt::format(" Accepted by {} until {}: {}", item.waiver->owner,
                               base::ToString(item.waiver->expires), item.waiver->reason);
    Text("reasoning", reasoning);
    json_.Key("evidence").BeginArray().String(Printable("evidence/" + item.identity)).EndArray();
    json_.EndObject();
  }

  void Evidence(const Item& item) {
    json_.BeginObject();
    Text("bom-ref", "evidence/" + item.identity);
    json_.Field("description", "Lines that the claim rests on").Key("data").BeginArray();
    Line(item.place);
    for (std::size_t i = 0; i < item.lines.size() && i < kLinesMax; ++i) Line(item.lines[i]);
    json_.EndArray().EndObject();
  }

  void Line(base::Span span) {
    json_.BeginObject();
    Text("name", fmt::format("{}:{}", FileOf(snapshot_, span, style_.folder), LineOf(snapshot_, span)));
    json_.Key("contents").BeginObject().Key("attachment").BeginObject().Field("contentType", "text/plain");
    Text("content", names_.Line(span));
    json_.EndObject().EndObject().EndObject();
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  const Style& style_;
  Names names_;
  std::vector<Item> items_;
  JsonWriter json_;
  std::set<std::string, std::less<>> targets_;  ///< elements that are components
};

std::string Check(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  return Bill(snapshot, result, style).Write();
}

}  // namespace

extern const Format kFormat;
const Format kFormat = {.name = "cyclonedx", .check = &Check};

}  // namespace ringfence::report::cyclonedx
