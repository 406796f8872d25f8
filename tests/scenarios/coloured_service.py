#!/usr/bin/env python3
"""A VPN whose routes have a colour goes along a flexible algorithm: the network of one_service.py on IOS-XR, with the link p1 - pe3
in a group that algorithm 128 excludes. What pe1 says in VPN HUBOUT has the colour, so from pe3 to the hub packets go over pe2, though
over p1 alone would be shorter (21 against 50); all else goes as before. Derived by hand.
"""

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


def coloured(name, text, router, steers):
    """The text of a router of the core with what the algorithm asks for."""
    told = ["  advertise-definition", "  affinity exclude-any ABROAD"] if name == "pe1" else []
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


def snapshot(steers=True, without=()):
    """`without`: cables to leave out, by the costs of their ends."""
    routers = one_service.describe(True)[0]
    files = one_service.snapshot(dict.fromkeys(routers, "iosxr"), segments=True)
    for name in one_service.CORE_ROUTERS:
        path = f"configs/{name}.cfg"
        files[path] = coloured(name, files[path], routers[name], steers)
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

    def test_every_line_is_known_and_verdicts_stand(self):
        with program.Overlay(snapshot()) as folder:
            document = PROGRAM.document("check", folder)
        self.assertEqual(document["lines"]["unmodelled"] + document["lines"]["unknown"], 0)
        self.assertEqual({rule["id"]: rule["verdict"] for rule in document["rules"]}, one_service.VERDICTS)


if __name__ == "__main__":
    program.main(__name__)
