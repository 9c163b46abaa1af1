// Stands in for `target/wasm/core.d.ts` until the core is built, so that types can be checked without it.
// Once it is there, the relative import finds the real one, and this is not used.
declare module "*/target/wasm/core.js" {
  export default function init(options: { module_or_path: string }): Promise<unknown>;
  export const Core: {
    open(
      pinnedRoot: Uint8Array,
      packaged: Uint8Array,
      siteFiles: Uint8Array,
      floor?: Uint8Array,
      set?: Uint8Array,
    ): Promise<object>;
  };
  export function bind_proof(report: object, picture: Uint8Array | undefined, key: string, hour: number): Uint8Array;
  export function search_proof(
    binding: Uint8Array,
    difficulty: number,
    from: number,
    tries: number,
  ): number | undefined;
  /** The words of the core's enums; unknown until it is built. */
  export type Variant = string;
  export type VerdictWord = never;
  export function bare_jpeg(bytes: Uint8Array): Uint8Array | undefined;
}
