"""The same prompts for every way of reading: questions with the passages that search finds, golden and XQuAD."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import models, prompts
from assistant.answer import SHOWN
from assistant.engines.base import Reader
from assistant.engines.filling import KeepsStates
from assistant.settings import Settings
from assistant.types import Script
from evals import formats
from evals.checks import faults
from evals.ours import xquad_documents
from evals.sampling import stratified
from evals.session import GOLDEN
from evals.suites.xquad import SCRIPT, chosen, span_in
from evals.types import Question, Record
from evals.xquad import TONGUES, read_xquad
from index.build import build_index
from index.collection import Index
from index.embedding import Encoder

Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question with its passages as the model reads them, best first, and how an answer is known to be right."""

    id: str
    ground: str
    passages: tuple[str, ...]
    asked: str
    """What stands after the passages."""
    right: Callable[[str], bool]


def golden_prompts(settings: Settings, count: int, half: str, seed: int, report: Report) -> list[Prompt]:
    """Answerable golden questions with facts to check, on the index at hand."""
    every = formats.read_questions(GOLDEN / "questions.jsonl", lambda _: "en")
    fit = [q for q in every if q.answerable and q.must_hold and not q.history and half in ("all", q.half)]
    questions = stratified(fit, lambda q: f"{q.kind}/{q.language}", count, seed)
    with Index.open(settings.index_dir, _encoder(settings)) as index:
        found = []
        for done, question in enumerate(questions):
            report("search", done, len(questions))
            found.append(_golden(question, index))
        report("search", len(questions), len(questions))
    return found


def xquad_prompts(settings: Settings, folder: Path, count: int, report: Report) -> list[Prompt]:
    """The first of the fixed 200 XQuAD questions, half in each language, on an index of all its paragraphs."""
    xquad = read_xquad(folder)
    home = settings.home / "evals" / "collections" / "xquad"
    path = Settings(home=home, models=settings.models_dir).index_dir
    encoder = _encoder(settings)
    build_index(path, xquad_documents(folder), encoder, report)
    found = []
    with Index.open(path, encoder) as index:
        for place, parallel in enumerate(chosen(xquad, count)):
            report("search", place, count)
            tongue = TONGUES[place % 2]
            spans = tuple(span for spans in parallel.answers.values() for span in spans)
            text = parallel.question[tongue]
            found.append(
                Prompt(
                    f"xquad-{parallel.index:04d}-{tongue}",
                    "xquad",
                    _passages(text, None, index),
                    prompts.write(text, _script(SCRIPT[tongue])),
                    _holds_any(spans),
                )
            )
        report("search", count, count)
    return found


def keep_states(reader: Reader, prompt: Prompt) -> None:
    """Have the states of a prompt's passages, so that what follows is timed as in a warm collection."""
    if isinstance(reader, KeepsStates):
        for passage in prompt.passages:
            reader.keep(passage)


def _golden(question: Question, index: Index) -> Prompt:
    def right(answer: str) -> bool:
        return not faults(question, Record(question.id, answer, not answer.strip()))

    passages = _passages(question.question, question.documents, index)
    return Prompt(question.id, "golden", passages, prompts.write(question.question, _script(question.language)), right)


def _holds_any(spans: Sequence[str]) -> Callable[[str], bool]:
    return lambda answer: any(span_in(answer, span) for span in spans)


def _passages(text: str, documents: Sequence[str] | None, index: Index) -> tuple[str, ...]:
    found = index.search(text, SHOWN, documents=documents)
    return tuple(prompts.passage(index.documents[e.passage.document_id], e.passage.text) for e in found)


def _script(language: str) -> Script:
    scripts: dict[str, Script] = {"en": "en", "zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant"}
    return scripts[language]


def _encoder(settings: Settings) -> Encoder:
    return Encoder(models.path(settings.encoder, settings), settings.threads)
