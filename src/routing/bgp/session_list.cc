// BGP sessions for people.
//
// Problem: the plan pairs every two ends that could form a session, also those that were never meant for each
// other (two parallel links make four pairs), and gives one word why not. Idea: a session that is up settles
// both its ends; of the rest, pairs in the order of how well they fit are listed while they have an end that
// nothing listed yet speaks of. The word is kept; which of the two ends is to blame, and with which value, is
// read off the configuration and asked of the surroundings. Cost: O(pairs * log pairs), and a few resolutions
// for each session that is down.

#include "routing/bgp/session_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace ringfence::routing::bgp {
namespace {

using model::Endpoint;

constexpr std::string_view kFamilyNames[] = {"ipv4-unicast", "ipv6-unicast", "vpn-ipv4",
                                             "vpn-ipv6",     "evpn",         "route-target"};
constexpr std::string_view kKindNames[] = {"ebgp", "confederation", "ibgp"};

std::string FamiliesText(const BgpNeighbor& neighbor) {
  std::string text;
  for (const NeighborFamily& family : neighbor.families)
    text += (text.empty() ? "" : " ") + std::string(kFamilyNames[static_cast<std::size_t>(family.family)]);
  return text.empty() ? "none" : text;
}

std::string ExpectedAs(const BgpNeighbor& neighbor) {
  switch (neighbor.remote_as_kind) {
    case RemoteAs::kNumber:
      return fmt::format("AS {}", neighbor.remote_as);
    case RemoteAs::kExternal:
      return "another AS";
    case RemoteAs::kInternal:
      return "its own AS";
    default:
      return "one of a list";
  }
}

AdjacencyState StateOf(SessionCause cause) {
  switch (cause) {
    case SessionCause::kUp:
      return AdjacencyState::kUp;
    case SessionCause::kShutdown:
    case SessionCause::kInterfaceDown:
    case SessionCause::kUnreachable:
      return AdjacencyState::kDown;
    case SessionCause::kUnknownAddress:
      return AdjacencyState::kOutside;
    default:
      return AdjacencyState::kNever;
  }
}

class List {
 public:
  List(const SessionPlan& plan, BgpSurroundings& around, std::vector<Adjacency>& adjacencies)
      : plan_(plan), network_(plan.network()), around_(around), adjacencies_(adjacencies) {}

  void Run() {
    CollectOwners();
    std::vector<Session> sessions = plan_.Compute(around_);
    std::ranges::stable_sort(sessions, {}, [this](const Session& session) {
      return std::tuple(!session.up(), session.ends[1] == kNone, !MeantForEachOther(session),
                        -static_cast<int>(session.cause));
    });
    listed_.assign(plan_.ends().size(), false);
    for (Session& session : sessions) {
      if (!session.up() && IsSettled(session.ends[0]) && IsSettled(session.ends[1])) continue;
      if (!session.up() && session.ends[1] != kNone) Separate(session);
      Add(session);
      for (const std::uint32_t end : session.ends) {
        if (end != kNone) listed_[end] = true;
      }
    }
    for (std::uint32_t end = 0; end < plan_.ends().size(); ++end) {
      if (!listed_[end]) AddListener(end);
    }
  }

 private:
  const BgpNeighbor& NeighborOf(std::uint32_t end) const { return *plan_.ends()[end].neighbor; }
  const Speaker& SpeakerOf(std::uint32_t end) const { return plan_.speakers()[plan_.ends()[end].speaker]; }
  const std::string& NameOfNode(model::NodeId node) const {
    return network_.nodes()[node.index()].config.device.name;
  }
  const std::string& NameOfEnd(std::uint32_t end) const { return NameOfNode(SpeakerOf(end).node); }

  /// Nothing more to say about this end. Whoever listens for a range has a session with each who comes.
  bool IsSettled(std::uint32_t end) const {
    return end == kNone || listed_[end] || NeighborOf(end).listen_range;
  }

  /// The far statement has found another neighbour: this one is not meant by it.
  void Separate(Session& session) const {
    const std::size_t taken = listed_[session.ends[0]] ? 0 : 1;
    if (!listed_[session.ends[taken]] || MeantForEachOther(session)) return;
    const std::uint32_t left = session.ends[1 - taken];
    session = Session{};
    session.ends[0] = left;
    session.cause = NeighborOf(left).shutdown ? SessionCause::kShutdown : SessionCause::kNotConfigured;
  }

  void CollectOwners() {
    for (std::size_t n = 0; n < network_.nodes().size(); ++n) {
      const auto& interfaces = network_.nodes()[n].config.device.interfaces;
      for (std::size_t i = 0; i < interfaces.size(); ++i) {
        for (const model::InterfaceAddress& address : interfaces[i].addresses)
          owners_[address.address.address].push_back({model::NodeId(n), model::InterfaceIndex(i)});
      }
    }
  }

  /// The interface of a table that has the address, or an invalid endpoint.
  Endpoint OwnerIn(TableId table, const net::IpAddress& address) const {
    const auto found = owners_.find(address);
    if (found == owners_.end()) return {};
    for (const Endpoint& end : found->second) {
      if (network_.TableAt(end) == table) return end;
    }
    return {};
  }

  base::Span AddressLine(Endpoint end, const net::IpAddress& address) const {
    for (const model::InterfaceAddress& own : network_.InterfaceAt(end).addresses) {
      if (own.address.address == address) return own.span;
    }
    return network_.InterfaceAt(end).span;
  }

  /// True when the addresses the two ends name stand on one subnet, or nothing speaks against it.
  bool MeantForEachOther(const Session& session) const {
    if (session.ends[1] == kNone) return true;
    const auto& mine = NeighborOf(session.ends[0]).address;
    const auto& theirs = NeighborOf(session.ends[1]).address;
    if (!mine || !theirs) return true;
    const Endpoint near = OwnerIn(SpeakerOf(session.ends[0]).table, *theirs);
    if (!near.node.valid()) return false;
    return std::ranges::any_of(network_.InterfaceAt(near).addresses, [&](const model::InterfaceAddress& own) {
      return own.address.address == *theirs && own.address.subnet().Contains(*mine);
    });
  }

  /// Where the end opens its connection from.
  std::optional<net::IpAddress> SourceOf(std::uint32_t number) {
    const std::optional<net::IpAddress>& target = NeighborOf(number).address;
    if (!target) return std::nullopt;
    return plan_.SourceOf(plan_.ends()[number], *target, around_.Resolve(SpeakerOf(number).table, *target));
  }

  /// `far` is the other end's number, or kNone.
  AdjacencyEnd Describe(std::uint32_t number, std::uint32_t far) {
    const Speaker& speaker = SpeakerOf(number);
    AdjacencyEnd end;
    end.node = speaker.node;
    end.vrf = speaker.vrf->vrf;
    end.process = std::to_string(speaker.as);
    end.lines = {NeighborOf(number).span};
    const model::Device& device = network_.nodes()[speaker.node.index()].config.device;
    std::optional<net::IpAddress> named;
    if (far != kNone) named = NeighborOf(far).address;
    if (!named) named = SourceOf(number);
    if (named) {
      const Endpoint owner = OwnerIn(speaker.table, *named);
      if (owner.node.valid()) end.address = named, end.interface = owner.interface;
    }
    if (!end.interface.valid()) end.interface = model::FindInterface(device, NeighborOf(number).interface);
    return end;
  }

  /// The far end of a neighbour nobody answers for.
  AdjacencyEnd Outside(std::uint32_t number) const {
    const BgpNeighbor& neighbor = NeighborOf(number);
    AdjacencyEnd end;
    end.address = neighbor.address;
    if (neighbor.remote_as_kind == RemoteAs::kNumber) end.process = std::to_string(neighbor.remote_as);
    return end;
  }

  void Add(const Session& session) {
    const std::uint32_t a = session.ends[0];
    const std::uint32_t b = session.ends[1];
    Adjacency adjacency{.protocol = AdjacencyProtocol::kBgp, .state = StateOf(session.cause)};
    adjacency.ends[0] = Describe(a, b);
    adjacency.ends[1] = b == kNone ? Outside(a) : Describe(b, a);
    if (session.outside != kNone) {
      adjacency.ends[1].address = session.addresses[1];
      adjacency.ends[1].process = std::to_string(session.as[1]);
      adjacency.ends[1].lines = {plan_.outside()[session.outside]->span};
    }
    for (std::size_t i = 0; session.up() && i < 2; ++i) {
      if (!session.addresses[i]) continue;
      adjacency.ends[i].address = session.addresses[i];
      if (session.ends[i] == kNone) continue;
      adjacency.ends[i].interface =
          OwnerIn(SpeakerOf(session.ends[i]).table, *session.addresses[i]).interface;
    }
    adjacency.scope = b != kNone || session.outside != kNone
                          ? kKindNames[static_cast<std::size_t>(session.kind)]
                          : KindTowards(a);
    for (const NeighborFamily& family : NeighborOf(a).families) {
      const bool common = b == kNone || std::ranges::count(NeighborOf(b).families, family.family,
                                                           &NeighborFamily::family) > 0;
      if (common) adjacency.families.emplace_back(kFamilyNames[static_cast<std::size_t>(family.family)]);
    }
    if (!session.up()) {
      adjacency.cause = NameOf(session.cause);
      Blame(session, adjacency);
    }
    adjacencies_.push_back(std::move(adjacency));
  }

  std::string_view KindTowards(std::uint32_t end) const {
    const BgpNeighbor& neighbor = NeighborOf(end);
    if (neighbor.remote_as_kind == RemoteAs::kListed) return "";
    const bool internal =
        neighbor.remote_as_kind == RemoteAs::kInternal ||
        (neighbor.remote_as_kind == RemoteAs::kNumber && neighbor.remote_as == SpeakerOf(end).as);
    return internal ? "ibgp" : "ebgp";
  }

  /// Says what is wrong and adds the lines that tell it.
  void Blame(const Session& session, Adjacency& adjacency) {
    adjacency.what = plan_.Describe(session).what;
    if (session.ends[1] == kNone) return BlameMissing(session, adjacency);
    std::string details;
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string detail = DetailOf(session, i, adjacency.ends[i].lines);
      if (!detail.empty()) details += (details.empty() ? ": " : ", ") + detail;
    }
    adjacency.what += details;
  }

  void BlameMissing(const Session& session, Adjacency& adjacency) {
    const std::uint32_t near = session.ends[0];
    const BgpNeighbor& neighbor = NeighborOf(near);
    if (session.cause == SessionCause::kUnknownAddress) {
      adjacency.what =
          neighbor.address
              ? fmt::format("{}, neighbour of '{}', is outside: no device here has that address",
                            net::ToString(*neighbor.address), NameOfEnd(near))
              : fmt::format("'{}' expects a neighbour on {}, and no known device is at its other end",
                            NameOfEnd(near), neighbor.interface);
      return;
    }
    const Endpoint far = FarOwner(near, session.cause == SessionCause::kNotConfigured);
    if (!far.node.valid()) return;
    AdjacencyEnd& end = adjacency.ends[1];
    if (far.node == SpeakerOf(near).node && network_.TableAt(far) == SpeakerOf(near).table) {
      adjacency.what =
          fmt::format("{} is an address of '{}' itself", net::ToString(*neighbor.address), NameOfEnd(near));
    }
    end.node = far.node;
    end.interface = far.interface;
    end.vrf = network_.InterfaceAt(far).vrf;
    end.process = "";
    end.silent = session.cause != SessionCause::kShutdown;
    if (neighbor.address) end.lines.push_back(AddressLine(far, *neighbor.address));
    const std::uint32_t speaker = plan_.SpeakerOf(network_.TableAt(far));
    if (speaker == kNone) return;
    end.process = std::to_string(plan_.speakers()[speaker].as);
    end.lines.insert(end.lines.begin(), plan_.speakers()[speaker].vrf->span);
  }

  /// Who has the address an end names, or stands at the end of its link; one that runs BGP if asked for.
  Endpoint FarOwner(std::uint32_t near, bool speaks) const {
    const Speaker& speaker = SpeakerOf(near);
    const BgpNeighbor& neighbor = NeighborOf(near);
    Endpoint first;
    const auto look = [&](std::span<const Endpoint> ends) {
      for (const Endpoint& end : ends) {
        const TableId table = network_.TableAt(end);
        if (!first.node.valid()) first = end;
        if (table != speaker.table && (plan_.SpeakerOf(table) != kNone) == speaks) return first = end, true;
      }
      return false;
    };
    if (neighbor.address) {
      const auto found = owners_.find(*neighbor.address);
      if (found != owners_.end()) look(found->second);
      return first;
    }
    const auto& device = network_.nodes()[speaker.node.index()].config.device;
    const model::InterfaceIndex own = model::FindInterface(device, neighbor.interface);
    if (!own.valid()) return first;
    const model::LinkId link = network_.LinkOf({speaker.node, own});
    if (!link.valid()) return first;
    for (const Endpoint& end : network_.links()[link.index()].ends) {
      if (end != Endpoint{speaker.node, own} && look({&end, 1})) break;
    }
    return first;
  }

  /// What end `i` has to do with it, or "". The telling lines come first.
  std::string DetailOf(const Session& session, std::size_t i, std::vector<base::Span>& lines) {
    const std::uint32_t near = session.ends[i];
    const std::uint32_t far = session.ends[1 - i];
    const BgpNeighbor& neighbor = NeighborOf(near);
    const std::string& name = NameOfEnd(near);
    const auto put = [&lines](base::Span span) {
      if (span.valid()) lines.insert(lines.begin(), span);
    };
    switch (session.cause) {
      case SessionCause::kShutdown:
        return neighbor.shutdown ? fmt::format("'{}' shuts it", name) : "";
      case SessionCause::kInterfaceDown:
        return DownDetail(near, far, lines);
      case SessionCause::kUnreachable: {
        if (!neighbor.address) return "";
        const Resolution route = around_.Resolve(SpeakerOf(near).table, *neighbor.address);
        if (route.reachable && !route.discard) return "";
        return fmt::format("'{}' {} {}", name, route.discard ? "discards packets to" : "has no route to",
                           net::ToString(*neighbor.address));
      }
      case SessionCause::kNotConnected: {
        const bool demands = neighbor.ebgp_hops_max <= 1 && neighbor.connected_check && neighbor.address;
        if (!demands || around_.Resolve(SpeakerOf(near).table, *neighbor.address).connected) return "";
        return fmt::format("'{}' allows one hop and is not connected to {}", name,
                           net::ToString(*neighbor.address));
      }
      case SessionCause::kSource:
        return SourceDetail(near, far);
      case SessionCause::kPassive:
        return neighbor.passive   ? fmt::format("'{}' is passive", name)
               : neighbor.address ? ""
                                  : fmt::format("'{}' only listens", name);
      case SessionCause::kAs:
        put(neighbor.remote_as_span);
        return fmt::format("'{}' expects {}", name, ExpectedAs(neighbor));
      case SessionCause::kAuthentication:
        return fmt::format("'{}' has {} key", name, neighbor.authentication.empty() ? "no" : "a");
      case SessionCause::kRouterId:
        put(SpeakerOf(near).vrf->span);
        return fmt::format("'{}' has {}", name,
                           SpeakerOf(near).router_id == 0
                               ? "none"
                               : net::ToString(net::IpAddress::V4(SpeakerOf(near).router_id)));
      case SessionCause::kFamily:
        for (const NeighborFamily& family : neighbor.families) put(family.span);
        return fmt::format("'{}' has {}", name, FamiliesText(neighbor));
      default:
        return "";
    }
  }

  /// The interface of `near` that the far end sends to, when it is down.
  std::string DownDetail(std::uint32_t near, std::uint32_t far, std::vector<base::Span>& lines) {
    const Speaker& speaker = SpeakerOf(near);
    Endpoint own{speaker.node, model::FindInterface(network_.nodes()[speaker.node.index()].config.device,
                                                    NeighborOf(near).interface)};
    if (NeighborOf(far).address) own = OwnerIn(speaker.table, *NeighborOf(far).address);
    if (!own.node.valid() || !own.interface.valid() || around_.InterfaceUp(own)) return "";
    const model::Interface& interface = network_.InterfaceAt(own);
    lines.insert(lines.begin(),
                 interface.admin_up || !interface.down_span.valid() ? interface.span : interface.down_span);
    return fmt::format("{} is {}", TextOf(network_, own), interface.admin_up ? "down" : "shut");
  }

  /// From where `near` opens, when the far end does not expect it.
  std::string SourceDetail(std::uint32_t near, std::uint32_t far) {
    if (!NeighborOf(near).address) return "";
    const auto source = SourceOf(near);
    const auto& expected = NeighborOf(far).address;
    if (!source) return fmt::format("'{}' has no address to send from", NameOfEnd(near));
    if (!expected || *expected == *source) return "";
    return fmt::format("'{}' sends from {} while '{}' names {}", NameOfEnd(near), net::ToString(*source),
                       NameOfEnd(far), net::ToString(*expected));
  }

  /// A range nobody connects from.
  void AddListener(std::uint32_t number) {
    const BgpNeighbor& neighbor = NeighborOf(number);
    if (!neighbor.listen_range) return;
    Adjacency adjacency{.protocol = AdjacencyProtocol::kBgp, .state = AdjacencyState::kOutside};
    adjacency.cause = "nobody-connects";
    adjacency.what = fmt::format("'{}' listens for {}, and no known device connects from there",
                                 NameOfEnd(number), net::ToString(*neighbor.listen_range));
    adjacency.scope = KindTowards(number);
    for (const NeighborFamily& family : neighbor.families)
      adjacency.families.emplace_back(kFamilyNames[static_cast<std::size_t>(family.family)]);
    adjacency.ends = {Describe(number, kNone), Outside(number)};
    adjacencies_.push_back(std::move(adjacency));
  }

  const SessionPlan& plan_;
  const Network& network_;
  BgpSurroundings& around_;
  std::vector<Adjacency>& adjacencies_;
  std::unordered_map<net::IpAddress, std::vector<Endpoint>> owners_;  ///< looked up only
  std::vector<bool> listed_;                                          ///< by end
};

}  // namespace

void ListSessions(const SessionPlan& plan, BgpSurroundings& around, std::vector<Adjacency>& adjacencies) {
  List(plan, around, adjacencies).Run();
}

}  // namespace ringfence::routing::bgp
