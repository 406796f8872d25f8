// Names and values of a policy whose trees are loaded.
#pragma once

#include <functional>
#include <string_view>

#include "base/diagnostic.h"
#include "model/policy.h"

namespace ringfence::formats {

/// Fills a policy from its trees.
class PolicyNames {
 public:
  /// Both arguments must outlive this object. `policy.trees` is complete and checked.
  PolicyNames(model::Policy& policy, base::Diagnostics& diagnostics)
      : policy_(policy), diagnostics_(diagnostics) {}

  /// Gives every party, list, set, place, information, flow and rule its entry.
  void Collect();
  /// Reads what refers to them, and checks ownership and dates.
  void Resolve();

 private:
  using Visit = std::function<void(const base::ValueTree&, const base::ValueEntry&)>;
  void ForEach(std::string_view section, const Visit& visit) const;
  void ReadParty(const base::ValueTree& tree, const base::ValueEntry& entry);
  void ReadList(const base::ValueTree& tree, const base::ValueEntry& entry);
  void ReadSet(const base::ValueTree& tree, const base::ValueEntry& entry);
  void ReadInformation(const base::ValueTree& tree, const base::ValueEntry& entry);
  void ReadFlow(const base::ValueTree& tree, const base::ValueEntry& entry);
  void ReadPackets(const base::ValueTree& tree, base::NodeRef map, model::Flow& flow);
  void ReadRule(const base::ValueTree& tree, const base::ValueEntry& entry);
  void ReadWaiver(const base::ValueTree& tree, base::NodeRef map);
  void CheckShares(const model::Party& party);
  void CheckOwnershipCycles();
  model::DateWindow Window(const base::ValueTree& tree, base::NodeRef map);
  model::PartyId Party(const base::ValueTree& tree, base::NodeRef node);
  std::vector<model::PartyId> Parties(const base::ValueTree& tree, base::NodeRef node);
  std::size_t ListIndex(const base::ValueTree& tree, base::NodeRef node);
  void Unknown(base::Span span, std::string_view what, std::string_view name,
               std::span<const std::string_view> known);

  model::Policy& policy_;
  base::Diagnostics& diagnostics_;
};

}  // namespace ringfence::formats
