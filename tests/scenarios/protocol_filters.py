#!/usr/bin/env python3
"""Access lists that do not let routing protocols through.

host - A --- M --- B - host, all in OSPF; A and B also speak BGP with each other, over M. A list that drops their packets keeps
neighbours apart, which the tables do not show: nothing is proved then, and the line that drops is named. A list that lets them
through changes nothing. Nor does a line that is not understood, unless such packets reach it: host - A --- B - host, where R,
beside the way, reflects the routes to the hosts.
"""

import unittest

import program
from copying import cable
from two_makers import policy

PROGRAM = None  # set by program.main


def ios(name, ports, more, lists=""):
    lines = ["version 15.2", f"hostname {name}"]
    for number, (address, access) in enumerate(ports):
        lines += [f"interface GigabitEthernet0/{number}", f" ip address {address}"]
        lines += [f" ip access-group {access}"] if access else []
    return "\n".join(lines + [lists.rstrip()] * bool(lists) + ["router ospf 1", " network 0.0.0.0 255.255.255.255 area 0"] + more
                     + ["end", ""])


def bgp(own, far):
    return ["interface Loopback0", f" ip address {own} 255.255.255.255", "router bgp 7", f" neighbor {far} remote-as 7",
            f" neighbor {far} update-source Loopback0"]


def end(name, number, access=None, lists=""):
    """A or B."""
    return ios(name, [(f"10.{number}.0.1 255.255.255.0", None), (f"10.0.{number}.1 255.255.255.252", access)],
               bgp(f"192.0.2.{number}", f"192.0.2.{3 - number}"), lists)


MIDDLE = [("10.0.1.2 255.255.255.252", None), ("10.0.2.2 255.255.255.252", None)]


def middle(access=None, lists=""):
    return ios("M", [(address, access) for address, _ in MIDDLE], [], lists)


JUNOS = """system { host-name M; }
interfaces {
    ge-0/0/0 { unit 0 { family inet { address 10.0.1.2/30; } } }
    ge-0/0/1 { unit 0 { family inet { address 10.0.2.2/30; } } }
    lo0 { unit 0 { family inet { filter { input PROTECT; } address 192.0.2.9/32; } } }
}
protocols { ospf { area 0.0.0.0 { interface ge-0/0/0.0; interface ge-0/0/1.0; interface lo0.0; } } }
firewall { family inet { filter PROTECT {
OSPF    term SSH { from { protocol tcp; destination-port ssh; } then accept; }
    term REST { then discard; }
} } }
"""
JUNOS_OSPF = "    term OSPF { from { protocol ospf; } then accept; }\n"


def speaker(name, number, ports, reflector):
    """A or B, which tell R of their hosts."""
    lines = ["version 15.2", f"hostname {name}"]
    for place, address in enumerate([f"10.{number}.0.1 255.255.255.0"] + ports):
        lines += [f"interface GigabitEthernet0/{place}", f" ip address {address}"]
    lines += bgp(f"192.0.2.{number}", reflector) + [f" network 10.{number}.0.0 mask 255.255.255.0"]
    ospf = ["router ospf 1", " network 10.0.0.0 0.0.255.255 area 0", " network 192.0.2.0 0.0.0.255 area 0"]
    return "\n".join(lines + ospf + ["end", ""])


REFLECTOR = """!! IOS XR Configuration 7.3.2
hostname R
ipv4 access-list CORE
LINES 900 permit ipv4 any any
!
interface Loopback0
 ipv4 address 192.0.2.9 255.255.255.255
!
interface GigabitEthernet0/0/0/0
 ipv4 address 10.0.3.2 255.255.255.252
 ipv4 access-group CORE ingress
!
router ospf 1
 area 0
  interface Loopback0
  !
  interface GigabitEthernet0/0/0/0
  !
 !
!
router bgp 7
 address-family ipv4 unicast
 !
 neighbor 192.0.2.1
  remote-as 7
  update-source Loopback0
  address-family ipv4 unicast
   route-reflector-client
  !
 !
 neighbor 192.0.2.2
  remote-as 7
  update-source Loopback0
  address-family ipv4 unicast
   route-reflector-client
  !
 !
!
end
"""


def reflected(lines):
    cables = [cable("A", "GigabitEthernet0/1", "B", "GigabitEthernet0/1"),
              cable("A", "GigabitEthernet0/2", "R", "GigabitEthernet0/0/0/0")]
    return {"configs/A.cfg": speaker("A", 1, ["10.0.1.1 255.255.255.252", "10.0.3.1 255.255.255.252"], "192.0.2.9"),
            "configs/B.cfg": speaker("B", 2, ["10.0.1.2 255.255.255.252"], "192.0.2.9"),
            "configs/R.cfg": REFLECTOR.replace("LINES", lines), "inventory.yaml": INVENTORY.replace("  M:", "  R:"),
            "ringfence.yaml": policy(FLOWS, RULES),
            "batfish/layer1_topology.json": '{"edges": [' + ",\n".join(cables) + "]}\n"}


def over_ipv6(lists):
    """host - A --- B - host with static routes of IPv6; the list CORE stands at A, on the way in from B."""
    def router(own, far, access):
        return "\n".join(["version 15.2", f"hostname {'AB'[own - 1]}", "ipv6 unicast-routing",
                          "interface GigabitEthernet0/0", f" ipv6 address 2001:db8:{own}::1/64",
                          "interface GigabitEthernet0/1", f" ipv6 address 2001:db8:9::{own}/64"] + access +
                         [f"ipv6 route 2001:db8:{far}::/64 2001:db8:9::{far}", "end", ""])
    access = [" ipv6 traffic-filter CORE in", "ipv6 access-list CORE"] + lists
    flows = "  files: {carries: files, between: [A, B], hosts: ['2001:db8:1::10', '2001:db8:2::10']}\n"
    return {"configs/A.cfg": router(1, 2, access), "configs/B.cfg": router(2, 1, []), "inventory.yaml": INVENTORY.replace(
                "  M: {kind: router, maker: Good}\n", ""),
            "ringfence.yaml": policy(flows, RULES),
            "batfish/layer1_topology.json": '{"edges": [' + cable("A", "GigabitEthernet0/1", "B", "GigabitEthernet0/1") + "]}\n"}


INVENTORY = """inventory: 1
elements:
  A: {kind: router, maker: Good}
  M: {kind: router, maker: Good}
  B: {kind: router, maker: Good}
"""
FLOWS = "  files: {carries: files, between: [A, B], hosts: [10.1.0.10, 10.2.0.10]}\n"
RULES = "  NO-READER: {party: Owner, because: test, confine: files, away-from: untrusted, levels: [read]}\n"
OSPF = " permit ospf any any\n"
SESSION = " permit tcp any any eq bgp\n permit tcp any eq bgp any established\n"
FILES = " permit ip 10.0.0.0 0.255.255.255 10.0.0.0 0.255.255.255\n"


def named(lines):
    return "ip access-list extended CORE\n" + lines


def snapshot(a=None, m=None, ports=("GigabitEthernet0/0", "GigabitEthernet0/1")):
    cables = [cable("A", "GigabitEthernet0/1", "M", ports[0]), cable("M", ports[1], "B", "GigabitEthernet0/1")]
    return {"configs/A.cfg": a or end("A", 1), "configs/M.cfg": m or middle(), "configs/B.cfg": end("B", 2),
            "inventory.yaml": INVENTORY, "ringfence.yaml": policy(FLOWS, RULES),
            "batfish/layer1_topology.json": '{"edges": [' + ",\n".join(cables) + "]}\n"}


class ProtocolFilters(unittest.TestCase):
    def rule(self, files):
        with program.Overlay(files) as folder:
            document = PROGRAM.document("check", folder)
            return document["rules"][0]["verdict"], PROGRAM.run("check", folder).stdout.decode()

    def assert_proved(self, files):
        verdict, text = self.rule(files)
        self.assertEqual(verdict, "proved", text)

    def assert_undecided(self, files, file, line, reason):
        verdict, text = self.rule(files)
        self.assertEqual(verdict, "undecided", text)
        number = 1 + files[file].splitlines().index(line)
        self.assertIn(f"{file}:{number}", text)
        self.assertIn(reason, " ".join(text.split()))

    def test_without_lists_all_is_proved(self):
        self.assert_proved(snapshot())

    def test_a_list_of_ios_must_permit_ospf(self):
        for direction in ("in", "out"):
            with self.subTest(direction=direction):
                self.assert_proved(snapshot(m=middle(f"CORE {direction}", named(OSPF + SESSION + FILES))))
        blocked = snapshot(m=middle("CORE in", named(SESSION + FILES)))
        self.assert_undecided(blocked, "configs/M.cfg", "ip access-list extended CORE", "access list that may drop packets of OSPF")
        denied = snapshot(m=middle("CORE in", named(" deny ospf host 10.0.1.1 any\n permit ip any any\n")))
        self.assert_undecided(denied, "configs/M.cfg", " deny ospf host 10.0.1.1 any", "access list that may drop packets of OSPF")

    def test_what_a_router_of_ios_sends_itself_is_spared(self):
        lines = named(" deny ospf any any\n permit ip any any\n")
        self.assert_proved(snapshot(m=middle("CORE out", lines)))

    def test_sessions_over_a_router_must_pass_it(self):
        for direction in ("in", "out"):
            with self.subTest(direction=direction):
                verdict, text = self.rule(snapshot(m=middle(f"CORE {direction}", named(OSPF + FILES))))
                self.assertEqual(verdict, "undecided", text)

    def test_the_loopback_filter_of_junos_must_permit_ospf(self):
        ports = ("ge-0/0/0", "ge-0/0/1")
        self.assert_proved(snapshot(m=JUNOS.replace("OSPF", JUNOS_OSPF, 1), ports=ports))
        blocked = snapshot(m=JUNOS.replace("OSPF", "", 1), ports=ports)
        self.assert_undecided(blocked, "configs/M.cfg", "    term REST { then discard; }", "access list that may drop packets of OSPF")

    def test_a_list_of_ios_for_received_packets_must_permit_ospf(self):
        receive = "ip receive access-list CORE\n"
        # It does not ask packets of sessions that only pass.
        self.assert_proved(snapshot(m=middle(lists=named(OSPF) + receive)))
        blocked = snapshot(m=middle(lists=named(SESSION) + receive))
        self.assert_undecided(blocked, "configs/M.cfg", "ip access-list extended CORE", "access list that may drop packets of OSPF")

    def test_rates_are_no_filters_and_dropped_classes_are(self):
        policy = "policy-map COPP\n class OSPF\n  police 8000 conform-action transmit exceed-action drop\n"
        bound = "control-plane\n service-policy input COPP\n"
        self.assert_proved(snapshot(m=middle(lists=policy + bound)))
        dropped = snapshot(m=middle(lists=policy.replace("transmit", "drop") + bound))
        self.assert_undecided(dropped, "configs/M.cfg", "  police 8000 conform-action drop exceed-action drop", "class whose packets are dropped")

    def test_a_line_that_is_not_understood_counts_where_the_packets_of_a_protocol_reach_it(self):
        ospf = " 20 deny ospf any any ttl lt 2\n"
        for lines in ("", " 20 deny udp any any packet-length gt 1400\n", " 20 permit ospf any any ttl lt 2\n",
                      " 10 permit ospf any any\n" + ospf):
            with self.subTest(lines=lines):
                self.assert_proved(reflected(lines))
        self.assert_undecided(reflected(ospf), "configs/R.cfg", ospf.rstrip(), "access list that may drop packets of OSPF")
        verdict, text = self.rule(reflected(" 20 deny tcp any any ttl lt 2\n"))
        self.assertEqual(verdict, "undecided", text)

    def test_neighbors_of_ipv6_must_find_each_other(self):
        denied = " deny ipv6 any any log"
        discovery = [" permit icmp any any nd-ns", " permit icmp any any nd-na"]
        for lists in ([" permit tcp any any"], discovery + [" permit tcp any any", denied]):
            with self.subTest(lists=lists):
                self.assert_proved(over_ipv6(lists))
        for line in (denied, " deny icmp any any"):
            with self.subTest(line=line):
                self.assert_undecided(over_ipv6([" permit tcp any any", line]), "configs/A.cfg", line,
                                      "access list that may drop packets of neighbor discovery")


if __name__ == "__main__":
    program.main(__name__)
