"""Expected answers of examples/valdrea-services, from the picture alone: devices, cables, who is in which VPN.

usage: oracle.py [--print]     reads ../valdrea/scenario.json and services.json; writes expected.json beside itself, or prints it

Knows nothing of configurations, labels or BGP messages. A VPN flow goes edge, entry router, core, exit router, edge:
- an edge enters at its preferred attachment that is up and whose router knows a way to the other edge;
- a router knows an edge that hangs on itself in the same VPN, or on a router whose targets it imports, when both can
  reach a common route reflector; of several it takes the one with the highest preference;
- from entry to exit the labels follow every shortest path through the core (customers' edges are never transit).
The levels (read, meta, alter, cut), closure and verdicts are those of Valdrea: IPsec hides and protects what lies
strictly between its ends, MACsec the optical nodes of its link, labels nothing.
A copy makes a reader, or one who sees, of everybody it passes.
"""

import heapq
import itertools
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = ("read", "meta", "alter", "cut")
SUBSCRIBER_FLOWS = "F3-"


class Network:
    """The graph, and what of it is left under a failure set."""

    def __init__(self, scenario, services):
        self.scenario, self.services = scenario, services
        self.device = {d["name"]: d for d in scenario["devices"] + services["devices"]}
        self.links = {link["id"]: link for link in scenario["links"] + services["links"]}
        self.optical = sorted(d["name"] for d in scenario["devices"] if d["kind"] == "optical-node")
        self.nodes = sorted({link[end] for link in self.links.values() for end in "ab"})
        self.attachments = {}
        for one in services["attachments"]:
            self.attachments.setdefault(one["edge"], []).append(one)
        for link in scenario["links"]:  # base stations hang on cell-site routers
            if self.device[link["a"]]["role"] == "gNB":
                one = {"edge": link["a"], "at": link["b"], "vpn": "RAN", "preference": 100}
                self.attachments[link["a"]] = [one]
        aside = {*self.attachments, *services["behind"], *(d["name"] for d in services["devices"])}
        self.core = {n for n in self.nodes if n not in aside}
        self.link_between = {frozenset((link["a"], link["b"])): name for name, link in self.links.items()}

    def units(self):
        return ([f"link:{name}" for name in self.links] + [f"node:{name}" for name in self.nodes]
                + [f"optical:{name}" for name in self.optical])

    def targets(self, router, vpn):
        sites = self.services["vpns"][vpn]
        return sites["at"].get(router) or sites["elsewhere"]


class State:
    """The network under one failure set."""

    def __init__(self, network, failed=()):
        self.network = network
        self.dead = {unit[5:] for unit in failed if unit.startswith("node:")}
        gone_optical = {unit[8:] for unit in failed if unit.startswith("optical:")}
        gone = {unit[5:] for unit in failed if unit.startswith("link:")}
        self.up = {name for name, link in network.links.items()
                   if name not in gone and not {link["a"], link["b"]} & self.dead and not gone_optical & set(link.get("circuit", ()))}
        self.next = {n: [] for n in network.core}
        for name in self.up:
            link = network.links[name]
            if link["a"] in network.core and link["b"] in network.core:
                self.next[link["a"]].append((link["b"], link["cost"], name))
                self.next[link["b"]].append((link["a"], link.get("cost_back", link["cost"]), name))
        self.distances = {}

    def distance(self, target):
        """Core router -> cost of its shortest path to `target`."""
        if target in self.distances:
            return self.distances[target]
        # Costs count in the direction of travel, so the search runs against the links.
        found, queue = {target: 0}, [(0, target)]
        while queue:
            cost, node = heapq.heappop(queue)
            if cost > found[node]:
                continue
            for other, _, _ in self.next[node]:
                back = next(c for n, c, _ in self.next[other] if n == node)
                if cost + back < found.get(other, cost + back + 1):
                    found[other] = cost + back
                    heapq.heappush(queue, (cost + back, other))
        self.distances[target] = found if target not in self.dead else {}
        return self.distances[target]

    def reaches(self, a, b):
        return a not in self.dead and a in self.distance(b)

    def live(self, edge):
        """The attachments of an edge that are up."""
        if edge in self.dead:
            return []
        return [one for one in self.network.attachments[edge]
                if self.network.link_between[frozenset((edge, one["at"]))] in self.up]

    def tells(self, teller, entry):
        """Does the entry router learn, through a reflector, of what hangs on the router of `teller`?"""
        there, here = teller["at"], entry["at"]
        if there == here:
            return teller["vpn"] == entry["vpn"]
        exported = set(self.network.targets(there, teller["vpn"])["export"])
        if not exported & set(self.network.targets(here, entry["vpn"])["import"]):
            return False
        return any(self.reaches(there, r) and self.reaches(here, r) for r in self.network.services["reflectors"])

    def shortest(self, a, b):
        """All shortest paths between core routers."""
        if a == b:
            return [[a]]
        cost = self.distance(b)
        return [[a, *rest] for other, step, _ in sorted(self.next[a]) if other in cost and step + cost[other] == cost[a]
                for rest in self.shortest(other, b)]

    def paths(self, a, b):
        """All paths of packets from end `a` to end `b`; none: they do not arrive."""
        behind = self.network.services["behind"]
        if a in behind:
            return [[a, *path] for path in self.paths(behind[a], b)] if self.joined(a, behind[a]) else []
        if b in behind:
            return [[*path, b] for path in self.paths(a, behind[b])] if self.joined(b, behind[b]) else []
        if a == b:
            return [[a]]
        entries = []
        for entry in self.live(a):
            exits = [one for one in self.live(b) if self.tells(one, entry)]
            if exits:
                entries.append((entry["preference"], entry["at"], max(exits, key=lambda one: one["preference"])["at"]))
        if not entries:
            return []
        _, first, last = max(entries)
        return [[a, *path, b] for path in self.shortest(first, last)]

    def way_of_copy(self, copy):
        """Who handles a copy, in order, for each way it may take; none: it is not sent, or gets nowhere."""
        if {copy["at"], copy["to"]} & self.dead:
            return []
        if "through" not in copy:
            return [[copy["to"]]]
        if not self.joined(copy["through"], copy["to"]) or not self.reaches(copy["at"], copy["through"]):
            return []
        return [[*path, copy["to"]] for path in self.shortest(copy["at"], copy["through"])]

    def joined(self, a, b):
        return not {a, b} & self.dead and self.network.link_between[frozenset((a, b))] in self.up


class Facts:
    """Who supplies, manages and hosts what, and who is covered by whose list."""

    def __init__(self, network):
        scenario = network.scenario
        self.supplier = {d["name"]: d["maker"] for d in scenario["devices"]}
        for source in scenario["management_sources"]:
            if source["kind"] == "operations-centre":
                self.supplier[source["id"]] = source["organisation"]
        self.supplier |= {d["name"]: d["operator"] for d in network.services["devices"]}
        self.inherits = [(m["manager"], m["target"]) for m in scenario["management"]
                         if m["acl"] in ("permit", "inventory") and m["role"] == "write"]
        self.inherits += [(d["hosted_on"], d["name"]) for d in scenario["devices"] if "hosted_on" in d]
        lists = scenario["trust_lists"] + network.services["trust_lists"]
        self.covered = {f"{t['party']} {t['name']}": self.cover(scenario, t) for t in lists}
        self.untrusted = set().union(*self.covered.values())

    @staticmethod
    def cover(scenario, trust):
        covered = set(trust["seeds"])
        while True:
            held = {}
            for share in scenario["ownership"]:
                if share["owner"] in covered:
                    held[share["asset"]] = held.get(share["asset"], 0) + share["share_pct"]
            more = {asset for asset, percent in held.items() if percent >= trust["threshold_pct"]} - covered
            if not more:
                return covered
            covered |= more

    def close(self, held):
        """Managers and hosts hold what their elements hold."""
        out = {level: set(held[level]) for level in LEVELS}
        for level in LEVELS:
            while more := {x for x, element in self.inherits if element in out[level]} - out[level]:
                out[level] |= more
        return out

    def by_supplier(self, held):
        out = {}
        for level in LEVELS:
            for element in sorted(held[level]):
                if self.supplier[element] in self.untrusted:
                    out.setdefault(self.supplier[element], {}).setdefault(level, []).append(element)
        return out


class Look:
    """One flow under one failure set: its paths, and what each element on them holds."""

    def __init__(self, state, flow):
        self.network, self.state, self.flow = state.network, state, flow
        self.there, self.back = state.paths(flow["a"], flow["b"]), state.paths(flow["b"], flow["a"])
        ends = [p for p in self.network.scenario["protections"] if flow["id"] in p["flows"]]
        self.tunnel = (ends[0]["a"], ends[0]["b"]) if ends else None
        self.delivered = bool(self.there and self.back)
        if self.delivered:
            self.fill()

    def hidden(self, path, place):
        """Is the place (index of a node; halves are links) strictly inside the tunnel?"""
        if self.tunnel is None:
            return False
        one, two = sorted(path.index(end) for end in self.tunnel)
        return one < place < two

    def fill(self):
        self.nodes, self.links, self.optical = set(), set(), set()
        self.held = {level: set() for level in LEVELS}
        self.volume, full = set(), set()
        for path in self.there + self.back:
            for place, node in enumerate(path):
                self.nodes.add(node)
                full.add(node)
                if not self.hidden(path, place):
                    self.held["read"].add(node)
                    self.held["alter"].add(node)
            for place, pair in enumerate(itertools.pairwise(path)):
                name = self.network.link_between[frozenset(pair)]
                self.links.add(name)
                for element in self.network.links[name].get("circuit", ()):
                    self.optical.add(element)
                    sealed = self.network.links[name].get("macsec")
                    (self.volume if sealed else full).add(element)
                    if not sealed and not self.hidden(path, place + 0.5):
                        self.held["read"].add(element)
                        self.held["alter"].add(element)
        for copy in self.network.services["copies"]:
            self.add_copy(copy, full)
        self.volume -= full
        self.held["meta"] = full | self.volume
        self.held["cut"] = self.nodes | self.optical


    def add_copy(self, copy, full):
        """What is copied at the device, on its links to the named neighbours, goes to others beside the path."""
        crosses = shown = False
        for path in self.there + self.back:
            for place, pair in enumerate(itertools.pairwise(path)):
                if copy["at"] in pair and set(pair) & set(copy["of"]):
                    crosses = True
                    shown = shown or copy["shows"] == "packets" and not self.hidden(path, place + 0.5)
        for way in self.state.way_of_copy(copy) if crosses else []:
            full |= set(way)
            seen = set(way)
            for name in (self.network.link_between[frozenset(pair)] for pair in itertools.pairwise(way)):
                self.links.add(name)
                below, sealed = set(self.network.links[name].get("circuit", ())), self.network.links[name].get("macsec")
                (self.volume if sealed else full).update(below)
                seen |= set() if sealed else below
            if shown:
                self.held["read"] |= seen

    def how(self, element):
        if element in self.held["cut"]:
            return "carries"
        return "gets-copies" if element in self.held["meta"] else "controls"


class Study:
    """Every answer of expected.json."""

    def __init__(self, scenario, services):
        self.network = Network(scenario, services)
        self.facts = Facts(self.network)
        self.flows = {flow["id"]: flow for flow in scenario["flows"]}
        self.states = {}

    def look(self, flow, failed=()):
        key = tuple(failed)
        if key not in self.states:
            self.states[key] = State(self.network, failed)
        return Look(self.states[key], flow)

    def cost(self, path):
        total = 0
        for one, two in itertools.pairwise(path):
            link = self.network.links[self.network.link_between[frozenset((one, two))]]
            total += link["cost"] if link["a"] == one else link.get("cost_back", link["cost"])
        return total

    def flow(self, flow):
        nominal = self.look(flow)
        held = self.facts.close(nominal.held)
        sealed = {level: set() for level in LEVELS} | {"meta": nominal.held["meta"] - nominal.volume}
        out = {"a": flow["a"], "b": flow["b"], "nominal": {
            "delivered": True, "cost": self.cost(nominal.there[0]), "cost_back": self.cost(nominal.back[0]),
            "paths": sorted(nominal.there), "paths_back": sorted(nominal.back), "nodes": sorted(nominal.nodes),
            "links": sorted(nominal.links), "optical": sorted(nominal.optical),
            "exposure_carriers": {level: sorted(nominal.held[level]) for level in LEVELS},
            "exposure": {level: sorted(held[level]) for level in LEVELS},
            "meta_volume_only": sorted(held["meta"] - self.facts.close(sealed)["meta"]),
            "untrusted": self.facts.by_supplier(held)}}
        before, adds, removes, lost = self.facts.by_supplier(held), [], [], []
        for unit in self.network.units():
            view = self.look(flow, (unit,))
            if not view.delivered:
                lost.append(unit)
                continue
            after = self.facts.by_supplier(self.facts.close(view.held))
            new, gone = difference(after, before), difference(before, after)
            if new:
                fresh = {s: [level for level in LEVELS if level in levels and level not in before.get(s, {})] for s, levels in new.items()}
                adds.append({"failed": [unit], "adds": new, "new_levels": {s: levels for s, levels in fresh.items() if levels},
                             "carriers_added": sorted((view.nodes | view.optical) - (nominal.nodes | nominal.optical))})
            if gone:
                removes.append({"failed": [unit], "removes": gone, "left": after})
        out["k1"] = {"adds": adds, "removes": removes, "undeliverable": lost}
        out["cut_alone"] = sorted(unit.split(":")[1] for unit in lost if not unit.startswith("link:"))
        return out

    def hits(self, flow, rule, failed=(), levels=None):
        view = self.look(flow, failed)
        if not view.delivered:
            return None
        held, bad = self.facts.close(view.held), self.facts.covered[rule["trust_list"]]
        if rule["kind"] == "forbid-presence":
            touched = set().union(*held.values())
            return {(e, self.facts.supplier[e], view.how(e)) for e in touched if self.facts.supplier[e] in bad}
        return {(e, self.facts.supplier[e], level) for level in levels or rule["levels"] for e in held[level]
                if self.facts.supplier[e] in bad}

    def confine(self, rule, levels):
        out = {"verdict": "pass", "flows": {}, "untrusted": sorted(self.facts.covered[rule["trust_list"]])}
        if levels:
            out["levels"] = levels
        for name in rule["flows"]:
            nominal = self.hits(self.flows[name], rule, (), levels)
            one = {"nominal": {"verdict": "fail" if nominal else "pass", "offenders": offenders(nominal)}, "k1": [], "k1_clean": []}
            for unit in self.network.units() if rule["failures"]["k"] else []:
                found = self.hits(self.flows[name], rule, (unit,), levels)
                if found is None:
                    continue
                if found - nominal:
                    one["k1"].append({"failed": [unit], "new_offenders": offenders(found - nominal)})
                if nominal and not found:
                    one["k1_clean"].append(unit)
            one["k1"].sort(key=lambda row: row["failed"])
            one["k1_clean"].sort()
            one["verdict"] = "fail" if nominal or one["k1"] else "pass"
            out["flows"][name] = one
        out["verdict"] = "fail" if any(one["verdict"] == "fail" for one in out["flows"].values()) else "pass"
        return out

    def deliver(self, rule):
        out = {"verdict": "pass", "flows": {}}
        for name in rule["flows"]:
            flow = self.flows[name]
            ends = {f"node:{flow['a']}", f"node:{flow['b']}"}
            units = [u for u in self.network.units() if u not in ends] if rule["failures"]["k"] else []
            fails = sorted(u for u in units if not self.look(flow, (u,)).delivered)
            nominal = self.look(flow).delivered
            verdict = "pass" if nominal and not fails else "fail"
            out["flows"][name] = {"nominal": "pass" if nominal else "fail", "k1_fails": fails, "verdict": verdict}
            out["verdict"] = "fail" if verdict == "fail" else out["verdict"]
        return out

    def rules(self, as_of):
        out = {}
        for rule in self.network.scenario["rules"] + self.network.services["rules"]:
            levels = rule.get("levels")
            for later in rule.get("later", ()):
                levels = later["levels"] if as_of >= later["valid_from"] else levels
            if rule["kind"] == "must-work":
                out[rule["id"]] = self.deliver(rule)
            elif "flows" in rule:
                out[rule["id"]] = self.confine(rule, levels)
        return out

    def subscribers(self):
        """Gbit/s of subscriber traffic that any element of the high-risk list holds, by level."""
        total = {level: 0 for level in LEVELS}
        for name, flow in self.flows.items():
            if name.startswith(SUBSCRIBER_FLOWS):
                held = self.facts.close(self.look(flow).held)
                for level in LEVELS:
                    if any(self.facts.supplier[e] in self.facts.covered["KS high-risk"] for e in held[level]):
                        total[level] += flow["gbps"]
        return total

    def tables(self):
        """Customers' networks in the table of each VPN on each router."""
        state, out = State(self.network), {}
        sites = [one for attached in self.network.attachments.values() for one in attached]
        for entry in sites:
            known = {prefix for site in sites if state.tells(site, entry) for prefix in self.networks(site["edge"])}
            out[f"{entry['at']} {entry['vpn']}"] = sorted(known)
        return dict(sorted(out.items()))

    def networks(self, edge):
        """What an edge announces: its network, the end of its tunnel, what is behind it."""
        device, prefixes = self.network.device[edge], []
        if "service4" in device:
            prefixes.append(device["service4"])
        if any(edge in (p["a"], p["b"]) for p in self.network.scenario["protections"]) and "loopback4" in device:
            prefixes.append(device["loopback4"])
        return prefixes + [self.network.device[b]["service4"] for b, front in self.network.services["behind"].items() if front == edge]

    def silent_pairs(self, name):
        """Pairs of nodes that stop the flow together, neither alone, and that are not on its way."""
        flow = self.flows[name]
        nodes = [n for n in self.network.nodes if self.look(flow, (f"node:{n}",)).delivered]
        way = self.look(flow).nodes
        return [[f"node:{a}", f"node:{b}"] for a, b in itertools.combinations(nodes, 2)
                if not {a, b} & way and not self.look(flow, (f"node:{a}", f"node:{b}")).delivered]


def difference(more, less):
    """{supplier: {level: elements}} of what `more` holds and `less` does not."""
    out = {}
    for supplier, levels in more.items():
        for level, elements in levels.items():
            new = [e for e in elements if e not in less.get(supplier, {}).get(level, ())]
            if new:
                out.setdefault(supplier, {})[level] = new
    return out


def offenders(hits):
    return [{"element": e, "supplier": s, "how": how} for e, s, how in sorted(hits)]


def dump(value, indent=0):
    """JSON with short things on one line."""
    line = json.dumps(value)
    if len(line) + indent <= 118 or not isinstance(value, (dict, list)):
        return line
    pad = "\n" + " " * (indent + 1)
    keys = [json.dumps(key) + ": " for key in value] if isinstance(value, dict) else [""] * len(value)
    values = value.values() if isinstance(value, dict) else value
    body = ("," + pad).join(key + dump(one, indent + 1) for key, one in zip(keys, values, strict=True))
    left, right = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return left + pad + body + "\n" + " " * indent + right


def load(path):
    with open(os.path.join(HERE, path), encoding="utf-8") as file:
        return json.load(file)


def answers():
    scenario = load("../valdrea/scenario.json")
    study = Study(scenario, load("services.json"))
    return {
        "as_of": scenario["as_of"],
        "flows": {name: study.flow(flow) for name, flow in study.flows.items()},
        "rules": study.rules(scenario["as_of"]),
        "rules_2028": {"KS-4": study.rules("2028-01-01")["KS-4"]},
        "tables": study.tables(),
        "subscriber_gbps": study.subscribers(),
        "silent_pairs": {name: study.silent_pairs(name) for name in ("F2", "F4")},
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        print(dump(answers()))
    else:
        with open(os.path.join(HERE, "expected.json"), "w", encoding="utf-8") as out:
            out.write(dump(answers()) + "\n")
