"""Files of the host in an archive that a kernel unpacks into memory as its first root: cpio of the form `newc`
(Documentation/driver-api/early-userspace/buffer-format.rst of Linux). Nothing is compressed: that would take longer than reading.
"""

import os
import stat
import subprocess

LIMIT_S = 60.0


def libraries(paths):
    """Shared libraries that programs and libraries need, by ldd; none for what is no such file."""
    shown = subprocess.run(["ldd", *paths], capture_output=True, text=True, timeout=LIMIT_S, check=False).stdout
    return sorted({word for line in shown.splitlines() if line.startswith("\t") for word in line.split() if word.startswith("/")})


class Archive:
    """Paths with what they hold; parents come by themselves."""

    def __init__(self):
        self.entries = {}  # path -> (mode, where the content is or what it is, device)

    def put(self, path, mode, content=b"", device=(0, 0)):
        parent = os.path.dirname(path)
        if parent != path and parent not in self.entries and parent != "/":
            self.put(parent, stat.S_IFDIR | 0o755)
        self.entries[path] = mode, content, device

    def add(self, path):
        """A file or an empty folder of the host under its own name, with all links on the way to it."""
        if not os.path.exists(path):
            raise FileNotFoundError(path)
        at, steps = "/", path.split("/")[::-1]
        while steps:
            at = os.path.normpath(os.path.join(at, steps.pop()))
            if os.path.islink(at):
                target = os.readlink(at)
                self.link(at, target)
                steps += target.split("/")[::-1]
                at = "/" if target.startswith("/") else os.path.dirname(at)
        if os.path.isdir(at):
            self.put(at, stat.S_IFDIR | 0o755)
        else:
            self.copy(at, at)

    def copy(self, source, path):
        self.put(path, stat.S_IFREG | stat.S_IMODE(os.stat(source).st_mode), source)

    def link(self, path, target):
        if path != target:
            self.put(path, stat.S_IFLNK | 0o777, target.encode())

    def device(self, path, major, minor):
        self.put(path, stat.S_IFCHR | 0o666, device=(major, minor))

    def write(self, out):
        for number, path in enumerate(sorted(self.entries), 1):  # a folder stands before what is in it
            mode, content, device = self.entries[path]
            modified = 0
            if isinstance(content, str):
                modified = int(os.stat(content).st_mtime)  # Python compares it with that of its compiled files
                with open(content, "rb") as file:
                    content = file.read()
            out.write(entry(number, path[1:], mode, content, modified, device))
        out.write(entry(0, "TRAILER!!!", 0))


def entry(number, name, mode, content=b"", modified=0, device=(0, 0)):
    """One entry: its header in hexadecimal, its name and its content, each filled up to four bytes."""
    words = (number, mode, 0, 0, 1, modified, len(content), 0, 0, *device, len(name.encode()) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % word for word in words) + name.encode() + b"\0"
    return b"".join((head, bytes(-len(head) % 4), content, bytes(-len(content) % 4)))
