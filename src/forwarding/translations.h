// Address translation at one step of a walk: which packets a rule takes, and what it makes of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "forwarding/access_lists.h"
#include "model/translation.h"
#include "net/packet_set.h"
#include "routing/network.h"
#include "routing/routing_state.h"

namespace ringfence::forwarding {

/// Translations of one packet, at most (origin: two at each of two devices are many; more is a circle).
inline constexpr std::size_t kTranslationsMax = 8;

struct TranslationTag;
/// Index into WalkGraph::translations.
using TranslationId = base::Id<TranslationTag>;

/// What was done to the packets of a class, and what they are then.
struct Translated {
  TranslationId before;  ///< what was done before; invalid: nothing
  model::NodeId node;
  const model::Translation* rule = nullptr;
  net::HeaderParts parts;  ///< all else is as before
  net::PacketSet packets;
  net::PacketHeader sample;
  net::Prefix destinations;  ///< around those of `packets`
};

/// Packets that a rule has made of others on the way there: what comes back looks like answers to them.
struct Rewritten {
  model::NodeId node;
  const model::Translation* rule = nullptr;
  net::PacketSet packets;
};

/// A rule that may do otherwise, or more than it is known to do.
struct DoubtfulTranslation {
  model::NodeId node;
  base::Span span;
};

/// The parts that a rule rewrites.
net::HeaderParts PartsOf(const model::Translation& rule);
/// The same parts of packets of the other direction.
net::HeaderParts Mirror(const net::HeaderParts& parts);
/// Those of `packets` that the rule takes.
net::PacketSet TakenBy(const model::Translation& rule, const model::Device& device, net::PacketSet packets,
                       AccessLists& lists, net::PacketSpace& space);
/// Later fragments of packets that the rule takes by their ports, which these do not carry; devices often
/// treat them like the first one. Nothing: it does not look at ports.
std::optional<net::HeaderMatch> FragmentsOf(const model::Translation& rule);
/// The addresses that the rule gives, whatever works.
std::vector<net::Prefix> GivenBy(const model::Translation& rule, const model::Device& device);
/// All packets that have at the end of the rule what it puts there. Nothing: the interface whose address that
/// is has none, or is down.
std::optional<net::PacketSet> TargetOf(const model::Translation& rule, const routing::Network& network,
                                       model::NodeId node, const routing::RoutingState& state,
                                       net::PacketSpace& space);
/// False only when the rule gives no address of a pool or prefix that meets the condition.
bool MayGive(const model::Translation& rule, const net::AddressMatch& addresses);
/// True when `names` name the interface, or nobody.
bool Names(const std::vector<std::string>& names, const model::Device& device, model::InterfaceIndex index);

/// Addresses of the subnets of an interface for which its device answers because it translates them.
std::vector<net::Prefix> AnsweredAt(const routing::Network& network, const model::Endpoint& end);

}  // namespace ringfence::forwarding
