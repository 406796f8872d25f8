"""Segment routing of a router of the provider over IS-IS at level 2 or over OSPF, for each system: what stands in the place of LDP.

The labels are 16000 to 23999 everywhere and the index of a loopback is the number of its router, so that each has the same label
at all. Only routers of Nokia keep the label of their own SID on the last link, as they do unasked.
"""

BLOCK = (16000, 23999)


def system_id(router):
    return f"0000.0000.{router.number:04}"


def net(router):
    return f"49.0001.{system_id(router)}.00"


def frr_port(router, port):
    if router.segments == "isis":
        return [" ip router isis X", f" isis metric {port.cost}", " isis network point-to-point"]
    return [" ip ospf area 0", f" ip ospf cost {port.cost}", " ip ospf network point-to-point"]


def frr(router):
    igp = ["router isis X", " is-type level-2-only", f" net {net(router)}"]
    if router.segments == "ospf":
        igp = ["router ospf", f" ospf router-id {router.loopback}", " capability opaque"]
    return igp + [" segment-routing on", f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}",
                  f" segment-routing prefix {router.loopback}/32 index {router.number}", "exit"]


def vrp_labels(router):
    """`segment-routing` of the system view, and the process of IS-IS; that of OSPF has more lines around it."""
    return ["segment-routing", " tunnel-prefer segment-routing", "#"] + (vrp_process(router) if router.segments == "isis" else [])


def vrp_process(router, networks=()):
    sids = [" segment-routing mpls", f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}"]
    if router.segments == "isis":
        return ["isis 1", " is-level level-2", " cost-style wide", f" network-entity {net(router)}", *sids, "#"]
    return [f"ospf 1 router-id {router.loopback}", " opaque-capability enable", *sids, " area 0.0.0.0",
            *(f"  network {address} 0.0.0.0" for address in networks), "#"]


def vrp_port(router, port):
    if router.segments == "isis":
        return [" isis enable 1", f" isis cost {port.cost}", " isis circuit-type p2p"]
    return [f" ospf cost {port.cost}", " ospf network-type p2p"]


def vrp_loopback(router, mask):
    """With the process of OSPF behind it."""
    lines = ["interface LoopBack0", f" ip address {router.loopback} {mask}"]
    if router.segments == "isis":
        return lines + [" isis enable 1", f" isis prefix-sid index {router.number}", "#"]
    return lines + [f" ospf prefix-sid index {router.number}", "#"] + vrp_process(router, [router.loopback, *(port.address for _, port in router.core())])


def iosxr(router, name_of):
    if router.segments == "ospf":
        return iosxr_ospf(router, name_of)
    lines = ["router isis 1", " is-type level-2-only", f" net {net(router)}", f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}",
             " address-family ipv4 unicast", "  metric-style wide", "  segment-routing mpls", " !", " interface Loopback0", "  passive",
             "  address-family ipv4 unicast", f"   prefix-sid index {router.number}", "  !", " !"]
    for index, port in router.core():
        lines += [f" interface {name_of(index)}", "  point-to-point", "  address-family ipv4 unicast", f"   metric {port.cost}", "  !", " !"]
    return lines + ["!"]


def iosxr_ospf(router, name_of):
    lines = ["router ospf 1", f" router-id {router.loopback}", " segment-routing mpls", f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}",
             " area 0", "  interface Loopback0", f"   prefix-sid index {router.number}", "  !"]
    for index, port in router.core():
        lines += [f"  interface {name_of(index)}", f"   cost {port.cost}", "   network point-to-point", "  !"]
    return lines + [" !", "!"]


def ios_labels(router):
    return ["segment-routing mpls", f" global-block {BLOCK[0]} {BLOCK[1]}", " connected-prefix-sid-map", "  address-family ipv4",
            f"   {router.loopback}/32 index {router.number} range 1", "  exit-address-family"]


def eos(router, name_of):
    lines = ["mpls ip", f"mpls label range isis-sr {BLOCK[0]} {BLOCK[1] - BLOCK[0] + 1}", "interface Loopback0", f"   ip address {router.loopback}/32",
             "   isis enable X", f"   node-segment ipv4 index {router.number}"]
    for index, port in router.core():
        lines += [f"interface {name_of(index)}", "   no switchport", f"   ip address {port.address}/{port.length}", "   isis enable X",
                  f"   isis metric {port.cost}", "   isis network point-to-point"]
    return lines + ["router isis X", f"   net {net(router)}", "   is-type level-2", "   address-family ipv4 unicast", "   segment-routing mpls", "      no shutdown"]


def junos(router, name_of):
    igp = f"protocols {router.segments}"
    lines = [f"{igp} source-packet-routing srgb start-label {BLOCK[0]} index-range {BLOCK[1] - BLOCK[0] + 1}",
             f"{igp} source-packet-routing node-segment ipv4-index {router.number}"]
    if router.segments == "isis":
        lines += [f"interfaces lo0 unit 0 family iso address {net(router)}", f"{igp} level 1 disable", f"{igp} level 2 wide-metrics-only",
                  f"{igp} interface lo0.0 passive"]
    else:
        lines.append(f"{igp} area 0.0.0.0 interface lo0.0 passive")
    for index, port in router.core():
        name = f"{name_of(index)}.0"
        if router.segments == "isis":
            lines += [f"interfaces {name_of(index)} unit 0 family iso", f"{igp} interface {name} point-to-point",
                      f"{igp} interface {name} level 2 metric {port.cost}"]
        else:
            lines += [f"{igp} area 0.0.0.0 interface {name} metric {port.cost}", f"{igp} area 0.0.0.0 interface {name} interface-type p2p"]
        lines.append(f"protocols mpls interface {name}")
    return lines


def sros(router, base):
    igp = f"{base} {router.segments} 0"
    lines = [f"{base} mpls-labels sr-labels start {BLOCK[0]}", f"{base} mpls-labels sr-labels end {BLOCK[1]}", f"{igp} admin-state enable",
             f"{igp} segment-routing admin-state enable", f"{igp} segment-routing prefix-sid-range global",
             f"{igp} advertise-router-capability area"]
    if router.segments == "isis":
        lines += [f"{igp} area-address [49.0001]", f"{igp} system-id {system_id(router)}", f"{igp} level-capability 2",
                  f"{igp} level 2 wide-metrics-only true", f'{igp} interface "system" ipv4-node-sid index {router.number}']
    else:
        lines += [f"{igp} router-id {router.loopback}",
                  f'{igp} area 0.0.0.0 interface "system" node-sid index {router.number}']
    for index, port in router.core():
        if router.segments == "isis":
            lines += [f'{igp} interface "p{index}" interface-type point-to-point', f'{igp} interface "p{index}" level 2 metric {port.cost}']
        else:
            lines += [f'{igp} area 0.0.0.0 interface "p{index}" interface-type point-to-point', f'{igp} area 0.0.0.0 interface "p{index}" metric {port.cost}']
    return lines
