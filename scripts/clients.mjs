// `CLIENTS=DIR node scripts/clients.mjs`: the built extension over sites' own web clients, run against invented servers.
// `tests/captures/README.md` says what DIR holds. `--save OUT` keeps what each view looked like, for `captures`; `--only WORDS` runs the
// views whose names hold them.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeCertificate } from "../tests/browser/harness/certificates.mjs";
import { openChromium } from "../tests/browser/harness/chromium.mjs";
import { HOST } from "../tests/browser/harness/marks.mjs";
import { judge, line, settled } from "../tests/captures/judge.mjs";
import { extensionWith } from "../tests/captures/list.mjs";
import { measure } from "../tests/captures/measure.mjs";
import { bluesky } from "../tests/clients/bluesky.mjs";
import { mastodon } from "../tests/clients/mastodon.mjs";
import { serveClients } from "../tests/clients/serve.mjs";
import { inProject, say, stop } from "./project.mjs";

const READY_MS = 25_000;
const SHOWN_MAX = 3;
const folder = process.env["CLIENTS"];
if (!folder) {
  say("no CLIENTS=DIR with built web clients (tests/captures/README.md): nothing was run");
  process.exit(0);
}
const save = option("--save");
const only = option("--only") ?? "";
const found = { mastodon: mastodon(path.join(folder, "mastodon")), bluesky: bluesky(path.join(folder, "bluesky")) };
const clients = Object.entries(found).filter(([, client]) => client !== undefined);
for (const [name, client] of Object.entries(found))
  if (client === undefined) say(`${name} left out: ${path.join(folder, name)} holds no built client`);
const extension = extensionWith(clients.flatMap(([, { accounts }]) => accounts));
const scratch = mkdtempSync(path.join(os.tmpdir(), "statemark-clients-"));
const certificate = makeCertificate(
  scratch,
  clients.flatMap(([, { hosts }]) => hosts),
);
rmSync(scratch, { recursive: true });
const server = await serveClients(
  clients.map(([, client]) => client),
  certificate,
);
const browser = await openChromium({
  extension,
  pages: { port: server.port, plainPort: server.plainPort, spki: certificate.spki },
});
const faults = [];
const kept = [];
for (const [platform, client] of clients) {
  const { surfaces } = JSON.parse(readFileSync(inProject("extension/sites", `${platform}.json`), "utf8"));
  for (const view of client.views)
    if (`${platform} ${view.name}`.includes(only)) await look(platform, client, view, surfaces);
}
await browser.close();
await server.close();
if (save !== undefined) writeFileSync(path.join(save, "index.json"), JSON.stringify({ pages: kept }, null, 2));
if (faults.length > 0) stop(["not as it should be:", ...faults].join("\n  "));

async function look(platform, client, view, surfaces) {
  server.signedIn = view.signedIn === true;
  const page = await browser.open(view.address);
  const { tab } = page;
  const name = `${platform} ${view.name}`;
  console.log(`\n${name}  ${view.address}`);
  try {
    await tab.waitForSelector(view.ready ?? client.ready, { timeout: READY_MS });
    await settled(page);
    if (view.act !== undefined) await view.act(tab);
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  }
  const marks = await settled(page);
  const { address, counted, loose, marks: places } = await tab.evaluate(measure, surfaces, HOST);
  const judged = judge(marks, places, address);
  for (const { id, elements, marked, without } of counted) {
    if (elements === 0) continue;
    line(id, { elements, marked, wrong: judged.filter(({ surface, wrong }) => surface === id && wrong).length });
    for (const text of without.slice(0, SHOWN_MAX)) console.log(`      missed: ${text}`);
  }
  console.log(`    (links of no surface)      ${new Set(loose).size}`);
  const seen = {};
  for (const { surface } of judged) seen[surface] = (seen[surface] ?? 0) + 1;
  for (const one of judged.filter(({ wrong, surface }) => wrong || surface === "(none)"))
    faults.push(`${name}: a mark for ${one.account} in ${one.surface} at «${one.text}»${one.wrong ? ", wrong" : ""}`);
  for (const [surface, count] of Object.entries(view.marks ?? {}))
    if ((seen[surface] ?? 0) !== count)
      faults.push(`${name}: ${seen[surface] ?? 0} marks on ${surface}, where ${count} are expected`);
  if (save !== undefined) await keep(tab, name, view);
  await page.close();
}

async function keep(tab, name, view) {
  mkdirSync(save, { recursive: true });
  const file = `${name.replaceAll(/\W+/g, "-")}.html`;
  const html = await tab.evaluate((host) => {
    for (const mark of document.querySelectorAll(host)) mark.remove();
    return document.documentElement.outerHTML;
  }, HOST);
  writeFileSync(path.join(save, file), `<!doctype html>\n${html}`);
  kept.push({ file, address: view.address, source: "a web client run against an invented server" });
}

function option(name) {
  const at = process.argv.indexOf(name);
  return at > 0 ? process.argv[at + 1] : undefined;
}
