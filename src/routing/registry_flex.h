// Flexible algorithms of segment routing: over which links they go under a failure, and what routers on the
// way do. See registry_flex.cc.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "routing/label_action.h"
#include "routing/registry_igp_links.h"
#include "routing/routing_state.h"
#include "routing/sr/sr_plan.h"

namespace ringfence::routing {

struct EnginePlan;

/// Prepared once. Immutable.
class FlexPlan {
 public:
  /// All must outlive it.
  FlexPlan(const Network& network, const sr::SrPlan& sr, const ospf::Graph& ospf, const isis::Graph& isis);

  /// What a router says of a link, and of the same link from its other end.
  struct LinkFacts {
    const sr::AlgorithmLink* near = nullptr;  ///< nullptr: nothing
    const sr::AlgorithmLink* far = nullptr;
  };
  /// An area or level in which somebody runs segment routing.
  struct Area {
    IgpArea igp;
    std::vector<bool> runs;                            ///< by router: the process tells SIDs
    std::vector<LinkFacts> facts;                      ///< by link
    std::vector<std::vector<std::uint32_t>> links_to;  ///< by router
    std::vector<std::vector<std::uint32_t>> links_from;
  };

  /// Empty where nobody takes part in a flexible algorithm.
  const std::vector<Area>& areas() const { return areas_; }
  /// Number of a node's router in an area in which its process tells SIDs.
  std::optional<std::uint32_t> RouterOf(const Area& area, model::NodeId node) const;

 private:
  std::vector<Area> areas_;
};

/// The algorithms under one state. Confined to the thread of its scratch.
class FlexWays {
 public:
  /// What a router does with packets of a SID.
  struct Step {
    enum State : std::uint8_t {
      kDown,  ///< the algorithm has no way
      kUp,
      kOpen,  ///< not computed
    };
    State state = kDown;
    bool doubtful = false;              ///< lines that are not modelled may say otherwise
    std::vector<const IgpLink*> links;  ///< of kUp
  };

  /// Both must outlive it. `tables` are those of the state.
  FlexWays(const EnginePlan& plan, FibTables& tables) : plan_(plan), tables_(tables) {}

  /// The way on from a node that does not own the SID. REQUIRES: `label` is one of a flexible algorithm.
  Step StepOf(model::NodeId node, const Label& label);
  /// Appends what the node does with a packet that has the label on top.
  void AddActions(model::NodeId node, const Label& label, std::vector<LabelAction>& actions);

 private:
  /// Which definition counts for routers that reach each other.
  struct Elected {
    const sr::AlgorithmDefinition* definition = nullptr;  ///< nullptr: nobody tells one
    bool open = false;
    bool doubtful = false;
  };
  /// Ways of an algorithm to one router.
  struct Tree {
    std::vector<std::uint64_t> distance;  ///< by router
  };
  using Key = std::tuple<std::uint32_t, sr::Algorithm, std::uint32_t>;  ///< area, algorithm, router or part

  const sr::Sid* SidOf(const Label& label) const;
  bool IsUp(const IgpLink& link) const;
  /// By router: the part of the area it stands in, links that are down left out.
  const std::vector<std::uint32_t>& PartsOf(std::uint32_t area);
  const Elected& ElectedIn(std::uint32_t area, sr::Algorithm algorithm, std::uint32_t part);
  Elected Elect(std::uint32_t area, sr::Algorithm algorithm, std::uint32_t part);
  const Tree& TreeTo(std::uint32_t area, sr::Algorithm algorithm, std::uint32_t to);
  /// What a link costs, or nothing where the algorithm does not take it.
  std::optional<std::uint64_t> CostOf(std::uint32_t area, std::uint32_t link,
                                      const sr::AlgorithmDefinition& definition, sr::Algorithm algorithm);
  /// The way on from a router to another one of an area.
  Step StepIn(std::uint32_t area, sr::Algorithm algorithm, std::uint32_t from, std::uint32_t to);
  bool TellsIn(const FlexPlan::Area& area, model::NodeId owner, const net::Prefix& prefix) const;
  bool ReachesSomehow(sr::Algorithm algorithm, model::NodeId node, model::NodeId owner);
  bool HasRivals(model::NodeId node, const sr::Sid& sid);
  bool Holds(model::NodeId node, const net::Prefix& prefix);
  void AddOver(model::NodeId node, const sr::Sid& sid, const Label& label, const IgpLink& link,
               std::vector<LabelAction>& actions);

  const EnginePlan& plan_;
  FibTables& tables_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> parts_;
  std::map<Key, Elected> elected_;
  std::map<Key, Tree> trees_;
};

}  // namespace ringfence::routing
