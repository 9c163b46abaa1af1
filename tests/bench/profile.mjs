// What V8's sampling profiler says of one script: in which of its functions its time goes.

/** Native functions and the collector have no script of their own: their time is their caller's, or whoever ran before. */
const NATIVE = /^\((garbage collector|idle|program|root)\)$/;
const SAMPLING_US = 100;

/** The share of each function, with all that it called, in the time of the script at `origin`, while `work` ran. */
export async function sharesOf(session, origin, work) {
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: SAMPLING_US });
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  const samples = samplesOf(profile).filter(({ owner }) => owner.startsWith(origin));
  const shares = new Map();
  for (const { functions } of samples) {
    for (const name of new Set(functions)) shares.set(name, (shares.get(name) ?? 0) + 1 / samples.length);
  }
  return shares;
}

function samplesOf({ nodes, samples }) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let before = { owner: "", functions: [] };
  return samples.map((id) => {
    const own = ownerOf(id, byId, parents);
    before = own.owner === "(garbage collector)" ? before : own;
    return before;
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
