"""Reads the program's documents into the shapes of expected.json, so that both can be compared as values.

Labels: links are unordered pairs of nodes, `line-system:X` is called `optical:X` there. Costs are not printed by the
program; they are added up along the printed paths from the link costs of scenario.json.
"""

import itertools
import re

LEVELS = ("read", "meta", "alter", "cut")  # `steer` has no counterpart in expected.json


class Scenario:
    """What scenario.json says about links and suppliers."""

    def __init__(self, scenario):
        self.cost, self.id_of_pair = {}, {}
        for link in scenario["links"]:
            self.add_link(link["id"], link["a"], link["b"], link["cost"], link.get("cost_back"))
        self.maker = {device["name"]: device["maker"] for device in scenario["devices"]}
        self.supplier = dict(self.maker)
        for source in scenario["management_sources"]:
            if source["kind"] == "operations-centre":
                self.supplier[source["id"]] = source["organisation"]
        self.kind = {device["name"]: device["kind"] for device in scenario["devices"]}
        self.waves = {"WAVE-" + link["id"].replace("--", "-"): link["id"] for link in scenario["links"] if link.get("circuit")}
        ends = {link[side] for link in scenario["links"] for side in "ab"}
        self.carriers = ends | {name for name, kind in self.kind.items() if kind == "optical-node"}

    def add_link(self, name, a, b, cost, cost_back=None):
        self.id_of_pair[frozenset((a, b))] = name
        self.cost[a, b] = cost
        self.cost[b, a] = cost if cost_back is None else cost_back

    def set_cost(self, a, b, cost):
        self.cost[a, b] = self.cost[b, a] = cost

    def link_id(self, text):
        """`a--b` or `a[if]--b[if]` as the id of the scenario; text that names no link of it stays."""
        a, _, b = re.sub(r"\[[^]]*\]", "", text).partition("--")
        return self.id_of_pair.get(frozenset((a, b)), text)

    def label(self, text):
        kind, _, name = text.partition(":")
        if kind == "line-system":
            return "optical:" + name
        return "link:" + self.link_id(name) if kind == "link" else text

    def labels(self, texts):
        return sorted(self.label(text) for text in texts)

    def path_cost(self, nodes):
        return sum(self.cost[hop] for hop in itertools.pairwise(nodes))


def node_paths(paths):
    """Delivered paths as node lists, each once, sorted."""
    return sorted({tuple(path["nodes"]) for path in paths if path["disposition"] == "delivered"})


def cost_of(scenario, paths):
    """The one cost of equal-cost paths."""
    costs = {scenario.path_cost(nodes) for nodes in paths}
    assert len(costs) == 1, f"paths of unequal cost: {sorted(paths)}"
    return costs.pop()


def by_supplier(scenario, exposed, suppliers):
    """{supplier: {level: sorted elements}} of the named suppliers, empty ones left out."""
    out = {}
    for level in LEVELS:
        for element in sorted(exposed[level]):
            supplier = scenario.supplier.get(element)
            if supplier in suppliers:
                out.setdefault(supplier, {}).setdefault(level, []).append(element)
    return out


def level_sets(changes):
    """[{element, levels}] as {level: set of elements}."""
    out = {level: set() for level in LEVELS}
    for change in changes:
        for level in change["levels"]:
            if level in out:
                out[level].add(change["element"])
    return out


class FlowView:
    """One flow of an exposure document."""

    def __init__(self, scenario, flow, suppliers):
        self.scenario, self.flow, self.suppliers = scenario, flow, suppliers
        self.nominal_exposed = {level: set(flow["nominal"]["exposed"][level]) for level in LEVELS}

    def waves(self):
        """Circuits are elements here and not there: their links on the path by level, for a test of their own."""
        carriers = self.flow["nominal"]["carriers"]
        return {level: sorted(self.scenario.waves[e] for e in carriers[level] if e in self.scenario.waves) for level in LEVELS}

    def without_waves(self, sets):
        return {level: [e for e in sets[level] if e not in self.scenario.waves] for level in LEVELS}

    def nominal(self):
        nominal = self.flow["nominal"]
        paths, back = node_paths(nominal["paths"]), node_paths(nominal["paths_back"])
        elements = set(nominal["path_elements"]) - set(self.scenario.waves)
        optical = {e for e in elements if self.scenario.kind.get(e) == "optical-node"}
        return {
            "delivered": nominal["delivered"],
            "cost": cost_of(self.scenario, paths),
            "cost_back": cost_of(self.scenario, back),
            "paths": [list(path) for path in paths],
            "paths_back": [list(path) for path in back],
            "nodes": sorted(elements - optical),
            "links": sorted(self.scenario.link_id(link) for link in nominal["links"]),
            "optical": sorted(optical),
            "exposure_carriers": self.without_waves(nominal["carriers"]),
            "exposure": self.without_waves(nominal["exposed"]),
            "meta_volume_only": [e for e in nominal["meta_volume_only"] if e not in self.scenario.waves],
            "untrusted": by_supplier(self.scenario, self.nominal_exposed, self.suppliers),
        }

    def changes(self):
        """(labels, gained, lost) of every failure set that is delivered and differs, gained and lost per level."""
        for change in self.flow["changes"]:
            if change["delivered"]:
                labels = self.scenario.labels(change["failed"])
                yield labels, level_sets(change["gained"]), level_sets(change["lost"])

    def adds(self):
        """k1.adds without costs, which need the paths of the failure."""
        held = by_supplier(self.scenario, self.nominal_exposed, self.suppliers)
        out = []
        for labels, gained, _ in self.changes():
            new = by_supplier(self.scenario, gained, self.suppliers)
            if not new:
                continue
            fresh = {}
            for supplier, levels in new.items():
                fresh_levels = [level for level in levels if level not in held.get(supplier, {})]
                if fresh_levels:
                    fresh[supplier] = fresh_levels
            carriers = {e for e in gained["cut"] if e in self.scenario.carriers}
            out.append({"failed": labels, "adds": new, "new_levels": fresh, "carriers_added": sorted(carriers)})
        return out

    def removes(self):
        out = []
        for labels, gained, lost in self.changes():
            gone = by_supplier(self.scenario, lost, self.suppliers)
            if gone:
                left = {level: (self.nominal_exposed[level] | gained[level]) - lost[level] for level in LEVELS}
                out.append({"failed": labels, "removes": gone,
                            "left": by_supplier(self.scenario, left, self.suppliers)})
        return out

    def undeliverable(self):
        return sorted(self.scenario.labels(failed) for failed in self.flow["undeliverable"])

    def cut_compliant(self):
        return self.flow["cut_compliant"] if self.flow["compliant_path"] else "no compliant path"

    def gains(self):
        """by_element of minimal_sets, from the program's own minimal sets."""
        rows = []
        for gain in self.flow["gains"]:
            supplier = self.scenario.supplier.get(gain["element"])
            if supplier in self.suppliers and gain["level"] in LEVELS:
                rows.append({"supplier": supplier, "level": gain["level"], "element": gain["element"],
                             "sets": in_order(self.scenario.labels(failed) for failed in gain["minimal_sets"])})
        return sorted(rows, key=lambda row: (row["supplier"], row["level"], row["element"]))

    def new_supplier_levels(self):
        """by_new_supplier_level and adds_any_element, computed from every set the program lists."""
        held = by_supplier(self.scenario, self.nominal_exposed, self.suppliers)
        fresh, anything = {}, []
        for labels, gained, _ in sorted(self.changes(), key=lambda change: len(change[0])):
            new = by_supplier(self.scenario, gained, self.suppliers)
            if new:
                keep_minimal(anything, labels)
            for supplier, levels in new.items():
                for level in levels:
                    if level not in held.get(supplier, {}):
                        keep_minimal(fresh.setdefault((supplier, level), []), labels)
        rows = [{"supplier": supplier, "level": level, "sets": in_order(sets)}
                for (supplier, level), sets in sorted(fresh.items())]
        return rows, in_order(anything)


def keep_minimal(minimal, labels):
    """Adds a set unless a smaller one is there. Sets must come in order of size."""
    if not any(set(known) <= set(labels) for known in minimal):
        minimal.append(labels)


def in_order(sets):
    return sorted((sorted(labels) for labels in sets), key=lambda labels: (len(labels), labels))


def offenders(scenario, rows, levels, presence):
    """Offenders of a finding as (element, supplier, how) rows: `how` is a level, or carries, gets-copies, controls for presence."""
    out = []
    for row in rows:
        hows = [row["how"]] if presence else [level for level in row["levels"] if level in levels]
        out += [{"element": row["element"], "supplier": row["party"], "how": how} for how in hows]
    return sorted(out, key=lambda row: (row["element"], row["supplier"], row["how"]))


VERDICTS = {"proved": "pass", "violated": "fail", "undecided": "undecided", "not-in-force": "not in force"}


def confined_flow(scenario, flow, presence):
    """One flow of a confine rule in the shape of expected.json."""
    nominal, new = [], []
    for finding in flow["findings"]:
        rows = offenders(scenario, finding["offenders"], flow["levels"], presence)
        if not finding["failed"]:
            nominal = rows
        elif rows:
            new.append({"failed": scenario.labels(finding["failed"]), "new_offenders": rows})
    return {
        "nominal": {"verdict": "fail" if nominal else "pass" if flow["delivered"] else "undeliverable",
                    "offenders": nominal},
        "k1": sorted(new, key=lambda row: row["failed"]),
        "k1_clean": sorted(scenario.labels(failed)[0] for failed in flow["clean"]),
        "verdict": VERDICTS[flow["verdict"]],
    }


def delivered_flow(scenario, flow):
    """One flow of a deliver rule in the shape of expected.json."""
    failing = [scenario.labels(finding["failed"]) for finding in flow["findings"]]
    return {"nominal": "pass" if flow["delivered"] else "fail",
            "k1_fails": sorted(labels[0] for labels in failing if labels), "verdict": VERDICTS[flow["verdict"]]}


def sorted_rule(rule):
    """The expected rule with its lists in the order used here."""
    out = dict(rule, flows={})
    for name, flow in rule["flows"].items():
        flow = dict(flow)
        if "k1" in flow:
            flow["k1"] = sorted(flow["k1"], key=lambda row: row["failed"])
            flow["k1_clean"] = sorted(flow["k1_clean"])
        else:
            flow["k1_fails"] = sorted(flow["k1_fails"])
        out["flows"][name] = flow
    return out
