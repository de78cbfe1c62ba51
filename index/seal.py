"""What the vectors' files were when they were written: Chroma trusts its graph files, and a damaged one kills it.

Chroma keeps its rows in SQLite, which knows when it is damaged, and the graph of a thousand passages and more in files
beside it, which are read into memory as they are: one that is cut short ends the process, one that is gone leaves
passages unfound without a word. Graph files of smaller collections are never written out: they change with every reader
and hold nothing that is needed.
"""

import hashlib
import json
from pathlib import Path

from index.errors import DebateError

_SUFFIX = ".seal.json"
_WRITTEN_OUT = "index_metadata.pickle"
"""The file that Chroma writes last when it writes a graph out. It is never opened here."""


class SealBroken(DebateError):
    """A file is not what it was when it was written."""


def seal(folder: Path) -> None:
    """Write down size and SHA-256 of the graph files below ``folder``, beside it."""
    facts = {file.relative_to(folder).as_posix(): [file.stat().st_size, _digest(file)] for file in _files(folder)}
    _place(folder).write_text(json.dumps(facts), encoding="utf-8")


def check_seal(folder: Path, *, full: bool = False) -> None:
    """Raise `SealBroken` where a graph file is gone or of another size or, when ``full``, holds other bytes.

    A folder written by an earlier version has no seal, and is taken as it is.
    """
    try:
        facts = json.loads(_place(folder).read_text(encoding="utf-8"))
        for name, (size, digest) in facts.items():
            file = folder / name
            if not file.is_file():
                raise SealBroken(f"{name} is gone")
            if file.stat().st_size != size or (full and _digest(file) != digest):
                raise SealBroken(f"{name} is damaged")
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SealBroken(f"{_place(folder).name} is damaged") from error


def _files(folder: Path) -> list[Path]:
    graphs = [found.parent for found in folder.glob(f"*/{_WRITTEN_OUT}")]
    return sorted(file for graph in graphs for file in graph.iterdir() if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _place(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_SUFFIX}")
