"""Random IS-IS networks on real FRR routers: routing tables of both families against `ringfence routes`, whole and
with links down."""

import random
import sys

import same_text
import suite

DAEMONS = ("zebra", "staticd", "isisd")
TYPES = ("level-1", "level-1-2", "level-1-2", "level-2-only")


class Builder:
    """Draws one network. All randomness comes from the seed."""

    def __init__(self, seed):
        self.net, self.rng = same_text.Network(seed), random.Random(seed)
        self.areas = {}  # router -> number
        self.lines = {}  # router -> lines of its process

    def chance(self, probability):
        return self.rng.random() < probability

    def routers(self):
        rng, areas = self.rng, self.rng.randint(1, 3)
        for number in range(rng.randint(3, 8)):
            router = self.net.add_router()
            self.areas[router.name] = rng.randint(1, areas)
            kind = "level-1-2" if number < 2 else rng.choice(TYPES)
            router.loopbacks += [f"172.16.{router.number}.1/24", f"2001:db8:16:{router.number}::1/64"]
            self.lines[router.name] = [" lsp-gen-interval 1", " spf-interval 1", f" is-type {kind}", f" metric-style {self.style}",
                                       f" net 49.{self.areas[router.name]:04}.0000.0000.{router.number:04}.00"]
            self.net.features.add(kind)
        self.net.features |= {f"{len(self.areas)} routers", f"{len(set(self.areas.values()))} areas"}

    def links(self):
        names = list(self.net.routers)
        pairs = [(self.rng.choice(names[:i]), names[i]) for i in range(1, len(names))]
        extra = [(names[j], names[i]) for i in range(len(names)) for j in range(i) if self.chance(0.25)]
        pairs += [pair for pair in extra if pair not in pairs]  # FRR 8.4 keeps one adjacency of parallel links, any of them
        for left, right in pairs:
            ends = self.net.add_link(self.net.routers[left], self.net.routers[right])
            shared = []
            if self.chance(0.6):
                shared.append(" isis network point-to-point")
            if self.chance(0.2):
                shared.append(f" isis circuit-type {self.rng.choice(('level-1', 'level-2-only', 'level-1-2'))}")
            for port in ends:
                port.lines = [" ip router isis X"] + ([" ipv6 router isis X"] if self.ipv6 else []) + shared
                port.lines += [f" isis hello-interval {same_text.HELLO_S}", f" isis hello-multiplier {same_text.HOLD_S}"]
                if self.chance(0.7):
                    level = self.rng.choice(("", "", "level-1 ", "level-2 "))
                    port.lines.append(f" isis metric {level}{self.rng.choice((1, 5, 10, 20, 63, 100 if self.wide else 40))}")

    def options(self, router):
        rng, lines = self.rng, self.lines[router.name]
        router.loopback_lines += [" ip router isis X"] + ([" ipv6 router isis X"] if self.ipv6 else []) + [" isis passive"]
        if self.chance(0.3):
            router.loopback_lines.append(f" isis metric {rng.choice((0, 1, 20))}")
        # FRR takes wide metrics of interfaces only when it knows the style; the first LSP of an area waits as the
        # timers said when it got its name; a hello that arrives before the name makes level 1 neighbours across areas.
        router.first = ["router isis X"] + lines[:5] + ["exit"]
        for line, probability in ((" set-overload-bit", 0.1), (" attached-bit receive ignore", 0.1),
                                  (" no attached-bit send", 0.1)):
            if self.chance(probability):
                lines.append(line)
                self.net.features.add(line.strip())
        kind = lines[2].split()[1]
        levels = [level for level in ("level-1", "level-2") if kind == "level-1-2" or kind.startswith(level)]
        router.statics += [f"ip route 172.20.{router.number}.0/24 blackhole", f"ipv6 route 2001:db8:20:{router.number}::/64 blackhole"]
        router.lists += ["ip prefix-list SOME seq 5 permit 172.20.0.0/16 le 32", "ip prefix-list SOME seq 10 deny 0.0.0.0/0 le 32",
                         "route-map SOME permit 10", " match ip address prefix-list SOME",
                         f" set metric {rng.choice((7, 30))}", "exit"]
        families = ("ipv4", "ipv6") if self.ipv6 else ("ipv4",)
        for family in families:
            for source in ("connected", "static"):
                if self.chance(0.3):
                    metric = f" metric {rng.choice((5, 20))}" if self.chance(0.4) else ""
                    use = " route-map SOME" if self.chance(0.25) and family == "ipv4" and not metric else ""
                    lines.append(f" redistribute {family} {source} {rng.choice(levels)}{metric}{use}")
                    self.net.features.add(f"redistribute {source}")
            if self.chance(0.1):
                lines.append(f" default-information originate {family} {rng.choice(levels)} always")
                self.net.features.add("default")
        router.processes += ["router isis X"] + lines + ["exit"]

    def build(self):
        self.style = self.rng.choice(("wide", "wide", "wide", "narrow", "transition"))
        self.wide = self.style == "wide"
        self.ipv6 = self.chance(0.7)
        self.net.features.add(self.style)
        self.routers()
        self.links()
        if self.ipv6:
            self.net.features.add("IPv6")
            if self.wide and self.chance(0.3):
                self.net.features.add("two topologies")
                for lines in self.lines.values():
                    lines.append(" topology ipv6-unicast")
        for router in self.net.routers.values():
            self.options(router)
        return self.net


def generate(seed):
    return Builder(seed).build()


def run_case(seed, program, folder, outcome):
    same_text.Case(generate(seed), program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, DAEMONS, jobs=8, limit=240.0))
