#!/usr/bin/env python3
"""A long access list costs a flow little more than it costs to read it.

The snapshots are those of bench/generate_acl.py: two networks with a filter between them. Compared are checks of few and of
many flows in processor time of one run after the other: once, packets were turned around for answers that nobody gave, and
a flow cost more than the whole list.
"""

import os
import resource
import subprocess
import sys
import tempfile
import unittest

import program

PROGRAM = None  # set by program.main

LINES = 10000
FEW, MANY = 5, 400
# What the flows more may cost, in times of reading the list (origin: two and five are usual; when each was turned around it was
# ten and seventy).
TIMES_MAX = {4: 6, 6: 25}


def processor_s():
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


class LongLists(unittest.TestCase):
    def check_s(self, family, flows):
        generator = os.path.join(program.ROOT, "bench", "generate_acl.py")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, generator, "--lines", str(LINES), "--flows", str(flows), "--family", str(family),
                            os.path.join(folder, "net")], check=True, timeout=program.LIMIT_S)
            runs = []
            for _ in range(2):
                before = processor_s()
                done = PROGRAM.run("check", os.path.join(folder, "net"), threads=1)
                runs.append(processor_s() - before)
                self.assertEqual(done.returncode, program.VIOLATED, done.stderr)
            return min(runs)

    def test_flows_cost_little_beside_the_list(self):
        for family in (4, 6):
            with self.subTest(family=family):
                few, many = self.check_s(family, FEW), self.check_s(family, MANY)
                print(f"IPv{family}, {LINES} lines: {few:.2f} s with {FEW} flows, {many:.2f} s with {MANY}")
                self.assertLess(many - few, TIMES_MAX[family] * few)


if __name__ == "__main__":
    program.main(__name__)
