// Draws each icon's PNGs from its SVG with the Chromium that the tests use: `node extension/icons/draw.mjs`.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";

const SIZES = [16, 32, 48, 128];
const folder = import.meta.dirname;

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
for (const name of readdirSync(folder).filter((file) => file.endsWith(".svg"))) {
  const svg = Buffer.from(readFileSync(path.join(folder, name))).toString("base64");
  for (const size of SIZES) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(
      `<style>*{margin:0}img{display:block;width:100vw}</style><img src="data:image/svg+xml;base64,${svg}">`,
    );
    const file = path.join(folder, name.replace(".svg", `-${size}.png`));
    await page.screenshot({ path: file, omitBackground: true });
  }
}
await browser.close();
