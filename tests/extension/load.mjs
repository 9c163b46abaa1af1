// Hands a module of the extension to a test: bundled by esbuild, with a `chrome` of the test's own.

import path from "node:path";
import { build } from "esbuild";

const SOURCES = path.resolve(import.meta.dirname, "../../extension/src");

/** The exports of a source file. `others`: what stands in place of the modules that it imports, each by its path as it is imported. */
export async function load(file, others = {}) {
  globalThis.chrome ??= { i18n: { getUILanguage: () => "en-US" } };
  const text = await bundle(`export * from "./${file}";`, "esm", others);
  return import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
}

/** A bundle of TypeScript given as text, whose imports are relative to the sources. */
export async function bundle(contents, format, others = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: SOURCES, loader: "ts" },
    bundle: true,
    write: false,
    format,
    charset: "utf8",
    loader: { ".css": "text" },
    plugins: [inPlace(others)],
  });
  return outputFiles[0].text;
}

function inPlace(others) {
  const key = crypto.randomUUID();
  globalThis[key] = others;
  return {
    name: "in place",
    setup: (build) => {
      build.onResolve({ filter: /./ }, ({ path: name }) =>
        name in others ? { path: name, namespace: "other" } : undefined,
      );
      build.onLoad({ filter: /./, namespace: "other" }, ({ path: name }) => ({
        contents: Object.keys(others[name])
          .map((exported) => {
            const value = `globalThis["${key}"]["${name}"].${exported}`;
            return exported === "default" ? `export default ${value};` : `export const ${exported} = ${value};`;
          })
          .join("\n"),
      }));
    },
  };
}
