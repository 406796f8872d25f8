"""The command `init`: a starter from a folder of configurations that `check` accepts, which takes no guess for a fact and
replaces nothing. The labs of real devices lie beside the project; without them that part is skipped aloud."""

import os
import re
import shutil
import tempfile
import unittest

import labs
import program

PROGRAM = None  # set by program.main

VALDREA = os.path.join(program.ROOT, "examples", "valdrea")
DAY = "2026-07-01"
IOS = "version 15.2\nhostname {name}\n!\ninterface GigabitEthernet0/0\n ip address {address} 255.255.255.254\n!\nend\n"
PAIR = {"configs/a.cfg": IOS.format(name="a", address="10.0.0.0"), "configs/b.cfg": IOS.format(name="b", address="10.0.0.1")}


def read(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as stream:
        return stream.read()


def uncomment(folder):
    """Puts the examples and guesses of both files in force."""
    for name in ("ringfence.yaml", "inventory.yaml"):
        path = os.path.join(folder, name)
        text = re.sub(r"(?m)^# ", "", read(path))
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)


class Case(unittest.TestCase):
    def init(self, folder, *words, code=0):
        done = PROGRAM.run("init", folder, "--as-of", DAY, *words)
        self.assertEqual(done.returncode, code, done.stderr[-2000:])
        return done

    def check(self, folder):
        return PROGRAM.run("check", folder, "--brief")

    def accepted(self, folder):
        done = self.check(folder)
        self.assertEqual(re.findall(r"(?m)^.*error\[.*", done.stderr), [])
        self.assertNotEqual(done.returncode, program.REFUSED, done.stderr[-2000:])
        return done


class Labs(Case):
    def test_every_lab(self):
        shared = labs.shared_folder()
        if shared is None:
            print("SKIPPED: the labs of real devices are not here (RF_SHARED_DIR)")
            self.skipTest("no labs")
        folder = os.path.join(shared, "labs")
        names = [name for name in sorted(os.listdir(folder)) if os.path.isdir(os.path.join(folder, name, "configs"))]
        examples = 0
        for name in names:
            with self.subTest(lab=name), tempfile.TemporaryDirectory() as place:
                snapshot = os.path.join(place, name)
                shutil.copytree(os.path.join(folder, name), snapshot, ignore=shutil.ignore_patterns("show"))
                self.init(snapshot)
                done = self.accepted(snapshot)
                self.assertEqual(done.returncode, program.UNDECIDED, "a starter proves nothing")
                if "DEVICE-A" in read(snapshot, "ringfence.yaml"):
                    continue
                uncomment(snapshot)
                self.accepted(snapshot)
                examples += 1
        print(f"{len(names)} labs accepted, the example in force in {examples}")
        self.assertGreater(examples, len(names) // 2)


class Valdrea(Case):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.folder = self.place.name
        shutil.copytree(os.path.join(VALDREA, "configs"), os.path.join(self.folder, "configs"))
        self.init(os.path.join(self.folder, "configs"))

    def test_is_accepted_and_proves_nothing(self):
        self.assertEqual(self.accepted(self.folder).returncode, program.UNDECIDED)
        uncomment(self.folder)
        self.accepted(self.folder)

    def test_makers_are_those_of_the_inventory_and_only_guesses(self):
        stated = dict(re.findall(r"(?m)^  ([\w-]+): \{kind: router,.*?maker: (\w+)", read(VALDREA, "inventory.yaml")))
        guessed = dict(re.findall(r"(?m)^  ([\w-]+):\n    kind: router\n#     maker: (\w+)  ## a guess",
                                  read(self.folder, "inventory.yaml")))
        self.assertEqual(len(guessed), 31)
        routers = {name: maker for name, maker in guessed.items() if name in stated}
        self.assertGreater(len(routers), 20)
        self.assertEqual(routers, {name: stated[name] for name in routers})
        self.assertNotRegex(re.sub(r"(?m)#.*", "", read(self.folder, "inventory.yaml")), "maker")

    def test_links_are_those_of_the_scenario(self):
        text = read(self.folder, "inventory.yaml")
        found = {tuple(sorted(pair)) for pair in re.findall(r"(?m)^##   ([\w-]+)\[\S+\] -- ([\w-]+)\[", text)}
        data = program.json.loads(read(program.ROOT, "tests", "scenarios", "valdrea", "scenario.json"))
        devices = set(re.findall(r"(?m)^  ([\w-]+):\n    kind: ", text))
        links = {tuple(sorted((link["a"], link["b"]))) for link in data["links"] if {link["a"], link["b"]} <= devices}
        self.assertEqual(found, links)
        self.assertNotIn("cables that descriptions speak of", text, "links say it already")


class Files(Case):
    def test_nothing_is_replaced_without_force(self):
        for name in ("ringfence.yaml", "inventory.yaml", "inventory.csv", "inventory.json"):
            with program.Overlay({**PAIR, name: "mine"}) as folder:
                done = self.init(folder, code=program.REFUSED)
                self.assertIn(name, done.stderr)
                self.assertEqual(read(folder, name), "mine")
                self.assertEqual(sorted(os.listdir(folder)), sorted(["configs", name]))

    def test_force_replaces_what_init_writes_and_nothing_else(self):
        with program.Overlay({**PAIR, "ringfence.yaml": "rules: [broken", "inventory.yaml": "broken"}) as folder:
            self.init(folder, "--force")
            self.accepted(folder)
        with program.Overlay({**PAIR, "inventory.csv": "mine"}) as folder:
            self.init(folder, "--force", code=program.REFUSED)

    def test_a_link_that_leads_nowhere_is_not_followed(self):
        with program.Overlay(PAIR) as folder:
            os.symlink("elsewhere", os.path.join(folder, "inventory.yaml"))
            self.init(folder, code=program.REFUSED)
            self.assertFalse(os.path.exists(os.path.join(folder, "elsewhere")))

    def test_same_bytes(self):
        with program.Overlay(PAIR) as folder:
            self.init(folder)
            first = read(folder, "inventory.yaml") + read(folder, "ringfence.yaml")
            self.init(folder, "--force", "--threads", 2)
            self.assertEqual(first, read(folder, "inventory.yaml") + read(folder, "ringfence.yaml"))

    def test_folders_without_a_device(self):
        for files, says in (({"readme": "x"}, "no folder 'configs'"), ({"configs/x": "nobody knows this\n"}, "no device"),
                            ({"configs/x": b"\x00\xff\x00"}, "no device")):
            with program.Overlay(files) as folder:
                self.assertIn(says, self.init(folder, code=program.REFUSED).stderr)
                self.assertFalse(os.path.exists(os.path.join(folder, "ringfence.yaml")))
        self.assertIn("no folder", self.init("/nonexistent-folder", code=program.REFUSED).stderr)
        with program.Overlay(PAIR) as folder:
            done = PROGRAM.run("init", folder, "--as-of", "2026-02-30")
            self.assertEqual((done.returncode, "--as-of" in done.stderr), (program.REFUSED, True))

    def test_odd_names(self):
        for name in ("r1:{x}", "true", "12", "#r", "-", "a\"b'c", "r\\n", "Z\u00fcrich", "r\u202ex", "*a", "&a", "!a", "%a", "@a", "a,b"):
            files = {"configs/a\n- rules\x1b[2J.cfg": IOS.format(name=name, address="10.0.0.0"), "configs/b.cfg": PAIR["configs/b.cfg"]}
            with self.subTest(name=name), program.Overlay(files) as folder:
                self.init(folder)
                self.accepted(folder)
                self.assertNotIn("\x1b", read(folder, "inventory.yaml") + read(folder, "ringfence.yaml"))
                uncomment(folder)
                self.accepted(folder)


if __name__ == "__main__":
    program.main(__name__)
