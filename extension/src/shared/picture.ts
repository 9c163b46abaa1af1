// A picture that may go with a report: JPEG alone, within the contract's caps. Bytes travel between the parts as base64.

/** The contract's and the core's caps. */
export const PICTURE_BYTES_MAX = 512 * 1024;
export const PICTURE_EDGE_MAX = 2048;
export const PICTURE_TEXT_MAX = 4 * Math.ceil(PICTURE_BYTES_MAX / 3);

export const PICTURE_TYPE = "image/jpeg";
const QUALITIES = [0.92, 0.8, 0.65];
const SMALLER = 0.75;
const ROUNDING = 1e-6;
const CHUNK = 0x8000;

/** A part of what is seen, in fractions of its width and height. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What became of the wish for a picture. `account`: of the account's place alone; `page`: of all that was in view. */
export type Taken = { jpeg: string; of: "account" | "page" } | { failed: "refused" | "moved" };

/** Of what a page's content script says; `undefined` for what is no part of a view. */
export function parsePart(value: unknown): Part | undefined {
  const { left, top, width, height } = Object(value) as Record<keyof Part, unknown>;
  if (!isWithin(left, width) || !isWithin(top, height)) return undefined;
  return { left, top, width, height } as Part;
}

function isWithin(from: unknown, length: unknown): boolean {
  if (typeof from !== "number" || typeof length !== "number") return false;
  // Not a number is neither.
  return from >= 0 && length > 0 && from + length <= 1 + ROUNDING;
}

/** That part of it, no larger than a picture may be. */
export function cut(source: ImageBitmap | OffscreenCanvas, part: Part): OffscreenCanvas {
  const [left, top] = [Math.floor(part.left * source.width), Math.floor(part.top * source.height)];
  const width = Math.max(1, Math.round(part.width * source.width));
  const height = Math.max(1, Math.round(part.height * source.height));
  const scale = Math.min(1, PICTURE_EDGE_MAX / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale)));
  contextOf(canvas).drawImage(source, left, top, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** As good as fits: less sharp first, then smaller. */
export async function encode(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: PICTURE_TYPE, quality });
    if (blob.size <= PICTURE_BYTES_MAX) return new Uint8Array(await blob.arrayBuffer());
  }
  const smaller = new OffscreenCanvas(Math.ceil(canvas.width * SMALLER), Math.ceil(canvas.height * SMALLER));
  contextOf(smaller).drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return encode(smaller);
}

export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw new TypeError("No canvas can be drawn on");
  return context;
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** Throws for what is no base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function isPictureText(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value !== "" &&
    value.length <= PICTURE_TEXT_MAX &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(value)
  );
}
