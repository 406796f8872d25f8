"""FRR routers with VRFs and labels inside a machine (`machine.py`). Processes are slow there: this one enters the namespaces itself
and speaks to the daemons over their own sockets, as vtysh does."""

import json
import os
import socket
import subprocess
import time

import mpls_probe
import netns

PREFIX = "rf-"
TABLES = 1000  # kernel tables of VRFs begin here
LABELS = 32000  # of a kernel: above all blocks of segments
DAEMONS = (("staticd", ("ip route ", " ip route ")), ("ospfd", ("router ospf",)), ("isisd", ("router isis",)), ("ldpd", ("mpls ldp",)),
           ("bgpd", ("router bgp",)))
OPENING = ("interface", "mpls", "router", "vrf")  # words that open a node at the margin
SOCKET_LIMIT_S = 240.0  # on a busy machine a daemon needs seconds
ATTEMPTS = 5  # at a block that a daemon refuses
ATTEMPT_PAUSE_S = 2.0


def space(name):
    return PREFIX + name


def values(text):
    """The JSON values that stand one after another in the text."""
    decoder, found, text = json.JSONDecoder(), [], text.strip()
    while text:
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:].lstrip()
    return found


def daemons(text):
    """Those that some line of the text needs."""
    return ("zebra", *(daemon for daemon, words in DAEMONS if any(line.startswith(words) for line in text.splitlines())))


class Vty:
    """A daemon's own socket. An answer ends with three zeros and a status, 0 when the command was accepted."""

    def __init__(self, name, daemon):
        self.link = socket.socket(socket.AF_UNIX)
        self.link.settimeout(netns.COMMAND_LIMIT_S)
        self.link.connect(f"{netns.RUN_DIR}/{space(name)}/{daemon}.vty")
        self.ask("enable")

    def ask(self, command):
        """(status, text)"""
        self.link.sendall(command.encode() + b"\0")
        got = b""
        while not (len(got) >= 4 and got[-4:-1] == b"\0\0\0"):
            more = self.link.recv(1 << 16)
            if not more:
                raise RuntimeError(f"a daemon went away at '{command}'")
            got += more
        return got[-1], got[:-4].decode()

    def show(self, command):
        status, text = self.ask(command)
        if status:
            raise RuntimeError(f"refused: {command}: {text}")
        return text

    def show_json(self, command):
        return json.loads(self.show(command) or "{}")


def blocks(text):
    """Runs of lines: one that opens a node, up to the one that leaves it; else a line alone."""
    found, inside = [], False
    for line in text.splitlines():
        if inside:
            found[-1].append(line)
        else:
            found.append([line])
            inside = line.split()[0] in OPENING
        if line in ("exit", "exit-vrf"):
            inside = False
    return found


class Lab:
    """The routers of a network. Nothing is undone: the machine ends with the run."""

    def __init__(self, net):
        self.net = net
        self.daemons = {name: daemons(router.text()) for name, router in net.routers.items()}
        self.vtys = {}

    def build(self):
        """Namespaces, cables, VRFs. All interfaces get their addresses by zebra."""
        ip = lambda lines: netns.run(["ip", "-batch", "-"], "\n".join(lines) + "\n")
        ip([f"netns add {space(name)}" for name in self.net.routers])
        ip([f"link add p{i} netns {space(a)} type veth peer name p{j} netns {space(b)}" for a, i, b, j in self.net.links])
        for name, router in self.net.routers.items():
            with mpls_probe.inside(space(name)):
                self.kernel(router)
                lines = ["link set lo up"]
                for vrf in router.vrfs.values():
                    lines += [f"link add {vrf.name} type vrf table {TABLES + vrf.number}", f"link set {vrf.name} up"]
                lines += [f"link set p{port.index} master {port.vrf}" for port in router.ports if port.vrf]
                ip(lines + [f"link set p{port.index} up" for port in router.ports])

    def kernel(self, router):
        keys = {"ipv4/ip_forward": 1, "ipv4/conf/all/rp_filter": 0, "ipv4/conf/default/rp_filter": 0, "ipv6/conf/all/disable_ipv6": 1,
                "ipv6/conf/default/disable_ipv6": 1}
        if router.labelled:
            keys |= {"mpls/platform_labels": LABELS, "mpls/conf/lo/input": 1, **{f"mpls/conf/p{port}/input": 1 for port in router.labelled}}
        for key, value in keys.items():
            with open(f"/proc/sys/net/{key}", "w", encoding="ascii") as out:
                out.write(f"{value}\n")

    def start(self):
        """Daemons, then what their text says. A daemon that does not find zebra at once tries again half a minute later."""
        for name in self.net.routers:
            for folder in (netns.CONFIG_DIR, netns.RUN_DIR):
                os.makedirs(f"{folder}/{space(name)}")
                os.chmod(f"{folder}/{space(name)}", 0o777)  # daemons run as another user
        names = list(self.net.routers)
        self.launch({name: ["zebra"] for name in names})
        self.launch({name: [daemon for daemon in self.daemons[name] if daemon != "zebra"] for name in names})
        for name, router in self.net.routers.items():
            self.load(name, router.text())

    def launch(self, wanted):
        """Starts daemons of routers and waits until all answer. They are children of this process: it costs one fork less."""
        for name, some in wanted.items():
            with mpls_probe.inside(space(name)):
                for daemon in some:
                    subprocess.Popen([f"{netns.DAEMON_DIR}/{daemon}", "-N", space(name)], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + SOCKET_LIMIT_S
        waiting = [(name, daemon) for name, some in wanted.items() for daemon in some]
        while waiting:
            try:
                self.vtys[waiting[0]] = Vty(*waiting[0])
                waiting.pop(0)
            except OSError:
                if time.monotonic() > limit:
                    raise RuntimeError(f"{' '.join(waiting[0])} did not open its socket") from None
                time.sleep(0.1)

    def load(self, name, text):
        for daemon in self.daemons[name]:
            self.vtys[name, daemon].show("configure terminal")
        for block in blocks(text):
            self.enter(name, block)
        for daemon in self.daemons[name]:
            self.vtys[name, daemon].show("end")

    def enter(self, name, block):
        """A daemon that could not reserve its labels in time refuses what needs them: the block is taken back and said again."""
        for _ in range(ATTEMPTS):
            refused = self.refused(name, block)
            if not refused:
                return
            if not block[0].startswith("router "):
                break
            for daemon in self.daemons[name]:
                self.vtys[name, daemon].ask(f"no {block[0]}")
            time.sleep(ATTEMPT_PAUSE_S)
        raise RuntimeError(f"{name}: FRR refuses of {block[0]}: {refused}")

    def refused(self, name, block):
        """Lines that no daemon takes, each with what they said to it."""
        takers, refused = self.daemons[name], {}
        for number, line in enumerate(block):
            answers = {daemon: self.vtys[name, daemon].ask(line) for daemon in takers}
            takers_of_line = [daemon for daemon, (status, _) in answers.items() if status == 0]
            if number == 0:
                takers = takers_of_line
            if not takers_of_line:
                refused[line] = " / ".join(said.strip() for _, said in answers.values())
        return refused

    def show(self, name, daemon, command):
        return self.vtys[name, daemon].show(command)

    def show_json(self, name, daemon, command):
        return self.vtys[name, daemon].show_json(command)

    def link(self, name, port, state):
        netns.run(["ip", "-n", space(name), "link", "set", f"p{port}", state])
