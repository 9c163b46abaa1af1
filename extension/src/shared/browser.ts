// The only file that names `chrome`. Both browsers answer its calls with promises.

export interface Sender {
  /** Whether one of the extension's own pages speaks, and not a content script. */
  ownPage: boolean;
  tabId: number | undefined;
  /** The address of the sender's document, as the browser gives it. */
  address: string | undefined;
  /** `https://x.com`, as the browser gives it. */
  origin: string | undefined;
  isPrivate: boolean;
}

/** Answers `undefined` for a message that it does not take; a promise's value is the reply. */
export type Handler = (message: unknown, sender: Sender) => Promise<unknown> | undefined;

/** Must be called in the first turn of the script. Messages of other extensions, and of frames in pages of others, never arrive. */
export function onMessage(handler: Handler): void {
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (sender.id !== chrome.runtime.id) return false;
    const ownPage = sender.url?.startsWith(chrome.runtime.getURL("")) ?? false;
    if (!ownPage && sender.tab !== undefined && !isOfTopSite(sender)) return false;
    // In Firefox `sender.url` keeps the address of before a soft navigation; the tab's is the current one.
    const address = sender.frameId === 0 ? (sender.tab?.url ?? sender.url) : sender.url;
    const isPrivate = sender.tab?.incognito ?? false;
    const answer = handler(message, { ownPage, tabId: sender.tab?.id, address, origin: sender.origin, isPrivate });
    if (answer === undefined) return false;
    answer.then(reply, () => reply(undefined));
    return true;
  });
}

/** A page, or a frame of the very site that the tab shows; not its frames in pages of others. */
function isOfTopSite({ tab: top, frameId, origin }: chrome.runtime.MessageSender): boolean {
  return frameId === 0 || (origin !== undefined && (top?.url ?? "").startsWith(`${origin}/`));
}

export function send(message: unknown): Promise<unknown> {
  return chrome.runtime.sendMessage(message);
}

/** Tells the content scripts of a tab, in its frames as well; rejects where there is none. */
export function tellTab(tabId: number, message: unknown): Promise<unknown> {
  return chrome.tabs.sendMessage(tabId, message);
}

/** The reply of the content script of a tab's page; rejects where there is none. */
export function sendToTab(tabId: number, message: unknown): Promise<unknown> {
  return chrome.tabs.sendMessage(tabId, message, { frameId: 0 });
}

/** False once the extension was updated or removed under a running content script. */
export function stillInstalled(): boolean {
  return chrome.runtime?.id !== undefined;
}

export function packagedAddress(path: string): string {
  return chrome.runtime.getURL(path);
}

export interface Tab {
  id: number;
  /** Absent where the extension may not see it. */
  address: string | undefined;
}

export async function tab(tabId: number): Promise<Tab & { isPrivate: boolean; isActive: boolean; windowId: number }> {
  const { url, incognito, active, windowId } = await chrome.tabs.get(tabId);
  return { id: tabId, address: url, isPrivate: incognito, isActive: active, windowId };
}

/** Not where a phone's browser has no such thing. */
export function canCapture(): boolean {
  return chrome.tabs.captureVisibleTab !== undefined;
}

/**
 * What is in view in the window's tab in front, as a data address of a PNG. The browser allows it for a tab on which the resident
 * opened the toolbar's window (`activeTab`).
 */
export function captureWindow(windowId: number): Promise<string> {
  return chrome.tabs.captureVisibleTab(windowId, { format: "png" });
}

/** Where the extension's icon is found, and how it is kept in sight, differs by browser. */
export type BrowserKind = "chrome" | "firefox" | "android";

export async function browserKind(): Promise<BrowserKind> {
  const { os } = await chrome.runtime.getPlatformInfo();
  if (os === "android") return "android";
  return packagedAddress("").startsWith("moz-extension:") ? "firefox" : "chrome";
}

export async function activeTab(): Promise<number | undefined> {
  const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
  return active?.id;
}

export async function allTabs(): Promise<Tab[]> {
  const tabs = await chrome.tabs.query({});
  return tabs.flatMap(({ id, url }) => (id === undefined ? [] : [{ id, address: url }]));
}

/** A tab shows another address, or came to the front. */
export function onTabShown(listener: (tab: Tab) => void): void {
  chrome.tabs.onUpdated.addListener((id, change, { url }) => {
    if (change.url !== undefined || change.status === "complete") listener({ id, address: url });
  });
  chrome.tabs.onActivated.addListener(({ tabId }) => {
    // A tab that is closed in the same moment has no icon to set.
    tab(tabId).then(listener, () => undefined);
  });
}

export interface Toolbar {
  icons: Record<number, string>;
  title: string;
  /** A character on the icon; none when empty. */
  badge: string;
}

/** True where all three could be set. A phone's browser draws no icon of its own for a tab, yet it shows the title. */
export async function setToolbar(tabId: number, { icons, title, badge }: Toolbar): Promise<boolean> {
  // What a browser lacks throws at once.
  const set = await Promise.allSettled([
    setIcon(tabId, icons),
    (async () => chrome.action.setTitle({ tabId, title }))(),
    (async () => chrome.action.setBadgeText({ tabId, text: badge }))(),
  ]);
  return set.every(({ status }) => status === "fulfilled");
}

/** With a callback: Chromium's promise of `setIcon` writes to the console that a tab is closed, even when it is caught. */
function setIcon(tabId: number, path: Record<number, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    chrome.action.setIcon({ tabId, path }, () => {
      const message = chrome.runtime.lastError?.message;
      if (message === undefined) resolve();
      else reject(new Error(message));
    });
  });
}

/** One permission to read pages; `host` where it is for one host alone. */
export interface Origin {
  pattern: string;
  host: string | undefined;
}

/** All pages of one host, as a match pattern. */
export function patternOf(host: string): string {
  return `https://${host}/*`;
}

/** Of a host that the package itself names and reads nothing on: the list's repository or the desk, in Firefox. */
export function isUnread(pattern: string): boolean {
  const { host_permissions: named = [], content_scripts: scripts = [] } = chrome.runtime.getManifest();
  return named.includes(pattern) && !scripts.some(({ matches }) => matches?.includes(pattern));
}

/** Must be called first in what handles a click: later the browser no longer believes that somebody pressed. */
export function requestOrigin(pattern: string): Promise<boolean> {
  return chrome.permissions.request({ origins: [pattern] });
}

/**
 * Firefox asks before an extension sends what its manifest says it may send, the first time only; elsewhere there is nothing to
 * ask. Must be called first in what handles a click.
 */
export async function maySend(): Promise<boolean> {
  const permissions = toSend();
  if (permissions === undefined) return true;
  // What was allowed before needs no question, and so no press that the browser believes.
  return chrome.permissions.request(permissions).catch(() => chrome.permissions.contains(permissions));
}

/** Whether it still may, after that: a person takes it back in the browser's settings. Nobody is asked. */
export async function mayStillSend(): Promise<boolean> {
  const permissions = toSend();
  return permissions === undefined || chrome.permissions.contains(permissions);
}

function toSend(): chrome.permissions.Permissions | undefined {
  const manifest = chrome.runtime.getManifest() as { browser_specific_settings?: FirefoxSettings };
  const data = manifest.browser_specific_settings?.gecko?.data_collection_permissions?.optional;
  return data && ({ data_collection: data } as chrome.permissions.Permissions);
}

interface FirefoxSettings {
  gecko?: { data_collection_permissions?: { optional?: string[] } };
}

export function mayRead(pattern: string): Promise<boolean> {
  return chrome.permissions.contains({ origins: [pattern] });
}

/** Gives a permission back. Nobody is asked. */
export async function drop(pattern: string): Promise<void> {
  await chrome.permissions.remove({ origins: [pattern] });
}

/** Must be called in the first turn of the script. */
export function onOriginsAdded(listener: (origins: Origin[]) => void): void {
  chrome.permissions.onAdded.addListener(({ origins = [] }) => listener(origins.map(originOf)));
}

/** Must be called in the first turn of the script. */
export function onOriginsRemoved(listener: (origins: Origin[]) => void): void {
  chrome.permissions.onRemoved.addListener(({ origins = [] }) => listener(origins.map(originOf)));
}

function originOf(pattern: string): Origin {
  return { pattern, host: /^https:\/\/([^*/]+)\/\*$/.exec(pattern)?.[1] };
}

/** Loaded tabs whose pages are of that pattern. */
export async function openTabsOn(pattern: string): Promise<Tab[]> {
  const tabs = await chrome.tabs.query({ url: pattern, discarded: false });
  return tabs.flatMap(({ id, url, incognito }) => (id === undefined || incognito ? [] : [{ id, address: url }]));
}

const GRANTED = "granted";

/** The content script runs on pages of these patterns, beside those that the manifest names, and on no others. */
export async function setGrantedScript(patterns: string[]): Promise<void> {
  const [script] = await chrome.scripting.getRegisteredContentScripts({ ids: [GRANTED] });
  if (String(script?.matches?.toSorted() ?? []) === String(patterns.toSorted())) return;
  if (script !== undefined) await chrome.scripting.unregisterContentScripts({ ids: [GRANTED] });
  if (patterns.length === 0) return;
  await chrome.scripting.registerContentScripts([
    {
      id: GRANTED,
      matches: patterns,
      js: ["content.js"],
      runAt: "document_end",
      allFrames: true,
      persistAcrossSessions: true,
    },
  ]);
}

/** In a page that was open before it was permitted. */
export async function runIn(tabId: number): Promise<void> {
  await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files: ["content.js"] });
}

/** What a page shows of the software behind it. */
export interface Signs {
  application: boolean;
  username?: string;
}

export async function readSigns(tabId: number): Promise<Signs | undefined> {
  const [result] = await chrome.scripting.executeScript({ target: { tabId }, func: signsHere });
  return result?.result ?? undefined;
}

/** Runs in the page's isolated world: nothing outside of it is there. */
function signsHere(): Signs {
  const named = document.querySelector('meta[property="profile:username"]')?.getAttribute("content");
  const username = typeof named === "string" ? named.slice(0, 300) : undefined;
  const application = document.querySelector("#mastodon[data-props]") !== null;
  return username === undefined ? { application } : { application, username };
}

/** `isNew`: not an update of the extension or of the browser. */
export function onInstalled(listener: (isNew: boolean) => void): void {
  chrome.runtime.onInstalled.addListener(({ reason }) => listener(reason === "install"));
}

export function onStartup(listener: () => void): void {
  chrome.runtime.onStartup.addListener(listener);
}

export function onAlarm(listener: (name: string) => void): void {
  chrome.alarms.onAlarm.addListener(({ name }) => listener(name));
}

export async function hasAlarm(name: string): Promise<boolean> {
  return (await chrome.alarms.get(name)) !== undefined;
}

export async function clearAlarm(name: string): Promise<void> {
  await chrome.alarms.clear(name);
}

export async function setAlarm(name: string, delayInMinutes: number, periodInMinutes?: number): Promise<void> {
  await chrome.alarms.create(
    name,
    periodInMinutes === undefined ? { delayInMinutes } : { delayInMinutes, periodInMinutes },
  );
}

export function browserLanguages(): readonly string[] {
  const own = chrome.i18n.getUILanguage();
  // Many languages no browser speaks, and most speak English unless told otherwise: then what pages are wanted in counts first.
  return /^en\b/.test(own) ? [...navigator.languages, own] : [own, ...navigator.languages];
}

/** What an administrator fixed; nothing where there is no policy, which Firefox calls an error. */
export async function managedPolicy(): Promise<unknown> {
  try {
    return await chrome.storage.managed.get();
  } catch {
    return {};
  }
}

export function onPolicyChanged(listener: () => void): void {
  chrome.storage.onChanged.addListener((_, area) => area === "managed" && listener());
}

/** Whether this page stands in a private window. */
export function inPrivateWindow(): boolean {
  return chrome.extension.inIncognitoContext;
}

/** The same of the window that a popup belongs to: in Chromium the popups of all windows share one page's context. */
export async function overPrivateWindow(): Promise<boolean> {
  const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
  return inPrivateWindow() || active?.incognito === true;
}

export function openOptions(): Promise<void> {
  return chrome.runtime.openOptionsPage();
}

/** One of the extension's own pages, in a tab of its own: which. */
export async function openPage(page: string): Promise<number | undefined> {
  return (await chrome.tabs.create({ url: packagedAddress(page) })).id;
}

/** By itself or with its window. Must be called in the first turn of the script. */
export function onTabClosed(listener: (tabId: number) => void): void {
  chrome.tabs.onRemoved.addListener(listener);
}

export interface Menu {
  id: string;
  title: string;
  contexts: ["link", "selection"];
}

/** In place of those that are there. A phone's browser has none. */
export async function makeMenus(menus: Menu[]): Promise<void> {
  if (chrome.contextMenus === undefined) return;
  await chrome.contextMenus.removeAll();
  for (const menu of menus) {
    // One that was made in the same moment by another call is the same.
    chrome.contextMenus.create(menu, () => void chrome.runtime.lastError);
  }
}

export interface MenuChoice {
  id: string;
  link: string | undefined;
  selection: string | undefined;
  isPrivate: boolean;
}

/** Must be called in the first turn of the script. */
export function onMenu(listener: (choice: MenuChoice) => unknown): void {
  chrome.contextMenus?.onClicked.addListener(({ menuItemId, linkUrl, selectionText }, tab) => {
    const isPrivate = tab?.incognito ?? false;
    listener({ id: String(menuItemId), link: linkUrl, selection: selectionText, isPrivate });
  });
}

/** In memory, until the browser closes. */
export async function keepForSession(key: string, value: unknown): Promise<void> {
  await chrome.storage.session.set({ [key]: value });
}

export async function takeFromSession(key: string): Promise<unknown> {
  return (await chrome.storage.session.get(key))[key];
}

export function allOfSession(): Promise<Record<string, unknown>> {
  return chrome.storage.session.get();
}

export async function dropFromSession(key: string): Promise<void> {
  await chrome.storage.session.remove(key);
}

/** What both browsers let a content script see, under different names: a shadow root, open or closed. */
export function shadowRootOf(element: HTMLElement): ShadowRoot | undefined {
  const inFirefox = element as HTMLElement & { openOrClosedShadowRoot?: ShadowRoot | null };
  // Chrome's alone, which Firefox's linter would take for a mistake.
  const { dom } = chrome;
  const root = dom?.openOrClosedShadowRoot(element) ?? inFirefox.openOrClosedShadowRoot ?? element.shadowRoot;
  return root ?? undefined;
}
