"""One network written for two systems has one set of routes: the random networks of the live tests, once as IOS-XE
text and once as the FRR text that the daemons load there, must lead to equal tables. Needs neither root nor FRR."""

import json
import os
import sys
import unittest

import program

sys.path.insert(0, os.path.join(program.ROOT, "tests", "live"))
import compare  # noqa: E402  (stands in another folder)
import topologies  # noqa: E402

SEEDS = range(1, 21)
PROGRAM = None  # set by program.main


def with_addresses(net, router):
    """The text of the daemons with the addresses that the live tests give to the kernel."""
    lines = [topologies.frr(net, router), "interface lo", f" ip address {router.loopback}/32", "exit"]
    for port in router.interfaces:
        lines += [f"interface p{port.index}", f" ip address {port.address}", "exit"]
    return "\n".join(lines + [""])


def files(net, style):
    """The snapshot in one of the two systems: path -> text."""
    cables = json.dumps(topologies.layer1(net))
    if style == "frr":
        cables = cables.replace("GigabitEthernet0/", "p")
    render = with_addresses if style == "frr" else topologies.ios
    found = {f"configs/{name}.cfg": render(net, router) for name, router in net.routers.items()}
    return {**found, "batfish/layer1_topology.json": cables}


def table(net, style):
    with program.Overlay(files(net, style)) as folder:
        done = PROGRAM.run("routes", folder, "-f", "jsonl")
    if done.returncode != 0:
        raise AssertionError(f"{style}, seed {net.seed}: exit {done.returncode}\n{done.stderr[-3000:]}")
    rows = compare.our_table(done.stdout.decode())
    if style == "ios":
        return rows
    named = {}
    for key, row in rows.items():
        hops = frozenset((ip, name if name in ("", "discard") else compare.ios_name(name)) for ip, name in row.hops)
        named[key] = compare.Row(row.protocol, row.distance, row.metric, hops)
    return named


class SameNetwork(unittest.TestCase):
    def test_tables_are_equal(self):
        for seed in SEEDS:
            net = topologies.generate(seed)
            with self.subTest(seed=seed, features=net.features()):
                ios, frr = table(net, "ios"), table(net, "frr")
                self.assertGreater(len(ios), 10)
                self.assertEqual(compare.differences(ios, frr), [])


if __name__ == "__main__":
    program.main(__name__)
