// The list's repository: static files from one folder, which a test may exchange while the browser runs.

import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

/** Notes every request; `use(folder)` changes what is served, `use(undefined)` breaks every connection off. */
export async function serveRepository(port = 0) {
  const requests = [];
  let folder;
  const server = http.createServer(async ({ url }, response) => {
    requests.push(url);
    if (folder === undefined) return response.destroy();
    const body = await readFile(path.join(folder, path.normalize(url))).catch(() => undefined);
    const headers = { "access-control-allow-origin": "*", "cache-control": "no-cache" };
    response.writeHead(body === undefined ? 404 : 200, { ...headers, "content-type": "application/json" });
    response.end(body);
  });
  await new Promise((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    requests,
    use: (next) => {
      folder = next;
    },
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}
