// The proof of work of a report, searched for by the core in slices: marks are judged by the same core in between.

import { bind_proof, search_proof } from "../../../target/wasm/core.js";
import { fromBase64 } from "../shared/picture.ts";
import type { Report } from "../shared/report.ts";
import { core } from "./core.ts";

export interface Work {
  /** In bits. */
  difficulty: number;
  /** Since the Unix epoch. */
  hour: number;
}

/** As the contract and the core have them: the first is what is done unasked. */
export const DIFFICULTY = { least: 20, most: 24 };

/** About 16 ms of an old laptop, as long as a frame. */
const SLICE_TRIES = 16_384;

/** `picture`: in base64. `undefined` once nobody wants it any more. */
export async function prove(
  report: Report,
  picture: string | undefined,
  key: string,
  { difficulty, hour }: Work,
  signal: AbortSignal,
): Promise<number | undefined> {
  await core();
  const binding = bind_proof(report, picture === undefined ? undefined : fromBase64(picture), key, hour);
  for (let from = 0; ; from += SLICE_TRIES) {
    const nonce = search_proof(binding, difficulty, from, SLICE_TRIES);
    if (nonce !== undefined) return nonce;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return undefined;
  }
}
