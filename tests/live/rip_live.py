"""Random networks of RIP and RIPng on real FRR routers: routing tables of both families against `ringfence routes`,
whole and with links down."""

import ipaddress
import random
import sys

import same_text
import suite

DAEMONS = ("zebra", "staticd", "ripd", "ripngd")
# Updates every 5 s, give or take one, and 5 s between triggered ones; what nobody refreshes is dropped after 15 s.
TIMERS = " timers basic 5 15 10"
PATIENCE = (2.0, 16.0, 150.0)


class Builder:
    """Draws one network. All randomness comes from the seed."""

    def __init__(self, seed):
        self.net, self.rng = same_text.Network(seed, patience=PATIENCE), random.Random(seed)
        self.lines = {}  # router -> (lines of RIP, lines of RIPng)

    def chance(self, probability):
        return self.rng.random() < probability

    def feature(self, name):
        self.net.features.add(name)

    def routers(self):
        for _ in range(self.rng.randint(3, 7)):
            router = self.net.add_router()
            router.loopbacks += [f"172.16.{router.number}.1/24", f"2001:db8:16:{router.number}::1/64"]
            self.lines[router.name] = ([TIMERS], [TIMERS])
        self.feature(f"{len(self.net.routers)} routers")

    def links(self):
        names = list(self.net.routers)
        pairs = [(self.rng.choice(names[:i]), names[i]) for i in range(1, len(names))]
        pairs += [(names[j], names[i]) for i in range(len(names)) for j in range(i) if self.chance(0.25)]
        if self.chance(0.2):
            pairs.append(pairs[0])
            self.feature("parallel links")
        for left, right in pairs:
            ends = self.net.add_link(self.net.routers[left], self.net.routers[right])
            key = self.rng.choice(("one", "two")) if self.chance(0.2) else None
            for number, (name, port) in enumerate(((left, ends[0]), (right, ends[1]))):
                self.port(name, port, ends[1 - number], key)

    def port(self, name, port, far, key):
        v4, v6 = self.lines[name]
        v4.append(f" network p{port.index}" if self.chance(0.5) else f" network {ipaddress.ip_interface(port.addresses[0]).network}")
        if self.chance(0.92):
            v6.append(f" network p{port.index}")
        if key and self.chance(0.95):
            self.feature("authentication")
            port.lines += [" ip rip authentication mode text"] if self.chance(0.85) else []
            port.lines.append(f" ip rip authentication string {key}")
        for lines, command in ((v4, "ip rip"), (v6, "ipv6 ripng")):
            if self.chance(0.08):
                lines.append(f" passive-interface p{port.index}")
                self.feature("passive")
            if self.chance(0.15):
                port.lines.append(self.rng.choice((f" no {command} split-horizon",
                                                   f" {command} split-horizon poisoned-reverse")))
                self.feature("split horizon")
        if self.chance(0.12):  # redistributed, its next hop is a neighbour on a link of RIP
            router = self.net.routers[name]
            router.statics.append(f"ip route 172.21.{router.number}.0/24 {far.addresses[0].split('/')[0]}")
            router.statics.append(f"ipv6 route 2001:db8:21:{router.number}::/64 {far.addresses[1].split('/')[0]}")
            self.feature("static over a neighbour")

    def statics(self, router):
        rng = self.rng
        for count in range(rng.randint(0, 2)):
            tag = f" tag {rng.choice((5, 7))}" if self.chance(0.4) else ""
            router.statics.append(f"ip route 172.20.{router.number}.{64 * count}/26 blackhole{tag}")
            router.statics.append(f"ipv6 route 2001:db8:20:{16 * router.number + count}::/64 blackhole{tag}")
        if self.chance(0.25):
            router.statics.append("ip route 172.22.0.0/24 blackhole")  # in several places
            router.statics.append("ipv6 route 2001:db8:22::/64 blackhole")

    def route_maps(self, router):
        """FOUR asks for addresses; SIX for tags, for RIPng knows no conditions on addresses."""
        for name, condition in (("FOUR", "ip address prefix-list LIST"), ("SIX", "tag 5")):
            router.lists += [f"route-map {name} {self.rng.choice(('permit', 'permit', 'deny'))} 10", f" match {condition}"]
            router.lists += [f" set metric {self.rng.choice((2, 4, 9))}"] if self.chance(0.5) else []
            router.lists += ["exit"] + ([f"route-map {name} permit 20", "exit"] if self.chance(0.5) else [])
        router.lists[:0] = ["ip prefix-list LIST seq 5 permit 172.20.0.0/16 le 32",
                            "ip prefix-list LIST seq 10 permit 10.255.0.0/24 le 32"]

    def options(self, router):
        rng, (v4, v6) = self.rng, self.lines[router.name]
        self.statics(router)
        self.route_maps(router)
        for lines, name in ((v4, "FOUR"), (v6, "SIX")):
            if self.chance(0.75):
                lines.append(" allow-ecmp")
            if self.chance(0.4):
                lines.append(" network lo")
            if self.chance(0.15):
                lines.append(f" default-metric {rng.choice((2, 5))}")
            if self.chance(0.12):
                lines.append(" default-information originate")
                self.feature("default")
            for source in ("connected", "static"):
                if self.chance(0.45):
                    metric = f" metric {rng.choice((1, 2, 3, 5, 13, 15))}" if self.chance(0.35) else ""
                    use = f" route-map {name}" if self.chance(0.3) else ""
                    lines.append(f" redistribute {source}{metric}{use}")
                    self.feature(f"redistribute {source}")
        if self.chance(0.1):
            v4.append(" distance 80")
        router.processes += ["router rip", *v4, "exit", "router ripng", *v6, "exit"]

    def build(self):
        self.routers()
        self.links()
        for router in self.net.routers.values():
            self.options(router)
        return self.net


def generate(seed):
    return Builder(seed).build()


def run_case(seed, program, folder, outcome):
    same_text.Case(generate(seed), program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, DAEMONS, jobs=20, limit=150.0))
