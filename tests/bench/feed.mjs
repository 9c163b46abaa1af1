// A feed in the shape of X's: what a content script meets on a long page. Five links to a post, one post in ten by a listed account.

export const POSTS = 1_000;
export const LINKS_OF_A_POST = 5;
const LISTED_EVERY = 10;

const view = (levels, inner) => `${'<div class="css-175oi2r">'.repeat(levels)}${inner}${"</div>".repeat(levels)}`;
const icon =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><g><path d="M1.751 10c0-4.42 3.584-8 8.005-8"></path></g></svg>';

/** The author of post `index`: each post by another. `listed`: the handles of listed accounts, taken in turn. */
export function authorOf(index, listed) {
  return index % LISTED_EVERY === 0 ? listed[(index / LISTED_EVERY) % listed.length] : `reader${index}`;
}

export function post(index, author) {
  const link = (inner, more = "") => `<a href="/${author}" role="link" class="css-175oi2r"${more}>${inner}</a>`;
  const words = (text) => `<div dir="ltr" class="css-146c3p1"><span class="css-1jxf684">${text}</span></div>`;
  const actions = ["reply", "retweet", "like", "bookmark"].map(
    (name) => `<button data-testid="${name}" type="button">${words(`${icon}<span>${index % 50}</span>`)}</button>`,
  );
  return view(
    1,
    `<article role="article" tabindex="0" data-testid="tweet" class="css-175oi2r">
      <div data-testid="Tweet-User-Avatar">${view(2, `<div data-testid="UserAvatar-Container-${author}">${link(view(3, ""), ' aria-hidden="true" tabindex="-1"')}</div>`)}</div>
      <div class="css-175oi2r body">${view(
        2,
        `<div data-testid="User-Name" class="css-175oi2r row">${view(2, link(words(`Name of ${author}`)))}${view(
          1,
          `${link(words(`@${author}`), ' tabindex="-1"')}<span>·</span><a href="/${author}/status/${1_000_000 + index}" role="link"><time datetime="2026-11-22T06:00:00.000Z">1h</time></a>`,
        )}</div>`,
      )}
      <div data-testid="tweetText" dir="auto" lang="en"><span>Post ${index}, some words about a thing that happened, with </span><a href="/hashtag/topic${index % 97}?src=hashtag_click" role="link">#topic${index % 97}</a><span> and the rest of it.</span></div>
      <div role="group" class="css-175oi2r row">${actions.join("")}</div></div>
    </article>`,
  );
}

/** `count` posts from number `from` on. */
export function posts(from, count, listed) {
  return Array.from({ length: count }, (_, offset) => post(from + offset, authorOf(from + offset, listed))).join("");
}

const STYLE = `body{margin:0;font:15px sans-serif}main{width:600px}a{color:inherit;text-decoration:none}article{display:flex;padding:12px 16px;border-bottom:1px solid #eee}
[data-testid^=UserAvatar]{width:40px;height:40px;border-radius:50%;background:#ccc;overflow:hidden}.body{flex:1;margin-left:8px;min-width:0}.row{display:flex;gap:4px}svg{width:18px;height:18px}`;

export function page(listed) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Home</title><style>${STYLE}</style></head>
  <body><main><div id="feed">${posts(0, POSTS, listed)}</div></main></body></html>`;
}
