// What the popup costs until it can be read: its own script, the data that it asks for, its first paint. Beside it, in the same
// run, an empty page of the same extension: a heading of one word, and a script that says it was there.

import { cpSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { inProject } from "../../scripts/project.mjs";
import { milliseconds, TASK, traced } from "./trace.mjs";

const ROUNDS = 15;
/** The bound that the project set itself. */
const RATIO_MAX = 3;
const FOLDER = inProject("target/bench/popup");
/** By then both pages are done, however busy the machine is; a page that is not fails the benchmark. */
const QUIET_MS = 1_500;
const EMPTY = "empty.html";

export async function popup() {
  rmSync(FOLDER, { recursive: true, force: true });
  cpSync(inProject("dist/chrome"), FOLDER, { recursive: true });
  writeFileSync(
    path.join(FOLDER, EMPTY),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title><h1>Empty</h1><script type="module" src="empty.js"></script>',
  );
  writeFileSync(path.join(FOLDER, "empty.js"), "document.documentElement.dataset.ready = 1;\n");
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    pipe: true,
    enableExtensions: true,
    args: ["--no-sandbox", "--no-first-run", "--host-resolver-rules=MAP * 127.0.0.1:9, EXCLUDE 127.0.0.1"],
  });
  try {
    const id = await browser.installExtension(FOLDER);
    // A new installation greets, in front: a tab behind it would not be painted.
    await (await browser.waitForTarget((target) => target.url().endsWith("/welcome.html")))
      .page()
      .then((page) => page.close());
    const tab = await browser.newPage();
    const at = (page) => `chrome-extension://${id}/${page}`;
    const rounds = { empty: [], popup: [] };
    // The first of each warms caches of code that every further one has; it does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, page, ready] of [
        ["empty", EMPTY, () => document.documentElement.dataset.ready === "1"],
        [
          "popup",
          "popup.html",
          () => document.querySelector("#list dd") !== null && document.querySelector("#here .card") !== null,
        ],
      ]) {
        const times = await measure(tab, at(page), ready);
        if (round > 0) rounds[name].push(times);
        await tab.goto("about:blank");
      }
    }
    return report(rounds);
  } finally {
    await browser.close();
  }
}

/** What the page's main thread worked, and by the page's own clock when it was painted. The driver does nothing meanwhile. */
async function measure(tab, address, ready) {
  const session = await tab.createCDPSession();
  const { events } = await traced(session, async () => {
    await session.send("Page.navigate", { url: address });
    await wait(QUIET_MS);
  });
  await session.detach();
  if (!(await tab.evaluate(ready))) throw new Error(`${address} was not done after ${QUIET_MS} ms`);
  const painted = await tab.evaluate(paints);
  return { ...painted, work: milliseconds(events.filter(({ name }) => name === TASK)) };
}

/** Runs in the page: when anything was painted, and when the largest part of it was. */
async function paints() {
  const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  const largest = await new Promise((seen) => {
    new PerformanceObserver((list) => seen(list.getEntries().at(-1).startTime)).observe({
      type: "largest-contentful-paint",
      buffered: true,
    });
  });
  return { first, largest };
}

function report({ empty, popup: ours }) {
  const lines = [];
  const ratios = {};
  for (const [what, key] of [
    ["script, data and paint, main thread", "work"],
    ["first paint", "first"],
    ["largest paint", "largest"],
  ]) {
    const [baseline, figure] = [empty, ours].map((runs) => median(runs.map((run) => run[key])));
    lines.push(
      [`${what}, empty page (baseline)`, `${baseline.toFixed(1)} ms`],
      [`${what}, popup`, `${figure.toFixed(1)} ms`],
    );
    ratios[key] = figure / baseline;
  }
  return {
    title: "the popup, beside an empty page of the same extension",
    method:
      `medians of ${ROUNDS} alternating rounds in one tab of Chromium, the background awake; processor time of the page's main ` +
      `thread in ${QUIET_MS} ms from the navigation, by when all is there; paints by the page's own clock`,
    lines,
    bounds: [
      ["work of the main thread, ratio", ratios.work, RATIO_MAX],
      ["first paint, ratio", ratios.first, RATIO_MAX],
      ["largest paint, ratio", ratios.largest, RATIO_MAX],
    ],
  };
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
