// What becomes of layer-2 services.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/dump.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// What the model has of services, then the reasons of all open lines.
std::string Told(const std::string& text) {
  const ParsedFile parsed =
      ParseText(kFormat, "!! IOS XR Configuration 7.3.2\nhostname r1\n" + text + "end\n");
  const std::string dump = Dump(parsed.config);
  const std::size_t at = dump.find("l2-service ");
  std::string told = at == std::string::npos ? "" : dump.substr(at);
  for (const model::LineFate& line : parsed.fates.lines) {
    if (line.fate == model::Fate::kUnmodelled) told += line.reason + ";";
    if (line.fate == model::Fate::kUnknown) told += "unknown;";
  }
  return told;
}

const std::string kPort = "interface GigabitEthernet0/0/0/1\n l2transport\n !\n!\n";
const std::string kUnit = "interface GigabitEthernet0/0/0/1.7 l2transport\n encapsulation dot1q 7\n";
const std::string kPop = " rewrite ingress tag pop 1 symmetric\n!\n";

std::string Pair(const std::string& port, const std::string& below = "") {
  return "l2vpn\n xconnect group G\n  p2p A\n   interface " + port +
         "\n   neighbor ipv4 10.255.0.2 pw-id 7\n" + below + "   !\n  !\n !\n!\n";
}

TEST(XrL2Vpn, Pairs) {
  EXPECT_EQ(Told(kPort + Pair("GigabitEthernet0/0/0/1")),
            "l2-service G:A\n  port GigabitEthernet0/0/0/1 with tag\n"
            "  pseudowire 7 to 10.255.0.2 type ethernet mtu 1500\n");
  EXPECT_EQ(Told(kUnit + kPop + Pair("GigabitEthernet0/0/0/1.7")),
            "l2-service G:A\n  port GigabitEthernet0/0/0/1.7\n"
            "  pseudowire 7 to 10.255.0.2 type ethernet mtu 1500\n");
  EXPECT_EQ(Told(kUnit + "!\n" + Pair("GigabitEthernet0/0/0/1.7")),
            "l2-service G:A\n  port GigabitEthernet0/0/0/1.7 with tag\n"
            "  pseudowire 7 to 10.255.0.2 type ethernet mtu 1504\n");
  EXPECT_EQ(Told("interface GigabitEthernet0/0/0/1\n mtu 9014\n!\n" + kUnit + kPop +
                 Pair("GigabitEthernet0/0/0/1.7")),
            "l2-service G:A\n  port GigabitEthernet0/0/0/1.7\n"
            "  pseudowire 7 to 10.255.0.2 type ethernet mtu 9000\n");
}

TEST(XrL2Vpn, Bridges) {
  EXPECT_EQ(
      Told(kPort + "l2vpn\n bridge group G\n  bridge-domain B\n   interface GigabitEthernet0/0/0/1\n   !\n"
                   "   neighbor 10.255.0.3 pw-id 8\n   !\n   vfi V\n    neighbor 10.255.0.2 pw-id 7\n"
                   "    !\n   !\n  !\n !\n!\n"),
      "l2-service G:B\n  port GigabitEthernet0/0/0/1 with tag\n"
      "  pseudowire 8 to 10.255.0.3 type ethernet mtu 1500\n"
      "  pseudowire 7 to 10.255.0.2 type ethernet mtu 1500 mesh\n");
}

TEST(XrL2Vpn, WhatIsNotModelledIsOpen) {
  const auto open = [](const std::string& text) {
    const std::string told = Told(text);
    return told.substr(told.rfind('\n') + 1);
  };
  EXPECT_EQ(open(kPort), "bridging;") << "a port of no service";
  EXPECT_EQ(open(Pair("GigabitEthernet0/0/0/9")), "layer-2 service;") << "a port that is not there";
  EXPECT_EQ(open(kPort + Pair("GigabitEthernet0/0/0/1", "    pw-class C\n")), "pseudowire with options;");
  EXPECT_EQ(open(kPort + Pair("GigabitEthernet0/0/0/1", "    backup neighbor 10.255.0.3 pw-id 7\n    !\n")),
            "pseudowire with options;");
  EXPECT_EQ(
      open(kPort + "l2vpn\n bridge group G\n  bridge-domain B\n   routed interface BVI1\n   !\n  !\n !\n!\n"),
      "bridging;layer-2 service;");
  EXPECT_EQ(open("interface GigabitEthernet0/0/0/1.7 l2transport\n encapsulation default\n!\n" +
                 Pair("GigabitEthernet0/0/0/1.7")),
            "frames of a port;layer-2 service;");
  EXPECT_EQ(open(kUnit + " rewrite ingress tag translate 1-to-1 dot1q 8 symmetric\n!\n" +
                 Pair("GigabitEthernet0/0/0/1.7")),
            "tags that are rewritten;");
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
