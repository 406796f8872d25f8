"""What pipelines read: SARIF, JUnit, GitHub and GitLab annotations, CSV; baselines, waivers and diffs as a person uses them.

The oracle is the JSON document of the same check: what it calls violated, waived or undecided must be in every format, once,
and nothing else. SARIF is read by a strict checker of this file, XML by Python's parser. Whether the forms are those of the
standards is asked in standards.py.
"""

import collections
import csv
import io
import json
import os
import re
import sys
import unittest
import xml.etree.ElementTree

import bad_input
import program

sys.dont_write_bytecode = True

PROGRAM = None
VALDREA = os.path.join(program.ROOT, "examples", "valdrea")
WAIVERS = """
waivers:
  - {rule: VD-1, flow: F4, element: OT-4, owner: "Meridia, CISO", reason: "replaced by 2026-12", expires: 2026-12-31}
  - {rule: KS-3, owner: KS-MOD, reason: "guarded <site> & fenced", expires: 2026-06-30}
  - {rule: KS-2, owner: KS-MOD, reason: "15th station is on order", expires: 2026-07-01}
"""
HOSTILE = '''"=x,::error::](http://e){0}<&>\\"%0A\\u2028"'''


def with_policy(edit):
    """An overlay of Valdrea with another policy."""
    with open(os.path.join(VALDREA, "ringfence.yaml"), encoding="utf-8") as policy:
        return program.Overlay({"ringfence.yaml": edit(policy.read())})


def expected(document):
    """(rule, flow, subject) -> verdict, from the JSON document alone, for what must be said."""
    found = {}

    def reasons(holder, rule, flow):
        for reason in holder["undecided_because"]:
            found[rule, flow, reason["text"]] = "undecided"

    for rule in document["rules"]:
        name = rule["id"]
        for flow in rule["flows"]:
            for finding in flow["findings"]:
                for offender in finding["offenders"]:
                    verdict = "waived" if offender.get("waived") else flow["verdict"] if offender["certain"] else "undecided"
                    found[name, flow["flow"], offender["element"]] = verdict
                if not finding["offenders"]:
                    found[name, flow["flow"], " ".join(finding["failed"]) or "nothing failed"] = flow["verdict"]
            reasons(flow, name, flow["flow"])
        for clause in rule["clauses"]:
            if clause["judged"] and not clause["holds"]:
                found[name, "", clause["measure"]] = rule["verdict"]
        for element in rule["elements"]:
            if element["offends"] and not rule["clauses"]:
                found[name, "", element["element"]] = "waived" if element.get("waived") else "violated"
        reasons(rule, name, "")
    return found


class Sarif:
    """A strict reading of a log: every object has only known keys, what is required, and indices in range."""

    KEYS = {
        "log": {"$schema", "version", "runs"},
        "run": {"tool", "invocations", "originalUriBaseIds", "results", "properties"},
        "result": {"ruleId", "ruleIndex", "kind", "level", "message", "locations", "relatedLocations", "codeFlows",
                   "partialFingerprints", "suppressions", "baselineState", "properties"},
        "location": {"id", "physicalLocation", "message"},
        "rule": {"id", "shortDescription", "fullDescription", "properties"},
    }
    LEVELS = {"fail": {"error", "warning"}, "pass": {"none"}, "notApplicable": {"none"}}

    def __init__(self, test, log):
        self.test, self.run = test, log["runs"][0]
        test.assertEqual(log["version"], "2.1.0")
        test.assertEqual(len(log["runs"]), 1)
        self.known("log", log)
        self.known("run", self.run)
        driver = self.run["tool"]["driver"]
        test.assertTrue(driver["name"] and driver["version"])
        self.ids = [rule["id"] for rule in driver["rules"]]
        test.assertEqual(len(self.ids), len(set(self.ids)))
        for rule in driver["rules"]:
            self.known("rule", rule)
            self.text(rule["shortDescription"])
            self.text(rule["fullDescription"])
        for result in self.run["results"]:
            self.result(result)
        prints = [result["partialFingerprints"]["ringfence/v1"] for result in self.run["results"]]
        test.assertEqual(len(prints), len(set(prints)))

    def known(self, kind, thing):
        self.test.assertLessEqual(set(thing), self.KEYS[kind], kind)

    def text(self, message):
        self.test.assertEqual(set(message), {"text"})
        text = message["text"]
        self.test.assertTrue(text and text.isprintable(), repr(text))
        self.test.assertNotIn("](", text)
        self.test.assertNotRegex(text.replace("{{", "").replace("}}", ""), r"[{}]")

    def location(self, location, placed):
        self.known("location", location)
        self.test.assertTrue(location)
        if "message" in location:
            self.text(location["message"])
        if placed:
            self.test.assertIn("physicalLocation", location)
        if "physicalLocation" not in location:
            return
        artifact = location["physicalLocation"]["artifactLocation"]
        self.test.assertIn(artifact["uriBaseId"], self.run["originalUriBaseIds"])
        self.test.assertRegex(artifact["uri"], r"\A(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+\Z")
        self.test.assertFalse(artifact["uri"].startswith("/"))
        region = location["physicalLocation"]["region"]
        self.test.assertGreaterEqual(region["startLine"], 1)
        self.test.assertTrue(region["snippet"]["text"].isprintable())

    def result(self, result):
        self.known("result", result)
        self.test.assertEqual(self.ids[result["ruleIndex"]], result["ruleId"])
        self.test.assertIn(result["level"], self.LEVELS[result["kind"]])
        self.text(result["message"])
        self.test.assertEqual(len(result["locations"]), 1)
        self.location(result["locations"][0], True)
        ids = [location["id"] for location in result["relatedLocations"]]
        self.test.assertEqual(ids, list(range(len(ids))))
        for location in result["relatedLocations"]:
            self.location(location, True)
        for flow in result.get("codeFlows", []):
            self.test.assertTrue(flow["threadFlows"])
            for thread in flow["threadFlows"]:
                self.test.assertTrue(thread["locations"])
                for step in thread["locations"]:
                    self.location(step["location"], False)
        for suppression in result.get("suppressions", []):
            self.test.assertEqual((suppression["kind"], suppression["status"]), ("external", "accepted"))
            self.test.assertTrue(suppression["justification"])
            self.location(suppression["location"], True)

    def statements(self):
        """(rule, flow, subject) -> verdict of what is no pass."""
        found = {}
        for result in self.run["results"]:
            parts = result["partialFingerprints"]["ringfence/v1"].split("/")
            key = tuple(part.replace("%2F", "/").replace("%25", "%") for part in parts)
            verdict = result["properties"]["verdict"]
            if verdict in ("proved", "not-in-force"):
                continue
            self.test.assertEqual("suppressions" in result, verdict == "waived")
            self.test.assertEqual(result["level"], "warning" if verdict == "undecided" else "error")
            found[key] = verdict
        return found


class Formats(unittest.TestCase):
    def answers(self, *words):
        """Every format of one check, and what its JSON document calls for."""
        texts = {}
        for name in ("json", "sarif", "junit", "github", "gitlab", "csv"):
            done = PROGRAM.run("check", VALDREA, *words, "-f", name)
            self.assertIn(done.returncode, (0, 1, 3), done.stderr)
            texts[name] = done.stdout.decode("utf-8")
        return texts, expected(json.loads(texts["json"]))

    def compare(self, texts, wanted):
        counts = collections.Counter(wanted.values())
        log = json.loads(texts["sarif"])
        self.assertEqual(Sarif(self, log).statements(), wanted)
        rows = list(csv.DictReader(io.StringIO(texts["csv"], newline="")))
        said = {(row["rule"], row["flow"], row["subject"]): row["verdict"] for row in rows
                if row["verdict"] not in ("proved", "not-in-force")}
        self.assertEqual({tuple(part.removeprefix("'") for part in key): verdict for key, verdict in said.items()}, wanted)
        self.assertTrue(all(line.endswith("\r\n") for line in texts["csv"].splitlines(keepends=True)))
        issues = json.loads(texts["gitlab"])
        severities = collections.Counter(issue["severity"] for issue in issues)
        self.assertEqual([severities["critical"], severities["major"], severities["info"]],
                         [counts["violated"], counts["undecided"], counts["waived"]])
        self.assertEqual(len({issue["fingerprint"] for issue in issues}), len(issues))
        commands = collections.Counter()
        for line in texts["github"].splitlines():
            command = re.fullmatch(r"::(error|warning|notice) file=([^:,]+),line=(\d+),title=([^:,]+)::(.+)", line)
            if command:
                commands[command.group(1)] += 1
            else:
                self.assertTrue(line.startswith("ringfence: "), line)
        self.assertEqual([commands["error"], commands["warning"], commands["notice"]],
                         [counts["violated"], counts["undecided"], counts["waived"]])
        self.junit(texts["junit"], json.loads(texts["json"]))

    def junit(self, text, document):
        suites = xml.etree.ElementTree.fromstring(text)
        tags = {"violated": "failure", "undecided": "error", "waived": "skipped", "not-in-force": "skipped"}
        self.assertEqual(len(suites), len(document["rules"]))
        totals = collections.Counter()
        for suite, rule in zip(suites, document["rules"]):
            cases = {case.get("name"): [child.tag for child in case] for case in suite}
            own = collections.Counter(tag for found in cases.values() for tag in found)
            self.assertEqual([int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped")],
                             [len(cases), own["failure"], own["error"], own["skipped"]])
            totals += own + collections.Counter(tests=len(cases))
            for flow in rule["flows"]:
                self.assertEqual(cases[flow["flow"]], [tags[flow["verdict"]]] if flow["verdict"] in tags else [])
            if not rule["flows"]:
                self.assertEqual(cases[rule["kind"]], [tags[rule["verdict"]]] if rule["verdict"] in tags else [])
        self.assertEqual([int(suites.get(key)) for key in ("tests", "failures", "errors", "skipped")],
                         [totals["tests"], totals["failure"], totals["error"], totals["skipped"]])

    def test_valdrea(self):
        texts, wanted = self.answers()
        self.assertEqual(len(wanted), 20)
        self.compare(texts, wanted)
        for name in ("junit", "github", "csv"):
            path = os.path.join(program.ROOT, "tests", "scenarios", "valdrea_pipeline", name + ".golden")
            if os.environ.get("RF_UPDATE_GOLDENS"):
                with open(path, "w", encoding="utf-8", newline="") as golden:
                    golden.write(texts[name])
            with open(path, encoding="utf-8", newline="") as golden:
                self.assertEqual(texts[name], golden.read(), name)
        log = json.loads(texts["sarif"])
        hops = [step for result in log["runs"][0]["results"] for flow in result.get("codeFlows", [])
                for thread in flow["threadFlows"] for step in thread["locations"]]
        self.assertGreater(len(hops), 100)

    def test_valdrea_with_waivers(self):
        with with_policy(lambda text: text + WAIVERS) as folder:
            texts, wanted = self.answers("--with", folder)
        self.assertEqual(wanted["VD-1", "F4", "OT-4"], "waived")
        self.assertEqual(wanted["KS-2", "", "count"], "waived")
        self.assertEqual(wanted["KS-3", "", "CSR-N1"], "violated")
        self.compare(texts, wanted)

    def test_doubts(self):
        line = "router ospf 1\n frobnicate 7\n"
        with open(os.path.join(VALDREA, "configs", "CE-EMB.cfg"), encoding="utf-8") as config:
            text = config.read()
        self.assertIn("router ospf 1\n", text)
        with program.Overlay({"configs/CE-EMB.cfg": text.replace("router ospf 1\n", line)}) as folder:
            texts, wanted = self.answers("--with", folder)
        self.assertIn("undecided", wanted.values())
        self.compare(texts, wanted)

    def test_hostile_names(self):
        with with_policy(lambda text: text.replace("KS-1:", HOSTILE + ":").replace("Kestrel, Vendor", "=cmd|'x'!A1 <b> {1}")) as folder:
            texts, wanted = self.answers("--with", folder)
        self.assertIn('=x,::error::](http://e){0}<&>"%0A\u2028', {key[0] for key in wanted})
        clean = {(rule.replace("\u2028", "\ufffd"), flow, subject): verdict for (rule, flow, subject), verdict in wanted.items()}
        log = Sarif(self, json.loads(texts["sarif"]))
        self.assertEqual(log.statements(), wanted)
        rows = list(csv.reader(io.StringIO(texts["csv"], newline="")))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        self.assertFalse([cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")])
        self.assertEqual({row[0].removeprefix("'") for row in rows[1:]} - {"NV-1", "KS-2", "KS-3", "KS-4", "VD-1", "SHARE-2", "SHARE-6"},
                         {key[0] for key in clean} - {"NV-1", "KS-2", "KS-3", "VD-1"})
        self.assertEqual(len(texts["github"].splitlines()), len(wanted) + 1)
        self.junit(texts["junit"], json.loads(texts["json"]))

    def test_hostile_names_in_a_baseline(self):
        with with_policy(lambda text: text.replace("KS-1:", HOSTILE + ":")) as folder:
            words = ("check", VALDREA, "--with", folder)
            with program.Overlay({"old.json": PROGRAM.run(*words, "-f", "json").stdout}) as kept:
                document = PROGRAM.document(*words, "--baseline", os.path.join(kept, "old.json"), codes=(0,))
        self.assertEqual((document["baseline"]["known"], document["baseline"]["changes"]), (20, []))

    def test_paths_are_those_of_the_repository(self):
        done = PROGRAM.run("check", os.path.relpath(VALDREA), "-f", "sarif")
        prefix = os.path.normpath(os.path.relpath(VALDREA)).replace(os.sep, "/") + "/"
        uris = set(re.findall(r'"uri": "([^"]+)"', done.stdout.decode()))
        if prefix.startswith(".."):
            prefix = ""
        self.assertTrue(uris and all(uri.startswith(prefix) for uri in uris))

    def test_one_and_two_threads_give_the_same_bytes(self):
        for name in ("sarif", "junit", "github", "gitlab", "csv"):
            one, two = (PROGRAM.run("check", VALDREA, "-f", name, threads=n).stdout for n in (1, 2))
            self.assertEqual(one, two, name)

    def test_exposure_as_a_table(self):
        rows = list(csv.DictReader(io.StringIO(PROGRAM.run("exposure", VALDREA, "--failures", 1, "-f", "csv").stdout.decode(), newline="")))
        document = PROGRAM.document("exposure", VALDREA, "--failures", 1)
        nominal = {(flow["flow"], element, level) for flow in document["flows"]
                   for level, elements in flow["nominal"]["exposed"].items() for element in elements}
        gained = {(flow["flow"], gain["element"], gain["level"]) for flow in document["flows"] for gain in flow["gains"]}
        cells = collections.defaultdict(set)
        for row in rows:
            for level in ("read", "meta", "alter", "cut", "steer"):
                cells[row[level]].add((row["flow"], row["element"], level))
        self.assertEqual(cells["nominal"], nominal)
        self.assertEqual(cells["under failure"], gained - nominal)


class Baselines(unittest.TestCase):
    def keep(self, *words):
        """A file with the result of a check."""
        return program.Overlay({"old.json": PROGRAM.run("check", *words, "-f", "json").stdout})

    def test_what_is_known_is_no_failure(self):
        for snapshot in ("valdrea", "tiny-ospf", "tiny-acl"):
            snapshot = os.path.join(program.ROOT, "examples", snapshot)
            with self.keep(snapshot) as folder:
                old = os.path.join(folder, "old.json")
                document = PROGRAM.document("check", snapshot, "--baseline", old, codes=(0,))
                with open(old, encoding="utf-8") as file:
                    before = json.load(file)
            self.assertEqual(document["rules"], [])
            self.assertEqual(document["verdict"], before["verdict"], "the verdict of all rules stays")
            counts = document["baseline"]
            self.assertEqual((counts["new"], counts["worsened"], counts["fixed"]), (0, 0, 0))
            self.assertEqual(counts["known"], len(expected(before)))

    def test_what_is_new_is_one(self):
        with self.keep(VALDREA) as folder, with_policy(lambda text: text.replace("names: [Huawei, Hanlong]", "names: [Huawei, Hanlong, Juniper]")) as later:
            words = ("check", VALDREA, "--with", later, "--baseline", os.path.join(folder, "old.json"))
            done = PROGRAM.run(*words)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stdout.decode(), r"against the baseline: [1-9]\d* new, 0 worsened, 20 known, 0 fixed\n")
            log = Sarif(self, json.loads(PROGRAM.run(*words, "-f", "sarif").stdout))
            self.assertEqual({result["baselineState"] for result in log.run["results"]}, {"new"})
            document = PROGRAM.document(*words)
            fresh = {(change["rule"], change["flow"], change["subject"]) for change in document["baseline"]["changes"]}
            self.assertEqual(set(expected(document)), fresh)
            self.assertEqual({key[0] for key in fresh}, {"NV-1"})

    def test_an_expired_waiver_is_worse(self):
        with with_policy(lambda text: text + WAIVERS) as waived, self.keep(VALDREA, "--with", waived) as folder:
            done = PROGRAM.run("check", VALDREA, "--with", waived, "--as-of", "2026-07-02", "--baseline",
                               os.path.join(folder, "old.json"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("against the baseline: 0 new, 1 worsened, 19 known, 0 fixed", done.stdout.decode())
        self.assertIn("waiver for all of it: expired on 2026-07-01", done.stdout.decode())

    def test_a_wrong_file_is_refused(self):
        with program.Overlay({"a.json": "{", "b.json": "{}", "c.json": b"\xff\x00", "d.json": "[" * 200}) as folder:
            for name in ("a.json", "b.json", "c.json", "d.json", "none.json"):
                done = PROGRAM.run("check", VALDREA, "--baseline", os.path.join(folder, name))
                self.assertEqual((done.returncode, done.stdout), (2, b""), name)
                self.assertIn(name, done.stderr)


class Waivers(unittest.TestCase):
    def test_exit_codes_and_words(self):
        waivers = "waivers:\n  - {rule: EVERYBODY, element: left, owner: desk 7, reason: soon, expires: 2026-12-31}\n"
        rule = "  EVERYBODY: {party: LAND, because: order 3, exclude: all, from-functions: [edge]}\n"
        files = dict(bad_input.GOOD)
        files["inventory.yaml"] = files["inventory.yaml"].replace("left: {kind: router,", "left: {kind: router, function: edge,")
        files["ringfence.yaml"] = (files["ringfence.yaml"] + rule).replace("sets:\n", "sets:\n  all: {parties: [Cisco]}\n")
        with program.Overlay(files) as folder:
            self.assertEqual(PROGRAM.run("check", folder).returncode, 1)
        files["ringfence.yaml"] += waivers
        with program.Overlay(files) as folder:
            done = PROGRAM.run("check", folder)
            self.assertEqual(done.returncode, 0, done.stdout.decode() + done.stderr)
            self.assertIn("waiver for left: accepted by desk 7 until 2026-12-31: soon", done.stdout.decode())
            self.assertIn("1 waived", done.stdout.decode())
            self.assertEqual(PROGRAM.document("check", folder)["verdict"], "waived")
            self.assertEqual(PROGRAM.run("check", folder, "--as-of", "2027-01-01").returncode, 1)
            with program.Overlay({"r.json": PROGRAM.run("check", folder, "-f", "json").stdout}) as kept:
                verified = PROGRAM.run("verify", os.path.join(kept, "r.json"), folder)
                self.assertEqual(verified.returncode, 0, verified.stdout)


class Diffs(unittest.TestCase):
    def test_exit_codes(self):
        with program.Overlay(dict(bad_input.GOOD)) as one:
            self.assertEqual(PROGRAM.run("diff", one, one).returncode, 0)
            changed = dict(bad_input.GOOD)
            changed["configs/left.cfg"] = changed["configs/left.cfg"].replace("ip ospf cost 10", "ip ospf cost 77")
            with program.Overlay(changed) as two:
                done = PROGRAM.run("diff", one, two)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn("route left default 10.2.0.0/24\n  - ospf via 10.9.0.1", done.stdout.decode())
                back = PROGRAM.document("diff", two, one)
                there = PROGRAM.document("diff", one, two)
                self.assertEqual([(r["node"], r["prefix"], r["after"], r["before"]) for r in back["routes"]],
                                 [(r["node"], r["prefix"], r["before"], r["after"]) for r in there["routes"]])
                self.assertEqual((there["flows"], there["rules"], there["statements"]), ([], [], []))
            self.assertEqual(PROGRAM.run("diff", one, one + "-none").returncode, 2)


class Templates(unittest.TestCase):
    """The files for services: they parse, and what they name exists."""

    FILES = ("action.yml", "docs/ci/github-workflow.yml", "docs/ci/gitlab-ci.yml", "Containerfile", "docs/pipeline.md")

    def read(self, name):
        with open(os.path.join(program.ROOT, name), encoding="utf-8") as file:
            return file.read()

    def test_yaml(self):
        try:
            import yaml
        except ImportError:
            self.skipTest("SKIPPED: python3-yaml is not installed")
        action = yaml.safe_load(self.read("action.yml"))
        self.assertEqual(action["runs"]["using"], "composite")
        workflow = yaml.safe_load(self.read("docs/ci/github-workflow.yml"))
        given = [step["with"] for step in workflow["jobs"]["ringfence"]["steps"] if step.get("uses", "").startswith("OWNER/")]
        self.assertLessEqual(set(given[0]), set(action["inputs"]))
        template = yaml.safe_load(self.read("docs/ci/gitlab-ci.yml"))["ringfence"]
        for report in template["artifacts"]["reports"].values():
            self.assertIn("=" + report, template["script"][0])
        for step in action["runs"]["steps"]:
            self.assertNotIn("${{", step["run"], "an input in a script is a way in")

    def test_commands_and_options_exist(self):
        seen = set()
        for name in self.FILES:
            for command, rest in re.findall(r"""ringfence"? (check|diff|exposure|verify)\b([^\n`]*)""", self.read(name)):
                words = PROGRAM.run(command, "--help").stdout.decode()
                for option in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", rest):
                    self.assertRegex(words, rf"{option}\b", f"{name}: {command} {option}")
                for form in re.findall(r"-f \"?([a-z]+)", rest):
                    self.assertRegex(words, rf"\b{form}\b", f"{name}: {command} -f {form}")
                seen.add((name, command))
        # The workflow calls the action and names no command.
        self.assertLessEqual({(name, "check") for name in self.FILES if "workflow" not in name}, seen)
        self.assertRegex(self.read("Makefile"), r"(?m)^build:")


if __name__ == "__main__":
    program.main(__name__)
