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
  std::string told = at == std::string::npos ? "" : dump.substr(at);
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
