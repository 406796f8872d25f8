// The abstract world: a small network and what people demand of it, in plain numbers. It knows nothing of
// configurations. The generator makes it, the renderer writes it as text, the twin judges it directly.
//
// Addresses follow from indices (plan.h), so that the twin and the texts speak of the same packets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ringfence::oracle {

/// Systems whose notation a router may be written in, in the order of kNotations.
enum class Nos : std::uint8_t { kIos, kVrp, kJunos, kSros };
/// Number of notations.
inline constexpr std::size_t kNosCount = 4;

/// Kinds of elements.
enum class Kind : std::uint8_t {
  kRouter,
  kEndSystem,
  kLineSystem,
  kManagementSystem,
  kOperationsCentre,
  kComputeHost,
  kStorage,
  kCircuit,
};

/// Roles of parties, in the order in which files write them.
enum class Role : std::uint8_t { kMaker, kSoftware, kOwner, kOperator, kServiceProvider, kLessor };
inline constexpr std::array<const char*, 6> kRoleNames = {"maker",    "software",         "owner",
                                                          "operator", "service-provider", "lessor"};

/// "party `party` stands in `role` to the element".
struct Stand {
  Role role = Role::kMaker;
  int party = 0;
};

/// Anything information can touch. Elements 0..nodes-1 are the nodes.
struct Element {
  std::string name;
  Kind kind = Kind::kRouter;
  std::vector<Stand> stands;
  int hosted_on = -1;  ///< element
  std::string function;
  std::string stores;
  int site = -1;
  int busy_mbps = 0;
};

/// One line of an access list; -1 and length 0 mean any.
struct AclLine {
  bool permit = false;
  int protocol = -1;
  std::uint32_t source = 0;
  int source_length = 0;
  std::uint32_t destination = 0;
  int destination_length = 0;
  int source_port = -1;
  int destination_port = -1;
};
/// First match decides; what matches no line is dropped.
using Acl = std::vector<AclLine>;

/// A packet header as far as the lists can tell packets apart.
struct Packet {
  std::uint32_t source = 0;
  std::uint32_t destination = 0;
  int protocol = 0;
  int source_port = 0;  ///< 0 for protocols without ports
  int destination_port = 0;
};

/// A static route of one router.
struct StaticRoute {
  std::uint32_t prefix = 0;
  int length = 24;
  int link = -1;  ///< out of this link to the far end; -1: discard
};

/// The local side of a router, written into its own configuration.
struct Account {
  int manager = 0;  ///< element
  bool write = true;
};

/// A node: router or end system.
struct Node {
  bool end_system = false;
  Nos nos = Nos::kIos;
  bool edge = false;     ///< alone in an area of its own, never transit
  bool has_lan = false;  ///< a service LAN (plan.h)
  Acl lan_in, lan_out;   ///< empty: none
  int max_paths = 8;
  std::vector<StaticRoute> statics;
  std::vector<Account> accounts;
  bool filtered = false;      ///< management only from `admitted`
  std::vector<int> admitted;  ///< managers
  bool whole_prefix = true;   ///< the filter admits the whole prefix of a manager, else one address of it
};

/// One end of a link.
struct LinkEnd {
  int node = 0;
  int cost = 10;
  bool macsec = false;
  Acl in, out;  ///< empty: none
};

/// A link between routers, or between a router (end 0) and an end system (end 1).
struct Link {
  LinkEnd ends[2];
  bool to_end_system = false;
  int circuit = -1;          ///< element
  std::vector<int> systems;  ///< line systems of the circuit
};

/// An IPsec tunnel between two end systems; each end states what it asks for.
struct Tunnel {
  int node[2] = {0, 0};
  bool confidentiality[2] = {true, true};
  bool integrity[2] = {true, true};
};

/// A direct share in percent, as an interval.
struct Share {
  int owner = 0;
  int percent_min = 0;
  int percent_max = 0;
};
struct Party {
  std::string name;
  bool maker = false;
  std::vector<Share> owners;
};
struct PartySet {
  std::string name;
  std::vector<int> seeds;
  int owned_from = 0;  ///< percent; 0: ownership is not followed
};

/// Statement "manager may write to targets" in the inventory.
struct Access {
  int manager = 0;
  std::vector<int> targets;
};

/// What one end of a flow is.
struct FlowEnd {
  int node = 0;
  std::uint32_t host = 0;  ///< first address
  int length = 32;
};
struct Flow {
  std::string name;
  FlowEnd ends[2];
  bool https_only = false;  ///< tcp towards port 443 of the second end
  bool tls = false;         ///< stated protection between the hosts
  int traffic_mbps = 100;
};

/// Kinds of failing units, in the order of the program's universe.
enum class UnitKind : std::uint8_t { kLink, kNode, kCircuit, kLineSystem };
inline constexpr std::array<const char*, 4> kUnitNames = {"link", "node", "circuit", "line-system"};

/// A unit of the failure universe: index of a link, or of an element.
struct Unit {
  UnitKind kind = UnitKind::kLink;
  int index = 0;
  friend auto operator<=>(const Unit&, const Unit&) = default;
};
using FailureSet = std::set<Unit>;

/// Levels as bits: read, meta, alter, cut.
enum Level : std::uint8_t { kRead = 0, kMeta = 1, kAlter = 2, kCut = 3 };
inline constexpr std::array<const char*, 4> kLevelNames = {"read", "meta", "alter", "cut"};

enum class RuleKind : std::uint8_t { kConfine, kDeliver, kDiversify, kExclude, kCap };
inline constexpr std::array<const char*, 5> kRuleNames = {"confine", "deliver", "diversify", "exclude",
                                                          "cap"};

/// One demand.
struct Rule {
  std::string name;
  RuleKind kind = RuleKind::kConfine;
  std::vector<int> flows;
  int set = 0;
  std::set<int> levels;
  bool makers_only = false;
  int failures = 0;
  std::set<UnitKind> kinds;
  bool in_force = true;
  std::vector<std::string> functions;  ///< exclude
  std::string storing;                 ///< exclude; may be empty
  bool near = false;                   ///< exclude: near the place instead of by function
  int at_most = 35;                    ///< cap, percent
  Kind among = Kind::kRouter;          ///< cap
};

/// A position in hundredths of a degree.
struct Site {
  std::string name;
  int latitude = 0, longitude = 0;
};

/// All of it.
struct World {
  std::uint64_t seed = 0;
  std::vector<Node> nodes;  ///< parallel to the first elements
  std::vector<Element> elements;
  std::vector<Link> links;
  std::vector<Tunnel> tunnels;
  std::vector<Access> access;
  std::vector<Party> parties;
  std::vector<PartySet> sets;
  std::vector<Site> sites;
  Site place;  ///< the protected place; its radius is kPlaceRadiusKm
  std::vector<Flow> flows;
  std::vector<Rule> rules;
};
inline constexpr double kPlaceRadiusKm = 20;

}  // namespace ringfence::oracle
