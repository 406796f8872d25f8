"""One VPN with OSPF at both sites, written for four systems in pairs, has one set of routes.

    site1 --10-- pe1 --10-- p --10-- pe2 --10-- site2        pe1 and pe2 carry VPN A; a back door of cost 100 joins the sites
       \\------------------ 100 --------------------/        where a case has one. Domain identifiers are written alike.

Expected rows stand here, derived from the description by hand.
"""

import itertools
import json
import unittest

import program

PROGRAM = None

SITE = {"site1": ("10.1.0.1", "172.16.1.1", "10.8.0.0"), "site2": ("10.2.0.1", "172.16.2.1", "10.8.0.1")}
PE = {"pe1": ("10.255.0.1", "10.0.1.0", "172.16.1.0", "10.255.0.2", "10.9.0.1", "10.9.0.2"),
      "pe2": ("10.255.0.2", "10.0.2.0", "172.16.2.0", "10.255.0.1", "10.9.0.2", "10.9.0.1")}

SITE_TEXT = """version 17.6
hostname {name}
ip routing
interface Loopback0
 ip address {loopback} 255.255.255.255
 ip ospf 1 area 0
interface GigabitEthernet0/0
 ip address {link} 255.255.255.254
 ip ospf network point-to-point
 ip ospf 1 area 0
 ip ospf cost 10
interface GigabitEthernet0/1
 ip address {door} 255.255.255.254
 ip ospf network point-to-point
 ip ospf cost 100
{door_area}router ospf 1
 router-id {loopback}
"""
CORE_TEXT = """version 17.6
hostname p
ip routing
mpls ip
interface Loopback0
 ip address 10.255.0.9 255.255.255.255
 ip ospf 1 area 0
interface GigabitEthernet0/0
 ip address 10.0.1.1 255.255.255.254
 ip ospf network point-to-point
 ip ospf 1 area 0
 ip ospf cost 10
 mpls ip
interface GigabitEthernet0/1
 ip address 10.0.2.1 255.255.255.254
 ip ospf network point-to-point
 ip ospf 1 area 0
 ip ospf cost 10
 mpls ip
router ospf 1
 router-id 10.255.0.9
mpls ldp router-id Loopback0 force
"""
IOS_PE = """version 17.6
hostname {name}
ip routing
mpls ip
vrf definition A
 rd 65000:{number}
 address-family ipv4
  route-target export 65000:1
  route-target import 65000:1
 exit-address-family
interface Loopback0
 ip address {loopback} 255.255.255.255
 ip ospf 1 area 0
interface Loopback1
 vrf forwarding A
 ip address {end} 255.255.255.255
interface GigabitEthernet0/0
 ip address {core} 255.255.255.254
 ip ospf network point-to-point
 ip ospf 1 area 0
 ip ospf cost 10
 mpls ip
interface GigabitEthernet0/1
 vrf forwarding A
 ip address {link} 255.255.255.254
 ip ospf network point-to-point
 ip ospf 100 area 0
 ip ospf cost 10
router ospf 1
 router-id {loopback}
router ospf 100 vrf A
 router-id {link}
{domain}{sham} redistribute bgp 65000 subnets
router bgp 65000
 bgp router-id {loopback}
 no bgp default ipv4-unicast
 neighbor {peer} remote-as 65000
 neighbor {peer} update-source Loopback0
 address-family vpnv4
  neighbor {peer} activate
  neighbor {peer} send-community extended
 exit-address-family
 address-family ipv4 vrf A
  network {end} mask 255.255.255.255
  redistribute ospf 100 match internal external 1 external 2
 exit-address-family
mpls ldp router-id Loopback0 force
"""
VRP_PE = """#
sysname {name}
#
ip vpn-instance A
 ipv4-family
  route-distinguisher 65000:{number}
  vpn-target 65000:1 export-extcommunity
  vpn-target 65000:1 import-extcommunity
#
mpls lsr-id {loopback}
mpls
#
mpls ldp
#
interface LoopBack0
 ip address {loopback} 255.255.255.255
#
interface LoopBack1
 ip binding vpn-instance A
 ip address {end} 255.255.255.255
#
interface GigabitEthernet0/0/0
 undo shutdown
 ip address {core} 255.255.255.254
 ospf network-type p2p
 ospf cost 10
 mpls
 mpls ldp
#
interface GigabitEthernet0/0/1
 undo shutdown
 ip binding vpn-instance A
 ip address {link} 255.255.255.254
 ospf network-type p2p
 ospf cost 10
#
ospf 1 router-id {loopback}
 area 0.0.0.0
  network {loopback} 0.0.0.0
  network {core} 0.0.0.0
#
ospf 100 router-id {link} vpn-instance A
{domain} import-route bgp
 area 0.0.0.0
  network {link} 0.0.0.0
{sham}#
bgp 65000
 router-id {loopback}
 peer {peer} as-number 65000
 peer {peer} connect-interface LoopBack0
 #
 ipv4-family unicast
  undo peer {peer} enable
 #
 ipv4-family vpnv4
  policy vpn-target
  peer {peer} enable
 #
 ipv4-family vpn-instance A
  network {end} 255.255.255.255
  import-route direct
  import-route ospf 100
#
"""
NXOS_PE = """vdc {name} id 1
hostname {name}
feature ospf
feature bgp
feature mpls l3vpn
feature mpls ldp
vrf context A
  rd 65000:{number}
  address-family ipv4 unicast
    route-target export 65000:1
    route-target import 65000:1
route-map ALL permit 10
interface loopback0
  ip address {loopback}/32
  ip router ospf 1 area 0
interface loopback1
  vrf member A
  ip address {end}/32
interface Ethernet1/1
  no switchport
  ip address {core}/31
  ip ospf network point-to-point
  ip router ospf 1 area 0
  ip ospf cost 10
  mpls ip
  no shutdown
interface Ethernet1/2
  no switchport
  vrf member A
  ip address {link}/31
  ip ospf network point-to-point
  ip router ospf 100 area 0
  ip ospf cost 10
  no shutdown
router ospf 1
  router-id {loopback}
router ospf 100
  vrf A
    router-id {link}
{domain}{sham}    redistribute bgp 65000 route-map ALL
router bgp 65000
  router-id {loopback}
  address-family vpnv4 unicast
  neighbor {peer}
    remote-as 65000
    update-source loopback0
    address-family vpnv4 unicast
      send-community extended
  vrf A
    address-family ipv4 unicast
      network {end}/32
      redistribute ospf 100 route-map ALL
mpls ldp configuration
  router-id Lo0 force
"""
SROS_PE = "# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR\n" + "\n".join("/configure " + line for line in """system name "{name}"
port 1/1/c1/1 admin-state enable
port 1/1/c2/1 admin-state enable
port 1/1/c2/1 ethernet mode access
router "Base" autonomous-system 65000
router "Base" interface "system" ipv4 primary address {loopback} prefix-length 32
router "Base" interface "core" port 1/1/c1/1
router "Base" interface "core" ip-mtu 1500
router "Base" interface "core" ipv4 primary address {core} prefix-length 31
router "Base" ospf 0 admin-state enable
router "Base" ospf 0 router-id {loopback}
router "Base" ospf 0 area 0.0.0.0 interface "system"
router "Base" ospf 0 area 0.0.0.0 interface "core" interface-type point-to-point
router "Base" ospf 0 area 0.0.0.0 interface "core" metric 10
router "Base" ldp interface-parameters interface "core" ipv4 admin-state enable
router "Base" ldp implicit-null-label true
router "Base" bgp router-id {loopback}
router "Base" bgp group "PES" type internal
router "Base" bgp group "PES" peer-as 65000
router "Base" bgp group "PES" local-address {loopback}
router "Base" bgp group "PES" family ipv4 false
router "Base" bgp group "PES" family vpn-ipv4 true
router "Base" bgp neighbor "{peer}" group "PES"
service vprn "A" admin-state enable
service vprn "A" service-id {number}
service vprn "A" customer "1"
service vprn "A" autonomous-system 65000
service vprn "A" bgp-ipvpn mpls admin-state enable
service vprn "A" bgp-ipvpn mpls route-distinguisher "65000:{number}"
service vprn "A" bgp-ipvpn mpls auto-bind-tunnel resolution filter
service vprn "A" bgp-ipvpn mpls auto-bind-tunnel resolution-filter ldp true
service vprn "A" bgp-ipvpn mpls vrf-target community "target:65000:1"
service vprn "A" interface "site" sap 1/1/c2/1 {{ }}
service vprn "A" interface "site" ip-mtu 1500
service vprn "A" interface "site" ipv4 primary address {link} prefix-length 31
service vprn "A" ospf 0 admin-state enable
service vprn "A" ospf 0 router-id {link}
service vprn "A" ospf 0 super-backbone true
service vprn "A" ospf 0 vpn-tag 1000
service vprn "A" ospf 0 vpn-domain type "0005"
{domain}service vprn "A" ospf 0 asbr {{ }}
service vprn "A" ospf 0 export-policy ["VPN"]
service vprn "A" ospf 0 area 0.0.0.0 interface "site" interface-type point-to-point
service vprn "A" ospf 0 area 0.0.0.0 interface "site" metric 10
policy-options policy-statement "VPN" entry 1 from protocol name [bgp-vpn]
policy-options policy-statement "VPN" entry 1 action action-type accept
policy-options policy-statement "VPN" default-action action-type reject""".split("\n")) + "\n"
TEXTS = {"ios": (IOS_PE, " area 0 sham-link {end} {far} cost 1\n"), "vrp": (VRP_PE, "  sham-link {end} {far} cost 1\n"),
         "nxos": (NXOS_PE, "    area 0 sham-link {end} {far}\n      cost 1\n"),
         "sros": (SROS_PE, "")}
SROS_DOMAIN = 'service vprn "A" ospf 0 vpn-domain id "{}"\n/configure '
DOMAINS = {"sros": {None: SROS_DOMAIN.format("0000.0000.0000"), 5: SROS_DOMAIN.format("0000.0005.0200"), 6: SROS_DOMAIN.format("0000.0006.0200")},
           "nxos": {None: "    domain-id null\n", 5: "    domain-id 0.0.0.5\n", 6: "    domain-id 0.0.0.6\n"},
           "ios": {None: " domain-id null\n", 5: " domain-id 0.0.0.5\n", 6: " domain-id 0.0.0.6\n"},
           "vrp": {None: "", 5: " domain-id 5\n", 6: " domain-id 6\n"}}

# Of the fourth no sham links are read, and what it tells of a metric to BGP is not known.
SYSTEMS = [system for system in DOMAINS if system != "sros"]


def edge(system, name, domain, sham):
    loopback, core, link, peer, end, far = PE[name]
    pattern, sham_text = TEXTS[system]
    return pattern.format(name=name, number=name[-1], loopback=loopback, core=core, link=link, peer=peer, end=end,
                          domain=DOMAINS[system][domain], sham=sham_text.format(end=end, far=far) if sham else "")


def network(systems, domains=(None, None), door=False, sham=False):
    files = {"configs/p.cfg": CORE_TEXT}
    for name, (loopback, link, far) in SITE.items():
        files[f"configs/{name}.cfg"] = SITE_TEXT.format(name=name, loopback=loopback, link=link, door=far,
                                                        door_area=" ip ospf 1 area 0\n" if door else "")
    for name, system, domain in zip(PE, systems, domains):
        files[f"configs/{name}.cfg"] = edge(system, name, domain, sham)
    return files


class Case(unittest.TestCase):
    def row(self, files, node, prefix, vrf="default"):
        """Protocol, metric and whether the row is ambiguous; None without one."""
        with program.Overlay(files) as folder:
            done = PROGRAM.run("routes", folder, "-f", "jsonl")
        self.assertEqual(done.stderr, "")
        rows = [row for row in map(json.loads, done.stdout.decode().splitlines()) if "prefix" in row]
        rows = [row for row in rows if (row["node"], row["vrf"], row["prefix"]) == (node, vrf, prefix)]
        self.assertLessEqual(len(rows), 1)
        return (rows[0]["protocol"], rows[0]["metric"], rows[0].get("ambiguous", False)) if rows else None

    def test_routes_of_the_other_site_are_of_the_same_network(self):
        """10 from the far edge to its site, as the MED, and 10 from the own router to the near edge."""
        for systems in itertools.product(SYSTEMS, repeat=2):
            with self.subTest(systems=systems):
                files = network(systems)
                self.assertEqual(self.row(files, "site2", "10.1.0.1/32"), ("ospf-ia", 21, False))
                self.assertEqual(self.row(files, "site1", "10.2.0.1/32"), ("ospf-ia", 21, False))

    def test_other_domains_are_outside(self):
        """The metric of type 2 is the MED alone."""
        for systems in itertools.product(SYSTEMS, repeat=2):
            with self.subTest(systems=systems):
                self.assertEqual(self.row(network(systems, (5, 6)), "site2", "10.1.0.1/32"), ("ospf-e2", 11, False))

    def test_equal_numbers_of_two_systems_are_in_doubt(self):
        """The last two octets differ; whether systems look at them is not known."""
        self.assertEqual(self.row(network(("ios", "ios"), (5, 5)), "site2", "10.1.0.1/32"), ("ospf-ia", 21, False))
        self.assertEqual(self.row(network(("vrp", "vrp"), (5, 5)), "site2", "10.1.0.1/32"), ("ospf-ia", 21, False))
        self.assertEqual(self.row(network(("nxos", "nxos"), (5, 5)), "site2", "10.1.0.1/32"), ("ospf-ia", 21, False))
        for systems in (("ios", "vrp"), ("ios", "nxos"), ("nxos", "vrp")):
            self.assertTrue(self.row(network(systems, (5, 5)), "site2", "10.1.0.1/32")[2], systems)

    def test_an_edge_that_tells_no_metric(self):
        """What it hears is as from others. Of what it tells the kind is certain, not the metric."""
        for other in SYSTEMS:
            with self.subTest(other=other):
                self.assertEqual(self.row(network((other, "sros")), "site2", "10.1.0.1/32"), ("ospf-ia", 21, False))
                self.assertEqual(self.row(network((other, "sros"), (5, 6)), "site2", "10.1.0.1/32"), ("ospf-e2", 11, False))
                self.assertEqual(self.row(network((other, "sros")), "site1", "10.2.0.1/32")[0], "ospf-ia")
        # The same eight octets, and others with the same four.
        self.assertEqual(self.row(network(("ios", "sros"), (5, 5)), "site2", "10.1.0.1/32"), ("ospf-ia", 21, False))
        self.assertTrue(self.row(network(("vrp", "sros"), (5, 5)), "site2", "10.1.0.1/32")[2])

    def test_a_sham_link_beats_the_back_door(self):
        for systems in itertools.product(SYSTEMS, repeat=2):
            with self.subTest(systems=systems):
                self.assertEqual(self.row(network(systems, door=True), "site1", "10.2.0.1/32"), ("ospf", 101, False))
                files = network(systems, door=True, sham=True)
                # 10 to the edge, 1 over the sham link, 10 to the site, 1 for its loopback.
                self.assertEqual(self.row(files, "site1", "10.2.0.1/32"), ("ospf", 22, False))
                self.assertEqual(self.row(files, "pe1", "10.2.0.1/32", "A"), ("ospf", 12, False))


if __name__ == "__main__":
    program.main(__name__)
