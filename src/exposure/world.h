// The snapshot put together: every element information can touch, how elements stand to each other (manages,
// hosts, carries), how they stand to parties, and which of them can fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bit_set.h"
#include "base/diagnostic.h"
#include "exposure/level.h"
#include "model/fate.h"
#include "model/inventory.h"
#include "model/policy.h"
#include "routing/failure_state.h"
#include "routing/network.h"
#include "routing/observed_table.h"

namespace ringfence::exposure {

/// One element with its names resolved.
struct WorldElement {
  model::Element facts;  ///< synthetic for circuits and for devices that no inventory names
  model::NodeId node;    ///< its node in the packet graph, when it has one
  bool in_inventory = true;
  std::vector<model::PartyId> parties;  ///< parallel to facts.parties
  std::optional<model::Position> position;
  bool removed = false;  ///< taken out (Without): no rule counts it
};

/// Why `subject` inherits the powers of `object`.
enum class RelationKind : std::uint8_t { kManages, kHosts };

/// "subject inherits every level of object", or the finding that it does not although an account exists.
struct Relation {
  RelationKind kind = RelationKind::kManages;
  model::ElementId subject;
  model::ElementId object;
  bool effective = true;          ///< false: considered and refused, `because` says why
  std::string because;            ///< for people: service, account, filter
  std::vector<base::Span> spans;  ///< configuration and inventory lines that decide it
};

/// A fact that is missing to say whether `manager` can write to `target`.
struct AccessDoubt {
  model::ElementId manager;
  model::ElementId target;
  std::string missing;
  std::vector<base::Span> spans;
};

/// What can fail.
enum class FailureKind : std::uint8_t { kLink, kNode, kCircuit, kLineSystem, kInterface };
inline constexpr std::string_view kFailureKindNames[] = {"link", "node", "circuit", "line-system",
                                                         "interface"};

/// One element of the failure universe with everything it takes down. A node takes down its links, a circuit
/// its link, a line system all circuits over it. A switched cable is a link of the universe that takes down
/// its ports.
struct FailureUnit {
  FailureKind kind = FailureKind::kLink;
  std::string name;  ///< as --fail takes it, without the kind: "P1-P2", "OT-1"
  std::vector<model::LinkId> links;
  std::vector<model::NodeId> nodes;
  model::ElementId element;  ///< for nodes, circuits and line systems
  std::vector<model::Endpoint> interfaces;
  std::size_t wire = 0;  ///< of a link: which one (Network::wire_count)

  /// "link:P1-P2".
  std::string Label() const;
  friend bool operator==(const FailureUnit&, const FailureUnit&) = default;
};

/// Takes down what the unit takes down.
void Fail(const FailureUnit& unit, routing::FailureState& state);

/// Line systems and circuits under a link or a switched cable.
struct LinkLayer {
  std::vector<model::ElementId> circuits;
  std::vector<model::ElementId> line_systems;  ///< each once, in order of the first circuit that names it
  friend bool operator==(const LinkLayer&, const LinkLayer&) = default;
};

/// All of it. Immutable after Build.
struct World {
  const routing::Network* network = nullptr;
  const model::Policy* policy = nullptr;
  std::vector<WorldElement> elements;
  std::vector<model::ElementId> element_of_node;  ///< by NodeId
  std::vector<LinkLayer> layers;                  ///< by wire (Network::wire_count)
  std::vector<LinkLayer> cable_layers;            ///< the same by cable (Network::port_cables)
  std::vector<Relation> relations;
  /// inherit[e]: e and everybody who inherits from e, transitively.
  std::vector<base::BitSet> inherit;
  std::vector<AccessDoubt> access_doubts;
  std::vector<FailureUnit> failures;
  std::vector<model::NodeId> flow_ends[2];       ///< by FlowId
  std::vector<routing::ObservedTable> observed;  ///< tables that stand in for computed ones

  model::ElementId FindElement(std::string_view name) const;  ///< invalid when none has the name
  const std::string& NameOf(model::ElementId element) const { return elements[element.index()].facts.name; }
};

/// Inputs of Build beside network and policy.
struct WorldParts {
  const routing::Network& network;
  const model::Inventory& inventory;
  const model::Policy& policy;
};

/// Resolves all names; unknown ones are diagnostics (kNameUnknown with the nearest word).
World BuildWorld(const WorldParts& parts, base::Diagnostics& diagnostics);

/// The same world after somebody has carried these elements away: they are marked, and manage and host
/// nothing. That they carry nothing is for a failure state to say (ExposureEngine).
World Without(const World& world, const std::vector<model::ElementId>& gone);

}  // namespace ringfence::exposure
