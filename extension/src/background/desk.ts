// The publisher's desk, as docs/report-api.yaml has it: asked only when the resident pressed Send, asked for the status or
// withdrew. Nothing that identifies anybody goes along.

import { mayRead } from "../shared/browser.ts";
import { type Entry, isReceipt } from "../shared/report.ts";
import { config } from "./core.ts";
import { DIFFICULTY, prove, type Work } from "./proof.ts";

/** `later`: try again; `refused`: it will never be taken as it is. */
export type Outcome = { answer: string } | "later" | "refused";

const DEADLINE_MS = 30_000;
const HOUR_MS = 3_600_000;
/** A desk that asks for more work, or names the hour, does so once; more often than this it plays with us. */
const ROUNDS_MAX = 3;
const STATES = ["received", "examining", "confirmed", "not-confirmed", "withdrawn"];

export async function submit({ id: key, report, picture }: Entry, signal: AbortSignal): Promise<Outcome> {
  let work: Work = { difficulty: DIFFICULTY.least, hour: Math.floor(Date.now() / HOUR_MS) };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const nonce = await prove(report, picture, key, work, signal);
    if (nonce === undefined) return "later";
    const proof = { ...work, nonce };
    const content = { report, ...(picture !== undefined && { picture }), key, proof };
    const { status, body } = await post("v1/reports", content, signal);
    if (status === 201) return isReceipt(body["receipt"]) ? { answer: body["receipt"] } : "later";
    const more = status === 403 ? moreWork(body) : undefined;
    if (more === undefined) return ended(status);
    work = more;
  }
  return "later";
}

/** `unknown`: the desk has no report with that receipt, and says so itself; another server's 404 is none of its words. */
export async function ask(
  what: "status" | "withdraw",
  receipt: string,
  signal: AbortSignal,
): Promise<Outcome | "unknown"> {
  const { status, body } = await post(`v1/${what}`, { receipt }, signal);
  if (status === 404 && body["error"] === "unknown") return "unknown";
  if (status !== 200) return ended(status);
  const state = body["state"];
  return typeof state === "string" && STATES.includes(state) ? { answer: state } : "later";
}

function moreWork({ difficulty, hour }: Record<string, unknown>): Work | undefined {
  const fits = (value: unknown, least: number, most: number): value is number =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  if (!fits(difficulty, DIFFICULTY.least, DIFFICULTY.most) || !fits(hour, 0, 2 ** 32 - 1)) return undefined;
  return { difficulty, hour };
}

/** A server in trouble, or too busy, may answer otherwise tomorrow. */
function ended(status: number): "later" | "refused" {
  return status === 0 || status === 429 || status >= 500 ? "later" : "refused";
}

async function post(
  path: string,
  content: unknown,
  signal: AbortSignal,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { desk, deskPattern } = await config();
  if (desk === undefined) return { status: 404, body: {} };
  try {
    const response = await fetch(desk + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
      // Firefox permits its host: then the request is none of the extension's origin, which is another one for each installation.
      mode: deskPattern !== undefined && (await mayRead(deskPattern)) ? "same-origin" : "cors",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
    });
    const body: unknown = await response.json().catch(() => ({}));
    return { status: response.status, body: Object(body) as Record<string, unknown> };
  } catch {
    return { status: 0, body: {} };
  }
}
