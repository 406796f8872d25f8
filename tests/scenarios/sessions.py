"""The command `sessions`: states, causes, the lines of both ends, options, formats and exit codes."""

import json
import os
import unittest

import program

PROGRAM = None  # set by program.main

ROUTER = """frr version 8.5
frr defaults traditional
hostname {name}
!
interface lo
 ip address {loopback}/32
!
interface eth0
 ip address {link}/31
 ip ospf network point-to-point
 ip ospf area 0
!
interface eth1
 ip address {core}/31
 ip router isis CORE
 isis network point-to-point
!
router ospf
 ospf router-id {loopback}
!
router isis CORE
 net 49.0001.0000.0000.{number}.00
 is-type level-2-only
!
router bgp {asn}
 bgp router-id {loopback}
 no bgp ebgp-requires-policy
 neighbor {peer} remote-as {peer_asn}
!
"""
LEFT = ROUTER.format(name="left", loopback="10.255.0.1", link="10.9.0.0", core="10.9.1.0", number="0001", asn=65001, peer="10.9.0.1",
                     peer_asn=65002)
RIGHT = ROUTER.format(name="right", loopback="10.255.0.2", link="10.9.0.1", core="10.9.1.1", number="0002", asn=65002, peer="10.9.0.0",
                      peer_asn=65001)
GOOD = {"configs/left.cfg": LEFT, "configs/right.cfg": RIGHT}


def changed(path, old, new):
    assert old in GOOD[path], old
    return {**GOOD, path: GOOD[path].replace(old, new)}


class Case(unittest.TestCase):
    def run_on(self, files, *words):
        with program.Overlay(files) as folder:
            done = PROGRAM.run("sessions", folder, *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode()

    def document(self, files, *words):
        return json.loads(self.run_on(files, *words, "-f", "json"))

    def one(self, files, protocol):
        """The one session of a protocol."""
        sessions = self.document(files, "--protocol", protocol)["sessions"]
        self.assertEqual(len(sessions), 1, sessions)
        return sessions[0]

    def expect(self, files, protocol, state, cause, *lines):
        """State, cause, and lines that must be among those named, where they really stand."""
        session = self.one(files, protocol)
        self.assertEqual((session["state"], session["cause"]), (state, cause), session)
        named = [line for end in session["ends"] for line in end["lines"]]
        for line in named:
            text = files[line["file"]].splitlines()[line["line"] - 1]
            self.assertEqual(text.strip(), line["text"])
            self.assertGreaterEqual(line["column"], 1)
        for text in lines:
            self.assertIn(text, [line["text"] for line in named])
        return session


class States(Case):
    def test_all_up(self):
        document = self.document(GOOD)
        self.assertEqual(document["ringfence"], {"document": "sessions", "version": 1})
        self.assertEqual(document["counts"], {"up": 3, "down": 0, "never": 0, "outside": 0, "undecided": 0})
        self.assertEqual([(s["protocol"], s["scope"]) for s in document["sessions"]],
                         [("bgp", "ebgp"), ("isis", "level-2"), ("ospf", "0.0.0.0")])
        bgp = document["sessions"][0]
        self.assertEqual([(e["device"], e["vrf"], e["process"], e["interface"], e["address"]) for e in bgp["ends"]],
                         [("left", "default", "65001", "eth0", "10.9.0.0"),
                          ("right", "default", "65002", "eth0", "10.9.0.1")])

    def test_as_mismatch(self):
        files = changed("configs/left.cfg", "remote-as 65002", "remote-as 65003")
        session = self.expect(files, "bgp", "never", "as-mismatch", "neighbor 10.9.0.1 remote-as 65003",
                              "neighbor 10.9.0.0 remote-as 65001")
        self.assertIn("'left' expects AS 65003", session["what"])

    def test_neighbour_outside(self):
        files = changed("configs/left.cfg", "neighbor 10.9.0.1 remote-as 65002", "neighbor 203.0.113.9 remote-as 64500")
        sessions = self.document(files, "--device", "left", "--protocol", "bgp")["sessions"]
        outside = [s for s in sessions if s["state"] == "outside"]
        self.assertEqual([(s["cause"], s["ends"][1]["device"], s["ends"][1]["address"]) for s in outside],
                         [("unknown-address", None, "203.0.113.9")])

    def test_shut_end(self):
        files = changed("configs/right.cfg", " ip address 10.9.1.1", " shutdown\n ip address 10.9.1.1")
        self.expect(files, "isis", "down", "shutdown", "shutdown")

    def test_one_sided(self):
        self.expect(changed("configs/right.cfg", " ip ospf area 0\n", ""), "ospf", "never", "one-sided", "interface eth0")

    def test_passive(self):
        files = changed("configs/right.cfg", " ospf router-id 10.255.0.2\n", " ospf router-id 10.255.0.2\n passive-interface eth0\n")
        self.expect(files, "ospf", "never", "passive")

    def test_hello_interval(self):
        files = changed("configs/left.cfg", " ip ospf area 0", " ip ospf hello-interval 3\n ip ospf area 0")
        session = self.expect(files, "ospf", "never", "hello-interval", "interface eth0", "ip ospf area 0")
        self.assertIn("3 s against 10 s", session["what"])

    def test_levels(self):
        self.expect(changed("configs/left.cfg", "level-2-only", "level-1"), "isis", "never", "levels", "router isis CORE")


class Options(Case):
    def test_fail_and_down(self):
        self.assertEqual(self.document(GOOD, "--down")["sessions"], [])
        text = self.run_on(GOOD, "--down", "--fail", "interface:left[eth0]")
        self.assertRegex(text, r"(?m)^failed: interface:left\[eth0\]$")
        self.assertRegex(text, r"(?m)^down +bgp ")
        self.assertRegex(text, r"(?m)^down +ospf ")
        self.assertNotRegex(text, r"(?m)^up ")
        self.assertIn("left[eth0] is down", text)
        self.assertIn("3 sessions: 1 up, 2 down", text)
        self.assertNotIn("\x1b", text)

    def test_text_names_file_line_and_column(self):
        text = self.run_on(changed("configs/left.cfg", "remote-as 65002", "remote-as 65003"))
        self.assertRegex(text, r"configs/left\.cfg:\d+:\d+: neighbor 10\.9\.0\.1 remote-as 65003")
        self.assertRegex(text, r"configs/right\.cfg:\d+:\d+: neighbor 10\.9\.0\.0 remote-as 65001")

    def test_json_lines(self):
        lines = self.run_on(GOOD, "-f", "jsonl").splitlines()
        self.assertEqual([json.loads(line)["protocol"] for line in lines], ["bgp", "isis", "ospf"])

    def test_same_bytes_on_any_number_of_threads(self):
        with program.Overlay(GOOD) as folder:
            outputs = {PROGRAM.run("sessions", folder, "-f", "json", threads=threads).stdout for threads in (1, 4)}
        self.assertEqual(len(outputs), 1)

    def test_help_and_completion(self):
        help_text = PROGRAM.run("sessions", "--help").stdout.decode()
        for word in ("--fail", "--device", "--protocol", "--down", "never", "outside", "exit code"):
            self.assertIn(word, help_text)
        for shell in ("bash", "zsh", "fish"):
            self.assertIn("sessions", PROGRAM.run("completion", shell).stdout.decode())
        self.assertIn("--down", PROGRAM.run("completion", "bash").stdout.decode())

    def test_example(self):
        done = PROGRAM.run("sessions", os.path.join(program.ROOT, "examples/tiny-ospf"), "--fail", "link:west-east", "--down", "-f", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([(s["protocol"], s["state"]) for s in json.loads(done.stdout)["sessions"]], [("ospf", "down")])


if __name__ == "__main__":
    program.main(__name__)
