// Small networks with flexible algorithms for tests. Test support only.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "routing/isis_world_testing.h"

namespace ringfence::routing {

/// The bits of groups.
inline sr::AdminGroups GroupsOf(std::initializer_list<std::size_t> bits) {
  sr::AdminGroups groups;
  for (const std::size_t bit : bits) groups.set(bit);
  return groups;
}

/// Routers with a SID of algorithm 128 each: router n has 192.0.2.<n> with the index n.
class FlexWorld : public World {
 public:
  explicit FlexWorld(sr::SrIgp igp) : igp_(igp) {}

  /// A router that takes part. Links to it must be added before Build alone.
  sr::SrConfig& Router(const std::string& name, int number) {
    numbers_[name] = number;
    Loopback(name, AddressOf(number), 0);
    sr::SrConfig& sr = (*this)[name].sr;
    sr.enabled = true;
    sr.igp = igp_;
    sr.process = igp_ == sr::SrIgp::kIsis ? "X" : "1";
    sr.blocks = {{16000, 16099}};
    sr.sids.push_back({.prefix = P(AddressOf(number) + "/32"),
                       .algorithm = 128,
                       .value = static_cast<std::uint32_t>(number)});
    sr.algorithms.push_back({.number = 128, .told = {}, .span = {}});
    return sr;
  }
  /// What the router says of its link to `far`, made on first use.
  sr::AlgorithmLink& Link(const std::string& name, const std::string& far) {
    auto& links = (*this)[name].sr.links;
    const auto found = std::ranges::find(links, far, &sr::AlgorithmLink::interface);
    if (found != links.end()) return *found;
    links.push_back({.interface = far, .groups = {}, .delay_us = {}, .te_metric = {}, .srlgs = {}});
    return links.back();
  }
  /// Both ends say that the link has the group.
  void Colour(const std::string& a, const std::string& b, std::size_t group) {
    Link(a, b).groups.set(group);
    Link(b, a).groups.set(group);
  }
  /// The router tells what algorithm 128 is.
  sr::AlgorithmDefinition& Define(const std::string& name) {
    return (*this)[name].sr.algorithms[0].told.emplace();
  }
  static std::string AddressOf(int number) { return "192.0.2." + std::to_string(number); }

  /// Build, over IS-IS where that is asked for.
  void Make() {
    if (igp_ == sr::SrIgp::kIsis && !turned_)
      for (const auto& [name, number] : numbers_) {
        TurnToIsis((*this)[name], number);
        (*this)[name].isis.processes[0].max_paths = 64;
      }
    turned_ = true;
    Build();
  }
  /// What `at` does with packets of the SID of `owner` that come in: the next routers, "^" behind one that
  /// gets them without the label, "?" in front of doubtful ones; "open", "lost", "ends".
  std::string StepOf(const RoutingState& state, const std::string& at, const std::string& owner) const {
    const model::NodeId node = network().FindNode(at);
    const PrefixIndex prefix = state.labels().Find(P(AddressOf(numbers_.at(owner)) + "/32"));
    const Label label{LabelKind::kSid, {}, prefix, 128};
    std::set<std::string> texts;
    for (const LabelAction& action : state.ActionsOf({node, model::InterfaceIndex(0)}, label)) {
      std::string text = action.doubtful ? "?" : "";
      if (action.kind == LabelAction::kSwap || action.kind == LabelAction::kPop) {
        text += network().InterfaceAt({node, action.hop.interface}).name;
        if (action.kind == LabelAction::kPop) text += '^';
      } else {
        text += action.kind == LabelAction::kLost          ? "lost"
                : action.kind == LabelAction::kContinue    ? "ends"
                : action.kind == LabelAction::kNotComputed ? "open"
                                                           : "other";
      }
      texts.insert(text);
    }
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
    return all;
  }

 private:
  sr::SrIgp igp_;
  std::map<std::string, int> numbers_;
  bool turned_ = false;
};

}  // namespace ringfence::routing
