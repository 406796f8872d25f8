"""One wire between two ports, written for three systems, has one set of routes, paths and readers.

    ce1 -- pe1 --10-- p1 --10-- pe2 -- ce2     ce1 (AS 65101) and ce2 (AS 65102) speak BGP with each other over a wire
            |                    |             between the ports of pe1 and pe2.
            30------- p2 -------31             No two ways cost the same: SR OS takes one of such, and no text tells which.

The same description is written for each system at each end (`service_texts.py` writes all but the service), as a pair of whole
ports, as VLAN 100 of one port and VLAN 200 of the other, and as a bridge, with one pseudowire of LDP; with EVPN, where the
system is read that far, as a bridge (RFC 7432) and as a wire (RFC 8214) of these VLANs. Tables, paths and readers stand here,
derived by hand.
"""

import json
import unittest

import program
import service_texts
from service_texts import Port, Router

PROGRAM = None

CORE = [("pe1", "p1", 10), ("p1", "pe2", 10), ("pe1", "p2", 30), ("p2", "pe2", 31)]
NUMBER = 77  # of the pseudowire
VLANS = {"pe1": 100, "pe2": 200}
CUSTOMER = {"pe1": "ce1", "pe2": "ce2"}
LOOPBACK = {"pe1": "10.255.0.1", "pe2": "10.255.0.2"}
AC = 5  # index of the port of the service
LDP, EVPN = ("ports", "vlans", "bridge"), ("evpn bridge", "evpn wire")
TAGGED = ("vlans", *EVPN)


def ring():
    """The routers of the picture and the cables between them."""
    routers = {name: Router(name, loopback=f"10.255.0.{number}") for number, name in enumerate(("pe1", "pe2", "p1", "p2"), 1)}
    cables = []
    for number, (left, right, cost) in enumerate(CORE):
        cables.append((left, len(routers[left].ports), right, len(routers[right].ports)))
        for host, name in enumerate((left, right), 1):
            routers[name].ports.append(Port(f"10.0.{number}.{host}", cost=cost))
    return routers, cables


def describe():
    routers, cables = ring()
    for number, pe in enumerate(VLANS, 1):
        routers[CUSTOMER[pe]] = Router(CUSTOMER[pe], asn=65100 + number, peers=[f"10.8.0.{3 - number}"], networks=[f"10.{number}.0.0/24"],
                                       ports=[Port(f"10.8.0.{number}"), Port(f"10.{number}.0.1", 24)])
        cables.append((CUSTOMER[pe], 0, pe, AC))
    return routers, cables


def vrp_evpn(kind, name, peer):
    port, asn, wire = service_texts.vrp_port(AC), service_texts.PROVIDER_AS, kind == "evpn wire"
    ids = {"pe1": (1, 2), "pe2": (2, 1)}[name]
    lines = [f"evpn source-address {LOOPBACK[name]}", "#", f"evpn vpn-instance CITY {'vpws' if wire else 'bd-mode'}",
             f" route-distinguisher {LOOPBACK[name]}:{NUMBER}", f" vpn-target {asn}:{NUMBER} export-extcommunity",
             f" vpn-target {asn}:{NUMBER} import-extcommunity", "#", "evpl instance 7 mpls-mode" if wire else "bridge-domain 7",
             " evpn binding vpn-instance CITY"]
    lines += [f" local-service-id {ids[0]} remote-service-id {ids[1]}"] if wire else []
    return lines + ["#", f"interface {port}", " undo shutdown", "#", f"interface {port}.7 mode l2", f" encapsulation dot1q vid {VLANS[name]}",
                    " rewrite pop single", " evpl instance 7" if wire else " bridge-domain 7", "#", f"bgp {asn}",
                    f" router-id {LOOPBACK[name]}", f" peer {peer} as-number {asn}", f" peer {peer} connect-interface LoopBack0", " #",
                    " ipv4-family unicast", f"  undo peer {peer} enable", " #", " l2vpn-family evpn", "  policy vpn-target",
                    f"  peer {peer} enable", "#"]


def vrp_service(kind, name, peer):
    if kind in EVPN:
        return vrp_evpn(kind, name, peer)
    port = service_texts.vrp_port(AC)
    lines = ["mpls l2vpn", "#", "mpls ldp remote-peer FAR", f" remote-ip {peer}", "#", f"interface {port}", " undo shutdown"]
    if kind == "ports":
        return lines + [f" mpls l2vc {peer} {NUMBER}", "#"]
    if kind == "vlans":
        return lines + ["#", f"interface {port}.7", f" vlan-type dot1q {VLANS[name]}", f" mpls l2vc {peer} {NUMBER} raw", "#"]
    return ["vsi CITY static", " encapsulation ethernet", " pwsignal ldp", f"  vsi-id {NUMBER}", f"  peer {peer}", "#", *lines,
            " l2 binding vsi CITY", "#"]


def iosxr_service(kind, name, peer):
    port = service_texts.iosxr_port(AC)
    whole = [f"interface {port}", " l2transport", " !", "!"]
    if kind == "bridge":
        return whole + ["l2vpn", " bridge group CITY", "  bridge-domain CITY", f"   interface {port}", "   !", "   vfi CITY",
                        f"    neighbor {peer} pw-id {NUMBER}", "    !", "   !", "  !", " !", "!"]
    if kind == "vlans":
        whole = [f"interface {port}.7 l2transport", f" encapsulation dot1q {VLANS[name]}", " rewrite ingress tag pop 1 symmetric", "!"]
        port += ".7"
    return whole + ["l2vpn", " xconnect group CITY", "  p2p WIRE", f"   interface {port}", f"   neighbor ipv4 {peer} pw-id {NUMBER}",
                    "   !", "  !", " !", "!"]


def sros_evpn(kind, name, peer):
    port, base = service_texts.sros_port(AC), '/configure router "Base" bgp'
    wire = f'/configure service {"epipe" if kind == "evpn wire" else "vpls"} "CITY"'
    ids = {"pe1": (1, 2), "pe2": (2, 1)}[name]
    ends = [f'{wire} bgp-evpn {side}-attachment-circuit "{side}" eth-tag {tag}' for side, tag in zip(("local", "remote"), ids)]
    return [f"/configure port {port} admin-state enable", f"/configure port {port} ethernet mode access",
            f"/configure port {port} ethernet encap-type dot1q", f"{wire} admin-state enable", f"{wire} service-id 100",
            f'{wire} customer "1"', f'{wire} bgp 1 route-distinguisher "{LOOPBACK[name]}:{NUMBER}"', f"{wire} bgp-evpn evi {NUMBER}",
            *(ends if kind == "evpn wire" else []), f"{wire} bgp-evpn mpls 1 admin-state enable",
            f"{wire} bgp-evpn mpls 1 auto-bind-tunnel resolution any", f"{wire} sap {port}:{VLANS[name]} admin-state enable",
            f"{base} router-id {LOOPBACK[name]}", f'{base} group "pe" peer-as {service_texts.PROVIDER_AS}', f'{base} group "pe" family evpn true',
            f'{base} neighbor "{peer}" group "pe"']


def sros_service(kind, name, peer):
    if kind in EVPN:
        return sros_evpn(kind, name, peer)
    port, service = service_texts.sros_port(AC), "/configure service"
    tags = [f"/configure port {port} ethernet encap-type dot1q"] if kind == "vlans" else []
    sap = f"{port}:{VLANS[name]}" if kind == "vlans" else port
    wire = f'{service} {"vpls" if kind == "bridge" else "epipe"} "CITY"'
    return [f"/configure port {port} admin-state enable", f"/configure port {port} ethernet mode access", *tags,
            f"{service} sdp 12 admin-state enable", f"{service} sdp 12 delivery-type mpls", f"{service} sdp 12 ldp true",
            f"{service} sdp 12 far-end ip-address {peer}", f"{wire} admin-state enable", f"{wire} service-id 100", f'{wire} customer "1"',
            f"{wire} sap {sap} admin-state enable", f"{wire} {'mesh' if kind == 'bridge' else 'spoke'}-sdp 12:{NUMBER} admin-state enable"]


SERVICES = {"vrp": (vrp_service, "return\n"), "iosxr": (iosxr_service, "end\n"), "sros": (sros_service, "")}


def text_of(kind, router, system, routers):
    written = service_texts.SYSTEMS[system][0](router)
    if router.name in VLANS:
        peer = routers["pe2" if router.name == "pe1" else "pe1"].loopback
        service, end = SERVICES[system]
        return written.removesuffix(end) + service_texts.text(service(kind, router.name, peer)) + end
    if router.peers:
        other = 65102 if router.name == "ce1" else 65101
        written = written.replace(f"as-number {service_texts.PROVIDER_AS}", f"as-number {other}")
        if kind in TAGGED:
            port = service_texts.vrp_port(0)
            vlan = VLANS["pe1" if router.name == "ce1" else "pe2"]
            written = written.replace(f"interface {port}\n undo shutdown\n",
                                      f"interface {port}\n undo shutdown\n#\ninterface {port}.9\n vlan-type dot1q {vlan}\n")
    return written


def snapshot(kind, systems):
    routers, cables = describe()
    edges = []
    for left, left_port, right, right_port in cables:
        ends = [{"hostname": name, "interfaceName": service_texts.SYSTEMS[systems[name]][1](port)}
                for name, port in ((left, left_port), (right, right_port))]
        edges.append({"node1": ends[0], "node2": ends[1]})
    files = {f"configs/{name}.cfg": text_of(kind, router, systems[name], routers) for name, router in routers.items()}
    return {**files, "batfish/layer1_topology.json": json.dumps({"edges": edges}), "inventory.yaml": INVENTORY, "ringfence.yaml": POLICY}


INVENTORY = "inventory: 1\nelements:\n" + "".join(
    f"  {name}: {{kind: router, maker: {'Acme' if name == 'p2' else 'Good'}, owner: Op, operator: Op}}\n"
    for name in ("pe1", "pe2", "p1", "p2", "ce1", "ce2"))
POLICY = """ringfence: 1
as-of: 2026-07-01
parties:
  LAND: {kind: state}
  Op: {kind: operator, state: LAND}
  Good: {kind: maker}
  Acme: {kind: maker}
lists:
  listed: {by: LAND, names: [Acme], because: "order 1"}
sets:
  untrusted: {parties: {listed-on: listed}, owned-from: 50%}
information:
  data: {owner: LAND, marking: "LAND", releasable-to: [LAND]}
flows:
  wire: {carries: data, between: [ce1, ce2], hosts: [10.1.0.9, 10.2.0.9], parties: [LAND]}
rules:
  WHOLE: {party: LAND, because: "order 1", confine: wire, away-from: untrusted, levels: [read]}
  FAILED: {party: LAND, because: "order 1", confine: wire, away-from: untrusted, levels: [read], under: {failures: 1, of: [link, node]}}
"""

THERE = ["ce1", "pe1", "p1", "pe2", "ce2"]
READERS = {"ce1", "pe1", "p1", "pe2", "ce2"}
VERDICTS = {"WHOLE": "proved", "FAILED": "violated"}  # without p1 the frames go by p2
CUSTOMERS = {"ce1": {"10.8.0.0/30": "", "10.1.0.0/24": "", "10.2.0.0/24": "10.8.0.2"},
             "ce2": {"10.8.0.0/30": "", "10.2.0.0/24": "", "10.1.0.0/24": "10.8.0.1"}}


class OneWire(unittest.TestCase):
    maxDiff = None

    def each(self, judge):
        for kind in LDP + EVPN:
            able = [system for system in SERVICES if kind in LDP or system != "iosxr"]
            for first in able:
                for second in able:
                    systems = {"pe1": first, "pe2": second, "p1": second, "p2": first, "ce1": "vrp", "ce2": "vrp"}
                    with self.subTest(kind=kind, pe1=first, pe2=second), program.Overlay(snapshot(kind, systems)) as folder:
                        judge(folder)

    def test_customers_know_each_other_and_the_core_knows_none(self):
        self.each(lambda folder: self.judge_tables(folder))

    def judge_tables(self, folder):
        done = PROGRAM.run("routes", folder, "-f", "jsonl")
        tables = {}
        for row in map(json.loads, done.stdout.decode().splitlines()):
            if row["protocol"] != "local":
                self.assertFalse(row["ambiguous"], row)
                tables.setdefault(row["node"], {})[row["prefix"]] = row["next_hop_ip"] or ""
        self.assertEqual({name: tables[name] for name in CUSTOMERS}, CUSTOMERS)
        for name in ("pe1", "pe2", "p1", "p2"):
            self.assertEqual([prefix for prefix in tables[name] if not prefix.startswith(("10.0.", "10.255."))], [])

    def test_paths(self):
        self.each(self.judge_paths)

    def judge_paths(self, folder):
        for one in PROGRAM.document("trace", folder, "--flow", "wire")["classes"]:
            self.assertEqual([trace["disposition"] for trace in one["traces"]], ["delivered"])
            nodes = one["traces"][0]["nodes"]
            found = [node for at, node in enumerate(nodes) if at == 0 or nodes[at - 1] != node]
            self.assertEqual(found, THERE if one["direction"] == "forward" else THERE[::-1])

    def test_readers(self):
        self.each(lambda folder: self.assertEqual(
            {row["element"] for row in map(json.loads, PROGRAM.run("exposure", folder, "-f", "jsonl").stdout.decode().splitlines())
             if row["level"] == "read"}, READERS))

    def test_verdicts(self):
        self.each(lambda folder: self.assertEqual(
            {rule["id"]: rule["verdict"] for rule in PROGRAM.document("check", folder)["rules"]}, VERDICTS))

    def test_every_line_is_known(self):
        self.each(lambda folder: self.assertEqual(
            [row for row in map(json.loads, PROGRAM.run("parse", folder, "-f", "jsonl").stdout.decode().splitlines())
             if row["fate"] in ("unmodelled", "unknown")], []))


if __name__ == "__main__":
    program.main(__name__)
