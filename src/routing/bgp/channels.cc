// From sessions to channels and classes.

#include "routing/bgp/channels.h"

#include <algorithm>

#include "base/check.h"
#include "routing/bgp/bgp_scratch.h"

namespace ringfence::routing::bgp {
namespace {

const NeighborFamily* FamilyOf(const BgpNeighbor& neighbor, BgpFamily family) {
  const auto found = std::ranges::find(neighbor.families, family, &NeighborFamily::family);
  return found == neighbor.families.end() ? nullptr : &*found;
}

bool SameChain(const model::PolicyChain& a, const model::PolicyChain& b) {
  return a.accept_by_default == b.accept_by_default && a.names == b.names;
}

bool SameCondition(const NeighborFamily& a, const NeighborFamily& b) {
  if (a.conditional.has_value() != b.conditional.has_value()) return false;
  return !a.conditional || (a.conditional->when_present == b.conditional->when_present &&
                            SameChain(a.conditional->what, b.conditional->what) &&
                            SameChain(a.conditional->condition, b.conditional->condition));
}

/// True when the two say the same about what is sent.
bool SendSame(const NeighborFamily& a, const NeighborFamily& b) {
  const auto flags = [](const NeighborFamily& f) {
    return std::tuple(f.family, f.next_hop_self, f.send_standard, f.send_extended, f.send_large,
                      f.remove_private, f.private_neighbor_stays, f.prepends_outside, f.as_override,
                      f.rewrites_path_first, f.send_to_as_in_path, f.reflector_client, f.default_originate,
                      f.default_originate_if_present, f.add_path_send, f.labels, f.lower_pe);
  };
  return flags(a) == flags(b) && SameChain(a.export_chain, b.export_chain) &&
         SameChain(a.default_originate_policy, b.default_originate_policy) &&
         a.unsuppress_policies == b.unsuppress_policies && a.default_vrfs == b.default_vrfs &&
         SameCondition(a, b);
}

/// True when the two say the same about what is accepted.
bool AcceptSame(const NeighborFamily& a, const NeighborFamily& b) {
  return a.family == b.family && a.allow_own_as == b.allow_own_as && a.weight == b.weight &&
         SameChain(a.import, b.import);
}

/// Finds or makes the classes of one channel.
class Classes {
 public:
  Classes(const SessionPlan& plan, std::span<const std::unique_ptr<PolicyProgram>> programs,
          BgpScratch& scratch)
      : plan_(plan), programs_(programs), scratch_(scratch) {
    scratch.exports_of.resize(plan.speakers().size());
    scratch.imports_of.resize(plan.speakers().size());
  }

  std::uint32_t ExportOf(const Channel& channel, AsNumber own_as, bool far_takes_all,
                         const BgpFamilyConfig& config) {
    const Speaker& speaker = plan_.speakers()[channel.speaker];
    const bool by_peer = channel.family->as_override || !channel.family->send_to_as_in_path ||
                         channel.family->private_neighbor_stays;
    ExportClass wanted;
    wanted.speaker = channel.speaker;
    wanted.neighbor = channel.neighbor;
    wanted.family = channel.family;
    wanted.kind = channel.kind;
    wanted.own_as = own_as;
    wanted.peer_as = by_peer ? channel.peer_as : 0;
    wanted.cluster_id = ClusterOf(channel);
    wanted.all_paths = channel.family->add_path_send && far_takes_all;
    wanted.default_local_preference = config.default_local_preference;
    wanted.reflects_zero_med = config.reflects_zero_med;
    wanted.imported_are_own = config.distance_imported.has_value();
    for (const std::uint32_t id : scratch_.exports_of[channel.speaker]) {
      const ExportClass& known = scratch_.export_classes[id];
      if (known.kind == wanted.kind && known.own_as == own_as && known.peer_as == wanted.peer_as &&
          known.cluster_id == wanted.cluster_id && known.all_paths == wanted.all_paths &&
          known.default_local_preference == wanted.default_local_preference &&
          known.family->family == channel.family->family &&
          (known.neighbor == wanted.neighbor ||
           (!known.chain.uses.neighbor && known.neighbor->local_as == wanted.neighbor->local_as &&
            SendSame(*known.family, *wanted.family)))) {
        return id;
      }
    }
    wanted.chain = programs_[speaker.node.index()]->Compile(channel.family->export_chain);
    const auto id = static_cast<std::uint32_t>(scratch_.export_classes.size());
    scratch_.export_classes.push_back(std::move(wanted));
    scratch_.exports_of[channel.speaker].push_back(id);
    return id;
  }

  std::uint32_t ImportOf(const Channel& channel, AsNumber own_as, std::uint32_t local_preference) {
    const Speaker& speaker = plan_.speakers()[channel.speaker];
    ImportClass wanted{channel.speaker,
                       channel.neighbor,
                       channel.family,
                       channel.kind,
                       own_as,
                       ClusterOf(channel),
                       local_preference,
                       {},
                       kNone};
    for (const std::uint32_t id : scratch_.imports_of[channel.speaker]) {
      const ImportClass& known = scratch_.import_classes[id];
      if (known.kind == wanted.kind && known.own_as == own_as && known.cluster_id == wanted.cluster_id &&
          known.default_local_preference == local_preference &&
          known.family->family == channel.family->family &&
          (known.neighbor == wanted.neighbor ||
           (!known.chain.uses.neighbor && known.neighbor->local_as == wanted.neighbor->local_as &&
            AcceptSame(*known.family, *wanted.family)))) {
        return id;
      }
    }
    wanted.chain = programs_[speaker.node.index()]->Compile(channel.family->import);
    const bool untouched = wanted.chain.policies.empty() && wanted.chain.accept_by_default;
    if (untouched && !channel.neighbor->local_as) wanted.plain = PlainOf(wanted);
    const auto id = static_cast<std::uint32_t>(scratch_.import_classes.size());
    scratch_.import_classes.push_back(std::move(wanted));
    scratch_.imports_of[channel.speaker].push_back(id);
    return id;
  }

 private:
  std::uint32_t PlainOf(const ImportClass& at) {
    const bool external = at.kind == SessionKind::kEbgp;
    PlainImport wanted{
        at.family->weight.value_or(0), external ? at.default_local_preference : 0, external, {}};
    for (std::uint32_t i = 0; i < scratch_.plain_imports.size(); ++i) {
      const PlainImport& known = scratch_.plain_imports[i];
      if (known.weight == wanted.weight && known.local_preference == wanted.local_preference &&
          known.external == wanted.external) {
        return i;
      }
    }
    scratch_.plain_imports.push_back(std::move(wanted));
    return static_cast<std::uint32_t>(scratch_.plain_imports.size() - 1);
  }

  std::uint32_t ClusterOf(const Channel& channel) const {
    const Speaker& speaker = plan_.speakers()[channel.speaker];
    if (channel.neighbor->cluster_id) return channel.neighbor->cluster_id->v4();
    return speaker.config->cluster_id ? speaker.config->cluster_id->v4() : speaker.router_id;
  }

  const SessionPlan& plan_;
  std::span<const std::unique_ptr<PolicyProgram>> programs_;
  BgpScratch& scratch_;
};

net::Family AddressFamilyOf(BgpFamily family) {
  return family == BgpFamily::kIpv4Unicast || family == BgpFamily::kVpnIpv4 ? net::Family::kIpv4
                                                                            : net::Family::kIpv6;
}

/// The address an end puts into next hops: its own on the session, or one of the wanted family on the same
/// interface.
std::optional<net::IpAddress> NextHopOf(const Network& network, const Speaker& speaker,
                                        const Session& session, std::size_t side, BgpFamily of, bool labels) {
  const net::Family family = AddressFamilyOf(of);
  // VPN routes carry the address of the session whatever its family (RFC 4659 section 3.2.1), and so do
  // labelled routes of IPv6 (RFC 4798 section 2: as a mapped address).
  const bool is_vpn = of == BgpFamily::kVpnIpv4 || of == BgpFamily::kVpnIpv6 || of == BgpFamily::kEvpn;
  const bool any = is_vpn || (labels && of == BgpFamily::kIpv6Unicast);
  const auto& address = session.addresses[side];
  if (address && (any || address->family == family)) return address;
  const auto& interfaces = network.nodes()[speaker.node.index()].config.device.interfaces;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const auto& addresses = interfaces[i].addresses;
    const bool here =
        session.interfaces[side].valid()
            ? session.interfaces[side].index() == i
            : address && std::ranges::any_of(addresses, [&](const model::InterfaceAddress& one) {
                return one.address.address == *address;
              });
    if (!here) continue;
    for (const model::InterfaceAddress& one : addresses) {
      if (one.address.address.family == family) return one.address.address;
    }
  }
  return std::nullopt;
}

/// The subnet both ends stand on.
std::optional<net::Prefix> SharedSubnet(const Network& network, const Speaker& speaker,
                                        model::InterfaceIndex interface, const net::IpAddress& peer) {
  if (!interface.valid()) return std::nullopt;
  for (const model::InterfaceAddress& address : network.InterfaceAt({speaker.node, interface}).addresses) {
    if (address.address.subnet().Contains(peer)) return address.address.subnet();
  }
  return std::nullopt;
}

}  // namespace

namespace {

/// A channel of a session with a neighbour outside. Nothing is sent on it.
void AddFromOutside(const SessionPlan& plan, std::uint32_t s, Classes& classes, BgpScratch& scratch,
                    FamilyState& state) {
  const Session& session = scratch.sessions[s];
  const SessionEnd& end = plan.ends()[session.ends[0]];
  const BgpFamilyConfig* config = state.config[end.speaker];
  const bool unicast = state.family == BgpFamily::kIpv4Unicast || state.family == BgpFamily::kIpv6Unicast;
  if (config == nullptr || !unicast) return;
  Channel& channel = state.channels.emplace_back();
  channel.speaker = end.speaker;
  channel.remote_speaker = channel.export_class = kNone;
  channel.session = s * 2;
  channel.neighbor = end.neighbor;
  channel.family = FamilyOf(*end.neighbor, state.family);
  channel.kind = session.kind;
  channel.peer_as = session.as[1];
  channel.remote_router_id = plan.outside()[session.outside]->router_id;
  channel.interface = session.interfaces[0];
  channel.peer_address = *session.addresses[1];
  if (channel.peer_address.family == AddressFamilyOf(state.family)) {
    channel.peer = scratch.pool.Intern(channel.peer_address);
    channel.subnet =
        SharedSubnet(plan.network(), plan.speakers()[end.speaker], channel.interface, channel.peer_address);
  }
  channel.import_class =
      classes.ImportOf(channel, session.as[0],
                       config->late_local_preference ? kNoLocalPreference : config->default_local_preference);
}

}  // namespace

void MakeChannels(const SessionPlan& plan, std::span<const std::unique_ptr<PolicyProgram>> programs,
                  BgpScratch& scratch, FamilyState& state) {
  Classes classes(plan, programs, scratch);
  state.channels.clear();
  for (std::uint32_t s = 0; s < scratch.sessions.size(); ++s) {
    const Session& session = scratch.sessions[s];
    if (!session.up() || (session.families >> static_cast<unsigned>(state.family) & 1U) == 0) continue;
    if (session.outside != kNone) {
      AddFromOutside(plan, s, classes, scratch, state);
      continue;
    }
    for (std::size_t side = 0; side < 2; ++side) {
      const SessionEnd& end = plan.ends()[session.ends[side]];
      const SessionEnd& far = plan.ends()[session.ends[1 - side]];
      const Speaker& speaker = plan.speakers()[end.speaker];
      const Speaker& remote = plan.speakers()[far.speaker];
      if (state.config[end.speaker] == nullptr || state.config[far.speaker] == nullptr) break;
      Channel& channel = state.channels.emplace_back();
      channel.speaker = end.speaker;
      channel.remote_speaker = far.speaker;
      channel.session = s * 2 + static_cast<std::uint32_t>(side);
      channel.neighbor = end.neighbor;
      channel.family = FamilyOf(*end.neighbor, state.family);
      channel.kind = session.kind;
      channel.peer_as = session.as[1 - side];
      channel.remote_router_id = remote.router_id;
      channel.interface = session.interfaces[side];
      channel.labels = channel.family->labels != LabelUse::kNone &&
                       FamilyOf(*far.neighbor, state.family)->labels != LabelUse::kNone;
      const auto self = NextHopOf(plan.network(), speaker, session, side, state.family, channel.labels);
      const auto peer = NextHopOf(plan.network(), remote, session, 1 - side, state.family, channel.labels);
      if (self) channel.self = scratch.pool.Intern(*self);
      if (peer) channel.peer = scratch.pool.Intern(*peer);
      if (session.addresses[1 - side]) channel.peer_address = *session.addresses[1 - side];
      if (peer) channel.subnet = SharedSubnet(plan.network(), speaker, channel.interface, *peer);
      const BgpFamilyConfig& config = *state.config[end.speaker];
      channel.export_class = classes.ExportOf(
          channel, session.as[side], FamilyOf(*far.neighbor, state.family)->add_path_receive, config);
      channel.import_class = classes.ImportOf(
          channel, session.as[side],
          config.late_local_preference ? kNoLocalPreference : config.default_local_preference);
    }
  }
  std::ranges::stable_sort(state.channels, {}, &Channel::speaker);
  const std::size_t speakers = plan.speakers().size();
  std::vector<std::uint32_t> place(scratch.sessions.size() * 2, kNone);
  for (std::uint32_t c = 0; c < state.channels.size(); ++c) place[state.channels[c].session] = c;
  for (Channel& channel : state.channels) channel.remote_channel = place[channel.session ^ 1U];
  state.first_channel.assign(speakers + 1, 0);
  for (const Channel& channel : state.channels) ++state.first_channel[channel.speaker + 1];
  for (std::size_t i = 0; i < speakers; ++i) state.first_channel[i + 1] += state.first_channel[i];

  state.classes.clear();
  state.first_class.assign(1, 0);
  state.class_slot.assign(scratch.export_classes.size(), kNone);
  for (std::size_t speaker = 0; speaker < speakers; ++speaker) {
    for (std::uint32_t c = state.first_channel[speaker]; c < state.first_channel[speaker + 1]; ++c) {
      if (state.channels[c].from_outside()) continue;
      std::uint32_t& slot = state.class_slot[state.channels[c].export_class];
      if (slot != kNone) continue;
      slot = static_cast<std::uint32_t>(state.classes.size());
      state.classes.push_back(state.channels[c].export_class);
    }
    state.first_class.push_back(static_cast<std::uint32_t>(state.classes.size()));
  }
}

}  // namespace ringfence::routing::bgp
