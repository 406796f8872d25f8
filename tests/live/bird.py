"""Routers that run BIRD 2 instead of FRR, and their tables in the shape of compare.py.

BIRD knows preferences, larger is better; every text says 1000 less the administrative distance, so both read alike.
The kernel's table must say what `show route` says: its next hops are compared row by row.
"""

import json
import os
import re
import shutil
import tempfile

import compare
import netns

DAEMONS = ("bird", "birdc")
PREFERENCE = 1000  # of distance 0
KERNEL_PROTOCOL = "bird"
KINDS = {"device": "connected", "static": "static", "OSPF": "ospf", "OSPF-IA": "ospf-ia", "OSPF-E1": "ospf-e1",
         "OSPF-E2": "ospf-e2", "BGP": "bgp"}
HEAD = re.compile(r"(\S+)?\s+(\S+) \[(\S+) [^\]]*\] (\* )?.*?\((\d+)")
HOP = re.compile(r"\t(?:via (\S+) on|dev) (\S+)")
ATTRIBUTE = re.compile(r"\t([\w.]+): ?(.*)")


class Lab(netns.Lab):
    """Namespaces whose routers are BIRD daemons; their files live in one folder of this run."""

    def __init__(self, tag):
        self.folder = tempfile.mkdtemp(prefix="ringfence-bird-")
        super().__init__(tag, ("bird",))

    def path(self, space, what):
        return f"{self.folder}/{space}.{what}"

    def write_configuration(self, space, configuration):
        with open(self.path(space, "conf"), "w", encoding="ascii") as out:
            out.write(configuration)

    def start(self):
        """BIRD answers on its socket once the command returns; a bad text makes it fail."""
        for name in self.routers:
            space = self.space(name)
            netns.run(["ip", "netns", "exec", space, "bird", "-c", self.path(space, "conf"),
                       "-s", self.path(space, "ctl"), "-P", self.path(space, "pid")])

    def pid_files(self):
        return [self.path(self.space(name), "pid") for name in self.routers]

    def show(self, node, command):
        return netns.run(["birdc", "-s", self.path(self.space(node), "ctl"), *command.split()])

    def tables(self):
        """Per router: what BIRD shows, and the kernel's rows that come from BIRD, by family."""
        return {name: {"shown": parse(self.show(name, "show route all")),
                       "kernel": [self.kernel(name, family) for family in "46"]} for name in self.routers}

    def kernel(self, node, family):
        return json.loads(netns.run(["ip", f"-{family}", "-n", self.space(node), "-j", "-d", "route", "show", "proto",
                                     KERNEL_PROTOCOL]) or "[]")

    def close(self):
        super().close()
        shutil.rmtree(self.folder, ignore_errors=True)


def parse(text):
    """`show route all` as a list of rows: prefix, word (unicast, blackhole, ...), best, preference, hops, attributes."""
    rows, prefix = [], None
    for line in text.splitlines():
        head, hop, attribute = HEAD.match(line), HOP.match(line), ATTRIBUTE.match(line)
        if line.startswith("\t") and hop:
            rows[-1]["hops"].append([hop[1] or "", hop[2]])
        elif line.startswith("\t") and attribute:
            rows[-1][attribute[1]] = attribute[2]
        elif head:
            prefix = head[1] or prefix
            rows.append({"prefix": prefix, "word": head[2], "best": bool(head[4]), "preference": int(head[5]), "hops": []})
        elif line.strip() and not line.startswith(("BIRD ", "Table ")):
            raise ValueError(f"a line of `show route all` that nobody knows: {line!r}")
    return rows


def hops_of(row, name_of):
    if row["word"] in ("blackhole", "unreachable", "prohibit"):
        return frozenset({("", "discard")})
    return frozenset((ip, name_of(port)) for ip, port in row["hops"])


def metric_of(kind, row):
    if kind == "ospf-e2":
        return int(row["OSPF.metric2"])
    if kind.startswith("ospf"):
        return int(row["OSPF.metric1"])
    return int(row.get("BGP.med", 0)) if kind == "bgp" else 0


def table(tables, name_of):
    """(node, prefix) -> Row of the best routes, without discard routes of OSPF and without routes whose next hop
    nothing leads to: others leave those out of their tables, BIRD calls them unreachable. Unknown kinds raise."""
    found = {}
    for node, shown in tables.items():
        for row in shown["shown"]:
            kind = KINDS[row["Type"].split()[0]]
            hops = hops_of(row, name_of)
            without = row["word"] == "unreachable" or kind.startswith("ospf") and ("", "discard") in hops
            if row["best"] and not without:
                distance = PREFERENCE - row["preference"]
                found[node, row["prefix"]] = compare.Row(kind, distance, metric_of(kind, row), hops)
    return found


def kernel_hops(row):
    if row.get("type", "unicast") != "unicast":
        return frozenset({("", "discard")})
    legs = row.get("nexthops") or [row]
    return frozenset((leg.get("gateway", ""), leg["dev"]) for leg in legs)


def kernel_prefix(row):
    if row["dst"] == "default":
        return "::/0" if ":" in row.get("gateway", "") + "".join(n.get("gateway", "") for n in row.get("nexthops", [])) else "0.0.0.0/0"
    return row["dst"] if "/" in row["dst"] else f"{row['dst']}/{128 if ':' in row['dst'] else 32}"


def kernel_differences(tables):
    """Where the kernel forwards otherwise than BIRD shows."""
    lines = []
    for node, shown in tables.items():
        wanted = {row["prefix"]: hops_of(row, str) for row in shown["shown"]
                  if row["best"] and KINDS[row["Type"].split()[0]] != "connected"}
        got = {}
        for family in shown["kernel"]:
            for row in family:
                prefix = kernel_prefix(row)
                got[prefix] = got.get(prefix, frozenset()) | kernel_hops(row)
        lines += [f"{node} {prefix}: BIRD has {sorted(wanted.get(prefix, ()))}, the kernel {sorted(got.get(prefix, ()))}"
                  for prefix in sorted(wanted.keys() | got.keys()) if wanted.get(prefix) != got.get(prefix)]
    return lines


def head(router_id):
    """What every text begins with."""
    return [f"router id {router_id};", "protocol device { scan time 1; }",
            "protocol direct { ipv4 { preference 1000; }; ipv6 { preference 1000; }; }",
            "protocol kernel { ipv4 { import none; export where source != RTS_DEVICE; }; }",
            "protocol kernel { ipv6 { import none; export where source != RTS_DEVICE; }; }"]
