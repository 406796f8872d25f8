// First-hop redundancy (`vrrp`, `standby`) and switch ports.

#include <fmt/format.h>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

using model::RedundancyProtocol;

auto KeyOf(const model::VirtualRouter& group) { return std::pair(group.group, group.protocol); }

/// A group of the interface, made on first use. VRRP preempts by default, HSRP does not.
model::VirtualRouter& GroupOf(Reader& reader, std::uint32_t number, RedundancyProtocol protocol,
                              base::Span span) {
  std::vector<model::VirtualRouter>& groups = reader.interface().virtual_routers;
  const auto at = std::ranges::lower_bound(groups, std::pair(number, protocol), {}, KeyOf);
  if (at != groups.end() && KeyOf(*at) == std::pair(number, protocol)) return *at;
  model::VirtualRouter made;
  made.group = number;
  made.protocol = protocol;
  made.preempt = protocol == RedundancyProtocol::kVrrp;
  made.span = span;
  return *groups.insert(at, made);
}

constexpr std::int32_t kDecrementDefault = 10;

/// `track N [decrement D | shutdown]`, `track INTERFACE [D]`. Objects are looked up when all are known.
Verdict ReadTracked(Reader& reader, Statement& statement, model::VirtualRouter& group) {
  WordCursor& words = statement.words;
  model::PriorityTrack track{"", -kDecrementDefault, false, statement.span()};
  const auto object = words.AcceptNumber(1, 1000);
  track.interface = object ? std::to_string(*object) : TakeInterfaceName(words);
  std::erase_if(group.tracks, [&](const auto& known) { return known.interface == track.interface; });
  if (statement.negated) return words.Rest(), kUnderstood;
  if (words.Accept("shutdown")) {
    track.leaves = true;
  } else {
    words.Accept("decrement");
    if (!words.done()) {
      const auto decrement = TakeNumber(reader, statement, 1, 255);
      if (!decrement) return kNotKnown;
      track.change = -static_cast<std::int32_t>(*decrement);
    }
  }
  group.tracks.push_back(std::move(track));
  return kUnderstood;
}

/// The settings both protocols have.
Verdict ReadGroup(Reader& reader, Statement& statement, std::uint32_t number, RedundancyProtocol protocol) {
  WordCursor& words = statement.words;
  if (statement.negated && words.done()) {
    std::erase_if(reader.interface().virtual_routers, [&](const model::VirtualRouter& known) {
      return KeyOf(known) == std::pair(number, protocol);
    });
    return kUnderstood;
  }
  model::VirtualRouter& group = GroupOf(reader, number, protocol, statement.span());
  const Word word = words.Next();
  if (word == "ip") {
    if (words.done())
      return statement.negated ? kUnderstood : NotModelled(Impact::kForwarding, "learned virtual address");
    const auto address = TakeIpv4(reader, statement);
    if (!address) return kNotKnown;
    words.Accept("secondary");
    std::erase(group.addresses, *address);
    if (!statement.negated) group.addresses.push_back(*address);
    return kUnderstood;
  }
  if (word == "priority") {
    const auto priority =
        statement.negated ? std::optional<std::uint32_t>(100) : TakeNumber(reader, statement, 0, 255);
    if (!priority) return kNotKnown;
    words.Rest();
    group.priority = *priority;
    return kUnderstood;
  }
  if (word == "preempt") {
    words.Rest();  // a delay
    group.preempt = !statement.negated;
    return kUnderstood;
  }
  if (word == "name" || word == "description" || word == "mac-address") return kNoEffect;
  // HSRP learns the timers of the active router, VRRP drops what comes in another interval.
  if (word == "timers" && protocol == RedundancyProtocol::kHsrp) return kNoEffect;
  if (word == "timers" || word == "authentication")
    return statement.negated ? kNoEffect
                             : NotModelled(Impact::kForwarding, "what members of a group must share");
  if (word == "track") return ReadTracked(reader, statement, group);
  return kNotKnown;
}

/// VLANs "1,5-9"; nullopt: not a list.
std::optional<std::vector<model::VlanRange>> ParseVlans(std::string_view text) {
  std::vector<model::VlanRange> ranges;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = std::min(part.find('-'), part.size());
    const auto first = ParseNumber(part.substr(0, dash), 1, 4094);
    const auto last = dash == part.size() ? first : ParseNumber(part.substr(dash + 1), 1, 4094);
    if (!first || !last || *last < *first) return std::nullopt;
    ranges.push_back({static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return ranges;
}

Verdict ReadAllowed(Reader& reader, Statement& statement, model::SwitchPort& port) {
  if (statement.negated || statement.words.Accept("all"))
    return port.allowed = {{1, 4094}}, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("none")) return port.allowed.clear(), kUnderstood;
  const bool add = statement.words.Accept("add");
  const Word word = statement.words.Next();
  if (word == "remove" || word == "except") return NotModelled(kPaths, "VLANs taken from a trunk");
  const auto ranges = ParseVlans(word.text);
  if (!ranges) return reader.Invalid(statement, word, "not a list of VLANs");
  if (!add) port.allowed.clear();
  port.allowed.insert(port.allowed.end(), ranges->begin(), ranges->end());
  return kUnderstood;
}

/// `access vlan N`, `trunk native vlan N`.
Verdict ReadVlan(Reader& reader, Statement& statement, model::SwitchPort& port) {
  const auto vlan =
      statement.negated ? std::optional<std::uint32_t>(1) : TakeNumber(reader, statement, 1, 4094);
  if (!vlan) return kNotKnown;
  statement.words.Rest();
  port.vlan = static_cast<std::uint16_t>(*vlan);
  return kUnderstood;
}

}  // namespace

Verdict ReadVrrp(Reader& reader, Statement& statement) {
  const auto number = TakeNumber(reader, statement, 1, 255);
  if (!number) return kNotKnown;
  if (statement.words.Peek() == "address-family")
    return NotModelled(Impact::kForwarding, "first hop redundancy by address family");
  if (statement.words.Accept("shutdown"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "first hop redundancy shut down");
  return ReadGroup(reader, statement, *number, RedundancyProtocol::kVrrp);
}

Verdict ReadStandby(Reader& reader, Statement& statement) {
  if (statement.words.Accept("version")) {
    const auto version =
        statement.negated ? std::optional<std::uint32_t>(1) : TakeNumber(reader, statement, 1, 2);
    if (!version) return kNotKnown;
    statement.words.Rest();
    reader.interface().hsrp_version = *version;
    return kUnderstood;
  }
  for (const std::string_view word : {"delay", "use-bia", "redirect", "bfd", "mac-refresh"}) {
    if (statement.words.Accept(word)) return kNoEffect;
  }
  const std::uint32_t number = statement.words.AcceptNumber(0, 4095).value_or(0);
  if (statement.words.Accept("ipv6"))
    return NotModelled(Impact::kForwarding, "first hop redundancy for IPv6");
  if (statement.words.Accept("follow")) return NotModelled(Impact::kForwarding, "group that follows another");
  return ReadGroup(reader, statement, number, RedundancyProtocol::kHsrp);
}

Verdict ReadTree(Reader& reader, Statement& statement) {
  return ReadSpanningTree(statement, reader.vendor.tree);
}

Verdict ReadPortTree(Reader& reader, Statement& statement) {
  return formats::ReadPortTree(statement, reader.interface().tree);
}

Verdict ReadSwitchport(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  WordCursor& words = statement.words;
  if (words.done()) {
    if (statement.negated)
      interface.switch_port.reset();
    else if (!interface.switch_port)
      interface.switch_port = model::SwitchPort{.allowed = {{1, 4094}}, .span = statement.span()};
    return kUnderstood;
  }
  for (const std::string_view word : {"nonegotiate", "port-security", "block", "priority"}) {
    if (words.Accept(word)) return kNoEffect;
  }
  if (words.Peek() == "protected")
    return statement.negated ? kNoEffect : NotModelled(kPaths, "ports kept apart");
  if (words.Peek() == "voice" || words.Peek() == "private-vlan")
    return statement.negated ? kNoEffect : NotModelled(kPaths, "further VLANs of a port");
  if (!interface.switch_port)
    interface.switch_port = model::SwitchPort{.allowed = {{1, 4094}}, .span = statement.span()};
  model::SwitchPort& port = *interface.switch_port;
  if (words.Accept("mode")) {
    if (words.Accept("trunk")) return port.trunk = !statement.negated, kUnderstood;
    if (words.Accept("access")) return port.trunk = false, kUnderstood;
    return statement.negated ? (port.trunk = false, kUnderstood) : NotModelled(kPaths, "negotiated trunk");
  }
  if (words.Accept("access")) return words.Accept("vlan") ? ReadVlan(reader, statement, port) : kNotKnown;
  if (!words.Accept("trunk")) return kNotKnown;
  if (words.Accept("encapsulation")) return kNoEffect;
  if (words.Accept("allowed")) return words.Accept("vlan") ? ReadAllowed(reader, statement, port) : kNotKnown;
  if (words.Accept("native")) {
    if (!words.Accept("vlan")) return kNotKnown;
    if (words.Accept("tag")) return kNoEffect;
    return ReadVlan(reader, statement, port);
  }
  return words.Accept("pruning") ? kNoEffect : kNotKnown;
}

}  // namespace ringfence::formats::cisco_ios
