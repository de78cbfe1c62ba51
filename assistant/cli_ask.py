"""``debate ask``: one question to a terminal, a pipe or JSON, or many from a file."""

import json
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from assistant.cli_lines import Line, read_input, write_lines
from assistant.cli_run import OK, WRONG_USAGE, quiet_libraries
from assistant.language import detect
from assistant.questions import validate
from assistant.render import answer_object, plain, sentences_text, terminal
from assistant.settings import Settings
from assistant.types import Answer, AnswerEvent, Checked, Document, Done, Drafted, Sentence, Stage, Turn
from index.errors import UsageError

_STAGES = {
    "queued": ("Waiting", "排队中"),
    "searching": ("Searching the documents", "正在检索文档"),
    "reading": ("Reading", "正在阅读"),
    "writing": ("Writing", "正在撰写"),
    "checking": ("Checking", "正在核对"),
}
_PROBLEMS_SHOWN = 10


class Documents(Protocol):
    """The documents that answers come from."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """By id."""
        ...


class Asked(Protocol):
    """What the command needs of the assistant."""

    @property
    def index(self) -> Documents:
        """What it answers from."""
        ...

    def ask(self, question: str, *, history: Sequence[Turn] = (), documents: Collection[str] | None = None) -> Answer:
        """The whole answer at once."""
        ...

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Events, ``Done`` last."""
        ...


def open_assistant(settings: Settings) -> Asked:
    """Load the models and open the index; seconds."""
    quiet_libraries()
    from assistant.service import open_assistant as opened

    return opened(settings)


def ask_one(question: str, as_json: bool, documents: Sequence[str] | None, settings: Settings) -> int:
    """Answer one question on standard output: streamed to a terminal, plain text to a pipe, or one JSON object."""
    question = validate(question)
    if as_json or not sys.stdout.isatty():
        assistant = open_assistant(settings)
        check_ids(documents, assistant.index.documents)
        answer = assistant.ask(question, documents=documents)
        print(json.dumps(answer_object(answer), ensure_ascii=False) if as_json else plain(answer))
        return OK
    console = Console(highlight=False)
    chinese = detect(question) != "en"
    with console.status("正在载入模型" if chinese else "Loading the models"):
        assistant = open_assistant(settings)
        check_ids(documents, assistant.index.documents)
    cancel = threading.Event()
    try:
        answer = _follow(assistant.stream(question, documents=documents, cancel=cancel), console, chinese)
    finally:
        cancel.set()
    console.print(terminal(answer))
    return OK


def ask_many(input: Path, output: Path | None, documents: Sequence[str] | None, settings: Settings) -> int:
    """Answer the questions of a file, the models loaded once; exit code 2 where some lines could not be used."""
    read = read_input(input)
    assistant = open_assistant(settings)
    known = assistant.index.documents
    check_ids(documents, known)
    lines, problems = _limited(read.lines, documents, known)
    fingerprint = repr((settings.generator, settings.encoder, [(d.id, d.sha256) for d in known.values()]))

    def answer(line: Line) -> dict[str, Any]:
        return answer_object(assistant.ask(line.question, history=line.history, documents=line.documents))

    for done, _ in enumerate(write_lines(lines, answer, output, fingerprint), start=1):
        show_progress(done, len(lines))
    return tell_problems((*read.problems, *problems))


def check_ids(ids: Collection[str] | None, known: Collection[str]) -> None:
    """Raise `UsageError` for an id that no document has."""
    for id in ids or ():
        if id not in known:
            raise UsageError(f"No document has the id {id!r}: see `debate docs list`.")


def show_progress(done: int, total: int) -> None:
    """How many questions are done, on one line of a terminal; nothing elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} of {total}", end=end, file=sys.stderr, flush=True)


def tell_problems(problems: Sequence[str]) -> int:
    """Say on stderr which lines were left out; the exit code that follows."""
    for problem in problems[:_PROBLEMS_SHOWN]:
        print(f"debate: {' '.join(problem.split())}", file=sys.stderr)
    if len(problems) > _PROBLEMS_SHOWN:
        print(f"debate: and {len(problems) - _PROBLEMS_SHOWN} more lines like these.", file=sys.stderr)
    return WRONG_USAGE if problems else OK


def _limited(
    lines: Sequence[Line], documents: Sequence[str] | None, known: Collection[str]
) -> tuple[list[Line], list[str]]:
    """The lines, with the limit of the call where they have none, and what is wrong with those left out."""
    fit: list[Line] = []
    problems: list[str] = []
    for line in lines:
        try:
            check_ids(line.documents, known)
        except UsageError as error:
            problems.append(f"line {line.number}: {error}")
            continue
        limit = tuple(documents) if documents is not None and line.documents is None else line.documents
        fit.append(replace(line, documents=limit))
    return fit, problems


def _follow(events: Iterator[AnswerEvent], console: Console, chinese: bool) -> Answer:
    """Show an answer while it comes about: what is checked, the sentence being written, and the stage of the work."""
    sentences: list[Sentence] = []
    draft, stage = "", ""
    spinner = Spinner("dots")
    with Live(console=console, transient=True, refresh_per_second=12, vertical_overflow="visible") as live:
        for event in events:
            match event:
                case Stage(name, position):
                    stage = _STAGES[name][chinese] + (f" ({position})" if position else "")
                case Drafted(text):
                    draft += text
                case Checked(sentence, _):
                    draft = ""
                    if sentence is not None:
                        sentences.append(sentence)
                case Done(answer):
                    return answer
            spinner.update(text=Text(stage, style="dim"))
            shown = sentences_text(sentences, draft)
            live.update(Group(shown, spinner) if shown else spinner)
    raise RuntimeError("the stream ended without an answer")
