"""A program of this folder in user-mode Linux: a kernel with VRF and MPLS as an ordinary process, and nothing left behind.

The root is the host's file system, mounted read-only; all that is written goes to memory of the machine (`uml_init.sh`). The
machine has no network to the outside. Documents come back on its console.
"""

import glob
import json
import os
import shutil
import signal
import subprocess
import tempfile

KERNEL = "linux.uml"
MODULES = "/usr/lib/uml/modules"
NEEDED = ("veth", "mpls_router", "mpls_iptunnel", "vrf")
BOOT_LIMIT_S = 120.0
MEMORY_MB = 1200  # of which what is used counts
MARK = "@@ringfence@@ "
FOLDER = os.path.dirname(os.path.abspath(__file__))
running = set()  # machines, so that a signal ends them


def missing():
    """What keeps user-mode Linux from running here; empty string if nothing does."""
    if os.geteuid() != 0:
        return "not root"
    if shutil.which(KERNEL) is None:
        return f"command {KERNEL} is not installed (package user-mode-linux)"
    if shutil.which("modprobe") is None:
        return "command modprobe is not installed (package kmod)"
    for module in NEEDED:
        if not glob.glob(f"{MODULES}/*/**/{module}.ko*", recursive=True):
            return f"user-mode Linux has no module {module}"
    for folder in ("/etc/frr", "/run", "/var/log", "/var/tmp", "/tmp", "/proc", "/sys"):
        if not os.path.isdir(folder):
            return f"there is no {folder} to mount over"
    return "" if memory_folder() else f"no folder has room for {MEMORY_MB} MB of memory"


def refuses():
    """Why a machine does not come up with VRFs and labels; empty string if it does. Takes seconds."""
    said, console = run("uml.py", [], BOOT_LIMIT_S)
    if not said:
        return f"user-mode Linux does not boot: {' '.join(console.split())[-300:]}"
    return f"user-mode Linux lacks {' and '.join(said[0]['lacks'])}" if said[0]["lacks"] else ""


def memory_folder():
    """Where the machine keeps its memory: a file that has no name."""
    folders = [folder for folder in ("/dev/shm", tempfile.gettempdir(), "/var/tmp") if os.access(folder, os.W_OK)]
    return next((folder for folder in folders if shutil.disk_usage(folder).free > MEMORY_MB << 20), None)


def run(program, words, limit_s):
    """(documents the program said, the whole console). A machine that is not down in time ends itself, or is killed."""
    argv = [KERNEL, f"mem={MEMORY_MB}M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", f"init={FOLDER}/uml_init.sh",
            "con=null", "con0=fd:0,fd:1", "quiet", "--", f"{limit_s:.0f}", FOLDER, program, *words]
    machine = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                               env={**os.environ, "TMPDIR": memory_folder()})
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
    """Kills the machine's own process group: its processes are processes here."""
    try:
        os.killpg(machine.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    machine.wait()


def stop_all():
    for machine in list(running):
        stop(machine)


if __name__ == "__main__":  # inside: what the kernel has
    features = {"MPLS": "/proc/sys/net/mpls", "labels for routes": "/sys/module/mpls_iptunnel", "VRF": "/sys/module/vrf"}
    print(MARK + json.dumps({"lacks": [name for name, path in features.items() if not os.path.isdir(path)]}), flush=True)
