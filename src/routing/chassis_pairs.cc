// Bundles over two devices.
//
// Problem: one port-channel of a switch may end at two devices that act as one (MLAG, vPC). Frames take
// either by a hash, and what arrives at the wrong one goes over the link between the two. Idea: the two are
// known by that link: a cable whose ends both stand on a port named as peer link. A device with two such
// neighbours is in no pair, and gaps say so (bridging_gaps). Cost: cables * ports.

#include "routing/chassis_pairs.h"

#include <algorithm>
#include <map>
#include <set>

#include "routing/network.h"

namespace ringfence::routing {

using model::Endpoint;
using model::NodeId;

model::Endpoint BundleAt(const Network& network, Endpoint port) {
  if (!port.interface.valid()) return port;
  const std::string& lag = network.InterfaceAt(port).lag;
  if (lag.empty()) return port;
  const auto bundle = model::FindInterface(network.nodes()[port.node.index()].config.device, lag);
  return bundle.valid() ? Endpoint{port.node, bundle} : port;
}

std::vector<ChassisPair> FindChassisPairs(const Network& network) {
  std::map<NodeId, std::set<NodeId>> peers;
  std::vector<ChassisPair> found;
  for (const PortCable& cable : network.port_cables()) {
    Endpoint links[2];
    bool joins = true;
    for (int side = 0; side < 2; ++side) {
      links[side] = BundleAt(network, {cable.ends[side].node, cable.ends[side].port});
      joins = joins && links[side].interface.valid() && network.InterfaceAt(links[side]).peer_link;
    }
    if (!joins || links[0].node == links[1].node) continue;
    if (links[1].node.value < links[0].node.value) std::swap(links[0], links[1]);
    peers[links[0].node].insert(links[1].node);
    peers[links[1].node].insert(links[0].node);
    const bool known = std::ranges::any_of(found, [&](const ChassisPair& pair) {
      return pair.links[0] == links[0] && pair.links[1] == links[1];
    });
    if (!known) found.push_back({{links[0], links[1]}});
  }
  std::erase_if(found, [&](const ChassisPair& pair) {
    return peers[pair.links[0].node].size() > 1 || peers[pair.links[1].node].size() > 1;
  });
  std::ranges::sort(found, {}, [](const ChassisPair& pair) { return pair.links[0].node.value; });
  return found;
}

}  // namespace ringfence::routing
