"""One network of a provider written for seven systems: what a router does, and its text for each of them.

A writer is a function from a `Router` to the text that its device would print. All say the same: OSPF and LDP on
ports of the core (or segment routing over IS-IS or OSPF, `segment_texts.py`), MP-BGP among the PEs, VPNs by route targets,
sessions or a default route towards the sites. What a system does by default and another does not is written out, so that the texts mean the same and not only look alike.
"""

import dataclasses

import segment_texts

PROVIDER_AS = 65000


@dataclasses.dataclass
class Port:
    """`address` has a length of 24 or 30. `cost`: of OSPF, 0 outside of the core."""
    address: str
    length: int = 30
    cost: int = 0
    vrf: str = ""


@dataclasses.dataclass
class Vrf:
    number: int  # second half of the route distinguisher
    imports: list[int] = dataclasses.field(default_factory=list)
    exports: list[int] = dataclasses.field(default_factory=list)
    site: tuple | None = None  # (address, AS) of the neighbour
    default_by: str = ""  # next hop of a static default route that the VPN hears of


@dataclasses.dataclass
class Router:
    name: str
    loopback: str = ""  # of routers of the provider
    asn: int = PROVIDER_AS
    ports: list[Port] = dataclasses.field(default_factory=list)
    vrfs: dict[str, Vrf] = dataclasses.field(default_factory=dict)
    pes: list[str] = dataclasses.field(default_factory=list)  # loopbacks of the other PEs
    peers: list[str] = dataclasses.field(default_factory=list)  # of a site: addresses of PEs
    networks: list[str] = dataclasses.field(default_factory=list)  # of a site: what it announces
    statics: list[tuple] = dataclasses.field(default_factory=list)  # of a site: (prefix, next hop or "discard")
    asks: bool = False  # exchanges route targets with other PEs where its system can (RFC 4684)
    segments: str = ""  # of the provider: "isis" or "ospf", segment routing over it in the place of OSPF and LDP

    @property
    def router_id(self):
        return self.loopback or self.ports[0].address

    def of_vrf(self, name):
        return [(index, port) for index, port in enumerate(self.ports) if port.vrf == name]

    @property
    def number(self):
        """Of a router of the provider: the last one of its loopback, which is the index of its SID, too."""
        return int(self.loopback.rpartition(".")[2])

    def core(self):
        return [(index, port) for index, port in enumerate(self.ports) if port.cost]


def mask(length):
    return {8: "255.0.0.0", 16: "255.255.0.0", 24: "255.255.255.0", 30: "255.255.255.252", 32: "255.255.255.255", 0: "0.0.0.0"}[length]


def split(prefix):
    address, length = prefix.split("/")
    return address, int(length)


def text(*lines):
    """Lines, and lists of lines, as one text."""
    flat = []
    for line in lines:
        flat += line if isinstance(line, list) else [line]
    return "\n".join(flat + [""])


# --- FRR -------------------------------------------------------------------------------------------------------


def frr_port(index):
    return f"p{index}"


def frr(router):
    lines = ["frr version 8.4.4", "frr defaults traditional", f"hostname {router.name}"]
    for name, vrf in router.vrfs.items():
        default = [f" ip route 0.0.0.0/0 {vrf.default_by}"] if vrf.default_by else []
        lines += [f"vrf {name}", *default, "exit-vrf"]
    if router.loopback:
        lines += ["interface lo", f" ip address {router.loopback}/32", " ip router isis X" if router.segments == "isis" else " ip ospf area 0", "exit"]
    for index, port in enumerate(router.ports):
        lines += [f"interface p{index}" + (f" vrf {port.vrf}" if port.vrf else ""), f" ip address {port.address}/{port.length}"]
        if port.cost and router.segments:
            lines += segment_texts.frr_port(router, port)
        elif port.cost:
            lines += [" ip ospf area 0", f" ip ospf cost {port.cost}", " ip ospf network point-to-point"]
        lines.append("exit")
    for prefix, hop in router.statics:
        lines.append(f"ip route {prefix} {'Null0' if hop == 'discard' else hop}")
    if router.loopback and router.segments:
        lines += segment_texts.frr(router)
    elif router.loopback:
        lines += ["router ospf", f" ospf router-id {router.loopback}", "exit",
                  "mpls ldp", f" router-id {router.loopback}", " address-family ipv4", f"  discovery transport-address {router.loopback}",
                  *(line for index, _ in router.core() for line in (f"  interface p{index}", "  exit")), " exit-address-family", "exit"]
    return text(lines, frr_bgp(router))


def frr_bgp(router):
    if not router.pes and not router.peers:
        return []
    lines = [f"router bgp {router.asn}", f" bgp router-id {router.router_id}", " no bgp ebgp-requires-policy", " no bgp default ipv4-unicast"]
    for peer in router.pes:
        lines += [f" neighbor {peer} remote-as {router.asn}", f" neighbor {peer} update-source lo"]
    lines += [f" neighbor {peer} remote-as {PROVIDER_AS}" for peer in router.peers]
    if router.pes:
        lines += [" address-family ipv4 vpn", *(f"  neighbor {peer} activate" for peer in router.pes), " exit-address-family"]
    if router.peers:
        lines += [" address-family ipv4 unicast", *(f"  network {prefix}" for prefix in router.networks),
                  *(f"  neighbor {peer} activate" for peer in router.peers), " exit-address-family"]
    lines.append("exit")
    for name, vrf in router.vrfs.items():
        lines += [f"router bgp {router.asn} vrf {name}", f" bgp router-id {router.router_id}", " no bgp ebgp-requires-policy"]
        lines += [f" neighbor {vrf.site[0]} remote-as {vrf.site[1]}"] if vrf.site else []
        lines += [" address-family ipv4 unicast"] + (["  network 0.0.0.0/0"] if vrf.default_by else [])
        if vrf.exports:
            lines += ["  label vpn export auto", f"  rd vpn export {PROVIDER_AS}:{vrf.number}"]
        for way, targets in (("import", vrf.imports), ("export", vrf.exports)):
            if targets:
                lines += [f"  rt vpn {way} " + " ".join(f"{PROVIDER_AS}:{target}" for target in targets), f"  {way} vpn"]
        lines += [" exit-address-family", "exit"]
    return lines


# --- Huawei VRP ------------------------------------------------------------------------------------------------


def vrp_port(index):
    return f"GigabitEthernet0/1/{index}"


def vrp(router):
    lines = ["!Software Version V800R021C10SPC600", "#", f"sysname {router.name}", "#"]
    for name, vrf in router.vrfs.items():
        lines += [f"ip vpn-instance {name}", " ipv4-family", f"  route-distinguisher {PROVIDER_AS}:{vrf.number}",
                  "  apply-label per-instance"]
        lines += [f"  vpn-target {PROVIDER_AS}:{target} export-extcommunity" for target in vrf.exports]
        lines += [f"  vpn-target {PROVIDER_AS}:{target} import-extcommunity" for target in vrf.imports]
        lines.append("#")
    if router.loopback:
        lines += [f"mpls lsr-id {router.loopback}", "#", "mpls", "#", *(segment_texts.vrp_labels(router) if router.segments else ["mpls ldp", "#"])]
    for index, port in enumerate(router.ports):
        lines += [f"interface {vrp_port(index)}", " undo shutdown"] + ([f" ip binding vpn-instance {port.vrf}"] if port.vrf else [])
        lines.append(f" ip address {port.address} {mask(port.length)}")
        if port.cost:
            lines += segment_texts.vrp_port(router, port) if router.segments else [f" ospf cost {port.cost}", " ospf network-type p2p", " mpls", " mpls ldp"]
        lines.append("#")
    if router.loopback and router.segments:
        lines += segment_texts.vrp_loopback(router, mask(32))
    elif router.loopback:
        lines += ["interface LoopBack0", f" ip address {router.loopback} {mask(32)}", "#",
                  f"ospf 1 router-id {router.loopback}", " area 0.0.0.0", f"  network {router.loopback} 0.0.0.0",
                  *(f"  network {port.address} 0.0.0.0" for _, port in router.core()), "#"]
    lines += vrp_bgp(router)
    for name, vrf in router.vrfs.items():
        lines += [f"ip route-static vpn-instance {name} 0.0.0.0 0.0.0.0 {vrf.default_by}", "#"] if vrf.default_by else []
    for prefix, hop in router.statics:
        address, length = split(prefix)
        lines += [f"ip route-static {address} {mask(length)} {'NULL0' if hop == 'discard' else hop}", "#"]
    return text(lines, "return")


def vrp_bgp(router):
    if not router.pes and not router.peers:
        return []
    lines = [f"bgp {router.asn}", f" router-id {router.router_id}"]
    for peer in router.pes:
        lines += [f" peer {peer} as-number {router.asn}", f" peer {peer} connect-interface LoopBack0"]
    lines += [f" peer {peer} as-number {PROVIDER_AS}" for peer in router.peers]
    lines += [" #", " ipv4-family unicast", "  undo synchronization"]
    for prefix in router.networks:
        address, length = split(prefix)
        lines.append(f"  network {address} {mask(length)}")
    lines += [f"  undo peer {peer} enable" for peer in router.pes] + [f"  peer {peer} enable" for peer in router.peers] + [" #"]
    if router.pes:
        lines += [" ipv4-family vpnv4", "  policy vpn-target", *(f"  peer {peer} enable" for peer in router.pes), " #"]
    if router.asks:
        lines += [" ipv4-family vpn-target", *(f"  peer {peer} enable" for peer in router.pes), " #"]
    for name, vrf in router.vrfs.items():
        lines.append(f" ipv4-family vpn-instance {name}")
        lines += ["  network 0.0.0.0 0"] if vrf.default_by else []
        lines += [f"  peer {vrf.site[0]} as-number {vrf.site[1]}"] if vrf.site else []
        lines.append(" #")
    return lines + ["#"]


# --- Cisco IOS-XR ----------------------------------------------------------------------------------------------


def iosxr_port(index):
    return f"GigabitEthernet0/0/0/{index}"


def iosxr(router):
    lines = ["!! IOS XR Configuration 7.3.2", f"hostname {router.name}"]
    for name, vrf in router.vrfs.items():
        lines += [f"vrf {name}", " address-family ipv4 unicast"]
        for way, targets in (("import", vrf.imports), ("export", vrf.exports)):
            lines += [f"  {way} route-target", *(f"   {PROVIDER_AS}:{target}" for target in targets), "  !"] if targets else []
        lines += [" !", "!"]
    if router.loopback:
        lines += ["interface Loopback0", f" ipv4 address {router.loopback} {mask(32)}", "!"]
    for index, port in enumerate(router.ports):
        lines += [f"interface {iosxr_port(index)}"] + ([f" vrf {port.vrf}"] if port.vrf else [])
        lines += [f" ipv4 address {port.address} {mask(port.length)}", "!"]
    lines += ["route-policy PASS", "  pass", "end-policy", "!"]
    lines += iosxr_static("", router.statics)
    for name, vrf in router.vrfs.items():
        lines += iosxr_static(name, [("0.0.0.0/0", vrf.default_by)]) if vrf.default_by else []
    if router.loopback and router.segments:
        lines += segment_texts.iosxr(router, iosxr_port)
    elif router.loopback:
        lines += ["router ospf 1", f" router-id {router.loopback}", " area 0", "  interface Loopback0", "  !"]
        for index, port in router.core():
            lines += [f"  interface {iosxr_port(index)}", f"   cost {port.cost}", "   network point-to-point", "  !"]
        lines += [" !", "!"]
    lines += iosxr_bgp(router)
    if router.loopback and not router.segments:
        lines += ["mpls ldp", f" router-id {router.loopback}"]
        lines += [line for index, _ in router.core() for line in (f" interface {iosxr_port(index)}", " !")] + ["!"]
    return text(lines, "end")


def iosxr_static(vrf, routes):
    if not routes:
        return []
    inside = " " if vrf else ""
    ways = [f"{inside}  {prefix} {'Null0' if hop == 'discard' else hop}" for prefix, hop in routes]
    return ["router static"] + ([f" vrf {vrf}"] if vrf else []) + [f"{inside} address-family ipv4 unicast", *ways, f"{inside} !"] + \
        ([" !"] if vrf else []) + ["!"]


def iosxr_neighbor(inside, peer, asn, family, lines):
    return [f"{inside} neighbor {peer}", f"{inside}  remote-as {asn}", *(f"{inside}  {line}" for line in lines if line.startswith("update")),
            f"{inside}  address-family {family} unicast", *(f"{inside}   {line}" for line in lines if not line.startswith("update")),
            f"{inside}  !", f"{inside} !"]


def iosxr_bgp(router):
    if not router.pes and not router.peers:
        return []
    passing = ["route-policy PASS in", "route-policy PASS out"]
    lines = [f"router bgp {router.asn}", f" bgp router-id {router.router_id}", " address-family ipv4 unicast",
             *(f"  network {prefix}" for prefix in router.networks), " !"]
    lines += [" address-family vpnv4 unicast", " !"] if router.pes else []
    lines += [" address-family ipv4 rt-filter", " !"] if router.asks else []
    for peer in router.pes:
        lines += iosxr_neighbor("", peer, router.asn, "vpnv4", ["update-source Loopback0"])
        lines += [f" neighbor {peer}", "  address-family ipv4 rt-filter", "  !", " !"] if router.asks else []
    for peer in router.peers:
        lines += iosxr_neighbor("", peer, PROVIDER_AS, "ipv4", passing)
    for name, vrf in router.vrfs.items():
        lines += [f" vrf {name}", f"  rd {PROVIDER_AS}:{vrf.number}", "  address-family ipv4 unicast", "   label mode per-vrf"]
        lines += (["   network 0.0.0.0/0"] if vrf.default_by else []) + ["  !"]
        lines += iosxr_neighbor(" ", *vrf.site, "ipv4", passing) if vrf.site else []
        lines.append(" !")
    return lines + ["!"]


# --- Cisco IOS-XE ----------------------------------------------------------------------------------------------


def ios_port(index):
    return f"GigabitEthernet{index + 1}"


def ios(router):
    """Only with segment routing over OSPF in the core: the reader knows no IS-IS."""
    lines = ["version 16.9", f"hostname {router.name}"]
    for name, vrf in router.vrfs.items():
        lines += [f"vrf definition {name}", f" rd {PROVIDER_AS}:{vrf.number}", " address-family ipv4",
                  *(f"  route-target export {PROVIDER_AS}:{target}" for target in vrf.exports),
                  *(f"  route-target import {PROVIDER_AS}:{target}" for target in vrf.imports), " exit-address-family"]
    if router.loopback:
        lines += [*segment_texts.ios_labels(router), "interface Loopback0", f" ip address {router.loopback} {mask(32)}", " ip ospf 1 area 0"]
    for index, port in enumerate(router.ports):
        lines += [f"interface {ios_port(index)}"] + ([f" vrf forwarding {port.vrf}"] if port.vrf else [])
        lines.append(f" ip address {port.address} {mask(port.length)}")
        if port.cost:
            lines += [" ip ospf 1 area 0", f" ip ospf cost {port.cost}", " ip ospf network point-to-point"]
    if router.loopback:
        lines += ["router ospf 1", f" router-id {router.loopback}", " segment-routing mpls"]
    lines += ios_bgp(router)
    ways = [("", prefix, hop) for prefix, hop in router.statics] + \
        [(f"vrf {name} ", "0.0.0.0/0", vrf.default_by) for name, vrf in router.vrfs.items() if vrf.default_by]
    for vrf, prefix, hop in ways:
        address, length = split(prefix)
        lines.append(f"ip route {vrf}{address} {mask(length)} {'Null0' if hop == 'discard' else hop}")
    return text(lines, "end")


def ios_bgp(router):
    if not router.pes and not router.peers:
        return []
    lines = [f"router bgp {router.asn}", f" bgp router-id {router.router_id}", " no bgp default ipv4-unicast"]
    for peer in router.pes:
        lines += [f" neighbor {peer} remote-as {router.asn}", f" neighbor {peer} update-source Loopback0"]
    lines += [f" neighbor {peer} remote-as {PROVIDER_AS}" for peer in router.peers]
    lines.append(" address-family ipv4")
    for prefix in router.networks:
        address, length = split(prefix)
        lines.append(f"  network {address} mask {mask(length)}")
    lines += [*(f"  neighbor {peer} activate" for peer in router.peers), " exit-address-family"]
    if router.pes:
        lines += [" address-family vpnv4",
                  *(line for peer in router.pes for line in (f"  neighbor {peer} activate", f"  neighbor {peer} send-community extended")), " exit-address-family"]
    for name, vrf in router.vrfs.items():
        lines.append(f" address-family ipv4 vrf {name}")
        lines += ["  network 0.0.0.0"] if vrf.default_by else []
        lines += [f"  neighbor {vrf.site[0]} remote-as {vrf.site[1]}", f"  neighbor {vrf.site[0]} activate"] if vrf.site else []
        lines.append(" exit-address-family")
    return lines


# --- Arista EOS ------------------------------------------------------------------------------------------------


def eos_port(index):
    return f"Ethernet{index + 1}"


def eos(router):
    """Only a router of the core without VPNs, with segment routing over IS-IS."""
    return text(f"! device: {router.name} (EOS-4.30.0F)", "!", f"hostname {router.name}", "ip routing", segment_texts.eos(router, eos_port), "end")


# --- Junos -----------------------------------------------------------------------------------------------------


def junos_port(index):
    return f"ge-0/0/{index}"


def junos(router):
    lines = ["version 21.4R3", f"system host-name {router.name}"]
    for index, port in enumerate(router.ports):
        lines.append(f"interfaces {junos_port(index)} unit 0 family inet address {port.address}/{port.length}")
        lines += [f"interfaces {junos_port(index)} unit 0 family mpls"] if port.cost else []
    lines += [f"routing-options router-id {router.router_id}", f"routing-options autonomous-system {router.asn}"]
    for prefix, hop in router.statics:
        lines.append(f"routing-options static route {prefix} {'discard' if hop == 'discard' else 'next-hop ' + hop}")
    if router.loopback:
        lines.append(f"interfaces lo0 unit 0 family inet address {router.loopback}/32")
    if router.loopback and router.segments:
        lines += segment_texts.junos(router, junos_port)
    elif router.loopback:
        lines += ["protocols ospf area 0.0.0.0 interface lo0.0 passive", "protocols ldp track-igp-metric"]
        for index, port in router.core():
            name = f"{junos_port(index)}.0"
            lines += [f"protocols ospf area 0.0.0.0 interface {name} metric {port.cost}", f"protocols ospf area 0.0.0.0 interface {name} interface-type p2p",
                      f"protocols mpls interface {name}", f"protocols ldp interface {name}"]
    for peer in router.pes:
        lines += ["protocols bgp group PES type internal", f"protocols bgp group PES local-address {router.loopback}",
                  "protocols bgp group PES family inet-vpn unicast", f"protocols bgp group PES neighbor {peer}"]
        lines += ["protocols bgp group PES family route-target"] if router.asks else []
    for peer in router.peers:
        lines += ["protocols bgp group PROVIDER type external", f"protocols bgp group PROVIDER peer-as {PROVIDER_AS}",
                  "protocols bgp group PROVIDER export OWN", f"protocols bgp group PROVIDER neighbor {peer}"]
    for prefix in router.networks:
        lines.append(f"policy-options policy-statement OWN term own from route-filter {prefix} exact")
    lines += ["policy-options policy-statement OWN term own then accept"] if router.networks else []
    for name, vrf in router.vrfs.items():
        lines += junos_vrf(router, name, vrf)
    return text([f"set {line}" for line in lines])


def junos_vrf(router, name, vrf):
    own, policies = f"routing-instances {name}", "policy-options policy-statement"
    lines = [f"{own} instance-type vrf", f"{own} route-distinguisher {PROVIDER_AS}:{vrf.number}", f"{own} vrf-table-label",
             f"{own} routing-options auto-export", f"{own} vrf-import {name}-IN", f"{own} vrf-export {name}-OUT"]
    lines += [f"{own} interface {junos_port(index)}.0" for index, _ in router.of_vrf(name)]
    for target in {*vrf.imports, *vrf.exports}:
        lines.append(f"policy-options community T{target} members target:{PROVIDER_AS}:{target}")
    if vrf.imports:
        lines += [f"{policies} {name}-IN term vpn from community T{target}" for target in vrf.imports] + [f"{policies} {name}-IN term vpn then accept"]
    lines.append(f"{policies} {name}-IN then reject")
    if vrf.exports:
        lines += [f"{policies} {name}-OUT term vpn from protocol bgp", f"{policies} {name}-OUT term vpn from protocol static"]
        lines += [f"{policies} {name}-OUT term vpn then community add T{target}" for target in vrf.exports] + [f"{policies} {name}-OUT term vpn then accept"]
    lines.append(f"{policies} {name}-OUT then reject")
    if vrf.default_by:
        lines.append(f"{own} routing-options static route 0.0.0.0/0 next-hop {vrf.default_by}")
    if vrf.site:
        # A default route of another instance of this router stays a static one.
        lines += [f"{own} protocols bgp group SITE type external", f"{own} protocols bgp group SITE neighbor {vrf.site[0]} peer-as {vrf.site[1]}",
                  f"{own} protocols bgp group SITE export TO-SITE", f"{policies} TO-SITE term all from protocol bgp",
                  f"{policies} TO-SITE term all from protocol static", f"{policies} TO-SITE term all then accept"]
    return lines


# --- Nokia SR OS -----------------------------------------------------------------------------------------------


def sros_port(index):
    return f"1/1/c{index + 1}/1"


def sros(router):
    lines = ["# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR", f'/configure system name "{router.name}"']
    lines += [f"/configure port {sros_port(index)} admin-state enable" for index in range(len(router.ports))]
    lines += [f'/configure port {sros_port(index)} ethernet mode access' for index, port in enumerate(router.ports) if port.vrf]
    base = '/configure router "Base"'
    lines.append(f"{base} autonomous-system {router.asn}")
    if router.loopback:
        lines.append(f'{base} interface "system" ipv4 primary address {router.loopback} prefix-length 32')
    for index, port in router.of_vrf(""):
        lines += [f'{base} interface "p{index}" port {sros_port(index)}', f'{base} interface "p{index}" ip-mtu 1500',
                  f'{base} interface "p{index}" ipv4 primary address {port.address} prefix-length {port.length}']
    for prefix, hop in router.statics:
        way = "blackhole admin-state enable" if hop == "discard" else f'next-hop "{hop}" admin-state enable'
        lines.append(f"{base} static-routes route {prefix} route-type unicast {way}")
    if router.loopback and router.segments:
        lines += segment_texts.sros(router, base)
    elif router.loopback:
        lines += [f"{base} ospf 0 admin-state enable", f"{base} ospf 0 router-id {router.loopback}", f'{base} ospf 0 area 0.0.0.0 interface "system"']
        for index, port in router.core():
            lines += [f'{base} ospf 0 area 0.0.0.0 interface "p{index}" interface-type point-to-point',
                      f'{base} ospf 0 area 0.0.0.0 interface "p{index}" metric {port.cost}',
                      f'{base} ldp interface-parameters interface "p{index}" ipv4 admin-state enable']
        lines.append(f"{base} ldp implicit-null-label true")
    return text(lines, sros_bgp(router), *(sros_vprn(router, name, vrf) for name, vrf in router.vrfs.items()))


def sros_bgp(router):
    base, policies = '/configure router "Base" bgp', "/configure policy-options"
    lines = [f"{base} router-id {router.router_id}"] if router.pes or router.peers else []
    for peer in router.pes:
        lines += [f'{base} group "PES" type internal', f'{base} group "PES" peer-as {router.asn}', f'{base} group "PES" local-address {router.loopback}',
                  f'{base} group "PES" family ipv4 false', f'{base} group "PES" family vpn-ipv4 true', f'{base} neighbor "{peer}" group "PES"']
        lines += [f'{base} group "PES" family route-target true'] if router.asks else []
    for peer in router.peers:
        lines += [f'{base} group "PROVIDER" peer-as {PROVIDER_AS}', f"{base} group \"PROVIDER\" import policy [\"ALL\"]",
                  f"{base} group \"PROVIDER\" export policy [\"OWN\"]", f'{base} neighbor "{peer}" group "PROVIDER"']
    lines.append(f'{policies} policy-statement "ALL" default-action action-type accept')
    for prefix in router.networks:
        lines.append(f'{policies} prefix-list "OWN" prefix {prefix} type exact')
    if router.networks:
        lines += [f'{policies} policy-statement "OWN" entry 10 from prefix-list ["OWN"]', f'{policies} policy-statement "OWN" entry 10 action action-type accept',
                  f'{policies} policy-statement "OWN" default-action action-type reject']
    return lines


def sros_vprn(router, name, vrf):
    own, mpls = f'/configure service vprn "{name}"', f'/configure service vprn "{name}" bgp-ipvpn mpls'
    policies = "/configure policy-options"
    lines = [f"{own} admin-state enable", f"{own} service-id {vrf.number}", f'{own} customer "1"', f"{own} autonomous-system {router.asn}",
             f"{mpls} admin-state enable", f'{mpls} route-distinguisher "{PROVIDER_AS}:{vrf.number}"', f'{mpls} auto-bind-tunnel resolution filter',
             f"{mpls} auto-bind-tunnel resolution-filter {f'sr-{router.segments}' if router.segments else 'ldp'} true", f'{mpls} vrf-import policy ["{name}-IN"]', f'{mpls} vrf-export policy ["{name}-OUT"]']
    for index, port in router.of_vrf(name):
        lines += [f'{own} interface "p{index}" sap {sros_port(index)} {{ }}', f'{own} interface "p{index}" ip-mtu 1500',
                  f'{own} interface "p{index}" ipv4 primary address {port.address} prefix-length {port.length}']
    for target in {*vrf.imports, *vrf.exports}:
        lines.append(f'{policies} community "T{target}" member "target:{PROVIDER_AS}:{target}"')
    for number, target in enumerate(vrf.imports, 1):
        entry = f'{policies} policy-statement "{name}-IN" entry {number}'
        lines += [f'{entry} from community name "T{target}"', f"{entry} action action-type accept"]
    lines.append(f'{policies} policy-statement "{name}-IN" default-action action-type reject')
    if vrf.exports:
        entry = f'{policies} policy-statement "{name}-OUT" entry 1'
        targets = " ".join(f'"T{target}"' for target in vrf.exports)
        lines += [f"{entry} from protocol name [bgp static]", f"{entry} action action-type accept", f"{entry} action community add [{targets}]"]
    lines.append(f'{policies} policy-statement "{name}-OUT" default-action action-type reject')
    if vrf.default_by:
        lines.append(f'{own} static-routes route 0.0.0.0/0 route-type unicast next-hop "{vrf.default_by}" admin-state enable')
    if vrf.site:
        lines += [f'{own} bgp group "SITE" import policy ["ALL"]', f'{own} bgp group "SITE" export policy ["TO-SITE"]',
                  f'{own} bgp neighbor "{vrf.site[0]}" group "SITE"', f'{own} bgp neighbor "{vrf.site[0]}" peer-as {vrf.site[1]}',
                  f'{policies} policy-statement "TO-SITE" entry 1 from protocol name [bgp bgp-vpn]',
                  f'{policies} policy-statement "TO-SITE" entry 1 action action-type accept',
                  f'{policies} policy-statement "TO-SITE" default-action action-type reject']
    return lines


# --- ZXROS -----------------------------------------------------------------------------------------------------


def zxros_port(index):
    return f"gei-0/1/0/{index}"


def zxros(router):
    lines = ["!<system-config>", f"hostname {router.name}", "!</system-config>"]
    for name, vrf in router.vrfs.items():
        lines += [f"ip vrf {name}", f"  rd {PROVIDER_AS}:{vrf.number}", "  address-family ipv4",
                  *(f"    route-target import {PROVIDER_AS}:{target}" for target in vrf.imports),
                  *(f"    route-target export {PROVIDER_AS}:{target}" for target in vrf.exports), "  $", "$"]
    if router.loopback:
        lines += ["interface loopback1", f"  ip address {router.loopback} {mask(32)}", "$"]
    for index, port in enumerate(router.ports):
        lines += [f"interface {zxros_port(index)}"] + ([f"  ip vrf forwarding {port.vrf}"] if port.vrf else [])
        lines += [f"  ip address {port.address} {mask(port.length)}", "  no shutdown", "$"]
    for prefix, hop in router.statics:
        address, length = split(prefix)
        lines.append(f"ip route {address} {mask(length)} {'null1' if hop == 'discard' else hop}")
    lines += [f"ip route vrf {name} 0.0.0.0 0.0.0.0 {vrf.default_by}" for name, vrf in router.vrfs.items() if vrf.default_by]
    if router.loopback:
        lines += ["router ospf 1", f"  router-id {router.loopback}", "  maximum-paths 8", "  area 0.0.0.0", "    interface loopback1", "    $"]
        for index, port in router.core():
            lines += [f"    interface {zxros_port(index)}", "      network point-to-point", f"      cost {port.cost}", "    $"]
        lines += ["  $", "$", "mpls ldp instance 1", "  router-id loopback1"]
        lines += [line for index, _ in router.core() for line in (f"  interface {zxros_port(index)}", "  $")] + ["$"]
    return text(lines, zxros_bgp(router))


def zxros_bgp(router):
    if not router.pes and not router.peers:
        return []
    lines = [f"router bgp {router.asn}", f"  bgp router-id {router.router_id}", "  no bgp default ipv4-unicast"]
    for peer in router.pes:
        lines += [f"  neighbor {peer} remote-as {router.asn}", f"  neighbor {peer} update-source loopback1"]
    for peer in router.peers:
        lines += [f"  neighbor {peer} remote-as {PROVIDER_AS}", f"  neighbor {peer} activate"]
    for prefix in router.networks:
        address, length = split(prefix)
        lines.append(f"  network {address} {mask(length)}")
    if router.pes:
        lines += ["  address-family vpnv4", *(f"    neighbor {peer} activate" for peer in router.pes), "  $"]
    for name, vrf in router.vrfs.items():
        lines.append(f"  address-family ipv4 vrf {name}")
        lines += ["    network 0.0.0.0 0.0.0.0"] if vrf.default_by else []
        if vrf.site:
            lines += [f"    neighbor {vrf.site[0]} remote-as {vrf.site[1]}", f"    neighbor {vrf.site[0]} activate"]
        lines.append("  $")
    return lines + ["$"]


# What writes for a system, how it names its ports, and how it names those with addresses.
SYSTEMS = {"frr": (frr, frr_port, frr_port), "vrp": (vrp, vrp_port, vrp_port), "iosxr": (iosxr, iosxr_port, iosxr_port),
           "junos": (junos, junos_port, lambda index: f"{junos_port(index)}.0"), "sros": (sros, sros_port, lambda index: f"p{index}"),
           "zxros": (zxros, zxros_port, zxros_port)}
WRITERS = {**SYSTEMS, "ios": (ios, ios_port, ios_port), "eos": (eos, eos_port, eos_port)}  # with those that write one of the networks
