"""Twenty readers at once: does each get its own answer, is the queue bounded, does leaving free a place, does memory
stay level?

    python -m evals.soak_load --readers 20 --minutes 10            # the real models and index of DEBATE_HOME
    python -m evals.soak_load --readers 20 --minutes 2 --replay    # the same server, with an assistant that replays

Prints what was counted, writes it as JSON with a plot of memory, and fails where anything went wrong.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import psutil

from assistant.cli_run import read_settings, run
from assistant.ending_together import ending_with_us
from assistant.language import detect
from assistant.settings import Settings
from evals.formats import read_questions
from evals.soak_plot import lines
from evals.soak_readers import Reader, Tally
from index.errors import DebateError

GOLDEN = Path(__file__).parent / "golden"
_REPLAY_SECONDS = 0.25
_QUESTIONS = 6
"""Different questions. Each is asked alone at first, which takes a good part of a minute on two cores."""
_LEVEL = 1.10
"""Memory is level when the middle of its last quarter is at most this times that of its second."""


class SoakError(DebateError):
    """The load test found a fault, or could not run."""


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, drive the load, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--queue", type=int, default=12, help="places in the queue: fewer than readers, so that it fills"
    )
    parser.add_argument("--replay", action="store_true", help="an assistant that replays, in place of the models")
    parser.add_argument("--output", type=Path, help="folder for soak-load.json and soak-load.svg")
    options = parser.parse_args(arguments)
    settings = read_settings()
    output: Path = options.output or settings.home / "evals"
    output.mkdir(parents=True, exist_ok=True)
    with _Server(settings, options.queue, options.replay) as server:
        tally, memory, drained = _drive(server, options.readers, options.minutes, options.replay)
    found = _report(tally, memory, drained)
    (output / "soak-load.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    (output / "soak-load.svg").write_text(lines(memory, "Memory of the server under load (MiB)"), encoding="utf-8")
    for name, value in found.items():
        if name != "faults told":
            print(f"{name}: {value}")
    left = tally.counts["left"] + tally.counts["told to come again"]
    print(f"faults tried: {left} (readers that left or found the queue full); went wrong: {tally.counts['faults']}")
    for fault in tally.faults[:20]:
        print(fault, file=sys.stderr)
    print(f"Written: {output / 'soak-load.json'} and soak-load.svg")
    if tally.faults or not found["memory level"] or not drained:
        raise SoakError("the load test found what must not be: see above")
    return 0


class _Server:
    """The server in a process of its own, so that its memory is its own."""

    def __init__(self, settings: Settings, queue: int, replay: bool) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "evals.soak_server", "--port", str(port)]
        command += ["--replay", str(_REPLAY_SECONDS)] if replay else []
        environment = {**os.environ, "DEBATE_QUEUE": str(queue), "DEBATE_HOME": str(settings.home)}
        self.process = subprocess.Popen(ending_with_us(command), env=environment)

    def __enter__(self) -> "_Server":
        for _ in range(600):
            if self.process.poll() is not None:
                raise SoakError("the server ended before it was up")
            try:
                # Answered once the assistant is loaded.
                if httpx.get(f"{self.url}/api/documents", timeout=600).is_success:
                    return self
                raise SoakError("the assistant could not be loaded; try `debate ask` first")
            except httpx.HTTPError:
                time.sleep(0.2)
        raise SoakError("the server did not come up")

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _drive(
    server: _Server, readers: int, minutes: float, replay: bool
) -> tuple[Tally, list[tuple[float, float]], bool]:
    questions = asked()
    alone = {} if replay else {question: _answer(server.url, question) for question in questions}
    tally = Tally()
    start = time.monotonic()
    until = start + 60 * minutes
    threads = [
        threading.Thread(target=Reader(n, server.url, questions, alone, tally, replay).run, args=(until,))
        for n in range(readers)
    ]
    for thread in threads:
        thread.start()
    process = psutil.Process(server.process.pid)
    memory: list[tuple[float, float]] = []
    while any(thread.is_alive() for thread in threads):
        if server.process.poll() is not None:
            tally.fault("the server ended under load")
            break
        memory.append((time.monotonic() - start, process.memory_info().rss / 2**20))
        time.sleep(1)
    for thread in threads:
        thread.join(timeout=60)
    # With everybody gone no place may be taken: one more question is served without waiting in line.
    return tally, memory, _served_at_once(server.url, questions[0])


def asked() -> tuple[str, ...]:
    """The questions that readers draw from: some of the half that is tuned on, each to be understood by itself."""
    every = read_questions(GOLDEN / "questions.jsonl", lambda text: detect(text) or "en")
    return tuple(q.question for q in every if q.half == "tune" and not q.history)[:_QUESTIONS]


def _answer(url: str, question: str) -> str:
    response = httpx.post(f"{url}/api/ask", json={"question": question}, timeout=900)
    response.raise_for_status()
    return str(response.json()["answer"])


def _served_at_once(url: str, question: str) -> bool:
    time.sleep(2)
    with httpx.stream("POST", f"{url}/api/ask", json={"question": question, "stream": True}, timeout=900) as response:
        text = response.read().decode()
    return response.status_code == 200 and "event: done" in text and '"queued"' not in text


def _report(tally: Tally, memory: list[tuple[float, float]], drained: bool) -> dict[str, object]:
    sizes = [size for _, size in memory]
    quarter = max(1, len(sizes) // 4)
    early, late = statistics.median(sizes[quarter : 2 * quarter] or sizes), statistics.median(sizes[-quarter:])
    waits = sorted(tally.waits)
    return {
        **{name: tally.counts[name] for name in ("asked", "answered", "left", "told to come again", "faults")},
        "not as when asked alone": tally.counts["not as when asked alone"],
        "farthest place in the queue": tally.places,
        "seconds to an answer, middle": round(statistics.median(waits), 1) if waits else None,
        "seconds to an answer, longest": round(waits[-1], 1) if waits else None,
        "memory in the second quarter, MiB": round(early),
        "memory in the last quarter, MiB": round(late),
        "memory level": late <= early * _LEVEL,
        "a place for the next at once": drained,
        "faults told": tally.faults,
    }


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))  # type: ignore[arg-type]
