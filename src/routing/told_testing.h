// What a state says, as texts that can be compared. Test support only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::routing {

inline std::string TextOf(std::span<const NextHop> hops) {
  std::string text;
  for (const NextHop& hop : hops) {
    text += " " + std::to_string(hop.interface.value) + (hop.discard ? "!" : "");
    if (hop.gateway) text += "@" + net::ToString(*hop.gateway);
    if (hop.direct) text += "-";
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

/// What routers do with labelled packets, in words: with the labels that entries of tables put on, and with
/// all that these become on the way.
inline std::vector<std::string> ToldOfLabels(const Network& network, const RoutingState& state) {
  std::vector<std::string> told;
  std::set<Label> seen;
  std::vector<Label> open;
  const auto note = [&](const Label& label) {
    if (seen.insert(label).second) open.push_back(label);
  };
  const auto note_all = [&](LabelStackId stack) {
    if (!stack.valid()) return std::string("-");
    for (const Label& label : state.labels()[stack]) note(label);
    return std::string(state.labels().TextOf(stack));
  };
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    const Fib& fib = state.fib(TableId(t));
    for (const net::Prefix& prefix : fib.MoreSpecific(net::Prefix::Default(net::Family::kIpv4))) {
      std::string text = std::to_string(t) + " " + net::ToString(prefix);
      text += " follows " + note_all(state.LabelFor(*fib.Find(prefix)));
      for (const NextHop& hop : fib.HopsOf(*fib.Find(prefix))) text += " push " + note_all(hop.push);
      told.push_back(text);
    }
  }
  while (!open.empty()) {
    const Label label = open.back();
    open.pop_back();
    for (std::size_t n = 0; n < network.nodes().size(); ++n) {
      std::string text = note_all(state.labels().Intern({label})) + " at " + std::to_string(n);
      for (const LabelAction& action : state.ActionsOf({model::NodeId(n), model::InterfaceIndex(0)}, label)) {
        text += " do " + std::to_string(static_cast<int>(action.kind)) + TextOf({&action.hop, 1});
        text += " push " + note_all(action.push) + (action.doubtful ? "?" : "") + (action.bare ? "b" : "");
        if (action.entry != nullptr) text += " by " + net::ToString(action.entry->prefix);
        if (action.kind == LabelAction::kSwap)
          text += " to " + note_all(state.labels().Intern({action.label}));
      }
      told.push_back(text);
    }
  }
  return told;
}

}  // namespace ringfence::routing
