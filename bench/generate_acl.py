#!/usr/bin/env python3
"""Writes a snapshot in which one long access list decides what thousands of packets may do, with flows through it.

  generate_acl.py [--lines N] [--flows N] [--family 4|6] [--wide] [--seed N] FOLDER

Three routers stand in a row: the clients' side, a filter, the servers' side. The filter has a list of N lines on the port
that the clients' packets enter by. The list looks like one that grew for years: blocks of lines for one service each (a
few client subnets or hosts, a few servers, ports or ranges of them), lines for answers (`established`), ICMP, refusals
of whole networks in between, sources or destinations left open, and lines that earlier ones shadow. Half of the flows
follow a line of the list, half are drawn from the addresses; both have hosts and subnets as ends. With --wide the ends
of all flows are whole networks, from a /24 to everything, so that a flow meets hundreds to thousands of lines. The same
arguments give the same bytes.

Standard library only.
"""

import argparse
import json
import pathlib
import random

HEAD = """\
version 15.4
service password-encryption
!
hostname {name}
!
no ip domain lookup
ip cef
{routing6}!
"""

TAIL = """\
!
line con 0
 exec-timeout 5 0
line vty 0 4
 transport input ssh
!
end
"""

SITES, ZONES = 64, 32  # networks of clients and of servers, a /16 (IPv6: a /48) each
TCP_PORTS = (22, 25, 53, 80, 88, 110, 135, 139, 143, 389, 443, 445, 636, 993, 1433, 1521, 3306, 3389, 5432, 8080, 8443)
UDP_PORTS = (53, 67, 69, 123, 137, 138, 161, 162, 500, 514, 1812, 4500)
RANGES = ((1024, 65535), (49152, 65535), (5000, 5100), (8000, 8999), (137, 139), (20, 21), (6000, 6063))
CLIENT_LENGTHS = (32,) * 9 + (31, 30, 29, 28, 28, 27, 26, 25, 24, 24, 24, 24, 23, 22, 20, 16, 8)
SERVER_LENGTHS = (32,) * 14 + (30, 29, 28, 27, 26, 24, 24, 24, 22, 16, 12)


class Addresses:
    """The two address plans, of clients and of servers, in one family."""

    def __init__(self, family):
        self.v4 = family == 4
        self.bits = 32 if self.v4 else 128

    def network(self, side, site):
        """First address of a site's network, and its length."""
        if self.v4:
            return ((10 << 24) + (site << 16), 16) if side == 0 else ((172 << 24) + ((site + 16) << 16), 16)
        return (0x20010DB8 << 96) + ((side << 15 | site) << 80), 48

    def draw(self, dice, side):
        """A prefix: (address, length)."""
        short = dice.choice(CLIENT_LENGTHS if side == 0 else SERVER_LENGTHS)
        network, length = self.network(side, dice.randrange(SITES if side == 0 else ZONES if not self.v4 else 16))
        # Few subnets are in use, and few hosts in each: real lists name the same ones again and again.
        subnet, host = dice.randrange(64), dice.randrange(1, 255)
        if self.v4:
            address = network + (subnet << 8) + host
        else:
            address = network + (subnet << 64) + host
            short = {32: 128, 31: 127, 30: 126, 29: 125, 28: 124, 27: 123, 26: 122, 25: 121, 24: 64, 23: 63, 22: 62, 20: 60, 16: 48,
                     12: 40, 8: 32}[short]
        return self.cut(address, short), short

    def cut(self, address, length):
        return address >> (self.bits - length) << (self.bits - length)

    def text(self, address):
        if self.v4:
            return ".".join(str(address >> shift & 255) for shift in (24, 16, 8, 0))
        return ":".join(f"{address >> shift & 0xFFFF:x}" for shift in range(112, -1, -16))

    def condition(self, prefix):
        """As a list's line writes it."""
        if prefix is None:
            return "any"
        address, length = prefix
        if length == self.bits:
            return f"host {self.text(address)}"
        if self.v4:
            return f"{self.text(address)} {self.text((1 << (32 - length)) - 1)}"
        return f"{self.text(address)}/{length}"

    def inside(self, dice, prefix, length_least):
        """A prefix inside another: mostly a host, now and then all of it."""
        address, length = prefix
        if dice.random() < 0.25 and length >= length_least:
            return prefix
        return address + dice.randrange(1 << min(self.bits - length, 8)), self.bits


def ports_text(ports):
    if ports is None:
        return ""
    return f" eq {ports[0]}" if ports[0] == ports[1] else f" range {ports[0]} {ports[1]}"


def draw_ports(dice, protocol):
    if dice.random() < 0.2:
        return dice.choice(RANGES)
    port = dice.choice(TCP_PORTS if protocol == "tcp" else UDP_PORTS)
    return port, port


class List:
    """The lines, as text and as what flows are drawn from."""

    def __init__(self, dice, plan, count):
        self.dice, self.plan, self.lines, self.facts = dice, plan, [], []
        end = [f"deny icmp any any{' redirect' if plan.v4 else ''}", "permit tcp any any established"]
        if not plan.v4:  # or the routers at both ends of a cable do not find each other
            end = ["permit icmp any any nd-ns", "permit icmp any any nd-na", *end]
        while len(self.lines) < count - len(end):
            self.block(min(count - len(end) - len(self.lines), dice.randrange(1, 16)))
        self.lines += end

    def line(self, action, protocol, source, destination, source_ports=None, ports=None, more=""):
        plan = self.plan
        self.facts.append((source, destination, protocol, ports))
        self.lines.append(f"{action} {protocol} {plan.condition(source)}{ports_text(source_ports)} "
                          f"{plan.condition(destination)}{ports_text(ports)}{more}")

    def block(self, size):
        """Lines for one service, or some of the other kinds."""
        dice, plan = self.dice, self.plan
        everything = "ip" if plan.v4 else "ipv6"
        kind = dice.random()
        protocol = "tcp" if dice.random() < 0.75 else "udp"
        ports = draw_ports(dice, protocol)
        server = plan.draw(dice, 1)
        for _ in range(size):
            client = plan.draw(dice, 0)
            if kind < 0.70:
                self.line("permit", protocol, client, server, None, ports)
            elif kind < 0.78:
                self.line("permit", "tcp", client, plan.draw(dice, 1), ports, None, " established")
            elif kind < 0.83:
                self.line("permit" if dice.random() < 0.7 else "deny", "icmp", client, server, None, None,
                          dice.choice(("", " echo" if plan.v4 else " echo-request", " echo-reply")))
            elif kind < 0.88:
                self.line("deny", everything, client, server)
            elif kind < 0.93:
                self.line("permit", protocol, client, server, (1024, 65535), ports)
            elif kind < 0.95:
                self.line("permit", protocol, None, plan.draw(dice, 1), None, draw_ports(dice, protocol))
            elif kind < 0.96:
                self.line("deny", protocol, client, None, None, draw_ports(dice, protocol))
            elif self.facts:  # shadowed: what an earlier line took, or a part of it
                source, destination, old, old_ports = dice.choice(self.facts)
                source = source and plan.inside(dice, source, 0)
                self.line(dice.choice(("permit", "deny")), old, source, destination, None, old_ports)


WIDE_LENGTHS = {4: ((24, 20, 16, 12, 8), (24, 20, 16, 12)), 6: ((64, 56, 48, 44, 33), (64, 56, 48, 44, 33))}


def wide_end(dice, plan, side):
    """A whole network, and everything of that side now and then."""
    network, _ = plan.network(side, dice.randrange(16))
    length = dice.choice(WIDE_LENGTHS[4 if plan.v4 else 6][side])
    return plan.cut(network, length), length


def flows(dice, plan, facts, count, wide):
    """Lines of the policy."""
    lines = []
    least = 24 if plan.v4 else 64
    for number in range(count):
        source, destination, protocol, ports = dice.choice(facts)
        if number % 2 or source is None or destination is None or source[1] < 16 or destination[1] < 16:
            source, destination = plan.draw(dice, 0), plan.draw(dice, 1)
        source, destination = plan.inside(dice, source, least), plan.inside(dice, destination, least)
        if wide:
            source, destination = wide_end(dice, plan, 0), wide_end(dice, plan, 1)
        packets = ""
        if protocol in ("tcp", "udp", "icmp") and (plan.v4 or protocol != "icmp"):
            packets = f", packets: {{protocol: {protocol}" + (f", ports: [{ports[0]}]" if ports else "") + "}"
        hosts = ", ".join(f'"{plan.text(address)}/{length}"' for address, length in (source, destination))
        lines.append(f"  F{number}: {{group: all, carries: data, between: [clients, servers], hosts: [{hosts}]{packets}}}")
    return lines


def configurations(plan, lines):
    """Name to text. The links are 192.0.2.0/31 and .2/31 (IPv6: fd00::/127 and ::2/127)."""
    v4 = plan.v4
    word = "ip" if v4 else "ipv6"

    def interface(port, number, extra=()):
        address = f" ip address 192.0.2.{number} 255.255.255.254" if v4 else f" ipv6 address fd00::{number}/127"
        return [f"interface GigabitEthernet0/{port}", address, *extra, "!"]

    def edge(port, side, site):
        network, length = plan.network(side, site)
        if v4:
            return [f"interface GigabitEthernet{port}", f" ip address {plan.text(network + 1)} 255.255.0.0", "!"]
        return [f"interface GigabitEthernet{port}", f" ipv6 address {plan.text(network + 1)}/{length}", "!"]

    def route(side, gateway):
        network, _ = plan.network(side, 0)
        if v4:
            length = 8 if side == 0 else 12
            return [f"ip route {plan.text(plan.cut(network, length))} "
                    f"{plan.text((0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF)} 192.0.2.{gateway}"]
        return [f"ipv6 route {plan.text(network)}/33 fd00::{gateway}"]

    sites = (SITES, 16 if v4 else ZONES)
    texts = {"clients": [], "filter": [], "servers": []}
    for side, name in ((0, "clients"), (1, "servers")):
        texts[name] += interface(0, 0 if side == 0 else 3)
        for site in range(sites[side]):
            texts[name] += edge(f"{1 + site // 32}/{site % 32}", side, site)
        texts[name] += route(1 - side, 1 if side == 0 else 2)
    use = " ip access-group INSIDE in" if v4 else " ipv6 traffic-filter INSIDE in"
    texts["filter"] += interface(0, 1, [use]) + interface(1, 2)
    texts["filter"] += route(0, 0) + route(1, 3) + ["!"]
    texts["filter"] += [f"{word} access-list {'extended ' if v4 else ''}INSIDE", *(f" {line}" for line in lines)]
    routing6 = "" if v4 else "ipv6 unicast-routing\n"
    return {name: HEAD.format(name=name, routing6=routing6) + "\n".join(body) + "\n" + TAIL for name, body in texts.items()}


INVENTORY = """\
inventory: 1
elements:
  clients: {kind: router, maker: North, owner: Carrier, operator: Carrier}
  filter: {kind: router, maker: South, owner: Carrier, operator: Carrier}
  servers: {kind: router, maker: North, owner: Carrier, operator: Carrier}
"""

POLICY = """\
ringfence: 1
as-of: 2026-07-01
parties:
  Carrier: {kind: operator}
  North: {kind: maker}
  South: {kind: maker}
information:
  data: {owner: Carrier, releasable-to: [Carrier]}
sets:
  distrusted: {parties: [South]}
flows:
"""

RULES = """\
rules:
  CONFINE: {party: Carrier, because: benchmark, confine: all, away-from: distrusted, levels: [read], under: {failures: 0}}
"""


def write(options):
    dice = random.Random(options.seed)
    plan = Addresses(options.family)
    acl = List(dice, plan, options.lines)
    configs = options.folder / "configs"
    configs.mkdir(parents=True)
    for name, text in configurations(plan, acl.lines).items():
        (configs / f"{name}.cfg").write_text(text)
    cables = ((("clients", 0), ("filter", 0)), (("filter", 1), ("servers", 0)))
    edges = [{f"node{n + 1}": {"hostname": name, "interfaceName": f"GigabitEthernet0/{port}"} for n, (name, port) in enumerate(ends)}
             for ends in cables]
    (options.folder / "layer1_topology.json").write_text(json.dumps({"edges": edges}) + "\n")
    (options.folder / "inventory.yaml").write_text(INVENTORY)
    policy = POLICY + "\n".join(flows(dice, plan, acl.facts, options.flows, options.wide)) + "\n" + RULES
    (options.folder / "ringfence.yaml").write_text(policy)


def main():
    parser = argparse.ArgumentParser(description="snapshot with a long access list")
    parser.add_argument("--lines", type=int, default=10000)
    parser.add_argument("--flows", type=int, default=1000)
    parser.add_argument("--family", type=int, choices=(4, 6), default=4)
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.lines < 3 or options.flows < 1:
        parser.error("at least 3 lines and 1 flow")
    write(options)


if __name__ == "__main__":
    main()
