"""Random networks of FRR routers whose one text both the daemons and `ringfence` read, and the comparison of both.

Problem: for BGP, IS-IS and redistribution a second rendering would double every mistake. Idea: a router is a list
of lines; zebra gives the addresses to the kernel, so the text says everything. IPv6 routes go to link-local
addresses that no text contains: for them a next hop is the router it belongs to and the interface it leaves by.
"""

import dataclasses
import functools
import ipaddress
import json
import os
import random
import time

import compare
import netns
import suite

HELLO_S = 1
HOLD_S = 5  # of BGP; shorter than what netns.STABLE_S waits for, long enough for a busy machine
NAMED_PREFIXES_MAX = 1  # of a look; where more differ the cause is not what came before (a night showed one at most)
SECOND_LOOK_S = 40.0  # until tables that differ are taken for final


@dataclasses.dataclass
class Port:
    """`index` is N of pN."""
    index: int
    peer: str
    peer_if: int
    addresses: list[str]  # with lengths
    lines: list[str] = dataclasses.field(default_factory=list)  # below `interface pN`
    vrf: str = ""


@dataclasses.dataclass
class Router:
    name: str
    number: int
    first: list[str] = dataclasses.field(default_factory=list)  # what the rest is checked against or waits for
    ports: list[Port] = dataclasses.field(default_factory=list)
    loopbacks: list[str] = dataclasses.field(default_factory=list)  # addresses with lengths
    loopback_lines: list[str] = dataclasses.field(default_factory=list)
    statics: list[str] = dataclasses.field(default_factory=list)
    lists: list[str] = dataclasses.field(default_factory=list)  # lists and route maps, before who uses them
    processes: list[str] = dataclasses.field(default_factory=list)

    @property
    def ipv4(self):
        return f"10.255.0.{self.number}"

    @property
    def ipv6(self):
        return f"2001:db8:ffff::{self.number}"

    def text(self):
        lines = ["frr version 8.4.4", "frr defaults traditional", f"hostname {self.name}"]
        lines += self.first + ["interface lo"] + address_lines(self.loopbacks) + self.loopback_lines + ["exit"]
        for port in self.ports:
            lines += [f"interface p{port.index}" + (f" vrf {port.vrf}" if port.vrf else "")] + address_lines(port.addresses) + port.lines + ["exit"]
        return "\n".join(lines + self.statics + self.lists + self.processes + [""])


def address_lines(addresses):
    return [f" {'ipv6' if ':' in one else 'ip'} address {one}" for one in addresses]


@dataclasses.dataclass
class Network:
    seed: int
    routers: dict[str, Router] = dataclasses.field(default_factory=dict)
    links: list[tuple] = dataclasses.field(default_factory=list)  # (left, left_if, right, right_if)
    features: set[str] = dataclasses.field(default_factory=set)
    cold: bool = False  # routers start anew under every failure
    patience: tuple = (1.0, netns.STABLE_S, netns.TABLE_LIMIT_S)  # between looks; until tables are final; at most

    def daemons(self):
        """Those that some router needs."""
        text = "\n".join(line for router in self.routers.values() for line in router.processes)
        wanted = [name for name, line in (("ospfd", "router ospf\n"), ("isisd", "router isis "), ("bgpd", "router bgp "),
                                             ("ripd", "router rip\n"), ("ripngd", "router ripng\n"), ("ospf6d", "router ospf6\n"))
                  if line in text]
        return ("zebra", "staticd", *wanted)

    def add_router(self):
        number = len(self.routers) + 1
        router = Router(f"r{number}", number)
        router.loopbacks = [f"{router.ipv4}/32", f"{router.ipv6}/128"]
        self.routers[router.name] = router
        return router

    def add_link(self, left, right, ipv6=True):
        """Joins two routers by a new subnet; returns both ports."""
        number = len(self.links) + 1
        subnet = f"10.0.{number}."
        ends = []
        for router, other, host in ((left, right, 1), (right, left, 2)):
            addresses = [f"{subnet}{host}/30"] + ([f"2001:db8:{number}::{host}/64"] if ipv6 else [])
            ends.append(Port(len(router.ports), other.name, len(other.ports), addresses))
        left.ports.append(ends[0])
        right.ports.append(ends[1])
        self.links.append((left.name, ends[0].index, right.name, ends[1].index))
        return ends


def write_snapshot(net, folder):
    """Writes what `ringfence` reads."""
    for kind in ("configs", "batfish"):
        os.makedirs(f"{folder}/{kind}", exist_ok=True)
    for router in net.routers.values():
        with open(f"{folder}/configs/{router.name}.cfg", "w", encoding="ascii") as out:
            out.write(router.text())
    ends = [((a, i), (b, j)) for a, i, b, j in net.links] + [((b, j), (a, i)) for a, i, b, j in net.links]
    edges = [{name: {"hostname": router, "interfaceName": f"p{port}"} for name, (router, port) in
              (("node1", one), ("node2", other))} for one, other in ends]
    with open(f"{folder}/batfish/layer1_topology.json", "w", encoding="ascii") as out:
        json.dump({"edges": edges}, out, indent=1)


def populate(net, lab):
    """Namespaces and cables; addresses come with the configurations."""
    for router in net.routers.values():
        lab.add_router(router.name, router.text(), [], router.first)
    for left, left_if, right, right_if in net.links:
        lab.wire(left, f"p{left_if}", right, f"p{right_if}")
    for router in net.routers.values():
        for port in router.ports:
            lab.link_up(router.name, f"p{port.index}")


# --- both tables in one shape ----------------------------------------------------------------------------------


def owners(lab, net):
    """IPv6 address -> router, link-local ones included: those of a network differ, they contain the port's MAC."""
    found = {}
    for name in net.routers:
        for port in json.loads(netns.run(["ip", "-n", lab.space(name), "-j", "-6", "addr"])):
            found |= {str(ipaddress.ip_address(a["local"])): name for a in port["addr_info"] if a.get("local")}
    return found


def owner_name(book, ip):
    return f"({book[ip]})" if ":" in ip and ip in book else ip


def frr_rows(tables, book):
    """tables: {node: [IPv4 rows, IPv6 rows]} as printed. A None stands for what does not count on either side: FRR's
    OSPF has rows for the router's own hosts, where we have `local` ones."""
    found = {}
    for node, families in tables.items():
        for family in families:
            for prefix, rows in family.get("default", family).items():
                for row in rows:
                    if not row.get("selected") or prefix.startswith("fe80:"):
                        continue
                    hops = {(owner_name(book, ip), name) for ip, name in compare.frr_hops(row, str)}
                    protocol = {"ripng": "rip", "ospf6": "ospf"}.get(row["protocol"], row["protocol"])
                    own = protocol == "ospf" and hops == {("", "lo")}
                    found[node, prefix] = None if own else compare.Row(protocol, row["distance"], row["metric"],
                                                                       frozenset(hops))
    return found


PROTOCOLS = {"ebgp": "bgp", "ibgp": "bgp", "aggregate": "bgp", "isis-l1": "isis", "isis-l2": "isis"}


def our_rows(text, book):
    """Returns (rows, keys of rows that the program calls dependent on the order of events)."""
    found = {}
    for key, row in compare.our_rows(text, families=("ipv4", "ipv6")).items():
        protocol = PROTOCOLS.get(row.protocol, "ospf" if row.protocol.startswith("ospf") else row.protocol)
        hops = {(owner_name(book, ip), name) for ip, name in row.hops}
        found[key] = compare.Row(protocol, row.distance, row.metric, frozenset(hops))
    entries = [json.loads(line) for line in text.splitlines()]
    shaky = {(e["node"], e["prefix"]) for e in entries if e.get("ambiguous")}
    return found, compare.with_absent(shaky, found, {node for node, _ in found})


def crossing(*tables):
    """Prefixes that more than one protocol carries, so that redistribution takes part."""
    carriers = {}
    for table in tables:
        for (_, prefix), row in table.items():
            if row and row.protocol not in ("connected", "static"):
                carriers.setdefault(prefix, set()).add(row.protocol)
    return {prefix for prefix, protocols in carriers.items() if len(protocols) > 1}


def judge(theirs, restless, book, circle, lines, comes_to_rest, possible):
    """(differences as lines, how many more hang on the order of events as the program says, further ones as lines that
    belong to a circle of redistribution that it names, when these are few). `restless`: keys of rows that do not come to rest on the routers;
    `circle`: it names one."""
    ours, shaky = our_rows(lines, book)
    shaky = shaky | {(node, prefix) for node, _, prefix in possible}
    found = [(key, line) for key, line in compare.keyed_differences(theirs, ours)
             if key not in theirs or theirs[key] is not None]
    found += [(key, f"{key[0]} {key[1]}: does not come to rest") for key in sorted(restless - {key for key, _ in found})]
    sure = [(key, line) for key, line in found if comes_to_rest and key not in shaky]
    around = crossing(theirs, ours) if circle else set()
    if len(around & {key[1] for key, _ in sure}) > NAMED_PREFIXES_MAX:
        around = set()
    named = [line for key, line in sure if key[1] in around]
    return [line for key, line in sure if key[1] not in around], len(found) - len(sure), named


# --- one network -----------------------------------------------------------------------------------------------


def failure_text(link):
    return f"link:{link[0]}[p{link[1]}]-{link[2]}[p{link[3]}]" if link else None


class Case:
    """One network on routers, whole and with links down, against the program."""

    def __init__(self, net, program, folder, outcome):
        self.net, self.program, self.folder, self.outcome = net, program, folder, outcome
        self.daemons, self.book = net.daemons(), {}
        outcome.features = sorted(net.features)
        write_snapshot(net, f"{folder}/snapshot")

    def tables(self, lab):
        return {name: lab.show_json(name, "show ip route json", "show ipv6 route json") for name in self.net.routers}

    def keep(self, lab, label, failure, tables, restless):
        """All that `kept.py` needs to compare again without routers."""
        shown = {"tables": tables, "book": self.book, "failure": failure, "restless": sorted(restless)}
        if "bgpd" in self.daemons:
            shown["bgp"] = {name: lab.show_json(name, "show bgp ipv4 unicast json", "show bgp ipv6 unicast json")
                            for name in self.net.routers}
        with open(f"{self.folder}/{label}.json", "w", encoding="ascii") as out:
            json.dump(shown, out, indent=1, sort_keys=True)

    @functools.cached_property
    def names_circle(self):
        """Of the text alone, so the same under every failure."""
        return suite.names_circle(self.program, f"{self.folder}/snapshot")

    def judge(self, theirs, restless, answer):
        """Only where rows differ does it matter whether the program names a circle."""
        found = judge(theirs, restless, self.book, False, *answer)
        return judge(theirs, restless, self.book, True, *answer) if found[0] and self.names_circle else found

    def check(self, lab, label, failure):
        """On a busy machine routers may be quiet before they have found their neighbours: tables that differ get
        time to become others."""
        answer = suite.ask(self.program, f"{self.folder}/snapshot", failure) if self.program else None
        begin, differ = time.monotonic(), []
        while True:
            tables, restless = suite.settled(lambda: self.tables(lab), lambda shown: frr_rows(shown, self.book), self.net.patience)
            self.book |= owners(lab, self.net)  # on a busy machine link-local addresses stand late
            theirs = frr_rows(tables, self.book)
            if answer:
                differ, doubtful, named = self.judge(theirs, restless, answer)
            if not differ or time.monotonic() - begin > SECOND_LOOK_S:
                break
        self.outcome.times.append(time.monotonic() - begin)
        self.keep(lab, label, failure, tables, restless)
        self.outcome.routes += len(theirs)
        if answer:
            self.outcome.open += doubtful
            self.outcome.named += [f"{failure or 'no failure'}: {line}" for line in named]
            self.outcome.lines += [f"{failure or 'no failure'}: {line}" for line in differ]
        return theirs

    def start(self, lab, down=None):
        """`down`: a link that its left end shuts from the first moment."""
        shut = self.net.routers[down[0]].ports[down[1]].lines if down else []
        shut.append(" shutdown")
        populate(self.net, lab)
        shut.pop()
        lab.start()
        self.book = owners(lab, self.net)

    def run_cold(self, links):
        for number, link in enumerate([None, *links]):
            with netns.Lab(f"s{self.net.seed}n{number}", self.daemons) as lab:
                self.start(lab, link)
                self.check(lab, f"failure{number - 1}" if link else "base", failure_text(link))

    def run(self):
        links = random.Random(self.net.seed).sample(self.net.links, min(suite.FAILURES, len(self.net.links)))
        if self.net.cold:
            return self.run_cold(links)
        with netns.Lab(f"s{self.net.seed}", self.daemons) as lab:
            self.start(lab)
            before = self.check(lab, "base", None)
            for number, link in enumerate(links):
                lab.link_down(link[0], f"p{link[1]}")
                self.check(lab, f"failure{number}", failure_text(link))
                lab.link_up(link[0], f"p{link[1]}")
            if links and not self.program:  # the routers must come back to where they were, or history decides
                after = self.check(lab, "repaired", None)
                self.outcome.lines += [f"after repair: {line}" for line in compare.differences(before, after)]
