"""Measuring from the page: one run at a time, in a thread of its own, its progress to look at; and the runs done."""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from index.errors import DebateError, UsageError
from index.types import Script
from ui.backend import Assistant, Loading
from ui.jobs import Jobs
from ui.told import unexpected

if TYPE_CHECKING:
    from evals.compare import Comparison

_log = logging.getLogger(__name__)

SAMPLES = (10, 25, 60, 0)
"""Questions of a run; 0 for all."""

Progress = Callable[[str, int, int], None]
Measure = Callable[[Assistant, Sequence[str], int, Progress], Path]
"""Measures suites on a sample of so many questions, telling how far it is; gives the folder of the run."""


class TrialRunning(DebateError):
    """A run is under way already."""


class _Stopped(Exception):
    """Raised through the run to stop it between two items."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How far a run is."""

    what: str = ""
    """``asking``, or the suite that is being scored; empty while it is being prepared."""
    done: int = 0
    total: int = 0
    waiting: bool = False
    """Whether it gives way to a reader's question."""
    stopping: bool = False
    run: str = ""
    """The run that came of it."""
    problem: str = ""
    stopped: bool = False

    @property
    def finished(self) -> bool:
        """Whether it is over, in whatever way."""
        return bool(self.run or self.problem or self.stopped)


@dataclass(frozen=True, slots=True)
class Part:
    """A suite of a finished run, with the first of its figures."""

    suite: str
    title: str
    measure: str
    measure_title: str
    figure: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Done:
    """A finished run, as the list shows it."""

    name: str
    finished: str
    questions: int
    system: str
    suites: tuple[Part, ...]


class Trials:
    """The runs of this program's home. Readers' questions come first: between two items a run waits for them."""

    def __init__(self, loading: Loading, measure: Measure, jobs: Jobs, settings: Settings) -> None:
        self._loading = loading
        self._measure = measure
        self._jobs = jobs
        self._root = settings.home / "evals"
        self._busy = threading.Lock()
        self._stop = threading.Event()
        self._read: dict[tuple[Path, int], Done] = {}
        self.work: Trial | None = None

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._busy.locked()

    def start(self, suites: Sequence[str], sample: int) -> None:
        """Begin a run, or go on with one of the same plan that was stopped."""
        if not suites:
            raise UsageError("Choose at least one suite.")
        if sample not in SAMPLES:
            raise UsageError(f"The sample is one of {', '.join(map(str, SAMPLES))}.")
        if not self._busy.acquire(blocking=False):
            raise TrialRunning("A run is under way; stop it or wait for its end.")
        self._stop.clear()
        self.work = Trial()
        threading.Thread(target=self._run, args=(tuple(suites), sample), name="evals", daemon=True).start()

    def stop(self) -> None:
        """Stop after the item in hand; what is done is kept."""
        self._stop.set()
        if self.work is not None and not self.work.finished:
            self.work = replace(self.work, stopping=True)

    def runs(self) -> list[Done]:
        """The finished runs, newest first; one that cannot be read is passed over and logged."""
        from evals.run import finished_runs

        return [done for folder in finished_runs(self._root) if (done := self._done(folder))]

    def report(self, name: str, language: Script) -> str:
        """The report of a run, its measures in the reader's words: a whole page that fetches and runs nothing."""
        from evals.report import render

        try:
            return render(self._folder(name), language=language)
        except OSError as error:
            raise UsageError(f"The report of {name} is gone: write it again with debate eval report {name}") from error

    def compare(self, first: str, second: str, language: Script) -> "Comparison":
        """Two runs beside each other. Raises ``RunError`` when they share no item."""
        from evals.compare import compare

        if first == second:
            raise UsageError("Choose two different runs.")
        return compare(self._folder(first), self._folder(second), language)

    def _folder(self, name: str) -> Path:
        """A run of the list, by its name; never a path that a browser made up."""
        from evals.run import finished_runs

        folder = next((f for f in finished_runs(self._root) if f.name == name), None)
        if folder is None:
            raise UsageError("There is no such run any more.")
        return folder

    def _run(self, suites: Sequence[str], sample: int) -> None:
        end = Trial(stopped=True)
        try:
            assistant = self._loading.wait(self._stop)
            if assistant is not None:
                end = Trial(run=self._measure(assistant, suites, sample, self._progress).name)
        except _Stopped:
            pass
        except DebateError as error:
            end = Trial(problem=str(error))
        except Exception as error:
            _log.exception("The run failed")
            end = Trial(problem=unexpected(error))
        finally:
            # Told first: whoever follows it looks once more as long as it is busy.
            self.work = end
            self._busy.release()

    def _progress(self, what: str, done: int, total: int) -> None:
        self.work = Trial(what, done, total, stopping=self._stop.is_set())
        while self._jobs.busy and not self._stop.is_set():
            if not self.work.waiting:
                self.work = replace(self.work, waiting=True)
            time.sleep(0.2)
        if self._stop.is_set():
            raise _Stopped

    def _done(self, folder: Path) -> Done | None:
        from evals.run import SUMMARY

        try:
            key = (folder, (folder / SUMMARY).stat().st_mtime_ns)
            if key not in self._read:
                self._read[key] = _done(json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
            return self._read[key]
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("The run %s cannot be read: %s", folder, error)
            return None


def _done(summary: Mapping[str, Any]) -> Done:
    from evals.summary import find

    suites = []
    for name, part in summary["suites"].items():
        first = part["measures"][0]
        figure = find(summary, name, first["name"])
        suites.append(Part(name, str(part["title"]), str(first["name"]), str(first["title"]), figure))
    return Done(
        str(summary["run"]), str(summary["finished"]), int(summary["questions"]), str(summary["plan"]["system"]),
        tuple(suites),
    )  # fmt: skip
