#!/usr/bin/env python3
"""Small networks of VRP devices against routing tables derived by hand: vrp_labs/NN_name/.

Each lab has configs/, what its devices print, and expected.txt, whose comments derive what it says:

    [PE1]                             the table of a device, every row of it
    [PE1 vpn RED]                     that of a VPN instance
    10.0.0.4/30  ospf  10/2  10.0.0.1 10.0.1.1
                                      prefix, protocol as in docs/output.md, preference/cost, next hops
    [lines]                           lines that are known and may wait for a model, never irrelevant and never misread
    observe-port 1 interface GigabitEthernet0/1/7

A next hop is an address or a port; `A>B,C`: A is reached by B or C; `NULL0` discards; `A@RED`: left by VPN instance RED; a
`?` behind the next hops: the device may choose otherwise. Host routes of a device to itself (`local`) are left out. A table
headed `[PE1] pending: why` is not computed yet and must still differ; lines below `[lines] pending: why` must still be called
something else, and `no error` there means that the program refuses the lab. A line that is open must be listed.

usage: vrp_labs.py [--program FILE] [LAB...]
"""

import argparse
import collections
import ipaddress
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LABS = os.path.join(HERE, "vrp_labs")
LIMIT_S = 60.0  # for one run of the program
HEAD = re.compile(r"\[(?P<node>\S+?)(?: vpn (?P<vrf>\S+))?\](?: pending: (?P<pending>.+))?$")
ACCEPTED = "no error"  # stands among pending lines where the program refuses a lab
Expected = collections.namedtuple("Expected", "tables pending lines")


def expected_of(lab):
    """Tables: (node, vrf) -> prefix -> row as text; why a table is pending; line -> why it is pending or None."""
    said = Expected({}, {}, {})
    with open(os.path.join(lab, "expected.txt"), encoding="utf-8") as stream:
        lines = [line.strip() for line in stream]
    into, pending = None, None
    for number, line in enumerate(lines, 1):
        head = HEAD.match(line)
        if head and head["node"] == "lines":
            into, pending = said.lines, head["pending"]
        elif head:
            table = (head["node"], head["vrf"] or "default")
            into = said.tables.setdefault(table, {})
            if head["pending"]:
                said.pending[table] = head["pending"]
        elif into is said.lines and line and not line.startswith("#"):
            said.lines[line] = pending
        elif line and not line.startswith("#"):
            words = line.split(" # ")[0].split()
            if into is None or len(words) < 4 or words[0] in into:
                raise SystemExit(f"{lab}/expected.txt:{number}: not a row of a table: {line}")
            into[words[0]] = " ".join(words[1:3] + sorted(words[3:]))
    return said


def next_hop(row):
    """How a next hop is written in expected.txt."""
    if row["next_hop_interface"] == "discard":
        return "NULL0"
    hop = row["next_hop_ip"] or row["next_hop_interface"]
    ways = sorted({way["ip"] or way["interface"] for way in row["resolved"]})
    if row["next_hop_ip"] and ways and ways != [hop]:
        hop += ">" + ",".join(ways)
    return f"{hop}@{row['next_hop_vrf']}" if row["next_hop_vrf"] else hop


def documents(program, command, lab):
    """The lines a command prints about a lab, and what it says when it refuses it."""
    argv = [program, command, lab, "-f", "jsonl"]
    run = subprocess.run(argv, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    refusal = "" if run.returncode in (0, 3) else f"exit code {run.returncode}: {run.stderr.strip()[:600]}"
    return [json.loads(line) for line in run.stdout.splitlines()], refusal


def computed_tables(program, lab):
    """The same form as `tables` of expected_of()."""
    hops, heads = collections.defaultdict(set), {}
    for row in documents(program, "routes", lab)[0]:
        if row["protocol"] != "local":
            key = (row["node"], row["vrf"], row["prefix"])
            hops[key] |= {next_hop(row)} | ({"?"} if row["ambiguous"] else set())
            heads[key] = f"{row['protocol']} {row['admin_distance']}/{row['metric']}"
    tables = collections.defaultdict(dict)
    for node, vrf, prefix in heads:
        tables[node, vrf][prefix] = " ".join([heads[node, vrf, prefix]] + sorted(hops[node, vrf, prefix]))
    return tables


def difference(want, have):
    """Rows of two tables that are not the same: missing '-', extra '+'."""
    for prefix in sorted(want.keys() | have.keys(), key=lambda text: (":" in text, ipaddress.ip_network(text))):
        if want.get(prefix) != have.get(prefix):
            sides = (("-", want), ("+", have))
            yield from (f"{sign} {prefix} {table[prefix]}" for sign, table in sides if prefix in table)


def wrong_tables(said, computed):
    """What is wrong with the routing tables of a lab."""
    for table, want in said.tables.items():
        rows = list(difference(want, computed.get(table, {})))
        name = " vpn ".join(table).removesuffix(" vpn default")
        if table in said.pending and not rows:
            yield f"[{name}] is exact now: take 'pending' out"
        elif table not in said.pending:
            yield from (f"[{name}] {row}" for row in rows)


def wrong_lines(program, lab, listed):
    """What is wrong with the fates of a lab's lines, and whether the program takes the lab at all."""
    lines, refusal = documents(program, "parse", lab)
    if bool(refusal) != (ACCEPTED in listed):
        yield refusal or "accepted now: take 'pending' out"
    found = {ACCEPTED}
    for line in lines:
        with open(os.path.join(lab, line["file"]), encoding="utf-8") as stream:
            text = stream.read().splitlines()[line["line"] - 1].strip()
        found.add(text)
        place = f"{line['file']}:{line['line']}: {text}: {line['fate']}"
        known = line["fate"] in ("modelled", "unmodelled")
        if text not in listed and line["fate"] in ("unmodelled", "unknown"):
            yield f"{place} and not listed ({line['reason']})"
        elif text in listed and known and listed[text]:
            yield f"{place} now: take 'pending' out"
        elif text in listed and not known and not listed[text]:
            yield place
    yield from (f"[lines] no such line: {text}" for text in listed if text not in found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=os.environ.get("RINGFENCE", "ringfence"))
    parser.add_argument("labs", nargs="*", default=sorted(name for name in os.listdir(LABS) if name[0].isdigit()))
    options = parser.parse_args()
    exact = failed = 0
    for name in options.labs:
        lab = os.path.join(LABS, name)
        said = expected_of(lab)
        wrong = list(wrong_tables(said, computed_tables(options.program, lab)))
        wrong += wrong_lines(options.program, lab, said.lines)
        for line in wrong:
            print(f"{name}: {line}")
        for (node, vrf), why in said.pending.items():
            print(f"{name}: pending: {node} {vrf}: {why}")
        for text, why in filter(lambda line: line[1], said.lines.items()):
            print(f"{name}: pending: {text}: {why}")
        failed += bool(wrong)
        exact += 0 if wrong else sum(len(rows) for table, rows in said.tables.items() if table not in said.pending)
    print(f"{len(options.labs)} labs, {exact} rows exact" + (f", {failed} labs failed" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
