"""The comparison of VPN tables, stacks and paths must be able to fail; neither root nor FRR is needed."""

import copy
import dataclasses
import json
import socket
import struct
import unittest

import machine
import mpls_probe
import vpn_compare
import vpn_lab
import vpn_networks


def hop(ip=None, name=None, labels=(), recursive=False, resolver=False):
    found = {"active": True, "labels": list(labels)} | ({"ip": ip} if ip else {}) | ({"interfaceName": name} if name else {})
    return found | ({"recursive": True} if recursive else {"fib": True}) | ({"resolver": True} if resolver else {})


def row(vrf, protocol, distance, metric, *hops):
    return {"vrfName": vrf, "protocol": protocol, "selected": True, "distance": distance, "metric": metric, "nexthops": list(hops)}


TABLES = {"pe1": {
    "rib": [{"10.1.1.0/30": [row("RED", "connected", 0, 0, hop(name="p1"))],
             "172.16.2.1/32": [row("RED", "bgp", 20, 11, hop("10.255.0.5", labels=[80], recursive=True),
                                   hop("10.0.1.2", "p0", [22, 80], resolver=True))],
             "172.16.3.1/32": [row("RED", "bgp", 20, 0, hop("10.255.0.2", labels=[80], recursive=True),
                                   hop("10.0.1.2", "p0", [3, 80], resolver=True))]},
            {"172.16.2.1/32": [row("BLUE", "static", 1, 0, hop("10.1.1.2", "p2"))]}],
    "kernel": {"RED": ["10.1.1.0/30 dev p1 proto kernel scope link src 10.1.1.1 ",
                       "172.16.2.1 nhid 49  encap mpls  22/80 via 10.0.1.2 dev p0 proto bgp metric 20 ",
                       "172.16.3.1 nhid 50  encap mpls  80 via 10.0.1.2 dev p0 proto bgp metric 20 "],
               "BLUE": ["172.16.2.1 via 10.1.1.2 dev p2 proto static metric 20 "]}}}


def line(vrf, prefix, protocol, distance, metric, next_hop=None, by=(None, "p0")):
    return {"node": "pe1", "vrf": vrf, "prefix": prefix, "protocol": protocol, "admin_distance": distance, "metric": metric,
            "next_hop_ip": next_hop, "next_hop_interface": None, "resolved": [{"ip": by[0], "interface": by[1]}], "ambiguous": False}


OURS = [line("RED", "10.1.1.0/30", "connected", 0, 0, by=(None, "p1")), line("RED", "10.1.1.1/32", "local", 0, 0),
        line("RED", "172.16.2.1/32", "bgp-vpn", 20, 11, "10.255.0.5", ("10.0.1.2", "p0")),
        line("RED", "172.16.3.1/32", "bgp-vpn", 20, 0, "10.255.0.2", ("10.0.1.2", "p0")),
        line("BLUE", "172.16.2.1/32", "static", 1, 0, "10.1.1.2", ("10.1.1.2", "p2"))]


def ours(entries):
    return vpn_compare.our_rows("\n".join(map(json.dumps, entries)))


class Tables(unittest.TestCase):
    def setUp(self):
        self.theirs = vpn_compare.router_rows(TABLES)

    def test_equal_tables_agree(self):
        rows, shaky = ours(OURS)
        self.assertEqual(vpn_compare.differences(self.theirs, rows, shaky), ([], 0))
        self.assertEqual(len(rows), 4)

    def test_every_missing_or_changed_row_is_seen(self):
        changes = {"admin_distance": 200, "metric": 0, "protocol": "static", "next_hop_ip": "10.255.0.9", "vrf": "BLUE",
                   "resolved": [{"ip": "10.0.4.2", "interface": "p1"}]}
        for member, value in changes.items():
            entries = [*OURS[:2], {**OURS[2], member: value}, OURS[3]] + (OURS[4:] if member != "vrf" else [])
            self.assertTrue(vpn_compare.differences(self.theirs, ours(entries)[0])[0], member)
        for i in (0, 2, 3, 4):
            self.assertEqual(len(vpn_compare.differences(self.theirs, ours(OURS[:i] + OURS[i + 1:])[0])[0]), 1)

    def test_a_row_that_hangs_on_order_is_open(self):
        rows, shaky = ours([*OURS[:2], {**OURS[2], "metric": 5, "ambiguous": True}, *OURS[3:]])
        self.assertEqual(vpn_compare.differences(self.theirs, rows, shaky), ([], 1))

    def test_rows_that_are_not_selected_and_own_hosts_do_not_count(self):
        tables = copy.deepcopy(TABLES)
        tables["pe1"]["rib"][0]["172.16.9.1/32"] = [{**row("RED", "ospf", 110, 1, hop("10.9.9.9", "p7")), "selected": False}]
        tables["pe1"]["rib"][0]["172.16.8.1/32"] = [row("RED", "ospf", 110, 0, hop(name="lo"))]
        self.assertEqual(vpn_compare.differences(vpn_compare.router_rows(tables), ours(OURS)[0])[0], [])

    def test_differences_of_one_kind_are_counted(self):
        lines = [f"pe1 RED 172.16.{i}.1/32: routers have bgp [20/0] 10.255.0.5; ringfence has bgp [200/0] 10.255.0.5" for i in range(3)]
        self.assertEqual(len(vpn_compare.alike(lines)), 1)
        self.assertTrue(vpn_compare.alike(lines)[0].startswith("3 times"))

    def test_kernel_rows_with_several_next_hops_are_read(self):
        tables = copy.deepcopy(TABLES)
        tables["pe1"]["rib"][0]["172.16.2.1/32"][0]["nexthops"] += [hop("10.255.0.6", labels=[80], recursive=True),
                                                                     hop("10.0.1.2", "p0", [23, 80], resolver=True)]
        self.assertEqual(len(vpn_compare.kernel_differences(tables)), 1)
        tables["pe1"]["kernel"]["RED"][1] = ("172.16.2.1 nhid 49 proto bgp metric 20 \\\tnexthop  encap mpls  22/80 via 10.0.1.2 dev p0 weight 1 "
                                             "\\\tnexthop  encap mpls  23/80 via 10.0.1.2 dev p0 weight 1 ")
        self.assertEqual(vpn_compare.kernel_differences(tables), [])

    def test_kernel_must_have_the_labels_of_the_table(self):
        self.assertEqual(vpn_compare.kernel_differences(TABLES), [])
        for old, new in ((" encap mpls  22/80", ""), ("22/80", "23/80"), ("172.16.2.1 nhid", "172.16.7.1 nhid")):
            tables = copy.deepcopy(TABLES)
            tables["pe1"]["kernel"]["RED"][1] = tables["pe1"]["kernel"]["RED"][1].replace(old, new)
            self.assertEqual(len(vpn_compare.kernel_differences(tables)), 1, new)


def seen(node, port, out, labels=()):
    return {"node": node, "port": port, "out": out, "labels": list(labels), "ttl": 64}


def sightings(net, nodes, stacks):
    found = []
    for a, b, labels in zip(nodes[:-1], nodes[1:], stacks, strict=True):
        port = next(port for port in net.routers[a].ports if port.peer == b)
        found += [seen(a, f"p{port.index}", True, labels), seen(b, f"p{port.peer_if}", False, labels)]
    return found


NODES = ("ce1", "pe1", "p1", "p2", "pe2", "ce2")
STACKS = ([], [22, 80], [21, 80], [80], [])


def trace(nodes, disposition="delivered", stacks=STACKS):
    """`stacks`: labels on each link. The second router takes off what it came with and puts its own on: two hops of one node."""
    hops = [{"node": nodes[0], "in": None, "out": "p0", "tunnels": []}]
    for node, stack in zip(nodes[1:], stacks):
        hops.append({"node": node, "in": "p0", "out": None, "tunnels": ["labels " + " | ".join(map(str, stack))] if stack else []})
        hops.append({"node": node, "in": None, "out": "p1", "tunnels": ["labels of what it sends | and more"]})
    return {"disposition": disposition, "nodes": list(nodes), "hops": hops}


def answer(*traces, truncated=False):
    return {"classes": [{"direction": "forward", "truncated": truncated, "traces": list(traces)},
                        {"direction": "backward", "truncated": False, "traces": [trace(NODES[::-1])]}]}


class Paths(unittest.TestCase):
    def setUp(self):
        self.net = vpn_networks.backbone()
        self.path = vpn_compare.walked(self.net, "ce1", "172.16.2.1", sightings(self.net, NODES, STACKS))

    def test_sightings_make_a_path(self):
        self.assertEqual(self.path, vpn_compare.Path(True, NODES, (0, 2, 2, 1, 0)))
        lost = vpn_compare.walked(self.net, "ce1", "172.16.2.1", sightings(self.net, NODES[:4], STACKS[:3]))
        self.assertEqual(lost, vpn_compare.Path(False, NODES[:4], (0, 2, 2)))
        self.assertEqual(vpn_compare.walked(self.net, "ce1", "172.16.4.1", []), vpn_compare.Path(False, ("ce1",), ()))

    def test_sightings_that_do_not_join_are_refused(self):
        whole = sightings(self.net, NODES, STACKS)
        for broken in (whole[1:], whole[:2] + whole[3:], [*whole[:3], {**whole[3], "labels": [7]}, *whole[4:]], [whole[0], whole[3]]):
            with self.assertRaises(ValueError):
                vpn_compare.walked(self.net, "ce1", "172.16.2.1", broken)

    def test_only_a_predicted_path_agrees(self):
        other = ("ce1", "pe1", "p3", "p2", "pe2", "ce2")
        kept = [*STACKS[:3], ["a", "b"], []]
        for traces, good in (([trace(NODES)], True), ([trace(other), trace(NODES)], True), ([trace(other)], False), ([], False),
                             ([trace(NODES, "no-route")], False), ([trace(NODES, stacks=kept)], False), ([trace(NODES, stacks=[[]] * 5)], False)):
            self.assertEqual(self.path in vpn_compare.predicted(answer(*traces)), good, traces)

    def test_a_trace_without_stacks_is_refused(self):
        whole = trace(NODES)
        whole["hops"] = whole["hops"][:-2]
        with self.assertRaises(ValueError):
            vpn_compare.predicted(answer(whole))
        with self.assertRaises(KeyError):
            vpn_compare.depth({"node": "p1"})
        for tunnels in (["labels a", "labels b"], ["gre to 10.0.0.1"]):
            with self.assertRaises(ValueError):
                vpn_compare.depth({"node": "p1", "tunnels": tunnels})

    def test_a_lost_datagram_must_be_lost_where_predicted(self):
        lost = vpn_compare.walked(self.net, "ce1", "172.16.2.1", sightings(self.net, NODES[:3], STACKS[:2]))
        for nodes, disposition, good in ((NODES[:3], "no-route", True), (NODES[:2], "no-route", False), (NODES, "delivered", False)):
            self.assertEqual(lost in vpn_compare.predicted(answer(trace(nodes, disposition))), good)

    def test_a_list_that_is_cut_off_proves_nothing(self):
        with self.assertRaises(ValueError):
            vpn_compare.predicted(answer(trace(NODES), truncated=True))

    def test_what_the_program_leaves_open_about_labels_is_found(self):
        parsed = {"files": [{"open_lines": [{"reason": "MPLS"}, {"reason": "MPLS"}, {"reason": "something else"},
                                            {"reason": "labelled path to the other routers of a VPN"}]}, {"open_lines": []}]}
        self.assertEqual(vpn_compare.open_reasons(parsed), {"MPLS": 2, "labelled path to the other routers of a VPN": 1})
        self.assertEqual(vpn_compare.open_reasons({"files": []}), {})


def frame(labels, payload, protocol=socket.IPPROTO_UDP):
    stack = b"".join(struct.pack("!I", label << 12 | (i == len(labels) - 1) << 8 | 63) for i, label in enumerate(labels))
    packet = struct.pack("!BBHHHBBH8s", 0x45, 0, 28 + len(payload), 0, 0, 61, protocol, 0, bytes(8)) + bytes(8) + payload
    return bytes(12) + struct.pack("!H", mpls_probe.ETH_P_MPLS if labels else mpls_probe.ETH_P_IP) + stack + packet


class Frames(unittest.TestCase):
    def test_labels_and_payload_are_read(self):
        for labels in ([], [80], [22, 80], [1048575, 3, 16]):
            self.assertEqual(mpls_probe.decode(frame(labels, b"mark-1")), (labels, 61, b"mark-1"))

    def test_other_and_short_frames_are_nothing(self):
        self.assertIsNone(mpls_probe.decode(frame([22], b"x", socket.IPPROTO_TCP)))
        self.assertIsNone(mpls_probe.decode(bytes(12) + b"\x08\x06" + bytes(40)))
        whole = frame([22, 80], b"")
        for length in range(14, len(whole)):
            self.assertIsNone(mpls_probe.decode(whole[:length]), length)


class Networks(unittest.TestCase):
    def test_every_network_is_whole(self):
        for name, build in vpn_networks.NETWORKS.items():
            net = build()
            self.assertTrue(net.probes, name)
            for a, i, b, j in net.links:
                left, right = net.routers[a].ports[i], net.routers[b].ports[j]
                self.assertEqual((left.peer, left.peer_if, right.peer, right.peer_if), (b, j, a, i), name)
            for pair in net.failing:
                self.assertIn(pair, [(a, b) for a, _, b, _ in net.links], name)
            for router in net.routers.values():
                self.assertEqual({port.vrf for port in router.ports} - {""}, set(router.vrfs), name)

    def test_a_daemon_runs_where_a_line_needs_it(self):
        texts = {name: router.text() for name, router in vpn_networks.backbone().routers.items()}
        self.assertEqual(vpn_lab.daemons(texts["pe1"]), ("zebra", "staticd", "ospfd", "ldpd", "bgpd"))
        self.assertEqual(vpn_lab.daemons(texts["p1"]), ("zebra", "ospfd", "ldpd"))
        self.assertEqual(vpn_lab.daemons(texts["ce3"]), ("zebra", "staticd"))

    def test_blocks_are_the_whole_text(self):
        for router in vpn_networks.option_a().routers.values():
            found = vpn_lab.blocks(router.text())
            self.assertEqual([one for block in found for one in block], router.text().splitlines())
            for block in found:
                opens = block[0].split()[0] in vpn_lab.OPENING
                self.assertEqual(opens, len(block) > 1, block)
                self.assertEqual(opens, block[-1] in ("exit", "exit-vrf"), block)

    def test_documents_are_told_from_the_rest_of_the_console(self):
        text = f"booting\n{machine.MARK}{json.dumps({'label': 'base'})}\r\nnoise {machine.MARK}\n"
        self.assertEqual(machine.documents(text), [{"label": "base"}])


if __name__ == "__main__":
    unittest.main()
