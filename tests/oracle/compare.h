// The program on one side, the twin on the other, difference by difference.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "oracle/render.h"
#include "oracle/twin_rules.h"
#include "oracle/world.h"
#include "study/check.h"
#include "study/snapshot.h"

namespace ringfence::oracle {

/// Differences as sentences; empty: none.
using Differences = std::vector<std::string>;

/// A world as the program sees it, with both namings tied together.
class Loaded {
 public:
  /// Renders and loads. What goes wrong is in problems().
  Loaded(const World& world, const RenderOptions& options);

  const Differences& problems() const { return problems_; }
  study::Snapshot& snapshot() { return *snapshot_; }
  const World& world() const { return world_; }

  model::FlowId FlowOf(int flow) const;
  model::ElementId ElementOf(int element) const { return elements_[static_cast<std::size_t>(element)]; }
  exposure::FailureSet FailuresOf(const FailureSet& failed) const;
  /// The abstract set of a set of the program; unknown units are left out.
  FailureSet SetOf(const exposure::FailureSet& failed) const;
  int IndexOf(model::ElementId element) const;
  int IndexOfLink(std::size_t link) const;
  std::set<int> ElementsIn(const base::BitSet& set) const;

 private:
  void TieElements();
  void TieUnits();

  const World& world_;
  Differences problems_;
  std::unique_ptr<study::Snapshot> snapshot_;
  std::vector<model::ElementId> elements_;
  std::map<std::size_t, int> link_index_;  ///< link of the program -> link of the world
  std::map<Unit, std::uint32_t> unit_index_;
  std::map<std::uint32_t, Unit> unit_of_;
};

/// Outcomes of one flow under the sets.
void CompareOutcomes(Loaded& loaded, Twin& twin, int flow, const std::vector<FailureSet>& sets,
                     Differences& differences);
/// Verdicts of all rules.
void CompareVerdicts(Loaded& loaded, Twin& twin, const study::CheckResult& result, Differences& differences);
/// Every finding shows what it says when its failure set is entered.
void ReplayFindings(Loaded& loaded, const study::CheckResult& result, Differences& differences);
/// Random packets under random failure sets meet nobody whom a proved rule forbids.
void SampleProved(Loaded& loaded, const study::CheckResult& result, std::uint64_t seed,
                  Differences& differences);

/// All of the above for one world.
Differences CompareWorld(const World& world);

/// Judges on that many threads.
std::optional<study::CheckResult> CheckWith(Loaded& loaded, unsigned threads);
/// The result in the words of the world, the same whatever things are called and in which order they are
/// written.
std::string Signature(Loaded& loaded, const study::CheckResult& result);
/// Text of a failure set for messages.
std::string ToString(const World& world, const FailureSet& failed);

/// A smaller world that still has the property. Tries to leave out one thing after the other.
World Shrink(World world, const std::function<bool(const World&)>& still);
/// Everything about a world that matters, for messages.
std::string Describe(const World& world);

}  // namespace ringfence::oracle
