#!/usr/bin/env bash
# Chromium and a Chinese font for the browser tests: installed where apt-get may, asked for elsewhere.
set -euo pipefail
wanted=()
command -v chromium chromium-browser google-chrome >/dev/null || wanted+=(chromium)
if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh-cn)" ] || [ ${#wanted[@]} -gt 0 ]; then
    wanted+=(fonts-noto-cjk)
fi
[ ${#wanted[@]} -gt 0 ] || exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing ${wanted[*]} for the browser tests"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${wanted[@]}"
else
    echo "Missing for the browser tests: ${wanted[*]}. Install it, for example: sudo apt-get install ${wanted[*]}" >&2
fi
