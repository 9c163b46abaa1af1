// Stops the background at one call of its storage, so that a test may kill it there. The shipped code is as it is: what is
// changed is the browser's own IndexedDB, in the background's scope, until the background ends.

import { until } from "./wait.mjs";

const CHANNEL = "storage calls";

/**
 * From now on the background stands still at the given write, counted from 1: `before` it, as the database is opened for it,
 * or `within` it, when it was put and its transaction cannot end. What is returned waits until it stands there.
 */
export async function stopAt(house, write, where) {
  await house.own.tab.evaluate(listen, CHANNEL);
  await house.inBackground(stop, CHANNEL, write, where);
  const heard = () => house.own.tab.evaluate(() => globalThis.heard);
  return () => until(`the stop ${where} write ${write}`, heard, (said) => said.includes("stopped"));
}

/** From now on every write is named. What is returned gives the names of those so far. */
export async function nameWrites(house) {
  await house.own.tab.evaluate(listen, CHANNEL);
  await house.inBackground(stop, CHANNEL);
  return () => house.own.tab.evaluate(() => globalThis.heard);
}

function listen(channel) {
  globalThis.heard = [];
  globalThis.listening?.close();
  globalThis.listening = new BroadcastChannel(channel);
  globalThis.listening.onmessage = ({ data }) => globalThis.heard.push(data);
}

/** Runs in the background. */
function stop(scope, channel, write, where) {
  const said = new scope.BroadcastChannel(channel);
  const { open } = scope.IDBFactory.prototype;
  const { put, get } = scope.IDBObjectStore.prototype;
  let opened = 0;
  let written = 0;
  scope.IDBFactory.prototype.open = function (...options) {
    opened += 1;
    if (where !== "before" || opened !== write) return open.apply(this, options);
    said.postMessage("stopped");
    return {};
  };
  scope.IDBObjectStore.prototype.put = function (value, key) {
    written += 1;
    const request = put.call(this, value, key);
    if (write === undefined) said.postMessage(key);
    if (where !== "within" || written !== write) return request;
    // A transaction ends when nothing is asked of it any more.
    const hold = () => {
      get.call(this, key).onsuccess = hold;
    };
    hold();
    said.postMessage("stopped");
    return request;
  };
}
