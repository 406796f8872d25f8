#!/usr/bin/env python3
"""`check --first` as a person uses it: the least violation of the whole check, the same bytes on one and two threads, and
those of the whole check when nothing is violated; what makes no sense with it is refused.

The networks are generated ones, of which half the routers are made by somebody who may not read, and the examples."""

import json
import os
import re
import tempfile
import unittest

import program

PROGRAM = None  # set by program.main

EXAMPLES = os.path.join(program.ROOT, "examples")
VALDREA = os.path.join(EXAMPLES, "valdrea")
SEEDS = range(1, 4)
FLOWS = 4


def order(document):
    """Every violated flow's findings of a whole check as (failures, place of the rule, place of the flow, finding), least
    first, with the finding itself. Nothing in these networks is in doubt, so each finding is a violation."""
    found = []
    for at, rule in enumerate(document["rules"]):
        for place, flow in enumerate(rule["flows"]):
            if flow["verdict"] == "violated":
                found += [((len(one["failed"]), at, place, number), (rule["id"], flow["flow"], one))
                          for number, one in enumerate(flow["findings"])]
    return [finding for _, finding in sorted(found, key=lambda entry: entry[0])]


class Generated(unittest.TestCase):
    """Wide-area networks; flows leave the rule one by one, so that more and more must fail for a violation."""

    STANZAS = {"WORKS": "deliver: [%s], under: {failures: 2, of: link}",
               "AWAY": "confine: [%s], away-from: untrusted, levels: [read], under: {failures: 2, of: link}"}

    def answers(self, folder, *words):
        """The bytes of text and JSON, which two threads must not change, and the document."""
        texts = []
        for kind in ("text", "json"):
            one, two = (PROGRAM.run("check", folder, *words, "-f", kind, threads=count) for count in (1, 2))
            self.assertEqual((one.returncode, one.stdout), (two.returncode, two.stdout), f"{kind}: two threads")
            texts.append(one.stdout)
        return one.returncode, texts, program.with_steps(json.loads(texts[1]))

    def write_rules(self, folder, flows):
        """A rule for each list of flows that is not empty."""
        path = os.path.join(folder, "ringfence.yaml")
        with open(path, encoding="utf-8") as stream:
            head = stream.read().split("rules:\n")[0]
        rules = [f"  {rule}: {{party: State, because: here, {self.STANZAS[rule] % ', '.join(of)}}}\n" for rule, of in flows.items() if of]
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(head + "rules:\n" + "".join(rules))

    def compare(self, folder, counts):
        """The rule and the flow that are violated first; None when none is."""
        code, texts, whole = self.answers(folder)
        first_code, first_texts, first = self.answers(folder, "--first")
        self.assertEqual(first_code, code)
        expected = order(whole)
        if not expected:
            self.assertEqual(first_texts, texts, "without a violation the bytes are those of the whole check")
            counts.append(None)
            return None
        rule, flow, finding = expected[0]
        self.assertEqual(order(first), [(rule, flow, finding)])
        self.assertEqual(first["verdict"], "violated")
        self.assertEqual([entry["id"] for entry in first["rules"]], [rule])
        self.assertEqual(first["first"], {"failures": len(finding["failed"]),
                                          "not_judged": [entry["id"] for entry in whole["rules"] if entry["id"] != rule]})
        self.assertLessEqual(first["states_computed"], whole["states_computed"])
        with program.Overlay({"first.json": first_texts[1]}) as kept:
            confirmed = PROGRAM.run("verify", os.path.join(kept, "first.json"), folder)
        self.assertEqual(confirmed.returncode, 0, confirmed.stdout)
        counts.append(len(finding["failed"]))
        return rule, flow

    def test_the_least_of_all(self):
        counts = []
        with tempfile.TemporaryDirectory() as top:
            for seed in SEEDS:
                folder = os.path.join(top, str(seed))
                made = PROGRAM.run("bench", "generate", "wan", "--style", "ospf-ibgp-rr", "--nodes", "12", "--flows", FLOWS, "--failures", "2",
                                   "--seed", seed, folder)
                self.assertEqual(made.returncode, 0, made.stderr)
                flows = {rule: [f"F{number}" for number in range(FLOWS)] for rule in self.STANZAS}
                while any(flows.values()):
                    self.write_rules(folder, flows)
                    violated = self.compare(folder, counts)
                    if violated is None:
                        break
                    flows[violated[0]].remove(violated[1])
        print(f"{len(counts)} checks; failures of the first violation: {counts}")
        for kind in (0, 1, 2):
            self.assertIn(kind, counts)


class Examples(unittest.TestCase):
    def test_same_exit_code(self):
        for name in sorted(os.listdir(EXAMPLES)):
            folder = os.path.join(EXAMPLES, name)
            if not os.path.exists(os.path.join(folder, "ringfence.yaml")) or name == "valdrea-services":
                continue
            whole, first = PROGRAM.run("check", folder), PROGRAM.run("check", folder, "--first")
            self.assertEqual(first.returncode, whole.returncode, name)
            if whole.returncode != program.VIOLATED:
                self.assertEqual(first.stdout, whole.stdout, name)

    def test_no_other_rule_reads_proved(self):
        text = PROGRAM.run("check", VALDREA, "--first", "--brief").stdout.decode()
        self.assertTrue(text.startswith("x violated as of 2026-07-01: 1 violated, 7 not judged\n"), text)
        self.assertNotRegex(text, r"\bproved\b")
        self.assertRegex(text, r"not judged: KS-1, KS-2")

    def test_what_makes_no_sense_is_refused(self):
        with program.Overlay({"old.json": PROGRAM.run("check", VALDREA, "--first", "-f", "json").stdout}) as folder:
            old = os.path.join(folder, "old.json")
            refused = [(("--first", "-f", "text", "-f", form), form) for form in
                       ("html", "sarif", "junit", "github", "gitlab", "csv", "cyclonedx")]
            refused += [(("--first", "--baseline", old), "--baseline"), (("--first", "--audit", "3"), "--audit"),
                        (("--first", "--explain", "NV-1"), "--explain"), (("--baseline", old), "without --first")]
            for words, reason in refused:
                done = PROGRAM.run("check", VALDREA, *words)
                self.assertEqual((done.returncode, done.stdout), (program.REFUSED, b""), words)
                self.assertRegex(done.stderr, re.escape(reason), words)


if __name__ == "__main__":
    program.main(__name__)
