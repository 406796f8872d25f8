// Builds src/report/html/page.html: one ASCII file with script, style and a place for the data. Same sources, same bytes.
//   node build.mjs [OUTPUT]
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2] ?? join(root, "../src/report/html/page.html");

/** Hash of everything the page is made of; tests/web recomputes it in another language. */
function sourcesHash() {
  const files = ["build.mjs", "package-lock.json", "package.json", "tsconfig.json"];
  for (const entry of readdirSync(join(root, "src"), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) files.push(relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
  files.sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file))).update("\n");
  return hash.digest("hex");
}

const [made] = await build({
  root,
  configFile: false,
  logLevel: "warn",
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    write: false,
    target: "es2022",
    cssCodeSplit: false,
    lib: { entry: "src/main.tsx", formats: ["iife"], name: "RingfenceReport", fileName: "page" },
  },
});
const hex = (char) => char.charCodeAt(0).toString(16).padStart(4, "0");
const script = made.output
  .find((file) => file.type === "chunk")
  .code.replace(/[^\x00-\x7f]/g, (char) => `\\u${hex(char)}`)
  .replaceAll("</script", "<\\/script")
  .replaceAll("<!--", "\\x3c!--")
  .trim();
const style = made.output
  .find((file) => file.fileName.endsWith(".css"))
  .source.toString()
  .replace(/[^\x00-\x7f]/g, (char) => `\\${hex(char)} `)
  .trim();
const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`;
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="ringfence-page-sources" content="sha256:${sourcesHash()}">
<title>Ringfence</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<noscript><p lang="en">This report needs JavaScript. It loads nothing from the network.</p><p lang="de">Dieser Bericht braucht JavaScript. Er l&auml;dt nichts aus dem Netz.</p></noscript>
<script type="application/json" id="data">@RINGFENCE-DATA@</script>
<script>${script}</script>
</body>
</html>
`;
if (/[^\x00-\x7f]/.test(page)) throw new Error("the page is not ASCII");
if (page.split("@RINGFENCE-DATA@").length !== 2) throw new Error("the place for the data must be there once");
writeFileSync(output, page);
console.log(`${output}: ${page.length} bytes`);
