// `./build.sh bench`: what things cost, each beside a named baseline in the same run. Prints; judges nothing by itself.

import { lookalike } from "../tests/bench/lookalike.mjs";
import { page } from "../tests/bench/page.mjs";
import { popup } from "../tests/bench/popup.mjs";
import { size } from "../tests/bench/size.mjs";
import { wake } from "../tests/bench/wake.mjs";
import { run, say } from "./project.mjs";

const LABEL = 58;

run("node", ["scripts/build.mjs"]);
for (const bench of [size, wake, popup, page, lookalike]) {
  const { title, method, lines, bounds } = await bench();
  say(title);
  say(`  method: ${method}`);
  for (const [what, figure] of lines) say(`  ${what.padEnd(LABEL)} ${figure}`);
  for (const [what, figure, atMost] of bounds) {
    say(`  ${what}: ${figure.toFixed(2)}, at most ${atMost}${figure > atMost ? ": NOT REACHED" : ""}`);
  }
}
