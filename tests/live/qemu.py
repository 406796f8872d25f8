"""QEMU with a kernel that is installed here and a root in memory: copies of the few files of the host that are needed.

The processor is emulated unless the host's can run a kernel that knows nothing of it. Then the machine's time counts its
instructions and jumps when it waits (`-icount`): on a busy host no timer of a router runs out that would not elsewhere, the kernel can
measure its clocks, and waiting takes no time. There is no disk, no network, no display; the console is the standard output.
"""

import atexit
import functools
import glob
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile

import initramfs
import netns
import uml

NAME = "QEMU"
EMULATOR = "qemu-system-x86_64"
MODULES = "/lib/modules"
MEMORY_MB = 512
CODE_MB = 128  # translated code that is kept
SHIFT = 1  # an instruction takes 2^SHIFT ns of the machine's time
INSIDE = "/live"  # this folder in the machine
FOLDER = os.path.dirname(os.path.abspath(__file__))
TOOLS = ("sh", "mount", "mkdir", "cp", "ln", "chown", "stty", "sleep", "uname", "modprobe", "ip")
DAEMONS = ("zebra", "staticd", "ospfd", "isisd", "ldpd", "bgpd")
OF_SYSTEM = ("/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/ld.so.cache")
FOLDERS = ("/proc", "/sys", "/dev", "/run", "/var/run", "/var/log", "/var/tmp", "/tmp", "/etc/frr")
NODES = {"/dev/console": (5, 1), "/dev/tty": (5, 0), "/dev/ttyS0": (4, 64), "/dev/null": (1, 3), "/dev/zero": (1, 5),
         "/dev/random": (1, 8), "/dev/urandom": (1, 9)}
UNUSED = {"test", "idlelib", "tkinter", "lib2to3", "ensurepip", "pydoc_data", "site-packages", "dist-packages"}  # of Python's library


def missing():
    """What keeps it from running here; empty string if nothing does."""
    if os.geteuid() != 0:
        return "not root"
    for command in (EMULATOR, "ldd", *TOOLS):
        if shutil.which(command) is None:
            return f"command {command} is not installed" + (" (package qemu-system-x86)" if command == EMULATOR else "")
    for daemon in DAEMONS:
        if not os.access(f"{netns.DAEMON_DIR}/{daemon}", os.X_OK):
            return f"daemon {daemon} is not installed"
    if not kernel():
        return f"no kernel in /boot has the modules {' '.join(uml.NEEDED)} (package linux-image-cloud-amd64 has them)"
    return ""


def version_key(version):
    return [int(part) if part.isdigit() else 0 for part in re.split(r"[.\-+~]", version)]


@functools.cache
def kernel():
    """The version of the newest installed kernel with all modules; empty string if there is none."""
    for image in sorted(glob.glob("/boot/vmlinuz-*"), key=lambda path: version_key(path.partition("-")[2]), reverse=True):
        version = image.partition("-")[2]
        try:
            module_files(version)
        except (OSError, subprocess.CalledProcessError):
            continue
        return version
    return ""


def module_files(version):
    """Files of the modules and of those they need."""
    argv = ["modprobe", "--set-version", version, "--show-depends", "--all", *uml.NEEDED]
    shown = subprocess.run(argv, capture_output=True, text=True, timeout=netns.COMMAND_LIMIT_S, check=True).stdout
    return [line.split()[1] for line in shown.splitlines() if line.startswith("insmod ")]  # others are built in


def library():
    """Files of Python's own library."""
    for folder, inner, files in os.walk(sysconfig.get_path("stdlib")):
        inner[:] = [one for one in inner if one not in UNUSED and not one.startswith("config-")]
        yield from (f"{folder}/{file}" for file in files)


@functools.cache
def root():
    """The path of the archive that becomes the machine's root; removed when this program ends."""
    version, archive, python = kernel(), initramfs.Archive(), list(library())
    programs = [*(shutil.which(tool) for tool in TOOLS), *(f"{netns.DAEMON_DIR}/{daemon}" for daemon in DAEMONS), sys.executable]
    objects = programs + [file for file in python if file.endswith(".so")]
    for path in (*FOLDERS, *programs, *python, *initramfs.libraries(objects), *filter(os.path.exists, OF_SYSTEM),
                 *glob.glob(f"{MODULES}/{version}/modules.*"), *module_files(version)):
        archive.add(path)
    archive.link("/usr/bin/python3", os.path.realpath(sys.executable))
    for path, (major, minor) in NODES.items():
        archive.device(path, major, minor)
    for path in glob.glob(f"{FOLDER}/*.py"):
        archive.copy(path, f"{INSIDE}/{os.path.basename(path)}")
    archive.copy(f"{FOLDER}/machine_init.sh", "/init")
    handle, path = tempfile.mkstemp(prefix="ringfence-root-")
    atexit.register(os.unlink, path)
    with open(handle, "wb") as out:
        archive.write(out)
    return path


def may_use_processor():
    """True when KVM is there and runs kernels that know nothing of it: the processor itself can."""
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as shown:
        flags = {flag for line in shown if line.startswith("flags") for flag in line.split()}
    return os.access("/dev/kvm", os.R_OK | os.W_OK) and bool(flags & {"vmx", "svm"})


def command(limit_s, program, words):
    """(the command line of a machine, variables it wants)"""
    how = ["-accel", "kvm"] if may_use_processor() else ["-accel", f"tcg,tb-size={CODE_MB}", "-icount", f"shift={SHIFT},sleep=off"]
    line = " ".join(["console=ttyS0", "quiet", "panic=-1", "rdinit=/init", "--", f"{limit_s:.0f}", INSIDE, MODULES, program, *words])
    argv = [EMULATOR, "-machine", "microvm", *how, "-cpu", "max", "-smp", "1", "-m", str(MEMORY_MB), "-nodefaults", "-no-user-config",
            "-display", "none", "-serial", "stdio", "-no-reboot", "-kernel", f"/boot/vmlinuz-{kernel()}", "-initrd", root(), "-append", line]
    return argv, {}
