// A page in Chromium on which the content script runs with a background of the test's own making.

import { readFileSync } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { bundle } from "./load.mjs";

const SITES = path.resolve(import.meta.dirname, "../../extension/sites");
const PAGE = (body) => `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}</body></html>`;

/** Runs in the page before all else. Answers by the account's name, which stands last in link, handle or address. */
function background(site) {
  const account = { agency: "massdot", platform: "x", handle: "MassDOT", status: "active" };
  const verdicts = {
    massdot: { verdict: "official", account },
    massd0t: {
      verdict: "lookalike",
      strength: "strong",
      imitates: account,
      reasons: ["confusable"],
      differs: [[5, 6]],
    },
  };
  const nameOf = ({ page, link, handle, surface }) => {
    const own = (handle ?? link ?? "").replace(/^[@/]/, "").split("/")[0];
    const bound = site?.surfaces.find(({ id }) => id === surface?.id)?.identity === "address";
    const name = own.toLowerCase();
    return bound && !page.toLowerCase().endsWith(`/${name}`) ? undefined : name;
  };
  const stage = { batches: [], marks: [], roots: [], hold: undefined, listener: undefined };
  stage.answer = (sighting) => {
    const verdict = verdicts[nameOf(sighting)];
    const says = verdict !== undefined && (sighting.surface !== undefined || verdict.verdict === "lookalike");
    return {
      verdict: says ? verdict : { verdict: "unlisted" },
      account: `x:${nameOf(sighting)}`,
      demonstration: false,
    };
  };
  stage.count = (selector = "html") => document.querySelectorAll(`${selector} statemark-mark`).length;
  const listen = {
    addListener: (listener) => {
      stage.listener = listener;
    },
  };
  globalThis.stage = stage;
  globalThis.chrome = {
    i18n: { getUILanguage: () => "en" },
    runtime: {
      id: "test",
      getURL: () => "chrome-extension://test/",
      onMessage: listen,
      sendMessage: async (message) => {
        if (message.type === "site") return { site };
        stage.batches.push(message.sightings);
        await stage.hold;
        return {
          answers: message.sightings.map(stage.answer),
          list: { publisher: "Commonwealth", date: "2026-11-20", contact: "lists@agency.example" },
        };
      },
    },
  };
  stage.tell = (message) => stage.listener(message, { id: "test" }, () => undefined);
  // Two frames for looking, one turn for the answer, one frame for what the answer changed.
  stage.settled = async () => {
    for (let frame = 0; frame < 6; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    stage.modes = new Set([...(stage.modes ?? []), options.mode]);
    const root = attach.call(this, options);
    stage.roots.push(root);
    return root;
  };
}

/** With a packaged site file, a file of the test's own, or none. `open(path, body)` gives a page whose `stage` the test asks; `close()` ends the browser. */
export async function startStage(siteNameOrFile) {
  const site = typeof siteNameOrFile === "string" ? packagedSite(siteNameOrFile) : siteNameOrFile;
  const script = await bundle('import "./content/main.ts";', "iife");
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  return {
    close: () => browser.close(),
    open: async (address, body) => {
      const page = await browser.newPage();
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.setRequestInterception(true);
      page.on("request", (request) =>
        request.isNavigationRequest()
          ? request.respond({ contentType: "text/html; charset=utf-8", body: PAGE(body) })
          : request.respond({ status: 204 }),
      );
      await page.evaluateOnNewDocument(background, site);
      await page.goto(address);
      await page.evaluate(script);
      await page.evaluate(() => stage.settled());
      return Object.assign(page, { errors });
    },
  };
}

function packagedSite(name) {
  return JSON.parse(readFileSync(path.join(SITES, `${name}.json`), "utf8"));
}
