#include "routing/link_names.h"

#include <fmt/format.h>

#include <map>
#include <string>

namespace ringfence::routing {

using model::Endpoint;

namespace {

const model::Device& DeviceOf(std::span<const Node> nodes, model::NodeId node) {
  return nodes[node.index()].config.device;
}

/// One port for each end; its interface is invalid when the device names none.
std::vector<Endpoint> EndsOf(const SwitchedCable& cable) {
  std::vector<Endpoint> ends;
  for (int side = 0; side < 2; ++side) {
    ends.push_back({cable.nodes[side], {}});
    if (!cable.ports[side].empty()) ends.back().interface = cable.ports[side][0];
  }
  return ends;
}

std::string NameOf(std::span<const Node> nodes, std::span<const Endpoint> ends, bool with_ports) {
  std::string name;
  for (const Endpoint& end : ends) {
    const model::Device& device = DeviceOf(nodes, end.node);
    name += fmt::format("{}{}", name.empty() ? "" : "--", device.name);
    if (with_ports && end.interface.valid())
      name += fmt::format("[{}]", device.interfaces[end.interface.index()].name);
  }
  return name;
}

}  // namespace

void NameLinks(std::span<const Node> nodes, std::span<SwitchedCable> cables,
               std::span<std::pair<model::Link, std::size_t>> links) {
  std::map<std::string, int> uses;
  for (SwitchedCable& cable : cables) {
    if (DeviceOf(nodes, cable.nodes[1]).name < DeviceOf(nodes, cable.nodes[0]).name) {
      std::swap(cable.nodes[0], cable.nodes[1]);
      std::swap(cable.ports[0], cable.ports[1]);
    }
    ++uses[cable.name = NameOf(nodes, EndsOf(cable), false)];
  }
  for (auto& [link, root] : links) ++uses[link.name = NameOf(nodes, link.ends, false)];
  for (SwitchedCable& cable : cables) {
    if (uses[cable.name] > 1) cable.name = NameOf(nodes, EndsOf(cable), true);
  }
  for (auto& [link, root] : links) {
    if (uses[link.name] > 1) link.name = NameOf(nodes, link.ends, true);
  }
}

}  // namespace ringfence::routing
