"""How a machine is chosen, what becomes of one that hangs, and the archive that is its root, and a daemon
that refuses; neither root nor QEMU is needed."""

import io
import os
import stat
import sys
import tempfile
import types
import unittest

import initramfs
import machine
import qemu
import vpn_lab


def way(name, program, missing=""):
    """A machine that is a Python program on this computer."""
    return types.SimpleNamespace(NAME=name, missing=lambda: missing, command=lambda *_: ([sys.executable, "-c", program], {}))


def says(text):
    return f"print({text!r})"


GOOD = says(machine.MARK + '{"lacks": []}')


class Choice(unittest.TestCase):
    def test_the_first_that_boots_is_taken(self):
        ways = way("a", GOOD, "not installed"), way("b", says("Kernel panic - not syncing: no\n[<60>] address")), way("c", GOOD), way("d", GOOD)
        chosen, reasons = machine.choose(ways)
        self.assertEqual(chosen.NAME, "c")
        self.assertEqual(reasons, "a: not installed; b: does not boot: Kernel panic - not syncing: no")

    def test_none_is_taken_that_lacks_something(self):
        chosen, reasons = machine.choose([way("a", says(machine.MARK + '{"lacks": ["VRF", "MPLS"]}')), way("b", says("nothing"))])
        self.assertIsNone(chosen)
        self.assertEqual(reasons, "a: the kernel lacks VRF and MPLS; b: does not boot: nothing")

    def test_a_machine_that_hangs_is_killed(self):
        documents, console = machine.run(way("a", "import time\nprint('up', flush=True)\ntime.sleep(600)"), "", [], -9.0)
        self.assertEqual(documents, [])
        self.assertIn("not down after", console)
        self.assertEqual(machine.running, set())


def read(data):
    """{name: (mode, content)} of a `newc` archive."""
    found, at = {}, 0
    while True:
        assert data[at:at + 6] == b"070701", at
        words = [int(data[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
        name = data[at + 110:at + 110 + words[11] - 1].decode()
        at += 110 + words[11] + -(110 + words[11]) % 4
        if name == "TRAILER!!!":
            return found
        found[name] = words[1], data[at:at + words[6]]
        at += words[6] + -words[6] % 4


class Archive(unittest.TestCase):
    def test_links_on_the_way_come_along(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = os.path.realpath(folder)
            os.makedirs(f"{folder}/usr/lib")
            os.symlink("usr/lib", f"{folder}/lib")
            with open(f"{folder}/usr/lib/a.1", "w", encoding="ascii") as file:
                file.write("12345")
            os.symlink("../lib/a.1", f"{folder}/usr/lib/a")
            archive, out = initramfs.Archive(), io.BytesIO()
            archive.add(f"{folder}/lib/a")
            archive.copy(f"{folder}/usr/lib/a.1", "/init")
            archive.device("/dev/null", 1, 3)
            archive.write(out)
        self.assertEqual(len(out.getvalue()) % 4, 0)
        found, inside = read(out.getvalue()), folder[1:]
        self.assertEqual(found[f"{inside}/lib"], (stat.S_IFLNK | 0o777, b"usr/lib"))
        self.assertEqual(found[f"{inside}/usr/lib/a"], (stat.S_IFLNK | 0o777, b"../lib/a.1"))
        self.assertEqual(found[f"{inside}/usr/lib/a.1"][1], b"12345")
        self.assertEqual(found["init"][1], b"12345")
        self.assertEqual(found["dev/null"], (stat.S_IFCHR | 0o666, b""))
        names = list(found)
        for name in names:
            parent = os.path.dirname(name)
            self.assertTrue(not parent or names.index(parent) < names.index(name), name)
            self.assertTrue(not parent or stat.S_ISDIR(found[parent][0]), name)

    def test_what_is_not_there_is_refused(self):
        with self.assertRaises(FileNotFoundError):
            initramfs.Archive().add("/no/such/file")


class Daemon:
    """Refuses one line as often as it is told."""

    def __init__(self, line, times):
        self.line, self.times, self.heard = line, times, []

    def ask(self, line):
        self.heard.append(line)
        if line != self.line or self.times == 0:
            return 0, ""
        self.times -= 1
        return 1, "not now\n"

    def show(self, line):
        self.heard.append(line)


class Refusals(unittest.TestCase):
    TEXT = "interface p0\n ip address 10.0.0.1/24\nexit\nrouter ospf\n segment-routing on\n segment-routing prefix 10.0.0.1/32 index 2\nexit\n"

    def load(self, line, times):
        lab = vpn_lab.Lab(types.SimpleNamespace(routers={}))
        lab.daemons["a"], lab.vtys["a", "ospfd"] = ["ospfd"], Daemon(line, times)
        lab.load("a", self.TEXT)
        return lab.vtys["a", "ospfd"].heard

    def setUp(self):
        self.addCleanup(setattr, vpn_lab, "ATTEMPT_PAUSE_S", vpn_lab.ATTEMPT_PAUSE_S)
        vpn_lab.ATTEMPT_PAUSE_S = 0.0

    def test_a_protocol_is_taken_back_and_said_again(self):
        lines = self.TEXT.splitlines()
        self.assertEqual(self.load(lines[5], 1), ["configure terminal", *lines, "no router ospf", *lines[3:], "end"])

    def test_what_stays_refused_is_told_with_its_reason(self):
        with self.assertRaisesRegex(RuntimeError, "a: FRR refuses of router ospf: .* index 2': 'not now'"):
            self.load(self.TEXT.splitlines()[5], vpn_lab.ATTEMPTS)

    def test_an_interface_is_not_taken_back(self):
        with self.assertRaisesRegex(RuntimeError, "a: FRR refuses of interface p0"):
            self.load(self.TEXT.splitlines()[1], 1)


class Kernels(unittest.TestCase):
    def test_versions_are_numbers(self):
        versions = ["6.1.0-9-amd64", "6.1.0-56-cloud-amd64", "5.10.0-30-amd64", "6.12.1"]
        self.assertEqual(sorted(versions, key=qemu.version_key), ["5.10.0-30-amd64", "6.1.0-9-amd64", "6.1.0-56-cloud-amd64", "6.12.1"])


if __name__ == "__main__":
    unittest.main()
