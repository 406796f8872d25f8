"""The program under test, and snapshots made of a folder with edited files laid over it."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIMIT_S = 120.0  # most seconds one run may take
PROVED, VIOLATED, REFUSED, UNDECIDED = 0, 1, 2, 3


class Program:
    """Runs `ringfence`. Every run is a fresh process with a time limit."""

    def __init__(self, path):
        self.path = path

    def run(self, *words, threads=None):
        """The finished process; standard output as bytes, standard error as text."""
        environment = dict(os.environ, NO_COLOR="1")
        if threads:
            environment["RINGFENCE_THREADS"] = str(threads)
        argv = [self.path, *[str(word) for word in words]]
        done = subprocess.run(argv, capture_output=True, env=environment, timeout=LIMIT_S, check=False)
        done.stderr = done.stderr.decode("utf-8", "replace")
        return done

    def document(self, *words, codes=(PROVED, VIOLATED, UNDECIDED)):
        """The JSON document of a run; an exit code outside `codes` is a failure that shows why."""
        done = self.run(*words, "-f", "json")
        if done.returncode not in codes:
            raise AssertionError(f"ringfence {' '.join(map(str, words))}: exit {done.returncode}\n{done.stderr[-3000:]}")
        return with_steps(json.loads(done.stdout))


def with_steps(document):
    """A document of `check` with the steps themselves where evidence has their numbers."""
    for rule in document["rules"] if "steps" in document else ():
        for flow in rule["flows"]:
            for finding in flow["findings"]:
                finding["evidence"] = [document["steps"][number] for number in finding["evidence"]]
    return document


class Overlay:
    """A temporary folder of edited files: `with Overlay(files) as folder`. `files`: path -> text."""

    def __init__(self, files):
        self.files, self.folder = files, None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="ringfence-")
        for path, text in self.files.items():
            full = os.path.join(self.folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb" if isinstance(text, bytes) else "w", **({} if isinstance(text, bytes) else {"encoding": "utf-8"})) as out:
                out.write(text)
        return self.folder

    def __exit__(self, *_):
        shutil.rmtree(self.folder)


def main(module, holder=None):
    """Runs the tests of a script. The program comes from --program or from the variable RINGFENCE and becomes PROGRAM of
    `holder`, by default of the script itself."""
    parser = argparse.ArgumentParser(description=sys.modules[module].__doc__)
    parser.add_argument("--program", default=os.environ.get("RINGFENCE", os.path.join(ROOT, "build/dev/ringfence")))
    own, rest = parser.parse_known_args()
    if not os.access(own.program, os.X_OK):
        sys.exit(f"no program '{own.program}': give --program or set RINGFENCE")
    (holder or sys.modules[module]).PROGRAM = Program(os.path.abspath(own.program))
    unittest.main(module=module, argv=[sys.argv[0], *rest], verbosity=2)
