// A tiny snapshot as text: three routers in a triangle, an inventory and a policy without rules. Test support
// only. The direct fibre between the offices west and east costs 10, the way through north 40; north is made
// by a party that the set `untrusted` names.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/files.h"

namespace ringfence::rules {

/// One interface of a tiny router.
struct TinyPort {
  std::string_view address;  ///< "address mask"
  unsigned cost = 1;
};

/// Configuration text of a router with a loopback, the given ports and OSPF on all of them; port 2 is
/// passive.
inline std::string TinyRouter(std::string_view name, std::string_view loopback, std::string_view ports) {
  return "version 15.2\nhostname " + std::string(name) + "\n!\ninterface Loopback0\n ip address " +
         std::string(loopback) + " 255.255.255.255\n!\n" + std::string(ports) + "router ospf 1\n router-id " +
         std::string(loopback) +
         "\n passive-interface GigabitEthernet0/2\n network 10.0.0.0 0.255.255.255 area 0\n!\nend\n";
}

/// Text of port `number` of a tiny router.
inline std::string TinyPortText(unsigned number, const TinyPort& port) {
  return "interface GigabitEthernet0/" + std::to_string(number) + "\n ip address " +
         std::string(port.address) + "\n ip ospf network point-to-point\n ip ospf cost " +
         std::to_string(port.cost) + "\n!\n";
}

/// Text of the port of an office.
inline std::string TinyOfficeText(std::string_view address) {
  return "interface GigabitEthernet0/2\n ip address " + std::string(address) + " 255.255.255.0\n!\n";
}

/// Inventory of the triangle.
inline constexpr std::string_view kTinyInventory = R"(inventory: 1
sites:
  HILL: {at: [55.0, -31.0]}
elements:
  west: {kind: router, function: ip-edge, maker: Good, owner: Ternet, operator: Ternet, busy-hour: 6 Gbps}
  east: {kind: router, function: ip-edge, maker: Good, owner: Ternet, operator: Ternet, busy-hour: 6 Gbps}
  north: {kind: router, function: ip-core, maker: Risky, owner: Ternet, operator: Ternet, site: HILL, busy-hour: 4 Gbps}
  MUX: {kind: line-system, maker: Good, owner: Ternet, operator: Ternet, at: [54.0, -31.0]}
  DESK: {kind: management-system, maker: Good, owner: Ternet, operator: Ternet, stores: [call-records]}
circuits:
  FIBRE: {between: ["west[GigabitEthernet0/0]", "east[GigabitEthernet0/0]"], over: [MUX]}
)";

/// Policy of the triangle, without rules.
inline constexpr std::string_view kTinyPolicy = R"(ringfence: 1
as-of: 2026-07-01
parties:
  TERN: {name: Tern Islands, kind: state}
  Ternet: {kind: operator, state: TERN}
  Good: {kind: maker}
  Risky: {kind: maker}
  Half: {kind: maker, owners: {Risky: "20%..60%"}}
sets:
  untrusted: {parties: [Risky], owned-from: 50%}
places:
  FORT: {at: [55.0, -31.01], radius: 2 km, named-by: TERN}
information:
  health: {owner: TERN, releasable-to: [TERN]}
  idle: {owner: TERN}
flows:
  records: {carries: health, group: all, between: [west, east], hosts: [10.1.0.10, 10.2.0.10], parties: [TERN], traffic: 2 Gbps}
  visits: {carries: health, between: [west, north], hosts: [10.1.0.20, 10.255.0.3], parties: [Ternet], traffic: 1 Gbps}
)";

/// Files by path; made by Tiny(), changed by tests.
struct TinyText {
  std::map<std::string, std::string> files;

  /// Replaces the first `from` in a file. REQUIRES: it is there.
  TinyText& Replace(const std::string& path, std::string_view from, std::string_view to) {
    const std::size_t at = files[path].find(from);
    RF_CHECK(at != std::string::npos);
    files[path].replace(at, from.size(), to);
    return *this;
  }
  /// Adds text at the end of a file.
  TinyText& Append(const std::string& path, std::string_view text) {
    files[path] += text;
    return *this;
  }
  /// Adds one rule of TERN: "confine: records, away-from: untrusted, ...".
  TinyText& Rule(std::string_view id, std::string_view keys) {
    std::string& policy = files["ringfence.yaml"];
    if (policy.find("\nrules:\n") == std::string::npos) policy += "rules:\n";
    policy += "  " + std::string(id) + ": {party: TERN, because: test, " + std::string(keys) + "}\n";
    return *this;
  }
  /// The files below the folder "net".
  base::MemoryFiles InMemory() const {
    base::MemoryFiles memory;
    for (const auto& [path, text] : files) memory.Add("net/" + path, text);
    return memory;
  }
};

/// The triangle.
inline TinyText Tiny() {
  TinyText text;
  text.files["configs/west.cfg"] =
      TinyRouter("west", "10.255.0.1",
                 TinyPortText(0, {"10.9.0.0 255.255.255.254", 10}) +
                     TinyPortText(1, {"10.9.0.2 255.255.255.254", 20}) + TinyOfficeText("10.1.0.1"));
  text.files["configs/east.cfg"] =
      TinyRouter("east", "10.255.0.2",
                 TinyPortText(0, {"10.9.0.1 255.255.255.254", 10}) +
                     TinyPortText(1, {"10.9.0.4 255.255.255.254", 20}) + TinyOfficeText("10.2.0.1"));
  text.files["configs/north.cfg"] = TinyRouter(
      "north", "10.255.0.3",
      TinyPortText(0, {"10.9.0.3 255.255.255.254", 20}) + TinyPortText(1, {"10.9.0.5 255.255.255.254", 20}));
  text.files["inventory.yaml"] = kTinyInventory;
  text.files["ringfence.yaml"] = kTinyPolicy;
  return text;
}

}  // namespace ringfence::rules
