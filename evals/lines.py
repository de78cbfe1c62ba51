"""JSON lines as people write them: read with the line number of everything that is wrong."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from evals.errors import InputError

T = TypeVar("T")

MAX_NAMED = 5
"""How many further bad lines a message names."""


def read_lines(path: Path, parse: Callable[[dict[str, Any]], T], key: Callable[[T], str] | None = None) -> list[T]:
    """Read a JSON-lines file, one object a line; blank lines are passed over.

    ``parse`` turns an object into an item and raises ``ValueError`` with what is wrong; ``key`` gives what must be
    unique. Nothing is returned unless every line is right.

    Raises InputError naming the file, the first bad line, what is wrong with it, and the other bad lines.
    """
    items: list[T] = []
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, row in _objects(path, problems):
        try:
            item = parse(row)
        except (ValueError, TypeError) as error:
            problems.append((number, str(error)))
            continue
        if key is not None:
            name = key(item)
            if name in seen:
                problems.append((number, f"id {name!r} is already on line {seen[name]}; give it another id"))
                continue
            seen[name] = number
        items.append(item)
    if problems:
        problems.sort()
        number, what = problems[0]
        others = [str(n) for n, _ in problems[1:]]
        more = (
            f" (also lines {', '.join(others[:MAX_NAMED])}{' …' if len(others) > MAX_NAMED else ''})" if others else ""
        )
        raise InputError(f"{path.name}:{number}: {what}{more}")
    if not items:
        raise InputError(f"{path.name}: no line in it; write one JSON object a line")
    return items


def _objects(path: Path, problems: list[tuple[int, str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    with file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError:
                problems.append((number, "not UTF-8; save the file as UTF-8"))
                continue
            except json.JSONDecodeError as error:
                problems.append((number, f"not valid JSON ({error.msg} at column {error.colno}); mend the line"))
                continue
            except RecursionError:
                problems.append((number, "nested too deep; one flat object a line is wanted"))
                continue
            if not isinstance(row, dict):
                problems.append((number, f"a JSON object is wanted, this is a {type(row).__name__}"))
                continue
            yield number, row


def text(row: dict[str, Any], name: str, *, default: str | None = None, empty: bool = False) -> str:
    """The string under ``name``; without a ``default`` it must be there, and not blank unless ``empty``."""
    value = row.get(name)
    if value is None:
        if default is None:
            raise ValueError(f'field "{name}" is missing; add it')
        return default
    if not isinstance(value, str):
        raise ValueError(f'field "{name}" must be a string, not {type(value).__name__}')
    if not value.strip() and not empty and default is None:
        raise ValueError(f'field "{name}" is empty; fill it or delete the line')
    return value


def flag(row: dict[str, Any], name: str) -> bool | None:
    """The true/false under ``name``, None when absent."""
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f'field "{name}" must be true or false, not {value!r}')
    return value


def items(row: dict[str, Any], name: str) -> list[Any]:
    """The list under ``name``, empty when absent."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f'field "{name}" must be a list, not {type(value).__name__}')
    return value


def texts(row: dict[str, Any], name: str) -> tuple[str, ...]:
    """The list of strings under ``name``, empty when absent."""
    found = items(row, name)
    for value in found:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f'field "{name}" must hold non-empty strings, not {value!r}')
    return tuple(found)
