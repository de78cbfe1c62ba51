#!/usr/bin/env bash
# The fast tests, a process a room, some at once. Shared out one by one between processes, each
# process would have to import what all rooms need, which takes longer than most of them.
#
#   scripts/fast_tests.sh PYTHON [ARGUMENT OF PYTEST…]
set -uo pipefail
python=$1
shift
# One more than cores, as tests wait too; counted before OMP_NUM_THREADS, which nproc takes for the number of cores.
atonce=$(($(nproc) + 1))
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export OMP_NUM_THREADS=1 python out

room() {
    local name=$1
    shift
    local place=(tests/"$name")
    [ "$name" = . ] && place=(tests/test_*.py)
    [ "$name" = api ] || place+=(-p no:schemathesis)  # its plugin is imported for seconds, and only the API wants it
    "$python" -m pytest -q -m "not models and not browser and not slow" --hypothesis-profile fast "${place[@]}" "$@" \
        >"$out/log-${name/./rest}" 2>&1
    local code=$?
    # 5: no test of that room was asked for.
    [ $code = 0 ] || [ $code = 5 ] || : >"$out/failed"
    cat "$out/log-${name/./rest}"
}
export -f room

printf '%s\0' index assistant evals ui api . | xargs -0 -P "$atonce" -I ROOM bash -c 'room ROOM "$@"' _ "$@"
[ ! -e "$out/failed" ]
