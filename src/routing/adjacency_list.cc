#include "routing/adjacency_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "routing/network.h"

namespace ringfence::routing {
namespace {

/// What an end is ordered by; ends outside come last.
auto KeyOf(const Network& network, const AdjacencyEnd& end) {
  const bool outside = !end.node.valid();
  return std::tuple(
      outside,
      outside ? std::string_view() : std::string_view(network.nodes()[end.node.index()].config.device.name),
      std::string_view(end.vrf), end.interface, end.address, std::string_view(end.process));
}

}  // namespace

std::string TextOf(const Network& network, model::Endpoint end) {
  return fmt::format("{}[{}]", network.nodes()[end.node.index()].config.device.name,
                     network.InterfaceAt(end).name);
}

std::string Both(const std::string& a, const std::string& b) { return a == b ? a : a + " / " + b; }

std::string WordOf(std::string_view text) {
  std::string word(text.substr(0, text.find(" (")));
  for (char& c : word) {
    if (c == ' ') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

void NoteDownInterfaces(const Network& network, const std::vector<std::uint8_t>& up, Adjacency& adjacency) {
  for (AdjacencyEnd& end : adjacency.ends) {
    if (!end.node.valid() || !end.interface.valid()) continue;
    const model::Endpoint at{end.node, end.interface};
    if (up[network.SlotOf(at)] != 0) continue;
    const model::Interface& interface = network.InterfaceAt(at);
    const bool first = adjacency.state != AdjacencyState::kDown;
    if (first) adjacency.what.clear();
    if (first || !interface.admin_up) adjacency.cause = interface.admin_up ? "interface-down" : "shutdown";
    adjacency.state = AdjacencyState::kDown;
    adjacency.what += fmt::format("{}{} is {}", first ? "" : ", ", TextOf(network, at),
                                  interface.admin_up ? "down" : "shut");
    if (!interface.admin_up) {
      end.lines.insert(end.lines.begin(), interface.down_span.valid() ? interface.down_span : interface.span);
    }
  }
}

void Sort(const Network& network, std::vector<Adjacency>& adjacencies) {
  for (Adjacency& adjacency : adjacencies) {
    if (KeyOf(network, adjacency.ends[1]) < KeyOf(network, adjacency.ends[0]))
      std::swap(adjacency.ends[0], adjacency.ends[1]);
  }
  std::ranges::stable_sort(adjacencies, {}, [&network](const Adjacency& adjacency) {
    return std::tuple(adjacency.protocol, KeyOf(network, adjacency.ends[0]),
                      KeyOf(network, adjacency.ends[1]), std::string_view(adjacency.scope));
  });
}

}  // namespace ringfence::routing
