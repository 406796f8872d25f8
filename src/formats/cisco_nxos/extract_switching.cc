// Statements of an interface about layer 2, and first hop redundancy.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

constexpr std::uint16_t kVlanMax = 4094;

/// "1,10,20-30"; nullopt when it is none.
std::optional<std::vector<model::VlanRange>> ParseVlans(std::string_view text) {
  std::vector<model::VlanRange> ranges;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const std::size_t dash = std::min(part.find('-'), part.size());
    const auto first = ParseNumber(part.substr(0, dash), 1, kVlanMax);
    const auto last = dash == part.size() ? first : ParseNumber(part.substr(dash + 1), 1, kVlanMax);
    if (!first || !last || *last < *first) return std::nullopt;
    ranges.push_back({static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
  }
  return ranges;
}

/// Sorted, disjoint, joined where they touch.
std::vector<model::VlanRange> Joined(std::vector<model::VlanRange> ranges) {
  std::ranges::sort(ranges, {}, &model::VlanRange::first);
  std::vector<model::VlanRange> out;
  for (const model::VlanRange& range : ranges) {
    if (!out.empty() && range.first <= out.back().last + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

std::vector<model::VlanRange> Without(const std::vector<model::VlanRange>& ranges,
                                      const model::VlanRange& gone) {
  std::vector<model::VlanRange> out;
  for (const model::VlanRange& range : ranges) {
    if (range.first < gone.first)
      out.push_back({range.first, std::min<std::uint16_t>(range.last, gone.first - 1)});
    if (range.last > gone.last)
      out.push_back({std::max<std::uint16_t>(range.first, gone.last + 1), range.last});
  }
  return out;
}

Verdict ReadAllowed(Reader& reader, Statement& statement) {
  SwitchText& layer2 = reader.interface().layer2;
  if (statement.negated || statement.words.Accept("all")) {
    layer2.allowed.clear();
    layer2.allowed_none = false;
    statement.words.Rest();
    return kUnderstood;
  }
  if (statement.words.Accept("none")) {
    layer2.allowed.clear();
    layer2.allowed_none = true;
    return kUnderstood;
  }
  const bool add = statement.words.Accept("add");
  const bool except = !add && statement.words.Accept("except");
  const bool remove = !add && !except && statement.words.Accept("remove");
  const Word word = statement.words.Next();
  const auto vlans = ParseVlans(word.text);
  if (!vlans || vlans->empty())
    return reader.Invalid(statement, word, fmt::format("'{}' is not a list of VLANs", word.text));
  const std::vector<model::VlanRange> all{{1, kVlanMax}};
  std::vector<model::VlanRange> base = layer2.allowed.empty() && !layer2.allowed_none ? all : layer2.allowed;
  if (except || remove) {
    if (except) base = all;
    for (const model::VlanRange& range : *vlans) base = Without(base, range);
  } else {
    if (!add) base.clear();
    base.insert(base.end(), vlans->begin(), vlans->end());
  }
  layer2.allowed = Joined(std::move(base));
  layer2.allowed_none = layer2.allowed.empty();
  return kUnderstood;
}

Verdict ReadMode(Reader& reader, Statement& statement) {
  const Word mode = statement.words.Next();
  if (statement.negated) return reader.interface().layer2.trunk = {}, statement.words.Rest(), kUnderstood;
  if (mode == "fex-fabric") return NotModelled(kPaths, "fabric extender");
  if (mode == "private-vlan" || mode == "dot1q-tunnel")
    return NotModelled(Impact::kForwarding, "switching mode");
  if (!(mode == "access" || mode == "trunk")) return kNotKnown;
  reader.interface().layer2.trunk = {mode == "trunk", statement.span()};
  return kUnderstood;
}

Verdict ReadTrunk(Reader& reader, Statement& statement) {
  if (statement.words.Accept("allowed"))
    return statement.words.Accept("vlan") ? ReadAllowed(reader, statement) : kNotKnown;
  if (statement.words.Accept("native")) {
    if (!statement.words.Accept("vlan")) return kNotKnown;
    if (statement.words.Accept("tag")) return kNoEffect;
    return SetNumber(reader, statement, reader.interface().layer2.native_vlan, 1, kVlanMax);
  }
  return kNotKnown;
}

Verdict ReadAccess(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("vlan")) return kNotKnown;
  return SetNumber(reader, statement, reader.interface().layer2.access_vlan, 1, kVlanMax);
}

constexpr Keyword kSwitchportKeywords[] = {
    {"access", ReadAccess},
    {"autostate"},
    {"backup", nullptr, NotModelled(Impact::kForwarding, "backup port")},
    {"block"},
    {"dot1q"},
    {"host"},
    {"mode", ReadMode},
    {"monitor"},  // copies may leave here; the session says which
    {"port-security"},
    {"priority"},
    {"private-vlan", nullptr, NotModelled(kPaths, "private VLAN")},
    {"trunk", ReadTrunk},
    {"virtual-ethernet-bridge"},
    {"vlan", nullptr, NotModelled(Impact::kForwarding, "VLAN mapping")},
    {"voice"},
};
static_assert(IsSorted<Keyword>(kSwitchportKeywords));

VirtualRouterText& Group(Reader& reader) { return reader.interface().virtual_routers[reader.group]; }

/// `ip A [secondary]` of HSRP, `address A [secondary]` of VRRP.
Verdict ReadGroupAddress(Reader& reader, Statement& statement) {
  if (statement.words.done() || statement.words.Accept("autoconfig"))
    return NotModelled(Impact::kForwarding, "learned virtual address");
  const Word word = statement.words.Peek();
  const auto prefix = net::ParseHostPrefix(word.text);
  const auto address = prefix               ? statement.words.Next(),
             std::optional(prefix->address) : TakeAddress(reader, statement);
  if (!address) return kNotKnown;
  const bool secondary = statement.words.Accept("secondary");
  statement.words.Accept("primary");
  std::vector<net::IpAddress>& addresses = Group(reader).addresses;
  std::erase(addresses, *address);
  if (!statement.negated) addresses.insert(secondary ? addresses.end() : addresses.begin(), *address);
  return kUnderstood;
}

Verdict ReadGroupPriority(Reader& reader, Statement& statement) {
  const Verdict verdict = SetNumber(reader, statement, Group(reader).priority, 0, 255);
  if (statement.words.Accept("level")) statement.words.Rest();
  if (statement.words.Accept("forwarding-threshold")) statement.words.Rest();
  return verdict;
}

Verdict ReadGroupPreempt(Reader& reader, Statement& statement) {
  statement.words.Rest();  // delays
  return SetFlag(statement, Group(reader).preempt);
}

Verdict ReadGroupShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, Group(reader).shutdown);
}

constexpr std::uint32_t kDecrementDefault = 10;

/// `track N [decrement D]`.
Verdict ReadGroupTrack(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const auto object = words.AcceptNumber(1, 1000);
  // VRRP version 2 also sets the priority by an interface.
  if (!object)
    return statement.negated ? (words.Rest(), kNoEffect)
                             : NotModelled(Impact::kForwarding, "priority that depends on an interface");
  std::vector<GroupTrackText>& tracks = Group(reader).tracks;
  std::erase_if(tracks, [&](const GroupTrackText& known) { return known.object == *object; });
  if (statement.negated) return words.Rest(), kUnderstood;
  GroupTrackText track{*object, kDecrementDefault, statement.span()};
  if (words.Accept("decrement")) {
    const auto decrement = TakeNumber(reader, statement, 1, 255);
    if (!decrement) return kNotKnown;
    track.decrement = *decrement;
  }
  tracks.push_back(track);
  return kUnderstood;
}

Verdict ReadGroupAgreement(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect
                           : NotModelled(Impact::kForwarding, "what members of a group must share");
}

constexpr Keyword kGroupKeywords[] = {
    {"address", ReadGroupAddress},
    {"advertisement-interval", ReadGroupAgreement},  // of VRRP version 2
    {"authentication", ReadGroupAgreement},
    {"bfd"},
    {"description"},
    {"ip", ReadGroupAddress},
    {"mac-address"},
    {"match-address"},
    {"name"},
    {"object-track", ReadGroupTrack},
    {"preempt", ReadGroupPreempt},
    {"priority", ReadGroupPriority},
    {"shutdown", ReadGroupShutdown},
    {"timers"},
    {"track", ReadGroupTrack},
    {"vrrpv2", nullptr, NotModelled(Impact::kForwarding, "group that speaks two versions of VRRP")},
    {"vrrs"},
};
static_assert(IsSorted<Keyword>(kGroupKeywords));

Verdict ReadOneGroup(Reader& reader, Statement& statement) {
  return reader.Dispatch(kGroupKeywords, statement);
}

Verdict ReadGroupLine(Reader& reader, Statement& statement) {
  return ForRange(reader, statement, ReadOneGroup);
}

constexpr std::uint32_t kGroupMax = 4095;

}  // namespace

Verdict ReadSwitchport(Reader& reader, Statement& statement) {
  if (statement.words.done()) return SetFlag(statement, reader.interface().layer2.on);
  return reader.Dispatch(kSwitchportKeywords, statement);
}

Verdict ReadVirtualRouter(Reader& reader, Statement& statement, model::RedundancyProtocol protocol,
                          std::uint32_t first_group) {
  const auto number = statement.words.AcceptNumber(0, kGroupMax);
  if (!number) return kNoEffect;  // delays, BFD
  bool v6 = false;
  if (statement.words.Accept("address-family")) v6 = statement.words.Next() == "ipv6";
  v6 = statement.words.Accept("ipv6") || v6;
  statement.words.Accept("ipv4");
  reader.group = {first_group + *number, protocol, v6};
  if (statement.negated) return reader.interface().virtual_routers.erase(reader.group), kUnderstood;
  VirtualRouterText& group = reader.interface().virtual_routers[reader.group];
  group.span = statement.span();
  reader.Open(ReadGroupLine, Impact::kForwarding);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
