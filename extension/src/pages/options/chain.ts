// Why the list can be believed, link by link, in words: who signs, how many keys it takes, and what is in use.

import { packagedAddress } from "../../shared/browser.ts";
import { day, figure, text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { byId } from "../common/document.ts";

/** As much of TUF's root metadata as is told. */
interface Root {
  signed: { version: number; expires: string; roles: Record<string, { keyids: string[]; threshold: number }> };
}

export async function showChain(repository: string): Promise<void> {
  const [status, { signed }] = await Promise.all([ask({ type: "status" }), pinnedRoot()]);
  const { keyids = [], threshold = 0 } = signed.roles["targets"] ?? {};
  const links = [
    text("options.chain.published", { publisher: status.publisher, address: repository }),
    text("options.chain.root", { version: figure(signed.version), date: day(signed.expires) }),
    text("options.chain.keys", { threshold: figure(threshold), keys: figure(keyids.length) }),
    text("options.chain.used", { version: figure(status.version), date: day(status.list_date) }),
    text("options.chain.checked"),
  ];
  byId("chain").append(...links.map((words) => line("li", words)));
}

async function pinnedRoot(): Promise<Root> {
  const response = await fetch(packagedAddress("list/root.json"));
  return (await response.json()) as Root;
}
