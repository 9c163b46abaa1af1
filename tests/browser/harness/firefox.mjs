// Firefox with the built extension, driven over WebDriver BiDi; what BiDi has no word for, through the browser's own scope.

import { readFileSync } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { HOST } from "./marks.mjs";
import { underPolicy } from "./policies.mjs";
import { cookieFor } from "./repository.mjs";
import { until } from "./wait.mjs";

const VIEWPORT = { width: 1100, height: 900 };
const UUID = "6f2c1e0a-8f39-4f0e-9d3b-3a51c0ffee01";

/** BiDi does not list the tabs that an extension opens for itself. */
const CLOSE_WELCOME = `
  const { gBrowser } = Services.wm.getMostRecentWindow("navigator:browser");
  const found = gBrowser.tabs.find(({ linkedBrowser }) => linkedBrowser.currentURI.spec.endsWith("/welcome.html"));
  if (found !== undefined) gBrowser.removeTab(found);
  return found !== undefined;
`;

const PRESS_TOOLBAR = `
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const action = ExtensionParent.apiManager.global.browserActionFor(extension);
  const window = Services.wm.getMostRecentWindow("navigator:browser");
  // Where its popup is still open, a press would close it.
  for (const panel of window.document.querySelectorAll("panel")) if (panel.state !== "closed") panel.hidePopup();
  await action.triggerAction(window);
`;

/** How a page looks is one setting of the whole browser here; `forced`: the system's own colours, on every page. */
const LOOKS = {
  "layout.css.prefers-color-scheme.content-override": ({ theme }) => ({ dark: 0, light: 1 })[theme] ?? 2,
  "browser.display.document_color_use": ({ forced }) => (forced ? 2 : 0),
  "ui.prefersReducedMotion": ({ still }) => (still ? 1 : 0),
};

/** As a resident does it on the page of the browser's extensions. */
const ALLOW_IN_PRIVATE = `
  const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  const wanted = { permissions: ["internal:privateBrowsingAllowed"], origins: [] };
  await ExtensionPermissions.add(extension.id, wanted, extension);
  await (await AddonManager.getAddonByID(extension.id)).reload();
`;

/** What a resident answered who sent a report before: the browser asks the first time only, and believes no press but a real one. */
const changeConsent = (how, data) => `
  const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
  const data_collection = ${JSON.stringify(data)};
  await ExtensionPermissions.${how}(extension.id, { permissions: [], origins: [], data_collection }, extension);
`;

/** As in Chromium; see there. `consents`: whether the resident allowed before that reports are sent. */
export async function openFirefox(options) {
  const { extension, pages, headless = true, policy, scratch, inPrivate = false, consents = true } = options;
  const manifest = JSON.parse(readFileSync(path.join(extension, "manifest.json"), "utf8"));
  const id = manifest.browser_specific_settings.gecko.id;
  const managed = policy && underPolicy("firefox", { folder: `${scratch}/policy-firefox`, id, policy });
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: managed?.program ?? "/usr/bin/firefox-esr",
    headless,
    acceptInsecureCerts: true,
    defaultViewport: VIEWPORT,
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: {
      "network.dns.forceResolve": "127.0.0.1",
      "network.socket.forcePort": `443=${pages.port};80=${pages.plainPort}`,
      "extensions.webextensions.uuids": JSON.stringify({ [id]: UUID }),
      "intl.locale.requested": "en-US",
      // No driver can answer the browser's own question, which is no page: it answers yes to whoever may ask.
      "extensions.webextOptionalPermissionPrompts": false,
      // Consoles of pages and of the extension, on standard output: BiDi does not show those of the extension.
      "devtools.console.stdout.content": true,
      "browser.dom.window.dump.enabled": true,
    },
  });
  const errors = [];
  listenTo(browser.process().stdout, errors);
  listenTo(browser.process().stderr, errors);
  await browser.installExtension(extension);
  const chrome = await chromeScope(browser, id);
  // A new installation greets; the tab in front would keep others from being drawn.
  await until("the welcome", () => chrome(CLOSE_WELCOME), Boolean);
  if (inPrivate) await chrome(ALLOW_IN_PRIVATE);
  const { optional: mayBeSent } = manifest.browser_specific_settings.gecko.data_collection_permissions;
  if (consents) await chrome(changeConsent("add", mayBeSent));
  const own = await openOwnPage(browser, "popup.html");
  return {
    name: "firefox",
    errors,
    open: (address) => openPage(browser, address),
    openOwn: (file) => openOwnPage(browser, file),
    /** As a resident presses it, which lets the extension see that tab. BiDi knows nothing of the popup that opens. */
    async pressToolbar(page) {
      await page.tab.bringToFront();
      await chrome(PRESS_TOOLBAR);
      return undefined;
    },
    // BiDi does not list the tabs that an extension opens for itself: a second look at the same address, and then the first is
    // closed, with which some of what is shown there ends.
    async opened(part) {
      const { address, id: first } = await until(part, () => own.tab.evaluate(tabThatBegins, part), Boolean);
      const page = await openOwnPage(browser, address);
      await until("the page", () => page.tab.evaluate(hasRead), Boolean);
      await own.tab.evaluate((tab) => window.browser.tabs.remove(tab), first);
      return page;
    },
    async openPrivately(address) {
      await own.tab.evaluate((url) => void window.browser.windows.create({ incognito: true, url }), address);
      const found = async () => (await browser.pages()).find((tab) => tab.url() === address);
      return pageOf(browser, await until("the private window", found, Boolean));
    },
    async look(_, looks) {
      const set = Object.entries(LOOKS).map(
        ([name, value]) => `Services.prefs.setIntPref("${name}", ${value(looks)});`,
      );
      await chrome(set.join(""));
    },
    async replaceExtension() {
      await browser.installExtension(extension);
      Object.assign(own, await openOwnPage(browser, "popup.html"));
    },
    ask: (message) => own.tab.evaluate((sent) => window.browser.runtime.sendMessage(sent), message),
    own,
    inBackground: (work, ...options) =>
      own.tab.evaluate(
        `window.browser.runtime.getBackgroundPage().then((scope) => (${work})(scope, ...${JSON.stringify(options)}))`,
      ),
    /** The popup as a page of its own, with what a press of the toolbar's icon permits on the tab of that page. */
    async openPopup(page) {
      const address = page.tab.url();
      await chrome(`
        const { gBrowser } = Services.wm.getMostRecentWindow("navigator:browser");
        const pressed = gBrowser.tabs.find(({ linkedBrowser }) => linkedBrowser.currentURI.spec === ${JSON.stringify(address)});
        extension.tabManager.addActiveTabPermission(pressed);
      `);
      const tabId = await own.tab.evaluate(
        async (wanted) => (await window.browser.tabs.query({})).find(({ url }) => url === wanted).id,
        address,
      );
      return openOwnPage(browser, `popup.html?tab=${tabId}`);
    },
    /** Whoever may ask is answered yes. */
    permitBeforehand: async () => undefined,
    /** What the browser would tell a resident about these permissions; for those that have a warning it would stop to ask. */
    warningsOf: async (permissions) =>
      JSON.parse(
        await chrome(`
          const { ExtensionData } = ChromeUtils.importESModule("resource://gre/modules/Extension.sys.mjs");
          const asked = { permissions: ${JSON.stringify(permissions)}, origins: [], data_collection: [] };
          const none = { permissions: [], origins: [] };
          const texts = { type: "update", appName: "a", addonName: "a", permissions: asked, optionalPermissions: none };
          return JSON.stringify(ExtensionData.formatPermissionStrings(texts).msgs);
        `),
      ),
    /** As in the browser's settings. */
    forbid: (host) =>
      chrome(`
        const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
        const origins = [${JSON.stringify(`https://${host}/*`)}];
        await ExtensionPermissions.remove(extension.id, { permissions: [], origins }, extension);
      `),
    /** As in the browser's settings. */
    takeConsentBack: () => chrome(changeConsent("remove", mayBeSent)),
    killBackground: () => chrome("await extension.terminateBackground({ disableResetIdleForTest: true });"),
    backgroundRuns: async () => (await chrome("return extension.backgroundState;")) === "running",
    plantCookie: (address) => browser.setCookie(cookieFor(address)),
    closed: () => new Promise((resolve) => browser.once("disconnected", resolve)),
    close: () => browser.close(),
  };
}

async function openPage(browser, address) {
  const tab = await browser.newPage();
  await tab.goto(address);
  return pageOf(browser, tab);
}

/** The load event of an extension's page never arrives: the navigation is started, and its document awaited. */
async function openOwnPage(browser, file) {
  const address = `moz-extension://${UUID}/${file}`;
  const tab = await browser.newPage();
  tab.goto(address).catch(() => undefined);
  const arrived = () =>
    tab
      .evaluate((wanted) => location.href === wanted && document.readyState === "complete", address)
      .catch(() => false);
  await until(address, arrived, Boolean);
  return pageOf(browser, tab);
}

function pageOf(browser, tab) {
  const context = tab.mainFrame()._id;
  const call = async (functionDeclaration, more = {}) => {
    const options = { functionDeclaration, awaitPromise: true, target: { context }, ...more };
    const { result } = await browser.connection.send("script.callFunction", options);
    if (result.type !== "success") throw new Error(result.exceptionDetails.text);
    return result.result;
  };
  const read = () =>
    call("() => document.documentElement", {
      serializationOptions: { includeShadowTree: "all", maxDomDepth: null },
    });
  const shadows = async () => shadowsOfMarks(await read()).map(({ sharedId }) => ({ sharedId }));
  return {
    tab,
    document: async () => nodeOf((await read()).value),
    async inMarks(work, ...options) {
      const words = JSON.stringify(options);
      const { value } = await call(
        `async (...roots) => JSON.stringify((await (${work})(roots, ...${words})) ?? null)`,
        { arguments: await shadows() },
      );
      return JSON.parse(value);
    },
    async accessible(role, name) {
      const value = { role, ...(name !== undefined && { name }) };
      const found = [];
      for (const startNodes of [undefined, ...(await shadows()).map((node) => [node])]) {
        const { result } = await browser.connection.send("browsingContext.locateNodes", {
          context,
          locator: { type: "accessibility", value },
          ...(startNodes && { startNodes }),
        });
        found.push(...result.nodes.map(() => name));
      }
      return found;
    },
    close: () => tab.close(),
  };
}

function shadowsOfMarks({ value: { localName, children = [], shadowRoot } }) {
  const inside = [...children, ...(shadowRoot ? [shadowRoot] : [])].flatMap(shadowsOfMarks);
  return localName === HOST && shadowRoot ? [shadowRoot, ...inside] : inside;
}

/** Runs in a page of the extension: whether it has what it was opened for. */
function hasRead() {
  const begun = document.querySelector("#report:not([hidden]), #none:not([hidden])") !== null;
  return !document.body.hidden && (begun || !location.search.startsWith("?draft"));
}

/** Runs in a page of the extension: a tab of its own, and what it shows. */
async function tabThatBegins(part) {
  const start = window.browser.runtime.getURL(part);
  const found = (await window.browser.tabs.query({})).find(({ url }) => url?.startsWith(start));
  return found && { id: found.id, address: found.url.slice(window.browser.runtime.getURL("").length) };
}

/** Runs statements in the browser's own scope, where `extension` is the running extension. */
async function chromeScope(browser, id) {
  const { result } = await browser.connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const context = result.contexts[0].context;
  return async (statements) => {
    const { result: answer } = await browser.connection.send("script.callFunction", {
      functionDeclaration: `async () => { const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(id)}); ${statements} }`,
      awaitPromise: true,
      target: { context },
    });
    if (answer.type !== "success") throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  };
}

/**
 * Errors that a page, a content script or the extension itself wrote. The browser's own consoles are none of ours: they put
 * their name before what they say (`console.error: RSLoader: …`), where a script's words stand in quotes.
 */
function listenTo(stream, errors) {
  const OURS = /^console\.(error|assert): (?!\w[\w.]*: )|JavaScript error: (https|moz-extension):/;
  let rest = "";
  stream.setEncoding("utf8").on("data", (data) => {
    const lines = (rest + data).split("\n");
    rest = lines.pop();
    errors.push(...lines.filter((line) => OURS.test(line)));
  });
}

function nodeOf({ nodeType, localName, nodeValue, attributes = {}, children = [], shadowRoot }) {
  const TEXT = 3;
  if (nodeType === TEXT) return { text: nodeValue };
  return {
    tag: localName,
    attributes: new Map(Object.entries(attributes)),
    children: children.map(({ value }) => nodeOf(value)),
    ...(shadowRoot && { shadow: { ...nodeOf(shadowRoot.value), closed: shadowRoot.value.mode === "closed" } }),
  };
}
