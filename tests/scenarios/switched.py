"""Switches between routers: who handles the frames, and what a cut trunk does.

Two routers meet in VLAN 10 over two switches. A third switch, made by a company that is listed, joins them in VLAN 20,
which OSPF likes less. So the flow meets the listed company's switch only when something on the first way is gone.
"""

import json
import sys
import unittest

import bad_input
import program

sys.dont_write_bytecode = True

PROGRAM = None


def router(own, lan):
    return (bad_input.LEFT.replace("hostname left", f"hostname {'left' if own == 0 else 'right'}")
            .replace(" ip address 10.9.0.0 255.255.255.254", f" ip address 10.9.0.{own} 255.255.255.254")
            .replace("10.1.0.1 ", f"10.{lan}.0.1 ").replace("router-id 10.255.0.1", f"router-id 10.255.0.{lan}")
            .replace("!\ninterface GigabitEthernet0/0/1\n", "!\ninterface GigabitEthernet0/0/2\n description by the back\n"
                     f" ip address 10.9.1.{own} 255.255.255.254\n ip ospf 1 area 0\n ip ospf cost 50\n!\n"
                     "interface GigabitEthernet0/0/1\n"))


def switch(name, *ports):
    text = f"version 15.2\nhostname {name}\n!\n"
    for number, lines in enumerate(ports, 1):
        text += f"interface GigabitEthernet1/0/{number}\n" + "".join(f" switchport {line}\n" for line in lines) + "!\n"
    return text + "end\n"


ACCESS = ("mode access", "access vlan 10")
TRUNK = ("mode trunk", "trunk allowed vlan 10")
BACK = ("mode access", "access vlan 20")
FILES = {
    "configs/left.cfg": router(0, 1), "configs/right.cfg": router(1, 2),
    "configs/sw1.cfg": switch("sw1", ACCESS, TRUNK), "configs/sw2.cfg": switch("sw2", TRUNK, ACCESS),
    "configs/sw3.cfg": switch("sw3", BACK, BACK),
    "inventory.yaml": bad_input.INVENTORY + "".join(
        f"  {name}: {{kind: switch, maker: {maker}, owner: Op, operator: Op}}\n"
        for name, maker in (("sw1", "Cisco"), ("sw2", "Cisco"), ("sw3", "Acme"))),
    "ringfence.yaml": bad_input.POLICY.replace("of: [node]", "of: [link, node]"),
}


def cable(left, port, right, far):
    return {"node1": {"hostname": left, "interfaceName": port}, "node2": {"hostname": right, "interfaceName": far}}


CABLES = {"edges": [
    cable("left", "GigabitEthernet0/0/0", "sw1", "GigabitEthernet1/0/1"),
    cable("sw1", "GigabitEthernet1/0/2", "sw2", "GigabitEthernet1/0/1"),
    cable("sw2", "GigabitEthernet1/0/2", "right", "GigabitEthernet0/0/0"),
    cable("left", "GigabitEthernet0/0/2", "sw3", "GigabitEthernet1/0/1"),
    cable("sw3", "GigabitEthernet1/0/2", "right", "GigabitEthernet0/0/2")]}


def files(**changes):
    made = {**FILES, "batfish/layer1_topology.json": json.dumps(CABLES)}
    for name, text in changes.items():
        path = f"configs/{name}.cfg"
        assert path in made, path
        made[path] = text
    return made


def chassis(name, own, priority, track=""):
    """One of two that share a bundle to the access switch, a gateway address, and a routed port to `right`."""
    return f"""!Command: show running-config
version 9.3(8)
hostname {name}
feature hsrp
feature interface-vlan
feature lacp
feature vpc
track 1 interface Ethernet1/3 line-protocol
vlan 1,10
vpc domain 5
  role priority {own}
  peer-keepalive destination 192.0.2.{3 - own}
  peer-gateway
ip route 10.1.0.0/24 10.0.10.9
ip route 10.2.0.0/24 10.9.{own}.1
interface Vlan10
  no shutdown
  ip address 10.0.10.{own + 1}/24
  hsrp 10
    preempt
    priority {priority}
    ip 10.0.10.1
{track}interface port-channel1
  switchport
  switchport mode trunk
  vpc peer-link
interface port-channel20
  switchport
  switchport mode trunk
  vpc 20
interface Ethernet1/1
  switchport
  switchport mode trunk
  channel-group 1 mode active
interface Ethernet1/2
  switchport
  switchport mode trunk
  channel-group 20 mode active
interface Ethernet1/3
  no switchport
  ip address 10.9.{own}.0/31
  no shutdown
interface Ethernet1/4
  switchport
  switchport mode trunk
  channel-group 1 mode active
"""


def static_router(name, ports, routes):
    text = f"version 17.6\nhostname {name}\n!\n"
    for number, address in enumerate(ports):
        text += f"interface GigabitEthernet0/0/{number}\n ip address {address}\n!\n"
    return text + "".join(f"ip route {route}\n" for route in routes) + "end\n"


ACCESS_SWITCH = """version 15.2
hostname sw1
!
interface Port-channel20
 switchport mode trunk
!
interface GigabitEthernet1/0/1
 switchport mode access
 switchport access vlan 10
!
interface GigabitEthernet1/0/2
 switchport mode trunk
 channel-group 20 mode active
!
interface GigabitEthernet1/0/3
 switchport mode trunk
 channel-group 20 mode active
end
"""


def two_chassis(maker="Cisco"):
    """left hangs on sw1 in VLAN 10, sw1 by one bundle on cha and chb; both route to right."""
    made = {
        "configs/left.cfg": static_router("left", ["10.0.10.9 255.255.255.0", "10.1.0.1 255.255.255.0"],
                                          ["10.2.0.0 255.255.255.0 10.0.10.1"]),
        "configs/right.cfg": static_router("right", ["10.9.1.1 255.255.255.254", "10.9.2.1 255.255.255.254",
                                                     "10.2.0.1 255.255.255.0"],
                                           ["10.1.0.0 255.255.255.0 10.9.1.0", "10.1.0.0 255.255.255.0 10.9.2.0"]),
        "configs/sw1.cfg": ACCESS_SWITCH,
        "configs/cha.cfg": chassis("cha", 1, 120), "configs/chb.cfg": chassis("chb", 2, 100),
        "inventory.yaml": bad_input.INVENTORY + "".join(
            f"  {name}: {{kind: switch, maker: {who}, owner: Op, operator: Op}}\n"
            for name, who in (("sw1", "Cisco"), ("cha", "Cisco"), ("chb", maker))),
        "ringfence.yaml": bad_input.POLICY.replace("failures: 1", "failures: 0"),
    }
    made["batfish/layer1_topology.json"] = json.dumps({"edges": [
        cable("left", "GigabitEthernet0/0/0", "sw1", "GigabitEthernet1/0/1"),
        cable("sw1", "GigabitEthernet1/0/2", "cha", "Ethernet1/2"),
        cable("sw1", "GigabitEthernet1/0/3", "chb", "Ethernet1/2"),
        cable("cha", "Ethernet1/1", "chb", "Ethernet1/1"), cable("cha", "Ethernet1/4", "chb", "Ethernet1/4"),
        cable("cha", "Ethernet1/3", "right", "GigabitEthernet0/0/0"),
        cable("chb", "Ethernet1/3", "right", "GigabitEthernet0/0/1")]})
    return made


class TwoChassis(unittest.TestCase):
    def check(self, made):
        with program.Overlay(made) as folder:
            return PROGRAM.document("check", folder)["rules"][0]

    def test_both_chassis_route_what_is_sent_to_the_gateway(self):
        with program.Overlay(two_chassis()) as folder:
            done = PROGRAM.run("trace", folder, "--from", "left", "--packet", "dst=10.2.0.10")
            text = done.stdout.decode()
            self.assertIn("cha", text, done.stderr)
            self.assertIn("chb", text, "it stands by, and a hash sends half of the frames to it")

    def test_it_is_proved_whichever_chassis_gets_a_frame(self):
        rule = self.check(two_chassis())
        self.assertEqual(rule["verdict"], "proved", json.dumps(rule)[:2000])

    def test_a_listed_chassis_that_stands_by_is_no_proof(self):
        self.assertNotEqual(self.check(two_chassis("Acme"))["verdict"], "proved")

    def test_without_the_peer_link_nothing_is_proved(self):
        made = two_chassis()
        cables = json.loads(made["batfish/layer1_topology.json"])
        cables["edges"] = [edge for edge in cables["edges"]
                           if {edge["node1"]["hostname"], edge["node2"]["hostname"]} != {"cha", "chb"}]
        made["batfish/layer1_topology.json"] = json.dumps(cables)
        rule = self.check(made)
        self.assertEqual(rule["verdict"], "undecided")
        self.assertIn("bundle over two devices whose other one is not known", json.dumps(rule))

    def test_one_number_for_one_bundle(self):
        made = two_chassis()
        made["configs/chb.cfg"] = made["configs/chb.cfg"].replace("vpc 20", "vpc 21")
        rule = self.check(made)
        self.assertEqual(rule["verdict"], "undecided")
        self.assertIn("bundle whose cables end at several devices", json.dumps(rule))


class Switched(unittest.TestCase):
    def check(self, folder):
        return PROGRAM.document("check", folder)

    def test_who_handles_frames_when_what_fails(self):
        with program.Overlay(files()) as folder:
            rule = self.check(folder)["rules"][0]
            self.assertEqual(rule["verdict"], "violated")
            found = {tuple(f["failed"]): [o["element"] for o in f["offenders"]] for f in rule["flows"][0]["findings"]}
            ways = [(f"link:{cable}",) for cable in ("left--sw1", "right--sw2", "sw1--sw2")] + [("node:sw1",), ("node:sw2",)]
            self.assertEqual(found, {way: ["sw3"] for way in ways})

    def test_the_evidence_replays(self):
        with program.Overlay(files()) as folder:
            done = PROGRAM.run("check", folder, "-f", "json")
            with open(f"{folder}/result.json", "wb") as out:
                out.write(done.stdout)
            verified = PROGRAM.run("verify", f"{folder}/result.json", folder)
            self.assertEqual(verified.returncode, program.PROVED, verified.stderr + verified.stdout.decode())
            self.assertIn(b'"switched": "yes"', done.stdout.replace(b'":"', b'": "'))

    def test_a_trunk_without_the_vlan_joins_nobody(self):
        narrow = FILES["configs/sw2.cfg"].replace("allowed vlan 10", "allowed vlan 11")
        with program.Overlay(files(sw2=narrow)) as folder:
            done = PROGRAM.run("check", folder)
            self.assertEqual(done.returncode, program.UNDECIDED)
            self.assertIn("doubt[subnet-overlap]: 10.9.0.0/31 stands on right[GigabitEthernet0/0/0] and on left[GigabitEthernet0/0/0], "
                          "which no link joins", done.stderr)

    def loop(self, maker, **changes):
        loop = json.loads(json.dumps(CABLES))
        loop["edges"] += [cable("sw1", "GigabitEthernet1/0/3", "sw3", "GigabitEthernet1/0/3"),
                          cable("sw2", "GigabitEthernet1/0/3", "sw3", "GigabitEthernet1/0/4")]
        made = files(sw1=switch("sw1", ACCESS, TRUNK, TRUNK), sw2=switch("sw2", TRUNK, ACCESS, TRUNK),
                     sw3=switch("sw3", BACK, BACK, TRUNK, TRUNK))
        made["batfish/layer1_topology.json"] = json.dumps(loop)
        made["ringfence.yaml"] = made["ringfence.yaml"].replace("failures: 1", "failures: 0")
        made["inventory.yaml"] = made["inventory.yaml"].replace("maker: Acme", f"maker: {maker}")
        for name, (old, new) in changes.items():
            self.assertIn(old, made[f"configs/{name}.cfg"])
            made[f"configs/{name}.cfg"] = made[f"configs/{name}.cfg"].replace(old, new, 1)
        with program.Overlay(made) as folder:
            return self.check(folder)["rules"][0]

    def test_a_loop_with_a_listed_switch_is_undecided(self):
        rule = self.loop("Acme")
        self.assertEqual(rule["verdict"], "undecided")
        self.assertIn("frames of left take some of several ways over switches: which is not computed", json.dumps(rule))

    def test_a_loop_without_one_is_proved_whatever_the_tree_is(self):
        self.assertEqual(self.loop("Cisco")["verdict"], "proved")

    def test_what_may_cut_the_vlan_leaves_the_loop_open(self):
        mst = ("hostname sw1\n", "hostname sw1\nspanning-tree mode mst\n")
        self.assertEqual(self.loop("Cisco", sw1=mst)["verdict"], "proved", "every cable of the loop has VLAN 10")
        rule = self.loop("Cisco", sw1=mst, sw2=("trunk allowed vlan 10", "trunk allowed vlan 10,77"),
                         sw3=("switchport trunk allowed vlan 10", "switchport trunk allowed vlan 11"))
        self.assertEqual(rule["verdict"], "undecided")
        self.assertIn("one spanning tree over cables that carry different VLANs", json.dumps(rule))
        guard = ("switchport trunk allowed vlan 10\n", "switchport trunk allowed vlan 10\n spanning-tree guard root\n")
        self.assertIn("guard of the spanning tree on a port to another switch", json.dumps(self.loop("Cisco", sw1=guard)))
        off = ("hostname sw3\n", "hostname sw3\nno spanning-tree vlan 10\n")
        self.assertIn("loop of switches without a spanning tree", json.dumps(self.loop("Cisco", sw3=off)))

    def test_routes_follow_a_cut_trunk(self):
        with program.Overlay(files()) as folder:
            for failure, way in (([], "10.9.0.1"), (["--fail", "link:sw1-sw2"], "10.9.1.1")):
                done = PROGRAM.run("routes", folder, "-f", "jsonl", *failure)
                rows = [json.loads(line) for line in done.stdout.splitlines()]
                hops = [row["next_hop_ip"] for row in rows if row["node"] == "left" and row["prefix"] == "10.2.0.0/24"]
                self.assertEqual(hops, [way], done.stderr)

    def test_a_trace_shows_the_switches(self):
        with program.Overlay(files()) as folder:
            done = PROGRAM.run("trace", folder, "--from", "left", "--packet", "dst=10.2.0.10")
            text = done.stdout.decode()
            self.assertLess(text.index("sw1"), text.index("sw2"), text + done.stderr)
            self.assertNotIn("sw3", text)


if __name__ == "__main__":
    program.main(__name__)
