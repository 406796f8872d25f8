"""What `ringfence serve` offers, over real sockets: every document against `check`, `whatif` and the description."""

import concurrent.futures
import json
import os
import re
import sys
import tempfile
import time

import program
import served
from serve_client import Events, Server, one_answer
from served import TOKEN, VALDREA, Served, open_api, statuses

sys.dont_write_bytecode = True

READERS = 100


def answers_of_a_flood(server, target):
    """The last answer of a connection that asks faster than it may, as bytes."""
    data = server.say(server.head(target, method="HEAD") * 300)
    at = data.rfind(b"HTTP/1.1 429")
    return data[at:]


class Documents(Served):
    """What is offered, in the shapes that the description promises."""

    def test_the_description_holds(self):
        described = self.server.document("/api/openapi.json")
        self.assertRegex(described["openapi"], r"^3\.1\.")
        self.assertEqual(set(described) - {"openapi", "info", "servers", "security", "paths", "components"}, set())
        self.assertTrue(described["info"]["title"] and described["info"]["version"])
        seen = set()
        for path, item in described["paths"].items():
            self.assertEqual(list(item), ["get"], path)
            self.assertNotIn(item["get"]["operationId"], seen)
            seen.add(item["get"]["operationId"])
            self.assertIn("200", item["get"]["responses"])
            self.assertIn(self.server.ask(path)[0] if path != "/api/events" else 200, (200, 400), path)
        for reference in re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(described)):
            node = described
            for part in reference.split("/"):
                self.assertIn(part, node, reference)
                node = node[part]

    def test_every_promise_of_the_description_is_kept(self):
        """Each path with each status that it names, but those that only time and crowds bring about."""
        if open_api is None:
            self.skipTest("python3-jsonschema is not installed")
        described = open_api.Described(self.server.document("/api/openapi.json"))

        def show(target, data, wanted, method="GET"):
            code, headers, body = one_answer(data, method)
            self.assertEqual((target, code), (target, wanted))
            self.assertEqual(described.judge(target, code, headers, body, method), [])

        for path in described.document["paths"]:
            good = {"/api/whatif": "/api/whatif?ban=Huawei", "/api/check": "/api/check?as-of=2028-01-01"}.get(path, path)
            say, head = self.server.say, self.server.head
            show(good, say(head(good, "Connection: close", method="HEAD")), 200, "HEAD")
            if path != "/api/events":
                show(good, say(head(good, "Connection: close")), 200)
            else:
                with Events(self.server) as events:
                    show(good, events.head, 200, "HEAD")
            show(path, say(head(path, method="PUT")), 405)
            show(path, say(head(path + "?x=y")), 400)
            show(path, say(head(path, "Content-Length: 5")), 413)
            show(path, say(f"GET {good} HTTP/1.1\r\nHost: evil.example\r\n\r\n".encode()), 421)
            show(path, say(head(path, "X: " + "x" * 9000)), 431)
            if path not in ("/", "/api/openapi.json"):
                show(good, say(head(good, "Sec-Fetch-Site: cross-site")), 403)
            if path != "/api/events":  # ends its connection, so it cannot be asked twice on one
                show(good, answers_of_a_flood(self.server, good), 429, "HEAD")
        for target in ("/api/whatif?ban=Nobody", "/api/check?as-of=1960-02-30"):
            show(target, self.server.say(self.server.head(target, "Connection: close")), 422 if "whatif" in target else 400)
        with Server(served.PROGRAM.path, VALDREA, token=TOKEN) as guarded:
            guarded.token = None
            for path in described.document["paths"]:
                if path not in ("/", "/api/openapi.json"):
                    show(path, guarded.say(guarded.head(path, "Connection: close")), 401)
        with tempfile.TemporaryDirectory() as empty, Server(served.PROGRAM.path, empty) as waiting:
            for target in ("/api/report", "/api/check", "/api/whatif?ban=x"):
                show(target, waiting.say(waiting.head(target, "Connection: close")), 503)
        # 414 needs a target that is longer than any path; 408 and most 503 need time and crowds, and are shown by other tests. A day is all that
        # can be asked of /api/check, and one that is no day is 400.
        elsewhere = {"408", "414", "503"}
        left = {one for one in described.promised() - described.shown if one[1] not in elsewhere} - {("/api/check", "422"), ("/api/events", "429")}
        self.assertEqual(left, set())
        self.assertIn(("/api/check", "503"), described.shown)

    def test_the_judge_of_answers_can_find_fault(self):
        if open_api is None:
            self.skipTest("python3-jsonschema is not installed")
        described = open_api.Described(self.server.document("/api/openapi.json"))
        status, headers, body = self.server.ask("/api/whatif?fail=node:P1")
        self.assertEqual(described.judge("/api/whatif?fail=node:P1", status, headers, body), [])
        told = json.loads(body)

        def judged(change, headers_too=None, status_too=200, target="/api/whatif?fail=node:P1"):
            document = json.loads(body)
            change(document)
            return described.judge(target, status_too, {**headers, **(headers_too or {})}, json.dumps(document).encode())

        for change in (lambda d: d.pop("flows"), lambda d: d.update(more=1), lambda d: d["rules"][0].update(after="fine"), lambda d: d["flows"][0].pop("doubtful"),
                       lambda d: d["flows"][0]["gained"].append({"element": "x", "levels": ["own"]}), lambda d: d["ringfence"].update(document="check"), lambda d: d.update(lost_bps="1")):
            self.assertTrue(judged(change), told)
        same = lambda document: None  # noqa: E731
        self.assertTrue(judged(same, {"content-type": "text/plain"}))
        self.assertTrue(judged(same, status_too=201))
        self.assertTrue(judged(same, target="/api/whatever"))
        self.assertTrue(judged(same, target="/api/whatif?fail=node:P1&colour=red"))
        self.assertTrue(described.judge("/api/state", 401, {"content-type": "application/json"}, b'{"error": {"status": 401, "why": "x"}}'))

    def test_what_if_judges_every_rule(self):
        """Before: as `check` says. After the failure of a router: as `check` says of the network whose ports are shut on it."""
        answer = self.server.document("/api/whatif?fail=node:CE-FUS")
        check = served.PROGRAM.document("check", VALDREA)
        self.assertEqual([(rule["id"], rule["before"]) for rule in answer["rules"]], [(rule["id"], rule["verdict"]) for rule in check["rules"]])
        self.assertEqual((answer["verdict_before"], answer["not_judged"]), (check["verdict"], ""))
        with open(os.path.join(VALDREA, "configs/CE-FUS.cfg"), encoding="utf-8") as config:
            text = config.read()
        shut = re.sub(r"(?m)^(    (?:xe|ge|et|lo)[-\d/]+ \{\n)", r"\1        disable;\n", text)
        self.assertGreater(shut.count("disable;"), 1)
        with program.Overlay({"configs/CE-FUS.cfg": shut}) as folder:
            after = served.PROGRAM.document("check", VALDREA, "--with", folder)
        self.assertEqual([(rule["id"], rule["after"]) for rule in answer["rules"]], [(rule["id"], rule["verdict"]) for rule in after["rules"]])
        self.assertNotEqual(answer["verdict_after"], None)
        changed = [rule for rule in answer["rules"] if rule["before"] != rule["after"]]
        self.assertTrue(changed and all(rule["fresh_count"] >= len(rule["fresh"]) for rule in answer["rules"]))

    def test_verdicts_equal_those_of_check(self):
        check = served.PROGRAM.document("check", VALDREA)
        verdicts = [(rule["id"], rule["verdict"]) for rule in check["rules"]]
        state = self.server.document("/api/state")
        self.assertEqual([(rule["id"], rule["verdict"]) for rule in state["rules"]], verdicts)
        answer = self.server.document("/api/check")
        self.assertEqual([(rule["id"], rule["verdict"]) for rule in answer["rules"]], verdicts)
        report = self.server.document("/api/report")
        self.assertEqual([(rule["id"], rule["verdict"]) for rule in report["check"]["rules"]], verdicts)

    def test_the_report_is_that_of_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.html")
            served.PROGRAM.run("check", VALDREA, "-f", f"html={path}")
            with open(path, encoding="ascii") as page:
                data = re.search(r'id="data">(.*?)</script>', page.read(), re.DOTALL).group(1)
        self.assertEqual(json.loads(data), self.server.document("/api/report"))

    def test_another_day(self):
        rules = {rule["id"]: rule["verdict"] for rule in self.server.document("/api/check?as-of=2028-01-01")["rules"]}
        self.assertEqual(rules["KS-4"], "violated")
        self.assertEqual({rule["id"]: rule["verdict"] for rule in self.server.document("/api/check")["rules"]}["KS-4"], "proved")

    def test_what_if_equals_the_command(self):
        for words, target in ((("--ban", "Huawei", "--kinds", "router"), "ban=Huawei&kind=router"), (("--fail", "link:PE-INT1-P1"), "fail=link:PE-INT1-P1")):
            self.assertEqual(self.server.document(f"/api/whatif?{target}"), served.PROGRAM.document("whatif", VALDREA, *words))

    def test_a_ban_breaks_sharing(self):
        answer = self.server.document("/api/whatif?ban=Huawei&kind=router&kind=base-station")
        self.assertIn({"rule": "SHARE-2", "flows": ["F2"]}, answer["broken"])

    def test_unknown_names_are_told_with_a_hint(self):
        status, _, body = self.server.ask("/api/whatif?ban=Huawai")
        self.assertEqual(status, 422)
        self.assertIn("Did you mean 'Huawei'?", json.loads(body)["error"]["why"])
        self.alive()

    def test_no_secret_leaves(self):
        for target in ("/api/report", "/api/check"):
            self.assertFalse(b"$6$EXAMPLEonly" in self.server.ask(target)[2])

    def test_every_answer_carries_the_headers(self):
        for target in ("/", "/api/state", "/api/report", "/nothing"):
            _, headers, _ = self.server.ask(target)
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["cache-control"], "no-store")
            self.assertEqual(headers["cross-origin-resource-policy"], "same-origin")
            self.assertIn("default-src 'none'", headers["content-security-policy"])
            self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
            self.assertNotIn("access-control-allow-origin", headers)
            self.assertNotIn("unsafe", headers["content-security-policy"])
        page = self.server.ask("/")
        self.assertIn("connect-src 'self'", page[1]["content-security-policy"])
        self.assertFalse(b"<meta http-equiv" in page[2])

    def test_head_is_get_without_the_body(self):
        for target in ("/", "/api/state", "/api/report", "/api/events"):
            data = self.server.say(self.server.head(target, "Connection: close", method="HEAD"))
            self.assertEqual(statuses(data, ["HEAD"]), [200])

    def test_a_hundred_readers(self):
        body = self.server.ask("/api/report")[2]
        begun = time.monotonic()

        def read(_):
            with Events(self.server) as events:
                state, _ = events.next()
                got = [self.server.ask(target)[2] for target in ("/api/report", "/api/check", "/api/report")]
            return state["generation"], got[0] == body and got[2] == body and b'"verdict"' in got[1]

        with concurrent.futures.ThreadPoolExecutor(READERS) as pool:
            found = list(pool.map(read, range(READERS)))
        self.assertEqual(set(found), {(1, True)})
        print(f"{READERS} readers, {READERS * 3} documents, {READERS} subscriptions: {time.monotonic() - begun:.2f} s", flush=True)


if __name__ == "__main__":
    program.main(__name__, served)
