"""Random OSPF networks on real FRR routers: their routing tables against `ringfence routes`, whole and with links down.

Exit codes: 0 all tables agree, 1 a difference or a failure, 77 skipped (said aloud).
"""

import argparse
import concurrent.futures
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback

import compare
import netns
import topologies

FAILURES = 2  # links taken down per topology, one after the other
PROGRAM_LIMIT_S = 60.0
SKIPPED = 77


def ask(program, snapshot, failure):
    argv = [program, "routes", snapshot, "-f", "jsonl"] + (["--fail", failure] if failure else [])
    done = subprocess.run(argv, capture_output=True, text=True, timeout=PROGRAM_LIMIT_S)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: exit {done.returncode}: {done.stderr[-2000:]}")
    return compare.our_table(done.stdout)


class Case:
    """One topology, run in the calling process. `lines` are the differences; `routes` counts compared rows."""

    def __init__(self, seed, program, folder):
        self.net = topologies.generate(seed)
        self.program, self.folder = program, folder
        self.snapshot = f"{folder}/seed{seed}/snapshot"
        self.lines, self.routes, self.times = [], 0, []
        topologies.write_snapshot(self.net, self.snapshot)

    def keep(self, name, value):
        with open(f"{self.folder}/seed{self.net.seed}/{name}.json", "w", encoding="ascii") as out:
            json.dump(value, out, indent=1, sort_keys=True)

    def check(self, label, tables, failure):
        self.keep(label, tables)
        theirs = compare.frr_table(tables)
        self.routes += len(theirs)
        if self.program:
            found = compare.differences(theirs, ask(self.program, self.snapshot, failure))
            self.lines += [f"{failure or 'no failure'}: {line}" for line in found]
        return theirs

    def settle(self, lab, down=None):
        tables, seconds = lab.settle(topologies.adjacencies(self.net, down))
        self.times.append(seconds)
        return tables

    def run(self):
        with netns.Lab(f"s{self.net.seed}") as lab:
            topologies.populate(self.net, lab)
            lab.start()
            before = self.check("base", self.settle(lab), None)
            links = topologies.breakable(self.net)
            links = random.Random(self.net.seed).sample(links, min(FAILURES, len(links)))
            for number, link in enumerate(links):
                lab.link_down(link.left, f"p{link.left_if}")
                self.check(f"failure{number}", self.settle(lab, link), topologies.failure(link))
                lab.link_up(link.left, f"p{link.left_if}")
            if links and not self.program:  # the routers must come back to where they were, or history decides
                after = compare.frr_table(self.settle(lab))
                self.lines += [f"after repair: {line}" for line in compare.differences(before, after)]


def run_case(seed, program, folder):
    """Never raises: a broken run is a difference. Returns (seed, summary, lines, routes)."""
    netns.exit_on_signal()
    begin = time.monotonic()
    os.makedirs(f"{folder}/seed{seed}", exist_ok=True)
    case = None
    try:
        case = Case(seed, program, folder)
        case.run()
        lines, routes = case.lines, case.routes
    except Exception:  # noqa: BLE001 - reported, and the run fails
        lines, routes = [traceback.format_exc()], case.routes if case else 0
    features = ", ".join(case.net.features()) if case else "not generated"
    settled = " ".join(f"{t:.1f}" for t in case.times) if case else ""
    spent = time.monotonic() - begin
    return seed, f"seed {seed}: {routes} routes, {len(lines)} differences, {spent:.1f} s (settled {settled}); {features}", lines, routes


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="topologies")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first; the others follow")
    parser.add_argument("--jobs", type=int, default=6, help="topologies at once; they mostly wait for timers")
    parser.add_argument("--limit", type=float, default=240.0, help="seconds after which no further topology starts")
    parser.add_argument("--program", default=os.environ.get("RINGFENCE"), help="the ringfence program (or $RINGFENCE)")
    parser.add_argument("--routers-only", action="store_true", help="exercise the routers alone, compare with nothing")
    parser.add_argument("--keep", default=None, help="folder for snapshots and captured tables of failing cases")
    return parser.parse_args()


def main():
    options = arguments()
    reason = netns.missing()
    if reason:
        print(f"SKIPPED: live OSPF tests did not run: {reason}")
        return SKIPPED
    if not options.program and not options.routers_only:
        print("no program to test: give --program, $RINGFENCE or --routers-only", file=sys.stderr)
        return 1
    netns.exit_on_signal()
    program = None if options.routers_only else options.program
    folder = options.keep or tempfile.mkdtemp(prefix="ringfence-live-")
    total, bad, done, begin = 0, 0, 0, time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        seeds = range(options.seed, options.seed + options.count)
        futures = [pool.submit(run_case, s, program, folder) for s in seeds]
        try:
            for future in concurrent.futures.as_completed(futures):
                if future.cancelled():
                    continue
                seed, summary, lines, routes = future.result()
                print("\n  ".join([summary, *lines]), flush=True)
                total, bad, done = total + routes, bad + bool(lines), done + 1
                if time.monotonic() - begin > options.limit:
                    for waiting in futures:
                        waiting.cancel()
        finally:  # after a signal no further topology starts; those under way end and clean up
            pool.shutdown(wait=False, cancel_futures=True)
    what = "compared with nothing (routers only)" if options.routers_only else "compared"
    if done < options.count:
        print(f"LEFT OUT: {options.count - done} topologies, {options.limit:.0f} s are over")
    print(f"total: {done} topologies, {total} routes {what}, {bad} topologies with differences; artefacts in {folder}")
    return 1 if bad or not total else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
