"""The same ten golden questions through every engine, side by side: does another engine answer as well?

    python -m evals.engines                                    # all three, with the default model
    python -m evals.engines --engine transformers --questions 1

The engine ``openai`` is asked through llama-cpp-python's own server on the same model file, started for the while. What
is done is kept, so that a run broken off goes on where it stopped, and engines asked one by one come into one table.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any, Protocol, cast, get_args

import typer

from assistant import models
from assistant.cli_run import quiet_libraries, read_settings
from assistant.engines.base import EngineName
from assistant.render import answer_text
from assistant.settings import Settings
from assistant.types import Answer
from evals import formats
from evals.bench_report import run_command
from evals.engine_server import serving
from evals.engine_table import Asked, read_rows, write_table
from evals.errors import ChoiceError, GateError
from evals.golden.match import missing
from evals.journal import Journal, write_whole
from evals.session import GOLDEN
from evals.types import Question
from index.errors import DebateError

QUESTIONS = ("q001", "q157", "q030", "q008", "q138", "q054", "q038", "q045", "q061", "q067")
"""From the half that is tuned on: five in English, five in Chinese; of q138 and q157 the documents do not tell."""


class Answering(Protocol):
    """What is asked: the assistant, or what stands for it in a test."""

    def ask(self, question: str) -> Answer:
        """The whole answer."""
        ...


Opener = Callable[[Settings], AbstractContextManager[Answering]]


def main(
    engine: Annotated[list[str] | None, typer.Option(help="Only this engine; repeat. Default: all three.")] = None,
    questions: Annotated[int, typer.Option(min=1, max=len(QUESTIONS), help="How many of the ten.")] = len(QUESTIONS),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew after a run that was broken off.")] = False,
    out: Annotated[Path, typer.Option(help="File for the answers as JSON; the table lies beside it.")] = Path(
        "evals/reports/engines.json"
    ),
) -> None:
    """Ask the same golden questions of each engine, with the models and the index at hand."""
    names = engine or list(get_args(EngineName))
    if wrong := [name for name in names if name not in get_args(EngineName)]:
        raise ChoiceError(f"no engine is called {wrong[0]!r}; there are {', '.join(get_args(EngineName))}")
    settings = read_settings()
    quiet_libraries()
    chosen = golden(QUESTIONS[:questions])
    rows = compare([cast(EngineName, name) for name in names], chosen, settings, opened, out, fresh=fresh)
    print(f"Written: {out} and {out.with_suffix('.md')}")
    if failed := sorted({row.engine for row in rows if row.error}):
        raise GateError(f"not every question could be asked of {', '.join(failed)}: see {out.with_suffix('.md')}")


def golden(ids: Sequence[str]) -> list[Question]:
    """The golden questions of these ids, in their order."""
    known = {q.id: q for q in formats.read_questions(GOLDEN / "questions.jsonl", lambda _: "en")}
    return [known[id] for id in ids]


def compare(
    engines: Sequence[EngineName],
    questions: Sequence[Question],
    settings: Settings,
    opener: Opener,
    out: Path,
    *,
    fresh: bool = False,
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
) -> list[Asked]:
    """Ask each engine in turn and write the table; an engine that fails is told of in it and keeps nobody else back.

    What the table at ``out`` holds of engines that are not asked now stays, where models and index are the same.
    """
    mark = hashlib.sha256(f"{settings.generator} {settings.encoder} {settings.index_dir}".encode()).hexdigest()[:8]
    journal_file = out.with_suffix(".part.jsonl")
    if fresh:
        journal_file.unlink(missing_ok=True)
    rows: list[Asked] = []
    with Journal(journal_file) as journal:
        for engine in engines:
            rows += _asked(engine, questions, settings, opener, journal, mark, say)
    kept = [] if fresh else [row for row in read_rows(out, mark) if row.engine not in engines]
    order = get_args(EngineName)
    table = sorted([*kept, *rows], key=lambda row: order.index(row.engine))
    write_table(out, table, {q.id: q for q in _of_rows(table, questions)}, mark)
    _leave(journal_file, [row for row in journal.rows.values() if row["engine"] not in engines])
    return rows


def _leave(journal_file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Leave in the journal what another engine was asked before it was broken off."""
    if rows:
        write_whole(journal_file, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    else:
        journal_file.unlink()


def _of_rows(rows: Sequence[Asked], questions: Sequence[Question]) -> list[Question]:
    """The questions of a table: those asked now, and those that rows kept from earlier are of."""
    asked = {q.id for q in questions}
    return [*questions, *golden([id for id in dict.fromkeys(row.question for row in rows) if id not in asked])]


def _asked(
    engine: EngineName,
    questions: Sequence[Question],
    settings: Settings,
    opener: Opener,
    journal: Journal,
    mark: str,
    say: Callable[[str], None],
) -> Iterator[Asked]:
    """What the engine says to each question; the model is loaded with the first that is not done."""
    with ExitStack() as closing:
        answering: Answering | None = None
        failure = ""
        for question in questions:
            id = f"{engine} {question.id} {mark}"
            if id in journal.rows:
                yield Asked.from_row(journal.rows[id])
                continue
            if failure:
                yield Asked(engine, question.id, error=failure)
                continue
            try:
                if answering is None:
                    say(f"{engine}: loading")
                    chosen = settings.model_copy(update={"engine": engine})
                    answering = closing.enter_context(opener(chosen))
                started = time.monotonic()
                answer = answering.ask(question.question)
                row = _row(engine, question, answer, time.monotonic() - started)
            except DebateError as error:
                say(f"{engine} {question.id}: {error}")
                failure = str(error) if answering is None else ""
                yield Asked(engine, question.id, error=str(error))
                continue
            journal.append({"id": id, **row.to_row()})
            say(f"{engine} {question.id}: {row.seconds:.0f} s, {'refused' if row.refused else 'answered'}")
            yield row


def _row(engine: EngineName, question: Question, answer: Answer, seconds: float) -> Asked:
    said = " ".join(sentence.text for sentence in answer.sentences)
    right = answer.refused if not question.answerable else not answer.refused and not missing(question.must_hold, said)
    cited = tuple(f"[{c.number}] {c.document_id}: {c.quote}" for c in answer.citations)
    return Asked(
        engine, question.id, answer_text(answer.sentences), answer.refused, right, cited, seconds, answer.model
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Answering]:
    """The real assistant on the engine of the settings, closed again; for ``openai`` with a server behind it."""
    from assistant.service import open_assistant

    with ExitStack() as closing:
        if settings.engine == "openai":
            file = models.path(settings.generator, settings)
            url = closing.enter_context(serving(file, settings.generator, settings.threads))
            changes: dict[str, Any] = {"engine_url": url}
            settings = settings.model_copy(update=changes)
        assistant = open_assistant(settings)
        closing.callback(assistant.index.close)
        closing.callback(assistant.engine.close)
        yield assistant


if __name__ == "__main__":
    run_command(main)
