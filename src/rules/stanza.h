// Reading a rule's stanza: names become ids, each unknown one is diagnosed.
#pragma once

#include <string_view>
#include <vector>

#include "exposure/world.h"
#include "rules/rule.h"

namespace ringfence::rules {

/// Table of a rule: one kind per unit. Lives as long as the program. Published in the policy's JSON Schema.
const base::RecordSchema& RuleSchema();

/// Access to one stanza.
class StanzaReader {
 public:
  /// All must outlive the reader.
  StanzaReader(const model::Policy& policy, const exposure::World& world, const model::RuleStanza& stanza,
               base::Diagnostics& diagnostics);

  const model::Policy& policy() const { return policy_; }
  const exposure::World& world() const { return world_; }
  bool has(std::string_view key) const { return tree_.Find(stanza_.node, key).valid(); }
  /// Text under a key; "" when absent.
  std::string_view Text(std::string_view key) const { return tree_.Text(stanza_.node, key); }
  /// Texts under a key that holds one text or a list.
  std::vector<std::string> Texts(std::string_view key) const;
  /// Text under `inner` of the map under `key`.
  std::string_view TextIn(std::string_view key, std::string_view inner) const;

  /// Flows by id, group or information name, or by {of-party: P}. None: kRuleMatchesNothing.
  std::vector<model::FlowId> Flows(std::string_view key);
  model::PartySetId Set(std::string_view key);
  model::PartyId Party(std::string_view key);
  /// Party under `inner` of the map under `key`; invalid (without complaint) when absent.
  model::PartyId PartyIn(std::string_view key, std::string_view inner);
  std::vector<model::PartyId> Parties(std::string_view key);
  /// Levels under a key; the empty set when absent.
  exposure::LevelSet Levels(std::string_view key) const;
  /// {failures: N, of: [...]}; nothing fails when absent.
  Under ReadUnder();
  /// Roles under the key "roles"; all when absent.
  exposure::RoleSet Roles() const;
  /// Dated replacements under "later": (from, levels), by date.
  std::vector<std::pair<base::Date, exposure::LevelSet>> Later() const;
  /// The place of that name.
  std::optional<std::size_t> Place(std::string_view key);
  /// The information of that name.
  std::optional<std::size_t> Information(std::string_view key);
  /// Function classes under a key: each must be that of some element.
  std::vector<std::string> Functions(std::string_view key);
  /// Words of stored data under a key: each must be stored somewhere.
  std::vector<std::string> StoredData(std::string_view key);

  /// Reports that the rule speaks about nothing.
  void MatchesNothing(std::string_view what);
  /// True while nothing was wrong.
  bool ok() const { return ok_; }

 private:
  base::NodeRef At(std::string_view key) const { return tree_.Find(stanza_.node, key); }
  void Unknown(base::NodeRef node, std::string_view what, std::span<const std::string_view> known);
  model::PartyId PartyOf(base::NodeRef node);
  exposure::LevelSet LevelsOf(base::NodeRef node) const;
  void FlowsNamed(base::NodeRef node, std::vector<model::FlowId>& flows);

  const model::Policy& policy_;
  const exposure::World& world_;
  const model::RuleStanza& stanza_;
  const base::ValueTree& tree_;
  base::Diagnostics& diagnostics_;
  bool ok_ = true;
};

/// All rule kinds in the order of rule_kinds.def.
std::span<const RuleKind* const> AllRuleKinds();

/// Words of the enumerations that stanzas use, for their tables.
std::span<const std::string_view> FailureWords();
/// Table of `under: {failures: K, of: [...]}`.
const base::RecordSchema& UnderSchema();
/// Table of a `later:` entry.
const base::RecordSchema& LaterSchema();
/// Table of `{of-party: P}`.
const base::RecordSchema& FlowSelectorSchema();

}  // namespace ringfence::rules
