// Writes an abstract world as the files of a snapshot: configurations, inventory, policy, cables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "oracle/world.h"

namespace ringfence::oracle {

/// Folder of the snapshot inside the memory files.
inline constexpr const char* kSnapshotRoot = "snapshot";

/// How to write a world. The order never changes its meaning.
struct RenderOptions {
  std::uint64_t order_seed = 0;  ///< not 0: files, elements, circuits, flows and rules in another order
  bool unused_device = false;    ///< one more router that nothing is connected to
};

/// One port of a router with all that stands on it.
struct Port {
  int number = 0;
  int link = -1;  ///< -1: the service LAN
  std::uint32_t address = 0;
  int length = 31;
  int area = 0;
  int cost = 1;
  bool passive = false;
  bool macsec = false;
  const Acl* in = nullptr;  ///< never null; may be empty
  const Acl* out = nullptr;
};

/// Ports of a router, by number.
std::vector<Port> PortsOf(const World& world, int node);
/// Area of the router's loopback.
int LoopbackArea(const World& world, int node);
/// User name of a manager.
std::string LoginOf(const World& world, int manager);
/// Address of the far end of a link between routers.
std::uint32_t FarAddress(const Link& link, int link_index, int node);

/// Configuration of a router, each in its own notation.
std::string RenderIos(const World& world, int node);
std::string RenderVrp(const World& world, int node);
std::string RenderJunos(const World& world, int node);
std::string RenderSros(const World& world, int node);

/// Name of the port as the cable file and the circuits give it.
std::string PortName(const World& world, int node, int link);

/// Fills `files` with the snapshot at kSnapshotRoot.
void Render(const World& world, const RenderOptions& options, base::MemoryFiles& files);

}  // namespace ringfence::oracle
