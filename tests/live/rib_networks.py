"""BGP networks for daemons without a table of their own in the kernel: one description, several texts.

Such a daemon calls every next hop valid and near. So that FRR's rules say the same, the links inside an AS are a tree
with static routes along it: a failed link cuts an AS in two, and no session outlives the way to its next hops.
Own routes have the highest local preference, said aloud, because FRR prefers them by weight and others do not.
"""

import dataclasses
import ipaddress
import random

import bgp_networks
import igp
import same_text

OWN_PREFERENCE = 300  # of what a router announces itself; above all that policies set
LONGEST = {4: 32, 6: 128}
SHORTEST = {4: 24, 6: 64}  # of what routers announce
CLUSTER = "9.9.9.9"  # of all reflectors of an AS, where they say one
SHARED = ("172.18.0.0/24", "2001:db8:18::/64")  # own to several routers
PREFERENCES, MEDS = (90, 150, 200), (0, 5, 10, 50)
COMMUNITIES, LARGE = ("100:1", "100:2"), ("100:1:1", "100:2:7")


@dataclasses.dataclass
class Setting:
    """What a policy entry, or the announcement of an own route, writes into a route."""
    local_preference: int = None
    med: int = None
    prepend: int = 0  # copies of the number in front: the neighbour's on the way in, the own one on the way out
    communities: list = dataclasses.field(default_factory=list)
    large: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Term:
    """One entry of a policy: all conditions given must hold. `prefixes`: (prefix, shortest, longest)."""
    prefixes: list = None
    community: str = None
    large: str = None
    path: tuple = None  # ("any" | "first" | "last", number)
    deny: bool = False
    setting: Setting = dataclasses.field(default_factory=Setting)

    @property
    def conditions(self):
        return self.prefixes, self.community, self.large, self.path


@dataclasses.dataclass
class Session:
    """One end, of one family."""
    family: int
    local: str
    peer: str
    number: int
    remote: int
    hops: int = 0  # 0: on a link; else between loopbacks
    client: bool = False
    next_hop_self: bool = False
    reflects: bool = False  # the router reflects: then `next_hop_self` is for reflected routes too
    inbound: list = dataclasses.field(default_factory=list)  # of Term; what none matches passes
    outbound: list = dataclasses.field(default_factory=list)

    @property
    def external(self):
        return self.number != self.remote


class Speaker:
    """What a router says for itself."""

    def __init__(self, rng, always_med):
        self.sessions = []
        self.own = {4: [], 6: []}  # of (prefix, Setting)
        self.always_med = rng.random() < 0.3 or always_med
        self.local_preference = 120 if rng.random() < 0.15 else 100
        self.cluster = None


class Builder(bgp_networks.Builder):
    """Draws one network."""

    styles = ("ebgp", "mixed", "mixed", "one", "one")
    always_med = False  # everywhere
    marks_external = False  # reflectors
    one_reflector = False  # at most
    one_place = False  # of each AS

    def make_groups(self):
        super().make_groups()
        first, last = self.groups[0], self.groups[-1]
        if self.one_place and last is not first and last.identity == first.identity:
            last.identity += len(self.groups) - 1
            last.numbers = {name: last.identity for name in last.names}
            self.net.features.discard("split AS")

    def join_insides(self):
        for group in self.groups:
            for i in range(1, len(group.names)):
                self.join(self.rng.choice(group.names[:i]), group.names[i])

    # --- policies ---

    def prefixes(self, family):
        rng, found = self.rng, []
        for prefix in rng.sample(self.universe[family], min(3, len(self.universe[family]))):
            length = int(prefix.split("/")[1])
            wide = length < SHORTEST[family] and self.chance(0.7)
            found.append((prefix, length + rng.randint(1, 4), LONGEST[family]) if wide else (prefix, length, length))
        return found

    def setting(self, external, inbound):
        rng, found = self.rng, Setting()
        if inbound and self.prefers and self.chance(0.5):
            found.local_preference = rng.choice(PREFERENCES)
        if self.chance(0.4):
            found.med = rng.choice(MEDS)
        if external and self.chance(0.3):
            found.prepend = rng.choice((1, 2))
        if self.chance(0.4):
            found.communities = [rng.choice((*COMMUNITIES, "no-export"))]
        if self.chance(0.2):
            found.large = [rng.choice(LARGE)]
        return found

    def terms(self, session, inbound):
        """Internal sessions have few, and none on the way out, where FRR refuses to change what it reflects."""
        rng, terms = self.rng, []
        rate = self.with_policies * (1.0 if session.external else 0.2 * inbound)
        for _ in range(rng.choice((1, 1, 2, 3)) if self.chance(0.8 * rate) else 0):
            term, kind = Term(), rng.choice(("prefixes", "prefixes", "community", "large", "path", "all"))
            self.conditions(term, kind, session)
            term.deny = kind != "all" and self.chance(0.15)
            if not term.deny:
                term.setting = self.setting(session.external, inbound)
            if not any(term.conditions == one.conditions for one in terms):
                terms.append(term)
                self.net.features.add(f"match {kind}")
            if kind == "all":
                break  # what follows is never asked, but OpenBGPD makes one rule of neighbours with equal conditions
        return terms

    def conditions(self, term, kind, session):
        rng = self.rng
        if kind == "prefixes":
            term.prefixes = self.prefixes(session.family)
        elif kind == "community":
            term.community = rng.choice(COMMUNITIES)
        elif kind == "large":
            term.large = rng.choice(LARGE)
        elif kind == "path":
            others = [g.identity for g in self.groups if g.identity != session.number]
            term.path = rng.choice(("any", "first", "last")), rng.choice(others or [65099])
        if kind in ("prefixes", "path") and self.chance(0.2):
            term.community = rng.choice(COMMUNITIES)

    # --- sessions ---

    def end(self, name, *values, **more):
        session = Session(*values, **more)
        session.inbound, session.outbound = self.terms(session, True), self.terms(session, False)
        self.speakers[name].sessions.append(session)

    def reflectors(self, group):
        def outside(name):
            return sum(port.peer not in group.names for port in self.net.routers[name].ports)

        able = [name for name in group.names if not self.marks_external or outside(name) < 2]
        if len(group.names) < 3 or not able or self.chance(0.25):
            return []
        found = self.rng.sample(able, min(len(able), 1 if self.one_reflector else self.rng.choice((1, 2))))
        apart = self.marks_external and len(found) == 2 and any(map(outside, found))
        group.shares_cluster = self.chance(0.5) and not apart
        self.net.features |= {f"{len(found)} reflectors"} | ({"cluster id"} if group.shares_cluster else set())
        return found

    def inside(self, group):
        """Full mesh, or one or two reflectors with clients. A reflector says `next-hop-self` for all or for none."""
        names, reflectors = group.names, self.reflectors(group)
        for name in reflectors:
            self.speakers[name].cluster = CLUSTER if group.shares_cluster else None
        for name in names:
            unchanged = group.announces_outside and self.chance(0.7)
            self.net.features |= {"next hop unchanged"} if unchanged and len(names) > 1 else set()
            for other in names:
                if name != other and (not reflectors or name in reflectors or other in reflectors):
                    client = name in reflectors and other not in reflectors
                    own, far = self.net.routers[name], self.net.routers[other]
                    for family, local, peer in ((4, own.ipv4, far.ipv4), (6, own.ipv6, far.ipv6)):
                        self.end(name, family, local, peer, group.identity, group.identity, hops=255, client=client,
                                 next_hop_self=not unchanged, reflects=name in reflectors)

    def between(self, link):
        left, left_if, right, right_if = link
        families = self.rng.choice(((4, 6), (4, 6), (4,)))
        loopbacks = self.chance(0.2)
        for name, port_if in ((left, left_if), (right, right_if)):
            own, port = self.net.routers[name], self.net.routers[name].ports[port_if]
            far = self.net.routers[port.peer]
            numbers = self.group_of(name).identity, self.group_of(port.peer).identity
            for family in families:
                via = igp.address_of_peer(self.net, port, family)
                if not loopbacks:
                    local = igp.address_of_peer(self.net, far.ports[port.peer_if], family)
                    self.end(name, family, local, via, *numbers)
                    continue
                self.net.features.add("multihop")
                local, peer = (own.ipv4, far.ipv4) if family == 4 else (own.ipv6, far.ipv6)
                if any(s.peer == peer for s in self.speakers[name].sessions):
                    continue  # parallel links: one session
                own.statics.append(route_line(f"{peer}/{LONGEST[family]}", via))
                self.end(name, family, local, peer, *numbers, hops=2)

    def routes_inside(self, group):
        """To loopbacks, and to the next hops outside of routers that pass them on unchanged."""
        for name in group.names:
            router = self.net.routers[name]
            for other, port in igp.first_hops(self.net, group.names, name).items():
                far = self.net.routers[other]
                targets = [f"{far.ipv4}/32", f"{far.ipv6}/128"]
                if group.announces_outside:
                    targets += [subnet(a) for p in far.ports if p.peer not in group.names for a in p.addresses]
                    targets += [f"{s.peer}/{LONGEST[s.family]}" for s in self.speakers[other].sessions if s.external and s.hops]
                for target in targets:
                    line = route_line(target, igp.address_of_peer(self.net, port, 6 if ":" in target else 4))
                    if not any(known.split()[2] == target for known in router.statics):
                        router.statics.append(line)

    def announce(self, name):
        for family, prefixes in self.originated[name].items():
            for prefix in prefixes:
                setting = Setting(local_preference=OWN_PREFERENCE)
                if self.chance(0.3) and prefix not in SHARED:  # there a smaller MED would come before what is own
                    setting.med = self.rng.choice(MEDS)
                if self.chance(0.3):
                    setting.communities = [self.rng.choice((*COMMUNITIES, "no-export"))]
                if self.chance(0.3):
                    setting.large = [self.rng.choice(LARGE)]
                self.speakers[name].own[family].append((prefix, setting))

    def build(self):
        self.with_policies, self.prefers = self.chance(0.85), self.chance(0.6)
        self.make_groups()
        self.net.features |= {f"{len(self.net.routers)} routers"} | ({"policies"} if self.with_policies else set())
        self.make_links()
        self.make_prefixes()
        self.speakers = {name: Speaker(self.rng, self.always_med) for name in self.net.routers}
        for group in self.groups:
            group.announces_outside = self.chance(0.5)
            self.inside(group)
        for link in self.net.links:
            if self.group_of(link[0]).identity != self.group_of(link[2]).identity:
                self.between(link)
        for group in self.groups:
            self.routes_inside(group)
        for name, router in self.net.routers.items():
            self.announce(name)
            frr_bgp(router, self.speakers[name], self.group_of(name).identity)
        return self


def generate(seed, **traits):
    """`traits` of the daemon: `always_med`, it has no deterministic MED; `marks_external`, its reflectors mark routes of eBGP as
    reflected, so that they compare no two of them and two with one cluster have none; `one_reflector`, it marks own routes
    so, and only towards clients; `one_place`, it withdraws nothing when its new best path contains the neighbour's AS."""
    builder = Builder(same_text.Network(seed), random.Random(seed))
    for name, value in traits.items():
        setattr(builder, name, value)
    return builder.build()


def breakable(built):
    """All links but those in the middle of the way of an internal session: both ends keep a route when such a link fails,
    and ringfence, which asks the ends alone, says that the session stands, while routers between drop its packets."""
    inner, net = set(), built.net
    home = {address: router.name for router in net.routers.values() for address in (router.ipv4, router.ipv6)}
    for name in net.routers:
        names = built.group_of(name).names
        for end in {home[s.peer] for s in built.speakers[name].sessions if not s.external}:
            at, way = name, []
            while at != end:
                port = igp.first_hops(net, names, at)[end]
                way.append((at, port.index, port.peer, port.peer_if))
                at = port.peer
            inner.update(way[1:-1])  # the other end walks the same way back
    return [link for link in net.links if link not in inner]


def subnet(address):
    return str(ipaddress.ip_interface(address).network)


def route_line(prefix, via):
    return f"{'ipv6' if ':' in prefix else 'ip'} route {prefix} {via}"


# --- FRR's text ------------------------------------------------------------------------------------------------


def frr_setting(setting, number):
    lines = [f" set local-preference {setting.local_preference}"] * (setting.local_preference is not None)
    lines += [f" set metric {setting.med}"] * (setting.med is not None)
    lines += [f" set as-path prepend {' '.join([str(number)] * setting.prepend)}"] * bool(setting.prepend)
    lines += [f" set community {' '.join(setting.communities)} additive"] * bool(setting.communities)
    return lines + [f" set large-community {' '.join(setting.large)} additive"] * bool(setting.large)


def frr_length(prefix, shortest, longest):
    return "" if shortest == longest == int(prefix.split("/")[1]) else f" ge {shortest} le {longest}"


def frr_policy(name, terms, family, number):
    """(lists, route map). `number` is what it prepends."""
    word, lists, entries = "ip" if family == 4 else "ipv6", [], []
    for at, term in enumerate(terms, 1):
        entries.append(f"route-map {name} {'deny' if term.deny else 'permit'} {10 * at}")
        label = f"{name}-{at}"
        if term.prefixes:
            lists += [f"{word} prefix-list {label} seq {5 * i} permit {one[0]}{frr_length(*one)}"
                      for i, one in enumerate(term.prefixes, 1)]
            entries.append(f" match {word} address prefix-list {label}")
        if term.community:
            lists.append(f"bgp community-list standard {label} permit {term.community}")
            entries.append(f" match community {label}")
        if term.large:
            lists.append(f"bgp large-community-list standard {label} permit {term.large}")
            entries.append(f" match large-community {label}")
        if term.path:
            where, one = term.path
            lists.append(f"bgp as-path access-list {label} permit {'^' if where == 'first' else '_'}{one}{'$' if where == 'last' else '_'}")
            entries.append(f" match as-path {label}")
        entries += frr_setting(term.setting, number) + ["exit"]
    return lists, entries + [f"route-map {name} permit 1000", "exit"]


def frr_session(router, index, session):
    """(lines of the process, lines of the family)."""
    at = f" neighbor {session.peer}"
    top = [f"{at} remote-as {session.remote}", f"{at} timers {same_text.HELLO_S} {same_text.HOLD_S}"]
    if session.hops:
        top += [f"{at} update-source lo"] + [f"{at} ebgp-multihop {session.hops}"] * session.external
    inner = [f" {at} activate"] + [f" {at} route-reflector-client"] * session.client
    inner += [f" {at} next-hop-self{' force' if session.reflects else ''}"] * session.next_hop_self
    for way, terms, number in (("in", session.inbound, session.remote), ("out", session.outbound, session.number)):
        if terms:
            lists, entries = frr_policy(f"S{index}-{way}", terms, session.family, number)
            router.lists += lists + entries
            inner.append(f" {at} route-map S{index}-{way} {way}")
    return top, inner


def frr_bgp(router, speaker, number):
    top = [f"router bgp {number}", f" bgp router-id {router.ipv4}", " no bgp default ipv4-unicast", " no bgp ebgp-requires-policy",
           " bgp bestpath compare-routerid", " bgp deterministic-med", f" bgp default local-preference {speaker.local_preference}"]
    top += [" bgp always-compare-med"] * speaker.always_med
    top += [f" bgp cluster-id {speaker.cluster}"] * bool(speaker.cluster)
    families = {family: ["  maximum-paths 1", "  maximum-paths ibgp 1"] for family in (4, 6)}
    for family, lines in families.items():
        for at, (prefix, setting) in enumerate(speaker.own[family]):
            router.lists += [f"route-map OWN{family}-{at} permit 10", *frr_setting(setting, number), "exit"]
            lines.append(f"  network {prefix} route-map OWN{family}-{at}")
    for index, session in enumerate(speaker.sessions, 1):
        outer, inner = frr_session(router, index, session)
        top += outer
        families[session.family] += inner
    for family, lines in families.items():
        top += [f" address-family ipv{family} unicast", *lines, " exit-address-family"]
    router.processes += top + ["exit"]
