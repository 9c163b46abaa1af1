// The options: where marks stand, the language, where the list comes from, and what is kept of the resident.

import { inPrivateWindow } from "../../shared/browser.ts";
import { LANGUAGES, type LanguageTag } from "../../shared/languages.ts";
import type { SettingsChange, SettingsReply } from "../../shared/messages.ts";
import { PLACES } from "../../shared/settings.ts";
import { text } from "../../shared/texts.ts";
import { line } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { byId, show, startPage } from "../common/document.ts";
import { choice } from "../common/fields.ts";
import { showChain } from "./chain.ts";
import { startData } from "./data.ts";
import { showHosts } from "./hosts.ts";
import { siteNames } from "./sites.ts";

const inUse = await startPage();
if (inUse === undefined) show(byId("marks"), line("p", text("popup.failed.title")));
else await showOptions(inUse);

async function showOptions(given: SettingsReply): Promise<void> {
  showMarks(given);
  showLanguages(given);
  tellKept(given.kept);
  startData();
  await Promise.all([showSites(given), showHosts(), showChain(given.repository)]);
}

function showMarks({ settings, policy }: SettingsReply): void {
  const chosen = policy.marks ?? settings.marks;
  for (const place of PLACES) {
    const [label, input] = choice("radio", text(`options.marks.${place}`), place === chosen);
    input.name = "marks";
    input.disabled = policy.marks !== undefined;
    input.addEventListener("change", () => change({ marks: place }));
    byId("marks").append(label);
  }
  if (Object.keys(policy).length > 0) byId("marks").append(line("p", text("options.policy"), "notice"));
}

async function showSites({ settings, policy }: SettingsReply): Promise<void> {
  const off = new Set(settings.sitesOff);
  for (const [site, name] of await siteNames()) {
    const allowed = policy.sites?.includes(site) ?? true;
    const [label, input] = choice("checkbox", name, allowed && !off.has(site));
    input.value = site;
    input.disabled = !allowed;
    input.addEventListener("change", () => {
      if (input.checked) off.delete(site);
      else off.add(site);
      return change({ sitesOff: [...off] });
    });
    byId("sites").append(label);
  }
}

function showLanguages({ settings, policy }: SettingsReply): void {
  const select = byId<HTMLSelectElement>("language");
  select.append(new Option(text("options.language.browser"), ""));
  for (const [tag, { name }] of Object.entries(LANGUAGES)) {
    const option = new Option(name, tag);
    option.lang = tag;
    select.append(option);
  }
  select.value = policy.language ?? settings.language ?? "";
  select.disabled = policy.language !== undefined;
  select.addEventListener("change", async () => {
    const kept = await change({ language: select.value === "" ? null : (select.value as LanguageTag) });
    if (!kept) return;
    // Every text of this page is another one now. Who goes through the list by keyboard is not torn away from it.
    if (select.matches(":focus-visible")) select.addEventListener("blur", () => location.reload(), { once: true });
    else location.reload();
  });
}

async function change(change: SettingsChange): Promise<boolean> {
  const { kept } = await ask({ type: "set", change, private: inPrivateWindow() }).catch(() => ({ kept: false }));
  tellKept(kept);
  return kept;
}

function tellKept(kept: boolean): void {
  byId("kept").hidden = kept;
  byId("kept").textContent = text(inPrivateWindow() ? "options.kept.private" : "options.kept.not");
}
