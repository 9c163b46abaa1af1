#!/usr/bin/env bash
# `./build.sh test [--soak]`: everything that can fail by itself. Over the built extension, never over its sources.
set -euo pipefail

SOAK_CASES=20000
SOAK_REPEATS=5

soak=
case "${1:-}" in
  '') ;;
  --soak) soak=1 ;;
  *)
    echo "build.sh: test knows only --soak, not '$1'" >&2
    exit 2
    ;;
esac

started=$SECONDS
failed=()
summary=()

# part NAME COMMAND…: runs it, notes how it ended, and goes on: one run shows everything that is wrong.
part() {
  local name=$1 from=$SECONDS verdict=passed
  shift
  echo "test: $name"
  "$@" || {
    verdict=FAILED
    failed+=("$name")
  }
  summary+=("$(printf '%-34s %-7s %4d s' "$name" "$verdict" $((SECONDS - from)))")
}

browsers() { node scripts/browser-tests.mjs; }
units() { node --test tests/extension/*.test.mjs; }
vectors() { node --test tests/vectors/*.test.mjs; }
conventions() { node --test tests/conventions/*.test.mjs; }
interoperability() { tests/interoperability/run.sh; }

if [ -n "$soak" ]; then
  # A law that passes over some cases may pass over as many more.
  export PROPTEST_CASES=$SOAK_CASES PROPTEST_MAX_GLOBAL_REJECTS=$((16 * SOAK_CASES))
fi
part "Rust" cargo test --locked --no-fail-fast --workspace
part "interoperability with python-tuf" interoperability
node scripts/build.mjs
part "vectors in WebAssembly" vectors
part "extension, units" units
part "conventions" conventions
part "browsers" browsers
if [ -n "$soak" ]; then
  for ((round = 2; round <= SOAK_REPEATS; round++)); do
    part "browsers, round $round" browsers
  done
  part "fuzzing" scripts/fuzz.sh
  part "mutants of trust" scripts/mutants.sh
fi

echo
printf 'test: %s\n' "${summary[@]}"
echo "test: $((SECONDS - started)) s in all${soak:+, with $SOAK_CASES cases for each law and $SOAK_REPEATS rounds in the browsers}"
[ ${#failed[@]} -eq 0 ] || {
  echo "build.sh: failed: $(IFS=,; echo "${failed[*]}")" >&2
  exit 1
}
