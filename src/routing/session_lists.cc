// Which packets a session over routers between needs, and what lists do with them.
//
// Either end opens sessions, and what the other then sends is established: both kinds must pass in both
// directions. A list that lets only one end open would do, and is not told apart: it leaves routes open.
// Packets that labels carry meet no list until the labels are off, and where that is is not followed here: so
// they must pass all lists on links of an IGP, as the labels follow it, and packets of a VRF also all lists
// in VRFs. Checks of sources that they may meet there are taken for dropping them. Cost: interfaces with
// lists; each list is asked once for each pair of ends.

#include "routing/session_lists.h"

#include <algorithm>
#include <set>
#include <string>

#include "net/packet_hull.h"
#include "routing/dropped_packets.h"
#include "routing/lists_at_use.h"
#include "routing/protocol_packets.h"

namespace ringfence::routing {
namespace {

template <class Processes>
void AddNames(const Processes& processes, std::set<std::string>& names) {
  for (const auto& process : processes) {
    for (const auto& one : process.interfaces) {
      if (!one.passive) names.insert(one.name);
    }
  }
}

/// Interfaces on which an IGP or LDP speaks.
std::set<std::string> SpeakingInterfaces(const DeviceConfig& config) {
  std::set<std::string> names;
  AddNames(config.ospf.processes, names);
  AddNames(config.isis.processes, names);
  AddNames(config.eigrp.processes, names);
  AddNames(config.rip.processes, names);
  for (const ldp::LdpInterface& one : config.ldp.interfaces) names.insert(one.name);
  return names;
}

std::vector<net::AddressMatch> MatchesOf(std::span<const net::IpAddress> addresses) {
  std::vector<net::AddressMatch> matches;
  for (const net::IpAddress& address : addresses) matches.push_back(OnlyAddress(address));
  return matches;
}

}  // namespace

SessionLists::SessionLists(const Network& network) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const DeviceConfig& config = network.nodes()[n].config;
    any_ = any_ || !config.device.guards.empty();
    std::optional<std::set<std::string>> speaking;
    const auto leads_labels = [&](std::size_t i) {
      const model::Interface& interface = config.device.interfaces[i];
      if (!speaking) speaking = SpeakingInterfaces(config);
      return interface.vrf.empty() && speaking->contains(interface.name) &&
             network.LinkOf({model::NodeId(n), model::InterfaceIndex(i)}).valid();
    };
    for (std::size_t i = 0; i < config.device.interfaces.size(); ++i) {
      const model::Interface& interface = config.device.interfaces[i];
      if (interface.source_check) {
        const bool igp = leads_labels(i);
        check_sources_ = true;
        check_sources_behind_labels_[0] |= igp;
        check_sources_behind_labels_[1] |= igp || !interface.vrf.empty();
      }
      const model::AclUse* uses[2][2] = {{&interface.acl_in4, &interface.acl_out4},
                                         {&interface.acl_in6, &interface.acl_out6}};
      for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
        const std::size_t f = family == net::Family::kIpv4 ? 0 : 1;
        for (const model::AclUse* use : uses[f]) {
          const std::vector<const model::Acl*> lists = ListsAt(config.device, *use, family);
          if (lists.empty()) continue;
          any_ = true;
          const bool igp = leads_labels(i);
          const auto add = [&lists](std::vector<const model::Acl*>& to) {
            to.insert(to.end(), lists.begin(), lists.end());
          };
          if (igp) add(behind_labels_[f][0]);
          if (igp || !interface.vrf.empty()) add(behind_labels_[f][1]);
        }
      }
    }
  }
}

std::vector<net::HeaderMatch> SessionPackets(net::Family family, std::span<const net::IpAddress> from,
                                             std::span<const net::IpAddress> to) {
  const PacketEnds ends{family, MatchesOf(from), MatchesOf(to)};
  return {OpeningPackets(kBgpPort, ends), AnsweringPackets(kBgpPort, ends)};
}

bool SessionListMemory::MayDrop(const model::Acl& acl, const std::optional<net::IpAddress>& from,
                                const net::IpAddress& to) {
  const auto [known, fresh] = known_.try_emplace(Asked{&acl, to, from}, true);
  if (!fresh) return known->second;
  if (!space_) space_ = std::make_unique<net::PacketSpace>();
  std::vector<net::IpAddress> sources;
  if (from) sources.push_back(*from);
  return known->second = FirstDropped(acl, SessionPackets(to.family, sources, {&to, 1}), *space_).has_value();
}

bool MayTranslateTo(const model::Translation& rule, const net::IpAddress& address) {
  if (address.family != net::Family::kIpv4) return false;
  const auto& to = rule.match.destination;
  return to.empty() || std::ranges::any_of(to, [&address](const net::AddressMatch& match) {
           return net::PrefixAround(match).Contains(address);
         });
}

}  // namespace ringfence::routing
