// The servers that Bluesky's web client asks, with invented accounts and words, and the client itself as its host serves it.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { typeOf } from "./serve.mjs";

const HOST = "bsky.app";
const SERVERS = ["public.api.bsky.app", "api.bsky.app", "bsky.social", "api.bsky.chat"];
const THEN = "2026-11-20T15:00:00.000Z";

const PEOPLE = [
  person("massdot.bsky.social", "MassDOT"),
  person("samplebakery.bsky.social", "Sample Bakery"),
  person("sampleoffice.bsky.social", "Sample Office"),
  person("samplemuseum.bsky.social", "Sample Museum"),
  person("samplereader.bsky.social", "Sample Reader"),
];
const [MASSDOT, BAKERY, OFFICE, MUSEUM, READER] = PEOPLE;
const FIRST = post("first", MASSDOT, "Route 9 is open again.");
const ANSWER = post("answer", BAKERY, "Thank you!", { reply: { root: ref(FIRST), parent: ref(FIRST) } });
const OWN = post("own", READER, "On my way.");
const QUOTE = post("quote", MUSEUM, "Worth reading:", {}, FIRST);
const POSTS = [FIRST, ANSWER, OWN, QUOTE];

const PROFILE = `/profile/${MASSDOT.handle}`;
const POSTS_SHOWN = '[data-testid^="feedItem-by-"]';
const WHOLE = { "profile-header": 1, "post-author": 3, reposter: 1 };

/** What is looked at, what shows that it is there, and how many marks each surface must have. */
const VIEWS = [
  { name: "profile", path: PROFILE, ready: POSTS_SHOWN, marks: WHOLE },
  { name: "profile, signed in", path: PROFILE, signedIn: true, ready: POSTS_SHOWN, marks: WHOLE },
  {
    name: "thread",
    path: `${PROFILE}/post/first`,
    ready: '[data-testid^="postThreadItem-by-"]',
    marks: { "thread-author": 3 },
  },
  { name: "hover card", path: PROFILE, ready: POSTS_SHOWN, act: restOn, marks: { ...WHOLE, "hover-card": 1 } },
  {
    name: "followers",
    path: `${PROFILE}/followers`,
    signedIn: true,
    ready: `a[href="/profile/${OFFICE.handle}"]`,
    marks: { "account-card": 4 },
  },
  { name: "search", path: "/search?q=sample", signedIn: true, act: toPeople, marks: { "account-card": 4 } },
  {
    name: "notifications",
    path: "/notifications",
    signedIn: true,
    ready: POSTS_SHOWN,
    marks: { notification: 3, "post-author": 1 },
  },
];

/** Without it the client asks a reader for it first. */
const BORN = { $type: "app.bsky.actor.defs#personalDetailsPref", birthDate: "1980-01-01T00:00:00.000Z" };

/** `folder`: a built client, with its page and `static` beside each other. */
export function bluesky(folder) {
  if (!existsSync(path.join(folder, "index.html"))) return undefined;
  return {
    hosts: [HOST, ...SERVERS],
    ready: "a[href^='/profile/']",
    views: VIEWS.map((view) => ({ ...view, address: `https://${HOST}${view.path}` })),
    accounts: PEOPLE.map(({ handle }) => `bluesky:${handle}`),
    answer: (url, signedIn) => (url.host === HOST ? file(folder, url.pathname, signedIn) : xrpc(url)),
  };
}

async function restOn(tab) {
  const name = await tab.waitForSelector(
    '[data-testid^="feedItem-by-"] a[href^="/profile/"]:not([href*="/post/"]) div[dir]',
  );
  const { x, y } = await name.clickablePoint();
  for (const step of [0, 1, 2]) await tab.mouse.move(x + step, y + step);
  await tab.waitForFunction(() => document.querySelectorAll('a[href$="/followers"]').length > 1);
}

async function toPeople(tab) {
  await tab.evaluate(() => {
    const named = [...document.querySelectorAll("[role=tab], div, button")].filter(
      ({ textContent }) => textContent === "People",
    );
    named.at(-1)?.click();
  });
  await tab.waitForSelector('[data-testid^="profileCard-"], a[href="/profile/sampleoffice.bsky.social"]');
}

function file(folder, pathname, signedIn) {
  const asked = path.join(folder, pathname);
  if (/^\/(static|assets|fonts)\//.test(pathname) && !pathname.includes(".."))
    return existsSync(asked) ? { type: typeOf(pathname), body: readFileSync(asked) } : undefined;
  const html = readFileSync(path.join(folder, "index.html"), "utf8");
  const stored = `<script>localStorage.setItem("BSKY_STORAGE", ${JSON.stringify(JSON.stringify(state(signedIn)))})</script>`;
  return {
    type: "text/html; charset=utf-8",
    body: html.replaceAll(/(src|href)="(?=static\/)/g, '$1="/').replace("<head>", `<head>${stored}`),
  };
}

function state(signedIn) {
  const account = { ...session(), service: "https://bsky.social/", pdsUrl: "https://bsky.social/" };
  return {
    colorMode: "light",
    session: signedIn ? { accounts: [account], currentAccount: account } : { accounts: [] },
    reminders: {},
    languagePrefs: {
      primaryLanguage: "en",
      contentLanguages: ["en"],
      postLanguage: "en",
      postLanguageHistory: ["en"],
      appLanguage: "en",
    },
    requireAltTextEnabled: false,
    mutedThreads: [],
    invites: { copiedInvites: [] },
    onboarding: { step: "Home" },
    hiddenPosts: [],
  };
}

function session() {
  const token = (scope) =>
    [
      { typ: "at+jwt", alg: "none" },
      { scope, sub: READER.did, aud: "did:web:bsky.social", iat: 1_700_000_000, exp: 4_000_000_000 },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .concat("none")
      .join(".");
  return {
    did: READER.did,
    handle: READER.handle,
    email: "reader@library.example",
    emailConfirmed: true,
    active: true,
    accessJwt: token("com.atproto.access"),
    refreshJwt: token("com.atproto.refresh"),
  };
}

function xrpc({ pathname, searchParams }) {
  const actor = (name) => PEOPLE.find(({ did, handle }) => did === name || handle === name) ?? MASSDOT;
  const basic = PEOPLE.map(view);
  const answers = {
    "com.atproto.identity.resolveHandle": () => ({ did: actor(searchParams.get("handle")).did }),
    "com.atproto.server.getSession": session,
    "com.atproto.server.refreshSession": session,
    "app.bsky.actor.getProfile": () => detailed(actor(searchParams.get("actor"))),
    "app.bsky.actor.getProfiles": () => ({
      profiles: searchParams.getAll("actors").map((name) => detailed(actor(name))),
    }),
    "app.bsky.actor.getPreferences": () => ({ preferences: [BORN] }),
    "app.bsky.actor.searchActors": () => ({ actors: basic.slice(0, 4) }),
    "app.bsky.actor.searchActorsTypeahead": () => ({ actors: basic.slice(0, 4) }),
    "app.bsky.actor.getSuggestions": () => ({ actors: basic.slice(1, 4) }),
    "app.bsky.feed.getAuthorFeed": () => ({
      feed: [
        { post: FIRST },
        { post: QUOTE },
        { post: ANSWER, reason: { $type: "app.bsky.feed.defs#reasonRepost", by: view(OFFICE), indexedAt: THEN } },
      ],
    }),
    "app.bsky.feed.getTimeline": () => ({ feed: POSTS.map((one) => ({ post: one })) }),
    "app.bsky.feed.getFeed": () => ({ feed: POSTS.map((one) => ({ post: one })) }),
    "app.bsky.feed.getPosts": () => ({ posts: POSTS.filter(({ uri }) => searchParams.getAll("uris").includes(uri)) }),
    "app.bsky.feed.searchPosts": () => ({ posts: POSTS }),
    "app.bsky.feed.searchPostsV2": () => ({ posts: POSTS }),
    "app.bsky.graph.getFollowers": () => ({ subject: view(MASSDOT), followers: basic.slice(1, 5) }),
    "app.bsky.unspecced.getPostThreadV2": () => ({
      hasOtherReplies: false,
      thread: [threadItem(FIRST, 0), threadItem(ANSWER, 1), threadItem(QUOTE, 1)],
    }),
    "app.bsky.unspecced.getPostThreadOtherV2": () => ({ thread: [] }),
    "app.bsky.unspecced.getConfig": () => ({ checkEmailConfirmed: false }),
    "app.bsky.unspecced.getSuggestedUsers": () => ({ actors: basic.slice(1, 4) }),
    "app.bsky.labeler.getServices": () => ({ views: [] }),
    "app.bsky.notification.getUnreadCount": () => ({ count: 0 }),
    "app.bsky.notification.listNotifications": () => ({
      notifications: notifications(),
      seenAt: THEN,
      priority: false,
    }),
    "chat.bsky.convo.listConvos": () => ({ convos: [conversation(OFFICE)] }),
    "app.bsky.graph.getFollows": () => ({ subject: view(READER), follows: basic.slice(1, 4) }),
    "app.bsky.ageassurance.getConfig": () => ({ regions: [] }),
    "app.bsky.ageassurance.getState": () => ({ state: { status: "unknown", access: "full" }, metadata: {} }),
    "app.bsky.actor.putPreferences": () => ({}),
    "app.bsky.notification.updateSeen": () => ({}),
    "chat.bsky.convo.getUnreadCounts": () => ({ unreadAcceptedConvos: 0, unreadRequestConvos: 0 }),
    "chat.bsky.convo.getLog": () => ({ logs: [], cursor: "1" }),
    "chat.bsky.actor.getStatus": () => ({ canChat: true }),
    _health: () => ({ version: "1" }),
  };
  const answer = answers[pathname.replace("/xrpc/", "")];
  if (answer === undefined) return { status: 404, type: "application/json", body: '{"error":"MethodNotImplemented"}' };
  return { type: "application/json", body: JSON.stringify(answer()) };
}

function notifications() {
  const kind = (reason) => reason.replace("-via-repost", "");
  const told = (
    number,
    by,
    reason,
    subject,
    record = { $type: `app.bsky.feed.${kind(reason)}`, createdAt: THEN, ...(subject && { subject: ref(subject) }) },
  ) => ({
    uri: `at://${by.did}/app.bsky.feed.${kind(reason)}/told${number}`,
    cid: cid(`told${number}`),
    author: view(by),
    reason,
    ...(subject && { reasonSubject: subject.uri }),
    record,
    isRead: true,
    indexedAt: THEN,
    labels: [],
  });
  const follow = {
    ...told(1, OFFICE, "follow"),
    record: { $type: "app.bsky.graph.follow", createdAt: THEN, subject: READER.did },
  };
  const answered = { ...told(4, BAKERY, "reply", OWN, ANSWER.record), uri: ANSWER.uri, cid: ANSWER.cid };
  return [follow, told(2, BAKERY, "like", OWN), told(3, MUSEUM, "like-via-repost", FIRST), answered];
}

function conversation(other) {
  return {
    id: "talk1",
    rev: "1",
    members: [view(READER), view(other)].map((one) => ({
      ...one,
      $type: "chat.bsky.actor.defs#profileViewBasic",
      chatDisabled: false,
    })),
    muted: false,
    status: "accepted",
    unreadCount: 0,
    lastMessage: {
      $type: "chat.bsky.convo.defs#messageView",
      id: "1",
      rev: "1",
      text: "Hello.",
      sender: { did: other.did },
      sentAt: THEN,
    },
  };
}

function person(handle, displayName) {
  const name = hash(handle)
    .toString("base64url")
    .toLowerCase()
    .replaceAll(/[^a-z2-7]/g, "a")
    .slice(0, 24);
  return { did: `did:plc:${name}`, handle, displayName };
}

function view({ did, handle, displayName }) {
  const none = { muted: false, blockedBy: false };
  return {
    did,
    handle,
    displayName,
    description: "Words about oneself.",
    createdAt: THEN,
    indexedAt: THEN,
    labels: [],
    viewer: none,
  };
}

function detailed(one) {
  return {
    ...view(one),
    followersCount: 4,
    followsCount: 4,
    postsCount: 3,
    associated: { lists: 0, feedgens: 0, starterPacks: 0, labeler: false },
  };
}

function post(key, author, text, more = {}, quoted = undefined) {
  const uri = `at://${author.did}/app.bsky.feed.post/${key}`;
  const embedded = quoted && {
    $type: "app.bsky.embed.record#view",
    record: {
      $type: "app.bsky.embed.record#viewRecord",
      uri: quoted.uri,
      cid: quoted.cid,
      author: quoted.author,
      value: quoted.record,
      labels: [],
      indexedAt: THEN,
      embeds: [],
    },
  };
  return {
    $type: "app.bsky.feed.defs#postView",
    uri,
    cid: cid(key),
    author: view(author),
    record: {
      $type: "app.bsky.feed.post",
      text,
      createdAt: THEN,
      langs: ["en"],
      ...more,
      ...(quoted && { embed: { $type: "app.bsky.embed.record", record: ref(quoted) } }),
    },
    ...(embedded && { embed: embedded }),
    replyCount: 0,
    repostCount: 0,
    likeCount: 0,
    quoteCount: 0,
    bookmarkCount: 0,
    indexedAt: THEN,
    labels: [],
    viewer: { threadMuted: false, embeddingDisabled: false },
  };
}

function threadItem(value, depth) {
  const item = {
    $type: "app.bsky.unspecced.defs#threadItemPost",
    post: value,
    moreParents: false,
    moreReplies: 0,
    opThread: false,
    hiddenByThreadgate: false,
    mutedByViewer: false,
  };
  return { uri: value.uri, depth, value: item };
}

function ref({ uri, cid }) {
  return { uri, cid };
}

/** A content identifier in its usual form: version 1, DAG-CBOR, SHA-256, base32. */
function cid(name) {
  const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  const bits = [0x01, 0x71, 0x12, 0x20, ...hash(name)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return `b${groups.map((group) => LETTERS[Number.parseInt(group.padEnd(5, "0"), 2)]).join("")}`;
}

function hash(text) {
  return createHash("sha256").update(text).digest();
}
