// A question to the background, with the type of its reply.

import { send } from "../../shared/browser.ts";
import { isErrorReply, type PageRequest, type ReplyOf } from "../../shared/messages.ts";
import type { CoreError } from "../../shared/verdict.ts";

/** The background gave no answer; `failure`: it said why. */
export class Unanswered extends Error {
  readonly failure: CoreError | undefined;

  constructor(failure: CoreError | undefined) {
    super("The background gave no answer");
    this.failure = failure;
  }
}

export async function ask<R extends PageRequest>(request: R): Promise<ReplyOf[R["type"]]> {
  const reply = await send(request);
  if (reply === undefined || isErrorReply(reply)) throw new Unanswered(reply?.failure);
  return reply as ReplyOf[R["type"]];
}
