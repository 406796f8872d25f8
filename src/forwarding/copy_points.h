// Where a walk meets a session that copies its packets. See copy_points.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "forwarding/tunnels.h"
#include "forwarding/walk.h"
#include "routing/network.h"

namespace ringfence::forwarding {

/// A place where packets are copied, or may be.
struct CopyPoint {
  model::NodeId node;
  model::InterfaceIndex interface;  ///< that the packets cross
  bool outbound = false;
  std::uint32_t session = 0;  ///< index into Device::copying of the node
  std::uint32_t source = 0;   ///< index into the sources of the session
  bool certain = true;        ///< false: whether these packets are copied is not modelled
  StepId step;                ///< the packets as they cross; invalid when they are no walk's
};

/// What is copied at which interface. Immutable; finding the points of a walk costs O(steps + branches).
class CopyTable {
 public:
  /// `network` and `tunnels` must outlive it.
  CopyTable(const routing::Network& network, const TunnelTable& tunnels);

  /// True when no device copies anything.
  bool empty() const { return hits_.empty(); }
  /// Points that packets of the graph meet, in order of the graph, the certain ones first.
  std::vector<CopyPoint> PointsOf(const WalkGraph& graph) const;
  /// Points that frames meet which cross a port and belong to no walk: copies on their way to an observer.
  std::vector<CopyPoint> PointsAt(const model::Endpoint& end, bool outbound) const;
  /// The session of a point.
  const model::CopySession& SessionOf(const CopyPoint& point) const;
  /// The source of a point.
  const model::CopySource& SourceOf(const CopyPoint& point) const;

 private:
  /// How an interface and the source of a session stand to each other.
  enum class Relation : std::uint8_t {
    kSame,
    kSamePort,  ///< the source is the port or LAG below, or a member of it: the same frames
    kVlan,      ///< the source is a switched port that carries the VLAN of the interface
  };
  struct Hit {
    std::uint32_t session = 0;
    std::uint32_t source = 0;
    Relation relation = Relation::kSame;
  };
  struct Crossing {
    model::Endpoint end;
    bool outbound = false;
    bool cabled = false;  ///< the ports below are crossings of their own
    StepId step;
  };

  static std::vector<Crossing> CrossingsOf(const routing::Network& network, const TunnelTable& tunnels,
                                           const WalkGraph& graph);
  void AddPoints(const Crossing& crossing, const WalkGraph* graph, std::vector<CopyPoint>& points) const;
  bool Counts(const model::CopySource& source, const model::CopySession& session, const Step& step,
              const WalkGraph& graph, bool& certain) const;
  void AddSession(model::NodeId node, std::uint32_t session);

  const routing::Network& network_;
  const TunnelTable& tunnels_;
  std::vector<std::vector<Hit>> hits_;  ///< by slot (Network::SlotOf); empty when nothing is copied
};

}  // namespace ringfence::forwarding
