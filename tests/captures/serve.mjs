// The saved pages over TLS, each at its real address, with no script of its own and nothing else to load.

import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import path from "node:path";

const STILL = "default-src 'none'; style-src 'unsafe-inline'";
const RUNNING = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'";

export async function serveCaptures(folder, pages, { key, cert }) {
  const known = new Map(pages.map((page) => [addressWithoutFragment(page.address), page]));
  const secure = https.createServer({ key, cert }, ({ url, headers }, response) => {
    const page = known.get(`https://${headers.host}${url}`);
    if (page === undefined) return response.writeHead(404).end();
    const type = `text/html; charset=${page.encoding ?? "utf-8"}`;
    response.writeHead(200, { "content-type": type, "content-security-policy": page.scripts ? RUNNING : STILL });
    return response.end(readFileSync(path.join(folder, page.file)));
  });
  const plain = http.createServer((_, response) => response.writeHead(404).end());
  const servers = [secure, plain];
  await Promise.all(servers.map((server) => new Promise((done) => server.listen(0, "127.0.0.1", done))));
  return {
    port: secure.address().port,
    plainPort: plain.address().port,
    async close() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function addressWithoutFragment(address) {
  const url = new URL(address);
  url.hash = "";
  return url.href;
}
