// `check --explain RULE`: one rule in words. Everything comes from the policy and from the verdict; nothing
// is judged here.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/text/text.h"
#include "report/text/verdict_text.h"
#include "report/waivers.h"
#include "rules/stanza.h"
#include "study/dossier.h"

namespace ringfence::report::text {
namespace {

using rules::VerdictState;

/// Lines of a stanza that are printed (origin: a screen; longer ones are lists that the file shows better).
constexpr std::uint32_t kStanzaLinesMax = 40;

std::string WindowText(const model::DateWindow& window) {
  std::string text;
  if (window.from) text += " from " + base::ToString(*window.from);
  if (window.until) text += " until " + base::ToString(*window.until);
  return text.empty() ? " at all times" : text;
}

class ExplainWriter {
 public:
  ExplainWriter(const study::Snapshot& snapshot, const study::CheckResult& result,
                const rules::RuleResult& rule, const model::RuleStanza& stanza, const Style& style)
      : snapshot_(snapshot),
        result_(result),
        rule_(rule),
        stanza_(stanza),
        tree_(snapshot.policy.trees[stanza.tree]),
        names_(snapshot),
        page_(style) {}

  std::string Write() {
    WriteState(0, rule_.state, fmt::format("{} as of {}", rule_.id, base::ToString(result_.as_of)), page_);
    Head("what it asks");
    Asks();
    Head("whose statement it is");
    Statement();
    Head("what was read");
    Read();
    Head("why this verdict");
    Why();
    Head("what would change it");
    Changes();
    return page_.Take();
  }

 private:
  void Head(std::string_view text) {
    page_.Blank();
    page_.Line(0, {page_.paint().bold, text, page_.paint().off});
  }

  const rules::RuleKind* Kind() const {
    for (const rules::RuleKind* kind : rules::AllRuleKinds()) {
      if (kind->name == rule_.kind) return kind;
    }
    return nullptr;
  }

  /// The sentence of the kind, the stanza as written, and each of its own keys in words.
  void Asks() {
    const rules::RuleKind* kind = Kind();
    if (kind == nullptr) return;
    page_.Line(2, {rule_.kind, ": ", kind->meaning});
    Stanza();
    Rows rows;
    for (const base::ValueEntry& entry : tree_[stanza_.node].entries) {
      const auto field = std::ranges::find(kind->fields, entry.key, &base::FieldSchema::key);
      if (field != kind->fields.end()) rows.push_back({{entry.key}, {std::string(field->description)}});
    }
    page_.Table(2, rows, 1);
  }

  /// Lines from the rule's key on that stand further in than it.
  void Stanza() {
    const base::SourceFile& source = snapshot_.sources.file(stanza_.span.file);
    const auto indent_of = [&](std::uint32_t line) { return source.line(line).find_first_not_of(" \t"); };
    const std::size_t own = indent_of(stanza_.span.line);
    page_.Line(2, {page_.paint().faint, "--> ", snapshot_.sources.Describe(stanza_.span), page_.paint().off});
    for (std::uint32_t line = stanza_.span.line; line <= source.line_count(); ++line) {
      const std::size_t indent = indent_of(line);
      if (line != stanza_.span.line && (indent == std::string_view::npos || indent <= own)) return;
      if (line - stanza_.span.line == kStanzaLinesMax) return page_.Line(4, {"..."});
      page_.Line(4 + indent - own, {source.line(line).substr(indent)});
    }
  }

  void Statement() {
    const model::Policy& policy = snapshot_.policy;
    const model::Party& party = policy.parties[rule_.party.index()];
    page_.Line(2, {party.id, party.name.empty() || party.name == party.id ? "" : ", " + party.name, " (",
                   party.kind, "), in force", WindowText(stanza_.window)});
    page_.Line(2, {"because: ", rule_.because});
    for (std::size_t list : ListsUsed()) {
      const model::PartyList& said = policy.lists[list];
      std::vector<std::string> named;
      for (model::PartyId name : said.names) named.push_back(names_.Party(name));
      page_.Line(2, {"list ", said.id, ", by ", names_.Party(said.by), WindowText(said.window), ": ",
                     fmt::format("{}", fmt::join(named, ", ")), "; because: ", said.because});
    }
  }

  /// Lists behind the sets that the stanza names, ascending.
  std::set<std::size_t> ListsUsed() const {
    const model::Policy& policy = snapshot_.policy;
    std::set<std::size_t> lists;
    std::vector<model::PartySetId> open;
    std::set<model::PartySetId> seen;
    for (const base::ValueEntry& entry : tree_[stanza_.node].entries) {
      for (base::NodeRef item : tree_.Items(entry.value)) {
        const model::PartySetId set = model::FindSet(policy, tree_.TextOf(item));
        if (set.valid()) open.push_back(set);
      }
    }
    while (!open.empty()) {
      const model::PartySetId next = open.back();
      open.pop_back();
      if (!seen.insert(next).second) continue;
      const model::PartySet& set = policy.sets[next.index()];
      lists.insert(set.lists.begin(), set.lists.end());
      open.insert(open.end(), set.sets.begin(), set.sets.end());
    }
    return lists;
  }

  void Read() {
    const study::Census& census = result_.census;
    std::set<std::string> devices;
    for (const study::ConfigFile& config : snapshot_.configs) devices.insert(config.device);
    page_.Line(2, {fmt::format("{} configurations of {} devices", snapshot_.configs.size(), devices.size())});
    page_.Line(2, {fmt::format("their lines: {} modelled, {} irrelevant, {} not modelled, {} unknown",
                               census.modelled, census.irrelevant, census.unmodelled, census.unknown)});
    page_.Line(2, {snapshot_.has_inventory
                       ? fmt::format("an inventory of {} elements and {} circuits",
                                     snapshot_.inventory.elements.size(), snapshot_.inventory.circuits.size())
                       : "no inventory: who makes, owns and runs what is not known"});
    page_.Line(2, {fmt::format("{} links; {} failure {} tried", snapshot_.network->links().size(),
                               result_.failure_sets, result_.failure_sets == 1 ? "set" : "sets")});
  }

  void Why() {
    if (rule_.state == VerdictState::kNotInForce)
      return page_.Line(2, {"its dates do not hold on ", base::ToString(result_.as_of)});
    VerdictWriter(snapshot_, page_, false).Write(rule_);
    for (const std::string& line : WaiverLines(snapshot_, result_, rule_.id)) page_.Line(2, {line});
    for (const rules::Conflict& conflict : result_.conflicts) {
      page_.Line(2, {"it conflicts with ",
                     conflict.deny_rule == rule_.id ? conflict.deliver_rule : conflict.deny_rule, " for ",
                     names_.Flow(conflict.flow)});
    }
    if (rule_.state == VerdictState::kViolated)
      page_.Line(2, {"the packets, hops and lines: ringfence check --rule ", rule_.id});
  }

  void Changes() {
    switch (rule_.state) {
      case VerdictState::kWaived:
        page_.Line(2, {"the end of the waiver: then the rule is violated"});
        Cures();
        break;
      case VerdictState::kViolated:
        Cures();
        break;
      case VerdictState::kUndecided:
        page_.Line(2, {"stating the facts, or modelling the lines, that the reasons above name"});
        break;
      case VerdictState::kProved:
        page_.Line(2, {"other configurations, other owners or makers, other lists, or more failures at once "
                       "than were tried"});
        break;
      case VerdictState::kNotInForce:
        page_.Line(2, {"a day on which it is in force (--as-of)"});
        break;
    }
    std::size_t days = 0;
    for (const base::Date day : study::DaysOfChange(snapshot_)) {
      if (day <= result_.as_of || ++days > kShownMax) continue;
      page_.Line(2, {"on ", base::ToString(day), " a rule, list or share of the policy changes: --as-of ",
                     base::ToString(day)});
    }
  }

  /// What each violation rests on; without all of them there is none.
  void Cures() {
    std::set<std::string> cures;
    for (const rules::FlowResult& flow : rule_.flows) {
      for (const rules::FailureFinding& finding : flow.findings) {
        if (finding.offenders.empty())
          cures.insert(fmt::format("a way for {} with {}", names_.Flow(flow.flow),
                                   FailedText(names_.Failures(finding.failed))));
        for (const exposure::Offender& offender : finding.offenders) {
          cures.insert(
              fmt::format("{} no longer {} {}, or another {} than {}", names_.Element(offender.who.element),
                          offender.carries ? "handling" : "controlling what carries", names_.Flow(flow.flow),
                          model::kPartyRoleNames[static_cast<std::size_t>(offender.who.role)],
                          names_.Party(offender.who.party)));
        }
      }
    }
    if (rule_.clauses.empty()) {
      for (const rules::ElementResult& element : rule_.elements) {
        if (element.offends)
          cures.insert(fmt::format("{} no longer of {}, or no longer there ({})",
                                   names_.Element(element.element), names_.Party(element.party),
                                   element.why));
      }
    }
    for (const rules::Clause& clause : rule_.clauses) {
      if (clause.judged && !clause.holds)
        cures.insert(fmt::format("{}: at most {:.2f}% instead of {}", clause.measure, rule_.limit_bp / 100.0,
                                 ShareText(clause)));
    }
    std::size_t shown = 0;
    for (const std::string& cure : cures) {
      if (++shown <= 2 * kShownMax) page_.Line(2, {cure});
    }
    if (shown > 2 * kShownMax) page_.Line(2, {fmt::format("... and {} more", shown - 2 * kShownMax)});
    if (shown > 1) page_.Line(2, {"all of these together; try edited files with --with DIR"});
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  const rules::RuleResult& rule_;
  const model::RuleStanza& stanza_;
  const base::ValueTree& tree_;
  Names names_;
  Page page_;
};

}  // namespace

std::string ExplainText(const study::Snapshot& snapshot, const study::CheckResult& result,
                        const Style& style) {
  const auto rule = std::ranges::find(result.rules, style.explain_rule, &rules::RuleResult::id);
  const auto stanza = std::ranges::find(snapshot.policy.rules, style.explain_rule, &model::RuleStanza::id);
  if (rule == result.rules.end() || stanza == snapshot.policy.rules.end()) return "";
  return ExplainWriter(snapshot, result, *rule, *stanza, style).Write();
}

}  // namespace ringfence::report::text
