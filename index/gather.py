"""From what a person named (files, folders, addresses, pasted text) to documents, several read at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from index.documents import clean_document, document_files, read_bytes
from index.encodings import readable
from index.errors import DebateError
from index.fetch import fetch, is_url
from index.intake import Incoming, composed
from index.originals import keep_original

PASTED = "-"
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, in the order it was named, and what was not."""

    incoming: tuple[Incoming, ...]
    skipped: tuple[str, ...]
    """One line each: what, why, and what to do."""
    passed_over: int
    """Files in folders that are of no kind that is read, or hidden."""


def gather(
    sources: Sequence[str],
    *,
    pasted: Callable[[], bytes],
    title: str = "",
    allow_private: bool = False,
    keep: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Gathered:
    """Read everything that ``sources`` name; what one of them is or lacks never stops the others.

    ``pasted`` is asked for the text behind ``-``; ``title`` goes to a single document; ``keep`` is a folder that the
    files as received are kept in, by content.
    """
    tasks: list[str | Path] = []
    skipped: list[str] = []
    passed_over = 0
    for source in sources:
        if source == PASTED or is_url(source):
            tasks.append(source)
            continue
        path = _as_stored(Path(source).expanduser())
        if not path.is_dir():
            tasks.append(path)
            continue
        files, others = document_files(path)
        passed_over += others
        tasks += files
        if not files:
            skipped.append(f"{readable(str(path))}: holds no document of a kind that is read.")
    tasks = list(dict.fromkeys(tasks))
    overrides = {"title": title} if title and len(tasks) == 1 else {}
    incoming: list[Incoming] = []

    def read(task: str | Path) -> Incoming | str:
        try:
            return _one(task, pasted, overrides, allow_private, keep)
        except DebateError as error:
            return str(error)

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="gather") as pool:
        for done, result in enumerate(pool.map(read, tasks)):
            progress(done + 1, len(tasks))
            if isinstance(result, str):
                skipped.append(result)
            else:
                incoming.append(result)
    return Gathered(tuple(incoming), tuple(skipped), passed_over)


def _as_stored(path: Path) -> Path:
    """The path as its file system has it: where names of other Unicode forms are other names, one that was written
    elsewhere, or kept in another form, would not be found."""
    try:
        if path.exists() or path.parent == path:
            return path
        wanted, folder = composed(path.name), _as_stored(path.parent)
        return next((one for one in folder.iterdir() if composed(one.name) == wanted), path)
    except OSError:
        return path  # Reading it tells what is wrong.


def _one(
    task: str | Path, pasted: Callable[[], bytes], overrides: dict[str, str], allow_private: bool, keep: Path | None
) -> Incoming:
    if isinstance(task, Path):
        name, data = task.name, read_bytes(task)
        place = str(task.resolve())
        origin = f"file:{place}" if readable(place) == place else ""
        document, _ = clean_document(name, data, overrides)
    elif task == PASTED:
        data, origin = pasted(), ""
        document, _ = clean_document("pasted text", data, overrides)
    else:
        page = fetch(task, allow_private)
        data, origin = page.data, page.url
        document, _ = clean_document(page.name, data, overrides)
        host = (urlsplit(page.url).hostname or "").removeprefix("www.")
        document = replace(document, source=page.url, publisher=document.publisher or host)
    if keep is not None:
        keep_original(keep, data)
    return Incoming(document, origin)
