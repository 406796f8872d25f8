"""A program of this folder under a kernel with VRFs and MPLS, which the host's kernel need not have; nothing is left behind.

Two ways to such a machine: user-mode Linux (`uml.py`), fast, but it does not boot on every processor; and QEMU (`qemu.py`),
which emulates the processor where it may not use the real one. Both boot into `machine_init.sh`. The machine has no network to
the outside. Documents come back on its console, one a line after MARK.
"""

import json
import os
import re
import signal
import subprocess

import qemu
import uml

WAYS = (uml, qemu)  # the first that works is taken
BOOT_LIMIT_S = 240.0
MARK = "@@ringfence@@ "
NEEDED = {"MPLS": "/proc/sys/net/mpls", "labels for routes": "/sys/module/mpls_iptunnel", "VRF": "/sys/module/vrf"}
running = set()  # machines, so that a signal ends them


def choose(ways=WAYS):
    """(a way that boots into VRFs and labels, or None; why each one before it does not). Takes seconds."""
    reasons = []
    for way in ways:
        reason = way.missing() or refuses(way)
        if not reason:
            return way, "; ".join(reasons)
        reasons.append(f"{way.NAME}: {reason}")
    return None, "; ".join(reasons)


def refuses(way):
    """Why a machine does not come up with VRFs and labels; empty string if it does."""
    said, console = run(way, "machine.py", [], BOOT_LIMIT_S)
    if not said:
        panic = re.search(r"Kernel panic.*", console)  # what follows it are addresses
        return f"does not boot: {panic[0].strip() if panic else ' '.join(console.split())[-300:]}"
    return f"the kernel lacks {' and '.join(said[0]['lacks'])}" if said[0]["lacks"] else ""


def run(way, program, words, limit_s):
    """(documents the program said, the whole console). A machine that is not down in time ends itself, or is killed."""
    argv, environment = way.command(limit_s, program, words)
    machine = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                               env={**os.environ, **environment})
    running.add(machine)
    try:
        console = machine.communicate(timeout=limit_s + 10)[0]
    except subprocess.TimeoutExpired:
        stop(machine)
        console = machine.communicate()[0] + f"\nnot down after {limit_s:.0f} s".encode()
    finally:
        stop(machine)
        running.discard(machine)
    text = console.decode(errors="replace")
    return documents(text), text


def documents(text):
    """What the program said, between other things on the console."""
    return [json.loads(line[len(MARK):]) for line in text.splitlines() if line.startswith(MARK)]


def stop(machine):
    """Kills the machine's own process group: processes of user-mode Linux are processes here."""
    try:
        os.killpg(machine.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    machine.wait()


def stop_all():
    for machine in list(running):
        stop(machine)


if __name__ == "__main__":  # inside: what the kernel has
    print(MARK + json.dumps({"lacks": [name for name, path in NEEDED.items() if not os.path.isdir(path)]}), flush=True)
