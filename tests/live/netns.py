"""Routers in network namespaces: FRR daemons joined by veth pairs, and nothing that outlives the run.

Problem: compare our tables with those of real routers, on a machine that must look the same afterwards.
Idea:    one namespace per router, one per LAN (holding a bridge). Every name carries a prefix unique to the
         run; both ends of every veth live in namespaces made here, so no packet can leave. Daemons are
         stopped by the pid files of this run, never by name. Nothing sleeps a fixed time: readiness is polled.
Cost:    three processes a router (about 20 MB) and 10 s until OSPF is quiet.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import time

DAEMON_DIR = "/usr/lib/frr"
CONFIG_DIR = "/etc/frr"
RUN_DIR = "/var/run/frr"
DAEMONS = ("zebra", "staticd", "ospfd")  # of a Lab that names no others

SOCKET_LIMIT_S = 20.0  # until every daemon answers on its vty socket
TABLE_LIMIT_S = 60.0  # until all tables stop changing
STABLE_S = 6.0  # tables and databases unchanged for this long are final; the border-router task alone waits 5 s
ROUND = 3  # tables that show nothing new for so many times STABLE_S, and still change, go round without end
COMMAND_LIMIT_S = 30.0  # any single external command
STOP_LIMIT_S = 5.0  # from SIGTERM to SIGKILL of a daemon


class Restless(RuntimeError):
    """Tables that keep changing."""


def run(argv, text=None, check=True):
    """Runs a bounded command; returns its standard output."""
    done = subprocess.run(argv, input=text, capture_output=True, text=True, timeout=COMMAND_LIMIT_S)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv)}: exit {done.returncode}: {done.stderr.strip()}{done.stdout.strip()}")
    return done.stdout


def missing(daemons=DAEMONS):
    """What keeps live tests from running here; empty string if nothing does."""
    if os.geteuid() != 0:
        return "not root"
    of_frr = [daemon for daemon in daemons if shutil.which(daemon) is None]
    for daemon in of_frr:
        if not os.access(f"{DAEMON_DIR}/{daemon}", os.X_OK):
            return f"daemon {daemon} is not installed"
    for tool in ("ip", "sysctl", *(("vtysh",) if of_frr else ())):
        if shutil.which(tool) is None:
            return f"command {tool} is not installed"
    scratch = f"rf{os.getpid()}-probe"
    try:
        run(["ip", "netns", "add", scratch])
        run(["ip", "-n", scratch, "link", "add", "p0", "type", "veth", "peer", "name", "p1"])
        run(["ip", "-n", scratch, "link", "add", "p2", "type", "bridge"])
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        return f"the kernel refuses namespaces, veth or bridges: {error}"
    finally:
        subprocess.run(["ip", "netns", "del", scratch], capture_output=True, check=False)
    return ""


def exit_on_signal():
    """Turns SIGTERM, SIGHUP and SIGINT into SystemExit, so that finally blocks and atexit clean up."""

    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

    def leave(number, _frame):
        for other in numbers:  # a second one must not end the clean-up
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in numbers:
        signal.signal(number, leave)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Lab:
    """A set of namespaces with routers. Use as a context manager; leaving it removes everything."""

    def __init__(self, tag, daemons=DAEMONS):
        self.prefix = f"rf{os.getpid()}{tag}-"
        self.daemons = daemons
        self.routers = []
        self.first = {}
        self.spaces = []
        atexit.register(self.close)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        atexit.unregister(self.close)

    def space(self, name):
        return self.prefix + name

    def add_space(self, name):
        space = self.space(name)
        self.spaces.append(space)
        run(["ip", "netns", "add", space])
        run(["ip", "-n", space, "link", "set", "lo", "up"])

    def add_router(self, name, configuration, loopbacks, first=()):
        """Makes the namespace and the configuration; daemons start later, with `start`. The lines of `first` are
        entered one by one before the rest, which FRR applies in an order of its own."""
        self.first[name] = list(first)
        self.add_space(name)
        space = self.space(name)
        self.routers.append(name)
        keys = ["net.ipv4.ip_forward=1", "net.ipv4.fib_multipath_hash_policy=1", "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0", "net.ipv4.icmp_ratelimit=0", "net.ipv6.conf.all.forwarding=1"]
        for scope in ("all", "default"):  # addresses work at once and outlive a failure of their link
            keys += [f"net.ipv6.conf.{scope}.accept_dad=0", f"net.ipv6.conf.{scope}.keep_addr_on_down=1"]
        run(["ip", "netns", "exec", space, "sysctl", "-qw", *keys])
        for address in loopbacks:
            run(["ip", "-n", space, "addr", "add", address, "dev", "lo"])
        self.write_configuration(space, configuration)

    def write_configuration(self, space, configuration):
        """What the daemons of a router need on disk."""
        for folder in (CONFIG_DIR, RUN_DIR):
            os.makedirs(f"{folder}/{space}", exist_ok=True)
            shutil.chown(f"{folder}/{space}", "frr", "frr")
        for file, text in (("frr.conf", configuration), ("vtysh.conf", "")):
            path = f"{CONFIG_DIR}/{space}/{file}"
            with open(path, "w", encoding="ascii") as out:
                out.write(text)
            shutil.chown(path, "frr", "frr")

    def add_bridge(self, name):
        """A LAN: an empty bridge in a namespace of its own."""
        self.add_space(name)
        run(["ip", "-n", self.space(name), "link", "add", "br0", "type", "bridge"])
        run(["ip", "-n", self.space(name), "link", "set", "br0", "up"])

    def wire(self, left, left_if, right, right_if):
        """Joins two spaces by a veth pair; addresses come with `address`."""
        run(["ip", "link", "add", left_if, "netns", self.space(left), "type", "veth",
             "peer", "name", right_if, "netns", self.space(right)])

    def enslave(self, bridge, port):
        run(["ip", "-n", self.space(bridge), "link", "set", port, "master", "br0"])
        self.link_up(bridge, port)

    def address(self, node, interface, address):
        run(["ip", "-n", self.space(node), "addr", "add", address, "dev", interface])

    def link_up(self, node, interface):
        run(["ip", "-n", self.space(node), "link", "set", interface, "up"])

    def link_down(self, node, interface):
        """Taking one veth end down takes the carrier of the other: the link fails for both."""
        run(["ip", "-n", self.space(node), "link", "set", interface, "down"])

    def start(self):
        """Starts all daemons, waits for their sockets, then loads the configurations."""
        for name in self.routers:
            space = self.space(name)
            for daemon in self.daemons:
                run(["ip", "netns", "exec", space, f"{DAEMON_DIR}/{daemon}", "-N", space, "-d"])
        limit = time.monotonic() + SOCKET_LIMIT_S
        wanted = [f"{RUN_DIR}/{self.space(n)}/{d}.vty" for n in self.routers for d in self.daemons]
        while not all(os.path.exists(path) for path in wanted):
            if time.monotonic() > limit:
                raise RuntimeError("a daemon did not open its vty socket: "
                                   + " ".join(p for p in wanted if not os.path.exists(p)))
            time.sleep(0.05)
        for name in self.routers:
            if self.first[name]:
                entered = [word for line in ["configure terminal", *self.first[name]] for word in ("-c", line)]
                run(["vtysh", "-N", self.space(name), *entered])
            out = run(["vtysh", "-N", self.space(name), "-b"])
            for bad in ("% Unknown", "% Ambiguous", "% Malformed", "line "):
                if bad in out:
                    raise RuntimeError(f"{name}: FRR refuses a line of its configuration: {out}")

    def show(self, node, command):
        return run(["vtysh", "-N", self.space(node), "-c", command])

    def show_json(self, node, *commands):
        """The JSON answers to the commands, in order, by one call (starting vtysh costs more than answering)."""
        argv = ["vtysh", "-N", self.space(node)]
        for command in commands:
            argv += ["-c", command]
        text, decoder, answers = run(argv).strip(), json.JSONDecoder(), []
        while text:
            value, end = decoder.raw_decode(text)
            answers.append(value)
            text = text[end:].lstrip()
        if len(answers) != len(commands):
            raise RuntimeError(f"{node}: {len(answers)} answers to {len(commands)} commands: {commands}")
        return answers

    def tables(self):
        """Per router: main RIB rows and OSPF rows as FRR prints them, and checksums of the link-state databases."""
        shown = {}
        for name in self.routers:
            rib, ospf, process = self.show_json(name, "show ip route vrf all json", "show ip ospf route json",
                                                "show ip ospf json")
            shown[name] = {"rib": rib, "ospf": ospf, "areas": database(process)}
        return shown

    def adjacencies_complete(self, wanted):
        """True when every router is Full with exactly the neighbours of `wanted` (router -> {router-id: count}).

        Exactly: a neighbour lost on a LAN lingers until the dead interval, and so do the routes through it.
        """
        for router, expected in sorted(wanted.items()):
            shown = self.show_json(router, "show ip ospf neighbor json")[0].get("neighbors", {})
            seen = {router_id: sum(is_full(row) for row in rows) for router_id, rows in shown.items()}
            if {k: v for k, v in seen.items() if v} != {k: v for k, v in expected.items() if v}:
                return False
        return True

    def settle(self, wanted=None):
        """Polls until OSPF's adjacencies are up and all tables are unchanged. Returns (tables, seconds)."""
        begin = time.monotonic()
        while wanted and not self.adjacencies_complete(wanted):
            if time.monotonic() - begin > TABLE_LIMIT_S:
                raise RuntimeError("adjacencies are not complete")
            time.sleep(0.5)
        return quiet(self.tables), time.monotonic() - begin

    def pid_files(self):
        return [f"{RUN_DIR}/{self.space(name)}/{daemon}.pid" for name in self.routers for daemon in self.daemons]

    def stop_daemons(self):
        pids = []
        for path in self.pid_files():
            try:
                with open(path, encoding="ascii") as file:
                    pids.append(int(file.read()))
            except (OSError, ValueError):
                continue
        for pid in pids:
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
        limit = time.monotonic() + STOP_LIMIT_S
        while any(is_alive(p) for p in pids) and time.monotonic() < limit:
            time.sleep(0.05)
        for pid in pids:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)

    def close(self):
        self.stop_daemons()
        for name in self.routers:
            for folder in (CONFIG_DIR, RUN_DIR):
                shutil.rmtree(f"{folder}/{self.space(name)}", ignore_errors=True)
        for space in self.spaces:
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)
        self.routers, self.spaces = [], []


def quiet(look, pause=1.0, stable_s=STABLE_S, limit_s=TABLE_LIMIT_S):
    """What `look` returns when it has returned the same for `stable_s`. Restless are tables that change for longer than
    `limit_s`, or come back to what they were when nothing new has shown for long."""
    begin = since = news = time.monotonic()
    last, seen = None, set()
    while True:
        now = look()
        fingerprint = json.dumps(steady(now), sort_keys=True)
        if fingerprint != last:
            last, since = fingerprint, time.monotonic()
            if fingerprint not in seen:
                news = since
                seen.add(fingerprint)
            elif since - news > ROUND * stable_s:
                raise Restless(f"tables go round, nothing new in {since - news:.0f} s")
        elif time.monotonic() - since >= stable_s:
            return now
        if time.monotonic() - begin > limit_s:
            raise Restless(f"tables do not become stable in {limit_s:.0f} s")
        time.sleep(pause)


def is_full(row):
    return (row.get("nbrState") or row.get("state", "")).startswith("Full")


def database(shown):
    """What identifies the content of the link-state databases in `show ip ospf json`: counts and checksums."""
    areas = {name: {k: v for k, v in area.items() if "lsa" in k.lower()} for name, area in shown.get("areas", {}).items()}
    return {"areas": areas, "external": [shown.get("lsaExternalCounter"), shown.get("lsaExternalChecksum")]}


def steady(value):
    """The value without members that count time, so that two polls of a quiet router are equal."""
    if isinstance(value, dict):
        return {k: steady(v) for k, v in value.items() if k not in ("uptime", "internalNextHopNum", "internalFlags",
                                                                       "internalStatus", "nexthopGroupId",
                                                                       "installedNexthopGroupId")}
    if isinstance(value, list):
        return [steady(v) for v in value]
    return value
