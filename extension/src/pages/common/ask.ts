// A question to the background, with the type of its reply.

import { send } from "../../shared/browser.ts";
import { isErrorReply, type PageRequest, type ReplyOf } from "../../shared/messages.ts";

export async function ask<R extends PageRequest>(request: R): Promise<ReplyOf[R["type"]]> {
  const reply = await send(request);
  if (reply === undefined || isErrorReply(reply)) throw new Error("The background gave no answer");
  return reply as ReplyOf[R["type"]];
}
