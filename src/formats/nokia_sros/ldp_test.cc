// LDP as the reader understands it: what ends in the model, what keeps its line open.
#include <gtest/gtest.h>

#include <string>

#include "formats/impacts.h"
#include "formats/nokia_sros/nokia_sros.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Fate;
using model::Impact;

const std::string kRouter =
    "/configure router \"Base\" interface \"system\" ipv4 primary address 192.0.2.1 prefix-length 32\n"
    "/configure port 1/1/c1/1 admin-state enable\n"
    "/configure router \"Base\" interface \"east\" port 1/1/c1/1\n"
    "/configure router \"Base\" interface \"east\" ipv4 primary address 10.0.0.0 prefix-length 31\n";
const std::string kLdp = "/configure router \"Base\" ldp interface-parameters interface \"east\" ipv4 ";

std::string Vprn(const std::string& tunnels) {
  const std::string head = "/configure service vprn \"red\" ";
  return head + "admin-state enable\n" + head + "bgp-ipvpn mpls admin-state enable\n" + head +
         "bgp-ipvpn mpls route-distinguisher \"65000:1\"\n" + head +
         "bgp-ipvpn mpls vrf-target community \"target:65000:1\"\n" + head +
         "bgp-ipvpn mpls auto-bind-tunnel " + tunnels + '\n';
}
const std::string kMesh =
    "/configure router \"Base\" autonomous-system 65000\n"
    "/configure router \"Base\" bgp group \"mesh\" peer-as 65000 family vpn-ipv4 true\n"
    "/configure router \"Base\" bgp neighbor \"192.0.2.2\" group \"mesh\"\n";

bool DemandsLabel(const std::string& text) {
  const ParsedFile parsed = ParseText(kFormat, text);
  for (const auto& family : parsed.config.bgp.vrfs.at(0).families) {
    if (family.demands_label) return true;
  }
  return false;
}

TEST(NokiaSrosLdp, BindsTheSystemAddressInOrder) {
  const ParsedFile parsed = ParseText(kFormat, kRouter + kLdp + "admin-state enable\n");
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  const routing::ldp::LdpConfig& ldp = parsed.config.ldp;
  EXPECT_TRUE(ldp.enabled);
  ASSERT_EQ(ldp.interfaces.size(), 1U);
  EXPECT_EQ(ldp.interfaces[0].name, "east");
  EXPECT_EQ(ldp.interfaces[0].span.line, 5U);
  EXPECT_EQ(ldp.transport, net::ParseIpv4("192.0.2.1"));
  EXPECT_EQ(ldp.own, routing::ldp::OwnBindings::kTransport);
  EXPECT_TRUE(ldp.ordered);
  EXPECT_TRUE(ldp.explicit_null) << "the last label stays on unless told";
  EXPECT_FALSE(ldp.carries_igp);
  EXPECT_FALSE(ldp.carries_bgp);
  for (const model::LineFate& line : parsed.fates.lines) EXPECT_EQ(line.fate, Fate::kModelled);
}

TEST(NokiaSrosLdp, ImplicitNullIsAsked) {
  const std::string text =
      kRouter + kLdp + "admin-state enable\n/configure router \"Base\" ldp implicit-null-label true\n";
  EXPECT_FALSE(ParseText(kFormat, text).config.ldp.explicit_null);
  ExpectPrintsBack(kFormat, text, "implicit null");
}

TEST(NokiaSrosLdp, StandsStillWhereItIsShut) {
  const auto runs = [](const std::string& lines) {
    return ParseText(kFormat, kRouter + lines).config.ldp.enabled;
  };
  EXPECT_FALSE(runs(kLdp + "hello timeout 15\n")) << "the family is disabled until enabled";
  EXPECT_FALSE(runs(kLdp + "admin-state enable\n/configure router \"Base\" ldp admin-state disable\n"));
  EXPECT_FALSE(runs(kLdp + "admin-state enable\n/configure router \"Base\" ldp interface-parameters "
                           "interface \"east\" admin-state disable\n"));
  const ParsedFile bare = ParseText(kFormat, "/configure router \"Base\" interface \"east\" loopback true\n" +
                                                 kLdp + "admin-state enable\n");
  EXPECT_FALSE(bare.config.ldp.enabled);
  EXPECT_EQ(bare.fates.lines[1].reason, "LDP without a system address");
  const ParsedFile none = ParseText(kFormat, kLdp + "admin-state enable\n");
  ASSERT_EQ(none.diagnostics.items().size(), 1U);
  EXPECT_EQ(base::InfoOf(none.diagnostics.items()[0].kind).id, "reference-undefined");
}

TEST(NokiaSrosLdp, RoutesOfAVpnNeedLdpWhereNothingElseIsAdmitted) {
  const std::string filter = Vprn("resolution filter resolution-filter ldp true");
  EXPECT_TRUE(DemandsLabel(kRouter + kMesh + filter));
  ExpectPrintsBack(kFormat, kRouter + kMesh + filter + kLdp + "admin-state enable\n", "filter");
  EXPECT_FALSE(DemandsLabel(kRouter + kMesh + Vprn("resolution disabled")));
  const std::string client = "/configure router \"Base\" bgp group \"mesh\" cluster cluster-id 192.0.2.1\n";
  EXPECT_FALSE(DemandsLabel(kRouter + kMesh + client + filter)) << "what it passes on may need no tunnel";
  for (const char* tunnels : {"resolution any", "resolution filter resolution-filter rsvp true",
                              "resolution filter resolution-filter ldp true gre true"}) {
    const ParsedFile parsed = ParseText(kFormat, Vprn(tunnels) + kRouter + kMesh);
    EXPECT_FALSE(parsed.config.bgp.vrfs.at(0).families.at(0).demands_label) << tunnels;
    EXPECT_EQ(parsed.fates.lines[4].reason, "tunnels of a VPN that need not be those of LDP") << tunnels;
    EXPECT_EQ(parsed.fates.lines[4].impact.bits, kPaths) << tunnels;
  }
}

TEST(NokiaSrosLdp, OneLabelStandsForATable) {
  const std::string filter = Vprn("resolution filter resolution-filter ldp true");
  EXPECT_TRUE(ParseText(kFormat, filter).config.vrfs.at(0).label_per_table);
  const std::string text = filter + "/configure service vprn \"red\" label-mode next-hop\n";
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_FALSE(parsed.config.vrfs.at(0).label_per_table);
  EXPECT_EQ(parsed.fates.lines.back().impact.bits, Impact::kForwarding);
  ExpectPrintsBack(kFormat, text, "label mode");
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
