"""What a source is asked for, and the one way in which a file gets into a model's folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO

from assistant.models_catalogue import FileFact, Model
from assistant.models_files import Receipt, copy_verified, size_below
from assistant.models_progress import Progress, Update

__all__ = ["Delivery", "report_growth"]

POLL_SECONDS = 0.25


@dataclass(frozen=True)
class Delivery:
    """The files of one model that are still to come, and where they go."""

    model: Model
    wanted: tuple[FileFact, ...]
    folder: Path
    """The model's folder; only whole, verified files are ever put there."""
    staging: Path
    """For what is on its way; kept when a fetch breaks off, so that the next one goes on from there."""
    receipt: Receipt
    progress: Progress
    answer_within: float
    """Seconds that a source may take to answer before it is passed over."""

    @property
    def size(self) -> int:
        """Bytes of the wanted files, where known."""
        return sum(fact.size or 0 for fact in self.wanted)

    def accept(self, fact: FileFact, stream: IO[bytes], remedy: str, update: Update | None = None) -> None:
        """Write one file into the model's folder. Raises ``ModelDamaged`` when its bytes are not the right ones."""
        target = self.folder / fact.name
        name = f"{fact.name} of {self.model.name}"
        self.receipt.add(fact, copy_verified(stream, target, fact, remedy, name, update))


@contextmanager
def report_growth(folder: Path, update: Update) -> Iterator[None]:
    """Report the bytes below ``folder`` while somebody else's code fills it."""
    stop = Event()

    def watch() -> None:
        while not stop.wait(POLL_SECONDS):
            update(size_below(folder))

    watcher = Thread(target=watch, name="growth", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()
