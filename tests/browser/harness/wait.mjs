// Waiting for something that shows itself only by being read again: each reading waits for its own answer, nothing sleeps.

const DEADLINE_MS = 20_000;

/** The first reading for which `holds`; the error names the last one. */
export async function until(what, read, holds, deadlineMs = DEADLINE_MS) {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const reading = await read();
    if (holds(reading)) return reading;
    if (performance.now() > end)
      throw new Error(`${what}: not within ${deadlineMs} ms; at last ${JSON.stringify(reading)}`);
    await new Promise(setImmediate);
  }
}

export function within(what, promise, deadlineMs = DEADLINE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${deadlineMs} ms`)), deadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
