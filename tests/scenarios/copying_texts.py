"""One router written for each system: it joins two networks, mirrors a port and tells a collector of its flows.

Ports: 1 to A, 2 to B, 7 to whoever gets mirrored packets, 8 to whoever gets records. Copied is what port 1 takes and sends.
"""


def text(*lines):
    """The lines, without those that are empty."""
    return "\n".join(line for line in lines if line) + "\n"


def eos(mirror, records, samples):
    return text(
        "! device: M (EOS-4.30.0F)", "hostname M", "ip routing",
        "flow tracking sampled\n   tracker T\n      exporter OUT\n         collector 10.0.8.2 port 4739\n   no shutdown" if records else "",
        "monitor session TAP source Ethernet1 both\nmonitor session TAP destination Ethernet7" if mirror else "",
        "sflow destination 10.0.8.2\nsflow run" if samples else "",
        "interface Ethernet1", "   no switchport", "   ip address 10.0.1.2/30", "   flow tracker sampled T" if records else "",
        "interface Ethernet2", "   no switchport", "   ip address 10.0.2.2/30",
        "interface Ethernet7", "   no switchport",
        "interface Ethernet8", "   no switchport", "   ip address 10.0.8.1/30",
        "ip route 10.1.0.0/24 10.0.1.1", "ip route 10.2.0.0/24 10.0.2.1", "end")


def nxos(mirror, records, samples):
    port = "interface Ethernet1/{}\n  no switchport\n  ip address {}\n  no shutdown"
    return text(
        "!Command: show running-config", "version 9.3(5) Bios:version", "hostname M",
        "feature netflow\nflow exporter OUT\n  destination 10.0.8.2\n  transport udp 9995\n  version 9\nflow record R\n  match ipv4 protocol\n"
        "flow monitor F\n  record R\n  exporter OUT" if records else "",
        "feature sflow\nsflow collector-ip 10.0.8.2 vrf default\nsflow data-source interface ethernet 1/1" if samples else "",
        port.format(1, "10.0.1.2/30"), "  ip flow monitor F input" if records else "",
        port.format(2, "10.0.2.2/30"), port.format(8, "10.0.8.1/30"), "interface Ethernet1/7\n  switchport\n  switchport monitor\n  no shutdown",
        "monitor session 1\n  source interface Ethernet1/1 both\n  destination interface Ethernet1/7\n  no shut" if mirror else "",
        "ip route 10.1.0.0/24 10.0.1.1", "ip route 10.2.0.0/24 10.0.2.1")


def ios(mirror, records, _):
    port = "interface GigabitEthernet1/0/{}\n ip address {} 255.255.255.252"
    return text(
        "version 15.2", "hostname M",
        "flow exporter OUT\n destination 10.0.8.2\n transport udp 9995\nflow monitor F\n exporter OUT" if records else "",
        port.format(1, "10.0.1.2"), " ip flow monitor F input" if records else "",
        port.format(2, "10.0.2.2"), port.format(8, "10.0.8.1"), "interface GigabitEthernet1/0/7\n no ip address",
        "ip route 10.1.0.0 255.255.255.0 10.0.1.1", "ip route 10.2.0.0 255.255.255.0 10.0.2.1",
        "monitor session 1 source interface Gi1/0/1\nmonitor session 1 destination interface Gi1/0/7" if mirror else "", "end")


def iosxr(mirror, records, _):
    port = "interface GigabitEthernet0/0/0/{}\n ipv4 address {} 255.255.255.252"
    return text(
        "!! IOS XR Configuration 7.3.2", "hostname M",
        "flow exporter-map OUT\n version v9\n !\n transport udp 9995\n destination 10.0.8.2\n!\nflow monitor-map F\n record ipv4\n exporter OUT\n!\n"
        "sampler-map S\n random 1 out-of 100\n!" if records else "",
        "monitor-session TAP ethernet\n destination interface GigabitEthernet0/0/0/7\n!" if mirror else "",
        port.format(1, "10.0.1.2"), " monitor-session TAP ethernet port-level\n !" if mirror else "",
        " flow ipv4 monitor F sampler S ingress" if records else "", "!",
        port.format(2, "10.0.2.2"), "!", "interface GigabitEthernet0/0/0/7\n!", port.format(8, "10.0.8.1"), "!",
        "router static\n address-family ipv4 unicast\n  10.1.0.0/24 10.0.1.1\n  10.2.0.0/24 10.0.2.1\n !\n!", "end")


def junos(mirror, records, samples):
    port = "set interfaces ge-0/0/{} unit 0 family inet address {}/30"
    tap = "set firewall family inet filter TAP term ALL then "
    return text(
        "set version 21.4R3", "set system host-name M", port.format(1, "10.0.1.2"), port.format(2, "10.0.2.2"), port.format(8, "10.0.8.1"),
        port.format(7, "10.0.7.1"), "set routing-options static route 10.1.0.0/24 next-hop 10.0.1.1",
        "set routing-options static route 10.2.0.0/24 next-hop 10.0.2.1",
        tap + "port-mirror\n" + tap + "accept\nset interfaces ge-0/0/1 unit 0 family inet filter input TAP\n"
        "set interfaces ge-0/0/1 unit 0 family inet filter output TAP\nset forwarding-options port-mirroring input rate 1\n"
        "set forwarding-options port-mirroring family inet output interface ge-0/0/7.0 next-hop 10.0.7.2" if mirror else "",
        "set interfaces ge-0/0/1 unit 0 family inet sampling input\nset forwarding-options sampling input rate 100\n"
        "set forwarding-options sampling family inet output flow-server 10.0.8.2 port 2055" if records else "",
        "set protocols sflow collector 10.0.8.2\nset protocols sflow interfaces ge-0/0/1.0" if samples else "")


def sros(mirror, records, _):
    base = '/configure router "Base"'
    lines = ["# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR", '/configure system name "M"']
    for port, address in ((1, "10.0.1.2"), (2, "10.0.2.2"), (8, "10.0.8.1")):
        lines += [f"/configure port 1/1/{port} admin-state enable", f'{base} interface "p{port}" port 1/1/{port}',
                  f'{base} interface "p{port}" ipv4 primary address {address} prefix-length 30']
    for prefix, hop in (("10.1.0.0/24", "10.0.1.1"), ("10.2.0.0/24", "10.0.2.1")):
        lines.append(f'{base} static-routes route {prefix} route-type unicast next-hop "{hop}" admin-state enable')
    lines.append("/configure port 1/1/7 admin-state enable")
    if mirror:
        lines += ['/configure mirror mirror-dest "TAP" admin-state enable', '/configure mirror mirror-dest "TAP" sap 1/1/7 { }',
                  '/configure mirror mirror-source "TAP" admin-state enable', '/configure mirror mirror-source "TAP" port 1/1/1 ingress true',
                  '/configure mirror mirror-source "TAP" port 1/1/1 egress true']
    if records:
        lines += ["/configure cflowd admin-state enable", "/configure cflowd collector 10.0.8.2 port 2055 admin-state enable",
                  f'{base} interface "p1" cflowd-parameters sampling unicast type interface']
    return text(*lines)


def srlinux(mirror, _, samples):
    lines = ["set / system name host-name M"]
    for port, address in ((1, "10.0.1.2"), (2, "10.0.2.2"), (8, "10.0.8.1")):
        head = f"set / interface ethernet-1/{port}"
        lines += [f"{head} admin-state enable", f"{head} subinterface 0 ipv4 admin-state enable", f"{head} subinterface 0 ipv4 address {address}/30",
                  f"set / network-instance default interface ethernet-1/{port}.0"]
    lines.append("set / interface ethernet-1/7 admin-state enable")
    for prefix, hop in (("10.1.0.0/24", "10.0.1.1"), ("10.2.0.0/24", "10.0.2.1")):
        name = "g" + hop.split(".")[2]
        lines += [f"set / network-instance default static-routes route {prefix} next-hop-group {name}",
                  f"set / network-instance default next-hop-groups group {name} nexthop 1 ip-address {hop}"]
    if mirror:
        head = "set / system mirroring mirroring-instance TAP"
        lines += [f"{head} admin-state enable", f"{head} mirror-source interface ethernet-1/1 direction ingress-egress",
                  f"{head} mirror-destination local ethernet-1/7.0", "set / interface ethernet-1/7 subinterface 0 type local-mirror-dest",
                  "set / interface ethernet-1/7 subinterface 0 local-mirror-destination admin-state enable"]
    if samples:
        lines += ["set / system sflow admin-state enable", "set / system sflow collector 1 collector-address 10.0.8.2",
                  "set / system sflow collector 1 network-instance default", "set / interface ethernet-1/1 sflow admin-state enable"]
    return text(*lines)


def vrp(mirror, records, _):
    port = "interface GigabitEthernet0/0/{}\n ip address {} 255.255.255.252"
    return text(
        "!Software Version V200R019C10SPC800", "#", "sysname M",
        "#\nobserve-port 1 interface GigabitEthernet0/0/7" if mirror else "",
        "#\nip netstream export source 10.0.8.1\nip netstream export host 10.0.8.2 9995" if records else "",
        "#", port.format(1, "10.0.1.2"), " port-mirroring to observe-port 1 both" if mirror else "", " ip netstream inbound" if records else "",
        "#", port.format(2, "10.0.2.2"), "#", "interface GigabitEthernet0/0/7", "#", port.format(8, "10.0.8.1"), "#",
        "ip route-static 10.1.0.0 255.255.255.0 10.0.1.1", "ip route-static 10.2.0.0 255.255.255.0 10.0.2.1", "#", "return")


# System: how it is written, how its ports are called, what it sends to collectors.
SYSTEMS = {
    "eos": (eos, "Ethernet{}", {"records", "samples"}),
    "ios": (ios, "GigabitEthernet1/0/{}", {"records"}),
    "iosxr": (iosxr, "GigabitEthernet0/0/0/{}", {"records"}),
    "junos": (junos, "ge-0/0/{}", {"records", "samples"}),
    "nxos": (nxos, "Ethernet1/{}", {"records", "samples"}),
    "srlinux": (srlinux, "ethernet-1/{}", {"samples"}),
    "sros": (sros, "1/1/{}", {"records"}),
    "vrp": (vrp, "GigabitEthernet0/0/{}", {"records"}),
}
