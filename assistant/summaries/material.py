"""What the documents hold for a summary: units with their worth, for a document, a topic or the whole collection."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from assistant.evidence import calibration
from assistant.facts import NameTable
from assistant.facts.names import names_in
from assistant.language import script_of
from assistant.scope import Scope
from assistant.summaries.choosing import BULLETS, Scored, choose, fit_to_show, score
from assistant.summaries.lines import Line, read_lines
from assistant.summaries.types import Length, Subject
from assistant.summaries.units import Unit, read_units, with_what_leans
from assistant.summaries.wording import is_aside, is_instruction, tidy
from assistant.summaries.words import Notice
from index.collection import Index
from index.types import Document

_SPARE = 1.6
"""Statements chosen for each one shown, to take the place of those that cannot be said in both languages."""
_SEARCHED = 24
_CELL = re.compile(r"\s*\|\s*")
"""Between two cells of a table in Markdown."""
_TOPIC_NEAR = 0.08
"""Cosine similarity that a sentence may stay behind the one nearest to a topic and still be on it."""


class Material(NamedTuple):
    """Statements to be put into both languages, the most important first, and what the reader is to be told."""

    chosen: tuple[Scored, ...]
    wanted: int
    notice: Notice | None
    refused: bool = False


def gather(
    index: Index, documents: Mapping[str, Document], subject: Subject, length: Length, table: NameTable, scope: Scope
) -> Material:
    """The statements of a summary, chosen without a model."""
    if subject.kind == "topic":
        return _of_topic(index, documents, subject.value, length, table, scope)
    read = {document.id: read_lines(index, document) for document in documents.values()}
    units_of = {id: read_units(lines, table) for id, lines in read.items()}
    for id, found in units_of.items():
        if sum(fit_to_show(unit) for unit in found) < BULLETS["medium"]:
            units_of[id] = with_what_leans(found)
    scored = [score(units_of[id], table) for id in documents]
    if not any(scored):
        return _as_list([line for lines in read.values() for line in lines], length)
    wanted = BULLETS[length]
    if len(documents) == 1:
        able = next(iter(scored))
        chosen = choose(able, _spare(wanted))
        return Material(tuple(chosen), wanted, "short" if len(able) <= BULLETS["short"] else None)
    return Material(tuple(_across(scored, wanted)), wanted, None)


def _across(scored: Sequence[Sequence[Scored]], wanted: int) -> list[Scored]:
    """The best of every document in turn, and none that repeats another document's."""
    each = [choose(able, max(3, _spare(wanted) // max(1, len(scored)) + 2)) for able in scored]
    mixed = [items[n] for n in range(max(map(len, each), default=0)) for items in each if n < len(items)]
    # Worth is scaled within a document, so that turns, not worth, decide between documents.
    ranked = [replace(item, worth=1.0 - n / max(1, len(mixed))) for n, item in enumerate(mixed)]
    return choose(ranked, _spare(wanted), spread=False)


def _of_topic(
    index: Index,
    documents: Mapping[str, Document],
    topic: str,
    length: Length,
    table: NameTable,
    scope: Scope,
) -> Material:
    vector = index.query_vector(topic)
    found = index.search(topic, _SEARCHED)
    nearest = max((item.scores.get("dense", 0.0) for item in found), default=0.0)
    if scope.outside(vector, nearest) is not None:
        return Material((), 0, "outside", True)
    units_of: list[Unit] = []
    for id in dict.fromkeys(item.passage.document_id for item in found):
        units_of += read_units(read_lines(index, documents[id]), table)
    able = score(units_of, table)
    likeness = [float(item.vector @ vector) for item in able]
    best = max(likeness, default=0.0)
    text = "\n".join(item.passage.text for item in found)
    unknown = any(not table.mentions(name, text) for name in names_in(topic, table))
    limits = calibration()["answerable"]
    # The same measure that decides whether a question may have an answer.
    if unknown or not able or limits["bias"] + limits["dense"] * min(nearest, best) < 0:
        return Material((), 0, "topic", True)
    near = [
        replace(item, worth=3 * (like - best) / _TOPIC_NEAR / 4 + item.worth)
        for item, like in zip(able, likeness, strict=True)
        if like >= best - 2 * _TOPIC_NEAR and like >= 0.75 * best
    ]
    wanted = min(BULLETS[length], len(near))
    return Material(tuple(choose(near, _spare(wanted), spread=False)), wanted, None)


def _as_list(lines: Sequence[Line], length: Length) -> Material:
    """For a list or a table: its entries as they stand, in order, evenly taken from start to end."""
    entries: list[Scored] = []
    for line in lines:
        script = script_of(line.text)
        if script is None or is_aside(line.text) or is_instruction(line.text):
            continue
        text = _CELL.sub(" · ", tidy(line.text, script).strip("| "))
        if len(text) >= 6:
            entries.append(Scored(Unit((line,), None, text, script, "", True, False), 0.0, line.vector, {}))
    if not entries:
        return Material((), 0, "empty", True)
    wanted = min(BULLETS[length], len(entries))
    places = sorted({int(place) for place in np.linspace(0, len(entries) - 1, wanted)})
    return Material(tuple(entries[place] for place in places), wanted, "list" if len(entries) > 2 else "short")


def _spare(wanted: int) -> int:
    return max(wanted + 2, round(wanted * _SPARE))
