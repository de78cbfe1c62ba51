"""How much an argument speaks for open models or against them, by what it says good or bad of which.

Each clause has a target (open or closed models; a clause that names neither goes on about the one before), and words
that praise or blame it. "Not" before such a word turns it round, and so does what prevents or reduces it: "finds
risks" praises, "brings risks" blames. Praise of open models speaks for them, and so does blame of closed ones.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_CLAUSE = re.compile(
    r"[，。；！？：,;!?:]\s?|\.\s|——|\s[–—]\s|\b(?:because|but|while|although|whereas)\b|因为|但是?|而(?=闭源|开源)"
)


_NEVER_ENDS = re.compile(r"不(?:会|能|应该?|可以?)?(?:放弃|停止)|\b(?:not|never|won't) (?:stop|give up|cease)\b")
"""Two words of refusal that make one of persistence."""
_NEAR = 24
"""Characters behind a verb that its object stands in."""
_NOT_GOOD = 0.5
"""Points for what is only said not to be good, which blames less than a word of blame."""
_OTHER = {"open": "closed", "closed": "open"}


@dataclass(frozen=True, slots=True)
class Leaning:
    """Points for and against openness; 0 for both where nothing is praised or blamed."""

    open: float
    closed: float


@dataclass(frozen=True, slots=True)
class _Words:
    open: re.Pattern[str]
    closed: re.Pattern[str]
    good: re.Pattern[str]
    bad: re.Pattern[str]
    to_open: re.Pattern[str]
    to_close: re.Pattern[str]
    beats: re.Pattern[str]
    compared: re.Pattern[str]
    prevents: re.Pattern[str]
    negates: re.Pattern[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(resources.files("assistant.summaries").joinpath("leaning.toml").read_text("utf-8"))
    return _Words(**{key: re.compile("|".join(f"(?:{word})" for word in words)) for key, words in table.items()})


def leaning(text: str) -> Leaning:
    """Of an argument in lower case and simplified characters."""
    words = _words()
    points = {"open": 0.0, "closed": 0.0}
    target = ""
    for clause in filter(str.strip, _CLAUSE.split(_NEVER_ENDS.sub(_kept_up, text))):
        if wished := _wishes(words, clause):
            for side in wished:
                points[side] += 1
            target = _targets(words, clause)[-1][1] if _targets(words, clause) else target
            continue
        # "Better than closed ones" says it of the others.
        clause = words.compared.sub(lambda match: " " * len(match[0]), clause)
        targets = _targets(words, clause)
        target = targets[0][1] if targets else target
        if not target:
            continue
        praised = [(match, True) for match in words.good.finditer(clause) if not _has_object(words, clause, match)]
        blamed = [(match, False) for match in words.bad.finditer(clause)]
        for match, good in (*praised, *blamed):
            before = clause[: match.start()]
            meant = next((side for place, side in reversed(targets) if place < match.start()), target)
            turned = bool(words.negates.search(before)) ^ (not good and bool(words.prevents.search(before)))
            points[meant if good ^ turned else _OTHER[meant]] += _NOT_GOOD if good and turned else 1
        for match in words.beats.finditer(clause):
            behind = [side for place, side in targets if match.end() <= place < match.end() + _NEAR]
            if behind:
                points[behind[0] if words.negates.search(clause[: match.start()]) else _OTHER[behind[0]]] += 1
        target = targets[-1][1] if targets else target
    return Leaning(points["open"], points["closed"])


def _kept_up(match: re.Match[str]) -> str:
    return " keep " if match[0].isascii() else "坚持"


def _targets(words: _Words, clause: str) -> list[tuple[int, str]]:
    """Where a clause names which models, in order."""
    closed = [(match.start(), match.end(), "closed") for match in words.closed.finditer(clause)]
    open_ = [
        (match.start(), match.end(), "open")
        for match in words.open.finditer(clause)
        # "not open" is closed.
        if not any(start <= match.start() < end for start, end, _ in closed)
    ]
    return sorted((start, side) for start, _, side in (*closed, *open_))


def _has_object(words: _Words, clause: str, match: re.Match[str]) -> bool:
    """Whether a word of praise is one of beating something that the clause names."""
    return bool(words.beats.match(clause, match.start())) and any(
        match.end() <= place < match.end() + _NEAR for place, _ in _targets(words, clause)
    )


def _wishes(words: _Words, clause: str) -> list[str]:
    """The sides that a clause wants taken; "must not open" wants the other."""
    wished = []
    for pattern, side in ((words.to_open, "open"), (words.to_close, "closed")):
        for match in pattern.finditer(clause):
            wished.append(_OTHER[side] if words.negates.search(clause[: match.start()]) else side)
    return wished
