// A Mastodon server as its own web client knows it: the page that the client starts from, and as much of the interface as it asks for.
// Accounts and words are invented.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { typeOf } from "./serve.mjs";

export const HOST = "mastodon.social";
const THEN = "2026-11-20T15:00:00.000Z";
const ME = "9";

const PEOPLE = [
  account(
    "1",
    "massdot",
    "MassDOT",
    'Roads and rails. Ask <a href="https://mastodon.social/@samplebakery">@samplebakery</a>.',
  ),
  account("2", "samplebakery", "Sample Bakery", "Bread."),
  account("3", "sampleoffice", "Sample Office", "An office."),
  account("4", "samplelibrary@library.example", "Sample Library", "Books."),
  account("5", "samplemuseum", "Sample Museum", "Things."),
  account(ME, "samplereader", "Sample Reader", ""),
];
const [MASSDOT, BAKERY, OFFICE, LIBRARY, MUSEUM, READER] = PEOPLE;

const FIRST = status("101", MASSDOT, "Route 9 is open again.");
const ANSWER = { ...status("102", BAKERY, "Thank you!"), in_reply_to_id: "101", in_reply_to_account_id: "1" };
const MENTION = { ...status("103", BAKERY, mention(MASSDOT)), mentions: [mentionOf(MASSDOT)] };
const FAR = status("104", LIBRARY, "Open on Sunday.");
const BOOST = { ...status("105", OFFICE, ""), reblog: FIRST };
const QUOTE = { ...status("106", MUSEUM, "Worth reading:"), quote: { state: "accepted", quoted_status: FIRST } };
const STATUSES = [FIRST, ANSWER, MENTION, FAR, BOOST, QUOTE];

/** Every account of these pages: on the list of the run, all are official. */
export const ACCOUNTS = PEOPLE.map(({ acct }) => `mastodon:${acct.includes("@") ? acct : `${acct}@${HOST}`}`);

/** What is looked at: an address, whether a reader is signed in, what is done first, and how many marks each surface must have. */
export const VIEWS = [
  { name: "profile", path: "/@massdot", marks: { "profile-header-2026": 1, "post-author": 1, reposter: 1 } },
  {
    name: "profile, signed in",
    path: "/@massdot",
    signedIn: true,
    marks: { "profile-header-2026": 1, "post-author": 1, reposter: 1, "account-card": 1 },
  },
  {
    name: "profile of another server",
    path: "/@samplelibrary@library.example",
    signedIn: true,
    marks: { "profile-header-2026": 0, "post-author": 0 },
  },
  { name: "thread", path: "/@massdot/101", marks: { "thread-author": 1, "post-author": 1 } },
  { name: "home", path: "/home", signedIn: true, marks: { "post-author": 3, "suggestion-in-feed": 2 } },
  { name: "hover card", path: "/home", signedIn: true, act: restOn, marks: { "hover-card": 1 } },
  { name: "notifications", path: "/notifications", signedIn: true, marks: { notification: 3, "post-author": 3 } },
  { name: "suggestions", path: "/explore/suggestions", signedIn: true, marks: { suggestion: 2 } },
  { name: "search", path: "/search?q=sample", signedIn: true, marks: { "account-card": 4, "post-author": 1 } },
  { name: "followers", path: "/@massdot/followers", signedIn: true, marks: { "account-card-2026": 3 } },
  { name: "messages", path: "/conversations", signedIn: true, marks: { "message-list": 1 } },
  { name: "directory", path: "/directory", marks: { "directory-card": 4 } },
  { name: "boosted by", path: "/@massdot/101/reblogs", signedIn: true, marks: { "account-card": 4 } },
];

async function restOn(tab) {
  const name = await tab.waitForSelector(".status__info a[data-hover-card-account]");
  const { x, y } = await name.clickablePoint();
  // The card opens for a pointer that came by moving.
  for (const step of [30, 20, 10, 2, 1, 0]) await tab.mouse.move(x + step, y + step);
  await tab.waitForSelector(".hover-card");
}

/** `folder`: a built front end, with its `packs` beside each other. */
export function mastodon(folder) {
  const manifest = path.join(folder, "packs/.vite/manifest.json");
  if (!existsSync(manifest)) return undefined;
  const built = JSON.parse(readFileSync(manifest, "utf8"));
  return {
    hosts: [HOST],
    ready: ".status, .account, .notification-group, .conversation, .account-card, .account__header",
    views: VIEWS.map((view) => ({ ...view, address: `https://${HOST}${view.path}` })),
    accounts: ACCOUNTS,
    answer: (url, signedIn) => answer(url, folder, built, signedIn),
  };
}

function answer(url, folder, built, signedIn) {
  const { pathname, searchParams } = url;
  if (pathname === "/sw.js") return { status: 404, type: "text/plain", body: "" };
  const file = path.join(folder, pathname);
  if (/^\/(packs|avatars|headers|images)\//.test(pathname)) {
    return existsSync(file) && !pathname.includes("..")
      ? { type: typeOf(pathname), body: readFileSync(file) }
      : { status: 404, type: "text/plain", body: "" };
  }
  if (pathname.startsWith("/api/")) return json(asked(pathname, searchParams));
  return { type: "text/html; charset=utf-8", body: shell(built, url, signedIn) };
}

function shell(built, url, signedIn) {
  const file = (name) => `/packs/${built[name].file}`;
  const sheets = [
    file("styles/application.scss"),
    ...(built["entrypoints/application.ts"].css ?? []).map((one) => `/packs/${one}`),
  ];
  const script = (name) => `<script type="module" crossorigin src="${file(name)}"></script>`;
  return `<!doctype html>
<html lang="en" data-color-scheme="auto">
<head>
<meta charset="utf-8">
<title>Mastodon</title>
${sheets.map((href) => `<link rel="stylesheet" crossorigin href="${href}">`).join("\n")}
${script("../../vite/legacy-polyfills")}
${script("entrypoints/common.ts")}
<meta name="csrf-token" content="none">
${signedIn ? `<meta name="initialPath" content="${url.pathname}">` : ""}
<script id="initial-state" type="application/json">${JSON.stringify(initialState(signedIn))}</script>
${script("entrypoints/application.ts")}
</head>
<body class="app-body">
<div class="notranslate app-holder" id="mastodon" data-props='{"locale":"en"}'></div>
</body>
</html>`;
}

function initialState(signedIn) {
  const meta = {
    access_token: signedIn ? "none" : null,
    activity_api_enabled: true,
    admin: null,
    auto_play_gif: false,
    display_media: "default",
    domain: HOST,
    landing_page: "about",
    limited_federation_mode: false,
    local_live_feed_access: "public",
    local_topic_feed_access: "public",
    locale: "en",
    mascot: null,
    profile_directory: true,
    reduce_motion: true,
    registrations_open: false,
    remote_live_feed_access: "public",
    remote_topic_feed_access: "public",
    repository: "none",
    search_enabled: true,
    single_user_mode: false,
    source_url: "https://source.example/",
    sso_redirect: null,
    status_page_url: null,
    streaming_api_base_url: `wss://${HOST}`,
    terms_of_service_enabled: false,
    title: "Mastodon",
    trends_enabled: true,
    use_blurhash: false,
    version: "4.8.0",
    ...(signedIn && { me: ME, boost_modal: false, delete_modal: true, show_trends: true, emoji_style: "native" }),
  };
  return {
    meta,
    compose: { text: "", ...(signedIn && { me: ME, default_privacy: "public", default_quote_policy: "public" }) },
    accounts: signedIn ? { [ME]: READER } : {},
    media_attachments: { accept_content_types: ["image/png"] },
    settings: signedIn ? { known_fediverse: true, introductionVersion: 20181216044202 } : {},
    languages: [["en", "English", "English"]],
    features: [],
    push_subscription: null,
    role: signedIn
      ? { id: "1", name: "", permissions: "0", color: "", highlighted: false, collection_limit: 10 }
      : null,
  };
}

function asked(pathname, query) {
  const [, id, part] = /^\/api\/v\d\/(?:accounts|statuses)\/(\d+)(?:\/(\w+))?/.exec(pathname) ?? [];
  if (/\/accounts\/lookup$/.test(pathname)) return PEOPLE.find(({ acct }) => acct === query.get("acct"));
  if (/\/accounts\/relationships$/.test(pathname)) return query.getAll("id[]").map(relationship);
  if (/\/accounts\/familiar_followers$/.test(pathname))
    return query.getAll("id[]").map((one) => ({ id: one, accounts: [] }));
  if (/\/accounts\/search$/.test(pathname)) return PEOPLE.slice(0, 4);
  if (/\/accounts\/\d+$/.test(pathname)) return PEOPLE.find((one) => one.id === id);
  if (part === "followers" || part === "following" || part === "reblogged_by" || part === "favourited_by")
    return PEOPLE.slice(1, 5);
  if (part === "statuses")
    return query.get("pinned") ? [] : id === "1" ? [FIRST, { ...BOOST, account: MASSDOT, reblog: FAR }] : [FAR];
  if (/\/accounts\/\d+\//.test(pathname)) return part === "collections" ? { collections: [], accounts: [] } : [];
  if (part === "context") return { ancestors: [], descendants: [ANSWER, QUOTE] };
  if (/\/statuses\/\d+$/.test(pathname)) return STATUSES.find((one) => one.id === id);
  if (/\/statuses$/.test(pathname)) return STATUSES;
  if (/\/timelines\//.test(pathname)) return STATUSES;
  if (/\/v2\/notifications$/.test(pathname)) return notifications();
  if (/\/notifications\/policy$/.test(pathname)) return POLICY;
  if (/\/suggestions$/.test(pathname))
    return [BAKERY, OFFICE, LIBRARY].map((one) => ({ account: one, source: "staff", sources: ["featured"] }));
  if (/\/directory$/.test(pathname)) return PEOPLE.slice(0, 5);
  if (/\/v2\/search$/.test(pathname))
    return { accounts: PEOPLE.slice(0, 4), statuses: [FIRST, FAR], hashtags: [], collections: [] };
  if (/\/conversations$/.test(pathname))
    return [{ id: "1", unread: true, accounts: [OFFICE], last_status: status("107", OFFICE, "Hello.") }];
  if (/\/instance$/.test(pathname)) return INSTANCE;
  if (/\/markers$/.test(pathname)) return {};
  return [];
}

function notifications() {
  const group = (id, type, people, status_id) => ({
    group_key: `group-${id}`,
    notifications_count: people.length,
    type,
    sample_account_ids: people,
    latest_page_notification_at: THEN,
    most_recent_notification_id: id,
    page_min_id: id,
    page_max_id: id,
    ...(status_id && { status_id }),
  });
  return {
    accounts: PEOPLE,
    partial_accounts: [],
    statuses: STATUSES,
    notification_groups: [
      group("1", "follow", ["1"]),
      group("2", "favourite", ["2", "3"], "101"),
      group("3", "reblog", ["3"], "101"),
      group("4", "mention", ["2"], "103"),
      group("5", "quote", ["5"], "106"),
      group("6", "follow_request", ["5"]),
    ],
  };
}

const POLICY = {
  for_not_following: "accept",
  for_not_followers: "accept",
  for_new_accounts: "accept",
  for_private_mentions: "accept",
  for_limited_accounts: "accept",
  summary: { pending_requests_count: 0, pending_notifications_count: 0 },
};

const INSTANCE = {
  domain: HOST,
  title: "Mastodon",
  version: "4.8.0",
  description: "A server of this test.",
  thumbnail: { url: "" },
  icon: [],
  languages: ["en"],
  usage: { users: { active_month: 5 } },
  configuration: {
    statuses: { max_characters: 500, max_media_attachments: 4 },
    polls: {},
    urls: {},
    accounts: {},
    media_attachments: {},
  },
  registrations: { enabled: false },
  contact: { email: "", account: BAKERY },
  rules: [],
  api_versions: { mastodon: 9 },
};

function account(id, acct, display_name, note) {
  const [username, host = HOST] = acct.split("@");
  return {
    id,
    username,
    acct,
    display_name,
    note: `<p>${note}</p>`,
    url: `https://${host}/@${username}`,
    uri: `https://${host}/users/${username}`,
    avatar: "/avatars/original/missing.png",
    avatar_static: "/avatars/original/missing.png",
    avatar_description: "",
    header: "/headers/original/missing.png",
    header_static: "/headers/original/missing.png",
    header_description: "",
    bot: false,
    group: false,
    locked: false,
    discoverable: true,
    indexable: true,
    created_at: "2024-01-01T00:00:00.000Z",
    last_status_at: "2026-11-20",
    emojis: [],
    fields: [],
    roles: [],
    feature_approval: { automatic: ["public"], manual: [], current_user: "automatic" },
    followers_count: 4,
    following_count: 4,
    statuses_count: 6,
    show_media: true,
    show_media_replies: true,
    show_featured: true,
    hide_collections: false,
  };
}

function status(id, by, words) {
  return {
    id,
    account: by,
    content: `<p>${words}</p>`,
    created_at: THEN,
    edited_at: null,
    url: `${by.url}/${id}`,
    uri: `${by.uri}/statuses/${id}`,
    visibility: "public",
    language: "en",
    sensitive: false,
    spoiler_text: "",
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    replies_count: 1,
    reblogs_count: 1,
    favourites_count: 2,
    quotes_count: 1,
    favourited: false,
    reblogged: false,
    bookmarked: false,
    muted: false,
    reblog: null,
    quote: null,
    quote_approval: { automatic: ["public"], manual: [], current_user: "automatic" },
    application: null,
    media_attachments: [],
    tagged_collections: [],
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: null,
    filtered: [],
  };
}

function relationship(id) {
  const no = [
    "showing_reblogs",
    "notifying",
    "followed_by",
    "blocking",
    "blocked_by",
    "muting",
    "muting_notifications",
    "requested",
    "requested_by",
    "domain_blocking",
    "endorsed",
  ];
  return { id, following: false, ...Object.fromEntries(no.map((name) => [name, false])), languages: null, note: "" };
}

function mention({ url, username }) {
  return `Thanks <span class="h-card"><a href="${url}" class="u-url mention">@<span>${username}</span></a></span>`;
}

function mentionOf({ id, username, acct, url }) {
  return { id, username, acct, url };
}

function json(value) {
  if (value === undefined) return { status: 404, type: "application/json", body: '{"error":"Record not found"}' };
  return { type: "application/json", body: JSON.stringify(value) };
}
