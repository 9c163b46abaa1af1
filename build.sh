#!/usr/bin/env bash
# The one door to this repository. `./build.sh --help` lists the words.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source scripts/needs.sh

usage() {
  cat <<'HELP'
usage: ./build.sh WORD [OPTION]…

  setup      install what the other words need: the Rust target for WebAssembly, the npm
             packages of the lockfile, and Debian's chromium, firefox-esr, openssl, gcc and python3
  build      the extension into dist/chrome and dist/firefox, the native tools into target/release
               without options: a development build, for the list in registry/, signed with
               throw-away keys and expected at http://127.0.0.1:8080/ (`statemark serve`)
               for a publisher:
               --root FILE        the root metadata to pin
               --repository URL   where the list is published; https, except on this machine
               --snapshot SITE    the published list to package, so that a first start works offline
               --desk URL         where reports go (optional)
               --out FOLDER       instead of dist/; a new or empty folder, or an earlier build, which it replaces
  demo       build, serve the list and demonstration pages on this machine, open Chromium with the
             extension, print what the marks say, and leave screenshots in target/demo/;
             --firefox does it in Firefox, with screenshots in target/demo/firefox/
  test       all tests; --soak adds long property tests and repeats, fuzzing (10 minutes a target) and mutation
             tests, and a summary of its own
  bench      what waking up costs, beside a named baseline in the same run
  check      formatting, lints, documentation, types, extension lint, conventions
  evaluate   what the lookalike engine catches and whom it marks wrongly, beside published rules;
             --data DIR for larger lists of accounts, --words FILE for more affixes
  captures   the extension over saved real pages in CAPTURES=DIR, kept outside this repository: what it
             found and missed on every surface; tests/captures/README.md says what DIR holds
  package    build, and two zip files of it in target/package/, for the two browsers' stores with a publisher's
             options of build; without them a development build, whose zips are named so

Every word first installs what it misses; `setup` alone is for preparing a machine.
HELP
}

# Every program of this repository builds into target/, whatever the machine prefers elsewhere.
export CARGO_TARGET_DIR="$PWD/target"

word=${1:---help}
[ $# -gt 0 ] && shift
export STATEMARK_WORD=$word
case "$word" in
  -h | --help | help) usage ;;
  setup) setup ;;
  build) need build; exec node scripts/build.mjs "$@" ;;
  demo)
    if [ "${1:-}" = --firefox ]; then need build firefox; else need build chromium; fi
    exec node scripts/demo.mjs "$@"
    ;;
  test)
    need build chromium firefox python
    # Asked for at once, and not after hours.
    [ "${1:-}" != --soak ] || need fuzzer
    exec scripts/test.sh "$@"
    ;;
  check) need build lints; exec scripts/check.sh "$@" ;;
  package) need build; exec node scripts/package.mjs "$@" ;;
  bench) need build chromium; exec node scripts/bench.mjs "$@" ;;
  evaluate) need compiler python; exec node scripts/evaluate.mjs "$@" ;;
  captures) need build chromium; exec node scripts/captures.mjs "$@" ;;
  *)
    echo "build.sh: unknown word '$word'; './build.sh --help' lists them" >&2
    exit 2
    ;;
esac
