"""L3VPN over MPLS on FRR in a machine of its own (`machine.py`): tables of VRFs against `ringfence routes`, and the path of really sent datagrams
with their label stacks against `ringfence trace`; whole and with a core link down.

Exit codes: 0 all agree, 1 a difference or a failure, 77 skipped (said aloud).
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time

import machine
import mpls_probe
import netns
import qemu
import same_text
import suite
import vpn_compare
import vpn_networks

MACHINES = min(4, max(2, os.cpu_count() or 1))  # at once; each fills a core
LIMIT_S = 300.0
MACHINE_LIMIT_S = 1100.0
LINES = 20  # differences of a network that are printed
UNDECIDED = 3  # exit code of the program that still comes with an answer


def choose():
    """(the way to machines, or None; what was against others)."""
    absent = [daemon for daemon in qemu.DAEMONS if not os.access(f"{netns.DAEMON_DIR}/{daemon}", os.X_OK)]
    return (None, f"daemon {absent[0]} is not installed") if absent else machine.choose()


class Case:
    """One network: what the machine says of it against the program."""

    def __init__(self, name, way, program, folder):
        self.net, self.name, self.way = vpn_networks.NETWORKS[name](), name, way
        self.program, self.folder = program, folder
        self.snapshot, self.outcome = f"{folder}/snapshot", suite.Outcome()
        self.paths, self.left_out = [], {}
        same_text.write_snapshot(self.net, self.snapshot)

    def ask(self, command, *words):
        argv = [self.program, command, self.snapshot, *words]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=suite.PROGRAM_LIMIT_S, check=False)
        if done.returncode not in (0, 1, UNDECIDED):
            raise RuntimeError(f"{' '.join(argv)}: exit {done.returncode}: {done.stderr.partition(chr(10))[0]}")
        return done.stdout

    def failure(self, label):
        """`a-b down` as the program's option."""
        pair = label.removesuffix(" down").split("-")
        return same_text.failure_text(next((link for link in self.net.links if [link[0], link[2]] == pair), None))

    def check_tables(self, shot):
        theirs = vpn_compare.router_rows(shot["tables"])
        self.outcome.routes += len(theirs)
        found = vpn_compare.kernel_differences(shot["tables"])
        if self.program:
            text, comes_to_rest, possible = suite.ask(self.program, self.snapshot, self.failure(shot["label"]))
            ours, shaky = vpn_compare.our_rows(text)
            shaky = shaky | possible
            lines, doubtful = vpn_compare.differences(theirs, ours, shaky if comes_to_rest else theirs.keys() | ours.keys())
            self.outcome.open += doubtful
            found += lines
        return found

    def predicted(self, probe, failure):
        packet = f"src={self.net.lan(probe.source)},dst={probe.target},proto=udp,sport={mpls_probe.PORT},dport={mpls_probe.PORT}"
        answer = self.ask("trace", "--from", probe.source, "--packet", packet, "-f", "json", *(["--fail", failure] if failure else []))
        return vpn_compare.predicted(json.loads(answer))

    def walk(self, shot):
        """Where the datagrams went, and whether that is where the network was built to bring them."""
        found = []
        for probe, seen in zip(self.net.probes, shot["probes"], strict=True):
            path, what = vpn_compare.walked(self.net, probe.source, probe.target, seen["seen"]), f"{probe.source} to {probe.target}"
            self.paths.append((shot["label"], probe, path))
            if (path.nodes[-1] if path.delivered else None) != probe.arrives:
                found.append(f"{what}: went {path}, must arrive at {probe.arrives or 'nobody'}")
        return found

    def compare_paths(self):
        for label, probe, path in self.paths:
            expected = self.predicted(probe, self.failure(label))
            if path in expected:
                continue
            if probe.by_number:
                self.outcome.open += 1
                continue
            said = " or ".join(sorted(map(str, expected))) or "nothing"
            self.outcome.lines.append(f"{label}: {probe.source} to {probe.target}: went {path}, predicted {said}")

    def check(self, shot):
        self.outcome.times.append(shot["settled"])
        self.outcome.lines += [f"{shot['label']}: {line}" for line in self.check_tables(shot) + self.walk(shot)]

    def documents(self, kept):
        """What the routers showed: now, or as the folder has it since an earlier run."""
        if kept:
            with open(f"{kept}/{self.name}/shown.json", encoding="ascii") as file:
                return json.load(file)
        documents, console = machine.run(self.way, "vpn_machine.py", [self.name], MACHINE_LIMIT_S)
        with open(f"{self.folder}/console.txt", "w", encoding="utf-8") as out:
            out.write(console)
        with open(f"{self.folder}/shown.json", "w", encoding="ascii") as out:
            json.dump(documents, out, indent=1, sort_keys=True)
        if not documents or documents[-1]["label"] != "end":
            why = documents[-1].get("why") if documents else None
            raise RuntimeError(f"the machine did not finish: {why or console[-1500:]}")
        return documents

    def run(self, kept):
        for shot in self.documents(kept)[:-1]:
            self.check(shot)
        if self.program:
            self.left_out = vpn_compare.open_reasons(json.loads(self.ask("parse", "-f", "json")))
        if self.program and not self.left_out:
            self.compare_paths()


def run_case(name, way, program, folder, kept):
    """Never raises: a broken run is a difference."""
    begin, folder = time.monotonic(), f"{folder}/{name}"
    os.makedirs(folder, exist_ok=True)
    case = Case(name, way, program, folder)
    try:
        case.run(kept)
    except Exception as error:  # noqa: BLE001 - reported, and the run fails
        case.outcome.lines.append(f"{type(error).__name__}: {error}")
    return case, time.monotonic() - begin


def report(case, seconds):
    outcome = case.outcome
    settled = " ".join(f"{one:.1f}" for one in outcome.times)
    print(f"{case.name}: {outcome.routes} routes, {len(case.paths)} datagrams, {len(outcome.lines)} differences, {outcome.open} open, "
          f"{seconds:.1f} s (settled {settled})")
    for label, probe, path in case.paths:
        print(f"  {label}: {probe.source} to {probe.target}: {path}")
    for line in outcome.lines[:LINES]:
        print(f"  {line}")
    if len(outcome.lines) > LINES:
        print(f"  and {len(outcome.lines) - LINES} more; by kind:", *vpn_compare.alike(outcome.lines), sep="\n    ")
    if case.left_out:
        reasons = ", ".join(f"{reason} ({count} lines)" for reason, count in sorted(case.left_out.items()))
        print(f"  LEFT OUT: {len(case.paths)} paths are compared with no prediction, the program says it does not follow labels: {reasons}")
    sys.stdout.flush()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", default=list(vpn_networks.NETWORKS), help="which networks; all when none is named")
    parser.add_argument("--jobs", type=int, default=MACHINES, help="machines at once")
    parser.add_argument("--program", default=os.environ.get("RINGFENCE"), help="the ringfence program (or $RINGFENCE)")
    parser.add_argument("--routers-only", action="store_true", help="exercise the routers alone, compare with nothing")
    parser.add_argument("--keep", default=None, help="folder for snapshots, tables and consoles")
    parser.add_argument("--kept", default=None, help="compare what an earlier run kept in this folder, without routers")
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds after which no further network starts")
    return parser.parse_args()


def run_all(options, way, folder):
    """Returns (networks done, routes, networks with differences)."""
    program, begin = None if options.routers_only else options.program, time.monotonic()
    done = routes = bad = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        futures = [pool.submit(run_case, name, way, program, folder, options.kept) for name in options.networks]
        try:
            for future in concurrent.futures.as_completed(futures):
                if future.cancelled():
                    continue
                case, seconds = future.result()
                report(case, seconds)
                done, bad, routes = done + 1, bad + bool(case.outcome.lines), routes + case.outcome.routes
                if time.monotonic() - begin > options.limit:
                    for waiting in futures:
                        waiting.cancel()
        finally:  # after a signal no further machine starts, and those that run end
            pool.shutdown(wait=False, cancel_futures=True)
            machine.stop_all()
    return done, routes, bad


def main():
    netns.exit_on_signal()
    options = arguments()
    if not options.program and not options.routers_only:
        print("no program to test: give --program, $RINGFENCE or --routers-only", file=sys.stderr)
        return 1
    way, reason = (None, "") if options.kept else choose()
    if way is None and not options.kept:
        print(f"SKIPPED: {os.path.basename(sys.argv[0])} did not run: {reason}")
        return suite.SKIPPED
    print(f"routers run in {way.NAME}" + (f" ({reason})" if reason else "") if way else "no routers run", flush=True)
    folder = options.keep or tempfile.mkdtemp(prefix="ringfence-live-")
    done, routes, bad = run_all(options, way, folder)
    if done < len(options.networks):
        print(f"LEFT OUT: {len(options.networks) - done} networks, {options.limit:.0f} s are over")
    what = "compared with nothing (routers only)" if options.routers_only else "compared"
    print(f"total: {done} networks, {routes} routes {what}, {bad} networks with differences; artefacts in {folder}")
    return 1 if bad or not routes else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
