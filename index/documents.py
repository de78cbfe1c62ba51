"""From a folder of files as received to documents: cleaned text and what each document is."""

import hashlib
import re
import stat
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import index.read_docx
import index.read_epub
import index.read_html
import index.read_markdown
import index.read_mhtml
import index.read_pdf  # noqa: F401  (each registers its reader)
from index.clean import Cleaned, clean
from index.clean.script import detect_script
from index.clean.shape import ends_sentence
from index.encodings import readable
from index.errors import DebateError
from index.readers import MAX_BYTES, DocumentTooLarge, EmptyDocument, read, suffixes
from index.types import Document, Script

CATALOGUE = "catalogue.toml"
_FACTS = ("id", "title", "publisher", "date", "author", "script")
_SCRIPTS: tuple[Script, ...] = ("zh-Hans", "zh-Hant", "en")
_TITLE_LENGTH = 60
_HEAD = 2000
"""Characters of a text among which its title stands, where it stands in it."""


class MissingDocument(DebateError):
    """The file or folder is not there, or may not be read."""


class BadCatalogue(DebateError):
    """The catalogue cannot be understood."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The documents of a folder, in the catalogue's order and then by name, and what could not be loaded."""

    documents: tuple[Document, ...]
    problems: tuple[tuple[str, str], ...]
    """(file name, one line that says what is wrong and what to do)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in the catalogue: the file it describes, by name or by hash, and the facts a person set."""

    source: str
    sha256: str
    facts: Mapping[str, str]


def load_documents(folder: Path) -> LoadReport:
    """The documents of a folder such as ``seeds/`` (``raw/`` and a catalogue) or of any folder of files.

    What one file is or lacks never stops the others: it becomes a problem. Raises :class:`MissingDocument` when the
    folder is not there, :class:`EmptyDocument` when it holds no file of a kind that is read, and
    :class:`BadCatalogue`. The same content twice is taken once.
    """
    if folder.is_file():
        return LoadReport((load_file(folder),), ())
    if not folder.is_dir():
        raise MissingDocument(f"{folder}: there is no such folder; name one that holds documents.")
    entries = read_catalogue(folder / CATALOGUE)
    files, _ = document_files(folder / "raw" if (folder / "raw").is_dir() else folder)
    if not files:
        raise EmptyDocument(f"{folder}: holds no document; the kinds that are read are {', '.join(suffixes())}.")
    problems: list[tuple[str, str]] = []
    found: list[tuple[int, Document]] = []
    known: dict[str, str] = {}
    seen: set[str] = set()
    for path in files:
        name = readable(path.name)
        try:
            data = read_bytes(path)
            digest = hashlib.sha256(data).hexdigest()
            place, entry = _entry(entries, name, digest)
            if entry:
                seen.add(entry.source)
                if entry.sha256 and entry.sha256 != digest:
                    problems.append(
                        (
                            name,
                            f"{name}: is not the file that {CATALOGUE} describes (SHA-256); correct its entry.",
                        )
                    )
            if digest in known:
                problems.append((name, f"{name}: has the same content as {known[digest]}; taken once."))
                continue
            known[digest] = name
            found.append((place, document_from_bytes(name, data, entry.facts if entry else {})))
        except DebateError as error:
            problems.append((name, str(error)))
    problems += [
        (entry.source, f"{entry.source}: is in {CATALOGUE} but not in the folder.")
        for entry in entries
        if entry.source not in seen
    ]
    documents, twice = _unlike([document for _, document in sorted(found, key=lambda one: one[0])])
    return LoadReport(tuple(documents), tuple(problems + twice))


def load_file(path: Path, overrides: Mapping[str, str] | None = None) -> Document:
    """The document in one file; see :func:`document_from_bytes`."""
    return document_from_bytes(path.name, read_bytes(path), overrides or {})


def document_from_bytes(name: str, data: bytes, overrides: Mapping[str, str] | None = None) -> Document:
    """The document in a file's bytes.

    A fact is what a person set in ``overrides`` (id, title, publisher, date, author, script), else what the file's
    head tells, else what the page tells; a title that nothing tells is the beginning of the text. Raises a
    :class:`DebateError` in one line for what cannot be read or has no text.
    """
    document, _ = clean_document(name, data, overrides)
    return document


def clean_document(name: str, data: bytes, overrides: Mapping[str, str] | None = None) -> tuple[Document, Cleaned]:
    """The document in a file's bytes, and what cleaning did, for a page that shows clean beside raw."""
    set_by_hand = dict(overrides or {})
    name = readable(name)
    reading = read(data, name)
    told, hints = reading.facts, reading.hints
    hinted = hints.title if hints.title and hints.title in reading.text[:_HEAD] else ""
    cleaned = clean(reading.text, told.title or hinted)
    if not cleaned.text:
        raise EmptyDocument(f"{name}: nothing of an article is left after cleaning; add a file that holds one.")
    page = cleaned.facts
    digest = hashlib.sha256(data).hexdigest()
    script = set_by_hand.get("script") or detect_script(cleaned.text)
    document = Document(
        id=set_by_hand.get("id") or _identifier(name, digest),
        title=set_by_hand.get("title") or told.title or hinted or page.title or hints.title or _opening(cleaned.text),
        publisher=set_by_hand.get("publisher", told.publisher or page.publisher or hints.publisher),
        date=set_by_hand.get("date", told.date or page.date or hints.date),
        author=set_by_hand.get("author", told.author or page.author or hints.author),
        script=next((one for one in _SCRIPTS if one == script), detect_script(cleaned.text)),
        source=name,
        sha256=digest,
        text=cleaned.text,
    )
    return document, cleaned


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a catalogue, in order; none when there is no such file."""
    if not path.is_file():
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCatalogue(
            f"{path.name}: cannot be read ({' '.join(str(error).split())}); mend it or take it away."
        ) from error
    entries = []
    for number, table in enumerate(tables if isinstance(tables, list) else [None], start=1):
        if not isinstance(table, dict) or not isinstance(table.get("source"), str):
            raise BadCatalogue(f"{path.name}: entry {number} names no source file; give it one.")
        facts = {key: str(table[key]) for key in _FACTS if key in table}
        if facts.get("script") not in (None, *_SCRIPTS):
            raise BadCatalogue(f"{path.name}: script of {table['source']} must be one of {', '.join(_SCRIPTS)}.")
        entries.append(Entry(Path(table["source"]).name, str(table.get("sha256", "")).lower(), facts))
    return entries


def read_bytes(path: Path) -> bytes:
    """A file's bytes, within the limit; raises :class:`MissingDocument` or :class:`DocumentTooLarge`."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # A pipe or a device may give nothing for ever, or never end.
            raise MissingDocument(f"{readable(str(path))}: is no file; give its text on standard input, as -.")
        if found.st_size > MAX_BYTES:
            name, size = readable(path.name), found.st_size / 1e6
            raise DocumentTooLarge(f"{name}: has {size:.1f} MB; up to {MAX_BYTES / 1e6:.0f} MB are read: split it.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # It may grow meanwhile; what reads the bytes refuses too many.
    except OSError as error:
        raise MissingDocument(
            f"{readable(str(path))}: cannot be read ({error.strerror or error}); check its name and rights."
        ) from error


def document_files(folder: Path) -> tuple[list[Path], int]:
    """The files of a folder and its folders that are of a kind that is read, and how many others there are.

    Links are not followed, so that a folder cannot hold more than it seems to; hidden files are passed over.
    """
    files, others = [], 0
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.suffix.lower() not in suffixes():
            others += 1
        else:
            files.append(path)
    return files, others


def _entry(entries: list[Entry], name: str, digest: str) -> tuple[int, Entry | None]:
    """Place and entry of a file in the catalogue: by its name, else by its content; after the end when in none."""
    for place, entry in enumerate(entries):
        if entry.source == name:
            return place, entry
    for place, entry in enumerate(entries):
        if entry.sha256 == digest:
            return place, entry
    return len(entries), None


def _unlike(documents: list[Document]) -> tuple[list[Document], list[tuple[str, str]]]:
    """The documents with each id once; a later one of the same id becomes a problem."""
    kept: dict[str, Document] = {}
    problems = []
    for document in documents:
        if document.id in kept:
            problems.append(
                (
                    document.source,
                    f"{document.source}: its id {document.id} is that of {kept[document.id].source}; give it another.",
                )
            )
        else:
            kept[document.id] = document
    return list(kept.values()), problems


def _identifier(name: str, digest: str) -> str:
    """A document's id from its file name and content: letters, digits and dashes, and eight digits of the hash."""
    stem = unicodedata.normalize("NFKC", Path(name).stem).lower()
    slug = re.sub(r"[^\w]+", "-", stem).strip("-_")[:40].strip("-_")
    return f"{slug or 'document'}-{digest[:8]}"


def _opening(text: str) -> str:
    """The beginning of a text for a title, up to the end of its first clause."""
    paragraphs = text.split("\n\n", 5)[:5]
    first = next((one for one in paragraphs if ends_sentence(one)), paragraphs[0])[: 4 * _TITLE_LENGTH]
    clause = re.split(r"(?<=[。！？!?])|[；;：]|(?<=\w)[.](?=\s)", first, maxsplit=1)[0].strip() or first.strip()
    return clause if len(clause) <= _TITLE_LENGTH else clause[: _TITLE_LENGTH - 1].rstrip() + "…"
