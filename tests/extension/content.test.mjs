import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startStage } from "./stage.mjs";

let stage;
before(async () => {
  stage = await startStage("x");
});
after(() => stage?.close());

const avatar = (handle) =>
  `<div data-testid="UserAvatar-Container-${handle}"><a href="/${handle}"><div></div></a></div>`;
const post = (id, handle, { before: context = "", text = "", inside = "" } = {}) => `
  <article data-testid="tweet" id="${id}">${context}${avatar(handle)}
    <div data-testid="User-Name"><div><a href="/${handle}"><span>Name of ${handle}</span></a></div>
      <div><a href="/${handle}" tabindex="-1"><span>@${handle}</span></a><a href="/${handle}/status/1"><time>1h</time></a></div></div>
    <div data-testid="tweetText">Words ${text}</div>${inside}</article>`;
const quote = (handle) => `
  <div role="link" tabindex="0"><div data-testid="UserAvatar-Container-${handle}"></div>
    <div data-testid="User-Name"><div><div dir="ltr"><span>Name</span></div></div><div><div tabindex="-1"><span>@${handle}</span></div></div></div>
    <a href="/${handle}/status/2/photo/1"><img alt=""></a></div>`;
const header = (handle) => `
  <div data-testid="UserName"><div dir="ltr"><span>Name</span></div><div><div tabindex="-1"><span>@${handle}</span></div></div></div>`;
const cell = (id, handle, bio) => `
  <div data-testid="UserCell" id="${id}">${avatar(handle)}<div><a href="/${handle}"><span>Name</span></a></div><p>${bio}</p></div>`;
const link = (handle) => `<a href="/${handle}">@${handle}</a>`;

test("an author is marked, and a reposter or a quoted author in their own place, but nobody who mentions one", async () => {
  const reposted = '<a href="/MassDOT"><span data-testid="socialContext">MassDOT reposted</span></a>';
  const page = await stage.open(
    "https://x.com/home",
    post("real", "MassDOT") +
      post("mention", "someone", { text: link("MassDOT") }) +
      post("repost", "someone", { before: reposted }) +
      post("quote", "someone", { inside: quote("MassDOT") }) +
      cell("bio", "someone", link("MassDOT")) +
      cell("cell", "MassDOT", link("someone")),
  );
  const count = (selector) => page.evaluate((selector) => stage.count(selector), selector);
  assert.equal(await count("#real"), 1);
  for (const id of ["mention", "bio"]) assert.equal(await count(`#${id}`), 0, id);
  assert.equal(await count("#repost"), 1);
  assert.equal(
    await count('#repost > a[href="/MassDOT"]'),
    1,
    "the reposter's mark stands with the words of the repost",
  );
  assert.equal(await count("#quote"), 1);
  assert.equal(await count("#quote [role=link]"), 1, "the quoted author's mark stands in the quotation");
  assert.equal(await count("#cell"), 1);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a post without a link of its own takes none from the post that it quotes", async () => {
  const bare = `<article data-testid="tweet" id="bare"><div data-testid="User-Name">Someone</div>
    <div role="link" tabindex="0"><div data-testid="User-Name"><a href="/MassDOT">MassDOT</a></div></div></article>`;
  const page = await stage.open("https://x.com/home", bare);
  assert.equal(await page.evaluate(() => stage.count()), 0);
  await page.close();
});

test("a link to an impostor is warned about wherever it stands, once for each post", async () => {
  const page = await stage.open(
    "https://x.com/home",
    post("author", "MassD0T") + post("twice", "someone", { text: link("MassD0T") + link("MassD0T") }),
  );
  assert.equal(await page.evaluate(() => stage.count("#author")), 1);
  assert.equal(await page.evaluate(() => stage.count("#twice")), 1);
  await page.close();
});

test("each distinct sighting is asked once, many in one message", async () => {
  const posts = Array.from({ length: 40 }, (_, index) => post(`p${index}`, index % 2 ? "MassDOT" : "someone"));
  const page = await stage.open("https://x.com/home", posts.join(""));
  await page.waitForFunction(() => stage.count() === 20);
  const { asked, batches } = await page.evaluate(() => ({
    asked: stage.batches.flat().map((sighting) => JSON.stringify(sighting)),
    batches: stage.batches.length,
  }));
  assert.equal(new Set(asked).size, asked.length);
  assert.ok(batches < asked.length, `${batches} messages for ${asked.length} sightings`);
  await page.close();
});

test("an element that the page uses again loses its mark and gets that of its new author", async () => {
  const page = await stage.open("https://x.com/home", post("reused", "MassDOT"));
  const reuse = (handle) =>
    page.evaluate(async (handle) => {
      for (const anchor of document.querySelectorAll("#reused a")) anchor.setAttribute("href", `/${handle}`);
      await stage.settled();
      return stage.count("#reused");
    }, handle);
  assert.equal(await page.evaluate(() => stage.count("#reused")), 1);
  assert.equal(await reuse("someone"), 0);
  assert.equal(await reuse("MassDOT"), 1);
  const renamed = await page.evaluate(async () => {
    document.querySelector("#reused").setAttribute("data-testid", "advertisement");
    await stage.settled();
    return stage.count("#reused");
  });
  assert.equal(renamed, 0, "an element that is no post any more");
  await page.close();
});

test("an answer that comes after the element has changed is not drawn", async () => {
  const page = await stage.open("https://x.com/home", "<main></main>");
  const marks = await page.evaluate(
    async (markup) => {
      let release;
      stage.hold = new Promise((resolve) => {
        release = resolve;
      });
      document.querySelector("main").innerHTML = markup;
      await stage.settled();
      for (const anchor of document.querySelectorAll("a")) anchor.setAttribute("href", "/someone");
      release();
      // The answer arrives before any frame in which the change could be seen.
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      const atOnce = stage.count();
      await stage.settled();
      return [atOnce, stage.count()];
    },
    post("late", "MassDOT"),
  );
  assert.deepEqual(marks, [0, 0]);
  await page.close();
});

test("a header left over from the page before keeps no mark under another address", async () => {
  const page = await stage.open("https://x.com/MassDOT", header("MassDOT") + post("own", "MassDOT"));
  assert.equal(await page.evaluate(() => stage.count("[data-testid=UserName]")), 1);
  const visit = (address, handle) =>
    page.evaluate(
      async (address, handle) => {
        history.pushState({}, "", address);
        if (handle) document.querySelector("[data-testid=UserName] [tabindex] span").firstChild.data = `@${handle}`;
        await stage.settled();
        return stage.count("[data-testid=UserName]");
      },
      address,
      handle,
    );
  assert.equal(await visit("/someone"), 0, "the old header under the new address");
  assert.equal(await page.evaluate(() => stage.count("#own")), 1, "a post is not its page");
  assert.equal(await visit("/someone", "someone"), 0);
  assert.equal(await visit("/MassDOT", "MassDOT"), 1);
  await page.close();
});

test("an id is read where the document has it, also when it comes later", async () => {
  const page = await stage.open("https://x.com/MassDOT", `${header("MassDOT")}<aside></aside>`);
  const ids = await page.evaluate(async () => {
    const button = document.createElement("button");
    button.setAttribute("data-testid", "12345-follow");
    button.setAttribute("aria-label", "Follow @MassDOT");
    document.querySelector("aside").append(button);
    await stage.settled();
    return stage.batches.flat().findLast(({ surface }) => surface?.id === "profile-header").ids;
  });
  assert.deepEqual(ids, [{ value: "12345-follow", names: "Follow @MassDOT" }]);
  await page.close();
});

test("a page that takes a mark away gets it back a few times, then it has its way", async () => {
  const page = await stage.open("https://x.com/home", post("fought", "MassDOT"));
  const rounds = await page.evaluate(async () => {
    let rounds = 0;
    while (rounds < 50 && stage.count() === 1) {
      document.querySelector("statemark-mark").remove();
      await stage.settled();
      rounds += 1;
    }
    return rounds;
  });
  assert.ok(rounds >= 2 && rounds < 10, String(rounds));
  await page.close();
});

test("another list: everything is asked again and drawn anew without a reload", async () => {
  const page = await stage.open("https://x.com/home", post("a", "MassDOT") + post("b", "other"));
  const marks = await page.evaluate(async () => {
    const judged = stage.answer;
    stage.answer = (sighting) =>
      sighting.link === "/other"
        ? judged({ ...sighting, link: "/MassDOT" })
        : { verdict: { verdict: "unlisted" }, demonstration: false };
    stage.tell({ type: "list-changed" });
    await stage.settled();
    return [stage.count("#a"), stage.count("#b")];
  });
  assert.deepEqual(marks, [0, 1]);
  await page.close();
});

test("marks of our own make no page one of custom elements, which would be searched for shadow roots", async () => {
  const counting = `<script>
    const { evaluate } = XPathExpression.prototype;
    globalThis.searched = 0;
    XPathExpression.prototype.evaluate = function (...given) {
      globalThis.searched += 1;
      return evaluate.apply(this, given);
    };
  </script>`;
  const page = await stage.open("https://x.com/home", counting + post("a", "MassDOT"));
  const searched = await page.evaluate(
    async (markup) => {
      stage.tell({ type: "list-changed" });
      await stage.settled();
      const before = globalThis.searched;
      document.body.insertAdjacentHTML("beforeend", markup);
      await stage.settled();
      return [before > 0, globalThis.searched - before, stage.count()];
    },
    post("b", "MassDOT"),
  );
  assert.deepEqual(searched, [true, 0, 2]);
  await page.close();
});

test("while nothing changes, nothing runs", async () => {
  const page = await stage.open("https://x.com/home", post("a", "MassDOT"));
  const frames = await page.evaluate(async () => {
    let frames = 0;
    const request = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => {
      frames += 1;
      return request.call(window, callback);
    };
    await new Promise((resolve) => setTimeout(resolve, 200));
    return frames;
  });
  assert.equal(frames, 0);
  await page.close();
});

test("a mark has a name, a closed root, no class or id, and opens for a person only", async () => {
  const page = await stage.open("https://x.com/home", post("a", "MassD0T"));
  const seen = await page.evaluate(() => {
    const host = document.querySelector("statemark-mark");
    const button = stage.roots[0].querySelector("button");
    button.click();
    return {
      modes: [...stage.modes],
      attributes: host.getAttributeNames(),
      label: button.getAttribute("aria-label"),
      opened: stage.roots[0].querySelector(":popover-open") !== null,
      reachable: host.shadowRoot,
    };
  });
  assert.deepEqual(seen, {
    modes: ["closed"],
    attributes: ["lang", "dir"],
    label: "Resembles @MassDOT. Not on the state’s list. Show details",
    opened: false,
    reachable: null,
  });
  await page.evaluate(() => stage.roots[0].querySelector("button").focus());
  await page.keyboard.press("Enter");
  const panel = () => page.evaluate(() => stage.roots[0].querySelector(":popover-open")?.textContent ?? "");
  assert.match(await panel(), /Its characters look like those of @MassDOT/);
  assert.match(await panel(), /the mark wrong\? Write to lists@agency\.example/);
  await page.keyboard.press("Escape");
  assert.equal(await panel(), "");
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a mark stands beside no name that the judged link is not part of", async (t) => {
  // As a wrong site file would have it: the author of a post is whom its words mention.
  const wrong = {
    schema: 1,
    platform: "x",
    surfaces: [
      {
        id: "post-author",
        element: "article",
        identity: "link",
        link: { selector: "[data-testid=tweetText] a", attribute: "href" },
        mark_after: "[data-testid=User-Name]",
        endorse: true,
      },
      {
        id: "header",
        element: "body",
        identity: "address",
        handle: { selector: "aside b", attribute: null },
        mark_after: "p.name",
        endorse: true,
      },
    ],
  };
  const other = await startStage(wrong);
  t.after(() => other.close());
  const page = await other.open(
    "https://x.com/MassDOT",
    `<aside><b>@MassDOT</b></aside><li><p class="name">Someone</p></li>${post("borrower", "someone", { text: link("MassDOT") })}`,
  );
  await page.evaluate(() => stage.settled());
  assert.equal(await page.evaluate(() => stage.count()), 0);
});

test("what stands in a surface's shadow roots, open or nested, is read as a part of it", async (t) => {
  const site = {
    schema: 1,
    platform: "reddit",
    surfaces: [
      {
        id: "post-author",
        element: "x-post",
        identity: "link",
        link: { selector: "a.author", attribute: "href" },
        mark_after: "a.author",
        endorse: true,
      },
    ],
  };
  const other = await startStage(site);
  t.after(() => other.close());
  const page = await other.open("https://www.reddit.com/r/boston", '<main id="feed"></main>');
  const build = (handle, name) =>
    page.evaluate(
      async (handle, name) => {
        const post = document.createElement("x-post");
        post.id = name;
        const header = document.createElement("x-header");
        post.attachShadow({ mode: "open" }).append(header);
        const author = document.createElement("a");
        author.setAttribute("href", `/${handle}`);
        author.className = "author";
        author.append(`@${handle}`);
        document.querySelector("#feed").append(post);
        await stage.settled();
        // A shadow root that comes to a post which stands already, and then its content.
        header.attachShadow({ mode: "open" });
        await stage.settled();
        post.shadowRoot.append(document.createElement("p"));
        await stage.settled();
        header.shadowRoot.append(author);
        await stage.settled();
        return header.shadowRoot.querySelectorAll("statemark-mark").length;
      },
      handle,
      name,
    );
  assert.equal(await build("MassDOT", "listed"), 1);
  assert.equal(await build("someone", "unlisted"), 0);
  const changed = await page.evaluate(async () => {
    const shadow = document.querySelector("#listed").shadowRoot.querySelector("x-header").shadowRoot;
    shadow.querySelector("a").setAttribute("href", "/someone");
    await stage.settled();
    return shadow.querySelectorAll("statemark-mark").length;
  });
  assert.equal(changed, 0, "the author's link changes inside the shadow root");
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("an attribute far above makes a surface of an element, or unmakes it", async (t) => {
  const site = {
    schema: 1,
    platform: "x",
    surfaces: [
      {
        id: "owner",
        element: "section:not([hidden]) div.owner",
        identity: "link",
        link: { selector: "a", attribute: "href" },
        mark_after: "a",
        endorse: true,
      },
    ],
  };
  const other = await startStage(site);
  t.after(() => other.close());
  const body = `<section hidden><p><div class="owner"><a href="/MassDOT">MassDOT</a></div></p></section>`;
  const page = await other.open("https://x.com/home", body);
  const marks = (hidden) =>
    page.evaluate(async (hidden) => {
      document.querySelector("section").toggleAttribute("hidden", hidden);
      await stage.settled();
      return stage.count();
    }, hidden);
  assert.deepEqual([await marks(true), await marks(false), await marks(true)], [0, 1, 0]);
  await page.close();
});

test("a mark that a page takes from a bare link comes back as well", async () => {
  const page = await stage.open("https://x.com/home", post("twice", "someone", { text: link("MassD0T") }));
  const marks = await page.evaluate(async () => {
    const before = stage.count();
    document.querySelector("statemark-mark").remove();
    await stage.settled();
    return [before, stage.count()];
  });
  assert.deepEqual(marks, [1, 1]);
  await page.close();
});

test("links of a surface that speaks for nobody are as bare as others", async () => {
  // The core found the evidence of the post to disagree, and names no account: the warning of its link must not be lost.
  const page = await stage.open("https://x.com/home", "<main></main>");
  const marks = await page.evaluate(
    async (markup) => {
      const judged = stage.answer;
      stage.answer = (sighting) =>
        sighting.surface === undefined ? judged(sighting) : { verdict: { verdict: "unlisted" }, demonstration: false };
      document.querySelector("main").innerHTML = markup;
      await stage.settled();
      return stage.count("#odd");
    },
    post("odd", "MassD0T"),
  );
  assert.equal(marks, 1);
  await page.close();
});

test("a link around a surface's element says no more than that surface, whichever of them is judged first", async (t) => {
  // Beside it stand another link to the same account, which repeats it, and one that is as bare as ever.
  const site = {
    schema: 1,
    platform: "x",
    surfaces: [
      {
        id: "card",
        element: "a.card > div",
        identity: "link",
        link: { selector: "a", attribute: "href" },
        name: { selector: "b", attribute: null },
        mark_after: "b",
        endorse: true,
      },
      {
        id: "inner",
        element: "div.inner",
        identity: "handle",
        handle: { selector: "i", attribute: null },
        mark_after: "i",
        endorse: true,
      },
    ],
  };
  const other = await startStage(site);
  t.after(() => other.close());
  const page = await other.open(
    "https://x.com/home",
    `<section id="card"><a class="card" href="/MassD0T"><div><b>MassDOT</b></div></a><a href="/MassD0T/followers">4 followers</a></section>
     <li id="other"><a href="/MassD0T">Words <div class="inner"><i>@someone</i></div></a></li>
     <section id="real"><a class="card" href="/MassDOT"><div><b>MassDOT</b></div></a></section>`,
  );
  const marks = () => page.evaluate(() => ["#card", "#other", "#real"].map((id) => stage.count(id)));
  assert.deepEqual(await marks(), [1, 1, 1]);
  assert.equal(await page.evaluate(() => stage.count("#card div")), 1, "the surface's own mark is the one that stays");
  // The link alone is looked at again, with nothing left of what the first look knew.
  await page.evaluate(async () => {
    const link = document.querySelector("#card a");
    link.setAttribute("href", "/someone");
    await stage.settled();
    link.setAttribute("href", "/MassD0T");
    await stage.settled();
    await stage.settled();
  });
  assert.deepEqual(await marks(), [1, 1, 1]);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a link that a card speaks for is warned about again once the card is gone, or speaks for another", async () => {
  const about = '<p id="about"><a href="/MassD0T/status/9">A post of theirs</a></p>';
  const page = await stage.open("https://x.com/home", `<li id="words">${about}${cell("cell", "MassD0T", "")}</li>`);
  const marks = () => page.evaluate(() => ["#about", "#cell"].map((id) => stage.count(id)));
  assert.deepEqual(await marks(), [0, 1], "the card alone");
  await page.evaluate(async () => {
    for (const link of document.querySelectorAll("#cell a")) link.setAttribute("href", "/someone");
    await stage.settled();
    await stage.settled();
  });
  assert.deepEqual(await marks(), [1, 0], "the card speaks for another");
  await page.evaluate(async () => {
    for (const link of document.querySelectorAll("#cell a")) link.setAttribute("href", "/MassD0T");
    await stage.settled();
    await stage.settled();
  });
  assert.deepEqual(await marks(), [0, 1], "the card speaks for it again");
  await page.evaluate(async () => {
    document.querySelector("#cell").remove();
    await stage.settled();
    await stage.settled();
  });
  assert.deepEqual(await marks(), [1, 0], "the card is gone");
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("a thousand answers are drawn in slices, not in one go", async () => {
  const posts = Array.from({ length: 400 }, (_, index) => post(`p${index}`, "MassDOT"));
  const page = await stage.open("https://x.com/home", posts.join(""));
  await page.waitForFunction(() => stage.count() === 400);
  await page.evaluate(() => stage.tell({ type: "list-changed" }));
  const longest = await page.evaluate(async () => {
    let longest = 0;
    for (let frames = 0; frames < 40; frames += 1) {
      const before = performance.now();
      await new Promise(requestAnimationFrame);
      longest = Math.max(longest, performance.now() - before);
    }
    return [longest, stage.count()];
  });
  assert.equal(longest[1], 400);
  await page.close();
});

test("a post that the page puts away and shows again has its mark again", async () => {
  const page = await stage.open("https://x.com/home", post("kept", "MassDOT"));
  const marks = await page.evaluate(async () => {
    const kept = document.querySelector("#kept");
    kept.remove();
    await stage.settled();
    document.body.append(document.createElement("p"));
    await stage.settled();
    document.body.append(kept);
    await stage.settled();
    return stage.count("#kept");
  });
  assert.equal(marks, 1);
  await page.close();
});

test("the panel of a listed account says whose it is, since when, and of which list", async (t) => {
  const page = await stage.open("https://x.com/home", "<main></main>");
  t.after(() => page.close());
  await page.evaluate(
    async (markup) => {
      const judged = stage.answer;
      stage.answer = (sighting) => {
        const answer = judged(sighting);
        if (answer.verdict.account !== undefined) answer.verdict.account.since = "2009-11-04";
        return { ...answer, agency: { id: "massdot", name: "MassDOT", short_name: "MassDOT", homepage: "" } };
      };
      document.querySelector("main").innerHTML = markup;
      await stage.settled();
      stage.roots[0].querySelector("button").focus();
    },
    post("listed", "MassDOT"),
  );
  await page.keyboard.press("Enter");
  const panel = await page.evaluate(() => stage.roots[0].querySelector(":popover-open")?.innerText ?? "");
  assert.match(panel, /Why is this account marked\?/);
  assert.match(panel, /Agency\s+MassDOT/);
  assert.match(panel, /Listed since\s+Nov 4, 2009/);
  assert.match(panel, /Commonwealth, Nov 20, 2026/);
});
