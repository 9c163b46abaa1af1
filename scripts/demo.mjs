// `./build.sh demo [--firefox]`: the main job for a newcomer. The list and pages of social sites are served on this machine,
// Chromium, or Firefox, with the extension opens them under the sites' real addresses, and what the marks say is read back.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { makeCertificate } from "../tests/browser/harness/certificates.mjs";
import { openChromium } from "../tests/browser/harness/chromium.mjs";
import { openFirefox } from "../tests/browser/harness/firefox.mjs";
import { fixtures } from "../tests/browser/harness/fixtures.mjs";
import { byCase, find, marksIn } from "../tests/browser/harness/marks.mjs";
import { pageHosts, servePages } from "../tests/browser/harness/pages.mjs";
import { until } from "../tests/browser/harness/wait.mjs";
import { inProject, run, STATEMARK, say, stop } from "./project.mjs";

const PORT = "8080";
/** The case that tells the tests that a page is done; nothing to show. */
const END = "sign";
const BROWSERS = {
  chromium: { open: openChromium, built: "dist/chrome", pictures: "target/demo" },
  firefox: { open: openFirefox, built: "dist/firefox", pictures: "target/demo/firefox" },
};
const { open, built, pictures } = BROWSERS[chosen()];
const PICTURES = inProject(pictures);
const display = process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"];

run("node", ["scripts/build.mjs"]);
rmSync(PICTURES, { recursive: true, force: true });
mkdirSync(PICTURES, { recursive: true });
const scratch = mkdtempSync(path.join(os.tmpdir(), "statemark-demo-"));
const certificate = makeCertificate(scratch, pageHosts());
rmSync(scratch, { recursive: true });
const pages = await servePages(certificate);
const repository = await serveList();
const browser = await open({
  extension: inProject(built),
  pages: { port: pages.port, plainPort: pages.plainPort, spki: certificate.spki },
  headless: !display,
});
try {
  await demonstrate();
} finally {
  if (!display) await browser.close();
}
if (display) {
  say("the browser stays open; close it to end");
  await browser.closed();
}
repository.removeAllListeners("exit");
repository.kill();
await pages.close();

function chosen() {
  try {
    return parseArgs({ options: { firefox: { type: "boolean" } } }).values.firefox ? "firefox" : "chromium";
  } catch (error) {
    return stop(`${error.message}; usage: ./build.sh demo [--firefox]`, 2);
  }
}

async function demonstrate() {
  const { error } = await browser.ask({ type: "update" });
  if (error !== undefined) throw new Error(`the list could not be renewed: ${error.message}`);
  const rows = [];
  const wrong = [];
  for (const shown of fixtures().filter(({ demonstration }) => demonstration !== undefined)) {
    const page = await browser.open(shown.address);
    const read = async () => byCase(marksIn(await page.document()));
    // What must be there is awaited; what must not is looked at once that stands.
    const marks = await until(`the marks on ${shown.address}`, read, (now) => covers(now, shown.demonstration)).catch(
      read,
    );
    for (const { name, account } of casesIn(await page.document()).filter(({ name }) => name !== END)) {
      rows.push([shown.address, account, await verdictOf(account), marks[name] ?? "none"]);
      if (marks[name] !== shown.demonstration[name])
        wrong.push(`${shown.address}: ${account}: ${marks[name] ?? "no mark"}`);
    }
    await page.tab.screenshot({ path: path.join(PICTURES, `${shown.name.replace("/", "-")}.png`), fullPage: true });
    if (!display) await page.close();
  }
  print([["page", "account", "verdict", "mark drawn"], ...rows]);
  say(`pictures are in ${path.relative(inProject(), PICTURES)}/`);
  if (wrong.length > 0 || browser.errors.length > 0)
    stop(["not as it should be:", ...wrong, ...browser.errors].join("\n  "));
}

/** The accounts that a page shows, in its order: the elements that the fixture names an account for. */
function casesIn(document) {
  const found = [];
  find(document, ({ attributes }) => {
    const [name, account] = [attributes?.get("data-case"), attributes?.get("data-account")];
    if (name !== undefined && account !== undefined) found.push({ name, account });
    return false;
  });
  return found;
}

/** What the core answers for the account's own address: the word of the design's table. */
async function verdictOf(account) {
  const [answer] = [await browser.ask({ type: "check", text: account })].flat();
  const { verdict, strength } = answer?.verdict ?? { verdict: "unlisted" };
  return strength === undefined ? verdict : `${verdict} ${strength}`;
}

function covers(marks, expected) {
  return Object.entries(expected).every(([name, text]) => marks[name] === text);
}

/** The command line's own server, where the development build looks for its list. Answers once it listens. */
function serveList() {
  const server = spawn(STATEMARK, ["serve", inProject("target/site"), "--port", PORT], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.on("exit", () => server.kill());
  return new Promise((listening) => {
    server.stdout.once("data", () => listening(server));
    server.once("exit", () => stop(`statemark could not serve the list on port ${PORT}; what it said stands above`));
  });
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
}
