// What the popup costs until it can be read: its own script, the data that it asks for, its first paint. Beside it, in the same
// run, an empty page of the same extension: a heading of one word, and a script that says it was there.

import { cpSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { inProject } from "../../scripts/project.mjs";
import { milliseconds, TASK, traced } from "./trace.mjs";

const ROUNDS = 15;
/** The bound that the project set itself. */
const RATIO_MAX = 3;
const FOLDER = inProject("target/bench/popup");
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

/** What the page's main thread worked until all was there and painted, and by the page's own clock when that was. */
async function measure(tab, address, ready) {
  const session = await tab.createCDPSession();
  let times;
  const { events } = await traced(session, async () => {
    await tab.goto(address);
    await tab.waitForFunction(ready, { polling: "mutation" });
    times = await tab.evaluate(untilPainted);
  });
  await session.detach();
  return { ...times, work: milliseconds(events.filter(({ name }) => name === TASK)) };
}

/** Runs in the page, once all is there. */
async function untilPainted() {
  const complete = performance.now();
  const first = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  while (first() === undefined) await new Promise((next) => requestAnimationFrame(next));
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  return { paint: first(), complete };
}

function report({ empty, popup: ours }) {
  const lines = [];
  const ratios = {};
  for (const [what, key] of [
    ["script, data and paint, main thread", "work"],
    ["first paint", "paint"],
    ["all of it there", "complete"],
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
      "thread from the navigation until all is there and painted; the other two by the page's own clock",
    lines,
    bounds: [
      ["work of the main thread, ratio", ratios.work, RATIO_MAX],
      ["first paint, ratio", ratios.paint, RATIO_MAX],
      ["all of it there, ratio", ratios.complete, RATIO_MAX],
    ],
  };
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
