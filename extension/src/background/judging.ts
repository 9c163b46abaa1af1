// The core's answers as this resident gets them: silent about the resemblance of an account of which the resident said that it
// is no impostor. What the publisher confirmed stays.

import type { Answer } from "../shared/verdict.ts";
import { settings } from "./settings.ts";

export async function isTrusted(answer: Answer): Promise<boolean> {
  return trusts((await settings()).settings.trusted, answer);
}

export async function forResident(answers: Answer[]): Promise<Answer[]> {
  const { trusted } = (await settings()).settings;
  if (trusted.length === 0) return answers;
  return answers.map((answer) => (trusts(trusted, answer) ? { ...answer, verdict: { verdict: "unlisted" } } : answer));
}

function trusts(trusted: string[], { verdict, account }: Answer): boolean {
  return verdict.verdict === "lookalike" && account !== undefined && trusted.includes(account);
}
