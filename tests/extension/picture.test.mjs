// What a page's content script says of where an account stands, before a picture is cut to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { fromBase64, parsePart, toBase64 } = await load("shared/picture.ts");
const { parsePageRequest, parseNotice } = await load("shared/messages.ts");

test("a place within what is seen is taken", () => {
  for (const part of [
    { left: 0, top: 0, width: 1, height: 1 },
    { left: 0.25, top: 0.5, width: 0.5, height: 0.5 },
    { left: 0.9, top: 0.1, width: 0.1, height: 1e-3 },
  ]) {
    assert.deepEqual(parsePart(part), part);
  }
});

test("any other is none: all that is in view is shown instead", () => {
  const numbers = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0.1,
    -1e308,
    1.1,
    2 ** 53,
    "0.5",
    null,
    undefined,
    {},
    [0.5],
    1n,
  ];
  const right = { left: 0.2, top: 0.2, width: 0.5, height: 0.5 };
  for (const side of Object.keys(right)) {
    for (const wrong of numbers)
      assert.equal(parsePart({ ...right, [side]: wrong }), undefined, `${side} ${String(wrong)}`);
  }
  const beyond = [
    { ...right, left: 0.6 },
    { ...right, height: 0.9 },
    { ...right, width: 0 },
    { ...right, height: -0 },
  ];
  for (const wrong of [...beyond, undefined, null, 7, "0 0 1 1", [0, 0, 1, 1], () => right]) {
    assert.equal(parsePart(wrong), undefined);
  }
});

test("bytes come back from base64 as they were, many of them too", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
  assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
});

test("requests for a picture, and what is none", () => {
  const draft = { address: "https://x.com/MassD0T", isPrivate: false };
  assert.deepEqual(parsePageRequest({ type: "report", draft, tabId: 7 }), { type: "report", draft, tabId: 7 });
  assert.deepEqual(parsePageRequest({ type: "report", draft, tabId: "7" }), { type: "report", draft });
  for (const picture of ["", "no base64!", 7, null, "A".repeat(2 ** 20)]) {
    assert.equal(parsePageRequest({ type: "bare", picture }), undefined);
    const report = { kind: "impostor", link: "https://x.com/a" };
    assert.equal(parsePageRequest({ type: "send", report, picture, private: false }), undefined);
  }
  assert.deepEqual(parseNotice({ type: "where", address: "https://x.com/a" }), {
    type: "where",
    address: "https://x.com/a",
  });
  assert.equal(parseNotice({ type: "where" }), undefined);
});
