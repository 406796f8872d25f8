// Address translation: what differs from the form that the systems share (../cisco_ios/translation_test.cc
// has the form).
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// An inside and an outside.
const std::string& Ends() {
  static const std::string kEnds =
      "!Command: show running-config\nversion 9.3(5) Bios:version 05.33\nfeature nat\n"
      "interface Ethernet1/1\n  no switchport\n  ip address 10.0.1.1/24\n  ip nat inside\n  no shutdown\n"
      "interface Ethernet1/2\n  no switchport\n  ip address 10.0.2.1/24\n  ip nat outside\n  no shutdown\n"
      "ip access-list A\n  10 permit ip 10.0.1.0/24 any\n"
      "ip nat pool P 198.51.100.1 198.51.100.9 prefix-length 24\n";
  return kEnds;
}

ParsedFile ParseLines(const std::string& lines) { return ParseText(kFormat, Ends() + lines); }

/// Names of the rules of a text, and why lines are open; the text prints back.
std::string Told(const std::string& lines) {
  const ParsedFile parsed = ParseLines(lines);
  ExpectPrintsBack(kFormat, Ends() + lines, lines);
  std::string told;
  for (const model::Translation& rule : parsed.config.device.translations) told += rule.name + ";";
  return told + OpenReasons(parsed);
}

TEST(CiscoNxosTranslation, KnownFormsAreRules) {
  EXPECT_EQ(Told("ip nat inside source list A pool P overload\n"), "list A;");
  EXPECT_EQ(Told("ip nat inside source list A interface e1/2 overload\n"), "list A;");
  EXPECT_EQ(Told("ip nat outside source static 192.0.2.9 10.8.0.9\n"), "static 192.0.2.9;static 192.0.2.9;");
  EXPECT_EQ(Told("ip nat inside source static udp 10.0.1.5 53 198.51.100.5 5353\n"),
            "static udp 10.0.1.5 53;static udp 10.0.1.5 53;");
}

TEST(CiscoNxosTranslation, OtherFormsStayOpen) {
  for (const char* line :
       {"inside source static 10.0.1.5 198.51.100.5 group 7",
        "inside source static 10.0.1.5 198.51.100.5 group 7 dynamic",
        "inside source static 10.0.1.5 198.51.100.5 dynamic",
        "inside source static 10.0.1.5 198.51.100.5 match ip address A",
        "inside source static 10.0.1.5 198.51.100.5 vrf red",
        "inside source static 10.0.1.5 198.51.100.5 extendable",
        "inside source static network 10.5.0.0 198.51.100.0 /24",
        "inside source list A pool P group 7 overload",
        "inside source list A pool P overload vrf red match-in-vrf", "inside source route-map RM pool P",
        "inside destination list A pool P", "outside source static 192.0.2.9 10.8.0.9 add-route",
        "outside source static 192.0.2.9 10.8.0.9 group 7 dynamic",
        "outside source list A pool P group 7 dynamic"}) {
    EXPECT_EQ(Told(std::string("ip nat ") + line + "\n"), "address translation;") << line;
  }
}

TEST(CiscoNxosTranslation, WhoAnswersOnASubnetIsNotKnown) {
  const std::string open = "who answers for a translated address;";
  EXPECT_EQ(Told("ip nat inside source static 10.0.1.5 10.0.2.5\n"), open);
  EXPECT_EQ(Told("ip nat outside source static 192.0.2.9 10.0.1.77\n"), open);
  EXPECT_EQ(Told("ip nat pool Q 10.0.0.9 10.0.4.9 prefix-length 21\nip nat inside source list A pool Q\n"),
            open);
  // The address of the device is its own anyway.
  EXPECT_EQ(Told("ip nat inside source static tcp 10.0.1.5 80 10.0.2.1 80\n"),
            "static tcp 10.0.1.5 80;static tcp 10.0.1.5 80;");
  EXPECT_EQ(Told("ip nat inside source static 10.0.1.5 10.0.3.5\n"), "static 10.0.1.5;static 10.0.1.5;");
}

TEST(CiscoNxosTranslation, NeedsItsFeature) {
  std::string text = Ends() + "ip nat inside source list A pool P\n";
  text.erase(text.find("feature nat\n"), 12);
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_EQ(IdsOf(parsed), " reference-undefined@16:1+34");
  EXPECT_TRUE(parsed.config.device.translations.empty());
}

TEST(CiscoNxosTranslation, PortsThatSwitchHaveNoSide) {
  const ParsedFile parsed = ParseLines(
      "interface Ethernet1/3\n  switchport\n  ip nat outside\nip nat inside source list A pool P\n");
  EXPECT_EQ(parsed.config.device.translations.at(0).out, std::vector<std::string>{"Ethernet1/2"});
}

TEST(CiscoNxosTranslation, BindingToAVrfRemovesTheSide) {
  EXPECT_EQ(
      Told("vrf context red\ninterface Ethernet1/3\n  no switchport\n  ip nat outside\n  vrf member red\n"
           "ip nat inside source list A pool P\n"),
      "list A;");
  EXPECT_EQ(
      Told("vrf context red\ninterface Ethernet1/3\n  no switchport\n  vrf member red\n  ip nat outside\n"
           "ip nat inside source list A pool P\n"),
      "list A;address translation in a VRF;");
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
