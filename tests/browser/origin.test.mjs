// Every header that the desk and the repository get to see: nothing in it tells one installation from another.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BROWSERS, stage } from "./harness/stage.mjs";

const REPORT = {
  kind: "impostor",
  platform: "x",
  link: "https://x.com/MassD0T",
  seen: "2026-11-22T18:30Z",
  list_version: "1",
};
/** Of the connection, and what every request of that browser says, whoever asks. */
const ANYBODYS = [
  ...["host", "connection", "content-length", "accept", "accept-encoding", "accept-language", "user-agent", "priority"],
  ...["cache-control", "pragma", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site"],
];
/**
 * What else is said. Chromium's origin is the extension's, which for all who have it from the store is one; Firefox's would be
 * the installation's.
 */
const SAID = {
  chromium: {
    desk: [
      [
        "OPTIONS",
        { "access-control-request-headers": "content-type", "access-control-request-method": "POST", origin: true },
      ],
      ["POST", { "content-type": "application/json", origin: true }],
    ],
    list: [["GET", { origin: true }]],
  },
  firefox: {
    desk: [["POST", { "content-type": "application/json", origin: "null" }]],
    list: [["GET", {}]],
  },
};

for (const browser of BROWSERS) {
  describe(`what ${browser} tells the desk and the repository`, () => {
    let house;
    /** `true` stands for the extension's own origin. */
    const told = async (heard) => {
      const own = await house.own.tab.evaluate(() => location.origin);
      const lines = heard.map(({ method, headers }) => {
        const more = Object.entries(headers).filter(([name]) => !ANYBODYS.includes(name));
        const said = more.map(([name, value]) => [name, name === "origin" && value === own ? true : value]).sort();
        return JSON.stringify([method, Object.fromEntries(said)]);
      });
      return [...new Set(lines)].sort().map((line) => JSON.parse(line));
    };

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    after(() => house.close());

    test("sending, asking and withdrawing", async () => {
      const { entry } = await house.ask({ type: "send", report: REPORT, private: false });
      await house.ask({ type: "reportStatus", id: entry.id });
      await house.ask({ type: "receipt", about: "status", receipt: entry.receipt });
      await house.ask({ type: "withdraw", id: entry.id });
      assert.equal(house.desk.requests.length, 4);
      assert.deepEqual(await told(house.desk.heard), SAID[browser].desk);
    });

    test("refreshing the list", async () => {
      await house.ask({ type: "update" });
      assert.ok(house.requests.noted.length > 0);
      assert.deepEqual(await told(house.requests.noted), SAID[browser].list);
    });
  });
}
