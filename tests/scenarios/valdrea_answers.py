"""Valdrea's questions and answers, shared by its tests: what is expected, what the program says, each asked once."""

import contextlib
import functools
import json
import os
import unittest

import program
import reading

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "valdrea")
SNAPSHOT = os.path.join(program.ROOT, "examples/valdrea")
ALL_KINDS = "link,node,line-system"
SETS = {"NV untrusted": "untrusted-by-norvane", "KS high-risk": "high-risk-by-kestrel", "VD high-risk": "high-risk-by-valdrea"}
PROGRAM = None  # set before the tests run


def load(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return json.load(file)


EXPECTED, SCENARIO = load("expected.json"), load("scenario.json")
FACTS = reading.Scenario(SCENARIO)
UNTRUSTED = set().union(*map(set, EXPECTED["covered"].values()))
FLOWS = {flow["id"]: flow for flow in SCENARIO["flows"]}


@functools.cache
def exposure():
    return PROGRAM.document("exposure", SNAPSHOT, "--failures", 1, "--of", ALL_KINDS)


@functools.cache
def views():
    return {flow["flow"]: reading.FlowView(FACTS, flow, UNTRUSTED) for flow in exposure()["flows"]}


@functools.cache
def pairs_view(flow):
    document = PROGRAM.document("exposure", SNAPSHOT, "--failures", 2, "--of", "link", "--flow", flow)
    return reading.FlowView(FACTS, document["flows"][0], UNTRUSTED)


@functools.cache
def rules(as_of=EXPECTED["as_of"]):
    document = PROGRAM.document("check", SNAPSHOT, "--as-of", as_of)
    return {rule["id"]: rule for rule in document["rules"]}, document


@functools.cache
def program_label(label):
    """A label of expected.json as --fail understands it."""
    return label.replace("optical:", "line-system:").replace("--", "-")


def forward_paths(flow, failed, snapshot=SNAPSHOT, facts=FACTS):
    """(cost, paths) there, under failures named as in expected.json."""
    words = [word for label in failed for word in ("--fail", program_label(label))]
    document = PROGRAM.document("trace", snapshot, "--flow", flow, *words)
    traces = [trace for traced in document["classes"] if traced["direction"] == "forward" for trace in traced["traces"]]
    paths = reading.node_paths(traces)
    return reading.cost_of(facts, paths), [list(path) for path in paths]


def flow_of(rule, flow):
    return next(result for result in rule["flows"] if result["flow"] == flow)


def read_rule(rule, expected):
    """A rule with flows in the shape of expected.json."""
    out = {key: expected[key] for key in ("as_of",) if key in expected}
    out["verdict"] = reading.VERDICTS[rule["verdict"]]
    confine = rule["kind"] == "confine"
    presence = confine and "levels" not in expected
    out["flows"] = {flow["flow"]: reading.confined_flow(FACTS, flow, presence) if confine else reading.delivered_flow(FACTS, flow)
                    for flow in rule["flows"]}
    if confine:
        out["untrusted"] = expected["untrusted"]  # compared by test_whom_the_sets_cover
    if confine and not presence:
        out["levels"] = rule["flows"][0]["levels"]
    return out


def clause(rule, measure):
    return next(clause for clause in rule["clauses"] if clause["measure"] == measure)


def gbps(clause_value):
    return clause_value / 1e9


class Case(unittest.TestCase):
    maxDiff = 4000
    broken = 0  # parts of the test that failed

    @contextlib.contextmanager
    def subTest(self, msg=None, **params):
        with super().subTest(msg, **params):
            try:
                yield
            except AssertionError:
                self.broken += 1
                raise

    def figure(self, finding, text):
        """The line that says what was equal; not said when some part of the test failed."""
        if self.broken == 0:
            print(f"\n    {finding} equal: {text}", flush=True)

    def assert_undoubted(self, result):
        self.assertEqual([reason["text"] for reason in result["undecided_because"]], [])
