"""The HTML report in a real browser. Installs what web/package-lock.json names into a folder of the build, builds the page
anew and compares it byte for byte, writes reports with the program, and runs report_test.mjs over them. Exit code 77, with
the reason, where Chromium, Node or the packages are not to be had."""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time

import large_network
import page_sources

ROOT = page_sources.ROOT
sys.path.insert(0, os.path.join(ROOT, "tests/scenarios"))
import npm_packages  # noqa: E402  pylint: disable=wrong-import-position
from serve_client import Server  # noqa: E402  pylint: disable=wrong-import-position
WEB = os.path.join(ROOT, "web")
HERE = os.path.dirname(os.path.abspath(__file__))
SKIPPED = 77
REPORT_SECONDS = 2  # for the page of two thousand routers, over the check alone
HOSTILE = "</script><script>alert(1)</script>"


def skip(why):
    print(f"SKIPPED: the HTML report in a browser ({why})")
    sys.exit(SKIPPED)


def demand_node():
    """The packages say which Node they need; the one of Debian 12 is older."""
    version = npm_packages.node_version()
    if version is None:
        skip("no Node or no npm")
    if version < (20, 19) or (21, 0) <= version < (22, 12):
        skip(f"Node {version[0]}.{version[1]}; 20.19 or 22.12 and newer will do")


def install(work):
    why = npm_packages.install(WEB, work)
    if why:
        skip(why)


def rebuild(work):
    """The committed page equals what its sources give."""
    for name in ("build.mjs", "tsconfig.json"):
        shutil.copy(os.path.join(WEB, name), work)
    shutil.rmtree(os.path.join(work, "src"), ignore_errors=True)
    shutil.copytree(os.path.join(WEB, "src"), os.path.join(work, "src"))
    subprocess.run(["node", "node_modules/typescript/bin/tsc", "--noEmit"], cwd=work, check=True, timeout=120)
    made = os.path.join(work, "page.html")
    subprocess.run(["node", "build.mjs", made], cwd=work, check=True, timeout=120)
    with open(made, "rb") as new, open(page_sources.PAGE, "rb") as committed:
        if new.read() != committed.read():
            sys.exit("src/report/html/page.html differs from what web/ gives: run 'npm ci && npm run build' in web/")
    print("the page built anew equals the committed one")


def write(program, snapshot, form):
    done = subprocess.run([program, "check", snapshot, "-f", form], capture_output=True, text=True, timeout=900, check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"check of {snapshot}: exit {done.returncode}\n{done.stderr}")


def hostile_snapshot(work):
    """A small network in which a device, a party, a flow and a source carry HTML."""
    folder = os.path.join(work, "hostile")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "examples/tiny-ospf"), folder)
    edits = {
        "configs/north.cfg": [("sysname north", f"sysname {HOSTILE}"), ("description to west", f"description {HOSTILE} <!-- \u2028")],
        "batfish/layer1_topology.json": [('"north"', f'"{HOSTILE}"')],
        "inventory.yaml": [("  north:", f'  "{HOSTILE}":')],
        "ringfence.yaml": [("Tern Islands, kind", '"<img src=x onerror=alert(2)>", kind'), ("about: records between", f'about: "{HOSTILE}", traffic: 1 Mbps #'),
                           ("Health Data Order 2024, section 4", "<!--<script>alert(3)</script>")],
    }
    for name, changes in edits.items():
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as source:
            text = source.read()
        for old, new in changes:
            if old not in text:
                sys.exit(f"{name} has no '{old}'")
            text = text.replace(old, new)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
    # What stood behind the flow's text went into a comment.
    path = os.path.join(folder, "ringfence.yaml")
    with open(path, encoding="utf-8") as source:
        lines = source.read().splitlines(keepends=True)
    lines = [line.split(" #")[0] + "}\n" if "alert(1)" in line and " #" in line else line for line in lines]
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(lines)
    return folder


def open_snapshot(work):
    """A line that nobody knows."""
    folder = os.path.join(work, "open")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "examples/tiny-ospf"), folder)
    path = os.path.join(folder, "configs/north.cfg")
    with open(path, encoding="utf-8") as source:
        text = source.read()
    with open(path, "w", encoding="utf-8") as out:
        out.write(text.replace("sysname north\n", "sysname north\nfrobnicate 7\n"))
    return folder


def waived_snapshot(work):
    """The one broken rule is accepted for a time; another waiver has run out."""
    folder = os.path.join(work, "waived")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "examples/tiny-ospf"), folder)
    with open(os.path.join(folder, "ringfence.yaml"), "a", encoding="utf-8") as out:
        out.write("\nwaivers:\n"
                  '  - {rule: CLEAN-ALWAYS, flow: records, element: north, owner: "Ternet, CISO", reason: "<b>replaced</b> by spring", expires: 2027-03-31}\n'
                  '  - {rule: CLEAN-ALWAYS, owner: "Ternet, operations", reason: "until the fibre was laid", expires: 2026-01-31}\n')
    return folder


def large_report(program, work):
    """A page about two thousand routers; what it costs over the check alone is printed, and held to the bar with RF_TIMES_COUNT."""
    folder = os.path.join(work, "large")
    shutil.rmtree(folder, ignore_errors=True)
    large_network.write(folder)
    report = os.path.join(work, "large.html")

    def seconds(form):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.monotonic()
        write(program, folder, form)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    alone, whole = seconds(f"json={os.path.join(work, 'large.json')}"), seconds(f"html={report}")
    wall, cpu = (b - a for a, b in zip(alone, whole))
    print(f"two thousand routers: the page costs {wall:.2f} s more than the check alone ({alone[0]:.2f} s), {cpu:.2f} s of processor time "
          f"(bar {REPORT_SECONDS} s for an optimized build), {os.path.getsize(report)} bytes")
    if os.environ.get("RF_TIMES_COUNT") and wall > REPORT_SECONDS:
        sys.exit("the page of two thousand routers takes too long")
    return report


def serve_and_test(program, work, environment):
    """The same page over HTTP: a copy of Valdrea whose files the test edits, and a server that asks for a token."""
    folder = os.path.join(work, "served/valdrea")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "examples/valdrea"), folder)
    token = "token-of-the-browser-test"
    with Server(program, folder) as server, Server(program, os.path.join(ROOT, "examples/tiny-acl"), token=token) as guarded:
        served = dict(environment, SERVED=server.url, SERVED_FOLDER=folder, GUARDED=guarded.url, TOKEN=token)
        return subprocess.run(["node", "--test", os.path.join(HERE, "serve_test.mjs")], env=served, timeout=600, check=False).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=os.environ.get("RINGFENCE", os.path.join(ROOT, "build/dev/ringfence")))
    parser.add_argument("--work", default=os.path.join(ROOT, "build/web"), help="folder for packages, reports and screenshots")
    options = parser.parse_args()
    browser = next((found for found in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if found), None)
    if browser is None:
        skip("no Chromium")
    demand_node()
    work = os.path.abspath(options.work)
    install(work)
    rebuild(work)
    reports = {"VALDREA": os.path.join(ROOT, "examples/valdrea"), "SMALL": os.path.join(ROOT, "examples/tiny-acl"), "HOSTILE": hostile_snapshot(work),
               "OPEN": open_snapshot(work), "WAIVED": waived_snapshot(work)}
    environment = dict(os.environ, WORK=work, BROWSER=browser)
    for name, snapshot in reports.items():
        environment[name] = os.path.join(work, f"{name.lower()}.html")
        write(options.program, snapshot, f"html={environment[name]}")
    environment["LARGE"] = large_report(options.program, work)
    paths = [os.path.join(HERE, name) for name in ("report_test.mjs", "large_test.mjs")]
    done = subprocess.run(["node", "--test", "--test-concurrency=1", *paths], env=environment, timeout=600, check=False)
    sys.exit(done.returncode or serve_and_test(options.program, work, environment))


if __name__ == "__main__":
    main()
