// `CAPTURES=DIR ./build.sh captures`: the built extension over saved real pages; what it found and missed on every surface.
// `tests/captures/README.md` says what DIR holds.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeCertificate } from "../tests/browser/harness/certificates.mjs";
import { openChromium } from "../tests/browser/harness/chromium.mjs";
import { HOST } from "../tests/browser/harness/marks.mjs";
import { judge, line, settled } from "../tests/captures/judge.mjs";
import { extensionWith, listable, resolved } from "../tests/captures/list.mjs";
import { measure } from "../tests/captures/measure.mjs";
import { serveCaptures } from "../tests/captures/serve.mjs";
import { inProject, say, stop } from "./project.mjs";

const SHOWN_MAX = 3;

const folder = process.env["CAPTURES"];
if (!folder || !existsSync(path.join(folder, "index.json"))) {
  stop(
    "captures needs CAPTURES=DIR, a folder of saved pages with an index.json; tests/captures/README.md explains it",
    2,
  );
}
const { pages } = JSON.parse(readFileSync(path.join(folder, "index.json"), "utf8"));
const written = new Map();
const extension = extensionWith(accountsOf(pages), written);
const scratch = mkdtempSync(path.join(os.tmpdir(), "statemark-captures-"));
const certificate = makeCertificate(scratch, [...new Set(pages.map(({ address }) => new URL(address).host))]);
rmSync(scratch, { recursive: true });
const server = await serveCaptures(folder, pages, certificate);
const browser = await openChromium({
  extension,
  pages: { port: server.port, plainPort: server.plainPort, spki: certificate.spki },
});
const totals = new Map();
const faults = [];
for (const page of pages) await look(page);
await browser.close();
await server.close();
say("all pages");
for (const [surface, count] of [...totals].sort(([one], [two]) => one.localeCompare(two))) line(surface, count);
if (faults.length > 0) stop(["not as it should be:", ...faults].join("\n  "));

async function look(page) {
  const surfaces = surfacesFor(page);
  const tab = await browser.open(page.address);
  const marks = await settled(tab);
  const { address, counted, loose, marks: places } = await tab.tab.evaluate(measure, surfaces, HOST);
  await tab.close();
  const platform = platformOf(page);
  console.log(
    `\n${page.file}  ${page.address}  (saved ${page.saved ?? "at an unknown time"}; ${page.source ?? "no source"})`,
  );
  const judged = judge(marks, places, address);
  for (const { id, elements, marked, without } of counted) {
    const wrong = judged.filter(({ surface, wrong }) => surface === id && wrong);
    const total = totals.get(`${platform}/${id}`) ?? { pages: 0, elements: 0, marked: 0, wrong: 0 };
    totals.set(`${platform}/${id}`, total);
    total.pages += elements > 0 ? 1 : 0;
    total.elements += elements;
    total.marked += marked;
    total.wrong += wrong.length;
    if (elements === 0) continue;
    line(id, { elements, marked, wrong: wrong.length });
    for (const text of without.slice(0, SHOWN_MAX)) console.log(`      missed: ${text}`);
  }
  const names = resolved(loose).filter((text) => text.startsWith(platform) && text !== "none");
  if (names.length > 0)
    console.log(`    ${"(links of no surface)".padEnd(24)} ${names.length} to ${new Set(names).size} accounts`);
  for (const { account, surface, text, wrong } of judged.filter(({ wrong, surface }) => wrong || surface === "(none)"))
    faults.push(
      `${page.file}: a mark for ${account} in ${surface} ${wrong ? "stands at" : "of no surface, at"} «${text}»`,
    );
  if (page.marks !== undefined) compare(page, judged);
}

function compare(page, judged) {
  const found = {};
  for (const { account } of judged) found[account] = (found[account] ?? 0) + 1;
  for (const account of new Set([...Object.keys(found), ...Object.keys(page.marks)])) {
    const [is, was] = [found[account] ?? 0, page.marks[account] ?? 0];
    if (is !== was) faults.push(`${page.file}: ${is} marks for ${account}, where ${was} are expected`);
  }
}

function surfacesFor(page) {
  const file = inProject("extension/sites", `${platformOf(page)}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).surfaces : [];
}

/** A capture says whose page it is only where its address names nobody. */
function platformOf(page) {
  return page.platform ?? resolved([page.address])[0].split(/[:#]/)[0];
}

/** All accounts of a page's own platform that its links, its address or the index name. */
function accountsOf(all) {
  const accounts = all.flatMap((page) => {
    const html = readFileSync(path.join(folder, page.file), "utf8");
    const links = [...html.matchAll(/href\s*=\s*["']?([^"'\s>]+)/gi)].map(([, raw]) => raw.replaceAll("&amp;", "&"));
    const absolute = links.flatMap((raw) => (URL.canParse(raw, page.address) ? new URL(raw, page.address).href : []));
    const addresses = [page.address, ...absolute];
    const texts = resolved(addresses);
    texts.forEach((text, index) => {
      const handle = /^[a-z]+:(.+)$/.exec(text)?.[1];
      const at = handle === undefined ? -1 : addresses[index].toLowerCase().indexOf(handle);
      if (at >= 0) written.set(text, addresses[index].slice(at, at + handle.length));
    });
    const named = [...texts, ...(page.accounts ?? [])];
    return named.filter((text) => text.startsWith(`${platformOf(page)}:`) || text.startsWith(`${platformOf(page)}#`));
  });
  return [...new Set(accounts)].filter(listable);
}
