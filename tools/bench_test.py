#!/usr/bin/env python3
"""The benchmark's judgement must be able to fail."""

import json
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import bench  # noqa: E402
import growth  # noqa: E402


def result(wall_ms=10.0, peak_mb=10.0, instructions=1000):
    return {"wall_ms_min": wall_ms, "peak_mb": peak_mb, "instructions": instructions}


class Judge(unittest.TestCase):
    before = {"commit": "abc", "instructions": 1000}

    def test_good(self):
        self.assertEqual(bench.judge(result(instructions=1100), self.before), [])
        self.assertEqual(bench.judge(result(instructions=None), self.before), [])
        self.assertEqual(bench.judge(result(), None), [])

    def test_bad(self):
        self.assertEqual(len(bench.judge(result(instructions=1101), self.before)), 1)
        self.assertEqual(len(bench.judge(result(wall_ms=51), None)), 1)
        self.assertEqual(len(bench.judge(result(peak_mb=31), None)), 1)

    def test_fabrics_have_bars_of_their_own(self):
        large = {"snapshot": "fattree-bgp-20", **result(wall_ms=999, peak_mb=299)}
        self.assertEqual(bench.judge(large, None), [])
        self.assertEqual(len(bench.judge({**large, "wall_ms_min": 1001}, None)), 1)
        self.assertEqual(bench.judge({**large, "snapshot": "fattree-bgp-48", "wall_ms_min": 9999}, None), [])

    def test_updates_have_bars_and_a_known_number_of_classes(self):
        good = {"snapshot": "updates-internet2", "mean_us_min": 0.9, "p99_us": 4.0, "peak_mb": 60.0, "classes": 413,
                "instructions": 1000}
        self.assertEqual(bench.judge(good, self.before), [])
        for worse in ({"mean_us_min": 1.1}, {"p99_us": 5.1}, {"peak_mb": 65}, {"classes": 412}, {"instructions": 1101}):
            self.assertEqual(len(bench.judge({**good, **worse}, self.before)), 1, worse)


    def test_long_lists_have_bars_of_their_own(self):
        for name in ("acl4-10000", "acl6-10000"):
            large = {"snapshot": name, **result(wall_ms=999, peak_mb=199)}
            self.assertEqual(bench.judge(large, None), [])
            self.assertEqual(len(bench.judge({**large, "wall_ms_min": 1001}, None)), 1)
            self.assertEqual(len(bench.judge({**large, "peak_mb": 201}, None)), 1)


class Growth(unittest.TestCase):
    def point(self, size, cpu_ms, peak_mb, axis="routers"):
        return {"snapshot": f"growth-{axis}-{size}", "axis": axis, "size": size, "cpu_ms_min": cpu_ms, "peak_mb": peak_mb,
                "states_computed": 1}

    def test_exponents_are_of_what_is_above_the_floor(self):
        small, large = self.point(10, 30.0, 20.0), self.point(40, 330.0, 50.0)
        self.assertAlmostEqual(growth.exponent(small, large, "cpu_ms_min", 10.0, 10.0), 2.0)
        self.assertAlmostEqual(growth.exponent(small, large, "peak_mb", 10.0, 4.0), 1.0)
        self.assertIsNone(growth.exponent(small, large, "cpu_ms_min", 25.0, 10.0))

    def test_the_table_marks_what_is_more_than_linear(self):
        lines = growth.table([self.point(10, 30.0, 20.0), self.point(40, 330.0, 50.0), self.point(40, 500.0, 60.0, "flows")],
                             (10.0, 10.0))
        self.assertEqual([line.count("!") for line in lines], [0, 0, 1, 0])
        self.assertIn("2.00!", lines[2])
        self.assertIn("1.00 ", lines[2])
        self.assertNotIn(".00!", lines[3])  # another axis begins

    def test_every_axis_grows(self):
        for name, (option, values, others) in growth.AXES.items():
            self.assertEqual(list(values), sorted(set(values)), name)
            self.assertNotIn(option, others)

    def test_a_whole_run_records_all_points(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            program = folder / "program"
            program.write_text("#!/bin/sh\n[ $1 = bench ] || exit 1\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            history = folder / "history.jsonl"
            run = subprocess.run([sys.executable, bench.__file__, "--growth", "--axes", "flows,failures", "--program", str(program),
                                  "--runs", "1", "--record", "--history", str(history)], capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 0, run.stderr)
            lines = [json.loads(line) for line in history.read_text().splitlines()]
        self.assertEqual([line["snapshot"] for line in lines][-3:], ["growth-failures-0", "growth-failures-1", "growth-failures-2"])
        self.assertEqual(len(lines), 8)
        self.assertIn("exponent", run.stdout)


class GenerateAcl(unittest.TestCase):
    """The generator: the same arguments, the same bytes; as many lines and flows as asked for."""

    def generate(self, folder, *arguments):
        script = bench.ROOT / "bench" / "generate_acl.py"
        subprocess.run([sys.executable, "-B", str(script), *arguments, str(folder)], check=True, timeout=60)
        return {path.name: path.read_text() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}

    def test_is_seeded(self):
        with tempfile.TemporaryDirectory() as folder:
            for family in ("4", "6"):
                arguments = ("--lines", "300", "--flows", "20", "--family", family)
                one = self.generate(f"{folder}/one{family}", *arguments)
                self.assertEqual(one, self.generate(f"{folder}/two{family}", *arguments))
                self.assertNotEqual(one, self.generate(f"{folder}/three{family}", *arguments, "--seed", "2"))
                lines = one["filter.cfg"].splitlines()
                self.assertEqual(sum(line.startswith((" permit ", " deny ")) for line in lines), 300)
                self.assertEqual(one["ringfence.yaml"].count("group: all"), 20)


class WholeRun(unittest.TestCase):
    def run_bench(self, exit_code, environment=None):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            program = folder / "program"
            program.write_text(f"#!/bin/sh\nexit {exit_code}\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            history = folder / "history.jsonl"
            run = subprocess.run(
                [sys.executable, bench.__file__, "--program", str(program), "--snapshot", "none", "--runs", "2", "--record",
                 "--history", str(history)], capture_output=True, text=True, check=False,
                env=environment)
            lines = history.read_text().splitlines() if history.exists() else []
        return run.returncode, [json.loads(line) for line in lines]

    def test_records(self):
        code, lines = self.run_bench(1)
        self.assertEqual((code, len(lines)), (0, 1))
        self.assertGreater(lines[0]["peak_mb"], 0)

    def test_records_where_git_is_not_installed(self):
        code, lines = self.run_bench(1, {"PATH": ""})
        self.assertEqual((code, len(lines)), (0, 1))
        self.assertEqual(lines[0]["commit"], "unknown")

    def test_refuses_a_program_that_fails(self):
        code, lines = self.run_bench(2)
        self.assertNotEqual(code, 0)
        self.assertEqual(lines, [])


if __name__ == "__main__":
    unittest.main()
