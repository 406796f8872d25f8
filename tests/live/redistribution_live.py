"""Random networks of several routing domains on real FRR routers: OSPF, IS-IS and BGP joined by routers that
redistribute between them, with route maps, metrics and tags; tables against `ringfence routes`, whole and with links
down."""

import random
import sys

import igp
import same_text
import suite

DAEMONS = ("zebra", "staticd", "ospfd", "isisd", "bgpd")
KINDS = ("ospf", "isis", "bgp")


class Domain:
    """Routers that speak one protocol; a router may belong to two domains of different protocols."""

    def __init__(self, kind):
        self.kind, self.names = kind, []


class Builder:
    """Draws one network. All randomness comes from the seed."""

    def __init__(self, seed):
        self.net, self.rng = same_text.Network(seed), random.Random(seed)
        self.domains = []
        self.speaks = {}  # router -> {protocol: lines of its process}

    def chance(self, probability):
        return self.rng.random() < probability

    def router(self):
        router = self.net.add_router()
        self.speaks[router.name] = {}
        return router.name

    def shape(self):
        """A chain of domains; neighbours share one border router, or two."""
        kinds = [self.rng.choice(KINDS)]
        while len(kinds) < self.rng.randint(2, 3):
            kinds.append(self.rng.choice([k for k in KINDS if k != kinds[-1]]))
        borders = []
        for number, kind in enumerate(kinds):
            domain = Domain(kind)
            domain.names = list(borders) + [self.router() for _ in range(self.rng.randint(1, 2))]
            borders = []
            if number + 1 < len(kinds):
                borders = [self.router() for _ in range(2 if self.chance(0.25) else 1)]
                self.net.features.add(f"{len(borders)} borders")
                domain.names += borders
            self.domains.append(domain)
        self.net.features |= {"-".join(kinds), f"{len(self.net.routers)} routers"}

    def join(self, domain, left, right):
        ends = self.net.add_link(self.net.routers[left], self.net.routers[right])
        for number, (name, port) in enumerate(((left, ends[0]), (right, ends[1]))):
            if domain.kind == "ospf":
                port.lines += [" ip ospf area 0", f" ip ospf cost {self.rng.choice((1, 10, 10, 20))}",
                               f" ip ospf hello-interval {same_text.HELLO_S}", f" ip ospf dead-interval {same_text.HOLD_S}",
                               " ip ospf network point-to-point", " ip ospf retransmit-interval 1"]
            elif domain.kind == "isis":
                port.lines += [" ip router isis X", " ipv6 router isis X", f" isis metric {self.rng.choice((1, 10, 10, 20))}",
                               f" isis hello-interval {same_text.HELLO_S}", f" isis hello-multiplier {same_text.HOLD_S}",
                               " isis network point-to-point"]
            else:
                self.sessions(name, self.net.routers[(right, left)[number]], ends[1 - number])

    def sessions(self, name, other, far):
        lines = self.speaks[name].setdefault("bgp", [])
        for address in (a.split("/")[0] for a in far.addresses):
            lines += [f" neighbor {address} remote-as {100 + other.number}", f" neighbor {address} timers 1 5",
                      f" neighbor {address} timers connect 1"]
            family = "ipv6" if ":" in address else "ipv4"
            lines += [f" address-family {family} unicast", f"  neighbor {address} activate", " exit-address-family"]

    def mesh(self, domain):
        names = domain.names
        for name in names:
            self.speaks[name].setdefault(domain.kind, [])
        for i in range(1, len(names)):
            self.join(domain, self.rng.choice(names[:i]), names[i])
        for i in range(len(names)):
            for j in range(i):
                if self.chance(0.25) and not self.joined(names[j], names[i]):
                    self.join(domain, names[j], names[i])

    def joined(self, left, right):
        """FRR 8.4 keeps one adjacency of parallel IS-IS links, any of them."""
        return any(port.peer == right for port in self.net.routers[left].ports)

    def route_map(self, router, into):
        """A map with prefixes, tags, metrics; returns its name."""
        rng, name = self.rng, f"RM{len(router.lists)}"
        prefixes = [f"172.20.{rng.randint(1, 8)}.0/24", f"172.16.{rng.randint(1, 8)}.0/24", "10.255.0.0/24 le 32", "10.0.0.0/8 le 32"]
        lines = [f"ip prefix-list {name} seq {5 * i} permit {p}" for i, p in enumerate(rng.sample(prefixes, 2), 1)]
        matches = [f" match ip address prefix-list {name}", f" match tag {rng.choice((5, 7))}"]
        sets = [f" set metric {rng.choice((5, 30, 50))}"]
        if into == "ospf":
            sets += [" set metric-type type-1", f" set tag {rng.choice((5, 7))}"]
        lines += [f"route-map {name} {rng.choice(('permit', 'permit', 'permit', 'deny'))} 10", rng.choice(matches)]
        if "permit 10" in lines[-2]:
            lines += rng.sample(sets, rng.randint(0, len(sets)))
        lines.append("exit")
        if self.chance(0.8):
            lines += [f"route-map {name} permit 20"] + (rng.sample(sets, 1) if self.chance(0.3) else []) + ["exit"]
        router.lists += lines
        return name

    def redistribute(self, router):
        """Every protocol of the router takes from the others, from statics and connected routes, or not."""
        rng, speaks = self.rng, self.speaks[router.name]
        for into, lines in speaks.items():
            others = [k for k in speaks if k != into]
            for source in others + ["connected", "static"]:
                if not self.chance(0.8 if source in others else 0.35):
                    continue
                families = {"ospf": ("ipv4",)}.get(into, ("ipv4", "ipv6"))
                for family in families:
                    if family == "ipv6" and source == "ospf":
                        continue
                    metric = f" metric {rng.choice((5, 25))}" if self.chance(0.3) else ""
                    use = f" route-map {self.route_map(router, into)}" if self.chance(0.3) and family == "ipv4" else ""
                    if into == "ospf":
                        kind = f" metric-type {rng.choice((1, 2))}" if self.chance(0.4) else ""
                        lines.append(f" redistribute {source}{metric}{kind}{use}")
                    elif into == "isis":
                        lines.append(f" redistribute {family} {source} level-2{metric if not use else ''}{use}")
                    else:
                        lines += [f" address-family {family} unicast", f"  redistribute {source}{metric}{use}", " exit-address-family"]
                    self.net.features.add(f"{source} into {into}")

    def finish(self, router):
        rng, number = self.rng, router.number
        heads = {"ospf": ["router ospf", f" ospf router-id {router.ipv4}", " timers throttle spf 0 50 100",
                          " timers lsa min-arrival 0", " timers throttle lsa all 0"],
                 "isis": ["router isis X", " is-type level-2-only", f" net 49.0001.0000.0000.{number:04}.00"],
                 "bgp": [f"router bgp {100 + number}", f" bgp router-id {router.ipv4}", " bgp bestpath compare-routerid",
                         " no bgp default ipv4-unicast", " no bgp ebgp-requires-policy", " bgp deterministic-med"]}
        speaks = self.speaks[router.name]
        if "ospf" in speaks and self.chance(0.7):
            router.loopback_lines += [" ip ospf area 0", " ip ospf cost 1"]
        if "isis" in speaks:
            router.first = igp.ISIS_FIRST
        if "isis" in speaks and self.chance(0.7):
            router.loopback_lines += [" ip router isis X", " ipv6 router isis X", " isis passive"]
        for count in range(rng.randint(0, 2)):
            tag = f" tag {rng.choice((5, 7))}" if self.chance(0.5) else ""
            router.statics.append(f"ip route 172.20.{number}.{64 * count}/26 blackhole{tag}")
            router.statics.append(f"ipv6 route 2001:db8:20:{16 * number + count}::/64 blackhole{tag}")
        if self.chance(0.2):
            router.statics.append("ip route 172.21.0.0/24 blackhole")  # in several places
        for kind, lines in speaks.items():
            router.processes += heads[kind] + lines + ["exit"]

    def build(self):
        self.shape()
        for domain in self.domains:
            self.mesh(domain)
        for router in self.net.routers.values():
            self.redistribute(router)
            self.finish(router)
        return self.net


def generate(seed):
    return Builder(seed).build()


def run_case(seed, program, folder, outcome):
    same_text.Case(generate(seed), program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, DAEMONS, jobs=8, limit=240.0))
