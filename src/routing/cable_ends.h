// The ports that cable data names, among the devices of the network.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "model/topology.h"
#include "routing/network.h"

namespace ringfence::routing {

/// A physical port (or the LAG above it) of one node, in lower case.
struct Port {
  std::size_t node = 0;
  std::string base;
  friend auto operator<=>(const Port&, const Port&) = default;
};

/// A port that a cable names.
struct CablePort {
  Port port;
  model::InterfaceIndex member;  ///< the interface of that very name, when there is one
};

/// True when the two are equal but for letter case; `lower` has no capitals.
bool IsSame(std::string_view name, std::string_view lower);

/// Finds ports by the names that cables use.
class CableEnds {
 public:
  /// `nodes` must outlive it.
  explicit CableEnds(std::span<const Node> nodes);

  /// The two ports of a cable. An end that is not here is a doubt about the other one (kLinkUnknownEnd), a
  /// cable of which neither is changes nothing (kCableElsewhere).
  std::array<std::optional<CablePort>, 2> Resolve(const model::Cable& cable,
                                                  base::Diagnostics& diagnostics) const;

 private:
  std::optional<CablePort> Find(const model::CableEnd& end, base::Diagnostic& unknown) const;
  /// Where the configuration speaks of a port.
  base::Span PlaceOf(const CablePort& port) const;

  std::span<const Node> nodes_;
  std::map<std::string, std::size_t, std::less<>> node_by_name_;  ///< as written, and in lower case
};

}  // namespace ringfence::routing
