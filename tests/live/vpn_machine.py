"""Runs inside a machine (`machine.py`): one L3VPN network on FRR, whole and with links down; says what the routers have and where
datagrams went. Words: the network's name. Output: a JSON document a line, each after `machine.MARK`."""

import contextlib
import json
import sys
import time
import traceback

import machine
import mpls_probe
import netns
import vpn_lab
import vpn_networks

READY_LIMIT_S = 240.0  # until every neighbour is there; on a busy machine all takes several times as long
PATIENCE = (1.0, 4.0, 120.0)  # between looks; until tables are final; at most


def say(document):
    print(machine.MARK + json.dumps(document), flush=True)


def progress(text):
    print(f"{time.clock_gettime(time.CLOCK_BOOTTIME):.1f} s: {text}", flush=True)


def igp_neighbors(lab, name):
    """Adjacencies that stand."""
    if "isisd" in lab.daemons[name]:
        areas = lab.show_json(name, "isisd", "show isis neighbor json").get("areas", [])
        return sum(circuit.get("state") == "Up" for area in areas for circuit in area.get("circuits", []) if circuit.get("adj"))
    if "ospfd" not in lab.daemons[name]:
        return 0
    shown = lab.show_json(name, "ospfd", "show ip ospf vrf all neighbor json")
    instances = [one for one in shown.values() if isinstance(one, dict)]
    return sum(netns.is_full(row) for one in instances for rows in one.get("neighbors", one).values() if isinstance(rows, list)
               for row in rows)


def missing(lab, down):
    """What is still not there of adjacencies, label sessions and BGP sessions, as a line; empty when all stands."""
    net = lab.net
    for name, router in net.routers.items():
        igp = [port for port in router.ports if any("area 0" in line or "router isis" in line for line in port.lines)]
        alive = [port for port in igp if frozenset((name, port.peer)) != down]
        if (got := igp_neighbors(lab, name)) != len(alive):
            return f"{name}: {got} adjacencies of {len(alive)}"
        if "ldpd" in lab.daemons[name]:
            labelled = [port for port in alive if port.index in router.labelled and port.index not in router.without_labels
                        and port.peer_if not in net.routers[port.peer].without_labels]
            shown = lab.show_json(name, "ldpd", "show mpls ldp neighbor json").get("neighbors", [])
            if (got := sum(one["state"] == "OPERATIONAL" for one in shown)) != len(labelled):
                return f"{name}: {got} label sessions of {len(labelled)}"
        if "bgpd" in lab.daemons[name]:
            families = [family for vrf in lab.show_json(name, "bgpd", "show bgp vrf all summary json").values()
                        if isinstance(vrf, dict) for family in vrf.values() if isinstance(family, dict)]
            peers = {address: peer["state"] for family in families for address, peer in family.get("peers", {}).items()}
            wanted = router.text().count(" remote-as ")
            if (got := sum(state == "Established" for state in peers.values())) != wanted:
                return f"{name}: {got} BGP sessions of {wanted}"
    return ""


def wait(lab, down):
    limit = time.monotonic() + READY_LIMIT_S
    while reason := missing(lab, down):
        if time.monotonic() > limit:
            raise RuntimeError(f"not ready: {reason}")
        time.sleep(0.5)


def tables(lab):
    """What the routers show that must not change any more."""
    shown = {}
    for name in lab.net.routers:
        shown[name] = {"rib": vpn_lab.values(lab.show(name, "zebra", "show ip route vrf all json"))}
        if lab.net.routers[name].labelled:
            shown[name]["mpls"] = lab.show_json(name, "zebra", "show mpls table json")
    return shown


def complete(lab, shown):
    """Adds what is asked only once."""
    for name, router in lab.net.routers.items():
        if router.vrfs:
            shown[name]["vpn"] = lab.show_json(name, "bgpd", "show bgp ipv4 vpn json")
            with mpls_probe.inside(vpn_lab.space(name)):
                shown[name]["kernel"] = {vrf: netns.run(["ip", "-o", "route", "show", "vrf", vrf]).splitlines() for vrf in router.vrfs}
        if "ldpd" in lab.daemons[name]:
            shown[name]["bindings"] = lab.show_json(name, "ldpd", "show mpls ldp binding json").get("bindings", [])
    return shown


def look(lab, label, down):
    begin = time.monotonic()
    wait(lab, down)
    shown = complete(lab, netns.quiet(lambda: tables(lab), *PATIENCE))
    settled = time.monotonic() - begin
    spaces = {name: vpn_lab.space(name) for name in lab.net.routers}
    with contextlib.closing(mpls_probe.Listener(spaces)) as listener:
        probes = [{"source": probe.source, "target": probe.target,
                   **mpls_probe.observe(listener, spaces[probe.source], lab.net.lan(probe.source), probe.target, number)}
                  for number, probe in enumerate(lab.net.probes)]
    say({"label": label, "settled": settled, "tables": shown, "probes": probes})


def run(name):
    lab = vpn_lab.Lab(vpn_networks.NETWORKS[name]())
    lab.build()
    progress("built")
    lab.start()
    progress("daemons run")
    look(lab, "base", None)
    for left, right in lab.net.failing:
        port = next(port.index for port in lab.net.routers[left].ports if port.peer == right)
        lab.link(left, port, "down")
        look(lab, f"{left}-{right} down", frozenset((left, right)))
        lab.link(left, port, "up")


if __name__ == "__main__":
    try:
        run(sys.argv[1])
        say({"label": "end"})
    except Exception:  # noqa: BLE001 - the machine has nobody else to tell
        say({"label": "failed", "why": traceback.format_exc()})
