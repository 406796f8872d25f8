"""Seeded random BGP networks as texts of FRR routers.

Routers fall into groups: an AS, or a confederation of two. Inside a group an IGP and iBGP (full mesh or
reflectors); between groups eBGP on links or loopbacks. What age would decide is decided by router ids.
"""

import igp
import policies
import same_text

STYLES = ("ebgp", "mixed", "mixed", "mixed", "one", "confederation")
GAO = {"customer": 200, "peer": 150, "provider": 90}  # local preference of learned routes in a valley-free network


class Group:
    """An AS or a confederation: `numbers` are the AS of each router, `identity` what others see."""

    def __init__(self, names, identity):
        self.names, self.identity = names, identity
        self.numbers = {name: identity for name in names}
        self.reflectors, self.igp = [], "static"

    @property
    def is_confederation(self):
        return any(number != self.identity for number in self.numbers.values())


class Speaker:
    """Lines of `router bgp` of one router, by where they stand."""

    def __init__(self):
        self.top, self.family = [], {4: [], 6: []}


class Builder:
    """Draws one network. All randomness comes from the seed."""

    styles = STYLES

    def __init__(self, net, rng):
        self.net, self.rng, self.groups, self.speakers = net, rng, [], {}
        self.universe = {4: [], 6: []}
        self.policies = {}
        self.originated = {}  # router -> {family: prefixes of its table}

    def chance(self, probability):
        return self.rng.random() < probability

    # --- shape ---

    def make_groups(self):
        rng, style = self.rng, self.rng.choice(self.styles)
        self.net.features.add(style)
        total = rng.randint(3, 8)
        names = [self.net.add_router().name for _ in range(total)]
        sizes = []
        while sum(sizes) < total:
            left = total - sum(sizes)
            first = not sizes
            if style == "ebgp":
                size = 1
            elif style in ("one", "confederation") and first:
                size = max(1, total - rng.randint(1, 2)) if style == "one" else rng.randint(3, max(3, total - 1))
            else:
                size = rng.randint(1, 4)
            sizes.append(min(size, left))
        base = rng.choice((100, 100, 65000, 4200000000))
        for number, size in enumerate(sizes, 1):
            self.groups.append(Group(names[:size], base + number))
            names = names[size:]
        if style == "confederation" and len(self.groups[0].names) >= 3:
            group = self.groups[0]
            cut = rng.randint(1, len(group.names) - 1)
            for i, name in enumerate(group.names):
                group.numbers[name] = 65101 if i < cut else 65102
        if style == "ebgp" and total > 3 and self.chance(0.3):
            self.groups[-1].identity = self.groups[0].identity  # one AS in two places
            self.groups[-1].numbers = {self.groups[-1].names[0]: self.groups[0].identity}
            self.net.features.add("split AS")

    def join(self, left, right):
        self.net.add_link(self.net.routers[left], self.net.routers[right])

    def make_links(self):
        self.join_insides()
        self.join_groups()

    def join_insides(self):
        rng = self.rng
        for group in self.groups:
            names = group.names
            for i in range(1, len(names)):
                same = [n for n in names[:i] if group.numbers[n] == group.numbers[names[i]]]
                self.join(rng.choice(same or names[:i]), names[i])
            for i in range(len(names)):
                for j in range(i):
                    # FRR 8.4 keeps one adjacency of parallel IS-IS links, any of them.
                    joined = any(port.peer == names[i] for port in self.net.routers[names[j]].ports)
                    if self.chance(0.25) and not joined:
                        self.join(names[j], names[i])

    def join_groups(self):
        rng = self.rng
        for i in range(1, len(self.groups)):
            self.join(rng.choice(rng.choice(self.groups[:i]).names), rng.choice(self.groups[i].names))
        for i in range(len(self.groups)):
            for j in range(i):
                for _ in range(2):
                    if self.chance(0.25):
                        self.join(rng.choice(self.groups[j].names), rng.choice(self.groups[i].names))

    def group_of(self, name):
        return next(g for g in self.groups if name in g.names)

    # --- what there is to announce ---

    def make_prefixes(self):
        rng = self.rng
        for router in self.net.routers.values():
            n = router.number
            router.loopbacks += [f"172.16.{n}.1/24", f"2001:db8:16:{n}::1/64"]
            mine4 = [f"172.16.{n}.0/24"]
            mine6 = [f"2001:db8:16:{n}::/64"]
            for i in range(rng.randint(0, 2)):
                mine4.append(f"172.20.{4 * n + i}.0/24")
                mine6.append(f"2001:db8:20:{4 * n + i}::/64")
            if self.chance(0.4):
                mine4.append("172.18.0.0/24")  # in several places
                mine6.append("2001:db8:18::/64")
            router.statics += [f"ip route {p} blackhole" for p in mine4[1:]]
            router.statics += [f"ipv6 route {p} blackhole" for p in mine6[1:]]
            self.originated[router.name] = {4: mine4, 6: mine6}
            for family in (4, 6):
                self.universe[family] += [p for p in self.originated[router.name][family] if p not in self.universe[family]]
        self.universe[4] += ["172.20.0.0/16", "10.255.0.0/24", "0.0.0.0/0"]
        self.universe[6] += ["2001:db8:20::/48", "2001:db8:ffff::/64", "::/0"]

    def originate(self, router):
        rng, speaker, policy = self.rng, self.speakers[router.name], self.policies[router.name]
        for family in (4, 6):
            lines = speaker.family[family]
            for prefix in self.originated[router.name][family]:
                if self.chance(0.5):
                    use = f" route-map {policy.route_map(family, 'source')}" if self.chance(0.2) else ""
                    lines.append(f"  network {prefix}{use}")
            if self.chance(0.2):
                lines.append(f"  network {rng.choice(self.universe[family])}")
            group_igp = self.group_of(router.name).igp
            sources = ["connected", "static"] + (["ospf"] if family == 4 and group_igp == "ospf" else [])
            sources += ["isis"] if group_igp == "isis" else []
            for source in sources:
                if not self.chance(0.25):
                    continue
                metric = f" metric {rng.choice((0, 7, 20))}" if self.chance(0.3) else ""
                use = f" route-map {policy.route_map(family, 'source')}" if self.chance(0.4) else ""
                word = "ospf6" if source == "ospf" and family == 6 else source
                lines.append(f"  redistribute {word}{metric}{use}")
                self.net.features.add(f"redistribute {source}")
            if self.chance(0.25):
                self.aggregate(family, lines, policy)

    def aggregate(self, family, lines, policy):
        prefix = "172.20.0.0/16" if family == 4 else "2001:db8:20::/48"
        options = " as-set" if self.chance(0.3) else ""
        if self.chance(0.4):
            options += " summary-only"
        elif self.chance(0.3):
            options += f" suppress-map {policy.route_map(family, 'source')}"
        if self.chance(0.3):
            options += f" route-map {policy.route_map(family, 'aggregate')}"
        elif self.chance(0.2):
            options += f" origin {self.rng.choice(('igp', 'incomplete'))}"
        lines.append(f"  aggregate-address {prefix}{options}")
        self.net.features.add("aggregate")

    # --- sessions ---

    def neighbor(self, name, address, remote, families, lines=(), family_lines=None, external=True):
        """One end of a session. `family_lines`: function of the family."""
        speaker, policy = self.speakers[name], self.policies[name]
        speaker.top += [f" neighbor {address} remote-as {remote}", f" neighbor {address} timers {same_text.HELLO_S} {same_text.HOLD_S}",
                        f" neighbor {address} timers connect 1", f" neighbor {address} advertisement-interval 0"]
        speaker.top += [f" neighbor {address} {line}" for line in lines]
        for family in (4, 6):
            if family not in families:
                continue
            found = [f"  neighbor {address} activate"]
            found += [f"  neighbor {address} {line}" for line in (family_lines(family) if family_lines else [])]
            if self.policy_rate:
                found += [f"  neighbor {address} {line}" for line in self.filters(policy, family, external)]
            speaker.family[family] += found

    def filters(self, policy, family, external):
        """Random options of one end in one family."""
        rng, lines, rate = self.rng, [], self.policy_rate * (1.0 if external else 0.4)
        for way in ("in", "out"):
            if self.chance(0.5 * rate):
                lines.append(f"route-map {policy.route_map(family, 'neighbor', way == 'in')} {way}")
            if self.chance(0.12 * rate):
                lines.append(f"prefix-list {policy.prefix_list(family)} {way}")
            if self.chance(0.1 * rate):
                lines.append(f"filter-list {policy.as_path_list()} {way}")
        odd = {"weight": 0.06, "allowas-in": 0.1, "default-originate": 0.1, "next-hop-self": 0.1, "community": 0.08,
               "remove": 0.12, "override": 0.08, "unchanged": 0.03, "force": 0.05, "soft": 0.1, "unsuppress": 0.05}
        for what, probability in odd.items():
            if self.chance(probability * rate):
                lines += self.odd_option(what, policy, family, external)
                self.net.features.add(what)
        return lines

    def odd_option(self, what, policy, family, external):
        rng = self.rng
        if what in ("remove", "override", "allowas-in", "unchanged") and not external:
            return []
        if what == "weight":
            return [f"weight {rng.choice((10, 100))}"]
        if what == "allowas-in":
            return [f"allowas-in {rng.choice((1, 2))}"]
        if what == "default-originate":
            return ["default-originate" + (f" route-map {policy.route_map(family, 'source')}" if self.chance(0.3) else "")]
        if what == "community":  # taken back below, vtysh wants `no` in front
            return [f"send-community {rng.choice(('standard', 'extended', 'both', 'all', 'large'))}"]
        if what == "remove":
            return ["remove-private-AS" + rng.choice(("", " all", " all replace-AS"))]
        if what == "unsuppress":
            return [f"unsuppress-map {policy.route_map(family, 'source')}"]
        return {"next-hop-self": ["next-hop-self"], "override": ["as-override"], "unchanged": ["attribute-unchanged next-hop"],
                "force": ["next-hop-self force"], "soft": ["soft-reconfiguration inbound"]}[what]

    def external_session(self, left, left_if, right, right_if):
        net, rng = self.net, self.rng
        ends = [(left, left_if), (right, right_if)]
        far_numbers = [self.group_of(right).identity, self.group_of(left).identity]
        roles = self.roles(left, right)
        local = [[], []]
        same = self.group_of(left).identity == self.group_of(right).identity  # a system in two parts: no eBGP, no other number
        if self.chance(0.08) and not same:
            which = rng.randrange(2)
            other = 64999 if self.chance(0.5) else 999
            local[which] = [f"local-as {other}" + rng.choice(("", " no-prepend", " no-prepend replace-as"))]
            far_numbers[1 - which] = other
            net.features.add("local-as")
        how = rng.choice(("two", "two", "two", "one", "v4", "loopback"))
        for i, (name, port_if) in enumerate(ends):
            port, router = net.routers[name].ports[port_if], net.routers[name]
            peer = net.routers[port.peer]
            via4, via6 = (igp.address_of_peer(net, port, f) for f in (4, 6))
            family_lines = self.role_lines(name, roles[i]) if self.valley_free else None
            if how == "loopback":
                router.statics += [f"ip route {peer.ipv4}/32 {via4}", f"ipv6 route {peer.ipv6}/128 {via6}"]
                multi = ["ebgp-multihop 2", "update-source lo"] + local[i]
                self.neighbor(name, peer.ipv4, far_numbers[i], (4,), multi, family_lines, not same)
                self.neighbor(name, peer.ipv6, far_numbers[i], (6,), multi, family_lines, not same)
                net.features.add("multihop")
                continue
            self.neighbor(name, via4, far_numbers[i], (4, 6) if how == "one" else (4,), local[i], family_lines, not same)
            if how == "two":
                self.neighbor(name, via6, far_numbers[i], (6,), local[i], family_lines, not same)
            if how == "one":
                net.features.add("IPv6 over IPv4 session")

    def roles(self, left, right):
        """What the far end is for each end in a valley-free network: lower AS numbers are providers."""
        mine, theirs = self.group_of(left).identity, self.group_of(right).identity
        if (mine + theirs) % 4 == 0:
            return ("peer", "peer")
        return ("customer", "provider") if mine < theirs else ("provider", "customer")

    def role_lines(self, name, role):
        def lines(family):
            policy = self.policies[name]
            for what in ("IN", "OUT"):
                label = f"{what}-{role}-{family}"
                if f"route-map {label} permit 10" in policy.lines:
                    continue
                if what == "IN":
                    community = {"customer": "100:1", "peer": "100:2", "provider": "200:1"}[role]
                    policy.lines += [f"route-map {label} permit 10", f" set local-preference {GAO[role]}",
                                     f" set community {community} additive", "exit"]
                elif role == "customer":
                    policy.lines += [f"route-map {label} permit 10", "exit"]
                else:
                    policy.lines += [f"bgp community-list standard NOTOURS-{family} permit 100:2",
                                     f"bgp community-list standard NOTOURS-{family} permit 200:1",
                                     f"route-map {label} permit 10", "exit", f"route-map {label} deny 5",
                                     f" match community NOTOURS-{family}", "exit"]
            return [f"route-map IN-{role}-{family} in", f"route-map OUT-{role}-{family} out"]
        return lines

    def internal_sessions(self, group):
        """iBGP among routers of one AS; member ASes of a confederation speak on their links."""
        for number in set(group.numbers.values()):
            names = [n for n in group.names if group.numbers[n] == number]
            reflectors = self.rng.sample(names, self.rng.choice((1, 2))) if len(names) > 2 and self.chance(0.5) else []
            if reflectors:
                self.net.features.add(f"{len(reflectors)} reflectors")
                if len(reflectors) == 2 and self.chance(0.3):
                    for name in reflectors:
                        self.speakers[name].top.append(" bgp cluster-id 9.9.9.9")
                if self.chance(0.15):
                    self.speakers[reflectors[0]].top.append(" no bgp client-to-client reflection")
            for name in names:
                for other in names:
                    if name != other and (not reflectors or name in reflectors or other in reflectors):
                        client = name in reflectors and other not in reflectors
                        self.internal_end(group, name, other, number, client)
        if group.is_confederation:
            self.net.features.add("confederation peers")
            for left, left_if, right, right_if in self.net.links:
                if left in group.names and right in group.names and group.numbers[left] != group.numbers[right]:
                    for name, port_if, far in ((left, left_if, right), (right, right_if, left)):
                        port = self.net.routers[name].ports[port_if]
                        for family in (4, 6):
                            via = igp.address_of_peer(self.net, port, family)
                            self.neighbor(name, via, group.numbers[far], (family,), external=False)

    def internal_end(self, group, name, other, number, client):
        has_outside = any(port.peer not in group.names for port in self.net.routers[name].ports)

        def lines(_family):
            found = ["route-reflector-client"] if client else []
            if has_outside and not group.announces_outside and self.next_hop_self[name]:
                found.append(self.rng.choice(("next-hop-self", "next-hop-self", "next-hop-self force")))
            return found
        target = self.net.routers[other]
        self.neighbor(name, target.ipv4, number, (4,), ["update-source lo"], lines, external=False)
        self.neighbor(name, target.ipv6, number, (6,), ["update-source lo"], lines, external=False)

    # --- the whole ---

    def options(self, router):
        speaker, group, rng = self.speakers[router.name], self.group_of(router.name), self.rng
        top = [f" bgp router-id {router.ipv4}", " bgp bestpath compare-routerid", " no bgp default ipv4-unicast"]
        if self.requires_no_policy[router.name]:
            top.append(" no bgp ebgp-requires-policy")
        if group.is_confederation:
            top += [f" bgp confederation identifier {group.identity}"]
            others = sorted(set(group.numbers.values()) - {group.numbers[router.name]})
            top += [f" bgp confederation peers {' '.join(map(str, others))}"]
        odd = {" bgp deterministic-med": 0.8, " bgp always-compare-med": 0.3, " bgp bestpath med missing-as-worst": 0.2,
               " bgp bestpath as-path multipath-relax": 0.3, " bgp bestpath as-path ignore": 0.04,
               " bgp default local-preference 120": 0.1, " no bgp network import-check": 0.1, " bgp bestpath med confed": 0.2}
        top += [line for line, probability in odd.items() if self.chance(probability)]
        speaker.top = top + speaker.top
        for family in (4, 6):
            one_path = any("ebgp-multihop" in line for line in speaker.top)
            if one_path:  # FRR 8.4 drops recursive next hops beside a directly connected neighbour's
                speaker.family[family].append("  maximum-paths 1")
            for word in ("ibgp ",) if one_path else ("", "ibgp "):
                if self.chance(0.4):
                    speaker.family[family].append(f"  maximum-paths {word}{rng.choice((1, 1, 2, 4))}")
            if self.chance(0.06):
                speaker.family[family].append("  distance bgp 30 190 190")
            if self.chance(0.06):
                speaker.family[family].append(f"  table-map {self.policies[router.name].route_map(family, 'source')}")

    def finish(self, router):
        speaker, group = self.speakers[router.name], self.group_of(router.name)
        if self.chance(0.15):
            router.statics.append("ip nht resolve-via-default")
        router.lists += self.policies[router.name].lines
        router.processes += [f"router bgp {group.numbers[router.name]}"] + speaker.top
        for family in (4, 6):
            router.processes += [f" address-family ipv{family} unicast"] + speaker.family[family] + [" exit-address-family"]
        router.processes.append("exit")

    def build(self):
        rng = self.rng
        self.valley_free = self.chance(0.25)
        self.policy_rate = 0.0 if self.valley_free else rng.choice((0.0, 0.5, 1.0, 1.0, 1.5))
        if self.valley_free:
            self.net.features.add("valley-free")
        self.make_groups()
        self.net.features.add(f"{len(self.net.routers)} routers")
        self.make_links()
        self.make_prefixes()
        numbers = sorted({n for g in self.groups for n in [*g.numbers.values(), g.identity]})
        for name in self.net.routers:
            self.speakers[name] = Speaker()
            self.policies[name] = policies.PolicyText(rng, self.universe[4], self.universe[6], numbers)
        self.requires_no_policy = {name: self.chance(0.93) for name in self.net.routers}
        self.next_hop_self = {name: self.chance(0.85) for name in self.net.routers}
        for group in self.groups:
            group.announces_outside = self.chance(0.3) and not group.is_confederation or group.is_confederation
            if len(group.names) > 1:
                group.igp = rng.choice(igp.KINDS)
                igp.add(group.igp, self.net, group.names, rng, group.announces_outside)
            self.internal_sessions(group)
        for left, left_if, right, right_if in self.net.links:
            if self.group_of(left) is not self.group_of(right):
                self.external_session(left, left_if, right, right_if)
        for router in self.net.routers.values():
            self.originate(router)
            self.options(router)
            self.finish(router)
        return self.net
