// The popup: the account on screen, a check by hand, and the list in use. No page can draw here.

import { openOptions, openPage } from "../../shared/browser.ts";
import { text } from "../../shared/texts.ts";
import { byId, startPage } from "../common/document.ts";
import { checkAddress, startCheck } from "./check.ts";
import { showHere } from "./here.ts";
import { showStatus, startUpdateButton } from "./list.ts";

startCheck();
startUpdateButton(showHere);
byId("journal").addEventListener("click", () => openPage("report.html"));
byId("mine").addEventListener("click", () => openPage("welcome.html#mine"));
byId("options").addEventListener("click", () => openOptions());

await startPage();
byId<HTMLInputElement>("account").placeholder = text("popup.check.hint");
showHere();
showStatus().catch(() => undefined);
checkAddress();
