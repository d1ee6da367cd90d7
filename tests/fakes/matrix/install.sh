#!/bin/sh
# A real Matrix homeserver for the tests, in an environment of its own, so that its pins never meet ours:
#   install.sh [FOLDER]    FOLDER is .venv/synapse in this checkout unless named
# Done once, and again when the requirement below changes. It needs our own .venv, and nothing of the environment.
set -eu

requirement='matrix-synapse>=1.163,<2'

case ${1:-} in
'' | /*) place=${1:-} ;;
*) place=$PWD/$1 ;;
esac
cd "$(dirname "$0")/../../.."
root=$PWD
place=${place:-$root/.venv/synapse}
python=$root/.venv/bin/python
log=$root/.venv/cache/synapse.log

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

[ -x "$python" ] || fail "Synapse needs the Python in .venv, which is not there yet: run ./run test first."
if [ -e "$place/installed" ] && [ "$(cat "$place/installed")" = "$requirement" ]; then exit 0; fi

# Caches stay in here, as those of ./run do; a homeserver that has to be compiled is none for us.
export PIP_CACHE_DIR="$root/.venv/cache/pip" PIP_DISABLE_PIP_VERSION_CHECK=1
export UV_CACHE_DIR="$root/.venv/cache/uv" UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
mkdir -p "$root/.venv/cache"

# By uv, where there is one, as ./run brings it: in seconds; by pip, in most of a minute.
install() {
    uv=$(command -v uv || echo "$root/.venv/bin/uv")
    "$uv" pip install --python "$place/bin/python" --only-binary matrix-synapse "$requirement" ||
        "$python" -m pip --python "$place/bin/python" install --only-binary matrix-synapse "$requirement"
}

{ "$python" -m venv --without-pip "$place" && install; } >"$log" 2>&1 ||
    fail "Synapse could not be installed, and its tests are skipped; what the installer said is in $log."
printf '%s\n' "$requirement" >"$place/installed"
