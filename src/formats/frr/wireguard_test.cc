#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/frr/frr.h"
#include "formats/frr/wireguard_text.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::frr {
namespace {

constexpr std::string_view kKey = "ABJGxuCRqHC4IMcDXB41EaxWVZV65ARyD7uYDoDJ9nw=";
constexpr std::string_view kPeer = "D9wNCrm+9wSvuHmKh/Tv6ChfIrPPJhI6PRzuJIGYuyM=";

/// Line 1 is the mark.
ParsedFile ParseWg(const std::string& lines) {
  return ParseText(kFormat, "# /etc/wireguard/wg0.conf\n" + lines);
}

/// Lines 1 to 4, then those given.
ParsedFile ParsePeer(const std::string& lines) {
  return ParseWg("[Interface]\nPrivateKey = " + std::string(kKey) + "\n[Peer]\n" + lines);
}

std::string ReasonOf(const ParsedFile& parsed, std::size_t line) {
  return parsed.fates.lines.at(line - 1).reason;
}

std::vector<std::string> RoutesOf(const ParsedFile& parsed) {
  std::vector<std::string> routes;
  for (const auto& route : parsed.config.static_routes.routes)
    routes.push_back(net::ToString(route.prefix) + " " + route.interface);
  return routes;
}

TEST(WireGuardFiles, AreKnownByTheirNames) {
  EXPECT_EQ(WireGuardFileName("configs/r1/wg0.conf"), "wg0");
  EXPECT_EQ(WireGuardFileName("wg-home.conf"), "wg-home");
  for (const std::string_view other :
       {"frr.conf", "wg0.cfg", "office.conf", "wg-a-name-of-17-bytes.conf", "wg .conf"})
    EXPECT_EQ(WireGuardFileName(other), "") << other;
  EXPECT_LT(kFormat.part_rank("interfaces"), kFormat.part_rank("wg0.conf"));
  EXPECT_LT(kFormat.part_rank("wg0.conf"), kFormat.part_rank("frr.conf"));
  EXPECT_EQ(WireGuardMark("# /etc/wireguard/office.conf"), "office");
  EXPECT_EQ(WireGuardMark("# /etc/wireguard/.conf"), "");
}

TEST(WireGuardFiles, AFolderMayHoldSeveral) {
  const std::string file = "[Interface]\nPrivateKey = " + std::string(kKey) + "\n[Peer]\nPublicKey = ";
  const base::SourceFile source(
      "r1",
      std::vector<base::NamedText>{{"wg0.conf", file + std::string(kPeer) + "\n"},
                                   {"wg1.conf", file + "an/ib3Ph9FRwlvFTe4uTCBjOXQOKB13ZytN0TtdGvnM=\n"},
                                   {"wg2.conf", ""},
                                   {"frr.conf", "frr version 8.4.4\nhostname r1\n"}});
  const ParsedFile parsed = Parse(source, base::FileId(0));
  ASSERT_EQ(parsed.config.device.tunnels.size(), 2U);
  EXPECT_EQ(parsed.config.device.tunnels[0].bind_interface, "wg0");
  EXPECT_EQ(parsed.config.device.tunnels[1].bind_interface, "wg1");
  EXPECT_EQ(parsed.config.device.tunnels[0].wireguard->own_key,
            "TT63qxw2GTYJ6oBoXn4a3McePkPzhUCywAi4mr+oAR8=");
  EXPECT_EQ(parsed.config.device.name, "r1");
  for (const model::LineFate& line : parsed.fates.lines) EXPECT_EQ(line.reason, "");
}

TEST(WireGuardFiles, WrongValuesAreErrorsAtTheirPlace) {
  const struct {
    std::string_view line, place;
  } kInterface[] = {
      {"PrivateKey = abc", "3:14+3"},
      {"ListenPort = 65536", "3:14+5"},
      {"ListenPort = x", "3:14+1"},
      {"Address = 10.9.0.1/33", "3:11+11"},
      {"Address = 10.9.0.1, wide", "3:21+4"},
      {"MTU = 20", "3:7+2"},
      {"FwMark = red", "3:10+3"},
  };
  for (const auto& wrong : kInterface)
    EXPECT_EQ(IdsOf(ParseWg("[Interface]\n" + std::string(wrong.line) + "\n")),
              " value-invalid@" + std::string(wrong.place))
        << wrong.line;
  const struct {
    std::string_view line, place;
  } kPeers[] = {
      {"PublicKey = ABC=", "5:13+4"},     {"AllowedIPs = 10.0.0.0/8,10.0.0.256", "5:25+10"},
      {"Endpoint = 10.0.0.1", "5:12+8"},  {"Endpoint = 10.0.0.1:0", "5:12+10"},
      {"PresharedKey = short", "5:16+5"}, {"PersistentKeepalive = often", "5:23+5"},
  };
  for (const auto& wrong : kPeers) {
    const std::string ids = IdsOf(ParsePeer(std::string(wrong.line) + "\n"));
    EXPECT_TRUE(ids.contains(" value-invalid@" + std::string(wrong.place))) << wrong.line << ids;
  }
  EXPECT_EQ(IdsOf(ParsePeer("AllowedIPs = 10.0.0.0/8\n")), " value-invalid@4:1+6") << "a peer without a key";
}

TEST(WireGuardFiles, KeysThatWereTakenOutAreToldFromWrongOnes) {
  for (const std::string_view hidden :
       {"", "<hidden>", "(redacted)", "{{ key }}", "SERVER_KEY", "xTIB...p8Dg=", "****"}) {
    const ParsedFile parsed = ParsePeer("PublicKey = " + std::string(hidden) + "\n");
    EXPECT_TRUE(parsed.diagnostics.items().empty()) << hidden;
    EXPECT_EQ(ReasonOf(parsed, 5), "WireGuard key that the text hides") << hidden;
    ASSERT_EQ(parsed.config.device.tunnels.size(), 1U);
    EXPECT_TRUE(parsed.config.device.tunnels[0].wireguard->open);
    EXPECT_EQ(ReasonOf(ParseWg("[Interface]\nPrivateKey = " + std::string(hidden) + "\n"), 3),
              "private key that the text does not show");
  }
}

TEST(WireGuardFiles, LinesOutsideOfSectionsAndUnknownOnesAreNotKnown) {
  const ParsedFile parsed = ParseWg("ListenPort = 1\n[Interface]\nColour = red\n[Gate]\nnothing\n");
  for (const std::size_t line : {2U, 4U, 5U, 6U})
    EXPECT_EQ(FateOf(parsed, line), model::Fate::kUnknown) << line;
}

TEST(WireGuardFiles, CommandsThatDoNothingHereAreTold) {
  for (const std::string_view command :
       {"sysctl -q -w net.ipv6.conf.all.forwarding=1", "iptables -I FORWARD -o wg0 -j ACCEPT",
        "ip6tables -w -A FORWARD -i %i -j ACCEPT && echo up", "ping -c1 10.9.0.1", "true;"})
    EXPECT_TRUE(IsHarmlessCommand(command, "wg0")) << command;
  for (const std::string_view command :
       {"iptables -A FORWARD -i %i -j DROP", "iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE",
        "ip route add 10.0.0.0/8 dev eth0", "echo 0 > /proc/sys/net/ipv4/ip_forward", "true; reboot",
        "sysctl net.ipv4.ip_forward=0", "iptables -A FORWARD -i eth0 -j ACCEPT", "ping $(reboot)", "sysctl"})
    EXPECT_FALSE(IsHarmlessCommand(command, "wg0")) << command;
}

TEST(WireGuardFiles, RoutesLeadToWhatPeersMayHave) {
  const std::string peer = "PublicKey = " + std::string(kPeer) + "\n";
  const ParsedFile parsed =
      ParseWg("[Interface]\nAddress = 10.9.0.1/24\nPrivateKey = " + std::string(kKey) + "\n[Peer]\n" + peer +
              "AllowedIPs = 10.2.0.0/16, 10.9.0.2/32, 10.2.3.0/24\n");
  EXPECT_EQ(RoutesOf(parsed), (std::vector<std::string>{"10.2.3.0/24 wg0", "10.2.0.0/16 wg0"}))
      << "the own subnet leads there anyway";
  EXPECT_TRUE(
      RoutesOf(ParseWg("[Interface]\nTable = off\n[Peer]\n" + peer + "AllowedIPs = 10.2.0.0/16\n")).empty());
  const std::string shouted = "[Interface]\nTable = OFF\n[Peer]\n" + peer + "AllowedIPs = 10.2.0.0/16\n";
  EXPECT_EQ(ReasonOf(ParseWg(shouted), 3), "routes of another kernel table");
  // The kernel refuses a route that another interface has, and wg-quick takes the interface down again.
  const ParsedFile taken = ParsePeer(peer +
                                     "AllowedIPs = 10.2.0.0/16\nfrr version 8.4.4\ninterface eth0\n"
                                     " ip address 10.2.0.1/16\n");
  EXPECT_EQ(ReasonOf(taken, 6), "route to a subnet of another interface");
}

TEST(WireGuardFiles, WhatFrrMakesOfTheRoutesIsOpen) {
  const std::string lines = "PublicKey = " + std::string(kPeer) + "\nAllowedIPs = ";
  const std::string frr = "\nfrr version 8.4.4\nrouter ospf\n redistribute static\n";
  EXPECT_EQ(ReasonOf(ParsePeer(lines + "10.2.0.0/16" + frr), 6),
            "kernel route beside static routes that are redistributed");
  EXPECT_EQ(ReasonOf(ParsePeer(lines + "0.0.0.0/0\nfrr version 8.4.4\nrouter bgp 65001\n"), 6),
            "routing rules beside routing protocols");
  const std::string route =
      "0.0.0.0/0\nfrr version 8.4.4\ninterface eth0\n ip address 192.0.2.2/24\nip route 0.0.0.0/0 ";
  EXPECT_EQ(ReasonOf(ParsePeer(lines + route + "192.0.2.1\n"), 6), "");
  EXPECT_EQ(ReasonOf(ParsePeer(lines + route + "198.51.100.1\n"), 6),
            "routing rules beside routing protocols");
  EXPECT_EQ(ReasonOf(ParsePeer(lines + "10.2.0.0/16\nfrr version 8.4.4\nrouter ospf\n"), 6), "");
}

TEST(WireGuardFiles, MorePeersThanAreFollowedLeaveTheInterfaceOpen) {
  const std::string peer = "[Peer]\nPublicKey = " + std::string(kPeer) + "\n";
  std::string peers, prefixes = peer;
  for (std::size_t i = 0; i <= kWireGuardPeersMax; ++i) peers += peer;
  for (std::size_t i = 0; i <= kWireGuardPrefixesMax; ++i)
    prefixes += "AllowedIPs = " + net::ToString(net::IpAddress::V4(static_cast<std::uint32_t>(i))) + "\n";
  for (const std::string& lines : {peers, prefixes}) {
    const ParsedFile parsed = ParseWg("[Interface]\nPrivateKey = " + std::string(kKey) + "\n" + lines + "\n");
    EXPECT_EQ(ReasonOf(parsed, 2), "more WireGuard peers than are followed");
    EXPECT_TRUE(parsed.config.device.tunnels.empty());
  }
}

TEST(WireGuardFiles, MoreInterfacesThanAreFollowedAreNotModelled) {
  std::string text;
  for (std::size_t i = 0; i <= kWireGuardFilesMax; ++i)
    text += "# /etc/wireguard/wg" + std::to_string(i) + ".conf\n[Interface]\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_EQ(ReasonOf(parsed, 2 * kWireGuardFilesMax), "private key that the text does not show");
  EXPECT_EQ(ReasonOf(parsed, 2 * kWireGuardFilesMax + 2), "more WireGuard interfaces than are followed");
}

TEST(WireGuardFiles, AnInterfaceOfTwoFilesIsOpen) {
  const ParsedFile parsed =
      ParseText(kFormat, "auto wg0\niface wg0\n# /etc/wireguard/wg0.conf\n[Interface]\nPrivateKey = " +
                             std::string(kKey) + "\n");
  EXPECT_EQ(ReasonOf(parsed, 4), "interface that two files bring up");
}

TEST(WireGuardFiles, SecretsNeverReachTheModel) {
  const ParsedFile parsed = ParsePeer("PublicKey = " + std::string(kPeer) +
                                      "\nPresharedKey = 6MuO0Pb0G38GmgXHx3uyKdStvHcuPSjOVdKBTwpg0X4=\n");
  const std::string all = Dump(parsed.config) + kFormat.print(parsed.config);
  EXPECT_FALSE(all.contains(kKey));
  EXPECT_FALSE(all.contains("6MuO0Pb0"));
  ASSERT_EQ(parsed.config.device.tunnels.size(), 1U);
  for (const base::Span& span : parsed.config.device.tunnels[0].more_spans)
    EXPECT_NE(span.line, 3U) << "evidence quotes no private key";
}

TEST(WireGuardFiles, HostileTextIsSurvived) {
  ExpectSurvives(kFormat, ReadText("src/formats/frr/testdata/wireguard.cfg"));
}

}  // namespace
}  // namespace ringfence::formats::frr
