#!/usr/bin/env bash
# Write requirements.lock: what pyproject.toml (with its "dev" extra) resolves to in a fresh environment.
# Versions only; no hosts, no paths, no local build tags, so that pip's own configuration decides where from.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
python=$work/venv/bin/python
"$python" -m pip install --quiet --upgrade pip "setuptools>=77"
# PyTorch first: any other package would take the newest one, and its CUDA libraries.
"$python" -m pip install --quiet ${TORCH_INDEX_URL:+--index-url "$TORCH_INDEX_URL"} "$(grep -oE 'torch==[0-9.]+' pyproject.toml | head -1)"
mapfile -t wanted < <("$python" -c '
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*project["dependencies"], *project["optional-dependencies"]["dev"], sep="\n")')
CMAKE_ARGS=${CMAKE_ARGS:--DGGML_NATIVE=ON} "$python" -m pip install --quiet "${wanted[@]}"
"$python" -m pip check
{
    echo "# Written by: make lock. Every package of the environment, pinned; pip's own configuration tells where from."
    "$python" -m pip list --format=json | "$python" -c '
import json, re, sys
for package in sorted(json.load(sys.stdin), key=lambda package: re.sub("[-_.]+", "-", package["name"]).lower()):
    name = re.sub("[-_.]+", "-", package["name"]).lower()
    print(name + "==" + package["version"].partition("+")[0])'
} > requirements.lock.new
mv requirements.lock.new requirements.lock
