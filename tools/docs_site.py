#!/usr/bin/env python3
"""Puts the pages of the docs site together: docs/*.md as they are, and a reference that the program prints about itself.

    docs_site.py PROGRAM FOLDER     writes FOLDER/mkdocs.yml and FOLDER/pages/
"""

import json
import os
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIMIT_S = 30
NAVIGATION = [
    ("Learn", [("Ten minutes", "learn.md"), ("As a new user tried it", "as_tried.md")]),
    ("How to", [("Begin with your network", "init.md"), ("Import what you have", "import.md"), ("In a pipeline", "pipeline.md"),
                ("The report", "report.md"), ("Serve it", "serve.md"), ("In the terminal", "terminal.md"),
                ("Neighbours outside", "outside.md"), ("Add an operating system", "adding_a_nos.md")]),
    ("Theory", [("What is proved", "theory.md"), ("Glossary", "glossary.md")]),
    ("Reference", [("Commands", "reference_commands.md"), ("Policy and rules", "reference_policy.md"),
                   ("Inventory", "reference_inventory.md"), ("Diagnostics", "reference_diagnostics.md"), ("Documents (JSON)", "output.md")]),
]


def said(program, *words):
    """What the program prints."""
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=LIMIT_S, check=True, env=dict(os.environ, COLUMNS="100"))
    return done.stdout.replace(program, "ringfence")


def commands(program):
    names = re.findall(r"(?m)^  ([a-z]+) {2,}\S", said(program, "--help").split("Subcommands:")[1])
    pages = [f"## {name}\n\n```text\n{said(program, name, '--help').strip()}\n```\n" for name in names]
    return "# Commands\n\n" + "\n".join(pages)


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def resolve(schema, node):
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node


def shape(node):
    """A word or two about what a value looks like."""
    kinds = []
    for one in node.get("anyOf", [node]):
        if "enum" in one:
            kinds.append(" or ".join(map(str, one["enum"])))
        elif "$ref" in one:
            kinds.append(one["$ref"].rsplit("/", 1)[1])
        elif one.get("type") == "array":
            kinds.append("list of " + shape(one.get("items", {})))
        elif one.get("type") == "object":
            inner = one.get("additionalProperties")
            kinds.append("map to " + shape(inner) if isinstance(inner, dict) else "map")
        else:
            kind = one.get("format", one.get("type", "text"))
            kinds.append("text" if kind == "string" or isinstance(kind, list) else kind)
    return ", ".join(dict.fromkeys(kinds))


def table(node):
    rows = ["| key | value | needed | meaning |", "|---|---|---|---|"]
    for key, field in node.get("properties", {}).items():
        needed = "yes" if key in node.get("required", []) else ""
        rows.append(f"| `{key}` | {cell(shape(field))} | {needed} | {cell(field.get('description', ''))} |")
    return "\n".join(rows) + "\n"


def schema_page(program, name, title):
    schema = json.loads(said(program, "schema", name))
    page = f"# {title}\n\nFor editors: `ringfence schema {name}`.\n\n## The file\n\n{table(schema)}\n"
    for record, node in schema.get("$defs", {}).items():
        page += f"## {record}\n\n{node.get('description', '')}\n\n{table(node)}\n" if node.get("properties") else ""
    return page


def diagnostics():
    with open(os.path.join(ROOT, "src", "base", "diagnostics.def"), encoding="utf-8") as stream:
        found = re.findall(r'RF_DIAGNOSTIC\(k\w+, k(\w+), "([a-z0-9-]+)",\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\)', stream.read())
    rows = "\n".join(f"| `{name}` | {severity.lower()} | {cell(why)} | {cell(fix)} |" for severity, name, why, fix in found)
    return f"# Diagnostics\n\n| name | severity | why it matters | what to do |\n|---|---|---|---|\n{rows}\n"


def configuration():
    lines = ["site_name: Ringfence", "docs_dir: pages", "site_dir: site", "use_directory_urls: false", "theme:", "  name: material",
             "  font: false", "markdown_extensions: [tables, fenced_code]", "plugins: [search]", "nav:"]
    for section, pages in NAVIGATION:
        lines.append(f"  - {section}:")
        lines.extend(f"      - {title}: {page}" for title, page in pages)
    return "\n".join(lines) + "\n"


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    pages = os.path.join(folder, "pages")
    shutil.rmtree(pages, ignore_errors=True)
    os.makedirs(pages)
    for name in sorted(os.listdir(os.path.join(ROOT, "docs"))):
        if name.endswith(".md"):
            shutil.copy(os.path.join(ROOT, "docs", name), pages)
    made = {"reference_commands.md": commands(program), "reference_diagnostics.md": diagnostics(),
            "reference_policy.md": schema_page(program, "policy", "Policy and rules"),
            "reference_inventory.md": schema_page(program, "inventory", "Inventory")}
    shutil.copy(os.path.join(ROOT, "docs", "learn.md"), os.path.join(pages, "index.md"))
    for name, text in made.items():
        with open(os.path.join(pages, name), "w", encoding="utf-8") as stream:
            stream.write(text)
    with open(os.path.join(folder, "mkdocs.yml"), "w", encoding="utf-8") as stream:
        stream.write(configuration())


if __name__ == "__main__":
    main()
