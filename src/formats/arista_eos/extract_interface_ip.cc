// `ip ...`, `ipv6 ...` and first hop redundancy under an interface.

#include <fmt/format.h>

#include <string_view>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"
#include "model/redundancy.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;
using model::InterfaceAddress;
using net::Family;

/// Puts the address where it belongs: a new primary one replaces the old one of its family.
void AddAddress(InterfaceText& interface, const InterfaceAddress& address) {
  const Family family = address.address.address.family;
  std::erase_if(interface.addresses, [&](const InterfaceAddress& known) {
    const bool replaced = family == Family::kIpv4 && !address.secondary && !known.secondary;
    return known.address.address.family == family && (replaced || known.address == address.address);
  });
  const auto first_secondary = std::ranges::find_if(interface.addresses, [&](const InterfaceAddress& known) {
    return known.address.address.family == family && known.secondary;
  });
  interface.addresses.insert(address.secondary ? interface.addresses.end() : first_secondary, address);
}

/// `virtual`: several devices have the address at once.
void NoteShared(InterfaceText& interface, const net::HostPrefix& address, bool shared, base::Span span) {
  interface.shared_addresses.erase(address);
  if (!shared) return;
  interface.shared_addresses.insert(address);
  interface.shared_span = span;
}

void RemoveAddresses(InterfaceText& interface, Family family) {
  std::erase_if(interface.addresses,
                [family](const InterfaceAddress& known) { return known.address.address.family == family; });
}

/// Takes the host part of an address back.
Verdict RemoveAddress(Reader& reader, Statement& statement, Family family) {
  InterfaceText& interface = reader.interface();
  if (family == Family::kIpv4) interface.unnumbered = {};
  if (statement.words.done()) return RemoveAddresses(interface, family), kUnderstood;
  if (net::ParseHostPrefix(statement.words.Peek().text)) {
    const auto address = TakeHostPrefix(reader, statement, family);
    statement.words.Rest();
    std::erase_if(interface.addresses, [&](const InterfaceAddress& known) {
      return known.address == address.value_or(net::HostPrefix{});
    });
    return kUnderstood;
  }
  return statement.words.Rest(), RemoveAddresses(interface, family), kUnderstood;
}

Verdict ReadAddress4(Reader& reader, Statement& statement) {
  if (statement.negated) return RemoveAddress(reader, statement, Family::kIpv4);
  InterfaceText& interface = reader.interface();
  if (statement.words.Accept("dhcp")) return NotModelled(kPaths, "address by DHCP");
  if (statement.words.Accept("unnumbered")) {
    interface.unnumbered = {TakeInterfaceName(statement.words), statement.span()};
    return kUnderstood;
  }
  const bool shared = statement.words.Accept("virtual");
  const auto address = TakeHostPrefix(reader, statement, Family::kIpv4);
  if (!address) return kNotKnown;
  const bool secondary = statement.words.Accept("secondary");
  if (!statement.words.done()) return kNotKnown;
  AddAddress(interface, {*address, secondary, statement.span()});
  NoteShared(interface, *address, shared, statement.span());
  return kUnderstood;
}

Verdict ReadAddress6(Reader& reader, Statement& statement) {
  if (statement.negated) return RemoveAddress(reader, statement, Family::kIpv6);
  if (statement.words.Accept("auto-config") || statement.words.Accept("dhcp"))
    return NotModelled(Impact::kRouting6 | Impact::kForwarding, "address by DHCP");
  const bool shared = statement.words.Accept("virtual");
  const auto address = TakeHostPrefix(reader, statement, Family::kIpv6);
  if (!address) return kNotKnown;
  // Link-local addresses stand in no table and are nobody's destination.
  if (statement.words.Accept("link-local")) return kNoEffect;
  if (!statement.words.done()) return kNotKnown;
  AddAddress(reader.interface(), {*address, false, statement.span()});
  NoteShared(reader.interface(), *address, shared, statement.span());
  return kUnderstood;
}

Verdict SetUse(Statement& statement, model::AclUse& in, model::AclUse& out) {
  const std::string name(statement.words.Next().text);
  const bool inbound = statement.words.Accept("in");
  if (!inbound && !statement.words.Accept("out")) return kNotKnown;
  (inbound ? in : out) = statement.negated ? model::AclUse{} : model::AclUse{name, statement.span()};
  return kUnderstood;
}

Verdict ReadAccessGroup4(Reader& reader, Statement& statement) {
  return SetUse(statement, reader.interface().acl_in4, reader.interface().acl_out4);
}

Verdict ReadAccessGroup6(Reader& reader, Statement& statement) {
  return SetUse(statement, reader.interface().acl_in6, reader.interface().acl_out6);
}

Verdict ReadAttachedHost(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(kRouting, "routes of attached hosts");
}

/// `ip virtual-router address A`: several devices answer for the address at once.
Verdict ReadVirtualRouter(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  if (!statement.words.Accept("address"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "shared gateway");
  if (statement.negated && statement.words.done()) return interface.shared_gateways.clear(), kUnderstood;
  const auto address = net::ParseAddress(statement.words.Peek().text);
  if (!address) return NotModelled(Impact::kForwarding, "shared gateway with a mask");
  statement.words.Next();
  std::erase(interface.shared_gateways, *address);
  if (statement.negated) return kUnderstood;
  interface.shared_gateways.push_back(*address);
  interface.shared_span = statement.span();
  return kUnderstood;
}

Verdict ReadVerify(Reader& reader, Statement& statement, std::string_view family) {
  NoteVerify(reader.interface().source_checks, family, statement);
  return statement.negated ? kNoEffect : NotModelled(kSourceCheck, "source address verification");
}
Verdict ReadVerify4(Reader& reader, Statement& statement) { return ReadVerify(reader, statement, "ip "); }
Verdict ReadVerify6(Reader& reader, Statement& statement) { return ReadVerify(reader, statement, "ipv6 "); }

constexpr Keyword kIpKeywords[] = {
    {"access-group", ReadAccessGroup4},
    {"address", ReadAddress4},
    {"arp"},
    {"attached-host", ReadAttachedHost},
    {"attached-hosts", ReadAttachedHost},
    {"attached-routes", ReadAttachedHost},
    {"dhcp"},
    {"directed-broadcast", nullptr, NotModelled(Impact::kForwarding, "directed broadcasts")},
    {"helper-address"},
    {"icmp"},
    {"igmp"},
    {"local-proxy-arp", nullptr, NotModelled(Impact::kForwarding, "proxy ARP")},
    {"locked-address", nullptr, NotModelled(Impact::kForwarding, "locked addresses")},
    {"mfib"},
    {"multicast"},
    {"nat", ReadInterfaceNat},
    {"ospf", ReadInterfaceOspf},
    {"pim"},
    {"proxy-arp", nullptr, NotModelled(Impact::kForwarding, "proxy ARP")},
    {"rip", nullptr, NotModelled(Impact::kRouting4, "RIP")},
    {"tcp"},
    {"verify", ReadVerify4},
    {"virtual-router", ReadVirtualRouter},
};
static_assert(IsSorted(std::span<const Keyword>(kIpKeywords)));

constexpr Keyword kIpv6Keywords[] = {
    {"access-group", ReadAccessGroup6},
    {"address", ReadAddress6},
    {"attached-host", ReadAttachedHost},
    {"attached-routes", ReadAttachedHost},
    {"dhcp"},
    {"enable"},
    {"helper-address"},
    {"icmp"},
    {"mld"},
    {"multicast"},
    {"nd"},
    {"ospf", ReadInterfaceOspf6},
    {"pim"},
    {"tcp"},
    {"verify", ReadVerify6},
    {"virtual-router", ReadVirtualRouter},
};
static_assert(IsSorted(std::span<const Keyword>(kIpv6Keywords)));

model::VirtualRouter& GroupOf(Reader& reader, std::uint32_t number, base::Span span) {
  const auto [entry, added] = reader.interface().virtual_routers.try_emplace(number);
  if (added) entry->second.group = number, entry->second.span = span;
  return entry->second;
}

/// `tracked-object NAME decrement D | shutdown`. Objects are looked up when all are known.
Verdict ReadVrrpTrack(Reader& reader, Statement& statement, std::uint32_t number) {
  model::PriorityTrack track{std::string(statement.words.Next().text), 0, false, statement.span()};
  std::vector<model::PriorityTrack>& tracks = GroupOf(reader, number, statement.span()).tracks;
  std::erase_if(tracks, [&](const auto& known) { return known.interface == track.interface; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("shutdown")) {
    track.leaves = true;
  } else {
    if (!statement.words.Accept("decrement")) return kNotKnown;
    const auto decrement = TakeNumber(reader, statement, 1, 254);
    if (!decrement) return kNotKnown;
    track.change = -static_cast<std::int32_t>(*decrement);
  }
  tracks.push_back(std::move(track));
  return kUnderstood;
}

Verdict ReadVrrpAddress(Reader& reader, Statement& statement, std::uint32_t number, Family family) {
  if (statement.words.Accept("version")) {
    const auto version = statement.negated ? std::optional(2U) : TakeNumber(reader, statement, 2, 3);
    if (!version) return kNotKnown;
    if (statement.negated) statement.words.Rest();
    GroupOf(reader, number, statement.span()).group =
        number + (*version == 3 ? model::kLaterVersionGroups : 0);
    return kUnderstood;
  }
  const auto address = TakeAddress(reader, statement, family);
  if (!address) return kNotKnown;
  statement.words.Accept("secondary");
  std::vector<net::IpAddress>& addresses = GroupOf(reader, number, statement.span()).addresses;
  std::erase(addresses, *address);
  if (!statement.negated) addresses.push_back(*address);
  return kUnderstood;
}

}  // namespace

Verdict ReadInterfaceIp(Reader& reader, Statement& statement) {
  return reader.Dispatch(kIpKeywords, statement);
}
Verdict ReadInterfaceIpv6(Reader& reader, Statement& statement) {
  return reader.Dispatch(kIpv6Keywords, statement);
}

Verdict ReadVrrp(Reader& reader, Statement& statement) {
  const auto number = TakeNumber(reader, statement, 1, 255);
  if (!number) return kNotKnown;
  if (statement.negated && statement.words.done())
    return reader.interface().virtual_routers.erase(*number), kUnderstood;
  const Word word = statement.words.Next();
  if (word == "ip" || word == "ipv4") return ReadVrrpAddress(reader, statement, *number, Family::kIpv4);
  if (word == "ipv6") return ReadVrrpAddress(reader, statement, *number, Family::kIpv6);
  if (word == "priority" || word == "priority-level") {
    const auto priority = statement.negated ? std::optional(100U) : TakeNumber(reader, statement, 1, 254);
    if (!priority) return kNotKnown;
    if (statement.negated) statement.words.Rest();
    GroupOf(reader, *number, statement.span()).priority = *priority;
    return kUnderstood;
  }
  if (word == "preempt") {
    const bool delay = statement.words.Accept("delay");
    if (delay) return statement.words.Rest(), kNoEffect;  // how long a change takes
    GroupOf(reader, *number, statement.span()).preempt = !statement.negated;
    return kUnderstood;
  }
  if (word == "tracked-object" || word == "track") return ReadVrrpTrack(reader, statement, *number);
  if (word == "shutdown" || word == "disabled")
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "first hop redundancy shut down");
  if (word == "timers" && statement.words.Accept("delay")) return statement.words.Rest(), kNoEffect;
  if (word == "advertisement" || word == "timers" || word == "authentication" || word == "peer")
    return statement.negated ? kNoEffect
                             : NotModelled(Impact::kForwarding, "what members of a group must share");
  return word == "session" || word == "mac" || word == "bfd" ? kNoEffect : kNotKnown;
}

}  // namespace ringfence::formats::arista_eos
