// What a trace of Chromium says of one script: its time on the main thread, and how much of it fell into each task. Counted is
// the processor's time and not the clock's, so that a busy machine does not change the figures.

const CATEGORIES = ["devtools.timeline", "toplevel", "__metadata"];

/** One turn of the main thread. */
export const TASK = "ThreadControllerImpl::RunTask";

/** The events of the main thread that did most, while `work` ran. */
export async function traced(session, work) {
  const traceConfig = { includedCategories: CATEGORIES };
  await session.send("Tracing.start", { transferMode: "ReturnAsStream", traceConfig });
  const from = performance.now();
  await work();
  const took = performance.now() - from;
  const complete = new Promise((done) => {
    session.once("Tracing.tracingComplete", done);
  });
  await session.send("Tracing.end");
  return { took, events: mainThread(await read(session, (await complete).stream)) };
}

/**
 * The outermost calls for which `ours(address)` holds, with all that they called. A turn of promises has no address: it is
 * taken for ours, since the page has no script of its own.
 */
export function callsOf(events, ours) {
  const calls = events.filter(({ name, args }) => {
    if (name === "RunMicrotasks" || name === "BlinkScheduler_PerformMicrotaskCheckpoint") return true;
    return (name === "FunctionCall" || name === "EvaluateScript") && ours(args.data?.url ?? "");
  });
  let end = 0;
  return calls.filter(({ ts, dur }) => {
    const outermost = ts >= end;
    if (outermost) end = ts + dur;
    return outermost;
  });
}

export const milliseconds = (calls) => calls.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;

/** For each task with such calls: their time in it, and its whole time. */
export function tasksWith(calls, events) {
  const tasks = events.filter(({ name }) => name === TASK);
  const found = new Map();
  let index = 0;
  for (const call of calls) {
    while (index + 1 < tasks.length && tasks[index + 1].ts <= call.ts) index += 1;
    const task = tasks[index];
    if (task !== undefined) found.set(task, [...(found.get(task) ?? []), call]);
  }
  return [...found].map(([task, inside]) => ({ whole: milliseconds([task]), own: milliseconds(inside) }));
}

function mainThread(events) {
  const threads = new Map();
  for (const { ph, name, pid, tid, args } of events) {
    if (ph === "M" && name === "thread_name" && args.name === "CrRendererMain") threads.set(`${pid}/${tid}`, []);
  }
  for (const event of events) if (event.ph === "X") threads.get(`${event.pid}/${event.tid}`)?.push(event);
  const busiest = [...threads.values()].sort((one, other) => milliseconds(other) - milliseconds(one))[0] ?? [];
  return busiest.sort((one, other) => one.ts - other.ts);
}

async function read(session, stream) {
  const parts = [];
  for (;;) {
    const { data, base64Encoded, eof } = await session.send("IO.read", { handle: stream, size: 2 ** 22 });
    parts.push(Buffer.from(data, base64Encoded ? "base64" : "utf8"));
    if (eof) return JSON.parse(Buffer.concat(parts).toString("utf8")).traceEvents;
  }
}
