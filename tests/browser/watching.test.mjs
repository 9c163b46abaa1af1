// How a page is watched and painted: in the background and in frames, while it is read, and in every dress.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { marksIn } from "./harness/marks.mjs";
import { allMarksOn, BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";
import { until } from "./harness/wait.mjs";

const FEED = fixture("x/feed");
const OTHER_SITE = fixture("youtube/watch");
const OFFICIAL = "Official · MassDOT";

/** Runs in the page: a copy of an author's post under another case, at the end. */
function addPost(from, name) {
  const post = document.querySelector(`[data-case="${from}"]`).cloneNode(true);
  for (const copy of post.querySelectorAll("statemark-mark")) copy.remove();
  post.dataset.case = name;
  document.querySelector("[data-testid=primaryColumn]").append(post);
}

/** Runs in the page: how far marks are from the middle of the name in their line, in each of these layouts, where that can be seen. */
function offTheMiddle(roots, layouts) {
  const SEEN_PX = 1;
  const middle = ({ top, bottom }) => (top + bottom) / 2;
  const off = [];
  for (const direction of ["ltr", "rtl"]) {
    for (const size of ["15px", "28px"]) {
      document.dir = direction;
      document.body.style.fontSize = size;
      document.body.style.maxWidth = "none";
      for (const layout of layouts) {
        for (const { host, lastElementChild: button } of roots) {
          const row = host.closest("[data-testid=User-Name]");
          if (row === null) continue;
          for (const element of [row, ...row.querySelectorAll("div")]) {
            element.removeAttribute("style");
            Object.assign(element.style, element === row ? layout.row : layout.words);
          }
          const name = document.createRange();
          name.selectNodeContents(row.querySelector("span > span"));
          const far = middle(button.getBoundingClientRect()) - middle(name.getBoundingClientRect());
          if (Math.abs(far) > SEEN_PX) off.push(`${direction} ${size} ${JSON.stringify(layout)}: ${far}`);
        }
      }
    }
  }
  return off;
}

/** Shows the feed in a frame of the page, and waits for its document. */
async function frameIn(page) {
  await page.tab.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.style.cssText = "width: 700px; height: 700px";
    document.body.append(frame);
  }, FEED.address);
  const frame = await until(
    "the frame",
    () => page.tab.frames().find((found) => found.url() === FEED.address),
    (found) => found !== undefined,
  );
  const isThere = () => document.readyState === "complete" && document.querySelector("[data-case=official]") !== null;
  await until("its document", () => frame.evaluate(isThere).catch(() => false), Boolean);
  return frame;
}

/** Runs in the background's scope: notes what arrives there, and from which document. */
function listenInBackground(scope) {
  scope.heard = [];
  scope.chrome.runtime.onMessage.addListener(({ type }, { url }) => {
    scope.heard.push({ type, url });
  });
}

for (const browser of BROWSERS) {
  describe(`watching in ${browser}`, () => {
    let house;
    before(async () => {
      house = await stage(browser);
    });
    after(() => house.close());

    test("in a tab that nobody sees nothing is done; what came meanwhile is marked when it is shown again", async () => {
      const hidden = await house.open(FEED.address);
      await marksOn(hidden);
      const other = await house.open(FEED.address);
      await until(
        "the first tab behind the other",
        () => hidden.tab.evaluate(() => document.visibilityState),
        (state) => state === "hidden",
      );
      await hidden.tab.evaluate(addPost, "official", "late");
      // In the tab that is seen, the same takes no longer than this.
      await other.tab.evaluate(addPost, "official", "late");
      await untilMarks(other, "the late mark in front", ({ late }) => late === OFFICIAL);
      assert.ok(!marksIn(await hidden.document()).some((mark) => mark.case === "late"), "marked behind");
      await hidden.tab.bringToFront();
      await untilMarks(hidden, "the late mark", ({ late }) => late === OFFICIAL);
      await hidden.close();
      await other.close();
    });

    test("a frame of the same site is read like the page itself, as a live chat is", async () => {
      const page = await house.open("https://x.com/i/nothing");
      const frame = await frameIn(page);
      const count = () =>
        frame.evaluate(() => document.querySelectorAll("[data-case=official] statemark-mark").length).catch(() => 0);
      await until("the mark in the frame", count, (found) => found === 1);
      await page.close();
    });

    test("a frame of another site shows no mark and asks nothing, while the page around it is marked", async () => {
      await house.inBackground(listenInBackground);
      const page = await house.open(OTHER_SITE.address);
      const frame = await frameIn(page);
      await allMarksOn(page);
      // The same document in a tab of its own takes no longer.
      const own = await house.open(FEED.address);
      await marksOn(own);
      const heard = await house.inBackground((scope) => scope.heard);
      const from = (address) => heard.filter(({ url }) => url === address).map(({ type }) => type);
      assert.equal(
        from(FEED.address).filter((type) => type === "site").length,
        1,
        "the tab's question, and no frame's",
      );
      assert.ok(from(OTHER_SITE.address).includes("judge"), "the page around the frame asks");
      assert.equal(await frame.evaluate(() => document.querySelectorAll("statemark-mark").length), 0);
      await own.close();
      await page.close();
    });

    test("a mark moves nothing but what stands after it in its own line", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      // The places of all words and pictures of the page, with the marks and with each of them out of the flow: held
      // against each other, the marks may have moved what follows them in their line, by their own width at most.
      const moved = await page.tab.evaluate(() => {
        const marks = [...document.querySelectorAll("statemark-mark")];
        const others = [...document.body.querySelectorAll("*")].filter(
          (element) => element.localName !== "statemark-mark",
        );
        const places = () => others.map((element) => element.getBoundingClientRect());
        const widths = marks.map((mark) => mark.getBoundingClientRect());
        const gap = 8;
        const withMarks = places();
        for (const mark of marks) mark.style.setProperty("display", "none", "important");
        const hidden = marks.every((mark) => mark.getBoundingClientRect().width === 0);
        // A mark's own style cannot be overridden by the page; then they are taken out instead.
        if (!hidden) for (const mark of marks) mark.remove();
        const without = places();
        return others.flatMap((element, index) => {
          const [one, other] = [withMarks[index], without[index]];
          const down = Math.abs(one.top - other.top);
          const aside = Math.abs(one.left - other.left);
          const inLine = widths.some(({ top, bottom }) => one.top < bottom && one.bottom > top);
          const width = Math.max(...widths.map((rectangle) => rectangle.width)) + gap;
          const still = down < 0.5 && (aside < 0.5 || (inLine && aside <= width + 0.5));
          return still ? [] : [`${element.localName} ${element.className}: ${aside} aside, ${down} down`];
        });
      });
      assert.deepEqual(moved, []);
      await page.close();
    });

    test("a mark stands in the middle of its line, however the site lays that out, how large its words are and where they run", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      const off = await page.inMarks(offTheMiddle, [
        { row: { alignItems: "center" } },
        { row: { alignItems: "baseline" } },
        { row: { alignItems: "flex-start" } },
        // As beside a picture that is higher than the words.
        { row: { alignItems: "stretch", height: "60px", flexWrap: "nowrap" }, words: { display: "block" } },
        { row: { display: "block" }, words: { display: "inline" } },
      ]);
      assert.deepEqual(off, []);
      await page.close();
    });

    test("where a warning is cut to its place, whom the account resembles is read all the same", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      const { cut, wholly } = await page.inMarks((roots) => {
        const root = roots.find(({ host }) => host.closest("[data-case]").dataset.case === "lookalike");
        const words = root.querySelector("button > span");
        const isCut = () => words.scrollHeight > words.clientHeight;
        // Narrower and narrower, until it has room for no more than a name and a word.
        let width = 640;
        while (root.host.getBoundingClientRect().width > 190) {
          document.body.style.maxWidth = `${width}px`;
          width -= 10;
        }
        const line = words.getBoundingClientRect();
        const rectangles = [...words.querySelector("bdi").getClientRects()];
        const inside = ({ left, right, bottom }) =>
          left >= line.left - 1 && right <= line.right + 1 && bottom <= line.bottom + 2;
        return { cut: isCut(), wholly: rectangles.length > 0 && rectangles.every(inside) };
      });
      assert.ok(cut, "it is cut");
      assert.ok(wholly, "the name of the listed account is in what is left");
      await page.close();
    });

    test("a mark has one size at every zoom of the page's text, and follows the direction of the words around it", async () => {
      const page = await house.open(FEED.address);
      await marksOn(page);
      const heights = await page.inMarks(([root]) => {
        const read = () => root.querySelector("button").getBoundingClientRect();
        const plain = read().height;
        document.documentElement.style.fontSize = "200%";
        document.body.style.font = "40px serif";
        const large = read().height;
        document.documentElement.dir = "rtl";
        const name = document.querySelector("[data-case=official] [data-testid=User-Name] a");
        return { plain, large, rightToLeft: read().right <= name.getBoundingClientRect().left + 1 };
      });
      assert.equal(heights.plain, heights.large);
      assert.ok(heights.rightToLeft, "the mark stands after the name, which is to its left");
      await page.close();
    });

    if (browser === "chromium") {
      test("dark mode and forced colours: a mark keeps its words readable", async () => {
        // Firefox's driver cannot change either.
        const page = await house.open(FEED.address);
        await marksOn(page);
        const session = await page.tab.createCDPSession();
        for (const features of [
          [{ name: "prefers-color-scheme", value: "light" }],
          [{ name: "prefers-color-scheme", value: "dark" }],
          [{ name: "forced-colors", value: "active" }],
        ]) {
          await session.send("Emulation.setEmulatedMedia", { features });
          const { ink, paper } = await coloursOfMark(session);
          assert.ok(contrast(ink, paper) >= 4.5, `${JSON.stringify(features)}: ${ink} on ${paper}`);
        }
        await page.close();
      });
    }
  });
}

/** The computed colours of the first mark's button, which stands in a closed root. */
async function coloursOfMark(session) {
  const { root } = await session.send("DOM.getDocument", { depth: -1, pierce: true });
  const find = (node, name) => {
    if (node.localName === name) return node;
    for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
      const found = find(child, name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const button = find(find(root, "statemark-mark"), "button");
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { computedStyle } = await session.send("CSS.getComputedStyleForNode", { nodeId: button.nodeId });
  const value = (wanted) => computedStyle.find(({ name }) => name === wanted).value;
  return { ink: value("color"), paper: value("background-color") };
}

/** As WCAG 2 counts it. */
function contrast(...colours) {
  const [one, other] = colours.map(luminance).sort((first, second) => second - first);
  return (one + 0.05) / (other + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour
    .match(/[\d.]+/g)
    .slice(0, 3)
    .map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
