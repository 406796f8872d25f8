"""What others' programs read, held against others' programs: SARIF, CycloneDX and OpenAPI by the schemas of the standards in packages
of npm (tests/standards/package-lock.json; skipped aloud without Node, npm or a registry), JUnit by xmllint with a strict schema of
our own and by junitparser, GitLab's code quality by python3-jsonschema, GitHub's commands by the rules of its runner, CSV by the
grammar of RFC 4180 and Python's reader. Every validator is also given documents with one thing wrong, and must complain."""

import copy
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import npm_packages
import pipeline
import program
from serve_client import Server

sys.dont_write_bytecode = True

PROGRAM = None
STANDARDS = os.path.join(program.ROOT, "tests", "standards")
EXAMPLES = os.path.join(program.ROOT, "examples")
NODE_MIN = (20, 18)  # of the packages
FORMATS = ("sarif", "cyclonedx", "junit", "gitlab", "github", "csv")


def skipped(what, why):
    print(f"SKIPPED: {what} ({why})", file=sys.stderr)


def has_module(python, name):
    return os.access(python, os.X_OK) and subprocess.run([python, "-c", f"import {name}"], capture_output=True, timeout=60, check=False).returncode == 0


# Counts of the cases of each file, by junitparser.
COUNT_CASES = """
import json, sys
import junitparser
told = []
for path in sys.argv[1:]:
    suites = junitparser.JUnitXml.fromfile(path)
    suites.update_statistics()
    told.append([suites.tests, suites.failures, suites.errors, suites.skipped])
print(json.dumps(told))
"""


class Packages:
    """The packages of npm, installed once into a folder of the build."""

    def __init__(self):
        self.folder, self.why = None, ""

    def install(self):
        if self.folder or self.why:
            return self.folder
        version = npm_packages.node_version()
        folder = os.path.join(program.ROOT, "build", "standards")
        if version is None:
            self.why = "no Node or no npm"
        elif version < NODE_MIN:
            self.why = f"Node {version[0]}.{version[1]}; {NODE_MIN[0]}.{NODE_MIN[1]} or newer will do"
        else:
            self.why = npm_packages.install(STANDARDS, folder)
        if self.why:
            return None
        shutil.copy(os.path.join(STANDARDS, "validate.mjs"), folder)
        self.folder = folder
        return folder


PACKAGES = Packages()


def by_packages(kind, texts):
    """A list of errors for each text, by a validator of npm; None when there is none."""
    folder = PACKAGES.install()
    if folder is None:
        skipped(f"{kind} against the schema of the standard", PACKAGES.why)
        return None
    with program.Overlay({f"{i}.{kind}": text for i, text in enumerate(texts)}) as files:
        paths = [os.path.join(files, f"{i}.{kind}") for i in range(len(texts))]
        done = subprocess.run(["node", "validate.mjs", kind, *paths], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise AssertionError(f"validate.mjs {kind}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def by_xmllint(texts):
    """The same for JUnit by xmllint and tests/standards/junit.xsd."""
    if shutil.which("xmllint") is None:
        skipped("JUnit against a schema", "xmllint is not installed")
        return None
    told = []
    for text in texts:
        with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", os.path.join(STANDARDS, "junit.xsd"), file.name], capture_output=True, text=True, timeout=60, check=False)
        told.append([] if done.returncode == 0 else done.stderr.strip().splitlines()[:5])
    return told


def by_jsonschema(texts):
    """The same for code quality by python3-jsonschema and tests/standards/code-quality.schema.json."""
    try:
        import jsonschema  # pylint: disable=import-outside-toplevel
    except ImportError:
        skipped("GitLab's code quality against a schema", "python3-jsonschema is not installed")
        return None
    with open(os.path.join(STANDARDS, "code-quality.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    told = []
    for text in texts:
        issues = json.loads(text)
        errors = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(issues)]
        prints = [issue.get("fingerprint") for issue in issues]
        told.append(errors + (["a fingerprint stands twice"] if len(set(prints)) < len(prints) else []))
    return told


# RFC 4180, section 2: escaped = DQUOTE *(TEXTDATA / COMMA / CR / LF / 2DQUOTE) DQUOTE; TEXTDATA widened to all of Unicode but controls.
CSV_FIELD = r'(?:"(?:[^"\x00-\x08\x0b\x0c\x0e-\x1f]|"")*"|[^",\x00-\x1f]*)'
CSV_RECORD = re.compile(rf"({CSV_FIELD}(?:,{CSV_FIELD})*)\r\n")


def by_grammar(texts):
    """The same for CSV by the grammar of RFC 4180, and every record as wide as the first."""
    told = []
    for text in texts:
        at, widths, errors = 0, [], []
        while at < len(text):
            record = CSV_RECORD.match(text, at)
            if record is None:
                errors.append(f"no record at byte {at}: {text[at:at + 40]!r}")
                break
            fields = re.findall(rf"(?:^|,)({CSV_FIELD})", record.group(1))
            widths.append(len(fields))
            at = record.end()
        if len(set(widths)) > 1:
            errors.append(f"records of {sorted(set(widths))} fields")
        if not errors and [len(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)] != widths:
            errors.append("Python reads other records")
        told.append(errors)
    return told


def by_runner(texts):
    """The same for workflow commands: as GitHub's runner splits and unescapes them. Anything else is a line of the log."""
    told = []
    for text in texts:
        errors = []
        for line in re.split(r"[\r\n\u2028\u2029\x85\x0b\x0c]", text.removesuffix("\n")):
            if not line.startswith("::"):
                errors += [] if line.startswith("ringfence: ") and "::" not in line else [f"no command: {line[:60]!r}"]
                continue
            found = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:]*)(?:,[a-zA-Z]+=[^,:]*)*)::(.+)", line)
            if found is None:
                errors.append(f"no command: {line[:60]!r}")
                continue
            keys = dict(part.split("=", 1) for part in found.group(2).split(","))
            if set(keys) == {"title"}:
                continue  # about the whole run
            if set(keys) != {"file", "line", "title"} or not re.fullmatch(r"[1-9]\d*", keys.get("line", "")) or keys.get("file", "/").startswith("/"):
                errors.append(f"properties {sorted(keys)} of {line[:60]!r}")
            for value in (*keys.values(), found.group(3)):
                if re.search(r"%(?!25|0D|0A|3A|2C)", value):
                    errors.append(f"a bare %: {value[:60]!r}")
        told.append(errors)
    return told


VALIDATORS = {"sarif": lambda texts: by_packages("sarif", texts), "cyclonedx": lambda texts: by_packages("cyclonedx", texts), "junit": by_xmllint, "gitlab": by_jsonschema,
              "github": by_runner, "csv": by_grammar}


def edited(text, edit):
    """A JSON document with one thing changed in place."""
    document = copy.deepcopy(json.loads(text))
    edit(document)
    return json.dumps(document)


def json_spoils(edits):
    return lambda text: [edited(text, edit) for edit in edits]


def swap(*pairs):
    """The text with the first of each pair replaced; the text must have it."""
    def spoil(text):
        for old, _ in pairs:
            if old not in text:
                raise AssertionError(f"no {old!r} to spoil")
        return [text.replace(old, new, 1) for old, new in pairs]
    return spoil


SPOILS = {
    "sarif": json_spoils([
        lambda log: log.pop("version"), lambda log: log.update(version="2.2.0"), lambda log: log["runs"][0].pop("tool"), lambda log: log["runs"][0].update(verdict="x"),
        lambda log: log["runs"][0]["results"][0].update(level="critical"), lambda log: log["runs"][0]["results"][0].update(kind="undecided"),
        lambda log: log["runs"][0]["results"][0].pop("message"), lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda log: log["runs"][0]["results"][0].update(baselineState="known"), lambda log: log["runs"][0]["results"][0].update(codeFlows=[{"threadFlows": []}]),
        lambda log: log["runs"][0]["tool"]["driver"]["rules"][0].pop("id")]),
    "cyclonedx": json_spoils([
        lambda bill: bill.pop("specVersion"), lambda bill: bill.update(bomFormat="SPDX"), lambda bill: bill.update(verdict="x"), lambda bill: bill["components"][0].pop("name"),
        lambda bill: bill["components"][0].update(type="router"), lambda bill: bill["components"][0].update(manufacturer="X"),
        lambda bill: bill["declarations"]["attestations"][0]["map"][0]["conformance"].update(score=2), lambda bill: bill["declarations"]["claims"][0].update(evidence="x"),
        lambda bill: bill["declarations"]["claims"][0].update(verdict="x"), lambda bill: bill["definitions"]["standards"][0]["requirements"][0].update(text=1)]),
    "junit": swap(("<testsuites", "<testsuite"), (' name="', ' called="'), ("</failure>", "</failure><failure message=\"x\" type=\"violated\"/>"), ('type="violated"', 'type="bad"'),
                  ('tests="', 'tests="-'), ("<testcase ", '<testcase time="now" '), (' message="', ' text="'), ("<failure", "<blunder"), ("</testsuite>", "&</testsuite>"), ("\n  <testsuite ", "\n  text <testsuite ")),
    "gitlab": json_spoils([
        lambda issues: issues[0].update(severity="fatal"), lambda issues: issues[0].pop("fingerprint"), lambda issues: issues[0].update(fingerprint=issues[1]["fingerprint"]),
        lambda issues: issues[0]["location"]["lines"].update(begin=0), lambda issues: issues[0]["location"].update(path="/etc/x"), lambda issues: issues[0].update(description=""),
        lambda issues: issues[0].update(verdict="x"), lambda issues: issues[0]["location"].update(lines={"begin": "7"})]),
    "github": swap(("::error ", "::fatal "), ("file=", "path="), (",line=", ",line=0"), ("::error file=", "::error file=/"), ("::error file=", "::error file=a,b="), ("ringfence: ", "::"),
                   ("::error ", "word ::error ")),
    "csv": swap(("\r\n", "\n"), ("\r\n", ",x\r\n"), (",", ',"x'), (",", ',x"y,'), ("\r\n", "\r\n\r\n")),
}


def with_doubt():
    with open(os.path.join(pipeline.VALDREA, "configs", "CE-EMB.cfg"), encoding="utf-8") as config:
        text = config.read()
    return program.Overlay({"configs/CE-EMB.cfg": text.replace("router ospf 1\n", "router ospf 1\n frobnicate 7\n")})


class Documents(unittest.TestCase):
    """Six formats of checks with every verdict there is."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="ringfence-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.texts = {}
        valdrea = pipeline.VALDREA
        cls.take("plain", valdrea)
        cls.take("before any rule", valdrea, "--as-of", "2019-01-01")
        for name in ("tiny-ospf", "tiny-acl"):
            cls.take(name, os.path.join(EXAMPLES, name))
        with pipeline.with_policy(lambda text: text + pipeline.WAIVERS) as waived:
            cls.take("waived", valdrea, "--with", waived)
        with pipeline.with_policy(lambda text: text.replace("KS-1:", pipeline.HOSTILE + ":").replace("Kestrel, Vendor", "=cmd|'x'!A1 <b> {1}")) as hostile:
            cls.take("hostile names", valdrea, "--with", hostile)
        with with_doubt() as doubt:
            cls.take("doubts", valdrea, "--with", doubt)
        old = os.path.join(cls.folder, "old.json")
        with open(old, "wb") as kept:
            kept.write(PROGRAM.run("check", valdrea, "-f", "json").stdout)
        cls.take("nothing new", valdrea, "--baseline", old)
        with pipeline.with_policy(lambda text: text.replace("names: [Huawei, Hanlong]", "names: [Huawei, Hanlong, Juniper]")) as later:
            cls.take("new against a baseline", valdrea, "--with", later, "--baseline", old)

    @classmethod
    def take(cls, name, *words):
        paths = {form: os.path.join(cls.folder, f"{len(cls.texts)}.{form}") for form in FORMATS}
        done = PROGRAM.run("check", *words, *(word for form, path in paths.items() for word in ("-f", f"{form}={path}")))
        if done.returncode not in (0, 1, 3):
            raise AssertionError(done.stderr[-2000:])
        cls.texts[name] = {}
        for form, path in paths.items():
            with open(path, encoding="utf-8", newline="") as file:
                cls.texts[name][form] = file.read()

    def hold(self, form):
        told = VALIDATORS[form]([texts[form] for texts in self.texts.values()])
        if told is None:
            return
        self.assertEqual(dict(zip(self.texts, told)), {name: [] for name in self.texts})
        spoiled = SPOILS[form](self.texts["plain"][form])
        for number, errors in enumerate(VALIDATORS[form](spoiled)):
            self.assertTrue(errors, f"{form}: nothing is said of spoiled document {number}")
        print(f"{form}: {len(self.texts)} documents hold, {len(spoiled)} spoiled ones are refused", flush=True)

    def test_sarif(self):
        self.hold("sarif")

    def test_cyclonedx(self):
        self.hold("cyclonedx")

    def test_junit(self):
        self.hold("junit")

    def test_junit_by_another_reader(self):
        """What junitparser counts is what the file states."""
        python = next((one for one in (sys.executable, "/usr/bin/python3") if has_module(one, "junitparser")), None)
        if python is None:
            return skipped("JUnit by another reader", "python3-junitparser is not installed")
        texts = {name: texts["junit"] for name, texts in self.texts.items()}
        texts["spoiled"] = texts["plain"].replace("<failure", "<error", 1).replace("</failure>", "</error>", 1)
        with program.Overlay({f"{i}.xml": text for i, text in enumerate(texts.values())}) as files:
            paths = [os.path.join(files, f"{i}.xml") for i in range(len(texts))]
            done = subprocess.run([python, "-c", COUNT_CASES, *paths], capture_output=True, text=True, timeout=60, check=True)
        for (name, text), counted in zip(texts.items(), json.loads(done.stdout)):
            stated = dict(re.findall(r'(tests|failures|errors|skipped)="(\d+)"', re.search("<testsuites [^>]*>", text).group(0)))
            stated = [int(stated[key]) for key in ("tests", "failures", "errors", "skipped")]
            self.assertNotEqual(counted, stated) if name == "spoiled" else self.assertEqual(counted, stated, name)
        return None

    def test_gitlab(self):
        self.hold("gitlab")

    def test_github(self):
        self.hold("github")

    def test_csv(self):
        self.hold("csv")


class Description(unittest.TestCase):
    """What `serve` says about itself."""

    def test_open_api(self):
        with Server(PROGRAM.path, os.path.join(EXAMPLES, "tiny-ospf")) as server:
            text = server.ask("/api/openapi.json")[2].decode()
        spoil = json_spoils([
            lambda api: api.pop("info"), lambda api: api.update(openapi="3.4.0"), lambda api: api["paths"].update({"api/state": {}}), lambda api: api["paths"]["/api/state"].update(got={}),
            lambda api: api["paths"]["/api/check"]["get"]["parameters"].append({"name": "x", "in": "body", "schema": {}}), lambda api: api["paths"]["/api/state"]["get"]["responses"].update({"two hundred": {"description": "x"}}),
            lambda api: api["paths"]["/api/state"]["get"]["responses"]["200"].pop("description"), lambda api: api["components"].update(models={}),
            lambda api: api["components"]["securitySchemes"]["token"].update(type="bearer")])
        spoiled = spoil(text)
        told = by_packages("openapi", [text, *spoiled])
        if told is None:
            return
        self.assertEqual(told[0], [])
        for number, errors in enumerate(told[1:]):
            self.assertTrue(errors, f"nothing is said of spoiled description {number}")
        print(f"openapi: the description holds, {len(spoiled)} spoiled ones are refused", flush=True)


if __name__ == "__main__":
    program.main(__name__)
