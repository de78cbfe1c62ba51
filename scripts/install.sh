#!/usr/bin/env bash
# Make or complete the Python environment: scripts/install.sh VENV
# Every step may be broken off; run again, it does what is still missing.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:?usage: scripts/install.sh VENV}
bin=$venv/bin

fail() { echo "$*" >&2; exit 1; }
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
pinned() { grep -E "^$1==" requirements.lock; }
version() { "$bin/python" -c 'import sys, importlib.metadata as m; print(m.version(sys.argv[1]))' "$1" 2>/dev/null || true; }
has() { local at; at=$(version "$1"); [ "${at%%+*}" = "$(pinned "$1" | sed 's/.*==//')" ]; }
pip() { "$bin/python" -m pip --disable-pip-version-check "$@"; }

# A virtual environment whose making was broken off has no working pip.
if ! fits "$bin/python" || ! "$bin/python" -m pip --version >/dev/null 2>&1; then
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        fits "$python" && break
        python=
    done
    [ -n "$python" ] || fail "Python 3.11 or newer is needed and not on the PATH. Install it, or name it: make PYTHON=/path/to/python3.11"
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
    echo "[1/5] Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
echo "[1/5] pip and setuptools"
pip install --quiet "$(pinned pip)" "$(pinned setuptools)"

echo "[2/5] PyTorch"
has torch || pip install ${TORCH_INDEX_URL:+--index-url "$TORCH_INDEX_URL"} "$(pinned torch)"

# The engine has a source release only. pip keeps the wheel it builds, so that the next environment need not compile.
engine() { CMAKE_ARGS=${CMAKE_ARGS:--DGGML_NATIVE=ON} pip install --verbose -c requirements.lock "$@" "$(pinned llama-cpp-python)" 2>&1 |
    "$bin/python" scripts/compile_progress.py "$venv/engine-build.log"; }
echo "[3/5] llama-cpp-python, the engine"
if ! has llama-cpp-python; then
    echo "      compiled for this machine unless pip kept an earlier build: 5 to 15 minutes"
    for tool in "${CXX:-c++ g++ clang++}" "${CC:-cc gcc clang}"; do
        found=
        for name in $tool; do command -v "$name" >/dev/null && found=$name && break; done
        [ -n "$found" ] || fail "A C and C++ compiler is needed (none of: $tool). Debian and Ubuntu: apt-get install g++; macOS: xcode-select --install"
    done
    engine
fi
if ! "$bin/python" scripts/check_engine.py; then
    echo "      pip's cache held a build for another machine: compiling anew"
    pip cache remove llama_cpp_python >/dev/null 2>&1 || true
    engine --force-reinstall --no-deps
    # Built on this very machine it fits, whatever the list of instruction sets makes of it: it must only start.
    "$bin/python" -c 'import llama_cpp; llama_cpp.llama_print_system_info()' ||
        fail "The engine does not start; see $venv/engine-build.log"
fi

echo "[4/5] All other packages, as pinned in requirements.lock"
pip install -r requirements.lock

echo "[5/5] This project"
PYTHONWARNINGS=ignore pip install --quiet --no-deps --no-build-isolation -e .
