"""The comparison of best paths must be able to fail, and what daemons do otherwise must be kept out of the networks."""

import copy
import json
import time
import unittest

import best_paths
import compare
import gobgp
import openbgpd
import rib_networks
import suite

NEIGHBOR = {"remote_addr": "10.0.1.2", "bgp_id": "10.255.0.2"}
OPENBGPD = {"rib": [
    {"prefix": "172.16.1.0/24", "exit_nexthop": "0.0.0.0", "neighbor": {"description": "LOCAL", "remote_addr": "???"},
     "best": True, "source": "internal", "metric": 0, "last_update": "00:00:08", "last_update_sec": 8},
    {"prefix": "172.16.2.0/24", "exit_nexthop": "10.0.1.2", "neighbor": NEIGHBOR, "best": True, "source": "external", "metric": 7},
    {"prefix": "172.16.2.0/24", "exit_nexthop": "10.255.0.9", "neighbor": NEIGHBOR, "source": "internal", "metric": 0},
    {"prefix": "172.16.3.0/24", "exit_nexthop": "10.255.0.9", "neighbor": NEIGHBOR, "best": True, "source": "internal", "metric": 0}]}
GOBGP = {"172.16.1.0/24": [{"best": True, "attrs": [{"type": 1, "value": 0}, {"type": 3, "nexthop": "0.0.0.0"}]}],
         "172.16.2.0/24": [{"best": True, "neighbor-ip": "10.0.1.2",
                            "attrs": [{"type": 3, "nexthop": "10.0.1.2"}, {"type": 4, "metric": 7}]},
                           {"neighbor-ip": "10.255.0.9", "attrs": [{"type": 3, "nexthop": "10.255.0.9"}]}],
         "172.16.3.0/24": [{"best": True, "neighbor-ip": "10.255.0.9", "attrs": [{"type": 14, "nexthop": "10.255.0.9"}]}]}
KINDS = {"10.0.1.2": "ebgp", "10.255.0.9": "ibgp"}
ORIGINATED = {"r1": {4: ["172.16.1.0/24"], 6: []}}


def line(prefix, protocol, next_hop, metric=0, node="r1", ambiguous=False):
    return {"node": node, "prefix": prefix, "protocol": protocol, "next_hop_ip": next_hop, "metric": metric, "ambiguous": ambiguous}


OURS = [line("10.0.1.0/30", "connected", None), line("172.16.1.1/32", "local", None), line("172.16.1.0/24", "connected", None),
        line("10.255.0.9/32", "static", "10.0.1.2"), line("172.16.2.0/24", "ebgp", "10.0.1.2", 7),
        line("172.16.3.0/24", "ibgp", "10.255.0.9")]


def text(entries):
    return "\n".join(json.dumps(entry) for entry in entries)


class BestPaths(unittest.TestCase):
    def theirs(self):
        return (openbgpd.table({"r1": {"paths": openbgpd.paths(json.dumps(OPENBGPD))}}),
                gobgp.table({"r1": {"paths": copy.deepcopy(GOBGP), "kinds": KINDS}}))

    def test_both_daemons_and_our_table_have_one_shape(self):
        ours, shaky = best_paths.our_paths(text(OURS), ORIGINATED)
        for theirs in self.theirs():
            self.assertEqual(compare.differences(theirs, ours), [])
        self.assertEqual((len(ours), shaky), (3, set()))

    def test_every_missing_or_changed_row_is_seen(self):
        changes = {"metric": 8, "protocol": "ibgp", "next_hop_ip": "10.0.9.9", "prefix": "172.16.9.0/24", "node": "r2"}
        originated = {**ORIGINATED, "r2": {4: [], 6: []}}
        for theirs in self.theirs():
            for i in (2, 4, 5):
                ours = best_paths.our_paths(text(OURS[:i] + OURS[i + 1:]), ORIGINATED)[0]
                self.assertEqual(len(compare.differences(theirs, ours)), 1)
            for member, value in changes.items():
                entries = [*OURS[:4], {**OURS[4], member: value}, OURS[5]]
                ours = best_paths.our_paths(text(entries), originated)[0]
                self.assertNotEqual(compare.differences(theirs, ours), [], member)

    def test_two_best_paths_or_unknown_sources_are_refused(self):
        shown = copy.deepcopy(OPENBGPD)
        shown["rib"][2]["best"] = True
        with self.assertRaises(ValueError):
            openbgpd.table({"r1": {"paths": shown["rib"]}})
        shown = copy.deepcopy(OPENBGPD)
        shown["rib"][1]["source"] = "confederation"
        with self.assertRaises(KeyError):
            openbgpd.table({"r1": {"paths": shown["rib"]}})
        shown = copy.deepcopy(GOBGP)
        shown["172.16.2.0/24"][1]["best"] = True
        with self.assertRaises(ValueError):
            gobgp.table({"r1": {"paths": shown, "kinds": KINDS}})

    def test_doubt_about_a_prefix_is_doubt_about_its_absence_only(self):
        entries = [*OURS, line("172.16.9.0/24", "ebgp", "10.0.2.2", node="r2", ambiguous=True), line("172.16.9.0/24", "ebgp", "10.0.2.1", node="r3")]
        _, shaky = best_paths.our_paths(text(entries), {**ORIGINATED, "r2": {}, "r3": {}})
        self.assertEqual(shaky, {("r2", "172.16.9.0/24"), ("r1", "172.16.9.0/24")})

    def test_times_do_not_count(self):
        self.assertEqual(openbgpd.paths("{}"), [])
        self.assertFalse(any(key.startswith("last") for row in openbgpd.paths(json.dumps(OPENBGPD)) for key in row))


class Sessions(unittest.TestCase):
    def entry(self, state, protocol="bgp"):
        ends = [{"device": "r1", "address": "10.0.1.1"}, {"device": "r2", "address": "10.0.1.2"}]
        return {"protocol": protocol, "state": state, "ends": ends}

    def test_both_ends_of_what_stands(self):
        ours = best_paths.our_sessions(text([self.entry("up"), self.entry("up", "ospf")]))
        self.assertEqual(ours, {("r1", "10.0.1.2"), ("r2", "10.0.1.1")})
        self.assertEqual(best_paths.our_sessions(text([self.entry("down")])), set())

    def test_a_session_of_one_side_alone_is_seen(self):
        tables = {"r1": {"up": ["10.0.1.2"]}, "r2": {"up": ["10.0.1.1"]}}
        ours = best_paths.our_sessions(text([self.entry("up")]))
        self.assertEqual(best_paths.session_differences(tables, ours), [])
        self.assertEqual(len(best_paths.session_differences(tables, set())), 2)
        tables["r2"]["up"] = []
        self.assertIn("r2: session with 10.0.1.1: down", best_paths.session_differences(tables, ours)[0])


class Restless(unittest.TestCase):
    def test_what_changes_without_end_is_named(self):
        looks = iter(range(1000000))
        found = suite.settled(lambda: next(looks), lambda now: {"still": 1, "moving": now} | ({"gone": 1} if now % 2 else {}),
                              (0.0, 0.05, 0.01))
        self.assertEqual(found[1], {"moving", "gone"})
        self.assertEqual(suite.settled(lambda: 7, dict, (0.0, 0.01, 1.0)), (7, set()))

    def test_what_goes_round_is_told_before_the_time_is_over(self):
        looks, begin = iter(range(1000000)), time.monotonic()
        found = suite.settled(lambda: next(looks) % 3, lambda now: {"still": 1, "moving": now}, (0.001, 0.05, 60.0))
        self.assertEqual(found[1], {"moving"})
        self.assertLess(time.monotonic() - begin, 30.0)

    def test_what_comes_back_and_stays_is_at_rest(self):
        looks = iter([1, 2, 1, 2] + [1] * 1000000)
        self.assertEqual(suite.settled(lambda: next(looks), lambda now: {"row": now}, (0.01, 0.05, 60.0)), (1, set()))


class Networks(unittest.TestCase):
    def test_all_texts_say_the_same(self):
        features = set()
        for seed in range(40):
            built = rib_networks.generate(seed)
            features |= built.net.features
            for router in built.net.routers.values():
                speaker, ours = built.speakers[router.name], router.text()
                theirs, document = openbgpd.text(built, router), json.loads(gobgp.text(built, router))
                terms = [term for s in speaker.sessions for term in s.inbound + s.outbound]
                denied = sum(term.deny for term in terms)
                self.assertEqual(theirs.count("\nneighbor "), len(speaker.sessions))
                self.assertEqual(ours.count(" remote-as "), len(speaker.sessions))
                self.assertEqual(len(document["neighbors"]), len(speaker.sessions))
                self.assertEqual(theirs.count("  route-reflector"), ours.count("route-reflector-client"))
                self.assertEqual(theirs.count("set nexthop self"), ours.count("next-hop-self"))
                self.assertEqual((theirs.count("\ndeny quick"), ours.count(" deny ")), (denied, denied))
                own = sum(map(len, speaker.own.values()))
                self.assertEqual((theirs.count("\nnetwork "), ours.count("  network "), len(document["own"])), (own, own, own))
                statements = [one for policy in document["policy-definitions"] for one in policy["statements"]]
                self.assertEqual(sum("match-neighbor-set" in one["conditions"] for one in statements), len(statements))
                self.assertGreaterEqual(len(statements), len(terms))
        self.assertLessEqual({"1 reflectors", "2 reflectors", "cluster id", "multihop", "next hop unchanged", "split AS"}, features)

    def test_same_seed_same_network(self):
        for seed in range(10):
            one, two = rib_networks.generate(seed), rib_networks.generate(seed)
            for name, router in one.net.routers.items():
                self.assertEqual(router.text(), two.net.routers[name].text())

    def test_what_daemons_do_otherwise_is_kept_out(self):
        for seed in range(60):
            built = rib_networks.generate(seed, **gobgp.TRAITS)
            self.assertEqual(len({group.identity for group in built.groups}), len(built.groups))
            self.assertNotIn("2 reflectors", built.net.features)
            for name, speaker in built.speakers.items():
                self.assertTrue(speaker.always_med)
                names = built.group_of(name).names
                inner = sum(a in names and b in names for a, _, b, _ in built.net.links)
                self.assertEqual(inner, len(names) - 1, "the links inside are a tree")
                for own in speaker.own.values():
                    self.assertFalse([p for p, setting in own if p in rib_networks.SHARED and setting.med is not None])
                for session in speaker.sessions:
                    for terms in (session.inbound, session.outbound):
                        conditions = [term.conditions for term in terms]
                        self.assertFalse([i for i, one in enumerate(conditions) if one in conditions[:i]])
                        self.assertNotIn((None,) * 4, conditions[:-1])

    def test_links_in_the_middle_of_a_session_stay_up(self):
        kept = 0
        for seed in range(60):
            built = rib_networks.generate(seed)
            links = rib_networks.breakable(built)
            for link in built.net.links:
                outside = built.group_of(link[0]) is not built.group_of(link[2])
                self.assertTrue(link in links or not outside)
                kept += link not in links
        self.assertTrue(kept)


if __name__ == "__main__":
    unittest.main()
