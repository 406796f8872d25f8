"""Brings FRR's tables and ours to one shape and lists the differences.

Discard routes of area ranges are left out on both sides: FRR 8.4 has them or not for one and the same network,
depending on which came first, the range or its components.

A table is a map (node, prefix) -> Row. FRR prints no `local` /32 rows and does not tell N1/N2 from E1/E2, so
neither counts. Interfaces are named as on IOS: pN is GigabitEthernet0/N, lo is Loopback0.
"""

import dataclasses
import json

KINDS = {"N": "ospf", "N IA": "ospf-ia", "N E1": "ospf-e1", "N E2": "ospf-e2", "N N1": "ospf-e1", "N N2": "ospf-e2",
         "D IA": "ospf-discard", "D": "ospf-discard"}
SAME_KIND = {"ospf-n1": "ospf-e1", "ospf-n2": "ospf-e2"}


@dataclasses.dataclass(frozen=True)
class Row:
    protocol: str
    distance: int
    metric: int
    hops: frozenset  # of (ip or "", interface)

    def __str__(self):
        hops = " ".join(sorted(f"{ip or '-'}@{name}" for ip, name in self.hops))
        return f"{self.protocol} [{self.distance}/{self.metric}] {hops}"


def ios_name(linux):
    return "Loopback0" if linux == "lo" else linux.replace("p", "GigabitEthernet0/", 1)


def frr_hops(row, name_of=ios_name):
    """The hops packets take: leaves of recursive ones, active ones only."""
    hops = set()
    for hop in row.get("nexthops", []):
        if hop.get("recursive") or not hop.get("active"):
            continue
        if hop.get("blackhole") or hop.get("unreachable"):
            hops.add(("", "discard"))
        else:
            hops.add((hop.get("ip", ""), name_of(hop["interfaceName"])))
    return frozenset(hops)


def frr_table(tables):
    """tables: {node: {"rib": ..., "ospf": ...}} as printed. Unknown protocols or kinds raise: nothing is skipped."""
    result = {}
    for node, shown in tables.items():
        rib = shown["rib"].get("default", shown["rib"])
        for prefix, rows in rib.items():
            for row in rows:
                if not row.get("selected"):
                    continue
                protocol = row["protocol"]
                if protocol == "ospf":
                    protocol = KINDS[shown["ospf"][prefix]["routeType"].strip()]
                    if protocol == "ospf-discard":
                        continue
                elif protocol not in ("connected", "static"):
                    raise ValueError(f"{node} {prefix}: unexpected protocol {protocol}")
                if (node, prefix) in result:
                    raise ValueError(f"{node} {prefix}: two selected rows")
                result[node, prefix] = Row(protocol, row["distance"], row["metric"], frr_hops(row))
    return result


def our_table(text):
    """The IPv4 rows, without discard routes of OSPF."""
    return {key: row for key, row in our_rows(text).items()
            if not (row.protocol.startswith("ospf") and ("", "discard") in row.hops)}


def our_rows(text, families=("ipv4",)):
    """text: the lines of `ringfence routes -f jsonl`, one line per next hop."""
    result = {}
    for line in text.splitlines():
        entry = json.loads(line)
        if entry["protocol"] == "local" or ("ipv6" if ":" in entry["prefix"] else "ipv4") not in families:
            continue
        hops = {(hop["ip"] or "", hop["interface"] or "") for hop in entry["resolved"] or []}
        if entry["next_hop_interface"] == "discard" or any(name == "discard" for _, name in hops):
            hops = {("", "discard")}
        elif not hops or entry["protocol"] == "connected":
            hops = {("" if entry["protocol"] == "connected" else entry["next_hop_ip"] or "", entry["next_hop_interface"] or "")}
        protocol = SAME_KIND.get(entry["protocol"], entry["protocol"])
        key = entry["node"], entry["prefix"]
        row = Row(protocol, entry["admin_distance"], entry["metric"], frozenset(hops))
        if key in result:
            old = result[key]
            if (old.protocol, old.distance, old.metric) != (row.protocol, row.distance, row.metric):
                raise ValueError(f"{key}: lines of one route disagree: {old} and {row}")
            row = dataclasses.replace(row, hops=old.hops | row.hops)
        result[key] = row
    return result


def with_absent(shaky, rows, nodes):
    """The keys that hang on the order of events, with those of absent rows: a prefix that hangs on it somewhere may come or
    go elsewhere, and an absent row cannot say so."""
    prefixes = {prefix for _, prefix in shaky}
    return shaky | {(node, prefix) for node in nodes for prefix in prefixes if (node, prefix) not in rows}


def keyed_differences(theirs, ours):
    """Pairs of a key and a line that says what differs; empty when the tables agree."""
    lines = []
    for key in sorted(theirs.keys() | ours.keys()):
        expected, got = theirs.get(key), ours.get(key)
        if expected != got:
            line = f"{key[0]} {key[1]}: routers have {expected or 'nothing'}; ringfence has {got or 'nothing'}"
            lines.append((key, line))
    return lines


def differences(theirs, ours):
    """The lines alone."""
    return [line for _, line in keyed_differences(theirs, ours)]
