"""How a fetch tells a person where it stands: bars on a terminal, a line a tenth anywhere else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as RichProgress

__all__ = ["ConsoleProgress", "Progress", "Silent", "Update", "shifted"]

Update = Callable[[int], None]
"""Called with the bytes done so far; from any thread."""


def shifted(update: Update, before: int) -> Update:
    """For a step that comes after ``before`` bytes of the same bar."""
    return lambda done: update(before + done)


class Progress(Protocol):
    """What a fetch reports to."""

    def say(self, line: str) -> None:
        """One line of news."""

    def bar(self, label: str, total: int) -> AbstractContextManager[Update]:
        """A step of ``total`` bytes, shown while the context lasts."""


class Silent:
    """Reports nothing."""

    def say(self, line: str) -> None:
        """Drop the line."""

    @contextmanager
    def bar(self, label: str, total: int) -> Iterator[Update]:
        """Drop the numbers."""
        yield lambda done: None


class ConsoleProgress:
    """Reports to a console (standard error by default, so that standard output stays for results)."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(stderr=True)

    def say(self, line: str) -> None:
        """Print a line, as it is: names in brackets are not markup."""
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def bar(self, label: str, total: int) -> Iterator[Update]:
        """A live bar on a terminal; elsewhere a line at every tenth, so that a log shows life too."""
        if not self.console.is_terminal:
            yield self._lines(label, total)
            return
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
        )
        with RichProgress(*columns, console=self.console) as bars:
            task = bars.add_task(label, total=total)
            yield lambda done: bars.update(task, completed=min(done, total))

    def _lines(self, label: str, total: int) -> Update:
        lock = threading.Lock()
        shown = -1

        def update(done: int) -> None:
            nonlocal shown
            tenth = 10 * min(done, total) // max(total, 1)
            with lock:
                if tenth > shown:
                    shown = tenth
                    self.say(f"{label}: {10 * tenth}% of {total / 1e6:.0f} MB")

        return update
