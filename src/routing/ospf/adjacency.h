// When two OSPF interfaces on one link become neighbours.
#pragma once

#include <optional>
#include <string>

#include "model/device.h"
#include "routing/ospf/ospf_config.h"

namespace ringfence::routing::ospf {

/// All that decides about an adjacency, from one side.
struct Party {
  const OspfProcess* process = nullptr;
  const OspfInterface* ospf = nullptr;
  const OspfArea* area = nullptr;
  const model::Interface* interface = nullptr;
  const model::InterfaceAddress* address = nullptr;  ///< that neighbours use as next hop; nullptr: none
  bool unnumbered = false;
  std::uint32_t mtu_bytes = 0;  ///< 0: not known
};

/// What the two sides say about something they must agree on; also used for what is wrong on one side.
struct Disagreement {
  std::string what;  ///< "hello interval", "area" ...
  std::string mine;
  std::string theirs;
};

/// "A and B do not agree on the hello interval: 10 s against 5 s".
std::string SentenceOf(const Disagreement& why, const std::string& a, const std::string& b);

/// Why the two never see each other's hellos (RFC 2328 sections 8.2, 10.5), or nullopt when they do.
std::optional<Disagreement> HellosDiffer(const Party& a, const Party& b);

/// A database description that announces a larger MTU than the own is rejected unless that is ignored; 0: not
/// known or not announced.
bool RejectsDescription(std::uint32_t own_bytes, bool ignores, std::uint32_t announced_bytes);

/// Why two that see each other do not exchange databases (RFC 2328 section 10.6: interface MTU), or nullopt.
std::optional<Disagreement> DatabasesStop(const Party& a, const Party& b);

/// True for types that elect a designated router.
bool ElectsRouter(NetworkType type);

}  // namespace ringfence::routing::ospf
