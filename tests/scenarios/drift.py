"""The command `drift`, and announcements from outside as files: formats, exit codes, what is not decided."""

import json
import unittest

import program

PROGRAM = None  # set by program.main

EDGE = """frr version 8.5
frr defaults traditional
hostname edge
!
interface eth0
 ip address 192.0.2.1/24
!
interface eth1
 ip address 10.9.0.0/31
 ip ospf network point-to-point
 ip ospf area 0
!
router ospf
 ospf router-id 10.255.0.1
!
router bgp 65001
 bgp router-id 10.255.0.1
 no bgp ebgp-requires-policy
 neighbor 192.0.2.2 remote-as 64500
!
"""
CORE = """frr version 8.5
frr defaults traditional
hostname core
!
interface lo
 ip address 10.255.0.2/32
 ip ospf area 0
!
interface eth1
 ip address 10.9.0.1/31
 ip ospf network point-to-point
 ip ospf area 0
!
router ospf
 ospf router-id 10.255.0.2
!
"""
ANNOUNCEMENT = {"type": "ebgp_sent", "network": "198.51.100.0/24", "srcIp": "192.0.2.2", "dstNode": "edge", "asPath": [64500, [64501, 64502]]}
ANNOUNCED = {"external_bgp_announcements.json": json.dumps({"Announcements": [ANNOUNCEMENT]})}
CONFIGS = {"configs/edge.cfg": EDGE, "configs/core.cfg": CORE}


def table(files, node):
    """The computed table of a node as lines."""
    with program.Overlay(files) as folder:
        done = PROGRAM.run("routes", folder, "--node", node, "-f", "jsonl")
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


class Case(unittest.TestCase):
    def drift(self, files, *words, code):
        with program.Overlay(files) as folder:
            done = PROGRAM.run("drift", folder, *words)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr)
        return done.stdout.decode() if code != program.REFUSED else done.stderr


class Announcements(Case):
    def test_routes_and_session(self):
        rows = [json.loads(line) for line in table({**CONFIGS, **ANNOUNCED}, "edge").splitlines()]
        self.assertEqual([(r["prefix"], r["next_hop_ip"]) for r in rows if r["protocol"] == "ebgp"], [("198.51.100.0/24", "192.0.2.2")])
        with program.Overlay({**CONFIGS, **ANNOUNCED}) as folder:
            sessions = json.loads(PROGRAM.run("sessions", folder, "--protocol", "bgp", "-f", "json").stdout)["sessions"]
        self.assertEqual([(s["state"], s["scope"], s["ends"][1]["device"], s["ends"][1]["address"]) for s in sessions],
                         [("up", "ebgp", None, "192.0.2.2")])
        self.assertEqual(sessions[0]["ends"][1]["lines"][0]["file"], "external_bgp_announcements.json")

    def test_the_gap_closes(self):
        for files, open_lines in ((CONFIGS, 1), ({**CONFIGS, **ANNOUNCED}, 0)):
            with program.Overlay(files) as folder:
                document = json.loads(PROGRAM.run("parse", folder, "-f", "json").stdout)
            reasons = [line["reason"] for file in document["files"] for line in file["open_lines"]]
            self.assertEqual(len([r for r in reasons if "outside" in r]), open_lines, reasons)

    def test_bad_input(self):
        for change, words in (({"dstNode": "egde"}, "Did you mean 'edge'?"), ({"network": "198.51.100.1/24"}, "host bits set"),
                              ({"asPath": [4294967296]}, "4294967296"), ({"asPath": [64500] * 1001}, "1001 numbers"),
                              ({"typ": "x"}, "Did you mean 'type'?")):
            text = json.dumps({"Announcements": [{**ANNOUNCEMENT, **change}]})
            with program.Overlay({**CONFIGS, "external_bgp_announcements.json": text}) as folder:
                done = PROGRAM.run("routes", folder)
            self.assertEqual(done.returncode, program.REFUSED)
            self.assertIn(words, done.stderr)
            self.assertIn("external_bgp_announcements.json:1:", done.stderr)


class Drift(Case):
    def files(self, old="", new=""):
        files = {**CONFIGS, **ANNOUNCED}
        observed = {f"observed/{node}.jsonl": table(files, node) for node in ("edge", "core")}
        if old:
            assert old in observed["observed/edge.jsonl"], old
            observed["observed/edge.jsonl"] = observed["observed/edge.jsonl"].replace(old, new)
        return {**files, **observed}

    def test_equal(self):
        text = self.drift(self.files(), code=program.PROVED)
        self.assertRegex(text, r"^2 tables, \d+ prefixes: \d+ equal, 0 differ, 0 undecided\n$")

    def test_different(self):
        files = self.files('"next_hop_ip":"192.0.2.2"', '"next_hop_ip":"192.0.2.3"')
        text = self.drift(files, code=program.VIOLATED)
        self.assertIn("differs   edge default 198.51.100.0/24: next-hop", text)
        self.assertRegex(text, r"computed +ebgp \[20/0\] via 192\.0\.2\.2")
        self.assertRegex(text, r"observed +ebgp \[20/0\] via 192\.0\.2\.3 +observed/edge\.jsonl:\d+")
        document = json.loads(self.drift(files, "-f", "json", code=program.VIOLATED))
        self.assertEqual(document["ringfence"], {"document": "drift", "version": 1})
        self.assertEqual(document["counts"]["differ"], 1)
        line = json.loads(self.drift(files, "-f", "jsonl", code=program.VIOLATED))
        self.assertEqual(line, document["drifts"][0])
        self.assertEqual((line["differs_in"], line["decided"]), (["next-hop"], True))
        self.drift(files, "--node", "core", code=program.PROVED)
        self.drift(files, "--ignore", "ebgp", code=program.PROVED)

    def test_undecided(self):
        files = self.files()
        del files["external_bgp_announcements.json"]
        text = self.drift(files, code=program.UNDECIDED)
        self.assertIn("undecided edge default 198.51.100.0/24: missing", text)
        self.assertRegex(text, r"configs/edge\.cfg:\d+: neighbor 192\.0\.2\.2 remote-as 64500")
        self.assertIn("0 differ, 1 undecided", text)

    def test_refused(self):
        self.assertIn("observed-missing", self.drift(CONFIGS, code=program.REFUSED))
        files = {**CONFIGS, "observed/egde.jsonl": "{}\n"}
        self.assertIn("Did you mean 'edge'?", self.drift(files, code=program.REFUSED))
        self.assertIn("observed/edge.jsonl:1:", self.drift({**CONFIGS, "observed/edge.jsonl": "[1\n"}, code=program.REFUSED))

    def test_under_a_failure(self):
        text = self.drift(self.files(), "--fail", "interface:edge[eth0]", code=program.VIOLATED)
        self.assertIn("failed: interface:edge[eth0]", text)
        self.assertIn("192.0.2.0/24: missing", text)

    def test_same_bytes_on_any_number_of_threads(self):
        with program.Overlay(self.files('"next_hop_ip":"192.0.2.2"', '"next_hop_ip":"192.0.2.3"')) as folder:
            outputs = {PROGRAM.run("drift", folder, "-f", "json", threads=threads).stdout for threads in (1, 4)}
        self.assertEqual(len(outputs), 1)


if __name__ == "__main__":
    program.main(__name__)
