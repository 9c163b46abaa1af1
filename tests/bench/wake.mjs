// What waking up costs: the module, the verification of the whole stored chain, exact lookup, the first exact verdict.
// Beside it, in the same page: an extension that trusts its storage, parses the same list as JSON and fills a Map.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { inProject, STATEMARK } from "../../scripts/project.mjs";
import { writeRegistry } from "./registry.mjs";

const ACCOUNTS = 10_000;
const ROUNDS = 25;
/** The bound that the project set itself. */
const RATIO_MAX = 3;

const FOLDER = inProject("target/bench/wake");
const at = (name) => path.join(FOLDER, name);

export async function wake() {
  makeList();
  const server = await serve(files());
  const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", pipe: true, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const times = await page.evaluate(measure, ROUNDS);
    return report(times);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

function makeList() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeRegistry(at("registry"), ACCOUNTS);
  writeRegistry(at("registry-of-package"), 1);
  const statemark = (...options) => execFileSync(STATEMARK, options, { stdio: ["ignore", "ignore", "inherit"] });
  const signed = ["--keys", at("keys"), "--sites", inProject("extension/sites")];
  const before = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");
  statemark("keys", "make", at("keys"), "--unencrypted", "--role", "root=1/1");
  statemark("publish", at("registry-of-package"), ...signed, "--out", at("first"), "--now", before);
  statemark("publish", at("registry"), ...signed, "--out", at("site"), "--base", at("first"));
  const root = at("first/metadata/1.root.json");
  statemark("verify", "--root", root, at("first"), "--export", at("packaged.bin"));
  statemark("verify", "--root", root, at("site"), "--export", at("set.bin"));
}

function files() {
  const sections = path.join(FOLDER, "site/targets/sections");
  const unsigned = readdirSync(sections).map((name) => JSON.parse(readFileSync(path.join(sections, name), "utf8")));
  return new Map([
    ["/", ["text/html", "<!doctype html><title>Waking up</title>"]],
    ["/core.js", ["text/javascript", readFileSync(inProject("target/wasm/core.js"))]],
    ["/core_bg.wasm", ["application/wasm", readFileSync(inProject("target/wasm/core_bg.wasm"))]],
    ["/root.json", ["application/json", readFileSync(at("first/metadata/1.root.json"))]],
    ["/packaged.bin", ["application/octet-stream", readFileSync(at("packaged.bin"))]],
    ["/set.bin", ["application/octet-stream", readFileSync(at("set.bin"))]],
    ["/sites.json", ["application/json", readFileSync(inProject("dist/chrome/list/sites.json"))]],
    ["/unsigned.json", ["application/json", JSON.stringify(unsigned)]],
  ]);
}

function serve(known) {
  const server = http.createServer(({ url }, response) => {
    const [type, body] = known.get(new URL(url, "http://127.0.0.1/").pathname) ?? [];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type ?? "text/plain" });
    response.end(body);
  });
  return new Promise((listening) => {
    server.listen(0, "127.0.0.1", () => listening(server));
  });
}

/** Runs in the page. Both get bytes that are in memory already, as storage would give them. */
async function measure(rounds) {
  const bytes = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
  const names = ["core_bg.wasm", "root.json", "packaged.bin", "sites.json", "set.bin", "unsigned.json"];
  const [wasm, root, packaged, sites, set, unsigned] = await Promise.all(names.map(bytes));
  const ours = async (round) => {
    const { default: init, Core } = await import(`./core.js?${round}`);
    const from = performance.now();
    await init({ module_or_path: wasm });
    const core = await Core.open(root, packaged, sites, undefined, set);
    const answer = core.judge_address("https://x.com/MaTe0");
    const time = performance.now() - from;
    const { source, accounts } = core.status();
    core.free();
    return { time, source, accounts, verdict: answer?.verdict.verdict };
  };
  const plain = () => {
    const from = performance.now();
    const sections = JSON.parse(new TextDecoder().decode(unsigned));
    const known = new Map();
    for (const { accounts } of sections) {
      for (const account of accounts) known.set(`${account.platform}:${account.handle.toLowerCase()}`, account);
    }
    known.get("x:mate0");
    return { time: performance.now() - from, accounts: known.size };
  };
  const woken = [];
  const parsed = [];
  for (let round = 0; round < rounds; round += 1) {
    parsed.push(plain());
    woken.push(await ours(round));
  }
  return { woken, parsed, bytes: { unsigned: unsigned.length, set: set.length } };
}

function report({ woken, parsed, bytes }) {
  for (const run of woken) {
    if (run.source !== "stored" || run.accounts !== ACCOUNTS || run.verdict !== "official")
      throw new Error(`not a verdict by the stored list: ${JSON.stringify(run)}`);
  }
  if (parsed.some(({ accounts }) => accounts !== ACCOUNTS)) throw new Error("the plain extension lost accounts");
  const [ours, plain] = [woken, parsed].map((runs) => median(runs.map(({ time }) => time)));
  return {
    title: `waking up, ${ACCOUNTS} accounts (${bytes.set} bytes stored, ${bytes.unsigned} bytes of unsigned JSON)`,
    method: `medians of ${ROUNDS} alternating rounds in one page of Chromium, each with a new instance of the module`,
    lines: [
      ["JSON.parse and a Map (baseline)", `${plain.toFixed(1)} ms`],
      ["instantiate, verify, first exact verdict", `${ours.toFixed(1)} ms`],
    ],
    bounds: [["ratio", ours / plain, RATIO_MAX]],
  };
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
