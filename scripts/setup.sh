#!/bin/sh
# Makes .venv with the newest Python that works here, and installs a requirements file into it when the file changed.
# Use: scripts/setup.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."

requirements=$1
venv_python=.venv/bin/python
supported='import sys; assert (3, 11) <= sys.version_info < (3, 15)'
# A name on the PATH may be a launcher for a version that is not installed, and Debian ships Python without venv:
# only running it tells.
able='import ensurepip, sqlite3, ssl, venv'

find_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$name" -c "$supported; $able" >/dev/null 2>&1; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

explain_missing_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$name" -c "$supported" >/dev/null 2>&1; then
            echo "$name cannot make virtual environments here: install its venv module (Debian, Ubuntu: apt install python3-venv), then repeat." >&2
            return
        fi
    done
    echo "Python 3.11 or newer is missing: install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python), then repeat." >&2
}

if ! "$venv_python" -c "$supported" >/dev/null 2>&1; then
    if ! python=$(find_python); then
        explain_missing_python
        exit 1
    fi
    echo "Making .venv with $("$python" --version) ..."
    "$python" -m venv --clear .venv
fi

checksum=$(cksum <"$requirements")
installed=.venv/installed-$requirements
if [ -f "$installed" ] && [ "$(cat "$installed")" = "$checksum" ]; then
    exit 0
fi

echo "Installing $requirements ..."
if [ ! -x .venv/bin/uv ]; then
    "$venv_python" -m pip install --quiet --disable-pip-version-check uv ||
        echo "uv cannot be installed here; pip takes its place and needs longer."
fi
if ! .venv/bin/uv pip install --quiet --python "$venv_python" -r "$requirements"; then
    if ! "$venv_python" -m pip install --quiet --disable-pip-version-check -r "$requirements"; then
        echo "The packages of $requirements could not be installed: see the message above; a connection to a Python package index is needed." >&2
        exit 1
    fi
fi

echo "$checksum" >"$installed"
# The development pins hold every runtime pin.
if [ "$requirements" = requirements-dev.txt ]; then
    cksum <requirements.txt >.venv/installed-requirements.txt
fi
