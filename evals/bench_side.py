"""One side of ``debate bench`` in a process of its own: commands as JSON lines in, results as JSON lines out.

A side has its own memory, so that each is measured apart, and does nothing between two commands, so that the two
never compute at the same time. ``Side`` is the end that the benchmark holds.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from evals.errors import RunError

SIDES = ("ours", "peer", "search", "probe")


Commands = Mapping[str, Callable[..., dict[str, Any]]]


class Worker(Protocol):
    """What runs in the other process."""

    @property
    def commands(self) -> Commands:
        """A function a command; keywords and results are plain JSON."""
        ...


class Side:
    """A worker in a child process of the same process group. Raises ``RunError`` when it dies or reports an error."""

    def __init__(self, name: str, home: Path, documents: Path) -> None:
        """Start it; nothing is loaded before ``call("load")``."""
        self.name = name
        # Not the child's end of a pipe that nobody reads: a talkative library must not block it.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", "evals.bench_side", name, str(home), str(documents)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            env={**os.environ, "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"},
        )

    def call(self, command: str, **given: Any) -> dict[str, Any]:
        """Run a command and wait for its result."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"command": command, **given}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RunError(f"the {self.name} side of the benchmark ended in {command}: {self._last_error()}")
        result: dict[str, Any] = json.loads(line)
        if "error" in result:
            raise RunError(f"the {self.name} side of the benchmark failed in {command}: {result['error']}")
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # It is gone already.
                self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _last_error(self) -> str:
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors if line.strip()]
        return lines[-1][:300] if lines else f"exit {self._process.poll()}"


def peak_mb() -> float:
    """Largest resident memory of this process so far; pages of mapped weights count."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def main(arguments: list[str]) -> None:
    """Serve commands until standard input ends."""
    name, home, documents = arguments[0], Path(arguments[1]), Path(arguments[2])
    # Results own the real standard output; whatever a library prints goes to stderr.
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from evals.bench_workers import worker

    served = worker(name, home, documents)
    for line in sys.stdin:
        given = json.loads(line)
        command = given.pop("command")
        started = time.perf_counter()
        try:
            result = served.commands[command](**given)
            result |= {"seconds": time.perf_counter() - started, "peak_mb": peak_mb()}
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {error}"}
        results.write(json.dumps(result, ensure_ascii=False) + "\n")
        results.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
