"""The OSPF networks of topologies.py as texts of BIRD, without what BIRD cannot say or says otherwise."""

import ipaddress

import bird
import topologies

OSPF_DISTANCE = 110


def generate(seed):
    """A network of topologies.py, restricted; `README.md` has the causes."""
    net = topologies.generate(seed)
    for router in net.routers.values():
        restrict_external(net, router)
        router.ranges = [(area, prefix, restricted_range(net, how)) for area, prefix, how in router.ranges]
    return net


def is_border_of_nssa(net, router):
    return len(router.areas) > 1 and any(net.area_kind[a].startswith("nssa") for a in router.areas)


def restrict_external(net, router):
    if router.redistributions and any(net.area_kind[a].startswith("nssa") for a in router.areas):
        # The forwarding address: each prefers another port, so there is one; a loopback as an interface of BIRD's
        # costs 0, which IOS cannot say, and a stubnet is none.
        router.loopback_area = None
        for port in router.interfaces:
            if port.passive:
                port.area, port.passive = None, False
        if sum(port.area is not None for port in router.interfaces) > 1:
            router.redistributions = []
    if is_border_of_nssa(net, router):
        router.redistributions, router.default_route = [], None  # BIRD: type 5 only, no type 7 beside it
    if any(entry.source == "static" for entry in router.redistributions):
        # BIRD announces the gateway that a recursive route resolves to as forwarding address.
        router.statics = [s for s in router.statics if not (s.via or "").startswith("10.255.")]
    if router.default_route:  # `always` has no counterpart: a default route that the router itself does not use
        router.default_route = (False, *router.default_route[1:])


def restricted_range(net, how):
    """BIRD has no cost of its own for ranges and always takes the largest component."""
    if how == "not-advertise" or net.rfc1583:
        return "not-advertise"
    return ""


def breakable(net):
    """Not links whose failure leaves a border router without a neighbour in the backbone: BIRD goes by configured
    areas, IOS by RFC 3509."""
    return [k for k in topologies.breakable(net) if not any(loses_backbone(net, name, k) for name in (k.left, k.right))]


def loses_backbone(net, name, failed):
    router = net.routers[name]
    if len(router.areas) < 2 or 0 not in router.areas:
        return False
    ends = [(k.left, k.left_if) for k in net.links if k is not failed]
    ends += [(k.right, k.right_if) for k in net.links if k is not failed]
    ends += [end for members in net.lans.values() for end in members]
    return not any(n == name and router.interfaces[port].area == 0 for n, port in ends)


def interface_lines(port):
    cost = topologies.REFERENCE_MBPS // port.mbps if port.mbps else port.cost
    words = [f"cost {cost};", f"hello {topologies.HELLO_S};", f"dead {topologies.DEAD_S};", f"wait {topologies.DEAD_S};",
             "retransmit 2;", f"type {'ptp' if port.point_to_point else 'broadcast'};"]
    return f"    interface \"p{port.index}\" {{ {' '.join(words + ['stub yes;'] * port.passive)} }};"


def area_lines(net, router):
    lines = []
    for area in sorted(router.areas):
        kind = net.area_kind[area]
        lines.append(f"  area {area} {{")
        if kind != "normal":
            word = "stub yes" if kind.startswith("stub") else "nssa"
            lines.append(f"    {word}; summary {'no' if kind.endswith('no-summary') else 'yes'}; default cost 1;")
        if kind.startswith("nssa"):
            lines.append("    translator no; translator stability 1;")
        if router.loopback_area == area:
            lines.append(f"    stubnet {router.loopback}/32 {{ cost {topologies.LOOPBACK_COST}; }};")
        lines += [interface_lines(port) for port in router.interfaces if port.area == area]
        ranges = [f"{prefix}{' hidden' if how else ''};" for own, prefix, how in router.ranges if own == area]
        if ranges:
            lines.append(f"    networks {{ {' '.join(ranges)} }};")
        lines.append("  };")
    return lines


def sources(router):
    """source -> prefixes that `redistribute` means: what OSPF announces anyway is not among the connected ones."""
    ports = [str(ipaddress.ip_interface(i.address).network) for i in router.interfaces if i.area is None]
    if router.loopback_area is None:
        ports.append(f"{router.loopback}/32")
    return {"connected": ports, "static": [s.prefix for s in router.statics if s.prefix != "0.0.0.0/0"]}


def permitted(prefix, permit):
    network = ipaddress.ip_network(prefix)
    return permit is None or any(network == (one := ipaddress.ip_network(p)) or p.endswith("/16") and network.subnet_of(one)
                                 for p in permit)


def export_lines(router):
    rules = []
    for entry in router.redistributions:
        prefixes = [p for p in sources(router)[entry.source] if permitted(p, entry.permit)]
        word = "RTS_DEVICE" if entry.source == "connected" else "RTS_STATIC"
        rules.append((word, prefixes, entry.metric, entry.kind))
    if router.default_route:
        rules.append(("RTS_STATIC", ["0.0.0.0/0"], *router.default_route[1:]))
    lines = [f"      if source = {word} && net ~ [ {', '.join(prefixes)} ] then {{ ospf_metric{kind} = {metric}; accept; }}"
             for word, prefixes, metric, kind in rules if prefixes]
    return ["    export filter {", *lines, "      reject;", "    };"] if lines else ["    export none;"]


def static_lines(statics):
    lines = ["protocol static {", "  ipv4;"]
    for static in statics:
        how = "blackhole"
        if static.via:
            how = f"{'recursive' if static.via.startswith('10.255.') else 'via'} {static.via}"
        lines.append(f"  route {static.prefix} {how} {{ preference = {bird.PREFERENCE - static.distance}; }};")
    return lines + ["}"]


def text(net, router):
    lines = bird.head(router.loopback) + static_lines(router.statics)
    lines += ["protocol ospf v2 {", "  ipv4 {", f"    preference {bird.PREFERENCE - OSPF_DISTANCE};", "    import all;",
              *export_lines(router), "  };"]
    lines += [f"  rfc1583compat {'yes' if net.rfc1583 else 'no'};", "  ecmp yes limit 32;", "  merge external yes;", "  tick 1;"]
    return "\n".join(lines + area_lines(net, router) + ["}", ""])
