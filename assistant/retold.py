"""Messages of the program in another language, recognised by the English words that they were made with.

An error, or the reason why an item of a run failed, is made in English where it arises and kept so: in a log, in the
results of a run. A page for readers of another language recognises it here and tells it in theirs.

A table is from templates to the same in simplified and in traditional Chinese. ``{name}`` is a blank, and
``{name:pattern}`` one that only what fits the regular expression fills. What fills a blank is told by the table of
parts, or by that of whole messages, where it is known there, and stays as it is otherwise.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.types import Script

Table = Mapping[str, tuple[str, str]]

_BLANK = re.compile(r"\{(\w+)(?::([^{}]+(?:\{[\d,]+\}[^{}]*)*))?\}")
_LONGEST = 6000
"""Characters of a message that is looked at; a longer one is no message of ours."""


@dataclass(frozen=True, slots=True)
class _Row:
    pattern: re.Pattern[str]
    chinese: Mapping[Script, str]


class Retold:
    """Tells messages by the tables it is given.

    Example:
        >>> told = Retold({"{name}: is empty": ("{name}：是空的", "{name}：是空的")})
        >>> told.tell("a.txt: is empty", "zh-Hans")
        'a.txt：是空的'
    """

    def __init__(self, messages: Table, parts: Table | None = None) -> None:
        self._messages = _rows(messages)
        self._parts = (*_rows(parts or {}), *self._messages)

    def tell(self, message: str, language: Script) -> str:
        """``message`` in ``language``; as it is in English, and where no template fits."""
        found = self.find(message, language)
        return message if found is None else found

    def tell_list(self, joined: str, language: Script) -> str:
        """Several messages joined by ``"; "``, each told. What fills a blank may hold that too."""
        if language == "en":
            return joined
        told = (self.tell(message, language) for message in self._apart(joined))
        return "；".join(told)

    def find(self, message: str, language: Script) -> str | None:
        """``message`` in ``language``, or None where no template fits it."""
        return message if language == "en" else self._find(self._messages, message, language)

    def _find(self, rows: Sequence[_Row], message: str, language: Script) -> str | None:
        if len(message) > _LONGEST:
            return None
        for row in rows:
            fitted = row.pattern.fullmatch(message)
            if fitted is not None:
                blanks = {name: self._part(value, language) for name, value in fitted.groupdict().items()}
                return row.chinese[language].format_map(blanks)
        return None

    def _part(self, value: str, language: Script) -> str:
        told = self._find(self._parts, value, language)
        return value if told is None else told

    def _apart(self, joined: str) -> Iterator[str]:
        """A piece that begins no message of ours belongs to the one before it."""
        message = ""
        for piece in joined.split("; "):
            if message and self.find(piece, "zh-Hans") is not None:
                yield message
                message = piece
            else:
                message = f"{message}; {piece}" if message else piece
        yield message


def _rows(table: Table) -> tuple[_Row, ...]:
    """The rows with the most words of their own first: they are the surest."""
    order = sorted(table, key=lambda template: -len(_BLANK.sub("", template)))
    return tuple(_Row(_pattern(template), _chinese(table[template])) for template in order)


def _pattern(template: str) -> re.Pattern[str]:
    parts, at, names = [], 0, set[str]()
    for blank in _BLANK.finditer(template):
        name, only = blank.groups()
        again = name in names
        parts += [re.escape(template[at : blank.start()]), f"(?P={name})" if again else f"(?P<{name}>{only or '.*?'})"]
        names.add(name)
        at = blank.end()
    return re.compile("".join([*parts, re.escape(template[at:])]), re.DOTALL)


def _chinese(row: tuple[str, str]) -> dict[Script, str]:
    return {"zh-Hans": row[0], "zh-Hant": row[1]}
