#!/usr/bin/env python3
"""Wall time, peak memory and, with valgrind, executed instructions: of `ringfence check SNAPSHOT` in a fresh process, or
of the way from text to routing tables; or of updates of forwarding.

  bench.py [--program P] [--snapshot S] [--runs N] [--instructions] [--record] [--check]
  bench.py --lists [--program P] [--runs N] [--instructions] [--record] [--check]
  bench.py --tables build/release/rf_read_snapshots [--pods K,K...] [--runs N] [--instructions] [--record] [--check]
  bench.py --fabrics [--program P] [--pods K,K...] [--runs N] [--record] [--check]
  bench.py --wide [--program P] [--runs N] [--record] [--check]
  bench.py --edits [--program P] [--runs N] [--record] [--check]
  bench.py --growth [--axes A,A...] [--program P] [--runs N] [--record]
  bench.py --updates build/release/rf_update_rules [--runs N] [--instructions] [--record] [--check]

--tables measures fat trees of growing size (`ringfence bench generate`), called fattree-bgp-K and fattree-ospf-K, and
all labs of real devices in one process, called labs, where they lie beside the project. --fabrics measures `check` of
fat trees with BGP, text to verdict, called check-fattree-bgp-K. --updates measures recorded streams of updates, where
they lie there too, and the load of a made fabric of 6,016 switches.

--lists measures `ringfence check` on snapshots with an access list of 10,000 lines and 1,000 flows through it
(bench/generate_acl.py), called acl4-10000 and acl6-10000.

--wide measures `check` of wide-area networks with one AS under failures, text to verdict: every single failure of links and
nodes of 174 routers, every pair of links of 1,000 (check-wan-174-k1, check-wan-1000-links-k2).

--edits measures what an edit of one file costs after a check of 1,000 routers under single failures of links: the time of
`whatif --with` beyond that of the check before the edit, as `edit_ms` and, of a check of the edited files alone, `edit_ratio`;
and how long a running `serve` takes from the edit to its verdict and to its page, as `verdict_ms` and `page_ms`.

--growth measures `check` of wide-area networks that grow in one way at a time (growth.py) and prints a table with the exponents
between sizes; "!" marks what is more than linear.

--record appends a line to bench/history.jsonl; --check compares with its last line of the same snapshot and with the
bars. Instructions are what is compared between commits: they repeat to a fraction of a percent, times do not.
Standard library only.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import growth

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/scenarios"))
from serve_client import Server  # noqa: E402  pylint: disable=wrong-import-position

HISTORY = ROOT / "bench" / "history.jsonl"

# Most milliseconds and megabytes, by name of the snapshot: two processors, nothing else running.
CHECK_BARS = (50.0, 30.0)
BARS = {"fattree-bgp-20": (1000.0, 300.0), "fattree-ospf-12": (1500.0, 400.0), "labs": (2000.0, 400.0),
        "check-fattree-bgp-20": (1000.0, 300.0), "check-fattree-bgp-40": (15000.0, float("inf")),
        "check-wan-174-k1": (2000.0, float("inf")), "check-wan-1000-links-k2": (30000.0, 1000.0),
        "acl4-10000": (1000.0, 200.0), "acl6-10000": (1000.0, 200.0)}
# Of updates: most microseconds, seconds and megabytes, and the classes of destinations that there are.
STREAM = {"mean_us_min": 1.0, "p99_us": 5.0, "peak_mb": 64}
LOAD = {"total_s_min": 5.0, "peak_mb": 2048, "classes": 5377}
UPDATES = {
    "updates-internet2": ("internet2", [], {**STREAM, "classes": 413}),
    "updates-internet2-by-router": ("internet2", ["--by-router"], {**STREAM, "classes": 413}),
    "updates-stanford": ("stanford-noacl", [], {"classes": 494}),
    "updates-lnet0": (None, ["--fabric", "112"], LOAD),
    "updates-lnet0-shuffled": (None, ["--fabric", "112", "--shuffled"], LOAD),
}
ONLY_UPDATES = ["--collect-atstart=no", "--toggle-collect=*UpdateEngine::Insert(*", "--toggle-collect=*UpdateEngine::Remove(*"]
LIST_LINES = 10000
FABRICS = {"bgp": (4, 8, 12, 16, 20), "ospf": (4, 8, 12)}
CHECKED = (8, 12, 16, 20, 28, 40)
WIDE = {"check-wan-174-k1": ["--nodes", "174", "--failures", "1"],
        "check-wan-1000-links-k2": ["--nodes", "1000", "--failures", "2", "--of", "link"]}
SMALL_PODS = 4  # instructions are counted for fabrics of this size
INSTRUCTIONS_GROWTH_MAX = 1.10
RUN_SECONDS_MAX = 120
PEAK_RUNS = 5
ANSWERS = (0, 1, 3)  # proved, violated, undecided: the program has done its work


def answered(command, code):
    if code not in ANSWERS:
        raise SystemExit(f"{' '.join(command)}: exit code {code}")


def wall_ms_of(command):
    """Wall time of one run in ms, output discarded.

    Waiting with a timeout would poll, at 31.5 and then 63.5 ms; so it is a timer that ends what hangs.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killer = threading.Timer(RUN_SECONDS_MAX, process.kill)
    killer.start()
    code = process.wait()
    wall_ms = (time.perf_counter() - begin) * 1000
    killer.cancel()
    answered(command, code)
    return wall_ms


def peak_mb_of(command):
    """Peak resident memory of one run in MB.

    The kernel's figure for a child starts from what its parent had when it forked, so a child of this interpreter would
    show at least the interpreter. GNU time forks small; without it the figure is an upper bound.
    """
    if shutil.which("time"):
        run = subprocess.run([shutil.which("time"), "-q", "-f", "%M", *command], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True, timeout=RUN_SECONDS_MAX, check=False)
        answered(command, run.returncode)
        return int(run.stderr.split()[-1]) / 1024
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    answered(command, process.returncode)
    return usage.ru_maxrss / 1024


def count_instructions(command, options=()):
    """Instructions executed on one thread, by callgrind; None without valgrind."""
    if shutil.which("valgrind") is None:
        print("SKIPPED: instruction count (valgrind is not installed)")
        return None
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", *options, *command],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=RUN_SECONDS_MAX * 4,
            env={**os.environ, "RINGFENCE_THREADS": "1"}, check=False)
    if run.returncode not in ANSWERS:
        raise SystemExit(f"under callgrind: exit code {run.returncode}\n{run.stderr[-2000:]}")
    found = re.search(r"Collected : (\d+)", run.stderr)
    return int(found.group(1)) if found else None


def commit():
    """Short id of the commit, with a plus when tracked files are changed."""
    if shutil.which("git") is None:
        return "unknown"

    def git(*arguments):
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")


def line_of(name, walls, peak_mb, **more):
    """A line of the history about checks."""
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": commit(),
        "snapshot": name,
        "wall_ms": round(statistics.median(walls), 1),
        "wall_ms_min": round(min(walls), 1),
        "peak_mb": round(peak_mb, 1),
        **more,
    }


def measure(options, name, folder):
    """The measurement of one check, in a fresh process each time."""
    command = [options.program, "check", folder]
    wall_ms_of(command)  # fills the page cache; a cold disk is not what we measure
    walls = [wall_ms_of(command) for _ in range(options.runs)]
    peaks = [peak_mb_of(command) for _ in range(PEAK_RUNS)]
    return line_of(name, walls, max(peaks), instructions=count_instructions(command) if options.instructions else None)


def generate(options, protocol, pods, folder):
    """Writes a fat tree."""
    subprocess.run([options.program, "bench", "generate", "fattree", "--style", protocol, "--k", str(pods), folder],
                   stdout=subprocess.DEVNULL, timeout=RUN_SECONDS_MAX, check=True)


def fabrics_results(options):
    """Measurements of `check` of fat trees, the smallest first."""
    for pods in [int(pods) for pods in options.pods.split(",")] if options.pods else CHECKED:
        with tempfile.TemporaryDirectory() as folder:
            snapshot = f"{folder}/fabric"
            generate(options, "bgp", pods, snapshot)
            command = [options.program, "check", "--brief", snapshot]
            walls = [wall_ms_of(command) for _ in range(options.runs)]
            yield line_of(f"check-fattree-bgp-{pods}", walls, peak_mb_of(command), instructions=None)


def wide_results(options):
    """Measurements of wide-area networks under failures, with the failure sets of the answer and the states it took."""
    for name, words in WIDE.items():
        with tempfile.TemporaryDirectory() as folder:
            snapshot, result = f"{folder}/wan", f"{folder}/result.json"
            subprocess.run([options.program, "bench", "generate", "wan", "--style", "ospf-ibgp-rr", "--flows", "100", *words,
                            snapshot], stdout=subprocess.DEVNULL, timeout=RUN_SECONDS_MAX, check=True)
            command = [options.program, "check", "--brief", snapshot, "-f", f"json={result}"]
            walls = [wall_ms_of(command) for _ in range(options.runs)]
            answer = json.loads(pathlib.Path(result).read_text())
            yield line_of(name, walls, peak_mb_of(command), failure_sets=answer["failure_sets"],
                          states_computed=answer["states_computed"], instructions=None)


def edits_of(text):
    """Edits of the text of one generated router: name to new text."""
    door = text.replace(" description hosts", " ip access-group DOOR in\n description hosts")
    cost = re.search(r"ip ospf cost (\d+)", text)
    return {
        "remark": "!\n" + text,
        "list": door.replace("interface Loopback0", "ip access-list extended DOOR\n permit ip any any\n!\ninterface Loopback0"),
        "route": text.replace("\nend", "\nip route 198.51.100.0 255.255.255.0 Null0\nend"),
        "cost": text[:cost.start(1)] + str(int(cost.group(1)) + 1) + text[cost.end(1):],
    }


def edits_results(options):
    """Measurements of edits of one router, each beside the check of the network before it in the same run. What `whatif` needs
    for the side before the edit is what a check without evidence needs, so that much is taken off."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = f"{folder}/wan"
        subprocess.run([options.program, "bench", "generate", "wan", "--style", "ospf-ibgp-rr", "--flows", "100", "--nodes", "1000",
                        "--failures", "1", "--of", "link", snapshot], stdout=subprocess.DEVNULL, timeout=RUN_SECONDS_MAX, check=True)
        whole = min(wall_ms_of([options.program, "check", snapshot]) for _ in range(options.runs))
        brief = min(wall_ms_of([options.program, "check", "--brief", snapshot]) for _ in range(options.runs))
        router = "configs/r500.cfg"
        edits = edits_of((pathlib.Path(snapshot) / router).read_text())
        seen = served_edits(options, snapshot, router, edits)
        for name, text in edits.items():
            edited = pathlib.Path(folder) / name
            (edited / "configs").mkdir(parents=True)
            (edited / router).write_text(text)
            command = [options.program, "whatif", "--with", str(edited), snapshot]
            walls = [wall_ms_of(command) for _ in range(options.runs)]
            edit = min(walls) - brief
            yield line_of(f"edit-wan-1000-{name}", walls, peak_mb_of(command), check_ms=round(whole, 1), edit_ms=round(edit, 1),
                          edit_ratio=round(edit / whole, 3), **seen[name], instructions=None)


def edit_times(server, path, text):
    """Milliseconds from writing the text to the verdict about it, and to the page. REQUIRES: the page is there."""
    generation = server.document("/api/state")["generation"]
    begin = time.monotonic()
    path.write_text(text)
    server.wait_until(lambda state: state.get("generation", 0) > generation, "verdict")
    verdict = time.monotonic()
    server.wait_for_report()
    return 1000 * (verdict - begin), 1000 * (time.monotonic() - begin)


def served_edits(options, snapshot, router, edits):
    """By name of the edit: the least milliseconds until a server has the verdict, and until it has the page."""
    path, times = pathlib.Path(snapshot) / router, {}
    before = path.read_text()
    with Server(options.program, snapshot) as server:
        server.wait_for_report()
        for name, text in edits.items():
            runs = []
            for _ in range(options.runs):
                runs.append(edit_times(server, path, text))
                edit_times(server, path, before)
            times[name] = {"verdict_ms": round(min(verdict for verdict, _ in runs), 1), "page_ms": round(min(page for _, page in runs), 1)}
    return times


def lists_results(options):
    """Measurements of a long access list in both families."""
    with tempfile.TemporaryDirectory() as folder:
        for family in (4, 6):
            snapshot = f"{folder}/acl{family}"
            subprocess.run([sys.executable, str(ROOT / "bench" / "generate_acl.py"), "--lines", str(LIST_LINES), "--family",
                            str(family), snapshot], timeout=RUN_SECONDS_MAX, check=True)
            yield measure(options, f"acl{family}-{LIST_LINES}", snapshot)


def tables_once(command):
    """(wall ms, processor ms, figures of the last line) of one run from text to tables."""
    run = subprocess.run(command, capture_output=True, text=True, timeout=RUN_SECONDS_MAX, check=False)
    if run.returncode != 0:
        raise SystemExit(f"{command[0]}: exit code {run.returncode}\n{run.stderr[-2000:]}")
    figures = json.loads(run.stdout.splitlines()[-1])
    return figures["total_s"] * 1000, figures["cpu_s"] * 1000, figures


def measure_tables(options, name, snapshots):
    """The measurement of one fabric, or of several snapshots in one process."""
    command = [options.tables, *snapshots]
    tables_once(command)
    runs = [tables_once(command) for _ in range(options.runs)]
    counts = options.instructions and name.endswith(f"-{SMALL_PODS}")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": commit(),
        "snapshot": name,
        "wall_ms": round(statistics.median(run[0] for run in runs), 1),
        "wall_ms_min": round(min(run[0] for run in runs), 1),
        "cpu_ms_min": round(min(run[1] for run in runs), 1),
        "peak_mb": max(run[2]["peak_mb"] for run in runs),
        "hops": runs[0][2]["hops"],
        "instructions": count_instructions(command) if counts else None,
    }


def tables_results(options):
    """Measurements of all fabrics and of the labs, one after the other."""
    wanted = [int(pods) for pods in options.pods.split(",")] if options.pods else None
    with tempfile.TemporaryDirectory() as folder:
        for protocol, sizes in FABRICS.items():
            for pods in wanted or sizes:
                snapshot = f"{folder}/{protocol}-{pods}"
                generate(options, protocol, pods, snapshot)
                yield measure_tables(options, f"fattree-{protocol}-{pods}", [snapshot])
    shared = pathlib.Path(os.environ.get("RF_SHARED_DIR") or ROOT.parent / "shared")
    labs = sorted(str(lab) for lab in (shared / "labs").glob("*") if (lab / "configs").is_dir())
    if labs and not wanted:
        yield measure_tables(options, "labs", labs)
    elif not labs:
        print("SKIPPED: labs (not here, RF_SHARED_DIR)")


def growth_results(options):
    """Measurements of all points of all axes; the table at the end."""
    floors, points = growth.floors_of(options.program, options.runs), []
    for axis in options.axes.split(",") if options.axes else growth.AXES:
        for value in growth.AXES[axis][1]:
            point = growth.measure(options.program, axis, value, options.runs)
            points.append(point)
            yield {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), "commit": commit(), **point}
    print("\n".join(growth.table(points, floors)))


def measure_updates(options, name, command):
    """The measurement of one stream of updates, or of one load."""
    rounds = [] if "--fabric" in command else ["--runs", str(options.runs + 1)]
    runs = []
    for _ in range(1 if rounds else options.runs):
        run = subprocess.run([*command, *rounds], capture_output=True, text=True, timeout=RUN_SECONDS_MAX, check=False)
        if run.returncode != 0:
            raise SystemExit(f"{command[0]}: exit code {run.returncode}\n{run.stderr[-2000:]}")
        runs += [json.loads(line) for line in run.stdout.splitlines()]
    result = {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": commit(),
        "snapshot": name,
    }
    # The run with percentiles reads the clock all the time, so its mean does not count.
    timed = [run for run in runs if "p99_us" not in run]
    for field in ("mean_us", "cpu_us", "total_s", "cpu_s"):
        if field in timed[0]:
            result[f"{field}_min"] = min(run[field] for run in timed)
    last = runs[-1]
    result.update({field: last[field] for field in ("p50_us", "p99_us", "p999_us", "peak_mb", "classes", "checksum") if field in last})
    counts = options.instructions and rounds
    result["instructions"] = count_instructions([*command, "--runs", "1"], ONLY_UPDATES) if counts else None
    return result


def updates_results(options):
    """Measurements of all streams of updates and of the loads, one after the other."""
    data = pathlib.Path(os.environ.get("RF_SHARED_DIR") or ROOT.parent / "shared") / "data"
    for name, (stream, flags, _) in UPDATES.items():
        trace = data / f"{stream}-trace.deltanet.xz"
        if stream and not trace.exists():
            print(f"SKIPPED: {name} (not here, RF_SHARED_DIR)")
            continue
        yield measure_updates(options, name, [options.updates, *([str(trace)] if stream else []), *flags])


def last_line(path, snapshot):
    """The latest stored measurement of this snapshot that counted instructions."""
    found = None
    if path.exists():
        for line in path.read_text().splitlines():
            entry = json.loads(line)
            if entry["snapshot"] == snapshot and entry["instructions"]:
                found = entry
    return found


def judge_growth(result, before):
    """Says so when instructions grew too much."""
    if not before or not result["instructions"] or result["instructions"] <= before["instructions"] * INSTRUCTIONS_GROWTH_MAX:
        return []
    growth = 100 * (result["instructions"] / before["instructions"] - 1)
    return [f"instructions grew by {growth:.1f} % since {before['commit']}"]


def judge_updates(result):
    """What of updates is over its bar or not what others found, one text each."""
    name = result["snapshot"]
    return [f"{name} {field} {result[field]} instead of {bar}" for field, bar in UPDATES[name][2].items()
            if (result[field] != bar if field == "classes" else result[field] > bar)]


def judge(result, before):
    """What is worse than allowed, one text each."""
    problems = []
    name = result.get("snapshot", "")
    if name in UPDATES:
        return judge_updates(result) + judge_growth(result, before)
    unbounded = (float("inf"), float("inf"))
    wall_ms_bar, peak_mb_bar = BARS.get(name, unbounded if "fattree-" in name else CHECK_BARS)
    if result["wall_ms_min"] > wall_ms_bar:
        problems.append(f"{name} wall {result['wall_ms_min']} ms is over the bar of {wall_ms_bar} ms")
    if result["peak_mb"] > peak_mb_bar:
        problems.append(f"{name} peak {result['peak_mb']} MB is over the bar of {peak_mb_bar} MB")
    return problems + judge_growth(result, before)


def results_of(options):
    """Measurements of what the options ask for."""
    if options.tables:
        return tables_results(options)
    if options.growth:
        return growth_results(options)
    if options.fabrics:
        return fabrics_results(options)
    if options.wide:
        return wide_results(options)
    if options.lists:
        return lists_results(options)
    if options.edits:
        return edits_results(options)
    return updates_results(options) if options.updates else [measure(options, options.snapshot, options.snapshot)]


def main():
    parser = argparse.ArgumentParser(description="speed and memory, compared with the history")
    parser.add_argument("--program", default="build/release/ringfence")
    parser.add_argument("--snapshot", default="examples/valdrea")
    parser.add_argument("--lists", action="store_true", help="measure checks of long access lists")
    parser.add_argument("--tables", help="measure tables with this rf_read_snapshots instead of check")
    parser.add_argument("--fabrics", action="store_true", help="measure checks of fat trees instead of one snapshot")
    parser.add_argument("--wide", action="store_true", help="measure checks of wide-area networks under failures")
    parser.add_argument("--edits", action="store_true", help="measure what edits of one file cost after a check")
    parser.add_argument("--growth", action="store_true", help="measure checks of networks that grow in one way at a time")
    parser.add_argument("--axes", help="with --growth: these only, separated by commas: " + ", ".join(growth.AXES))
    parser.add_argument("--updates", help="measure updates of forwarding with this rf_update_rules instead of check")
    parser.add_argument("--pods", help="with --tables or --fabrics: fat trees of these sizes only, separated by commas")
    parser.add_argument("--runs", type=int, help="runs of each measurement (default 20, tables and updates 5, fabrics, wide and edits 3, growth 2)")
    parser.add_argument("--instructions", action="store_true", help="count instructions with callgrind")
    parser.add_argument("--record", action="store_true", help="append to the history")
    parser.add_argument("--check", action="store_true", help="exit 1 when worse than the bars or the last line")
    parser.add_argument("--history", type=pathlib.Path, default=HISTORY)
    options = parser.parse_args()

    options.runs = options.runs or (
        5 if options.tables or options.updates or options.lists else 3 if options.fabrics or options.wide or options.edits else 2 if options.growth else 20)

    problems = []
    for result in results_of(options):
        before = last_line(options.history, result["snapshot"])
        print(json.dumps(result))
        if before and result["instructions"]:
            ratio = result["instructions"] / before["instructions"]
            print(f"instructions: {ratio:.3f} of {before['commit']} ({before['date']})")
        if options.record:
            with options.history.open("a") as history:
                history.write(json.dumps(result) + "\n")
        problems += judge(result, before) if options.check else []
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
