// A site file: where accounts show on a site. The core validates it before the extension sees it.

/** What to read: the text, or an attribute, of the first match of `selector` inside the surface's element. */
export interface Part {
  selector: string;
  attribute?: string | null;
}

/** A stable id and the text beside it that says whose id it is, both attributes of one element. */
export interface IdClaimPart {
  selector: string;
  value: string;
  names: string;
  scope?: "element" | "document";
}

export interface Surface {
  id: string;
  element: string;
  identity: "link" | "handle" | "address";
  link?: Part;
  handle?: Part;
  name?: Part;
  id_claim?: IdClaimPart;
  mark_after: string;
  endorse?: boolean;
}

export interface SiteFile {
  schema: number;
  platform: string;
  surfaces: Surface[];
}

export interface IdClaim {
  value: string;
  names: string;
}

/** What a page claims, as raw as the page gave it. The field names are the core's. */
export interface PageSighting {
  page: string;
  surface?: { site: string; id: string };
  link?: string;
  handle?: string;
  name?: string;
  /** Stable ids with the text that says whose each is; the core picks the one of this account. */
  ids?: IdClaim[];
}
