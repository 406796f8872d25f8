#include "formats/nokia_srlinux/nokia_srlinux.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "formats/nokia_srlinux/convert.h"
#include "formats/open_lines_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

namespace fs = std::filesystem;
using base::DiagnosticKind;
using model::Fate;
using model::Impact;

fs::path Samples() { return fs::path(RF_TEST_FOLDER) / "testdata"; }

std::string Sample(const std::string& name) { return formats::ReadText(Samples() / name); }

ParsedFile Read(const std::string& text) { return ParseText(kFormat, text); }

// What the lines below a head say, as flat lines.
std::string Lines(const std::string& head, std::initializer_list<std::string> tails) {
  std::string text;
  for (const std::string& tail : tails) text += "set / " + head + " " + tail + "\n";
  return text;
}

// Two ports with addresses in the default instance.
std::string Ports() {
  return Lines("interface ethernet-1/1",
               {"ethernet port-speed 100G", "subinterface 0 ipv4 admin-state enable",
                "subinterface 0 ipv4 address 192.0.2.1/30"}) +
         Lines("interface lo0",
               {"subinterface 0 ipv4 admin-state enable", "subinterface 0 ipv4 address 10.255.0.7/32"}) +
         Lines("network-instance default", {"interface ethernet-1/1.0", "interface lo0.0"});
}

TEST(NokiaSrlinux, Goldens) { ExpectGoldens(kFormat, Samples()); }

TEST(NokiaSrlinux, PrintsBackWhatItRead) { ExpectSamplesPrintBack(kFormat, Samples()); }

TEST(NokiaSrlinux, AllNotationsGiveTheSameModel) {
  EXPECT_EQ(Dump(Read(Sample("json.cfg")).config), Dump(Read(Sample("notation_flat.cfg")).config));
}

TEST(NokiaSrlinux, YamlIsTheSameTree) {
  const std::string yaml =
      "srl_nokia-system:system:\n"
      "  name:\n"
      "    host-name: leaf9\n"
      "srl_nokia-interfaces:interface:\n"
      "  - name: lo0\n"
      "    subinterface:\n"
      "      - index: 3\n";
  const ParsedFile parsed = Read(yaml);
  EXPECT_EQ(parsed.config.device.name, "leaf9");
  ASSERT_EQ(parsed.config.device.interfaces.size(), 1U);
  EXPECT_EQ(parsed.config.device.interfaces[0].name, "lo0.3");
  EXPECT_EQ(parsed.config.device.name_span.line, 3U);
  EXPECT_EQ(Detect(yaml), Claim::kYes);
}

TEST(NokiaSrlinux, BrokenValuesLeaveEveryLineUnknown) {
  const ParsedFile parsed = Read("{\n  \"srl_nokia-system:system\": [\n");
  EXPECT_TRUE(parsed.diagnostics.has_errors());
  for (const model::LineFate& line : parsed.fates.lines) EXPECT_EQ(line.fate, Fate::kUnknown);
}

TEST(NokiaSrlinux, SurvivesHostileTexts) {
  for (const char* name : {"bgp.cfg", "json.cfg", "acl.cfg"}) ExpectSurvives(kFormat, Sample(name));
}

TEST(NokiaSrlinux, DetectorLooksForItsOwnBranches) {
  EXPECT_EQ(Detect("set / system name host-name a\n"), Claim::kYes);
  EXPECT_EQ(Detect("set /interface lo0 admin-state enable\n"), Claim::kYes);
  EXPECT_EQ(Detect("network-instance default {\n}\n"), Claim::kYes);
  // Another system's flat lines have no slash, and its braces no such names.
  EXPECT_EQ(Detect("set interfaces ge-0/0/0 unit 0\n"), Claim::kNo);
  EXPECT_EQ(Detect("/configure router \"Base\"\n"), Claim::kNo);
  EXPECT_EQ(Detect("interface Ethernet1\n   no shutdown\n"), Claim::kNo);
  EXPECT_EQ(Detect("{ \"interface\": [] }\n"), Claim::kNo);
  EXPECT_EQ(Detect("/interface bridge\nadd name=b1\n"), Claim::kNo);
  EXPECT_EQ(Detect("/interface ethernet-1/1 admin-state enable\n"), Claim::kYes);
}

TEST(NokiaSrlinux, ARangeOfInterfacesIsNotGuessed) {
  const ParsedFile parsed = Read("set / interface ethernet-1/{1..4} admin-state enable\n");
  EXPECT_EQ(FateOf(parsed, 1), Fate::kUnmodelled);
  EXPECT_EQ(parsed.fates.lines[0].impact.bits, Impact::kAll);
  EXPECT_TRUE(parsed.config.device.interfaces.empty());
}

// An interface is up without a word; a sub-interface outside any instance carries nothing.
TEST(NokiaSrlinux, InterfacesAreUpAndInstancesMakeThemRoute) {
  const ParsedFile in = Read(Ports());
  ASSERT_EQ(in.config.device.interfaces.size(), 3U);
  EXPECT_TRUE(in.config.device.interfaces[0].admin_up);
  EXPECT_TRUE(in.config.device.interfaces[1].admin_up);
  EXPECT_EQ(in.config.device.mtu_default_bytes, 1500U);
  const ParsedFile out = Read(Lines("interface ethernet-1/1", {"subinterface 0 ipv4 admin-state enable"}));
  EXPECT_FALSE(out.config.device.interfaces[1].admin_up);
}

// Releases differ in what a family without `admin-state` does: the line is not modelled.
TEST(NokiaSrlinux, AFamilyWithoutAdminStateIsInDoubt) {
  const ParsedFile old = Read(Lines("interface lo0", {"subinterface 0 ipv4 address 10.0.0.1/32"}));
  EXPECT_EQ(FateOf(old, 1), Fate::kUnmodelled);
  EXPECT_EQ(old.config.device.interfaces[0].addresses.size(), 1U);
  // A text that knows the leaf is of a release where it is off without it.
  const ParsedFile later =
      Read(Ports() + Lines("interface lo1", {"subinterface 0 ipv4 address 10.0.0.1/32"}));
  EXPECT_TRUE(later.config.device.interfaces[3].addresses.empty());
}

TEST(NokiaSrlinux, UndefinedNamesAreErrors) {
  EXPECT_EQ(IdsOf(Read("set / network-instance default interface ethernet-1/1.0\n")),
            " reference-undefined@1:42+14");
}

// 400 Gbit/s over 100 Gbit/s is 4, which the engine works out from these two figures.
TEST(NokiaSrlinux, OspfDefaults) {
  const std::string ospf = "network-instance default protocols ospf instance a";
  const ParsedFile parsed =
      Read(Ports() + Lines(ospf, {"admin-state enable", "version ospf-v2", "area 0 interface ethernet-1/1.0",
                                  "area 0 interface lo0.0"}));
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  const routing::ospf::OspfProcess& process = parsed.config.ospf.processes[0];
  EXPECT_EQ(process.reference_bandwidth_bps, 400'000'000'000U);
  EXPECT_EQ(process.max_paths, 1U);
  EXPECT_EQ(process.distances.intra, 10U);
  EXPECT_EQ(process.distances.external, 150U);
  ASSERT_EQ(process.interfaces.size(), 2U);
  EXPECT_FALSE(process.interfaces[0].cost.has_value());
  EXPECT_EQ(process.interfaces[1].cost, 0U);
  // Disabled until enabled.
  EXPECT_TRUE(Read(Ports() + Lines(ospf, {"version ospf-v2"})).config.ospf.processes.empty());
}

TEST(NokiaSrlinux, OspfMetricOfAPortWithoutASpeedIsInDoubt) {
  const ParsedFile parsed = Read(Sample("ospf.cfg") +
                                 "set / network-instance default protocols ospf instance main area 0.0.0.2 "
                                 "interface ethernet-1/3.0\n"
                                 "set / interface ethernet-1/3 subinterface 0\n"
                                 "set / network-instance default interface ethernet-1/3.0\n");
  EXPECT_EQ(FateOf(parsed, 22), Fate::kUnmodelled);
}

TEST(NokiaSrlinux, IsisDefaults) {
  const std::string isis = "network-instance default protocols isis instance a";
  const ParsedFile parsed = Read(
      Ports() + Lines(isis, {"admin-state enable", "level-capability L2", "net [ 49.0001.0100.0000.0007.00 ]",
                             "interface ethernet-1/1.0", "interface lo0.0"}));
  ASSERT_EQ(parsed.config.isis.processes.size(), 1U);
  const routing::isis::IsisProcess& process = parsed.config.isis.processes[0];
  EXPECT_EQ(process.style_level2, routing::isis::MetricStyle::kWide);
  EXPECT_EQ(process.system_id, "0100.0000.0007");
  EXPECT_EQ(process.distance_level1, 15U);
  EXPECT_EQ(process.distance_level2, 18U);
  EXPECT_EQ(process.interfaces[0].metric_level2, 10U);
  EXPECT_EQ(process.interfaces[1].metric_level2, 0U);
  EXPECT_TRUE(process.interfaces[1].passive);
  // Which levels an instance has without a word is not certain.
  const ParsedFile silent = Read(Lines(isis, {"admin-state enable"}));
  EXPECT_EQ(FateOf(silent, 1), Fate::kUnmodelled);
}

TEST(NokiaSrlinux, StaticRoutesTakeTheirHopsFromGroups) {
  const auto& routes = Read(Sample("static.cfg")).config.static_routes.routes;
  ASSERT_EQ(routes.size(), 3U);
  EXPECT_EQ(routes[0].distance, 5U);
  EXPECT_EQ(routes[0].metric, 1U);
  EXPECT_TRUE(routes[0].recursive);
  EXPECT_FALSE(routes[1].recursive);
  EXPECT_TRUE(routes[2].discard);
  EXPECT_EQ(routes[2].distance, 200U);
}

// Without a policy an external neighbour exchanges nothing, an internal one everything of BGP.
TEST(NokiaSrlinux, BgpWithoutPolicies) {
  const std::string bgp = "network-instance default protocols bgp";
  const std::string text =
      Ports() + Lines(bgp, {"autonomous-system 65001", "router-id 10.255.0.7",
                            "afi-safi ipv4-unicast admin-state enable", "neighbor 192.0.2.2 peer-as 65002",
                            "neighbor 10.255.0.9 peer-as 65001"});
  const ParsedFile parsed = Read(text);
  ASSERT_EQ(parsed.config.bgp.vrfs.size(), 1U);
  const auto& neighbors = parsed.config.bgp.vrfs[0].neighbors;
  ASSERT_EQ(neighbors.size(), 2U);
  EXPECT_FALSE(neighbors[0].families[0].import.accept_by_default);
  EXPECT_TRUE(neighbors[0].families[0].export_chain.names.empty());
  EXPECT_FALSE(neighbors[0].families[0].export_chain.accept_by_default);
  EXPECT_TRUE(neighbors[1].families[0].import.accept_by_default);
  EXPECT_EQ(neighbors[1].families[0].export_chain.names.back(), kBgpOnly);
  const auto& family = parsed.config.bgp.vrfs[0].families[0];
  EXPECT_EQ(family.ebgp_paths_max, 1U);
  EXPECT_EQ(family.distance_ebgp, 170U);
  EXPECT_EQ(family.distance_ibgp, 170U);
  const ParsedFile open = Read(text + Lines(bgp, {"ebgp-default-policy import-reject-all false",
                                                  "ebgp-default-policy export-reject-all false"}));
  EXPECT_TRUE(open.config.bgp.vrfs[0].neighbors[0].families[0].import.accept_by_default);
  EXPECT_FALSE(open.config.bgp.vrfs[0].neighbors[0].families[0].export_chain.names.empty());
}

TEST(NokiaSrlinux, AFamilyIsActiveWhereTheNearestLevelSaysSo) {
  const ParsedFile parsed = Read(Sample("bgp.cfg"));
  const auto& neighbors = parsed.config.bgp.vrfs[0].neighbors;
  // The interface neighbour, then the one of the group, which turns IPv6 off, then one without a group.
  ASSERT_EQ(neighbors.size(), 4U);
  EXPECT_EQ(neighbors[1].families.size(), 1U);
  EXPECT_EQ(neighbors[2].families.size(), 2U);
  EXPECT_EQ(neighbors[2].ebgp_hops_max, 3U);
  EXPECT_TRUE(neighbors[3].families[0].reflector_client);
}

// What becomes of a route that no policy decides is not certain.
TEST(NokiaSrlinux, AnOpenPolicyIsInDoubt) {
  const std::string text = Lines("routing-policy policy p", {"statement 1 match protocol bgp",
                                                             "statement 1 action policy-result accept"}) +
                           Lines("network-instance default protocols bgp",
                                 {"autonomous-system 65001", "afi-safi ipv4-unicast admin-state enable",
                                  "neighbor 192.0.2.2 peer-as 65002", "neighbor 192.0.2.2 export-policy p"});
  EXPECT_EQ(FateOf(Read(text), 6), Fate::kUnmodelled);
  const std::string closed = text + Lines("routing-policy policy p", {"default-action policy-result reject"});
  EXPECT_EQ(FateOf(Read(closed), 6), Fate::kModelled);
}

// A condition that is not read must not let more through.
TEST(NokiaSrlinux, AnUnreadConditionIsOneThatCannotBeSaid) {
  const ParsedFile parsed =
      Read(Lines("routing-policy policy p",
                 {"statement 1 match bgp evpn route-type 5", "statement 1 action policy-result accept"}));
  const model::RouteTerm& term = parsed.config.policies.policies.at(0).terms.at(0);
  ASSERT_EQ(term.all_of.size(), 1U);
  EXPECT_EQ(term.all_of[0].any_of[0].kind, model::RouteMatchKind::kNotModelled);
}

// A filter without an entry for all packets is in doubt where it is used.
TEST(NokiaSrlinux, AFilterWithoutAnEndIsInDoubt) {
  const ParsedFile parsed = Read(Sample("acl.cfg"));
  int unmodelled = 0;
  for (const model::LineFate& line : parsed.fates.lines)
    unmodelled += line.reason == "filter without an entry for the rest" ? 1 : 0;
  EXPECT_EQ(unmodelled, 1);
  ASSERT_EQ(parsed.config.device.acls.size(), 2U);
  // By number, not in the order of the text.
  EXPECT_EQ(parsed.config.device.acls[0].lines[0].action, model::AclAction::kPermit);
  EXPECT_EQ(parsed.config.device.acls[0].lines[1].action, model::AclAction::kDeny);
}

TEST(NokiaSrlinux, SshIsOnWithoutAWord) {
  const ParsedFile parsed = Read("set / system name host-name a\n");
  ASSERT_EQ(parsed.config.device.management.services.size(), 1U);
  EXPECT_EQ(parsed.config.device.management.services[0].service, model::ManagementService::kSsh);
  const ParsedFile off = Read("set / system ssh-server mgmt admin-state disable\n");
  EXPECT_TRUE(off.config.device.management.services.empty());
}

TEST(NokiaSrlinux, CopiesInAnotherFormStayOpen) {
  const std::string mirror = "set / system mirroring mirroring-instance m ";
  for (const std::string& line : {mirror + "mirror-source acl ipv4-filter f entry 1",
                                  mirror + "mirror-source interface ethernet-1/9 direction ingress-only"}) {
    const ParsedFile parsed = Read(line + "\n");
    EXPECT_EQ(parsed.fates.lines.at(0).fate, model::Fate::kUnmodelled) << line;
    EXPECT_EQ(parsed.fates.lines.at(0).impact.bits, model::Impact::kCopying) << line;
  }
}

/// A sub-interface for copies is in no instance: the port sends them all the same.
TEST(NokiaSrlinux, CopiesLeaveByThePort) {
  const ParsedFile parsed = Read(Sample("copying.cfg"));
  const model::CopySession& session = parsed.config.device.copying.at(0);
  EXPECT_EQ(session.targets.at(0).interface, "ethernet-1/7");
  const model::InterfaceIndex port = model::FindInterface(parsed.config.device, "ethernet-1/7");
  ASSERT_TRUE(port.valid());
  EXPECT_TRUE(parsed.config.device.interfaces[port.index()].admin_up);
}

TEST(NokiaSrlinux, DiagnosticsHavePlaces) {
  EXPECT_EQ(IdsOf(Read("set / interface lo0 subinterface 0 ipv4 address 10.0.0.256/8\n")),
            " value-invalid@1:49+12");
  EXPECT_EQ(IdsOf(Read("set / network-instance default protocols bgp router-id 10.0.0.1\n")),
            " value-invalid@1:42+3");
}

TEST(NokiaSrlinux, EntriesThatAreNotModelledStandOpen) {
  const std::string before =
      "set / system name host-name a\nset / interface ethernet-1/1 admin-state enable\n"
      "set / interface ethernet-1/1 subinterface 0 ipv4 admin-state enable\n"
      "set / interface ethernet-1/1 subinterface 0 ipv4 address 10.0.0.1/24\n"
      "set / interface ethernet-1/1 subinterface 0 acl input ipv4-filter F\n"
      "set / network-instance default type default\n"
      "set / network-instance default interface ethernet-1/1.0\n"
      "set / network-instance default protocols ospf instance main admin-state enable\n"
      "set / network-instance default protocols ospf instance main version ospf-v2\n"
      "set / network-instance default protocols ospf instance main area 0.0.0.0 interface ethernet-1/1.0\n";
  const auto entry = [](const std::string& number, const std::string& match, const std::string& action) {
    const std::string head = "set / acl ipv4-filter F entry " + number;
    return (match.empty() ? "" : head + " match " + match + "\n") + head + " action " + action + "\n";
  };
  const std::string ospf = entry("10", "protocol ospf", "accept");
  const std::string rest = entry("900", "", "accept");
  ExpectLeftOpen(kFormat, {before, rest, ospf, entry("20", "fragment true", "drop"),
                           entry("20", "fragment true", "accept")});
  const auto lines = [&](const std::string& entries) {
    return LinesThatMayDropOspf(ParseText(kFormat, before + entries).config);
  };
  EXPECT_THAT(lines(entry("20", "protocol ospf", "frobnicate") + rest), testing::ElementsAre(12U));
  EXPECT_THAT(lines("set / acl ipv4-filter F frobnicate 1\n" + rest), testing::SizeIs(1));
  EXPECT_THAT(lines(ospf), testing::IsEmpty());
  EXPECT_THAT(lines(entry("20", "protocol tcp", "accept")), testing::ElementsAre(12U))
      << "what happens to the rest is not certain";
}

}  // namespace
}  // namespace ringfence::formats::nokia_srlinux
