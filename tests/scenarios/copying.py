#!/usr/bin/env python3
"""Copies beside the path: an observing port and a flow export of a router that the flow crosses.

A (offices) - M - B (records). M is a VRP router; beside it stand an analyser and a collector of a party nobody trusts.
The same M written for eight systems (`copying_texts.py`) gives the same readers and witnesses.
"""

import unittest

import copying_texts
import program
from two_makers import policy

PROGRAM = None  # set by program.main

MIDDLE = """!Software Version V200R019C10SPC800
#
sysname M
{system}#
interface GigabitEthernet0/0/1
 ip address 10.0.1.2 255.255.255.252
{port}#
interface GigabitEthernet0/0/2
 ip address 10.0.2.2 255.255.255.252
#
interface GigabitEthernet0/0/7
{observing}#
interface GigabitEthernet0/0/8
 ip address 10.0.8.1 255.255.255.252
#
ip route-static 10.1.0.0 255.255.255.0 10.0.1.1
ip route-static 10.2.0.0 255.255.255.0 10.0.2.1
#
return
"""
END = """version 15.2
hostname {name}
!
interface GigabitEthernet0/0
 ip address 10.0.{number}.1 255.255.255.252
!
interface GigabitEthernet0/1
 ip address 10.{number}.0.1 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 10.0.{number}.2
end
"""
INVENTORY = """inventory: 1
elements:
  A: {kind: router, maker: Good}
  B: {kind: router, maker: Good}
  M: {kind: router, maker: Good}
  ANALYSER: {kind: host, maker: Risky, interfaces: {eth0: {}}}
  COLLECTOR: {kind: host, maker: Risky, interfaces: {eth0: {address: 10.0.8.2/30, gateway: 10.0.8.1}}}
"""
POLICY = policy("""  records: {carries: files, between: [A, B], hosts: [10.1.0.10, 10.2.0.10]}
""", """  NO-READER: {party: Owner, because: test, confine: records, away-from: untrusted, levels: [read]}
  NO-WITNESS: {party: Owner, because: test, confine: records, away-from: untrusted, levels: [meta]}
""")


def cable(a, port_a, b, port_b):
    return (f'{{"node1": {{"hostname": "{a}", "interfaceName": "{port_a}"}},\n'
            f' "node2": {{"hostname": "{b}", "interfaceName": "{port_b}"}}}}')


CABLES = [
    cable("A", "GigabitEthernet0/0", "M", "GigabitEthernet0/0/1"),
    cable("B", "GigabitEthernet0/0", "M", "GigabitEthernet0/0/2"),
    cable("M", "GigabitEthernet0/0/8", "COLLECTOR", "eth0"),
]
TAPPED = CABLES + [cable("M", "GigabitEthernet0/0/7", "ANALYSER", "eth0")]
OBSERVE = "#\nobserve-port 1 interface GigabitEthernet0/0/7\n"
MIRROR = " port-mirroring to observe-port 1 both\n"
EXPORT = "#\nip netstream export source 10.0.8.1\nip netstream export host 10.0.8.2 9995\n"


def snapshot(system="", port="", observing="", cables=TAPPED):
    """The files with these lines in M."""
    return {
        "configs/A.cfg": END.format(name="A", number=1),
        "configs/B.cfg": END.format(name="B", number=2),
        "configs/M.cfg": MIDDLE.format(system=system, port=port, observing=observing),
        "batfish/layer1_topology.json": '{"edges": [' + ",\n".join(cables) + "]}\n",
        "inventory.yaml": INVENTORY,
        "ringfence.yaml": POLICY,
    }


def written_for(system, mirror=False, records=False, samples=False, analyser=True):
    """The files with M as a router of that system."""
    write, port, _ = copying_texts.SYSTEMS[system]
    cables = [cable("A", "GigabitEthernet0/0", "M", port.format(1)), cable("B", "GigabitEthernet0/0", "M", port.format(2)),
              cable("M", port.format(8), "COLLECTOR", "eth0")] + ([cable("M", port.format(7), "ANALYSER", "eth0")] if analyser else [])
    return snapshot() | {"configs/M.cfg": write(mirror, records, samples), "batfish/layer1_topology.json": '{"edges": [' + ",\n".join(cables) + "]}\n"}


class Judged(unittest.TestCase):
    def judge(self, files):
        """Verdict of each rule, and who offends; what is violated must be confirmed by the checker."""
        with program.Overlay(files) as folder:
            document = PROGRAM.document("check", folder)
            result = PROGRAM.run("check", folder, "-f", "json").stdout
            with program.Overlay({"result.json": result}) as other:
                done = PROGRAM.run("verify", f"{other}/result.json", folder)
        self.assertEqual(done.returncode, 0, done.stdout.decode() + done.stderr)
        rules = {}
        for rule in document["rules"]:
            offenders = [offender["element"] for flow in rule["flows"] for finding in flow["findings"]
                         for offender in finding["offenders"]]
            rules[rule["id"]] = " ".join([rule["verdict"], *offenders])
        return rules, document


class Copies(Judged):
    def test_without_copies_nobody_else_reads(self):
        rules, _ = self.judge(snapshot())
        self.assertEqual(rules, {"NO-READER": "proved", "NO-WITNESS": "proved"})

    def test_an_analyser_reads(self):
        rules, document = self.judge(snapshot(system=OBSERVE, port=MIRROR))
        self.assertEqual(rules, {"NO-READER": "violated ANALYSER", "NO-WITNESS": "violated ANALYSER"})
        evidence = document["rules"][0]["flows"][0]["findings"][0]["evidence"]
        copies = [step for step in evidence if step["step"] == "copies"]
        self.assertEqual([line["text"] for line in copies[0]["lines"]],
                         [MIRROR.strip(), OBSERVE.splitlines()[1]])

    def test_a_port_that_is_shut_copies_nothing(self):
        rules, _ = self.judge(snapshot(system=OBSERVE, port=MIRROR, observing=" shutdown\n"))
        self.assertEqual(rules, {"NO-READER": "proved", "NO-WITNESS": "proved"})

    def test_without_a_cable_nobody_knows_who_reads(self):
        rules, document = self.judge(snapshot(system=OBSERVE, port=MIRROR, cables=CABLES))
        self.assertEqual(rules, {"NO-READER": "undecided", "NO-WITNESS": "undecided"})
        reasons = document["rules"][0]["flows"][0]["undecided_because"]
        self.assertEqual(reasons[0]["lines"][0]["text"], OBSERVE.splitlines()[1])

    def test_a_collector_sees_and_does_not_read(self):
        rules, _ = self.judge(snapshot(system=EXPORT, port=" ip netstream inbound\n"))
        self.assertEqual(rules, {"NO-READER": "proved", "NO-WITNESS": "violated COLLECTOR"})

    def test_a_form_that_is_not_modelled_stays_open(self):
        rules, _ = self.judge(snapshot(system=OBSERVE, port=" traffic-mirror inbound acl 3000 to observe-port 1\n"))
        self.assertEqual(rules, {"NO-READER": "undecided", "NO-WITNESS": "undecided"})


class SameForAll(Judged):
    """Rules are NO-READER, NO-WITNESS."""

    def expect(self, reader, witness, **what):
        for system, (_, _, sends) in copying_texts.SYSTEMS.items():
            if not {word for word in ("records", "samples") if what.get(word)} <= sends:
                continue
            with self.subTest(system=system):
                rules, _ = self.judge(written_for(system, **what))
                self.assertEqual(rules, {"NO-READER": reader, "NO-WITNESS": witness})

    def test_without_copies_nobody_else_reads(self):
        self.expect("proved", "proved")

    def test_an_analyser_reads(self):
        self.expect("violated ANALYSER", "violated ANALYSER", mirror=True)

    def test_without_a_cable_nobody_knows_who_reads(self):
        self.expect("undecided", "undecided", mirror=True, analyser=False)

    def test_a_collector_of_records_sees_and_does_not_read(self):
        self.expect("proved", "violated COLLECTOR", records=True)

    def test_a_collector_of_samples_reads(self):
        self.expect("violated COLLECTOR", "violated COLLECTOR", samples=True)


if __name__ == "__main__":
    program.main(__name__)
