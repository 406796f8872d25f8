// The description of the interface. Refusals are the same for every path but the ones that only some
// questions can get, so their lists are put together here; everything else is text.

#include "serve/open_api.h"

#include <fmt/format.h>

namespace ringfence::serve {
namespace {

constexpr const char* kHead = R"json({
"openapi": "3.1.0",
"info": {"title": "Ringfence", "version": "1", "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
 "description": "Verdicts about one snapshot, kept current. Every request is a question; none changes anything. HEAD is answered as GET, without the body."},
"servers": [{"url": "/"}],
"security": [{}, {"token": []}],
)json";

/// Refusals of any request, whatever its path; 408 and 431 come before the path is known.
constexpr std::string_view kRefusals = R"json(
  "400": {"$ref": "#/components/responses/Refused"}, "405": {"$ref": "#/components/responses/Method"},
  "408": {"$ref": "#/components/responses/Refused"}, "413": {"$ref": "#/components/responses/Refused"}, "414": {"$ref": "#/components/responses/Refused"},
  "421": {"$ref": "#/components/responses/Refused"}, "429": {"$ref": "#/components/responses/Later"}, "431": {"$ref": "#/components/responses/Refused"},
  "503": {"$ref": "#/components/responses/Later"})json";
/// Refusals of what holds something of the snapshot.
constexpr std::string_view kGuarded =
    R"json(, "401": {"$ref": "#/components/responses/Unauthorized"}, "403": {"$ref": "#/components/responses/Refused"})json";
/// Refusals of what the engine answers.
constexpr std::string_view kAsked = R"json(, "422": {"$ref": "#/components/responses/Refused"})json";

/// One path.
struct Path {
  std::string_view path, operation, summary, answer;
  std::string_view content;     ///< of the answer, by type
  std::string_view parameters;  ///< a list; "": none
  bool open = false;            ///< without a token
  bool asked = false;           ///< the engine answers
};

constexpr Path kPaths[] = {
    {"/", "page", "The page for people, without anything of the snapshot", "The page",
     R"json("text/html; charset=utf-8": {"schema": {"type": "string"}})json", "", true},
    {"/api/state", "state",
     "The verdicts of this moment, and what keeps the snapshot from being judged again", "The state",
     R"json("application/json": {"schema": {"$ref": "#/components/schemas/State"}})json", ""},
    {"/api/events", "events",
     "Server-sent events named 'state', one at once and one after every change; data is a State",
     "Events until the connection ends", R"json("text/event-stream": {"schema": {"type": "string"}})json",
     ""},
    {"/api/report", "report",
     "All that the page shows: verdicts with evidence, the map, who can do what under every single failure, "
     "later days",
     "The document 'report'",
     R"json("application/json": {"schema": {"$ref": "#/components/schemas/Report"}})json", ""},
    {"/api/check", "check", "Every rule judged on a day",
     "As 'ringfence check -f json', without what may be a secret",
     R"json("application/json": {"schema": {"$ref": "#/components/schemas/Check"}})json",
     R"json([{"$ref": "#/components/parameters/AsOf"}])json", false, true},
    {"/api/whatif", "whatif",
     "The difference that a ban or failures would make, and every rule judged then; at least one of 'ban' "
     "and "
     "'fail'",
     "As 'ringfence whatif -f json'",
     R"json("application/json": {"schema": {"$ref": "#/components/schemas/WhatIf"}})json",
     R"json([{"$ref": "#/components/parameters/AsOf"},
  {"name": "ban", "in": "query", "description": "Take out what this party, or each party of this set, makes", "schema": {"type": "array", "items": {"type": "string"}}, "explode": true},
  {"name": "kind", "in": "query", "description": "Only these kinds of elements", "schema": {"type": "array", "items": {"type": "string"}}, "explode": true},
  {"name": "fail", "in": "query", "description": "What is down: link:a-b, node:a, circuit:id, line-system:id, interface:a[if]", "schema": {"type": "array", "items": {"type": "string"}}, "explode": true}])json",
     false, true},
    {"/api/openapi.json", "openapi", "This document", "This document",
     R"json("application/json": {"schema": {"type": "object", "required": ["openapi", "info", "paths", "components"]}})json",
     "", true},
};

std::string PathText(const Path& path) {
  std::string text = fmt::format("\"{}\": {{\"get\": {{\"operationId\": \"{}\", \"summary\": \"{}\",\n",
                                 path.path, path.operation, path.summary);
  if (path.open) text += " \"security\": [{}],\n";
  if (!path.parameters.empty()) text += fmt::format(" \"parameters\": {},\n", path.parameters);
  text +=
      fmt::format(" \"responses\": {{\"200\": {{\"description\": \"{}\", \"content\": {{{}}}}},{}{}{}}}}}}}",
                  path.answer, path.content, kRefusals, path.open ? "" : kGuarded, path.asked ? kAsked : "");
  return text;
}

constexpr const char* kComponents = R"json("components": {
"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Asked for when the server is reached from elsewhere than its own computer"}},
"parameters": {"AsOf": {"name": "as-of", "in": "query", "description": "The day instead of the policy's", "schema": {"type": "string", "format": "date"}}},
"responses": {
 "Refused": {"description": "Why there is no answer", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}},
 "Unauthorized": {"description": "No token, or a wrong one", "headers": {"WWW-Authenticate": {"required": true, "schema": {"const": "Bearer"}}},
  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}},
 "Method": {"description": "Only GET and HEAD", "headers": {"Allow": {"required": true, "schema": {"const": "GET, HEAD"}}},
  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}},
 "Later": {"description": "Too much at the moment, or nothing to tell yet", "headers": {"Retry-After": {"required": true, "schema": {"type": "string", "pattern": "^[0-9]+$"}}},
  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}}},
"schemas": {
"Verdict": {"enum": ["proved", "violated", "undecided", "not-in-force", "waived"]},
"Level": {"enum": ["read", "meta", "alter", "cut", "steer"]},
"Names": {"type": "array", "items": {"type": "string"}},
"Document": {"type": "object", "required": ["ringfence"],
 "properties": {"ringfence": {"type": "object", "required": ["document", "version"], "properties": {"document": {"type": "string"}, "version": {"enum": [1, 2]}}}}},
"State": {"allOf": [{"$ref": "#/components/schemas/Document"}], "required": ["title", "generation", "report", "trouble"], "unevaluatedProperties": false,
 "properties": {"ringfence": {"properties": {"document": {"const": "state"}, "version": {"const": 1}}}, "title": {"type": "string"}, "as_of": {"type": "string", "format": "date"},
  "generation": {"type": "integer", "minimum": 0, "description": "Counts the readings of the snapshot that could be judged; 0: none yet"},
  "report": {"type": "integer", "minimum": 0, "description": "The generation that /api/report tells of"},
  "verdict": {"$ref": "#/components/schemas/Verdict"},
  "rules": {"type": "array", "items": {"type": "object", "required": ["id", "verdict"], "additionalProperties": false, "properties": {"id": {"type": "string"}, "verdict": {"$ref": "#/components/schemas/Verdict"}}}},
  "trouble": {"$ref": "#/components/schemas/Names", "description": "Why the files as they are cannot be judged; then all answers are about the last reading that could"}}},
"Check": {"allOf": [{"$ref": "#/components/schemas/Document"}, {"$ref": "#/components/schemas/Judged"}], "required": ["steps"],
 "properties": {"first": {"type": "object", "required": ["failures", "not_judged"], "additionalProperties": false, "description": "Only where 'check --first' ended at a violation, never here: rules then holds that one alone",
   "properties": {"failures": {"type": "integer", "minimum": 0}, "not_judged": {"$ref": "#/components/schemas/Names"}}},
  "ringfence": {"properties": {"document": {"const": "check"}, "version": {"const": 2}}}, "steps": {"type": "array", "items": {"type": "object", "required": ["step", "lines"]}, "description": "Evidence has their numbers"}}},
"Judged": {"type": "object", "required": ["as_of", "verdict", "rules"],
 "properties": {"as_of": {"type": "string", "format": "date"}, "verdict": {"$ref": "#/components/schemas/Verdict"},
  "rules": {"type": "array", "items": {"type": "object", "required": ["id", "kind", "party", "verdict"], "properties": {"verdict": {"$ref": "#/components/schemas/Verdict"}}}}}},
"Report": {"allOf": [{"$ref": "#/components/schemas/Document"}], "required": ["check"],
 "properties": {"ringfence": {"properties": {"document": {"const": "report"}}}, "check": {"$ref": "#/components/schemas/Judged"}}},
"Powers": {"type": "array", "items": {"type": "object", "required": ["element", "levels"], "additionalProperties": false,
 "properties": {"element": {"type": "string"}, "levels": {"type": "array", "items": {"$ref": "#/components/schemas/Level"}}}}},
"WhatIf": {"allOf": [{"$ref": "#/components/schemas/Document"}], "required": ["removed", "broken", "flows", "not_judged"], "unevaluatedProperties": false,
 "properties": {"ringfence": {"properties": {"document": {"const": "whatif"}}},
  "removed": {"$ref": "#/components/schemas/Names"}, "traffic_bps": {"type": "integer"}, "lost_bps": {"type": "integer"}, "lost_own_bps": {"type": "integer"},
  "broken": {"type": "array", "items": {"type": "object", "required": ["rule", "flows"], "additionalProperties": false, "properties": {"rule": {"type": "string"}, "flows": {"$ref": "#/components/schemas/Names"}}}},
  "not_judged": {"type": "string", "description": "Why the rules are not judged; empty when they are"},
  "verdict_before": {"$ref": "#/components/schemas/Verdict"}, "verdict_after": {"$ref": "#/components/schemas/Verdict"},
  "rules": {"type": "array", "items": {"type": "object", "required": ["id", "before", "after", "fresh", "fresh_count"], "additionalProperties": false,
   "properties": {"id": {"type": "string"}, "before": {"$ref": "#/components/schemas/Verdict"}, "after": {"$ref": "#/components/schemas/Verdict"},
    "fresh": {"type": "array", "description": "What is violated, undecided or waived afterwards and was not so before; the first of fresh_count",
     "items": {"type": "object", "required": ["flow", "subject", "verdict", "message"], "additionalProperties": false,
      "properties": {"flow": {"type": "string"}, "subject": {"type": "string"}, "verdict": {"$ref": "#/components/schemas/Verdict"}, "message": {"type": "string"}}}},
    "fresh_count": {"type": "integer", "minimum": 0}}}},
  "flows": {"type": "array", "items": {"type": "object", "required": ["flow", "delivered_before", "delivered_after", "delivered_all_after", "doubtful", "gained", "lost"], "additionalProperties": false,
   "properties": {"flow": {"type": "string"}, "delivered_before": {"type": "boolean"}, "delivered_after": {"type": "boolean"}, "delivered_all_after": {"type": "boolean"}, "doubtful": {"type": "boolean"}, "gained": {"$ref": "#/components/schemas/Powers"}, "lost": {"$ref": "#/components/schemas/Powers"}}}}}},
"Refused": {"type": "object", "required": ["error"], "additionalProperties": false,
 "properties": {"error": {"type": "object", "required": ["status", "why"], "additionalProperties": false, "properties": {"status": {"type": "integer"}, "why": {"type": "string", "minLength": 1}}}}}
}}
}
)json";

}  // namespace

std::string OpenApiDocument() {
  std::string paths;
  for (const Path& path : kPaths) paths += (paths.empty() ? "" : ",\n") + PathText(path);
  return fmt::format("{}\"paths\": {{\n{}\n}},\n{}", kHead, paths, kComponents);
}

}  // namespace ringfence::serve
