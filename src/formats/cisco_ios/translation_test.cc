// Address translation: what each form becomes, and which forms stay open.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_ios {
namespace {

/// An inside, an outside with an address, and another outside.
const std::string& Ends() {
  static const std::string kEnds =
      "version 15.2\ninterface Gi0/0\n ip address 10.0.0.1 255.255.255.0\n ip nat inside\n"
      "interface Gi0/1\n ip address 203.0.113.1 255.255.255.0\n ip nat outside\n"
      "interface Gi0/2\n ip nat outside\naccess-list 1 permit 10.0.0.0 0.0.0.255\n"
      "ip access-list extended WEB\n permit tcp any any eq www\n"
      "ip nat pool P 203.0.113.10 203.0.113.19 prefix-length 24\n";
  return kEnds;
}
constexpr std::size_t kEndsLines = 13;

ParsedFile ParseLines(const std::string& lines) { return ParseText(kFormat, Ends() + lines); }

/// The rules of a text as the dump tells them, with short names of interfaces.
std::string RulesOf(const ParsedFile& parsed) {
  std::string rules = TranslationsOf(parsed.config);
  for (std::size_t at; (at = rules.find("GigabitEthernet")) != std::string::npos;)
    rules.replace(at, 15, "Gi");
  return rules;
}

/// The rules that lines add to those ends; they print back and leave nothing open.
std::string Rules(const std::string& lines) {
  const ParsedFile parsed = ParseLines(lines);
  EXPECT_EQ(OpenReasons(parsed), "") << lines;
  EXPECT_EQ(IdsOf(parsed), "") << lines;
  ExpectPrintsBack(kFormat, Ends() + lines, lines);
  return RulesOf(parsed);
}

/// Why lines are open that give no rule; the text prints back all the same.
std::string WhyOpen(const std::string& lines) {
  const ParsedFile parsed = ParseLines(lines);
  EXPECT_EQ(RulesOf(parsed), "") << lines;
  for (const model::LineFate& line : parsed.fates.lines) {
    if (line.fate != model::Fate::kUnmodelled) continue;
    EXPECT_EQ(line.impact.bits, model::Impact::kForwarding) << lines;
  }
  const std::string printed = kFormat.print(parsed.config);
  EXPECT_EQ(Dump(parsed.config), Dump(ParseText(kFormat, printed).config)) << printed;
  return OpenReasons(parsed);
}

constexpr const char* kForm = "address translation;";

TEST(CiscoIosTranslation, HostsAreTranslatedBothWays) {
  EXPECT_EQ(Rules("ip nat inside source static 10.0.0.5 203.0.113.5\n"),
            "translation static 10.0.0.5 of source leaving: ip src 10.0.0.5/32 in Gi0/0 out Gi0/1 out Gi0/2\n"
            "  to 203.0.113.5-203.0.113.5\n"
            "translation static 10.0.0.5 of destination entering: ip dst 203.0.113.5/32 in Gi0/1 in Gi0/2\n"
            "  to 10.0.0.5-10.0.0.5\n");
  EXPECT_EQ(Rules("ip nat outside source static 192.0.2.9 10.8.0.9 no-alias\n"),
            "translation static 192.0.2.9 of source entering: ip src 192.0.2.9/32 in Gi0/1 in Gi0/2\n"
            "  to 10.8.0.9-10.8.0.9 does-not-answer\n"
            "translation static 192.0.2.9 of destination leaving: ip dst 10.8.0.9/32 in Gi0/0 out Gi0/1 out "
            "Gi0/2\n"
            "  to 192.0.2.9-192.0.2.9 does-not-answer\n");
}

TEST(CiscoIosTranslation, PortsHaveTheAddressOfALineOrOfAnInterface) {
  EXPECT_EQ(
      Rules("ip nat inside source static tcp 10.0.0.6 8080 203.0.113.6 80 extendable\n"),
      "translation static tcp 10.0.0.6 8080 of source leaving: ip src 10.0.0.6/32 proto 6 sport 8080 in "
      "Gi0/0 out Gi0/1 out Gi0/2\n"
      "  to 203.0.113.6-203.0.113.6 port 80-80\n"
      "translation static tcp 10.0.0.6 8080 of destination entering: ip dst 203.0.113.6/32 proto 6 "
      "dport 80 in Gi0/1 in Gi0/2\n"
      "  to 10.0.0.6-10.0.0.6 port 8080-8080\n");
  EXPECT_EQ(
      Rules("ip nat inside source static udp 10.0.0.7 53 interface GigabitEthernet 0/1 5353\n"),
      "translation static udp 10.0.0.7 53 of source leaving: ip src 10.0.0.7/32 proto 17 sport 53 in "
      "Gi0/0 out Gi0/1 out Gi0/2\n"
      "  to interface Gi0/1 port 5353-5353\n"
      "translation static udp 10.0.0.7 53 of destination entering: ip dst 203.0.113.1/32 proto 17 dport "
      "5353 in Gi0/1 in Gi0/2\n"
      "  to 10.0.0.7-10.0.0.7 port 53-53\n");
}

TEST(CiscoIosTranslation, NetworksKeepTheirOtherBits) {
  const std::string rules =
      "translation static 10.2.0.0/24 of source leaving: ip src 10.2.0.0/24 in Gi0/0 out Gi0/1 out Gi0/2\n"
      "  to prefix 203.0.112.0/24\n"
      "translation static 10.2.0.0/24 of destination entering: ip dst 203.0.112.0/24 in Gi0/1 in Gi0/2\n"
      "  to prefix 10.2.0.0/24\n";
  EXPECT_EQ(Rules("ip nat inside source static network 10.2.0.0 203.0.112.0 /24\n"), rules);
  EXPECT_EQ(Rules("ip nat inside source static network 10.2.0.0 203.0.112.0 255.255.255.0 no-payload\n"),
            rules);
}

TEST(CiscoIosTranslation, ListsGetAPoolOrTheAddressOfAnInterface) {
  EXPECT_EQ(Rules("ip nat inside source list 1 pool P\n"),
            "translation list 1 of source leaving: ip permitted-by 1 in Gi0/0 out Gi0/1 out Gi0/2\n"
            "  to 203.0.113.10-203.0.113.19\n");
  EXPECT_EQ(Rules("ip nat inside source list WEB pool P overload\n"),
            "translation list WEB of source leaving: ip permitted-by WEB in Gi0/0 out Gi0/1 out Gi0/2\n"
            "  to 203.0.113.10-203.0.113.19 port 1-65535\n");
  const std::string shared =
      "translation list 1 of source leaving: ip permitted-by 1 in Gi0/0 out Gi0/1 out Gi0/2\n"
      "  to interface Gi0/1 port 1-65535\n";
  EXPECT_EQ(Rules("ip nat inside source list 1 interface Gi0/1 overload\n"), shared);
  EXPECT_EQ(Rules("ip nat inside source list 1 interface Gi0/1\n"), shared);
  EXPECT_EQ(Rules("ip nat outside source list 1 pool P\n"),
            "translation list 1 of source entering: ip permitted-by 1 in Gi0/1 in Gi0/2\n"
            "  to 203.0.113.10-203.0.113.19\n");
}

TEST(CiscoIosTranslation, PoolsHaveSeveralRanges) {
  EXPECT_EQ(Rules("ip nat pool Q netmask 255.255.255.0\n address 192.0.2.1 192.0.2.9\n address 192.0.2.20 "
                  "192.0.2.20\nip nat inside source list 1 pool Q\n"),
            "translation list 1 of source leaving: ip permitted-by 1 in Gi0/0 out Gi0/1 out Gi0/2\n"
            "  to 192.0.2.1-192.0.2.9 to 192.0.2.20-192.0.2.20\n");
}

TEST(CiscoIosTranslation, BalancingListsNameDestinations) {
  EXPECT_EQ(Rules("access-list 2 permit 203.0.113.80\naccess-list 2 permit 203.0.113.96 0.0.0.3\n"
                  "ip nat pool R 10.0.0.16 10.0.0.31 prefix-length 24 type rotary\n"
                  "ip nat inside destination list 2 pool R\n"),
            "translation list 2 of destination entering: ip dst 203.0.113.80/32,203.0.113.96/30 proto 6 "
            "in Gi0/1 in Gi0/2\n"
            "  to 10.0.0.16-10.0.0.31\n");
}

TEST(CiscoIosTranslation, EntriesOfMapsAreRulesAndDenyingOnesExempt) {
  EXPECT_EQ(Rules("access-list 3 permit 10.0.0.9\nroute-map RM deny 10\n match ip address 3\n"
                  "route-map RM permit 20\n match ip address 1 WEB\n match interface Gi0/2\n"
                  "route-map RM deny 30\nip nat inside source route-map RM pool P\n"),
            "translation route-map RM of source leaving: ip permitted-by 3 in Gi0/0 out Gi0/2\n \n"
            "translation route-map RM of source leaving: ip permitted-by 1 permitted-by WEB in Gi0/0 out "
            "Gi0/2\n"
            "  to 203.0.113.10-203.0.113.19\n")
      << "where nothing is translated nothing is exempt";
  EXPECT_EQ(Rules("route-map RM permit 10\nip nat inside source route-map RM interface Gi0/1 overload\n"),
            "translation route-map RM of source leaving: ip in Gi0/0 out Gi0/1 out Gi0/2\n"
            "  to interface Gi0/1 port 1-65535\n");
  EXPECT_EQ(
      Rules("route-map RM permit 10\n match interface Gi0/7\nip nat inside source route-map RM pool P\n"),
      "");
}

TEST(CiscoIosTranslation, NarrowStaticRulesStandFirstThenTheOrderOfTheText) {
  const ParsedFile parsed = ParseLines(
      "ip nat inside source list WEB pool P\nip nat inside source list 1 interface Gi0/1 overload\n"
      "ip nat inside source static network 10.2.0.0 203.0.112.0 /24\n"
      "ip nat outside source static 192.0.2.9 10.8.0.9\nip nat inside source static 10.0.0.5 203.0.113.5\n"
      "ip nat inside source static tcp 10.0.0.6 80 203.0.113.6 80\n");
  std::string names;
  for (const model::Translation& rule : parsed.config.device.translations) {
    if (rule.end == model::PacketEnd::kSource) names += rule.name + ";";
  }
  // A list with ports looks at destinations, which the line from outside rewrites.
  EXPECT_EQ(names, "static tcp 10.0.0.6 80;static 192.0.2.9;static 10.0.0.5;static 10.2.0.0/24;list 1;");
  EXPECT_EQ(OpenReasons(parsed), "translation by a list that looks at destinations;");
}

TEST(CiscoIosTranslation, SpansTellTheLinePoolAndSides) {
  const ParsedFile parsed = ParseLines("ip nat inside source list 1 pool P\n");
  const model::Translation& rule = parsed.config.device.translations.at(0);
  EXPECT_EQ(rule.span.line, kEndsLines + 1);
  std::vector<std::uint32_t> lines;
  for (const base::Span& span : rule.more_spans) lines.push_back(span.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{4, 7, 9, 13}));
}

TEST(CiscoIosTranslation, WithoutSidesNothingIsTranslated) {
  const std::string rule =
      "access-list 1 permit any\nip nat inside source static 10.0.0.5 203.0.113.5\n"
      "ip nat pool P 203.0.113.10 203.0.113.19 prefix-length 24\n";
  const auto rules = [&](const std::string& lines) {
    const ParsedFile parsed = ParseText(kFormat, "version 15.2\n" + rule + lines);
    EXPECT_EQ(IdsOf(parsed), "");
    return OpenReasons(parsed) + RulesOf(parsed);
  };
  const std::string dynamic = "ip nat inside source list 1 pool P\n";
  EXPECT_EQ(rules(dynamic), "");
  EXPECT_EQ(rules(dynamic + "interface Gi0/0\n ip nat inside\n"), "");
  // With an outside alone what comes in might be translated.
  EXPECT_EQ(rules(dynamic + "interface Gi0/0\n ip nat outside\n"), "translation without an inside;");
  EXPECT_EQ(rules("ip nat outside source list 1 pool P\ninterface Gi0/0\n ip nat outside\n"),
            "translation without an inside;translation without an inside;"
            "translation list 1 of source entering: ip permitted-by 1 in Gi0/0\n"
            "  to 203.0.113.10-203.0.113.19\n");
}

TEST(CiscoIosTranslation, OtherFormsStayOpen) {
  for (const char* line : {"inside source static 10.0.0.5 203.0.113.5 vrf RED",
                           "inside source static 10.0.0.5 203.0.113.5 route-map RM",
                           "inside source static 10.0.0.5 203.0.113.5 redundancy G mapping-id 7",
                           "inside source static 10.0.0.5 203.0.113.5 match-in-vrf",
                           "inside source static 10.0.0.5 interface Gi0/1",
                           "inside source static esp 10.0.0.5 interface Gi0/1",
                           "inside source static tcp 10.0.0.5 80 interface",
                           "inside source static",
                           "inside source list 1 pool P vrf RED overload",
                           "inside source list 1 pool P overload vrf RED",
                           "inside source list 1 pool P mapping-id 7",
                           "inside source list 1 pool",
                           "inside source list 1",
                           "inside source list",
                           "inside source list 1 interface",
                           "inside source route-map RM pool P reversible",
                           "inside destination static 10.0.0.5 203.0.113.5",
                           "inside destination list 1 interface Gi0/1",
                           "outside source static 192.0.2.9 10.8.0.9 add-route",
                           "outside source static tcp 192.0.2.9 80 10.8.0.9 80",
                           "outside source static network 192.0.2.0 10.8.0.0 /24",
                           "outside source list 1 pool P add-route",
                           "outside source list 1 interface Gi0/1",
                           "outside source list 1 pool P overload",
                           "outside source route-map RM pool P",
                           "outside destination list 1 pool P",
                           "inside",
                           "source list 1 pool P",
                           "pool",
                           "pool Q",
                           "pool Q 192.0.2.1 192.0.2.9",
                           "pool Q 192.0.2.1 192.0.2.9 prefix-length 24 type match-host",
                           "pool Q 192.0.2.1 192.0.2.9 prefix-length 24 add-route",
                           "pool Q prefix-length 24 type match-host\n address 192.0.2.1 192.0.2.9",
                           "service list 1 ESP spi-match",
                           "settings mode cgn",
                           "stateful id 1",
                           "translation frob",
                           ""}) {
    const std::string reasons = WhyOpen(std::string("ip nat ") + line + "\n");
    EXPECT_TRUE(reasons.starts_with(kForm)) << line << ": " << reasons;
  }
}

TEST(CiscoIosTranslation, PoolsOfOtherKindsStayOpenWhereTheyAreUsed) {
  const std::string use = "ip nat inside source list 1 pool Q\n";
  const std::string kind = "translation to a pool of another kind;";
  for (const char* pool : {"Q 192.0.2.1 192.0.2.9 prefix-length 24 type match-host\n",
                           "Q 192.0.2.1 192.0.2.9 prefix-length 24 accounting A\n",
                           "Q 192.0.2.1 192.0.2.9 prefix-length 24\nip nat pool Q 192.0.2.1 192.0.2.8 "
                           "prefix-length 24\n",
                           "Q prefix-length 24\n frob\n"}) {
    EXPECT_EQ(WhyOpen(std::string("ip nat pool ") + pool + use), kForm + kind) << pool;
  }
  EXPECT_EQ(WhyOpen("ip nat pool Q prefix-length 24\n" + use), kind) << "without addresses";
  EXPECT_EQ(WhyOpen("ip nat pool Q 10.0.0.2 10.0.0.3 prefix-length 24 type rotary\n" + use), kind);
  EXPECT_EQ(WhyOpen("ip nat inside destination list 1 pool P\n"), kind);
}

TEST(CiscoIosTranslation, UndefinedNamesAreToldAndStayOpen) {
  const std::string open = "address translation with an undefined name;";
  for (const char* line :
       {"inside source list 7 pool P", "inside source list 1 pool Q", "inside source list 1 interface Gi9/9",
        "inside source route-map RM pool P", "inside destination list 1 pool Q",
        "outside source list 7 pool P", "inside source static tcp 10.0.0.5 80 interface Gi9/9 80"}) {
    const std::string text = std::string("ip nat ") + line + "\n";
    EXPECT_EQ(WhyOpen(text), open) << line;
    EXPECT_EQ(IdsOf(ParseLines(text)), " reference-undefined@14:1+" + std::to_string(text.size() - 1))
        << line;
  }
  EXPECT_EQ(
      WhyOpen("route-map RM permit 10\n match ip address 1 7\nip nat inside source route-map RM pool P\n"),
      open);
}

TEST(CiscoIosTranslation, AddressesThatTheTextDoesNotTellStayOpen) {
  const std::string open = "translation to an address that is not told;";
  for (const char* line : {"list 1 interface Gi0/2 overload", "static tcp 10.0.0.5 80 interface Gi0/2 80"})
    EXPECT_EQ(WhyOpen(std::string("ip nat inside source ") + line + "\n"), open) << line;
  EXPECT_EQ(WhyOpen("interface Gi0/3\n ip unnumbered Gi0/1\nip nat inside source list 1 interface Gi0/3\n"),
            open);
}

TEST(CiscoIosTranslation, ListsOfOtherKindsStayOpen) {
  const std::string destinations = "translation by a list that looks at destinations;";
  EXPECT_EQ(WhyOpen("ip nat outside source list WEB pool P\n"), destinations);
  EXPECT_EQ(WhyOpen("ip access-list standard E\nip nat inside source list E pool P\n"),
            "translation by a list without lines;");
  const std::string balanced =
      "ip nat pool R 10.0.0.16 10.0.0.31 prefix-length 24 type rotary\n"
      "ip nat inside destination list 2 pool R\n";
  const std::string kinds = "balancing by a list with destinations or exceptions;";
  EXPECT_EQ(WhyOpen("access-list 2 deny 10.0.0.1\naccess-list 2 permit any\n" + balanced), kinds);
  EXPECT_EQ(WhyOpen("ip access-list extended 2\n permit ip host 10.0.0.1 any\n" + balanced), kinds);
}

TEST(CiscoIosTranslation, MapsThatDoMoreThanLookStayOpen) {
  const std::string use = "ip nat inside source route-map RM pool P\n";
  for (const char* line : {"match ip next-hop 1", "match ip address prefix-list PL", "match length 3 200",
                           "match tag 7", "set ip next-hop 10.0.0.2", "set metric 5", "continue 20"}) {
    const std::string map =
        std::string("ip prefix-list PL permit 0.0.0.0/0\nroute-map RM permit 10\n ") + line;
    EXPECT_EQ(WhyOpen(map + "\nroute-map RM permit 20\n" + use),
              "translation by other conditions of a route map;")
        << line;
  }
  EXPECT_EQ(OpenReasons(ParseLines("route-map RM permit 10\n" + use +
                                   "router ospf 1\n redistribute static subnets route-map RM\n")),
            "route map for translation and something else;");
  EXPECT_EQ(WhyOpen("route-map RM permit 10\ninterface Gi0/0\n ip policy route-map RM\n" + use),
            "route map for translation and something else;");
}

TEST(CiscoIosTranslation, DynamicLinesMustNotShareAPacket) {
  const std::string both = "two translations of the same packets;two translations of the same packets;";
  const std::string lists = "access-list 2 permit 10.0.0.7\naccess-list 4 permit 10.4.0.0 0.0.255.255\n";
  const auto use = [](const char* list) {
    return fmt::format("ip nat inside source list {} pool P\n", list);
  };
  EXPECT_EQ(WhyOpen(lists + use("1") + use("2")), both);
  EXPECT_EQ(WhyOpen(lists + use("WEB") + use("2")), both);
  EXPECT_NE(Rules(lists + use("1") + use("4")), "");
  EXPECT_EQ(WhyOpen(lists + "ip nat outside source list 1 pool P\nip nat outside source list 2 pool P\n"),
            both);
  EXPECT_NE(Rules(lists + use("1") + "ip nat outside source list 2 pool P\n"), "") << "other directions";
  // An exception of a list leaves room for another line.
  EXPECT_NE(Rules(lists + "access-list 5 deny 10.0.0.7\naccess-list 5 permit any\n" + use("5") + use("2")),
            "");
  // So does another way out.
  const auto map = [](const char* name, const char* out) {
    return fmt::format(
        "route-map {} permit 10\n match interface {}\nip nat inside source route-map {} pool P\n", name, out,
        name);
  };
  EXPECT_NE(Rules(map("A", "Gi0/1") + map("B", "Gi0/2")), "");
  EXPECT_EQ(WhyOpen(map("A", "Gi0/1 Gi0/2") + map("B", "Gi0/2")), both);
}

TEST(CiscoIosTranslation, MapsMustNotKeepPacketsFromLaterLines) {
  const std::string lists = "access-list 2 permit 10.0.0.7\naccess-list 4 permit 10.4.0.0 0.0.255.255\n";
  const std::string map =
      "route-map RM deny 10\n match ip address 2\nroute-map RM permit 20\n match ip address 4\n"
      "ip nat inside source route-map RM pool P\n";
  const std::string list = "ip nat inside source list 1 pool P\n";
  EXPECT_EQ(WhyOpen(lists + map + list),
            "two translations of the same packets;two translations of the same packets;");
  EXPECT_NE(Rules(lists + list + map), "") << "what was translated before does not get there";
  // Entries of one map decide one after the other.
  EXPECT_NE(Rules(lists + "route-map RM deny 10\n match ip address 2\nroute-map RM permit 20\n"
                          "ip nat inside source route-map RM pool P\n"),
            "");
}

TEST(CiscoIosTranslation, ComparingLinesIsBounded) {
  const auto open = [](int lines, int entries) {
    std::string text;
    for (int i = 0; i < lines; ++i) {
      text += fmt::format("ip nat inside source list L{} pool P\nip access-list standard L{}\n", i, i);
      for (int k = 0; k < entries; ++k) text += fmt::format(" permit 10.{}.{}.{}\n", i, k / 256, k % 256);
    }
    return ParseLines(text).config.device.translations.size();
  };
  EXPECT_EQ(open(100, 2), 100U);
  EXPECT_EQ(open(250, 2), 0U) << "too many pairs";
  EXPECT_EQ(open(2, 5000), 2U);
  EXPECT_EQ(open(2, 10'001), 0U) << "too long lists";
}

TEST(CiscoIosTranslation, WhatTwoLinesClaimStaysOpen) {
  const std::string twice = "two translations of one address or list;";
  const std::string start = "ip nat inside source static ";
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"10.0.0.5 203.0.113.5 extendable", "10.0.0.5 203.0.113.6 extendable"},
           {"10.0.0.5 203.0.113.5", "10.0.0.6 203.0.113.5"},
           {"tcp 10.0.0.5 80 203.0.113.5 80", "tcp 10.0.0.5 80 203.0.113.6 80"},
           {"tcp 10.0.0.5 80 203.0.113.1 80", "tcp 10.0.0.6 80 interface Gi0/1 80"}}) {
    EXPECT_EQ(WhyOpen(start + a + "\n" + start + b + "\n"), twice + twice) << a << b;
  }
  const std::string networks = "two translations of one network;";
  EXPECT_EQ(
      WhyOpen(start + "network 10.2.0.0 198.18.0.0 /16\n" + start + "network 10.2.3.0 198.19.0.0 /24\n"),
      networks + networks);
  EXPECT_EQ(
      WhyOpen(start + "network 10.2.0.0 198.18.0.0 /16\n" + start + "network 10.3.3.0 198.18.7.0 /24\n"),
      networks + networks);
  EXPECT_EQ(WhyOpen("ip nat inside source list 1 pool P\nip nat inside source list 1 interface Gi0/1\n"),
            twice + twice);
  EXPECT_NE(Rules(start + "tcp 10.0.0.5 80 203.0.113.5 80\n" + start + "udp 10.0.0.5 80 203.0.113.5 80\n"),
            "");
  EXPECT_NE(Rules(start + "10.0.0.5 203.0.113.5\n" + start + "10.0.0.5 203.0.113.5 extendable\n"), "");
}

TEST(CiscoIosTranslation, SidesWhereOtherThingsHappenStayOpen) {
  const auto roles = [](const std::string& lines) {
    const ParsedFile parsed = ParseLines("ip nat inside source list 1 pool P\n" + lines);
    return OpenReasons(parsed) + std::to_string(parsed.config.device.translations.at(0).in.size()) +
           std::to_string(parsed.config.device.translations.at(0).out.size());
  };
  EXPECT_EQ(roles("interface Gi0/3\n ip nat inside\n"), "22");
  EXPECT_EQ(roles("ip vrf RED\ninterface Gi0/3\n ip vrf forwarding RED\n ip nat inside\n"),
            "address translation in a VRF;12");
  EXPECT_EQ(roles("crypto map C 10 ipsec-isakmp\n set peer 192.0.2.1\n match address WEB\n"
                  "interface Gi0/3\n ip nat outside\n crypto map C\n"),
            "incomplete crypto map;address translation beside IPsec;12");
  const std::string map =
      "route-map RM permit 10\n set ip next-hop 203.0.113.2\ninterface Gi0/3\n ip policy route-map RM\n";
  EXPECT_EQ(roles(map + " ip nat outside\n"), "address translation beside policy routing;12");
  EXPECT_EQ(roles(map + " ip nat inside\n"), "22");
  const std::string both = "inside and outside at one interface;";
  EXPECT_EQ(roles("interface Gi0/3\n ip nat inside\n ip nat outside\n"), both + both + "12");
  EXPECT_EQ(roles("interface Gi0/3\n ip nat enable\n"), "address translation;12");
  EXPECT_EQ(roles("interface Gi0/3\n ip nat outside\n no ip nat outside\n no ip nat enable\n"), "12");
}

TEST(CiscoIosTranslation, LimitsAndNotesChangeNothingAndCollectorsCopy) {
  for (const char* line :
       {"translation timeout 300", "translation tcp-timeout 60", "translation max-entries 1000",
        "translation max-entries host 10.0.0.5 10", "log translations syslog"}) {
    const ParsedFile parsed = ParseLines(std::string("ip nat ") + line + "\n");
    EXPECT_EQ(FateOf(parsed, kEndsLines + 1), model::Fate::kIrrelevant) << line;
  }
  const ParsedFile copies =
      ParseLines("ip nat log translations flow-export v9 udp destination 10.0.0.9 9995\n");
  EXPECT_EQ(copies.fates.lines.at(kEndsLines).impact.bits, model::Impact::kCopying);
}

TEST(CiscoIosTranslation, RemovalsTakeBackWhatWasSet) {
  const std::string a = "ip nat inside source list 1 pool P overload\n";
  const std::string b = "ip nat inside source static 10.0.0.5 203.0.113.5 no-alias\n";
  EXPECT_EQ(Rules(a + b + "no " + a + "no ip nat inside source static 10.0.0.5 203.0.113.5\n"), "");
  EXPECT_EQ(Rules("no " + a + a), Rules(a));
  EXPECT_EQ(Rules("no ip nat service sip udp port 5060\nno ip nat create flow-entries\n"), "");
  EXPECT_EQ(WhyOpen("no ip nat pool P\nip nat inside source list 1 pool P\n"),
            "address translation with an undefined name;");
  // What comes back stands where it came back.
  const std::string c = "access-list 4 permit 10.4.0.0 0.0.255.255\nip nat inside source list 4 pool P\n";
  EXPECT_EQ(Rules(a + c + "no " + a + a), Rules(c + a));
  // A removal that this reader cannot tell from others, where there is something to remove.
  EXPECT_EQ(OpenReasons(ParseLines(a + "no ip nat inside source list 1\n")), kForm);
  EXPECT_EQ(OpenReasons(ParseLines("no ip nat inside source list 1\n")), "");
}

TEST(CiscoIosTranslation, InvalidValuesAreValueInvalidAtTheirWord) {
  const auto invalid = [](const std::string& words, std::uint32_t column, std::size_t length) {
    const ParsedFile parsed = ParseLines("ip nat " + words + "\n");
    EXPECT_EQ(IdsOf(parsed), fmt::format(" value-invalid@14:{}+{}", column, length)) << words;
    EXPECT_EQ(FateOf(parsed, kEndsLines + 1), model::Fate::kUnknown);
    EXPECT_EQ(RulesOf(parsed), "");
  };
  invalid("inside source static 10.0.0.300 203.0.113.5", 29, 10);
  invalid("inside source static 10.0.0.3 203.0.113.500", 38, 13);
  invalid("inside source static 10.0.0.3", 1, 36);
  invalid("inside source static tcp 10.0.0.3 0 203.0.113.5 80", 42, 1);
  invalid("inside source static tcp 10.0.0.3 80 203.0.113.5 70000", 57, 5);
  invalid("inside source static network 10.2.0.0 203.0.112.0 /33", 58, 3);
  invalid("inside source static network 10.2.0.0 203.0.112.0 255.0.255.0", 58, 11);
  invalid("inside source static network 10.2.0.9 203.0.112.0 /24", 58, 3);
  invalid("pool Q 192.0.2.9 192.0.2.1 prefix-length 24", 25, 9);
  invalid("pool Q 192.0.2.9 192.0.3.1 prefix-length 24", 25, 9);
  invalid("pool Q 192.0.2.1 192.0.2.9 prefix-length 33", 49, 2);
  invalid("pool Q 192.0.2.1 192.0.2.9 netmask 255.0.255.0", 43, 11);
  invalid("pool Q 192.0.2.1 192.0.2.900 netmask 255.255.255.0", 25, 11);
}

TEST(CiscoIosTranslation, ManyRulesBetweenManyInterfacesAreBounded) {
  std::string text = "version 15.2\n";
  for (int i = 0; i < 1000; ++i)
    text += fmt::format("interface Gi1/{}\n ip nat {}side\n", i, i % 2 ? "in" : "out");
  for (int i = 0; i < 2000; ++i)
    text += fmt::format("ip nat inside source static 10.0.{}.{} 11.0.{}.{}\n", i / 256, i % 256, i / 256,
                        i % 256);
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_LT(parsed.config.device.translations.size(), 1000U);
  EXPECT_GT(parsed.config.device.translations.size(), 100U);
  EXPECT_EQ(parsed.fates.lines.back().reason, "more translations than are followed");
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
