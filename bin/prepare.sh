# Prepares a machine for supops; sourced by bin/demo and bin/test. Bash 3.2 and newer (macOS has that).
# Expects: $ROOT (the checkout), $INSTALL (yes, no or ask). Provides: prepare_package, prepare_engine, with_engine, supops.

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n==> %s\n' "$*" >&2; }
fail() { # message, hint
  printf 'error: %s\n' "$1" >&2
  [ -n "${2:-}" ] && printf 'hint: %s\n' "$2" >&2
  exit 4
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Runs a program that talks to the engine: through sudo if only root may. What it leaves stays the user's.
with_engine() {
  if [ "${ENGINE_NEEDS_ROOT:-no}" = no ]; then
    "$@"
    return
  fi
  local code=0 state="${XDG_STATE_HOME:-$HOME/.local/state}"
  mkdir -p "$state"
  sudo env "PATH=$PATH" "HOME=$HOME" "XDG_STATE_HOME=$state" "CI=${CI:-}" "TERM=${TERM:-dumb}" "$@" || code=$?
  local left
  for left in .supops "$state/supops" "$ROOT/node_modules/.vite" "$ROOT/node_modules/.vite-temp"; do
    [ ! -e "$left" ] || sudo chown -R "$(id -u):$(id -g)" "$left"
  done
  return $code
}

supops() { with_engine node "$ROOT/bin/supops" "$@"; }

require_node() {
  command -v node >/dev/null 2>&1 || fail 'Node.js is not installed' 'install Node.js 20.19 or newer: https://nodejs.org'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old" 'install Node.js 20.19 or newer: https://nodejs.org'
}

# Dependencies and build, each only if it is missing or older than what it is made from.
prepare_package() {
  require_node
  cd "$ROOT" || exit 4
  if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    # Without install scripts: everything is bundled, and native parts of dependencies are not used.
    step 'Installing the dependencies (npm ci)'
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || fail 'npm ci failed' 'look at the lines above; a registry that does not answer is the usual reason'
  fi
  if [ ! -e dist/built ] || [ -n "$(find core stack scenarios reports cli scripts package.json package-lock.json tsconfig*.json -newer dist/built -type f -print 2>/dev/null | head -n 1)" ]; then
    step 'Building supops (npm run build)'
    npm run --silent build >&2 || fail 'the build failed' 'look at the lines above'
    touch dist/built
  fi
}

# Why no engine answers, by supops' own rules (DOCKER_HOST, context, usual sockets); empty if one does. With `as_root`: answers root.
engine_trouble() {
  ${1:-} node "$ROOT/bin/supops" status --output json 2>/dev/null | node -e '
    let text = "";
    process.stdin.on("data", (d) => (text += d)).on("end", () => {
      const { error } = JSON.parse(text || "{\"error\":{\"code\":\"internal\",\"message\":\"supops did not answer\"}}");
      if (error && error.code.startsWith("engine")) console.log([error.message, ...(error.details ?? [])].join("\n"));
    });'
}

has_systemd() { [ -d /run/systemd/system ]; }

# The name of a program's package, if the program is missing and the package has the same name.
missing() { command -v "$1" >/dev/null 2>&1 || printf '%s ' "$1"; }

# What is needed to build images.
missing_builders() {
  missing mmdebstrap
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || printf 'debian-archive-keyring '
  [ "$(id -u)" -eq 0 ] || command -v newuidmap >/dev/null 2>&1 || printf 'uidmap '
}

missing_packages() {
  # The builders first: once an engine is there, nothing is installed any more, and without a registry both are needed.
  missing_builders
  command -v dockerd >/dev/null 2>&1 || printf 'docker.io '
  # Docker cannot start containers if the kernel enforces AppArmor and its parser is missing.
  if grep -qs Y /sys/module/apparmor/parameters/enabled && ! command -v apparmor_parser >/dev/null 2>&1; then printf 'apparmor '; fi
}

confirm() { # question
  case $INSTALL in
    yes) return 0 ;;
    no) return 1 ;;
  esac
  [ -t 0 ] || return 1
  local answer
  read -r -p "$1 [y/N] " answer
  case $answer in [yY]*) return 0 ;; *) return 1 ;; esac
}

apt_install() {
  step "Installing $* (apt-get)"
  # A run that was interrupted inside dpkg is completed first. Sources that do not answer do not stop it: the lists that came are used.
  as_root dpkg --configure -a >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 update >&2 ||
    say 'some package sources did not answer; going on with the others'
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" >&2 ||
    fail "apt-get could not install $*" 'look at the lines above; `apt-get update` shows which package source is broken'
}

# After a crash the number in a pid file may be that of another program, which dockerd would take for itself or its containerd.
drop_stale_pid() { # file, program
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] || as_root rm -f "$1"
}

start_engine() {
  step 'Starting the Docker engine (dockerd)'
  if has_systemd; then
    as_root systemctl start docker >&2 || fail 'systemd could not start docker' 'look at `journalctl -u docker`'
    STOP_ENGINE='systemctl stop docker.socket docker'
  else
    drop_stale_pid /var/run/docker.pid dockerd
    drop_stale_pid /var/run/docker/containerd/containerd.pid containerd
    as_root sh -c 'exec setsid dockerd >>/var/log/supops-dockerd.log 2>&1 </dev/null &'
    STOP_ENGINE='kill "$(cat /var/run/docker.pid)"'
  fi
  [ "$(id -u)" -eq 0 ] || STOP_ENGINE="sudo sh -c '$STOP_ENGINE'"
  local waited=0
  while [ -n "$(engine_trouble as_root)" ]; do
    waited=$((waited + 1))
    [ $waited -lt 60 ] || fail 'dockerd does not answer after 30 s' 'look at /var/log/supops-dockerd.log, or `journalctl -u docker`'
    sleep 0.5
  done
}

# Makes sure that an engine answers. If one does, nothing is installed and nothing is started.
prepare_engine() {
  local trouble
  trouble=$(engine_trouble)
  [ -n "$trouble" ] || return 0
  if [ "$(uname -s)" != Linux ] || ! command -v apt-get >/dev/null 2>&1; then
    say "$trouble"
    fail 'no Docker engine answers' 'start Docker Desktop, or install Docker: https://docs.docker.com/get-started/get-docker/'
  fi
  local packages
  packages=$(missing_packages)
  if [ "$(id -u)" -ne 0 ] && [ -S /var/run/docker.sock ] && [ -z "$(engine_trouble as_root)" ]; then
    say 'Only root may talk to the Docker engine here; supops runs through sudo.'
    ENGINE_NEEDS_ROOT=yes
    return 0
  fi
  say 'No Docker engine answers. supops can'
  [ -z "$packages" ] || say "  - install with apt-get: ${packages}(mmdebstrap makes the images if no registry answers)"
  say '  - start the Docker engine (dockerd) and leave it running'
  if ! confirm 'Do that now?'; then
    say "$trouble"
    fail 'no Docker engine answers, and nothing was installed' 'run again with --yes (bin/demo) or --install (npm test), or start an engine yourself'
  fi
  # One by one, in this order: an interruption in between leaves a state from which the next start goes on.
  local package
  for package in $packages; do apt_install "$package"; done
  trouble=$(engine_trouble)
  [ -z "$trouble" ] || start_engine
  if [ "$(id -u)" -ne 0 ] && [ -n "$(engine_trouble)" ]; then ENGINE_NEEDS_ROOT=yes; fi
}
