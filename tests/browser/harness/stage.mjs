// One browser with the extension, the pages it visits and the repository it asks: what every scenario starts from.

import assert from "node:assert/strict";
import path from "node:path";
import { makeCertificate } from "./certificates.mjs";
import { openChromium } from "./chromium.mjs";
import { serveDesk } from "./desk.mjs";
import { openFirefox } from "./firefox.mjs";
import { byCase, marksIn } from "./marks.mjs";
import { asksFor, pageHosts, servePages } from "./pages.mjs";
import { BROWSER, world } from "./prepare.mjs";
import { serveRepository } from "./repository.mjs";
import { until } from "./wait.mjs";

const OPEN = { chromium: openChromium, firefox: openFirefox };
const DIST = { chromium: "chrome", firefox: "firefox" };

/** Whom the browsers themselves ask: for their updates, settings and accounts. */
export const VENDORS = [
  "accounts.google.com",
  "clients2.google.com",
  "update.googleapis.com",
  "firefox.settings.services.mozilla.com",
];

/** Those that this process tries: each has a process of its own. */
export const BROWSERS = Object.keys(OPEN).filter((browser) => browser === process.env[BROWSER]);

/**
 * `packaged`: the list that the extension carries; `served`: the one in the repository, or none for a repository that
 * cannot be reached; `reports`: whether the scenario sends any; `more`: pages beside the fixtures; `folder`: another folder to
 * load the extension from; the rest as the drivers take it. What is returned: `serve(name, fault)` as `use` of the repository;
 * `inBackground(work, ...options)` runs `work(scope, ...options)` in the background's own scope, where `scope` is its
 * `globalThis`; the rest as the drivers say it.
 */
export async function stage(browserName, options = {}) {
  const { packaged = "current", served = "current", reports = false, more = [], folder, ...driver } = options;
  const { port, deskPort, extension, list, scratch } = world();
  const certificate = makeCertificate(path.join(scratch, `${browserName}-${process.pid}`), pageHosts(more));
  const pages = await servePages(certificate, more);
  const repository = await serveRepository(port);
  const desk = await serveDesk(deskPort);
  const serve = (name, fault) => repository.use(name && list(name), fault);
  serve(served);
  const browser = await OPEN[browserName]({
    extension: folder ?? extension(packaged, DIST[browserName]),
    scratch,
    ...driver,
    pages: { port: pages.port, plainPort: pages.plainPort, spki: certificate.spki },
  });
  return {
    ...browser,
    serve,
    desk,
    requests: { pages: pages.requests, repository: repository.requests, noted: repository.noted },
    repository: repository.address,
    async close() {
      // What a browser says while it shuts down is none of ours.
      const errors = [...browser.errors];
      await browser.close();
      await Promise.all([pages.close(), repository.close(), desk.close()]);
      assert.deepEqual(desk.faults, [], "beside the contract");
      // Nothing is ever sent to the desk but what a resident sends.
      if (!reports) assert.deepEqual(desk.requests, [], "requests to the desk");
      assertQuiet(errors, pages.requests, repository.requests, pageHosts(more));
    },
  };
}

/** On two sites: what a page says of its own account holds for every link to it there. */
const KNOWN_IMPOSTORS = ["https://x.com/MassRMVHelp", "https://www.youtube.com/@TheMBTAInfo"];

/** The marks of a page once the mark of its last case stands: what comes before it was judged before it. */
export async function marksOn(page, last = "sign") {
  const read = async () => byCase(marksIn(await page.document()));
  return until(`the mark of ${last}`, read, (cases) => last in cases);
}

/**
 * All marks of a page. The order of answers is that of surfaces, not of places: a link that the page adds once the mark of its
 * last case stands is looked at after all that was there before.
 */
export async function allMarksOn(page) {
  await marksOn(page);
  await page.tab.evaluate((links) => {
    const link = links.find((link) => new URL(link).host !== location.host);
    const place = document.body.appendChild(document.createElement("p"));
    place.setAttribute("data-case", "added");
    const added = place.appendChild(document.createElement("a"));
    added.href = link;
    added.textContent = link;
  }, KNOWN_IMPOSTORS);
  const { added: _, ...marks } = await marksOn(page, "added");
  return marks;
}

export function untilMarks(page, what, holds) {
  return until(what, async () => byCase(marksIn(await page.document())), holds);
}

/** No error in any console, and no request but for the pages that were visited and the list. */
function assertQuiet(errors, pages, repository, hosts) {
  assert.deepEqual(errors, [], "console errors");
  const expected = (request) => {
    const { protocol, host } = new URL(request.address);
    return protocol === "https:" && hosts.includes(host)
      ? asksFor(request)
      : VENDORS.includes(host) && request.by !== "document";
  };
  assert.deepEqual(
    pages.filter((request) => !expected(request)),
    [],
    "requests beside the pages that were visited",
  );
  assert.deepEqual(
    repository.filter((path) => !/^\/(metadata|targets)\//.test(path)),
    [],
    "requests beside the list",
  );
}
