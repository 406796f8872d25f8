#!/usr/bin/env python3
"""A VPN over VXLAN: whoever routes the outer packets reads the inner ones.

A - L1 - S1, S2 - L2 - B. The leaves tell each other the networks of their VPN as EVPN prefixes (RFC 9136); the spines know
nothing of it. What is expected is derived by hand: the tunnel end of the other leaf is reached over the spine with the
smaller OSPF cost. S1 is of a maker nobody trusts.
"""

import unittest

import program
from two_makers import policy

PROGRAM = None  # set by program.main

SITE = """!Software Version V200R019C10SPC800
#
sysname {name}
#
interface 10GE1/0/1
 undo portswitch
 ip address 10.{number}.0.9 255.255.255.0
#
ip route-static 0.0.0.0 0.0.0.0 10.{number}.0.1
#
return
"""
LEAF = """!Software Version V200R019C10SPC800
#
sysname L{number}
#
evpn-overlay enable
#
ip vpn-instance RED
 ipv4-family
  route-distinguisher 10.255.0.{number}:1
  vpn-target 65000:1 both evpn
 vxlan vni 5001
#
{more}interface 10GE1/0/1
 undo portswitch
 ip address 10.0.{number}.1 255.255.255.252
 ospf cost {first}
#
interface 10GE1/0/2
 undo portswitch
 ip address 10.0.1{number}.1 255.255.255.252
 ospf cost {second}
#
interface 10GE1/0/3
 undo portswitch
 ip binding vpn-instance RED
 ip address 10.{number}.0.1 255.255.255.0
#
interface LoopBack0
 ip address 10.255.0.{number} 255.255.255.255
#
interface Nve1
 source 10.255.0.{number}
#
bgp 65000
 router-id 10.255.0.{number}
 undo default ipv4-unicast
 peer 10.255.0.{other} as-number 65000
 peer 10.255.0.{other} connect-interface LoopBack0
 #
 ipv4-family vpn-instance RED
  import-route direct
{told} #
 l2vpn-family evpn
  policy vpn-target
  peer 10.255.0.{other} enable
#
ospf 1 router-id 10.255.0.{number}
 area 0.0.0.0
  network 10.0.0.0 0.0.255.255
  network 10.255.0.{number} 0.0.0.0
#
return
"""
SPINE = """!Software Version V200R019C10SPC800
#
sysname S{number}
#
interface 10GE1/0/1
 undo portswitch
 ip address 10.0.{tens}1.2 255.255.255.252
#
interface 10GE1/0/2
 undo portswitch
 ip address 10.0.{tens}2.2 255.255.255.252
#
ospf 1 router-id 10.255.0.1{number}
 area 0.0.0.0
  network 10.0.0.0 0.0.255.255
#
return
"""
INVENTORY = """inventory: 1
elements:
  A: {kind: router, maker: Good}
  B: {kind: router, maker: Good}
  L1: {kind: router, maker: Good}
  L2: {kind: router, maker: Good}
  S1: {kind: router, maker: Risky}
  S2: {kind: router, maker: Good}
"""
POLICY = policy("""  records: {carries: files, between: [A, B], hosts: [10.1.0.9, 10.2.0.9]}
""", """  TODAY: {party: Owner, because: test, confine: records, away-from: untrusted, levels: [read], under: {failures: 0}}
  ALWAYS: {party: Owner, because: test, confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: [link]}}
""")
ADVERTISED = "  advertise l2vpn evpn\n"


def snapshot(first=1, second=10, more="", told=ADVERTISED):
    """The files with these OSPF costs of the leaves towards S1 and S2, and these lines in the leaves."""
    files = {"inventory.yaml": INVENTORY, "ringfence.yaml": POLICY}
    for number, other in ((1, 2), (2, 1)):
        files[f"configs/L{number}.cfg"] = LEAF.format(number=number, other=other, first=first, second=second, more=more,
                                                      told=told)
        files[f"configs/S{number}.cfg"] = SPINE.format(number=number, tens="" if number == 1 else "1")
        files[f"configs/{'AB'[number - 1]}.cfg"] = SITE.format(name="AB"[number - 1], number=number)
    return files


class Overlay(unittest.TestCase):
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

    def test_the_spine_reads_what_is_inside(self):
        self.assertEqual(self.judge(snapshot()), {"TODAY": "violated S1", "ALWAYS": "violated S1"})

    def test_the_way_of_the_outer_packet_counts(self):
        self.assertEqual(self.judge(snapshot(first=10, second=1)), {"TODAY": "proved", "ALWAYS": "violated S1"})

    def test_a_network_that_is_not_told_is_not_reached(self):
        # The leaf drops what it has no route for: nobody beyond it reads.
        self.assertEqual(self.judge(snapshot(told="")), {"TODAY": "proved", "ALWAYS": "proved"})

    def test_bridge_domains_stay_open(self):
        rules = self.judge(snapshot(first=10, second=1, more="bridge-domain 10\n vxlan vni 5010\n evpn\n#\n"))
        self.assertEqual(rules["TODAY"], "undecided")


if __name__ == "__main__":
    program.main(__name__)
