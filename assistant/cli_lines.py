"""Many questions at once: lines of JSON in, lines of JSON out, each written as soon as it is there.

A run with ``--output`` writes to a partial file beside it and renames it when all is done. Broken off, the same
command goes on behind the last whole line; a change of the input, the documents or the models begins anew, since the
partial file's name holds a fingerprint of them.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.questions import validate
from assistant.types import Script, Turn
from index.errors import UsageError

Check = Callable[[str, Script | None], str]
"""Cleans a question, or raises `UsageError`; the second argument is the language of the conversation."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question of an input file."""

    number: int
    """In the file, from 1."""
    id: Any
    question: str
    history: tuple[Turn, ...]
    documents: tuple[str, ...] | None
    """Ids that the evidence is limited to; None for all."""


@dataclass(frozen=True, slots=True)
class Input:
    """The questions of a file and what was wrong with other lines of it."""

    lines: tuple[Line, ...]
    problems: tuple[str, ...]
    """One line each, with the number of the input line."""


def read_input(path: Path, key: str = "question", check: Check = validate) -> Input:
    """Read a file of JSON lines; ``-`` is standard input. Blank lines are passed over.

    A line that cannot be used becomes a problem and never stops the others. Raises `UsageError` where nothing is left.
    """
    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    lines: list[Line] = []
    problems: list[str] = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            lines.append(_line(number, raw, key, check))
        except UsageError as error:
            problems.append(f"{path}, line {number}: {error}")
    if not lines:
        raise UsageError(problems[0] if problems else f'{path} is empty: write one {{"id": 1, "{key}": "…"}} a line.')
    return Input(tuple(lines), tuple(problems))


def write_lines(
    lines: Sequence[Line], answer: Callable[[Line], dict[str, Any]], output: Path | None, fingerprint: str
) -> Iterator[Line]:
    """Answer each line and write its object, with the line's ``id`` first; yields each line that is done.

    ``fingerprint`` tells runs apart that must not be continued by one another.
    """
    if output is None or str(output) == "-":
        for line in lines:
            sys.stdout.write(_dump(line, answer(line)))
            sys.stdout.flush()
            yield line
        return
    if output.is_dir():
        raise UsageError(f"{output} is a folder: name a file for the answers.")
    if not output.parent.is_dir():
        raise UsageError(f"{output.parent}: there is no such folder; make it first.")
    key = hashlib.sha256(repr((fingerprint, lines)).encode("utf-8", "surrogatepass")).hexdigest()[:10]
    partial = output.with_name(f"{output.name}.{key}.partial")
    done = _whole_lines(partial)
    with partial.open("ab") as file:
        for line in lines[:done]:
            yield line
        for line in lines[done:]:
            file.write(_dump(line, answer(line)).encode("utf-8"))
            file.flush()
            yield line
    partial.replace(output)


def _whole_lines(partial: Path) -> int:
    """How many answers a run that was broken off left; a last line cut short is taken off."""
    if not partial.exists():
        return 0
    data = partial.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with partial.open("r+b") as file:
            file.truncate(len(whole))
    return whole.count(b"\n")


def _dump(line: Line, found: dict[str, Any]) -> str:
    return json.dumps({"id": line.id} | found, ensure_ascii=False) + "\n"


def _line(number: int, raw: bytes, key: str, check: Check) -> Line:
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError("is not UTF-8; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"is not JSON ({error}); write one object a line.") from error
    if not isinstance(value, dict):
        raise UsageError(f'is not an object; write {{"id": 1, "{key}": "…"}}.')
    question = value.get(key, value.get("question"))
    if not isinstance(question, str):
        raise UsageError(f'has no text under "{key}"; write {{"id": 1, "{key}": "…"}}.')
    history = _history(value.get("history") or [])
    return Line(
        number=number,
        id=value.get("id", number),
        question=check(question, _language(history)),
        history=history,
        documents=_documents(value.get("documents")),
    )


def _history(value: Any) -> tuple[Turn, ...]:
    wrong = '"history" must be a list of {"question": "…", "answer": "…"}.'
    if not isinstance(value, list):
        raise UsageError(wrong)
    turns: list[Turn] = []
    for turn in value:
        if not isinstance(turn, dict) or not isinstance(turn.get("question"), str):
            raise UsageError(wrong)
        told = turn.get("answer", "")
        if not isinstance(told, str):
            raise UsageError(wrong)
        turns.append(Turn(turn["question"], told))
    return tuple(turns)


def _language(history: Sequence[Turn]) -> Script | None:
    from assistant.language import detect

    return detect(history[-1].question) if history else None


def _documents(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
        raise UsageError('"documents" must be a list of document ids, as `debate docs list` shows them.')
    return tuple(value)
