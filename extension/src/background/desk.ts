// The publisher's desk, as docs/report-api.yaml has it: asked only when the resident pressed Send, asked for the status or
// withdrew. Nothing that identifies anybody goes along.

import type { Report } from "../shared/report.ts";
import { config } from "./core.ts";

/** `later`: try again; `refused`: it will never be taken as it is. */
export type Outcome<T> = { answer: T } | "later" | "refused";

const DIFFICULTY = { first: 14, most: 22 };
const DEADLINE_MS = 30_000;

export async function submit(key: string, report: Report, difficulty = DIFFICULTY.first): Promise<Outcome<string>> {
  const nonce = await prove(key, difficulty);
  const { status, body } = await post("v1/reports", { report, key, proof: { difficulty, nonce } });
  if (status === 201 && typeof body["receipt"] === "string") return { answer: body["receipt"] };
  const more = body["difficulty"];
  if (status === 403 && typeof more === "number" && more > difficulty && more <= DIFFICULTY.most) {
    return submit(key, report, more);
  }
  return ended(status);
}

export async function ask(what: "status" | "withdraw", receipt: string): Promise<Outcome<string>> {
  const { status, body } = await post(`v1/${what}`, { receipt });
  return status === 200 && typeof body["state"] === "string" ? { answer: body["state"] } : ended(status);
}

/** A server in trouble, or too busy, may answer otherwise tomorrow. */
function ended(status: number): "later" | "refused" {
  return status === 0 || status === 429 || status >= 500 ? "later" : "refused";
}

async function post(path: string, content: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const { desk } = await config();
  if (desk === undefined) return { status: 404, body: {} };
  try {
    const response = await fetch(desk + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const body: unknown = await response.json().catch(() => ({}));
    return { status: response.status, body: Object(body) as Record<string, unknown> };
  } catch {
    return { status: 0, body: {} };
  }
}

/** The first number with which the hash begins with so many zero bits. */
async function prove(key: string, difficulty: number): Promise<number> {
  const encoder = new TextEncoder();
  for (let nonce = 0; ; nonce += 1) {
    const hash = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(`${key}:${nonce}`)));
    if (Math.clz32(hash.getUint32(0)) >= difficulty) return nonce;
  }
}
