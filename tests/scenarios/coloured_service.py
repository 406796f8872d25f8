#!/usr/bin/env python3
"""A VPN whose routes have a colour goes along a flexible algorithm: the network of one_service.py on IOS-XR, with the link p1 - pe3
in a group that algorithm 128 excludes. What pe1 says in VPN HUBOUT has the colour, so from pe3 to the hub packets go over pe2, though
over p1 alone would be shorter (21 against 50); all else goes as before. Derived by hand. Routers on the way may be of VRP or FRR: they
take part in the algorithm, tell what it is, and send nothing along it themselves.
"""

import itertools
import unittest

import one_service
import program
import service_texts

PROGRAM = None  # set by program.main

EXCLUDED_COST = 11  # only the link p1 - pe3 has it
HUB_SID = "SID 10.255.0.2/32 by algorithm 128 | table HUBOUT of pe1"
STEERING = """segment-routing
 traffic-eng
  on-demand color 7
   dynamic
    sid-algorithm 128
   !
  !
 !
!
end
"""
COLOUR = """extcommunity-set opaque SEVEN
  7
end-set
route-policy COLOUR
  set extcommunity color SEVEN
  pass
end-policy
!
"""


VRP_NAMES = """te attribute enable
#
path-constraint affinity-mapping
 attribute ABROAD bit-sequence 5
#
flex-algo identifier 128
 affinity exclude ABROAD
#
"""


def coloured_vrp(text, router):
    text = text.replace("isis 1\n", VRP_NAMES + "isis 1\n advertise link attributes\n flex-algo 128 level-2\n", 1)
    sid = f" isis prefix-sid index {router.number}\n"
    text = text.replace(sid, sid + f" isis prefix-sid index {100 + router.number} flex-algo 128\n")
    cost = f" isis cost {EXCLUDED_COST}\n"
    return text.replace(cost, cost + " te link-attribute-application flex-algo\n  link administrative group name ABROAD\n")


def coloured_frr(text, router):
    text = text.replace("frr version 8.4.4\n", "frr version 9.1\naffinity-map ABROAD bit-position 5\n", 1)
    flexible = [" mpls-te on", " flex-algo 128", "  dataplane sr-mpls", "  advertise-definition", "  affinity exclude-any ABROAD", " exit"]
    text = text.replace(" segment-routing on\n", "\n".join([" segment-routing on", *flexible, ""]), 1)
    sid = f" segment-routing prefix {router.loopback}/32 index {router.number}\n"
    text = text.replace(sid, sid + f" segment-routing prefix {router.loopback}/32 algorithm 128 index {100 + router.number}\n")
    cost = f" isis metric {EXCLUDED_COST}\n"
    return text.replace(cost, cost + " link-params\n  metric 1\n  affinity ABROAD\n exit-link-params\n")


OTHERS = {"vrp": coloured_vrp, "frr": coloured_frr}


def coloured(name, text, router, steers, tells):
    """The text of a router of the core with what the algorithm asks for. `tells`: pe1 says what it is."""
    told = ["  advertise-definition", "  affinity exclude-any ABROAD"] if name == "pe1" and tells else []
    lines = [" distribute link-state", " affinity-map ABROAD bit-position 5", " flex-algo 128", *told, " !"]
    text = text.replace(" is-type level-2-only\n", "\n".join([" is-type level-2-only", *lines, ""]))
    sid = f"   prefix-sid index {router.number}\n"
    text = text.replace(sid, sid + f"   prefix-sid algorithm 128 index {100 + router.number}\n")
    for index, port in router.core():
        if port.cost == EXCLUDED_COST:
            head = f" interface {service_texts.iosxr_port(index)}\n  point-to-point\n"
            text = text.replace(head, head + "  affinity flex-algo ABROAD\n")
    if name == "pe1":
        text = text.replace("route-policy PASS\n", COLOUR + "route-policy PASS\n", 1)
        head = "vrf HUBOUT\n address-family ipv4 unicast\n"
        text = text.replace(head, head + "  export route-policy COLOUR\n", 1)
    return text.removesuffix("end\n") + STEERING if steers else text


def snapshot(steers=True, without=(), others=(), system="", tells=True):
    """`without`: cables to leave out, by the costs of their ends. `others`: routers of the core of another `system`."""
    routers = one_service.describe("isis")[0]
    files = one_service.snapshot({**dict.fromkeys(routers, "iosxr"), **dict.fromkeys(others, system)}, segments="isis")
    for name in one_service.CORE_ROUTERS:
        path = f"configs/{name}.cfg"
        if name in others:
            files[path] = OTHERS[system](files[path], routers[name])
            continue
        files[path] = coloured(name, files[path], routers[name], steers, tells)
        for index, port in routers[name].core():
            head = f"interface {service_texts.iosxr_port(index)}\n"
            if (name, port.cost) in without:
                files[path] = files[path].replace(head, head + " shutdown\n", 1)
    return files


class ColouredService(unittest.TestCase):
    maxDiff = None

    def ways(self, files):
        """Direction -> the nodes of the only path between the sites, and the labels that begin with the SID of the hub's router."""
        found = {}
        with program.Overlay(files) as folder:
            for one in PROGRAM.document("trace", folder, "--flow", "between-sites")["classes"]:
                [trace] = one["traces"]
                self.assertEqual(trace["disposition"], "delivered")
                nodes = trace["nodes"]
                labels = [hop["node"] for hop in trace["hops"] if f"labels {HUB_SID}" in hop["tunnels"]]
                found[one["direction"]] = [node for at, node in enumerate(nodes) if at == 0 or nodes[at - 1] != node], labels
        return found

    def test_the_colour_leads_around_the_excluded_link(self):
        back = one_service.THERE[::-1]
        at = back.index("pe3") + 1
        self.assertEqual(self.ways(snapshot()), {"forward": (one_service.THERE, ["pe2", "p1"]),
                                                 "backward": (back[:at] + ["pe2"] + back[at:], ["pe3", "pe2", "p1"])})

    def test_who_does_not_know_the_colour_goes_the_ordinary_way(self):
        self.assertEqual(self.ways(snapshot(steers=False)), {"forward": (one_service.THERE, []), "backward": (one_service.THERE[::-1], [])})

    def test_without_a_path_of_the_algorithm_packets_go_the_ordinary_way(self):
        """The link pe2 - pe3 (30) is shut: pe3 has only the excluded one. It asks for the algorithm, and p1 gets the ordinary label."""
        self.assertEqual(self.ways(snapshot(without=(("pe2", 30), ("pe3", 30)))),
                         {"forward": (one_service.THERE, ["pe2", "p1"]), "backward": (one_service.THERE[::-1], ["pe3"])})

    def test_routers_of_another_system_on_the_way_carry_it(self):
        """pe2 then has no colours, so what it sends itself goes the ordinary way. What the algorithm is they tell as well as pe1."""
        back = one_service.THERE[::-1]
        at = back.index("pe3") + 1
        around = back[:at] + ["pe2"] + back[at:], ["pe3", "pe2", "p1"]
        for others, system, tells in itertools.product((("p1",), ("pe2",), ("p1", "pe2")), OTHERS, (True, False)):
            with self.subTest(others=others, system=system, tells=tells):
                self.assertEqual(self.ways(snapshot(others=others, system=system, tells=tells)),
                                 {"forward": (one_service.THERE, [] if "pe2" in others else ["pe2", "p1"]), "backward": around})

    def test_every_line_is_known_and_verdicts_stand(self):
        for others, system in ((), ""), (("p1", "pe2"), "vrp"), (("p1", "pe2"), "frr"):
            with self.subTest(system=system), program.Overlay(snapshot(others=others, system=system)) as folder:
                document = PROGRAM.document("check", folder)
                self.assertEqual(document["lines"]["unmodelled"] + document["lines"]["unknown"], 0)
                self.assertEqual({rule["id"]: rule["verdict"] for rule in document["rules"]}, one_service.VERDICTS)


if __name__ == "__main__":
    program.main(__name__)
