#!/usr/bin/env python3
"""Routing tables of real devices: every lab that was exact once stays exact.

The labs (configurations with the tables the devices printed) and the scorer lie beside the project and are not part
of it. $RF_SHARED_DIR names their folder, else it is looked for beside the project. Without them the test is skipped
aloud (exit 77). labs.txt lists the labs that are exact; a lab that becomes exact must be added to it.
"""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LIMIT_S = 800  # most seconds all labs may take, sanitizers on
SKIPPED = 77


def shared_folder():
    """Folder with labs/ and tools/, or None."""
    named = os.environ.get("RF_SHARED_DIR") or os.path.join(os.path.dirname(ROOT), "shared")
    return named if os.path.isfile(os.path.join(named, "tools", "lab_score.py")) else None


def scores(shared, program):
    """The scorer's result for all labs."""
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "score.json")
        command = [sys.executable, "-B", os.path.join(shared, "tools", "lab_score.py"), "--with-eigrp", "--infer-down",
                   "--ringfence", program, "--jobs", "2", "--json", result, os.path.join(shared, "labs")]
        subprocess.run(command, stdout=subprocess.DEVNULL, timeout=LIMIT_S, check=False)
        with open(result, encoding="utf-8") as stream:
            return json.load(stream)


def main():
    shared = shared_folder()
    if shared is None:
        print("SKIPPED: the labs of real devices are not here (RF_SHARED_DIR)")
        return SKIPPED
    with open(os.path.join(HERE, "labs.txt"), encoding="utf-8") as stream:
        exact = {line.strip() for line in stream if line.strip() and not line.startswith("#")}
    result = scores(shared, os.environ["RINGFENCE"])
    passed = {os.path.basename(os.path.normpath(lab["lab"])) for lab in result["labs"] if lab["passed"]}
    for lab in sorted(exact - passed):
        print(f"no longer exact: {lab}")
    for lab in sorted(passed - exact):
        print(f"exact now, add it to labs.txt: {lab}")
    total = result["total"]
    print(f"labs {total['passed']}/{total['labs']}, routes {total['matched']}/{total['expected']}")
    return 0 if passed == exact else 1


if __name__ == "__main__":
    sys.exit(main())
