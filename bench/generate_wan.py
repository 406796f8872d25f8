#!/usr/bin/env python3
"""Writes the snapshot of a wide-area network: configurations, inventory, and a policy with flows that must be kept away
from one maker under failures.

  generate_wan.py --style ebgp|rr (--nodes N | --graph FILE.gml) [--seed S] [--flows F] [--failures K] FOLDER

Without a graph the routers are N random points joined like the Gabriel graph over them (two points are joined when
no third lies in the circle on their distance: planar, about four links a node) with one chord for ten routers; metrics follow
distance. A graph gives nodes and edges only (GML as of the Internet Topology Zoo); metrics are random.

ebgp  every router is an AS of its own and an eBGP neighbour of each router it is joined to. Half of the sessions prefer
      routes of some community over others by local preference.
rr    one AS: OSPF in area 0 over all links, iBGP between loopbacks, four route reflectors of which each router uses two. One
      router in twenty has a neighbour in another AS; these announce the same ten prefixes, and local preference
      tells which are wanted.

Every router brings one /24 of its own into BGP. Every tenth router is made by the maker that nobody wants. The same
arguments give the same bytes. Standard library only.
"""

import argparse
import math
import pathlib
import random
import re

REFLECTORS = 4
OUTSIDE_PREFIXES = 10


def dotted(value):
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


class Router:
    """One router: its interfaces in order, each with address, metric and the router at the other end."""

    def __init__(self, name, number, as_number, outside=False):
        self.name, self.number, self.as_number, self.outside = name, number, as_number, outside
        self.links = []  # (interface name, own address, other router, its address, metric)
        self.prefix = (172 << 24 | 16 << 16) + (number << 8)
        self.loopback = (192 << 24 | 168 << 16) + number


class Wan:
    """Routers and links. `joined` are pairs of indices with a metric each."""

    def __init__(self, names, joined, style, chance):
        own_as = (lambda i: 4200000000 + i) if style == "ebgp" else (lambda i: 65000)
        self.style = style
        self.routers = [Router(name, i, own_as(i)) for i, name in enumerate(names)]
        self.links = 0
        for a, b, metric in joined:
            self.join(self.routers[a], self.routers[b], metric)
        if style == "rr":
            for i, border in enumerate(chance.sample(self.routers, max(2, len(names) // 20))):
                outside = Router(f"outside-{i}", len(self.routers), 64600 + i, True)
                self.routers.append(outside)
                self.join(border, outside, 1)
        inside = self.inside()
        self.reflectors = inside[:: max(1, len(inside) // REFLECTORS)][:REFLECTORS]

    def inside(self):
        return [router for router in self.routers if not router.outside]

    def join(self, a, b, metric):
        first = (10 << 24) + 2 * self.links
        self.links += 1
        ends = ((a, first, b, first + 1), (b, first + 1, a, first))
        for own, address, other, far in ends:
            own.links.append((f"GigabitEthernet0/{len(own.links)}", address, other, far, metric))


def gabriel(count, chance):
    """Names and weighted pairs of a random planar network with chords. Points lie in a grid to keep this near linear."""
    points = [(chance.random(), chance.random()) for _ in range(count)]
    cells = max(1, int(math.sqrt(count) / 2))
    grid = {}
    for i, (x, y) in enumerate(points):
        grid.setdefault((int(x * cells), int(y * cells)), []).append(i)

    def around(x, y, reach):
        column, row = int(x * cells), int(y * cells)
        for i in range(column - reach, column + reach + 1):
            for j in range(row - reach, row + reach + 1):
                yield from grid.get((i, j), ())

    def distance(a, b):
        return math.dist(points[a], points[b])

    joined = set()
    for a in range(count):
        for b in around(*points[a], 2):
            if a >= b:
                continue
            middle = ((points[a][0] + points[b][0]) / 2, (points[a][1] + points[b][1]) / 2)
            radius = distance(a, b) / 2
            if all(c in (a, b) or math.dist(points[c], middle) >= radius for c in around(*middle, 2)):
                joined.add((a, b))
    while len(joined) < count - 1 or count // 10 > 0:
        for _ in range(count // 10):
            a, b = sorted(chance.sample(range(count), 2))
            joined.add((a, b))
        break
    return [f"r{i}" for i in range(count)], [(a, b, max(1, round(1000 * distance(a, b)))) for a, b in sorted(joined)]


def from_gml(text, chance):
    """Nodes and edges of a graph, loops and doubles left out; parts that hang on nothing are kept as they are."""
    ids = [int(i) for i in re.findall(r"node \[\s*id (\d+)", text)]
    place = {node: i for i, node in enumerate(ids)}
    pairs = {tuple(sorted((place[int(a)], place[int(b)])))
             for a, b in re.findall(r"edge \[\s*source (\d+)\s*target (\d+)", text) if a != b}
    return [f"r{i}" for i in range(len(ids))], [(a, b, chance.randint(1, 20)) for a, b in sorted(pairs)]


def interfaces(router, wan):
    lines = ["interface Loopback0", f" ip address {dotted(router.loopback)} 255.255.255.255", "!",
             "interface GigabitEthernet1/0", f" ip address {dotted(router.prefix + 1)} 255.255.255.0", "!"]
    for name, address, other, _, metric in router.links:
        lines += [f"interface {name}", f" description to {other.name}", f" ip address {dotted(address)} 255.255.255.254"]
        lines += [f" ip ospf cost {metric}"] if wan.style == "rr" and not other.outside else []
        lines += [" ip ospf network point-to-point"] if wan.style == "rr" and not other.outside else []
        lines.append("!")
    return lines


def ospf(router):
    lines = ["router ospf 1", f" router-id {dotted(router.loopback)}", " passive-interface GigabitEthernet1/0"]
    lines += [f" network {dotted(router.loopback)} 0.0.0.0 area 0"]
    lines += [f" network {dotted(address)} 0.0.0.0 area 0" for _, address, other, _, _ in router.links if not other.outside]
    return lines + ["!"]


def bgp_head(router):
    return [f"router bgp {router.as_number}", f" bgp router-id {dotted(router.loopback)}", " bgp log-neighbor-changes",
            " bgp bestpath compare-routerid", f" network {dotted(router.prefix)} mask 255.255.255.0"]


def bgp_of_one_as_each(router, chance):
    lines, maps = bgp_head(router), []
    for i, (_, _, other, far, _) in enumerate(router.links):
        lines += [f" neighbor {dotted(far)} remote-as {other.as_number}", f" neighbor {dotted(far)} send-community"]
        if chance.random() < 0.5:
            lines.append(f" neighbor {dotted(far)} route-map prefer-{i} in")
            maps += [f"route-map prefer-{i} permit 10", " match community wanted", f" set local-preference {chance.choice((110, 120))}",
                     "!", f"route-map prefer-{i} permit 20", "!"]
        if chance.random() < 0.2:
            lines.append(f" neighbor {dotted(far)} route-map mark out")
    maps += ["route-map mark permit 10", " match ip address prefix-list own", " set community 65000:1 additive", "!",
             "route-map mark permit 20", "!"]
    lists = ["ip community-list standard wanted permit 65000:1", f"ip prefix-list own permit {dotted(router.prefix)}/24", "!"]
    return lines + ["!"] + lists + maps


def bgp_of_the_one_as(router, wan):
    lines = bgp_head(router)
    reflects = router in wan.reflectors
    if reflects:
        peers = [r for r in wan.inside() if r is not router and (r in wan.reflectors or router in uses(r, wan))]
    else:
        peers = uses(router, wan)
    for peer in peers:
        address = dotted(peer.loopback)
        lines += [f" neighbor {address} remote-as 65000", f" neighbor {address} update-source Loopback0",
                  f" neighbor {address} send-community"]
        if reflects and peer not in wan.reflectors:
            lines.append(f" neighbor {address} route-reflector-client")
        if any(other.outside for _, _, other, _, _ in router.links):
            lines.append(f" neighbor {address} next-hop-self")
    maps = []
    for _, _, other, far, _ in router.links:
        if not other.outside:
            continue
        lines += [f" neighbor {dotted(far)} remote-as {other.as_number}", f" neighbor {dotted(far)} route-map transit in"]
        maps = ["route-map transit permit 10", f" set local-preference {100 + 10 * (other.number % 3)}", "!"]
    return lines + ["!"] + maps


def bgp_outside(router):
    lines = bgp_head(router)
    lines += [f" network 198.18.{i}.0 mask 255.255.255.0" for i in range(OUTSIDE_PREFIXES)]
    lines += [f" neighbor {dotted(far)} remote-as {other.as_number}" for _, _, other, far, _ in router.links]
    return lines + ["!"] + [f"ip route 198.18.{i}.0 255.255.255.0 Null0" for i in range(OUTSIDE_PREFIXES)] + ["!"]


def uses(router, wan):
    """The two reflectors a router peers with."""
    first = router.number % len(wan.reflectors)
    return [wan.reflectors[first], wan.reflectors[(first + 1) % len(wan.reflectors)]]


def config(router, wan, chance):
    lines = [f"hostname {router.name}", "!"] + interfaces(router, wan)
    if router.outside:
        lines += bgp_outside(router)
    elif wan.style == "rr":
        lines += ospf(router) + bgp_of_the_one_as(router, wan)
    else:
        lines += bgp_of_one_as_each(router, chance)
    return "version 15.4\n!\n" + "\n".join(lines) + "\nend\n"


def inventory(wan):
    lines = ["inventory: 1", "elements:"]
    for router in wan.routers:
        maker = "Unwanted" if router.number % 10 == 7 else "Wanted"
        lines.append(f"  {router.name}: {{kind: router, maker: {maker}, owner: Carrier, operator: Carrier}}")
    return "\n".join(lines) + "\n"


def policy(wan, flows, failures, chance):
    lines = ["ringfence: 1", "as-of: 2026-07-01", "parties:", "  State: {kind: state}", "  Carrier: {kind: operator, state: State}",
             "  Wanted: {kind: maker}", "  Unwanted: {kind: maker}", "lists:", "  covered:", "    by: State", "    names: [Unwanted]",
             "    from: 2020-01-01", "    because: generated", "sets:", "  untrusted: {parties: {listed-on: covered}}", "information:",
             "  traffic: {owner: State, marking: OFFICIAL, releasable-to: [State]}", "flows:"]
    wanted = [r for r in wan.inside() if r.number % 10 != 7]
    for i in range(flows):
        a, b = chance.sample(wanted, 2)
        hosts = f"[{dotted(a.prefix + 10)}, {dotted(b.prefix + 10)}]"
        lines.append(f"  F{i}: {{carries: traffic, between: [{a.name}, {b.name}], hosts: {hosts}, parties: [State]}}")
    ids = ", ".join(f"F{i}" for i in range(flows))
    lines += ["rules:", "  AWAY:", "    party: State", "    because: generated", f"    confine: [{ids}]", "    away-from: untrusted",
              "    levels: [read]", f"    under: {{failures: {failures}, of: [link, node]}}", "    from: 2020-08-01"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description="snapshot of a wide-area network")
    parser.add_argument("--style", choices=("ebgp", "rr"), required=True)
    shape = parser.add_mutually_exclusive_group(required=True)
    shape.add_argument("--nodes", type=int)
    shape.add_argument("--graph", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flows", type=int, default=100)
    parser.add_argument("--failures", type=int, default=1)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    names, joined = (gabriel(options.nodes, chance) if options.nodes
                     else from_gml(options.graph.read_text(errors="replace"), chance))
    wan = Wan(names, joined, options.style, chance)
    configs = options.folder / "configs"
    configs.mkdir(parents=True)
    for router in wan.routers:
        (configs / f"{router.name}.cfg").write_text(config(router, wan, chance))
    (options.folder / "inventory.yaml").write_text(inventory(wan))
    (options.folder / "ringfence.yaml").write_text(policy(wan, options.flows, options.failures, chance))


if __name__ == "__main__":
    main()
