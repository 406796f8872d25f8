#!/usr/bin/env python3
"""Writes the snapshot of a data-centre fabric: a fat tree of k pods, all switches configured, cables included.

  generate_fattree.py --protocol bgp|ospf --pods K FOLDER

A fabric of k pods (Al-Fares, Loukissas, Vahdat 2008) has k^2/4 core switches, k/2 aggregation and k/2 edge switches a
pod, and k/2 host ports an edge switch: 5k^2/4 configurations and k^3/2 links. The same K gives the same bytes.

bgp   every switch is an AS of its own and an eBGP neighbour of each switch it is cabled to, with k/2 equal paths over
      different ASes; an edge switch announces one /24 for its hosts. A table holds k^2/2 BGP routes.
ospf  every link, loopback and host port lies in area 0. A table holds every one of them.

Standard library only.
"""

import argparse
import json
import pathlib

HEAD = """\
version 15.4
service timestamps debug datetime msec localtime
service timestamps log datetime msec localtime
service password-encryption
!
hostname {name}
!
boot-start-marker
boot-end-marker
!
logging buffered 64000 informational
no logging console
!
no ip source-route
no ip bootp server
no ip domain lookup
ip domain name fabric.example
ip cef
no ipv6 cef
!
spanning-tree mode rapid-pvst
spanning-tree extend system-id
!
"""

TAIL = """\
ip forward-protocol nd
!
no ip http server
no ip http secure-server
ip ssh version 2
!
snmp-server location row {row}
snmp-server contact noc@fabric.example
!
ntp server 192.0.2.123
!
line con 0
 exec-timeout 5 0
line vty 0 4
 exec-timeout 5 0
 transport input ssh
!
end
"""


class Switch:
    """One switch: its ports in order, each with the address and, on a cable, who is at the other end."""

    def __init__(self, name, number, row):
        self.name, self.number, self.row = name, number, row
        self.ports = []  # (interface name, address/length, other switch or None, its address)
        self.announced = None

    def port_name(self):
        return f"TenGigabitEthernet{len(self.ports) // 48 + 1}/{len(self.ports) % 48 + 1}"


def dotted(value):
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def mask(length):
    return dotted((0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF)


class Fabric:
    """Switches and cables of a fat tree."""

    def __init__(self, pods):
        half = pods // 2
        self.switches, self.cables, self.pods = [], [], pods
        core = [self.add(f"core-{i}-{j}", "core") for i in range(half) for j in range(half)]
        for pod in range(pods):
            upper = [self.add(f"agg-{pod}-{i}", f"pod {pod}") for i in range(half)]
            lower = [self.add(f"edge-{pod}-{i}", f"pod {pod}") for i in range(half)]
            for i, switch in enumerate(upper):
                for j in range(half):
                    self.join(core[i * half + j], switch)
            for switch in lower:
                for above in upper:
                    self.join(above, switch)
            for i, switch in enumerate(lower):
                self.add_hosts(switch, (172 << 24 | 16 << 16) + ((pod * half + i) << 8), half)

    def add(self, name, row):
        self.switches.append(Switch(name, len(self.switches), row))
        return self.switches[-1]

    def join(self, above, below):
        first = (10 << 24) + 2 * len(self.cables)
        ends = ((above, above.port_name()), (below, below.port_name()))
        above.ports.append((ends[0][1], first, 31, below, first + 1))
        below.ports.append((ends[1][1], first + 1, 31, above, first))
        self.cables.append(ends)

    def add_hosts(self, switch, network, ports):
        """Host ports share the /24 that the switch announces, a /28 each as far as they go."""
        switch.announced = network
        for i in range(ports):
            switch.ports.append((switch.port_name(), network + 16 * i + 1, 28, None, None))


def loopback(switch):
    return (192 << 24 | 168 << 16) + switch.number


def interfaces(switch):
    lines = ["interface Loopback0", f" ip address {dotted(loopback(switch))} 255.255.255.255", "!"]
    for name, address, length, other, _ in switch.ports:
        lines += [f"interface {name}", f" description {'to ' + other.name if other else 'hosts'}", " no switchport",
                  f" ip address {dotted(address)} {mask(length)}", " no ip redirects", " no ip proxy-arp"]
        lines += ([" mtu 9216"] if other else []) + ["!"]
    return lines


def as_of(switch):
    return 4200000000 + switch.number


def bgp(switch, fabric):
    lines = [f"router bgp {as_of(switch)}", f" bgp router-id {dotted(loopback(switch))}", " bgp log-neighbor-changes",
             " bgp bestpath as-path multipath-relax"]
    if switch.announced is not None:
        lines.append(f" network {dotted(switch.announced)} mask 255.255.255.0")
    for _, _, _, other, address in switch.ports:
        if other is None:
            continue
        lines += [f" neighbor {dotted(address)} remote-as {as_of(other)}",
                  f" neighbor {dotted(address)} description {other.name}",
                  f" neighbor {dotted(address)} send-community"]
    lines += [f" maximum-paths {fabric.pods // 2}", "!"]
    if switch.announced is not None:
        lines += [f"ip route {dotted(switch.announced)} 255.255.255.0 Null0", "!"]
    return lines


def ospf(switch, fabric):
    lines = ["router ospf 1", f" router-id {dotted(loopback(switch))}"]
    lines += [f" passive-interface {name}" for name, _, _, other, _ in switch.ports if other is None]
    lines += [" network 10.0.0.0 0.255.255.255 area 0", " network 172.16.0.0 0.15.255.255 area 0",
              " network 192.168.0.0 0.0.255.255 area 0", f" maximum-paths {min(32, max(4, fabric.pods // 2))}", "!"]
    return lines


def write(fabric, protocol, folder):
    configs = folder / "configs"
    configs.mkdir(parents=True)
    for switch in fabric.switches:
        body = interfaces(switch) + (bgp if protocol == "bgp" else ospf)(switch, fabric)
        text = HEAD.format(name=switch.name) + "\n".join(body) + "\n" + TAIL.format(row=switch.row)
        (configs / f"{switch.name}.cfg").write_text(text)
    edges = [{f"node{n + 1}": {"hostname": switch.name, "interfaceName": port} for n, (switch, port) in enumerate(ends)}
             for ends in fabric.cables]
    (folder / "layer1_topology.json").write_text(json.dumps({"edges": edges}) + "\n")


def main():
    parser = argparse.ArgumentParser(description="snapshot of a fat tree")
    parser.add_argument("--protocol", choices=("bgp", "ospf"), required=True)
    parser.add_argument("--pods", type=int, required=True)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    if options.pods % 2 or not 2 <= options.pods <= 48:
        parser.error("--pods must be even, 2 to 48")
    write(Fabric(options.pods), options.protocol, options.folder)


if __name__ == "__main__":
    main()
