// BGP sessions: who speaks with whom, and exactly why not. See sessions.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "routing/bgp/bgp_config.h"
#include "routing/bgp/surroundings.h"
#include "routing/changed_rows.h"
#include "routing/network.h"
#include "routing/table_id.h"

namespace ringfence::routing::bgp {

/// "No such speaker, end, session".
inline constexpr std::uint32_t kNone = 0xffffffff;

/// BGP in one table.
struct Speaker {
  TableId table;
  model::NodeId node;
  const BgpConfig* config = nullptr;
  const BgpVrf* vrf = nullptr;
  AsNumber as = 0;              ///< inside a confederation the number of the member
  AsNumber confederation = 0;   ///< 0: none
  std::uint32_t router_id = 0;  ///< 0: none could be found
  bool takes_numbers = false;   ///< some policy of the device takes numbers out of AS paths
};

/// One neighbour statement.
struct SessionEnd {
  std::uint32_t speaker = 0;
  const BgpNeighbor* neighbor = nullptr;
};

/// What keeps a session down, in the order it is looked for.
enum class SessionCause : std::uint8_t {
  kUp,              ///< nothing
  kShutdown,        ///< shut on one of the ends
  kUnknownAddress,  ///< no device that is known has the address
  kNoSpeaker,       ///< the device that has the address runs no BGP in that VRF
  kNotConfigured,   ///< the far end does not name this one
  kInterfaceDown,   ///< the interface with the neighbour's address is down
  kUnreachable,     ///< one end has no route to the other
  kNotConnected,    ///< eBGP over more hops than allowed
  kSource,          ///< the packets come from another address than the far end expects
  kPassive,         ///< both ends wait
  kAs,              ///< the AS numbers do not fit
  kAuthentication,  ///< different keys
  kRouterId,        ///< equal or missing router ids
  kFamily,          ///< up, but no address family in common
};
/// One word for output, for example "as-mismatch".
std::string_view NameOf(SessionCause cause);

/// What a session is for the routes on it.
enum class SessionKind : std::uint8_t { kEbgp, kConfederation, kIbgp };

/// A session between two ends, or the attempt of one.
struct Session {
  std::array<std::uint32_t, 2> ends = {kNone, kNone};  ///< the first is the smaller; the second may be absent
  SessionCause cause = SessionCause::kUp;
  SessionKind kind = SessionKind::kEbgp;
  std::array<std::optional<net::IpAddress>, 2> addresses;  ///< of each end; absent without addresses
  std::array<model::InterfaceIndex, 2> interfaces;         ///< on a shared link: of each end; else invalid
  std::array<AsNumber, 2> as = {};                         ///< what each end calls itself
  std::uint32_t families = 0;                              ///< bit (1 << BgpFamily): active on both ends
  std::uint32_t outside = kNone;  ///< index into SessionPlan::outside(); then there is no second end
  bool up() const { return cause == SessionCause::kUp; }
};

/// Sessions of one state, and what they rest on.
struct SessionMemory {
  std::vector<Session> sessions;
  RowReaders readers;
  bool known = false;  ///< everything that they rest on is among `readers`
};

/// The static side, prepared once per network. Immutable.
class SessionPlan {
 public:
  /// Both must outlive the plan. `tables` by TableId.
  SessionPlan(const Network& network, std::span<const TableOwner> tables);

  const Network& network() const { return network_; }
  const std::vector<Speaker>& speakers() const { return speakers_; }
  const std::vector<SessionEnd>& ends() const { return ends_; }
  /// Neighbours outside of the network whose announcements are known and who have a session here.
  const std::vector<const OutsideNeighbor*>& outside() const { return outside_; }
  /// The speaker of a table, or kNone.
  std::uint32_t SpeakerOf(TableId table) const { return speaker_of_table_[table.index()]; }
  /// Speakers with the address on an interface of their table.
  std::vector<std::uint32_t> SpeakersAt(const net::IpAddress& address) const;
  /// True when an interface of the table has the address.
  bool Owns(TableId table, const net::IpAddress& address) const;

  /// Speakers of two ends that may form a session, each pair perhaps several times.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> PossiblePairs() const;

  /// All sessions and attempts under the answers of `around`. Ordered by ends.
  std::vector<Session> Compute(BgpSurroundings& around) const;
  /// The same, and remembers what each rests on.
  std::vector<Session> Compute(BgpSurroundings& around, SessionMemory& memory) const;
  /// The same as Compute, where the memory is of the state that `around` knows the changes from.
  std::vector<Session> Recall(BgpSurroundings& around, SessionMemory& memory) const;
  /// What there is to say about a session that is down: a finding with the lines of both ends.
  base::Diagnostic Describe(const Session& session) const;
  /// The address an end opens its connection to `target` from, when it sends along `route`.
  std::optional<net::IpAddress> SourceOf(const SessionEnd& end, const net::IpAddress& target,
                                         const Resolution& route) const;

 private:
  struct Owner {
    TableId table;
    model::Endpoint end;
  };
  /// Two ends that may form a session, or one whose other end is missing.
  struct Pair {
    std::uint32_t a = kNone;
    std::uint32_t b = kNone;
    SessionCause cause = SessionCause::kUp;    ///< when it can never come up
    std::array<model::Endpoint, 2> link = {};  ///< unnumbered: the interfaces
    std::uint32_t outside = kNone;             ///< the other end, when its announcements are known
  };
  /// How an end opens a connection.
  struct Attempt {
    SessionCause cause = SessionCause::kUp;
    net::IpAddress source;
    Resolution route;
  };

  Session Compute(const Pair& pair, BgpSurroundings& around) const;
  void AddSpeakers(std::span<const TableOwner> tables);
  void AddOwners(std::span<const TableOwner> tables);
  void PairByAddress(std::uint32_t end);
  /// The far end has the link-local address that the neighbour is named by, if it is.
  bool Faces(const BgpNeighbor& neighbor, const model::Endpoint& far) const;
  void PairByLink(std::uint32_t end);
  void PairOutside(std::uint32_t speaker);
  bool Accepts(std::uint32_t end, TableId table) const;
  void AddPair(Pair pair);
  Session Try(const Pair& pair, BgpSurroundings& around) const;
  Session TryUnnumbered(const Pair& pair, BgpSurroundings& around) const;
  Session TryOutside(const Pair& pair, BgpSurroundings& around) const;
  bool NumbersFitOutside(const Pair& pair, Session& session) const;
  Attempt Open(std::uint32_t from, std::uint32_t to, SessionKind kind, BgpSurroundings& around) const;
  std::optional<net::IpAddress> ExplicitSource(const SessionEnd& end, net::Family family) const;
  bool NumbersFit(const Pair& pair, Session& session) const;
  void CheckRest(const Pair& pair, Session& session) const;

  const Network& network_;
  std::vector<Speaker> speakers_;
  std::vector<SessionEnd> ends_;
  std::vector<std::uint32_t> first_end_;  ///< by speaker, plus one past the end
  std::vector<std::uint32_t> speaker_of_table_;
  std::unordered_map<net::IpAddress, std::vector<Owner>> owners_;
  std::vector<const OutsideNeighbor*> outside_;
  std::vector<Pair> pairs_;
};

}  // namespace ringfence::routing::bgp
