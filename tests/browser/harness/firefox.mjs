// Firefox with the built extension, driven over WebDriver BiDi; what BiDi has no word for, through the browser's own scope.

import { readFileSync } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";
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

export async function openFirefox({ extension, pages, headless = true }) {
  const manifest = JSON.parse(readFileSync(path.join(extension, "manifest.json"), "utf8"));
  const id = manifest.browser_specific_settings.gecko.id;
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    headless,
    acceptInsecureCerts: true,
    defaultViewport: VIEWPORT,
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: {
      "network.dns.forceResolve": "127.0.0.1",
      "network.socket.forcePort": `443=${pages.port};80=${pages.plainPort}`,
      "extensions.webextensions.uuids": JSON.stringify({ [id]: UUID }),
      "intl.locale.requested": "en-US",
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
    ask: (message) => own.tab.evaluate((sent) => window.browser.runtime.sendMessage(sent), message),
    own,
    inBackground: (work, ...options) =>
      own.tab.evaluate(
        `window.browser.runtime.getBackgroundPage().then((scope) => (${work})(scope, ...${JSON.stringify(options)}))`,
      ),
    killBackground: () => chrome("await extension.terminateBackground({ disableResetIdleForTest: true });"),
    backgroundRuns: async () => (await chrome("return extension.backgroundState;")) === "running",
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
  return {
    tab,
    async document() {
      const { result } = await browser.connection.send("script.callFunction", {
        functionDeclaration: "() => document.documentElement",
        awaitPromise: false,
        target: { context: tab.mainFrame()._id },
        serializationOptions: { includeShadowTree: "all", maxDomDepth: null },
      });
      return nodeOf(result.result.value);
    },
    close: () => tab.close(),
  };
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
