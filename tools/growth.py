"""How time and memory of `ringfence check` grow with routers, flows, failures and routes, one of them at a time.

Networks are made by `ringfence bench generate wan --style ospf-ibgp-rr`. Processor time of one thread is measured, for it
repeats on a machine that does other things; the least of several runs counts. Between two sizes the exponent of growth is
log(cost / cost before) / log(size / size before): 1 is linear. Small costs have exponents that say nothing: what the program
costs without work is taken off first, and exponents of less than COST_LEAST are not given."""

import json
import math
import os
import pathlib
import shutil
import subprocess
import tempfile

# By name of the axis: the option that grows with its values, and the other options. Failures are measured against the sets
# of failures that the answer speaks of, everything else against the value.
AXES = {
    "routers": ("--nodes", (50, 100, 200, 400, 1000), {"--flows": 10, "--failures": 0}),
    "routers-k1": ("--nodes", (50, 100, 200, 300), {"--flows": 10, "--failures": 1}),
    "flows": ("--flows", (10, 30, 100, 300, 1000), {"--nodes": 100, "--failures": 0}),
    "flows-k1": ("--flows", (10, 30, 100, 300, 1000), {"--nodes": 100, "--failures": 1}),
    "failures": ("--failures", (0, 1, 2), {"--nodes": 100, "--flows": 10}),
    "announcements": ("--announcements", (10, 100, 1000, 10000), {"--nodes": 100, "--flows": 10, "--failures": 0}),
}
MS_LEAST, MB_LEAST = 10.0, 4.0  # above what the program costs without work: below, clocks and pages are most
SUPER_LINEAR = 1.15  # more than noise
SECONDS_MAX = 600
ANSWERS = (0, 1, 3)


def cost_of(command):
    """(processor ms, peak MB) of one run. Without GNU time the peak is that of this interpreter or more."""
    if shutil.which("time"):
        run = subprocess.run([shutil.which("time"), "-q", "-f", "%U %S %M", *command], stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True, timeout=SECONDS_MAX, check=False)
        code, (user, system, peak) = run.returncode, run.stderr.split()[-3:]
    else:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        user, system, peak = usage.ru_utime, usage.ru_stime, usage.ru_maxrss
    if code not in ANSWERS:
        raise SystemExit(f"{' '.join(command)}: exit code {code}")
    return (float(user) + float(system)) * 1000, int(peak) / 1024


def measure(program, axis, value, runs):
    """One point: costs, and what the answer says about its own work."""
    option, _, others = AXES[axis]
    with tempfile.TemporaryDirectory() as folder:
        snapshot, result = f"{folder}/wan", f"{folder}/result.json"
        options = {**others, option: value}
        words = [str(word) for pair in options.items() for word in pair]
        subprocess.run([program, "bench", "generate", "wan", "--style", "ospf-ibgp-rr", *words, snapshot],
                       stdout=subprocess.DEVNULL, timeout=SECONDS_MAX, check=True)
        command = [program, "check", snapshot, "--brief", "--threads", "1", "-f", f"json={result}"]
        costs = [cost_of(command) for _ in range(runs)]
        answer = json.loads(pathlib.Path(result).read_text()) if pathlib.Path(result).exists() else {}
    return {
        "snapshot": f"growth-{axis}-{value}",
        "axis": axis,
        "size": answer.get("failure_sets", value) if axis == "failures" else value,
        "cpu_ms_min": round(min(cost[0] for cost in costs), 1),
        "peak_mb": round(max(cost[1] for cost in costs), 1),
        "failure_sets": answer.get("failure_sets"),
        "states_computed": answer.get("states_computed"),
        "instructions": None,
    }


def exponent(before, after, field, floor, least):
    """Of a cost between two points; None where the smaller cost is too small to say."""
    small, large = before[field] - floor, after[field] - floor
    if small < least or after["size"] == before["size"]:
        return None
    return math.log(max(large, least) / small) / math.log(after["size"] / before["size"])


def table(points, floors):
    """Lines of text: a point a line, with the exponents since the point before."""
    lines = [f"{'':24}{'size':>10}{'cpu ms':>12}{'exponent':>10}{'MB':>9}{'exponent':>10}{'states':>9}"]
    before = None
    for point in points:
        exponents = []
        for field, floor, least in (("cpu_ms_min", floors[0], MS_LEAST), ("peak_mb", floors[1], MB_LEAST)):
            found = exponent(before, point, field, floor, least) if before and before["axis"] == point["axis"] else None
            exponents.append("" if found is None else f"{found:.2f}" + ("!" if found > SUPER_LINEAR else ""))
        states = point["states_computed"]
        lines.append(f"{point['snapshot'].removeprefix('growth-'):24}{point['size']:>10}{point['cpu_ms_min']:>12}{exponents[0]:>10}"
                     f"{point['peak_mb']:>9}{exponents[1]:>10}{'' if states is None else states:>9}")
        before = point
    return lines


def floors_of(program, runs):
    """What the smallest network costs: (ms, MB)."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = f"{folder}/wan"
        subprocess.run([program, "bench", "generate", "wan", "--nodes", "2", "--flows", "1", snapshot],
                       stdout=subprocess.DEVNULL, timeout=SECONDS_MAX, check=True)
        costs = [cost_of([program, "check", "--brief", "--threads", "1", snapshot]) for _ in range(runs)]
    return min(cost[0] for cost in costs), min(cost[1] for cost in costs)
