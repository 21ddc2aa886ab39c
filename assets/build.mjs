// SPDX-License-Identifier: Apache-2.0
// Builds what pages are served with into src/taawun/apps/ui/static/built, each file named by its content.
//
// Every assets/NAME.ts or NAME.js is one entry, and what it imports becomes part of it (a stylesheet too).
// Every assets/recipes/NAME.mjs exports `build(kit)` for what is no bundle: fonts, base maps.
// manifest.json says which file stands for which name; the template tags of the desk read it.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const TARGET = join(ROOT, "src/taawun/apps/ui/static/built");
const FRESH = `${TARGET}.new`; // written whole, then put in the other's place
const BANNER = "/* The licences of what is bundled here stand beside it, in licences.txt. */";
const TOOLS = ["esbuild", "subset-font"]; // they build and leave nothing of themselves
const HASH_LENGTH = 8; // hexadecimal digits

const manifest = {};

/** Write bytes under a name that carries their hash, and return that name. */
function put(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, HASH_LENGTH);
  const ending = extname(name);
  const stored = `${basename(name, ending)}-${hash}${ending}`;
  writeFileSync(join(FRESH, stored), bytes);
  manifest[name] = stored;
  return stored;
}

/** Return the bytes of a file in an installed package. */
function of(path) {
  return readFileSync(join(ROOT, "node_modules", path));
}

/** Return the entries of one kind in a folder of assets/. */
function files(folder, endings) {
  return readdirSync(join(HERE, folder)).filter((name) => endings.includes(extname(name))).sort();
}

/** Bundle every entry; chunks that two entries share stand once. */
async function bundle() {
  const entries = files(".", [".ts", ".js"]);
  const made = await build({
    entryPoints: entries.map((name) => join(HERE, name)),
    bundle: true, minify: true, splitting: true, format: "esm", target: "es2022",
    outdir: FRESH, entryNames: "[name]-[hash]", chunkNames: "part-[hash]", assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file", ".png": "file", ".json": "json" },
    external: ["/static/*"], legalComments: "none", banner: { js: BANNER, css: BANNER },
    metafile: true, logLevel: "warning",
  });
  for (const [path, output] of Object.entries(made.metafile.outputs)) {
    const stored = basename(path);
    if (output.entryPoint) {
      const name = basename(output.entryPoint, extname(output.entryPoint));
      manifest[`${name}.js`] = stored;
      if (output.cssBundle) manifest[`${name}.css`] = basename(output.cssBundle);
    }
  }
}

/** Write the licences of the packages that are asked for, as they came with them. */
function licences() {
  const asked = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).devDependencies;
  const texts = Object.keys(asked).filter((name) => !TOOLS.includes(name)).sort().map((name) => {
    const file = readdirSync(join(ROOT, "node_modules", name)).find((one) => /^licen[cs]e/i.test(one));
    return `${name}\n\n${file ? of(join(name, file)) : "(see its package)"}\n`;
  });
  writeFileSync(join(FRESH, "licences.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
}

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(FRESH, { recursive: true });
await bundle();
for (const name of files("recipes", [".mjs"])) {
  const recipe = await import(pathToFileURL(join(HERE, "recipes", name)).href);
  await recipe.build({ put, of, root: ROOT });
}
licences();
const ordered = Object.fromEntries(Object.entries(manifest).sort());
writeFileSync(join(FRESH, "manifest.json"), JSON.stringify(ordered, null, 1) + "\n");
if (process.env.TAAWUN_ASSETS_STAMP) writeFileSync(join(FRESH, "stamp"), process.env.TAAWUN_ASSETS_STAMP);
rmSync(TARGET, { recursive: true, force: true });
renameSync(FRESH, TARGET);
console.log(`assets: ${Object.keys(ordered).length} names in ${relative(ROOT, TARGET)}`);
