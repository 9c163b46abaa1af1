// The toolbar icon of each tab, from the tab's address as the browser gives it. No page can draw there.

import { sendToTab, setToolbar, type Tab } from "../shared/browser.ts";
import { count } from "../shared/log.ts";
import { type Mark, markOf, type Tone } from "../shared/marks.ts";
import { parsePaused } from "../shared/messages.ts";
import { plain, text } from "../shared/texts.ts";
import { asked, core } from "./core.ts";
import { forResident } from "./judging.ts";

/** On the icon of a tab whose page keeps the extension too busy to watch it. */
const UNWATCHED = "–";

type Icon = "neutral" | "official" | "warning";

const ICONS: Record<Tone, Icon> = {
  official: "official",
  neutral: "neutral",
  caution: "warning",
  alarm: "warning",
};

export async function refreshToolbar({ id, address }: Tab): Promise<void> {
  const mark = address === undefined ? undefined : await markAt(address);
  const icon = mark === undefined ? "neutral" : ICONS[mark.tone];
  const title = mark === undefined ? text("toolbar.plain") : plain(text("toolbar.verdict", { text: mark.text }));
  const paused = address !== undefined && (await isPaused(id));
  const says = paused ? plain(text("toolbar.paused", { text: title })) : title;
  const set = await setToolbar(id, { icons: iconFiles(icon), title: says, badge: paused ? UNWATCHED : "" });
  // The tab was closed in the same moment, or the browser has no icon of its own for each.
  if (!set) count("toolbar not set");
}

/** The page itself says whether it could be watched: what a background kept in memory, it forgets when it sleeps. */
async function isPaused(id: number): Promise<boolean> {
  return parsePaused(await sendToTab(id, { type: "paused" }).catch(() => undefined));
}

export async function refreshToolbars(tabs: Tab[]): Promise<void> {
  await Promise.allSettled(tabs.map(refreshToolbar));
}

async function markAt(address: string): Promise<Mark | undefined> {
  const judging = await core();
  const [answer] = await forResident([await asked(() => judging.judge_address(address))]);
  return answer && markOf(answer);
}

function iconFiles(icon: Icon): Record<number, string> {
  return Object.fromEntries([16, 32, 48].map((size) => [size, `/icons/${icon}-${size}.png`]));
}
