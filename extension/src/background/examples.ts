// What the welcome lets a resident try: a listed account, an invented name that resembles one, and one that resembles none. The
// core says of each whether it is that; what it does not say so of is not offered.

import type { Example, Examples } from "../shared/messages.ts";
import type { Answer } from "../shared/verdict.ts";
import { asked, type Core } from "./core.ts";

/** A name with this at its end says itself that it is an example, and so is hardly anybody's. */
const INVENTED = "_example";
const UNLISTED = "example_bakery";
/** Not every listed name is resembled by itself with a word behind it: a short one is not. */
const TRIES_MAX = 20;

export async function examples(core: Core): Promise<Examples> {
  const listed = (await asked(() => core.find(""))).filter(({ verdict }) => verdict.verdict === "official");
  const names: Example[] = [];
  const silent = await asked(() => core.check(UNLISTED));
  if (silent.every(({ verdict }) => verdict.verdict === "unlisted")) names.push({ kind: "unlisted", name: UNLISTED });
  for (const answer of listed.slice(0, TRIES_MAX)) {
    const name = nameOf(answer);
    const lookalike = `${name}${INVENTED}`;
    if (!(await asked(() => core.check(lookalike))).some(isLookalike)) continue;
    return { answer, names: [{ kind: "listed", name }, { kind: "lookalike", name: lookalike }, ...names] };
  }
  const [answer] = listed;
  return answer === undefined ? { names } : { answer, names: [{ kind: "listed", name: nameOf(answer) }, ...names] };
}

/** As the list has it. */
function nameOf({ verdict }: Answer): string {
  return "account" in verdict ? verdict.account.handle : "";
}

function isLookalike({ verdict }: Answer): boolean {
  return verdict.verdict === "lookalike" && verdict.strength === "strong";
}
