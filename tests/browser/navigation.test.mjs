// Pages that change under the extension: soft navigation with leftovers of the page before, and nodes that are used again.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fixture } from "./harness/fixtures.mjs";
import { BROWSERS, marksOn, stage, untilMarks } from "./harness/stage.mjs";

const OFFICIAL = "Official · MassDOT";
const IMPOSTOR = "Reported as an impostor of MassRMV, confirmed Oct 1, 2026";
const LOOKALIKE = "Resembles @MassDOT. Not on the state’s list";

/**
 * Sites on which a profile is left for another without a load. `view`: what the site exchanges; `left`: what it leaves of the first
 * page, with the listed account's stable id; the profiles: path, handle and name as the page writes them.
 */
const SITES = {
  "youtube/channel": {
    view: "ytd-browse",
    left: [["link", { rel: "canonical", href: "https://www.youtube.com/channel/UCsampleMBTA0000000000aa" }]],
    id: "UCsampleMBTA0000000000aa",
    listed: ["/@thembta", "@thembta", "MBTA"],
    impostor: ["/@TheMBTAInfo", "@TheMBTAInfo", "MBTA Info"],
    stranger: ["/@samplebakery", "@samplebakery", "Sample Bakery"],
    official: "Official · MBTA",
    warning: "Reported as an impostor of MBTA, confirmed Oct 3, 2026",
  },
  "facebook/page": {
    view: "div[role=main]",
    left: [
      ["meta", { property: "al:android:url", content: "fb://profile/100064000000001" }],
      ["link", { rel: "alternate", href: "https://www.facebook.com/profile.php?id=100064000000001" }],
    ],
    id: "100064000000001",
    listed: ["/TheMBTA", "TheMBTA", "MBTA"],
    impostor: ["/TheMBTAInfo", "TheMBTAInfo", "MBTA Info"],
    stranger: ["/SampleBakery", "SampleBakery", "Sample Bakery"],
    official: "Official · MBTA",
    warning: "Reported as an impostor of MBTA, confirmed Oct 4, 2026",
  },
  "bluesky/profile": {
    view: "main",
    left: [
      ["link", { rel: "canonical", href: "https://bsky.app/profile/massdcr.bsky.social" }],
      ["link", { rel: "alternate", href: "at://did:plc:samplemassdcr00000000000/app.bsky.actor.profile/self" }],
    ],
    id: "did:plc:samplemassdcr00000000000",
    listed: ["/profile/massdcr.bsky.social", "massdcr.bsky.social", "Mass DCR"],
    impostor: ["/profile/massdcr-info.bsky.social", "massdcr-info.bsky.social", "Mass DCR Info"],
    stranger: ["/profile/samplebakery2.bsky.social", "samplebakery2.bsky.social", "Sample Bakery"],
    official: "Official · DCR",
    warning: "Reported as an impostor of DCR, confirmed Oct 5, 2026",
  },
};

/** What becomes of the view of the page before. */
const WAYS = {
  removed: "the old page gone",
  hidden: "the old page left behind, hidden",
  "written over": "the old page's elements written over in place",
};

/** The address first, then the new content, in which the last post is called `last`. */
function goTo(page, { view, listed }, profile, way, last) {
  return page.tab.evaluate(
    (selector, [path, handle, name], [, listedHandle, listedName], way_, last_) => {
      globalThis.called ??= [listedHandle, listedName];
      const was = globalThis.called;
      const is = [handle, name];
      globalThis.called = is;
      history.pushState({}, "", path);
      const shown = [...document.querySelectorAll(selector)].find((element) => !element.hidden);
      const next = way_ === "written over" ? shown : shown.cloneNode(true);
      if (next !== shown) for (const mark of next.querySelectorAll("statemark-mark")) mark.remove();
      const escaped = was.map((text) => text.replace(/[.]/g, "\\.")).join("|");
      const whole = new RegExp(`(?<![\\w.])(?:${escaped})(?![\\w])`, "g");
      const rewrite = (text) => text.replace(whole, (found) => is[was.indexOf(found)]);
      const nodes = document.createTreeWalker(next, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE && rewrite(node.data) !== node.data) node.data = rewrite(node.data);
        for (const { name: attribute, value } of node.attributes ?? [])
          if (attribute !== "class" && rewrite(value) !== value) node.setAttribute(attribute, rewrite(value));
      }
      next.querySelector("[data-case^=sign]").dataset.case = last_;
      if (next === shown) return;
      shown.after(next);
      if (way_ === "removed") return shown.remove();
      shown.hidden = true;
      // Its posts still have their authors; its header stands under an address that is another's.
      for (const element of shown.querySelectorAll("[data-case]"))
        element.dataset.case = element.dataset.case === "header" ? "header left behind" : "posts left behind";
    },
    view,
    profile,
    listed,
    way,
    last,
  );
}

/** As a site does it: the address first, then the new content; the last post of the new page is `sign2`. */
function navigate(page, address, view, leftovers) {
  return page.tab.evaluate(
    (next, template, stale) => {
      const copy = (id) => document.querySelector(`template#${id}`).content.cloneNode(true);
      history.pushState({}, "", next);
      const old = [...document.querySelectorAll("#view > *")];
      document.querySelector("#view").append(copy(template));
      if (stale) for (const element of old) element.hidden = true;
      else for (const element of old) element.remove();
      document.querySelector("#posts").replaceChildren(copy("sign"));
    },
    address,
    view,
    leftovers,
  );
}

/** The marks of headers, whatever the posts below them say. */
async function headerMarks(page) {
  const { sign2: _sign, ...marks } = await marksOn(page, "sign2");
  return marks;
}

for (const browser of BROWSERS) {
  describe(`navigation in ${browser}`, () => {
    let house;
    let page;
    before(async () => {
      house = await stage(browser);
    });
    after(() => house.close());

    test("from a listed profile to an impostor's and back, the old page's ids still in the document", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await navigate(page, "/MassRMVHelp", "impostor", false);
      assert.deepEqual(await headerMarks(page), { header: IMPOSTOR });
      await navigate(page, "/MassDOT", "listed", false);
      await untilMarks(page, "the listed profile again", ({ header }) => header === OFFICIAL);
      await page.close();
    });

    for (const [name, site] of Object.entries(SITES)) {
      for (const [way, words] of Object.entries(WAYS)) {
        test(`${name}: from a listed profile to an impostor's, a stranger's and back, ${words}`, async () => {
          page = await house.open(fixture(name).address);
          assert.equal((await marksOn(page)).header, site.official);
          await page.tab.evaluate((left) => {
            for (const [tag, attributes] of left) {
              const element = document.createElement(tag);
              for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
              document.head.append(element);
            }
          }, site.left);
          for (const [step, [who, text]] of [
            ["impostor", site.warning],
            ["stranger", undefined],
            ["listed", site.official],
            ["impostor", site.warning],
          ].entries()) {
            const last = `sign ${step}`;
            await goTo(page, site, site[who], way, last);
            const says = (marks) => last in marks && marks.header === text;
            const {
              [last]: _,
              "posts left behind": __,
              ...marks
            } = await untilMarks(page, `the ${who}'s own mark, step ${step}`, says);
            // Its posts are the same account's. What is left of others may be warned about, and is nobody's official header.
            const { "header left behind": left = [], "(no case)": bare = [], ...own } = marks;
            assert.deepEqual([...new Set(Object.values(own))], text === undefined ? [] : [text], who);
            if (who !== "listed") assert.doesNotMatch([left, bare].flat().join("\n"), /Official/, who);
          }
          const document = await page.tab.evaluate(() => document.documentElement.outerHTML);
          assert.ok(document.includes(site.id), "the listed account's id is still in the document");
          await page.close();
        });
      }
    }

    test("a header left behind by the listed profile lends its mark to nobody", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await navigate(page, "/MassRMVHelp", "impostor", true);
      assert.deepEqual(await headerMarks(page), { header: IMPOSTOR });
      await page.close();
    });

    test("a header that is written over in place", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await page.tab.evaluate(() => {
        history.pushState({}, "", "/MassRMVHelp");
        const [name, handle] = document.querySelectorAll("[data-testid=UserName] div[dir=ltr] span:not(:has(span))");
        name.textContent = "Mass RMV Help";
        handle.textContent = "@MassRMVHelp";
      });
      await untilMarks(page, "the impostor's mark", ({ header }) => header === IMPOSTOR);
      await page.close();
    });

    test("an address that changes while the listed header stands: no green, in that moment and after", async () => {
      page = await house.open(fixture("x/soft-navigation").address);
      assert.equal((await marksOn(page)).header, OFFICIAL);
      await page.tab.evaluate(() => history.pushState({}, "", "/MassRMVHelp"));
      await untilMarks(page, "no mark on the header", ({ header }) => header === undefined);
      await page.close();
    });

    test("a post that the page uses again for another author", async () => {
      page = await house.open(fixture("x/feed").address);
      assert.equal((await marksOn(page)).official, OFFICIAL);
      const write = (handle, name) =>
        page.tab.evaluate(
          (author, called) => {
            for (const link of document.querySelectorAll("[data-case=official] [data-testid=User-Name] a")) {
              link.setAttribute("href", link.getAttribute("href").replace(/^\/\w+/, `/${author}`));
              const text = link.querySelector("div span:not(:has(span))");
              if (text !== null) text.textContent = text.textContent.startsWith("@") ? `@${author}` : called;
            }
          },
          handle,
          name,
        );
      await write("MassD0T", "Toll Refunds");
      await untilMarks(page, "the lookalike's mark", ({ official }) => official === LOOKALIKE);
      await write("SampleBakery", "Sample Bakery");
      await untilMarks(page, "no mark", ({ official }) => official === undefined);
      await write("MassDOT", "MassDOT");
      await untilMarks(page, "the official mark again", ({ official }) => official === OFFICIAL);
      await page.close();
    });
  });
}
