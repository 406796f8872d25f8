// How many random networks a test tries. Test support only.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace ringfence::routing {

/// RINGFENCE_TWIN_SEEDS=N: as many networks; otherwise those that fit into a test. RINGFENCE_TWIN_FIRST=S:
/// others than usual, for several processes of one night.
inline std::uint32_t NumberOf(const char* variable, std::uint32_t usual) {
  const char* asked = std::getenv(variable);
  return asked == nullptr ? usual : static_cast<std::uint32_t>(std::strtoul(asked, nullptr, 10));
}
inline std::uint32_t Seeds(std::uint32_t usual) { return NumberOf("RINGFENCE_TWIN_SEEDS", usual); }
inline std::uint32_t FirstSeed() { return NumberOf("RINGFENCE_TWIN_FIRST", 1); }

}  // namespace ringfence::routing
