"""User-mode Linux: a kernel as an ordinary process. Its root is the host's file system, mounted read-only.

Linux 6.1 does not boot so on processors with a larger register state than it knows (AMX).
"""

import glob
import os
import shutil
import tempfile

NAME = "user-mode Linux"
KERNEL = "linux.uml"
MODULES = "/usr/lib/uml/modules"
NEEDED = ("veth", "mpls_router", "mpls_iptunnel", "vrf")
MEMORY_MB = 1200  # of which what is used counts
FOLDER = os.path.dirname(os.path.abspath(__file__))


def missing():
    """What keeps it from running here; empty string if nothing does."""
    if os.geteuid() != 0:
        return "not root"
    if shutil.which(KERNEL) is None:
        return f"command {KERNEL} is not installed (package user-mode-linux)"
    if shutil.which("modprobe") is None:
        return "command modprobe is not installed (package kmod)"
    for module in NEEDED:
        if not glob.glob(f"{MODULES}/*/**/{module}.ko*", recursive=True):
            return f"it has no module {module}"
    for folder in ("/etc/frr", "/run", "/var/log", "/var/tmp", "/tmp", "/proc", "/sys"):
        if not os.path.isdir(folder):
            return f"there is no {folder} to mount over"
    return "" if memory_folder() else f"no folder has room for {MEMORY_MB} MB of memory"


def memory_folder():
    """Where the machine keeps its memory: a file that has no name."""
    folders = [folder for folder in ("/dev/shm", tempfile.gettempdir(), "/var/tmp") if os.access(folder, os.W_OK)]
    return next((folder for folder in folders if shutil.disk_usage(folder).free > MEMORY_MB << 20), None)


def command(limit_s, program, words):
    """(the command line of a machine, variables it wants)"""
    argv = [KERNEL, f"mem={MEMORY_MB}M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", f"init={FOLDER}/machine_init.sh",
            "con=null", "con0=fd:0,fd:1", "quiet", "--", f"{limit_s:.0f}", FOLDER, MODULES, program, *words]
    return argv, {"TMPDIR": memory_folder()}
