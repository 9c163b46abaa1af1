// What a server may answer in place of a file. Each is `(response, body)`.

const PAGE = "<!doctype html><title>Welcome</title><p>Please log in.";
const CHUNK = " ".repeat(1 << 14);

export function status(code, headers = {}) {
  return (response) => {
    response.writeHead(code, headers);
    response.end();
  };
}

/** As a portal answers, or the server of a single-page application. */
export function page(response) {
  response.writeHead(200, { "content-type": "text/html" });
  response.end(PAGE);
}

/** Never ends, and never waits but for the reader. */
export function endless(response) {
  response.writeHead(200, { "content-type": "application/json" });
  const more = () => {
    while (response.write(CHUNK));
  };
  response.on("drain", more);
  response.on("error", () => undefined);
  more();
}

/** Not even headers. */
export function silent() {}

/** The headers and a first byte, and nothing more. */
export function stalled(response) {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{");
}

/** The whole file, if it has as many bytes as were announced. */
export function announcing(length) {
  return (response, body) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": length(body.length) });
    response.write(body);
    response.destroySoon?.();
    response.socket.end();
  };
}

export function changed(change) {
  return (response, body) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(change(body));
  };
}
