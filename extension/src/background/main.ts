// The background: a service worker in Chrome, an event page in Firefox. Both drop what is not registered in the first turn.
// Nothing of a tab is ever stored, of a private window or another, unless the resident asks for it in a report.

import { allTabs, onAlarm, onInstalled, onMessage, onPolicyChanged, onStartup, onTabShown } from "../shared/browser.ts";
import { warn } from "../shared/log.ts";
import { core, onDamage } from "./core.ts";
import { listenToDrafts } from "./drafts.ts";
import { listenToHosts, registerAgain } from "./hosts.ts";
import { listenToMenu, renewMenu } from "./menu.ts";
import { flush, isReportAlarm } from "./reports.ts";
import { route } from "./route.ts";
import { onSettingsChanged, reloadSettings } from "./settings.ts";
import { refreshToolbar, refreshToolbars } from "./toolbar.ts";
import { ensureAlarm, isUpdateAlarm, update, updateSoon } from "./update.ts";
import { welcomeOnce } from "./welcome.ts";

onMessage(route);
onTabShown((tab) => handled("the toolbar icon", refreshToolbar(tab)));
onAlarm((name) => {
  if (isUpdateAlarm(name)) handled("the update", update());
  if (isReportAlarm(name)) handled("the reports", flush());
});
listenToMenu();
listenToDrafts();
listenToHosts(core, (tabs) => handled("the toolbar icons", refreshToolbars(tabs)));
onInstalled((isNew) => {
  if (isNew) handled("the welcome", welcomeOnce());
  handled("the menu", renewMenu());
  handled("the granted servers", registerAgain());
  handled("the first update", update());
  handled("the toolbar icons", allTabs().then(refreshToolbars));
});
onSettingsChanged((tabs) => {
  handled("the menu", renewMenu());
  handled("the toolbar icons", refreshToolbars(tabs));
});
onPolicyChanged(() => handled("the policy", reloadSettings()));
onStartup(() => {
  handled("the update after a start", updateSoon());
  handled("the reports", flush());
});
onDamage(() => handled("the update after a loss", updateSoon()));
handled("the alarm", ensureAlarm());

function handled(what: string, work: Promise<unknown>): void {
  work.catch((cause: unknown) => warn(`${what} failed`, cause));
}
