"""One network written for SR Linux and FRR side by side, and for FRR alone, has one set of routes: random networks of OSPF or
IS-IS, static routes and BGP with policies. Distances and names of ports are each system's own; prefixes and next hops are not."""

import json
import random
import unittest

import program

SEEDS = range(1, 31)
PROGRAM = None  # set by program.main
OUTSIDE_AS = 65100


class Router:
    def __init__(self, number, external):
        self.number = number
        self.external = external
        self.name = f"r{number}"
        self.as_number = OUTSIDE_AS + number if external else 65000
        self.loopback = f"10.255.0.{number}"
        self.ports = []  # (index, address, address of the other end, cost, the other router)
        self.statics = []  # (prefix, next hop or None)

    def entity_title(self):
        return f"49.0001.0000.0000.{self.number:04}.00"


class Network:
    """Routers in a ring with chords run OSPF or IS-IS, and internal BGP; each of two strangers has one link to one of them."""

    def __init__(self, seed):
        dice = random.Random(seed)
        self.seed = seed
        inside = [Router(n, False) for n in range(1, dice.randint(4, 7))]
        outside = [Router(n, True) for n in range(8, 10)]
        self.routers = inside + outside
        pairs = {(i, (i + 1) % len(inside)) for i in range(len(inside))} if len(inside) > 2 else {(0, 1)}
        for _ in range(dice.randint(0, 3)):
            a, b = dice.sample(range(len(inside)), 2)
            if (a, b) not in pairs and (b, a) not in pairs:
                pairs.add((a, b))
        self.links = []
        for a, b in sorted(pairs):
            self.connect(inside[a], inside[b], dice.choice([5, 10, 10, 10]))
        for stranger in outside:
            self.connect(dice.choice(inside), stranger, None)
        for stranger in outside:
            stranger.statics = [(f"172.{stranger.number}.{i}.0/24", None) for i in range(3)] + [("172.30.0.0/16", None)]
        holder = dice.choice(inside)
        holder.statics = [("172.20.0.0/16", None)]
        if holder.ports:
            holder.statics.append(("172.21.0.0/16", holder.ports[0][2]))
        # Of two ways to what both strangers have, the local preference decides, not age or numbers.
        numbers = dice.sample(range(90, 200), len(self.routers))
        self.preferences = {router.name: number for router, number in zip(self.routers, numbers)}
        self.isis = dice.choice([True, False])
        # The daemon of IS-IS has no word for the number of paths.
        self.paths = 4 if self.isis else dice.choice([1, 4])
        self.wide_mask = dice.choice([True, False])
        self.native = {r.name for r in self.routers if dice.random() < 0.6} or {inside[0].name}

    def connect(self, a, b, cost):
        base = f"192.0.{2 + len(self.links)}"
        a.ports.append((len(a.ports) + 1, f"{base}.0", f"{base}.1", cost, b))
        b.ports.append((len(b.ports) + 1, f"{base}.1", f"{base}.0", cost, a))
        self.links.append(((a, len(a.ports)), (b, len(b.ports))))

    def sessions(self, router):
        """(address, router, external)"""
        found = [(there, other, True) for _, _, there, cost, other in router.ports if cost is None]
        if not router.external:
            found += [(r.loopback, r, False) for r in self.routers if not r.external and r is not router]
        return found


def port_name(net, router, index, other):
    """`other`: the second system, as the name of its first ports and the writer of its text; None: there is none."""
    return f"{other[0]}{index}" if other and router.name in net.native else f"p{index}"


def frr(net, router):
    text = ["frr version 8.4.4", "frr defaults traditional", f"hostname {router.name}", "interface lo",
            f" ip address {router.loopback}/32", "exit"]
    for index, here, _, cost, _ in router.ports:
        text += [f"interface p{index}", f" ip address {here}/31"]
        if cost is not None and net.isis:
            text += [" ip router isis main", f" isis metric {cost}", " isis network point-to-point"]
        elif cost is not None:
            text += [" ip ospf area 0", f" ip ospf cost {cost}", " ip ospf network point-to-point"]
        text.append("exit")
    for prefix, hop in router.statics:
        text.append(f"ip route {prefix} {hop or 'blackhole'}")
    if not router.external and net.isis:
        text += ["interface lo", " ip router isis main", " isis passive", " isis metric 1", "exit", "router isis main",
                 f" net {router.entity_title()}", " is-type level-2-only", "exit"]
    elif not router.external:
        text += ["interface lo", " ip ospf area 0", " ip ospf passive", " ip ospf cost 1", "exit", "router ospf",
                 f" ospf router-id {router.loopback}", f" maximum-paths {net.paths}", "exit"]
    upper = 24 if net.wide_mask else 16
    text += [f"ip prefix-list own seq 5 permit 172.0.0.0/8 ge 16 le {upper}", "route-map out permit 10",
             " match ip address prefix-list own", "exit"]
    for _, other, external in net.sessions(router):
        if external:
            text += [f"route-map in-{other.name} permit 10", f" set local-preference {net.preferences[other.name]}", "exit"]
    text += [f"router bgp {router.as_number}", f" bgp router-id {router.loopback}", " no bgp default ipv4-unicast"]
    for address, other, external in net.sessions(router):
        text.append(f" neighbor {address} remote-as {other.as_number}")
        if not external:
            text.append(f" neighbor {address} update-source {router.loopback}")
    text.append(" address-family ipv4 unicast")
    text += ["  redistribute static route-map out", f"  maximum-paths {net.paths}", f"  maximum-paths ibgp {net.paths}"]
    for address, other, external in net.sessions(router):
        text.append(f"  neighbor {address} activate")
        if external:
            text += [f"  neighbor {address} route-map in-{other.name} in", f"  neighbor {address} route-map out out"]
        else:
            text.append(f"  neighbor {address} next-hop-self")
    return "\n".join(text + [" exit-address-family", "exit", ""])


def native(net, router):
    """The same router as `set /` lines."""
    head = "set / network-instance default"
    text = [f"set / system name host-name {router.name}"]
    loop = "set / interface lo0 subinterface 0 ipv4"
    text += [f"{loop} admin-state enable", f"{loop} address {router.loopback}/32", f"{head} interface lo0.0",
             f"{head} router-id {router.loopback}"]
    for index, here, _, _, _ in router.ports:
        port = f"set / interface ethernet-1/{index} subinterface 0 ipv4"
        text += [f"{port} admin-state enable", f"{port} address {here}/31", f"{head} interface ethernet-1/{index}.0"]
    for number, (prefix, hop) in enumerate(router.statics):
        group = f"{head} next-hop-groups group g{number}"
        text += [f"{head} static-routes route {prefix} next-hop-group g{number}",
                 f"{group} nexthop 0 ip-address {hop}" if hop else f"{group} blackhole"]
    if not router.external and net.isis:
        isis = f"{head} protocols isis instance main"
        text += [f"{isis} admin-state enable", f"{isis} level-capability L2", f"{isis} net [ {router.entity_title()} ]",
                 f"{isis} max-ecmp-paths {net.paths}", f"{isis} interface lo0.0 level 2 metric 1"]
        for index, _, _, cost, _ in router.ports:
            own = f"{isis} interface ethernet-1/{index}.0"
            if cost is not None:
                text += [f"{own} circuit-type point-to-point", f"{own} level 2 metric {cost}"]
    elif not router.external:
        ospf = f"{head} protocols ospf instance main"
        text += [f"{ospf} admin-state enable", f"{ospf} version ospf-v2", f"{ospf} max-ecmp-paths {net.paths}",
                 f"{ospf} area 0.0.0.0 interface lo0.0 metric 1"]
        for index, _, _, cost, _ in router.ports:
            own = f"{ospf} area 0.0.0.0 interface ethernet-1/{index}.0"
            if cost is not None:
                text += [f"{own} interface-type point-to-point", f"{own} metric {cost}"]
    book = "set / routing-policy"
    text += [f"{book} prefix-set own prefix 172.0.0.0/8 mask-length-range 16..{24 if net.wide_mask else 16}",
             f"{book} policy out statement 10 match prefix-set own", f"{book} policy out statement 10 match protocol static",
             f"{book} policy out statement 10 action policy-result accept",
             f"{book} policy out statement 20 match prefix-set own", f"{book} policy out statement 20 match protocol bgp",
             f"{book} policy out statement 20 action policy-result accept",
             f"{book} policy out default-action policy-result reject",
             f"{book} policy inside statement 10 match protocol static",
             f"{book} policy inside statement 10 match prefix-set own",
             f"{book} policy inside statement 10 action policy-result accept",
             f"{book} policy inside statement 20 match protocol bgp",
             f"{book} policy inside statement 20 action policy-result accept",
             f"{book} policy inside default-action policy-result reject"]
    bgp = f"{head} protocols bgp"
    text += [f"{bgp} autonomous-system {router.as_number}", f"{bgp} afi-safi ipv4-unicast admin-state enable",
             f"{bgp} afi-safi ipv4-unicast multipath max-paths-level-1 {net.paths}",
             f"{bgp} afi-safi ipv4-unicast multipath allow-multiple-as false"]
    for address, other, external in net.sessions(router):
        own = f"{bgp} neighbor {address}"
        text.append(f"{own} peer-as {other.as_number}")
        if external:
            own_book = f"{book} policy in-{other.name} default-action"
            text += [f"{own} import-policy in-{other.name}", f"{own} export-policy out",
                     f"{own_book} bgp local-preference set {net.preferences[other.name]}", f"{own_book} policy-result accept"]
        else:
            text += [f"{own} next-hop-self true", f"{own} transport local-address {router.loopback}",
                     f"{own} export-policy inside"]
    return "\n".join(text + [""])


SRLINUX = "ethernet-1/", native


def files(net, other):
    cables = []
    for (a, i), (b, j) in net.links:
        cables.append({"node1": {"hostname": a.name, "interfaceName": port_name(net, a, i, other)},
                       "node2": {"hostname": b.name, "interfaceName": port_name(net, b, j, other)}})
    found = {}
    for router in net.routers:
        render = other[1] if other and router.name in net.native else frr
        found[f"configs/{router.name}.cfg"] = render(net, router)
    return {**found, "batfish/layer1_topology.json": json.dumps({"edges": cables})}


def table(program_run, net, other):
    """(node, prefix) -> protocol, metric of an inner protocol, doubt, next hops. Names of ports are each system's own."""
    with program.Overlay(files(net, other)) as folder:
        done = program_run("routes", folder, "-f", "jsonl")
    if done.returncode != 0:
        raise AssertionError(f"seed {net.seed}: exit {done.returncode}\n{done.stderr[-3000:]}")
    rows = {}
    for line in done.stdout.decode().splitlines():
        entry = json.loads(line)
        if entry["protocol"] == "local":
            continue
        hops = {hop["ip"] or "" for hop in entry["resolved"] or []} or {entry["next_hop_ip"] or ""}
        inner = entry["protocol"].startswith(("ospf", "isis"))
        what = entry["protocol"], entry["metric"] if inner else None, entry["ambiguous"]
        _, known = rows.get((entry["node"], entry["prefix"]), (what, set()))
        rows[entry["node"], entry["prefix"]] = (what, known | hops)
    return rows


class TwoNotations(unittest.TestCase):
    def test_tables_are_equal(self):
        for seed in SEEDS:
            net = Network(seed)
            with self.subTest(seed=seed, native=sorted(net.native)):
                mixed, plain = table(PROGRAM.run, net, SRLINUX), table(PROGRAM.run, net, None)
                self.assertGreater(len(plain), 20)
                self.assertEqual(mixed, plain)


if __name__ == "__main__":
    program.main(__name__)
