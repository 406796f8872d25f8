"""Valdrea changed: W1 and R1 to R4 of valdrea/expected.json, as bans, replacements and edited configurations."""

import concurrent.futures
import itertools
import sys

import program
import reading
import valdrea_answers as answers
import valdrea_changes as changes
from valdrea_answers import (
    ALL_KINDS, Case, EXPECTED, FACTS, FLOWS, SCENARIO, SNAPSHOT, UNTRUSTED, flow_of, gbps, program_label)

sys.dont_write_bytecode = True

JOBS = 2  # programs at once


class Changes(Case):
    """W1 and R1 to R4: bans, replacements and edited configurations."""

    def ban(self, *words, kinds="router,base-station"):
        return answers.PROGRAM.document("whatif", SNAPSHOT, "--ban", "Huawei", "--kinds", kinds, *words)

    def test_W1_naive_ban(self):
        for name, kinds in (("routers_and_radio", "router,base-station"), ("also_optical", "router,base-station,line-system")):
            with self.subTest(ban=name):
                document, expected = self.ban(kinds=kinds), EXPECTED["what_if"]["W1"][name]
                lost = [flow["flow"] for flow in document["flows"] if flow["delivered_before"] and not flow["delivered_after"]]
                radio = [FLOWS[flow]["a"] for flow in lost if FLOWS[flow].get("group") == "F3"]
                found = {"removed": FACTS.labels(document["removed"]), "lost_gbps": gbps(document["lost_bps"]),
                         "lost_own_radio_gbps": gbps(document["lost_own_bps"]),
                         "lost_other_radio_gbps": gbps(document["lost_bps"] - document["lost_own_bps"]),
                         "stranded": sorted(end for end in radio if FACTS.maker[end] != "Huawei"),
                         "flows_lost": sorted(flow for flow in lost if not FLOWS[flow].get("group"))}
                self.assertEqual(found, expected)
                self.assertEqual(gbps(document["traffic_bps"]), EXPECTED["findings"]["W1"]["total_gbps"])
        self.figure("W1", f"{found['lost_gbps']:g} of 100 Gb/s lost, {len(found['stranded'])} stranded, {found['flows_lost']} lost")

    def keeps_all(self, kept, kinds):
        """Do all base stations of other makers and F2 still work when only `kept` are replaced?"""
        edits = changes.Edits(SNAPSHOT)
        for router in kept:
            edits.new_maker(router)
        with program.Overlay(edits.files) as folder:
            document = self.ban("--with", folder, kinds=kinds)
        wanted = {name for name, flow in FLOWS.items() if name == "F2" or (flow.get("group") == "F3" and FACTS.maker[flow["a"]] != "Huawei")}
        return all(flow["delivered_after"] for flow in document["flows"] if flow["flow"] in wanted)

    def test_R1_least_replacement(self):
        for name, kinds in (("routers", "router,base-station"), ("also_optical_removed", "router,base-station,line-system")):
            expected = EXPECTED["what_if"]["R1"][name]
            self.assertEqual(expected["candidates"], list(changes.HUAWEI_ROUTERS))
            subsets = [kept for size in range(9) for kept in itertools.combinations(changes.HUAWEI_ROUTERS, size)]
            with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
                works = list(pool.map(lambda kept, kinds=kinds: self.keeps_all(kept, kinds), subsets))
            size = min(len(kept) for kept, good in zip(subsets, works, strict=True) if good)
            best = sorted(list(kept) for kept, good in zip(subsets, works, strict=True) if good and len(kept) == size)
            self.assertEqual((size, best), (expected["size"], expected["sets"]))
        self.figure("R1", f"{len(subsets)} subsets twice, least {size} of 8, {len(best)} optima")

    FIXES = {"replace AGG-NO": ("AGG-NO", None), "replace CSR-N1": ("CSR-N1", None),
             "link CE-FUS--PE-NOR": (None, changes.link_to_provider_edge), "link CE-FUS--P4": (None, changes.link_to_core)}

    def fixed(self, fixes):
        """Edits of the fixes: new makers and new links."""
        edits = changes.Edits(SNAPSHOT)
        for router, link in (self.FIXES[fix] for fix in fixes):
            if router:
                edits.new_maker(router)
            else:
                link(edits)
        return edits

    def single_failures_that_cut(self, fixes, optical):
        """Failures that stop F2 when everything banned is shut down in its own configuration; None: F2 does not work at all."""
        edits = self.fixed(fixes)
        replaced = {self.FIXES[fix][0] for fix in fixes}
        for router in changes.HUAWEI_ROUTERS:
            if router not in replaced:
                edits.shut_huawei(router)
        if optical:
            edits.shut_waves_over_huawei()
        with program.Overlay(edits.files) as folder:
            flow, = answers.PROGRAM.document("exposure", SNAPSHOT, "--with", folder, "--failures", 1, "--of", ALL_KINDS, "--flow", "F2")["flows"]
        if not flow["nominal"]["delivered"]:
            return None
        facts = reading.Scenario(SCENARIO)
        facts.add_link("CE-FUS--PE-NOR", "CE-FUS", "PE-NOR", 1)
        facts.add_link("CE-FUS--P4", "CE-FUS", "P4", 1)
        failed = sorted(label for labels in flow["undeliverable"] for label in facts.labels(labels))
        return [label for label in failed if label not in ("node:CE-FUS", "node:KS-GW")]

    def test_R2_sharing_after_the_ban(self):
        for name, kinds in (("routers_removed", "router,base-station"), ("also_optical_removed", "router,base-station,line-system")):
            expected, good = EXPECTED["what_if"]["R2"][name], []
            for row in expected["table"]:
                with self.subTest(ban=name, fixes=row["fixes"]):
                    cuts = self.single_failures_that_cut(row["fixes"], "optical" in name)
                    self.assertEqual(cuts, row.get("k1_cuts"))
                    if cuts == []:
                        good.append(set(row["fixes"]))
                    with program.Overlay(self.fixed(row["fixes"]).files) as folder:
                        self.assertEqual(flow_of(self.ban("--with", folder, kinds=kinds), "F2")["delivered_after"], row["k0"])
                        for label in row.get("k1_cuts", ()):
                            failed = self.ban("--with", folder, "--fail", program_label(label), kinds=kinds)
                            self.assertFalse(flow_of(failed, "F2")["delivered_after"], label)
            minimal = [sorted(fixes) for fixes in good if not any(other < fixes for other in good)]
            self.assertEqual(reading.in_order(minimal), expected["minimal_fixes"])
        self.figure("R2", f"{len(expected['table'])} combinations twice, {len(minimal)} pairs survive one failure, no single fix does")

    def changed(self, what_if, edits, facts=FACTS):
        """A changed network in the shape of what_if: carriers that the rule forbids, nominally, under one failure of any
        kind and under two of links."""
        expected = EXPECTED["what_if"][what_if]
        asked = next(w for w in SCENARIO["what_ifs"] if w["id"] == what_if)
        flow, rule_id = asked["flow"], asked["rule"]
        presence = rule_id == "NV-1"
        levels = ("cut",) if presence else ("read", "alter")
        with program.Overlay(edits.files) as folder:
            rule, = answers.PROGRAM.document("check", SNAPSHOT, "--with", folder, "--rule", rule_id)["rules"]
            pairs, = answers.PROGRAM.document("exposure", SNAPSHOT, "--with", folder, "--failures", 2, "--of", "link", "--flow", flow)["flows"]
            cost = lambda failed: self.cost_with(folder, flow, failed, facts)
            found = {"nominal": {}, "k1": []}
            for finding in flow_of(rule, flow)["findings"]:
                rows = [row for row in finding["offenders"] if row["how"] == "carries"]
                rows = reading.offenders(facts, rows, levels, presence)
                if finding["failed"] and rows:
                    failed = facts.labels(finding["failed"])
                    found["k1"].append({"failed": failed, "cost": cost(failed)[0], "offenders": rows})
                elif rows:
                    found["nominal"]["offenders"] = rows
            total, paths = cost([])
            found["nominal"] = {"cost": total, "paths": paths, "offenders": found["nominal"].get("offenders", [])}
        view = reading.FlowView(facts, pairs, UNTRUSTED)
        single = {label for row in found["k1"] for label in row["failed"]}
        bad = set(EXPECTED["covered"]["NV untrusted" if presence else "VD high-risk"])
        found["k2_links_minimal"] = []
        for labels, gained, _ in view.changes():
            rows = [{"element": e, "supplier": facts.supplier[e], "how": "carries" if presence else level}
                    for level in levels for e in sorted(gained[level]) if e in facts.carriers and facts.supplier.get(e) in bad]
            if len(labels) == 2 and rows and not single & set(labels):
                found["k2_links_minimal"].append({"failed": labels, "offenders": sorted(rows, key=lambda r: (r["element"], r["how"]))})
        by_failure = lambda row: row["failed"]
        for table in ("k1", "k2_links_minimal"):
            found[table].sort(key=by_failure)
            expected = dict(expected, **{table: sorted(expected[table], key=by_failure)})
        self.assertEqual(found, expected)
        return found, rule

    def cost_with(self, folder, flow, failed, facts):
        words = [word for label in failed for word in ("--fail", program_label(label))]
        document = answers.PROGRAM.document("trace", SNAPSHOT, "--with", folder, "--flow", flow, *words)
        traces = [t for traced in document["classes"] if traced["direction"] == "forward" for t in traced["traces"]]
        paths = reading.node_paths(traces)
        return reading.cost_of(facts, paths), [list(path) for path in paths]

    def test_R3a_cost_60(self):
        facts = reading.Scenario(SCENARIO)
        facts.set_cost("PE-GOV2", "PE-DC2", 60)
        found, rule = self.changed("R3a", changes.cost_60(changes.Edits(SNAPSHOT)), facts)
        self.assertEqual(rule["verdict"], "violated")
        self.figure("R3a", f"clean nominally at cost {found['nominal']['cost']}, {len(found['k1'])} single failures violate, "
                      f"{len(found['k2_links_minimal'])} pairs of links")

    def test_R3b_macsec(self):
        found, rule = self.changed("R3b", changes.macsec(changes.Edits(SNAPSHOT)))
        self.assertEqual(rule["verdict"], "violated")
        self.figure("R3b", f"{len(found['k1'])} single failure is left: {found['k1'][0]['failed']}")

    def test_R3c_ipsec_between_the_edges(self):
        found, rule = self.changed("R3c", changes.ipsec(changes.Edits(SNAPSHOT)))
        self.assertEqual(rule["verdict"], "proved")
        with program.Overlay(changes.ipsec(changes.Edits(SNAPSHOT)).files) as folder:
            document = answers.PROGRAM.document("whatif", SNAPSHOT, "--with", folder)
        verdicts = {row["id"]: (row["before"], row["after"]) for row in document["rules"]}
        self.assertEqual(verdicts["VD-1"], ("violated", "proved"))
        self.assertEqual(len(found["k1"]) + len(found["k2_links_minimal"]), 0)
        self.figure("R3c", "no failure and no pair of links violates; VD-1 violated -> proved")

    def test_R4_new_link(self):
        facts = reading.Scenario(SCENARIO)
        facts.add_link("P2--PE-INT1", "P2", "PE-INT1", 15)
        found, rule = self.changed("R4", changes.new_link(changes.Edits(SNAPSHOT)), facts)
        today = next(finding for finding in flow_of(rule, "F1")["findings"] if not finding["failed"])
        self.assertEqual([row["element"] for row in today["offenders"]], ["NETCARE-NOC"])  # V4 stays
        self.figure("R4", f"{len(found['k1'])} single failures, {len(found['k2_links_minimal'])} pair of links; NetCare stays")


if __name__ == "__main__":
    program.main(__name__, answers)
