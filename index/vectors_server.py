"""Vectors on a Chroma server (``chroma run``) in place of files: which server, and which collection there.

An index says in one file which server it is to be written to; a generation's folder says in another where its
vectors lie, so that readers need no setting.
"""

import contextlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import DebateError, UsageError

_CHOSEN, _POINTER = "chroma-server", "server.json"


class ServerUnreachable(DebateError):
    """The Chroma server does not answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A collection on a server."""

    url: str
    collection: str


def choose_server(index: Path, url: str | None) -> None:
    """Say where the next generations of an index go: to a server's URL, or, with None, into files.

    Raises ``UsageError`` for what is no URL of a server.
    """
    file = index / _CHOSEN
    if url is None:
        file.unlink(missing_ok=True)
        return
    try:
        address = urlsplit(url)
        right = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        right = False
    if not right:
        raise UsageError(f"{url!r} is no address of a Chroma server, such as http://127.0.0.1:8000.")
    if "@" in address.netloc:
        raise UsageError("A name and password in the address of a Chroma server are not used: leave them out.")
    index.mkdir(parents=True, exist_ok=True)
    file.write_text(url, encoding="utf-8")


def chosen_server(index: Path) -> str | None:
    """The URL that the next generation goes to, or None for files."""
    try:
        return (index / _CHOSEN).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def new_place(folder: Path, url: str) -> Place:
    """A place for the vectors of a generation, noted in its folder before anything is on the server: one that was
    broken off can be taken away again."""
    place = Place(url, f"passages-{secrets.token_hex(8)}")
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"url": place.url, "collection": place.collection})
    (folder / _POINTER).write_text(text, encoding="utf-8")
    return place


def place_of(folder: Path) -> Place | None:
    """Where the vectors of a generation lie, when it is on a server."""
    try:
        found = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
        return Place(str(found["url"]), str(found["collection"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def connect(url: str) -> Any:
    """A client of a server. Raises ``ServerUnreachable``."""
    import chromadb
    from chromadb.config import Settings

    address = urlsplit(url)
    secure = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=address.hostname or "",
            port=address.port or (443 if secure else 8000),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
    except Exception as error:  # Chroma's own kinds, and those of its HTTP library
        raise ServerUnreachable(
            f"the Chroma server at {url} does not answer: start it (`chroma run`), or unset DEBATE_CHROMA_URL and "
            "run `debate index build`"
        ) from error


def forget(folder: Path) -> None:
    """Take a generation's collection off its server, if it is on one that answers."""
    place = place_of(folder)
    if place is None:
        return
    with contextlib.suppress(Exception):
        client = connect(place.url)
        try:
            client.delete_collection(place.collection)
        finally:
            client.close()
