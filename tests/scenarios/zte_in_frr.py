"""One network written for ZXROS and FRR side by side, and for FRR alone, has one set of routes: the random networks of
`srlinux_in_frr.py`. Everything that a default of ZXROS would decide is written out, so no line may be open either."""

import ipaddress
import json
import unittest

import program
import srlinux_in_frr as networks

PROGRAM = None  # set by program.main


def mask(prefix):
    net = ipaddress.ip_network(prefix, strict=False)
    return net.netmask


def zxros(net, router):
    """The same router as ZXROS prints it."""
    text = ["!<system-config>", f"hostname {router.name}", "!</system-config>", "!<if-intf>", "interface loopback1",
            f"  ip address {router.loopback} 255.255.255.255", "$"]
    for index, here, _, _, _ in router.ports:
        text += [f"interface gei-0/1/0/{index}", f"  ip address {here} {mask(here + '/31')}", "  no shutdown", "$"]
    text += ["!</if-intf>", "!<static>"]
    for prefix, hop in router.statics:
        text.append(f"ip route {prefix.split('/')[0]} {mask(prefix)} {hop or 'null1'}")
    text.append("!</static>")
    if not router.external:
        text += isis(net, router) if net.isis else ospf(net, router)
    return "\n".join(text + policies(net, router) + bgp(net, router) + [""])


def isis(net, router):
    area, system = router.entity_title()[:7], router.entity_title()[8:-3]
    text = ["router isis 1", f"  area {area}", f"  system-id {system}", "  is-type level-2-only", "  metric-style wide",
            f"  maximum-paths {net.paths}", "  interface loopback1", "    ip router isis", "    metric 1 level-2", "  $"]
    for index, _, _, cost, _ in router.ports:
        if cost is not None:
            text += [f"  interface gei-0/1/0/{index}", "    ip router isis", "    network point-to-point", f"    metric {cost} level-2", "  $"]
    return text + ["$"]


def ospf(net, router):
    text = ["router ospf 1", f"  router-id {router.loopback}", f"  maximum-paths {net.paths}", "  area 0.0.0.0",
            "    interface loopback1", "      cost 1", "    $"]
    for index, here, _, cost, _ in router.ports:
        if cost is not None:
            text += [f"    network {here} 0.0.0.0", f"    interface gei-0/1/0/{index}", "      network point-to-point", f"      cost {cost}", "    $"]
    return text + ["  $", "$"]


def policies(net, router):
    text = [f"ip prefix-list own seq 5 permit 172.0.0.0/8 ge 16 le {24 if net.wide_mask else 16}", "route-map out permit 10",
            "  match ip address prefix-list own", "$"]
    for _, other, external in net.sessions(router):
        if external:
            text += [f"route-map in-{other.name} permit 10", f"  set local-preference {net.preferences[other.name]}", "$"]
    return text


def bgp(net, router):
    text = [f"router bgp {router.as_number}", f"  bgp router-id {router.loopback}", "  redistribute static route-map out",
            f"  maximum-paths {net.paths}", f"  maximum-paths ibgp {net.paths}"]
    for address, other, external in net.sessions(router):
        own = f"  neighbor {address}"
        text += [f"{own} remote-as {other.as_number}", f"{own} activate"]
        if external:
            text += [f"{own} route-map in-{other.name} in", f"{own} route-map out out"]
        else:
            text += [f"{own} update-source loopback1", f"{own} next-hop-self"]
    return text + ["$"]


ZXROS = "gei-0/1/0/", zxros


class TwoNotations(unittest.TestCase):
    def test_tables_are_equal(self):
        for seed in networks.SEEDS:
            net = networks.Network(seed)
            with self.subTest(seed=seed, native=sorted(net.native)):
                mixed, plain = (networks.table(PROGRAM.run, net, other) for other in (ZXROS, None))
                self.assertGreater(len(plain), 20)
                self.assertEqual(mixed, plain)

    def test_no_line_is_open(self):
        for seed in networks.SEEDS[:6]:
            with self.subTest(seed=seed), program.Overlay(networks.files(networks.Network(seed), ZXROS)) as folder:
                fates = map(json.loads, PROGRAM.run("parse", folder, "-f", "jsonl").stdout.decode().splitlines())
                self.assertEqual([row for row in fates if row["fate"] in ("unmodelled", "unknown")], [])


if __name__ == "__main__":
    program.main(__name__)
