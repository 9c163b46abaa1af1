// Rust → target/release (native tools) and target/wasm (the core, its JavaScript and types).

import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { inProject, replaceFolder, run, say } from "./project.mjs";

const RAW = inProject("target/wasm32-unknown-unknown/packaged/statemark_core.wasm");
const BINDGEN = inProject("target/release/statemark-bindgen");
const OUT = inProject("target/wasm");
/** A refresh hashes a few hundred kilobytes: the loop will do, without its unrolled form of four times the size. */
const SMALL_HASHES = '--cfg sha2_backend_soft="compact"';
/**
 * For WebAssembly LLVM optimises as for a processor even where size alone counts. Together 14 kB: a `memory.copy` is
 * shorter than the loads and stores of two words, and loops are neither rewritten nor their loads copied ahead of them.
 */
const SMALL_CODE = [
  "-max-store-memcpy=1",
  "-max-store-memmove=1",
  "-max-store-memset=1",
  "-disable-lsr",
  "-enable-pre=false",
  "-disable-licm-promotion",
  "-enable-partial-inlining",
].map((option) => `-Cllvm-args=${option}`);
/** Static data stands behind the stack: below 1 MiB each of its addresses is a byte shorter (1 kB). */
const SMALL_ADDRESSES = "-Clink-arg=-zstack-size=524288";
/** What it was made by and for is nothing that a browser reads. */
const NOTHING_ELSE = ["--strip-producers", "--strip-target-features"];
/**
 * In rounds, for what the one before leaves; the flow of control is built anew between them (together 3 kB). The first
 * kilobyte of memory is the far end of the stack, which no address is computed into (2 kB).
 */
const ROUND = ["-Oz", "--flatten", "--rereloop"];
const ROUNDS = [...ROUND, ...ROUND, "-Oz", "-Oz"];
/** What has one caller only stands in it, unless it is long: a few more bytes, which compress better than calls. */
const IN_ONE_CALLER = ["--one-caller-inline-max-function-size", "40"];
/** Functions of one module of the source stand together: they are alike, which is half a kilobyte of gzip. */
const LIKE_BY_LIKE = ["--reorder-functions-by-name"];
const SMALL_MODULE = [...IN_ONE_CALLER, ...ROUNDS, "--low-memory-unused", ...NOTHING_ELSE, ...LIKE_BY_LIKE];
/** In the output: the hash of what it was made from, so that an unchanged core is not optimised again. */
const MADE_FROM = "made-from";

export function compile() {
  say("compiling the native tools and the core");
  run("cargo", ["build", "--locked", "--release", "-p", "statemark", "-p", "tuf-client", "-p", "statemark-bindgen"]);
  compileModule(OUT);
}

/** The core as a module in `out`; with other features than the package has, for tests. */
export function compileModule(out, features = []) {
  // The crate type is named here and not in Cargo.toml: beside a library for other crates, Cargo would not optimise
  // the module as a whole.
  const core = ["-p", "statemark-core", "--lib", "--crate-type", "cdylib", "--features", features.join()];
  run("cargo", ["rustc", "--locked", "--profile", "packaged", "--target", "wasm32-unknown-unknown", ...core], {
    environment: {
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: [
        SMALL_HASHES,
        ...SMALL_CODE,
        SMALL_ADDRESSES,
        ...withoutPathsOf(homedir(), inProject(".")),
      ].join(" "),
    },
  });
  const madeFrom = hashOf(RAW, BINDGEN, import.meta.filename);
  const stamp = path.join(out, MADE_FROM);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === madeFrom) return;
  say("making WebAssembly small");
  replaceFolder(out, (folder) => {
    run(BINDGEN, [RAW, folder, "core"]);
    const wasm = path.join(folder, "core_bg.wasm");
    // Never --all-features: binaryen would then write compact imports, which Chromium refuses.
    run(inProject("node_modules/.bin/wasm-opt"), [...SMALL_MODULE, wasm, "-o", `${wasm}.small`]);
    renameSync(`${wasm}.small`, wasm);
    writeFileSync(path.join(folder, MADE_FROM), madeFrom);
  });
}

/** The module is the same wherever it is built, and tells nothing of where. */
function withoutPathsOf(...folders) {
  return folders.map((folder) => `--remap-path-prefix=${folder}=.`);
}

function hashOf(...files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}
