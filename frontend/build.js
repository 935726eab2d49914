// Bundles CodeMirror once into one minified file that is committed; users and checks need no Node.
// The licence texts of every package that went in are written beside it.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const vendor = "../monitor/web/static/vendor";
const manifest = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const { version } = manifest("node_modules/codemirror");

const made = await build({
  entryPoints: ["codemirror.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome111", "firefox111", "safari16.4"],
  legalComments: "none",
  metafile: true,
  write: false,
});

// The folder of the package that a bundled file belongs to.
const packageOf = (file) => file.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
const packages = [...new Set(Object.keys(made.metafile.inputs).map(packageOf))].filter(Boolean).sort();
const named = packages.map((folder) => `${manifest(folder).name} ${manifest(folder).version}`);

const licences = packages.map((folder, at) => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} has no licence text`);
  return `${named[at]}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});

for (const old of readdirSync(vendor)) if (/^codemirror[-.]/.test(old)) rmSync(join(vendor, old));
const banner = `/* ${named.join(", ")}: see codemirror.LICENSE.txt */\n`;
writeFileSync(join(vendor, `codemirror-${version}.min.js`), banner + made.outputFiles[0].text);
writeFileSync(join(vendor, "codemirror.LICENSE.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));
process.stdout.write(`codemirror-${version}.min.js: ${made.outputFiles[0].text.length} bytes\n${named.join("\n")}\n`);
