"""The comparison must be able to fail: fake tables, one change at a time. Needs neither root nor FRR."""

import argparse
import contextlib
import copy
import io
import json
import os
import tempfile
import unittest
import unittest.mock

import bird
import bird_bgp
import bird_ospf
import compare
import kept
import packets_live
import same_text
import suite
import topologies

RIB = {"10.0.0.0/24": [{"protocol": "ospf", "selected": True, "distance": 110, "metric": 30,
                        "nexthops": [{"ip": "10.1.1.2", "interfaceName": "p1", "active": True},
                                     {"ip": "10.1.2.2", "interfaceName": "p2", "active": True}]}],
       "10.1.1.0/30": [{"protocol": "ospf", "distance": 110, "metric": 10, "nexthops": []},
                       {"protocol": "connected", "selected": True, "distance": 0, "metric": 0,
                        "nexthops": [{"directlyConnected": True, "interfaceName": "p1", "active": True}]}],
       "172.17.0.0/24": [{"protocol": "static", "selected": True, "distance": 1, "metric": 0,
                          "nexthops": [{"ip": "10.255.0.3", "recursive": True, "active": True},
                                       {"ip": "10.1.1.2", "interfaceName": "p1", "active": True}]}],
       "172.18.0.0/24": [{"protocol": "static", "selected": True, "distance": 1, "metric": 0,
                          "nexthops": [{"blackhole": True, "active": True}]}]}
TABLES = {"r1": {"rib": RIB, "ospf": {"10.0.0.0/24": {"routeType": "N E2"}}}}


def line(prefix, protocol, ip, interface, resolved, metric, distance):
    return {"node": "r1", "vrf": "default", "prefix": prefix, "protocol": protocol, "next_hop_ip": ip,
            "next_hop_interface": interface, "resolved": [{"ip": i, "interface": n} for i, n in resolved],
            "metric": metric, "admin_distance": distance}


G1, G2 = "GigabitEthernet0/1", "GigabitEthernet0/2"
OURS = [line("10.0.0.0/24", "ospf-n2", "10.1.1.2", G1, [("10.1.1.2", G1)], 30, 110),
        line("10.0.0.0/24", "ospf-n2", "10.1.2.2", G2, [("10.1.2.2", G2)], 30, 110),
        line("10.1.1.0/30", "connected", None, G1, [], 0, 0),
        line("10.1.1.1/32", "local", None, G1, [], 0, 0),
        line("172.17.0.0/24", "static", "10.255.0.3", None, [("10.1.1.2", G1)], 0, 1),
        line("172.18.0.0/24", "static", None, "discard", [], 0, 1)]


def compared(entries, tables=None):
    text = "\n".join(json.dumps(entry) for entry in entries)
    return compare.differences(compare.frr_table(tables or TABLES), compare.our_table(text))


class Comparison(unittest.TestCase):
    def test_equal_tables_have_no_differences(self):
        self.assertEqual(compared(OURS), [])
        self.assertEqual(len(compare.frr_table(TABLES)), 4)

    def test_every_missing_line_is_seen(self):
        for i, entry in enumerate(OURS):
            with self.subTest(entry=entry):
                found = compared(OURS[:i] + OURS[i + 1:])
                self.assertEqual(len(found), 0 if entry["protocol"] == "local" else 1, found)

    def test_every_changed_member_is_seen(self):
        changes = {"protocol": "ospf-e1", "metric": 31, "admin_distance": 111, "resolved": [{"ip": "10.9.9.9", "interface": G1}],
                   "prefix": "10.0.1.0/24", "node": "r2"}
        for member, value in changes.items():
            with self.subTest(member=member):
                entries = copy.deepcopy(OURS)
                for entry in entries[:2]:
                    entry[member] = value
                self.assertNotEqual(compared(entries), [])

    def test_an_extra_route_is_seen(self):
        self.assertEqual(len(compared(OURS + [line("10.7.0.0/24", "ospf", "10.1.1.2", G1, [("10.1.1.2", G1)], 5, 110)])), 1)

    def test_range_discards_do_not_count_but_static_ones_do(self):
        tables = copy.deepcopy(TABLES)
        tables["r1"]["rib"]["10.8.0.0/16"] = [{"protocol": "ospf", "selected": True, "distance": 110, "metric": 0,
                                              "nexthops": [{"blackhole": True, "active": True}]}]
        tables["r1"]["ospf"]["10.8.0.0/16"] = {"routeType": "D IA"}
        self.assertEqual(compared(OURS, tables), [])
        self.assertEqual(compared(OURS + [line("10.8.0.0/16", "ospf", None, "discard", [], 0, 110)]), [])
        self.assertEqual(len(compared(OURS[:-1], tables)), 1)

    def test_an_empty_answer_is_not_a_pass(self):
        self.assertEqual(len(compared([])), 4)

    def test_lines_of_one_route_that_disagree_are_refused(self):
        entries = copy.deepcopy(OURS)
        entries[1]["metric"] = 31
        with self.assertRaises(ValueError):
            compared(entries)

    def test_unknown_protocols_are_refused(self):
        tables = copy.deepcopy(TABLES)
        tables["r1"]["rib"]["10.1.1.0/30"][1]["protocol"] = "babel"
        with self.assertRaises(ValueError):
            compared(OURS, tables)


def trace(nodes, disposition="delivered"):
    return {"disposition": disposition, "nodes": nodes, "hops": [{"node": node} for node in nodes]}


def document(*traces, direction="forward", truncated=False):
    return {"ringfence": {"document": "trace", "version": 1},
            "classes": [{"direction": direction, "truncated": truncated, "traces": list(traces)}]}


class Probes(unittest.TestCase):
    OWNER = {"10.0.1.2": "r2", "10.0.2.3": "r3", "10.255.0.3": "r3"}

    def test_hops_are_routers_and_silence_is_nobody(self):
        text = "traceroute to 10.255.0.3\n 1  10.0.1.2  0.1 ms\n 2  *\n 3  10.255.0.3  0.2 ms\n"
        self.assertEqual(packets_live.parse_traceroute(text, "r1", self.OWNER), ("r1", "r2", None, "r3"))
        self.assertEqual(packets_live.parse_traceroute(" 1  10.9.9.9  0.1 ms !N\n", "r1", self.OWNER), ("r1", None))

    def test_only_delivered_forward_traces_are_predictions(self):
        answer = document(trace(["r1", "r2", "r3"]), trace(["r1", "r3"]), trace(["r1", "r4"], "no-route"))
        self.assertEqual(packets_live.paths_of(answer), {("r1", "r2", "r3"), ("r1", "r3")})
        self.assertEqual(packets_live.paths_of(document(trace(["r3", "r1"]), direction="return")), set())

    def test_a_truncated_list_is_refused(self):
        with self.assertRaises(ValueError):
            packets_live.paths_of(document(trace(["r1", "r3"]), truncated=True))

    def test_every_way_to_disagree_is_seen(self):
        paths = {("r1", "r2", "r3"), ("r1", "r4", "r3")}
        self.assertTrue(packets_live.agrees(("r1", "r4", "r3"), "r3", paths))
        for seen in (("r1", "r3"), ("r1", "r2", "r4", "r3"), ("r1", None, "r3"), ("r1", "r2"), ("r1", "r2", None)):
            self.assertFalse(packets_live.agrees(seen, "r3", paths), seen)
        self.assertFalse(packets_live.agrees(("r1", "r2", "r3"), "r3", set()), "arrives, but no way is predicted")
        self.assertTrue(packets_live.agrees(("r1", None), "r3", set()))
        self.assertTrue(packets_live.agrees(("r1", "r2", "r3"), "r3", None))
        self.assertFalse(packets_live.agrees(("r1", "r2"), "r3", None))


class Topologies(unittest.TestCase):
    def test_peculiarities_of_the_routers_are_kept_out(self):
        for seed in range(120):
            net = topologies.generate(seed)
            shared = {a for a, kind in net.area_kind.items() if kind != "normal"
                      and sum(a in r.areas and len(r.areas) > 1 for r in net.routers.values()) > 1}
            for router in net.routers.values():
                if any(net.area_kind[a].startswith("stub") for a in router.areas & shared):
                    self.assertFalse(router.redistributions or router.default_route, (seed, router.name))
                for area, _, how in router.ranges:
                    closed = any(net.area_kind[a].endswith("no-summary") for a in router.areas - {area})
                    self.assertTrue(how == "not-advertise" or not closed, (seed, router.name))
                    self.assertTrue(how or not net.rfc1583, (seed, router.name))
                if all(net.area_kind[a].startswith("nssa") for a in router.areas):
                    self.assertLessEqual({e.metric for e in router.redistributions}, {topologies.FRR_TRANSLATED_METRIC})
            if any(net.area_kind[a].startswith("nssa") for a in shared):
                self.assertTrue(net.rfc1583, seed)

    def test_links_that_would_cut_a_special_area_stay_up(self):
        kept = broken = 0
        for seed in range(60):
            net = topologies.generate(seed)
            for link in net.links:
                area = net.routers[link.left].interfaces[link.left_if].area
                special = net.area_kind[area].startswith("nssa") or any(
                    a == area for r in net.routers.values() for a, _, _ in r.ranges)
                cut = not topologies.connected(net, area, link)
                self.assertEqual(link in topologies.breakable(net), not (special and cut))
                kept, broken = kept + (special and cut), broken + (not special and cut)
        self.assertTrue(kept and broken)

    def test_an_nssa_that_takes_summaries_keeps_the_default_out(self):
        counts = {True: 0, False: 0}
        for seed in range(60):
            net = topologies.generate(seed)
            for router in net.routers.values():
                inside = router.areas == {a for a in router.areas if net.area_kind[a] == "nssa"}
                counts[inside] += 1
                self.assertEqual("ip protocol ospf route-map TABLE" in topologies.frr(net, router), inside)
        self.assertTrue(counts[True] and counts[False])

    def test_same_seed_same_text(self):
        for seed in range(30):
            one, two = topologies.generate(seed), topologies.generate(seed)
            self.assertEqual(one, two)
            for name, router in one.routers.items():
                self.assertEqual(topologies.ios(one, router), topologies.ios(two, two.routers[name]))

    def test_every_feature_is_drawn(self):
        seen = set().union(*(topologies.generate(seed).features() for seed in range(60)))
        for feature in ("stub", "stub no-summary", "nssa", "nssa no-summary", "lan", "rfc1583", "auto-cost", "range",
                        "range not-advertise", "range cost", "default", "default always", "connected E1", "static E2",
                        "static E1 filtered", "recursive static", "discard static", "floating static"):
            self.assertIn(feature, seen)


def late_or_wrong(seed, _program, folder, outcome):
    """A network that differs at the first look (2) or always (3)."""
    outcome.routes = 1
    first = os.path.basename(os.path.dirname(folder)) != "again"
    if seed == 3 or (seed == 2 and first):
        outcome.lines.append("a difference")


class Seeds(unittest.TestCase):
    def test_what_differs_runs_once_more_and_counts_when_it_differs_again(self):
        options = argparse.Namespace(jobs=2, seed=1, count=3, limit=60.0)
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said:
            done, routes, bad, *_ = suite.run_seeds(late_or_wrong, options, None, folder)
            self.assertEqual((done, routes, bad), (3, 3, [2, 3]))
            self.assertEqual(suite.still_bad(late_or_wrong, bad, None, folder), [3])
        self.assertEqual(said.getvalue().count("again: seed"), 2)

    def test_long_ones_begin_first_and_none_is_lost(self):
        self.assertEqual(suite.in_order(range(3, 8), (6, 9, 4)), [6, 4, 3, 5, 7])


class SameText(unittest.TestCase):
    BOOK = {"2001:db8::2": "r2", "fe80::2": "r2"}
    SHOWN = {"r1": [{"10.0.0.0/24": [{"protocol": "bgp", "selected": True, "distance": 20, "metric": 7,
                                     "nexthops": [{"ip": "10.1.1.2", "interfaceName": "p1", "active": True}]}]},
                    {"2001:db8:5::/64": [{"protocol": "bgp", "selected": True, "distance": 20, "metric": 0,
                                          "nexthops": [{"ip": "fe80::2", "interfaceName": "p1", "active": True}]}],
                     "fe80::/64": [{"protocol": "connected", "selected": True, "distance": 0, "metric": 0, "nexthops": []}]}]}
    OURS = [line("10.0.0.0/24", "ebgp", "10.1.1.2", "p1", [("10.1.1.2", "p1")], 7, 20),
            line("2001:db8:5::/64", "ebgp", "2001:db8::2", "p1", [("2001:db8::2", "p1")], 0, 20)]

    def found(self, entries):
        ours, shaky = same_text.our_rows("\n".join(json.dumps(entry) for entry in entries), self.BOOK)
        return compare.keyed_differences(same_text.frr_rows(self.SHOWN, self.BOOK), ours), shaky

    def test_ipv6_next_hops_are_routers_whatever_their_address(self):
        self.assertEqual(self.found(self.OURS), ([], set()))

    def test_changes_are_seen_and_ambiguous_rows_named(self):
        for member, value in {"metric": 8, "admin_distance": 200, "protocol": "static"}.items():
            self.assertEqual(len(self.found([{**self.OURS[0], member: value}, self.OURS[1]])[0]), 1)
        self.assertEqual(len(self.found(self.OURS[:1])[0]), 1)
        self.assertEqual(self.found([{**self.OURS[0], "ambiguous": True}, self.OURS[1]])[1], {("r1", "10.0.0.0/24")})


class Named(unittest.TestCase):
    """Rows of a circle of redistribution: only while the program names it, only of prefixes that two protocols carry."""
    THEIRS = {("r1", "10.9.0.0/24"): compare.Row("bgp", 20, 0, frozenset()),
              ("r2", "10.9.0.0/24"): compare.Row("ospf", 110, 20, frozenset({("10.1.1.1", "p0")})),
              ("r2", "10.8.0.0/24"): compare.Row("ospf", 110, 20, frozenset({("10.1.1.1", "p0")}))}

    def judged(self, circle):
        return same_text.judge(self.THEIRS, set(), {}, circle, "", True, set())

    def case(self, circle):
        case = same_text.Case.__new__(same_text.Case)
        case.book, case.__dict__["names_circle"] = {}, circle
        return case

    def test_a_network_is_judged_by_what_the_program_names(self):
        for circle in (False, True):
            self.assertEqual(self.case(circle).judge(self.THEIRS, set(), ("", True, set())), self.judged(circle))

    def test_without_a_circle_all_are_differences(self):
        differ, undecided, named = self.judged(False)
        self.assertEqual((len(differ), undecided, named), (3, 0, []))

    def test_in_a_circle_those_of_one_protocol_are_differences_still(self):
        differ, undecided, named = self.judged(True)
        self.assertEqual((len(differ), undecided, len(named)), (1, 0, 2))
        self.assertIn("10.8.0.0/24", differ[0])

    def test_many_prefixes_are_differences(self):
        more = {(node, "10.7.0.0/24"): row for (node, prefix), row in self.THEIRS.items() if prefix == "10.9.0.0/24"}
        differ, _, named = same_text.judge(self.THEIRS | more, set(), {}, True, "", True, set())
        self.assertEqual((len(differ), named), (5, []))


class Kept(unittest.TestCase):
    def test_kept_tables_are_compared_again(self):
        shown = {"tables": SameText.SHOWN, "book": SameText.BOOK, "failure": None, "restless": []}
        ours = "\n".join(json.dumps(entry) for entry in SameText.OURS[:1])
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as said, \
                unittest.mock.patch.object(suite, "ask", lambda *_: (ours, True, set())), \
                unittest.mock.patch.object(suite, "names_circle", lambda *_: False):
            os.makedirs(f"{folder}/seed7")
            with open(f"{folder}/seed7/base.json", "w", encoding="ascii") as out:
                json.dump(shown, out)
            self.assertEqual(kept.main(["--program", "p", folder]), 1)
            self.assertEqual(kept.main(["--program", "p", folder, "8"]), 1)  # nothing compared is no success
        self.assertIn("seed7, no failure: r1 2001:db8:5::/64: routers have bgp", said.getvalue())


class Bird(unittest.TestCase):
    SHOWN = """BIRD 2.0.12 ready.
Table master4:
10.0.0.0/24          unicast [ospf1 09:30:00.000] * E2 (890/20/20) [10.255.0.2]
\tvia 10.1.1.2 on p1
\tvia 10.1.2.2 on p2 weight 1
\tType: OSPF-E2 univ
\tOSPF.metric1: 30
\tOSPF.metric2: 20
10.1.1.0/30          unicast [direct1 09:29:00.000] * (1000)
\tdev p1
\tType: device univ
                     unicast [ospf1 09:30:00.000] I (890/10) [10.255.0.2]
\tdev p1
\tType: OSPF univ
\tOSPF.metric1: 10
172.17.0.0/24        unreachable [static1 09:29:00.000] * (999)
\tType: static univ
172.18.0.0/24        blackhole [static1 09:29:00.000] * (999)
\tType: static univ
172.20.0.0/24        unicast [s1 09:29:00.000 from 10.255.0.4] * (900/10) [AS100i]
\tvia 10.1.1.2 on p1
\tType: BGP univ
\tBGP.as_path: 100
\tBGP.med: 7
"""
    KERNEL = [[{"dst": "10.0.0.0/24", "nexthops": [{"gateway": "10.1.1.2", "dev": "p1"}, {"gateway": "10.1.2.2", "dev": "p2"}]},
               {"type": "unreachable", "dst": "172.17.0.0/24"}, {"type": "blackhole", "dst": "172.18.0.0/24"},
               {"dst": "172.20.0.0/24", "gateway": "10.1.1.2", "dev": "p1"}], []]

    def tables(self):
        return {"r1": {"shown": bird.parse(self.SHOWN), "kernel": copy.deepcopy(self.KERNEL)}}

    def test_best_rows_count_with_distances_and_metrics(self):
        rows = {prefix: str(row) for (_, prefix), row in bird.table(self.tables(), str).items()}
        self.assertEqual(rows, {"10.0.0.0/24": "ospf-e2 [110/20] 10.1.1.2@p1 10.1.2.2@p2", "10.1.1.0/30": "connected [0/0] -@p1",
                                "172.18.0.0/24": "static [1/0] -@discard", "172.20.0.0/24": "bgp [100/7] 10.1.1.2@p1"})

    def test_an_unknown_line_or_kind_is_refused(self):
        with self.assertRaises(ValueError):
            bird.parse(self.SHOWN + "Table gone: no such thing\n?\n")
        with self.assertRaises(KeyError):
            tables = self.tables()
            tables["r1"]["shown"][0]["Type"] = "Babel univ"
            bird.table(tables, str)

    def test_every_change_of_the_kernel_is_seen(self):
        self.assertEqual(bird.kernel_differences(self.tables()), [])
        for i in range(len(self.KERNEL[0])):
            tables = self.tables()
            del tables["r1"]["kernel"][0][i]
            self.assertEqual(len(bird.kernel_differences(tables)), 1)
        tables = self.tables()
        tables["r1"]["kernel"][0][0]["nexthops"].pop()
        self.assertEqual(len(bird.kernel_differences(tables)), 1)
        tables = self.tables()
        tables["r1"]["kernel"][1].append({"dst": "default", "gateway": "2001:db8::1", "dev": "p1"})
        self.assertIn("::/0", bird.kernel_differences(tables)[0])

    def test_what_bird_says_otherwise_is_kept_out(self):
        seen = set()
        for seed in range(80):
            net = bird_ospf.generate(seed)
            for router in net.routers.values():
                nssa = any(net.area_kind[a].startswith("nssa") for a in router.areas)
                if nssa and router.redistributions:
                    self.assertEqual((len(router.areas), sum(p.area is not None for p in router.interfaces)), (1, 1))
                    seen.add("nssa")
                self.assertFalse(router.default_route and router.default_route[0])
                for _, _, how in router.ranges:
                    self.assertIn(how, ("not-advertise",) if net.rfc1583 else ("", "not-advertise"))
                    seen.add(how)
            for link in bird_ospf.breakable(net):
                self.assertFalse(bird_ospf.loses_backbone(net, link.left, link))
        self.assertEqual(seen, {"nssa", "", "not-advertise"})

    def test_both_texts_of_a_bgp_network_have_the_same_sessions(self):
        features = set()
        for seed in range(40):
            built = bird_bgp.generate(seed)
            features |= built.net.features
            for router in built.net.routers.values():
                theirs, ours = bird_bgp.text(built, router), router.text()
                sessions = built.speakers[router.name].sessions
                self.assertEqual(theirs.count("protocol bgp "), len(sessions))
                self.assertEqual(ours.count(" remote-as "), len(sessions))
                self.assertEqual(theirs.count("rr client;"), ours.count("route-reflector-client"))
                self.assertEqual(theirs.count("next hop self ebgp;"), ours.count("next-hop-self"))
                self.assertEqual(theirs.count("bgp_local_pref = "), ours.count(" set local-preference "))
                self.assertEqual(theirs.count("bgp_med = "), ours.count(" set metric "))
            self.assertEqual(router.text(), bird_bgp.generate(seed).net.routers[router.name].text())
        self.assertLessEqual({"1 reflectors", "2 reflectors", "policies", "multihop", "ospf", "static", "split AS"}, features)


if __name__ == "__main__":
    unittest.main()
