// A throw-away authority and one certificate for every host that the fixture pages stand on.

import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const DAYS = "3";
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** `spki` is what Chromium's `--ignore-certificate-errors-spki-list` takes. */
export function makeCertificate(folder, hosts) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => path.join(folder, name);
  const openssl = (...options) => execFileSync("openssl", options, { stdio: "pipe" });
  openssl(
    ...["req", "-x509", ...NEW_KEY, "-keyout", at("authority.key"), "-out", at("authority.pem"), "-days", DAYS],
    ...["-subj", "/CN=Statemark tests", "-addext", "basicConstraints=critical,CA:TRUE"],
    ...["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
  );
  openssl("req", ...NEW_KEY, "-keyout", at("pages.key"), "-out", at("pages.csr"), "-subj", "/CN=fixture pages");
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  writeFileSync(at("pages.cnf"), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`);
  openssl(
    ...["x509", "-req", "-in", at("pages.csr"), "-CA", at("authority.pem"), "-CAkey", at("authority.key")],
    ...["-CAcreateserial", "-out", at("pages.pem"), "-days", DAYS, "-extfile", at("pages.cnf")],
  );
  const cert = readFileSync(at("pages.pem"));
  const der = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  return { key: readFileSync(at("pages.key")), cert, spki: createHash("sha256").update(der).digest("base64") };
}
