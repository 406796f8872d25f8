"""A running `ringfence serve`, and a client that says exactly the bytes it is told."""

import ctypes
import json
import os
import re
import selectors
import signal
import socket
import subprocess
import tempfile
import time

START_S = 180.0  # a build under sanitizers on a busy machine


def end_with_parent():
    """A test that is killed leaves no server behind (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Server:
    """`with Server(program, folder) as server`: address, log, state. Ends it by its process id, always."""

    def __init__(self, program, folder, *words, listen="127.0.0.1:0", token=None):
        self.argv = [program, "serve", str(folder), "--listen", listen, *words]
        self.environment = {name: value for name, value in os.environ.items() if name != "RINGFENCE_TOKEN"}
        self.token = token
        self.judge = None  # called with (target, status, headers, body, method) of every ordinary question
        if token:
            self.environment["RINGFENCE_TOKEN"] = token
        self.process, self.port = None, None

    def __enter__(self):
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")
        self.process = subprocess.Popen(self.argv, stdout=subprocess.PIPE, stderr=self.errors, env=self.environment, text=True,
                                        preexec_fn=end_with_parent)
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self.process.stdout, selectors.EVENT_READ)
                if not selector.select(START_S):
                    raise AssertionError("the server is not ready")
            self.url = self.process.stdout.readline().strip()
            found = re.fullmatch(r"http://(.+):(\d+)/", self.url)
            if not found:
                raise AssertionError(f"no address: {self.url!r}\n{self.log()}")
            self.port = int(found.group(2))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.process.stdout.close()
        self.errors.close()

    def stop(self, number=signal.SIGTERM):
        """Sends the signal; exit code and seconds."""
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(20)
        return code, time.monotonic() - begun

    def log(self):
        self.errors.flush()
        with open(f"/proc/self/fd/{self.errors.fileno()}", encoding="utf-8", errors="replace") as text:
            return text.read()

    def connect(self, timeout_s=30.0):
        return socket.create_connection(("127.0.0.1", self.port), timeout_s)

    def head(self, target, *lines, method="GET"):
        """Bytes of an ordinary request."""
        token = [f"Authorization: Bearer {self.token}"] if self.token else []
        return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *token, *lines, "", ""]).encode("latin-1")

    def say(self, data, timeout_s=30.0):
        """Sends bytes on a connection of their own, tells that nothing follows, and reads to the end."""
        with self.connect(timeout_s) as peer:
            try:
                peer.sendall(data)
                peer.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # refused while it was sent
            return read_all(peer)

    def ask(self, target, *lines, method="GET"):
        """(status, headers, body) of an ordinary request."""
        answer = one_answer(self.say(self.head(target, "Connection: close", *lines, method=method)), method)
        if self.judge is not None:
            self.judge(target, *answer, method)
        return answer

    def document(self, target):
        status, _, body = self.ask(target)
        if status != 200:
            raise AssertionError(f"{target}: {status} {body[:500]!r}")
        return json.loads(body)

    def wait_until(self, right, what):
        """The state once it is right."""
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            status, _, body = self.ask("/api/state")
            state = json.loads(body) if status == 200 else {}
            if right(state):
                return state
            time.sleep(0.05)
        raise AssertionError(f"no {what}")

    def wait_for_report(self):
        """The state once the page's data are of the newest reading."""
        return self.wait_until(lambda state: state.get("generation") and state["report"] == state["generation"], "report")


def read_all(peer):
    data = b""
    while True:
        try:
            more = peer.recv(1 << 20)
        except ConnectionResetError:
            return data
        if not more:
            return data
        data += more


def answers(data, methods=()):
    """All answers of a stream of bytes, one after the other."""
    found = []
    while data:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            raise AssertionError(f"half an answer: {data[:200]!r}")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        method = methods[len(found)] if len(found) < len(methods) else "GET"
        length = 0 if method == "HEAD" else int(headers.get("content-length", 0))
        if len(rest) < length:
            raise AssertionError(f"half a body: {len(rest)} of {length} bytes")
        found.append((int(lines[0].split()[1]), headers, rest[:length]))
        data = rest[length:]
    return found


def one_answer(data, method="GET"):
    found = answers(data, [method])
    if len(found) != 1:
        raise AssertionError(f"{len(found)} answers: {data[:200]!r}")
    return found[0]


class Events:
    """A subscription; `next()` gives the data of the next event and the moment it came."""

    def __init__(self, server, timeout_s=30.0):
        self.peer, self.data = server.connect(timeout_s), b""
        self.peer.sendall(server.head("/api/events"))
        while b"\r\n\r\n" not in self.data:
            self.data += self.peer.recv(65536)
        head, end, self.data = self.data.partition(b"\r\n\r\n")
        self.head = head + end
        if b"200 OK" not in head or b"text/event-stream" not in head:
            raise AssertionError(head)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.peer.close()

    def next(self, end=None):
        end = end or time.monotonic() + START_S
        while time.monotonic() < end:
            block, found, rest = self.data.partition(b"\n\n")
            if found:
                self.data = rest
                lines = dict(line.split(": ", 1) for line in block.decode().split("\n") if ": " in line and not line.startswith(":"))
                if lines.get("event") == "state":
                    return json.loads(lines["data"]), time.monotonic()
                continue
            more = self.peer.recv(1 << 16)
            if not more:
                raise AssertionError("the events ended")
            self.data += more
        raise AssertionError("no such event in time")

    def until(self, wanted):
        end = time.monotonic() + START_S
        while True:
            state, moment = self.next(end)
            if wanted(state):
                return state, moment
