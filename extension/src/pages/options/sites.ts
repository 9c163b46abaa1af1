// The sites that the package has site files for, by the names that people know.

import { packagedAddress } from "../../shared/browser.ts";
import { platformName } from "../../shared/details.ts";

export async function siteNames(): Promise<[site: string, name: string][]> {
  const response = await fetch(packagedAddress("list/sites.json"));
  const { sites } = (await response.json()) as { sites: { platform: string }[] };
  return sites.map(({ platform }) => [platform, platformName(platform)]);
}
