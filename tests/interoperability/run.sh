#!/usr/bin/env bash
# Both ways with the reference implementation of TUF, over HTTP on this machine. `run.sh [case…]`
# It needs Python 3.10 or later and, the first time, a package index for the pinned packages of requirements.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export CARGO_TARGET_DIR="$PWD/target"
place="$CARGO_TARGET_DIR/interoperability"
requirements=tests/interoperability/requirements.txt

if ! cmp --silent "$requirements" "$place/installed.txt"; then
  rm -rf "$place"
  python3 -m venv "$place"
  "$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$place/installed.txt"
fi
cargo build --locked --quiet -p statemark
STATEMARK="$CARGO_TARGET_DIR/debug/statemark" PYTHONDONTWRITEBYTECODE=1 \
  "$place/bin/python" -m unittest discover --start-directory tests/interoperability --pattern "*_test.py" ${1:+-k "$1"}
