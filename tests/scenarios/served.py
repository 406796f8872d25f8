"""What the tests of `ringfence serve` share: the program, one server over Valdrea for all tests of a class, and answers held
against the description."""

import json
import os
import re
import subprocess
import sys
import time
import unittest

import program
from serve_client import Server, answers, one_answer

sys.dont_write_bytecode = True

PROGRAM = None  # set before the tests run
VALDREA = os.path.join(program.ROOT, "examples/valdrea")
TOKEN = "correct-horse-battery-staple"

try:
    import open_api
except ImportError:  # python3-jsonschema is not installed
    open_api = None


def statuses(data, methods=()):
    return [status for status, _, _ in answers(data, methods)]


def run_serve(*words, token=None):
    """`ringfence serve` over Valdrea that is expected to end by itself."""
    environment = {name: value for name, value in os.environ.items() if name != "RINGFENCE_TOKEN"}
    if token is not None:
        environment["RINGFENCE_TOKEN"] = token
    return subprocess.run([PROGRAM.path, "serve", VALDREA, *words], capture_output=True, text=True, env=environment, timeout=20, check=False)


class Served(unittest.TestCase):
    """One server over Valdrea for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM.path, VALDREA).__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.server.wait_for_report()
        cls.described = open_api.Described(cls.server.document("/api/openapi.json")) if open_api else None
        if open_api:
            cls.server.judge = cls.hold

    @classmethod
    def hold(cls, *answer):
        """Every answer of these tests is held against the description."""
        wrong = cls.described.judge(*answer)
        if wrong:
            raise AssertionError("; ".join(wrong))

    def alive(self):
        self.assertEqual(self.server.ask("/api/state")[0], 200)

    def lines_of(self, data, status):
        """What the log says while the bytes get this answer."""
        before = len(self.server.log().splitlines())
        code, headers, body = one_answer(self.server.say(data))
        self.assertEqual(code, status, data[:100])
        path = re.match(rb"[A-Z]+ (/[!-~]*) HTTP", data)
        if self.described and path:
            self.hold(path.group(1).decode(), code, headers, body, "GET")
        self.assertEqual(json.loads(body)["error"]["status"], status)
        self.assertEqual(headers["connection"], "close")
        return [line for line in self.server.log().splitlines()[before:] if not line.endswith(" more lines left out")]

    def refused(self, data, status, logged=None):
        """The bytes get exactly this answer, and a line of the log says so."""
        lines = self.lines_of(data, status)
        if not lines:  # more lines than the log takes in a second, by tests before
            time.sleep(1.1)
            lines = self.lines_of(data, status)
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0], rf"^ringfence serve: 127\.0\.0\.1:\d+ refused {status} \(")
        if logged:
            self.assertIn(logged, lines[0])
