// A registry of any size, in the shape of the real one: twenty accounts to an agency, ten agencies to a section.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const ACCOUNTS_OF_AN_AGENCY = 20;
const AGENCIES_OF_A_SECTION = 10;
const PLATFORMS = ["x", "facebook", "instagram", "youtube"];

const PUBLISHER = `name = "Commonwealth of Samples"
homepage = "https://www.agency.example/"
domains = ["agency.example"]
contact = "lists@agency.example"
jurisdiction = "US-MA"
demonstration = true
[report]
email = "reports@agency.example"
`;

/** Writes the spreadsheets of `count` accounts into `folder`; equal for equal counts. */
export function writeRegistry(folder, count) {
  mkdirSync(folder, { recursive: true });
  const write = (name, header, rows) =>
    writeFileSync(path.join(folder, name), `${[header, ...rows.map((cells) => cells.join(","))].join("\n")}\n`);
  const agencies = Array.from({ length: Math.ceil(count / ACCOUNTS_OF_AN_AGENCY) }, (_, index) => [
    `agency-${index}`,
    `Bureau of ${wordOf(index)} ${wordOf(index + 7919)}`,
    `${wordOf(index)}Bureau`,
    `Section ${Math.floor(index / AGENCIES_OF_A_SECTION)}`,
    `https://www.agency.example/orgs/${index}`,
  ]);
  const accounts = Array.from({ length: count }, (_, index) => {
    const agency = Math.floor(index / ACCOUNTS_OF_AN_AGENCY);
    const platform = PLATFORMS[index % PLATFORMS.length];
    const name = `Ma${wordOf(index)}${index}`;
    const handle = platform === "youtube" ? `@${name}` : name;
    return [`agency-${agency}`, platform, handle, `Mass ${wordOf(index)} ${index}`, "active"];
  });
  writeFileSync(path.join(folder, "publisher.toml"), PUBLISHER);
  write("agencies.csv", "id,name,short_names,section,homepage", agencies);
  write("accounts.csv", "agency,platform,handle,display_names,status", accounts);
}

/** Pronounceable, and another for every number below a few thousand. */
function wordOf(index) {
  const syllables = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu"];
  let word = "";
  for (let rest = index + 11; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length];
  }
  return word[0].toUpperCase() + word.slice(1);
}
