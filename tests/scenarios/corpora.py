#!/usr/bin/env python3
"""Every line of collections of real configurations gets one fate, and no text makes the program fail.

The archives of configurations lie beside the project ($RF_SHARED_DIR, or ../shared, in data/); without them the test is
skipped aloud (exit 77). Each device is a snapshot of its own: a file, or a folder of files of one host. Judged is that the
program ends by itself with an exit code of its own, and that the fates it lists are as many as the lines of the files it
read. The shares of lines that are understood are printed for each archive and system, with the forms that most often
are not; they are collections of unusual features, so no bar is set.

usage: corpora.py [--every N] [--jobs N] [ARCHIVE...]
"""

import argparse
import collections
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

from labs import SKIPPED, shared_folder

ARCHIVES = ["avd-eos-intended", "batfish-testconfigs", "containerlab-labs", "dna-fattree", "frr-topotests",
            "hier-config-fixtures", "mini-internet-frr", "sros-basic-dci", "vrp-floating-island",
            "vrp-quiquecametti-mpls", "xr-xrd-tools"]
OTHER_ENDINGS = (".json", ".ref", ".yml", ".yaml", ".md", ".topo", ".dot", ".png", ".sh", ".py", ".iptables", ".ok",
                 ".layer1Topology", ".edgePorts")
HOST_FILES = {"daemons", "frr.conf", "hostname", "interfaces", "ports.conf", "vtysh.conf", "zebra.conf", "staticd.conf",
              "bgpd.conf", "ospfd.conf", "ospf6d.conf", "isisd.conf", "ripd.conf", "ripngd.conf", "eigrpd.conf", "ldpd.conf",
              "bfdd.conf", "pimd.conf", "pim6d.conf", "pathd.conf", "pbrd.conf", "babeld.conf", "nhrpd.conf",
              "fabricd.conf", "sharpd.conf", "vrrpd.conf"}
EXIT_CODES = (0, 1, 2, 3)
LIMIT_S = 60
REASONS_SHOWN = 5


def devices_below(folder):
    """Lists of files, one for each device, in the order of their paths."""
    devices = []
    for path, folders, names in os.walk(folder):
        folders.sort()
        names = sorted(name for name in names if not name.startswith("_") and not name.endswith(OTHER_ENDINGS))
        host = [os.path.join(path, name) for name in names if name in HOST_FILES]
        if host:
            devices.append(host)
        devices += [[os.path.join(path, name)] for name in names if name not in HOST_FILES]
    return devices


def line_count(path):
    """Lines as editors count them."""
    with open(path, "rb") as stream:
        text = stream.read()
    return text.count(b"\n") + (1 if text and not text.endswith(b"\n") else 0)


def read(program, files):
    """(format, fates, reasons, complaint) of one device; the format is "" when no reader knows it."""
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "configs", "device")
        os.makedirs(target)
        for path in files:
            shutil.copy(path, target)
        lines = os.path.join(folder, "lines.jsonl")
        try:
            run = subprocess.run([program, "parse", folder, "-f", "json", "-f", f"jsonl={lines}"], capture_output=True,
                                 timeout=LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            return "", {}, {}, f"{files[0]}: no end after {LIMIT_S} s"
        if run.returncode not in EXIT_CODES or b"Sanitizer" in run.stderr:
            return "", {}, {}, f"{files[0]}: exit code {run.returncode}"
        if not os.path.exists(lines):
            return "", {}, {}, None
        systems = {file["format"] for file in json.loads(run.stdout)["files"]} - {""}
        fates, reasons = collections.Counter(), collections.Counter()
        with open(lines, encoding="utf-8") as stream:
            for line in map(json.loads, stream):
                fates[line["fate"]] += 1
                if line["fate"] in ("unmodelled", "unknown"):
                    reasons[line["reason"] or "unknown"] += 1
        expected = sum(map(line_count, files))
        if systems and sum(fates.values()) != expected and len(files) == 1:
            return "", {}, {}, f"{files[0]}: {expected} lines, {sum(fates.values())} fates"
        return "/".join(sorted(systems)), fates, reasons, None


def show(archive, devices, results):
    """One line a system with the share of its lines that are in the model or change nothing."""
    fates, reasons, count = (collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter),
                             collections.Counter())
    for system, line_fates, line_reasons, _ in results:
        count[system or "no reader"] += 1
        fates[system] += line_fates
        reasons[system] += line_reasons
    print(f"{archive}: {len(devices)} devices, {count['no reader']} that no reader knows")
    for system in sorted(filter(None, fates)):
        known = fates[system]["modelled"] + fates[system]["irrelevant"]
        said = known + fates[system]["unmodelled"] + fates[system]["unknown"]
        share = 100 * known / said if said else 100
        print(f"  {system:16} {count[system]:5} devices {said:7} lines {share:6.2f} % understood")
        for reason, lines in reasons[system].most_common(REASONS_SHOWN):
            print(f"  {'':16} {lines:6} {reason}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("archives", nargs="*", default=ARCHIVES)
    parser.add_argument("--every", type=int, default=1, help="only every Nth device")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("SKIPPED: the collections of configurations are not here (RF_SHARED_DIR)")
        return SKIPPED
    complaints, seen = [], 0
    for archive in options.archives:
        with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            with tarfile.open(os.path.join(shared, "data", archive + ".tar.xz")) as stream:
                stream.extractall(folder, filter="data")
            devices = devices_below(folder)[::options.every]
            results = list(pool.map(lambda files: read(os.environ["RINGFENCE"], files), devices))
            show(archive, devices, results)
            seen += len(devices)
            complaints += [complaint for _, _, _, complaint in results if complaint]
    for complaint in complaints:
        print(complaint)
    return 1 if complaints or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
