#!/usr/bin/env python3
"""What became of the lines of real configurations: at least 99 of 100 that say something are in the model or cannot
change an answer, per operating system, over all labs.

A line counts that is neither blank nor a comment. Lines that are understood and wait for another input, a cable list, are
counted apart: no reader could do better. The labs lie beside the project ($RF_SHARED_DIR, or ../shared);
without them the test is skipped aloud (exit 77). More folders of configurations may be named: they are listed, not judged.
The forms that are most often not modelled are listed by their reason.

usage: census.py [FOLDER...]
"""

import collections
import json
import os
import re
import subprocess
import sys
import tempfile

from labs import SKIPPED, shared_folder

SHARE_MIN = 0.99  # of the lines that say something, over the labs
REASONS_SHOWN = 5
INPUT_MISSING = "no cable list"  # how the reasons begin that name a missing file
LIMIT_S = 60  # for one snapshot


class Census:
    """Fates by operating system."""

    def __init__(self, program):
        self.program = program
        self.fates = collections.defaultdict(collections.Counter)
        self.reasons = collections.defaultdict(collections.Counter)

    def add(self, snapshot):
        """Counts one snapshot."""
        with tempfile.TemporaryDirectory() as folder:
            lines = os.path.join(folder, "lines.jsonl")
            run = subprocess.run([self.program, "parse", snapshot, "-f", "json", "-f", f"jsonl={lines}"],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT_S, check=False)
            if not os.path.exists(lines):
                print(f"not read: {snapshot} (exit code {run.returncode})")
                return
            doubts = set(re.findall(r"doubt\[[a-z-]+\]: (.*)", run.stderr.decode()))  # about the texts, not about the reader
            systems = {file["file"]: file["format"] for file in json.loads(run.stdout)["files"]}
            with open(lines, encoding="utf-8") as stream:
                for line in map(json.loads, stream):
                    waits = line["reason"].startswith(INPUT_MISSING) or line["reason"] in doubts
                    self.fates[systems[line["file"]]]["waiting" if waits else line["fate"]] += 1
                    if line["fate"] in ("unmodelled", "unknown"):
                        self.reasons[systems[line["file"]]][line["reason"] or "unknown"] += 1

    def share(self, system):
        """Modelled or irrelevant among the lines that say something."""
        fates = self.fates[system]
        known = fates["modelled"] + fates["irrelevant"] + fates["waiting"]
        said = known + fates["unmodelled"] + fates["unknown"]
        return known / said if said else 1.0

    def show(self):
        """One line a system, then what it lacks."""
        for system in sorted(self.fates):
            counts = " ".join(f"{fate} {count}" for fate, count in sorted(self.fates[system].items()))
            print(f"{system:16} {100 * self.share(system):6.2f} %  {counts}")
            for reason, count in self.reasons[system].most_common(REASONS_SHOWN):
                print(f"{'':16} {count:6} {reason}")


def snapshots_below(folder):
    """Folders with a folder configs/, ascending."""
    return sorted(path for path, names, _ in os.walk(folder) if "configs" in names)


def main():
    shared = shared_folder()
    if shared is None:
        print("SKIPPED: the labs of real devices are not here (RF_SHARED_DIR)")
        return SKIPPED
    labs = Census(os.environ["RINGFENCE"])
    for snapshot in snapshots_below(os.path.join(shared, "labs")):
        labs.add(snapshot)
    labs.show()
    for folder in sys.argv[1:]:
        print(f"\n{folder}")
        more = Census(os.environ["RINGFENCE"])
        for snapshot in snapshots_below(folder):
            more.add(snapshot)
        more.show()
    poor = [system for system in labs.fates if labs.share(system) < SHARE_MIN]
    for system in poor:
        print(f"below {100 * SHARE_MIN:.0f} %: {system}")
    return 1 if poor or not labs.fates else 0


if __name__ == "__main__":
    sys.exit(main())
