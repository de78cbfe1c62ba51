"""Results written item by item, so that a broken run goes on where it stopped and loses nothing it finished."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from evals.errors import RunError


class Journal:
    """An append-only JSON-lines file keyed by ``"id"``: what is in it is done.

    A line counts when it ends in a line break and parses. The last line of a run that was killed while writing may
    not; it is cut off when the journal is opened, and its item done again. A broken line elsewhere is not ours to
    mend.

    Example:
        with Journal(folder / "answers.jsonl") as journal:
            if "q1" not in journal.rows:
                journal.append({"id": "q1", "answer": "…"})
    """

    def __init__(self, path: Path) -> None:
        """Read what is done. Raises RunError when a line other than the last is broken."""
        self.path = path
        self.rows: dict[str, dict[str, Any]] = {}
        self.repaired = False
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = self._read()
        if path.exists() and whole < path.stat().st_size:
            with path.open("r+b") as file:
                file.truncate(whole)
                os.fsync(file.fileno())
            self.repaired = True
        self._file = path.open("ab")

    def _read(self) -> int:
        """Fill ``rows``; give the length of the file up to its last whole line, in bytes."""
        if not self.path.exists():
            return 0
        whole = 0
        data = self.path.read_bytes()
        lines = data.split(b"\n")
        for number, line in enumerate(lines, 1):
            last = number >= len(lines) - 1
            try:
                row = json.loads(line) if line.strip() else None
                broken = row is not None and (not isinstance(row, dict) or not isinstance(row.get("id"), str))
            except ValueError:
                row, broken = None, True
            if number == len(lines):
                return whole  # What follows the last line break was never finished.
            if broken:
                if last and not lines[-1]:
                    return whole
                raise RunError(f"{self.path}:{number}: broken line; delete it, or delete the folder and run again")
            whole += len(line) + 1
            if row is not None:
                self.rows[row["id"]] = row
        return whole

    def append(self, row: Mapping[str, Any]) -> None:
        """Write one finished item; on return it is on the disk."""
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
        self._file.write(line.encode("utf-8", "surrogatepass"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.rows[str(row["id"])] = dict(row)

    def close(self) -> None:
        """Close the file; the rows stay readable."""
        self._file.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def write_whole(path: Path, content: str) -> None:
    """Write a file so that it is there whole or not at all (temporary name, then renamed)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("w", encoding="utf-8", errors="replace") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
