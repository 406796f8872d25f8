"""A snapshot of two thousand routers for the page alone: forty exchanges in a ring, forty-nine access routers behind each,
static routes, so that the check is quick and what is measured is the report."""

import json
import os
import sys

EXCHANGES, BEHIND = 40, 49
MAKERS = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")


def interface(name, address, mask="255.255.255.254"):
    return f"interface {name}\n ip address {address} {mask}\n!\n"


def route(prefix, mask, hop):
    return f"ip route {prefix} {mask} {hop}\n"


def device(name, interfaces, routes):
    return f"version 15.2\nhostname {name}\n!\n" + "".join(interfaces) + "".join(routes) + "end\n"


def exchange(i):
    """Routes to the others go the shorter way round."""
    after, before = f"100.64.{i}.1", f"100.64.{(i - 1) % EXCHANGES}.0"
    interfaces = [interface("GigabitEthernet0/0", f"100.64.{i}.0"), interface("GigabitEthernet0/1", f"100.64.{(i - 1) % EXCHANGES}.1")]
    interfaces += [interface(f"GigabitEthernet1/{j}", f"10.{i}.0.{2 * j}") for j in range(1, BEHIND + 1)]
    routes = [route(f"10.{i}.{j}.0", "255.255.255.0", f"10.{i}.0.{2 * j + 1}") for j in range(1, BEHIND + 1)]
    for other in range(EXCHANGES):
        if other != i:
            routes.append(route(f"10.{other}.0.0", "255.255.0.0", after if (other - i) % EXCHANGES <= EXCHANGES // 2 else before))
    return device(f"X{i}", interfaces, routes)


def access(i, j):
    return device(f"A{i}-{j}", [interface("GigabitEthernet0/0", f"10.{i}.0.{2 * j + 1}"), interface("GigabitEthernet0/1", f"10.{i}.{j}.1", "255.255.255.0")],
                  [route("0.0.0.0", "0.0.0.0", f"10.{i}.0.{2 * j}")])


def names():
    for i in range(EXCHANGES):
        yield i, f"X{i}"
        yield from ((i, f"A{i}-{j}") for j in range(1, BEHIND + 1))


def inventory():
    sites = [f"  S{i}: {{name: Exchange {i}, kind: core-pop, at: [{54 + 2 * (i // 8) / 5:.2f}, {-31 + (i % 8) / 2:.2f}]}}" for i in range(EXCHANGES)]
    elements = [f"  {name}: {{kind: router, maker: {MAKERS[i % len(MAKERS)]}, owner: Carrier, operator: Carrier, site: S{i}}}" for i, name in names()]
    systems = [f"  OT-{i}: {{kind: line-system, maker: {MAKERS[(i + 2) % len(MAKERS)]}, owner: Carrier, operator: Carrier, site: S{i}}}" for i in range(EXCHANGES)]
    circuits = [f"  C{i}: {{between: [\"X{i}[GigabitEthernet0/0]\", \"X{(i + 1) % EXCHANGES}[GigabitEthernet0/1]\"], over: [OT-{i}]}}" for i in range(EXCHANGES)]
    return "\n".join(["inventory: 1", "sites:", *sites, "elements:", *elements, *systems, "circuits:", *circuits, ""])


def policy(flows):
    ends = [((7 * f) % EXCHANGES, 1 + f % BEHIND, (11 * f + 5) % EXCHANGES, 1 + (3 * f) % BEHIND) for f in range(flows)]
    makers = [f"  {maker}: {{kind: maker}}" for maker in MAKERS]
    lines = [f"  F{f}: {{carries: traffic, between: [A{a}-{b}, A{c}-{d}], hosts: [10.{a}.{b}.10, 10.{c}.{d}.10], parties: [State]}}"
             for f, (a, b, c, d) in enumerate(ends)]
    return "\n".join(["ringfence: 1", "as-of: 2026-07-01", "parties:", "  State: {kind: state}", "  Carrier: {kind: operator, state: State}", *makers,
                      "lists:", "  covered: {by: State, names: [Elm], from: 2020-01-01, because: a list of the test}", "sets:",
                      "  untrusted: {parties: {listed-on: covered}}", "information:", "  traffic: {owner: State, releasable-to: [State]}", "flows:", *lines,
                      "rules:", "  KEPT: {party: State, because: a rule of the test, confine: traffic, away-from: untrusted, levels: [read, alter]}", ""])


def write(folder, flows=100):
    os.makedirs(f"{folder}/configs", exist_ok=True)
    texts = {"inventory.yaml": inventory(), "ringfence.yaml": policy(flows)}
    for i in range(EXCHANGES):
        texts[f"configs/X{i}.cfg"] = exchange(i)
        texts.update({f"configs/A{i}-{j}.cfg": access(i, j) for j in range(1, BEHIND + 1)})
    edges = [{"node1": {"hostname": f"X{i}", "interfaceName": "GigabitEthernet0/0"},
              "node2": {"hostname": f"X{(i + 1) % EXCHANGES}", "interfaceName": "GigabitEthernet0/1"}} for i in range(EXCHANGES)]
    edges += [{"node1": {"hostname": f"X{i}", "interfaceName": f"GigabitEthernet1/{j}"},
               "node2": {"hostname": f"A{i}-{j}", "interfaceName": "GigabitEthernet0/0"}} for i in range(EXCHANGES) for j in range(1, BEHIND + 1)]
    texts["layer1_topology.json"] = json.dumps({"edges": edges})
    for name, text in texts.items():
        with open(f"{folder}/{name}", "w", encoding="ascii") as out:
            out.write(text)


if __name__ == "__main__":
    write(sys.argv[1])
