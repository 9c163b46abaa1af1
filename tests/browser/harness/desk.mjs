// A desk made of docs/report-api.yaml: its routes, its caps, what may come in, and what may go out with which status are read there.
// What leaves the contract is noted, whoever left it.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import http from "node:http";
import { Ajv2020 } from "ajv/dist/2020.js";
import yaml from "js-yaml";
import { inProject } from "../../../scripts/project.mjs";

export const CONTRACT = yaml.load(readFileSync(inProject("docs/report-api.yaml"), "utf8"), {
  schema: yaml.CORE_SCHEMA,
});

const AJV = new Ajv2020({ allErrors: true, strictTypes: false });
// What OpenAPI has around its schemas is none of their keywords.
AJV.addVocabulary(Object.keys(CONTRACT));
AJV.addSchema(CONTRACT, "contract", undefined, false);

const JSON_TYPE = "application/json";
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
const HOUR_MS = 3_600_000;
const { minimum: LEAST } = CONTRACT.components.schemas.Proof.properties.difficulty;

/** Follows a `$ref` within the contract; `pointer` is where `part` stands. */
function resolve(pointer) {
  const part = pointer
    .slice(2)
    .split("/")
    .reduce((inner, name) => inner?.[name.replaceAll("~1", "/").replaceAll("~0", "~")], CONTRACT);
  if (part === undefined) throw new Error(`${pointer} leads nowhere`);
  return part.$ref === undefined ? [pointer, part] : resolve(part.$ref);
}

const escaped = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** A function that gives a value's faults, for the JSON that a request body or a response holds. */
function checkerOf(pointer) {
  const [at, { content }] = resolve(pointer);
  if (Object.keys(content).join() !== JSON_TYPE) throw new Error(`${at} is not JSON alone`);
  const validate = AJV.compile({ $ref: `contract${at}/content/${escaped(JSON_TYPE)}/schema` });
  return (value) => (validate(value) ? [] : [AJV.errorsText(validate.errors)]);
}

/** `METHOD path` → how the contract says it is asked and answered. */
export const OPERATIONS = new Map(
  Object.entries(CONTRACT.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, requestBody, responses }]) => {
      const at = `#/paths/${escaped(path)}/${method}`;
      const checkers = Object.keys(responses).map((status) => [Number(status), checkerOf(`${at}/responses/${status}`)]);
      const operation = {
        id: operationId,
        bytesMax: requestBody["x-max-bytes"],
        request: checkerOf(`${at}/requestBody`),
        responses: new Map(checkers),
      };
      return [`${method.toUpperCase()} ${path}`, operation];
    }),
  ),
);

/** The faults of a value, by the contract's schema of that name. */
export function faultsOf(schema, value) {
  const validate = AJV.compile({ $ref: `contract#/components/schemas/${schema}` });
  return validate(value) ? [] : [AJV.errorsText(validate.errors)];
}

/**
 * `requests`: `{path, body}` of each that arrived, without the browser's preflights. `faults`: where the extension, or this
 * desk, left the contract. `be(mood)`: "well", "away" (connections are broken off), "refusing" (413), "demanding" (asks for
 * more work once), "elsewhen" (its clock is ten hours ahead), "forgetful" (takes reports, and loses its answer), "slow" (takes them,
 * and answers when it is another mood). `became(state)` sets what the next status says. `heard`: the headers of each request, those
 * of the browser's preflights too.
 */
export async function serveDesk(port = 0) {
  const desk = {
    requests: [],
    heard: [],
    faults: [],
    mood: "well",
    state: "received",
    reports: new Map(),
    keys: new Map(),
  };
  const waiting = [];
  const server = http.createServer(async (request, response) => {
    if (desk.mood === "away") return request.destroy();
    desk.heard.push({ method: request.method, headers: request.headers });
    if (request.method === "OPTIONS") return response.writeHead(204, OPEN).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const [status, body] = answer(desk, request, Buffer.concat(chunks));
    if (desk.mood === "forgetful") return request.socket.destroy();
    if (desk.mood === "slow") await new Promise((resume) => waiting.push(resume));
    response.writeHead(status, { ...OPEN, "content-type": JSON_TYPE }).end(JSON.stringify(body));
  });
  // A client that works for long between two requests finds its connection as it left it.
  server.keepAliveTimeout = 0;
  await new Promise((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  return Object.assign(desk, {
    address: `http://127.0.0.1:${server.address().port}/`,
    be: (mood) => {
      desk.mood = mood;
      for (const resume of waiting.splice(0)) resume();
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

function answer(desk, { method, url, headers }, bytes) {
  const operation = OPERATIONS.get(`${method} ${url}`);
  if (operation === undefined) {
    desk.faults.push(`${method} ${url} is not in the contract`);
    return [404, { error: "unknown" }];
  }
  const more = Object.keys(headers).filter((name) => !HARMLESS.has(name));
  if (more.length > 0) desk.faults.push(`${url} carries ${more.join()}`);
  const [status, reply] = taken(desk, operation, url, headers["content-type"], bytes);
  const check = operation.responses.get(status);
  if (check === undefined) desk.faults.push(`${url} does not answer ${status}`);
  else desk.faults.push(...check(reply).map((fault) => `${url} ${status}: ${fault}`));
  return [status, reply];
}

function taken(desk, operation, url, type, bytes) {
  if (bytes.length > operation.bytesMax) {
    desk.faults.push(`${url} has ${bytes.length} bytes`);
    return [413, { error: "too-large" }];
  }
  const body = type === JSON_TYPE ? parse(bytes) : undefined;
  desk.requests.push({ path: url, body });
  const faults = operation.request(body);
  if (faults.length === 0) return DESK[operation.id](desk, body);
  desk.faults.push(...faults.map((fault) => `${url} request: ${fault}`));
  return [400, { error: "malformed" }];
}

function parse(bytes) {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

const DESK = {
  submit(desk, { key, report, picture, proof }) {
    if (desk.mood === "refusing") return [413, { error: "too-large" }];
    const jpeg = picture && Buffer.from(picture, "base64");
    const content = JSON.stringify([report, picture]);
    const hour = Math.floor(Date.now() / HOUR_MS) + (desk.mood === "elsewhen" ? 10 : 0);
    const difficulty = LEAST + (desk.mood === "demanding" ? 1 : 0);
    const holds = zeroBits(bindingOf(report, jpeg, key, proof.hour), proof.nonce) >= proof.difficulty;
    if (!holds || proof.difficulty < difficulty || Math.abs(proof.hour - hour) > 1) {
      return [403, { error: "proof", difficulty, hour }];
    }
    const known = desk.keys.get(key);
    if (known !== undefined && known.content !== content) return [409, { error: "another-report" }];
    if (known !== undefined) return [201, { receipt: known.receipt }];
    const receipt = newReceipt();
    desk.keys.set(key, { content, receipt });
    desk.reports.set(receipt, { report, picture });
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

/** As the contract's `Proof` says it in words; the extension's is the core's. */
export function bindingOf(report, jpeg, key, hour) {
  const pieces = Object.keys(report)
    .sort()
    .flatMap((name) => [name, report[name]]);
  const whole = [piece("statemark report 1"), piece(key), u32(hour), ...pieces.map(piece)];
  if (jpeg !== undefined) whole.push(piece("picture"), piece(jpeg));
  return sha256(Buffer.concat(whole));
}

export function zeroBits(binding, nonce) {
  return Math.clz32(sha256(Buffer.concat([binding, u32(nonce)])).readUInt32BE(0));
}

function piece(content) {
  const bytes = Buffer.from(content);
  return Buffer.concat([u32(bytes.length), bytes]);
}

function u32(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest();
}

function newReceipt() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const code = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join("");
  return code.match(/.{4}/g).join("-");
}
