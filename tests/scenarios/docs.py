"""Every code block of the docs is run, and the site is built where mkdocs-material is installed.

A block of shell lines runs line by line in a folder of its own, in which the networks that the texts speak of lie; a line of
`ringfence` must end as such a line does (0, 1 or 3, never a refusal). Blocks that are files or outputs have a test of their own by
file and number. A block that neither runs nor is named here fails. README.md counts as well."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import program

PROGRAM = None  # set by program.main

EXAMPLES = os.path.join(program.ROOT, "examples")
LINE_LIMIT_S = 100
NOT_RUN = {
    ("README.md", 1): "make demo and make test: the first is tried in docs/as_tried.md, the second runs this",
    ("README.md", 3): "the layout of a folder",
    ("adding_a_nos.md", 1): "the header of an invented system",
    ("adding_a_nos.md", 2): "the files of an invented system",
}
FIRST_LINE = re.compile(r"^(\$ )?(ringfence|cp|sed|mkdir|openssl|curl|git|make) ")


def pages():
    folder = os.path.join(program.ROOT, "docs")
    found = {name: os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".md")}
    return {"README.md": os.path.join(program.ROOT, "README.md"), **found}


def blocks(path):
    """(number, language, lines) of each fenced block."""
    found, language, lines = [], None, []
    with open(path, encoding="utf-8") as stream:
        for line in stream.read().splitlines():
            if not line.startswith("```"):
                if language is not None:
                    lines.append(line)
            elif language is None:
                language, lines = line[3:].strip(), []
            else:
                found.append((len(found) + 1, language, lines))
                language = None
    return found


class Case(unittest.TestCase):
    def setUp(self):
        """The networks that the texts speak of, each in its place."""
        self.folder = tempfile.mkdtemp(prefix="ringfence-")
        self.addCleanup(shutil.rmtree, self.folder)
        os.symlink(EXAMPLES, self.at("examples"))
        for name in ("network", "before", "after"):
            shutil.copytree(os.path.join(EXAMPLES, "valdrea" if name == "network" else "tiny-ospf"), self.at(name))
        shutil.copytree(os.path.join(EXAMPLES, "tiny-ospf", "configs"), self.at("net", "configs"))
        os.mkdir(self.at("bin"))
        os.symlink(PROGRAM.path, self.at("bin", "ringfence"))

    def at(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.at(path)), exist_ok=True)
        with open(self.at(path), "w", encoding="utf-8") as stream:
            stream.write(text)

    def shell(self, line):
        environment = dict(os.environ, PATH=self.at("bin") + ":" + os.environ["PATH"], NO_COLOR="1")
        return subprocess.run(["sh", "-c", line], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=LINE_LIMIT_S, check=False)

    def run_lines(self, lines):
        """Exit codes of the lines of `ringfence`, in order."""
        codes = []
        for line in lines:
            done = self.shell(line)
            ours = line.startswith("ringfence ")
            self.assertIn(done.returncode, (0, 1, 3) if ours else (0,), f"{line}\n{done.stderr[-2000:]}")
            if ours:
                codes.append(done.returncode)
        return codes


class Blocks(Case):
    def test_all(self):
        for name, path in pages().items():
            if name == "as_tried.md":
                continue  # what a person typed, with times; its commands are those of README.md and learn.md
            for number, language, lines in blocks(path):
                own = getattr(self, f"block_{name.split('.')[0].lower()}_{number}", None)
                with self.subTest(page=name, block=number):
                    if (name, number) in NOT_RUN:
                        print(f"not run: {name}, block {number}: {NOT_RUN[name, number]}")
                    elif own:
                        own(lines)
                    else:
                        self.assertEqual(language, "", "no test for this block")
                        self.assertRegex(lines[0], FIRST_LINE, "no test for this block")
                        self.run_lines(lines)

    def outputs(self, command, lines):
        """The lines stand in this order in what the command prints; "..." stands for lines in between."""
        printed, at = self.shell(command).stdout, 0
        for part in "\n".join(lines).split("\n...\n"):
            found = printed.find(part, at)
            self.assertGreaterEqual(found, 0, f"{command} does not print:\n{part}")
            at = found + len(part)

    def block_readme_2(self, lines):
        self.outputs(lines[0].removeprefix("$ "), lines[1:])

    def block_terminal_1(self, lines):
        self.outputs("ringfence check examples/valdrea --rule NV-1", lines)

    def block_output_1(self, lines):
        """The keys of a route are those that `routes` prints, in their order."""
        printed = self.shell("ringfence routes examples/valdrea -f jsonl").stdout.splitlines()
        for line in lines:
            self.assertIn(list(json.loads(line)), [list(json.loads(one)) for one in printed])

    def block_outside_1(self, lines):
        self.write("edge/configs/edge.cfg", EDGE)
        self.write("edge/external_bgp_announcements.json", "\n".join(lines))
        routes = self.shell("ringfence routes edge -f jsonl")
        self.assertEqual(routes.returncode, 0, routes.stderr)
        self.assertIn("198.51.100.0/24", routes.stdout)

    def inventory(self, lines):
        """The text has the shape of an inventory: what is refused are only names and files that are not here."""
        self.write("edge/configs/edge.cfg", EDGE)
        self.write("edge/inventory.yaml", "\n".join(lines) + "\n")
        done = self.shell("ringfence routes edge -f jsonl")
        kinds = set(re.findall(r"error\[([a-z-]+)\]", done.stderr))
        self.assertLessEqual(kinds, {"file-unreadable", "name-unknown", "observed-missing"}, done.stderr)

    block_outside_2 = block_outside_3 = inventory

    def block_pipeline_2(self, lines):
        with open(os.path.join(EXAMPLES, "valdrea", "ringfence.yaml"), encoding="utf-8") as stream:
            self.write("waived/ringfence.yaml", stream.read() + "\n".join(lines) + "\n")
        done = self.shell("ringfence check examples/valdrea --with waived --rule VD-1 -f json")
        self.assertEqual(done.returncode, program.VIOLATED, done.stderr)
        self.assertIn('"waived"', done.stdout)

    def block_import_1(self, lines):
        data = os.path.join(program.ROOT, "src", "importers")
        with open(os.path.join(data, "netbox", "testdata", "rest_others.json"), encoding="utf-8") as stream:
            objects = json.load(stream)
        for name, part in (("sites.json", "/sites/"), ("cables.json", "/cables/")):
            self.write(name, json.dumps([one for one in objects if part in one["url"]]))
        shutil.copy(os.path.join(data, "netbox", "testdata", "rest_devices.json"), self.at("devices.json"))
        shutil.copy(os.path.join(data, "opensanctions", "testdata", "entities.json"), self.at("entities.ftm.json"))
        self.assertEqual(self.run_lines([line + " --force" for line in lines]), [0])
        for name in ("inventory.yaml", "parties.yaml", "batfish/layer1_topology.json"):
            self.assertTrue(os.path.exists(self.at("net", name)), name)

    def block_init_1(self, lines):
        for name in ("inventory.yaml", "parties.yaml", "batfish"):  # of the page before
            path = self.at("net", name)
            shutil.rmtree(path) if os.path.isdir(path) else os.path.exists(path) and os.remove(path)
        self.assertEqual(self.run_lines(lines), [0, program.UNDECIDED])

    def serving(self, lines, *words):
        """A server by the page's line, on a port of its own; its address."""
        line = next(line for line in lines if line.startswith("ringfence serve")).replace("0.0.0.0:8642", "127.0.0.1:0")
        command = [PROGRAM.path, *line.split()[1:], *words]
        server = subprocess.Popen(command, cwd=self.at("examples", "valdrea") if "examples" not in line else self.folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        while True:
            said = server.stdout.readline()
            self.assertTrue(said, "the server ended")
            if address := re.search(r"http://[0-9.]+:\d+", said):
                return address.group(0)

    def block_serve_1(self, lines):
        self.assertTrue(self.serving(lines, "--listen", "127.0.0.1:0"))

    def block_serve_2(self, lines):
        self.run_lines([lines[0]])
        address = self.serving([line.replace("--token-file token", "--token-file " + self.at("token")) for line in lines])
        done = self.shell(lines[2].replace("http://HOST:8642", address).replace("curl", "curl -sS -m 60"))
        self.assertEqual(json.loads(done.stdout)["ringfence"]["document"], "state", done.stderr)

    def block_learn_5(self, lines):
        """The page says: proved before the change, violated after it."""
        self.assertEqual(self.shell("ringfence check play --rule CLEAN-TODAY").returncode, program.PROVED)
        self.assertEqual(self.run_lines(lines), [program.VIOLATED])


EDGE = """version 15.2
hostname edge
!
interface GigabitEthernet0/0
 ip address 192.0.2.1 255.255.255.252
!
interface GigabitEthernet0/1
 ip address 192.0.2.5 255.255.255.252
!
router bgp 65000
 neighbor 192.0.2.2 remote-as 64500
 neighbor 192.0.2.6 remote-as 64501
!
end
"""


class Site(Case):
    def test_reference_is_made_of_the_program(self):
        tool = os.path.join(program.ROOT, "tools", "docs_site.py")
        subprocess.run([sys.executable, "-B", tool, PROGRAM.path, self.folder], check=True, timeout=60)

        def page(name):
            with open(self.at("pages", name), encoding="utf-8") as stream:
                return stream.read()

        with open(os.path.join(program.ROOT, "src", "base", "diagnostics.def"), encoding="utf-8") as stream:
            wanted = re.findall(r'(?m)^RF_DIAGNOSTIC\(\w+, \w+, "([a-z0-9-]+)"', stream.read())
        self.assertEqual(re.findall(r"(?m)^\| `([a-z0-9-]+)`", page("reference_diagnostics.md")), wanted)
        with open(os.path.join(program.ROOT, "src", "rules", "rule_kinds.def"), encoding="utf-8") as stream:
            kinds = re.findall(r"(?m)^RF_UNIT\((\w+)\)", stream.read())
        self.assertGreaterEqual(set(re.findall(r"(?m)^## (\w+)", page("reference_policy.md"))), set(kinds))
        self.assertIn("## import\n", page("reference_commands.md"))
        for key in ("elements", "circuits"):
            self.assertIn(f"| `{key}` |", page("reference_inventory.md"))
        if shutil.which("mkdocs") is None:
            return print("SKIPPED: the site is not built (mkdocs is not installed)", file=sys.stderr)
        done = subprocess.run(["mkdocs", "build", "--quiet", "--strict"], cwd=self.folder, capture_output=True, text=True, timeout=120, check=False)
        if "theme" in done.stderr and "material" in done.stderr:
            return print("SKIPPED: the site is not built (mkdocs-material is not installed)", file=sys.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr.replace("\n", ""), "")
        self.assertTrue(os.path.exists(self.at("site", "reference_commands.html")))


if __name__ == "__main__":
    program.main(__name__)
