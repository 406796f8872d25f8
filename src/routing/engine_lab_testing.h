// Small networks of one protocol, for tests of its engine alone. Test support only.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "routing/network.h"
#include "routing/policy_memory.h"
#include "routing/policy_program.h"
#include "routing/prefix_table.h"

namespace ringfence::routing {

/// Nodes with one process each. Who derives says what a process is, and shows what `Engine` found.
/// `CollectPrefixes`: of the protocol.
template <class Engine, class Scratch, void (*CollectPrefixes)(const Network&, std::vector<net::Prefix>&)>
class EngineLab {
 public:
  virtual ~EngineLab() = default;

  /// The node of that name, made on first use.
  DeviceConfig& operator[](const std::string& name) {
    const auto [known, added] = index_.try_emplace(name, nodes_.size());
    if (added) {
      nodes_.emplace_back().config.device.name = name;
      AddProcess(nodes_.back().config);
    }
    return nodes_[known->second].config;
  }
  /// A new source line.
  base::Span NewSpan() { return {base::FileId(0), ++line_, 1, 1}; }

  /// Makes the engine, with these prefixes beside those of interfaces.
  void Build(const std::vector<std::string>& more = {}) {
    network_ = std::make_unique<Network>(nodes_, std::vector<model::Cable>{}, diagnostics);
    std::vector<net::Prefix> prefixes;
    for (const Node& node : network_->nodes()) {
      for (const model::Interface& interface : node.config.device.interfaces) {
        for (const auto& address : interface.addresses) prefixes.push_back(address.address.subnet());
      }
      programs_.push_back(std::make_unique<PolicyProgram>(node.config.policies));
    }
    for (const std::string& text : more) prefixes.push_back(*net::ParsePrefix(text));
    CollectPrefixes(*network_, prefixes);
    prefixes_ = PrefixTable(prefixes);
    engine = std::make_unique<Engine>(*network_, prefixes_, programs_, diagnostics);
    up.assign(network_->slot_count(), 1);
    engine->Begin(up, policies_, scratch);
  }
  /// The number of a prefix.
  PrefixIndex Number(std::string_view prefix) const { return prefixes_.Find(*net::ParsePrefix(prefix)); }
  /// The router of a node.
  std::uint32_t RouterOf(std::string_view node) const {
    for (std::uint32_t r = 0; r < engine->graph().routers.size(); ++r) {
      if (engine->graph().routers[r].node == network_->FindNode(node)) return r;
    }
    return 0xffffffff;
  }
  /// The port of that name.
  model::InterfaceIndex InterfaceOf(const std::string& node, std::string_view port) {
    return model::FindInterface((*this)[node].device, port);
  }
  /// What is said about adjacencies that are not met.
  std::vector<std::string> Findings() const {
    std::vector<std::string> all;
    for (const base::Diagnostic& d : diagnostics.items()) {
      if (d.kind == base::DiagnosticKind::kAdjacencyUnmet) all.push_back(d.what);
    }
    return all;
  }

  /// What it was built of.
  const PrefixTable& prefixes() const { return prefixes_; }
  const Network& network() const { return *network_; }
  const std::vector<std::unique_ptr<PolicyProgram>>& programs() const { return programs_; }
  PolicyMemory& policies() { return policies_; }

  base::Diagnostics diagnostics;
  std::unique_ptr<Engine> engine;
  Scratch scratch;
  std::vector<std::uint8_t> up;

 protected:
  /// Gives a new node its process.
  virtual void AddProcess(DeviceConfig& config) = 0;

  /// Adds a port to a node, and to the interfaces of its process; one of a host is a loopback.
  template <class ProtocolInterface>
  ProtocolInterface& AddPort(const std::string& node, std::vector<ProtocolInterface>& interfaces,
                             const std::string& name, std::string_view address) {
    model::Interface interface;
    interface.name = name;
    interface.span = NewSpan();
    interface.addresses.push_back({*net::ParseHostPrefix(address), false, interface.span});
    if (interface.addresses[0].address.length == 32) interface.kind = model::InterfaceKind::kLoopback;
    (*this)[node].device.interfaces.push_back(interface);
    ProtocolInterface& added = interfaces.emplace_back();
    added.name = name;
    added.span = NewSpan();
    return added;
  }
  /// The number of the next link.
  std::string NextLink() { return std::to_string(++links_); }
  std::uint32_t links() const { return links_; }
  /// The port of a node goes down.
  void TakeDown(const std::string& node, const std::string& port) {
    up[network_->SlotOf({network_->FindNode(node), InterfaceOf(node, port)})] = 0;
  }
  /// The name of the port that an edge leaves by.
  const std::string& PortOf(std::uint32_t edge) const {
    return engine->graph().ports[engine->graph().edges[edge].from].config->name;
  }

 private:
  std::uint32_t line_ = 0;
  std::uint32_t links_ = 0;
  std::map<std::string, std::size_t> index_;
  std::vector<Node> nodes_;
  std::unique_ptr<Network> network_;
  std::vector<std::unique_ptr<PolicyProgram>> programs_;
  PrefixTable prefixes_;
  PolicyMemory policies_;
};

}  // namespace ringfence::routing
