#include "model/inventory.h"

#include <algorithm>
#include <array>

namespace ringfence::model {
namespace {

/// In the order of ElementKind.
constexpr std::array<std::string_view, 13> kElementKindNames = {
    "router",           "switch",  "firewall",    "security-gateway",  "base-station",
    "network-function", "host",    "line-system", "management-system", "operations-centre",
    "compute-host",     "storage", "circuit"};

}  // namespace

std::string_view NameOf(ElementKind kind) { return kElementKindNames[static_cast<std::size_t>(kind)]; }

std::optional<ElementKind> ElementKindOf(std::string_view word) {
  const auto found = std::ranges::find(kElementKindNames, word);
  if (found == kElementKindNames.end()) return std::nullopt;
  return static_cast<ElementKind>(found - kElementKindNames.begin());
}

}  // namespace ringfence::model
