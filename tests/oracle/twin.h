// The brute-force twin of the engine: slow, obvious, and ignorant of it. It looks at the abstract world only.
#pragma once

#include <array>
#include <map>
#include <set>
#include <vector>

#include "oracle/world.h"

namespace ringfence::oracle {

/// A flow under one failure set. Sets are over elements; links over links.
struct View {
  bool delivered = false;      ///< some packet arrives, in both directions
  bool delivered_all = false;  ///< every packet arrives on every branch, in both directions
  bool doubtful = false;       ///< some router has more equal paths than it may use
  std::array<std::set<int>, 4> carriers;
  std::array<std::set<int>, 4> exposed;
  std::set<int> volume_only;
  std::set<int> path;
  std::set<int> links;
};

/// Where one packet may go: everything touched on any branch.
struct Trail {
  bool delivers = false;      ///< some branch arrives
  bool delivers_all = false;  ///< all do
  bool doubtful = false;
  std::set<int> nodes;
  std::set<int> links;
};

/// Answers for one world. Keeps nothing between failure sets but the last one.
class Twin {
 public:
  /// `world` must outlive the twin.
  explicit Twin(const World& world);

  /// Recomputes everything under `failed` and looks at the flow.
  View Look(int flow, const FailureSet& failed);
  /// Where a packet of the flow's direction (0: from ends[0]) goes under the set entered last.
  Trail Follow(int flow, int direction, const Packet& packet) const;
  /// Moves to a failure set.
  void Enter(const FailureSet& failed);

  /// Representatives of all packets of a direction that any list of the world can tell apart.
  std::vector<Packet> PacketsOf(int flow, int direction) const;
  /// Everybody who inherits the powers of each element, itself included.
  std::set<int> Closure(const std::set<int>& elements) const;
  /// Every unit that can fail, of these kinds.
  std::vector<Unit> Units(const std::set<UnitKind>& kinds) const;
  /// All subsets of the units of at most `size` members, small ones first.
  std::vector<FailureSet> Subsets(const std::set<UnitKind>& kinds, int size) const;

 private:
  /// What a router does with a packet.
  struct Hop {
    enum class Kind { kLink, kLan, kDiscard } kind = Kind::kLink;
    int link = -1;
  };
  struct Choice {
    std::vector<Hop> hops;
    bool doubtful = false;
  };

  bool LinkUp(int link) const { return link_up_[static_cast<std::size_t>(link)]; }
  void ComputeDistances();
  int Toward(int from, int owner) const;
  int Direct(int from, int edge) const;
  Choice OspfHops(int router, int owner) const;
  Choice Decide(int node, std::uint32_t destination) const;
  Choice DecideAtRouter(int node, std::uint32_t destination) const;
  bool IsOwn(int node, std::uint32_t address) const;
  Trail Walk(int from, int in, int to, const Packet& packet) const;
  bool TunnelUp(const Tunnel& tunnel) const;
  const Tunnel* TunnelOf(int from, const Packet& packet) const;
  void AddLevels(const Trail& trail, const Flow& flow, const Tunnel* tunnel, View& view,
                 std::set<int>& meta_full) const;
  bool EncryptedLink(int link) const;
  std::set<int> PortsInLists() const;

  const World& world_;
  std::vector<std::pair<int, int>> above_;  ///< (who inherits, from whom)
  std::set<int> ports_;
  std::vector<bool> node_up_;
  std::vector<bool> link_up_;
  std::vector<std::vector<int>> distance_;  ///< between routers of the backbone
};

/// What the list does with a packet; an empty list permits.
bool Permits(const Acl& acl, const Packet& packet);

}  // namespace ringfence::oracle
