// The content script: watch → sight → ask → paint.

import { onMessage, send, stillInstalled } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import { isErrorReply, type JudgeReply, type PageState, parseNotice, type SiteReply } from "../shared/messages.ts";
import type { PageSighting } from "../shared/sites.ts";
import type { Answer } from "../shared/verdict.ts";
import { Ask } from "./ask.ts";
import { dom } from "./dom.ts";
import { Paint } from "./paint.ts";
import { Sight, type Sighted } from "./sight.ts";
import { answersUnasked, markedAddresses, shown, want } from "./wanted.ts";
import { type Watch, watch } from "./watch.ts";

let state: (() => PageState) | undefined;
let listChanged: (() => void) | undefined;

onMessage((message) => {
  const notice = parseNotice(message);
  if (notice?.type === "list-changed") listChanged?.();
  if (notice?.type === "settings-changed")
    askForSite().then(
      () => listChanged?.(),
      () => undefined,
    );
  return notice?.type === "state" && state !== undefined ? Promise.resolve(state()) : undefined;
});

askForSite().then(
  ({ site }) => start(new Sight(site)),
  (cause) => warn("this page is not watched", cause),
);

async function askForSite(): Promise<SiteReply> {
  const reply = await send({ type: "site" });
  if (reply === undefined || isErrorReply(reply)) throw new Error(reply?.failure.message ?? "no answer");
  want((reply as SiteReply).wanted);
  return reply as SiteReply;
}

function start(sight: Sight): void {
  const paint = new Paint();
  const ask = new Ask(sendSightings);
  let surfaces = 0;
  let watching: Watch | undefined;

  async function sendSightings(sightings: PageSighting[]): Promise<Answer[] | undefined> {
    const unasked = answersUnasked(sightings.length);
    if (unasked !== undefined) return unasked;
    try {
      const reply = (await send({ type: "judge", sightings })) as JudgeReply | undefined;
      if (reply === undefined || isErrorReply(reply)) return undefined;
      paint.list = reply.list;
      return reply.answers;
    } catch {
      // Updated or removed under this page: what stands stays, nothing new is looked at.
      if (!stillInstalled()) watching?.stop();
      return undefined;
    }
  }

  function see(element: Element): void {
    const sighted = sight.at(element);
    paint.keepOnly(element, sighted);
    for (const claim of sighted) {
      if (claim.sighting.surface !== undefined && !paint.knows(element)) surfaces += 1;
      if (!paint.note(element, claim)) continue;
      ask.about(claim.key, claim.sighting, (answer) => settle(element, claim, answer));
    }
    for (const dependent of sight.dependents(element)) see(dependent);
  }

  function settle(element: Element, asked: Sighted, answer: Answer): void {
    const now = sight.at(element).find(({ surface }) => surface === asked.surface);
    if (!paint.draw(element, asked, now, sight.owner(element), shown(answer, asked.wholePage, element)))
      watching?.look(element);
  }

  function* touched(node: Element): Generator<Element> {
    if (dom.matches(node, sight.selector)) yield node;
    for (let at: Element | null = node; at !== null; at = dom.parent(at)) {
      if (paint.knows(at) || sight.isSurface(at)) yield at;
    }
  }

  paint.clear();
  watching = watch({
    selector: sight.selector,
    attributes: sight.attributes,
    touched,
    ours: (node) => paint.ours(node),
    see,
    frameEnds: () => ask.flush(),
    moved: () => {
      for (const element of sight.addressBound()) watching?.look(element);
    },
  });
  listChanged = () => {
    ask.clear();
    paint.round += 1;
    watching?.lookAgain();
  };
  state = () => ({ surfaces, asked: ask.asked, marks: paint.marks(), addresses: markedAddresses() });
}
