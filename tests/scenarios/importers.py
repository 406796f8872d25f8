"""The command `import` as a person uses it: fixtures become snapshots that `check` reads, a bill of materials of Valdrea comes back
as its inventory said it, and nothing is replaced or written when something is wrong. Topologies of containerlab itself lie beside the
project; without them that part is skipped aloud. Bills are read by a strict reader of this file; standards.py holds them against the
schema of the standard."""

import json
import os
import re
import shutil
import tarfile
import tempfile
import unittest

import labs
import program

PROGRAM = None  # set by program.main

VALDREA = os.path.join(program.ROOT, "examples", "valdrea")
IMPORTERS = os.path.join(program.ROOT, "src", "importers")
IOS = "version 15.2\nhostname {0}\n!\ninterface {1}\n ip address 10.0.0.{2} 255.255.255.254\n!\nend\n"
POLICY = "ringfence: 1\nas-of: 2026-07-01\n"


def fixture(unit, name):
    return os.path.join(IMPORTERS, unit, "testdata", name)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="ringfence-")
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, path, text):
        full = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as stream:
            stream.write(text)

    def read(self, path):
        with open(os.path.join(self.folder, path), encoding="utf-8") as stream:
            return stream.read()

    def bring(self, *words, code=0):
        done = PROGRAM.run("import", *words, "-o", self.folder)
        self.assertEqual(done.returncode, code, done.stderr[-2000:])
        return done


class Import(Case):
    def test_netbox_fixture_becomes_a_snapshot(self):
        """The two devices, the circuit and its cable: `check` takes all of it, and the maker is known."""
        with open(fixture("netbox", "fixture.json"), encoding="utf-8") as stream:
            self.write("dump.json", re.sub(r'"name": "[ab]"', '"name": "GigabitEthernet0/0"', stream.read()))
        done = self.bring("netbox", os.path.join(self.folder, "dump.json"), "--also", "bods=" + fixture("bods", "v3.json"))
        self.assertIn("left out: NetBox: objects of dcim.rack", done.stderr)
        self.assertIn("##   NetBox: objects of dcim.rack", self.read("inventory.yaml"))
        self.write("configs/r1.cfg", IOS.format("r1", "GigabitEthernet0/0", 0))
        self.write("configs/r2.cfg", IOS.format("r2", "GigabitEthernet0/0", 1))
        self.write("ringfence.yaml", POLICY + "include: parties.yaml\nparties:\n  Maker A: {kind: maker}\n  Op: {kind: operator}\n"
                   "  Carrier: {kind: company}\n  S: {kind: state}\nlists:\n  l: {by: S, names: [Maker A], because: law}\n"
                   "sets:\n  bad: {parties: {listed-on: l}}\nrules:\n"
                   "  Q: {party: S, because: law, cap: bad, at-most: 35%, among: {kind: router}, measures: [count]}\n")
        done = PROGRAM.run("check", self.folder, "-f", "json")
        self.assertNotIn("error[", done.stderr)
        verdicts = {rule["id"]: rule["verdict"] for rule in json.loads(done.stdout)["rules"]}
        self.assertEqual(verdicts["Q"], "violated")  # both routers are Maker A's

    def test_parts_of_another_maker_are_seen_by_rules(self):
        """The chassis is nobody's concern, a card in it is: NetBox and CycloneDX alike, and the way out and back."""
        policy = (POLICY + "parties:\n  Maker A: {kind: maker}\n  Maker B: {kind: maker}\n  Maker C: {kind: maker}\n  S: {kind: state}\n"
                  "sets:\n  bad: {parties: [Maker C]}\nrules:\n  Q: {party: S, because: law, cap: bad, at-most: 10%, among: {kind: router}, measures: [count]}\n")
        self.write("ringfence.yaml", policy)
        self.write("configs/r1.cfg", IOS.format("r1", "GigabitEthernet0/0", 0))
        self.write("configs/r2.cfg", IOS.format("r2", "GigabitEthernet0/0", 1))
        self.bring("netbox", fixture("netbox", "modules.json"))
        done = PROGRAM.run("check", self.folder)
        self.assertEqual(done.returncode, program.VIOLATED, done.stderr[-2000:])
        first = self.read("inventory.yaml")
        self.write("bill.json", PROGRAM.run("check", self.folder, "-f", "cyclonedx").stdout.decode())
        self.bring("cyclonedx", os.path.join(self.folder, "bill.json"), "--force")
        self.assertEqual(re.findall(r"(r\d): .*?(parts: \[[^]]*\])", self.read("inventory.yaml")), re.findall(r"(r\d): .*?(parts: \[[^]]*\])", first))
        self.assertIn('parts: ["Maker B", "Maker C"]', first)
        self.assertEqual(PROGRAM.run("check", self.folder).returncode, program.VIOLATED)
        self.write("inventory.yaml", first.replace(', "Maker C"', ""))
        self.assertEqual(PROGRAM.run("check", self.folder).returncode, program.PROVED)

    def test_cables_through_panels_are_links_that_check_reads(self):
        with open(fixture("netbox", "panels.json"), encoding="utf-8") as stream:
            self.write("dump.json", re.sub(r'"name": "([a-e])"', lambda found: f'"name": "GigabitEthernet0/{ord(found.group(1)) - 97}"', stream.read()))
        self.bring("netbox", os.path.join(self.folder, "dump.json"))
        edges = json.loads(self.read("batfish/layer1_topology.json"))["edges"]
        self.assertEqual({(edge["node1"]["interfaceName"], edge["node2"]["interfaceName"]) for edge in edges}, {(f"GigabitEthernet0/{i}",) * 2 for i in range(4)})
        for name, last in (("r1", 0), ("r2", 1)):
            ports = "".join(f"interface GigabitEthernet0/{i}\n ip address 10.0.{i}.{last} 255.255.255.254\n!\n" for i in range(4))
            self.write(f"configs/{name}.cfg", f"version 15.2\nhostname {name}\n!\n{ports}end\n")
        self.write("ringfence.yaml", POLICY + "parties:\n  Maker A: {kind: maker}\n  Carrier: {kind: company}\n")
        done = PROGRAM.run("check", self.folder)
        self.assertNotIn("error[", done.stderr)
        self.assertNotIn("warning[", done.stderr)

    def test_anchors_of_a_topology(self):
        self.bring("containerlab", fixture("containerlab", "anchors.yml"))
        self.assertEqual(len(json.loads(self.read("batfish/layer1_topology.json"))["edges"]), 2)
        self.write("bomb.yml", "name: x\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)) + "topology: {nodes: {}}\n")
        done = PROGRAM.run("import", "containerlab", os.path.join(self.folder, "bomb.yml"))
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"bomb\.yml:\d+:\d+: error\[file-too-large\]")

    def test_lists_of_opensanctions_are_lists_of_a_policy(self):
        """A rule over the imported list finds the listed company behind a maker's name."""
        self.bring("opensanctions", fixture("opensanctions", "targets.csv"))
        self.write("configs/r1.cfg", IOS.format("r1", "GigabitEthernet0/0", 0))
        self.write("inventory.yaml", "inventory: 1\nelements:\n  r1: {kind: router, function: core, maker: Arden Radio}\n")
        self.write("ringfence.yaml", POLICY + "include: parties.yaml\nparties:\n  S: {kind: state}\nsets:\n"
                   "  listed: {parties: {listed-on: LM Trade}}\nrules:\n  R: {party: S, because: law, exclude: listed, from-functions: core}\n")
        done = PROGRAM.run("check", self.folder, "-f", "json")
        self.assertEqual(done.returncode, program.VIOLATED, done.stderr[-2000:])

    def test_nothing_is_replaced_and_nothing_is_written_when_something_is_wrong(self):
        self.bring("cyclonedx", fixture("cyclonedx", "hbom.json"))
        before = self.read("inventory.yaml")
        self.assertIn("--force", self.bring("containerlab", fixture("containerlab", "lab.yml"), code=2).stderr)
        self.assertEqual(self.read("inventory.yaml"), before)
        self.bring("containerlab", fixture("containerlab", "lab.yml"), "--force")
        self.assertNotEqual(self.read("inventory.yaml"), before)
        self.write("broken.json", "[\n {\"statementID\": 1,")
        done = self.bring("bods", os.path.join(self.folder, "broken.json"), code=2)
        self.assertRegex(done.stderr, r"broken\.json:2:\d+: error\[yaml-broken\]")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "parties.yaml")))

    def test_sources_that_contradict_each_other(self):
        self.write("a.json", '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "device", "name": "r1", "manufacturer": {"name": "X"}}]}')
        done = self.bring("netbox", fixture("netbox", "fixture.json"), "--also", "cyclonedx=" + os.path.join(self.folder, "a.json"), code=2)
        self.assertIn("'maker' of 'r1' is X here and \"Maker A\" elsewhere", done.stderr)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "inventory.yaml")))

    def test_a_bill_of_valdrea_comes_back(self):
        """Oracle: the makers, owners and kinds as a plain reading of the inventory's own lines finds them."""
        done = PROGRAM.run("check", VALDREA, "-f", "cyclonedx")
        self.assertEqual(done.returncode, program.VIOLATED, done.stderr[-2000:])
        self.write("bill.json", done.stdout.decode("utf-8"))
        self.bring("cyclonedx", os.path.join(self.folder, "bill.json"))

        def facts(text):
            found = {}
            for line in text.splitlines():
                name = re.match(r"  (\S+): \{(kind: .*)\}$", line)
                if name:
                    found[name.group(1)] = {key: re.search(rf'\b{key}: "?([\w-]+)', name.group(2)) for key in ("kind", "maker", "owner", "operator", "function")}
            return {name: {key: value and value.group(1) for key, value in one.items()} for name, one in found.items()}

        with open(os.path.join(VALDREA, "inventory.yaml"), encoding="utf-8") as stream:
            wanted = {name: one for name, one in facts(stream.read()).items() if one["maker"]}
        came = facts(self.read("inventory.yaml"))
        self.assertGreater(len(wanted), 30)
        self.assertEqual({name: came.get(name) for name in wanted}, wanted)


class Attestation(Case):
    SCORES = {"proved": {"score": 1}, "violated": {"score": 0}, "waived": {"score": 0}, "undecided": {}, "not-in-force": {}}

    def bill(self, *words):
        """The bill, read strictly, and the JSON document of the same check."""
        bill = json.loads(PROGRAM.run("check", VALDREA, *words, "-f", "cyclonedx").stdout)
        self.assertEqual((bill["bomFormat"], bill["specVersion"]), ("CycloneDX", "1.6"))
        said = bill["declarations"]
        requirements = bill["definitions"]["standards"][0]["requirements"]
        groups = [bill["components"], requirements, said["assessors"], said["claims"], said["evidence"]]
        references = [one["bom-ref"] for group in groups for one in group]
        self.assertEqual(len(references), len(set(references)))
        for claim in said["claims"]:
            self.assertLessEqual({*claim["evidence"], claim.get("target", claim["bom-ref"])}, set(references))
        return bill, PROGRAM.document("check", VALDREA, *words)

    def compare(self, bill, document):
        attestation = bill["declarations"]["attestations"][0]
        verdicts = {"rule/" + rule["id"]: rule["verdict"] for rule in document["rules"]}
        self.assertEqual([one["requirement"] for one in attestation["map"]], list(verdicts))
        claims = {claim["bom-ref"]: claim["predicate"] for claim in bill["declarations"]["claims"]}
        used = []
        for one in attestation["map"]:
            verdict = verdicts[one["requirement"]]
            self.assertEqual(one["conformance"], {**self.SCORES[verdict], "rationale": verdict})
            self.assertEqual("violated" in [claims[name] for name in one.get("counterClaims", [])], verdict == "violated")
            self.assertLessEqual({claims[name] for name in one.get("claims", [])}, {"proved", "undecided", "not-in-force"})
            self.assertLessEqual({claims[name] for name in one.get("counterClaims", [])}, {"violated", "waived"})
            used += one.get("claims", []) + one.get("counterClaims", [])
        self.assertEqual(sorted(used), sorted(claims))

    def test_valdrea(self):
        self.compare(*self.bill())

    def test_before_rules_are_in_force(self):
        self.compare(*self.bill("--as-of", "2019-01-01"))


class RealTopologies(Case):
    def test_containerlab(self):
        """Each topology is taken, with as many elements as it has nodes of our making, or refused at a place."""
        shared = labs.shared_folder()
        path = os.path.join(shared or "", "data", "containerlab-labs.tar.xz")
        if not os.path.exists(path):
            self.skipTest("no containerlab topologies beside the project")
        with tarfile.open(path) as archive:
            archive.extractall(self.folder, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(self.folder)
        taken = refused = 0
        for folder, _, names in sorted(os.walk(self.folder)):
            for name in sorted(names):
                if not re.search(r"\.clab\.ya?ml$", name):
                    continue
                done = PROGRAM.run("import", "containerlab", os.path.join(folder, name))
                if done.returncode == 0:
                    taken += 1
                    self.assertIn(b"elements:\n", done.stdout, name)
                else:
                    refused += 1
                    self.assertRegex(done.stderr, r":\d+:\d+: error\[", name)
        print(f"containerlab: {taken} topologies taken, {refused} refused with their places")
        self.assertGreater(taken, 40)


if __name__ == "__main__":
    program.main(__name__)
