// Address translation: each form with the rules it makes, each that is left open, and texts that are broken.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "formats/arista_eos/arista_eos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Fate;

const std::string kHead = "! device: x (EOS-4.30.0F)\nip routing\n";
const std::string kLists =
    "ip access-list HOME\n   10 permit ip 10.1.0.0/16 any\n"
    "ip access-list LAB\n   10 permit ip 10.2.0.0/16 any\n"
    "ip access-list PART\n   10 deny ip 10.1.2.0/24 any\n"
    "ip access-list NONE\n";
const std::string kPools =
    "ip nat pool P prefix-length 28\n   range 203.0.113.16 203.0.113.19\n   range 203.0.113.24 203.0.113.24\n"
    "ip nat pool Q 203.0.113.32 203.0.113.39 prefix-length 29\n";
const std::string kAddress = "   no switchport\n   ip address 203.0.113.1/24\n";

/// A text whose last lines are those of Ethernet1.
std::string AtPort(const std::string& lines) {
  return kHead + kLists + kPools + "interface Ethernet1\n" + kAddress + lines;
}

std::string RulesOf(const std::string& text) { return TranslationsOf(ParseText(kFormat, text).config); }

/// The reason of the last line, which must be left open; no rule may come of it.
void ExpectOpen(const std::string& before, const std::string& line, const std::string& reason) {
  const ParsedFile parsed = ParseText(kFormat, AtPort(before + "   " + line + "\n"));
  const model::LineFate& last = parsed.fates.lines.back();
  EXPECT_EQ(last.fate, Fate::kUnmodelled) << line << '\n' << Census(parsed);
  EXPECT_EQ(last.reason, reason) << line;
  EXPECT_TRUE(last.impact.has(model::Impact::kForwarding)) << line;
  EXPECT_EQ(RulesOf(AtPort(before + "   " + line + "\n")), RulesOf(AtPort(before))) << line;
}

const std::string kOut = " out Ethernet1\n ";
const std::string kIn = " in Ethernet1\n ";

TEST(AristaEosNat, StaticHoldsInBothDirectionsWhicheverEndSaysIt) {
  const std::string rules = "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32" + kOut +
                            " to 203.0.113.9-203.0.113.9\n"
                            "translation static 10.0.0.9 of destination entering: ip dst 203.0.113.9/32" +
                            kIn + " to 10.0.0.9-10.0.0.9\n";
  EXPECT_EQ(RulesOf(AtPort("   ip nat source static 10.0.0.9 203.0.113.9\n")), rules);
  EXPECT_EQ(RulesOf(AtPort("   ip nat destination static 203.0.113.9 10.0.0.9\n")), rules);
  EXPECT_EQ(RulesOf(AtPort("   ip nat source static 10.0.0.9 203.0.113.9\n"
                           "   ip nat destination static 203.0.113.9 10.0.0.9 comment said twice\n")),
            rules);
  EXPECT_EQ(RulesOf(AtPort("   ip nat source static 10.0.0.8 203.0.113.8\n"
                           "   ip nat source static 10.0.0.9 203.0.113.9\n"
                           "   no ip nat source static 10.0.0.8 203.0.113.8\n")),
            rules);
}

TEST(AristaEosNat, StaticWithPorts) {
  const auto rules = [](const std::string& protocols, const std::string& outside) {
    return "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32 proto " + protocols +
           " sport 22" + kOut + " to 203.0.113.9-203.0.113.9 port " + outside + "-" + outside +
           "\ntranslation static 10.0.0.9 of destination entering: ip dst 203.0.113.9/32 proto " + protocols +
           " dport " + outside + kIn + " to 10.0.0.9-10.0.0.9 port 22-22\n";
  };
  EXPECT_EQ(RulesOf(AtPort("   ip nat source static 10.0.0.9 22 203.0.113.9 2222 protocol tcp\n")),
            rules("6", "2222"));
  EXPECT_EQ(RulesOf(AtPort("   ip nat destination static 203.0.113.9 2222 10.0.0.9 22 protocol udp\n")),
            rules("17", "2222"));
  EXPECT_EQ(RulesOf(AtPort("   ip nat source static 10.0.0.9 22 203.0.113.9\n")), rules("6,17", "22"))
      << "both protocols, the port stays";
}

// Nobody knows whether the list is asked in the direction that the statement does not name.
TEST(AristaEosNat, StaticWithAList) {
  EXPECT_EQ(
      RulesOf(AtPort("   ip nat source static 10.1.0.9 22 access-list HOME 203.0.113.9 2222 protocol tcp\n")),
      "translation static 10.1.0.9 of source leaving: ip src 10.1.0.9/32 proto 6 sport 22 permitted-by HOME" +
          kOut +
          " to 203.0.113.9-203.0.113.9 port 2222-2222\n"
          "translation static 10.1.0.9 of destination entering: ip dst 203.0.113.9/32 proto 6 dport 2222" +
          kIn + " to 10.1.0.9-10.1.0.9 to 203.0.113.9-203.0.113.9 port 22-22 port 2222-2222\n");
  EXPECT_EQ(
      RulesOf(AtPort("   ip nat destination static 203.0.113.9 access-list LAB 10.0.0.9\n"
                     "   ip nat source dynamic access-list HOME overload\n"
                     "   ip nat source dynamic access-list LAB pool Q\n")),
      "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32" + kOut +
          " to 203.0.113.9-203.0.113.9 to 10.0.0.9-10.0.0.9 to 203.0.113.1-203.0.113.1 to "
          "203.0.113.32-203.0.113.39 port 1-65535\n"
          "translation static 10.0.0.9 of destination entering: ip dst 203.0.113.9/32 permitted-by LAB" +
          kIn +
          " to 10.0.0.9-10.0.0.9\n"
          "translation HOME of source leaving: ip permitted-by HOME" +
          kOut + " to interface Ethernet1 port 1-65535\n" +
          "translation LAB of source leaving: ip permitted-by LAB" + kOut +
          " to 203.0.113.32-203.0.113.39 port 1-65535\n");
}

TEST(AristaEosNat, Dynamic) {
  const std::string begin = "translation HOME of source leaving: ip permitted-by HOME" + kOut;
  EXPECT_EQ(RulesOf(AtPort("   ip nat source dynamic access-list HOME overload\n")),
            begin + " to interface Ethernet1 port 1-65535\n");
  EXPECT_EQ(RulesOf(AtPort("   ip nat source dynamic access-list HOME pool P\n")),
            begin + " to 203.0.113.16-203.0.113.19 to 203.0.113.24-203.0.113.24 port 1-65535\n");
  EXPECT_EQ(
      RulesOf(AtPort("   ip nat source dynamic access-list HOME pool Q priority 10 comment of the home\n")),
      begin + " to 203.0.113.32-203.0.113.39 port 1-65535\n");
  EXPECT_EQ(RulesOf(AtPort("   ip nat source dynamic access-list HOME overload\n"
                           "   ip nat source static 10.1.0.9 203.0.113.9\n"))
                .find("translation static 10.1.0.9 of source leaving"),
            0U)
      << "static ones come first";
}

TEST(AristaEosNat, WhatIsLeftOpen) {
  const std::string open = "address translation", order = "order of address translations";
  const std::string options = "address pool with options";
  for (const char* line :
       {"ip nat source static 10.0.0.9 22 203.0.113.9 22 protocol tcp group 1",
        "ip nat source static 10.0.0.9 203.0.113.9 vrf V", "ip nat source static 10.0.0.9 203.0.113.9 22",
        "ip nat source static 10.0.0.9 203.0.113.9 protocol tcp",
        "ip nat source static 10.0.0.9 22 203.0.113.9 22 protocol icmp",
        "ip nat source ingress static 10.0.0.9 203.0.113.9",
        "ip nat destination egress static 10.0.0.9 203.0.113.9",
        "ip nat destination dynamic access-list HOME pool P",
        "ip nat source dynamic access-list HOME pool P full-cone",
        "ip nat source dynamic access-list HOME pool P address-only priority 3",
        "ip nat source dynamic access-list HOME other", "ip nat source dynamic rule HOME overload",
        "ip nat service-profile P", "ip nat twice"})
    ExpectOpen("", line, open);
  ExpectOpen("", "ip nat source dynamic access-list MISSING overload", "undefined reference");
  ExpectOpen("", "ip nat source static 10.0.0.9 access-list MISSING 203.0.113.9", "undefined reference");
  ExpectOpen("", "ip nat source dynamic access-list HOME pool MISSING", "undefined reference");
  ExpectOpen("", "ip nat source dynamic access-list NONE overload",
             "address translation by an empty access list");
  ExpectOpen("", "ip nat source static 10.0.0.9 203.0.113.1",
             "address translation of an address of the device");
  const std::string one = "   ip nat source static 10.0.0.9 203.0.113.9\n";
  ExpectOpen(one, "ip nat source static 10.0.0.9 203.0.113.8", order);
  ExpectOpen(one, "ip nat destination static 203.0.113.9 80 10.0.0.8 80", order);
  ExpectOpen(one, "no ip nat source static 10.0.0.9", open);
  const std::string home = "   ip nat source dynamic access-list HOME overload\n";
  ExpectOpen(home, "ip nat source dynamic access-list PART overload", order);
  ExpectOpen(home, "ip nat source dynamic access-list HOME pool P", order);
}

TEST(AristaEosNat, PortsWhereNothingIsTakenForCertain) {
  const std::string rule = "   ip nat source dynamic access-list HOME overload\n";
  const auto reason = [&](const std::string& port) {
    const ParsedFile parsed = ParseText(kFormat, kHead + kLists + kPools + port);
    EXPECT_TRUE(parsed.config.device.translations.empty()) << port;
    return OpenReasons(parsed);
  };
  const std::string at = "interface Ethernet1\n";
  EXPECT_EQ(reason(at + "   no switchport\n" + rule),
            "address translation by an interface without an address;");
  EXPECT_EQ(reason(at + "   ip address 203.0.113.1/24\n" + rule), "address translation at a switched port;");
  EXPECT_EQ(
      reason("vrf instance V\n" + at + "   no switchport\n   vrf V\n   ip address 203.0.113.1/24\n" + rule),
      "address translation in a VRF;");
  EXPECT_EQ(reason("vrf instance V\nip route vrf V 0.0.0.0/0 egress-vrf default 203.0.113.2\n" + at +
                   kAddress + rule),
            "address translation between VRFs;");
  EXPECT_EQ(reason(at + kAddress + "   ip access-group HOME in\n" + rule),
            "address translation beside an access list;");
  EXPECT_EQ(reason(at + kAddress + "   ip access-group HOME out\n" + rule),
            "address translation beside an access list;");
  EXPECT_EQ(reason("class-map type pbr match-any C\n   match ip access-group HOME\npolicy-map type pbr M\n"
                   "   10 class C\n      set nexthop 203.0.113.2\n" +
                   at + kAddress + "   service-policy type pbr input M\n" + rule),
            "address translation beside policy routing;");
}

TEST(AristaEosNat, Pools) {
  const auto use = [](const std::string& pool) {
    return ParseText(kFormat, kHead + kLists + "interface Ethernet1\n" + kAddress +
                                  "   ip nat source dynamic access-list HOME pool N\n" + pool);
  };
  const auto made = [&](const std::string& pool) {
    const ParsedFile parsed = use(pool);
    return std::to_string(parsed.config.device.translations.size()) + " " + OpenReasons(parsed);
  };
  const std::string options = "0 address pool with options;address pool with options;";
  EXPECT_EQ(made("ip nat pool N 203.0.113.5 203.0.113.6 netmask 255.255.255.248\n"), "1 ");
  EXPECT_EQ(made("ip nat pool N prefix-length 28\n   range 203.0.113.5 203.0.113.6 1024 65535\n"), "1 ");
  EXPECT_EQ(made("ip nat pool N prefix-length 28\n   utilization threshold 9 action log\n"
                 "   range 203.0.113.5 203.0.113.6\n"),
            "1 ");
  EXPECT_EQ(made("ip nat pool N prefix-length 28\n"), options);
  EXPECT_EQ(made("ip nat pool N port-only\n   port range 1500 65535\n"), options);
  EXPECT_EQ(made("ip nat pool N prefix-length 28\n   range 203.0.113.5 203.0.113.6\n   something else\n"),
            options);
  EXPECT_EQ(made("ip nat pool N prefix-length 28\n   range 203.0.113.5 203.0.113.6\nno ip nat pool N\n"),
            "0 undefined reference;");
  for (const char* pool :
       {"ip nat pool N 203.0.113.6 203.0.113.5 prefix-length 28\n", "ip nat pool N 203.0.113.5\n",
        "ip nat pool N 203.0.113.5 203.0.113.6\n", "ip nat pool N prefix-length 77\n",
        "ip nat pool N 203.0.113.5 203.0.113.6 netmask 255.0.255.0\n",
        "ip nat pool N 2001:db8::1 2001:db8::2\n",
        "ip nat pool N prefix-length 28\n   range 203.0.113.6 203.0.113.5\n",
        "ip nat pool N prefix-length 28\n   range 203.0.113.5 203.0.113.6 9 1\n", "ip nat pool\n"}) {
    const ParsedFile parsed = use(pool);
    EXPECT_EQ(parsed.fates.lines.back().fate == Fate::kUnknown ||
                  parsed.fates.lines.back().fate == Fate::kUnmodelled,
              true)
        << pool << Census(parsed);
    EXPECT_TRUE(parsed.config.device.translations.empty()) << pool;
  }
  EXPECT_EQ(FateOf(ParseText(kFormat, kHead + "ip nat pool N port-only\n"), 3), Fate::kModelled)
      << "nobody uses it";
}

TEST(AristaEosNat, DevicesLines) {
  const auto fate = [](const std::string& line) {
    return FateOf(ParseText(kFormat, kHead + line + "\n"), 3);
  };
  for (const char* line : {"ip nat translation tcp-timeout 9", "ip nat translation max-entries 9 host",
                           "ip nat translation low-mark 50", "ip nat translation address selection any",
                           "ip nat kernel buffer size 64", "no ip nat translation counters"})
    EXPECT_EQ(fate(line), Fate::kIrrelevant) << line;
  for (const char* line : {"ip nat profile P", "ip nat synchronization", "ip nat translation counters",
                           "ip nat proxy-arp", "ip nat"})
    EXPECT_EQ(fate(line), Fate::kUnmodelled) << line;
}

TEST(AristaEosNat, BrokenTextsAreNotKnown) {
  for (const char* line :
       {"ip nat source static", "ip nat source static x 203.0.113.9", "ip nat source static 10.0.0.9",
        "ip nat source static 10.0.0.9 70000 203.0.113.9", "ip nat source static 10.0.0.9 access-list",
        "ip nat source static 10.0.0.9 203.0.113.900", "ip nat source static 2001:db8::1 203.0.113.9",
        "ip nat source dynamic access-list", "ip nat source dynamic access-list HOME",
        "ip nat source dynamic access-list HOME pool",
        "ip nat source dynamic access-list HOME overload priority x"}) {
    const ParsedFile parsed = ParseText(kFormat, AtPort("   " + std::string(line) + "\n"));
    EXPECT_EQ(parsed.fates.lines.back().fate, Fate::kUnknown) << line;
    EXPECT_TRUE(parsed.config.device.translations.empty()) << line;
  }
}

/// Whatever the words: a line of translation is a rule, an open line or an error, never silence.
TEST(AristaEosNat, NoWordsAreSilent) {
  const std::vector<std::string> words = {
      "source",   "destination", "static",      "dynamic", "access-list", "HOME",     "P",       "pool",
      "overload", "10.0.0.9",    "203.0.113.9", "22",      "tcp",         "protocol", "comment", "priority"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string line = "   ip nat";
    if (round % 3 > 0) line += round % 3 == 1 ? " source static" : " source dynamic access-list HOME";
    for (std::size_t count = random() % 7; count > 0; --count) line += ' ' + words[random() % words.size()];
    const std::string text = AtPort(line + "\n");
    const ParsedFile parsed = ParseText(kFormat, text);
    const bool made = !parsed.config.device.translations.empty();
    EXPECT_EQ(parsed.fates.lines.back().fate == Fate::kModelled, made) << line << '\n' << Census(parsed);
    EXPECT_NE(parsed.fates.lines.back().fate, Fate::kIrrelevant) << line;
    if (made) ExpectPrintsBack(kFormat, text, line);
  }
}

TEST(AristaEosNat, PrintsItBack) {
  for (const char* lines :
       {"   ip nat source static 10.0.0.9 203.0.113.9\n", "   ip nat source static 10.0.0.9 22 203.0.113.9\n",
        "   ip nat destination static 203.0.113.9 22 10.0.0.9 2222 protocol udp\n",
        "   ip nat source static 10.1.0.9 22 access-list HOME 203.0.113.9 2222 protocol tcp\n",
        "   ip nat destination static 203.0.113.9 access-list LAB 10.0.0.9\n"
        "   ip nat source dynamic access-list HOME overload\n   ip nat source dynamic access-list LAB pool "
        "P\n",
        "   ip nat source dynamic access-list LAB pool Q\n   ip nat source dynamic access-list HOME pool "
        "P\n"}) {
    EXPECT_NE(RulesOf(AtPort(lines)), "") << lines;
    ExpectPrintsBack(kFormat, AtPort(lines), lines);
  }
}

}  // namespace
}  // namespace ringfence::formats::arista_eos
