// Routes of one prefix between the BGP tables of VRFs. See vpn_exchange.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "routing/bgp/bgp_engine.h"
#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/convergence.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/vpn_plan.h"

namespace ringfence::routing::bgp {

/// Rounds of export and import for one prefix (origin: each site that announces further what it was told
/// takes one; with more the tables do not settle).
inline constexpr int kExchangeRoundsMax = 64;
/// Tables that take in turn when another order than "all at once" is tried (origin: each turn costs a
/// fixpoint; where more tables take something new they take it at once).
inline constexpr std::size_t kTakersInTurnMax = 16;
/// Bit of BgpRoute::source of an imported route: it came by a session of the VPN family, the other bits are
/// its route distinguisher. Without it they are the speaker whose table on the same device it came from.
inline constexpr std::uint32_t kFromOtherDevice = 0x80000000U;

/// Works for one computation of a unicast family. `convergence` is that family's.
class VpnExchange {
 public:
  /// All must outlive the object. `scratch` was prepared for the VPN family.
  VpnExchange(const VpnPlan& plan, const SessionPlan& sessions, const PrefixTable& prefixes,
              BgpSurroundings& around, Transfer& transfer, BgpScratch& scratch, FamilyState& unicast);

  /// Brings the sessions of the VPN family into `scratch` for the current failure state.
  static void Prepare(const VpnPlan& plan, const SessionPlan& sessions, const PolicyPrograms& programs,
                      const PrefixTable& prefixes, BgpScratch& scratch);

  /// Settles one prefix in all tables together.
  PrefixResult Settle(Convergence& convergence, PrefixIndex prefix, ActivationOrder order);
  /// Convergence::may_be_bgp of what is between VRFs.
  bool may_be_bgp() const { return way_may_be_bgp_ || far_.may_be_bgp() || far_evpn_.may_be_bgp(); }
  void ForgetMayBeBgp();
  /// True when a device makes routes of the prefix for PEs below it.
  bool MakesDefault(PrefixIndex prefix) const;
  /// What the VPN family holds for the prefix settled last is its state from now on.
  void Keep(PrefixIndex prefix);
  /// Adds the lines and nodes between the table of `taker` and the tables its imported route comes from;
  /// those are appended to `open`.
  void Explain(std::uint32_t taker, const BgpRoute& route, PrefixIndex prefix, BgpExplanation& explanation,
               std::vector<std::uint32_t>& open);

 private:
  /// What a table gives to others.
  struct Gift {
    std::uint32_t speaker = 0;
    BgpRoute plain;  ///< as it stands in the table
    model::RouteSource source = model::RouteSource::kBgp;
    std::optional<BgpRoute> marked;  ///< with route targets
  };
  using Imports = std::vector<LocalRoute>;

  void Give(Convergence& convergence, PrefixIndex prefix, const PrefixResult& result);
  std::optional<BgpRoute> BestOf(Convergence& convergence, std::uint32_t giver, PrefixIndex prefix,
                                 const Choice& choice, PolicyRoute& view);
  void AddOspfMarks(std::uint32_t giver, const BgpRoute& route, PrefixIndex prefix,
                    std::vector<CommunityId>& communities);
  std::optional<BgpRoute> Mark(std::uint32_t giver, BgpRoute route, PrefixIndex prefix, PolicyRoute view);
  const Gift* TableGiftOf(const BgpRoute& imported) const;
  void DoubtRivals(const Convergence& convergence, const Imports& imports, PrefixResult& result) const;
  void AddLowerDefaults(PrefixIndex prefix, std::vector<VpnLayer>& layers);
  void SettleLayers(PrefixIndex prefix, ActivationOrder order);
  Imports Take(Convergence& convergence, PrefixIndex prefix);
  void TakeHere(Convergence& convergence, std::uint32_t taker, PrefixIndex prefix, Imports& imports);
  std::size_t OffersTo(std::uint32_t taker) const;
  void TakeFar(std::uint32_t taker, PrefixIndex prefix, Imports& imports);
  void Enter(std::uint32_t taker, BgpRoute route, const CompiledChain& chain, std::uint32_t giver,
             PrefixIndex prefix, Imports& imports);
  /// Whether packets of a route from another device get there; doubts the route where that is not certain.
  bool HasWay(std::uint32_t taker, BgpRoute& route);
  bool Wanted(std::uint32_t taker, const BgpRoute& route) const;
  std::size_t GiversOf(std::uint32_t distinguisher) const;

  const VpnPlan& plan_;
  const SessionPlan& sessions_;
  const PrefixTable& prefixes_;
  BgpSurroundings& around_;
  Transfer& transfer_;
  BgpScratch& scratch_;
  FamilyState& unicast_;
  VpnState& state_;
  Convergence far_;       ///< of the VPN family of labels
  Convergence far_evpn_;  ///< of EVPN

  // The prefix at work.
  std::vector<Gift> gifts_;
  std::vector<VpnLayer> layers_;
  bool lost_doubtfully_ = false;  ///< a table may hold a route that is not known here
  bool unstable_ = false;
  bool way_may_be_bgp_ = false;  ///< as may_be_bgp, of ways that were asked for here
};

/// Appends where packets of an imported route go. `unicast` is the settled state.
void AppendImportedHops(const VpnPlan& plan, const SessionPlan& sessions, BgpSurroundings& around,
                        const BgpScratch& scratch, const FamilyState& unicast, std::uint32_t taker,
                        const BgpRoute& route, PrefixIndex prefix, const PrefixTable& prefixes,
                        std::vector<BgpHop>& hops);

}  // namespace ringfence::routing::bgp
