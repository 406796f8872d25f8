#!/usr/bin/env python3
"""VLANs and a VPN over VXLAN in a leaf-spine fabric, the same network in the texts of two systems.

A - L1 - S1, S2 - L2 - B, C, D. VLAN 10 (A, B) is bridged between the leaves, C's VLAN 20 is at L2 alone and is routed to under
the identifier of the VPN, D's VLAN 30 is at both leaves and is routed into at L1. The gateways have one address on both leaves.
What is expected is derived by hand: the tunnel end of the other leaf is reached over the spine with the smaller OSPF cost,
whoever routes the outer packets reads the inner ones, and members follow route targets. S1 is of a maker nobody trusts.
"""

import json
import unittest

import program
from two_makers import policy

PROGRAM = None  # set by program.main

VLANS = {10: "10.10.0.1", 20: "10.20.0.1", 30: "10.30.0.1"}
AT = {1: (10, 30), 2: (10, 20, 30)}
HOSTS = {"A": (1, 10, 3), "B": (2, 10, 3), "C": (2, 20, 4), "D": (2, 30, 5)}  # leaf, VLAN, port
TARGET = "65000:{vni}"


def vni(vlan):
    return 10000 + vlan


class Nxos:
    """Its identifiers of VRFs need a VLAN, and gateways are marked beside their address."""
    port = "Ethernet1/{}"

    def loopback(self, address):
        return f"interface loopback0\n  ip address {address}/32\n  ip router ospf 1 area 0.0.0.0\n"

    def uplink(self, number, address, cost):
        return (f"interface Ethernet1/{number}\n  no switchport\n  ip address {address}/30\n  ip ospf cost {cost}\n"
                "  ip ospf network point-to-point\n  ip router ospf 1 area 0.0.0.0\n  no shutdown\n")

    def leaf(self, number, costs, targets):
        own = f"10.255.0.{number}"
        text = (f"!Command: show running-config\nversion 9.3(5) Bios:version\nhostname L{number}\nnv overlay evpn\nfeature ospf\n"
                "feature bgp\nfeature interface-vlan\nfeature vn-segment-vlan-based\nfeature nv overlay\n"
                "fabric forwarding anycast-gateway-mac 0000.1111.2222\n")
        for vlan in AT[number]:
            text += f"vlan {vlan}\n  vn-segment {vni(vlan)}\n"
        text += ("vlan 100\n  vn-segment 50001\nroute-map ALL permit 10\nvrf context RED\n  vni 50001\n  rd auto\n"
                 "  address-family ipv4 unicast\n    route-target both auto\n    route-target both auto evpn\n")
        for vlan in AT[number]:
            text += (f"interface Vlan{vlan}\n  no shutdown\n  vrf member RED\n  ip address {VLANS[vlan]}/24\n"
                     "  fabric forwarding mode anycast-gateway\n")
        text += ("interface Vlan100\n  no shutdown\n  vrf member RED\n  ip forward\n"
                 "interface nve1\n  no shutdown\n  host-reachability protocol bgp\n  source-interface loopback0\n")
        for vlan in AT[number]:
            text += f"  member vni {vni(vlan)}\n    suppress-arp\n    ingress-replication protocol bgp\n"
        text += "  member vni 50001 associate-vrf\n"
        for spine in (1, 2):
            text += self.uplink(spine, f"10.0.{number}{spine}.1", costs[spine - 1])
        for leaf, vlan, port in HOSTS.values():
            if leaf == number:
                text += f"interface Ethernet1/{port}\n  switchport\n  switchport access vlan {vlan}\n  no shutdown\n"
        text += self.loopback(own) + f"router ospf 1\n  router-id {own}\nrouter bgp 65000\n  router-id {own}\n  address-family l2vpn evpn\n"
        for spine in (1, 2):
            text += self.session(f"10.255.0.1{spine}", "")
        text += "  vrf RED\n    address-family ipv4 unicast\n      advertise l2vpn evpn\n      redistribute direct route-map ALL\nevpn\n"
        for vlan in AT[number]:
            text += f"  vni {vni(vlan)} l2\n    rd auto\n"
            for direction in ("import", "export"):
                text += f"    route-target {direction} {targets or 'auto'}\n"
        return text

    def session(self, peer, more):
        return (f"  neighbor {peer}\n    remote-as 65000\n    update-source loopback0\n    address-family l2vpn evpn\n"
                f"      send-community\n      send-community extended\n{more}")

    def spine(self, number):
        own = f"10.255.0.1{number}"
        text = (f"!Command: show running-config\nversion 9.3(5) Bios:version\nhostname S{number}\nnv overlay evpn\nfeature ospf\n"
                "feature bgp\n")
        for leaf in (1, 2):
            text += self.uplink(leaf, f"10.0.{leaf}{number}.2", 1)
        text += self.loopback(own) + f"router ospf 1\n  router-id {own}\nrouter bgp 65000\n  router-id {own}\n  address-family l2vpn evpn\n"
        for leaf in (1, 2):
            text += self.session(f"10.255.0.{leaf}", "      route-reflector-client\n")
        return text


class Eos:
    """An identifier of a VRF stands alone, and shared addresses are of a kind of their own."""
    port = "Ethernet{}"

    def loopback(self, address):
        return f"interface Loopback0\n   ip address {address}/32\n   ip ospf area 0.0.0.0\n!\n"

    def uplink(self, number, address, cost):
        return (f"interface Ethernet{number}\n   no switchport\n   ip address {address}/30\n   ip ospf cost {cost}\n"
                "   ip ospf network point-to-point\n   ip ospf area 0.0.0.0\n!\n")

    def system(self, address):
        """The autonomous system of who has that loopback."""
        return 65000

    def passing(self, peer):
        """What makes a spine pass routes on to a leaf as they are."""
        return f"   neighbor {peer} route-reflector-client\n"

    def bgp(self, own, peers, spine):
        text = (f"router ospf 1\n   router-id {own}\n!\nrouter bgp {self.system(own)}\n   router-id {own}\n"
                "   no bgp default ipv4-unicast\n")
        for peer in peers:
            text += (f"   neighbor {peer} remote-as {self.system(peer)}\n   neighbor {peer} update-source Loopback0\n"
                     f"   neighbor {peer} send-community extended\n")
            if self.system(peer) != self.system(own):
                text += f"   neighbor {peer} ebgp-multihop 3\n"
            if spine:
                text += self.passing(peer)
        return text

    def family(self, peers):
        return "   !\n   address-family evpn\n" + "".join(f"      neighbor {peer} activate\n" for peer in peers)

    def leaf(self, number, costs, targets):
        own = f"10.255.0.{number}"
        text = f"! device: L{number} (DCS-7050, EOS-4.30.0F)\nhostname L{number}\n!\n"
        text += "".join(f"vlan {vlan}\n!\n" for vlan in AT[number]) + "vrf instance RED\n!\n"
        for spine in (1, 2):
            text += self.uplink(spine, f"10.0.{number}{spine}.1", costs[spine - 1])
        for leaf, vlan, port in HOSTS.values():
            if leaf == number:
                text += f"interface Ethernet{port}\n   switchport access vlan {vlan}\n!\n"
        text += self.loopback(own)
        for vlan in AT[number]:
            text += f"interface Vlan{vlan}\n   vrf RED\n   ip address virtual {VLANS[vlan]}/24\n!\n"
        text += "interface Vxlan1\n   vxlan source-interface Loopback0\n"
        for vlan in AT[number]:
            text += f"   vxlan vlan {vlan} vni {vni(vlan)}\n"
        text += ("   vxlan vrf RED vni 50001\n!\nip virtual-router mac-address 00:1c:73:00:00:01\n!\nip routing\nip routing vrf RED\n!\n")
        peers = [f"10.255.0.1{spine}" for spine in (1, 2)]
        text += self.bgp(own, peers, False)
        for vlan in AT[number]:
            target = targets or TARGET.format(vni=vni(vlan))
            text += (f"   !\n   vlan {vlan}\n      rd {own}:{vlan}\n      route-target both {target}\n"
                     "      redistribute learned\n")
        return text + self.family(peers) + (f"   !\n   vrf RED\n      rd {own}:50001\n      route-target import evpn 65000:50001\n"
                                            "      route-target export evpn 65000:50001\n      redistribute connected\n!\nend\n")

    def spine(self, number):
        own = f"10.255.0.1{number}"
        text = f"! device: S{number} (DCS-7050, EOS-4.30.0F)\nhostname S{number}\n!\nip routing\n!\n"
        for leaf in (1, 2):
            text += self.uplink(leaf, f"10.0.{leaf}{number}.2", 1)
        peers = [f"10.255.0.{leaf}" for leaf in (1, 2)]
        return text + self.loopback(own) + self.bgp(own, peers, True) + self.family(peers) + "!\nend\n"


class External(Eos):
    """An autonomous system for each leaf, and one for the spines."""

    def system(self, address):
        return {"10.255.0.1": 65001, "10.255.0.2": 65002}.get(address, 65100)

    def passing(self, peer):
        return f"   neighbor {peer} next-hop-unchanged\n"


NXOS, EOS, EXTERNAL = Nxos(), Eos(), External()
INVENTORY = """inventory: 1
elements:
  L1: {kind: router, maker: Good}
  L2: {kind: router, maker: Good}
  S1: {kind: router, maker: Risky}
  S2: {kind: router, maker: Good}
"""
POLICY = policy("""  bridged: {carries: files, between: [A, B], hosts: [10.10.0.11, 10.10.0.12]}
  routed: {carries: files, between: [A, C], hosts: [10.10.0.11, 10.20.0.12]}
  both: {carries: files, between: [A, D], hosts: [10.10.0.11, 10.30.0.12]}
""", "")
RULES = {"TODAY": "failures: 0", "ALWAYS": "failures: 1, of: [link]"}


def cable(a, port_a, b, port_b):
    return {"node1": {"hostname": a, "interfaceName": port_a}, "node2": {"hostname": b, "interfaceName": port_b}}


def snapshot(systems, costs=(1, 10), targets=("", "")):
    """The files with these systems on L1, L2, S1, S2, these OSPF costs of the leaves towards S1 and S2, and these targets of
    their VLANs."""
    texts = dict(zip(("L1", "L2", "S1", "S2"), systems))
    files, edges, inventory, policy = {}, [], INVENTORY, POLICY
    for number in (1, 2):
        files[f"configs/L{number}.cfg"] = texts[f"L{number}"].leaf(number, costs, targets[number - 1])
        files[f"configs/S{number}.cfg"] = texts[f"S{number}"].spine(number)
        for spine in (1, 2):
            edges.append(cable(f"L{number}", texts[f"L{number}"].port.format(spine), f"S{spine}",
                               texts[f"S{spine}"].port.format(number)))
    for host, (leaf, vlan, port) in HOSTS.items():
        edges.append(cable(host, "eth", f"L{leaf}", texts[f"L{leaf}"].port.format(port)))
        inventory += (f"  {host}:\n    kind: host\n    maker: Good\n    interfaces:\n"
                      f"      eth: {{address: 10.{vlan}.0.1{leaf}/24, gateway: {VLANS[vlan]}}}\n")
    for flow in ("bridged", "routed", "both"):
        for rule, under in RULES.items():
            policy += (f"  {flow.upper()}-{rule}: {{party: Owner, because: test, confine: {flow}, away-from: untrusted, "
                       f"levels: [read], under: {{{under}}}}}\n")
    return {**files, "batfish/layer1_topology.json": json.dumps({"edges": edges}), "inventory.yaml": inventory,
            "ringfence.yaml": policy}


FABRICS = {"NX-OS": (NXOS,) * 4, "EOS": (EOS,) * 4, "both": (NXOS, EOS, EOS, NXOS), "external": (EXTERNAL,) * 4}


class Fabric(unittest.TestCase):
    def judge(self, files):
        """Verdict of each rule with who offends; what is violated must be confirmed by the checker."""
        with program.Overlay(files) as folder:
            document = PROGRAM.document("check", folder)
            result = PROGRAM.run("check", folder, "-f", "json").stdout
            with program.Overlay({"result.json": result}) as other:
                done = PROGRAM.run("verify", f"{other}/result.json", folder)
        self.assertEqual(done.returncode, 0, done.stdout.decode() + done.stderr)
        rules = {}
        for rule in document["rules"]:
            offenders = {offender["element"] for flow in rule["flows"] for finding in flow["findings"]
                         for offender in finding["offenders"]}
            rules[rule["id"]] = " ".join([rule["verdict"], *sorted(offenders)])
        return rules

    def each(self, expected, **change):
        for name, systems in FABRICS.items():
            with self.subTest(name):
                self.assertEqual(self.judge(snapshot(systems, **change)), expected)

    def test_the_spine_reads_what_is_bridged_and_what_is_routed(self):
        self.each({f"{flow}-{rule}": "violated S1" for flow in ("BRIDGED", "ROUTED", "BOTH") for rule in RULES})

    def test_the_way_of_the_outer_packet_counts(self):
        self.each({f"{flow}-{rule}": "proved" if rule == "TODAY" else "violated S1"
                   for flow in ("BRIDGED", "ROUTED", "BOTH") for rule in RULES}, costs=(10, 1))

    def test_leaves_with_other_targets_are_no_members(self):
        # What is bridged arrives nowhere, so nobody beyond L1 reads. What is routed back from L2, or forth to D, would be
        # bridged; a route to the single host through the VPN may be there instead, and nobody computes those.
        for name, systems in FABRICS.items():
            rules = self.judge(snapshot(systems, targets=("65000:1", "65000:2")))
            with self.subTest(name):
                self.assertEqual([rules[f"{flow}-TODAY"] for flow in ("BRIDGED", "ROUTED", "BOTH")],
                                 ["proved", "undecided", "undecided"])

    def test_members_and_networks_are_routes(self):
        ends = {("L1", "10.255.0.2/32", "10.255.0.2"), ("L2", "10.255.0.1/32", "10.255.0.1")}
        for name, systems in FABRICS.items():
            with program.Overlay(snapshot(systems)) as folder, self.subTest(name):
                def told(vrf):
                    routes = PROGRAM.document("routes", folder, "--vrf", vrf)["routes"]
                    return {(route["node"], route["prefix"], route["next_hop_ip"]) for route in routes
                            if route["protocol"] == "evpn"}
                self.assertEqual(told("vni 10010"), ends)
                self.assertEqual(told("vni 10020"), set())  # nobody else has it
                self.assertEqual(told("vni 10030"), ends)
                self.assertEqual(told("RED"), {("L1", "10.20.0.0/24", "10.255.0.2")})


if __name__ == "__main__":
    program.main(__name__)
