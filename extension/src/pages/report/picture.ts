// The picture that goes along, where the resident asked for one: shown as it would be sent, covered or cut as they like, or removed.
// What is covered is replaced in the one copy that there is.

import { contextOf, cut, encode, fromBase64, PICTURE_TYPE, type Taken, toBase64 } from "../../shared/picture.ts";
import { figure, text } from "../../shared/texts.ts";
import { worded } from "../../shared/view.ts";
import { ask } from "../common/ask.ts";
import { byId } from "../common/document.ts";
import { Box } from "./box.ts";

const COVER = "#000";
const KILOBYTE = 1000;

export interface Sent {
  /** In base64, as it would be sent. */
  jpeg: string;
  width: number;
  height: number;
  bytes: number;
}

export class Picture {
  /** What would be sent; none where there is no picture, or it was removed. */
  sent: Sent | undefined;
  readonly #changed: () => void;
  readonly #box = new Box(byId<HTMLCanvasElement>("shown"));
  #canvas: OffscreenCanvas | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    byId("cover").addEventListener("click", () => this.#edit((canvas) => this.#cover(canvas)));
    byId("keep").addEventListener("click", () => this.#edit((canvas) => cut(canvas, this.#box.part())));
    byId("remove").addEventListener("click", () => this.#remove());
  }

  async show(taken: Taken): Promise<void> {
    if ("failed" in taken) return this.#say(text(`report.picture.${taken.failed}`));
    const image = await decode(taken.jpeg);
    this.#canvas = cut(image, { left: 0, top: 0, width: 1, height: 1 });
    image.close();
    byId("picture-of").replaceChildren(...worded(text(`report.picture.${taken.of}`)));
    byId("picture").hidden = false;
    await this.#render();
  }

  async #edit(work: (canvas: OffscreenCanvas) => OffscreenCanvas): Promise<void> {
    if (this.#canvas === undefined || this.#box.isEmpty()) return;
    this.#canvas = work(this.#canvas);
    await this.#render();
  }

  #cover(canvas: OffscreenCanvas): OffscreenCanvas {
    const { left, top, width, height } = this.#box.pixels();
    const context = contextOf(canvas);
    context.fillStyle = COVER;
    context.fillRect(left, top, width, height);
    return canvas;
  }

  /** Until the new one stands there, there is none that could be sent. */
  async #render(): Promise<void> {
    const canvas = this.#canvas;
    this.sent = undefined;
    if (canvas === undefined) return;
    const { picture: jpeg } = await ask({ type: "bare", picture: toBase64(await encode(canvas)) });
    if (this.#canvas !== canvas) return;
    if (jpeg === undefined) return this.#remove();
    const image = await decode(jpeg);
    const shown = byId<HTMLCanvasElement>("shown");
    const { width, height } = image;
    Object.assign(shown, { width, height });
    shown.getContext("2d")?.drawImage(image, 0, 0);
    image.close();
    this.sent = { jpeg, width, height, bytes: fromBase64(jpeg).length };
    byId("picture-size").textContent = describe(this.sent);
    this.#box.clear();
    this.#changed();
  }

  /** What went out is not changed any more, and its copy here is let go. */
  end(): void {
    this.#canvas = undefined;
    for (const control of document.querySelectorAll<HTMLButtonElement>("#picture button, #picture fieldset")) {
      control.disabled = true;
    }
  }

  #remove(): void {
    this.#canvas = undefined;
    this.sent = undefined;
    Object.assign(byId<HTMLCanvasElement>("shown"), { width: 0, height: 0 });
    byId("picture").hidden = true;
    this.#say(text("report.picture.removed"));
    this.#changed();
  }

  #say(words: string): void {
    byId("picture-told").textContent = words;
    byId("picture-told").hidden = false;
  }
}

export function describe({ width, height, bytes }: Sent): string {
  const size = figure(Math.ceil(bytes / KILOBYTE));
  return text("report.picture.size", { width: figure(width), height: figure(height), size });
}

function decode(jpeg: string): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([fromBase64(jpeg)], { type: PICTURE_TYPE }));
}
