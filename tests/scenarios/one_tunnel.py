#!/usr/bin/env python3
"""One tunnel between two routers, its ends written for every pair of systems.

hosts - A ===(M)=== B - hosts. M knows no way to the hosts: what they say to each other passes in the tunnel, in clear, or not
at all. So M reads it when the ends agree, unless they encrypt (WireGuard), and nothing arrives when they do not.
"""

import itertools
import unittest

import program
import tunnel_texts
from copying import cable
from two_makers import policy

PROGRAM = None  # set by program.main

MIDDLE = """version 15.2
hostname M
interface GigabitEthernet0/1
 ip address 10.0.1.2 255.255.255.252
interface GigabitEthernet0/2
 ip address 10.0.2.2 255.255.255.252
end
"""
INVENTORY = """inventory: 1
elements:
  A: {kind: router, maker: Good}
  B: {kind: router, maker: Good}
  M: {kind: router, maker: Risky}
"""
POLICY = policy("""  records: {carries: files, between: [A, B], hosts: [10.1.0.10, 10.2.0.10]}
""", """  NO-READER: {party: Owner, because: test, confine: records, away-from: untrusted, levels: [read]}
""")


def snapshot(left, right, mode="gre", keys=(None, None)):
    """The files; None when one of the systems cannot say it."""
    ends = []
    for number, (system, key) in enumerate(zip((left, right), keys), 1):
        write, port = tunnel_texts.SYSTEMS[system]
        ends.append((write(number, mode, key), port))
    if None in (ends[0][0], ends[1][0]):
        return None
    cables = [cable(name, port, "M", f"GigabitEthernet0/{number}") for number, (name, (_, port)) in enumerate(zip("AB", ends), 1)]
    return surroundings({"configs/A.cfg": ends[0][0], "configs/B.cfg": ends[1][0]}, cables)


def surroundings(ends, cables):
    return {**ends, "configs/M.cfg": MIDDLE, "inventory.yaml": INVENTORY, "ringfence.yaml": POLICY,
            "batfish/layer1_topology.json": '{"edges": [' + ",\n".join(cables) + "]}\n"}


def wireguard_snapshot(left=None, right=None, folders=False):
    """Both ends are Linux hosts; what differs from ends that agree."""
    ends = {}
    for number, (name, options) in enumerate((("A", left or {}), ("B", right or {})), 1):
        if folders:
            ends.update({f"configs/{name}/{file}": content for file, content in tunnel_texts.wireguard(number, **options).items()})
        else:
            ends[f"configs/{name}.cfg"] = tunnel_texts.wireguard_text(number, **options)
    return surroundings(ends, [cable(name, "swp1", "M", f"GigabitEthernet0/{number}") for number, name in enumerate("AB", 1)])


class OneTunnel(unittest.TestCase):
    def exposed(self, files):
        """What arrives, and who reads it."""
        with program.Overlay(files) as folder:
            nominal = PROGRAM.document("exposure", folder)["flows"][0]["nominal"]
        return nominal["delivered"], sorted(nominal["carriers"]["read"])

    def test_ends_that_agree(self):
        for mode, keys in (("gre", (None, None)), ("gre", (7, 7)), ("ipip", (None, None))):
            for left, right in itertools.product(tunnel_texts.SYSTEMS, repeat=2):
                files = snapshot(left, right, mode, keys)
                if files is None:
                    continue
                with self.subTest(mode=mode, keys=keys, left=left, right=right):
                    self.assertEqual(self.exposed(files), (True, ["A", "B", "M"]))

    def test_another_key_is_another_tunnel(self):
        keyed = [system for system in tunnel_texts.SYSTEMS if system != "frr"]
        for left, right in zip(keyed, [*keyed[1:], keyed[0]]):
            with self.subTest(left=left, right=right):
                self.assertFalse(self.exposed(snapshot(left, right, keys=(7, 8)))[0])

    def test_wireguard_takes_reading_from_the_middle(self):
        for folders in (False, True):
            with self.subTest(folders=folders):
                self.assertEqual(self.exposed(wireguard_snapshot(folders=folders)), (True, ["A", "B"]))
        self.assertEqual(self.exposed(wireguard_snapshot(right={"endpoint": False})), (True, ["A", "B"]))

    def test_wireguard_that_does_not_agree_passes_nothing(self):
        for differ in ({"peer_key": tunnel_texts.PUBLIC[2]}, {"allowed": "10.9.0.1/32"}):
            with self.subTest(differ=differ):
                self.assertFalse(self.exposed(wireguard_snapshot(right=differ))[0])
        self.assertFalse(self.exposed(wireguard_snapshot({"endpoint": False}, {"endpoint": False}))[0])

    def test_wireguard_decides(self):
        for files, verdict in ((wireguard_snapshot(), "proved"), (wireguard_snapshot({"peer_key": "yg6Wql/hqyTwiaQUD71Zfsz9KVAvMnTQe6k8X83/+HM="}), "undecided")):
            with self.subTest(verdict=verdict), program.Overlay(files) as folder:
                self.assertEqual([rule["verdict"] for rule in PROGRAM.document("check", folder)["rules"]], [verdict])

    def test_no_line_of_an_end_is_open(self):
        for system in tunnel_texts.SYSTEMS:
            with self.subTest(system=system), program.Overlay(snapshot(system, system)) as folder:
                self.assert_all_known(folder)
        with program.Overlay(wireguard_snapshot()) as folder:
            self.assert_all_known(folder)

    def assert_all_known(self, folder):
        for file in PROGRAM.document("parse", folder)["files"]:
            self.assertEqual(file["open_lines"], [], file["file"])


if __name__ == "__main__":
    program.main(__name__)
