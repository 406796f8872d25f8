#include "rules/stanza.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"

namespace ringfence::rules {
namespace {

using base::FieldSchema;
using base::NodeRef;
using base::RecordSchema;
using base::Shape;
using base::TextForm;

constexpr std::string_view kFailureWords[] = {"link", "node", "circuit", "line-system"};

constexpr FieldSchema kUnderFields[] = {
    {"failures", Shape::kText, TextForm::kInteger, true, "most elements that fail together"},
    {"of", Shape::kText | Shape::kTextList, TextForm::kWord, false, "kinds of elements that may fail",
     nullptr, kFailureWords},
};
constexpr RecordSchema kUnder = {"under", "failures the rule must survive", kUnderFields};

constexpr FieldSchema kLaterFields[] = {
    {"from", Shape::kText, TextForm::kDate, true, "first day"},
    {"levels", Shape::kText | Shape::kTextList, TextForm::kWord, true, "levels from that day on", nullptr,
     exposure::kLevelNames},
};
constexpr RecordSchema kLater = {"later", "levels that change on a day", kLaterFields};

constexpr FieldSchema kSelectorFields[] = {
    {"of-party", Shape::kText, TextForm::kAny, true, "flows this party owns or shares in"},
};
constexpr RecordSchema kSelector = {"flow-selector", "flows by party", kSelectorFields};

template <class Items>
std::vector<std::string_view> Ids(const Items& items) {
  std::vector<std::string_view> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

}  // namespace

std::span<const std::string_view> FailureWords() { return kFailureWords; }
const RecordSchema& UnderSchema() { return kUnder; }
const RecordSchema& LaterSchema() { return kLater; }
const RecordSchema& FlowSelectorSchema() { return kSelector; }

StanzaReader::StanzaReader(const model::Policy& policy, const exposure::World& world,
                           const model::RuleStanza& stanza, base::Diagnostics& diagnostics)
    : policy_(policy),
      world_(world),
      stanza_(stanza),
      tree_(policy.trees[stanza.tree]),
      diagnostics_(diagnostics) {}

void StanzaReader::Unknown(NodeRef node, std::string_view what, std::span<const std::string_view> known) {
  const auto nearest = base::NearestWord(tree_.TextOf(node), known);
  diagnostics_.Add({base::DiagnosticKind::kNameUnknown,
                    tree_[node].span,
                    fmt::format("there is no {} '{}'", what, tree_.TextOf(node)),
                    {},
                    nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  ok_ = false;
}

void StanzaReader::MatchesNothing(std::string_view what) {
  diagnostics_.Add({base::DiagnosticKind::kRuleMatchesNothing, stanza_.span,
                    fmt::format("rule '{}' matches no {}", stanza_.id, what)});
  ok_ = false;
}

std::vector<std::string> StanzaReader::Texts(std::string_view key) const {
  std::vector<std::string> texts;
  for (NodeRef item : tree_.Items(At(key))) texts.emplace_back(tree_.TextOf(item));
  return texts;
}

std::string_view StanzaReader::TextIn(std::string_view key, std::string_view inner) const {
  return tree_.Text(At(key), inner);
}

model::PartyId StanzaReader::PartyOf(NodeRef node) {
  const model::PartyId party = model::FindParty(policy_, tree_.TextOf(node));
  if (!party.valid()) Unknown(node, "party", Ids(policy_.parties));
  return party;
}

model::PartyId StanzaReader::Party(std::string_view key) {
  const NodeRef node = At(key);
  return node.valid() ? PartyOf(node) : model::PartyId();
}

model::PartyId StanzaReader::PartyIn(std::string_view key, std::string_view inner) {
  const NodeRef node = tree_.Find(At(key), inner);
  return node.valid() ? PartyOf(node) : model::PartyId();
}

std::vector<model::PartyId> StanzaReader::Parties(std::string_view key) {
  std::vector<model::PartyId> parties;
  for (NodeRef item : tree_.Items(At(key))) {
    const model::PartyId party = PartyOf(item);
    if (party.valid()) parties.push_back(party);
  }
  return parties;
}

model::PartySetId StanzaReader::Set(std::string_view key) {
  const NodeRef node = At(key);
  const model::PartySetId set = model::FindSet(policy_, tree_.TextOf(node));
  if (!set.valid()) Unknown(node, "set", Ids(policy_.sets));
  return set;
}

void StanzaReader::FlowsNamed(NodeRef node, std::vector<model::FlowId>& flows) {
  const std::string_view name = tree_.TextOf(node);
  bool known = false;
  for (std::size_t f = 0; f < policy_.flows.size(); ++f) {
    const model::Flow& flow = policy_.flows[f];
    if (flow.id != name && flow.group != name && policy_.information[flow.information].id != name) continue;
    known = true;
    if (std::ranges::count(flows, model::FlowId(f)) == 0) flows.push_back(model::FlowId(f));
  }
  if (known) return;
  std::vector<std::string_view> words = Ids(policy_.flows);
  for (const model::Flow& flow : policy_.flows) words.push_back(flow.group);
  for (const model::Information& information : policy_.information) {
    if (information.id == name) return MatchesNothing(fmt::format("flow: none carries '{}'", name));
    words.push_back(information.id);
  }
  Unknown(node, "flow, group or information", words);
}

std::vector<model::FlowId> StanzaReader::Flows(std::string_view key) {
  std::vector<model::FlowId> flows;
  const NodeRef node = At(key);
  if (!node.valid()) return flows;
  if (tree_[node].kind == base::ValueKind::kMap) {
    const model::PartyId party = PartyIn(key, "of-party");
    for (std::size_t f = 0; f < policy_.flows.size() && party.valid(); ++f) {
      const model::Flow& flow = policy_.flows[f];
      const bool owns = policy_.information[flow.information].owner == party;
      if (owns || std::ranges::count(flow.parties, party) > 0) flows.push_back(model::FlowId(f));
    }
    if (flows.empty() && party.valid()) MatchesNothing("flow");
    return flows;
  }
  for (NodeRef item : tree_.Items(node)) FlowsNamed(item, flows);
  return flows;
}

exposure::LevelSet StanzaReader::LevelsOf(NodeRef node) const {
  exposure::LevelSet levels;
  for (NodeRef item : tree_.Items(node)) levels.Add(*exposure::LevelOf(tree_.TextOf(item)));
  return levels;
}

exposure::LevelSet StanzaReader::Levels(std::string_view key) const { return LevelsOf(At(key)); }

Under StanzaReader::ReadUnder() {
  Under under;
  const NodeRef node = At("under");
  if (!node.valid()) return under;
  under.failures_max = base::IntegerOf(tree_.Text(node, "failures"));
  for (NodeRef item : tree_.Items(tree_.Find(node, "of"))) {
    const auto word = std::ranges::find(exposure::kFailureKindNames, tree_.TextOf(item));
    under.kinds.push_back(static_cast<exposure::FailureKind>(word - std::begin(exposure::kFailureKindNames)));
  }
  if (under.failures_max > 0 && under.kinds.empty()) {
    diagnostics_.Add({base::DiagnosticKind::kKeyMissing, tree_[node].span,
                      "'under' lacks the key 'of': which kinds of elements may fail?"});
    ok_ = false;
  }
  return under;
}

exposure::RoleSet StanzaReader::Roles() const {
  exposure::RoleSet roles;
  const std::vector<NodeRef> items = tree_.Items(At("roles"));
  if (items.empty()) return roles;
  roles.bits = 0;
  for (NodeRef item : items) {
    const auto word = std::ranges::find(model::kPartyRoleNames, tree_.TextOf(item));
    roles.bits = static_cast<std::uint8_t>(roles.bits | (1U << (word - std::begin(model::kPartyRoleNames))));
  }
  return roles;
}

std::vector<std::pair<base::Date, exposure::LevelSet>> StanzaReader::Later() const {
  std::vector<std::pair<base::Date, exposure::LevelSet>> later;
  const NodeRef list = At("later");
  if (!list.valid()) return later;
  for (const base::ValueEntry& entry : tree_[list].entries) {
    later.emplace_back(*base::ParseDate(tree_.Text(entry.value, "from")),
                       LevelsOf(tree_.Find(entry.value, "levels")));
  }
  std::ranges::stable_sort(later, {}, [](const auto& change) { return change.first; });
  return later;
}

std::optional<std::size_t> StanzaReader::Place(std::string_view key) {
  const NodeRef node = At(key);
  if (!node.valid()) return std::nullopt;
  for (std::size_t i = 0; i < policy_.places.size(); ++i) {
    if (policy_.places[i].id == tree_.TextOf(node)) return i;
  }
  Unknown(node, "place", Ids(policy_.places));
  return std::nullopt;
}

std::optional<std::size_t> StanzaReader::Information(std::string_view key) {
  const NodeRef node = At(key);
  for (std::size_t i = 0; i < policy_.information.size(); ++i) {
    if (policy_.information[i].id == tree_.TextOf(node)) return i;
  }
  Unknown(node, "information", Ids(policy_.information));
  return std::nullopt;
}

std::vector<std::string> StanzaReader::Functions(std::string_view key) {
  std::vector<std::string_view> known;
  for (const exposure::WorldElement& element : world_.elements) known.push_back(element.facts.function);
  for (NodeRef item : tree_.Items(At(key))) {
    if (std::ranges::count(known, tree_.TextOf(item)) == 0) Unknown(item, "element with the function", known);
  }
  return Texts(key);
}

std::vector<std::string> StanzaReader::StoredData(std::string_view key) {
  std::vector<std::string_view> known;
  for (const exposure::WorldElement& element : world_.elements) {
    known.insert(known.end(), element.facts.stores.begin(), element.facts.stores.end());
  }
  for (NodeRef item : tree_.Items(At(key))) {
    if (std::ranges::count(known, tree_.TextOf(item)) == 0) Unknown(item, "element that stores", known);
  }
  return Texts(key);
}

}  // namespace ringfence::rules
