// The fixture pages over TLS, under the real sites' addresses, with the header that every large site sends.

import http from "node:http";
import https from "node:https";
import { fixtures, STYLE } from "./fixtures.mjs";

const STYLESHEET = "/page.css";
const ICON = "/favicon.ico";
/** But for frames: one site in another's page is what a test is about. */
export const POLICY =
  "default-src 'self'; script-src 'self'; frame-src 'self' https://x.com; require-trusted-types-for 'script'";

/**
 * `more`: pages beside the fixtures, as `{address, html}`. Every request that arrives is noted in `requests` as `{address, by}`, whatever its host: browsers must be told to send all
 * names here. `by` is the browser's own word for who asks (the header `sec-fetch-dest`): `document`, `style` and `image` for
 * what a page shows, `empty` for a script of a page or an extension; absent when the browser asks for itself.
 */
export async function servePages({ key, cert }, more = []) {
  const known = new Map(
    [...fixtures(), ...more].flatMap((page) =>
      [page.address, ...(page.also ?? [])].map((address) => [address, page.html]),
    ),
  );
  const requests = [];
  const note = (scheme, { url, headers }) => {
    const address = `${scheme}://${headers.host}${url}`;
    requests.push({ address, by: headers["sec-fetch-dest"] });
    return address;
  };
  const secure = https.createServer({ key, cert }, (request, response) => {
    const [status, type, body] = answer(known, note("https", request), request.url);
    response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY });
    response.end(body);
  });
  // No page stands here: what asks without encryption is only noted.
  const plain = http.createServer((request, response) => {
    note("http", request);
    response.writeHead(404).end();
  });
  const servers = [secure, plain];
  await Promise.all(servers.map(listening));
  return {
    port: secure.address().port,
    plainPort: plain.address().port,
    requests,
    close: () => Promise.all(servers.map(closed)),
  };
}

function listening(server) {
  return new Promise((done, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", done);
  });
}

function closed(server) {
  return new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}

/** The one page that a test puts into a frame. */
export const FRAMED = "https://x.com/home";

/** Whether a page of the tests asks for this by itself when it is shown. */
export function asksFor({ address, by }) {
  const { pathname } = new URL(address);
  if (pathname === STYLESHEET) return by === "style";
  if (pathname === ICON) return by === "image";
  return by === "document" || (by === "iframe" && address === FRAMED);
}

export function pageHosts(more = []) {
  return [...new Set([...fixtures(), ...more].map(({ address }) => new URL(address).host))];
}

function answer(known, address, path) {
  if (path === STYLESHEET) return [200, "text/css", STYLE];
  if (path === ICON) return [200, "image/x-icon", ""];
  const html = known.get(address);
  return html === undefined
    ? [404, "text/html", "<!doctype html><title>Nothing here</title>"]
    : [200, "text/html", html];
}
