"""Reads a JSON Schema and a file of JSON lines; prints 1 or 0 for each line: valid or not. Exit code 77: no judge."""

import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)
if not hasattr(jsonschema, "Draft202012Validator"):
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
with open(sys.argv[2], encoding="utf-8") as file:
    for line in file:
        print(1 if validator.is_valid(json.loads(line)) else 0)
