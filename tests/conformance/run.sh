#!/usr/bin/env bash
# Runs `tuf-client` against tuf-conformance, the suite by which TUF clients test themselves. The suite stays outside.
set -euo pipefail

VERSION=2.4.0
# Its main branch calls itself 2.4.0 too, and has five tests more than the tag.
COMMIT=eec841c
# All but the one of tuf-client.xfails, which is expected to fail, and must.
EXPECTED_OF_TAG="107 passed, 1 xfailed"
EXPECTED="112 passed, 1 xfailed"
CANNOT_RUN=3

usage() {
  cat <<HELP
usage: tests/conformance/run.sh [SUITE_DIR] [PYTEST OPTION]…

  SUITE_DIR  a copy of tuf-conformance, commit $COMMIT or tag v$VERSION; TUF_CONFORMANCE names it otherwise
  pytest is taken from PYTEST, from SUITE_DIR/env (which the suite's \`make dev\` makes), or from PATH

Exit status: 0 every test ended as it must, 1 one did not, $CANNOT_RUN the suite could not be run.
HELP
}

cannot_run() {
  printf 'The conformance suite was NOT run: %s\n' "$1" >&2
  cat >&2 <<HELP
To fetch it: git clone https://github.com/theupdateframework/tuf-conformance
             git -C tuf-conformance checkout $COMMIT
             make -C tuf-conformance dev     (its Python packages; needs faketime, Debian's package of that name)
then: tests/conformance/run.sh tuf-conformance
HELP
  exit $CANNOT_RUN
}

case "${1:-}" in -h | --help)
  usage
  exit 0
  ;;
esac
suite="${TUF_CONFORMANCE:-}"
if [[ $# -gt 0 && "$1" != -* ]]; then
  suite="$1"
  shift
fi
[[ -n "$suite" ]] || cannot_run "no copy of it was named"
[[ -f "$suite/tuf_conformance/conftest.py" ]] || cannot_run "there is no copy of it in $suite"
suite="$(cd "$suite" && pwd)"
grep -qF "\"$VERSION\"" "$suite/tuf_conformance/__init__.py" || cannot_run "$suite holds another version than $VERSION"
[[ -z "$(git -C "$suite" status --porcelain --untracked-files=no 2>/dev/null)" ]] || cannot_run "$suite was changed"
grep -q test_cached_role_is_verified "$suite/tuf_conformance/test_updater_delegation_graphs.py" || EXPECTED=$EXPECTED_OF_TAG
command -v faketime >/dev/null || cannot_run "the command faketime is missing"
pytest="${PYTEST:-}"
[[ -n "$pytest" || ! -x "$suite/env/bin/pytest" ]] || pytest="$suite/env/bin/pytest"
[[ -n "$pytest" ]] || pytest="$(command -v pytest)" || cannot_run "the command pytest is missing"

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
cargo build --quiet --locked --package tuf-client
# The suite reads the expected failures beside the command.
bench="$(mktemp -d)"
trap 'rm -rf "$bench"' EXIT
ln -s "$(realpath "${CARGO_TARGET_DIR:-target}")/debug/tuf-client" "$bench/tuf-client"
cp tests/conformance/tuf-client.xfails "$bench/"
# Nothing is written into the copy.
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$suite${PYTHONPATH:+:$PYTHONPATH}"
status=0
(cd "$suite" && "$pytest" tuf_conformance --entrypoint "$bench/tuf-client" -p no:cacheprovider -q "$@") |
  tee "$bench/said" || status=1
if [[ $# -gt 0 ]]; then
  exit $status
fi
if ((status)) || ! grep -qE "^$EXPECTED in " "$bench/said"; then
  printf 'Conformance: not as it must be, which is: %s\n' "$EXPECTED" >&2
  exit 1
fi
printf 'Conformance with tuf-conformance %s: %s (%s)\n' "$VERSION" "$EXPECTED" "$(<tests/conformance/tuf-client.xfails)"
