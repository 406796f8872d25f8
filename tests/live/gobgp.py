"""Routers that run GoBGP, and the documents they load.

gobgpd alone neither sees nor changes the kernel's table and calls every next hop reachable. What it chooses is in
`gobgp global rib`. Own routes come by command: its configuration has none. Policies are those of the global table,
which name the neighbours they are for.
"""

import json

import best_paths
import netns
import same_text

DAEMONS = ("gobgpd", "gobgp")
TRAITS = {"always_med": True, "one_reflector": True, "one_place": True}  # of rib_networks.generate
ESTABLISHED = 6
NEXT_HOP, MED = 3, 4  # path attributes
NEXT_HOP_IN_REACH = 14  # of IPv6: it stands in MP_REACH_NLRI


class Lab(best_paths.Lab):
    """Namespaces whose routers are GoBGP daemons."""

    def __init__(self, tag):
        self.own = {}
        super().__init__(tag, "gobgp")

    def write_configuration(self, space, configuration):
        document = json.loads(configuration)
        self.own[space] = document.pop("own")
        with open(self.path(space, "json"), "w", encoding="ascii") as out:
            json.dump(document, out, indent=1)

    def start(self):
        for name in self.routers:
            space = self.space(name)
            self.spawn(space, ["gobgpd", "-t", "json", "-f", self.path(space, "json"), "-p", "--pprof-disable", "--cpus", "1",
                               "--api-hosts", "127.0.0.1:50051"])
        for name in self.routers:
            self.wait_for(name, self.announce)

    def announce(self, name):
        for words in self.own[self.space(name)]:
            self.gobgp(name, "global", "rib", "add", *words)

    def gobgp(self, name, *words):
        return netns.run(["ip", "netns", "exec", self.space(name), "gobgp", *words])

    def tables(self):
        """Per router: all paths by prefix, the neighbours by kind, and those whose sessions stand."""
        return {name: self.table_of(name) for name in self.routers}

    def table_of(self, name):
        ribs = [json.loads(self.gobgp(name, "global", "rib", "-j", "-a", family)) for family in ("ipv4", "ipv6")]
        found = {prefix: [{k: v for k, v in path.items() if k != "age"} for path in paths]
                 for rib in ribs for prefix, paths in rib.items()}
        neighbors = self.neighbors(name)
        kinds = {n["conf"]["neighbor_address"]: "ibgp" if n["conf"]["peer_asn"] == n["conf"]["local_asn"] else "ebgp"
                 for n in neighbors}
        return {"paths": found, "kinds": kinds, "up": standing(neighbors)}

    def neighbors(self, name):
        return json.loads(self.gobgp(name, "neighbor", "-j")) or []

    def sessions(self, name):
        return standing(self.neighbors(name))

    def hasten(self, name, neighbor):
        """Nothing to do: it tries again by itself within seconds."""


def standing(neighbors):
    return sorted(n["conf"]["neighbor_address"] for n in neighbors if n["state"].get("session_state") == ESTABLISHED)


def attribute(path, number, member, without=None):
    return next((one.get(member, without) for one in path["attrs"] if one["type"] == number), without)


def table(tables):
    """(node, prefix) -> Row of the best paths."""
    found = {}
    for node, shown in tables.items():
        for prefix, paths in shown["paths"].items():
            best = [one for one in paths if one.get("best")]
            if len(best) > 1:
                raise ValueError(f"{node} {prefix}: two best paths")
            for one in best:
                neighbor = one.get("neighbor-ip")
                next_hop = attribute(one, NEXT_HOP, "nexthop") or attribute(one, NEXT_HOP_IN_REACH, "nexthop")
                found[node, prefix] = best_paths.OWN if neighbor is None else best_paths.path(
                    shown["kinds"][neighbor], attribute(one, MED, "metric", 0), next_hop)
    return found


# --- documents -------------------------------------------------------------------------------------------------


class Policies:
    """The policies of one router, for imports and exports, and the sets they name."""

    def __init__(self):
        self.statements = {"in": [], "out": []}
        self.sets = {"prefix-sets": [], "neighbor-sets": [], "community-sets": [], "large-community-sets": [], "as-path-sets": []}

    def named(self, kind, member, values):
        """The name of a new set."""
        word, name = kind.removesuffix("s"), f"{kind}-{len(self.sets[kind])}"
        self.sets[kind].append({f"{word}-name": name, member: values})
        return name

    def add(self, way, peers, conditions, actions, then=None):
        """`then`: accept, reject, or None to go on with the next. A set of no neighbours would mean everybody."""
        if not peers:
            return
        name = self.named("neighbor-sets", "neighbor-info-list", peers)
        statement = {"name": f"{way}-{len(self.statements[way])}", "conditions": {"match-neighbor-set": {"neighbor-set": name},
                                                                                  **conditions},
                     "actions": {"bgp-actions": actions}}
        if then:
            statement["actions"]["route-disposition"] = f"{then}-route"
        self.statements[way].append(statement)

    def document(self):
        of_bgp = {kind: self.sets[kind] for kind in ("community-sets", "large-community-sets", "as-path-sets")}
        return {"defined-sets": {"prefix-sets": self.sets["prefix-sets"], "neighbor-sets": self.sets["neighbor-sets"],
                                 "bgp-defined-sets": of_bgp},
                "policy-definitions": [{"name": way, "statements": found} for way, found in self.statements.items()]}


def path_pattern(session, way, where, number):
    """On the way out the own number already stands in front, where FRR adds it after the policy."""
    if where == "first":
        return f"^{session.number}_{number}_" if way == "out" and session.external else f"^{number}_"
    return f"_{number}$" if where == "last" else f"_{number}_"


def conditions(policies, session, way, term):
    found, of_bgp = {}, {}
    if term.prefixes:
        listed = [{"ip-prefix": prefix, "masklength-range": f"{low}..{high}"} for prefix, low, high in term.prefixes]
        found["match-prefix-set"] = {"prefix-set": policies.named("prefix-sets", "prefix-list", listed)}
    if term.community:
        name = policies.named("community-sets", "community-list", [f"^{term.community}$"])
        of_bgp["match-community-set"] = {"community-set": name}
    if term.large:
        name = policies.named("large-community-sets", "large-community-list", [f"^{term.large}$"])
        of_bgp["match-large-community-set"] = {"large-community-set": name}
    if term.path:
        name = policies.named("as-path-sets", "as-path-list", [path_pattern(session, way, *term.path)])
        of_bgp["match-as-path-set"] = {"as-path-set": name}
    return {**found, "bgp-conditions": of_bgp}


def actions(setting, number):
    """`number` is what it prepends."""
    found = {}
    if setting.local_preference is not None:
        found["set-local-pref"] = setting.local_preference
    if setting.med is not None:
        found["set-med"] = str(setting.med)
    if setting.prepend:
        found["set-as-path-prepend"] = {"as": str(number), "repeat-n": setting.prepend}
    for word, values in (("community", setting.communities), ("large-community", setting.large)):
        if values:
            found[f"set-{word}"] = {"options": "add", f"set-{word}-method": {"communities-list": values}}
    return found


def write_policies(speaker):
    """With what FRR does without being told: the default local preference, no-export, the own address as next hop."""
    policies, sessions = Policies(), speaker.sessions
    outside = [s.peer for s in sessions if s.external]
    policies.add("in", outside, {}, {"set-local-pref": speaker.local_preference})
    name = policies.named("community-sets", "community-list", ["^65535:65281$"])
    policies.add("out", outside, {"bgp-conditions": {"match-community-set": {"community-set": name}}}, {}, "reject")
    for session in sessions:
        for kind in (("external", "internal") if session.reflects else ("external",)) * session.next_hop_self * (not session.external):
            policies.add("out", [session.peer], {"bgp-conditions": {"route-type": kind}}, {"set-next-hop": "self"})
        for way, terms, number in (("in", session.inbound, session.remote), ("out", session.outbound, session.number)):
            for term in terms:
                policies.add(way, [session.peer], conditions(policies, session, way, term), actions(term.setting, number),
                             "reject" if term.deny else "accept")
    return policies


def neighbor(session, router, speaker):
    found = {"config": {"neighbor-address": session.peer, "peer-as": session.remote},
             "timers": {"config": {"hold-time": same_text.HOLD_S, "keepalive-interval": same_text.HELLO_S, "connect-retry": 1,
                                   "idle-hold-time-after-reset": 1}},
             "transport": {"config": {"local-address": session.local}},
             "afi-safis": [{"config": {"afi-safi-name": f"ipv{session.family}-unicast"}}]}
    if session.hops and session.external:
        found["ebgp-multihop"] = {"config": {"enabled": True, "multihop-ttl": session.hops}}
    if session.client:
        found["route-reflector"] = {"config": {"route-reflector-client": True,
                                               "route-reflector-cluster-id": speaker.cluster or router.ipv4}}
    return found


def own_route(family, prefix, setting):
    """Words of `gobgp global rib add`."""
    words = ["-a", f"ipv{family}", prefix, "origin", "igp", "local-pref", str(setting.local_preference)]
    words += ["med", str(setting.med)] * (setting.med is not None)
    words += ["community", ",".join(setting.communities)] * bool(setting.communities)
    return words + ["large-community", ",".join(setting.large)] * bool(setting.large)


def text(built, router):
    speaker, number = built.speakers[router.name], built.group_of(router.name).identity
    addresses = list(dict.fromkeys(session.local for session in speaker.sessions))
    selection = {"always-compare-med": speaker.always_med, "external-compare-router-id": True}
    applied = {"import-policy-list": ["in"], "export-policy-list": ["out"], "default-import-policy": "accept-route",
               "default-export-policy": "accept-route"}
    return json.dumps({"global": {"config": {"as": number, "router-id": router.ipv4, "local-address-list": addresses},
                                  "route-selection-options": {"config": selection}, "apply-policy": {"config": applied}},
                       "neighbors": [neighbor(session, router, speaker) for session in speaker.sessions],
                       **write_policies(speaker).document(),
                       "own": [own_route(family, *one) for family in (4, 6) for one in speaker.own[family]]})
