// `./build.sh bench`: what things cost, each beside a named baseline in the same run. Prints; judges nothing by itself.

import { lookalike } from "../tests/bench/lookalike.mjs";
import { wake } from "../tests/bench/wake.mjs";
import { run, say } from "./project.mjs";

run("node", ["scripts/build.mjs"]);
for (const bench of [wake, lookalike]) {
  const { title, method, lines, ratio, atMost } = await bench();
  say(title);
  say(`  method: ${method}`);
  for (const [what, figure] of lines) say(`  ${what.padEnd(44)} ${figure}`);
  say(`  ratio ${ratio.toFixed(2)}, at most ${atMost}${ratio > atMost ? ": NOT REACHED" : ""}`);
}
