// What the popup says of a tab. "Does not work here" and "nothing to mark here" are different things to tell a person.

import { packagedAddress, sendToTab, tab } from "../shared/browser.ts";
import { type PageNote, parsePageState, type Seen, type TabReply } from "../shared/messages.ts";
import { placeOn } from "../shared/settings.ts";
import type { PageSighting } from "../shared/sites.ts";
import { type Answer, isSilent } from "../shared/verdict.ts";
import { asked, type Core, core } from "./core.ts";
import { offerFor } from "./hosts.ts";
import { isTrusted } from "./judging.ts";
import { settings } from "./settings.ts";

export async function describeTab(tabId: number): Promise<TabReply> {
  const looked = await tab(tabId).catch(() => undefined);
  if (looked === undefined) return { state: "gone" };
  const { address, isPrivate } = looked;
  const judging = await core();
  // The browser hides the address of a page on which the extension may not be, until its icon is pressed there; its own it may see.
  if (address === undefined || address.startsWith(packagedAddress(""))) return { state: "elsewhere" };
  const page = parsePageState(await sendToTab(tabId, { type: "state" }).catch(() => undefined));
  const answer = await asked(() => judging.judge_address(address));
  const site = judging.site(address)?.platform;
  const { settings: chosen, policy } = await settings();
  const offer = await offerFor(judging, address, policy);
  const here = { ...(site !== undefined && { site }), place: placeOn(site, chosen, policy), isPrivate };
  const others = await othersOn(judging, page?.addresses ?? [], answer.account);
  const notes: PageNote[] = [
    ...(page?.paused ? ["paused" as const] : []),
    ...(page?.surfaces === 0 && site !== undefined ? ["unmatched" as const] : []),
  ];
  if (answer.account !== undefined) {
    // A page may move on meanwhile, but never to another origin.
    const header = (page?.header ?? []).filter((sighting) => isSameOrigin(sighting.page, address));
    const seen = await seenOn(judging, header, answer.account);
    return {
      state: "account",
      answer,
      ...(seen !== undefined && { seen }),
      trusted: (await isTrusted(answer)) || (seen !== undefined && (await isTrusted(seen.answer))),
      works: page !== undefined,
      notes,
      others,
      ...(page === undefined && offer !== undefined && { offer }),
      ...here,
    };
  }
  // A press of our icon shows us any address: most of them are no business of ours, and nothing is wrong there.
  if (page === undefined && offer !== undefined) return { state: "offered", offer, isPrivate };
  if (page === undefined && judging.readable(address) === undefined) return { state: "elsewhere" };
  if (page === undefined) return { state: "silent", ...here };
  return { state: "nothing", marks: page.marks, notes, others, ...here };
}

function isSameOrigin(page: string, address: string): boolean {
  return URL.canParse(page) && new URL(page).origin === new URL(address).origin;
}

/** What the page's header says of the account that its address names; a header that was left from another page says nothing. */
async function seenOn(judging: Core, header: PageSighting[], account: string): Promise<Seen | undefined> {
  const answers = await asked(() => judging.judge(header));
  const found = answers.flatMap((answer, index) => ({ answer, sighting: header[index] }));
  return found.find((seen): seen is Seen => seen.answer.account === account && seen.sighting !== undefined);
}

/** The page names addresses only: what stands at them is judged here. */
async function othersOn(judging: Core, addresses: string[], account: string | undefined): Promise<Answer[]> {
  const answers = new Map<string, Answer>();
  for (const address of addresses) {
    const answer = await asked(() => judging.judge_address(address));
    if (answer.account !== undefined && answer.account !== account && !isSilent(answer)) {
      answers.set(answer.account, answer);
    }
  }
  return [...answers.values()];
}
