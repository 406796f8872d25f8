// The rules of random texts against a plain reading of the same lines, packet by packet. The twin knows no
// rules: it asks each line, in the order of the text and in the reverse one, what it does with a packet.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/reader_testing.h"
#include "net/header_match.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr int kPortCount = 4;
constexpr int kListCount = 5;
constexpr int kMapCount = 2;

/// `permit 10.A.B.0 0.0.W.255`.
struct ListLine {
  bool permit = true;
  int a = 0, b = 0, wildcard = 0;
};
/// An entry of a route map: lists (none: all packets) and ways out (none: all).
struct MapEntry {
  bool permit = true;
  std::vector<int> lists, out;
};
enum class LineKind {
  kStaticPort,
  kStaticHost,
  kStaticNetwork,
  kOutsideHost,
  kSourceList,
  kSourceMap,
  kOutsideList,
  kBalancing
};
/// A line; what its numbers mean depends on the kind.
struct Line {
  LineKind kind = LineKind::kStaticHost;
  int local = 0, global = 0, protocol = 6, list = 0;
  bool to_interface = false, overload = false;
};
/// A configuration before it is text.
struct World {
  std::array<int, kPortCount> role = {};  ///< 0: none, 1: inside, 2: outside
  std::array<std::vector<ListLine>, kListCount> lists;
  std::array<std::vector<MapEntry>, kMapCount> maps;
  std::vector<Line> nat;
};

std::string Local(const Line& line) { return fmt::format("10.{}.0.1", line.local); }
std::string Global(const Line& line) { return fmt::format("172.{}.0.1", line.global); }

World RandomWorld(std::mt19937& random) {
  const auto number = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  World world;
  for (int& role : world.role) role = std::min(number(4), 2);
  for (auto& list : world.lists) {
    for (int i = number(3); i >= 0; --i) list.push_back({number(3) != 0, number(3), number(2), number(2)});
  }
  for (auto& map : world.maps) {
    for (int i = number(3); i >= 0; --i) {
      MapEntry& entry = map.emplace_back(MapEntry{number(3) != 0, {}, {}});
      for (int lists = number(3); lists > 0; --lists) entry.lists.push_back(number(kListCount));
      for (int out = number(2); out > 0; --out) entry.out.push_back(number(kPortCount));
    }
  }
  for (int i = number(4); i >= 0; --i) {
    Line& line = world.nat.emplace_back(Line{static_cast<LineKind>(number(8)), number(3), number(3),
                                             number(2) == 0 ? 6 : 17, number(kListCount), number(2) == 0});
    line.overload = line.list % 2 == 0;  // not both: the later of two such lines counts
  }
  return world;
}

std::string TextOf(const Line& line) {
  const std::string protocol = line.protocol == 6 ? "tcp" : "udp";
  const std::string target =
      (line.to_interface ? "interface Gi0/0" : "pool P") + std::string(line.overload ? " overload" : "");
  switch (line.kind) {
    case LineKind::kStaticPort:
      return fmt::format("inside source static {} {} 80 {} 8080", protocol, Local(line),
                         line.to_interface ? "interface Gi0/0" : Global(line));
    case LineKind::kStaticHost:
      return fmt::format("inside source static {} {}", Local(line), Global(line));
    case LineKind::kStaticNetwork:
      return fmt::format("inside source static network 10.{}.0.0 172.{}.0.0 /16", line.local, line.global);
    case LineKind::kOutsideHost:
      return fmt::format("outside source static {} {}", Local(line), Global(line));
    case LineKind::kSourceList:
      return fmt::format("inside source list {} {}", line.list + 1, target);
    case LineKind::kSourceMap:
      return fmt::format("inside source route-map M{} {}", line.list % kMapCount, target);
    case LineKind::kOutsideList:
      return fmt::format("outside source list {} pool P", line.list + 1);
    case LineKind::kBalancing:
      return fmt::format("inside destination list {} pool R", line.list + 1);
  }
  return "";
}

std::string TextOf(const World& world) {
  std::string text = "version 15.2\n";
  for (int port = 0; port < kPortCount; ++port) {
    constexpr std::array<const char*, 3> kRoles = {"", " ip nat inside\n", " ip nat outside\n"};
    text += fmt::format("interface Gi0/{}\n ip address 192.0.{}.1 255.255.255.0\n{}", port, port,
                        kRoles[world.role[port]]);
  }
  for (int list = 0; list < kListCount; ++list) {
    for (const ListLine& line : world.lists[list])
      text += fmt::format("access-list {} {} 10.{}.{}.0 0.0.{}.255\n", list + 1,
                          line.permit ? "permit" : "deny", line.a, line.b & ~line.wildcard, line.wildcard);
  }
  for (int map = 0; map < kMapCount; ++map) {
    int number = 0;
    for (const MapEntry& entry : world.maps[map]) {
      text += fmt::format("route-map M{} {} {}\n", map, entry.permit ? "permit" : "deny", ++number);
      for (const int list : entry.lists) text += fmt::format(" match ip address {}\n", list + 1);
      for (const int out : entry.out) text += fmt::format(" match interface Gi0/{}\n", out);
    }
  }
  text += "ip nat pool P 198.18.0.1 198.18.0.9 prefix-length 24\n";
  text += "ip nat pool R 198.19.0.1 198.19.0.9 prefix-length 24 type rotary\n";
  for (const Line& line : world.nat) text += "ip nat " + TextOf(line) + "\n";
  return text;
}

/// A packet between two ports; `out` < 0: it is not routed yet.
struct Packet {
  int in = 0, out = -1;
  net::PacketHeader header;
};

bool Permits(const World& world, int list, const net::IpAddress& address) {
  const std::uint32_t bits = address.v4();
  for (const ListLine& line : world.lists[list]) {
    const bool third =
        line.wildcard != 0 ? ((bits >> 8U) & 0xfeU) == 0 : ((bits >> 8U) & 0xffU) == unsigned(line.b);
    if ((bits >> 24U) == 10 && ((bits >> 16U) & 0xffU) == unsigned(line.a) && third) return line.permit;
  }
  return false;
}

/// What an end becomes, as text; empty: this line does nothing about it.
std::string TargetOf(const Line& line) {
  if (line.to_interface) return "Gi0/0 port 1-65535";
  return std::string("198.18.0.1-198.18.0.9") + (line.overload ? " port 1-65535" : "");
}

bool MapTakes(const World& world, const Line& line, const Packet& packet) {
  for (const MapEntry& entry : world.maps[line.list % kMapCount]) {
    const bool listed = entry.lists.empty() || std::ranges::any_of(entry.lists, [&](int list) {
                          return Permits(world, list, packet.header.source);
                        });
    if (listed && (entry.out.empty() || std::ranges::count(entry.out, packet.out) > 0)) return entry.permit;
  }
  return false;
}

/// The twin: what a line makes of an end of a packet that goes the way it is for.
std::string LineSays(const World& world, const Line& line, const Packet& packet, bool source) {
  const net::PacketHeader& header = packet.header;
  const bool leaves = packet.out >= 0;
  const auto is = [](const net::IpAddress& address, const std::string& text) {
    return net::ToString(address) == text;
  };
  const auto network = [](const net::IpAddress& address, unsigned first, int second) {
    return (address.v4() >> 16U) == ((first << 8U) | unsigned(second));
  };
  const bool inside = line.kind != LineKind::kOutsideHost && line.kind != LineKind::kOutsideList;
  const bool forward = source && leaves == inside && line.kind != LineKind::kBalancing;
  const bool back = !source && leaves != inside;
  const bool protocol = header.protocol == line.protocol;
  const std::string shown = line.to_interface ? "192.0.0.1" : Global(line);
  switch (line.kind) {
    case LineKind::kStaticPort:
      if (forward && protocol && is(header.source, Local(line)) && header.source_port == 80)
        return (line.to_interface ? "Gi0/0" : shown + "-" + shown) + " port 8080-8080";
      if (back && protocol && is(header.destination, shown) && header.destination_port == 8080)
        return Local(line) + "-" + Local(line) + " port 80-80";
      return "";
    case LineKind::kStaticHost:
    case LineKind::kOutsideHost:
      if (forward && is(header.source, Local(line))) return Global(line) + "-" + Global(line);
      if (back && is(header.destination, Global(line))) return Local(line) + "-" + Local(line);
      return "";
    case LineKind::kStaticNetwork:
      if (forward && network(header.source, 10, line.local)) return fmt::format("172.{}.0.0/16", line.global);
      if (back && network(header.destination, 172, line.global))
        return fmt::format("10.{}.0.0/16", line.local);
      return "";
    case LineKind::kSourceList:
      return forward && Permits(world, line.list, header.source) ? TargetOf(line) : "";
    case LineKind::kSourceMap:
      return forward && MapTakes(world, line, packet) ? TargetOf(line) : "";
    case LineKind::kOutsideList:
      return forward && Permits(world, line.list, header.source) ? "198.18.0.1-198.18.0.9" : "";
    case LineKind::kBalancing:
      return back && header.protocol == 6 && Permits(world, line.list, header.destination)
                 ? "198.19.0.1-198.19.0.9"
                 : "";
  }
  return "";
}

std::string TwinSays(const World& world, const Packet& packet, bool source, bool reversed) {
  const bool leaves = packet.out >= 0;
  const int from = world.role[packet.in], to = leaves ? world.role[packet.out] : 0;
  if (leaves ? from != 1 || to != 2 : from != 2) return "";
  std::vector<Line> lines = world.nat;
  if (reversed) std::ranges::reverse(lines);
  const auto rank = [](const Line& line) {
    return line.kind == LineKind::kStaticPort                                          ? 0
           : line.kind == LineKind::kStaticHost || line.kind == LineKind::kOutsideHost ? 1
           : line.kind == LineKind::kStaticNetwork                                     ? 2
                                                                                       : 3;
  };
  std::ranges::stable_sort(lines, {}, rank);
  for (const Line& line : lines) {
    if (std::string said = LineSays(world, line, packet, source); !said.empty()) return said;
  }
  return "";
}

/// The first rule that takes the packet, by the words of the model.
std::string ModelSays(const model::Device& device, const Packet& packet, bool source) {
  const auto named = [](const std::vector<std::string>& names, int port) {
    return names.empty() || std::ranges::count(names, fmt::format("GigabitEthernet0/{}", port)) > 0;
  };
  const auto permits = [&](const std::string& name) {
    for (const model::AclLine& line : model::FindAcl(device, name, net::Family::kIpv4)->lines) {
      if (net::Matches(line.match, packet.header)) return line.action == model::AclAction::kPermit;
    }
    return false;
  };
  for (const model::Translation& rule : device.translations) {
    const bool leaves = rule.moment == model::TranslationMoment::kLeaving;
    if ((rule.end == model::PacketEnd::kSource) != source || leaves != (packet.out >= 0)) continue;
    if (!named(rule.in, packet.in) || (leaves && !named(rule.out, packet.out))) continue;
    if (!net::Matches(rule.match, packet.header)) continue;
    if (!rule.acls.empty() && std::ranges::none_of(rule.acls, permits)) continue;
    std::string said;
    if (!rule.pool.empty()) said = net::ToString(rule.pool[0].first) + "-" + net::ToString(rule.pool[0].last);
    if (!rule.interface.empty()) said = "Gi" + rule.interface.substr(15);
    if (rule.prefix) said = net::ToString(*rule.prefix);
    for (const net::NumberRange& ports : rule.ports)
      said += fmt::format(" port {}-{}", ports.first, ports.last);
    return said;
  }
  return "";
}

Packet RandomPacket(std::mt19937& random) {
  const auto number = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const auto address = [&] {
    if (number(8) == 0) return *net::ParseIpv4("192.0.0.1");
    return *net::ParseIpv4(fmt::format("{}.{}.{}.1", number(3) == 0 ? 172 : 10, number(3), number(2)));
  };
  Packet packet{number(kPortCount), number(kPortCount + 2) - 2, {}};
  packet.out = std::max(packet.out, -1);
  packet.header.source = address();
  packet.header.destination = address();
  packet.header.protocol = number(2) == 0 ? 6 : 17;
  packet.header.source_port = number(2) == 0 ? 80 : 8080;
  packet.header.destination_port = number(2) == 0 ? 80 : 8080;
  return packet;
}

TEST(CiscoIosTranslationTwin, RulesDoWhatTheLinesSay) {
  std::mt19937 random(7);
  int judged = 0, translated = 0, open = 0;
  for (int round = 0; round < 1500; ++round) {
    const World world = RandomWorld(random);
    const std::string text = TextOf(world);
    const ParsedFile parsed = ParseText(kFormat, text);
    const std::string printed = kFormat.print(parsed.config);
    ASSERT_EQ(Dump(parsed.config), Dump(ParseText(kFormat, printed).config)) << text << "printed:\n"
                                                                             << printed;
    if (!OpenReasons(parsed).empty()) {
      ++open;
      continue;
    }
    for (int i = 0; i < 40; ++i) {
      const Packet packet = RandomPacket(random);
      for (const bool source : {true, false}) {
        const std::string said = ModelSays(parsed.config.device, packet, source);
        for (const bool reversed : {false, true}) {
          ASSERT_EQ(said, TwinSays(world, packet, source, reversed))
              << text << net::ToString(packet.header) << " from " << packet.in << " to " << packet.out
              << (source ? " source" : " destination") << (reversed ? " reversed" : "");
        }
        ++judged;
        translated += said.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(judged, 50'000) << open << " open";
  EXPECT_GT(translated, 1000) << open << " open";
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
