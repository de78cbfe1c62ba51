"""``debate index`` and ``debate docs``: build the index, and list, show, add and remove documents."""

import difflib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.cli_run import FAILED, OK, quiet_libraries
from assistant.render import document_object, printable
from assistant.settings import Settings
from index.errors import DebateError, UsageError
from index.types import Document

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.build import Progress as Report
    from index.embedding import Encoder

_STAGES = {"split": "Splitting", "encode": "Encoding passages", "store": "Writing", "read": "Reading passages ahead"}


def build(folder: Path | None, as_json: bool, settings: Settings, fill: bool = False) -> int:
    """Index a folder. A file that cannot be used is told of and left out; the exit code is then 1.

    ``fill`` also computes the passages' KV states now; without it the page does so while nobody asks.
    """
    from index.documents import load_documents

    load = load_documents(folder or default_documents())
    if not load.documents:
        raise DebateError(load.problems[0][1] if load.problems else f"{folder}: holds no document.")
    encoder = _encoder(settings)
    from index.build import build_index

    with _progress() as report:
        built = build_index(settings.index_dir, load.documents, encoder, report)
    _forget_removed(settings)
    _tell(built, [line for _, line in load.problems], as_json)
    if fill:
        _fill(as_json, settings)
    return FAILED if load.problems else OK


def add(files: Sequence[Path], as_json: bool, settings: Settings) -> int:
    """Add files to the index. One that cannot be used is told of and left out; the exit code is then 1."""
    from index.build import add_documents
    from index.documents import load_file

    documents: list[Document] = []
    problems: list[str] = []
    for file in files:
        try:
            documents.append(load_file(file))
        except DebateError as error:
            problems.append(str(error))
    if not documents:
        raise DebateError(problems[0])
    encoder = _encoder(settings)
    with _progress() as report:
        built = add_documents(settings.index_dir, documents, encoder, report)
    _forget_removed(settings)
    _tell(built, problems, as_json)
    if not as_json:
        for document in documents:
            print(f"{document.id}  {printable(document.title)}")
    return FAILED if problems else OK


def remove(ids: Sequence[str], as_json: bool, settings: Settings) -> None:
    """Take documents out of the index."""
    known = read_documents(settings)
    for id in ids:
        _known(id, known)
    from index.build import remove_documents

    encoder = _encoder(settings)
    with _progress() as report:
        built = remove_documents(settings.index_dir, ids, encoder, report)
    _forget_removed(settings)
    _tell(built, (), as_json)


def list_documents(as_json: bool, settings: Settings) -> None:
    """Print what is in the index: a table, or one JSON object."""
    documents = read_documents(settings)
    if as_json:
        rows = [document_object(document, with_text=False) for document in documents.values()]
        print(json.dumps({"documents": rows}, ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "date", "script", "title", "publisher", "source"):
        table.add_column(heading, no_wrap=heading in ("id", "date", "script"), overflow="fold")
    for document in documents.values():
        row = (document.id, document.date, document.script, document.title, document.publisher, document.source)
        table.add_row(*(_unmarked(value) for value in row))
    Console(highlight=False).print(table)


def show_document(id: str, as_json: bool, settings: Settings) -> None:
    """Print one document with its clean text."""
    document = _known(id, read_documents(settings))
    if as_json:
        print(json.dumps(document_object(document), ensure_ascii=False))
        return
    facts = (document.title, document.publisher, document.date, document.author, document.source)
    print(printable("\n".join(filter(None, facts))), printable(document.text), sep="\n\n")


def read_documents(settings: Settings) -> Mapping[str, Document]:
    """The documents in the index by id, without loading the encoder."""
    from index.store import FILE, Library

    if not (settings.index_dir / FILE).is_file():
        raise DebateError(f"No index in {settings.index_dir}: run `debate index build`.")
    library = Library(settings.index_dir)
    try:
        contents = library.contents()
    finally:
        library.close()
    if contents is None:
        raise DebateError(f"No index in {settings.index_dir}: run `debate index build`.")
    return contents.documents


def default_documents() -> Path:
    """``seeds/``: in the working folder, else beside the program's own packages."""
    import index

    here = Path("seeds")
    return here if here.is_dir() else Path(index.__file__).resolve().parent.parent / "seeds"


def _known(id: str, documents: Mapping[str, Document]) -> Document:
    if id in documents:
        return documents[id]
    near = difflib.get_close_matches(id, documents, n=1) or [name for name in documents if name.startswith(id)][:1]
    hint = f"did you mean {near[0]!r}?" if near else "see `debate docs list`."
    raise UsageError(f"No document has the id {id!r}: {hint}")


def _encoder(settings: Settings) -> "Encoder":
    quiet_libraries()
    from assistant.models import path as model_path
    from index.embedding import Encoder

    return Encoder(model_path(settings.encoder, settings), settings.threads)


@contextmanager
def _progress() -> Iterator["Report"]:
    """Progress on stderr: a bar on a terminal, nothing in a log."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {stage: progress.add_task(text, total=None, visible=False) for stage, text in _STAGES.items()}

        def report(stage: str, done: int, total: int) -> None:
            if stage in tasks:
                progress.update(tasks[stage], completed=done, total=total, visible=True)

        yield report


def _forget_removed(settings: Settings) -> None:
    from assistant.reading_ahead import forget_removed

    forget_removed(settings)


def _fill(as_json: bool, settings: Settings) -> None:
    from assistant.engines.filling import Filled
    from assistant.reading_ahead import read_now

    with _progress() as report:
        filled = read_now(settings, lambda now: report("read", now.done, now.total)) or Filled(0, 0, "done")
    if not as_json:
        more = "; the passage cache is full (DEBATE_KV_DISK_MB)" if filled.state == "stopped" else ""
        print(f"{filled.done} of {filled.total} passages read ahead{more}.")


def _tell(built: "BuildReport", problems: Sequence[str], as_json: bool) -> None:
    for problem in problems:
        print(f"debate: {' '.join(problem.split())}", file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(built) | {"problems": list(problems)}, ensure_ascii=False))
        return
    if built.rebuilt_because:
        print(f"Built anew: {built.rebuilt_because}.")
    print(
        f"{built.passages} passages; documents: {built.added} new or changed, {built.unchanged} unchanged, "
        f"{built.removed} removed ({built.seconds:.1f} s)."
    )


def _unmarked(text: str) -> str:
    from rich.markup import escape

    return escape(printable(text))
