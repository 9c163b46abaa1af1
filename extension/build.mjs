// Bundles the extension for both browsers. `build.sh` makes what it is given: the WASM module and the signed list.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { manifestFor, parseHosts, patternOf } from "./manifest.mjs";
import { TEXTS } from "./texts.mjs";

const HERE = import.meta.dirname;
const PROJECT = path.dirname(HERE);
const CONTENT_GZIP_MAX = 20_000;
const PAGES = ["popup", "options", "report", "welcome"];
const USAGE = `node extension/build.mjs --root FILE --packaged FILE --repository URL [--desk URL]
  --root FILE        the root metadata to pin
  --packaged FILE    the verified list, as \`statemark verify --export\` writes it
  --repository URL   where the extension looks for newer lists; ends in /
  --desk URL         where reports go
  --sites DIR        where accounts show on sites; default extension/sites
  --out DIR          default dist
  --wasm DIR         default target/wasm
  --version X.Y.Z    default: that of package.json`;

const at = (...parts) => path.join(PROJECT, ...parts);
const options = readOptions();
for (const file of [options.root, options.packaged, path.join(options.wasm, "core_bg.wasm")]) {
  if (!existsSync(file)) fail(`${file} is missing`);
}
const sites = bundleSites();
for (const browser of ["chrome", "firefox"]) await buildFor(browser);
printSizes();

async function buildFor(browser) {
  const out = path.join(options.out, browser);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(path.join(out, "list"), { recursive: true });
  mkdirSync(path.join(out, "icons"));
  await Promise.all([
    bundle("background/main.ts", "esm", path.join(out, "background.js")),
    bundle("content/main.ts", "iife", path.join(out, "content.js")),
    ...PAGES.map((page) => bundle(`pages/${page}/main.ts`, "esm", path.join(out, `${page}.js`))),
  ]);
  for (const page of ["common", ...PAGES]) {
    const folder = path.join(HERE, "src/pages", page);
    for (const file of readdirSync(folder).filter((name) => /\.(html|css)$/.test(name))) {
      cpSync(path.join(folder, file), path.join(out, file));
    }
  }
  mkdirSync(path.join(out, "messages"));
  // English is bundled.
  for (const file of readdirSync(path.join(HERE, "messages")).filter((name) => name !== "en.json")) {
    const texts = JSON.parse(readFileSync(path.join(HERE, "messages", file), "utf8"));
    writeFileSync(path.join(out, "messages", file), JSON.stringify(texts));
  }
  for (const icon of readdirSync(path.join(HERE, "icons")).filter((name) => /\.(png|svg)$/.test(name))) {
    cpSync(path.join(HERE, "icons", icon), path.join(out, "icons", icon));
  }
  cpSync(at("core/src/report/packs.json"), path.join(out, "packs.json"));
  cpSync(at("manifest/managed-schema.json"), path.join(out, "managed-schema.json"));
  cpSync(at("manifest/_locales"), path.join(out, "_locales"), { recursive: true });
  cpSync(path.join(options.wasm, "core_bg.wasm"), path.join(out, "core_bg.wasm"));
  cpSync(options.root, path.join(out, "list/root.json"));
  cpSync(options.packaged, path.join(out, "list/packaged.bin"));
  writeFileSync(path.join(out, "list/sites.json"), JSON.stringify(sites));
  const { repository, desk, version, mastodonHosts } = options;
  writeJson(
    path.join(out, "config.json"),
    desk === undefined ? { repository } : { repository, desk, deskPattern: patternOf(desk) },
  );
  writeJson(path.join(out, "manifest.json"), manifestFor(browser, { repository, desk, version, mastodonHosts }));
}

function bundle(entry, format, outfile) {
  return build({
    entryPoints: [path.join(HERE, "src", entry)],
    outfile,
    format,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // Every page of a site compiles the content script: a quarter of it would be names of variables.
    minifyIdentifiers: entry.startsWith("content/"),
    legalComments: "none",
    charset: "utf8",
    target: ["chrome123", "firefox142"],
    loader: { ".css": "text" },
    logLevel: "warning",
    plugins: [coreFrom(options.wasm), englishOf(entry)],
  });
}

/** Of the English texts a bundle carries those that it uses: every page of a site loads the content script. */
function englishOf(entry) {
  const groups = TEXTS[entry.split("/")[0]] ?? [];
  const carried = ([key]) => groups.length === 0 || groups.includes(key.split(".")[0]);
  return {
    name: "english",
    setup: (build) =>
      build.onLoad({ filter: /[/\\]messages[/\\]en\.json$/ }, ({ path: file }) => ({
        contents: JSON.stringify(
          Object.fromEntries(Object.entries(JSON.parse(readFileSync(file, "utf8"))).filter(carried)),
        ),
        loader: "json",
      })),
  };
}

/** The glue of the core may have been built elsewhere than where the sources name it. */
function coreFrom(folder) {
  return {
    name: "core",
    setup: (build) =>
      build.onResolve({ filter: /\/target\/wasm\/core\.js$/ }, () => ({ path: path.join(folder, "core.js") })),
  };
}

function bundleSites() {
  const folder = options.sites;
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return { schema: 1, sites: names.sort().map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8"))) };
}

function printSizes() {
  const out = path.join(options.out, "chrome");
  for (const name of [
    "background.js",
    "content.js",
    "popup.js",
    "core_bg.wasm",
    "list/packaged.bin",
    "list/sites.json",
  ]) {
    const bytes = readFileSync(path.join(out, name));
    console.log(
      `${name.padEnd(18)} ${kilobytes(statSync(path.join(out, name)).size)}  ${kilobytes(gzipSync(bytes).length)} gzip`,
    );
  }
  const content = gzipSync(readFileSync(path.join(out, "content.js"))).length;
  if (content > CONTENT_GZIP_MAX) fail(`content.js has ${content} bytes gzipped, more than ${CONTENT_GZIP_MAX}`);
}

function readOptions() {
  const names = ["root", "packaged", "repository", "desk", "sites", "out", "wasm", "version"];
  let values;
  try {
    ({ values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) }));
  } catch (error) {
    fail(`${error.message}\n${USAGE}`, 2);
  }
  for (const name of ["root", "packaged", "repository"]) {
    if (values[name] === undefined) fail(`--${name} is missing\n${USAGE}`, 2);
  }
  const hosts = at("core/src/platform/mastodon_hosts.txt");
  return {
    repository: values.repository,
    desk: values.desk,
    root: path.resolve(values.root),
    packaged: path.resolve(values.packaged),
    sites: path.resolve(values.sites ?? path.join(HERE, "sites")),
    out: path.resolve(values.out ?? at("dist")),
    wasm: path.resolve(values.wasm ?? at("target/wasm")),
    version: values.version ?? JSON.parse(readFileSync(at("package.json"), "utf8")).version,
    mastodonHosts: existsSync(hosts) ? parseHosts(readFileSync(hosts, "utf8")) : [],
  };
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}
