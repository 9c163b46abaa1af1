# What this machine must have, and how to get it. Sourced by build.sh.

WASM_TARGET=wasm32-unknown-unknown
NODE_MAJOR=20

stop() {
  echo "build.sh: $*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Each `miss_*` says by its status whether the thing is missing.
miss_target() { [ ! -d "$(rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null)" ]; }
miss_components() { ! { cargo fmt --version && cargo clippy --version; } >/dev/null 2>&1; }
miss_modules() { [ ! node_modules/.package-lock.json -nt package-lock.json ]; }

# What npm and rustup themselves need cannot be installed from here: say so at once.
need_toolchains() {
  has cargo && has rustc || stop "Rust is missing: install rustup's stable toolchain, https://rustup.rs"
  has node && has npm || stop "Node is missing: install Node $NODE_MAJOR or later with npm"
  local major
  major=$(node --print 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$NODE_MAJOR" ] || stop "Node $major is too old: install Node $NODE_MAJOR or later"
}

install_target() {
  has rustup || stop "the Rust target $WASM_TARGET is missing and there is no rustup: install it with your toolchain"
  echo "setup: installing the Rust target $WASM_TARGET"
  rustup target add "$WASM_TARGET" || stop "rustup could not install the target $WASM_TARGET"
}

install_components() {
  has rustup || stop "rustfmt and clippy are missing and there is no rustup: install them with your toolchain"
  echo "setup: installing rustfmt and clippy"
  rustup component add rustfmt clippy || stop "rustup could not install rustfmt and clippy"
}

install_modules() {
  echo "setup: installing the npm packages of package-lock.json"
  npm ci --loglevel=error || stop "npm ci failed; its own words are above"
}

# install_packages COMMAND=PACKAGE…: the Debian packages whose command is missing.
install_packages() {
  local pair wanted packages=()
  for pair in "$@"; do
    if ! has "${pair%%=*}"; then
      read -ra wanted <<<"${pair#*=}"
      packages+=("${wanted[@]}")
    fi
  done
  [ ${#packages[@]} -eq 0 ] && return
  has apt-get || stop "please install: ${packages[*]} (there is no apt-get here)"
  [ "$(id -u)" -eq 0 ] || stop "please install as root: apt-get install ${packages[*]}"
  echo "setup: installing Debian's ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null; } ||
    stop "apt-get could not install: ${packages[*]}"
}

# need compiler|build|chromium|firefox|python|lints…: installs what is missing of these, and says nothing when all is there.
need() {
  need_toolchains
  local part
  for part in "$@"; do
    case "$part" in
      # libc6-dev comes with gcc only as a recommendation.
      compiler) install_packages "cc=gcc libc6-dev" ;;
      build)
        need compiler
        if miss_target; then install_target; fi
        if miss_modules; then install_modules; fi
        ;;
      fuzzer) install_packages g++=g++ ;;
      python) python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-with-venv="python3 python3-venv" ;;
      chromium) install_packages chromium=chromium openssl=openssl ;;
      firefox) install_packages firefox-esr=firefox-esr openssl=openssl ;;
      lints) if miss_components; then install_components; fi ;;
    esac
  done
}

setup() {
  need build chromium firefox python lints
  echo "setup: everything is there; ./build.sh demo shows the main job, ./build.sh test runs the tests"
}
