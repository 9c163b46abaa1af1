// What the content script costs a page: script time, tasks and memory, beside one pass of `getAttribute('href')` over all
// links in the same run. Chromium with the built extension and a list of its own; the page under the real site's address.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { assemble } from "../../scripts/assemble.mjs";
import { inProject, STATEMARK } from "../../scripts/project.mjs";
import { makeCertificate } from "../browser/harness/certificates.mjs";
import { serveRepository } from "../browser/harness/repository.mjs";
import { until } from "../browser/harness/wait.mjs";
import { LINKS_OF_A_POST, POSTS, page as pageOf, posts } from "./feed.mjs";
import { sharesOf } from "./profile.mjs";
import { writeRegistry } from "./registry.mjs";
import { callsOf, milliseconds, TASK, tasksWith, traced } from "./trace.mjs";

const ROUNDS = Number(process.env.STATEMARK_ROUNDS ?? 5);
const LISTED = 100;
const SCROLLS = 10;
const POSTS_OF_A_SCROLL = 50;
const REST_MS = 10_000;
/** As `extension/src/content/watch.ts` has it. */
const AROUND_EVERY_S = 900;
/** After the last mark stands: what still comes, comes within this. */
const QUIET_MS = 1_500;
/** Each batch has come to rest before the next one. */
const SCROLL_EVERY_MS = 150;
const WORLDS = 3;
const PASSES = 11;
const PASS = "pass.js";
/** The function in which a mark is built and put into the page. */
const DRAWING = "drawMark";
/** The bounds that the project set itself. */
const LOAD_PASSES_MAX = 4;
const SCROLL_PASSES_MAX = 6;
const TASK_MS_MAX = 10;
const MEMORY_MB_MAX = 3;
const REST_MS_A_SECOND_MAX = 0.1;

const FOLDER = inProject("target/bench/page");
const at = (name) => path.join(FOLDER, name);
const ADDRESS = "https://x.com/home";
const MARKS = "statemark-mark";

export async function page() {
  const repository = await serveRepository();
  const listed = makeExtension(repository.address);
  repository.use(at("site"));
  const server = await serve(pageOf(listed));
  const runs = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await inBrowser(server, undefined, (tab) => measureBare(tab, listed));
      runs.push({ ...(await inBrowser(server, at("extension/chrome"), (tab) => measure(tab, listed))), bare });
    }
  } finally {
    await server.close();
    await repository.close();
  }
  return report(runs);
}

/** The handles on X of a list of its own, and the extension that carries it. */
function makeExtension(repository) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeRegistry(at("registry"), LISTED * 4);
  const statemark = (...options) => execFileSync(STATEMARK, options, { stdio: ["ignore", "ignore", "inherit"] });
  statemark("keys", "make", at("keys"), "--unencrypted", "--role", "root=1/1");
  statemark(
    "publish",
    at("registry"),
    "--keys",
    at("keys"),
    "--sites",
    inProject("extension/sites"),
    "--out",
    at("site"),
  );
  const root = at("site/metadata/1.root.json");
  statemark("verify", "--root", root, at("site"), "--export", at("packaged.bin"));
  assemble({ out: at("extension"), root, packaged: at("packaged.bin"), repository });
  const rows = readFileSync(at("registry/accounts.csv"), "utf8").split("\n");
  return rows.flatMap((row) => row.match(/^[^,]*,x,([^,]*),/)?.[1] ?? []);
}

async function serve(html) {
  const { key, cert, spki } = makeCertificate(at("certificate"), ["x.com"]);
  const server = https.createServer({ key, cert }, ({ headers, url }, response) => {
    const found = headers.host === "x.com" && url === "/home";
    response.writeHead(found ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(found ? html : "");
  });
  await new Promise((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  return {
    port: server.address().port,
    spki,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

async function inBrowser({ port, spki }, extension, work) {
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    pipe: true,
    enableExtensions: true,
    defaultViewport: { width: 1280, height: 900 },
    args: [
      "--no-sandbox",
      "--no-first-run",
      `--host-resolver-rules=MAP *:443 127.0.0.1:${port},EXCLUDE 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${spki}`,
    ],
  });
  try {
    if (extension !== undefined) await awake(browser, await browser.installExtension(extension));
    const tab = await browser.newPage();
    return await work(tab);
  } finally {
    await browser.close();
  }
}

/** A page costs the same whether the background sleeps; waking up has a figure of its own. */
async function awake(browser, id) {
  await browser.waitForTarget((target) => target.type() === "service_worker" && target.url().includes(id));
  const own = await browser.newPage();
  await own.goto(`chrome-extension://${id}/popup.html`);
  const status = () => own.evaluate(() => chrome.runtime.sendMessage({ type: "status" }).catch(() => undefined));
  await until("the list", status, (found) => found?.accounts === LISTED * 4);
  await own.evaluate(() => chrome.runtime.sendMessage({ type: "update" }));
  await own.close();
}

async function measureBare(tab, listed) {
  const session = await started(tab);
  const { events } = await traced(session, async () => {
    await tab.goto(ADDRESS);
    await wait(QUIET_MS);
  });
  await scroll(tab, listed);
  await wait(QUIET_MS);
  return { heap: await heapMb(session), load: wholeMs(events) };
}

async function measure(tab, listed) {
  const session = await started(tab);
  const origin = new Promise((found) => {
    session.on("Runtime.executionContextCreated", ({ context }) => {
      if (context.origin.startsWith("chrome-extension:")) found(context.origin);
    });
  });
  const load = async () => {
    await tab.goto(ADDRESS);
    await marks(tab, LISTED);
    await wait(QUIET_MS);
  };
  const loaded = await traced(session, load);
  const pass = await passes(session);
  const scrollOn = async () => {
    await scroll(tab, listed);
    await marks(tab, LISTED + (SCROLLS * POSTS_OF_A_SCROLL) / 10);
    await wait(QUIET_MS);
  };
  const scrolled = await traced(session, scrollOn);
  const rested = await traced(session, () => wait(REST_MS));
  // A tab that is shown again is looked through as it is by the slow look around.
  const other = await tab.browser().newPage();
  await other.bringToFront();
  const around = await traced(session, async () => {
    await tab.bringToFront();
    await wait(QUIET_MS);
  });
  await other.close();
  const heap = await heapMb(session);
  const from = await origin;
  const profiled = async (work) => {
    const shares = await sharesOf(session, from, work);
    if (process.env.STATEMARK_FUNCTIONS) printFunctions(shares);
    return shares.get(DRAWING) ?? 0;
  };
  const drawing = { load: await profiled(load), scroll: await profiled(scrollOn) };
  return {
    pass,
    load: ownShare(loaded, from, drawing.load),
    scroll: ownShare(scrolled, from, drawing.scroll),
    // Nothing new is drawn there.
    rest: ownShare(rested, from, 0),
    around: ownShare(around, from, 0),
    heap,
    whole: wholeMs(loaded.events),
  };
}

async function started(tab) {
  const session = await tab.createCDPSession();
  for (const domain of ["Runtime", "HeapProfiler"]) await session.send(`${domain}.enable`);
  return session;
}

/** Asked from outside now and then: a poll in the page would be counted for the content script. */
function marks(tab, count) {
  const read = async () => {
    await wait(100);
    return tab.evaluate((name) => document.querySelectorAll(name).length, MARKS);
  };
  return until(`${count} marks`, read, (found) => found === count);
}

async function scroll(tab, listed) {
  for (let index = 0; index < SCROLLS; index += 1) {
    const markup = posts(POSTS + index * POSTS_OF_A_SCROLL, POSTS_OF_A_SCROLL, listed);
    await tab.evaluate((html) => document.querySelector("#feed").insertAdjacentHTML("beforeend", html), markup);
    await wait(SCROLL_EVERY_MS);
  }
}

/** One pass over all links, in a world as fresh as a content script's: the first, and those after it; medians of three worlds. */
async function passes(session) {
  const { frameTree } = await session.send("Page.getFrameTree");
  const { events } = await traced(session, async () => {
    for (let world = 0; world < WORLDS; world += 1) {
      const name = { frameId: frameTree.frame.id, worldName: `pass ${world}` };
      const { executionContextId } = await session.send("Page.createIsolatedWorld", name);
      const expression = `(${passAfterPass})(${PASSES})\n//# sourceURL=${PASS}`;
      await session.send("Runtime.evaluate", { contextId: executionContextId, awaitPromise: true, expression });
    }
  });
  const times = events.filter(({ name, args }) => name === "FunctionCall" && args.data?.url === PASS);
  if (times.length !== WORLDS * PASSES) throw new Error(`${times.length} passes`);
  const first = times.filter((_, index) => index % PASSES === 0);
  const warm = times.filter((_, index) => index % PASSES > 0);
  const middle = (calls) => median(calls.map((call) => milliseconds([call])));
  return { first: middle(first), warm: middle(warm) };
}

/** Each in a task of its own. */
function passAfterPass(count) {
  return new Promise((done) => {
    let length = 0;
    let left = count;
    const once = () => {
      for (const link of document.querySelectorAll("a[href]")) length += link.getAttribute("href").length;
      left -= 1;
      if (left > 0) setTimeout(once, 0);
      else done(length);
    };
    setTimeout(once, 0);
  });
}

function ownShare({ events, took }, origin, drawing) {
  const calls = callsOf(events, (address) => address.startsWith(origin));
  const tasks = tasksWith(calls, events);
  const own = milliseconds(calls);
  return {
    script: own * (1 - drawing),
    drawing: own * drawing,
    aSecond: (own / took) * 1000,
    longest: Math.max(0, ...tasks.map((task) => task.own)),
    whole: Math.max(0, ...tasks.map((task) => task.whole)),
  };
}

/** For who mends a figure. */
function printFunctions(shares) {
  const most = [...shares].sort(([, one], [, other]) => other - one).slice(0, 45);
  console.log(most.map(([name, share]) => `${name || "(anonymous)"} ${(share * 100).toFixed(1)}`).join(", "));
}

const wholeMs = (events) => milliseconds(events.filter(({ name }) => name === TASK));

async function heapMb(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 2 ** 20;
}

function report(runs) {
  const figure = (read, digits = 1) => {
    const values = runs.map(read).toSorted((one, other) => one - other);
    return `${median(values).toFixed(digits)} (${values[0].toFixed(digits)} to ${values.at(-1).toFixed(digits)})`;
  };
  const middle = (read) => median(runs.map(read));
  const ofScroll = ({ scroll: { script } }) => script / SCROLLS;
  // Up to the first look around: the next comes after twice as long.
  const atRest = ({ rest, around }) => rest.aSecond + around.script / AROUND_EVERY_S;
  const passOfScroll = ({ pass }) => (pass.first * POSTS_OF_A_SCROLL) / POSTS;
  const bounds = [
    ["passes at load", middle(({ load, pass }) => load.script / pass.first), LOAD_PASSES_MAX],
    ["passes at each scroll", middle((run) => ofScroll(run) / passOfScroll(run)), SCROLL_PASSES_MAX],
    ["longest stay in one task, ms", middle(({ load, scroll }) => Math.max(load.longest, scroll.longest)), TASK_MS_MAX],
    ["memory, MB", middle(({ heap, bare }) => heap - bare.heap), MEMORY_MB_MAX],
    ["at rest, ms a second", middle(atRest), REST_MS_A_SECOND_MAX],
  ];
  return {
    title: `a page of ${POSTS} posts with ${POSTS * LINKS_OF_A_POST} links, ${LISTED} posts to be marked`,
    method:
      `medians (least to most) of ${ROUNDS} runs, each in a fresh Chromium; processor time of the main thread from the trace, ` +
      "of calls into the content script and of turns of promises, with what they called; the part of drawing from V8's " +
      "sampling profiler in a second load and its scrolls; a pass in an isolated world of its own, where no link was touched before: its first " +
      "one, as the content script's is; " +
      `memory: the heap after collection, minus that of the same page without the extension; ${REST_MS / 1000} s at rest`,
    lines: [
      ["one pass of getAttribute('href'), warm", `${figure(({ pass }) => pass.warm, 2)} ms`],
      ["one pass of getAttribute('href'), first", `${figure(({ pass }) => pass.first, 2)} ms`],
      ["script at load, without drawing", `${figure(({ load }) => load.script)} ms`],
      ["that in warm passes", figure(({ load, pass }) => load.script / pass.warm)],
      ["drawing the marks", `${figure(({ load }) => load.drawing)} ms`],
      [`script for ${POSTS_OF_A_SCROLL} posts that scroll in`, `${figure(ofScroll, 2)} ms`],
      ["drawing their marks", `${figure(({ scroll: { drawing } }) => drawing / SCROLLS, 2)} ms`],
      ["our longest stay in one task", `${figure(({ load, scroll }) => Math.max(load.longest, scroll.longest))} ms`],
      ["longest task that we were in, with the page's own work", `${figure(({ load }) => load.whole)} ms`],
      ["script at rest, between looks around", `${figure(({ rest }) => rest.aSecond, 3)} ms a second`],
      [`a look around, the first after ${AROUND_EVERY_S} s at rest`, `${figure(({ around }) => around.script)} ms`],
      ["script at rest, with it", `${figure(atRest, 3)} ms a second`],
      ["memory", `${figure(({ heap, bare }) => heap - bare.heap, 2)} MB`],
      ["main thread at load, with minus without us", `${figure(({ whole, bare }) => whole - bare.load)} ms`],
    ],
    bounds,
  };
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
