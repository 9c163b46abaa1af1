// The one place that writes to the console. What a resident reads never goes into a line.

const counts = new Map<string, number>();

/** Counts a thing that is expected to happen but worth knowing: `malformed message`. */
export function count(what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

export function counted(what: string): number {
  return counts.get(what) ?? 0;
}

/** Something failed and was handled; `what` says what was lost. */
export function warn(what: string, cause: unknown): void {
  // biome-ignore lint/suspicious/noConsole: this is the one place.
  console.warn(`Statemark: ${what}: ${describe(cause)}`);
}

function describe(cause: unknown): string {
  if (typeof cause === "object" && cause !== null && "message" in cause) {
    const variant = "variant" in cause ? `${String(cause.variant)}: ` : "";
    return variant + String(cause.message);
  }
  return String(cause);
}
