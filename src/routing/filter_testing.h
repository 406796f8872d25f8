// Access lists on the ports of small networks. Test support only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::routing {

/// Conditions of lines, as few words: "ospf", "tcp >179 from 10.0.0.1", "tcp <179 established", "tcp",
/// "udp >520 to 224.0.0.9", "88 from fe80::/10", "58 #135": a type of ICMP. No protocol: "any".
inline net::HeaderMatch MatchOf(std::string_view text, net::Family family) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto number = [](const std::string& word) { return static_cast<std::uint16_t>(std::stoi(word)); };
  const auto address = [](const std::string& word) {
    const auto prefix = net::ParsePrefix(word);
    return net::AddressMatch::Of(prefix ? *prefix : net::Prefix::Host(A(word)));
  };
  net::HeaderMatch match;
  match.family = family;
  if (words[0] != "any") {
    const std::uint16_t protocol = words[0] == "ospf"  ? 89
                                   : words[0] == "tcp" ? 6
                                   : words[0] == "udp" ? 17
                                                       : number(words[0]);
    match.protocol = {{protocol, protocol}};
  }
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "established") match.tcp_state = net::TcpState::kEstablished;
    if (word[0] == '>') match.destination_port = {{number(word.substr(1)), number(word.substr(1))}};
    if (word[0] == '<') match.source_port = {{number(word.substr(1)), number(word.substr(1))}};
    if (word[0] == '#') match.icmp_type = {{number(word.substr(1)), number(word.substr(1))}};
    if (word == "from") match.source.push_back(address(words[++i]));
    if (word == "to") match.destination.push_back(address(words[++i]));
  }
  return match;
}

/// Adds a list of lines such as "permit ospf", "deny tcp >179" and "open udp", which is not understood, to a
/// node; its end denies.
inline model::AclUse AddList(World& net, const std::string& node, const std::vector<std::string>& lines,
                             net::Family family = net::Family::kIpv4) {
  model::Device& device = net[node].device;
  model::Acl acl;
  acl.name = "list" + std::to_string(device.acls.size());
  acl.family = family;
  acl.span = net.NewSpan();
  for (const std::string& line : lines) {
    const bool permits = line.starts_with("permit ");
    net::HeaderMatch match = MatchOf(std::string_view(line).substr(permits ? 7 : 5), family);
    if (line.starts_with("open ")) {
      acl.open_lines.push_back({acl.lines.size(), std::move(match), net.NewSpan()});
    } else {
      acl.lines.push_back(
          {permits ? model::AclAction::kPermit : model::AclAction::kDeny, std::move(match), net.NewSpan()});
    }
  }
  device.acls.push_back(acl);
  return {acl.name, net.NewSpan()};
}

/// The port of that name.
inline model::Interface& PortOf(World& net, const std::string& node, std::string_view name) {
  model::Device& device = net[node].device;
  return device.interfaces[model::FindInterface(device, name).index()];
}

/// Filters what comes in by a port.
inline void FilterIn(World& net, const std::string& node, std::string_view port,
                     const std::vector<std::string>& lines, net::Family family = net::Family::kIpv4) {
  const model::AclUse use = AddList(net, node, lines, family);
  model::Interface& at = PortOf(net, node, port);
  (family == net::Family::kIpv4 ? at.acl_in4 : at.acl_in6) = use;
}
/// Filters what leaves by a port.
inline void FilterOut(World& net, const std::string& node, std::string_view port,
                      const std::vector<std::string>& lines, net::Family family = net::Family::kIpv4) {
  const model::AclUse use = AddList(net, node, lines, family);
  model::Interface& at = PortOf(net, node, port);
  (family == net::Family::kIpv4 ? at.acl_out4 : at.acl_out6) = use;
}
/// Guards the device itself in the default VRF.
inline void GuardIn(World& net, const std::string& node, const std::vector<std::string>& lines) {
  model::SelfGuard guard;
  guard.in4 = AddList(net, node, lines);
  net[node].device.guards.push_back(guard);
}

}  // namespace ringfence::routing
