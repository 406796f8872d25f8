"""Random FRR route maps and lists. All randomness comes from the generator that is handed in."""

COMMUNITIES = ("100:1", "100:2", "200:1", "300:7", "no-export", "local-AS")
LARGE = ("100:1:1", "100:2:2", "200:5:6")


class PolicyText:
    """Lists and maps of one router; `universe` are the prefixes of the network, `numbers` its AS numbers."""

    def __init__(self, rng, universe4, universe6, numbers):
        self.rng, self.universe, self.numbers = rng, {4: universe4, 6: universe6}, numbers
        self.lines, self.count = [], 0

    def chance(self, probability):
        return self.rng.random() < probability

    def name(self, kind):
        self.count += 1
        return f"{kind}{self.count}"

    def prefix_list(self, family):
        """A list that permits some of the network's prefixes."""
        name, word = self.name("PL"), "ip" if family == 4 else "ipv6"
        any_prefix, longest = ("0.0.0.0/0", 32) if family == 4 else ("::/0", 128)
        picked = self.rng.sample(self.universe[family], min(len(self.universe[family]), self.rng.randint(1, 5)))
        for number, prefix in enumerate(picked, 1):
            length = int(prefix.rpartition("/")[2])
            reach = f" le {longest}" if self.chance(0.2) and length < longest else ""
            reach = f" ge {length + 1}" if not reach and self.chance(0.05) and length < longest else reach
            verb = "deny" if self.chance(0.15) else "permit"
            self.lines.append(f"{word} prefix-list {name} seq {5 * number} {verb} {prefix}{reach}")
        if self.chance(0.25):
            self.lines.append(f"{word} prefix-list {name} seq 100 permit {any_prefix} le {longest}")
        return name

    def as_path_list(self):
        number = self.rng.choice(self.numbers)
        pattern = self.rng.choice((f"_{number}_", f"^{number}_", f"_{number}$", "^$", f"^{number}$", ".*", f"^{number} .*",
                                   "^[0-9]+$", "^[0-9]+_[0-9]+$"))
        name = self.name("AP")
        self.lines.append(f"bgp as-path access-list {name} {self.rng.choice(('permit', 'permit', 'deny'))} {pattern}")
        if self.chance(0.4):
            self.lines.append(f"bgp as-path access-list {name} permit {self.rng.choice(('.*', f'_{number}_'))}")
        return name

    def community_list(self):
        """Returns (name, number of members of one line)."""
        name = self.name("CL")
        if self.chance(0.3):
            pattern = self.rng.choice(("100:.*", "_200:1_", ":7$", "^100:1", ".*"))
            self.lines.append(f"bgp community-list expanded {name} permit {pattern}")
            return name
        for _ in range(self.rng.randint(1, 2)):
            members = " ".join(self.rng.sample(COMMUNITIES, self.rng.choice((1, 1, 2))))
            self.lines.append(f"bgp community-list standard {name} {self.rng.choice(('permit', 'permit', 'deny'))} {members}")
        return name

    def large_list(self):
        name = self.name("LC")
        self.lines.append(f"bgp large-community-list standard {name} permit {self.rng.choice(LARGE)}")
        return name

    def match(self, family, what):
        """One `match` line."""
        word = "ip" if family == 4 else "ipv6"
        kind = self.rng.choice(("prefix", "prefix", "prefix", "community", "as-path", "metric", "origin", "local", "large"))
        if what != "neighbor" and kind not in ("metric",):
            kind = "prefix"
        if kind == "prefix":
            return f" match {word} address prefix-list {self.prefix_list(family)}"
        if kind == "community":
            return f" match community {self.community_list()}{' exact-match' if self.chance(0.2) else ''}"
        if kind == "as-path":
            return f" match as-path {self.as_path_list()}"
        if kind == "large":
            return f" match large-community {self.large_list()}"
        if kind == "origin":
            return f" match origin {self.rng.choice(('igp', 'incomplete', 'egp'))}"
        if kind == "local":
            return f" match local-preference {self.rng.choice((100, 150, 200))}"
        return f" match metric {self.rng.choice((5, 10, 20))}"

    def sets(self, what, inbound):
        """The `set` lines of one entry, each kind at most once, as vtysh keeps them."""
        rng = self.rng
        number = rng.choice(self.numbers)
        choices = {
            "metric": rng.choice(("0", "10", "20", "50", "+5", "-5", "+20")),
            "local-preference": rng.choice(("100", "150", "200", "90")),
            "as-path prepend": rng.choice((f"{number}", f"{number} {number}", "last-as 2", "last-as 1", "65099")),
            "as-path exclude": f"{number}",
            "community": " ".join(rng.sample(COMMUNITIES[:4], rng.choice((1, 2)))) + rng.choice((" additive", " additive", "")),
            "comm-list": f"{self.community_list()} delete" if self.chance(0.1) else None,
            "large-community": rng.choice(LARGE) + rng.choice((" additive", "")),
            "origin": rng.choice(("igp", "incomplete", "egp")),
            "weight": str(rng.choice((0, 50, 100))),
            "ip next-hop": "peer-address" if self.chance(0.1) else None,
            "tag": str(rng.choice((5, 7))),
        }
        if choices["community"].startswith("no-export") or self.chance(0.05):
            choices["community"] = rng.choice(("none", "no-export additive", "no-advertise additive", "local-AS"))
        if not inbound or what != "neighbor":
            choices.pop("weight" if what == "neighbor" and not inbound else "tag")
        names = rng.sample(sorted(choices), rng.choice((0, 1, 1, 2, 3)))
        return [f" set {name} {choices[name]}" for name in names if choices[name] is not None]

    def route_map(self, family, what="neighbor", inbound=True):
        """`what`: neighbor, source (routes of other protocols) or aggregate. Returns the name."""
        name, entries = self.name("RM"), []
        count = self.rng.randint(1, 4)
        for number in range(1, count + 1):
            verb = "deny" if self.chance(0.15) else "permit"
            entry = [f"route-map {name} {verb} {10 * number}"]
            kinds = set()
            for _ in range(self.rng.choice((0, 1, 1, 1, 2)) if number < count else self.rng.choice((0, 0, 0, 1))):
                line = self.match(family, what)
                kind = " ".join(line.split()[:2])
                if kind not in kinds:
                    entry.append(line)
                    kinds.add(kind)
            if verb == "permit":
                entry += self.sets(what, inbound)
                if number < count and self.chance(0.25):
                    entry.append(self.rng.choice((" on-match next", f" on-match goto {10 * count}",
                                                  f" continue {10 * count}")))
                if self.chance(0.05):
                    entry.append(f" call {self.route_map(family, what, inbound)}")
            entries += entry + ["exit"]
        if self.chance(0.85):
            entries += [f"route-map {name} permit {10 * count + 10}", "exit"]
        self.lines += entries
        return name
