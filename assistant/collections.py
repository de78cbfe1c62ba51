"""Collections: each a home of its own (index, passage cache, conversations, files), with the models in common."""

import re
import shutil
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from index.errors import DebateError, UsageError

DEFAULT = "default"
FOLDER = "collections"
IMPORTING, REMOVED = ".importing-", ".removed-"
"""How folders are called that are not there yet, or not there any more."""
_DAY = 86_400.0
_NAME = re.compile(r"[^\W_][\w-]{0,63}")


class UnknownCollection(UsageError):
    """No collection has this name."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as it lies on disk."""

    name: str
    home: Path
    documents: int | None
    """None where its index cannot be read."""
    size: int
    """Bytes of all its files; of the default one without models and other collections."""


def settings_of(settings: Settings, name: str) -> Settings:
    """The settings within a collection; the default one is the home itself. Raises `UsageError` for a bad name."""
    clean = checked_name(name)
    if clean == DEFAULT:
        return settings
    models = settings.models or settings.home / "models"
    fields = {field: getattr(settings, field) for field in type(settings).model_fields}
    home = settings.home / FOLDER / clean
    # Built, not copied: a copy would keep the folders that were computed from the old home.
    return type(settings).model_construct(**fields | {"home": home, "models": models, "collection": clean})


def root_home(settings: Settings) -> Path:
    """The home that the collection of these settings lies in; their own where they are of no collection."""
    inside = settings.collection not in ("", DEFAULT) and settings.home.parent.name == FOLDER
    return settings.home.parent.parent if inside else settings.home


def checked_name(name: str) -> str:
    """A name that can be a folder's on every system: letters, digits, _ and -, up to 64."""
    clean = unicodedata.normalize("NFC", name.strip())
    if not _NAME.fullmatch(clean):
        raise UsageError(f"{name[:80]!r} is no name for a collection: use letters, digits, - and _, up to 64.")
    return clean


def list_collections(root: Settings) -> list[Collection]:
    """All collections, the default one first. ``root`` are settings outside of any collection."""
    folder = root.home / FOLDER
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    found = [DEFAULT, *(name for name in names if _NAME.fullmatch(name))]
    return [_look(name, settings_of(root, name)) for name in found]


def remove_collection(root: Settings, name: str) -> Collection:
    """Delete a collection with all that is in it. Raises `UnknownCollection`, and `IndexBusy` while it is changed."""
    from filelock import FileLock, Timeout

    from index.update import LOCK, IndexBusy

    if checked_name(name) == DEFAULT:
        raise UsageError("The default collection stays; remove its documents with `debate docs remove`.")
    settings = settings_of(root, name)
    if not settings.home.is_dir():
        raise UnknownCollection(f"There is no collection {name!r}: see `debate collections list`.")
    found = _look(name, settings)
    lock = FileLock(settings.index_dir / LOCK)
    try:
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        with lock.acquire(timeout=0):
            # Gone at once for everybody, whatever happens to the rest of the deleting.
            sweep(settings.home.parent)
            settings.home.replace(settings.home.with_name(f"{REMOVED}{settings.home.name}"))
        sweep(settings.home.parent)
    except Timeout as error:
        raise IndexBusy(f"another process is changing the collection {name}: try again when it is done") from error
    except OSError as error:
        raise DebateError(
            f"{settings.home} cannot be deleted ({error.strerror or error}); check its rights."
        ) from error
    return found


def sweep(folder: Path) -> None:
    """Take away what is left of collections whose deleting was broken off, and of imports that were a day ago."""
    for path in folder.glob(f"{REMOVED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(f"{IMPORTING}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:
                shutil.rmtree(path, ignore_errors=True)


def folder_size(folder: Path, without: frozenset[str] = frozenset()) -> int:
    """Bytes of the files in a folder, leaving out those of its entries that are named; links count as nothing."""
    total = 0
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.name not in without and not entry.is_symlink():
            files = entry.rglob("*") if entry.is_dir() else [entry]
            total += sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())
    return total


def _look(name: str, settings: Settings) -> Collection:
    from assistant.cli_documents import held_contents

    try:
        contents = held_contents(settings)
        count = len(contents.documents) if contents else 0
    except DebateError:
        count = None
    shared = frozenset(["models", FOLDER, "evals"]) if name == DEFAULT else frozenset[str]()
    return Collection(name, settings.home, count, folder_size(settings.home, shared))
