// Why the list can be believed, link by link, in words: who signs, how many keys it takes, and what is in use. The figures are the
// core's, of the root that the list in use was verified by.

import { day, figure, text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { byId } from "../common/document.ts";

export async function showChain(repository: string): Promise<void> {
  const [status, { chain }] = await Promise.all([ask({ type: "status" }), ask({ type: "chain" })]);
  if (chain === undefined) return;
  const { pinned, root, expires, threshold, keys, confirmed_until: until } = chain;
  const { confirmed } = status;
  const links = [
    text("options.chain.published", { publisher: status.publisher, address: repository }),
    text("options.chain.pinned", { version: figure(pinned) }),
    text("options.chain.root", { version: figure(root), date: day(expires) }),
    text("options.chain.keys", { threshold: figure(threshold), keys: figure(keys) }),
    text("options.chain.used", { version: figure(status.version), date: day(status.list_date) }),
    ...(confirmed === undefined ? [] : [text("options.chain.confirmed", { date: day(confirmed), until: day(until) })]),
    text("options.chain.checked"),
  ];
  byId("chain").append(...links.map((words) => line("li", words)));
}
