// The fixture pages over TLS, under the real sites' addresses, with the header that every large site sends.

import https from "node:https";
import { fixtures, STYLE } from "./fixtures.mjs";

export const POLICY = "default-src 'self'; script-src 'self'; require-trusted-types-for 'script'";

/** Every request that arrives is noted in `requests`, whatever its host: browsers must be told to send all names here. */
export async function servePages({ key, cert }) {
  const known = new Map(
    fixtures().flatMap((page) => [page.address, ...(page.also ?? [])].map((address) => [address, page.html])),
  );
  const requests = [];
  const server = https.createServer({ key, cert }, ({ url, headers }, response) => {
    const address = `https://${headers.host}${url}`;
    requests.push(address);
    const [status, type, body] = answer(known, address, url);
    response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY });
    response.end(body);
  });
  await new Promise((listening, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", listening);
  });
  return {
    port: server.address().port,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

export function pageHosts() {
  return [...new Set(fixtures().map(({ address }) => new URL(address).host))];
}

function answer(known, address, path) {
  if (path === "/page.css") return [200, "text/css", STYLE];
  if (path === "/favicon.ico") return [200, "image/x-icon", ""];
  const html = known.get(address);
  return html === undefined
    ? [404, "text/html", "<!doctype html><title>Nothing here</title>"]
    : [200, "text/html", html];
}
