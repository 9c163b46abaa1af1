#!/usr/bin/env bash
# Both ways with the reference implementation of TUF, over HTTP on this machine. `run.sh [case…]`
# It needs Python 3.10 or later and, the first time, a package index for the pinned packages of requirements.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export CARGO_TARGET_DIR="$PWD/target"
place="$CARGO_TARGET_DIR/interoperability"
requirements=tests/interoperability/requirements.txt

stop() {
  echo "interoperability: $*" >&2
  exit 1
}

command -v python3 >/dev/null || stop "python3 is missing: install Python 3.10 or later"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || stop "$(python3 --version) is too old: install Python 3.10 or later"
if ! cmp --silent "$requirements" "$place/installed.txt"; then
  rm -rf "$place"
  mkdir -p "$place"
  # What they said is kept, and shown by its last line alone.
  said="$CARGO_TARGET_DIR/interoperability.log"
  python3 -m venv "$place" >"$said" 2>&1 || stop "python3 cannot make a virtual environment (Debian: install python3-venv): $(tail -n 1 "$said")"
  "$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >"$said" 2>&1 ||
    stop "the packages of $requirements could not be installed: $(tail -n 1 "$said")"
  cp "$requirements" "$place/installed.txt"
fi
cargo build --locked --quiet -p statemark
STATEMARK="$CARGO_TARGET_DIR/debug/statemark" PYTHONDONTWRITEBYTECODE=1 \
  "$place/bin/python" -m unittest discover --start-directory tests/interoperability --pattern "*_test.py" ${1:+-k "$1"}
