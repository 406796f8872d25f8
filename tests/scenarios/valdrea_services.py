"""Valdrea with its flows in VPNs over MPLS: valdrea_services/expected.json against the program's answers about
examples/valdrea-services.

expected.json was computed from the picture by oracle.py, which knows nothing of configurations or labels; the program
knows nothing but configurations, inventory and policy. Prints one figure line per finding.
"""

import functools
import json
import os
import subprocess
import sys
import unittest

import program
import reading

sys.dont_write_bytecode = True

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "valdrea_services")
SNAPSHOT = os.path.join(program.ROOT, "examples/valdrea-services")
ALL_KINDS = "link,node,line-system"
CUSTOMER_NETWORKS = ("10.100.", "10.200.", "10.64.", "10.65.", "10.80.", "10.255.4.", "10.255.5.", "10.255.6.")
PROGRAM = None  # set before the tests run
program.LIMIT_S = 600.0  # BGP under 120 failure sets, also without optimisation on a busy machine


def load(path):
    with open(os.path.join(HERE, path), encoding="utf-8") as file:
        return json.load(file)


EXPECTED, SERVICES = load("valdrea_services/expected.json"), load("valdrea_services/services.json")
PLAIN, SCENARIO = load("valdrea/expected.json"), load("valdrea/scenario.json")
FACTS = reading.Scenario({**SCENARIO, "links": SCENARIO["links"] + SERVICES["links"], "devices": SCENARIO["devices"] + SERVICES["devices"]})
FACTS.supplier |= {device["name"]: device["operator"] for device in SERVICES["devices"]}
UNTRUSTED = set().union(*map(set, PLAIN["covered"].values()))
ROLE = {device["name"]: device["role"] for device in SCENARIO["devices"]}
EDGES = {name for name, role in ROLE.items() if role in ("CE", "GW", "gNB", "UPF", "SEG")}


@functools.cache
def exposure():
    return PROGRAM.document("exposure", SNAPSHOT, "--failures", 1, "--of", ALL_KINDS)


@functools.cache
def views():
    return {flow["flow"]: reading.FlowView(FACTS, flow, UNTRUSTED) for flow in exposure()["flows"]}


@functools.cache
def whole_check():
    """(JSON, text) as bytes of one check for the day that the policy names."""
    with program.Overlay({}) as folder:
        done = PROGRAM.run("check", SNAPSHOT, "-f", f"json={folder}/result.json", "-f", f"text={folder}/result.txt", "--width", 200)
        if done.returncode != program.VIOLATED:
            raise AssertionError(f"check: exit {done.returncode}\n{done.stderr[-3000:]}")
        with open(f"{folder}/result.json", "rb") as result, open(f"{folder}/result.txt", "rb") as text:
            return result.read(), text.read()


@functools.cache
def rules(as_of=EXPECTED["as_of"]):
    if as_of == EXPECTED["as_of"]:
        document = program.with_steps(json.loads(whole_check()[0]))
    else:
        document = PROGRAM.document("check", SNAPSHOT, "--as-of", as_of)
    assert document["as_of"] == as_of, document["as_of"]
    return {rule["id"]: rule for rule in document["rules"]}


@functools.cache
def routes():
    return PROGRAM.document("routes", SNAPSHOT)["routes"]


@functools.cache
def node_pairs():
    """Flow -> what it does without any two nodes, of the flows of `silent_pairs`. Made one group they are asked about at once:
    most of the work, the tables of each failure, serves all of them."""
    with open(os.path.join(SNAPSHOT, "ringfence.yaml"), encoding="utf-8") as file:
        policy = file.read()
    for name in EXPECTED["silent_pairs"]:
        assert policy.count(f"\n  {name}: {{carries:") == 1, name
        policy = policy.replace(f"\n  {name}: {{carries:", f"\n  {name}: {{group: pairs, carries:")
    with program.Overlay({"ringfence.yaml": policy}) as folder:
        document = PROGRAM.document("exposure", SNAPSHOT, "--with", folder, "--failures", 2, "--of", "node", "--flow", "pairs")
    return {flow["flow"]: flow for flow in document["flows"]}


@functools.cache
def trace(flow):
    return PROGRAM.document("trace", SNAPSHOT, "--flow", flow)["classes"]


def in_order(rows):
    return sorted(rows, key=lambda row: row["failed"])


def read_rule(rule, expected):
    """A rule about flows in the shape of expected.json."""
    confine = rule["kind"] == "confine"
    presence = confine and "levels" not in expected
    out = {"verdict": reading.VERDICTS[rule["verdict"]]}
    out["flows"] = {flow["flow"]: reading.confined_flow(FACTS, flow, presence) if confine else reading.delivered_flow(FACTS, flow)
                    for flow in rule["flows"]}
    if confine:
        out["untrusted"] = expected["untrusted"]
    if confine and not presence:
        out["levels"] = expected["levels"]
    return out


class Case(unittest.TestCase):
    maxDiff = 4000

    def figure(self, finding, text):
        print(f"\n    {finding} equal: {text}", flush=True)


class Picture(Case):
    """The text of the example says what the picture says."""

    def test_every_line_has_a_meaning(self):
        census = PROGRAM.document("parse", SNAPSHOT)["census"]
        self.assertEqual((census["unmodelled"], census["unknown"]), (0, 0))
        self.figure("census", f"{census['modelled']} lines modelled, {census['irrelevant']} irrelevant, none open")

    def test_every_session_stands(self):
        document = PROGRAM.document("sessions", SNAPSHOT)
        entries = {one["at"] for one in SERVICES["attachments"]} | {link["b"] for link in SCENARIO["links"] if ROLE[link["a"]] == "gNB"}
        internal = len(entries) * len(SERVICES["reflectors"])
        spoken = sum(1 for one in SERVICES["attachments"] if one["by"] == "bgp")
        core = sum(1 for link in SCENARIO["links"] if not {link["a"], link["b"]} & EDGES)
        self.assertEqual(document["counts"], {"up": internal + spoken + core, "down": 0, "never": 0, "outside": 0, "undecided": 0})
        self.figure("sessions", f"{internal} to reflectors, {spoken} to customers, {core} OSPF adjacencies")

    def test_core_knows_no_customer(self):
        own = [route for route in routes() if route["vrf"] == "default" and route["node"] not in EDGES]
        self.assertEqual([route for route in own if route["prefix"].startswith(CUSTOMER_NETWORKS)], [])
        self.assertGreater(len(own), 1000)
        self.figure("core tables", f"{len(own)} routes of the default tables, none of them of a customer")

    def test_tables_of_vpns_know_whom_they_should(self):
        found = {}
        for route in routes():
            own_address = route["protocol"] == "local"
            if route["vrf"] in SERVICES["vpns"] and route["prefix"].startswith(CUSTOMER_NETWORKS) and not own_address:
                found.setdefault(f"{route['node']} {route['vrf']}", set()).add(route["prefix"])
        self.assertEqual({table: sorted(prefixes) for table, prefixes in found.items()}, EXPECTED["tables"])
        self.figure("VPN tables", f"{len(found)} tables, {sum(map(len, found.values()))} networks of customers")

    def test_flows_ride_in_labels(self):
        hops = 0
        for flow in EXPECTED["flows"]:
            for traced in trace(flow):
                for one in traced["traces"]:
                    hops += self.labelled_hops(flow, one["hops"])
        self.figure("labels", f"{hops} hops between routers of the core, each under the label of a table at the exit")

    def labelled_hops(self, flow, hops):
        """Hops from router to router of the core; the last table named must be one of the router that takes the labels off."""
        count = 0
        for hop, after in zip(hops, hops[1:], strict=False):
            if hop["out"] is None or {hop["node"], after["node"]} & EDGES:
                continue
            labels = hop["tunnels"][-1]
            table, _, router = labels.rpartition("table ")[2].partition(" of ")
            self.assertIn(table, SERVICES["vpns"], flow)
            self.assertIn(router, {one["node"] for one in hops}, flow)
            count += 1
        return count


class ExpectedTables(Case):
    """The tables of expected.json, all of them."""

    def test_expected_follows_from_the_picture(self):
        words = [sys.executable, "-B", os.path.join(FOLDER, "oracle.py"), "--print"]
        done = subprocess.run(words, capture_output=True, check=True, timeout=program.LIMIT_S)
        with open(os.path.join(FOLDER, "expected.json"), "rb") as file:
            self.assertEqual(done.stdout, file.read())

    def test_nominal_state_of_every_flow(self):
        self.assertEqual(sorted(views()), sorted(EXPECTED["flows"]))
        for name, expected in EXPECTED["flows"].items():
            with self.subTest(flow=name):
                self.assertEqual(views()[name].nominal(), expected["nominal"])
        self.figure("nominal", f"{len(EXPECTED['flows'])} flows: paths, carriers, who holds which level")

    def test_single_failures(self):
        adds = removes = lost = 0
        for name, expected in EXPECTED["flows"].items():
            with self.subTest(flow=name):
                view, k1 = views()[name], expected["k1"]
                self.assertEqual(in_order(view.adds()), in_order(k1["adds"]))
                self.assertEqual(in_order(view.removes()), in_order(k1["removes"]))
                self.assertEqual(view.undeliverable(), sorted([unit] for unit in k1["undeliverable"]))
                self.assertEqual(view.flow["cut_alone"], expected["cut_alone"])
                adds, removes, lost = adds + len(k1["adds"]), removes + len(k1["removes"]), lost + len(k1["undeliverable"])
        self.figure("single failures", f"{adds} add, {removes} remove, {lost} stop a flow")

    def test_rules_about_flows(self):
        for name, expected in EXPECTED["rules"].items():
            with self.subTest(rule=name):
                rule = rules()[name]
                self.assertEqual(read_rule(rule, expected), reading.sorted_rule(expected))
                self.assertEqual([reason["text"] for flow in rule["flows"] for reason in flow["undecided_because"]], [])

    def test_rules_about_elements_are_those_of_plain_valdrea(self):
        for name in ("KS-1", "KS-2", "KS-3"):
            self.assertEqual(reading.VERDICTS[rules()[name]["verdict"]], PLAIN["rules"][name]["verdict"])
        self.assertEqual(sorted(rules()), sorted({*EXPECTED["rules"], "KS-1", "KS-2", "KS-3"}))

    def test_rules_in_2028(self):
        for name, expected in EXPECTED["rules_2028"].items():
            self.assertEqual(read_rule(rules("2028-01-01")[name], expected), reading.sorted_rule(expected))

    def test_subscriber_traffic(self):
        clauses = {clause["measure"]: clause["numerator"] / 1e9 for clause in rules()["KS-2"]["clauses"]}
        self.assertEqual({level: clauses[f"traffic-{level}"] for level in reading.LEVELS}, EXPECTED["subscriber_gbps"])
        self.figure("subscribers", f"high-risk makers hold {EXPECTED['subscriber_gbps']} of 100 Gbit/s")


class Findings(Case):
    """What the example is there to show, one by one."""

    def test_write_access_is_that_of_plain_valdrea(self):
        managed = [row for row in exposure()["access"] if row["relation"] == "manages"]
        pair = lambda row: f"{row['subject']} -> {row['object']}"
        self.assertEqual(sorted({pair(row) for row in managed if row["effective"]}), PLAIN["effective_write_access"])
        self.assertEqual([pair(row) for row in managed if not row["effective"]], PLAIN["denied_write_access"])
        self.figure("write access", f"{len(PLAIN['effective_write_access'])} effective, NCE-IP refused by the filter of PE-GOV2")

    def test_labels_hide_nothing(self):
        for name, plain in PLAIN["flows"].items():
            for key in ("nodes", "optical", "cost", "cost_back"):
                self.assertEqual(views()[name].nominal()[key], plain["nominal"][key], f"{name} {key}")
        for name in ("NV-1", "KS-4", "VD-1", "SHARE-2", "SHARE-6"):
            self.assertEqual(reading.VERDICTS[rules()[name]["verdict"]], PLAIN["rules"][name]["verdict"], name)
        self.figure("labels", "same ways, same verdicts as without MPLS")

    def test_reflectors_can_stop_what_never_crosses_them(self):
        for name, expected in EXPECTED["silent_pairs"].items():
            way = {f"node:{node}" for node in EXPECTED["flows"][name]["nominal"]["nodes"]}
            silent = [sorted(failed) for failed in node_pairs()[name]["undeliverable"] if not set(failed) & way]
            self.assertEqual(sorted(silent), expected, name)
        self.assertIn(["node:P1", "node:P3"], EXPECTED["silent_pairs"]["F4"])
        self.figure("reflectors", f"{EXPECTED['silent_pairs']}")

    def test_evidence_names_labels(self):
        text = whole_check()[1].decode()
        self.assertIn("PE-GOV1 goes on under labels to 10.255.1.3/32 | table NORVANE of PE-INT1", text)
        self.assertIn("PE-INT1 goes on without labels", text)

    def test_evidence_replays(self):
        with program.Overlay({"result.json": whole_check()[0]}) as folder:
            done = PROGRAM.run("verify", f"{folder}/result.json", SNAPSHOT)
        self.assertEqual(done.returncode, program.PROVED, done.stdout.decode() + done.stderr)
        self.figure("evidence", done.stdout.decode().strip().splitlines()[-1])

    def broken(self, path, old, new):
        """The verdict of SHARE-6 (F6 works) after an edit of one file."""
        with open(os.path.join(SNAPSHOT, path), encoding="utf-8") as file:
            text = file.read()
        self.assertIn(old, text)
        with program.Overlay({path: text.replace(old, new)}) as folder:
            return PROGRAM.document("check", SNAPSHOT, "--with", folder, "--rule", "SHARE-6")["rules"][0]["verdict"]

    def test_one_wrong_target_ends_sharing(self):
        self.assertEqual(rules()["SHARE-6"]["verdict"], "proved")
        self.assertEqual(self.broken("configs/PE-INT1.cfg", "target:65000:111;", "target:65000:112;"), "violated")

    def test_a_core_port_without_ldp_ends_sharing(self):
        text = "interface \"to-PE-INT1\" {\n                    ipv4 {\n                        admin-state enable"
        self.assertEqual(self.broken("configs/P1.cfg", text, text.replace("enable", "disable")), "violated")

    def test_every_failure_was_tried(self):
        ends = {link[end] for link in SCENARIO["links"] + SERVICES["links"] for end in "ab"}
        optical = [name for name, kind in FACTS.kind.items() if kind == "optical-node"]
        self.assertEqual(exposure()["failure_sets"], 1 + len(SCENARIO["links"]) + len(SERVICES["links"]) + len(ends) + len(optical))


class Copies(Case):
    """The analyzer behind an observing port, and the collector of flow records."""

    def holders(self, element):
        """{flow: levels} that the element holds itself, nominally."""
        held = {}
        for flow, view in views().items():
            levels = [level for level in reading.LEVELS if element in view.nominal()["exposure_carriers"][level]]
            if levels:
                held[flow] = levels
        return held

    def without(self, path, word):
        """Overlay of a file without the lines that begin with a word."""
        with open(os.path.join(SNAPSHOT, path), encoding="utf-8") as file:
            lines = file.read().splitlines(keepends=True)
        left = [line for line in lines if not line.strip().startswith(word)]
        self.assertLess(len(left), len(lines))
        return program.Overlay({path: "".join(left)})

    def test_the_mirror_reads_what_is_clear_and_sees_the_rest(self):
        self.assertEqual(self.holders("PROBE-P1"), {"F3-E6": ["read", "meta"], "F3-H3": ["meta"]})
        rule = rules()["VD-2"]
        violated = {flow["flow"]: flow["findings"] for flow in rule["flows"] if flow["verdict"] == "violated"}
        self.assertEqual(list(violated), ["F3-E6"])
        finding, = violated["F3-E6"]
        self.assertEqual([(row["element"], row["party"]) for row in finding["offenders"]], [("PROBE-P1", "NetCare")])
        copies = [step for step in finding["evidence"] if step["step"] == "copies"]
        cited = sorted({line["text"] for step in copies for line in step["lines"]})
        self.assertEqual(cited, ["observe-port 1 interface GigabitEthernet0/1/3", "port-mirroring to observe-port 1 both"])
        self.figure("mirror", "PROBE-P1 reads F3-E6 and only sees F3-H3, which is inside IPsec; 13 of 14 flows are proved")

    def test_without_the_mirror_the_rule_is_proved(self):
        with self.without("configs/CSR-P1.cfg", "port-mirroring") as folder:
            self.assertEqual(PROGRAM.document("check", SNAPSHOT, "--with", folder, "--rule", "VD-2")["rules"][0]["verdict"], "proved")

    def test_the_collector_sees_who_the_embassy_talks_to(self):
        self.assertEqual(self.holders("NETFLOW-1"), {"F1": ["meta"]})
        with self.without("configs/PE-INT1.cfg", "NETCARE-NOC;") as folder:
            rule = PROGRAM.document("check", SNAPSHOT, "--with", folder, "--rule", "NV-1")["rules"][0]
        nominal = [finding for flow in rule["flows"] if flow["flow"] == "F1" for finding in flow["findings"] if not finding["failed"]]
        self.assertEqual([row["element"] for finding in nominal for row in finding["offenders"]], ["NETFLOW-1"])
        self.figure("flow export", "NETFLOW-1 sees F1; NV-1 stays violated by it alone once NetCare may not write PE-INT1")

    def test_records_too_can_pass_whom_they_should_not(self):
        adds = {tuple(row["failed"]): row["adds"] for row in views()["F1"].adds()}
        self.assertEqual(adds[("link:PE-PRT--P3",)], {"Huawei": {"meta": ["AGG-PR", "NCE-IP"]}})


if __name__ == "__main__":
    program.main(__name__)
