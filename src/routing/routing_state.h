// Routing tables of all nodes under one failure state, computed when asked for.
#pragma once

#include <vector>

#include "model/device.h"
#include "model/topology.h"
#include "net/ip.h"
#include "routing/fib.h"
#include "routing/label_action.h"
#include "routing/rib.h"
#include "routing/support.h"
#include "routing/table_id.h"

namespace ringfence::routing {

namespace bgp {
struct BgpHop;
}
struct Adjacency;

/// Forwarding tables of one state, and what works in it.
class FibTables {
 public:
  virtual ~FibTables() = default;
  /// Lives until another state is computed.
  virtual const Fib& FibOf(TableId table) = 0;
  /// The default table of a node.
  virtual TableId MainTable(model::NodeId node) const = 0;
  /// Is the node working?
  virtual bool NodeUp(model::NodeId node) const = 0;
  /// 0 when the interface is down, else the part of its link it stands in (interface_states.h).
  virtual std::uint8_t PartOf(model::Endpoint end) const = 0;
  /// BGP of the default table offers a route of the prefix that has a label.
  virtual bool OffersLabelled(TableId table, PrefixIndex prefix) const = 0;
  /// Appends where a router sends what it has chosen in a VPN family for the prefix under a distinguisher, by
  /// its default table. True when it may choose otherwise.
  virtual bool VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher,
                         std::vector<bgp::BgpHop>& hops) const = 0;
};

/// Makes tables on demand. Implemented by the engine's scratch memory.
class TableSource : public FibTables {
 public:
  /// Lives until the scratch computes another state.
  virtual const Rib& RibOf(TableId table) = 0;
  /// The address is one of the table's own and its interface is up.
  virtual bool Owns(TableId table, const net::IpAddress& address) const = 0;
  /// True when protocols that feed each other did not come to rest, or routers of a link that fell apart
  /// elect more designated ones than are computed: any table may hold something else.
  virtual bool Unsettled() const = 0;
  /// See RoutingState.
  virtual bool Outdated() const = 0;
  /// What a node does with a packet that has this label on top and came in by the interface of `at`; invalid:
  /// the packet gets it here.
  virtual std::vector<LabelAction> ActionsOf(const model::Endpoint& at, const Label& label) = 0;
  virtual LabelStacks& Labels() = 0;
  /// The label that packets get which follow the entry, or an invalid stack.
  virtual LabelStackId LabelFor(const FibEntry& entry) = 0;
  /// See RoutingState.
  virtual void AddSupport(TableId table, const net::Prefix& destinations, Support& support) = 0;
  virtual void AddLabelSupport(model::NodeId node, const Label& label, Support& support) = 0;
  /// Who is whose neighbour, by protocol, then names of the ends. See adjacency_list.h.
  virtual std::vector<Adjacency> Adjacencies() = 0;
};

/// A view of the tables that one Scratch holds. Valid until the scratch computes another state; confined to
/// the thread of the scratch. Cheap to copy.
class RoutingState {
 public:
  RoutingState() = default;
  explicit RoutingState(TableSource* tables) : tables_(tables) {}

  /// Selected routes of a table, of a node's default table; empty for a node that is down.
  const Rib& rib(TableId table) const { return tables_->RibOf(table); }
  const Rib& rib(model::NodeId node) const { return rib(tables_->MainTable(node)); }
  /// Forwarding table; empty for a node that is down.
  const Fib& fib(TableId table) const { return tables_->FibOf(table); }
  const Fib& fib(model::NodeId node) const { return fib(tables_->MainTable(node)); }
  /// True when redistribution did not come to rest, or a link fell apart in a way that is not computed. Then
  /// an absent route is as doubtful as a present one.
  bool unsettled() const { return tables_->Unsettled(); }
  /// True when something was asked for that the state does not know (Scratch::Borrow): no answer means
  /// anything. Until then all are those of the state computed in full, but for the lines of routes of BGP.
  bool outdated() const { return tables_->Outdated(); }
  /// False when the node has failed.
  bool node_up(model::NodeId node) const { return tables_->NodeUp(node); }
  /// True when the interface is enabled, has carrier and nothing below it is down.
  bool interface_up(model::Endpoint end) const { return tables_->PartOf(end) != 0; }
  /// True when two interfaces of one link hear each other.
  bool joined(model::Endpoint a, model::Endpoint b) const {
    return interface_up(a) && tables_->PartOf(a) == tables_->PartOf(b);
  }
  /// What a node does with a packet that has this label on top: one action for each way on. The interface of
  /// `at` is where it came in with the label; invalid: it gets it here.
  std::vector<LabelAction> ActionsOf(const model::Endpoint& at, const Label& label) const {
    return tables_->ActionsOf(at, label);
  }
  /// The stacks of labels that hops of this state name.
  LabelStacks& labels() const { return tables_->Labels(); }
  /// The label that packets get which follow the entry, or an invalid stack: they go as they are.
  LabelStackId LabelFor(const FibEntry& entry) const { return tables_->LabelFor(entry); }
  /// Adds what every look-up of these destinations in the table rests on.
  void AddSupport(TableId table, const net::Prefix& destinations, Support& support) const {
    tables_->AddSupport(table, destinations, support);
  }
  /// Adds what a node rests on when it takes on a packet with the label.
  void AddLabelSupport(model::NodeId node, const Label& label, Support& support) const {
    tables_->AddLabelSupport(node, label, support);
  }
  /// All adjacencies and sessions, also those that cannot form. O(ends, and pairs of ends on each link).
  std::vector<Adjacency> Adjacencies() const;
  /// The receiving entry when `address` is an address of the table's node on one of the table's interfaces
  /// that is up, else nullptr.
  const FibEntry* Receives(TableId table, const net::IpAddress& address) const;
  const FibEntry* Receives(model::NodeId node, const net::IpAddress& address) const {
    return Receives(tables_->MainTable(node), address);
  }

 private:
  TableSource* tables_ = nullptr;
};

}  // namespace ringfence::routing
