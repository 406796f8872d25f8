"""IS-IS at level 2 and segment routing of a router of the provider, for each system: what stands in the place of OSPF and LDP.

The labels are 16000 to 23999 everywhere and the index of a loopback is the number of its router, so that each has the same label
at all. Only routers of Nokia keep the label of their own SID on the last link, as they do unasked.
"""

BLOCK = (16000, 23999)


def system_id(router):
    return f"0000.0000.{router.number:04}"


def net(router):
    return f"49.0001.{system_id(router)}.00"


def frr_port(port):
    return [" ip router isis X", f" isis metric {port.cost}", " isis network point-to-point"]


def frr(router):
    return ["router isis X", " is-type level-2-only", f" net {net(router)}", " segment-routing on", f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}",
            f" segment-routing prefix {router.loopback}/32 index {router.number}", "exit"]


def vrp(router):
    return ["segment-routing", " tunnel-prefer segment-routing", "#", "isis 1", " is-level level-2", " cost-style wide", f" network-entity {net(router)}", " segment-routing mpls",
            f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}", "#"]


def vrp_port(port):
    return [" isis enable 1", f" isis cost {port.cost}", " isis circuit-type p2p"]


def vrp_loopback(router, mask):
    return ["interface LoopBack0", f" ip address {router.loopback} {mask}", " isis enable 1", f" isis prefix-sid index {router.number}", "#"]


def iosxr(router, name_of):
    lines = ["router isis 1", " is-type level-2-only", f" net {net(router)}", f" segment-routing global-block {BLOCK[0]} {BLOCK[1]}",
             " address-family ipv4 unicast", "  metric-style wide", "  segment-routing mpls", " !", " interface Loopback0", "  passive",
             "  address-family ipv4 unicast", f"   prefix-sid index {router.number}", "  !", " !"]
    for index, port in router.core():
        lines += [f" interface {name_of(index)}", "  point-to-point", "  address-family ipv4 unicast", f"   metric {port.cost}", "  !", " !"]
    return lines + ["!"]


def junos(router, name_of):
    lines = [f"interfaces lo0 unit 0 family iso address {net(router)}", "protocols isis level 1 disable", "protocols isis level 2 wide-metrics-only",
             "protocols isis interface lo0.0 passive",
             f"protocols isis source-packet-routing srgb start-label {BLOCK[0]} index-range {BLOCK[1] - BLOCK[0] + 1}",
             f"protocols isis source-packet-routing node-segment ipv4-index {router.number}"]
    for index, port in router.core():
        name = f"{name_of(index)}.0"
        lines += [f"interfaces {name_of(index)} unit 0 family iso", f"protocols isis interface {name} point-to-point",
                  f"protocols isis interface {name} level 2 metric {port.cost}", f"protocols mpls interface {name}"]
    return lines


def sros(router, base):
    isis = f"{base} isis 0"
    lines = [f"{base} mpls-labels sr-labels start {BLOCK[0]}", f"{base} mpls-labels sr-labels end {BLOCK[1]}", f"{isis} admin-state enable",
             f"{isis} area-address [49.0001]", f"{isis} system-id {system_id(router)}", f"{isis} level-capability 2", f"{isis} level 2 wide-metrics-only true",
             f"{isis} segment-routing admin-state enable", f"{isis} segment-routing prefix-sid-range global",
             f'{isis} interface "system" ipv4-node-sid index {router.number}']
    for index, port in router.core():
        lines += [f'{isis} interface "p{index}" interface-type point-to-point', f'{isis} interface "p{index}" level 2 metric {port.cost}']
    return lines
