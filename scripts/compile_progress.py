"""Show how far pip's build of the engine is: reads its output on standard input, keeps it in the file named.

A line ``[12/140] Building …`` of the build tool becomes a count; on a failure the last lines are shown.
"""

import re
import sys
import time
from collections import deque
from pathlib import Path

STEP = re.compile(r"^\s*\[(\d+)/(\d+)\]")
NEWS = re.compile(r"^\s*(Using cached|Downloading|Building wheel|Successfully installed|ERROR)\b")
SECONDS_BETWEEN_LINES = 20


def main(log: Path) -> None:
    """Copy standard input to ``log`` and tell a person the essence of it."""
    live, shown, last = sys.stderr.isatty(), 0.0, deque[str](maxlen=25)
    failed = False
    with log.open("w", encoding="utf-8", errors="replace") as file:
        for line in sys.stdin:
            file.write(line)
            if line.strip():
                last.append(line.strip()[:160])
            failed = failed or line.lstrip().startswith(("ERROR", "error:"))
            step = STEP.match(line)
            if step and live:
                print(f"\r      compiling: step {step[1]} of {step[2]} ", end="", file=sys.stderr, flush=True)
            elif step and time.monotonic() - shown > SECONDS_BETWEEN_LINES:
                shown = time.monotonic()
                print(f"      compiling: step {step[1]} of {step[2]}", file=sys.stderr, flush=True)
            elif NEWS.match(line):
                print(("\r" if live else "") + "      " + line.strip()[:110], file=sys.stderr, flush=True)
    if failed:
        print(f"      The last lines of {log}:", *last, sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
