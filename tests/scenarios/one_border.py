#!/usr/bin/env python3
"""One border that translates addresses, written for every system that is read.

office - A --- N === M === B - hosts. Behind N nobody knows a way to the office: its hosts are hidden behind the address of N (many
behind one, by ports), and one of them is a server with a name and a port outside. So files pass both ways only because N translates,
M reads them, and what arrives at the far end has the new address.
"""

import unittest

import program
from copying import cable
from two_makers import policy

PROGRAM = None  # set by program.main


def router(name, ports, routes):
    lines = ["version 15.2", f"hostname {name}"]
    for number, address in enumerate(ports):
        lines += [f"interface GigabitEthernet0/{number}", f" ip address {address}"]
    return "\n".join(lines + [f"ip route {route}" for route in routes] + ["end", ""])


INSIDE = router("A", ["10.1.0.1 255.255.255.0", "10.0.1.1 255.255.255.252"], ["0.0.0.0 0.0.0.0 10.0.1.2"])
MIDDLE = router("M", ["192.0.2.2 255.255.255.240", "198.51.100.1 255.255.255.252"], ["203.0.113.0 255.255.255.0 198.51.100.2"])
OUTSIDE = router("B", ["203.0.113.1 255.255.255.0", "198.51.100.2 255.255.255.252"], ["0.0.0.0 0.0.0.0 198.51.100.1"])

IOS = """version 15.2
hostname N
interface GigabitEthernet0/0
 ip address 10.0.1.2 255.255.255.252
 ip nat inside
interface GigabitEthernet0/1
 ip address 192.0.2.1 255.255.255.240
 ip nat outside
ip nat inside source static tcp 10.1.0.20 8080 192.0.2.5 80 extendable
ip nat inside source list OFFICE interface GigabitEthernet0/1 overload
ip access-list standard OFFICE
 permit 10.1.0.0 0.0.0.255
ip route 10.1.0.0 255.255.255.0 10.0.1.1
ip route 0.0.0.0 0.0.0.0 192.0.2.2
end
"""
NXOS = """hostname N
feature nat
ip access-list OFFICE
  10 permit ip 10.1.0.0/24 any
ip nat pool OUT 192.0.2.1 192.0.2.1 prefix-length 28
ip nat inside source static tcp 10.1.0.20 8080 192.0.2.5 80
ip nat inside source list OFFICE pool OUT overload
ip route 10.1.0.0/24 10.0.1.1
ip route 0.0.0.0/0 192.0.2.2
interface Ethernet1/1
  no switchport
  ip address 10.0.1.2/30
  ip nat inside
  no shutdown
interface Ethernet1/2
  no switchport
  ip address 192.0.2.1/28
  ip nat outside
  no shutdown
"""
VRP = """#
sysname N
#
acl number 2000
 rule 5 permit source 10.1.0.0 0.0.0.255
#
interface GigabitEthernet0/0/0
 ip address 10.0.1.2 255.255.255.252
#
interface GigabitEthernet0/0/1
 ip address 192.0.2.1 255.255.255.240
 nat static protocol tcp global 192.0.2.5 80 inside 10.1.0.20 8080
 nat outbound 2000
#
ip route-static 10.1.0.0 255.255.255.0 10.0.1.1
ip route-static 0.0.0.0 0.0.0.0 192.0.2.2
#
return
"""
EOS = """hostname N
ip routing
ip access-list OFFICE
   10 permit ip 10.1.0.0/24 any
interface Ethernet1
   no switchport
   ip address 10.0.1.2/30
interface Ethernet2
   no switchport
   ip address 192.0.2.1/28
   ip nat source static 10.1.0.20 8080 192.0.2.5 80 protocol tcp
   ip nat source dynamic access-list OFFICE overload
ip route 10.1.0.0/24 10.0.1.1
ip route 0.0.0.0/0 192.0.2.2
end
"""
BORDERS = {  # text, its two ports, the line that hides the office
    "ios": (IOS, ("GigabitEthernet0/0", "GigabitEthernet0/1"), "ip nat inside source list"),
    "vrp": (VRP, ("GigabitEthernet0/0/0", "GigabitEthernet0/0/1"), " nat outbound"),
    "eos": (EOS, ("Ethernet1", "Ethernet2"), "   ip nat source dynamic"),
}
INVENTORY = """inventory: 1
elements:
  A: {kind: router, maker: Good}
  N: {kind: router, maker: Good}
  M: {kind: router, maker: Risky}
  B: {kind: router, maker: Good}
"""
FLOWS = """  out: {carries: files, between: [A, B], hosts: [10.1.0.10, 203.0.113.10], packets: {protocol: tcp, ports: [443]}}
  in: {carries: files, between: [B, A], hosts: [203.0.113.10, 192.0.2.5], packets: {protocol: tcp, ports: [80]}}
  shut: {carries: files, between: [B, A], hosts: [203.0.113.10, 192.0.2.5], packets: {protocol: tcp, ports: [81]}}
"""
RULES = """  NO-READER: {party: Owner, because: test, confine: files, away-from: untrusted, levels: [read]}
"""


def snapshot(system, without=None):
    text, (inner, outer), hides = BORDERS[system]
    lines = [line for line in text.splitlines(keepends=True) if not (without and line.startswith(hides))]
    cables = [cable("A", "GigabitEthernet0/1", "N", inner), cable("N", outer, "M", "GigabitEthernet0/0"),
              cable("M", "GigabitEthernet0/1", "B", "GigabitEthernet0/1")]
    return {"configs/A.cfg": INSIDE, "configs/N.cfg": "".join(lines), "configs/M.cfg": MIDDLE, "configs/B.cfg": OUTSIDE,
            "inventory.yaml": INVENTORY, "ringfence.yaml": policy(FLOWS, RULES),
            "batfish/layer1_topology.json": '{"edges": [' + ",\n".join(cables) + "]}\n"}


class OneBorder(unittest.TestCase):
    def test_no_line_is_open(self):
        for system in BORDERS:
            with self.subTest(system=system), program.Overlay(snapshot(system)) as folder:
                self.assert_all_known(folder)

    def assert_all_known(self, folder):
        for file in PROGRAM.document("parse", folder)["files"]:
            self.assertEqual(file["open_lines"], [], file["file"])

    def test_files_pass_both_ways_and_are_read_in_the_middle(self):
        for system in BORDERS:
            with self.subTest(system=system), program.Overlay(snapshot(system)) as folder:
                self.assert_read_by_all(folder)

    def assert_read_by_all(self, folder):
        for flow in PROGRAM.document("exposure", folder)["flows"]:
            nominal = flow["nominal"]
            self.assertEqual(nominal["delivered"], flow["flow"] != "shut", flow["flow"])
            if nominal["delivered"]:
                self.assertEqual(sorted(nominal["carriers"]["read"]), ["A", "B", "M", "N"])

    def test_nothing_comes_back_without_the_line(self):
        for system in BORDERS:
            with self.subTest(system=system), program.Overlay(snapshot(system, without=True)) as folder:
                flows = {flow["flow"]: flow["nominal"]["delivered"] for flow in PROGRAM.document("exposure", folder)["flows"]}
                self.assertEqual(flows, {"out": False, "in": True, "shut": False})

    def test_the_trace_shows_both_addresses(self):
        for system in BORDERS:
            with self.subTest(system=system), program.Overlay(snapshot(system)) as folder:
                self.assert_traced(folder)

    @staticmethod
    def trace(folder, flow):
        return " ".join(PROGRAM.run("trace", folder, "--flow", flow).stdout.decode().split())

    def assert_traced(self, folder):
        text = self.trace(folder, "out")
        self.assertIn("to 192.0.2.1 -> 203.0.113.10 tcp", text, "translated there")
        self.assertIn("203.0.113.10 -> 10.1.0.10 tcp", text, "and back")
        text = self.trace(folder, "in")
        self.assertIn("203.0.113.10 -> 10.1.0.20 tcp 49152 -> 8080", text)

    def test_the_proof_cites_the_line_and_is_checked(self):
        for system in BORDERS:
            with self.subTest(system=system), program.Overlay(snapshot(system)) as folder:
                document = PROGRAM.document("check", folder)
                rule = document["rules"][0]
                self.assertEqual(rule["verdict"], "violated")
                flow = next(flow for flow in rule["flows"] if flow["flow"] == "out")
                steps = [step for finding in flow["findings"] for step in finding["evidence"] if "translation" in step.get("values", step)]
                self.assertTrue(steps, "a step says what N makes of the packet")
                cited = str([step["lines"] for step in steps])
                number = 1 + next(n for n, line in enumerate(BORDERS[system][0].splitlines()) if line.startswith(BORDERS[system][2]))
                self.assertIn(str(number), cited)


if __name__ == "__main__":
    program.main(__name__)
