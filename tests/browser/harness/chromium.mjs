// Chromium with the built extension, driven over the DevTools protocol.

import puppeteer from "puppeteer-core";
import { HOST } from "./marks.mjs";
import { idOfFolder, underPolicy } from "./policies.mjs";
import { cookieFor } from "./repository.mjs";
import { until } from "./wait.mjs";

const VIEWPORT = { width: 1100, height: 900 };

/**
 * `pages`: the server of the fixture pages; every name and port leads there, so that no request can leave unseen. `policy`: what
 * an administrator fixed; `scratch`: a folder for it; `inPrivate`: whether the extension may see private windows.
 */
export async function openChromium({ extension, pages, headless = true, policy, scratch, inPrivate = false }) {
  const managed =
    policy && underPolicy("chromium", { folder: `${scratch}/policy-chromium`, id: idOfFolder(extension), policy });
  const browser = await puppeteer.launch({
    executablePath: managed?.program ?? "/usr/bin/chromium",
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
  const id = await load(browser, extension, inPrivate);
  const worker = (target) => target.type() === "service_worker" && target.url().includes(id);
  await browser.waitForTarget(worker);
  // A new installation greets; the tab in front would keep others from being drawn.
  const welcome = await browser.waitForTarget((target) => target.url().endsWith("/welcome.html"));
  await (await welcome.page()).close();
  const openOwn = (path) => openPage(browser, `chrome-extension://${id}/${path}`);
  // An extension that is being loaded has no pages for a moment.
  const openAgain = () => until("the extension", () => openOwn("popup.html").catch(() => undefined), Boolean);
  const own = await openAgain();
  const pressToolbar = async (page) => {
    await page.tab.bringToFront();
    await page.tab.triggerExtensionAction((await browser.extensions()).get(id));
    const popup = (target) => target.url().endsWith(`${id}/popup.html`) && target !== own.tab.target();
    const tab = await (await browser.waitForTarget(popup)).asPage();
    return { tab, close: () => tab.close() };
  };
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
    openOwn,
    /** As a resident presses it, which lets the extension see that tab. Resolves to the popup that opens. */
    pressToolbar,
    async openPopup(page) {
      const popup = await pressToolbar(page);
      // It closes by itself when another page comes to the front.
      return { ...popup, close: () => popup.close().catch(() => undefined) };
    },
    opened: (part) => openedPage(browser, (target) => target.url().startsWith(`chrome-extension://${id}/${part}`)),
    async openPrivately(address) {
      await own.tab.evaluate((url) => chrome.windows.create({ incognito: true, url }), address);
      return openedPage(browser, (target) => target.url() === address);
    },
    changePolicy: managed?.change,
    look: (page, looks) => page.look(looks),
    async replaceExtension() {
      // As an update does it: the same folder with other files in it.
      await load(browser, extension, inPrivate);
      Object.assign(own, await openAgain());
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
      const session = await browser.target().createCDPSession();
      const running = async () => {
        const { targetInfos } = await session.send("Target.getTargets");
        return targetInfos.filter(({ type, url }) => type === "service_worker" && url.includes(id));
      };
      const ended = (await running()).map(({ targetId }) => targetId);
      const left = async () => (await running()).filter(({ targetId }) => ended.includes(targetId));
      const end = async () => {
        // A worker that somebody listens to does not stop, and who began to listen meanwhile is known a turn later.
        for (const target of browser.targets().filter(worker)) {
          await (await listening.get(target))?.detach().catch(() => undefined);
        }
        for (const { targetId } of await left()) {
          await session.send("Target.closeTarget", { targetId }).catch(() => undefined);
        }
        return left();
      };
      await until("the end of the background", end, (workers) => workers.length === 0);
      await session.detach();
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
    plantCookie: (address) => browser.setCookie(cookieFor(address)),
    closed: () => new Promise((resolve) => browser.once("disconnected", resolve)),
    close: () => browser.close(),
  };
}

async function openPage(browser, address) {
  const tab = await browser.newPage();
  try {
    await tab.goto(address);
  } catch (cause) {
    await tab.close();
    throw cause;
  }
  return pageOf(tab);
}

/** A tab that the extension opened by itself. */
async function openedPage(browser, wanted) {
  const target = await browser.waitForTarget(wanted);
  return pageOf(await target.page());
}

async function pageOf(tab) {
  const session = await tab.createCDPSession();
  return {
    tab,
    document: () => readDocument(session),
    inMarks: (work, ...options) => inMarks(session, work, options),
    accessible: (role, name) => accessible(session, role, name),
    look: (looks) => session.send("Emulation.setEmulatedMedia", { features: featuresOf(looks) }),
    close: () => tab.close(),
  };
}

/** `work(roots, ...options)` in the page, with the closed shadow roots of its marks. */
async function inMarks(session, work, options) {
  const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
  const roots = await Promise.all(
    shadowsOfMarks(root).map(({ backendNodeId }) => session.send("DOM.resolveNode", { backendNodeId })),
  );
  const { object: window } = await session.send("DOM.resolveNode", { backendNodeId: root.backendNodeId });
  const { result, exceptionDetails } = await session.send("Runtime.callFunctionOn", {
    objectId: window.objectId,
    functionDeclaration: `function (options, ...roots) { return (${work})(roots, ...options); }`,
    arguments: [{ value: options }, ...roots.map(({ object }) => ({ objectId: object.objectId }))],
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
  return result.value;
}

function shadowsOfMarks({ localName, children = [], shadowRoots = [] }) {
  const inside = [...children, ...shadowRoots].flatMap(shadowsOfMarks);
  return localName === HOST ? [...shadowRoots, ...inside] : inside;
}

/** The names of what assistive technology finds under a role, those in closed shadow roots too. */
async function accessible(session, role, name) {
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const found = nodes
    .filter((node) => !node.ignored && node.role?.value === role)
    .map((node) => node.name?.value ?? "");
  return name === undefined ? found : found.filter((words) => words === name);
}

/** `theme`: "light" or "dark"; `forced`: the system's own colours; `still`: as little motion as possible. */
function featuresOf({ theme, forced = false, still = false }) {
  return [
    ...(theme === undefined ? [] : [{ name: "prefers-color-scheme", value: theme }]),
    ...(forced ? [{ name: "forced-colors", value: "active" }] : []),
    ...(still ? [{ name: "prefers-reduced-motion", value: "reduce" }] : []),
  ];
}

async function load(browser, path, enableInIncognito) {
  const session = await browser.target().createCDPSession();
  const { id } = await session.send("Extensions.loadUnpacked", { path, enableInIncognito });
  await session.detach();
  return id;
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
