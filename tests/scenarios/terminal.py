"""What a person sees: colours only on a terminal and never alone, NO_COLOR, width, no cursor tricks, --explain."""

import os
import pty
import re
import subprocess
import tempfile
import unittest

import program

PROGRAM = None  # set by program.main

VALDREA = os.path.join(program.ROOT, "examples", "valdrea")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*words, **extra):
    """What the program prints on a terminal."""
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    ours, theirs = pty.openpty()
    with subprocess.Popen([PROGRAM.path, *words], stdout=theirs, stderr=subprocess.DEVNULL, env={**environment, **extra}) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the end of a terminal
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        process.wait(timeout=program.LIMIT_S)
    return b"".join(parts).decode().replace("\r\n", "\n")


def piped(*words):
    return PROGRAM.run(*words).stdout.decode()


class Terminal(unittest.TestCase):
    COMMANDS = (("check", VALDREA), ("exposure", VALDREA, "--by", "supplier"), ("trace", VALDREA, "--flow", "F1"),
                ("routes", VALDREA, "--node", "P1"), ("sessions", VALDREA), ("check", VALDREA, "--explain", "NV-1"))

    def test_colours_are_only_colours_and_carry_nothing(self):
        for words in self.COMMANDS:
            text = on_terminal(*words, COLUMNS="80")
            self.assertIn("\x1b", text, words)
            plain = COLOUR.sub("", text)
            self.assertNotRegex(plain, r"[\x00-\x09\x0b-\x1f\x7f]", words)
            self.assertEqual(plain, piped(*words, "--width", "80"), words)
            self.assertNotRegex(text, r"\x1b\[[0-9;]*3[12]m", "no red against green")

    def test_no_color(self):
        self.assertNotIn("\x1b", on_terminal(*self.COMMANDS[0], NO_COLOR="1"))
        self.assertNotIn("\x1b", piped(*self.COMMANDS[0]))

    def test_the_matrix_fits(self):
        for width in (40, 80, 120):
            text = on_terminal("exposure", VALDREA, "--failures", "1", COLUMNS=str(width), NO_COLOR="1")
            matrix = text[:text.index("\nF1\n")]
            self.assertLessEqual(max(map(len, matrix.splitlines())), width)

    def test_the_verdict_stands_first_and_last(self):
        lines = piped("check", VALDREA).splitlines()
        self.assertEqual(lines[0], "x violated as of 2026-07-01: 5 violated, 3 proved; 1 conflict")
        self.assertEqual(lines[-1], lines[0])

    def test_frames_point_at_what_they_cite(self):
        """Below each arrow stands the line of the file; the caret is below the column."""
        text = piped("check", VALDREA, "--width", "200")
        places = re.findall(r"--> (\S+):(\d+):(\d+)\n((?: +\d+ \|.*\n| +\| .*\n| +\.\.\.\n)+)", text)
        self.assertGreater(len(places), 50)
        for name, line, column, frame in places:
            rows = frame.splitlines()
            at, = [i for i, row in enumerate(rows) if re.match(rf" *{line} \|", row)]
            shown = rows[at].split("| ", 1)[1]
            with open(os.path.join(VALDREA, name), encoding="utf-8") as stream:
                source = stream.read().splitlines()[int(line) - 1]
            if not shown.endswith(("~", "****")) and not shown.startswith("~"):
                self.assertEqual(shown, source)
                self.assertEqual(rows[at + 1].split("| ", 1)[1].index("^"), int(column) - 1)

    def test_explain(self):
        text = piped("check", VALDREA, "--explain", "NV-1")
        for part in ("what it asks", "whose statement it is", "NV, Norvane (state), in force from 2020-08-01", "what was read",
                     "list norvane-covered, by NV from 2020-08-01: Huawei, Hanlong", "why this verdict", "what would change it",
                     "on 2028-01-01"):
            self.assertIn(part, text)
        self.assertEqual(PROGRAM.run("check", VALDREA, "--explain", "NV-9").returncode, program.REFUSED)
        self.assertEqual(PROGRAM.run("check", VALDREA, "--explain", "KS-4").returncode, program.PROVED)


class Outputs(unittest.TestCase):
    """Several -f at once: all or nothing."""

    def test_each_goes_where_it_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            done = PROGRAM.run("check", VALDREA, "-f", "csv", "-f", f"json={folder}/a.json", "-f", f"text={folder}/a.txt")
            self.assertEqual(done.stdout, PROGRAM.run("check", VALDREA, "-f", "csv").stdout)
            with open(f"{folder}/a.json", "rb") as file:
                self.assertEqual(file.read(), PROGRAM.run("check", VALDREA, "-f", "json").stdout)
            with open(f"{folder}/a.txt", "rb") as file:
                self.assertEqual(file.read(), PROGRAM.run("check", VALDREA, "-f", "text").stdout)

    def test_nothing_is_written_when_one_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            for wrong in ("nonsense", "json="):
                done = PROGRAM.run("check", VALDREA, "-f", "text", "-f", f"json={folder}/a.json", "-f", wrong)
                self.assertEqual((done.returncode, done.stdout, os.listdir(folder)), (program.REFUSED, b"", []), wrong)
                self.assertIn(wrong, done.stderr)


class Memory(unittest.TestCase):
    """--memory: an answer or none."""

    def test_enough_changes_no_byte(self):
        self.assertEqual(PROGRAM.run("check", VALDREA, "--memory", "64G", "-f", "json").stdout, PROGRAM.run("check", VALDREA, "-f", "json").stdout)

    def test_too_little_gives_a_reason_and_no_answer(self):
        for threads in (1, 2):
            done = PROGRAM.run("check", VALDREA, "--memory", "1M", "--threads", threads)
            self.assertEqual((done.returncode, done.stdout), (program.REFUSED, b""), done.stderr)
            self.assertEqual(done.stderr.count("there is not enough memory for this question"), 1, done.stderr)

    def test_sizes_are_checked(self):
        for size in ("much", "-1", "4X"):
            done = PROGRAM.run("check", VALDREA, "--memory", size)
            self.assertEqual(done.returncode, program.REFUSED)
            self.assertIn("--memory", done.stderr)


if __name__ == "__main__":
    program.main(__name__)
