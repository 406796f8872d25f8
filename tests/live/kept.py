"""Compares again what an earlier run of a suite kept (`--keep FOLDER`), with another program or comparison and without
routers. Of the suites whose one text both sides read (`same_text.py`)."""

import argparse
import glob
import json
import os
import sys

import same_text
import suite


def judged(capture, snapshot, program):
    """(failure, compared rows, differences, open rows, named rows) of one captured look at all tables."""
    with open(capture, encoding="ascii") as file:
        shown = json.load(file)
    theirs = same_text.frr_rows(shown["tables"], shown["book"])
    restless = {tuple(key) for key in shown["restless"]}
    circle = suite.names_circle(program, snapshot)
    answer = suite.ask(program, snapshot, shown["failure"])
    differ, undecided, named = same_text.judge(theirs, restless, shown["book"], circle, *answer)
    return shown["failure"], len(theirs), differ, undecided, named


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=os.environ.get("RINGFENCE"), help="the ringfence program (or $RINGFENCE)")
    parser.add_argument("folder", help="what --keep named")
    parser.add_argument("seeds", nargs="*", type=int, help="these networks alone")
    options = parser.parse_args(argv)
    captures = sorted(glob.glob(f"{options.folder}/seed*/*.json"))
    routes = undecided = bad = around = 0
    for capture in captures:
        case = os.path.dirname(capture)
        if options.seeds and int(os.path.basename(case).removeprefix("seed")) not in options.seeds:
            continue
        failure, rows, differ, open_rows, named = judged(capture, f"{case}/snapshot", options.program)
        for line in [*differ, *(f"named: {line}" for line in named)]:
            print(f"{os.path.basename(case)}, {failure or 'no failure'}: {line}")
        routes, undecided, bad = routes + rows, undecided + open_rows, bad + bool(differ)
        around += len(named)
    print(f"total: {routes} routes compared, {undecided} open, {around} named, {bad} looks with differences")
    return 1 if bad or not routes else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
