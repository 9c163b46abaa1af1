// What the marks of a page say of its accounts, and how a surface is told.

import { marksIn } from "../browser/harness/marks.mjs";
import { resolved } from "./list.mjs";

/** A page counts as done when nothing was drawn for this long. */
const QUIET_MS = 1_500;
const DEADLINE_MS = 30_000;
const MARK = /^Official · (.+)$/s;
/** What a mark says of YouTube's ids, whose listed handle is made up here: nothing but the link tells whose they are. */
const RENAMED = "Listed account under a new name; the list is not updated yet";

/** Each mark with the account it names, and whether the place it stands at is somebody else's. */
export function judge(marks, places, address) {
  const [own] = resolved([address]);
  return places.map(({ surface, links, text }, index) => {
    const mark = marks[index]?.text ?? "nobody";
    const linked = resolved(links).filter((name) => name !== "none");
    if (mark === RENAMED && new Set(linked).size === 1 && linked[0].startsWith("youtube#"))
      return { account: linked[0], surface, text, wrong: false };
    const said = MARK.exec(mark);
    if (said === null) return { account: mark, surface, text, wrong: true };
    const account = said[1];
    // A bio may link to the same person elsewhere.
    const near = linked.filter((name) => platformOf(name) === platformOf(account));
    const handle = account.replace(/^[a-z]+[:#]@?/, "").toLowerCase();
    const right =
      near.length > 0
        ? near.includes(account) && new Set(near).size === 1
        : text.toLowerCase().includes(handle) || own === account;
    return { account, surface, text, wrong: !right };
  });
}

function platformOf(account) {
  return account.split(/[:#]/)[0];
}

/** The marks in the order of the document, once no more are drawn. */
export async function settled(tab) {
  const end = performance.now() + DEADLINE_MS;
  let [before, since, marks] = ["", performance.now(), []];
  while (performance.now() < end && performance.now() - since < QUIET_MS) {
    marks = marksIn(await tab.document());
    const now = JSON.stringify(marks);
    if (now !== before) [before, since] = [now, performance.now()];
  }
  return marks;
}

export function line(name, { pages, elements, marked, wrong }) {
  const on = pages === undefined ? "" : ` on ${pages} pages`;
  console.log(`    ${name.padEnd(28)} ${String(elements).padStart(4)} elements${on}, ${marked} marked, ${wrong} wrong`);
}
