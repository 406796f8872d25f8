// Which BGP tables exchange routes with which, as configured (RFC 4364 section 4). See vpn_exchange.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "routing/bgp/sessions.h"
#include "routing/network.h"
#include "routing/policy_program.h"
#include "routing/vrf_config.h"

namespace ringfence::routing::bgp {

/// Routes of one table of the device that another copies without a route target.
struct VpnLeak {
  const VrfLeak* leak = nullptr;
  std::uint32_t from = kNone;  ///< speaker
  CompiledChain chain;
};

/// The part of one speaker.
struct VpnPart {
  const VrfConfig* vrf = nullptr;       ///< null: nothing is said about its table
  std::uint32_t hub = kNone;            ///< speaker of the device that has sessions of the exchange
  std::uint32_t distinguisher = kNone;  ///< equal numbers are equal texts and exchanges; kNone: it has none
  std::span<const model::CommunityText> import_targets, export_targets;
  bool evpn = false;                         ///< exchanged by EVPN, else by the VPN family of labels
  bool bridge = false;                       ///< far ends of an EVPN instance over labelled paths; no VXLAN
  bool evpn_labels = false;                  ///< prefixes of EVPN over labelled paths; no VXLAN
  std::uint32_t vni = 0;                     ///< with `evpn`: packets to the table carry it
  std::optional<net::IpAddress> tunnel_end;  ///< and go here
  const srv6::Service* srv6 = nullptr;       ///< what its family does with SIDs, if anything
  bool imports = false, exports = false;
  bool imports_by_policy = false;  ///< no target is asked for
  CompiledChain import_chain, export_chain;
  std::vector<VpnLeak> leaks;
};

/// The parts of all speakers in one address family. Immutable.
class VpnPlan {
 public:
  /// All must outlive the plan. `programs` by node.
  VpnPlan(const Network& network, const SessionPlan& sessions,
          std::span<const std::unique_ptr<PolicyProgram>> programs, net::Family family);

  /// Whose routes are exchanged.
  net::Family family() const { return family_; }
  /// True when no table takes anything from another.
  bool empty() const { return empty_; }
  /// By speaker.
  const std::vector<VpnPart>& parts() const { return parts_; }
  /// Speakers that take routes from others, ascending.
  const std::vector<std::uint32_t>& takers() const { return takers_; }
  /// Speakers of VRFs whose default routes are made for PEs below their device, ascending.
  const std::vector<std::uint32_t>& lower_defaults() const { return lower_defaults_; }
  /// Speakers others may take routes from, ascending.
  const std::vector<std::uint32_t>& givers() const { return givers_; }

 private:
  void Describe(const Network& network, const SessionPlan& sessions, const PolicyProgram& program,
                std::uint32_t speaker);

  net::Family family_;
  bool empty_ = true;
  std::vector<VpnPart> parts_;
  std::vector<std::uint32_t> takers_, givers_, lower_defaults_;
};

}  // namespace ringfence::routing::bgp
