"""Seeded random OSPF networks: one abstract description, rendered for FRR (run it) and for IOS-XE (we read it).

Where the two systems have different defaults, both renderings say the value aloud, so that a difference between
the tables is a difference in understanding OSPF and not in guessing a default.
"""

import dataclasses
import ipaddress
import json
import os
import random

HELLO_S = 1
DEAD_S = 4
REFERENCE_MBPS = 100000
LOOPBACK_COST = 1  # IOS has 1, FRR 0: said aloud in both
FRR_TRANSLATED_METRIC = 20  # FRR 8.4 gives every type 5 it translates this metric, whatever the type 7 says
AREA_KINDS = ("normal", "stub", "stub no-summary", "nssa", "nssa no-summary")


@dataclasses.dataclass
class Interface:
    """A router's port: `index` is N of pN and GigabitEthernet0/N. `area` None means OSPF does not run here.

    FRR walks its interfaces by name and announces the first NSSA address as forwarding address, IOS that of a
    loopback; ports are called pN so that `lo` comes first and both take the same."""
    index: int
    address: str  # with length
    area: int | None
    cost: int = 10
    mbps: int | None = None  # set: cost follows from the bandwidth and the reference
    point_to_point: bool = False
    passive: bool = False
    lan: str | None = None  # the LAN space it is plugged into, "sink" for a port with nobody behind it


@dataclasses.dataclass
class Static:
    prefix: str
    via: str | None  # None: discard
    distance: int = 1


@dataclasses.dataclass
class Redistribution:
    source: str  # connected | static
    metric: int
    kind: int  # 1 or 2
    permit: list[str] | None = None  # prefixes let through by a route-map; None: no route-map


@dataclasses.dataclass
class Router:
    name: str
    loopback: str
    loopback_area: int | None
    areas: set[int] = dataclasses.field(default_factory=set)
    interfaces: list[Interface] = dataclasses.field(default_factory=list)
    statics: list[Static] = dataclasses.field(default_factory=list)
    redistributions: list[Redistribution] = dataclasses.field(default_factory=list)
    default_route: tuple[bool, int, int] | None = None  # always, metric, type
    ranges: list[tuple[int, str, str]] = dataclasses.field(default_factory=list)  # area, prefix, "", "not-advertise", "cost N"


@dataclasses.dataclass
class Link:
    left: str
    left_if: int
    right: str
    right_if: int


@dataclasses.dataclass
class Topology:
    seed: int
    routers: dict[str, Router] = dataclasses.field(default_factory=dict)
    links: list[Link] = dataclasses.field(default_factory=list)
    lans: dict[str, list[tuple[str, int]]] = dataclasses.field(default_factory=dict)
    area_kind: dict[int, str] = dataclasses.field(default_factory=lambda: {0: "normal"})
    rfc1583: bool = False
    auto_cost: bool = False
    network_statements: bool = False  # IOS: `network` statements instead of interface commands

    def features(self):
        routers = self.routers.values()
        found = {f"{len(self.routers)} routers", f"{len(self.area_kind)} areas"}
        found |= {kind for area, kind in self.area_kind.items() if area and kind != "normal"}
        found |= {f"{r.source} E{r.kind}{' filtered' if r.permit is not None else ''}" for n in routers for r in n.redistributions}
        found |= {f"range {how}".strip() if "cost" not in how else "range cost" for n in routers for _, _, how in n.ranges}
        found |= {"default always" if n.default_route[0] else "default" for n in routers if n.default_route}
        flags = {"rfc1583": self.rfc1583, "auto-cost": self.auto_cost, "lan": bool(self.lans),
                 "recursive static": any(s.via and s.via.startswith("10.255.") for n in routers for s in n.statics),
                 "discard static": any(s.via is None for n in routers for s in n.statics),
                 "floating static": any(s.distance > 110 for n in routers for s in n.statics)}
        return sorted(found | {name for name, on in flags.items() if on})


class Builder:
    """Draws one topology. All randomness comes from the seed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.net = Topology(seed)
        self.subnets = {}

    def subnet(self, area, length):
        """The next unused 10.<area>.<n>.0/<length>; ports outside OSPF live in 10.200."""
        number = self.subnets[area] = self.subnets.get(area, 0) + 1
        return ipaddress.ip_network(f"10.{area}.{number}.0/{length}")

    def chance(self, probability):
        return self.rng.random() < probability

    def router(self, loopback_area):
        number = len(self.net.routers) + 1
        router = Router(f"r{number}", f"10.255.0.{number}", loopback_area)
        self.net.routers[router.name] = router
        return router.name

    def port(self, name, address, area, **more):
        router = self.net.routers[name]
        mbps = self.rng.choice((100, 1000, 10000)) if self.net.auto_cost and area is not None else None
        interface = Interface(len(router.interfaces), address, area, self.rng.choice((1, 5, 10, 10, 10, 20)), mbps, **more)
        router.interfaces.append(interface)
        if area is not None:
            router.areas.add(area)
        return interface.index

    def link(self, left, right, area):
        network = self.subnet(area, 30)
        p2p = self.chance(0.8)
        first, second = (f"{host}/30" for host in network.hosts())
        left_if = self.port(left, first, area, point_to_point=p2p)
        self.net.links.append(Link(left, left_if, right, self.port(right, second, area, point_to_point=p2p)))

    def lan(self, members, area):
        name = f"lan{len(self.net.lans) + 1}"
        network = self.subnet(area, 24)
        self.net.lans[name] = [(m, self.port(m, f"{network[i + 1]}/24", area, lan=name)) for i, m in enumerate(members)]
        return network

    def leaf(self, name, area):
        """A port with nobody behind it: a passive OSPF subnet, or outside OSPF when `area` is None."""
        network = self.subnet(200 if area is None else area, 24)
        self.port(name, f"{network[1]}/24", area, lan="sink", passive=area is not None)
        return network

    def mesh(self, names, area):
        """A connected random graph: a tree, some extra links, sometimes a parallel one, sometimes a LAN."""
        if len(names) >= 3 and self.chance(0.5):
            network = self.lan(names[:3], area)
            if self.chance(0.5):  # a next hop on the shared subnet that is not the router announcing it
                owner = self.rng.choice(names[:3])
                self.net.routers[owner].statics.append(Static(f"172.20.{area}.0/24", str(network[77])))
            start = 3
        else:
            start = 1
        for i in range(start, len(names)):
            self.link(self.rng.choice(names[:i]), names[i], area)
        for i in range(len(names)):
            for j in range(i):
                if self.chance(0.25):
                    self.link(names[j], names[i], area)

    def areas(self):
        rng = self.rng
        total = rng.randint(4, 8)
        backbone = [self.router(0) for _ in range(rng.randint(2, min(4, total - 1)))]
        self.mesh(backbone, 0)
        left, area = total - len(backbone), 0
        while left:
            area += 1
            self.net.area_kind[area] = rng.choice(AREA_KINDS)
            inside = [self.router(area) for _ in range(rng.randint(1, left) if area < 2 else left)]
            left -= len(inside)
            borders = rng.sample(backbone, rng.randint(1, 2))
            self.mesh(inside, area)
            for border in borders:
                self.link(border, rng.choice(inside), area)
        for name in self.net.routers:
            if self.chance(0.5):
                self.leaf(name, self.net.routers[name].loopback_area)

    def borders(self, area):
        return [r for r in self.net.routers.values() if area in r.areas and len(r.areas) > 1]

    def external_allowed(self, router):
        """No type 5 can start inside a stub area. An NSSA border with several NSSA ports is left out as well:
        which port's address it announces as forwarding address is the vendor's choice. So are two borders of one
        stub area: where the way through it is preferred, FRR 8.4 then drops the externals of the other border
        (RFC 2328 section 16.4: what lacks bit E in that area is no candidate)."""
        kinds = {a: self.net.area_kind[a] for a in router.areas}
        if any(kind.startswith("stub") and (len(kinds) == 1 or len(self.borders(a)) > 1) for a, kind in kinds.items()):
            return False
        nssa = [i for i in router.interfaces if i.area is not None and kinds[i.area].startswith("nssa")]
        return len(router.areas) == 1 or len(nssa) <= 1

    def statics(self, router):
        rng, number = self.rng, router.loopback.rpartition(".")[2]
        outside = self.leaf(router.name, None)
        others = [r for r in self.net.routers.values() if r is not router]
        router.statics.append(Static(f"172.16.{number}.0/24", str(outside[9])))
        if self.chance(0.4):
            router.statics.append(Static(f"172.17.{number}.0/24", rng.choice(others).loopback))
        if self.chance(0.4):
            router.statics.append(Static(f"172.18.{number}.0/24", None))
        leaves = [i for r in others for i in r.interfaces if i.passive]
        if leaves and self.chance(0.4):
            prefix = str(ipaddress.ip_interface(rng.choice(leaves).address).network)
            router.statics.append(Static(prefix, str(outside[8]), rng.choice((200, 200, 5))))
        shared = "172.19.0.0/24"  # several routers may announce it
        others = [r for r in others if self.is_inside_nssa(r) and self.is_inside_nssa(router) and r.areas == router.areas]
        if self.chance(0.3) and not any(s.prefix == shared for r in others for s in r.statics):
            router.statics.append(Static(shared, str(outside[7])))  # not twice in an NSSA: which one the border
            # router translates is its choice, and FRR 8.4 does not always follow a change of that choice

    def is_inside_nssa(self, router):
        """True for a router whose advertisements a border router translates."""
        return all(self.net.area_kind[area].startswith("nssa") for area in router.areas)

    def externals(self):
        rng = self.rng
        for router in self.net.routers.values():
            if not self.external_allowed(router) or not (router.statics or self.chance(0.45)):
                continue
            self.statics(router)
            for source in ("connected", "static"):
                if self.chance(0.7):
                    permit = None
                    if self.chance(0.25):
                        permit = [s.prefix for s in router.statics[::2]] if source == "static" else ["10.200.0.0/16"]
                    metric = FRR_TRANSLATED_METRIC if self.is_inside_nssa(router) else rng.choice((20, 20, 5, 100))
                    router.redistributions.append(Redistribution(source, metric, rng.choice((1, 2)), permit))
            if not any(self.net.area_kind[a].startswith("nssa") for a in router.areas) and self.chance(0.3):
                router.default_route = (self.chance(0.5), rng.choice((1, 10)), rng.choice((1, 2)))
                if self.chance(0.7):
                    router.statics.append(Static("0.0.0.0/0", f"{self.first_outside(router)[6]}"))

    @staticmethod
    def first_outside(router):
        return next(ipaddress.ip_interface(i.address).network for i in router.interfaces if i.area is None)

    def ranges(self):
        for router in self.net.routers.values():
            for area in sorted(router.areas):
                if len(router.areas) > 1 and self.chance(0.3):
                    how = self.rng.choice(("", "", "not-advertise", "cost 77"))
                    if any(self.net.area_kind[a].endswith("no-summary") for a in router.areas - {area}):
                        how = "not-advertise"  # FRR 8.4 lets ranges into areas that take no summaries
                    if self.net.rfc1583 and not how:  # IOS then takes the least cost inside, FRR always the largest
                        how = "cost 30"
                    router.ranges.append((area, f"10.{area}.0.0/16", how))

    def build(self):
        self.net.rfc1583 = self.chance(0.5)
        self.net.auto_cost = self.chance(0.2)
        self.net.network_statements = self.chance(0.5)
        self.areas()
        if any(kind.startswith("nssa") and len(self.borders(a)) > 1 for a, kind in self.net.area_kind.items()):
            self.net.rfc1583 = True  # else FRR 8.4 prefers the way through the NSSA and then makes no type 4 of it
        for router in self.net.routers.values():
            if self.chance(0.15):
                router.loopback_area = None  # then only `redistribute connected` announces it
        self.externals()
        self.ranges()
        return self.net


def generate(seed):
    return Builder(seed).build()


def adjacencies(net, failed=None):
    """router -> {neighbour's router id: how many}, what must be Full, no more and no less, before tables count.
    `failed` is a Link that is down. LANs have at most three routers, so all their pairs become Full."""
    wanted = {name: {} for name in net.routers}
    pairs = [(k.left, k.right) for k in net.links if k is not failed]
    for members in net.lans.values():
        pairs += [(a[0], b[0]) for i, a in enumerate(members) for b in members[i + 1:]]
    for one, other in pairs + [(b, a) for a, b in pairs]:
        router_id = net.routers[other].loopback
        wanted[one][router_id] = wanted[one].get(router_id, 0) + 1
    return wanted


def connected(net, area, failed):
    """True when the routers of the area reach each other inside it without the failed link."""
    names = [r.name for r in net.routers.values() if area in r.areas]
    joined = {name: name for name in names}
    members = [(name, port, net.routers[name].interfaces[port]) for lan in net.lans.values() for name, port in lan]
    ends = [(k.left, k.right) for k in net.links if k is not failed and net.routers[k.left].interfaces[k.left_if].area == area]
    ends += [(a[0], b[0]) for a in members for b in members if a[2].area == area and a[2].lan == b[2].lan]
    for _ in names:
        for left, right in ends:
            joined[left] = joined[right] = min(joined[left], joined[right])
    return len(set(joined.values())) <= 1


def breakable(net):
    """The links to take down. Not those that cut an NSSA or an area with a range in two: FRR 8.4 keeps the range of
    an area it left and the translations it made there, and ignores every summary inside its own active range,
    not only those that equal it (RFC 2328 section 16.2 step 3)."""
    special = {area for area, kind in net.area_kind.items() if kind.startswith("nssa")}
    special |= {area for router in net.routers.values() for area, _, _ in router.ranges}
    return [k for k in net.links
            if (area := net.routers[k.left].interfaces[k.left_if].area) not in special or connected(net, area, k)]


def failure(link):
    """The link as `--fail` takes it."""
    return f"link:{link.left}[GigabitEthernet0/{link.left_if}]-{link.right}[GigabitEthernet0/{link.right_if}]"


# --- FRR -------------------------------------------------------------------------------------------------------


def frr_interface(net, router, port):
    lines = [f"interface p{port.index}"]
    if port.mbps:
        lines.append(f" bandwidth {port.mbps}")
    if port.area is not None:
        lines.append(f" ip ospf area {port.area}")
        lines += [f" ip ospf hello-interval {HELLO_S}", f" ip ospf dead-interval {DEAD_S}"]
        lines.append(" ip ospf retransmit-interval 1")  # an LSA refused as too young comes again at once, not in 5 s
        if not port.mbps:
            lines.append(f" ip ospf cost {port.cost}")
        if port.point_to_point:
            lines.append(" ip ospf network point-to-point")
        if port.passive:
            lines.append(" ip ospf passive")
    return lines + ["exit"]


def redistribute_lines(router, style):
    lines = []
    for entry in router.redistributions:
        subnets = " subnets" if style == "ios" else ""
        use = f" route-map {entry.source.upper()}" if entry.permit is not None else ""
        lines.append(f" redistribute {entry.source}{subnets} metric {entry.metric} metric-type {entry.kind}{use}")
    if router.default_route:
        always, metric, kind = router.default_route
        lines.append(f" default-information originate{' always' if always else ''} metric {metric} metric-type {kind}")
    return lines


def area_lines(net, router, style):
    lines = []
    for area in sorted(router.areas):
        kind = net.area_kind[area]
        if kind != "normal":
            lines.append(f" area {area} {kind if len(router.areas) > 1 else kind.split()[0]}")
    for area, prefix, how in router.ranges:
        shown = prefix if style == "frr" else dotted(prefix)
        lines.append(f" area {area} range {shown} {how}".rstrip())
    return lines


def filter_lines(router, style):
    lines = []
    for entry in router.redistributions:
        if entry.permit is None:
            continue
        name = entry.source.upper()
        for number, prefix in enumerate(entry.permit, 1):
            longer = " le 32" if prefix.endswith("/16") else ""
            lines.append(f"ip prefix-list {name} seq {5 * number} permit {prefix}{longer}")
        lines += [f"route-map {name} permit 10", f" match ip address prefix-list {name}"]
        lines.append("exit" if style == "frr" else "!")
    return lines


def keeps_out_default(net, router):
    """True inside an NSSA that imports summaries. FRR 8.4 border routers announce a type 3 default into it all
    the same; RFC 3101 section 2.7 and IOS do not unless asked. Left out of the table, it changes nothing else."""
    return all(net.area_kind[area] == "nssa" for area in router.areas)


def frr(net, router):
    """The text the FRR daemons load."""
    lines = ["frr defaults traditional", f"hostname {router.name}", "ip nht resolve-via-default"]
    lines += ["interface lo"]
    if router.loopback_area is not None:
        lines += [f" ip ospf area {router.loopback_area}", f" ip ospf cost {LOOPBACK_COST}"]
    lines += ["exit"]
    for port in router.interfaces:
        lines += frr_interface(net, router, port)
    for static in router.statics:
        lines.append(f"ip route {static.prefix} {static.via or 'blackhole'} {static.distance}")
    lines += filter_lines(router, "frr")
    if keeps_out_default(net, router):
        lines += ["ip prefix-list DEFAULT seq 5 permit 0.0.0.0/0", "route-map TABLE deny 10",
                  " match ip address prefix-list DEFAULT", "exit", "route-map TABLE permit 20", "exit",
                  "ip protocol ospf route-map TABLE"]
    lines += ["router ospf", f" ospf router-id {router.loopback}"]
    lines += [" timers throttle spf 0 50 100", " timers lsa min-arrival 0", " timers throttle lsa all 0"]
    if net.rfc1583:
        lines.append(" compatible rfc1583")
    if net.auto_cost:
        lines.append(f" auto-cost reference-bandwidth {REFERENCE_MBPS}")
    lines += area_lines(net, router, "frr") + redistribute_lines(router, "frr")
    return "\n".join(lines + ["exit", ""])


# --- IOS-XE ----------------------------------------------------------------------------------------------------


def dotted(prefix):
    network = ipaddress.ip_network(prefix)
    return f"{network.network_address} {network.netmask}"


def ios_interface(net, port):
    address = ipaddress.ip_interface(port.address)
    lines = [f"interface GigabitEthernet0/{port.index}", f" ip address {address.ip} {address.netmask}"]
    if port.mbps:
        lines.append(f" bandwidth {port.mbps * 1000}")
    if port.area is not None:
        if not net.network_statements:
            lines.append(f" ip ospf 1 area {port.area}")
        lines += [f" ip ospf hello-interval {HELLO_S}", f" ip ospf dead-interval {DEAD_S}"]
        if not port.mbps:
            lines.append(f" ip ospf cost {port.cost}")
        if port.point_to_point:
            lines.append(" ip ospf network point-to-point")
    return lines + [" no shutdown", "!"]


def ios_networks(net, router):
    if not net.network_statements:
        return []
    lines = []
    if router.loopback_area is not None:
        lines.append(f" network {router.loopback} 0.0.0.0 area {router.loopback_area}")
    for port in router.interfaces:
        if port.area is not None:
            network = ipaddress.ip_interface(port.address).network
            lines.append(f" network {network.network_address} {network.hostmask} area {port.area}")
    return lines


def ios(net, router):
    """The text an engineer would have on an IOS-XE router that behaves like the FRR one."""
    lines = ["version 17.3", f"hostname {router.name}", "!", "interface Loopback0"]
    lines += [f" ip address {router.loopback} 255.255.255.255", f" ip ospf cost {LOOPBACK_COST}"]
    if router.loopback_area is not None and not net.network_statements:
        lines.append(f" ip ospf 1 area {router.loopback_area}")
    lines.append("!")
    for port in router.interfaces:
        lines += ios_interface(net, port)
    lines += ["router ospf 1", f" router-id {router.loopback}"]
    lines.append(" compatible rfc1583" if net.rfc1583 else " no compatible rfc1583")
    if net.auto_cost:
        lines.append(f" auto-cost reference-bandwidth {REFERENCE_MBPS}")
    lines += area_lines(net, router, "ios") + redistribute_lines(router, "ios")
    lines += [f" passive-interface GigabitEthernet0/{p.index}" for p in router.interfaces if p.passive]
    lines += ios_networks(net, router) + [" maximum-paths 32", "!"]
    for static in router.statics:
        distance = f" {static.distance}" if static.distance != 1 else ""
        lines.append(f"ip route {dotted(static.prefix)} {static.via or 'Null0'}{distance}")
    lines.append("!")
    lines += filter_lines(router, "ios")
    return "\n".join(lines + ["end", ""])


def layer1(net):
    """The cables, both directions; a LAN is every pair of its members."""
    pairs = [((k.left, k.left_if), (k.right, k.right_if)) for k in net.links]
    for members in net.lans.values():
        pairs += [(a, b) for i, a in enumerate(members) for b in members[i + 1:]]

    def end(port):
        return {"hostname": port[0], "interfaceName": f"GigabitEthernet0/{port[1]}"}

    edges = [{"node1": end(x), "node2": end(y)} for a, b in pairs for x, y in ((a, b), (b, a))]
    return {"edges": edges}


def write_snapshot(net, folder):
    """Writes what `ringfence` reads: configs/ and batfish/layer1_topology.json."""
    os.makedirs(f"{folder}/configs", exist_ok=True)
    os.makedirs(f"{folder}/batfish", exist_ok=True)
    for router in net.routers.values():
        with open(f"{folder}/configs/{router.name}.cfg", "w", encoding="ascii") as out:
            out.write(ios(net, router))
    with open(f"{folder}/batfish/layer1_topology.json", "w", encoding="ascii") as out:
        json.dump(layer1(net), out, indent=1)


def populate(net, lab, render=frr):
    """Builds the topology's namespaces, cables and addresses in `lab` (a netns.Lab)."""
    for router in net.routers.values():
        lab.add_router(router.name, render(net, router), [f"{router.loopback}/32"])
    for name in [*net.lans, "sink"]:
        lab.add_bridge(name)
    for link in net.links:
        lab.wire(link.left, f"p{link.left_if}", link.right, f"p{link.right_if}")
    for router in net.routers.values():
        for port in router.interfaces:
            if port.lan == "sink":  # peers stay apart, each a cable to nobody
                peer = f"{router.name}p{port.index}"
                lab.wire(router.name, f"p{port.index}", "sink", peer)
                lab.link_up("sink", peer)
            elif port.lan:
                peer = f"{router.name}p{port.index}"
                lab.wire(router.name, f"p{port.index}", port.lan, peer)
                lab.enslave(port.lan, peer)
    for router in net.routers.values():
        for port in router.interfaces:
            lab.address(router.name, f"p{port.index}", port.address)
            lab.link_up(router.name, f"p{port.index}")
