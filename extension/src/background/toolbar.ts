// The toolbar icon of each tab, from the tab's address as the browser gives it. No page can draw there.

import { setToolbar, type Tab } from "../shared/browser.ts";
import { count } from "../shared/log.ts";
import { type Mark, markOf, type Tone } from "../shared/marks.ts";
import { plain, text } from "../shared/texts.ts";
import { core } from "./core.ts";
import { forResident } from "./judging.ts";

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
  try {
    await setToolbar(id, iconFiles(icon), title);
  } catch {
    count("toolbar of a closed tab");
  }
}

export async function refreshToolbars(tabs: Tab[]): Promise<void> {
  await Promise.allSettled(tabs.map(refreshToolbar));
}

async function markAt(address: string): Promise<Mark | undefined> {
  const [answer] = await forResident([(await core()).judge_address(address)]);
  return answer && markOf(answer);
}

function iconFiles(icon: Icon): Record<number, string> {
  return Object.fromEntries([16, 32, 48].map((size) => [size, `/icons/${icon}-${size}.png`]));
}
