// What becomes of bridged and emulated services.
#include <gtest/gtest.h>

#include <string>

#include "formats/dump.h"
#include "formats/nokia_sros/nokia_sros.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

/// What the model has of services, then the reasons of all open lines.
std::string Told(const std::string& services, const std::string& port = "admin-state enable") {
  const ParsedFile parsed = ParseText(kFormat, "# TiMOS-C-21.10.R1\nconfigure {\n    port 1/1/1 {\n        " +
                                                   port + "\n    }\n    service {\n" + services +
                                                   "    }\n    system {\n        name \"r1\"\n    }\n}\n");
  const std::string dump = Dump(parsed.config);
  const std::size_t at = dump.find("l2-service ");
  std::string told = at == std::string::npos ? "" : dump.substr(at, dump.find("bgp ", at) - at);
  for (const model::LineFate& line : parsed.fates.lines) {
    if (line.fate == model::Fate::kUnmodelled) told += line.reason + ";";
    if (line.fate == model::Fate::kUnknown) told += "unknown;";
  }
  return told;
}

std::string Sdp(const std::string& delivery = "mpls") {
  return "        sdp 12 {\n            admin-state enable\n            delivery-type " + delivery +
         "\n            ldp true\n            far-end {\n                ip-address 10.255.0.2\n            "
         "}\n"
         "        }\n";
}
std::string Pipe(const std::string& sap, const std::string& more = "", const std::string& state = "enable") {
  return "        epipe \"A\" {\n            admin-state " + state +
         "\n            service-id 100\n            customer \"1\"\n            " + sap +
         "\n            spoke-sdp 12:77 {\n            }\n" + more + "        }\n";
}

constexpr const char* kTags =
    "admin-state enable\n        ethernet {\n            encap-type dot1q\n        }";

TEST(SrosL2Service, Pipes) {
  EXPECT_EQ(Told(Sdp() + Pipe("sap 1/1/1 { }")),
            "l2-service A\n  port 1/1/1\n  pseudowire 77 to 10.255.0.2 type ethernet mtu 1500\n");
  EXPECT_EQ(Told(Sdp() + Pipe("sap 1/1/1:100 { }", "            service-mtu 9014\n"), kTags),
            "l2-service A\n  port 1/1/1:100\n  pseudowire 77 to 10.255.0.2 type ethernet mtu 9000\n");
  EXPECT_EQ(Told(Sdp() + Pipe("sap 1/1/1 { }", "", "disable")), "") << "down";
}

TEST(SrosL2Service, Bridges) {
  EXPECT_EQ(Told(Sdp() + "        vpls \"B\" {\n            admin-state enable\n            sap 1/1/1 { }\n"
                         "            mesh-sdp 12:77 {\n            }\n            spoke-sdp 12:78 {\n"
                         "                admin-state disable\n            }\n        }\n"),
            "l2-service B\n  port 1/1/1\n  pseudowire 77 to 10.255.0.2 type ethernet mtu 1500 mesh\n");
}

std::string WithEvpn(const std::string& evpn, const std::string& kind = "vpls") {
  return "        " + kind + " \"E\" {\n            admin-state enable\n            sap 1/1/1 { }\n" + evpn +
         "        }\n";
}
std::string Labelled(const std::string& more = "", const std::string& resolution = "any") {
  return "            bgp-evpn {\n" + more +
         "                mpls 1 {\n                    admin-state enable\n                    "
         "auto-bind-tunnel {\n                        resolution " +
         resolution + "\n                    }\n                }\n            }\n";
}
constexpr const char* kSystem =
    "admin-state enable\n    }\n    router \"Base\" {\n        autonomous-system 65000\n        interface "
    "\"system\" {\n            ipv4 {\n                primary {\n                    address 10.255.0.1\n"
    "                    prefix-length 32\n                }\n            }\n        }\n        bgp {\n"
    "            admin-state enable\n        }";

TEST(SrosL2Service, Evpn) {
  const std::string evi = "                evi 10\n";
  EXPECT_EQ(Told(WithEvpn(Labelled(evi)), kSystem),
            "l2-service E\n  port 1/1/1\n"
            "  evpn at 10.255.0.1 tag 0 import target:65000:10 export target:65000:10\n");
  const std::string bgp =
      "            bgp 1 {\n                route-distinguisher \"10.255.0.1:10\"\n                "
      "route-target {\n                    export \"target:65000:7\"\n                    import "
      "\"target:65000:8\"\n                }\n            }\n";
  EXPECT_EQ(Told(WithEvpn(bgp + Labelled(evi)), kSystem),
            "l2-service E\n  port 1/1/1\n"
            "  evpn at 10.255.0.1 tag 0 import target:65000:8 export target:65000:7\n");
  const std::string ends =
      "                local-attachment-circuit \"A\" {\n                    eth-tag 1\n                }\n"
      "                remote-attachment-circuit \"B\" {\n                    eth-tag 2\n                }\n";
  EXPECT_EQ(Told(WithEvpn(Labelled(evi + ends), "epipe"), kSystem),
            "l2-service E\n  port 1/1/1\n"
            "  evpn wire at 10.255.0.1 tag 1 far 2 import target:65000:10 export target:65000:10\n");
}

TEST(SrosL2Service, EvpnThatIsNotModelledIsOpen) {
  const std::string evi = "                evi 10\n";
  const auto opens = [](const std::string& services) {
    const std::string told = Told(services, kSystem);
    return told.substr(told.rfind('\n') + 1);
  };
  EXPECT_EQ(opens(WithEvpn(Labelled(evi))), "");
  EXPECT_NE(opens(WithEvpn(Labelled(evi, "none"))), "") << "no tunnel";
  EXPECT_NE(opens(WithEvpn(Labelled())), "") << "no target";
  EXPECT_NE(opens(WithEvpn(Labelled(evi), "epipe")), "") << "no ends";
  EXPECT_NE(opens(WithEvpn("            bgp-evpn {\n                evi 10\n                vxlan 1 {\n"
                           "                }\n            }\n")),
            "");
  EXPECT_NE(opens(WithEvpn("            bgp-ad {\n            }\n" + Labelled(evi))), "");
}

TEST(SrosL2Service, WhatIsNotModelledIsOpen) {
  const auto opens = [](const std::string& told) { return told.substr(told.rfind('\n') + 1); };
  EXPECT_TRUE(opens(Told(Sdp() + Pipe("sap 1/1/1 { }"))).empty());
  EXPECT_NE(opens(Told(Sdp("gre") + Pipe("sap 1/1/1 { }"))), "") << "another tunnel";
  EXPECT_NE(opens(Told(Sdp() + Pipe("sap 1/1/1:* { }"), kTags)), "") << "any tag";
  EXPECT_NE(opens(Told(Sdp() + Pipe("sap 1/1/1:5 { }"))), "") << "a tag on a port without tags";
  EXPECT_NE(opens(Told(Sdp() + Pipe("sap 1/1/1 { }", "            vc-switching true\n"))), "");
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
