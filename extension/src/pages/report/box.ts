// The box on the picture that is to be covered or kept: drawn with a pointer, or given in pixels, which needs no pointer.

import type { Part } from "../../shared/picture.ts";
import { byId } from "../common/document.ts";

const SIDES = ["left", "top", "width", "height"] as const;
type Side = (typeof SIDES)[number];

export class Box {
  readonly #canvas: HTMLCanvasElement;
  readonly #frame = byId("box");
  readonly #fields = Object.fromEntries(SIDES.map((side) => [side, byId<HTMLInputElement>(`box-${side}`)])) as Record<
    Side,
    HTMLInputElement
  >;
  #start: { x: number; y: number } | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    for (const side of SIDES) this.#fields[side].addEventListener("input", () => this.#draw());
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#stretch(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => this.#end());
  }

  /** In pixels of the picture, within it. */
  pixels(): Part {
    const { width, height } = this.#canvas;
    const [left, top] = [this.#value("left", width), this.#value("top", height)];
    return { left, top, width: this.#value("width", width - left), height: this.#value("height", height - top) };
  }

  part(): Part {
    const { left, top, width, height } = this.pixels();
    const whole = this.#canvas;
    return {
      left: left / whole.width,
      top: top / whole.height,
      width: width / whole.width,
      height: height / whole.height,
    };
  }

  isEmpty(): boolean {
    const { width, height } = this.pixels();
    return width === 0 || height === 0;
  }

  /** Of the picture that stands there now. */
  clear(): void {
    const { width, height } = this.#canvas;
    for (const [side, most] of Object.entries({ left: width, top: height, width, height })) {
      this.#fields[side as Side].max = String(most);
    }
    this.#set({ left: 0, top: 0, width: 0, height: 0 });
  }

  #value(side: Side, most: number): number {
    const value = Math.round(Number(this.#fields[side].value));
    return Number.isFinite(value) ? Math.max(0, Math.min(value, most)) : 0;
  }

  #set(part: Part): void {
    for (const side of SIDES) this.#fields[side].value = String(Math.round(part[side]));
    this.#draw();
  }

  #draw(): void {
    this.#frame.hidden = this.isEmpty();
    const part = this.part();
    for (const side of SIDES) this.#frame.style[side] = `${part[side] * 100}%`;
  }

  #begin(event: PointerEvent): void {
    if (!event.isPrimary || event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#start = this.#at(event);
  }

  #stretch(event: PointerEvent): void {
    const start = this.#start;
    if (start === undefined) return;
    const { x, y } = this.#at(event);
    this.#set({
      left: Math.min(x, start.x),
      top: Math.min(y, start.y),
      width: Math.abs(x - start.x),
      height: Math.abs(y - start.y),
    });
  }

  #end(): void {
    this.#start = undefined;
  }

  #at({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const within = (value: number) => Math.max(0, Math.min(value, 1));
    return {
      x: within((clientX - left) / width) * this.#canvas.width,
      y: within((clientY - top) / height) * this.#canvas.height,
    };
  }
}
