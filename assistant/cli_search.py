"""``debate search``: the passages that fit a query, for one query or a file of them."""

import json
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from assistant.cli_ask import Documents, check_ids, show_progress, tell_problems
from assistant.cli_lines import Line, read_input, write_lines
from assistant.cli_run import OK, quiet_libraries
from assistant.questions import ThirdLanguage, clean, validate
from assistant.render import printable, search_object
from assistant.settings import Settings
from assistant.types import Evidence


class Searched(Documents, Protocol):
    """What the command needs of an index."""

    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]:
        """The best passages, best first."""
        ...


def open_index(settings: Settings) -> Searched:
    """The index for reading, with the encoder that fits it."""
    quiet_libraries()
    from assistant.models import path as model_path
    from index.collection import Index
    from index.embedding import Encoder

    return Index.open(settings.index_dir, Encoder(model_path(settings.encoder, settings), settings.threads))


def search_one(query: str, k: int, as_json: bool, documents: Sequence[str] | None, settings: Settings) -> int:
    """Print the passages for one query."""
    query = _checked(query)
    index = open_index(settings)
    check_ids(documents, index.documents)
    found = index.search(query, k, documents=documents)
    if as_json:
        print(json.dumps(search_object(query, found), ensure_ascii=False))
        return OK
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    for item in found:
        document = index.documents[item.passage.document_id]
        about = ", ".join(filter(None, (document.title, document.publisher, document.date)))
        line = Text(f"{item.rank}. ", style="cyan")
        line.append(printable(about), style="bold")
        line.append(f"  {item.score:.4f}  {item.passage.id}\n", style="dim")
        line.append(printable(item.passage.text) + "\n")
        console.print(line)
    if not found:
        console.print("No passage fits. / 没有相符的段落。")
    return OK


def search_many(input: Path, output: Path | None, k: int, documents: Sequence[str] | None, settings: Settings) -> int:
    """Search for every query of a file, the encoder loaded once."""
    read = read_input(input, "query", check=lambda query, _: _checked(query))
    index = open_index(settings)
    check_ids(documents, index.documents)
    fingerprint = repr((k, settings.encoder, documents, [(d.id, d.sha256) for d in index.documents.values()]))

    def found(line: Line) -> dict[str, Any]:
        limit = line.documents if line.documents is not None else documents
        return search_object(line.question, index.search(line.question, k, documents=limit))

    for done, _ in enumerate(write_lines(read.lines, found, output, fingerprint), start=1):
        show_progress(done, len(read.lines))
    return tell_problems(read.problems)


def _checked(query: str) -> str:
    """A query may be in any language: nothing is written in reply."""
    try:
        return validate(query)
    except ThirdLanguage:
        return clean(query)
