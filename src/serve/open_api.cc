#include "serve/open_api.h"

namespace ringfence::serve {
namespace {

constexpr const char* kHead = R"json({
"openapi": "3.1.0",
"info": {"title": "Ringfence", "version": "1", "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
 "description": "Verdicts about one snapshot, kept current. Every request is a question; none changes anything."},
"servers": [{"url": "/"}],
"security": [{}, {"token": []}],
)json";

constexpr const char* kPaths = R"json("paths": {
"/api/state": {"get": {"operationId": "state", "summary": "The verdicts of this moment, and what keeps the snapshot from being judged again",
 "responses": {"200": {"description": "The state", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/State"}}}},
  "default": {"$ref": "#/components/responses/Refused"}}}},
"/api/events": {"get": {"operationId": "events", "summary": "Server-sent events named 'state', one at once and one after every change; data is a State",
 "responses": {"200": {"description": "Events until the connection ends", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
  "default": {"$ref": "#/components/responses/Refused"}}}},
"/api/report": {"get": {"operationId": "report", "summary": "All that the page shows: verdicts with evidence, the map, who can do what under every single failure, later days",
 "responses": {"200": {"description": "The document 'report'", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Document"}}}},
  "default": {"$ref": "#/components/responses/Refused"}}}},
"/api/check": {"get": {"operationId": "check", "summary": "Every rule judged on a day",
 "parameters": [{"$ref": "#/components/parameters/AsOf"}],
 "responses": {"200": {"description": "As 'ringfence check -f json', without what may be a secret", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Check"}}}},
  "default": {"$ref": "#/components/responses/Refused"}}}},
"/api/whatif": {"get": {"operationId": "whatif", "summary": "The difference that a ban or failures would make; at least one of 'ban' and 'fail'",
 "parameters": [{"$ref": "#/components/parameters/AsOf"},
  {"name": "ban", "in": "query", "description": "Take out what this party, or each party of this set, makes", "schema": {"type": "array", "items": {"type": "string"}}, "explode": true},
  {"name": "kind", "in": "query", "description": "Only these kinds of elements", "schema": {"type": "array", "items": {"type": "string"}}, "explode": true},
  {"name": "fail", "in": "query", "description": "What is down: link:a-b, node:a, circuit:id, line-system:id, interface:a[if]", "schema": {"type": "array", "items": {"type": "string"}}, "explode": true}],
 "responses": {"200": {"description": "As 'ringfence whatif -f json'", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/WhatIf"}}}},
  "default": {"$ref": "#/components/responses/Refused"}}}},
"/api/openapi.json": {"get": {"operationId": "openapi", "summary": "This document", "security": [{}],
 "responses": {"200": {"description": "This document", "content": {"application/json": {"schema": {"type": "object"}}}}}}}
},
)json";

constexpr const char* kComponents = R"json("components": {
"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Asked for when the server is reached from elsewhere than its own computer"}},
"parameters": {"AsOf": {"name": "as-of", "in": "query", "description": "The day instead of the policy's", "schema": {"type": "string", "format": "date"}}},
"responses": {"Refused": {"description": "Why there is no answer", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}}}},
"schemas": {
"Verdict": {"enum": ["proved", "violated", "undecided", "not-in-force"]},
"Names": {"type": "array", "items": {"type": "string"}},
"Document": {"type": "object", "required": ["ringfence"],
 "properties": {"ringfence": {"type": "object", "required": ["document", "version"], "properties": {"document": {"type": "string"}, "version": {"const": 1}}}}},
"State": {"allOf": [{"$ref": "#/components/schemas/Document"}], "required": ["title", "generation", "report", "trouble"],
 "properties": {"title": {"type": "string"}, "as_of": {"type": "string", "format": "date"},
  "generation": {"type": "integer", "minimum": 0, "description": "Counts the readings of the snapshot that could be judged; 0: none yet"},
  "report": {"type": "integer", "minimum": 0, "description": "The generation that /api/report tells of"},
  "verdict": {"$ref": "#/components/schemas/Verdict"},
  "rules": {"type": "array", "items": {"type": "object", "required": ["id", "verdict"], "properties": {"id": {"type": "string"}, "verdict": {"$ref": "#/components/schemas/Verdict"}}}},
  "trouble": {"$ref": "#/components/schemas/Names", "description": "Why the files as they are cannot be judged; then all answers are about the last reading that could"}}},
"Check": {"allOf": [{"$ref": "#/components/schemas/Document"}], "required": ["as_of", "verdict", "rules"],
 "properties": {"as_of": {"type": "string", "format": "date"}, "verdict": {"$ref": "#/components/schemas/Verdict"},
  "rules": {"type": "array", "items": {"type": "object", "required": ["id", "kind", "party", "verdict"], "properties": {"verdict": {"$ref": "#/components/schemas/Verdict"}}}}}},
"Powers": {"type": "array", "items": {"type": "object", "required": ["element", "levels"], "properties": {"element": {"type": "string"}, "levels": {"$ref": "#/components/schemas/Names"}}}},
"WhatIf": {"allOf": [{"$ref": "#/components/schemas/Document"}], "required": ["removed", "broken", "flows"],
 "properties": {"removed": {"$ref": "#/components/schemas/Names"}, "traffic_bps": {"type": "integer"}, "lost_bps": {"type": "integer"}, "lost_own_bps": {"type": "integer"},
  "broken": {"type": "array", "items": {"type": "object", "required": ["rule", "flows"], "properties": {"rule": {"type": "string"}, "flows": {"$ref": "#/components/schemas/Names"}}}},
  "flows": {"type": "array", "items": {"type": "object", "required": ["flow", "delivered_before", "delivered_after", "delivered_all_after", "doubtful", "gained", "lost"],
   "properties": {"flow": {"type": "string"}, "delivered_before": {"type": "boolean"}, "delivered_after": {"type": "boolean"}, "delivered_all_after": {"type": "boolean"}, "doubtful": {"type": "boolean"}, "gained": {"$ref": "#/components/schemas/Powers"}, "lost": {"$ref": "#/components/schemas/Powers"}}}}}},
"Refused": {"type": "object", "required": ["error"], "properties": {"error": {"type": "object", "required": ["status", "why"], "properties": {"status": {"type": "integer"}, "why": {"type": "string"}}}}}
}}
}
)json";

}  // namespace

std::string OpenApiDocument() { return std::string(kHead) + kPaths + kComponents; }

}  // namespace ringfence::serve
