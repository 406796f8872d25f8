"""How routers of one group reach each other: OSPF, IS-IS or static routes, as lines of the routers' texts."""

import collections

import same_text

KINDS = ("ospf", "isis", "static")
ISIS_FIRST = ["router isis X", " lsp-gen-interval 1", " spf-interval 1", "exit"]


def inner_ports(net, names):
    """(router, port) of the links between the routers of the group."""
    return [(net.routers[name], port) for name in names for port in net.routers[name].ports if port.peer in names]


def add_ospf(net, names, rng, outside=False):
    """One area; IPv4 only. `outside`: ports to other groups are announced, passive."""
    for router, port in inner_ports(net, names):
        port.lines += [" ip ospf area 0", f" ip ospf cost {rng.choice((1, 5, 10, 10, 20))}", " ip ospf network point-to-point",
                       f" ip ospf hello-interval {same_text.HELLO_S}", f" ip ospf dead-interval {same_text.HOLD_S}",
                       " ip ospf retransmit-interval 1"]
    for name in names:
        router = net.routers[name]
        router.loopback_lines += [" ip ospf area 0", " ip ospf cost 1"]
        if outside:
            for port in router.ports:
                if port.peer not in names:
                    port.lines += [" ip ospf area 0", " ip ospf passive"]
        router.processes += ["router ospf", f" ospf router-id {router.ipv4}", " timers throttle spf 0 50 100",
                             " timers lsa min-arrival 0", " timers throttle lsa all 0", "exit"]


def add_isis(net, names, rng, outside=False):
    """Level 2 in one area, both families."""
    for router, port in inner_ports(net, names):
        port.lines += [" ip router isis X", " ipv6 router isis X", " isis network point-to-point",
                       f" isis metric {rng.choice((1, 5, 10, 10, 20))}", f" isis hello-interval {same_text.HELLO_S}",
                       f" isis hello-multiplier {same_text.HOLD_S}"]
    for name in names:
        router = net.routers[name]
        router.loopback_lines += [" ip router isis X", " ipv6 router isis X", " isis passive"]
        if outside:
            for port in router.ports:
                if port.peer not in names:
                    port.lines += [" ip router isis X", " ipv6 router isis X", " isis passive"]
        router.first = ISIS_FIRST
        router.processes += ["router isis X", " is-type level-2-only", f" net 49.0001.0000.0000.{router.number:04}.00", "exit"]


def first_hops(net, names, start):
    """router -> the port of `start` on a shortest way to it inside the group."""
    found, waiting = {start: None}, collections.deque([start])
    while waiting:
        at = waiting.popleft()
        for port in net.routers[at].ports:
            if port.peer in names and port.peer not in found:
                found[port.peer] = found[at] or port
                waiting.append(port.peer)
    del found[start]
    return found


def address_of_peer(net, port, family):
    peer = net.routers[port.peer].ports[port.peer_if]
    return next((a.split("/")[0] for a in peer.addresses if (":" in a) == (family == 6)), None)


def add_static(net, names, families=(4, 6)):
    """A route to each loopback of the group, and to the subnets its routers have outside."""
    for name in names:
        router = net.routers[name]
        for other, port in first_hops(net, names, name).items():
            target = net.routers[other]
            for family in families:
                via = address_of_peer(net, port, family)
                word, loopback = ("ip", f"{target.ipv4}/32") if family == 4 else ("ipv6", f"{target.ipv6}/128")
                router.statics.append(f"{word} route {loopback} {via}")


def add(kind, net, names, rng, outside=False):
    if kind == "ospf":
        add_ospf(net, names, rng, outside)
        add_static(net, names, (6,))
    elif kind == "isis":
        add_isis(net, names, rng, outside)
    else:
        add_static(net, names)
    net.features.add(kind)
