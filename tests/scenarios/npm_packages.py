"""Packages of npm that tests use, installed from a lock file into a folder of the build."""

import os
import shutil
import subprocess


def node_version():
    """The version of Node, or nothing when Node or npm is not there."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=30, check=True).stdout.strip()
    return tuple(int(part) for part in said.lstrip("v").split(".")[:2])


def install(source, work):
    """node_modules of the lock file in `source` below `work`; kept while the lock file stays the same. Why not, or ""."""
    with open(os.path.join(source, "package-lock.json"), "rb") as lock:
        wanted = lock.read()
    os.makedirs(work, exist_ok=True)
    stamp = os.path.join(work, "installed-lock.json")
    if os.path.exists(stamp):
        with open(stamp, "rb") as installed:
            if installed.read() == wanted:
                return ""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(source, name), work)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=work, capture_output=True, text=True,
                          timeout=300, check=False)
    if done.returncode != 0:
        return "npm could not install the packages: " + (done.stderr.strip().splitlines() or ["no message"])[-1]
    with open(stamp, "wb") as installed:
        installed.write(wanted)
    return ""
