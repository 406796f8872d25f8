// One walk of one class of packets; see walk.cc for the idea.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "forwarding/walk.h"

namespace ringfence::forwarding {

/// Builds the graph of one class, or finds the condition that splits it. Lives for one call of Run.
class ClassWalk {
 public:
  /// `graph.packets` and `graph.sample` are set; the rest is filled by Run.
  ClassWalk(Walker& walker, const WalkQuery& query, const routing::RoutingState& state, const TunnelsUp& up,
            WalkGraph& graph);

  /// Walks. A returned condition holds for some packets of the class but not for all; the graph is then
  /// meaningless.
  std::optional<net::PacketSet> Run();

 private:
  /// Outcome of asking whether all packets of the class meet a condition.
  enum class Verdict : std::uint8_t { kAll, kNone, kSplit };

  void Visit(StepId step);
  bool EnterInterface(StepId step);
  void Arrive(StepId step);
  // Address translation (class_walk_translation.cc).
  /// The step to go on from at that moment; an invalid one: the class is split or the step has ended.
  StepId Translate(StepId step, model::TranslationMoment moment, model::InterfaceIndex out);
  /// What rewrites one end of packets.
  struct Rewriting {
    const model::Translation* rule = nullptr;  ///< nullptr: nothing does
    net::PacketSet target;
  };
  Rewriting RewritingOf(StepId step, model::PacketEnd end, model::TranslationMoment moment,
                        model::InterfaceIndex out);
  /// True when the node has done the last of what was done to the packets that these answer, and takes it
  /// back now.
  bool TakesBack(const Step& at, model::PacketEnd end, model::TranslationMoment moment,
                 model::InterfaceIndex out) const;
  /// Marks the node where packets look like answers to what it has rewritten, and are not.
  void DoubtAnswers(StepId step, model::PacketEnd end, model::TranslationMoment moment,
                    model::InterfaceIndex out);
  /// Begins with what was done to the packets that the class answers.
  void StartTranslated();
  /// Fills in the packets and the sample of `made`, which follow from those before it.
  void MakeTranslated(net::PacketSet before, const net::PacketHeader& sample, net::PacketSet target,
                      Translated& made);
  /// True when the rule takes the packets; the class may be split.
  bool Takes(StepId step, const model::Translation& rule, model::InterfaceIndex out);
  /// Marks the node where packets are for an address that the device gives to others, and answer nobody.
  void DoubtStrangers(StepId step);
  /// Marks the node where packets that were routed before they were rewritten may take another way than this.
  void DoubtRewritten(StepId routed, StepId rewritten, const routing::NextHop& hop);
  /// Marks the node where packets that go on another way than by their own addresses would be translated.
  void DoubtTranslations(StepId step);
  /// What packets are then; an invalid id: that would be one translation too many.
  TranslationId Rewrite(StepId step, const Rewriting& by);
  /// Marks the node as one where it may be otherwise because of the rule.
  void Doubt(model::NodeId node, const model::Translation& rule);
  /// Ask about packets that have been translated.
  Verdict AskBehind(const Step& at, net::PacketSet condition);
  /// Packets of the class that may have become one of the set.
  net::PacketSet WayBack(TranslationId translation, net::PacketSet set);
  /// True when the device of the interface answers for the address because it translates it.
  bool AnswersFor(const model::Endpoint& end, const net::IpAddress& address);
  /// True when the far end of a tunnel without IPsec unwraps what arrives; else the step has ended.
  bool TakesOut(StepId step, const Tunnel& tunnel);
  /// True when the far end of a WireGuard tunnel takes what is inside from its peer, and of every other
  /// tunnel; else the step has ended or the class is split.
  bool AcceptsInside(StepId step, const Tunnel& tunnel);
  bool TakePolicyTunnel(StepId step);
  // Policy routing (policy_routing.cc). True when the step is done or the class is split; else what came in
  // goes by its destination.
  bool RouteByPolicy(StepId step);
  bool TakeWayOut(StepId step, const model::PolicyRoutingTerm& term);
  bool TakeWayAlongRoute(StepId step, const model::PolicyHop& hop);
  bool IsFor(StepId step, const model::PolicyHop& hop);
  const routing::FibEntry* Lookup(StepId step);
  void Forward(StepId step, const routing::FibEntry& entry);
  void LeaveBy(StepId step, const routing::NextHop& hop);
  void CrossLink(StepId step, model::InterfaceIndex out, const net::IpAddress& target, bool via_gateway,
                 routing::LabelStackId labels = {});
  // Labelled packets (class_walk_labels.cc).
  void VisitLabelled(StepId step);
  void TakeAction(StepId step, const routing::LabelAction& action, routing::LabelStackId below);
  /// Packets at the step get these labels, or lose theirs, and are looked at again in the same node.
  void Relabel(StepId step, routing::LabelStackId labels, routing::TableId table);
  /// Packets follow a hop that pushes labels; these are all of them.
  void LeaveByPush(StepId step, const routing::NextHop& hop, routing::LabelStackId labels);
  void LeaveLabelled(StepId step, const routing::NextHop& hop, routing::LabelStackId labels);
  /// Follows packets to whoever answers for an address that routers of the segment share. False: nobody
  /// shares it.
  bool CrossToShared(StepId step, model::InterfaceIndex out, const net::IpAddress& target, bool via_gateway);
  /// Takes what is addressed to such an address where the node may answer for it. False: it goes on, for
  /// nobody here answers, or another may as well.
  bool ReceiveShared(StepId step);
  bool SplitByNeighbor(StepId step, const model::Endpoint& out, model::LinkId link);
  void LeaveEdge(StepId step, model::InterfaceIndex out);
  void Encapsulate(StepId step, TunnelId tunnel);
  /// Packets get what a route pushes: labels, or the way through a VXLAN tunnel (class_walk_vxlan.cc).
  void TakePush(StepId step, routing::LabelStackId push);
  void EnterVxlan(StepId step, const routing::Label& to);
  /// Puts packets into the tunnel to that end. The step outside, or an invalid id: the step has ended.
  StepId WrapInVxlan(StepId step, const net::IpAddress& end, std::uint32_t vni);
  /// Takes packets out of a VXLAN tunnel at whoever has the address of its end.
  void LeaveVxlan(StepId step, const Tunnel& tunnel);
  // VLANs in VXLAN (class_walk_bridged.cc).
  struct Gate;
  /// The segment an interface stands on when VXLAN joins VLANs of it, else nullptr.
  const routing::Segment* StretchedAt(const model::Endpoint& on) const;
  /// Follows frames over VXLAN to interfaces that no cable joins with `out`. Without any: to wherever a host
  /// may be, or to `place` alone when that is valid.
  void CrossStretched(StepId step, model::InterfaceIndex out, const std::vector<model::Endpoint>& to,
                      model::NodeId place = {});
  /// Packets for somebody on the subnet of `out` whom nobody knows. True: all of them go over VXLAN.
  bool LeaveStretched(StepId step, model::InterfaceIndex out);
  /// The step at the gate; an invalid one: the frame is lost on the way.
  StepId FollowToGate(StepId step, model::InterfaceIndex out, const Gate& gate, const routing::FrameWay& way);
  void EnterStretched(StepId step, const Gate& gate, const routing::Segment& segment,
                      const std::vector<model::Endpoint>& to, model::NodeId place);
  /// Follows frames that arrived by tunnels since the last call. False: there was none.
  bool DeliverFrames();
  void DeliverFrame(StepId step, const model::Endpoint& to);
  routing::Crossing CrossWithin(const routing::Segment& segment, std::uint32_t from, std::uint32_t to) const;
  // Hosts behind EVPN (class_walk_hosts.cc).
  /// Gateways of other devices whose hosts the packets may be for, and that tell the VRF of the step of them.
  std::vector<model::Endpoint> TellersOf(StepId step);
  /// Marks the node where hosts of a subnet at other devices may have routes of their own.
  void DoubtHostRoutes(StepId step, const routing::FibEntry* entry);
  /// The same where the subnet is the node's own.
  void DoubtOwnSubnet(StepId step, const routing::FibEntry& entry,
                      const std::vector<model::Endpoint>& tellers);
  /// Marks the node where a list of a VLAN interface counts or not by the way that packets are routed.
  void DoubtListOf(StepId step, model::InterfaceIndex out);
  // SRv6 (class_walk_srv6.cc).
  void EnterSrv6(StepId step, const routing::Label& to);
  /// True when the packet's way ends at a locator of the node, or is split along one.
  bool EndsAtLocator(StepId step);
  /// Marks the node where its routes tell addresses of the locator that the outer packet goes to apart.
  void DoubtSid(StepId step, const routing::FibEntry* entry);
  bool RouteIntoTunnel(StepId step, model::InterfaceIndex out);

  Verdict Ask(StepId step, net::PacketSet condition) {
    return Ask(step, graph_.steps[step.index()].depth, condition);
  }
  /// Asks about the packets that have `depth` tunnels around them there.
  Verdict Ask(StepId step, std::size_t depth, net::PacketSet condition);
  net::PacketHeader HeaderAt(StepId step) const { return HeaderAt(step, graph_.steps[step.index()].depth); }
  net::PacketHeader HeaderAt(StepId step, std::size_t depth) const;
  /// The class, or inside of tunnels what the packet around it may look like: one packet, but for SRv6 and
  /// ports that nobody knows.
  net::PacketSet PacketsAt(StepId step) { return PacketsAt(step, graph_.steps[step.index()].depth); }
  net::PacketSet PacketsAt(StepId step, std::size_t depth);
  bool Permits(StepId step, const model::AclUse& use, Disposition denied, model::InterfaceIndex interface);
  void End(StepId step, Disposition disposition, model::InterfaceIndex out = {}, base::Span span = {});
  StepId Follow(BranchKind kind, StepId from, Step to, model::LinkId link = {},
                model::InterfaceIndex out = {}, std::uint32_t cable = routing::SegmentEdge::kNoCable);
  /// Crosses a link, with a step at each switch of it. REQUIRES: its two ends are joined.
  void FollowOver(model::LinkId link, StepId from, Step to, model::InterfaceIndex out);
  /// Follows the copies of a frame that a service sends to everybody.
  void Flood(model::LinkId link, StepId from, const Step& to, model::InterfaceIndex out);
  /// The step `to`; an invalid one: the frame is lost in a pseudowire.
  StepId FollowWay(model::LinkId link, StepId from, const Step& to, model::InterfaceIndex out,
                   const routing::FrameWay& way);
  /// Marks the node where frames that nobody follows into them may go to services of the segment.
  void DoubtServices(model::NodeId node, const routing::Segment& segment);
  // Pseudowires (class_walk_pseudowire.cc).
  /// The first step of frames that enter the pseudowire of the query.
  Step FirstInPseudowire() const;
  /// Follows a frame through a pseudowire of the step's node to `to`, the far end of it; the step there.
  StepId CrossPseudowire(TunnelId pseudowire, StepId from, Step to, model::LinkId link);
  /// True when frames to that interface pass the other chassis of its pair.
  bool PassesPeer(const model::Endpoint& end) const;
  /// Marks what one chassis of a pair routes to the other and that one out of a bundle of both.
  void DoubtPeerLinks();
  bool LeavesByBundle(StepId step) const;
  const model::Device& DeviceAt(StepId step) const;
  /// True when the device routes packets of others in the table of the step.
  bool ForwardsAt(StepId step) const;
  /// The table in which packets that enter by an interface are looked up; the default one for those that
  /// start.
  routing::TableId TableOf(const model::Endpoint& end) const;

  Walker& walker_;
  const WalkQuery& query_;
  const routing::RoutingState& state_;
  const TunnelsUp& up_;
  WalkGraph& graph_;
  std::optional<net::PacketSet> split_;
  /// By step outside of a tunnel that frames enter: which interfaces they go to; an invalid one: not known.
  std::map<StepId, std::set<model::Endpoint>> frames_;
  std::vector<StepId> arrivals_;  ///< steps where frames leave a tunnel
  std::set<std::pair<StepId, model::Endpoint>> delivered_;
};

}  // namespace ringfence::forwarding
