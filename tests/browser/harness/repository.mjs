// The list's repository: static files from one folder, which a test may exchange while the browser runs.

import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

const HEADERS = [
  ["access-control-allow-origin", "*"],
  ["cache-control", "no-cache"],
];

/** As the repository's host would plant one, to be sent along from wherever its files are asked for. */
export function cookieFor(address) {
  const { hostname: domain } = new URL(address);
  return { name: "planted", value: "here", domain, path: "/", secure: true, sameSite: "None" };
}

/**
 * Notes every request, its path in `requests`, and with its headers in `noted` as `{path, method, headers}`; `use(folder)` changes
 * what is served, `use(undefined)` breaks every connection off. Where
 * `fault(path)` gives a function, that one answers in place of the file: `(response, body)`, the path without its first `/`.
 */
export async function serveRepository(port = 0) {
  const requests = [];
  const noted = [];
  let folder;
  let fault;
  const server = http.createServer(async ({ url, method, headers }, response) => {
    requests.push(url);
    noted.push({ path: url.slice(1), method, headers });
    if (folder === undefined) return response.destroy();
    const body = await readFile(path.join(folder, path.normalize(url))).catch(() => undefined);
    for (const [name, value] of HEADERS) response.setHeader(name, value);
    const wrong = fault?.(url.slice(1));
    if (wrong !== undefined) return wrong(response, body);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(body);
  });
  await new Promise((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    requests,
    noted,
    use: (next, wrong) => {
      folder = next;
      fault = wrong;
    },
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}
