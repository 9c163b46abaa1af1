// What is kept of the resident: taken away as a file, or erased.

import { text } from "../../shared/texts.ts";
import { ask } from "../common/ask.ts";
import { byId } from "../common/document.ts";
import { saveFile } from "../common/file.ts";

const ERASED = "?erased";

export function startData(): void {
  const sure = byId<HTMLDialogElement>("sure");
  byId("export").addEventListener("click", async () => {
    saveFile("statemark.json", "application/json", JSON.stringify(await ask({ type: "export" }), null, 2));
  });
  byId("erase").addEventListener("click", () => sure.showModal());
  byId("erase-not").addEventListener("click", () => sure.close());
  byId("erase-now").addEventListener("click", async () => {
    const done = await ask({ type: "erase" }).catch(() => undefined);
    sure.close();
    // Every choice on this page is another one now, the language too.
    if (done !== undefined) location.search = ERASED;
    else byId("erased").textContent = text("options.erase.failed");
  });
  if (location.search === ERASED) byId("erased").textContent = text("options.erase.done");
}
