// Hands a module of the extension to a test: bundled by esbuild, with a `chrome` of the test's own.

import path from "node:path";
import { build } from "esbuild";

const SOURCES = path.resolve(import.meta.dirname, "../../extension/src");

/** The exports of a source file. */
export async function load(file) {
  globalThis.chrome ??= { i18n: { getUILanguage: () => "en-US" } };
  const text = await bundle(`export * from "./${file}";`, "esm");
  return import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}

/** A bundle of TypeScript given as text, whose imports are relative to the sources. */
export async function bundle(contents, format) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: SOURCES, loader: "ts" },
    bundle: true,
    write: false,
    format,
    charset: "utf8",
    loader: { ".css": "text" },
  });
  return outputFiles[0].text;
}
