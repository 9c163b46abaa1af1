// The first page that a resident sees, and sees once: an extension that is repaired or loaded anew does not greet again.

import { openPage } from "../shared/browser.ts";
import { readFrom, write } from "./resident.ts";

const KEY = "welcomed";

export async function welcomeOnce(): Promise<void> {
  // Where nothing can be read, better once too often than not at all.
  if ((await readFrom("settings", KEY).catch(() => undefined)) !== undefined) return;
  await openPage("welcome.html");
  await write("settings", KEY, true).catch(() => undefined);
}
