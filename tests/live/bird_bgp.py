"""BGP networks as one description with two texts: FRR's, which `ringfence` reads, and BIRD's, which runs.

Groups and links are those of bgp_networks.py; sessions and policies are drawn here, only what both say alike.
BIRD compares preferences before anything of BGP, so all of BGP has one distance, which FRR's text says too.
"""

import dataclasses
import random
import re

import bgp_networks
import bird
import igp
import same_text

DISTANCE = 100  # of BGP routes, internal or external
OSPF_DISTANCE = 110
LONGEST = {4: 32, 6: 128}


@dataclasses.dataclass
class Term:
    """One entry of a policy: all conditions given must hold."""
    prefixes: list = None
    community: str = None
    deny: bool = False
    local_preference: int = None
    med: int = None
    prepend: list = dataclasses.field(default_factory=list)  # as FRR writes it
    communities: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Session:
    """One end, of one family."""
    family: int
    local: str
    peer: str
    number: int
    remote: int
    multihop: int = 0
    client: bool = False
    next_hop_self: bool = False
    inbound: list = dataclasses.field(default_factory=list)  # of Term; what none matches passes
    outbound: list = dataclasses.field(default_factory=list)

    @property
    def external(self):
        return self.number != self.remote


class Speaker:
    """What a router says for itself."""

    def __init__(self, rng):
        self.sessions = []
        self.always_med = rng.random() < 0.3
        self.local_preference = 120 if rng.random() < 0.15 else 100
        self.redistributes = rng.random() < 0.3  # statics with unknown origin; else `network`


class Builder(bgp_networks.Builder):
    """Draws one network."""

    styles = ("ebgp", "mixed", "mixed", "mixed", "one")

    def terms(self, inbound, number):
        rng, terms = self.rng, []
        for _ in range(rng.choice((0, 1, 1, 2, 3)) if self.with_policies else 0):
            term = Term()
            if self.chance(0.6):
                term.prefixes = rng.sample(self.universe[self.family], min(3, len(self.universe[self.family])))
            elif self.chance(0.7):
                term.community = rng.choice(("100:1", "100:2"))
            if self.chance(0.15) and (term.prefixes or term.community):
                term.deny = True
            elif inbound and self.chance(0.5):
                term.local_preference = rng.choice((90, 150, 200))
            if self.chance(0.4):
                term.med = rng.choice((0, 5, 10, 50))
            if self.chance(0.3):
                term.prepend = [65099 if inbound else number] * rng.choice((1, 2))
            if self.chance(0.4):
                term.communities = [rng.choice(("100:1", "100:2", "no-export"))]
            terms.append(term)
        return terms

    def end(self, name, family, local, peer, number, remote, **more):
        self.family = family
        session = Session(family, local, peer, number, remote, **more)
        if session.external:
            session.inbound, session.outbound = self.terms(True, number), self.terms(False, number)
        self.speakers[name].sessions.append(session)

    def inside(self, group):
        """Full mesh, or one or two reflectors with clients."""
        names = group.names
        reflectors = self.rng.sample(names, self.rng.choice((1, 2))) if len(names) > 2 and self.chance(0.5) else []
        if reflectors:
            self.net.features.add(f"{len(reflectors)} reflectors")
        for name in names:
            for other in names:
                if name != other and (not reflectors or name in reflectors or other in reflectors):
                    client = name in reflectors and other not in reflectors
                    own, far = self.net.routers[name], self.net.routers[other]
                    for family, local, peer in ((4, own.ipv4, far.ipv4), (6, own.ipv6, far.ipv6)):
                        unchanged = family == 4 and group.igp == "ospf" and group.announces_outside
                        self.end(name, family, local, peer, group.identity, group.identity, multihop=255, client=client,
                                 next_hop_self=not unchanged)

    def state_costs(self, group):
        """Passive ports cost what their speed says; here it is said."""
        for name in group.names:
            for port in self.net.routers[name].ports:
                port.lines += [" ip ospf cost 10"] * (" ip ospf passive" in port.lines)

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
                line = f"{'ip' if family == 4 else 'ipv6'} route {peer}/{LONGEST[family]} {via}"
                if any(s.peer == peer for s in self.speakers[name].sessions):
                    continue  # parallel links: one session
                own.statics.append(line)
                self.end(name, family, local, peer, *numbers, multihop=2)

    def build(self):
        rng = self.rng
        self.with_policies = self.chance(0.75)
        self.make_groups()
        self.net.features |= {f"{len(self.net.routers)} routers"} | ({"policies"} if self.with_policies else set())
        self.make_links()
        self.make_prefixes()
        self.speakers = {name: Speaker(rng) for name in self.net.routers}
        for group in self.groups:
            group.announces_outside = self.chance(0.4)
            if len(group.names) > 1:
                group.igp = rng.choice(("ospf", "static"))
                igp.add(group.igp, self.net, group.names, rng, group.announces_outside)
                self.state_costs(group)
            self.inside(group)
        for link in self.net.links:
            if self.group_of(link[0]) is not self.group_of(link[2]):
                self.between(link)
        for name, router in self.net.routers.items():
            frr_bgp(router, self.speakers[name], self.group_of(name).identity, self.originated[name])
        return self


def generate(seed):
    return Builder(same_text.Network(seed), random.Random(seed)).build()


# --- FRR -------------------------------------------------------------------------------------------------------


def frr_policy(router, name, terms, family):
    word = "ip" if family == 4 else "ipv6"
    for number, term in enumerate(terms, 1):
        entry = [f"route-map {name} {'deny' if term.deny else 'permit'} {10 * number}"]
        if term.prefixes:
            router.lists += [f"{word} prefix-list {name}-{number} seq {5 * i} permit {p}" for i, p in enumerate(term.prefixes, 1)]
            entry.append(f" match {word} address prefix-list {name}-{number}")
        if term.community:
            router.lists.append(f"bgp community-list standard {name}-{number} permit {term.community}")
            entry.append(f" match community {name}-{number}")
        if not term.deny:
            entry += [f" set local-preference {term.local_preference}"] * (term.local_preference is not None)
            entry += [f" set metric {term.med}"] * (term.med is not None)
            entry += [f" set as-path prepend {' '.join(map(str, term.prepend))}"] * bool(term.prepend)
            entry += [f" set community {' '.join(term.communities)} additive"] * bool(term.communities)
        router.lists += entry + ["exit"]
    router.lists += [f"route-map {name} permit 1000", "exit"]


def frr_session(router, index, session):
    """(lines of the process, lines of the family)."""
    at = f" neighbor {session.peer}"
    top = [f"{at} remote-as {session.remote}", f"{at} timers {same_text.HELLO_S} {same_text.HOLD_S}"]
    if session.multihop:
        top += [f"{at} update-source lo"] + [f"{at} ebgp-multihop {session.multihop}"] * session.external
    inner = [f" {at} activate"] + [f" {at} route-reflector-client"] * session.client
    inner += [f" {at} next-hop-self"] * session.next_hop_self
    for way, terms in (("in", session.inbound), ("out", session.outbound)):
        if terms:
            frr_policy(router, f"S{index}-{way}", terms, session.family)
            inner.append(f" {at} route-map S{index}-{way} {way}")
    return top, inner


def frr_bgp(router, speaker, number, originated):
    top = [f"router bgp {number}", f" bgp router-id {router.ipv4}", " no bgp default ipv4-unicast", " no bgp ebgp-requires-policy",
           " bgp bestpath compare-routerid", " bgp deterministic-med", f" bgp default local-preference {speaker.local_preference}"]
    top += [" bgp always-compare-med"] * speaker.always_med
    families = {family: [f"  distance bgp {DISTANCE} {DISTANCE} {DISTANCE}", "  maximum-paths 1", "  maximum-paths ibgp 1"]
                for family in (4, 6)}
    for family, lines in families.items():
        statics = originated[family][1:]
        announced = originated[family][:1] + ([] if speaker.redistributes else statics)
        lines += [f"  network {prefix}" for prefix in announced]
        if speaker.redistributes and statics:
            frr_policy(router, f"OWN{family}", [Term(prefixes=statics)], family)
            router.lists[-2:] = []  # nothing but these
            lines.append(f"  redistribute static route-map OWN{family}")
    for index, session in enumerate(speaker.sessions, 1):
        outer, inner = frr_session(router, index, session)
        top += outer
        families[session.family] += inner
    for family, lines in families.items():
        top += [f" address-family ipv{family} unicast", *lines, " exit-address-family"]
    router.processes += top + ["exit"]


# --- BIRD ------------------------------------------------------------------------------------------------------


def pair(community):
    return "(65535, 65281)" if community == "no-export" else f"({community.replace(':', ', ')})"


def bird_terms(terms):
    lines = []
    for term in terms:
        conditions = [f"net ~ [ {', '.join(term.prefixes)} ]"] if term.prefixes else []
        conditions += [f"{pair(term.community)} ~ bgp_community"] if term.community else []
        actions = ["reject;"] if term.deny else []
        if not term.deny:
            actions += [f"bgp_local_pref = {term.local_preference};"] * (term.local_preference is not None)
            actions += [f"bgp_med = {term.med};"] * (term.med is not None)
            actions += [f"bgp_path.prepend({one});" for one in term.prepend]
            actions += [f"bgp_community.add({pair(one)});" for one in term.communities]
            actions.append("accept;")
        lines.append(f"      if {' && '.join(conditions) or 'true'} then {{ {' '.join(actions)} }}")
    return lines + ["      accept;"]


def bird_session(index, session, speaker, originated):
    own, first = originated[session.family], originated[session.family][0]
    unknown = "ORIGIN_INCOMPLETE" if speaker.redistributes else "ORIGIN_IGP"
    lines = [f"protocol bgp s{index} {{", f"  local {session.local} as {session.number};",
             f"  neighbor {session.peer} as {session.remote};", f"  {f'multihop {session.multihop}' if session.multihop else 'direct'};",
             f"  hold time {same_text.HOLD_S}; keepalive time {same_text.HELLO_S}; connect retry time 1; connect delay time 1;",
             "  error wait time 1, 2; prefer older no; deterministic med yes; path metric yes;",
             f"  med metric {'yes' if speaker.always_med else 'no'};",
             f"  default bgp_med 0; default bgp_local_pref {speaker.local_preference};"]
    lines += ["  rr client;"] * session.client
    lines += [f"  ipv{session.family} {{", f"    preference {bird.PREFERENCE - DISTANCE};",
              f"    gateway {'recursive' if session.multihop else 'direct'};",
              *["    next hop self ebgp;"] * session.next_hop_self, "    import filter {", *bird_terms(session.inbound), "    };",
              "    export filter {", "      if dest = RTD_UNREACHABLE then reject;",
              "      if source != RTS_BGP then {", f"        if !(net ~ [ {', '.join(own)} ]) then reject;",
              f"        if net = {first} then bgp_origin = ORIGIN_IGP; else bgp_origin = {unknown};", "      }",
              *bird_terms(session.outbound), "    };", "  };", "}"]
    return lines


def bird_statics(statics):
    lines = []
    for family, word in ((4, "ip"), (6, "ipv6")):
        lines += ["protocol static {", f"  ipv{family} {{ preference {bird.PREFERENCE - 1}; }};"]
        for kind, _, prefix, target in map(str.split, statics):
            if kind == word:
                how = "blackhole" if target == "blackhole" else f"via {target} {{ igp_metric = 0; }}"
                lines.append(f"  route {prefix} {how};")
        lines.append("}")
    return lines


def bird_ospf(router):
    """The OSPF that the lines of igp.py say for FRR."""
    ports = [(p.index, " ".join(p.lines)) for p in router.ports if " ip ospf area 0" in p.lines]
    if not any(line == "router ospf" for line in router.processes):
        return []
    lines = ["protocol ospf v2 {", f"  ipv4 {{ preference {bird.PREFERENCE - OSPF_DISTANCE}; export none; }};",
             "  ecmp yes limit 32;", "  tick 1;", "  area 0 {"]
    lines += [f"    stubnet {address.split('/')[0]}/32 {{ cost 1; }};" for address in router.loopbacks if ":" not in address]
    for index, text in ports:
        cost = re.search(r"ip ospf cost (\d+)", text)
        how = f"{'stub yes' if 'passive' in text else 'type ptp'}; cost {cost[1]};"
        lines.append(f"    interface \"p{index}\" {{ {how} hello {same_text.HELLO_S}; dead {same_text.HOLD_S}; retransmit 2; }};")
    return lines + ["  };", "}"]


def text(built, router):
    speaker = built.speakers[router.name]
    lines = bird.head(router.ipv4) + bird_statics(router.statics) + bird_ospf(router)
    for index, session in enumerate(speaker.sessions, 1):
        lines += bird_session(index, session, speaker, built.originated[router.name])
    return "\n".join(lines + [""])
