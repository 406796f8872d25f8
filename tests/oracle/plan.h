// The address plan: which index has which address.
#pragma once

#include <cstdint>
#include <string>

namespace ringfence::oracle {

/// a.b.c.d as a number.
constexpr std::uint32_t Address(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24U) | (b << 16U) | (c << 8U) | d;
}
/// Lower end of the /31 of a link between routers; ends[1] has the next address.
constexpr std::uint32_t LinkAddress(int link) {
  return Address(10, 0, 0, 0) + 2U * static_cast<std::uint32_t>(link);
}
/// The /29 of a link to an end system: the router has .1, the end system .2.
constexpr std::uint32_t AccessAddress(int link) { return Address(10, 64, static_cast<unsigned>(link), 0); }
/// The end system's own address on its access link.
constexpr std::uint32_t EndSystemAddress(int link) { return AccessAddress(link) + 2; }
/// The address of an end system that only tunnels reach.
constexpr std::uint32_t InnerAddress(int node) { return Address(10, 65, static_cast<unsigned>(node), 1); }
/// Router id and loopback.
constexpr std::uint32_t LoopbackAddress(int node) {
  return Address(10, 255, 0, static_cast<unsigned>(node) + 1);
}
/// The service LAN of a router, a /24: the router has .1.
constexpr std::uint32_t LanAddress(int node) { return Address(10, 100, static_cast<unsigned>(node), 0); }
/// The /28 a manager works from.
constexpr std::uint32_t ManagerAddress(int element) {
  return Address(10, 240, static_cast<unsigned>(element), 0);
}
/// The area of an edge.
constexpr int AreaOf(int node) { return 100 + node; }

/// True when the first `length` bits agree.
constexpr bool InPrefix(std::uint32_t address, std::uint32_t prefix, int length) {
  return length == 0 || ((address ^ prefix) >> (32 - length)) == 0;
}
/// Dotted text.
std::string Dotted(std::uint32_t address);

}  // namespace ringfence::oracle
