#!/usr/bin/env python3
"""Forwarding tables under every single link failure: a European backbone's BGP stays exact in all of them.

The tables (a network's configurations with its forwarding tables while nothing and while each of its 64 links is down)
and the scorer lie beside the project and are not part of it. $RF_SHARED_DIR names their folder, else it is looked for
beside the project. Without them the test is skipped aloud (exit 77).
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ARCHIVE = "dna-wan-with-per-link-failure-fibs"
EXACT = 64  # failures whose tables are exact, all of them; Batfish has 59
LIMIT_S = 800  # most seconds all states may take, sanitizers on
SKIPPED = 77


def main():
    shared = os.environ.get("RF_SHARED_DIR") or os.path.join(os.path.dirname(ROOT), "shared")
    scorer = os.path.join(shared, "tools", "failure_score.py")
    archive = os.path.join(shared, "data", ARCHIVE + ".tar.xz")
    if not os.path.isfile(scorer) or not os.path.isfile(archive):
        print("SKIPPED: the tables under link failures are not here (RF_SHARED_DIR)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        result = os.path.join(folder, "score.json")
        command = [sys.executable, "-B", scorer, "--ringfence", os.environ["RINGFENCE"], "--jobs", "2", "--json", result,
                   os.path.join(folder, ARCHIVE)]
        subprocess.run(command, stdout=subprocess.DEVNULL, timeout=LIMIT_S, check=False)
        with open(result, encoding="utf-8") as stream:
            score = json.load(stream)
    states = score["states"]
    failures = [state for state in states if state["state"] != 0]
    exact = sum(state["exact"] for state in failures)
    for state in states:
        for difference in state["differences"]:
            print(f"{state['link'] or 'no failure'}: {difference['kind']} {difference['node']} {difference['prefix']}: "
                  f"{difference['detail']}")
    base = all(state["exact"] for state in states if state["state"] == 0)
    print(f"base {'exact' if base else 'differs'}, failures exact {exact}/{len(failures)}")
    return 0 if base and exact >= EXACT else 1


if __name__ == "__main__":
    sys.exit(main())
