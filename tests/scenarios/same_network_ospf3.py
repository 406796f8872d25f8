"""One network of OSPFv3 written for one system or for two has one set of routes: the random networks of the live tests
as FRR text, which the daemons have proved, then with every other router as IOS-XE text, then with all of them. Needs
neither root nor FRR."""

import dataclasses
import json
import os
import sys
import unittest

import program

sys.path.insert(0, os.path.join(program.ROOT, "tests", "live"))
import compare  # noqa: E402  (stands in another folder)
import ospf6_live  # noqa: E402

SEEDS = range(1, 21)
FRR_COST = 10  # of a loopback; the other system has another default
PROGRAM = None  # set by program.main


def said_aloud(net):
    """The network without what the two systems do differently by themselves: FRR announces its own subnets once more as
    connected ones, and its default route has another metric."""
    for router in net.routers.values():
        lines = [line for line in router.processes if not line.startswith(" redistribute connected")]
        router.processes = [line + " metric 9" if "originate" in line and "metric" not in line else line for line in lines]
        if router.loopback_lines and not any("cost" in line for line in router.loopback_lines):
            router.loopback_lines.append(f" ipv6 ospf6 cost {FRR_COST}")
    return net


def port_lines(lines, family_style):
    """Statements under an interface; `passive` belongs to the process there."""
    found = []
    for line in lines:
        words = line.split()[2:]
        if words[0] == "area":
            found.append(f" ospfv3 1 ipv6 area {words[1]}" if family_style else f" ipv6 ospf 1 area {words[1]}")
        elif words[0] != "passive":
            found.append(f" {'ospfv3' if family_style else 'ipv6 ospf'} {' '.join(words)}")
    return found


def process_lines(router, family_style):
    """The process in one of the two notations of the system."""
    inside = [" no compatible rfc1583"]  # how ranges cost; the defaults differ
    for line in router.processes:
        if line.startswith(" ") and not line.startswith(" timers"):
            inside.append(line.replace(" ospf6 router-id", " router-id").replace("distance ospf6", "distance ospf"))
    inside += [f" passive-interface GigabitEthernet0/{port.index}" for port in router.ports
               if " ipv6 ospf6 passive" in port.lines]
    if not family_style:
        return ["ipv6 router ospf 1", *inside]
    return ["router ospfv3 1", " address-family ipv6 unicast", *[" " + line for line in inside], " exit-address-family"]


def ios(router):
    """The text of a router; even ones write `router ospfv3`."""
    family_style = router.number % 2 == 0
    lines = ["version 17.6", f"hostname {router.name}", "ipv6 unicast-routing"]
    blocks = [("Loopback0", router.loopbacks, [*router.loopback_lines, " ipv6 ospf6 network point-to-point"])]
    blocks += [(f"GigabitEthernet0/{port.index}", port.addresses, port.lines) for port in router.ports]
    for name, addresses, own in blocks:
        lines += [f"interface {name}"] + [f" {'ipv6' if ':' in one else 'ip'} address {one}" for one in addresses]
        lines += port_lines(own, family_style)
    lines += [line.replace("blackhole", "Null0") for line in router.statics]
    lines += [line for line in router.lists if line != "exit"]
    return "\n".join([*lines, *process_lines(router, family_style), "end", ""])


def files(net, foreign):
    """The snapshot in which the routers of `foreign` run the other system: path -> text."""
    def end(name, index):
        return {"hostname": name, "interfaceName": f"{'GigabitEthernet0/' if name in foreign else 'p'}{index}"}

    edges = []
    for left, left_if, right, right_if in net.links:
        ends = end(left, left_if), end(right, right_if)
        edges += [{"node1": one, "node2": other} for one, other in (ends, ends[::-1])]
    texts = {f"configs/{name}.cfg": ios(router) if name in foreign else router.text() for name, router in net.routers.items()}
    return {**texts, "batfish/layer1_topology.json": json.dumps({"edges": edges})}


def table(net, foreign):
    """The IPv6 rows without discard routes, with the interface names of one system."""
    with program.Overlay(files(net, foreign)) as folder:
        done = PROGRAM.run("routes", folder, "-f", "jsonl")
    if done.returncode != 0:
        raise AssertionError(f"seed {net.seed}: exit {done.returncode}\n{done.stderr[-3000:]}")
    rows = {}
    for (node, prefix), row in compare.our_rows(done.stdout.decode(), ("ipv6",)).items():
        if row.protocol.startswith("ospf") and ("", "discard") in row.hops:
            continue
        names = str if node in foreign else compare.ios_name
        hops = frozenset((ip, name if name in ("", "discard") else names(name)) for ip, name in row.hops)
        rows[node, prefix] = dataclasses.replace(row, hops=hops)
    return rows


class SameNetwork(unittest.TestCase):
    def test_tables_are_equal(self):
        rows = 0
        for seed in SEEDS:
            net = said_aloud(ospf6_live.generate(seed))
            proved = table(net, ())
            self.assertGreater(sum(row.protocol.startswith("ospf") for row in proved.values()), 10)
            rows += len(proved)
            for foreign in (list(net.routers)[::2], list(net.routers)):
                with self.subTest(seed=seed, foreign=foreign, features=net.features):
                    self.assertEqual(compare.differences(proved, table(net, foreign)), [])
        print(f"{rows} rows, twice")


if __name__ == "__main__":
    program.main(__name__)
