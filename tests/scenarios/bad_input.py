"""Bad input: what a person gets wrong, and what the program answers.

Every case is a tiny snapshot of two routers with one thing wrong. It must be refused (exit code 2, a diagnostic with its
stable id, and file, line and column where there is a place), or the verdict must be undecided (exit code 3) for the
reason that is named. Never proved.
"""

import json
import re
import sys
import unittest

import program

sys.dont_write_bytecode = True

PROGRAM = None

LEFT = """version 17.6
hostname left
!
interface GigabitEthernet0/0/0
 description to right
 ip address 10.9.0.0 255.255.255.254
 ip ospf network point-to-point
 ip ospf 1 area 0
 ip ospf cost 10
!
interface GigabitEthernet0/0/1
 description left office
 ip address 10.1.0.1 255.255.255.0
 ip ospf 1 area 0
!
router ospf 1
 router-id 10.255.0.1
 passive-interface GigabitEthernet0/0/1
!
ip forward-protocol nd
!
end
"""
RIGHT = (LEFT.replace("hostname left", "hostname right").replace("to right", "to left").replace("left office", "right office")
         .replace("10.9.0.0", "10.9.0.1").replace("10.1.0.1", "10.2.0.1").replace("10.255.0.1", "10.255.0.2"))
INVENTORY = """inventory: 1
elements:
  left: {kind: router, maker: Cisco, owner: Op, operator: Op}
  right: {kind: router, maker: Cisco, owner: Op, operator: Op}
"""
POLICY = """ringfence: 1
as-of: 2026-07-01
parties:
  LAND: {kind: state}
  Op: {kind: operator, state: LAND}
  Cisco: {kind: maker}
  Acme: {kind: company}
lists:
  listed: {by: LAND, names: [Acme], because: "order 1"}
sets:
  untrusted: {parties: {listed-on: listed}, owned-from: 50%}
information:
  records: {owner: LAND, releasable-to: [LAND]}
flows:
  F: {carries: records, between: [left, right], hosts: [10.1.0.10, 10.2.0.10], parties: [LAND]}
rules:
  CLEAN:
    party: LAND
    because: "order 2"
    confine: F
    away-from: untrusted
    levels: [read, meta, alter, cut]
    under: {failures: 1, of: [node]}
"""
GOOD = {"configs/left.cfg": LEFT, "configs/right.cfg": RIGHT, "inventory.yaml": INVENTORY, "ringfence.yaml": POLICY}

JUNOS = """## Last commit: 2026-06-30 09:12:40 UTC by root
version 21.4R3-S4.9;
system {
    host-name third;
}
interfaces {
    ge-0/0/0 {
        unit 0 {
            family inet {
                address 10.7.0.1/24;
            }
        }
    }
}
"""
SROS = """# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR Copyright (c) 2000-2022 Nokia.
configure {
    router "Base" {
        interface "lan" {
            port 1/1/1
            ipv4 {
                primary {
                    address 10.7.0.1
                    prefix-length 24
                }
            }
        }
    }
    system {
        name "third"
    }
}
"""
VRP = """!Software Version V800R021C10SPC600
#
sysname third
#
header login information "
Keep out."
#
interface GigabitEthernet0/1/0
 undo shutdown
 ip address 10.7.0.1 255.255.255.0
#
return
"""
CABLES = {"edges": [{"node1": {"hostname": "left", "interfaceName": "GigabitEthernet0/0/0"},
                     "node2": {"hostname": "right", "interfaceName": "GigabitEthernet0/0/0"}}]}


def changed(path, old, new):
    """The good snapshot with one text replaced in one file."""
    assert GOOD[path].count(old) == 1, (path, old)
    return {**GOOD, path: GOOD[path].replace(old, new)}


def line_of(text, mark):
    lines = [number for number, line in enumerate(text.split("\n"), 1) if mark in line]
    assert len(lines) == 1, (mark, lines)
    return lines[0]


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = None

    def run_check(self, files, *words):
        with program.Overlay(files) as folder:
            return PROGRAM.run("check", folder, *words)

    def doubt(self, files, kind, path, mark):
        """Judged all the same: undecided, and the doubt at path:line is among the reasons."""
        done = self.run_check(files)
        self.assertEqual(done.returncode, program.UNDECIDED, done.stdout.decode() + done.stderr)
        place = f"{path}:{line_of(files[path], mark)}:"
        self.assertRegex(done.stderr, rf"(?m)^{re.escape(place)}\d+: doubt\[{kind}\]: ")
        what = re.search(rf"doubt\[{kind}\]: (.*)", done.stderr)[1]
        self.assertIn(f"not modelled: {what}"[:60], " ".join(done.stdout.decode().split()))
        print(f"\n    {kind}: undecided for {place}", flush=True)

    def refuse(self, files, kind, path=None, mark=None, hint=None, column=True):
        """Exit 2 and the diagnostic at path:line:column. No `path`: the diagnostic has no place. No `mark`: it is about
        the whole file."""
        done = self.run_check(files)
        self.assertEqual(done.returncode, program.REFUSED, done.stdout.decode() + done.stderr)
        self.assertEqual(done.stdout, b"")
        pattern = rf"(?m)^(?P<place>.*?)error\[{kind}\]: (?P<what>.*)$"
        found = [match.groupdict() for match in re.finditer(pattern, done.stderr)]
        self.assertTrue(found, done.stderr)
        place = ""
        if path:
            place = path + ":" if mark is None else f"{path}:{line_of(files[path], mark)}:"
        exact = re.escape(place) + (r"\d+: " if mark and column else r" ?")
        self.assertTrue(any(re.fullmatch(exact, one["place"]) for one in found), f"wanted {exact}\n{done.stderr}")
        if hint:
            self.assertIn(hint, done.stderr)
        print(f"\n    {kind}: refused at {place or 'no place'}", flush=True)
        return done.stderr

    def undecided(self, files, reason, path=None, mark=None):
        """Exit 3 and the reason, with the line that is to blame."""
        done = self.run_check(files, "-f", "json")
        self.assertEqual(done.returncode, program.UNDECIDED, done.stdout.decode()[-3000:] + done.stderr)
        rule, = json.loads(done.stdout)["rules"]
        self.assertEqual(rule["verdict"], "undecided")
        reasons = rule["undecided_because"] + [row for flow in rule["flows"] for row in flow["undecided_because"]]
        self.assertTrue(any(reason in row["text"] for row in reasons), reasons)
        if path:
            places = {(line["file"], line["line"]) for row in reasons for line in row["lines"] if reason in row["text"]}
            self.assertIn((path, line_of(files[path], mark)), places)
        print(f"\n    undecided: {reason}", flush=True)


class TheGoodSnapshot(Case):
    def test_is_proved(self):
        done = self.run_check(GOOD)
        self.assertEqual((done.returncode, done.stderr), (program.PROVED, ""), done.stdout.decode() + done.stderr)


class Files(Case):
    def third(self, text):
        return {**GOOD, "configs/third.cfg": text}

    def test_truncated_junos(self):
        self.refuse(self.third(JUNOS[:JUNOS.index("10.7.0.1/24;") + 12] + "\n"), "syntax-broken", "configs/third.cfg", "address")

    def test_truncated_sros(self):
        text = SROS[:SROS.index("prefix-length")].rstrip() + "\n"
        self.refuse(self.third(text), "syntax-broken", "configs/third.cfg", "address")

    def test_truncated_vrp_in_a_header(self):
        self.refuse(self.third(VRP[:VRP.index("Keep out") + 8] + "\n"), "syntax-broken", "configs/third.cfg", "header login")

    def test_truncated_vrp_before_return(self):
        self.refuse(self.third(VRP[:VRP.index("#\nreturn")]), "syntax-broken", "configs/third.cfg", "ip address")

    def test_truncated_ios_before_end(self):
        text = "Building configuration...\n" + LEFT.replace("hostname left", "hostname third")
        self.assertTrue(text.rstrip().endswith("end"))
        cut = text.rstrip()[:-len("end")].rstrip() + "\n"
        last = cut.rstrip().rsplit("\n", 1)[1]
        done = self.run_check(self.third(cut))
        self.assertEqual(done.returncode, program.REFUSED, done.stderr)
        self.assertIn("syntax-broken", done.stderr)
        self.assertIn(last.strip(), done.stderr)

    def test_truncated_ios_in_a_banner(self):
        self.refuse(self.third(LEFT.replace("hostname left", "hostname third").replace("end\n", "banner login ^C\nKeep out\n")),
                    "syntax-broken", "configs/third.cfg", "banner login")

    def test_brace_that_closes_nothing(self):
        self.refuse(self.third(JUNOS.replace("    host-name third;\n}\n", "    host-name third;\n}\n} # stray\n")),
                    "syntax-broken", "configs/third.cfg", "stray")

    def test_brace_that_closes_nothing_in_sros(self):
        self.refuse(self.third(SROS.rstrip() + "\n} # stray\n"), "syntax-broken", "configs/third.cfg", "stray")

    def test_binary_file(self):
        text = "version 17.6\nhostname x\nGIF\x00\x01\x02\n"
        self.refuse(self.third(text), "file-binary", "configs/third.cfg", "GIF")

    def test_100_megabytes_of_one_line(self):
        self.refuse(self.third(b"version 17.6 " + b"a" * 100_000_000), "file-too-large", "configs/third.cfg")

    def test_one_long_line(self):
        self.refuse(self.third("version 17.6\nhostname third\n description " + "a" * 1_000_000 + "\n"), "line-too-long",
                    "configs/third.cfg", "description")

    def test_no_format(self):
        self.refuse(self.third("Dear colleague,\nplease find the configuration in the next mail.\n"), "format-unknown",
                    "configs/third.cfg")

    def test_empty_file(self):
        self.refuse(self.third(""), "format-unknown", "configs/third.cfg")

    def test_two_formats(self):
        text = "Building configuration...\ninterface Ethernet0\n ip address 10.7.0.1 255.255.255.0\n!\n"
        text += "interfaces {\n    ge-0/0/0 {\n        unit 0 {\n            family inet {\n                address 10.7.0.1/24;\n"
        self.refuse(self.third(text + "            }\n        }\n    }\n}\n"), "format-ambiguous", "configs/third.cfg")

    def test_folder_in_the_folder_of_a_device(self):
        text = self.refuse({**GOOD, "configs/third/old/third.cfg": LEFT}, "file-unreadable")
        self.assertIn("configs/third/old", text)

    def test_no_configurations(self):
        self.refuse({"inventory.yaml": INVENTORY, "ringfence.yaml": POLICY}, "snapshot-empty")

    def test_no_folder(self):
        done = PROGRAM.run("check", "no-such-folder")
        self.assertEqual(done.returncode, program.REFUSED)
        self.assertIn("no-such-folder", done.stderr)


class Networks(Case):
    def test_two_devices_with_one_name(self):
        self.refuse(changed("configs/right.cfg", "hostname right", "hostname left"), "hostname-duplicate",
                    "configs/right.cfg", "hostname left")

    def second_link(self, left, right, mask):
        """A second cable between the routers, with these addresses."""
        port = "interface GigabitEthernet0/0/2\n ip address {} {}\n!\n"
        mark = "router ospf 1\n"
        edge = {"node1": {"hostname": "left", "interfaceName": "GigabitEthernet0/0/2"},
                "node2": {"hostname": "right", "interfaceName": "GigabitEthernet0/0/2"}}
        return {**GOOD, "configs/left.cfg": LEFT.replace(mark, port.format(left, mask) + mark),
                "configs/right.cfg": RIGHT.replace(mark, port.format(right, mask) + mark),
                "batfish/layer1_topology.json": json.dumps({"edges": CABLES["edges"] + [edge]})}

    def test_one_subnet_on_two_links(self):
        wide = "255.255.255.0"
        files = self.second_link("10.9.0.7", "10.9.0.8", wide)
        for path in ("configs/left.cfg", "configs/right.cfg"):
            files[path] = files[path].replace("255.255.255.254", wide).replace("10.9.0.0 ", "10.9.0.5 ")
        self.doubt(files, "subnet-overlap", "configs/left.cfg", "GigabitEthernet0/0/2")

    def test_one_address_twice(self):
        self.doubt(changed("configs/right.cfg", "10.9.0.1", "10.9.0.0"), "address-duplicate", "configs/right.cfg", "10.9.0.0")

    def test_interface_in_two_areas(self):
        files = changed("configs/left.cfg", " ip ospf cost 10\n", " ip ospf cost 10\n ip ospf 1 area 7\n")
        self.refuse(files, "interface-two-areas", "configs/left.cfg", "area 7")

    def third_in_two_areas(self, text, mark):
        self.refuse({**GOOD, "configs/third.cfg": text}, "interface-two-areas", "configs/third.cfg", mark)

    def test_interface_in_two_areas_in_junos(self):
        ospf = "protocols {\n    ospf {\n        area 0.0.0.0 {\n            interface ge-0/0/0.0;\n        }\n" \
               "        area 0.0.0.7 {\n            interface ge-0/0/0.0; ## again\n        }\n    }\n}\n"
        self.third_in_two_areas(JUNOS + ospf, "again")

    def test_interface_in_two_areas_in_vrp(self):
        self.third_in_two_areas(VRP.replace(" ip address 10.7", " ospf enable 1 area 0.0.0.0\n ospf enable 1 area 0.0.0.7\n ip address 10.7"),
                                "area 0.0.0.7")

    def test_cable_without_end(self):
        files = {**GOOD, "batfish/layer1_topology.json": json.dumps(CABLES).replace('"right"', '"rihgt"')}
        self.doubt(files, "link-unknown-end", "batfish/layer1_topology.json", "rihgt")


class Policies(Case):
    def policy(self, old, new):
        return changed("ringfence.yaml", old, new)

    def test_unknown_device(self):
        self.refuse(self.policy("[left, right]", "[left, rihgt]"), "name-unknown", "ringfence.yaml", "rihgt", "Did you mean 'right'?")

    def test_unknown_supplier(self):
        self.refuse(self.policy("[Acme]", "[Amce]"), "name-unknown", "ringfence.yaml", "Amce", "Did you mean 'Acme'?")

    def test_unknown_maker_in_the_inventory(self):
        self.refuse(changed("inventory.yaml", "left: {kind: router, maker: Cisco", "left: {kind: router, maker: Cicso"), "name-unknown",
                    "inventory.yaml", "Cicso", "Did you mean 'Cisco'?")

    def test_unknown_flow(self):
        self.refuse(self.policy("confine: F", "confine: FF"), "name-unknown", "ringfence.yaml", "confine")

    def test_unknown_set(self):
        self.refuse(self.policy("away-from: untrusted", "away-from: untrused"), "name-unknown", "ringfence.yaml", "away-from",
                    "Did you mean 'untrusted'?")

    def test_duplicate_key(self):
        self.refuse(self.policy("    confine: F\n", "    confine: F\n    party: Op\n"), "key-duplicate", "ringfence.yaml", "party: Op")

    def test_unknown_key(self):
        self.refuse(self.policy("away-from:", "away-form:"), "key-unknown", "ringfence.yaml", "away-form", "Did you mean 'away-from'?")

    def test_unknown_key_in_the_inventory(self):
        self.refuse(changed("inventory.yaml", "left: {kind: router, maker", "left: {kind: router, makr"), "key-unknown",
                    "inventory.yaml", "makr", "Did you mean 'maker'?")

    def test_waivers(self):
        good = "{rule: CLEAN, flow: F, element: left, owner: desk 7, reason: replaced soon, expires: 2026-12-31}"
        for old, new, kind, place, hint in (
                ("rule: CLEAN", "rule: CLAEN", "name-unknown", "CLAEN", "Did you mean 'CLEAN'?"),
                ("flow: F", "flow: FF", "name-unknown", "FF", None),
                ("element: left", "element: letf", "name-unknown", "letf", "Did you mean 'left'?"),
                ("owner: desk 7, ", "", "key-missing", "- {rule", None),
                ("owner: desk 7", "owner: ' '", "value-invalid", "' '", None),
                ("reason: replaced soon, ", "", "key-missing", "- {rule", None),
                ("expires: 2026-12-31", "expires: 2026-02-30", "type-wrong", "2026-02-30", None),
                ("expires: 2026-12-31", "expires: next year", "type-wrong", "next year", None)):
            with self.subTest(new or old):
                files = dict(GOOD, **{"ringfence.yaml": POLICY + "waivers:\n  - " + good.replace(old, new) + "\n"})
                self.refuse(files, kind, "ringfence.yaml", place, *([hint] if hint else []))

    def test_include_cycle(self):
        files = self.policy("as-of: 2026-07-01\n", "as-of: 2026-07-01\ninclude: [more.yaml]\n")
        files["more.yaml"] = "ringfence: 1\ninclude: [ringfence.yaml]\n"
        self.refuse(files, "include-cycle", "more.yaml", "include")

    def test_include_outside(self):
        self.refuse(self.policy("as-of: 2026-07-01\n", "as-of: 2026-07-01\ninclude: [../more.yaml]\n"), "include-outside",
                    "ringfence.yaml", "include")

    def test_ownership_cycle(self):
        self.refuse(self.policy("  Acme: {kind: company}\n", "  Acme: {kind: company, owners: {Beta: 60%}}\n"
                                                            "  Beta: {kind: company, owners: {Acme: 60%}}\n"),
                    "ownership-cycle", "ringfence.yaml", "Beta: {kind")

    def test_shares_over_100(self):
        self.refuse(self.policy("Acme: {kind: company}", "Acme: {kind: company, owners: {Op: 60%, Cisco: 50%}}"), "shares-over-100",
                    "ringfence.yaml", "Acme: {kind")

    def test_dates_that_never_apply(self):
        self.refuse(self.policy("    confine: F\n", "    confine: F\n    from: 2026-01-01\n    until: 2025-01-01\n"), "dates-never-apply",
                    "ringfence.yaml", "until")

    def test_rule_that_matches_nothing(self):
        files = self.policy("information:\n", "information:\n  unused: {owner: LAND}\n")
        files["ringfence.yaml"] = files["ringfence.yaml"].replace("confine: F", "confine: unused")
        self.refuse(files, "rule-matches-nothing", "ringfence.yaml", "CLEAN")

    def test_under_without_of(self):
        self.refuse(self.policy("under: {failures: 1, of: [node]}", "under: {failures: 1}"), "key-missing", "ringfence.yaml", "under")

    def test_value_of_another_shape(self):
        self.refuse(self.policy("under: {failures: 1, of: [node]}", "under: often"), "type-wrong", "ringfence.yaml", "under")

    def test_day_that_does_not_exist(self):
        self.refuse(self.policy("as-of: 2026-07-01", "as-of: 2026-02-30"), "type-wrong", "ringfence.yaml", "as-of")

    def test_share_over_the_whole(self):
        self.refuse(self.policy("owned-from: 50%", "owned-from: 150%"), "type-wrong", "ringfence.yaml", "owned-from")

    def test_broken_yaml(self):
        self.refuse(self.policy("lists:\n", "lists: [\n"), "yaml-broken", "ringfence.yaml", "sets:")

    def test_other_version(self):
        self.refuse(self.policy("ringfence: 1", "ringfence: 2"), "version-unsupported", "ringfence.yaml", "ringfence: 2")

    def test_two_elements_with_one_name_in_two_files(self):
        files = self.policy("as-of: 2026-07-01\n", "as-of: 2026-07-01\ninclude: [more.yaml]\n")
        files["more.yaml"] = "ringfence: 1\nparties:\n  Acme: {kind: maker}\n"
        self.refuse(files, "name-duplicate", "more.yaml", "Acme")


class Questions(Case):
    """Names on the command line are refused like names in files."""

    def ask(self, *words):
        with program.Overlay(GOOD) as folder:
            done = PROGRAM.run(words[0], folder, *words[1:])
        self.assertEqual(done.returncode, program.REFUSED, done.stdout.decode() + done.stderr)
        return done.stderr

    def test_unknown_failure(self):
        self.assertIn("error[fail-element-unknown]", self.ask("trace", "--flow", "F", "--fail", "node:lefft"))

    def test_unknown_flow(self):
        self.assertIn("error[name-unknown]", self.ask("trace", "--flow", "G"))

    def test_unknown_device_of_sessions(self):
        self.assertIn("Did you mean 'left'?", self.ask("sessions", "--device", "leftt"))

    def test_unknown_protocol_of_sessions(self):
        self.ask("sessions", "--protocol", "ripng")

    def test_unknown_rule(self):
        self.assertIn("Did you mean 'CLEAN'?", self.ask("check", "--rule", "CLEEN"))

    def test_unknown_party(self):
        self.assertIn("Did you mean 'Acme'?", self.ask("whatif", "--ban", "Acmee"))

    def test_unknown_format(self):
        self.ask("check", "-f", "pdf")

    def test_unknown_option(self):
        self.ask("check", "--failure", "1")

    def test_day(self):
        self.ask("check", "--as-of", "yesterday")


class Told(Case):
    """What is right as a proof and may be a slip is at least said."""

    def test_flow_that_never_arrives(self):
        done = self.run_check(changed("ringfence.yaml", "10.2.0.10", "10.77.0.10"))
        self.assertEqual(done.returncode, program.PROVED, done.stderr)
        self.assertIn("with nothing failed, the flow does not get through", done.stdout.decode())
        self.assertNotIn("does not get through", self.run_check(GOOD).stdout.decode())


class Undecided(Case):
    """The input is fine, and does not prove the rule."""

    def test_line_that_is_not_modelled(self):
        files = changed("configs/left.cfg", " description left office\n", " description left office\n ip nat enable\n")
        self.undecided(files, "left: not modelled", "configs/left.cfg", "ip nat")

    def test_line_that_nobody_knows(self):
        files = changed("configs/right.cfg", " description right office\n", " description right office\n frobnicate everything\n")
        self.undecided(files, "right: not modelled", "configs/right.cfg", "frobnicate")

    def test_line_outside_the_cone_disturbs_nothing(self):
        """A line about IPv6 on the path of an IPv4 flow, and any line on a router that no packet of the flow can meet."""
        files = changed("configs/left.cfg", " description left office\n", " description left office\n ospfv3 1 ipv6 area 0\n")
        files["configs/third.cfg"] = LEFT.replace("hostname left", "hostname third").replace("10.9.0.0", "10.8.0.0") \
            .replace("10.1.0.1", "10.3.0.1").replace("10.255.0.1", "10.255.0.3").replace(" description left office\n", " ip nat enable\n")
        files["inventory.yaml"] += "  third: {kind: router, maker: Cisco, owner: Op, operator: Op}\n"
        done = self.run_check(files)
        self.assertEqual(done.returncode, program.PROVED, done.stdout.decode() + done.stderr)
        self.assertRegex(done.stdout.decode(), r"[1-9]\d* not modelled")

    def test_missing_maker(self):
        files = changed("inventory.yaml", "right: {kind: router, maker: Cisco", "right: {kind: router")
        self.undecided(files, "nobody states who makes right", "inventory.yaml", "right: {")

    def test_missing_inventory(self):
        files = {path: text for path, text in GOOD.items() if path != "inventory.yaml"}
        self.undecided(files, "nobody states who makes")

    def test_flow_that_leaves_the_network(self):
        files = changed("ringfence.yaml", "10.2.0.10", "203.0.113.10")
        uplink = "interface GigabitEthernet0/0/2\n ip address 198.51.100.1 255.255.255.252\n!\n"
        files["configs/left.cfg"] = (LEFT.replace("router ospf 1\n", uplink + "router ospf 1\n")
                                     .replace("!\nend", "ip route 203.0.113.0 255.255.255.0 198.51.100.2\n!\nend"))
        self.undecided(files, "packets leave the modelled network at left")

    def test_share_known_as_an_interval(self):
        files = changed("ringfence.yaml", "  Cisco: {kind: maker}\n", "  Cisco: {kind: maker, owners: {Acme: \"40%..60%\"}}\n")
        self.undecided(files, "shares are known as intervals only")

    def test_nothing_in_force(self):
        done = self.run_check(changed("ringfence.yaml", "    confine: F\n", "    confine: F\n    from: 2030-01-01\n"))
        self.assertEqual(done.returncode, program.UNDECIDED, done.stdout.decode() + done.stderr)


if __name__ == "__main__":
    program.main(__name__)
