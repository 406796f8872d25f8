// The fixpoint of one family under one failure state. See convergence.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/read_log.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/surroundings.h"
#include "routing/bgp/transfer.h"
#include "routing/policy_bounds.h"

namespace ringfence::routing::bgp {

/// Rounds over all speakers for one prefix before it counts as unstable whatever its states (origin: paths
/// settle within as many rounds as they are long; the rest is for chains of preferences).
inline constexpr std::uint32_t kSettleRoundsMax = 2000;
/// Rounds between prefixes that depend on each other through aggregates or conditions.
inline constexpr int kCouplingRoundsMax = 16;

/// Rounds in which news of a prefix travel one session a round, as among devices that are equally quick.
/// Later on speakers act one after the other, which settles what would swing for ever in lockstep (origin:
/// twice the longest paths of real networks).
inline constexpr std::uint32_t kNewsRounds = 24;

/// Speakers with preferences that are tried as the last to hear of a prefix (origin: those of one prefix in a
/// network that steers traffic by policies; more cost more than they tell).
inline constexpr std::size_t kLateSpeakersMax = 64;
/// Orders drawn by a number that are tried for a prefix (origin: eight find what sixteen find in the networks
/// of tests/live).
inline constexpr std::uint32_t kShuffles = 8;

/// Speakers held back that are tried to find another state again once some order has found it (origin: the
/// first one does where policies of neighbours point at each other; more make the remembered state dear).
inline constexpr int kLateAgainMax = 2;

class BoundsProof;
class Replay;
class Trajectory;
class UniquenessProof;
class VpnExchange;
class VpnPlan;
struct Gathered;
struct Remembered;

/// In which order speakers act; every order must end in the same state for an answer to be certain.
enum class ActivationOrder : std::uint8_t {
  kNews,         ///< as devices do: all in step for kNewsRounds, then one after the other
  kDescending,   ///< one after the other from the last on; who is woken acts in the same round if it can
  kSynchronous,  ///< in step for ever
  kShuffled,     ///< in each round about half of those who have something to do, drawn by a number
};

/// An order of events that is tried. `late` as for Convergence::SettleAlone.
struct Attempt {
  ActivationOrder order = ActivationOrder::kDescending;
  std::uint32_t late = kNone;
};

/// How the search for other stable states of a prefix came to its end.
struct Precedent {
  bool by_length = false;           ///< path lengths prove that there is none
  std::optional<Attempt> found_by;  ///< this order ended elsewhere
};

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
  /// False when nobody can have a route of BGP for the prefix in this family.
  bool IsBgpPrefix(PrefixIndex prefix) const;
  /// Settles one prefix from nothing and returns the outcome. Aggregates and conditions are as Run left them.
  PrefixResult Settle(PrefixIndex prefix, ActivationOrder order);
  /// The same with what tables take from each other held fixed. Speaker `late` only acts when nobody else has
  /// anything to do; for kShuffled it is the number that draws.
  PrefixResult SettleAlone(PrefixIndex prefix, ActivationOrder order, std::uint32_t late = kNone);
  /// What SettleAlone gives for kNews and then.late, along what was told in a state that is remembered;
  /// nothing: only Settle tells. REQUIRES: TellsChoices in both states. See replay.cc.
  std::optional<PrefixResult> SettleByNews(PrefixIndex prefix, const Remembered& then);
  /// True when another order of events ends elsewhere. REQUIRES: Run, by this object or an earlier one.
  /// `before`: of a state with the same own routes of speakers and the same channels, or more; `elsewhere`:
  /// how before.found_by ended there, as for SettleByNews, or nullptr.
  bool HasOtherState(PrefixIndex prefix, const Precedent& before = {}, const Remembered* elsewhere = nullptr);
  /// How the last call of HasOtherState came to its end.
  const Precedent& precedent() const { return precedent_; }
  /// An order with a speaker held back that ends elsewhere as well, and would be tried: such a one can be
  /// followed (replay.cc). Few are looked at. REQUIRES: the last call of HasOtherState found one.
  std::optional<Attempt> AlsoFoundByLate(PrefixIndex prefix);
  /// True when a proof shows that there is no other stable state; false when that is not shown.
  bool HasOneState(PrefixIndex prefix, const PrefixResult& outcome);
  /// Writes down what is read from now on; nullptr: no more. REQUIRES: no exchange, no aggregates.
  void Record(ReadLog* log) { log_ = log; }
  /// Writes down in `trajectory` what is told while the next prefix settles alone by kNews; nullptr: nothing.
  void Follow(Trajectory* trajectory) { trajectory_ = trajectory; }
  /// True when what a speaker tells of the prefix depends on nothing but what it has chosen for it, and that
  /// on what it is told. REQUIRES: no conditional advertisement.
  bool TellsChoices(PrefixIndex prefix) const;
  /// Since ForgetMayBeBgp an address was asked for to which BGP itself may lead.
  bool may_be_bgp() const;
  void ForgetMayBeBgp();
  /// How a table reaches an address.
  const Resolution& Resolve(TableId table, AddressId address);
  BgpSurroundings& around() { return around_; }
  /// The same, neither logged nor remembered.
  Resolution Ask(TableId table, AddressId address) const {
    return around_.Resolve(table, scratch_.pool[address]);
  }
  /// Routes that a speaker chose among for the prefix settled last, and those it may have had.
  std::size_t CandidateCount(std::uint32_t speaker) const { return held_[speaker].size(); }
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
  friend class BoundsProof;
  friend class Replay;
  friend class UniquenessProof;
  /// What hearing on a channel asks of both of its ends, close together because it happens millions of times.
  struct Ear {
    std::uint32_t speaker = 0;
    std::uint32_t remote_channel = 0;  ///< kNone: the neighbour is outside
    std::uint32_t place = 0;           ///< in `adverts_`, of what the neighbour says
    std::uint32_t import_class = 0;
    std::uint32_t remote_router_id = 0;
    AsNumber first_as = 0;  ///< that paths must begin with; 0: any
    AddressId remote_self;  ///< the neighbour's address as next hop
    AddressId peer;         ///< the neighbour's address on the session
    PeerKind kind = PeerKind::kLocal;
    bool from_client = false;
    bool on_subnet = false;      ///< the neighbour stands on a subnet of the speaker
    bool link_local = false;     ///< so it does, and both take link-local addresses from each other
    bool takes_sids = false;     ///< both ends carry SIDs of SRv6
    bool labels = false;         ///< of a unicast family: both ends exchange them
    bool from_lower = false;     ///< the neighbour is a PE below the speaker
    bool takes_returns = false;  ///< its own routes may come back and pass the check for loops
    bool asks = false;           ///< of a VPN family: the neighbour sends what it is asked for
    std::uint32_t session = 0;   ///< as Channel::session
  };
  /// A candidate.
  struct HeldRoute {
    BgpRoute route;
    Rank rank;
    bool lost = false;  ///< no candidate, but the device may have one here
    /// What the neighbour has from here: some systems send it back (those that tell groups of neighbours the
    /// same do, when a group has several). No candidate, and doubt where it would not lose.
    bool returned = false;
    bool IsCandidate() const { return !lost && !returned; }
    static bool IsDoubt(const HeldRoute& held) { return held.lost || held.route.doubtful; }
    friend bool operator==(const HeldRoute&, const HeldRoute&) = default;
  };

  /// Takes what the outside says into the candidates of the speaker that hears it.
  void HearOutside(const Announced& announced);
  /// Forgets the prefix at work; nobody knows anything of this one.
  void Clear(PrefixIndex prefix);
  void Start(PrefixIndex prefix);
  /// True when its choice changed.
  bool Activate(std::uint32_t speaker);
  Ranking RankingOf(std::uint32_t speaker) const;
  /// The candidate with its rank.
  HeldRoute Ranked(std::uint32_t speaker, const BgpRoute& route) const {
    return {route, RankOf(RankingOf(speaker), scratch_.pool, route)};
  }
  /// Adds to what the next decision is between.
  void AddCandidate(const BgpRoute& route);
  /// Adds a route of the speaker's own.
  void Hold(std::uint32_t speaker, const BgpRoute& route);
  /// Takes what is told on a channel into the candidates of its speaker. True when it has to decide again.
  bool Hear(std::uint32_t speaker, std::uint32_t channel);
  /// True when the candidate may take part in the choice as it is, or may have done so.
  bool Matters(std::uint32_t speaker, const HeldRoute& held) const;
  /// True when a candidate may be another one, or none.
  bool IsInDoubt(std::uint32_t speaker) const { return doubts_[speaker] != 0 || AggregateMayYield(speaker); }
  /// True when the neighbour of the channel has this route from the channel's own speaker.
  static bool Returns(const Ear& ear, const Advert& advert);
  /// True when it is not sent back there, or would not pass the check for loops.
  static bool StaysAway(const Ear& ear, const Advert& advert) {
    return !ear.takes_returns && Returns(ear, advert);
  }
  /// True when a returned route would not lose against candidates of this rank; nullptr: there are none.
  bool MayPreferReturned(std::uint32_t speaker, const Rank* lowest) const;
  /// Chooses into `next_`; all candidates into `candidates_` where all are sent.
  void Decide(std::uint32_t speaker);
  bool ReachesNobody(std::uint32_t place, const Choice& choice) const;
  bool Advertise(std::uint32_t speaker);
  /// Wakes those who hear what stands at a place of `adverts_`.
  void Tell(std::uint32_t place);
  void Wake(std::uint32_t speaker);
  bool RunRound(ActivationOrder order, std::uint32_t round, std::vector<std::uint32_t>& changed);
  /// From this round on.
  void FindCycle(ActivationOrder order, std::uint32_t first, PrefixResult& result);
  void HoldBack(std::uint32_t speaker);
  PrefixResult Pack();
  static PackedChoice PackChoice(const Choice& choice, std::vector<BgpRoute>& routes);
  std::uint64_t Fingerprint() const;

  /// True when paths get longer with each session, and nothing is compared before their length but the local
  /// preference that the speakers in `ranking_` set, which it finds.
  bool LengthRanks();
  /// The same of one prefix, and these do not tell its routes apart either.
  bool LengthRanks(PrefixIndex prefix);
  /// True when all that the speaker may hear of the prefix gets one preference, and no more than its own
  /// route.
  bool RanksAlike(std::uint32_t speaker, PrefixIndex prefix);
  bool RefusesReturns(std::uint32_t speaker) const;
  void MarkWithout(std::uint32_t speaker, PrefixIndex prefix);
  const PreferenceBounds& PreferencesOf(std::uint32_t import_class, PrefixIndex prefix);
  /// True when some order that is tried for the prefix ends elsewhere than in `outcome`.
  bool FindsOtherState(PrefixIndex prefix, const PrefixResult& outcome);
  /// True when this order would be tried and ends elsewhere, which no proof denies.
  /// `then`: as for HasOtherState.
  bool SurelyEndsElsewhere(PrefixIndex prefix, const Attempt& attempt, const Remembered* then,
                           const PrefixResult& outcome);
  bool WouldTry(const Attempt& attempt, const PrefixResult& outcome) const;
  PrefixResult Try(PrefixIndex prefix, const Attempt& attempt);
  /// True when the state reached last is not `outcome`.
  bool Differs(const PrefixResult& other, const PrefixResult& outcome) const;
  /// True when no speaker that has a route of its own would take another.
  bool OwnRoutesWin(PrefixIndex prefix);
  /// True when some neighbour's routes are ranked by more than their path.
  bool MayPrefer(std::uint32_t speaker) const;
  /// Those that rank a candidate of the prefix just settled by more than its path, ascending.
  std::vector<std::uint32_t> SpeakersWithPreferences();

  /// What the speaker would export: its choice, or the table route that is active instead.
  void AddExports(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                  std::vector<Advert>& adverts, std::vector<base::Span>* trace);
  void AddAdverts(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                  std::vector<Advert>& adverts, std::vector<base::Span>* trace);
  /// True when the class is told the best route whatever else there is: no aggregate hides it, no condition
  /// withholds it, and nothing is told in its place or beside it.
  bool IsPlain(std::uint32_t export_class) const;
  void AddPlainExport(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                      std::vector<Advert>& adverts);
  void AddDefault(std::uint32_t export_class, PrefixIndex prefix, const Choice& choice,
                  std::vector<Advert>& adverts);
  bool Withheld(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route);
  bool Suppressed(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route);
  /// True when an aggregate that its policy denies may have left the route suppressed.
  bool MayBeSuppressed(std::uint32_t export_class, PrefixIndex prefix, const BgpRoute& route);
  /// True when the aggregate suppresses its contributor, once it is made.
  bool Suppresses(const AggregateState& aggregate, PrefixIndex prefix, const BgpRoute& route);
  bool Unsuppressed(const ExportClass& to, PrefixIndex prefix, const BgpRoute& route);
  Ear EarOf(const Channel& channel) const;
  /// The next hop of an advertisement that names one itself.
  AddressId NamedHop(const Ear& ear, const Advert& advert) const;
  AttributesId WithoutSid(AttributesId id);
  /// The speaker does not leave routes with these attributes out for their route targets.
  bool Keeps(std::uint32_t speaker, AttributesId attributes) const;
  bool ResolveHop(std::uint32_t channel, PrefixIndex prefix, BgpRoute& route);
  /// Writes down that the metric to the route's next hop took part.
  void LogMetric(std::uint32_t speaker, const BgpRoute& route);
  /// The same for all candidates, when they have different next hops.
  void LogMetrics(std::uint32_t speaker);

  bool Contributes(const AggregateState& aggregate, const BgpRoute& route, PrefixIndex prefix);
  bool UpdateAggregate(AggregateState& aggregate);
  void GatherContributors(const AggregateState& aggregate, Gathered& gathered);
  /// What the aggregate is before its own policy.
  BgpRoute MakeAggregate(const AggregateState& aggregate, const Gathered& gathered);
  /// True when the speaker's aggregates are made of all paths of their contributors, not of the best alone.
  bool AggregatesAllPaths(std::uint32_t speaker) const;
  /// True when the order of events decides whether the speaker makes its aggregate of the prefix at work.
  bool AggregateMayYield(std::uint32_t speaker) const;
  /// The same of one aggregate, made or not, with the candidates its speaker has now.
  bool MayYield(const AggregateState& aggregate) const;
  /// True when a path like an aggregate of the prefix comes to its speaker while that does not make it.
  bool HasStateWithoutAggregate(PrefixIndex prefix);
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

  ReadLog* log_ = nullptr;
  Trajectory* trajectory_ = nullptr;
  std::uint32_t round_ = 0;
  bool may_be_bgp_ = false;
  std::unique_ptr<UniquenessProof> proof_;     ///< made when it is needed
  std::unique_ptr<BoundsProof> bounds_proof_;  ///< the same
  std::unique_ptr<Replay> replay_;             ///< the same
  std::vector<std::uint32_t> late_first_;  ///< speakers that are tried first as the last to hear, ascending
  Precedent precedent_;
  bool length_ranks_ = false;
  std::vector<std::uint32_t> ranking_;
  bool numbers_stay_ = false;                          ///< in paths, and only BGP tells what BGP has
  std::vector<std::uint8_t> is_told_;                  ///< by speaker
  std::vector<Ear> ears_;                              ///< by channel
  std::vector<std::vector<std::uint32_t>> listeners_;  ///< by place in state_.classes: channels that hear it
  std::vector<std::uint8_t> is_plain_;                 ///< by place in state_.classes: IsPlain

  // The prefix at work.
  PrefixIndex prefix_ = kNoPrefix;
  std::vector<Choice> choices_;               ///< by speaker
  std::vector<std::vector<BgpRoute>> all_;    ///< by speaker: candidates, where additional paths are sent
  std::vector<std::vector<Advert>> adverts_;  ///< by place in state_.classes
  std::vector<std::vector<Advert>> news_;     ///< the same, said in this round and not yet heard
  std::vector<std::uint32_t> with_news_;      ///< places in `news_`
  std::uint32_t late_ = kNone;                ///< held back
  bool in_step_ = false;                      ///< what is said is heard in the next round
  std::vector<std::uint32_t> touched_;        ///< speakers that were ever awake
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::uint64_t> awake_, turns_;         ///< bits by speaker: to act, acting in this round
  std::vector<std::vector<HeldRoute>> held_;         ///< by speaker: its own routes, then by channel
  std::vector<std::vector<std::uint32_t>> unheard_;  ///< by speaker: its channels with something new
  std::vector<std::uint32_t> doubts_;                ///< by speaker: doubtful or lost candidates
  std::vector<Rank> best_;                           ///< by speaker: rank of its choice
  std::vector<std::uint8_t> is_fresh_;               ///< by speaker: has not acted yet
  std::vector<HeldRoute> fresh_;
  std::vector<Advert> said_;
  std::vector<BgpRoute> candidates_;
  std::vector<Peer> peers_;
  bool lost_doubtfully_ = false;  ///< a candidate is missing that the device may have
  Choice next_;
};

}  // namespace ringfence::routing::bgp
