// Route policies and prefix lists, as far as the import of routes into OSPF uses them; static routes.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::uint8_t kRouting = Impact::kRouting4 | Impact::kRouting6;

VrpPolicyNode& OpenNode(Reader& reader) {
  return reader.config.policies[reader.open_policy].nodes[reader.open_node];
}

Verdict ReadMatch(Reader& reader, const Line& line) {
  VrpPolicyNode& node = OpenNode(reader);
  const std::string_view what = line.at(1);
  if (line.undo()) {
    node.complete = false;
    return Unmodelled(kRouting, "change of a route policy");
  }
  if (what == "ip-prefix" || (what == "ip" && line.at(2) == "ip-prefix")) {
    node.prefix_list = {std::string(line.at(what == "ip" ? 3 : 2)), line.span()};
    return Modelled();
  }
  if (what == "acl") {
    node.acl = {std::string(line.at(2)), line.span()};
    return Modelled();
  }
  if (what == "tag") {
    const auto tag = NumberUpTo(line.at(2));
    if (!tag) return reader.Invalid(line, 2, "not a tag", kRouting);
    node.tags.push_back(*tag);
    return Modelled();
  }
  if (what == "interface") {
    for (std::size_t word = 2; word < line.size();) {
      NameTaken name = TakeInterfaceName(line, word);
      if (name.name.empty()) return reader.Invalid(line, word, "not an interface name", kRouting);
      node.interfaces.push_back(std::move(name.name));
      word = name.next;
    }
    return Modelled();
  }
  node.complete = false;
  return Unmodelled(kRouting, "route policy condition");
}

Verdict ReadApply(Reader& reader, const Line& line) {
  VrpPolicyNode& node = OpenNode(reader);
  const std::string_view what = line.at(1);
  const auto number = NumberUpTo(line.at(2));
  if (!line.undo() && what == "cost" && number) {
    node.cost = number;
    return Modelled();
  }
  if (!line.undo() && what == "tag" && number) {
    node.tag = number;
    return Modelled();
  }
  if (!line.undo() && what == "cost-type" && (line.at(2) == "type-1" || line.at(2) == "type-2")) {
    node.type =
        line.at(2) == "type-1" ? routing::ospf::ExternalType::kType1 : routing::ospf::ExternalType::kType2;
    return Modelled();
  }
  node.complete = false;
  return Unmodelled(kRouting, "route policy action");
}

/// The words of a static route after its prefix.
struct StaticTail {
  bool unknown = false;
  bool vpn = false;
  std::string_view beyond_model;
  std::size_t bad_word = 0;
};

void ReadStaticOption(const Line& line, std::size_t& word, VrpStatic& route, StaticTail& tail) {
  const std::string_view key = line.at(word++);
  if (key == "preference" || key == "tag") {
    const auto value = NumberUpTo(line.at(word), key == "tag" ? 0xffffffffU : 255);
    if (!value) {
      tail.bad_word = word;
    } else {
      (key == "tag" ? route.tag : route.preference) = value;
    }
    ++word;
  } else if (key == "description") {
    word = line.size();
  } else if (key == "track" || key == "bfd" || key == "oam") {
    tail.beyond_model = "static route that follows a probe";
    word = line.size();
  } else if (key == "permanent" || key == "inherit-cost" || key == "relay" || key == "recursive-lookup" ||
             key == "ldp-sync" || key == "cost" || key == "no-advertise") {
    tail.beyond_model = "static route option";
    word = line.size();
  } else {
    tail.unknown = true;
    word = line.size();
  }
}

StaticTail ReadStaticTail(const Line& line, std::size_t word, net::Family family, VrpStatic& route) {
  StaticTail tail;
  if (line.at(word) == "vpn-instance") {
    tail.vpn = true;
    return tail;
  }
  const auto first = net::ParseAddress(line.at(word));
  if (first && first->family == family) {
    route.next_hop = first;
    ++word;
  } else {
    NameTaken name = TakeInterfaceName(line, word);
    if (name.name.empty() || name.name.find_first_of("0123456789") == std::string::npos) {
      tail.bad_word = word;
      return tail;
    }
    route.interface = std::move(name.name);
    word = name.next;
    const auto hop = net::ParseAddress(line.at(word));
    if (hop && hop->family == family) {
      route.next_hop = hop;
      ++word;
    }
  }
  if (line.at(word) == "public") ++word;
  while (word < line.size() && tail.bad_word == 0) ReadStaticOption(line, word, route, tail);
  return tail;
}

void StoreStatic(Reader& reader, const Line& line, const VrpStatic& route) {
  auto& statics = reader.config.statics;
  const bool all_hops = line.undo() && !route.next_hop && route.interface.empty();
  std::erase_if(statics, [&](const VrpStatic& other) {
    if (other.prefix != route.prefix) return false;
    return all_hops || (other.next_hop == route.next_hop && other.interface == route.interface);
  });
  if (!line.undo()) statics.push_back(route);
}

}  // namespace

Verdict OpenRoutePolicy(Reader& reader, const Line& line) {
  const bool permit = line.at(2) == "permit";
  auto& policies = reader.config.policies;
  const auto found = std::find_if(policies.begin(), policies.end(),
                                  [&](const VrpRoutePolicy& policy) { return policy.name == line.at(1); });
  if (line.undo()) {
    if (line.size() > 2) return Unmodelled(kRouting, "change of a route policy");
    if (found != policies.end()) policies.erase(found);
    return Modelled(View::kInherit);
  }
  const auto node = NumberUpTo(line.at(4), 65535);
  if ((!permit && line.at(2) != "deny") || line.at(3) != "node" || !node) {
    return reader.Invalid(line, 4, "not a node", kRouting);
  }
  reader.open_policy = static_cast<std::size_t>(found - policies.begin());
  if (found == policies.end()) policies.push_back({std::string(line.at(1)), {}});
  auto& nodes = policies[reader.open_policy].nodes;
  auto at =
      std::lower_bound(nodes.begin(), nodes.end(), *node,
                       [](const VrpPolicyNode& other, std::uint32_t number) { return other.node < number; });
  if (at == nodes.end() || at->node != *node) at = nodes.insert(at, VrpPolicyNode{});
  at->node = *node;
  at->permit = permit;
  at->span = line.span();
  reader.open_node = static_cast<std::size_t>(at - nodes.begin());
  return Modelled(View::kRoutePolicy);
}

Verdict ReadRoutePolicy(Reader& reader, const Line& line) {
  if (line.at(0) == "if-match") return ReadMatch(reader, line);
  if (line.at(0) == "apply") return ReadApply(reader, line);
  if (line.at(0) == "description") return Irrelevant();
  OpenNode(reader).complete = false;
  return line.at(0) == "goto" ? Unmodelled(kRouting, "jump in a route policy") : Unknown(kRouting);
}

Verdict ReadPrefixList(Reader& reader, const Line& line) {
  auto& lists = reader.config.prefix_lists;
  auto found = std::find_if(lists.begin(), lists.end(),
                            [&](const VrpPrefixList& list) { return list.name == line.at(2); });
  std::size_t word = 3;
  std::optional<std::uint32_t> index;
  if (line.at(word) == "index") {
    index = NumberUpTo(line.at(word + 1));
    if (!index) return reader.Invalid(line, word + 1, "not an index", kRouting);
    word += 2;
  }
  if (line.undo()) {
    if (found != lists.end() && !index) lists.erase(found);
    if (found != lists.end() && index)
      std::erase_if(found->lines, [&](const auto& l) { return l.index == *index; });
    return Modelled();
  }
  if (line.at(word) == "description") return Irrelevant();
  VrpPrefixLine entry;
  entry.line.span = line.span();
  entry.line.permit = line.at(word) == "permit";
  if (!entry.line.permit && line.at(word) != "deny")
    return reader.Invalid(line, word, "not permit or deny", kRouting);
  const auto address = net::ParseIpv4(line.at(word + 1));
  if (!address) return reader.Invalid(line, word + 1, "not an IPv4 address", kRouting);
  const auto length = NumberUpTo(line.at(word + 2), 32);
  if (!length) return reader.Invalid(line, word + 2, "not a prefix length", kRouting);
  entry.line.prefix = net::Prefix::Of(*address, static_cast<std::uint8_t>(*length));
  word += 3;
  if (line.at(word) == "match-network") return Unmodelled(kRouting, "prefix list option");
  std::uint32_t low = *length;
  std::uint32_t high = *length;
  bool low_given = false;
  for (; word < line.size(); word += 2) {
    const auto value = NumberUpTo(line.at(word + 1), 32);
    if (!value || *value < *length) return reader.Invalid(line, word + 1, "not a usable length", kRouting);
    if (line.at(word) == "greater-equal") {
      low = *value;
      low_given = true;
      if (line.at(word + 2).empty()) high = 32;
    } else if (line.at(word) == "less-equal") {
      high = *value;
    } else {
      return reader.Invalid(line, word, "not a usable condition", kRouting);
    }
  }
  // `0.0.0.0 0 less-equal 32` is every prefix; without greater-equal the range begins at the length itself.
  if (!low_given) low = *length;
  if (high < low) return reader.Invalid(line, line.size() - 1, "an empty range of lengths", kRouting);
  entry.line.length_min = static_cast<std::uint8_t>(low);
  entry.line.length_max = static_cast<std::uint8_t>(high);
  if (found == lists.end()) {
    lists.push_back({std::string(line.at(2)), {}, line.span()});
    found = lists.end() - 1;
  }
  entry.index = index.value_or(found->lines.empty() ? 10 : found->lines.back().index / 10 * 10 + 10);
  std::erase_if(found->lines, [&](const VrpPrefixLine& other) { return other.index == entry.index; });
  const auto at =
      std::upper_bound(found->lines.begin(), found->lines.end(), entry.index,
                       [](std::uint32_t n, const VrpPrefixLine& other) { return n < other.index; });
  found->lines.insert(at, entry);
  return Modelled();
}

Verdict ReadStatic(Reader& reader, const Line& line) {
  const net::Family family = line.at(0) == "ipv6" ? net::Family::kIpv6 : net::Family::kIpv4;
  const std::uint8_t impact = family == net::Family::kIpv6 ? Impact::kRouting6 : Impact::kRouting4;
  if (line.at(2) == "vpn-instance")
    return Unmodelled(impact | Impact::kForwarding, "static route in a VPN instance");
  if (line.at(2) == "default-preference") {
    auto& preference =
        family == net::Family::kIpv6 ? reader.config.static_preference6 : reader.config.static_preference;
    preference = line.undo() ? std::nullopt : NumberUpTo(line.at(3), 255);
    return line.undo() || preference ? Modelled() : reader.Invalid(line, 3, "not a preference", impact);
  }
  const auto address = net::ParseAddress(line.at(2));
  if (!address || address->family != family) {
    if (line.at(2) == "recursive-lookup" || line.at(2) == "default-bfd" || line.at(2) == "selection-rule") {
      return Unmodelled(impact, "static route option");
    }
    return reader.Invalid(line, 2, "not an address", impact);
  }
  const auto length = family == net::Family::kIpv4 ? ParseMask(line.at(3)) : std::optional<std::uint8_t>();
  const auto length6 = NumberUpTo(line.at(3), 128);
  if (family == net::Family::kIpv4 ? !length.has_value() : !length6.has_value()) {
    return reader.Invalid(line, 3, "not a network mask", impact);
  }
  VrpStatic route;
  route.prefix =
      net::Prefix::Of(*address, family == net::Family::kIpv4 ? *length : static_cast<std::uint8_t>(*length6));
  route.span = line.span();
  if (line.undo() && line.size() == 4) {
    StoreStatic(reader, line, route);
    return Modelled();
  }
  const StaticTail tail = ReadStaticTail(line, 4, family, route);
  if (tail.vpn) return Unmodelled(impact | Impact::kForwarding, "static route into a VPN instance");
  if (tail.bad_word != 0) return reader.Invalid(line, tail.bad_word, "not a usable value", impact);
  if (tail.unknown) return Unknown(impact);
  StoreStatic(reader, line, route);
  return tail.beyond_model.empty() ? Modelled() : Unmodelled(impact, tail.beyond_model);
}

}  // namespace ringfence::formats::huawei_vrp
