#!/usr/bin/env bash
# Mutation tests of what every TUF client got wrong once: counting signatures, comparing versions, expiry, and what is
# stored when. Each mutant of these functions must fail the tests of trust. `scripts/mutants.sh [cargo-mutants option…]`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

CARGO_MUTANTS=27.1.0
FILES='core/src/trust/{clock,signature,verify,update/*}.rs'
FUNCTIONS='verify_threshold|PublicKey::|check_rollback|check_version|check_expiry|check_root_expiry|check_issued'
FUNCTIONS+='|effective_now|raise_now|update_root|update_timestamp|trust_earlier_|takes_a_key|rotated_at|take_stored_floor'
FUNCTIONS+='|end_roots|take_root|take_timestamp|take_snapshot|take_targets|take_delegated|Update::raise|Update::answer'
FUNCTIONS+='|check_complete|stored_floor_holds|stored_issued|follow_roots|Update::next|take_at_hand|Update::take|Update::finish|list_files|file_request'
TIMEOUT_SECONDS=60
# What cargo-mutants ends with when the worst was a test that did not.
ONLY_TIMEOUTS=3

tools="$PWD/target/tools"
if [ ! -x "$tools/bin/cargo-mutants" ]; then
  cargo install --quiet --locked --version "$CARGO_MUTANTS" --root "$tools" cargo-mutants || {
    echo "mutants: cargo-mutants $CARGO_MUTANTS could not be installed; cargo's own words are above" >&2
    exit 1
  }
fi
export PATH="$tools/bin:$PATH"
# It builds in a copy of its own; without debug information each mutant links faster. Few cases, since all fail soon.
unset CARGO_TARGET_DIR
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 PROPTEST_CASES=16
status=0
cargo mutants --package statemark-core --file "$FILES" --re "$FUNCTIONS" --jobs 1 --timeout "$TIMEOUT_SECONDS" \
  --output target/mutants "$@" -- --test trust || status=$?
# A mutant that never ends is noticed as well as one that fails, provided that none passed.
[ "$status" -ne "$ONLY_TIMEOUTS" ] || [ -s target/mutants/mutants.out/missed.txt ] || status=0
exit "$status"
