#!/usr/bin/env bash
# `./build.sh check`: what can be said of the code without running its tests.
set -euo pipefail

WASM_TARGET=wasm32-unknown-unknown
started=$SECONDS
failed=()

part() {
  local name=$1
  shift
  echo "check: $name"
  "$@" || failed+=("$name")
}

documentation() { RUSTDOCFLAGS="-D warnings" cargo doc --locked --quiet --workspace --no-deps; }
# The schema that editors and tests read is the one of the types.
site_schema() {
  cargo run --locked --quiet -p statemark-core --features schema --example sites_schema | cmp - extension/sites.schema.json || {
    echo "write it anew: cargo run -p statemark-core --features schema --example sites_schema > extension/sites.schema.json" >&2
    return 1
  }
}
conventions() { node --test --test-reporter=dot tests/conventions/*.test.mjs; }

part "formatting of Rust" cargo fmt --all --check
part "lints of Rust, native" cargo clippy --locked --quiet --workspace --all-targets -- -D warnings
part "lints of Rust, in the browser" cargo clippy --locked --quiet -p statemark-core --lib --target "$WASM_TARGET" -- -D warnings
part "documentation" documentation
node scripts/build.mjs
part "formatting and lints of TypeScript" node_modules/.bin/biome check --error-on-warnings
part "types" node_modules/.bin/tsc --noEmit
part "schema of the site files" site_schema
part "extension for Firefox" node_modules/.bin/web-ext lint --source-dir dist/firefox --warnings-as-errors --no-config-discovery
part "conventions" conventions

echo "check: $((SECONDS - started)) s"
[ ${#failed[@]} -eq 0 ] || {
  echo "build.sh: failed: $(IFS=,; echo "${failed[*]}")" >&2
  exit 1
}
