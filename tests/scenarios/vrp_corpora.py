#!/usr/bin/env python3
"""Collections of configurations of VRP devices: at least 99 of 100 lines that bear on forwarding are in the model or
cannot change an answer.

The archives lie beside the project ($RF_SHARED_DIR, or ../shared, in data/); without them the test is skipped aloud (exit
77). A device is a file, or one state of a change (`before`, `after` of a patch test, below a name). Counted are lines
that are neither blank nor a comment; a line that is not modelled and can change only who may write to the device (no route,
no packet, no copy) does not bear on forwarding and is counted apart, and so is one that is understood and waits for another file: of cables, of announcements from outside.
SHARES says what each collection reaches: a share must not fall below
it, and when it rises by more than SLACK the figure here is to be raised.

usage: vrp_corpora.py [--program FILE]
"""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

from labs import SKIPPED, shared_folder

SHARES = {
    "vrp-floating-island": 0.99,
    "vrp-quiquecametti-mpls": 0.99,
    "vrp-annet-patch-tests": 0.99,  # a policy that its text does not define: 1 line of 409
}
WITHOUT_VRP = ("vrp-napalm-mocks",)  # outputs of other commands; its two configurations are of another system
SLACK = 0.02
LIMIT_S = 60
FORMS_SHOWN = 12
# How reasons begin that name a missing file: of cables, of announcements.
INPUT_MISSING = ("no cable list", "announcements of a BGP neighbour outside")
MANAGEMENT = ("management by another device",)  # reasons of lines that move and copy no packet
HEAD = "#\nsysname device\n#\n"
PATCH_STATE = re.compile(r"(?P<indent> *(?:- )?)(?:before|after): \|$")


def states_of(text):
    """The blocks below `before: |` and `after: |` without their indent."""
    indent, states = None, []
    for line in text.split("\n"):
        head = PATCH_STATE.match(line)
        if head:
            indent = len(head["indent"])
            states.append([])
        elif line.strip() and indent is not None and len(line) - len(line.lstrip()) <= indent:
            indent = None
        elif indent is not None:
            states[-1].append(line[indent + 2:])
    return ["\n".join(lines) for lines in states]


def texts_below(folder):
    """(name, bytes) of each device."""
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            with open(os.path.join(path, name), "rb") as stream:
                data = stream.read()
            if name.endswith(".cfg"):
                yield name, data
            elif name.startswith("huawei_") and name.endswith(".yaml"):
                for number, state in enumerate(states_of(data.decode("utf-8"))):
                    yield f"{name}:{number}", (HEAD + state + "\n").encode()


def lines_of(program, data):
    """(line as text, its fate as the program prints it) of one device, and whether VRP's reader took it."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "configs"))
        with open(os.path.join(folder, "configs", "device.cfg"), "wb") as stream:
            stream.write(data)
        found = os.path.join(folder, "lines.jsonl")
        run = subprocess.run([program, "parse", folder, "-f", "json", "-f", f"jsonl={found}"], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, timeout=LIMIT_S, check=False)
        if not os.path.exists(found):
            return [], False
        taken = all(file["format"] == "huawei_vrp" for file in json.loads(run.stdout)["files"])
        text = data.decode("utf-8", "replace").split("\n")
        with open(found, encoding="utf-8") as stream:
            return [(text[line["line"] - 1].strip(), line) for line in map(json.loads, stream)], taken


def kind_of(line):
    """What a line counts as."""
    if line["fate"] in ("modelled", "irrelevant") or line["reason"].startswith(INPUT_MISSING):
        return "known"
    if line["fate"] not in ("unmodelled", "unknown"):
        return "blank"
    return "management" if line["reason"] in MANAGEMENT else "open"


def judge(program, archive, folder):
    """Prints what an archive has, yields what is wrong."""
    counts, forms = collections.Counter(), collections.Counter()
    for name, data in texts_below(folder):
        lines, taken = lines_of(program, data)
        counts["devices"] += 1
        if not taken:
            yield f"{archive}: {name} is not read as a VRP text"
        for text, line in lines:
            counts[kind_of(line)] += 1
            if kind_of(line) in ("open", "management"):
                forms[f"{line['fate']} ({line['reason']}): {text}"] += 1
    said = counts["known"] + counts["open"]
    share = counts["known"] / said if said else 0
    print(f"{archive}: {counts['devices']} devices, {said} lines, {100 * share:.2f} %, "
          f"{counts['management']} that bear on management alone")
    for form, count in forms.most_common(FORMS_SHOWN):
        print(f"  {count:4} {form}")
    if share < SHARES[archive]:
        yield f"{archive}: {100 * share:.2f} % is below {100 * SHARES[archive]:.0f} %"
    if share > SHARES[archive] + SLACK:
        yield f"{archive}: {100 * share:.2f} % is better than what SHARES says"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=os.environ.get("RINGFENCE", "ringfence"))
    options = parser.parse_args()
    shared = shared_folder()
    if shared is None:
        print("SKIPPED: the collections of configurations are not here (RF_SHARED_DIR)")
        return SKIPPED
    wrong = []
    for archive in SHARES:
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(os.path.join(shared, "data", archive + ".tar.xz")) as stream:
                stream.extractall(folder, filter="data")
            wrong += judge(options.program, archive, folder)
    print(f"without a VRP configuration: {', '.join(WITHOUT_VRP)}")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
