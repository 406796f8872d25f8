// Traffic engineering: what lines of tunnels, paths, links and tunnel policies mean.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/huawei_vrp/meaning_testing.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

const std::string kHead =
    "interface LoopBack0\n ip address 10.255.0.1 32\n#\nmpls lsr-id 10.255.0.1\n#\nmpls\n mpls te\n mpls "
    "rsvp-te\n mpls te cspf\n#\n";
const std::string kTunnel =
    kHead + "interface Tunnel1\n tunnel-protocol mpls te\n destination 10.255.0.4\n mpls te tunnel-id 1\n";
const std::string kPort = kHead + "interface GE0/1/0\n ip address 10.0.0.1 30\n mpls\n mpls te\n";
const std::string kPaths =
    "#\nexplicit-path A\n next hop 10.0.0.2\n#\nexplicit-path B\n next hop 10.0.0.6\n#\n";
const std::string kVpn = "ip vpn-instance V\n ipv4-family\n  route-distinguisher 65000:1\n";
const std::string kBound = kTunnel + " mpls te reserved-for-binding\n#\n";

TEST(VrpTe, LinksAreToldOf) {
  ExpectMeanings({
      {"metric", kPort + "@ mpls te metric 7\n", "GigabitEthernet0/1/0 metric 7\n"},
      {"group", kPort + "@ mpls te link administrative group 1f\n", " groups 1f\n"},
      {"group with 0x", kPort + "@ mpls te link administrative group 0x10\n", " groups 10\n"},
      {"group by name", kPort + "@ mpls te link administrative group name RED\n",
       "~46F--- traffic engineering"},
      {"bandwidth", kPort + " mpls te bandwidth max-reservable-bandwidth 900\n@ mpls te bandwidth bc0 500\n",
       " reservable 500\n"},
      {"most of it", kPort + "@ mpls te bandwidth max-reservable-bandwidth 400\n mpls te bandwidth bc0 500\n",
       " reservable 400\n"},
      {"another class", kPort + "@ mpls te bandwidth bc1 500\n", "~46F--- traffic engineering"},
      {"risk groups", kPort + "@ mpls te srlg 7\n", "~46F--- traffic engineering"},
      {"hello", kPort + " mpls rsvp-te\n@ mpls rsvp-te hello\n", ""},
      {"authentication", kPort + " mpls rsvp-te\n@ mpls rsvp-te authentication cipher X\n",
       "~46F--- traffic engineering"},
      {"area", kPort + "#\nospf 1\n opaque-capability enable\n area 0\n@  mpls-te enable\n", "ospf 1 area 0"},
      {"opaque", kPort + "#\nospf 1\n@ opaque-capability enable\n area 0\n  mpls-te enable\n",
       "ospf 1 area 0"},
      {"levels", kPort + "#\nisis 1\n cost-style wide\n@ traffic-eng\n", "isis 1 area 1|isis 1 area 2"},
      {"level", kPort + "#\nisis 1\n cost-style wide\n@ traffic-eng level-2\n", "isis 1 area 2"},
      {"narrow", kPort + "#\nisis 1\n@ traffic-eng level-2\n", "="},
  });
}

TEST(VrpTe, TunnelsHavePathsAndConstraints) {
  ExpectMeanings({
      {"destination",
       kHead + "interface Tunnel1\n tunnel-protocol mpls te\n@ destination 10.255.0.4\n mpls te "
               "tunnel-id 1\n",
       "tunnel Tunnel1 to 10.255.0.4"},
      {"without a destination",
       kHead + "interface Tunnel1\n@ tunnel-protocol mpls te\n mpls te tunnel-id 1\n",
       "~46F--- incomplete tunnel"},
      {"path", kTunnel + "@ mpls te path explicit-path A\n" + kPaths, "    path 10.0.0.2\n"},
      {"hop",
       kTunnel + " mpls te path explicit-path A\n#\nexplicit-path A\n next hop 10.0.0.2\n"
                 "@ next hop 10.0.0.6 include strict\n",
       "10.0.0.6\n"},
      {"loose",
       kTunnel + " mpls te path explicit-path A\n#\nexplicit-path A\n next hop 10.0.0.2\n"
                 "@ next hop 10.255.0.3 include loose\n",
       "loose 10.255.0.3\n"},
      {"exclude",
       kTunnel + " mpls te path explicit-path A\n#\nexplicit-path A\n next hop 10.0.0.2\n"
                 "@ next hop 10.255.0.3 exclude\n",
       "not 10.255.0.3\n"},
      {"way out", "explicit-path A\n@ next hop 10.0.0.2 include strict outgoing\n",
       "~46F--- traffic engineering"},
      {"second path",
       kTunnel +
           " mpls te backup ordinary\n mpls te path explicit-path A\n@ mpls te path explicit-path B "
           "secondary\n" +
           kPaths,
       "    path 10.0.0.6\n"},
      {"its use",
       kTunnel +
           "@ mpls te backup ordinary\n mpls te path explicit-path A\n mpls te path explicit-path B "
           "secondary\n" +
           kPaths,
       "    path 10.0.0.6\n"},
      {"hot standby", kTunnel + "@ mpls te backup hot-standby\n", "~--F--- protection of a tunnel"},
      {"fast reroute", kTunnel + "@ mpls te fast-reroute\n", "~--F--- protection of a tunnel"},
      {"shortcut", kTunnel + "@ mpls te igp shortcut isis\n", "~46F--- traffic engineering"},
      {"advertise", kTunnel + "@ mpls te igp advertise\n", "~46F--- traffic engineering"},
      {"hops", kTunnel + "@ mpls te hop-limit 3\n", "~46F--- traffic engineering"},
      {"affinity", kTunnel + "@ mpls te affinity property 3 mask f\n", " include 3 exclude c\n"},
      {"affinity without a mask", kTunnel + "@ mpls te affinity property 3\n", "~46F--- traffic engineering"},
      {"bandwidth", kTunnel + "@ mpls te bandwidth ct0 200\n", " bandwidth 200\n"},
      {"metric", kTunnel + "@ mpls te path metric-type igp\n", " igp-metric\n"},
      {"binding", kTunnel + "@ mpls te reserved-for-binding\n", " only-bound\n"},
      {"record", kTunnel + "@ mpls te record-route label\n", "="},
      {"signals", kTunnel + "@ mpls te signal-protocol rsvp-te\n", "="},
      {"priority", kTunnel + "@ mpls te priority 3 3\n", ""},
      {"null label", kPort + "#\nmpls\n@ label advertise explicit-null\n", " explicit-null"},
  });
}

TEST(VrpTe, ATunnelThatIsNotWholeStaysOpen) {
  const std::string lines = " destination 10.255.0.4\n mpls te tunnel-id 1\n";
  const std::string tunnel = "interface Tunnel1\n@ tunnel-protocol mpls te\n";
  ExpectMeanings({
      {"no CSPF", "mpls lsr-id 10.255.0.1\n#\nmpls\n mpls te\n mpls rsvp-te\n#\n" + tunnel + lines,
       "~46F--- tunnel without CSPF"},
      {"no RSVP", "mpls lsr-id 10.255.0.1\n#\nmpls\n mpls te\n mpls te cspf\n#\n" + tunnel + lines,
       "~46F--- tunnel without traffic engineering"},
      {"SR", kHead + tunnel + lines + " mpls te signal-protocol segment-routing\n",
       "~46F--- tunnel that RSVP does not set up"},
      {"no such path", kHead + tunnel + lines + " mpls te path explicit-path A\n",
       "~46F--- tunnel without its explicit path"},
      {"unclear path",
       kHead + tunnel + lines +
           " mpls te path explicit-path A\n#\nexplicit-path A\n next hop 10.0.0.2\n index 2 "
           "next sid label 9\n",
       "~46F--- tunnel along a path that is not modelled"},
      {"second path alone", kHead + tunnel + lines + " mpls te path explicit-path B secondary\n" + kPaths,
       "~46F--- protection of a tunnel"},
      {"backup of any path",
       kHead + tunnel + lines + " mpls te backup ordinary\n mpls te path explicit-path B secondary\n" +
           kPaths,
       "~46F--- protection of a tunnel"},
      {"backup by any path",
       kHead + tunnel + lines + " mpls te backup ordinary\n mpls te path explicit-path A\n" + kPaths,
       "~46F--- protection of a tunnel"},
      {"OSPF over it", kTunnel + "@ ospf enable 1 area 0\n#\nospf 1\n area 0\n",
       "~46F--- tunnel of traffic engineering as a link"},
      {"LDP over it", kTunnel + " mpls\n@ mpls ldp\n", "~46F--- tunnel of traffic engineering as a link"},
  });
}

TEST(VrpTe, Vrp5WantsACommit) {
  const auto tunnels = [](const std::string& more) {
    return ParseText(kFormat, "[V200R003C00]\n#\nsysname X\n#\n" + kTunnel + more + "#\nreturn\n")
        .config.te.tunnels.size();
  };
  EXPECT_EQ(tunnels(""), 0U);
  EXPECT_EQ(tunnels(" mpls te commit\n"), 1U);
}

TEST(VrpTe, NetworkStatementsDoNotMeanTunnels) {
  const auto parsed =
      ParseText(kFormat, "#\n" + kTunnel +
                             " ip address unnumbered interface LoopBack0\n#\nospf 1\n area 0\n  network "
                             "10.255.0.1 0.0.0.0\n#\n");
  ASSERT_EQ(parsed.config.ospf.processes.size(), 1U);
  ASSERT_EQ(parsed.config.ospf.processes[0].interfaces.size(), 1U);
  EXPECT_EQ(parsed.config.ospf.processes[0].interfaces[0].name, "LoopBack0");
}

TEST(VrpTe, PoliciesChooseTunnels) {
  const std::string use = kVpn + "  tnl-policy T\n#\n";
  ExpectMeanings({
      {"binding", use + kBound + "tunnel-policy T\n@ tunnel binding destination 10.255.0.4 te Tunnel1\n",
       "tunnels of 'V' 10.255.0.4 by Tunnel1\n"},
      {"down-switch",
       use + kBound + "tunnel-policy T\n@ tunnel binding destination 10.255.0.4 te Tunnel1 down-switch\n",
       "by Tunnel1 or another\n"},
      {"two tunnels",
       use + kBound + "tunnel-policy T\n@ tunnel binding destination 10.255.0.4 te Tunnel1 Tunnel2\n",
       "~46F--- choice of tunnels"},
      {"whatever the end",
       use + kBound +
           "tunnel-policy T\n@ tunnel binding destination 10.255.0.4 te Tunnel1 ignore-destination-check\n",
       "~46F--- choice of tunnels"},
      {"another end", use + kBound + "tunnel-policy T\n@ tunnel binding destination 10.255.0.5 te Tunnel1\n",
       "~46F--- choice of tunnels"},
      {"not reserved",
       use + kTunnel + "#\ntunnel-policy T\n@ tunnel binding destination 10.255.0.4 te Tunnel1\n",
       "~46F--- choice of tunnels"},
      {"in order",
       use + kTunnel + "#\ntunnel-policy T\n@ tunnel select-seq cr-lsp lsp load-balance-number 1\n",
       "tunnels of 'V' te lsp\n"},
      {"TE alone", use + kTunnel + "#\ntunnel-policy T\n@ tunnel select-seq cr-lsp load-balance-number 1\n",
       "tunnels of 'V' te\n"},
      {"its use",
       kVpn + "@  tnl-policy T\n#\n" + kTunnel +
           "#\ntunnel-policy T\n tunnel select-seq lsp load-balance-number 1\n",
       "tunnels of 'V' lsp\n"},
      {"beside a tunnel that is open",
       use + kHead +
           "interface Tunnel1\n tunnel-protocol mpls te\n#\ntunnel-policy T\n@ tunnel select-seq cr-lsp "
           "lsp load-balance-number 1\n",
       "~46F--- choice of tunnels"},
  });
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
