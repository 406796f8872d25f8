"""An OpenAPI document as a judge of answers: whatever a server says to a request must be what the document says it may say.

A small reading of OpenAPI 3.1: paths without variables, queries, status codes, headers that are required, content types, and JSON
bodies by JSON Schema 2020-12 (python3-jsonschema). It knows nothing of the server."""

import json
import urllib.parse

import jsonschema


class Described:
    """Judges answers, and remembers what of the document they have shown."""

    def __init__(self, document):
        self.document = document
        self.shown = set()  # (path, status) of the document

    def promised(self):
        """All (path, status) pairs."""
        return {(path, status) for path, item in self.document["paths"].items() for operation in item.values() for status in operation["responses"]}

    def resolve(self, node):
        while "$ref" in node:
            at = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                at = at[part]
            node = at
        return node

    def judge(self, target, status, headers, body, method="GET"):
        """What is wrong about an answer, as a list of sentences. Of paths that the document does not have only the shape of the refusal is judged."""
        path, _, query = target.partition("?")
        item = self.document["paths"].get(path)
        if item is None:
            return self.judge_refusal(status, headers, body, method) if status >= 400 else [f"{path} is not described and answers {status}"]
        operation = item["get"]
        wrong = []
        if status == 200:
            known = {self.resolve(one)["name"] for one in operation.get("parameters", [])}
            asked = {name for name, _ in urllib.parse.parse_qsl(query, keep_blank_values=True)}
            wrong += [f"{path} takes '{name}', which is not described" for name in sorted(asked - known)]
        response = operation["responses"].get(str(status))
        if response is None:
            return wrong + [f"{path} answers {status}, which is not described"]
        self.shown.add((path, str(status)))
        response = self.resolve(response)
        for name, header in response.get("headers", {}).items():
            value = headers.get(name.lower())
            if value is None and header.get("required"):
                wrong.append(f"{path} answers {status} without {name}")
            if value is not None:
                wrong += [f"{name}: {error.message}" for error in self.errors(header["schema"], value)]
        content = response["content"]
        if headers.get("content-type") not in content:
            return wrong + [f"{path} answers {status} as {headers.get('content-type')}, and {sorted(content)} is described"]
        if headers["content-type"] != "application/json" or method == "HEAD":
            return wrong
        try:
            told = json.loads(body)
        except ValueError as error:
            return wrong + [f"{path}: no JSON: {error}"]
        return wrong + [f"{path} {status}: {error.json_path}: {error.message[:200]}" for error in self.errors(content["application/json"]["schema"], told)]

    def judge_refusal(self, status, headers, body, method):
        if headers.get("content-type") != "application/json":
            return [f"{status} as {headers.get('content-type')}"]
        if method == "HEAD":
            return []
        errors = [error.message for error in self.errors({"$ref": "#/components/schemas/Refused"}, json.loads(body))]
        return errors + ([] if json.loads(body)["error"]["status"] == status else ["the status of the body is another"])

    def errors(self, schema, told):
        validator = jsonschema.Draft202012Validator({**schema, "components": self.document["components"]}, format_checker=jsonschema.FormatChecker())
        return list(validator.iter_errors(told))
