// A picture with a report: taken only after a press in the toolbar, cut to the account, shown as it goes, covered for good, and kept
// no longer than it waits.

import assert from "node:assert/strict";
import http from "node:http";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { assertAccessible, picture, press, textOf, untilText } from "./harness/own.mjs";
import { BROWSERS, marksOn, stage } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const IMPOSTOR = fixture("x/profile-impostor");
const BYTES_MAX = 512 * 1024;
const EDGE_MAX = 2048;
/** The account's place is painted red, and is no thinner a part of what is cut to it. */
const RED_LEAST = 0.05;

for (const browser of BROWSERS) {
  describe(`a picture with a report in ${browser}`, () => {
    let house;
    let page;

    before(async () => {
      house = await stage(browser, { reports: true });
      await house.ask({ type: "status" });
    });
    beforeEach(async () => {
      house.desk.be("well");
      house.desk.requests.length = 0;
      house.desk.reports.clear();
      await house.ask({ type: "erase" });
      page = await house.open(IMPOSTOR.address);
      await marksOn(page);
      await page.tab.bringToFront();
    });
    afterEach(async () => {
      await house.inBackground((scope) => {
        if (scope.openPages !== undefined) scope.chrome.tabs.create = scope.openPages;
      });
      await house.own.tab.evaluate(async () => {
        const { id: own } = await chrome.tabs.getCurrent();
        await chrome.tabs.remove((await chrome.tabs.query({})).map(({ id }) => id).filter((id) => id !== own));
      });
    });
    after(() => house.close());

    const tabOf = (address) =>
      house.own.tab.evaluate(
        async (wanted) => (await chrome.tabs.query({})).find(({ url }) => url === wanted)?.id,
        address,
      );
    /** The page of a report as the background would open it; the driver of one browser cannot see the tabs that it opens itself. */
    const reportWith = async (tabId, draft = {}) => {
      await house.inBackground((scope) => {
        scope.openPages ??= scope.chrome.tabs.create;
        scope.chrome.tabs.create = async ({ url }) => {
          scope.lastOpened = url;
          return (await scope.chrome.tabs.query({}))[0];
        };
      });
      const whole = { address: IMPOSTOR.address, isPrivate: false, ...draft };
      assert.deepEqual(await house.ask({ type: "report", draft: whole, tabId }), { opened: true });
      const url = await house.inBackground((scope) => scope.lastOpened);
      const report = await house.openOwn(url.split("/").at(-1));
      // The last thing that the page shows, in any language.
      await untilText(report, "#pack", /\S/);
      return report;
    };
    const pictured = async (draft) => {
      await house.pressToolbar(page);
      const report = await reportWith(await tabOf(IMPOSTOR.address), draft);
      await untilText(report, "#picture-size", /\d/);
      // The page's last step, which scrolls: until then no place on it holds.
      await until(
        "the focus",
        () => report.tab.evaluate(() => document.activeElement?.id),
        (id) => id === "words",
      );
      return report;
    };
    const isHidden = (report, selector) =>
      report.tab.evaluate((at) => document.querySelector(at).checkVisibility() === false, selector);
    /** Size and colours of the JPEG, and whether the canvas shows the same. */
    const seen = (report, jpeg, points = []) =>
      report.tab.evaluate(
        async (text, places) => {
          const shown = document.querySelector("#shown");
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const share = (data, holds) => {
            let found = 0;
            for (let at = 0; at < data.length; at += 4) if (holds(data.subarray(at, at + 3))) found += 1;
            return found / (data.length / 4);
          };
          const of = (drawn) => drawn.getImageData(0, 0, image.width, image.height).data;
          const [sent, onScreen] = [of(context), of(shown.getContext("2d"))];
          return {
            size: [image.width, image.height],
            same:
              shown.width === image.width && shown.height === image.height && sent.every((v, i) => v === onScreen[i]),
            red: share(sent, ([red, green, blue]) => red > 240 && green < 15 && blue < 15),
            colours: places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3)),
          };
        },
        jpeg,
        points,
      );
    const send = async (report) => {
      await press(report, "#send");
      await untilText(report, "#outcome", /It was sent/);
      return house.desk.requests.at(-1).body;
    };
    /** By the keys alone: the fields, then the button. */
    const box = async (report, values, button) => {
      await report.tab.bringToFront();
      for (const [side, value] of Object.entries(values)) {
        await report.tab.focus(`#box-${side}`);
        await report.tab.evaluate((at) => document.querySelector(at).select(), `#box-${side}`);
        await report.tab.keyboard.type(String(value));
      }
      await report.tab.focus(button);
      await report.tab.keyboard.press("Enter");
      await until(
        "the new picture",
        () => report.tab.evaluate(() => document.querySelector("#box-width").value),
        (value) => value === "0",
      );
    };
    const remembered = () => house.own.tab.evaluate(() => chrome.storage.session.get());

    test("cut to the account, shown as it goes, without a word about where it was made", async () => {
      await page.tab.evaluate(() => {
        document.querySelector('[data-case="header"]').style.background = "rgb(255, 0, 0)";
      });
      const report = await pictured();
      assert.match(await textOf(report, "#picture-of"), /The account’s place/);
      assert.match(await textOf(report, "#fields"), /Picture\s+\d+ × \d+ pixels, \d+ kB/);
      assert.equal("picture" in (await remembered()), false);
      assert.deepEqual(house.desk.requests, []);
      const body = await send(report);
      const bytes = Buffer.from(body.picture, "base64");
      assert.deepEqual(
        markersOf(bytes).filter((kind) => kind >= 0xe0),
        [],
      );
      await picture(report, `report-picture-${browser}`);
      const { size, same, red } = await seen(report, body.picture);
      assert.ok(same, "what was shown is what went");
      assert.ok(size[0] >= 600 && size[0] <= 1100 && size[1] >= 320 && size[1] < 700, `${size}`);
      assert.ok(red > RED_LEAST, `${red} of it is the account's place`);
      assert.ok(bytes.length < BYTES_MAX);
      const [entry] = await house.ask({ type: "journal" });
      assert.deepEqual([entry.state, "picture" in entry], ["sent", false]);
    });

    test("what is covered by the keys is black in what goes; what is kept is all that goes", async () => {
      const report = await pictured();
      await box(report, { left: 20, top: 30, width: 200, height: 100 }, "#cover");
      await box(report, { left: 10, top: 20, width: 300, height: 150 }, "#keep");
      assert.match(await textOf(report, "#picture-size"), /300 × 150/);
      await picture(report, `report-picture-covered-${browser}`);
      const body = await send(report);
      const { size, colours } = await seen(report, body.picture, [
        [100, 60],
        [205, 105],
        [4, 145],
      ]);
      assert.deepEqual(size, [300, 150]);
      assertNear(colours[0], [0, 0, 0]);
      assertNear(colours[1], [0, 0, 0]);
      assert.ok(
        colours[2].every((value) => value > 20),
        `${colours[2]}`,
      );
    });

    test("a box that is drawn with the pointer is what the fields say", async () => {
      const report = await pictured();
      await report.tab.bringToFront();
      const at = await report.tab.evaluate(async () => {
        const shown = document.querySelector("#shown");
        shown.scrollIntoView();
        // Drawn there, and in front: before that, a browser finds no element under its pointer.
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        const { left, top } = shown.getBoundingClientRect();
        return { left, top, scale: shown.width / shown.getBoundingClientRect().width };
      });
      await report.tab.mouse.move(at.left + 120, at.top + 80);
      await report.tab.mouse.down();
      await report.tab.mouse.move(at.left + 20, at.top + 30);
      await report.tab.mouse.up();
      const values = await report.tab.evaluate(() =>
        ["left", "top", "width", "height"].map((side) => Number(document.querySelector(`#box-${side}`).value)),
      );
      for (const [index, wanted] of [20, 30, 100, 50].entries()) {
        assert.ok(Math.abs(values[index] - wanted * at.scale) < 3, `${values}`);
      }
      assert.equal(await isHidden(report, "#box"), false);
    });

    test("a picture that was removed goes nowhere", async () => {
      const report = await pictured();
      await press(report, "#remove");
      await untilText(report, "#picture-told", /Nothing of it is kept/);
      assert.equal(await isHidden(report, "#picture"), true);
      assert.doesNotMatch(await textOf(report, "#fields"), /Picture/);
      assert.deepEqual(Object.keys(await send(report)).sort(), ["key", "proof", "report"]);
    });

    test("no picture without a press in the toolbar: the right to read the site is not enough", async () => {
      const report = await reportWith(await tabOf(IMPOSTOR.address));
      assert.match(await textOf(report, "#picture-told"), /did not let a picture/);
      assert.equal(await isHidden(report, "#picture"), true);
    });

    test("a tab that is no longer in front, or closed, gives no picture, and the report opens all the same", async () => {
      await house.pressToolbar(page);
      const tabId = await tabOf(IMPOSTOR.address);
      const other = await house.open(fixture("x/profile").address);
      await other.tab.bringToFront();
      const report = await reportWith(tabId);
      assert.match(await textOf(report, "#picture-told"), /Another page was in front/);
      await page.close();
      const second = await reportWith(tabId);
      assert.match(await textOf(second, "#picture-told"), /did not let a picture/);
    });

    test("a press in the toolbar of a page of no site of ours makes it none of ours", async () => {
      const server = http.createServer((_, response) => response.end("<!doctype html><title>Elsewhere</title>"));
      await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
      const elsewhere = await house.open(`http://127.0.0.1:${server.address().port}/`);
      await house.pressToolbar(elsewhere);
      const tabId = await house.own.tab.evaluate(async () => (await chrome.tabs.query({ active: true }))[0].id);
      const { state } = await house.ask({ type: "tab", tabId });
      assert.equal(state, "elsewhere");
      server.close();
      server.closeAllConnections();
    });

    test("where no mark of the account is in view, all that is in view is taken, and that is said", async () => {
      await house.pressToolbar(page);
      const report = await reportWith(await tabOf(IMPOSTOR.address), { address: "https://x.com/MassD0T" });
      await untilText(report, "#picture-size", /pixels/);
      assert.match(await textOf(report, "#picture-of"), /No mark of the account was in view/);
    });

    test("a picture waits with its report, and is forgotten when that went out", async () => {
      house.desk.be("away");
      const report = await pictured();
      await press(report, "#send");
      await untilText(report, "#outcome", /sent as soon as it can be/);
      const kept = () => house.ask({ type: "export" }).then(({ reports }) => reports);
      assert.equal(typeof (await kept())[0].picture, "string");
      house.desk.be("well");
      await house.own.tab.evaluate(() => chrome.alarms.create("reports", { when: Date.now() }));
      const [entry] = await until("the report at the desk", kept, ([waiting]) => waiting?.state === "sent");
      assert.equal("picture" in entry, false);
      assert.equal(typeof [...house.desk.reports.values()][0].picture, "string");
    });

    test("from a private window a picture goes at once or not at all, and is kept nowhere", async () => {
      house.desk.be("away");
      const report = await pictured({ isPrivate: true });
      await press(report, "#send");
      await untilText(report, "#outcome", /nothing is kept from a private window/);
      assert.deepEqual(await house.ask({ type: "journal" }), []);
      assert.equal("picture" in (await remembered()), false);
    });

    test("what is no bare picture is never sent, whoever asks", async () => {
      const report = {
        kind: "impostor",
        platform: "x",
        link: "https://x.com/MassD0T",
        seen: "2026-11-22T18:30Z",
        list_version: "7",
      };
      for (const jpeg of [Buffer.from("no picture at all"), withComment()]) {
        const reply = await house.ask({ type: "send", report, picture: jpeg.toString("base64"), private: false });
        assert.equal(reply.entry, undefined);
      }
      assert.deepEqual(house.desk.requests, []);
    });

    test("nothing that axe finds fault with, and nothing too wide", async () => {
      const report = await pictured();
      await assertAccessible(house, report, `report-picture-${browser}`);
      await house.ask({ type: "set", change: { language: "ar" }, private: false });
      await assertAccessible(house, await pictured(), `report-picture-arabic-${browser}`);
    });

    if (browser === "chromium") {
      test("from the toolbar itself: two presses there, Send, and it is done", async () => {
        const popup = await house.pressToolbar(page);
        await untilText(popup, "#here", /Report with a picture/);
        const opened = page.tab
          .browser()
          .waitForTarget((target) => target.url().includes("report.html?draft"), { timeout: 20_000 });
        await press(popup, "#here .picture").catch(() => undefined);
        const report = { tab: await (await opened).asPage() };
        await untilText(report, "#picture-size", /pixels/);
        assert.match(await textOf(report, "#picture-of"), /The account’s place/);
        assert.equal(typeof (await send(report)).picture, "string");
      });

      test("a screen of 8K gives a picture within the caps", async () => {
        await page.tab.setViewport({ width: 7680, height: 4320 });
        const report = await pictured({ address: "https://x.com/MassD0T" });
        const body = await send(report);
        const { size } = await seen(report, body.picture);
        assert.deepEqual(size, [EDGE_MAX, EDGE_MAX * (4320 / 7680)]);
        assert.ok(Buffer.from(body.picture, "base64").length <= BYTES_MAX);
      });

      test("a page that is zoomed and scrolled is cut at the same place", async () => {
        await page.tab.evaluate(() => {
          const header = document.querySelector('[data-case="header"]');
          header.style.background = "rgb(255, 0, 0)";
          header.style.marginTop = "300px";
        });
        await house.own.tab.evaluate(async (id) => chrome.tabs.setZoom(id, 2), await tabOf(IMPOSTOR.address));
        await until(
          "the zoom",
          () => page.tab.evaluate(() => window.innerWidth),
          (width) => width < 600,
        );
        await page.tab.evaluate(() =>
          document.querySelector('[data-case="header"]').scrollIntoView({ block: "center" }),
        );
        const report = await pictured();
        assert.match(await textOf(report, "#picture-of"), /The account’s place/);
        const { red } = await seen(report, (await send(report)).picture);
        assert.ok(red > RED_LEAST, `${red} of it is the account's place`);
      });
    }
  });
}

function assertNear(colour, wanted) {
  assert.ok(
    colour.every((value, index) => Math.abs(value - wanted[index]) < 12),
    `${colour} for ${wanted}`,
  );
}

/** The kinds of the segments of a JPEG, up to its scan. */
function markersOf(bytes) {
  const kinds = [];
  for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2)) {
    kinds.push(bytes[at + 1]);
  }
  return kinds;
}

function withComment() {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1];
  return Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 4, 0x6d, 0x65, ...frame, ...scan, 0xff, 0xd9]);
}
