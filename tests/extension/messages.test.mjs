import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { BATCH_MAX, TEXT_MAX, isErrorReply, parseContentRequest, parseNotice, parsePageRequest, parsePageState } =
  await load("shared/messages.ts");

const sighting = {
  page: "https://x.com/home",
  surface: { site: "x", id: "post-author" },
  link: "/MassDOT",
  ids: [{ value: "12345-follow", names: "Follow @MassDOT" }],
};
const judge = (...sightings) => ({ type: "judge", sightings });

test("a content script's requests are taken", () => {
  assert.deepEqual(parseContentRequest({ type: "watching", paused: true }), { type: "watching", paused: true });
  assert.deepEqual(parseContentRequest({ type: "site", more: 1 }), { type: "site" });
  assert.deepEqual(parseContentRequest(judge(sighting)), judge(sighting));
  const report = { type: "openReport", address: "https://x.com/MassDOT", sighting };
  assert.deepEqual(parseContentRequest({ ...report, more: 1 }), report);
});

test("anything else from a content script is refused", () => {
  const refused = [
    undefined,
    null,
    "judge",
    [],
    { type: "status" },
    { type: "granted", tabId: 1 },
    { type: "hosts" },
    { type: "takeBack", host: "social.mass.gov" },
    { type: "judge" },
    { type: "watching" },
    { type: "watching", paused: "yes" },
    { type: "openReport", address: "https://x.com/a" },
    { type: "openReport", address: "https://x.com/a", sighting: { ...sighting, page: 7 } },
    { type: "openReport", sighting },
    { type: "judge", sightings: sighting },
    judge(...Array.from({ length: BATCH_MAX + 1 }, () => sighting)),
  ];
  for (const message of refused) assert.equal(parseContentRequest(message), undefined, JSON.stringify(message));
});

test("what is no sighting leaves its batch, and the others their places in it", () => {
  const malformed = [
    undefined,
    null,
    "sighting",
    { ...sighting, page: undefined },
    { ...sighting, page: 7 },
    { ...sighting, link: { toString: "x" } },
    { ...sighting, name: "x".repeat(TEXT_MAX + 1) },
    { ...sighting, surface: "x" },
    { ...sighting, surface: { site: "x" } },
    { ...sighting, ids: [{ value: "1" }] },
  ];
  for (const one of malformed)
    assert.deepEqual(parseContentRequest(judge(sighting, one, sighting)), judge(sighting, null, sighting));
});

test("the popup's requests are taken, and nothing else", () => {
  for (const message of [
    { type: "tab", tabId: 3 },
    { type: "check", text: "@MassDOT" },
    { type: "status" },
    { type: "receipt", about: "withdraw", receipt: "ABCD-2345-EFGH-67IJ" },
    { type: "update" },
    { type: "find", text: "registry" },
    { type: "set", change: { marks: "profiles", sitesOff: ["x"], language: null }, private: false },
    { type: "report", draft: { address: "https://x.com/a", isPrivate: true } },
    { type: "report", draft: { address: "https://x.com/a", sighting, isPrivate: false } },
    { type: "send", report: { link: "https://x.com/a", words: "b" }, private: false },
    { type: "withdraw", id: "a" },
    { type: "granted", tabId: 3 },
    { type: "hosts" },
    { type: "takeBack", host: "social.mass.gov" },
  ]) {
    assert.deepEqual(parsePageRequest({ ...message, more: 1 }), message);
  }
  for (const message of [
    { type: "tab", tabId: "3" },
    { type: "check" },
    { type: "judge", sightings: [] },
    { type: "receipt", about: "status", receipt: "ABCD" },
    { type: "receipt", about: "delete", receipt: "ABCD-2345-EFGH-67IJ" },
    null,
    { type: "send", report: { link: "a", more: "b" } },
  ]) {
    assert.equal(parsePageRequest(message), undefined);
  }
});

test("notices and page states", () => {
  assert.deepEqual(parseNotice({ type: "list-changed" }), { type: "list-changed" });
  assert.equal(parseNotice({ type: "reload" }), undefined);
  assert.deepEqual(parseNotice({ type: "structure" }), { type: "structure" });
  const state = { surfaces: 1, asked: 2, marks: 0, paused: false };
  const none = { addresses: [], header: [] };
  assert.deepEqual(parsePageState(state), { ...state, ...none });
  const header = [sighting, { ...sighting, page: 7 }, ...Array.from({ length: 20 }, () => sighting)];
  assert.equal(parsePageState({ ...state, header }).header.length, 8);
  const addresses = ["https://x.com/MassDOT", 7, "x".repeat(TEXT_MAX + 1)];
  const parsed = { ...state, ...none, addresses: ["https://x.com/MassDOT"] };
  assert.deepEqual(parsePageState({ ...state, addresses }), parsed);
  assert.equal(parsePageState({ ...state, marks: -1 }), undefined);
  assert.equal(parsePageState({ ...state, paused: "no" }), undefined);
  assert.equal(parsePageState(undefined), undefined);
});

test("an update that failed is an answer, and no failure to answer", () => {
  const error = { name: "Trust", variant: "Rollback", message: "older" };
  assert.equal(isErrorReply({ changed: false, error }), false);
  assert.equal(isErrorReply({ failure: error }), true);
});
