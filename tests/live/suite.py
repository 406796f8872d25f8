"""What all live suites share: options, seeds side by side, the count of differences, exit codes.

Exit codes: 0 all tables agree, 1 a difference or a failure, 77 skipped (said aloud).
"""

import argparse
import concurrent.futures
import dataclasses
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback

import netns

FAILURES = 2  # links taken down per network, one after the other
PROGRAM_LIMIT_S = 60.0
SKIPPED = 77
POSSIBLE = re.compile(r"(\S+) (\S+) (\S+): a route that is not listed is possible")
CIRCLE = "redistribution in a circle at several devices may settle in more than one way"
RESTLESS_LOOKS = 20  # at tables that change without end: what differs among these does not come to rest


@dataclasses.dataclass
class Outcome:
    """What one network showed: `lines` are the differences, `routes` counts compared rows, `open` those that the
    program says hang on the order of events and that differ, `named` further ones of a circle that it names as a whole:
    no verdict rests on it."""
    lines: list = dataclasses.field(default_factory=list)
    routes: int = 0
    open: int = 0
    named: list = dataclasses.field(default_factory=list)
    times: list = dataclasses.field(default_factory=list)
    features: list = dataclasses.field(default_factory=list)


def ask(program, snapshot, failure):
    """The lines of `ringfence routes` for the snapshot, under the failure when there is one, whether it says that routing
    comes to rest, and the rows (router, VRF, prefix) that it says are possible without listing them."""
    argv = [program, "routes", snapshot, "-f", "jsonl"] + (["--fail", failure] if failure else [])
    done = subprocess.run(argv, capture_output=True, text=True, timeout=PROGRAM_LIMIT_S, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: exit {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout, "routing-unsettled" not in done.stderr, set(POSSIBLE.findall(done.stderr))


def names_circle(program, snapshot):
    """True when `ringfence parse` counts lines of the network as not modelled because they redistribute in a circle."""
    argv = [program, "parse", snapshot, "-f", "jsonl"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=PROGRAM_LIMIT_S, check=False)
    return any(CIRCLE in line and '"unmodelled"' in line for line in done.stdout.splitlines())


def settled(look, table, patience):
    """(what `look` returns at last, keys of the rows of `table` that do not come to rest)."""
    try:
        return netns.quiet(look, *patience), set()
    except netns.Restless:
        shown, seen = None, {}
        for _ in range(RESTLESS_LOOKS):
            shown = look()
            for key, row in table(shown).items():
                seen.setdefault(key, []).append(row)
            time.sleep(patience[0])
        return shown, {key for key, rows in seen.items() if rows != rows[:1] * RESTLESS_LOOKS}


def guarded(run_case, seed, program, folder):
    """Never raises: a broken run is a difference. `run_case(seed, program, folder, outcome)` fills the outcome."""
    netns.exit_on_signal()
    begin, outcome = time.monotonic(), Outcome()
    os.makedirs(f"{folder}/seed{seed}", exist_ok=True)
    try:
        run_case(seed, program, f"{folder}/seed{seed}", outcome)
    except Exception:  # noqa: BLE001 - reported, and the run fails
        outcome.lines.append(traceback.format_exc())
    settled = " ".join(f"{t:.1f}" for t in outcome.times)
    undecided = f", {outcome.open} open" if outcome.open else ""
    undecided += f", {len(outcome.named)} named" if outcome.named else ""
    summary = (f"seed {seed}: {outcome.routes} routes, {len(outcome.lines)} differences{undecided}, "
               f"{time.monotonic() - begin:.1f} s (settled {settled}); {', '.join(outcome.features)}")
    return summary, outcome


def arguments(about, count, jobs, limit):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--count", type=int, default=count, help="networks")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first; the others follow")
    parser.add_argument("--night", action="store_true", help="100 networks nobody has seen yet, without a time limit")
    parser.add_argument("--jobs", type=int, default=jobs, help="networks at once; they mostly wait for timers")
    parser.add_argument("--limit", type=float, default=limit, help="seconds after which no further network starts")
    parser.add_argument("--again", action="store_true",
                        help="a network that differs runs once more, alone, and counts when it differs again")
    parser.add_argument("--program", default=os.environ.get("RINGFENCE"), help="the ringfence program (or $RINGFENCE)")
    parser.add_argument("--routers-only", action="store_true", help="exercise the routers alone, compare with nothing")
    parser.add_argument("--keep", default=None, help="folder for snapshots and captured tables")
    options = parser.parse_args()
    if options.night:
        options.count, options.seed, options.limit = 100, int(time.time()) // 86400 * 1000, 7200.0
    return options


def in_order(seeds, long):
    """The seeds, those of `long` first: what takes longest must not begin last."""
    return sorted(seeds, key=lambda seed: (long.index(seed) if seed in long else len(long), seed))


def run_seeds(run_case, options, program, folder, long=()):
    """Returns (networks done, routes, seeds of networks with differences, open rows, named rows)."""
    total = done = undecided = named = 0
    bad = []
    begin = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        seeds = in_order(range(options.seed, options.seed + options.count), long)
        futures = {pool.submit(guarded, run_case, s, program, folder): s for s in seeds}
        try:
            for future in concurrent.futures.as_completed(futures):
                if future.cancelled():
                    continue
                summary, outcome = future.result()
                print("\n  ".join([summary, *outcome.lines, *(f"named: {line}" for line in outcome.named)]), flush=True)
                total, done = total + outcome.routes, done + 1
                undecided, named = undecided + outcome.open, named + len(outcome.named)
                bad += [futures[future]] if outcome.lines else []
                if time.monotonic() - begin > options.limit:
                    for waiting in futures:
                        waiting.cancel()
        finally:  # after a signal no further network starts; those under way end and clean up
            for waiting in futures:  # leaving the pool forgets a shutdown that cancels
                waiting.cancel()
    return done, total, sorted(bad), undecided, named


def still_bad(run_case, seeds, program, folder):
    """Those of the seeds whose networks differ once more when they run alone: on a busy machine a router may be late."""
    bad = []
    for seed in seeds:
        with concurrent.futures.ProcessPoolExecutor(1) as pool:
            summary, outcome = pool.submit(guarded, run_case, seed, program, f"{folder}/again").result()
        print("\n  ".join([f"again: {summary}", *outcome.lines]), flush=True)
        bad += [seed] if outcome.lines else []
    return bad


def main(run_case, about, daemons, count=20, jobs=6, limit=240.0, long=()):
    """A suite: one process per network, those of the seeds `long` first."""
    options = arguments(about, count, jobs, limit)
    reason = netns.missing(daemons)
    if reason:
        print(f"SKIPPED: {os.path.basename(sys.argv[0])} did not run: {reason}")
        return SKIPPED
    if not options.program and not options.routers_only:
        print("no program to test: give --program, $RINGFENCE or --routers-only", file=sys.stderr)
        return 1
    netns.exit_on_signal()
    program = None if options.routers_only else options.program
    folder = options.keep or tempfile.mkdtemp(prefix="ringfence-live-")
    done, total, bad, undecided, named = run_seeds(run_case, options, program, folder, long)
    if options.again:
        bad = still_bad(run_case, bad, program, folder)
    what = "compared with nothing (routers only)" if options.routers_only else "compared"
    if done < options.count:
        print(f"LEFT OUT: {options.count - done} networks, {options.limit:.0f} s are over")
    if undecided:
        print(f"open: {undecided} routes hang on the order of events, as the program says, and came out otherwise")
    if named:
        print(f"named: {named} routes differ in circles of redistribution that the program names")
    print(f"total: {done} networks, {total} routes {what}, {len(bad)} networks with differences; artefacts in {folder}")
    return 1 if bad or not total else 0
