"""What engines said to the same questions, side by side: JSON for programs, Markdown for people."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from assistant.render import escape_markdown
from evals.journal import write_whole
from evals.types import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked of one engine."""

    engine: str
    question: str
    """Its id."""
    answer: str = ""
    refused: bool = False
    right: bool = False
    """Holds what it must, or is refused where the documents do not tell."""
    citations: tuple[str, ...] = ()
    """``[1] document: quote``."""
    seconds: float = 0.0
    """Until it was checked and complete, the loading of the model not counted."""
    model: str = ""
    error: str = ""
    """Why it could not be asked; then the rest is empty."""

    def to_row(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """As ``to_row`` wrote it."""
        known = {field.name: row[field.name] for field in fields(cls)}
        return cls(**known | {"citations": tuple(known["citations"])})


def write_table(out: Path, rows: Sequence[Asked], questions: Mapping[str, Question], mark: str = "") -> None:
    """Write ``out`` as JSON and the table beside it as Markdown, each whole or not at all.

    ``mark`` names the models and the index that the rows belong to.
    """
    facts = {
        "mark": mark,
        "summary": summary(rows, questions),
        "questions": [
            {
                "id": id,
                "question": question.question,
                "language": question.language,
                "answerable": question.answerable,
                "engines": {row.engine: row.to_row() for row in rows if row.question == id},
            }
            for id, question in questions.items()
        ],
    }
    write_whole(out, json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    write_whole(out.with_suffix(".md"), markdown(rows, questions))


def read_rows(out: Path, mark: str) -> list[Asked]:
    """The rows of a table that `write_table` wrote for the same models and index; none where there is no such table."""
    try:
        facts = json.loads(out.read_text(encoding="utf-8"))
        if facts["mark"] != mark:
            return []
        return [Asked.from_row(row) for question in facts["questions"] for row in question["engines"].values()]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def summary(rows: Sequence[Asked], questions: Mapping[str, Question]) -> list[dict[str, Any]]:
    """One line an engine: how many were asked, right, wrongly refused; the middle of the seconds."""
    found = []
    for engine in dict.fromkeys(row.engine for row in rows):
        asked = [row for row in rows if row.engine == engine and not row.error]
        answerable = [row for row in asked if questions[row.question].answerable]
        found.append(
            {
                "engine": engine,
                "model": asked[0].model if asked else "",
                "asked": len(asked),
                "failed": sum(row.engine == engine and bool(row.error) for row in rows),
                "right": sum(row.right for row in asked),
                "answers refused": sum(row.refused for row in answerable),
                "answered though not told": sum(
                    not row.refused for row in asked if not questions[row.question].answerable
                ),
                "citations": sum(len(row.citations) for row in asked),
                "seconds, middle": round(statistics.median(row.seconds for row in asked), 1) if asked else None,
            }
        )
    return found


def markdown(rows: Sequence[Asked], questions: Mapping[str, Question]) -> str:
    """The summary, then a table a question with a line an engine."""
    parts = ["# The same questions through every engine", ""]
    lines = summary(rows, questions)
    parts += _table([[_cell(str(value)) for value in line.values()] for line in lines], list(lines[0]) if lines else [])
    for id, question in questions.items():
        expected = "" if question.answerable else " (the documents do not tell)"
        parts += ["", f"## {id}: {_cell(question.question)}{expected}", ""]
        columns = ["engine", "answer", "right", "refused", "citations", "seconds"]
        parts += _table([_line(row) for row in rows if row.question == id], columns)
    return "\n".join(parts) + "\n"


def _line(row: Asked) -> list[str]:
    if row.error:
        return [row.engine, f"failed: {_cell(row.error)}", "–", "–", "–", "–"]
    cited = "<br>".join(map(_cell, row.citations)) or "–"
    right, refused = ("yes" if value else "no" for value in (row.right, row.refused))
    return [row.engine, _cell(row.answer), right, refused, cited, f"{row.seconds:.1f}"]


def _table(lines: Sequence[Sequence[str]], columns: Sequence[str]) -> list[str]:
    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return head + [f"| {' | '.join(line)} |" for line in lines]


def _cell(text: str) -> str:
    return escape_markdown(" ".join(text.split()))
