"""``debate docs``: list, show, correct, export, remove and bring back documents."""

import difflib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from assistant.cli_changes import forget_removed, open_encoder, progress_bar, tell
from assistant.correcting import corrected
from assistant.render import document_object, escape_markdown, printable
from assistant.settings import Settings
from index.errors import DebateError, UsageError
from index.types import Document

if TYPE_CHECKING:
    from index.contents import Contents

_ID_WIDTH, _DATE_WIDTH = 20, 10
"""Columns of a terminal that these have at least, where they need them."""


def remove(ids: Sequence[str], as_json: bool, settings: Settings, for_good: bool = False) -> None:
    """Take documents out of the index; `restore` brings them back, unless it is ``for_good``."""
    from index.build import remove_documents
    from index.contents import BIN_DAYS
    from index.intake import FOLDER

    contents = read_contents(settings)
    removed = {id: one.document for id, one in contents.removed.items()} if for_good else {}
    for id in ids:
        _known(id, removed | dict(contents.documents))
    encoder = open_encoder(settings)
    with progress_bar() as report:
        built = remove_documents(settings.index_dir, ids, encoder, report, for_good)
    forget_removed(settings, built.gone)
    tell(built, (), as_json)
    if as_json:
        return
    if not for_good:
        print(f"Undo it within {BIN_DAYS} days with: debate docs restore {' '.join(ids)}")
    places = dict(contents.origins) | {id: one.origin for id, one in contents.removed.items()}
    if for_good and any(places.get(id) == FOLDER for id in ids):
        print("`debate index build` brings back those whose files are still in its folder.")


def restore(ids: Sequence[str], as_json: bool, settings: Settings) -> None:
    """Bring removed documents back."""
    binned = {id: one.document for id, one in read_contents(settings).removed.items()}
    for id in ids:
        _known(id, binned, "see `debate docs list --removed`.")
    from index.build import restore_documents

    encoder = open_encoder(settings)
    with progress_bar() as report:
        built = restore_documents(settings.index_dir, ids, encoder, report)
    tell(built, (), as_json)


def correct(id: str, facts: Mapping[str, str], as_json: bool, settings: Settings) -> None:
    """Put other facts in the place of what is known of a document."""
    document = _known(id, read_documents(settings))
    if not facts:
        raise UsageError("Say what to correct, as in: debate docs correct ID --date 2024-03-09.")
    changed = corrected(document, facts)
    from index.build import add_documents

    encoder = open_encoder(settings)
    with progress_bar() as report:
        built = add_documents(settings.index_dir, [changed], encoder, report)
    forget_removed(settings, built.gone)
    tell(built, (), as_json)


def list_documents(as_json: bool, settings: Settings, removed: bool = False) -> None:
    """Print what is in the index, or what was removed from it: a table, or one JSON object."""
    contents = read_contents(settings)
    moments = {id: one.moment for id, one in contents.removed.items()} if removed else {}
    documents = [one.document for one in contents.removed.values()] if removed else list(contents.documents.values())
    if as_json:
        rows = [document_object(document, with_text=False) for document in documents]
        rows = [row | {"removed": moments[row["id"]]} for row in rows] if removed else rows
        print(json.dumps({"documents": rows}, ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    # An id has up to 40 characters of a file's name, which take 80 columns in Chinese: a long one folds.
    narrowest = {"id": min(_ID_WIDTH, max((cell_len(one.id) for one in documents), default=0)), "removed": _DATE_WIDTH}
    fixed = ("date", "script")
    for heading in ("id", *(["removed"] if removed else []), *fixed, "title", "publisher", "source"):
        table.add_column(heading, no_wrap=heading in fixed, overflow="fold", min_width=narrowest.get(heading))
    for document in documents:
        facts = (document.date, document.script, document.title, document.publisher, document.source)
        when = [f"{moments[document.id][:16].replace('T', ' ')} UTC"] if removed else []
        table.add_row(*(_unmarked(value) for value in (document.id, *when, *facts)))
    Console(highlight=False).print(table)


def show_document(id: str, as_json: bool, settings: Settings) -> None:
    """Print one document with its clean text."""
    document = _known(id, read_documents(settings))
    if as_json:
        print(json.dumps(document_object(document), ensure_ascii=False))
        return
    facts = (document.title, document.publisher, document.date, document.author, document.source)
    print(printable("\n".join(filter(None, facts))), printable(document.text), sep="\n\n")


def export(ids: Sequence[str], everything: bool, output: Path | None, original: bool, settings: Settings) -> None:
    """Write documents as Markdown with their facts at the head, or as they were received.

    One goes to standard output, or to the file ``output``; several go into the folder ``output``.
    """
    documents = read_documents(settings)
    if everything == bool(ids):
        raise UsageError("Name documents, as in: debate docs export ID, or give --all.")
    chosen = list(documents.values()) if everything else [_known(id, documents) for id in ids]
    folder = output if output is not None and (everything or len(chosen) > 1 or output.is_dir()) else None
    if folder is None and (everything or len(chosen) > 1):
        raise UsageError("Several documents go into a folder: name it with --output DIR.")
    for document in chosen:
        data = _received(document, settings) if original else _as_markdown(document).encode("utf-8", "replace")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            suffix = Path(document.source).suffix if original else ".md"
            name = re.sub(r"[^\w.-]+", "-", document.id).lstrip(".") or "document"
            target = folder / f"{name}{suffix if re.fullmatch(r'[.][A-Za-z0-9]+', suffix) else ''}"
            target.write_bytes(data)
        elif output is not None:
            output.write_bytes(data)
        else:
            sys.stdout.buffer.write(data)
    if output is not None:
        print(f"{len(chosen)} written to {output}.")


def _received(document: Document, settings: Settings) -> bytes:
    """The file as received: kept by its content, or where the program's own documents lie."""
    import hashlib

    places = [settings.home / "documents" / document.sha256]
    places += [folder / Path(document.source).name for folder in (default_documents() / "raw", default_documents())]
    for place in places:
        if place.is_file() and hashlib.sha256(data := place.read_bytes()).hexdigest() == document.sha256:
            return data
    raise DebateError(f"{document.id}: the file as received is not here any more; export it without --original.")


def _as_markdown(document: Document) -> str:
    facts = {
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "author": document.author,
        "source": document.source,
    }
    head = "".join(
        f"{name}: {json.dumps(' '.join(value.split()), ensure_ascii=False)}\n" for name, value in facts.items() if value
    )
    paragraphs = "\n\n".join(escape_markdown(paragraph) for paragraph in document.text.split("\n\n"))
    return f"---\n{head}---\n\n{paragraphs}\n"


def held_contents(settings: Settings) -> "Contents | None":
    """What the index holds, without loading the encoder; None where none was built."""
    from index.store import FILE, Library

    if not (settings.index_dir / FILE).is_file():
        return None
    library = Library(settings.index_dir)
    try:
        return library.contents()
    finally:
        library.close()


def read_contents(settings: Settings) -> "Contents":
    """As `held_contents`; raises `DebateError` where no index was built."""
    contents = held_contents(settings)
    if contents is None:
        raise DebateError(f"No index in {settings.index_dir}: run `debate index build`.")
    return contents


def read_documents(settings: Settings) -> Mapping[str, Document]:
    """The documents in the index by id, without loading the encoder."""
    return read_contents(settings).documents


def default_documents() -> Path:
    """``seeds/``: in the working folder, else beside the program's own packages."""
    import index

    here = Path("seeds")
    return here if here.is_dir() else Path(index.__file__).resolve().parent.parent / "seeds"


def _known(id: str, documents: Mapping[str, Document], otherwise: str = "see `debate docs list`.") -> Document:
    if id in documents:
        return documents[id]
    near = difflib.get_close_matches(id, documents, n=1) or [name for name in documents if name.startswith(id)][:1]
    hint = f"did you mean {near[0]!r}?" if near else otherwise
    raise UsageError(f"No document has the id {id!r}: {hint}")


def _unmarked(text: str) -> str:
    from rich.markup import escape

    return escape(printable(text))
