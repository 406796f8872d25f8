"""What `ringfence serve` refuses, over real sockets: hostile bytes, crowds, and whoever has no token."""

import json
import random
import re
import sys
import time
import unittest

import program
import served
from serve_client import Events, Server, answers, one_answer, read_all
from served import TOKEN, VALDREA, Served, run_serve, statuses

sys.dont_write_bytecode = True


class Hostile(Served):
    """Whatever bytes come: the right refusal, one line of log, and the server lives."""

    def logged(self, status, words):
        """A line of the log says so; lines beyond those of a second are counted only, so other tests may have to rest first."""
        self.assertRegex(self.server.log(), rf"refused {status} \([^\n]*{re.escape(words)}|more lines left out")

    def test_paths_lead_nowhere(self):
        for target in ("/../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/configs/P1.cfg", "/ringfence.yaml",
                       "/api/../ringfence.yaml", "/....//etc/passwd", "/api/report/../../inventory.yaml", "/%00", "/C:/", "/api/state%20", "/index.html"):
            self.refused(self.server.head(target), 404, "GET")
        for target in ("http://127.0.0.1/", "file:///etc/passwd", "*", "configs/P1.cfg"):
            self.refused(self.server.head(target), 400)
        for target in ("/api/whatif?ban=..%2f..%2fetc%2fpasswd", "/api/whatif?fail=node:..%2f..%2fetc%2fpasswd"):
            self.assertEqual(self.server.ask(target)[0], 422)

    def test_bodies_are_never_read(self):
        self.refused(self.server.head("/api/state", "Content-Length: 5") + b"hello", 413)
        self.refused(self.server.head("/api/state", "Content-Length: 99999999999999"), 413)
        self.refused(self.server.head("/api/state", "Content-Length: 5", method="POST") + b"hello", 405)
        for coding in ("chunked", "gzip, chunked", "identity", "chunked, chunked"):
            self.refused(self.server.head("/api/state", f"Transfer-Encoding: {coding}") + b"zz\r\nnonsense\r\n0\r\n\r\n", 413)
        for chunks in (b"ffffffffffffffffffff\r\n", b"-1\r\n", b"5\r\nhel", b"0x5\r\nhello\r\n0\r\n\r\n", b"\r\n\r\n"):
            self.refused(self.server.head("/api/state", "Transfer-Encoding: chunked") + chunks, 413)

    def test_a_huge_body_is_not_waited_for(self):
        begun = time.monotonic()
        with self.server.connect() as peer:
            peer.sendall(self.server.head("/api/whatif?ban=x", "Content-Length: 10000000000", method="POST"))
            sent = 0
            try:
                while sent < 1 << 28:
                    sent += peer.send(b"x" * 65536)
            except OSError:
                pass
        self.assertLess(sent, 1 << 28)
        self.assertLess(time.monotonic() - begun, 10)
        self.logged(413, "questions have no body")
        self.alive()

    def test_lengths_that_disagree(self):
        for lines in (("Content-Length: 0", "Content-Length: 5"), ("Content-Length: 5", "Transfer-Encoding: chunked"), ("Content-Length: -1",), ("Content-Length: 1e3",),
                      ("Content-Length: +0",), ("Content-Length: 18446744073709551616",)):
            code, _, _ = one_answer(self.server.say(self.server.head("/api/state", *lines) + b"GET /api/report HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            self.assertIn(code, (400, 413), lines)
            self.logged(code, "")
        self.alive()

    def test_heads_have_a_size(self):
        self.refused(self.server.head("/api/state", "X: " + "x" * 9000), 431)
        self.refused(self.server.head("/api/state", *[f"X-{i}: y" for i in range(2000)]), 431)
        self.refused(self.server.head("/" + "x" * 5000), 414, "...")
        self.refused(self.server.head("/" + "x" * 20000), 431)

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"):
            self.refused(self.server.head("/api/state", method=method), 405)

    def test_names_that_are_not_ours(self):
        """DNS rebinding: a page elsewhere lets its own name lead here."""
        for host in ("evil.example", f"evil.example:{self.server.port}", "127.0.0.1.evil.example", "localhost.evil.example", "0.0.0.0", "169.254.169.254", "user@localhost",
                     "localhost:80:80", ""):
            self.refused(f"GET /api/state HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), 421)
        self.refused(b"GET /api/state HTTP/1.1\r\n\r\n", 400)
        self.refused(b"GET /api/state HTTP/1.0\r\n\r\n", 400)
        self.refused(b"GET /api/state HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400)
        self.refused(self.server.head("/api/state", "Sec-Fetch-Site: cross-site"), 403)

    def test_no_request_at_all(self):
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), b"GET\r\n\r\n", b"\x00" * 100, b"GET /api/state HTTP/9.9\r\n\r\n",
                     b"GET /api/state HTTP/1.1\r\nHost localhost\r\n\r\n", b"GET /api/state HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n" + b"\xff" * 9,
                     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /\u00e9 HTTP/1.1\r\n\r\n".encode()):
            for status in statuses(self.server.say(data)):
                self.assertIn(status, (400, 404, 421), data)
        self.alive()

    def test_log_lines_cannot_be_forged(self):
        self.refused(self.server.head("/%0aringfence%20serve:%20fine\"\\"), 404, '"/%0aringfence%20serve:%20fine\\x22\\x5c"')
        self.refused(self.server.head("/\xe9\x9b"), 404, '"/\\xe9\\x9b"')
        self.refused(self.server.head("/x?token=secret-in-the-query"), 404)
        self.assertNotIn("secret-in-the-query", self.server.log())

    def test_pipelined_questions_are_answered_in_order(self):
        targets = ["/api/state", "/api/whatif?fail=node:P1", "/nothing"]
        data = b"".join(self.server.head(target) for target in ["/api/state", "/api/whatif?fail=node:P2", "/api/check?as-of=2028-01-01"] * 5)
        found = answers(self.server.say(data))
        self.assertEqual([status for status, _, _ in found], [200] * 15)
        self.assertEqual([json.loads(body)["ringfence"]["document"] for _, _, body in found], ["state", "whatif", "check"] * 5)
        # After a refusal nothing of what follows is believed.
        data = b"".join(self.server.head(target) for target in targets * 2)
        self.assertEqual(statuses(self.server.say(data)), [200, 200, 404])
        smuggled = self.server.head("/api/state", "Content-Length: 40") + self.server.head("/api/report")
        self.assertEqual(statuses(self.server.say(smuggled)), [413])

    def test_a_client_that_asks_too_fast(self):
        data = self.server.head("/api/state") * 400
        found = statuses(self.server.say(data))
        self.assertEqual(found[-1], 429)
        self.assertGreaterEqual(found.count(200), 100)
        self.assertLess(found.count(200), 300)
        self.logged(429, 'GET "/api/state"')
        self.alive()

    def test_slow_clients_are_let_go(self):
        begun = time.monotonic()
        with self.server.connect() as slow, self.server.connect() as idle, self.server.connect() as half:
            half.sendall(b"GET /api/state HT")
            head = self.server.head("/api/state", "X: " + "y" * 4000)
            ended = None
            for byte in head:
                try:
                    slow.sendall(bytes([byte]))
                except OSError:
                    ended = time.monotonic() - begun
                    break
                time.sleep(0.05)
                self.assertLess(time.monotonic() - begun, 20)
            self.assertGreater(ended, 8)
            self.assertEqual(read_all(idle), b"")
            self.assertEqual(read_all(half), b"")
        self.assertGreaterEqual(self.server.log().count("refused 408"), 2)
        self.alive()

    def test_a_subscriber_that_talks_is_let_go(self):
        with Events(self.server) as events:
            events.next()
            events.peer.sendall(b"GET /api/state HTTP/1.1\r\n\r\n")
            read_all(events.peer)
        self.logged(400, "a subscriber has nothing to say")
        self.alive()

    def test_mutated_requests(self):
        """Requests with random damage, from a fixed seed, for a few seconds."""
        chance, end, count = random.Random(6), time.monotonic() + 8, 0
        seeds = [self.server.head("/api/state", "Connection: close"), self.server.head("/api/check?as-of=2028-01-01", "Accept: */*"),
                 self.server.head("/api/whatif?ban=Huawei&fail=link%3AP1-P2", "Content-Length: 3") + b"abc",
                 self.server.head("/api/state", "Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n"]
        while time.monotonic() < end:
            data = bytearray(chance.choice(seeds))
            for _ in range(chance.randint(1, 8)):
                at = chance.randrange(len(data))
                kind = chance.randrange(4)
                if kind == 0:
                    data[at] = chance.randrange(256)
                elif kind == 1:
                    del data[at:at + chance.randint(1, 20)]
                elif kind == 2:
                    data[at:at] = bytes(chance.choice(b"\r\n\0:% /?&=\xff") for _ in range(chance.randint(1, 6)))
                else:
                    data[at:at] = data[at:at + 30]
                data = data or bytearray(b"x")
            for status in statuses(self.server.say(bytes(data)), ["HEAD"] if data.startswith(b"HEAD") else ()):
                self.assertIn(status, (200, 400, 403, 404, 405, 413, 414, 421, 422, 429, 431, 503))
            count += 1
        print(f"{count} mutated requests", flush=True)
        self.alive()


class Crowd(unittest.TestCase):
    """Limits of all connections together."""

    def test_too_many_connections_are_told_so(self):
        with Server(served.PROGRAM.path, VALDREA) as server:
            server.wait_for_report()
            held = [server.connect() for _ in range(512)]
            try:
                with server.connect() as late:
                    self.assertEqual(one_answer(read_all(late))[0], 503)
                held[0].sendall(server.head("/api/state", "Connection: close"))
                self.assertEqual(one_answer(read_all(held[0]))[0], 200)
            finally:
                for peer in held:
                    peer.close()
            time.sleep(0.2)
            self.assertEqual(server.ask("/api/state")[0], 200)
            self.assertIn("too many connections", server.log())

    def test_too_many_subscribers(self):
        with Server(served.PROGRAM.path, VALDREA) as server:
            server.wait_for_report()
            held = [Events(server) for _ in range(256)]
            self.assertEqual(server.ask("/api/events")[0], 503)
            self.assertIn("refused 503 (too many subscribers)", server.log())
            self.assertEqual(server.ask("/api/state")[0], 200)
            for events in held:
                events.peer.close()


class Tokens(unittest.TestCase):
    """Who has none gets nothing."""

    def test_wrong_tokens(self):
        with Server(served.PROGRAM.path, VALDREA, token=TOKEN) as server:
            server.wait_for_report()
            bare = f"GET {{}} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{{}}\r\n"
            for path in ("/api/state", "/api/report", "/api/check", "/api/whatif?ban=Huawei", "/api/events", "/nothing"):
                for line in ("", "Authorization: Bearer\r\n", "Authorization: Bearer wrong-horse-battery-staple\r\n", f"Authorization: Basic {TOKEN}\r\n",
                             f"Authorization: Bearer {TOKEN}x\r\n", f"Authorization: Bearer {TOKEN[:-1]}\r\n", f"Authorization: {TOKEN}\r\n", f"Cookie: token={TOKEN}\r\n",
                             f"Authorization: Bearer {TOKEN}\r\nAuthorization: Bearer wrong\r\n"):
                    status, headers, _ = one_answer(server.say(bare.format(path, line).encode()))
                    self.assertEqual((status, headers.get("www-authenticate")), (401, "Bearer"), (path, line))
            self.assertEqual(one_answer(server.say(bare.format(f"/api/state?token={TOKEN}", "").encode()))[0], 401)
            for path in ("/", "/api/openapi.json"):
                self.assertEqual(one_answer(server.say(bare.format(path, "").encode()))[0], 200)
            self.assertEqual(server.ask("/api/state")[0], 200)
            self.assertNotIn(TOKEN, server.log())
            self.assertGreater(server.log().count("refused 401"), 50)

    def test_the_page_holds_nothing_of_the_snapshot(self):
        with Server(served.PROGRAM.path, VALDREA, token=TOKEN) as server:
            server.wait_for_report()
            page = server.ask("/")[2]
            for word in (b"PE-INT1", b"Norvane", b"NetCare", TOKEN.encode()):
                self.assertFalse(word in page, word)

    def test_elsewhere_needs_a_token(self):
        for address in ("0.0.0.0:0", "[::]:0"):
            done = run_serve("--listen", address)
            self.assertEqual(done.returncode, 2)
            self.assertIn("a token is needed", done.stderr)
        with Server(served.PROGRAM.path, VALDREA, listen="0.0.0.0:0", token=TOKEN) as server:
            server.wait_for_report()
            self.assertEqual(one_answer(server.say(b"GET /api/state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))[0], 401)


if __name__ == "__main__":
    program.main(__name__, served)
