// Web clients and the servers they ask, over TLS, each under its real name.

import http from "node:http";
import https from "node:https";
import path from "node:path";

const ANYONE = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "*",
};

export async function serveClients(clients, { key, cert }) {
  const state = { signedIn: false };
  const secure = https.createServer({ key, cert }, (request, response) => {
    const client = clients.find(({ hosts }) => hosts.includes(request.headers.host));
    if (request.method === "OPTIONS") return response.writeHead(204, ANYONE).end();
    const given = client?.answer(new URL(request.url, `https://${request.headers.host}`), state.signedIn);
    if (given === undefined) return response.writeHead(404, ANYONE).end();
    response.writeHead(given.status ?? 200, { ...ANYONE, "content-type": given.type });
    return response.end(given.body);
  });
  const plain = http.createServer((_, response) => response.writeHead(404).end());
  const servers = [secure, plain];
  await Promise.all(servers.map((server) => new Promise((done) => server.listen(0, "127.0.0.1", done))));
  return Object.assign(state, {
    port: secure.address().port,
    plainPort: plain.address().port,
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  });
}

const TYPES = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

export function typeOf(name) {
  return TYPES[path.extname(name)] ?? "application/octet-stream";
}
