"""Random networks of OSPFv3 on real FRR routers: IPv6 routing tables against `ringfence routes`, whole and with links
down. Areas of every type hang on a backbone of two to four routers; README.md says what the networks avoid."""

import random
import sys

import same_text
import suite

DAEMONS = ("zebra", "staticd", "ospf6d")
TIMERS = [" timers lsa min-arrival 0", " timers throttle spf 10 100 500"]
PATIENCE = (1.0, 8.0, 150.0)  # an LSA is said anew 5 s after the last one at the earliest
TYPES = (None, None, "stub", "stub no-summary", "nssa", "nssa no-summary")


class Builder:
    """Draws one network. All randomness comes from the seed."""

    def __init__(self, seed):
        self.net, self.rng = same_text.Network(seed, patience=PATIENCE, cold=True), random.Random(seed)
        self.members = {}  # area -> names of its routers
        self.types = {0: None}  # area -> words after `area A`, or None
        self.lines = {}  # router -> lines of its process

    def chance(self, probability):
        return self.rng.random() < probability

    def feature(self, name):
        self.net.features.add(name)

    def areas_of(self, name):
        return [area for area, members in self.members.items() if name in members]

    def routers(self):
        rng = self.rng
        core = [self.net.add_router().name for _ in range(rng.randint(2, 4))]
        self.members[0] = list(core)
        for area in range(1, rng.randint(2, 4) + 1):
            self.types[area] = rng.choice(TYPES)
            self.members[area] = [rng.choice(core)] + [self.net.add_router().name for _ in range(rng.randint(1, 3))]
            self.feature(f"area {self.types[area] or 'normal'}")
        for name in self.net.routers:
            self.lines[name] = []
        self.feature(f"{len(self.net.routers)} routers")

    def links(self):
        for area, names in self.members.items():
            pairs = [(self.rng.choice(names[:i]), names[i]) for i in range(1, len(names))]
            pairs += [(names[j], names[i]) for i in range(len(names)) for j in range(i)
                      if self.chance(0.25)]
            if self.chance(0.3):
                pairs.append(pairs[0])
                self.feature("parallel links")
            costs = {pair: [self.rng.randint(1, 12) for _ in pair] for pair in pairs}
            for left, right in pairs:
                self.link(area, left, right, costs[left, right])

    def link(self, area, left, right, costs):
        ends = self.net.add_link(self.net.routers[left], self.net.routers[right])
        kind = "broadcast" if self.chance(0.4) else "point-to-point"
        self.feature(kind)
        for port, cost in zip(ends, costs):
            port.lines += [f" ipv6 ospf6 area {area}", f" ipv6 ospf6 network {kind}", f" ipv6 ospf6 cost {cost}",
                           " ipv6 ospf6 hello-interval 1", " ipv6 ospf6 dead-interval 4"]
        if self.chance(0.05):
            ends[0].lines.append(" ipv6 ospf6 passive")
            self.feature("passive")

    def loopback(self, router):
        area = self.areas_of(router.name)[0]  # at borders the backbone: they stay borders as FRR has it
        router.loopbacks.append(f"2001:db8:{area}{router.number:02}:1::1/64")
        if area == 0 or self.chance(0.7):
            router.loopback_lines += [f" ipv6 ospf6 area {area}"] + [" ipv6 ospf6 cost 3"] * self.rng.randint(0, 1)

    def statics(self, router):
        for count in range(self.rng.randint(0, 2)):
            tag = f" tag {self.rng.choice((5, 7))}" if self.chance(0.4) else ""
            router.statics.append(f"ipv6 route 2001:db8:20:{16 * router.number + count}::/64 blackhole{tag}")
        if self.chance(0.25):
            router.statics.append("ipv6 route 2001:db8:22::/64 blackhole")  # in several places
        router.lists += ["ipv6 prefix-list LIST seq 5 permit 2001:db8:20::/48 le 64",
                         f"route-map MAP {self.rng.choice(('permit', 'permit', 'deny'))} 10",
                         self.rng.choice((" match ipv6 address prefix-list LIST", " match tag 5"))]
        router.lists += [f" set metric {self.rng.choice((2, 40))}"] if self.chance(0.5) else []
        router.lists += [" set metric-type type-1"] if self.chance(0.3) else []
        router.lists += ["exit"] + (["route-map MAP permit 20", "exit"] if self.chance(0.5) else [])

    def redistribution(self, router):
        lines = self.lines[router.name]
        nssa = any((self.types[area] or "").startswith("nssa") for area in self.areas_of(router.name))
        if nssa:
            return
        for source in ("connected", "static"):
            if self.chance(0.3):
                metric = f" metric {self.rng.choice((1, 20, 33))}" if self.chance(0.5) else ""
                kind = " metric-type 1" if self.chance(0.4) else ""
                use = " route-map MAP" if self.chance(0.3) else ""
                lines.append(f" redistribute {source}{metric}{kind}{use}")
                self.feature(f"redistribute {source}")
        if self.chance(0.15) and self.areas_of(router.name) == [0]:
            lines.append(f" default-information originate{self.rng.choice((' always', ''))}{self.rng.choice((' metric 9', ''))}")
            self.feature("default")

    def areas(self, router):
        lines, mine = self.lines[router.name], self.areas_of(router.name)
        for area in mine:
            if self.types[area]:
                words = self.types[area]
                lines.append(f" area {area} {words}" if len(mine) > 1 else f" area {area} {words.split()[0]}")
            if area != 0 and 0 in mine and self.chance(0.4):
                lines.append(f" area {area} range 2001:db8:{area}00::/40 {self.rng.choice(('cost 50', 'not-advertise', 'cost 7', ''))}")
                self.feature("range")

    def build(self):
        self.routers()
        self.links()
        for router in self.net.routers.values():
            self.loopback(router)
            self.statics(router)
            self.areas(router)
            self.redistribution(router)
            if self.chance(0.1):
                self.lines[router.name].append(" distance ospf6 intra-area 90 inter-area 95 external 130")
            router.processes += ["router ospf6", f" ospf6 router-id 10.255.0.{router.number}", *TIMERS,
                                 *self.lines[router.name], "exit"]
        return self.net


def generate(seed):
    return Builder(seed).build()


def run_case(seed, program, folder, outcome):
    same_text.Case(generate(seed), program, folder, outcome).run()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(suite.main(run_case, __doc__, DAEMONS, jobs=10, limit=400.0))
