// Chromium with the built extension, driven over the DevTools protocol.

import puppeteer from "puppeteer-core";
import { within } from "./wait.mjs";

const VIEWPORT = { width: 1100, height: 900 };

/** `pages`: the server of the fixture pages; every name and port leads there, so that no request can leave unseen. */
export async function openChromium({ extension, pages, headless = true }) {
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    headless,
    pipe: true,
    enableExtensions: true,
    defaultViewport: VIEWPORT,
    args: [
      "--no-sandbox",
      "--lang=en-US",
      "--no-first-run",
      // It would ask its vendor what the fields of a page are for.
      "--disable-features=AutofillServerCommunication",
      `--host-resolver-rules=MAP *:443 127.0.0.1:${pages.port},MAP * 127.0.0.1:${pages.plainPort},EXCLUDE 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${pages.spki}`,
    ],
  });
  const errors = [];
  const listening = new Map();
  browser.on("targetcreated", (target) => listening.set(target, listenTo(target, errors)));
  const id = await browser.installExtension(extension);
  const worker = (target) => target.type() === "service_worker" && target.url().includes(id);
  await browser.waitForTarget(worker);
  // A new installation greets; the tab in front would keep others from being drawn.
  const welcome = await browser.waitForTarget((target) => target.url().endsWith("/welcome.html"));
  await (await welcome.page()).close();
  const own = await openPage(browser, `chrome-extension://${id}/popup.html`);
  const isPopup = (target) => target.type() === "page" && target.url() === `chrome-extension://${id}/popup.html`;
  const inSettings = async (work, host) => {
    const settings = await browser.newPage();
    await settings.goto("chrome://extensions");
    await settings.evaluate(work, `https://${host}/*`, id);
    await settings.close();
  };
  return {
    name: "chromium",
    errors,
    open: (address) => openPage(browser, address),
    openOwn: (path) => openPage(browser, `chrome-extension://${id}/${path}`),
    /** As a resident presses it, which lets the extension see that tab. Resolves to the popup that opens. */
    async pressToolbar(page) {
      await page.tab.bringToFront();
      await page.tab.triggerExtensionAction((await browser.extensions()).get(id));
      const popup = (target) => target.url().endsWith(`${id}/popup.html`) && target !== own.tab.target();
      const tab = await (await browser.waitForTarget(popup)).asPage();
      return { tab, close: () => tab.close() };
    },
    ask: (message) => own.tab.evaluate((sent) => chrome.runtime.sendMessage(sent), message),
    own,
    async inBackground(work, ...options) {
      // A message that nobody takes wakes it, and asks nothing of it.
      await own.tab.evaluate(() => chrome.runtime.sendMessage({}).catch(() => undefined));
      const session = await (await browser.waitForTarget(worker)).createCDPSession();
      const expression = `(${work})(globalThis, ...${JSON.stringify(options)})`;
      const evaluate = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await session.send("Runtime.evaluate", evaluate);
      // Puppeteer may have ended the session of a worker that just started.
      await session.detach().catch(() => undefined);
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
      return result.value;
    },
    async killBackground() {
      const target = browser.targets().find(worker);
      if (target === undefined) return;
      // A worker that somebody listens to does not stop.
      await (await listening.get(target))?.detach().catch(() => undefined);
      const gone = new Promise((resolve) => {
        browser.on("targetdestroyed", (destroyed) => destroyed === target && resolve());
      });
      const session = await browser.target().createCDPSession();
      const { targetInfos } = await session.send("Target.getTargets");
      const { targetId } = targetInfos.find(({ type, url }) => type === "service_worker" && url.includes(id));
      await session.send("Target.closeTarget", { targetId });
      await within("the end of the background", gone);
      await session.detach();
    },
    /** The popup itself, as a press of the toolbar's icon opens it over that page. */
    async openPopup(page) {
      await page.tab.bringToFront();
      const session = await browser.target().createCDPSession();
      const { targetInfos } = await session.send("Target.getTargets", { filter: [{ type: "tab" }] });
      const { targetId } = targetInfos.find(({ url }) => url === page.tab.url());
      const opened = browser.waitForTarget((target) => isPopup(target) && target !== own.tab.target());
      await session.send("Extensions.triggerAction", { id, targetId });
      const tab = await (await opened).asPage();
      await session.detach();
      // It closes by itself when another page comes to the front.
      return { tab, close: () => tab.close().catch(() => undefined) };
    },
    /**
     * What was once permitted in the browser's settings is permitted again without a question: no driver can answer the
     * browser's own, which is no page.
     */
    permitBeforehand: (host) => inSettings((host_, id_) => chrome.developerPrivate.addHostPermission(id_, host_), host),
    /** What the browser would tell a resident about these permissions; for those that have a warning it would stop to ask. */
    warningsOf: (permissions) =>
      own.tab.evaluate(async (asked) => {
        const manifest = { manifest_version: 3, name: "a", version: "1", permissions: asked };
        return chrome.management.getPermissionWarningsByManifest(JSON.stringify(manifest));
      }, permissions),
    /** As in the browser's settings. */
    forbid: (host) => inSettings((host_, id_) => chrome.developerPrivate.removeHostPermission(id_, host_), host),
    backgroundRuns: async () => browser.targets().some(worker),
    closed: () => new Promise((resolve) => browser.once("disconnected", resolve)),
    close: () => browser.close(),
  };
}

async function openPage(browser, address) {
  const tab = await browser.newPage();
  await tab.goto(address);
  const session = await tab.createCDPSession();
  return { tab, document: () => readDocument(session), close: () => tab.close() };
}

/** Errors of pages, content scripts and the background. A failed request is for the servers' logs to judge. */
async function listenTo(target, errors) {
  if (!["page", "service_worker"].includes(target.type())) return undefined;
  try {
    const session = await target.createCDPSession();
    const note = (text) => errors.push(`${target.url()}: ${text}`);
    session.on("Runtime.consoleAPICalled", ({ type, args }) => {
      if (type === "error" || type === "assert")
        note(args.map(({ value, description }) => value ?? description).join(" "));
    });
    session.on("Runtime.exceptionThrown", ({ exceptionDetails: { text, exception } }) => {
      note(`${text} ${exception?.description ?? ""}`);
    });
    session.on("Log.entryAdded", ({ entry: { level, source, text } }) => {
      if (level === "error" && source !== "network") note(text);
    });
    await Promise.all([session.send("Runtime.enable"), session.send("Log.enable")]);
    return session;
  } catch {
    // The target was gone before it could be listened to.
    return undefined;
  }
}

async function readDocument(session) {
  const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
  return nodeOf(root);
}

function nodeOf({ localName, nodeType, nodeValue, attributes = [], children = [], shadowRoots = [] }) {
  const TEXT = 3;
  if (nodeType === TEXT) return { text: nodeValue };
  const pairs = attributes.flatMap((name, index) => (index % 2 === 0 ? [[name, attributes[index + 1]]] : []));
  const shadow = shadowRoots.find(({ shadowRootType }) => shadowRootType !== "user-agent");
  return {
    tag: localName,
    attributes: new Map(pairs),
    children: children.map(nodeOf),
    ...(shadow && { shadow: { ...nodeOf(shadow), closed: shadow.shadowRootType === "closed" } }),
  };
}
