// Kinds of AS numbers.
#pragma once

#include <cstdint>

namespace ringfence::routing {

/// For use inside one organisation (RFC 6996).
constexpr bool IsPrivateAs(std::uint32_t as) {
  return (as >= 64512 && as <= 65534) || (as >= 4200000000U && as <= 4294967294U);
}

}  // namespace ringfence::routing
