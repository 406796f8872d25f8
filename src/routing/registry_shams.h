// Which sham links are up: each end needs a VPN route to the address of the other (RFC 4577 section 4.2.7.1).
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "routing/ospf/ospf_graph.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {

/// States of all sham links while tables settle.
class ShamStates {
 public:
  /// All are down.
  void Begin(const ospf::Graph& graph);
  /// Looks at the ends in the table of the last selection.
  void Observe(const ospf::Graph& graph, const Selection& selection);
  /// True when something changed since the last call.
  bool TakeChanged() { return std::exchange(changed_, false); }
  /// By Graph::shams.
  const std::vector<std::uint8_t>& up() const { return up_; }
  /// Some end has a way to the other of which it is not known whether it will do.
  bool unsure() const { return unsure_; }

 private:
  enum class End : std::uint8_t { kDown, kUnsure, kUp };
  static End Look(const Selection& selection, const net::IpAddress& far);

  std::vector<std::array<End, 2>> ends_;  ///< by Graph::shams
  std::vector<std::uint8_t> up_;
  bool unsure_ = false;
  bool changed_ = false;
};

}  // namespace ringfence::routing
