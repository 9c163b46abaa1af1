// Servers beside the sites that everybody has: those that the resident let Statemark in on, each to be taken back.

import { text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { button, byId, show } from "../common/document.ts";

export async function showHosts(): Promise<void> {
  list(await ask({ type: "hosts" }));
}

function list(hosts: string[]): void {
  const place = byId("hosts");
  if (hosts.length === 0) {
    show(place, line("li", text("options.hosts.none"), "notice"));
    return;
  }
  const rows = hosts.toSorted().map((host) => {
    const name = line("span", host);
    const remove = button(text("options.hosts.remove"), () => takeBack(host), "quiet");
    remove.setAttribute("aria-label", text("options.hosts.remove.which", { address: host }));
    const row = line("li", name);
    row.append(" ", remove);
    return row;
  });
  show(place, ...rows);
}

async function takeBack(host: string): Promise<void> {
  list(await ask({ type: "takeBack", host }));
  byId("hosts-said").replaceChildren(line("span", text("options.hosts.removed", { address: host })));
}
