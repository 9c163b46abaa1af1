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
import { type Watch, watch } from "./watch.ts";

let state: (() => PageState) | undefined;
let listChanged: (() => void) | undefined;

onMessage((message) => {
  const notice = parseNotice(message);
  if (notice?.type === "list-changed") listChanged?.();
  return notice?.type === "state" && state !== undefined ? Promise.resolve(state()) : undefined;
});

send({ type: "site" }).then(
  (reply) => {
    if (reply === undefined || isErrorReply(reply)) warn("this page is not watched", reply?.failure);
    else start(new Sight((reply as SiteReply).site));
  },
  (cause) => warn("this page is not watched", cause),
);

function start(sight: Sight): void {
  const paint = new Paint();
  const ask = new Ask(sendSightings);
  let surfaces = 0;
  let watching: Watch | undefined;

  async function sendSightings(sightings: PageSighting[]): Promise<Answer[] | undefined> {
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
    if (!paint.draw(element, asked, now, sight.owner(element), answer)) watching?.look(element);
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
  state = () => ({ surfaces, asked: ask.asked, marks: paint.marks() });
}
