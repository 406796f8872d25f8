"""One service written for six systems has one set of routes, paths and readers.

    site1 -- pe2 --10-- p1 --10-- pe1 == hub     The sites reach each other over the hub's router alone: it hears them on one
              |         |           \\            link, in VPN HUBIN, and speaks to them on the other, in HUBOUT. A default
             30        11            \\- inet     route of VPN INET is leaked to HUBIN on the same router and to the VPN of
              |         |                        the sites on others.
    site2 -- pe3 ------/

The same description is written for each system (`service_texts.py`), with every router of that system, and once with
another system at every place. Expected tables, paths and readers stand here, derived from the description by hand.
"""

import ipaddress
import json
import unittest

import program
import service_texts
from service_texts import Port, Router, Vrf

PROGRAM = None

HUB, SPOKES, INET = 1, 2, 9  # route targets: what the hub says, what spokes say, the default route
CORE = [("pe1", "p1", 10), ("p1", "pe2", 10), ("p1", "pe3", 11), ("pe2", "pe3", 30)]
# Site's router, PE, VPN, subnet of the link.
LINKS = [("hub", "pe1", "HUBIN", "172.16.1"), ("hub", "pe1", "HUBOUT", "172.16.2"), ("inet", "pe1", "INET", "172.16.3"),
         ("site1", "pe2", "SPOKE", "172.16.4"), ("site2", "pe3", "SPOKE", "172.16.5")]


def describe(segments=""):
    """The routers, and the cables as (router, port, router, port). `segments`: "isis" or "ospf", segment routing over it in the core."""
    routers = {name: Router(name, loopback=f"10.255.0.{number}") for number, name in enumerate(("p1", "pe1", "pe2", "pe3"), 1)}
    for name, asn in (("hub", 65100), ("site1", 65101), ("site2", 65102), ("inet", 65103)):
        routers[name] = Router(name, asn=asn)
    for name in CORE_ROUTERS:
        routers[name].segments = segments
    routers["pe1"].vrfs = {"INET": Vrf(19, [HUB, SPOKES], [INET], default_by="172.16.3.2"), "HUBIN": Vrf(10, [SPOKES, INET], [], ("172.16.1.2", 65100)),
                           "HUBOUT": Vrf(11, [], [HUB], ("172.16.2.2", 65100))}
    for number, (pe, address, asn) in enumerate((("pe2", "172.16.4.2", 65101), ("pe3", "172.16.5.2", 65102)), 12):
        routers[pe].vrfs = {"SPOKE": Vrf(number, [HUB, INET], [SPOKES], (address, asn))}
    cables = []
    for number, (left, right, cost) in enumerate(CORE):
        cables.append((left, len(routers[left].ports), right, len(routers[right].ports)))
        for host, name in enumerate((left, right), 1):
            routers[name].ports.append(Port(f"10.0.{number}.{host}", cost=cost))
    for site, pe, vrf, subnet in LINKS:
        cables.append((site, len(routers[site].ports), pe, len(routers[pe].ports)))
        routers[site].ports.append(Port(f"{subnet}.2"))
        routers[pe].ports.append(Port(f"{subnet}.1", vrf=vrf))
    for name, lan in (("hub", "10.100.0"), ("site1", "10.1.1"), ("site2", "10.1.2"), ("inet", "203.0.113")):
        routers[name].ports.append(Port(f"{lan}.1", 24))
    for pe in ("pe1", "pe2", "pe3"):
        routers[pe].pes = [routers[other].loopback for other in ("pe1", "pe2", "pe3") if other != pe]
    routers["hub"].peers, routers["hub"].networks = ["172.16.1.1", "172.16.2.1"], ["10.100.0.0/24", "10.1.0.0/16"]
    routers["hub"].statics = [("10.1.0.0/16", "discard")]
    for name, pe, lan in (("site1", "172.16.4.1", "10.1.1.0/24"), ("site2", "172.16.5.1", "10.1.2.0/24")):
        routers[name].peers, routers[name].networks = [pe], [lan]
    routers["inet"].statics = [("10.0.0.0/8", "172.16.3.1")]
    return routers, cables


def over(loopback, *ways):
    return f"{loopback}>{','.join(ways)}"


# What each VPN and each site must know besides its own subnets: prefix -> next hop, with the ways to it where it is far.
TO_PE1 = {"pe2": over("10.255.0.2", "10.0.1.1"), "pe3": over("10.255.0.2", "10.0.2.1")}
LEARNT = {
    ("pe1", "INET"): {"0.0.0.0/0": "172.16.3.2", "10.1.0.0/16": "172.16.2.2", "10.100.0.0/24": "172.16.2.2",
                      "10.1.1.0/24": over("10.255.0.3", "10.0.0.2"), "10.1.2.0/24": over("10.255.0.4", "10.0.0.2")},
    ("pe1", "HUBIN"): {"0.0.0.0/0": "172.16.3.2", "10.1.1.0/24": over("10.255.0.3", "10.0.0.2"), "10.1.2.0/24": over("10.255.0.4", "10.0.0.2"),
                       "10.1.0.0/16": "172.16.1.2", "10.100.0.0/24": "172.16.1.2"},
    ("pe1", "HUBOUT"): {"10.1.0.0/16": "172.16.2.2", "10.100.0.0/24": "172.16.2.2"},
    ("pe2", "SPOKE"): {"0.0.0.0/0": TO_PE1["pe2"], "10.1.0.0/16": TO_PE1["pe2"], "10.100.0.0/24": TO_PE1["pe2"], "10.1.1.0/24": "172.16.4.2"},
    ("pe3", "SPOKE"): {"0.0.0.0/0": TO_PE1["pe3"], "10.1.0.0/16": TO_PE1["pe3"], "10.100.0.0/24": TO_PE1["pe3"], "10.1.2.0/24": "172.16.5.2"},
    ("hub", ""): {"0.0.0.0/0": "172.16.1.1", "10.1.1.0/24": "172.16.1.1", "10.1.2.0/24": "172.16.1.1", "10.1.0.0/16": "discard"},
    ("site1", ""): {prefix: "172.16.4.1" for prefix in ("0.0.0.0/0", "10.1.0.0/16", "10.100.0.0/24")},
    ("site2", ""): {prefix: "172.16.5.1" for prefix in ("0.0.0.0/0", "10.1.0.0/16", "10.100.0.0/24")},
    ("inet", ""): {"10.0.0.0/8": "172.16.3.1"},
}
# The core: shortest ways by the costs above; loopbacks and the subnets of the core.
CORE_LEARNT = {
    "p1": {"10.255.0.2/32": "10.0.0.1", "10.255.0.3/32": "10.0.1.2", "10.255.0.4/32": "10.0.2.2", "10.0.3.0/30": "10.0.1.2"},
    "pe1": {"10.255.0.1/32": "10.0.0.2", "10.255.0.3/32": "10.0.0.2", "10.255.0.4/32": "10.0.0.2", "10.0.1.0/30": "10.0.0.2",
            "10.0.2.0/30": "10.0.0.2", "10.0.3.0/30": "10.0.0.2"},
    "pe2": {"10.255.0.1/32": "10.0.1.1", "10.255.0.2/32": "10.0.1.1", "10.255.0.4/32": "10.0.1.1", "10.0.0.0/30": "10.0.1.1", "10.0.2.0/30": "10.0.1.1"},
    "pe3": {"10.255.0.1/32": "10.0.2.1", "10.255.0.2/32": "10.0.2.1", "10.255.0.3/32": "10.0.2.1", "10.0.0.0/30": "10.0.2.1", "10.0.1.0/30": "10.0.2.1"},
}
CORE_ROUTERS = ("p1", "pe1", "pe2", "pe3")


def expected(routers):
    """(router, VPN) -> prefix -> next hops as in LEARNT; those of connected subnets are "connected"."""
    tables = {}
    for name, router in routers.items():
        for port in router.ports:
            subnet = str(ipaddress.ip_interface(f"{port.address}/{port.length}").network)
            tables.setdefault((name, port.vrf), {})[subnet] = "connected"
        if router.loopback:
            tables[name, ""][f"{router.loopback}/32"] = "connected"
    for table, rows in LEARNT.items():
        tables[table].update(rows)
    for name, rows in CORE_LEARNT.items():
        tables[name, ""].update(rows)
    return tables


def snapshot(writers, asks=False, segments=""):
    """The files of the network with a system for each router: path -> text. `asks`: PEs exchange route targets."""
    routers, cables = describe(segments)
    for router in routers.values():
        router.asks = asks and bool(router.pes)
    edges = []
    for left, left_port, right, right_port in cables:
        ends = [{"hostname": name, "interfaceName": service_texts.WRITERS[writers[name]][1](port)}
                for name, port in ((left, left_port), (right, right_port))]
        edges.append({"node1": ends[0], "node2": ends[1]})
    files = {f"configs/{name}.cfg": service_texts.WRITERS[writers[name]][0](router) for name, router in routers.items()}
    return {**files, "batfish/layer1_topology.json": json.dumps({"edges": edges}), "inventory.yaml": INVENTORY, "ringfence.yaml": POLICY}


INVENTORY = "inventory: 1\nelements:\n" + "".join(
    f"  {name}: {{kind: router, maker: {'Acme' if name == 'hub' else 'Good'}, owner: {'Op' if name in CORE_ROUTERS else 'Customer'}, "
    f"operator: {'Op' if name in CORE_ROUTERS else 'Customer'}}}\n" for name in (*CORE_ROUTERS, "hub", "site1", "site2", "inet"))
POLICY = """ringfence: 1
as-of: 2026-07-01
parties:
  LAND: {kind: state}
  Op: {kind: operator, state: LAND}
  Customer: {kind: company, state: LAND}
  Good: {kind: maker}
  Acme: {kind: maker}
lists:
  listed: {by: LAND, names: [Acme], because: "order 1"}
sets:
  untrusted: {parties: {listed-on: listed}, owned-from: 50%}
information:
  data: {owner: LAND, marking: "LAND", releasable-to: [LAND]}
flows:
  between-sites: {carries: data, between: [site1, site2], hosts: [10.1.1.9, 10.1.2.9], parties: [LAND]}
  to-inet: {carries: data, between: [site1, inet], hosts: [10.1.1.9, 203.0.113.9], parties: [LAND]}
rules:
  BETWEEN: {party: LAND, because: "order 1", confine: between-sites, away-from: untrusted, levels: [read], under: {failures: 1, of: [link, node]}}
  INET: {party: LAND, because: "order 1", confine: to-inet, away-from: untrusted, levels: [read], under: {failures: 1, of: [link, node]}}
"""


def shown(row):
    """A next hop of the program in the words of LEARNT; "@INET": looked up in that VPN."""
    if row["next_hop_interface"] == "discard":
        return "discard"
    if not row["next_hop_ip"]:
        return f"@{row['next_hop_vrf']}" if row["next_hop_vrf"] else "connected"
    ways = sorted({way["ip"] for way in row["resolved"] if way["ip"]})
    return row["next_hop_ip"] if not ways or ways == [row["next_hop_ip"]] else over(row["next_hop_ip"], *ways)


def tables_of(folder):
    """The tables of the program as `expected` writes them. A row that is not certain has a question mark."""
    done = PROGRAM.run("routes", folder, "-f", "jsonl")
    if done.returncode != 0:
        raise AssertionError(f"exit {done.returncode}\n{done.stderr[-3000:]}")
    tables = {}
    for row in map(json.loads, done.stdout.decode().splitlines()):
        if row["protocol"] == "local":
            continue
        table = tables.setdefault((row["node"], "" if row["vrf"] == "default" else row["vrf"]), {})
        table.setdefault(row["prefix"], set()).add(shown(row) + ("?" if row["ambiguous"] else ""))
    return {table: {prefix: " ".join(sorted(hops)) for prefix, hops in rows.items()} for table, rows in tables.items()}


def networks(systems=tuple(service_texts.SYSTEMS)):
    """Name -> router -> system: one for each system, and as many in which no router has the system it had before."""
    names = list(describe()[0])
    alike = {system: dict.fromkeys(names, system) for system in systems}
    mixed = {f"mixed {turn}": {name: systems[(place + turn) % len(systems)] for place, name in enumerate(names)}
             for turn in range(len(systems))}
    return {**alike, **mixed}


def wanted_tables(writers):
    """FRR looks what a `network` statement brought in up in the VPN it came from, the others keep its next hop."""
    tables = expected(describe()[0])
    if writers["pe1"] == "frr":
        tables["pe1", "HUBIN"]["0.0.0.0/0"] = "@INET"
    return tables


THERE = ["site1", "pe2", "p1", "pe1", "hub", "pe1", "p1", "pe3", "site2"]
PATHS = {("between-sites", "forward"): THERE, ("between-sites", "backward"): THERE[::-1],
         ("to-inet", "forward"): ["site1", "pe2", "p1", "pe1", "inet"], ("to-inet", "backward"): ["inet", "pe1", "p1", "pe2", "site1"]}
# Who reads a flow when nothing fails: who is on its path between the ends.
READERS = {"between-sites": {"pe2", "p1", "pe1", "hub", "pe3"}, "to-inet": {"pe2", "p1", "pe1"}}
# The hub is on every path between the sites. The other flow never meets it, whatever fails.
VERDICTS = {"BETWEEN": "violated", "INET": "proved"}


class OneService(unittest.TestCase):
    """Over OSPF and LDP."""
    maxDiff = None
    systems = tuple(service_texts.SYSTEMS)
    segments = ""
    cores = ()  # systems that only p1 may have

    def each(self, judge):
        """Calls `judge(writers, folder)` for every network."""
        cores = {f"{name} around {core}": {**writers, "p1": core} for core in self.cores for name, writers in networks(self.systems).items()}
        for name, writers in {**networks(self.systems), **cores}.items():
            with self.subTest(network=name), program.Overlay(snapshot(writers, segments=self.segments)) as folder:
                judge(writers, folder)

    def test_routing_tables(self):
        self.each(lambda writers, folder: self.assertEqual(tables_of(folder), wanted_tables(writers)))

    def test_asking_for_route_targets_changes_no_table(self):
        """PEs ask for what their VPNs import (RFC 4684); sessions with systems that cannot carry everything."""
        for name, writers in networks().items():
            with self.subTest(network=name), program.Overlay(snapshot(writers, asks=True)) as folder:
                self.assertEqual(tables_of(folder), wanted_tables(writers))
                self.assertEqual(self.open_lines(folder), [])

    def test_paths(self):
        self.each(lambda _, folder: self.assertEqual(self.paths(folder), PATHS))

    def paths(self, folder):
        found = {}
        for flow in READERS:
            for one in PROGRAM.document("trace", folder, "--flow", flow)["classes"]:
                self.assertEqual([trace["disposition"] for trace in one["traces"]], ["delivered"])
                nodes = one["traces"][0]["nodes"]
                found[flow, one["direction"]] = [node for at, node in enumerate(nodes) if at == 0 or nodes[at - 1] != node]
        return found

    def test_readers(self):
        self.each(lambda _, folder: self.assertEqual(self.readers(folder), READERS))

    def readers(self, folder):
        found = {flow: set() for flow in READERS}
        for row in map(json.loads, PROGRAM.run("exposure", folder, "-f", "jsonl").stdout.decode().splitlines()):
            if row["level"] == "read" and row["element"] not in ("site1", "site2", "inet"):
                found[row["flow"]].add(row["element"])
        return found

    def test_verdicts(self):
        self.each(lambda _, folder: self.assertEqual(
            {rule["id"]: rule["verdict"] for rule in PROGRAM.document("check", folder)["rules"]}, VERDICTS))

    def test_every_line_is_known(self):
        self.each(lambda _, folder: self.assertEqual(self.open_lines(folder), []))

    def open_lines(self, folder):
        fates = map(json.loads, PROGRAM.run("parse", folder, "-f", "jsonl").stdout.decode().splitlines())
        return [row for row in fates if row["fate"] in ("unmodelled", "unknown")]


class OneServiceBySegments(OneService):
    """The same over IS-IS and segment routing: tables, paths, readers and verdicts are the same, and so are the labels."""
    systems = ("frr", "vrp", "iosxr", "junos", "sros")
    segments = "isis"
    cores = ("eos",)
    test_asking_for_route_targets_changes_no_table = None  # once is enough

    def test_labels(self):
        """Towards inet pe2 puts the SID of pe1 above the label of the VPN, and p1 takes it off unless pe1 wants to see it."""
        self.each(lambda writers, folder: self.assertEqual(self.labels(folder), self.wanted_labels(writers["pe1"])))

    def wanted_labels(self, pe1):
        """Routers of IOS-XE give each route of a VPN a label of its own."""
        vpn = "route 0.0.0.0/0 in table INET of pe1" if pe1 == "ios" else "table INET of pe1"
        return [("pe2", f"to 10.255.0.2/32 | {vpn}"), ("p1", f"SID 10.255.0.2/32 | {vpn}"),
                *([("pe1", f"SID 10.255.0.2/32 | {vpn}")] if pe1 == "sros" else []), ("pe1", vpn)]

    def labels(self, folder):
        """Where a packet stands with which labels; the first ones are those it leaves with."""
        one = next(one for one in PROGRAM.document("trace", folder, "--flow", "to-inet")["classes"] if one["direction"] == "forward")
        return [(hop["node"], tunnel.removeprefix("labels ")) for hop in one["traces"][0]["hops"] for tunnel in hop["tunnels"]]


class OneServiceBySegmentsOfOspf(OneServiceBySegments):
    """Over OSPF as well, with the same labels."""
    systems = (*OneServiceBySegments.systems, "ios")
    segments = "ospf"
    cores = ()


if __name__ == "__main__":
    program.main(__name__)
