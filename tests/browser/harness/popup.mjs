// What the popup says, as a resident reads it.

import { until } from "./wait.mjs";

/** Opens it anew: `{freshness, tone, storage}`, the last absent where it says nothing of the storage. */
export async function popupSays(house) {
  const popup = await house.openOwn("popup.html");
  const read = () =>
    popup.tab.evaluate(() => {
      const [freshness, storage] = ["freshness", "storage"].map((id) => document.getElementById(id));
      if (!freshness?.textContent) return undefined;
      return {
        freshness: freshness.textContent,
        tone: freshness.className,
        ...(storage.hidden ? {} : { storage: storage.textContent }),
      };
    });
  const said = await until("the popup's words", read, (words) => words !== undefined);
  await popup.close();
  return said;
}

/** Presses the button that asks for a newer list, in the popup that stays open: what came of it, and how fresh the list is. */
export async function pressUpdate(house) {
  const read = () =>
    house.own.tab.evaluate(() => {
      const [button, outcome, freshness] = ["update", "updated", "freshness"].map((id) => document.getElementById(id));
      const said = { outcome: outcome.textContent, freshness: freshness.textContent, tone: freshness.className };
      return button.disabled ? undefined : said;
    });
  await house.own.tab.evaluate(() => document.getElementById("update").click());
  return until("the end of the update", read, (said) => said !== undefined);
}
