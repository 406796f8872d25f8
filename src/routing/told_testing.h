// What a state says, as texts that can be compared. Test support only.
#pragma once

#include <string>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::routing {

inline std::string TextOf(std::span<const NextHop> hops) {
  std::string text;
  for (const NextHop& hop : hops) {
    text += " " + std::to_string(hop.interface.value) + (hop.discard ? "!" : "");
    if (hop.gateway) text += "@" + net::ToString(*hop.gateway);
  }
  return text;
}

inline std::string TextOf(const Fib& fib, const FibEntry& entry) {
  std::string text = net::ToString(entry.prefix) + " " + std::to_string(static_cast<int>(entry.protocol)) +
                     " " + std::to_string(entry.metric) + (entry.ambiguous ? "?" : "") +
                     (entry.receive ? "*" : "");
  text += TextOf(fib.HopsOf(entry));
  for (const base::Span& span : entry.spans()) text += " l" + std::to_string(span.line);
  for (const model::NodeId origin : entry.origins()) text += " n" + std::to_string(origin.value);
  return text;
}

/// Everything that can be asked of a state, in words.
inline std::vector<std::string> Told(const Network& network, const RoutingState& state) {
  std::vector<std::string> told = {state.unsettled() ? "unsettled" : "settled"};
  const net::IpAddress asked[] = {A("203.0.113.9"), A("10.200.3.4"), A("8.8.8.8"), A("10.8.1.7")};
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    const TableId table(t);
    for (const net::IpAddress& address : asked) {
      const FibEntry* entry = state.fib(table).Lookup(address);
      told.push_back(entry == nullptr ? "nowhere" : TextOf(state.fib(table), *entry));
    }
    for (const net::Prefix& prefix : state.fib(table).MoreSpecific(net::Prefix::Default(net::Family::kIpv4)))
      told.push_back(TextOf(state.fib(table), *state.fib(table).Find(prefix)));
    for (const Route& route : state.rib(table).routes()) {
      std::string text = std::to_string(t) + " " + net::ToString(route.prefix) + " " +
                         std::to_string(static_cast<int>(route.protocol)) + " " +
                         std::to_string(route.distance) + "/" + std::to_string(route.metric) +
                         (route.ambiguous ? "?" : "");
      for (const RouteHop& hop : state.rib(table).HopsOf(route))
        text += TextOf(state.rib(table).ResolvedOf(hop));
      told.push_back(text);
    }
  }
  return told;
}

}  // namespace ringfence::routing
