// Address translation: each form with the rules it makes, each that is left open, and texts that are broken.
#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kLists =
    "acl 2000\n rule 5 permit source 10.1.0.0 0.0.255.255\n#\n"
    "acl 2001\n rule 5 permit source 10.2.0.0 0.0.255.255\n#\n"
    "acl 2002\n rule 5 deny source 10.1.2.0 0.0.0.255\n#\nacl 2003\n#\n";
const std::string kGroups =
    "nat address-group 1 203.0.113.16 203.0.113.23\n#\nnat address-group 2 203.0.113.32 203.0.113.39\n#\n";
const std::string kAddress = " ip address 203.0.113.1 24\n";
const std::string kPort = kLists + kGroups + "interface GE0/0/0\n" + kAddress;

/// Every translation of a text, as the dump shows them.
std::string RulesOf(const std::string& text) {
  return TranslationsOf(ParseText(kFormat, "#\nsysname X\n#\n" + text).config);
}

const std::string kOut = " out GigabitEthernet0/0/0\n ";
const std::string kIn = " in GigabitEthernet0/0/0\n ";

TEST(HuaweiVrpNat, Outbound) {
  EXPECT_EQ(RulesOf(kPort + " nat outbound 2000\n"),
            "translation 2000 of source leaving: ip permitted-by 2000" + kOut +
                " to interface GigabitEthernet0/0/0 port 1-65535\n");
  EXPECT_EQ(RulesOf(kPort + " nat outbound 2000 address-group 1\n"),
            "translation 2000 of source leaving: ip permitted-by 2000" + kOut +
                " to 203.0.113.16-203.0.113.23 port 1-65535\n");
  EXPECT_EQ(
      RulesOf(kPort + " nat outbound 2000 address-group 2 no-pat\n"),
      "translation 2000 of source leaving: ip permitted-by 2000" + kOut + " to 203.0.113.32-203.0.113.39\n");
  EXPECT_EQ(RulesOf(kPort + " nat outbound 2000 interface LoopBack 0\n#\ninterface LoopBack0\n"
                            " ip address 198.51.100.1 32\n"),
            "translation 2000 of source leaving: ip permitted-by 2000" + kOut +
                " to interface LoopBack0 port 1-65535\n");
  EXPECT_EQ(RulesOf("acl name HOME 3005\n rule 5 permit ip source 10.1.0.0 0.0.255.255\n#\n"
                    "interface GE0/0/0\n" +
                    kAddress + " nat outbound 3005\n"),
            "translation HOME of source leaving: ip permitted-by HOME" + kOut +
                " to interface GigabitEthernet0/0/0 port 1-65535\n")
      << "by the name that the list has in the model";
}

TEST(HuaweiVrpNat, Groups) {
  const std::string use =
      kLists + "interface GE0/0/0\n" + kAddress + " nat outbound 2000 address-group 7\n#\n";
  const std::string begin = "translation 2000 of source leaving: ip permitted-by 2000" + kOut;
  EXPECT_EQ(RulesOf(use + "nat address-group 7 203.0.113.9 203.0.113.9 mask 255.255.255.0\n"),
            begin + " to 203.0.113.9-203.0.113.9 port 1-65535\n");
  EXPECT_EQ(RulesOf(use + "nat address-group 7\n mode pat\n section 1 203.0.113.9 203.0.113.10\n"
                          " section 0 203.0.113.20\n"),
            begin + " to 203.0.113.20-203.0.113.20 to 203.0.113.9-203.0.113.10 port 1-65535\n");
  EXPECT_EQ(RulesOf(use + "nat address-group 7 203.0.113.9 203.0.113.9\n#\n"
                          "nat address-group 7 203.0.113.19 203.0.113.20\n"),
            begin + " to 203.0.113.19-203.0.113.20 port 1-65535\n")
      << "the later one counts";
  EXPECT_EQ(RulesOf(use + "nat address-group 7 203.0.113.9 203.0.113.9\n#\nundo nat address-group 7\n"), "");
}

TEST(HuaweiVrpNat, StaticHoldsInBothDirections) {
  EXPECT_EQ(RulesOf(kPort + " nat static global 203.0.113.9 inside 10.0.0.9 netmask 255.255.255.255\n"),
            "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32" + kOut +
                " to 203.0.113.9-203.0.113.9\n"
                "translation static 10.0.0.9 of destination entering: ip dst 203.0.113.9/32" +
                kIn + " to 10.0.0.9-10.0.0.9\n");
  EXPECT_EQ(RulesOf(kPort + " nat static global 198.51.100.0 inside 10.0.0.0 netmask 24\n"),
            "translation static 10.0.0.0/24 of source leaving: ip src 10.0.0.0/24" + kOut +
                " to prefix 198.51.100.0/24\n"
                "translation static 10.0.0.0/24 of destination entering: ip dst 198.51.100.0/24" +
                kIn + " to prefix 10.0.0.0/24\n");
  EXPECT_EQ(
      RulesOf(kPort + " nat static protocol tcp global current-interface 8080 inside 10.0.0.9 www\n"),
      "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32 proto 6 sport 80" + kOut +
          " to interface GigabitEthernet0/0/0 port 8080-8080\n"
          "translation static 10.0.0.9 of destination entering: ip dst 203.0.113.1/32 proto 6 dport 8080" +
          kIn + " to 10.0.0.9-10.0.0.9 port 80-80\n");
  EXPECT_EQ(
      RulesOf(kPort + " nat static protocol udp global 203.0.113.9 4000 4009 inside 10.0.0.9 4000 4009\n"),
      "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32 proto 17 sport 4000-4009" + kOut +
          " to 203.0.113.9-203.0.113.9\n"
          "translation static 10.0.0.9 of destination entering: ip dst 203.0.113.9/32 proto 17 dport "
          "4000-4009" +
          kIn + " to 10.0.0.9-10.0.0.9\n")
      << "a range keeps its ports";
}

TEST(HuaweiVrpNat, StaticOfTheSystemViewHoldsWhereItIsEnabled) {
  const std::string mapping = "nat static protocol tcp global interface LoopBack0 22 inside 10.0.0.9\n#\n";
  const std::string loopback = "interface LoopBack0\n ip address 198.51.100.1 32\n#\n";
  const std::string port = loopback + "interface GE0/0/0\n" + kAddress;
  EXPECT_EQ(RulesOf(mapping + port), "");
  EXPECT_EQ(
      RulesOf(port + " nat static enable\n#\n" + mapping),
      "translation static 10.0.0.9 of source leaving: ip src 10.0.0.9/32 proto 6 sport 22" + kOut +
          " to interface LoopBack0 port 22-22\n"
          "translation static 10.0.0.9 of destination entering: ip dst 198.51.100.1/32 proto 6 dport 22" +
          kIn + " to 10.0.0.9-10.0.0.9 port 22-22\n");
  EXPECT_EQ(RulesOf(mapping + port + " nat static enable\n undo nat static enable\n"), "");
  const ParsedFile parsed = ParseText(kFormat, "#\n" + mapping + port + " nat static enable\n");
  ASSERT_EQ(parsed.config.device.translations.size(), 2U);
  EXPECT_EQ(parsed.config.device.translations[0].span.line, 2U);
  ASSERT_EQ(parsed.config.device.translations[0].more_spans.size(), 1U);
  EXPECT_EQ(parsed.config.device.translations[0].more_spans[0].line, 9U);
}

// Nobody knows what the source of packets becomes that the server sends first.
TEST(HuaweiVrpNat, ServersAreKnownWherePacketsComeIn) {
  const std::string entering = "translation server 10.0.0.9 of destination entering: ip dst 203.0.113.";
  const std::string leaving = "translation server 10.0.0.9 of source leaving: ip src 10.0.0.9/32" + kOut;
  const std::string one = " nat server protocol tcp global 203.0.113.9 www inside 10.0.0.9 8080\n";
  EXPECT_EQ(RulesOf(kPort + one), entering + "9/32 proto 6 dport 80" + kIn +
                                      " to 10.0.0.9-10.0.0.9 port 8080-8080\n" + leaving +
                                      " to 10.0.0.9-10.0.0.9 to 203.0.113.9-203.0.113.9 port 1-65535\n");
  EXPECT_EQ(RulesOf(kPort + " nat server global 203.0.113.9 inside 10.0.0.9\n"),
            entering + "9/32" + kIn + " to 10.0.0.9-10.0.0.9\n" + leaving +
                " to 10.0.0.9-10.0.0.9 to 203.0.113.9-203.0.113.9 port 1-65535\n");
  EXPECT_EQ(RulesOf(kPort + one +
                    " nat server protocol udp global current-interface 53 inside 10.0.0.9\n"
                    " nat outbound 2000\n nat outbound 2001 address-group 1\n"),
            entering + "9/32 proto 6 dport 80" + kIn + " to 10.0.0.9-10.0.0.9 port 8080-8080\n" + entering +
                "1/32 proto 17 dport 53" + kIn + " to 10.0.0.9-10.0.0.9 port 53-53\n" + leaving +
                " to 10.0.0.9-10.0.0.9 to 203.0.113.9-203.0.113.9 to 203.0.113.1-203.0.113.1 to "
                "203.0.113.16-203.0.113.23 port 1-65535\n"
                "translation 2000 of source leaving: ip permitted-by 2000" +
                kOut +
                " to interface GigabitEthernet0/0/0 port 1-65535\n"
                "translation 2001 of source leaving: ip permitted-by 2001" +
                kOut + " to 203.0.113.16-203.0.113.23 port 1-65535\n")
      << "one rule for all its names, and for what outbound rules give";
}

TEST(HuaweiVrpNat, PortsComeBeforeAddressesAndBothBeforeLists) {
  const std::string rules = RulesOf(kPort +
                                    " nat outbound 2001\n nat static global 203.0.113.9 inside 10.0.0.9\n"
                                    " nat static protocol tcp global 203.0.113.9 22 inside 10.0.0.22 22\n"
                                    " nat outbound 2000 address-group 1\n");
  std::string order;
  for (std::size_t at = 0; at < rules.size(); at = rules.find("translation ", at + 1)) {
    const std::size_t name = at + 12;
    order += rules.substr(name, rules.find(" of ", name) - name) + ';';
    if (rules.find("translation ", at + 1) == std::string::npos) break;
  }
  EXPECT_EQ(order, "static 10.0.0.22;static 10.0.0.22;static 10.0.0.9;static 10.0.0.9;2001;2000;");
}

const std::string kOpen = "~--F--- address translation";
const std::string kOrder = "~--F--- order of address translations";
const std::string kBare = "~--F--- address translation by an interface without an address";
const std::string kBarePort = kLists + "interface GE0/0/0\n";

/// The line in question below an interface with an address.
std::string At(const std::string& line) { return kPort + "@ " + line + "\n"; }

TEST(HuaweiVrpNat, ListsThatAreLeftOpen) {
  ExpectMeanings({
      {"acl not defined", At("nat outbound 2009"), "~--F--- undefined reference"},
      {"acl without rules", At("nat outbound 2003"), "~--F--- address translation by an empty access list"},
      {"group not defined", At("nat outbound 2000 address-group 9"), "~--F--- undefined reference"},
      {"group without addresses", "nat address-group 5\n#\n" + At("nat outbound 2000 address-group 5"),
       "~--F--- address group with options"},
      {"group with options",
       "nat address-group 5 203.0.113.1 203.0.113.9 vpn-instance V\n#\n" +
           At("nat outbound 2000 address-group 5"),
       "~--F--- address group with options"},
      {"group of a mode", "nat address-group 5\n@ mode no-pat local\n section 0 203.0.113.7\n#\n" + kPort,
       "="},
      {"use of a group of a mode",
       "nat address-group 5\n mode no-pat local\n section 0 203.0.113.7\n#\n" +
           At("nat outbound 2000 address-group 5"),
       "~--F--- address group with options"},
      {"group of the other mode",
       "nat address-group 5\n mode pat\n section 0 203.0.113.7\n#\n" +
           At("nat outbound 2000 address-group 5 no-pat"),
       "~--F--- address group with options"},
      {"outbound with options", At("nat outbound 2000 address-group 1 vrrp 1"), kOpen},
      {"outbound by an interface with options", At("nat outbound 2000 interface LoopBack0 vrrp 1"), kOpen},
      {"no-pat without a group", At("nat outbound 2000 no-pat"), kOpen},
      {"no address", kBarePort + "@ nat outbound 2000\n", kBare},
      {"no such interface", At("nat outbound 2000 interface LoopBack9"), kBare},
      {"no address of its own",
       kBarePort + "@ nat server protocol tcp global current-interface 80 inside 10.0.0.9\n", kBare},
      {"two lists about one packet", kPort + " nat outbound 2000 address-group 1\n@ nat outbound 2002\n",
       kOrder},
      {"the same list twice", kPort + " nat outbound 2000 address-group 1\n@ nat outbound 2000\n", kOrder},
  });
}

TEST(HuaweiVrpNat, MappingsThatAreLeftOpen) {
  ExpectMeanings({
      {"two for one port",
       kPort + " nat static protocol tcp global 203.0.113.9 80 inside 10.0.0.9\n"
               "@ nat static protocol tcp global 203.0.113.9 80 inside 10.0.0.8\n",
       kOrder},
      {"two for one address",
       kPort + " nat static global 203.0.113.9 inside 10.0.0.9\n@ nat static global 203.0.113.8 inside "
               "10.0.0.9\n",
       kOrder},
      {"server and static of one address",
       kPort + " nat static protocol tcp global 203.0.113.9 80 inside 10.0.0.9\n"
               "@ nat server protocol tcp global 203.0.113.8 81 inside 10.0.0.9\n",
       kOrder},
      {"the device's own address", At("nat static global 203.0.113.1 inside 10.0.0.9"),
       "~--F--- address translation of an address of the device"},
      {"the device's own address by its port", At("nat server global current-interface inside 10.0.0.9"),
       "~--F--- address translation of an address of the device"},
      {"beside IPsec", kPort + " ipsec policy Q\n@ nat outbound 2000\n",
       "~--F--- address translation beside IPsec"},
      {"for a VPN instance",
       "ip route-static vpn-instance V 0.0.0.0 0 203.0.113.2 public\n#\n" + At("nat outbound 2000"),
       "~--F--- address translation between VPN instances"},
      {"in a VPN instance",
       kLists + "interface GE0/0/0\n ip binding vpn-instance V\n" + kAddress + "@ nat outbound 2000\n",
       "~--F--- address translation in a VPN instance"},
      {"beside policy routing",
       "policy-based-route R permit node 10\n apply ip-address next-hop 203.0.113.2\n#\n" + kPort +
           " ip policy-based-route R\n@ nat static global 203.0.113.9 inside 10.0.0.9\n",
       "~--F--- address translation beside policy routing"},
      {"every port", At("nat static protocol tcp global 203.0.113.9 inside 10.0.0.9"), kOpen},
      {"every port by 0", At("nat server protocol tcp global 203.0.113.9 0 inside 10.0.0.9 0"), kOpen},
      {"any", At("nat server protocol tcp global 203.0.113.9 any inside 10.0.0.9 any"), kOpen},
      {"other protocols", At("nat server protocol icmp global 203.0.113.9 inside 10.0.0.9"), kOpen},
      {"range to one port", At("nat static protocol tcp global 203.0.113.9 80 89 inside 10.0.0.9 80"), kOpen},
      {"range to another", At("nat static protocol tcp global 203.0.113.9 80 89 inside 10.0.0.9 90 99"),
       kOpen},
      {"range to hosts", At("nat server protocol tcp global 203.0.113.9 80 81 inside 10.0.0.9 10.0.0.10 80"),
       kOpen},
      {"ports without a protocol", At("nat static global 203.0.113.9 80 inside 10.0.0.9 80"), kOpen},
      {"by list", At("nat static global 203.0.113.9 inside 10.0.0.9 acl 2000"), kOpen},
      {"one direction",
       At("nat static protocol tcp global 203.0.113.9 80 inside 10.0.0.9 80 global-to-inside"), kOpen},
      {"vpn", At("nat server global 203.0.113.9 inside 10.0.0.9 vpn-instance V"), kOpen},
      {"vrrp", At("nat server global 203.0.113.9 vrrp 1 inside 10.0.0.9"), kOpen},
      {"network with bits of hosts", At("nat static global 203.0.113.9 inside 10.0.0.0 netmask 24"), kOpen},
      {"network of an interface", At("nat static global current-interface inside 10.0.0.0 netmask 24"),
       kOpen},
      {"server of a network", At("nat server global 198.51.100.0 inside 10.0.0.0 netmask 24"), kOpen},
      {"partial undo", kPort + " nat outbound 2000 address-group 1\n@ undo nat outbound 2000\n", kOpen},
  });
}

TEST(HuaweiVrpNat, OtherStatementsThatAreLeftOpen) {
  ExpectMeanings({
      {"server of a firewall", "@nat server protocol tcp global 203.0.113.9 www inside 10.0.0.9 www\n",
       kOpen},
      {"current interface of the system",
       "@nat static protocol tcp global current-interface 80 inside 10.0.0.9\n", kOpen},
      {"nat instance", "@nat instance A id 1\n", kOpen},
      {"mapping", "@nat mapping-behavior endpoint-independent\n", kOpen},
      {"filter", "@nat filter-mode endpoint-independent\n", kOpen},
      {"dns map", "@nat dns-map www.example.com 203.0.113.9 80 tcp\n", kOpen},
      {"overlap", "@nat overlap-address 1 10.0.0.0 203.0.113.0 pool-length 255\n", kOpen},
      {"something of an interface", At("nat bind instance A"), kOpen},
  });
}

TEST(HuaweiVrpNat, WhatChangesNothing) {
  ExpectMeanings({
      {"alg", "@nat alg all enable\n", ""},
      {"log", "@nat log enable\n", ""},
      {"timeout", "@firewall-nat session tcp aging-time 600\n", ""},
      {"timeout of gateways", "@nat session aging-time tcp 600\n", ""},
      {"filter of the model", "@nat filter-mode endpoint-and-port-dependent\n", ""},
      {"undo of nothing", kPort + "@ undo nat outbound 2000\n", ""},
      {"group that nobody uses", "@nat address-group 1 203.0.113.1 203.0.113.9\n", "="},
      {"options of a group that nobody uses", "@nat address-group 1 203.0.113.1 203.0.113.9 no-pat\n", "="},
      {"static that holds nowhere", "@nat static global 203.0.113.9 inside 10.0.0.9\n", "="},
      {"description", kPort + "@ nat static global 203.0.113.9 inside 10.0.0.9 description web of Anna\n",
       "translation static 10.0.0.9 "},
  });
  EXPECT_EQ(RulesOf(kPort + " nat outbound 2000\n nat outbound 2001\n undo nat outbound  2000\n"),
            RulesOf(kPort + " nat outbound 2001\n"))
      << "in the same words, whatever the blanks";
}

TEST(HuaweiVrpNat, BrokenTextsAreErrors) {
  for (const char* line :
       {"nat outbound", "nat outbound 2000 address-group", "nat outbound 2000 interface", "nat static",
        "nat static global", "nat static global 203.0.113.300 inside 10.0.0.9",
        "nat static global 203.0.113.9", "nat static global 203.0.113.9 inside",
        "nat static global 203.0.113.9 inside 10.0.0.x",
        "nat static global 203.0.113.9 inside 10.0.0.9 netmask 255.0.255.0", "nat server",
        "nat server protocol tcp", "nat server protocol tcp global interface",
        "nat server protocol tcp global 2001:db8::1 80 inside 10.0.0.9"}) {
    const ParsedFile parsed = ParseText(kFormat, "#\n" + kPort + " " + line + "\n");
    EXPECT_EQ(parsed.fates.lines.back().fate, model::Fate::kUnknown) << line << '\n' << Census(parsed);
    EXPECT_EQ(parsed.diagnostics.items().size(), 1U) << line;
    EXPECT_TRUE(parsed.config.device.translations.empty()) << line;
  }
  for (const char* line :
       {"nat address-group", "nat address-group 5 203.0.113.9 203.0.113.8",
        "nat address-group 5 203.0.113.9 x", "nat address-group 5 2001:db8::1 2001:db8::2"}) {
    const ParsedFile parsed = ParseText(kFormat, "#\n" + std::string(line) + "\n");
    EXPECT_EQ(parsed.fates.lines.back().fate, model::Fate::kUnknown) << line;
    EXPECT_EQ(parsed.diagnostics.items().size(), 1U) << line;
  }
  const ParsedFile section =
      ParseText(kFormat, "#\nnat address-group 5\n section 0 203.0.113.9 203.0.113.8\n");
  EXPECT_EQ(section.fates.lines.back().fate, model::Fate::kUnknown);
}

/// Whatever the words: a line of translation is a rule, an open line or an error, never silence.
TEST(HuaweiVrpNat, NoWordsAreSilent) {
  const std::vector<std::string> words = {"nat",     "static",   "server", "outbound",  "2000",
                                          "global",  "inside",   "tcp",    "protocol",  "203.0.113.9",
                                          "netmask", "24",       "80",     "no-pat",    "address-group",
                                          "1",       "10.0.0.9", "enable", "interface", "current-interface"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string line = " nat";
    for (std::size_t count = 1 + random() % 9; count > 0; --count)
      line += ' ' + words[random() % words.size()];
    const ParsedFile parsed = ParseText(kFormat, "#\n" + kPort + line + "\n");
    const bool made = !parsed.config.device.translations.empty();
    const model::Fate fate = parsed.fates.lines.back().fate;
    const bool enables = line == " nat static enable";
    EXPECT_EQ(fate == model::Fate::kModelled, made || enables) << line << '\n' << Census(parsed);
    EXPECT_NE(fate, model::Fate::kIrrelevant) << line;
    if (made) ExpectPrintsBack(kFormat, "#\n" + kPort + line + "\n", line);
  }
}

TEST(HuaweiVrpNat, PrintsItBack) {
  for (const char* lines :
       {" nat outbound 2000\n",
        " nat outbound 2001 address-group 2 no-pat\n nat outbound 2000 address-group 1\n",
        " nat static global 203.0.113.9 inside 10.0.0.9\n nat outbound 2000\n",
        " nat static global 198.51.100.0 inside 10.0.0.0 netmask 24\n",
        " nat static protocol tcp global current-interface 80 inside 10.0.0.9 8080\n",
        " nat static protocol udp global 203.0.113.9 80 89 inside 10.0.0.9 80 89\n",
        " nat server protocol tcp global current-interface 80 inside 10.0.0.9 8080\n nat outbound 2000\n",
        " nat server global 203.0.113.9 inside 10.0.0.9\n nat static global 203.0.113.8 inside 10.0.0.8\n"
        " nat server protocol udp global 203.0.113.9 53 inside 10.0.0.9\n nat outbound 2000 address-group "
        "1\n"}) {
    EXPECT_NE(RulesOf(kPort + lines), "") << lines;
    ExpectPrintsBack(kFormat, "#\n" + kPort + lines, lines);
  }
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
