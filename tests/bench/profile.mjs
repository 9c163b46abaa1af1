// What a profile of V8 and a trace of Chromium say of one script: its time, and its time in each task of the main thread.

/** Native functions and the collector have no script of their own: their time is their caller's, or whoever ran before. */
const NATIVE = /^\((garbage collector|idle|program|root)\)$/;

/** Every sample as `{at, took, owner, functions}` in microseconds: whose script ran, and its functions from the inside out. */
export function samplesOf({ nodes, samples, timeDeltas, startTime }) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const known = new Map();
  const describe = (id) => {
    if (!known.has(id)) known.set(id, ownerOf(id, byId, parents));
    return known.get(id);
  };
  let at = startTime;
  let before = { owner: "", functions: [] };
  return samples.map((id, index) => {
    at += timeDeltas[index];
    const own = describe(id);
    const charged = own.owner === "(garbage collector)" ? before : own;
    before = charged;
    return { at, took: timeDeltas[index + 1] ?? 0, ...charged };
  });
}

function ownerOf(id, byId, parents) {
  const functions = [];
  let owner;
  for (let at = id; at !== undefined; at = parents.get(at)) {
    const { url, functionName } = byId.get(at).callFrame;
    if (owner === undefined && (url !== "" || NATIVE.test(functionName))) owner = url || functionName;
    functions.push(functionName);
  }
  return { owner: owner ?? "", functions };
}

export const milliseconds = (samples) => samples.reduce((sum, { took }) => sum + took, 0) / 1000;

/** The tasks of the main thread that did most, as `{from, to}` in microseconds. */
export function tasksOf(events) {
  const threads = new Map();
  for (const { ph, name, pid, tid, args } of events) {
    if (ph === "M" && name === "thread_name" && args.name === "CrRendererMain") threads.set(`${pid}/${tid}`, []);
  }
  for (const { ph, name, pid, tid, ts, dur } of events) {
    if (ph === "X" && /(^|::)RunTask$/.test(name)) threads.get(`${pid}/${tid}`)?.push({ from: ts, to: ts + dur });
  }
  const busy = (tasks) => tasks.reduce((sum, { from, to }) => sum + to - from, 0);
  return [...threads.values()].sort((one, other) => busy(other) - busy(one))[0] ?? [];
}

/** For each task in which these samples fell: how long it took, and how much of it they were, in milliseconds. */
export function shares(tasks, samples) {
  const sorted = tasks.toSorted((one, other) => one.from - other.from);
  const found = new Map();
  let index = 0;
  for (const { at, took } of samples) {
    while (index + 1 < sorted.length && sorted[index + 1].from <= at) index += 1;
    const task = sorted[index];
    if (task === undefined || at < task.from || at > task.to) continue;
    found.set(task, (found.get(task) ?? 0) + took);
  }
  return [...found].map(([{ from, to }, own]) => ({ whole: (to - from) / 1000, own: own / 1000 }));
}
