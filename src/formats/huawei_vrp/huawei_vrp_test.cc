#include "formats/huawei_vrp/huawei_vrp.h"

#include <cstdlib>
#include <iostream>

#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::filesystem::path kSamples = std::filesystem::path(RF_TEST_FOLDER) / "testdata";

/// Diagnostics of a text as "id line:column", one per line.
std::string DiagnosticsOf(const std::string& text) {
  std::string found;
  const ParsedFile parsed = ParseText(kFormat, text);
  for (const base::Diagnostic& diagnostic : parsed.diagnostics.items()) {
    found += std::string(base::InfoOf(diagnostic.kind).id) + ' ' + std::to_string(diagnostic.span.line) +
             ':' + std::to_string(diagnostic.span.column) + '\n';
  }
  return found;
}

model::Fate FateOf(const std::string& text, std::size_t line) {
  return ParseText(kFormat, text).fates.lines[line - 1].fate;
}

TEST(HuaweiVrpTest, Goldens) { ExpectGoldens(kFormat, kSamples); }

TEST(HuaweiVrpTest, PrintsBack) {
  for (const auto& path : FilesIn(kSamples, ".cfg"))
    ExpectPrintsBack(kFormat, ReadText(path), path.filename().string());
}

TEST(HuaweiVrpTest, SurvivesHostileText) {
  for (const char* name : {"ospf.cfg", "acl.cfg", "management.cfg", "vrp5.cfg", "bgp.cfg", "policy.cfg",
                           "isis.cfg", "mpls.cfg", "ospfv3.cfg", "rip.cfg", "copying.cfg", "switching.cfg",
                           "steering.cfg", "static_lsp.cfg", "te.cfg", "nat.cfg"}) {
    ExpectSurvives(kFormat, ReadText(kSamples / name));
  }
}

TEST(HuaweiVrpTest, ClaimsItsSamplesAndRefusesComware) {
  for (const auto& path : FilesIn(kSamples, ".cfg")) EXPECT_EQ(Detect(ReadText(path)), Claim::kYes) << path;
  EXPECT_EQ(Detect("#\n version 7.1.064, Release 2612\n#\n sysname H3C\n#\ninterface LoopBack0\n#\nreturn\n"),
            Claim::kNo);
  EXPECT_EQ(Detect("hostname R1\n!\ninterface GigabitEthernet0/0\n!\nend\n"), Claim::kNo);
  EXPECT_EQ(Detect(""), Claim::kNo);
}

TEST(HuaweiVrpTest, BadValuesHaveTheirColumn) {
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ip address 10.0.0.300 24\n"), "value-invalid 3:13\n");
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ip address 10.0.0.3 255.0.255.0\n"),
            "value-invalid 3:22\n");
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ospf cost 0\n"), "value-invalid 3:12\n");
  EXPECT_EQ(DiagnosticsOf("#\nospf 1\n area 0\n  network 10.0.0.0 x\n"), "value-invalid 4:20\n");
  EXPECT_EQ(DiagnosticsOf("#\nacl 3000\n rule 5 permit tcp destination-port eq 70000\n"),
            "value-invalid 3:40\n");
  EXPECT_EQ(DiagnosticsOf("#\nip route-static 10.0.0.0 33 10.0.0.1\n"), "value-invalid 2:26\n");
}

TEST(HuaweiVrpTest, ReportsWhatIsNotDefined) {
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n traffic-filter inbound acl 3000\n"),
            "reference-undefined 3:2\n");
  EXPECT_EQ(
      DiagnosticsOf(
          "#\nstelnet server enable\nuser-interface vty 0 4\n acl 2000 inbound\n protocol inbound ssh\n"),
      "reference-undefined 4:2\n");
  EXPECT_EQ(DiagnosticsOf("#\nospf 1\n import-route static route-policy X\n"), "reference-undefined 3:2\n");
  EXPECT_EQ(DiagnosticsOf("#\nospf 1\n filter-policy ip-prefix X import\n"), "reference-undefined 3:2\n");
}

TEST(HuaweiVrpTest, ReportsAnInterfaceInTwoAreas) {
  EXPECT_EQ(
      DiagnosticsOf(
          "#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n#\nospf 1\n area 0\n  network 10.0.0.0 0.0.0.255\n"
          " area 1\n  network 10.0.0.0 0.0.0.255\n"),
      "interface-two-areas 9:3\n");
  EXPECT_EQ(DiagnosticsOf("#\ninterface GE0/1/0\n ospf enable 1 area 0\n ospf enable 1 area 1\n"),
            "interface-two-areas 4:2\n");
}

TEST(HuaweiVrpTest, ReportsBrokenStructure) {
  EXPECT_EQ(DiagnosticsOf("#\nheader login information \"never\n#\nends\n"), "syntax-broken 2:1\n");
  EXPECT_EQ(DiagnosticsOf("#\n" + std::string(70000, 'a') + "\n"), "line-too-long 2:1\n");
  std::string deep = "#\nsegment-routing\n";
  for (std::size_t depth = 1; depth < 70; ++depth) deep += std::string(depth, ' ') + "x\n";
  EXPECT_TRUE(DiagnosticsOf(deep).starts_with("nesting-too-deep 66:65\n"));
}

TEST(HuaweiVrpTest, SectionsEndAtTheMarkWhateverTheIndent) {
  const std::string text = "#\n sysname A\n#\n snmp-agent\n#\ninterface GE0/1/0\n shutdown\n#\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_EQ(parsed.config.device.name, "A");
  EXPECT_FALSE(parsed.config.device.interfaces.at(0).admin_up);
}

TEST(HuaweiVrpTest, UndoTakesBack) {
  const ParsedFile parsed = ParseText(
      kFormat,
      "#\ninterface GE0/1/0\n shutdown\n undo shutdown\n ip address 10.0.0.1 24\n undo ip address\n");
  EXPECT_TRUE(parsed.config.device.interfaces.at(0).admin_up);
  EXPECT_TRUE(parsed.config.device.interfaces.at(0).addresses.empty());
  EXPECT_EQ(FateOf("#\nsegment-routing ipv6 x\n#\n", 2), model::Fate::kUnmodelled);
  EXPECT_EQ(FateOf("#\nundo segment-routing ipv6 x\n#\n", 2), model::Fate::kIrrelevant);
  EXPECT_EQ(ParseText(kFormat, "#\nbgp 1\n peer 10.0.0.1 as-number 2\n#\nundo bgp\n#\n").config.bgp.as, 0U);
  EXPECT_EQ(FateOf("#\nundo frobnicate\n#\n", 2), model::Fate::kUnknown);
}

TEST(HuaweiVrpTest, SecretsStayOut) {
  const std::string text = ReadText(kSamples / "ospf.cfg");
  EXPECT_EQ(Print(ParseText(kFormat, text).config).find("secret"), std::string::npos);
}

TEST(HuaweiVrpTest, ReferenceNetworkIsUnderstood) {
  std::size_t count = 0;
  for (const auto& path : FilesIn("examples/valdrea/configs", ".cfg")) {
    const std::string text = ReadText(path);
    if (Detect(text) == Claim::kNo) continue;
    ++count;
    const ParsedFile parsed = ParseText(kFormat, text);
    EXPECT_TRUE(parsed.diagnostics.items().empty()) << path << '\n' << Census(parsed);
    for (std::size_t i = 0; i < parsed.fates.lines.size(); ++i) {
      const model::LineFate& fate = parsed.fates.lines[i];
      EXPECT_NE(fate.fate, model::Fate::kUnknown) << path << ':' << i + 1;
      const bool only6 = fate.impact.bits == model::Impact::kRouting6;
      EXPECT_TRUE(fate.fate != model::Fate::kUnmodelled || only6)
          << path << ':' << i + 1 << ' ' << fate.reason;
    }
    ExpectPrintsBack(kFormat, text, path.filename().string());
  }
  if (count == 0) GTEST_SKIP() << "examples/valdrea/configs is not there";
}

// Real texts: prints the share of fates over every file below the folder that the reader claims.
// Found by the fuzzer: whatever began with NULL discarded packets.
TEST(HuaweiVrpTest, LinesThatCanChangeAnAnswerAreNeverIrrelevant) {
  using model::Impact;
  constexpr std::uint8_t kRoutes = Impact::kRouting;
  struct Case {
    const char* lines;
    std::size_t line;  // index in the text that is read
    std::uint8_t impact;
  };
  constexpr Case kCases[] = {
      {"#\nautoconfig enable\n#", 1, Impact::kManagement},
      {"#\nops\n#", 1, Impact::kAll},
      {"#\ndns proxy enable\n#", 1, Impact::kForwarding},
      {"#\ninterface GE0/0/1\n ip forward-broadcast\n#", 2, Impact::kForwarding},
      {"#\ninterface GE0/0/1\n loopback internal\n#", 2, kRoutes | Impact::kForwarding},
      {"#\nospf 1\n dn-bit-check disable ase\n#", 2, Impact::kRouting4},
      {"#\nuser-interface vty 0 4\n auto-execute command x\n#", 2, Impact::kManagement},
  };
  for (const Case& one : kCases) {
    const ParsedFile parsed = ParseText(kFormat, one.lines);
    const model::LineFate& fate = parsed.fates.lines.at(one.line);
    EXPECT_EQ(fate.fate, model::Fate::kUnmodelled) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
}

TEST(HuaweiVrpTest, OnlyNull0Discards) {
  const ParsedFile parsed = ParseText(
      kFormat, "#\nip route-static 10.0.0.0 8 NULL0\nip route-static 10.0.0.0 9 NULL00\n#\nreturn\n");
  ASSERT_EQ(parsed.config.static_routes.routes.size(), 2U);
  EXPECT_TRUE(parsed.config.static_routes.routes[0].discard);
  EXPECT_FALSE(parsed.config.static_routes.routes[1].discard);
}

TEST(HuaweiVrpTest, BindingTakesTheAddressesOff) {
  const ParsedFile parsed = ParseText(kFormat,
                                      "#\nip vpn-instance V\n#\ninterface GE0/1/0\n ip address 10.0.0.1 24\n"
                                      " ip binding vpn-instance V\n ip address 10.1.0.1 24\n#\n");
  const model::Interface& interface = parsed.config.device.interfaces.at(0);
  EXPECT_EQ(interface.vrf, "V");
  ASSERT_EQ(interface.addresses.size(), 1U);
  EXPECT_EQ(net::ToString(interface.addresses[0].address), "10.1.0.1/24");
}

TEST(HuaweiVrpTest, StaticRoutesNameInstancesOnBothSides) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "#\nip route-static vpn-instance A 10.1.0.0 16 vpn-instance B 10.9.0.1\n"
                "ip route-static vpn-instance A 10.2.0.0 16 10.9.0.2 public\n"
                "ip route-static 10.3.0.0 16 vpn-instance B 10.9.0.3 preference 70\n#\n");
  const auto& routes = parsed.config.static_routes.routes;
  ASSERT_EQ(routes.size(), 3U);
  EXPECT_EQ(routes[0].vrf, "A");
  EXPECT_EQ(routes[0].next_hop_vrf, "B");
  EXPECT_EQ(routes[1].next_hop_vrf, "");
  EXPECT_EQ(routes[2].vrf, "");
  EXPECT_EQ(routes[2].distance, 70U);
}

TEST(HuaweiVrpTest, BgpDefaults) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "#\nbgp 65000\n peer 10.0.0.1 as-number 65001\n peer 2001:db8::1 as-number 65001\n"
                " ipv4-family unicast\n  import-route static\n#\n");
  const routing::bgp::BgpConfig& bgp = parsed.config.bgp;
  EXPECT_EQ(bgp.decision.local_weight, 0U);
  EXPECT_FALSE(bgp.decision.oldest_external_wins);
  EXPECT_TRUE(bgp.decision.cluster_length_before_router_id);
  const routing::bgp::BgpVrf& vrf = bgp.vrfs.at(0);
  EXPECT_EQ(vrf.families.at(0).distance_ebgp, 255U);
  EXPECT_EQ(vrf.families.at(0).distance_local, 255U);
  // A default route stays out until it is let in.
  EXPECT_EQ(vrf.families.at(0).redistributions.at(0).policies,
            (std::vector<std::string>{"prefix-list:no default", "prefix-list:"}));
  // IPv4 is active without a word, on peers with an IPv4 address.
  ASSERT_EQ(vrf.neighbors.size(), 2U);
  ASSERT_EQ(vrf.neighbors[0].families.size(), 1U);
  EXPECT_TRUE(vrf.neighbors[0].families[0].import.accept_by_default);
  EXPECT_FALSE(vrf.neighbors[0].families[0].send_standard);
  EXPECT_TRUE(vrf.neighbors[1].families.empty());
}

TEST(HuaweiVrpTest, GroupsAreMergedIntoTheirMembers) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "#\nbgp 65000\n group G external\n peer G as-number 65009\n peer G ebgp-max-hop\n"
                " peer 10.0.0.1 group G\n ipv4-family unicast\n  peer G route-policy P import\n"
                "  peer 10.0.0.1 group G\n#\nroute-policy P permit node 10\n#\n");
  const routing::bgp::BgpNeighbor& peer = parsed.config.bgp.vrfs.at(0).neighbors.at(0);
  EXPECT_EQ(peer.remote_as, 65009U);
  EXPECT_EQ(peer.ebgp_hops_max, 255U);
  EXPECT_EQ(peer.families.at(0).import.names, std::vector<std::string>{"P"});
  EXPECT_TRUE(parsed.diagnostics.items().empty());
}

TEST(HuaweiVrpTest, AJumpWithoutALaterNodeForEveryRouteIsNotModelled) {
  const std::string head =
      "#\nospf 1\n import-route static route-policy P\n#\nroute-policy P permit node 10\n"
      " goto next-node\n#\nroute-policy P permit node 20\n";
  EXPECT_EQ(FateOf(head + "#\n", 6), model::Fate::kModelled);
  EXPECT_EQ(FateOf(head + " if-match tag 1\n#\n", 6), model::Fate::kUnmodelled);
}

TEST(HuaweiVrpTest, AnUndefinedRoutePolicyIsNotModelled) {
  const ParsedFile parsed = ParseText(kFormat, "#\nospf 1\n import-route static route-policy X\n#\n");
  EXPECT_EQ(IdsOf(parsed), " reference-undefined@3:2+34");
  const model::RoutePolicy* policy = model::FindPolicy(parsed.config.policies, "X");
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(policy->terms.at(0).flow, model::TermFlow::kAccept);
  // One release lets everything pass, another refuses the line.
  EXPECT_EQ(parsed.fates.lines.at(2).fate, model::Fate::kUnmodelled);
}

TEST(HuaweiVrpTest, IsisDefaults) {
  const ParsedFile parsed =
      ParseText(kFormat,
                "#\nisis 1\n network-entity 49.0001.0000.0000.0001.00\n import-route static\n#\n"
                "interface LoopBack0\n ip address 10.0.0.1 32\n isis enable 1\n#\n"
                "interface GE0/1/0\n ip address 10.1.0.1 24\n isis enable 1\n#\n");
  const routing::isis::IsisProcess& process = parsed.config.isis.processes.at(0);
  EXPECT_EQ(process.style_level1, routing::isis::MetricStyle::kNarrow);
  EXPECT_EQ(process.levels, routing::isis::kLevelBoth);
  EXPECT_EQ(process.distance_level2, 15U);
  EXPECT_EQ(process.interfaces.at(0).metric_level2, 0U);
  EXPECT_TRUE(process.interfaces.at(0).passive);
  EXPECT_EQ(process.interfaces.at(1).metric_level2, 10U);
  EXPECT_EQ(process.redistributions.at(0).into, routing::isis::kLevel2);
  EXPECT_EQ(process.redistributions.at(0).metric, 0U);
}

/// LDP of a text whose one core interface has what `interface` says.
routing::ldp::LdpConfig LdpOf(const std::string& system, const std::string& interface) {
  return ParseText(kFormat, "#\ninterface LoopBack0\n ip address 10.255.0.1 32\n#\n" + system +
                                "#\ninterface GE0/1/0\n ip address 10.0.0.1 30\n" + interface + "#\n")
      .config.ldp;
}

TEST(HuaweiVrpTest, LdpRunsOnlyWithItsFourStatementsAndAnId) {
  const std::string id = "mpls lsr-id 10.255.0.1\n#\n", mpls = "mpls\n#\n", ldp = "mpls ldp\n#\n";
  const routing::ldp::LdpConfig whole = LdpOf(id + mpls + ldp, " mpls\n mpls ldp\n");
  ASSERT_TRUE(whole.enabled);
  ASSERT_EQ(whole.interfaces.size(), 1U);
  EXPECT_EQ(whole.interfaces[0].name, "GigabitEthernet0/1/0");
  EXPECT_EQ(net::ToString(*whole.transport), "10.255.0.1");
  EXPECT_FALSE(LdpOf(mpls + ldp, " mpls\n mpls ldp\n").enabled);
  EXPECT_FALSE(LdpOf(id + ldp, " mpls\n mpls ldp\n").enabled);
  EXPECT_FALSE(LdpOf(id + mpls, " mpls\n mpls ldp\n").enabled);
  EXPECT_TRUE(LdpOf(id + mpls + ldp, " mpls ldp\n").interfaces.empty());
  EXPECT_TRUE(LdpOf(id + mpls + ldp, " mpls\n").interfaces.empty());
  EXPECT_TRUE(LdpOf(id + mpls + ldp, " mpls\n mpls ldp\n undo mpls ldp\n").interfaces.empty());
  EXPECT_FALSE(LdpOf(id + mpls + ldp + "undo mpls\n#\n", " mpls\n mpls ldp\n").enabled);
}

TEST(HuaweiVrpTest, LdpDefaultsAndWhatChangesThem) {
  using routing::ldp::LdpChoice;
  using routing::ldp::OwnBindings;
  const auto of = [](const std::string& mpls, const std::string& ldp) {
    return LdpOf("mpls lsr-id 10.255.0.1\n#\nmpls\n" + mpls + "#\nmpls ldp\n" + ldp + "#\n",
                 " mpls\n mpls ldp\n");
  };
  const routing::ldp::LdpConfig plain = of("", "");
  EXPECT_EQ(plain.own, OwnBindings::kAll);
  EXPECT_EQ(plain.owns.kind, LdpChoice::kHosts);
  EXPECT_EQ(plain.begins.kind, LdpChoice::kHosts);
  EXPECT_EQ(plain.passes_on.kind, LdpChoice::kAll);
  EXPECT_TRUE(plain.ordered && !plain.hosts_only);
  EXPECT_FALSE(plain.explicit_null || plain.carries_igp || plain.carries_bgp);
  EXPECT_FALSE(plain.sends_bare || plain.ends_without_ldp);
  const routing::ldp::LdpConfig other = of(" lsp-trigger all\n label advertise explicit-null\n",
                                           " label distribution control-mode independent\n");
  EXPECT_EQ(other.owns.kind, LdpChoice::kAll);
  EXPECT_EQ(other.begins.kind, LdpChoice::kAll);
  EXPECT_FALSE(other.hosts_only || other.ordered);
  EXPECT_TRUE(other.explicit_null);
  EXPECT_TRUE(of(" label advertise non-null\n", "").explicit_null);
  EXPECT_EQ(of(" lsp-trigger all\n undo lsp-trigger\n", "").begins.kind, LdpChoice::kHosts);
  EXPECT_EQ(of(" lsp-trigger none\n", "").begins.kind, LdpChoice::kNone);
  EXPECT_EQ(of(" lsp-trigger none\n", "").owns.kind, LdpChoice::kNone);
  EXPECT_EQ(of(" lsp-trigger none\n lsp-trigger host\n", "").owns.kind, LdpChoice::kHosts);
  EXPECT_TRUE(of("", " label distribution control-mode independent\n").hosts_only);
  EXPECT_FALSE(of(" label advertise explicit-null\n label advertise implicit-null\n", "").explicit_null);
}

TEST(HuaweiVrpTest, AHierarchyOfPesThatIsNotWholeIsNotModelled) {
  const std::string head = "bgp 65000\n peer 10.0.0.2 as-number 65000\n ipv4-family vpnv4\n";
  const auto fate = [&](const std::string& lines) {
    return ParseText(kFormat, head + "  peer 10.0.0.2 enable\n" + lines).fates.lines.at(3).fate;
  };
  EXPECT_EQ(fate("  peer 10.0.0.2 upe\n"), model::Fate::kUnmodelled);
  EXPECT_EQ(fate("  peer 10.0.0.2 upe\n  peer 10.0.0.2 default-originate vpn-instance V\n"),
            model::Fate::kModelled);
}

TEST(HuaweiVrpTest, PeersThatTellLabelsStandBehindPortsWithMpls) {
  const auto fate = [](const std::string& mpls) {
    return ParseText(kFormat, "interface GE0/1/0\n ip address 10.0.0.1 30\n" + mpls +
                                  "#\nbgp 65000\n peer 10.0.0.2 as-number 65001\n ipv4-family unicast\n"
                                  "  peer 10.0.0.2 label-route-capability\n")
        .fates.lines.at(mpls.empty() ? 6 : 7)
        .fate;
  };
  EXPECT_EQ(fate(""), model::Fate::kUnmodelled);
  EXPECT_EQ(fate(" mpls\n"), model::Fate::kModelled);
}

TEST(HuaweiVrpTest, ImportRibTakesRoutesOfAnotherTable) {
  const std::string head =
      "ip vpn-instance V\n ipv4-family\n#\nbgp 65000\n ipv4-family vpn-instance V\n  import-rib ";
  const auto leaks = [&](const std::string& words) {
    return ParseText(kFormat, head + words + "\n").config.vrfs.at(0).leaks;
  };
  ASSERT_EQ(leaks("public").size(), 1U);
  EXPECT_TRUE(leaks("public")[0].through_bgp);
  EXPECT_EQ(leaks("public")[0].from_vrf, "");
  EXPECT_EQ(leaks("vpn-instance W valid-route").at(0).from_vrf, "W");
  EXPECT_TRUE(leaks("public include-label-route").empty());
}

TEST(HuaweiVrpTest, WhatElseChangesLabelsIsNotModelled) {
  using model::Impact;
  const std::string head = "#\nmpls lsr-id 10.255.0.1\n#\nmpls\n#\nmpls ldp\n#\ninterface GE0/1/0\n mpls\n";
  for (const char* line :
       {"mpls\n lsp-trigger bgp-label-route ip-prefix P", "mpls\n lsp-trigger ip-prefix P Q",
        "mpls ldp\n outbound peer all split-horizon", "mpls ldp\n propagate mapping for bgp",
        "mpls ldp\n authentication key-chain K", "mpls ldp\n longest-match",
        "mpls ldp\n mtu-signalling apply-tlv", "mpls ldp remote-peer P\n remote-ip 10.0.0.9",
        "mpls ldp vpn-instance V\n lsr-id 1.1.1.1", "interface GE0/1/0\n mpls ldp advertisement dod"}) {
    const ParsedFile parsed = ParseText(kFormat, head + "#\n" + line + "\n#\n");
    EXPECT_EQ(parsed.fates.lines.at(11).fate, model::Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.at(11).impact.bits, Impact::kForwarding) << line;
  }
  for (const char* line : {"mpls ldp\n graceful-restart", "mpls ldp\n backoff timer 30 120",
                           "interface GE0/1/0\n mpls ldp timer keepalive-hold 60"}) {
    const ParsedFile parsed = ParseText(kFormat, head + "#\n" + line + "\n#\n");
    EXPECT_EQ(parsed.fates.lines.at(11).fate, model::Fate::kIrrelevant) << line;
  }
  // No interface has the id of the second line.
  EXPECT_EQ(FateOf(head, 2), model::Fate::kUnmodelled);
  EXPECT_EQ(FateOf(head + "#\ninterface LoopBack0\n ip address 10.255.0.1 32\n#\n", 2),
            model::Fate::kModelled);
}

TEST(HuaweiVrpTest, OneLabelForAnInstanceWhereTheTextSaysSo) {
  const std::string text =
      "#\nip vpn-instance A\n ipv4-family\n  route-distinguisher 1:1\n  apply-label per-instance\n#\n"
      "ip vpn-instance B\n ipv4-family\n  route-distinguisher 1:2\n  apply-label per-route\n#\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_TRUE(parsed.config.vrfs.at(0).label_per_table);
  EXPECT_FALSE(parsed.config.vrfs.at(1).label_per_table);
  ExpectPrintsBack(kFormat, text, "labels");
  const std::string both =
      "#\nip vpn-instance A\n ipv4-family\n ipv6-family\n  apply-label per-instance\n#\n";
  EXPECT_EQ(FateOf(both, 5), model::Fate::kUnmodelled) << "the model has one for both families";
}

TEST(HuaweiVrpTest, RoutesOfAVpnDemandALabel) {
  const ParsedFile parsed = ParseText(
      kFormat, "#\nbgp 1\n peer 10.0.0.1 as-number 1\n ipv4-family vpnv4\n  peer 10.0.0.1 enable\n#\n");
  for (const routing::bgp::BgpFamilyConfig& family : parsed.config.bgp.vrfs.at(0).families)
    EXPECT_EQ(family.demands_label, family.family == routing::bgp::BgpFamily::kVpnIpv4);
}

TEST(HuaweiVrp, FiltersThatAreNotModelledMayDropAnything) {
  const auto lines = [](const std::string& use, const std::string& behavior = "remark dscp 8") {
    return LinesThatMayDropOspf(
        ParseText(kFormat,
                  "#\nsysname a\n#\nacl number 3000\n rule 5 permit ip\n#\n"
                  "traffic classifier C operator or\n if-match dscp 8\n#\n"
                  "traffic behavior B\n " +
                      behavior +
                      "\n#\ntraffic policy P\n classifier C behavior B\n#\n"
                      "interface GigabitEthernet0/1/0\n ip address 10.0.0.1 255.255.255.0\n " +
                      use + "\n#\nospf 1\n area 0.0.0.0\n  network 10.0.0.0 0.0.0.255\n#\n")
            .config);
  };
  EXPECT_THAT(lines("traffic-filter inbound acl 3000"), testing::IsEmpty());
  EXPECT_THAT(lines("traffic-filter inbound acl 3000 frob"), testing::ElementsAre(18U));
  EXPECT_THAT(lines("traffic-policy P inbound"), testing::IsEmpty()) << "it drops nothing";
  EXPECT_THAT(lines("traffic-policy P inbound", "deny"), testing::ElementsAre(18U));
  EXPECT_THAT(lines("traffic-policy P inbound", "frob"), testing::ElementsAre(18U));
  EXPECT_THAT(lines("traffic-policy P inbound vlan 5"), testing::ElementsAre(18U));
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
