// Address translation.
//
// Problem: a rule gives packets other addresses or ports, often one of many and nobody knows which; what
// follows on the way asks about the new header, but the class that is walked is one of packets as they were
// sent. Idea: a rewriting forgets some parts of the header (net::PacketSpace::Forget) and puts a set in their
// place. So the packets of a class at a step are a set again, and a condition on them becomes one on the
// class by the way back: packets that may come to meet it, and packets that may come not to. Where no packet
// of the class is in one of the two the answer is certain; where some are in one only, the class is split;
// packets in both are in doubt, for which address of a pool they get decides.
//
// Who answers gets the rewritten packets mirrored. What puts the old ends back is not a rule but what the
// device remembers (RFC 3022 section 2), and which packet it was the header of an answer need not say. So the
// answers are walked as the packets they answer, mirrored, with all that was done to these on their way
// (answers.h); a device that did the last of it takes it back. A packet that only looks like an answer of
// that kind, and one to an address of a pool that answers nothing, is in doubt.
//
// Cost: a quantification over some variables for each condition asked behind a translation. Twins: one packet
// at a time, rule by rule (translation_twin_test.cc).

#include "forwarding/translations.h"

#include <algorithm>

namespace ringfence::forwarding {
namespace {

using model::InterfaceIndex;
using model::NodeId;
using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;

constexpr std::uint8_t kAddressBits = 32;

/// The smallest prefixes that together are the range.
std::vector<net::Prefix> PrefixesOf(const model::AddressRange& range) {
  std::vector<net::Prefix> prefixes;
  std::uint64_t next = range.first.low;
  while (next <= range.last.low) {
    std::uint8_t length = kAddressBits;
    while (length > 0) {
      const std::uint64_t size = std::uint64_t{1} << (kAddressBits - length + 1);
      if (next % size != 0 || next + size - 1 > range.last.low) break;
      --length;
    }
    prefixes.push_back(net::Prefix::Of(net::IpAddress::V4(static_cast<std::uint32_t>(next)), length));
    next += std::uint64_t{1} << (kAddressBits - length);
  }
  return prefixes;
}

std::optional<net::IpAddress> FirstAddressOf(const model::Device& device, const std::string& name) {
  const InterfaceIndex index = model::FindInterface(device, name);
  if (!index.valid()) return std::nullopt;
  for (const model::InterfaceAddress& address : device.interfaces[index.index()].addresses) {
    if (address.address.address.family == net::Family::kIpv4) return address.address.address;
  }
  return std::nullopt;
}

}  // namespace

net::HeaderParts PartsOf(const Translation& rule) {
  net::HeaderParts parts;
  const bool source = rule.end == PacketEnd::kSource;
  (source ? parts.source_bits : parts.destination_bits) = rule.prefix ? rule.prefix->length : kAddressBits;
  (source ? parts.source_port : parts.destination_port) = !rule.ports.empty();
  return parts;
}

net::HeaderParts Mirror(const net::HeaderParts& parts) {
  return {parts.destination_bits, parts.source_bits, parts.destination_port, parts.source_port};
}

bool MayGive(const Translation& rule, const net::AddressMatch& addresses) {
  const auto meets = [&addresses](const net::Prefix& prefix) {
    return net::Meet(net::AddressMatch::Of(prefix), addresses);
  };
  if (rule.prefix) return meets(*rule.prefix);
  return std::ranges::any_of(rule.pool, [&meets](const model::AddressRange& range) {
    return std::ranges::any_of(PrefixesOf(range), meets);
  });
}

bool Names(const std::vector<std::string>& names, const model::Device& device, InterfaceIndex index) {
  if (names.empty()) return true;
  return index.valid() && std::ranges::count(names, device.interfaces[index.index()].name) > 0;
}

net::PacketSet TakenBy(const Translation& rule, const model::Device& device, net::PacketSet packets,
                       AccessLists& lists, net::PacketSpace& space) {
  const net::PacketSet matched = space.And(packets, space.Of(rule.match));
  if (rule.acls.empty() || matched.empty()) return matched;
  net::PacketSet taken = space.None();
  for (const std::string& name : rule.acls) {
    const model::Acl* acl = model::FindAcl(device, name, net::Family::kIpv4);
    if (acl != nullptr) taken = space.Or(taken, lists.Permitted(*acl, matched));
  }
  return taken;
}

std::optional<net::HeaderMatch> FragmentsOf(const Translation& rule) {
  net::HeaderMatch match = rule.match;
  if (match.source_port.empty() && match.destination_port.empty()) return std::nullopt;
  match.source_port.clear();
  match.destination_port.clear();
  match.fragment = true;
  if (match.protocol.empty()) {
    for (const std::uint8_t protocol : {net::kProtocolTcp, net::kProtocolUdp, net::kProtocolSctp})
      match.protocol.push_back({protocol, protocol});
  }
  return match;
}

std::vector<net::Prefix> GivenBy(const Translation& rule, const model::Device& device) {
  std::vector<net::Prefix> addresses;
  if (rule.prefix) addresses.push_back(*rule.prefix);
  for (const model::AddressRange& range : rule.pool) {
    for (const net::Prefix& prefix : PrefixesOf(range)) addresses.push_back(prefix);
  }
  if (!rule.interface.empty()) {
    if (const auto address = FirstAddressOf(device, rule.interface))
      addresses.push_back(net::Prefix::Host(*address));
  }
  return addresses;
}

std::optional<net::PacketSet> TargetOf(const Translation& rule, const routing::Network& network, NodeId node,
                                       const routing::RoutingState& state, net::PacketSpace& space) {
  const model::Device& device = network.nodes()[node.index()].config.device;
  const std::vector<net::Prefix> addresses = GivenBy(rule, device);
  const bool up =
      rule.interface.empty() || state.interface_up({node, model::FindInterface(device, rule.interface)});
  if (addresses.empty() || !up) return std::nullopt;
  net::HeaderMatch match;
  const bool source = rule.end == PacketEnd::kSource;
  for (const net::Prefix& prefix : addresses)
    (source ? match.source : match.destination).push_back(net::AddressMatch::Of(prefix));
  const net::PacketSet target = space.Of(match);
  if (rule.ports.empty()) return target;
  (source ? match.source_port : match.destination_port) = rule.ports;
  const net::PacketSet with_ports = space.Of(match);
  return space.Or(with_ports, space.Minus(target, space.Of({.source_port = {net::NumberRange{}}})));
}

std::vector<net::Prefix> AnsweredAt(const routing::Network& network, const model::Endpoint& end) {
  std::vector<net::Prefix> prefixes;
  const model::Device& device = network.nodes()[end.node.index()].config.device;
  for (const Translation& rule : device.translations) {
    const bool enters = rule.moment == TranslationMoment::kEntering;
    if (!rule.answers || !Names(enters ? rule.in : rule.out, device, end.interface)) continue;
    if (enters && rule.end == PacketEnd::kDestination) {
      for (const net::AddressMatch& match : rule.match.destination)
        prefixes.push_back(net::PrefixAround(match));
    } else if (!enters && rule.end == PacketEnd::kSource) {
      for (const net::Prefix& prefix : GivenBy(rule, device)) prefixes.push_back(prefix);
    }
  }
  std::erase_if(prefixes, [&](const net::Prefix& prefix) {
    return std::ranges::none_of(network.InterfaceAt(end).addresses, [&](const model::InterfaceAddress& on) {
      return on.address.subnet().Contains(prefix);
    });
  });
  return prefixes;
}

}  // namespace ringfence::forwarding
