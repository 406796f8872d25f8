// Holds documents against the standards' own schemas, which come with the packages of package-lock.json.
//   node validate.mjs sarif|cyclonedx|openapi FILE...
// Prints one JSON list of errors for each file, in order.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);

function sarif() {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const check = ajv.compile(require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
  return (text) => (check(JSON.parse(text)) ? [] : check.errors);
}

// Every key that the standard does not name is an error to the strict validator.
function cyclonedx() {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  return async (text) => (await validator.validate(text)) ?? [];
}

function openapi() {
  return async (text) => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text));
    return valid ? [] : [errors].flat();
  };
}

const [kind, ...files] = process.argv.slice(2);
const check = { sarif, cyclonedx, openapi }[kind]();
const told = [];
for (const file of files) {
  const errors = await check(readFileSync(file, "utf8"));
  told.push([...errors].slice(0, 20).map((error) => (typeof error === "string" ? error : JSON.stringify(error))));
}
console.log(JSON.stringify(told));
