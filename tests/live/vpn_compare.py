"""VRF tables of routers against `ringfence routes`, and the links a datagram was on against `ringfence trace`.

A row is (node, VRF, prefix). Protocols compare as families. The next hop is the protocol's own: of a VPN route the other PE;
the hops are what it resolves to. Numbers of labels are the daemons' choice: a stack compares by its depth. The same things are
checked among the routers themselves first: the kernel has what the routing table has.
"""

import collections
import dataclasses
import json
import re

import compare

FAMILIES = {"ebgp": "bgp", "ibgp": "bgp", "bgp-vpn": "bgp", "aggregate": "bgp", "isis-l1": "isis", "isis-l2": "isis"}
IMPLICIT_NULL = 3
STACK, BETWEEN = "labels ", " | "  # how `ringfence trace` writes a stack
OPEN = ("MPLS", "label")  # what `ringfence parse` calls lines about labels that are not modelled
HOP = re.compile(r"encap mpls +(?P<labels>[\d/]+) via (?P<ip>\S+)")


@dataclasses.dataclass(frozen=True)
class Row:
    protocol: str
    distance: int
    metric: int
    next_hops: frozenset  # addresses the protocol says; empty for subnets of own ports
    hops: frozenset  # (address or "", port)

    def __str__(self):
        hops = " ".join(sorted(f"{ip or '-'}@{name}" for ip, name in self.hops))
        return f"{self.protocol} [{self.distance}/{self.metric}] {' '.join(sorted(self.next_hops))} by {hops}"


def family(protocol):
    return FAMILIES.get(protocol, "ospf" if protocol.startswith("ospf") else protocol)


def router_rows(tables):
    """tables: {node: {"rib": [a map of prefixes for each VRF]}}. None stands for OSPF's rows of the router's own hosts."""
    found = {}
    for node, shown in tables.items():
        for prefix, rows in ((prefix, rows) for vrf in shown["rib"] for prefix, rows in vrf.items()):
            for row in (row for row in rows if row.get("selected")):
                hops = compare.frr_hops(row, str)
                said = [hop for hop in row["nexthops"] if hop.get("active") and not hop.get("resolver")]
                next_hops = frozenset(hop["ip"] for hop in said if "ip" in hop)
                own = row["protocol"] == "ospf" and hops == {("", "lo")}
                found[node, row["vrfName"], prefix] = None if own else Row(row["protocol"], row["distance"], row["metric"], next_hops,
                                                                            hops)
    return found


def our_rows(text):
    """(rows, keys of rows that hang on the order of events) of `ringfence routes -f jsonl`."""
    found, shaky = {}, set()
    for entry in map(json.loads, text.splitlines()):
        if entry["protocol"] == "local" or ":" in entry["prefix"]:
            continue
        key = entry["node"], entry["vrf"], entry["prefix"]
        connected = entry["protocol"] == "connected"
        hops = {("" if connected else hop["ip"] or "", hop["interface"] or "") for hop in entry["resolved"] or []}
        if entry["next_hop_interface"] == "discard" or any(name == "discard" for _, name in hops):
            hops = {("", "discard")}
        next_hops = {entry["next_hop_ip"]} if entry["next_hop_ip"] and not connected else set()
        row = Row(family(entry["protocol"]), entry["admin_distance"], entry["metric"], frozenset(next_hops), frozenset(hops))
        old = found.get(key, row)
        if (old.protocol, old.distance, old.metric) != (row.protocol, row.distance, row.metric):
            raise ValueError(f"{key}: lines of one route disagree: {old} and {row}")
        found[key] = dataclasses.replace(row, hops=old.hops | row.hops, next_hops=old.next_hops | row.next_hops)
        shaky |= {key} if entry.get("ambiguous") else set()
    return found, shaky


def differences(theirs, ours, shaky=frozenset()):
    """(lines that say what differs, how many more hang on the order of events)."""
    found = [key for key in sorted(theirs.keys() | ours.keys())
             if theirs.get(key) != ours.get(key) and (key not in theirs or theirs[key] is not None)]
    lines = [f"{node} {vrf} {prefix}: routers have {theirs.get((node, vrf, prefix)) or 'nothing'}; "
             f"ringfence has {ours.get((node, vrf, prefix)) or 'nothing'}"
             for node, vrf, prefix in found if (node, vrf, prefix) not in shaky]
    return lines, len(found) - len(lines)


def alike(lines):
    """The lines, those that differ in the same way counted: distance and metric of many rows are one finding."""
    kinds = collections.Counter(re.sub(r"^.*?: ", "", re.sub(r"\d+\.\d+\.\d+\.\d+(/\d+)?|\bp\d+\b", "_", line)) for line in lines)
    return [f"{count} times: {kind}" for kind, count in kinds.most_common()]


# --- routers among themselves ----------------------------------------------------------------------------------


def real(labels):
    return [label for label in labels or [] if label != IMPLICIT_NULL]


def kernel_differences(tables):
    """Where the kernel's table of a VRF does not have the labels that the routing table has."""
    lines = []
    for node, shown in sorted(tables.items()):
        stacks = {}
        for prefix, rows in ((prefix, rows) for vrf in shown["rib"] for prefix, rows in vrf.items()):
            for row in (row for row in rows if row.get("selected")):
                stacks[row["vrfName"], prefix.removesuffix("/32")] = {
                    (hop["ip"], "/".join(map(str, real(hop.get("labels"))))) for hop in row["nexthops"] if hop.get("fib") and "ip" in hop
                    and real(hop.get("labels"))}
        for vrf, rows in shown.get("kernel", {}).items():
            for prefix, wanted in sorted((prefix, hops) for (of, prefix), hops in stacks.items() if of == vrf):
                text = next((row for row in rows if row.split()[0] == {"0.0.0.0/0": "default"}.get(prefix, prefix)), "")
                got = {(hop["ip"], hop["labels"]) for hop in HOP.finditer(text)}
                if got != wanted:
                    lines.append(f"{node} {vrf} {prefix}: the kernel has {sorted(got)}, the routing table {sorted(wanted)}")
    return lines


# --- paths -----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Path:
    delivered: bool
    nodes: tuple
    depths: tuple  # labels on each link

    def __str__(self):
        links = f" with {'-'.join(map(str, self.depths))} labels" if self.depths else ""  # none: it did not leave
        return f"{'to' if self.delivered else 'lost at'} {self.nodes[-1]} by {' '.join(self.nodes)}{links}"


def walked(net, source, target, sightings):
    """The path of a datagram that was seen: each time it left a port it must have come in at the other end of the cable."""
    cables = {(a, f"p{i}"): (b, f"p{j}") for a, i, b, j in net.links}
    cables |= {other: one for one, other in cables.items()}
    nodes, depths, on_link = [source], [], None
    for seen in sightings:
        at = seen["node"], seen["port"]
        if seen["out"]:
            if on_link or seen["node"] != nodes[-1]:
                raise ValueError(f"{source} to {target}: leaves {at} but was last seen at {on_link or nodes[-1]}")
            on_link = at, seen["labels"]
        else:
            if on_link is None or cables[on_link[0]] != at or on_link[1] != seen["labels"]:
                raise ValueError(f"{source} to {target}: comes in at {at} but was sent {on_link}")
            nodes.append(seen["node"])
            depths.append(len(seen["labels"]))
            on_link = None
    owns = any(address.split("/")[0] == target for address in net.routers[nodes[-1]].loopbacks)
    return Path(owns, tuple(nodes), tuple(depths))


def depth(hop):
    """How many labels a packet has that comes in at a hop of a trace."""
    stacks = [one.removeprefix(STACK) for one in hop["tunnels"]]
    if len(stacks) > 1 or stacks == hop["tunnels"] != []:
        raise ValueError(f"{hop['node']}: tunnels other than one stack of labels: {hop['tunnels']}")
    return sum(len(one.split(BETWEEN)) for one in stacks)


def predicted(answer):
    """The forward paths of a trace document."""
    found = set()
    for kind in answer["classes"]:
        if kind["truncated"]:
            raise ValueError("the list of traces is truncated")
        for trace in kind["traces"] if kind["direction"] == "forward" else []:
            depths = tuple(depth(hop) for hop in trace["hops"] if hop["in"])
            if len(depths) != len(trace["nodes"]) - 1:
                raise ValueError(f"{len(depths)} stacks on the links of {' '.join(trace['nodes'])}")
            found.add(Path(trace["disposition"] == "delivered", tuple(trace["nodes"]), depths))
    return found


def open_reasons(parsed):
    """Why the program itself says that it does not follow labels: reasons of `ringfence parse -f json` with their counts."""
    reasons = collections.Counter(line["reason"] for file in parsed["files"] for line in file["open_lines"]
                                  if any(word in line["reason"] for word in OPEN))
    return dict(reasons)
