#!/usr/bin/env python3
"""One VPN over labels, by VPNv4 and by EVPN (type 5, RFC 9136), for two systems: one set of routes, paths and readers.

    ce1 -- pe1 --10-- p1 --10-- pe2 -- ce2     Each site is a subnet of a VPN at its PE. Without p1 the packets go by p2.
            |                    |
            30------- p2 -------31

The same description is written for each system at each end and in each family (`service_texts.py` writes all but the VPN).
Tables, paths and readers stand here, derived by hand.
"""

import json
import unittest

import program
import service_texts
from one_wire import CUSTOMER, INVENTORY, LOOPBACK, POLICY, READERS, THERE, VERDICTS, ring
from service_texts import Port, Router

PROGRAM = None

ASN, TARGET, SITE_PORT = service_texts.PROVIDER_AS, 7, 5
OTHER = {"pe1": "pe2", "pe2": "pe1"}


def describe():
    routers, cables = ring()
    for number, pe in enumerate(LOOPBACK, 1):
        site = CUSTOMER[pe]
        routers[site] = Router(site, ports=[Port(f"10.{number}.0.9", 24)], statics=[("0.0.0.0/0", f"10.{number}.0.1")])
        cables.append((site, 0, pe, SITE_PORT))
    return routers, cables


def vrp_vpn(name, evpn):
    peer, number, word = LOOPBACK[OTHER[name]], list(LOOPBACK).index(name) + 1, " evpn" if evpn else ""
    source = [f"evpn source-address {LOOPBACK[name]}", "#"] if evpn else []
    labels = ["  evpn mpls routing-enable"] if evpn else ["  apply-label per-instance"]
    return [*source, "ip vpn-instance RED", " ipv4-family", f"  route-distinguisher {LOOPBACK[name]}:{TARGET}",
            f"  vpn-target {ASN}:{TARGET} export-extcommunity{word}", f"  vpn-target {ASN}:{TARGET} import-extcommunity{word}", *labels, "#",
            f"interface {service_texts.vrp_port(SITE_PORT)}", " undo shutdown", " ip binding vpn-instance RED",
            f" ip address 10.{number}.0.1 255.255.255.0", "#", f"bgp {ASN}", f" router-id {LOOPBACK[name]}", f" peer {peer} as-number {ASN}",
            f" peer {peer} connect-interface LoopBack0", " #", " ipv4-family unicast", f"  undo peer {peer} enable", " #",
            " ipv4-family vpn-instance RED", "  import-route direct", *(["  advertise l2vpn evpn"] if evpn else []), " #",
            " l2vpn-family evpn" if evpn else " ipv4-family vpnv4", "  policy vpn-target", f"  peer {peer} enable", "#"]


def sros_vpn(name, evpn):
    peer, number, port = LOOPBACK[OTHER[name]], list(LOOPBACK).index(name) + 1, service_texts.sros_port(SITE_PORT)
    own, base = '/configure service vprn "RED"', '/configure router "Base" bgp'
    mpls = f"{own} bgp-{'evpn mpls 1' if evpn else 'ipvpn mpls'}"
    return [f"/configure port {port} admin-state enable", f"/configure port {port} ethernet mode access", f"{own} admin-state enable",
            f"{own} service-id 7", f'{own} customer "1"', f"{mpls} admin-state enable", f'{mpls} route-distinguisher "{LOOPBACK[name]}:{TARGET}"',
            f'{mpls} vrf-target community "target:{ASN}:{TARGET}"', f"{mpls} auto-bind-tunnel resolution filter",
            f"{mpls} auto-bind-tunnel resolution-filter ldp true", f'{own} interface "site" sap {port} {{ }}',
            f'{own} interface "site" ipv4 primary address 10.{number}.0.1 prefix-length 24', f"{base} router-id {LOOPBACK[name]}",
            f'{base} group "pe" type internal', f'{base} group "pe" peer-as {ASN}', f'{base} group "pe" family ipv4 false',
            f'{base} group "pe" family {"evpn" if evpn else "vpn-ipv4"} true', f'{base} neighbor "{peer}" group "pe"']


VPNS = {"vrp": (vrp_vpn, "return\n"), "sros": (sros_vpn, "")}


def text_of(router, system, evpn):
    written = service_texts.SYSTEMS[system][0](router)
    if router.name not in LOOPBACK:
        return written
    vpn, end = VPNS[system]
    return written.removesuffix(end) + service_texts.text(vpn(router.name, evpn)) + end


def snapshot(systems, evpn):
    routers, cables = describe()
    edges = []
    for left, left_port, right, right_port in cables:
        ends = [{"hostname": name, "interfaceName": service_texts.SYSTEMS[systems[name]][1](port)}
                for name, port in ((left, left_port), (right, right_port))]
        edges.append({"node1": ends[0], "node2": ends[1]})
    files = {f"configs/{name}.cfg": text_of(router, systems[name], evpn) for name, router in routers.items()}
    return {**files, "batfish/layer1_topology.json": json.dumps({"edges": edges}), "inventory.yaml": INVENTORY, "ringfence.yaml": POLICY}


TABLES = {"pe1": {"10.1.0.0/24": "", "10.2.0.0/24": "10.255.0.2"}, "pe2": {"10.2.0.0/24": "", "10.1.0.0/24": "10.255.0.1"}}


class EvpnService(unittest.TestCase):
    maxDiff = None

    def each(self, judge):
        for evpn in (True, False):
            for first in VPNS:
                for second in VPNS:
                    systems = {"pe1": first, "pe2": second, "p1": second, "p2": first, "ce1": "vrp", "ce2": "vrp"}
                    with self.subTest(evpn=evpn, pe1=first, pe2=second), program.Overlay(snapshot(systems, evpn)) as folder:
                        judge(folder, evpn)

    def test_tables(self):
        self.each(self.judge_tables)

    def judge_tables(self, folder, evpn):
        tables = {}
        for row in map(json.loads, PROGRAM.run("routes", folder, "-f", "jsonl").stdout.decode().splitlines()):
            if row["protocol"] != "local" and row["vrf"] == "RED":
                self.assertFalse(row["ambiguous"], row)
                self.assertIn(row["protocol"], ("connected", "evpn" if evpn else "bgp-vpn"))
                tables.setdefault(row["node"], {})[row["prefix"]] = row["next_hop_ip"] or ""
        self.assertEqual(tables, TABLES)

    def test_paths(self):
        self.each(self.judge_paths)

    def judge_paths(self, folder, _):
        for one in PROGRAM.document("trace", folder, "--flow", "wire")["classes"]:
            self.assertEqual([trace["disposition"] for trace in one["traces"]], ["delivered"])
            nodes = one["traces"][0]["nodes"]
            found = [node for at, node in enumerate(nodes) if at == 0 or nodes[at - 1] != node]
            self.assertEqual(found, THERE if one["direction"] == "forward" else THERE[::-1])

    def test_readers(self):
        self.each(lambda folder, _: self.assertEqual(
            {row["element"] for row in map(json.loads, PROGRAM.run("exposure", folder, "-f", "jsonl").stdout.decode().splitlines())
             if row["level"] == "read"}, READERS))

    def test_verdicts(self):
        self.each(lambda folder, _: self.assertEqual(
            {rule["id"]: rule["verdict"] for rule in PROGRAM.document("check", folder)["rules"]}, VERDICTS))

    def test_every_line_is_known(self):
        self.each(lambda folder, _: self.assertEqual(
            [row for row in map(json.loads, PROGRAM.run("parse", folder, "-f", "jsonl").stdout.decode().splitlines())
             if row["fate"] in ("unmodelled", "unknown")], []))


if __name__ == "__main__":
    program.main(__name__)
