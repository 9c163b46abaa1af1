// A picture of a page with its marks, kept for people to look at, and what of each mark is really drawn on it.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { inProject } from "../../../scripts/project.mjs";

const FOLDER = inProject("target/test/pictures");

/**
 * Of each mark in the order of the document: its `case`, its box `[x, y, width, height]` on the page, and which shares of that
 * box in the picture have the colour of its paper and of its ink. The picture is `target/test/pictures/BROWSER-NAME.png`.
 */
export async function pictureOf(house, page, name) {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${house.name}-${name.replace("/", "-")}.png`);
  await page.tab.bringToFront();
  const marks = await page.inMarks(boxesOf);
  const picture = Buffer.from(await page.tab.screenshot({ path: file, fullPage: true })).toString("base64");
  const width = await page.tab.evaluate(() => document.documentElement.scrollWidth);
  const shares = await house.own.tab.evaluate(sharesOf, picture, marks, width);
  return marks.map(({ name: case_, box }, index) => ({ case: case_, box, ...shares[index] }));
}

/** In the page. */
function boxesOf(roots) {
  return roots.map((root) => {
    const mark = root.querySelector(".mark");
    const { x, y, width, height } = mark.getBoundingClientRect();
    const { color: ink, backgroundColor: paper } = getComputedStyle(mark);
    const name = root.host.closest("[data-case]")?.dataset.case;
    return { name, box: [x + scrollX, y + scrollY, width, height], ink, paper };
  });
}

/** In a page of the extension, for no site lets a picture in. */
async function sharesOf(picture, marks, pageWidth) {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const scale = image.width / pageWidth;
  return marks.map(({ box, ink, paper }) => {
    const [x, y, width, height] = box.map((side) => Math.round(side * scale));
    const { data } = context.getImageData(x, y, Math.max(1, width), Math.max(1, height));
    const share = (colour, tolerance) => {
      const wanted = colour.match(/[\d.]+/g).map(Number);
      let like = 0;
      for (let at = 0; at < data.length; at += 4)
        like += [0, 1, 2].every((channel) => Math.abs(data[at + channel] - wanted[channel]) <= tolerance) ? 1 : 0;
      return like / (data.length / 4);
    };
    return { paper: share(paper, 4), ink: share(ink, 40) };
  });
}
