"""The built page belongs to its sources: it records their hash. Needs neither Node nor a browser."""

import hashlib
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "src/report/html/page.html")


def sources_hash(web):
    """The same sum that web/build.mjs makes."""
    files = ["build.mjs", "package-lock.json", "package.json", "tsconfig.json"]
    for folder, _, names in os.walk(os.path.join(web, "src")):
        files += [os.path.relpath(os.path.join(folder, name), web).replace(os.sep, "/") for name in names]
    total = hashlib.sha256()
    for name in sorted(files):
        with open(os.path.join(web, name), "rb") as source:
            total.update(name.encode() + b"\n" + source.read() + b"\n")
    return total.hexdigest()


def main():
    with open(PAGE, "rb") as page:
        text = page.read()
    text.decode("ascii")
    recorded = re.search(rb'name="ringfence-page-sources" content="sha256:([0-9a-f]{64})"', text)
    if not recorded or recorded.group(1).decode() != sources_hash(os.path.join(ROOT, "web")):
        sys.exit("src/report/html/page.html was not built from web/: run 'npm ci && npm run build' in web/")
    print(f"page.html, {len(text)} bytes, was built from the sources in web/")


if __name__ == "__main__":
    main()
