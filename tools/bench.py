#!/usr/bin/env python3
"""Cold start of `ringfence check SNAPSHOT`: wall time, peak memory and, with valgrind, executed instructions.

  bench.py [--program P] [--snapshot S] [--runs N] [--instructions] [--record] [--check]

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
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
HISTORY = ROOT / "bench" / "history.jsonl"

WALL_MS_BAR = 50.0
PEAK_MB_BAR = 30.0
INSTRUCTIONS_GROWTH_MAX = 1.10
RUN_SECONDS_MAX = 120
PEAK_RUNS = 5
ANSWERS = (0, 1, 3)  # proved, violated, undecided: the program has done its work


def answered(command, code):
    if code not in ANSWERS:
        raise SystemExit(f"{' '.join(command)}: exit code {code}")


def wall_ms_of(command):
    """Wall time of one run in ms, output discarded."""
    begin = time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=RUN_SECONDS_MAX,
                          check=False).returncode
    wall_ms = (time.perf_counter() - begin) * 1000
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


def count_instructions(command):
    """Instructions executed on one thread, by callgrind; None without valgrind."""
    if shutil.which("valgrind") is None:
        print("SKIPPED: instruction count (valgrind is not installed)")
        return None
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", *command],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=RUN_SECONDS_MAX * 4,
            env={**os.environ, "RINGFENCE_THREADS": "1"}, check=False)
    if run.returncode not in ANSWERS:
        raise SystemExit(f"under callgrind: exit code {run.returncode}\n{run.stderr[-2000:]}")
    found = re.search(r"Collected : (\d+)", run.stderr)
    return int(found.group(1)) if found else None


def commit():
    """Short id of the commit, with a plus when tracked files are changed."""
    def git(*arguments):
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False).stdout.strip()
    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")


def measure(options):
    command = [options.program, "check", options.snapshot]
    wall_ms_of(command)  # fills the page cache; a cold disk is not what we measure
    walls = [wall_ms_of(command) for _ in range(options.runs)]
    peaks = [peak_mb_of(command) for _ in range(PEAK_RUNS)]
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": commit(),
        "snapshot": options.snapshot,
        "wall_ms": round(statistics.median(walls), 1),
        "wall_ms_min": round(min(walls), 1),
        "peak_mb": round(max(peaks), 1),
        "instructions": count_instructions(command) if options.instructions else None,
    }


def last_line(path, snapshot):
    """The latest stored measurement of this snapshot that counted instructions."""
    found = None
    if path.exists():
        for line in path.read_text().splitlines():
            entry = json.loads(line)
            if entry["snapshot"] == snapshot and entry["instructions"]:
                found = entry
    return found


def judge(result, before):
    """What is worse than allowed, one text each."""
    problems = []
    if result["wall_ms_min"] > WALL_MS_BAR:
        problems.append(f"wall {result['wall_ms_min']} ms is over the bar of {WALL_MS_BAR} ms")
    if result["peak_mb"] > PEAK_MB_BAR:
        problems.append(f"peak {result['peak_mb']} MB is over the bar of {PEAK_MB_BAR} MB")
    if before and result["instructions"] and result["instructions"] > before["instructions"] * INSTRUCTIONS_GROWTH_MAX:
        growth = 100 * (result["instructions"] / before["instructions"] - 1)
        problems.append(f"instructions grew by {growth:.1f} % since {before['commit']}")
    return problems


def main():
    parser = argparse.ArgumentParser(description="cold start of ringfence check")
    parser.add_argument("--program", default="build/release/ringfence")
    parser.add_argument("--snapshot", default="examples/valdrea")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--instructions", action="store_true", help="count instructions with callgrind")
    parser.add_argument("--record", action="store_true", help="append to the history")
    parser.add_argument("--check", action="store_true", help="exit 1 when worse than the bars or the last line")
    parser.add_argument("--history", type=pathlib.Path, default=HISTORY)
    options = parser.parse_args()

    before = last_line(options.history, options.snapshot)
    result = measure(options)
    print(json.dumps(result))
    if before and result["instructions"]:
        ratio = result["instructions"] / before["instructions"]
        print(f"instructions: {ratio:.3f} of {before['commit']} ({before['date']})")
    if options.record:
        with options.history.open("a") as history:
            history.write(json.dumps(result) + "\n")
    problems = judge(result, before) if options.check else []
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
