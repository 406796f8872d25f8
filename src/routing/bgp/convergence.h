// The fixpoint of one family under one failure state. See convergence.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"
#include "routing/bgp/transfer.h"

namespace ringfence::routing::bgp {

/// Rounds over all speakers for one prefix before it counts as unstable whatever its states (origin: paths
/// settle within as many rounds as they are long; the rest is for chains of preferences).
inline constexpr std::uint32_t kSettleRoundsMax = 2000;
/// Rounds between prefixes that depend on each other through aggregates or conditions.
inline constexpr int kCouplingRoundsMax = 16;

class VpnExchange;
class VpnPlan;

/// In which order speakers act; every order must end in the same state for an answer to be certain.
enum class ActivationOrder : std::uint8_t { kAscending, kDescending, kSynchronous };

/// Working memory and steps. One object per computation of a family.
class Convergence {
 public:
  /// All must outlive the object. `state` has channels and originated routes.
  /// `vpn` says what tables exchange among themselves in a unicast family; nullptr: nothing.
  Convergence(const SessionPlan& plan, const PrefixTable& prefixes, BgpSurroundings& around,
              Transfer& transfer, BgpScratch& scratch, FamilyState& state, const VpnPlan* vpn);
  ~Convergence();
  Convergence(const Convergence&) = delete;
  Convergence& operator=(const Convergence&) = delete;

  /// Settles all prefixes.
  void Run();
  /// Settles one prefix from nothing and returns the outcome. Aggregates and conditions are as Run left them.
  PrefixResult Settle(PrefixIndex prefix, ActivationOrder order);
  /// The same with what tables take from each other held fixed.
  PrefixResult SettleAlone(PrefixIndex prefix, ActivationOrder order);
  /// Routes between tables, or nullptr.
  VpnExchange* exchange() { return exchange_.get(); }
  /// The active route of another protocol, or nullptr.
  const TableRoute* TableRouteOf(std::uint32_t speaker, PrefixIndex prefix);
  /// True when the table prefers `other` to the route.
  bool Beaten(std::uint32_t speaker, PrefixIndex prefix, const BgpRoute& route, const TableRoute& other);
  /// What the class of a channel is told for a prefix whose outcome is `result`.
  std::vector<Advert> AdvertsOf(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                                std::vector<base::Span>* trace = nullptr);
  /// `route` chosen by the best path may be any of the tied ones: true when the class would be told
  /// otherwise.
  bool DependsOnTie(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                    const Transferred& told);
  /// The candidate that an advertisement becomes at the far end of the channel it is received by.
  std::optional<BgpRoute> Receive(std::uint32_t channel, const Advert& advert, PrefixIndex prefix,
                                  std::vector<base::Span>* trace = nullptr);
  /// The choice of a speaker, unpacked.
  static Choice Unpack(const PrefixResult& result, std::uint32_t speaker);

 private:
  bool IsBgpPrefix(PrefixIndex prefix) const;
  void Start(PrefixIndex prefix);
  bool Activate(std::uint32_t speaker);
  void Collect(std::uint32_t speaker);
  bool Advertise(std::uint32_t speaker);
  void Wake(std::uint32_t speaker);
  bool RunRound(ActivationOrder order, std::vector<std::uint32_t>& changed);
  void FindCycle(ActivationOrder order, PrefixResult& result);
  PrefixResult Pack();
  std::uint64_t Fingerprint() const;

  /// What the speaker would export: its choice, or the table route that is active instead.
  void AddExports(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                  std::vector<Advert>& adverts, std::vector<base::Span>* trace);
  void AddDefault(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                  std::vector<Advert>& adverts);
  bool Withheld(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route);
  bool Suppressed(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route);
  const Resolution& Resolve(TableId table, AddressId address);
  bool ResolveHop(const Channel& channel, BgpRoute& route);

  bool Contributes(const AggregateState& aggregate, const BgpRoute& route, PrefixIndex prefix);
  bool UpdateAggregate(AggregateState& aggregate);
  bool UpdateConditions();
  bool ConditionHolds(std::uint32_t export_class);

  const SessionPlan& plan_;
  const PrefixTable& prefixes_;
  BgpSurroundings& around_;
  Transfer& transfer_;
  BgpScratch& scratch_;
  FamilyState& state_;
  net::Family addresses_;
  std::unique_ptr<VpnExchange> exchange_;
  std::vector<PrefixIndex> defaults_;        ///< prefix of the default route when somebody makes one
  std::vector<std::uint8_t> exports_table_;  ///< by speaker: export looks at the routing table
  std::vector<std::uint8_t> sends_all_;      ///< by speaker: some class sends additional paths
  std::vector<std::vector<std::size_t>> aggregates_of_;    ///< by speaker
  std::vector<std::vector<std::uint32_t>> aggregates_at_;  ///< by prefix; only sized when there are any

  // The prefix at work.
  PrefixIndex prefix_ = kNoPrefix;
  std::vector<Choice> choices_;               ///< by speaker
  std::vector<std::vector<BgpRoute>> all_;    ///< by speaker: candidates, where additional paths are sent
  std::vector<std::vector<Advert>> adverts_;  ///< by place in state_.classes
  std::vector<std::uint32_t> touched_;        ///< speakers that were ever awake
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::uint64_t> awake_;                   ///< bits by speaker
  std::vector<std::vector<std::uint32_t>> neighbors_;  ///< by speaker, ascending
  std::vector<BgpRoute> candidates_;
  std::vector<net::IpAddress> peers_;
  bool lost_doubtfully_ = false;  ///< a candidate is missing that the device may have
  Choice next_;
};

}  // namespace ringfence::routing::bgp
