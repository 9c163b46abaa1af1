#!/usr/bin/env bash
# Long fuzzing: each target of core/fuzz under libFuzzer, on stable Rust. `scripts/fuzz.sh [target…]`
# STATEMARK_FUZZ_SECONDS is how long each runs, 600 if unset. New input stays in target/fuzz/work, findings in
# target/fuzz/findings. libFuzzer is C++: it needs g++, and cargo-fuzz, which is installed into target/tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

CARGO_FUZZ=0.13.2
SECONDS_EACH=${STATEMARK_FUZZ_SECONDS:-600}
INPUT_MAX_BYTES=8192
ONE_INPUT_MAX_SECONDS=20
MEMORY_MAX_MB=2048

export CARGO_TARGET_DIR="$PWD/target"
tools="$PWD/target/tools"
work="$PWD/target/fuzz"
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(metadata canonical update list resolve fold)

command -v g++ >/dev/null || {
  echo "fuzz: g++ is missing, which libFuzzer is built with: install Debian's package g++" >&2
  exit 1
}
if [ ! -x "$tools/bin/cargo-fuzz" ]; then
  cargo install --quiet --locked --version "$CARGO_FUZZ" --root "$tools" cargo-fuzz || {
    echo "fuzz: cargo-fuzz $CARGO_FUZZ could not be installed; cargo's own words are above" >&2
    exit 1
  }
fi
export PATH="$tools/bin:$PATH"

cargo run --quiet --locked -p statemark-fuzz --example seeds -- "$work/work"
cargo fuzz build --fuzz-dir core/fuzz --target-dir "$work" --sanitizer none --features libfuzzer
host=$(rustc --version --verbose | sed -n 's/^host: //p')
failed=()
for target in "${targets[@]}"; do
  mkdir -p "$work/findings/$target"
  verdict="no finding"
  "$work/$host/release/$target" "$work/work/$target" "core/fuzz/corpus/$target" \
    -max_total_time="$SECONDS_EACH" -max_len=$INPUT_MAX_BYTES -timeout=$ONE_INPUT_MAX_SECONDS \
    -rss_limit_mb=$MEMORY_MAX_MB -artifact_prefix="$work/findings/$target/" -print_final_stats=1 \
    >"$work/$target.log" 2>&1 || {
    verdict="FINDING, see target/fuzz/$target.log"
    failed+=("$target")
  }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log")
  printf 'fuzz: %-10s %12s inputs in at most %d s: %s\n' "$target" "${runs:-?}" "$SECONDS_EACH" "$verdict"
done
[ ${#failed[@]} -eq 0 ] || {
  echo "fuzz: findings of ${failed[*]}: mend the cause and put the input into core/fuzz/corpus" >&2
  exit 1
}
