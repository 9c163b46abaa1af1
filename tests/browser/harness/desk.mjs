// A desk made of docs/report-api.yaml: its routes, and what may come in and go out, are read there; every fault is noted.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import { inProject } from "../../../scripts/project.mjs";
import { faults, resolve } from "./schema.mjs";
import { parseYaml } from "./yaml.mjs";

export const CONTRACT = parseYaml(readFileSync(inProject("docs/report-api.yaml"), "utf8"));

const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "content-type",
  "access-control-allow-methods": "POST",
};
/** What a browser itself must say, and what says nothing of who asks. */
const HARMLESS = new Set([
  ...["host", "connection", "content-length", "content-type", "accept", "accept-encoding", "accept-language", "origin"],
  ...["user-agent", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "cache-control", "pragma", "priority"],
  ...["sec-fetch-storage-access", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "te"],
]);

/**
 * `requests`: `{path, body}` of each that arrived, without the browser's preflights. `faults`: where the extension, or this
 * desk, left the contract. `be(mood)`: "well", "away" (connections are broken off), "refusing" (413), "demanding" (asks for
 * more work once). `became(state)` sets what the next status says.
 */
export async function serveDesk(port) {
  const desk = { requests: [], faults: [], mood: "well", state: "received", reports: new Map(), receipts: new Map() };
  const server = http.createServer(async (request, response) => {
    if (desk.mood === "away") return request.destroy();
    if (request.method === "OPTIONS") return response.writeHead(204, OPEN).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const [status, body] = answer(desk, request, Buffer.concat(chunks).toString("utf8"));
    response.writeHead(status, { ...OPEN, "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  return Object.assign(desk, {
    be: (mood) => {
      desk.mood = mood;
    },
    became: (state) => {
      desk.state = state;
    },
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  });
}

function answer(desk, { method, url, headers }, text) {
  const operation = CONTRACT.paths[url]?.[method.toLowerCase()];
  if (operation === undefined) {
    desk.faults.push(`${method} ${url} is not in the contract`);
    return [404, { error: "unknown" }];
  }
  const body = JSON.parse(text);
  desk.requests.push({ path: url, body });
  const more = Object.keys(headers).filter((name) => !HARMLESS.has(name));
  if (more.length > 0) desk.faults.push(`${url} carries ${more.join()}`);
  desk.faults.push(...faults(CONTRACT, schemaOf(operation.requestBody), body, `${url} request`));
  const [status, reply] = OPERATIONS[operation.operationId](desk, body);
  const response = operation.responses[String(status)];
  if (response === undefined) desk.faults.push(`${url} does not answer ${status}`);
  else desk.faults.push(...faults(CONTRACT, schemaOf(response), reply, `${url} ${status}`));
  return [status, reply];
}

function schemaOf(part) {
  return resolve(CONTRACT, part).content["application/json"].schema;
}

const OPERATIONS = {
  submit(desk, { key, report, proof }) {
    if (desk.mood === "refusing") return [413, { error: "too-large" }];
    if (desk.mood === "demanding" && proof.difficulty < 15) return [403, { error: "proof", difficulty: 15 }];
    if (zeroBits(`${key}:${proof.nonce}`) < proof.difficulty) return [403, { error: "proof", difficulty: 15 }];
    if (!desk.receipts.has(key)) desk.receipts.set(key, newReceipt());
    const receipt = desk.receipts.get(key);
    desk.reports.set(receipt, report);
    return [201, { receipt }];
  },
  status(desk, { receipt }) {
    return desk.reports.has(receipt) ? [200, { state: desk.state }] : [404, { error: "unknown" }];
  },
  withdraw(desk, { receipt }) {
    if (!desk.reports.delete(receipt)) return [404, { error: "unknown" }];
    return [200, { state: "withdrawn" }];
  },
};

function zeroBits(text) {
  return Math.clz32(createHash("sha256").update(text).digest().readUInt32BE(0));
}

function newReceipt() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const code = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join("");
  return code.match(/.{4}/g).join("-");
}
