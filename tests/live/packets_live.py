"""Real packets in random OSPF networks: the hops TTL-limited UDP probes meet, against what `ringfence trace` predicts.

Each probe leaves with a larger TTL; the router that drops it answers from the address of the port it came in by.
Several source ports exercise equal-cost branches: every observed hop sequence must be a predicted one.
Exit codes: 0 all observed paths are predicted, 1 otherwise, 77 skipped (said aloud).
"""

import argparse
import concurrent.futures
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

import netns
import suite
import topologies

PORT = 33434  # destination port of the first probe in traceroute's own numbering; fixed here, flows must not change
SOURCE_PORTS = (40001, 40002, 40003)
MAX_HOPS = 16
TRIES = 2  # on a busy machine an answer may come late; a wrong prediction stays wrong
PROGRAM_LIMIT_S = 60.0


def owners(net):
    """address -> router"""
    found = {r.loopback: r.name for r in net.routers.values()}
    for router in net.routers.values():
        for port in router.interfaces:
            found[port.address.split("/")[0]] = router.name
    return found


def parse_traceroute(text, source, owner):
    """The routers met, source first. A silent hop is None: it matches no prediction."""
    hops = [source]
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 2 and words[0].isdigit():
            hops.append(owner.get(words[1]))
    return tuple(hops)


def sources(net):
    """Routers that everybody has a way back to: they probe from their loopback, which no range hides."""
    return sorted(r.name for r in net.routers.values() if r.loopback_area is not None)


def observe(lab, net, source, address, port, owner):
    argv = ["ip", "netns", "exec", lab.space(source), "traceroute", "-n", "-q", "1", "-w", "1", "-m", str(MAX_HOPS), "-U",
            "-s", net.routers[source].loopback, "-p", str(PORT), f"--sport={port}", address]
    try:
        return parse_traceroute(netns.run(argv), source, owner)
    except RuntimeError as error:
        if "Network is unreachable" in str(error):  # the source itself has no route: the probe never left
            return (source,)
        raise


def predicted(program, snapshot, net, source, address, port):
    """The set of router sequences of delivered traces."""
    packet = f"src={net.routers[source].loopback},dst={address},proto=udp,sport={port},dport={PORT}"
    argv = [program, "trace", snapshot, "--from", source, "--packet", packet, "-f", "json"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=PROGRAM_LIMIT_S)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(argv)}: exit {done.returncode}: {done.stderr[-2000:]}")
    return paths_of(json.loads(done.stdout))


def paths_of(answer):
    """The node sequences of the delivered forward traces of a trace document. A cut-off list would prove nothing."""
    paths = set()
    for kind in answer["classes"]:
        if kind["truncated"]:
            raise ValueError("the list of traces is truncated")
        if kind["direction"] == "forward":
            paths |= {tuple(trace["nodes"]) for trace in kind["traces"] if trace["disposition"] == "delivered"}
    return paths


def agrees(seen, target, expected):
    """True when what the probes met is predicted: a predicted path, or no arrival where none is predicted.
    `expected` None: there is no prediction, and the probe must arrive."""
    reached = seen[-1] == target
    if expected is None:
        return reached
    return seen in expected if reached else not expected


def run_topology(seed, pairs, program, folder):
    """Returns (probes, lines that say what was not predicted)."""
    netns.exit_on_signal()
    net, rng = topologies.generate(seed), random.Random(seed)
    snapshot, owner, lines, probes = f"{folder}/seed{seed}/snapshot", owners(net), [], 0
    topologies.write_snapshot(net, snapshot)
    with netns.Lab(f"p{seed}") as lab:
        topologies.populate(net, lab)
        lab.start()
        tables, _ = lab.settle(topologies.adjacencies(net))
        with open(f"{folder}/seed{seed}/base.json", "w", encoding="ascii") as out:
            json.dump(tables, out, indent=1, sort_keys=True)
        for _ in range(pairs):
            source = rng.choice(sources(net))
            target = rng.choice(sorted(net.routers.keys() - {source}))
            address = net.routers[target].loopback
            for port in SOURCE_PORTS:
                probes += 1
                expected = predicted(program, snapshot, net, source, address, port) if program else None
                for _ in range(TRIES):
                    seen = observe(lab, net, source, address, port, owner)
                    if agrees(seen, target, expected):
                        break
                else:
                    lines.append(f"{source} to {target} ({address}) from port {port}: met {seen}, predicted {expected}")
    return probes, lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=4, help="topologies")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of routers per topology")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first topology")
    parser.add_argument("--jobs", type=int, default=4, help="topologies at once; they mostly wait")
    parser.add_argument("--program", default=os.environ.get("RINGFENCE"), help="the ringfence program (or $RINGFENCE)")
    parser.add_argument("--routers-only", action="store_true", help="only check that probes arrive")
    parser.add_argument("--keep", default=None, help="folder for snapshots and captured tables")
    options = parser.parse_args()
    reason = netns.missing() or ("" if shutil.which("traceroute") else "command traceroute is not installed")
    if reason:
        print(f"SKIPPED: live packet tests did not run: {reason}")
        return suite.SKIPPED
    if not options.program and not options.routers_only:
        print("no program to test: give --program, $RINGFENCE or --routers-only", file=sys.stderr)
        return 1
    netns.exit_on_signal()
    folder = options.keep or tempfile.mkdtemp(prefix="ringfence-live-")
    program, bad, total = (None if options.routers_only else options.program), 0, 0
    seeds = range(options.seed, options.seed + options.count)
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for seed, future in [(seed, pool.submit(run_topology, seed, options.pairs, program, folder)) for seed in seeds]:
            probes, lines = future.result()
            print("\n  ".join([f"seed {seed}: {probes} probes, {len(lines)} not predicted", *lines]), flush=True)
            bad, total = bad + len(lines), total + probes
    print(f"total: {total} probes, {bad} not predicted")
    return 1 if bad or not total else 0


if __name__ == "__main__":
    sys.exit(main())
