"""Programs that end when the process that started them does, in whatever way that ends: kill -9 included.

``python -m assistant.ending_together PARENT COMMAND...`` becomes COMMAND, and leaves a watcher beside it.
"""

import os
import sys
import time
from collections.abc import Sequence

import psutil

_LOOK_EVERY = 0.5
_PATIENCE = 10.0
"""Seconds to end in order, before it is killed."""


def ending_with_us(command: Sequence[str]) -> list[str]:
    """The command that starts ``command`` so that it ends with this process; its process id is that of the command."""
    return [sys.executable, "-m", "assistant.ending_together", str(os.getpid()), *command]


def main() -> None:
    """Become the command of the arguments, watched."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    own = os.getpid()
    if os.fork() == 0:
        _watch(own, parent)
        os._exit(0)
    os.execvp(command[0], command)


def _watch(watched: int, parent: int) -> None:
    """Wait for the watched process to lose its parent, and end it then; return once it is gone."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # Whoever reads what the watched one writes is not to wait for this one.
        os.dup2(nothing, stream)
    try:
        process = psutil.Process(watched)
        while os.getppid() == watched:
            if process.ppid() != parent:
                process.terminate()
                process.wait(_PATIENCE)
            time.sleep(_LOOK_EVERY)
    except psutil.TimeoutExpired:
        process.kill()
    except psutil.NoSuchProcess:
        return


if __name__ == "__main__":
    main()
