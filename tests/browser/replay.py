"""An assistant that replays: real documents and real quotes, and the events of an answer at a chosen pace."""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.translation import NotTranslated, Translation, TranslationEvent
from assistant.types import (
    Answer,
    AnswerEvent,
    Checked,
    Citation,
    Document,
    Done,
    Drafted,
    Passage,
    Script,
    Sentence,
    Span,
    Stage,
    Turn,
)
from index.contents import Removed
from index.intake import Plan, plan_intake
from ui.changes import Changes, Report

RAW = Path(__file__).parents[2] / "seeds" / "raw"

HOSTILE_TITLE = "<script>window.hacked=1</script> **bold** \u202egnp.exe"
HOSTILE_QUOTE = (
    '<img src=x onerror="window.hacked=1"> [click](javascript:window.hacked=1) `${window.hacked=1}` {{value}}'
)
HOSTILE_TEXT = (
    f"An article like any other.\n{HOSTILE_QUOTE}\n"
    "</p></div><script>window.hacked=1</script><style>body{display:none}</style>\n"
    "\u202eright to left\u202c <svg onload=window.hacked=1> # Heading\n"
)

ENGLISH_TEXT = "\n".join(
    [
        "Openness moved the field forward long before anyone argued about it.",
        "Researchers shared weights, and small teams could reproduce results within days. "
        "Open models let more people find flaws. Closed models keep the most capable systems behind an interface.",
        *(f"Paragraph {n} gives background that no answer here refers to, at some length, so that the page is long "
          "enough to scroll and a marked sentence can be out of view." for n in range(1, 30)),
        "A closed provider can watch for misuse, and it can withdraw a model that turns out to be harmful.",
        "Neither side has settled how much risk is acceptable.",
    ]
)  # fmt: skip


def _body(prefix: str, first: str) -> str:
    lines = [line.strip() for line in next(RAW.glob(f"{prefix}_*")).read_text(encoding="utf-8").splitlines()]
    kept = [line for line in lines if line]
    start = next(at for at, line in enumerate(kept) if line.startswith(first))
    return "\n".join(kept[start : start + 30])


def documents() -> dict[str, Document]:
    """Three documents of the collection as they stand in the raw files, an English one, and a hostile one."""
    rows: list[tuple[str, str, str, str, Script, str]] = [
        ("grok", "马斯克宣布！xAI将开源聊天机器人Grok", "和讯网", "2024-03-11", "zh-Hans", _body("001", "字越少")),
        ("memo", "开源人工智能的蓬勃发展能否持续？", "", "", "zh-Hans", _body("002", "近日")),
        ("define", "開源AI到底是什么？業界：需要重新界定", "極客網", "2024-03-28", "zh-Hant", _body("004", "極客網")),
        ("essay", "Open and closed models: what is at stake", "Example Review", "2024-05-02", "en", ENGLISH_TEXT),
        ("hostile", HOSTILE_TITLE, "<b>Evil</b> & sons", "2024-01-01", "en", HOSTILE_TEXT),
    ]  # fmt: skip
    return {
        id: Document(id, title, publisher, date, "", script, f"{id}.txt", "0" * 64, text)
        for id, title, publisher, date, script, text in rows
    }


@dataclass(frozen=True)
class Script_:
    """A canned answer: sentences with the quotes they rest on, as (document id, quote), and a probability."""

    language: Script
    sentences: tuple[tuple[str, tuple[tuple[str, str], ...], float], ...] = ()


MEMO = "这些模型比大公司创造的类似的人工智能模型更小、更便宜"
SHARE = "更广泛地使用这些模型有助于推动创新,也有助于发现它们的缺陷。"
GROK = "“这周,xAI将开源聊天机器人Grok。”"
FLAWS = "Open models let more people find flaws."
WITHDRAW = "A closed provider can watch for misuse, and it can withdraw a model that turns out to be harmful."
ANSWERS: dict[str, Script_] = {
    "支持开源的人认为它有哪些好处？": Script_(
        "zh-Hans",
        (
            ("开源模型更小、更便宜，性能上几乎与大公司的模型相当。", (("memo", MEMO),), 0.97),
            ("更广泛的使用有助于推动创新，也有助于发现模型的缺陷。", (("memo", SHARE), ("essay", FLAWS)), 0.93),
            ("不过，封闭的提供方可以监测滥用，并撤回有害的模型。", (("essay", WITHDRAW),), 0.66),
        ),
    ),
    "What are the risks of open-sourcing powerful models?": Script_(
        "en",
        (
            ("Open models allow more people to find flaws.", (("essay", FLAWS),), 0.98),
            ("A closed provider can withdraw a harmful model.", (("essay", WITHDRAW),), 0.74),
            ("Wider use also drives innovation.", (("memo", SHARE),), 0.91),
        ),
    ),
    "hostile": Script_("en", ((f"The model repeats: {HOSTILE_QUOTE} # **x**", (("hostile", HOSTILE_QUOTE),), 0.9),)),
    "long": Script_("en", tuple((f"Statement {n} of a long answer.", (("essay", FLAWS),), 0.9) for n in range(1, 40))),
}  # fmt: skip


@dataclass(frozen=True)
class Collected:
    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    removed: Mapping[str, Removed] = field(default_factory=dict)


def _passages(found: Mapping[str, Document]) -> dict[str, Passage]:
    return {
        f"{d.id}:0": Passage(f"{d.id}:0", d.id, d.text, 0, len(d.text), (Span(0, len(d.text)),), "p0")
        for d in found.values()
    }


@dataclass
class Replay:
    """Answers what it knows, refuses the rest. ``pace`` is the pause between events, in seconds."""

    pace: float = 0.02
    asked: list[tuple[str, tuple[Turn, ...], tuple[str, ...] | None]] = field(default_factory=list)
    index: Collected = field(init=False)

    def __post_init__(self) -> None:
        found = documents()
        self.index = Collected(found, _passages(found))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        self.asked.append((question, tuple(history), None if documents is None else tuple(documents)))
        for event in self._events(question):
            time.sleep(self.pace)
            if isinstance(event, Stage) and event.name in ("searching", "reading"):
                time.sleep(10 * self.pace)
            if cancel is not None and cancel.is_set():
                return
            yield event

    def _events(self, question: str) -> Iterator[AnswerEvent]:
        yield Stage("queued", 1)
        yield Stage("searching")
        yield Stage("reading")
        script = ANSWERS.get(question)
        if script is None:
            yield Done(self._refusal(question))
            return
        sentences: list[Sentence] = []
        citations: list[Citation] = []
        for text, quotes, support in script.sentences:
            yield Stage("writing")
            for at in range(0, len(text), 6):
                yield Drafted(text[at : at + 6])
            yield Stage("checking")
            numbers = tuple(self._number(citations, *quote) for quote in quotes)
            sentence = Sentence(text, numbers, support, True)
            sentences.append(sentence)
            yield Checked(sentence, tuple(c for c in citations if c.number in numbers))
        yield Done(self._answer(question, script.language, sentences, citations))

    def _number(self, citations: list[Citation], document_id: str, quote: str) -> int:
        document = self.index.documents[document_id]
        start = document.text.index(quote)
        for citation in citations:
            if (citation.document_id, citation.start) == (document_id, start):
                return citation.number
        citations.append(
            Citation(len(citations) + 1, f"{document_id}:0", document_id, document.title, document.publisher,
                     document.date, quote, start, start + len(quote))
        )  # fmt: skip
        return len(citations)

    def _answer(self, question: str, language: Script, sentences: list[Sentence], citations: list[Citation]) -> Answer:
        timings = {"retrieve": 41.0, "first_token": 480.0, "total": 3100.0}
        return Answer(question, language, tuple(sentences), tuple(citations), (), False, None, timings, "replay")

    def _refusal(self, question: str) -> Answer:
        citations: list[Citation] = []
        self._number(citations, "essay", FLAWS)
        timings = {"retrieve": 40.0, "first_token": 0.0, "total": 420.0}
        return Answer(question, "en", (), tuple(citations), (), True, "not_supported", timings, "replay")


TRANSLATED = {
    (FLAWS, "zh-Hans"): Translation("开放的模型让更多人发现缺陷。", "zh-Hans", ()),
    (WITHDRAW, "zh-Hans"): Translation("封闭的提供方可以监测滥用，并撤回有害的模型。", "zh-Hans", ()),
}  # fmt: skip


def translate(
    assistant: object, quote: str, language: Script, date: str, cancel: threading.Event
) -> Iterator[TranslationEvent]:
    """Knows two quotes; writes on another until it is stopped, and fails on the hostile one."""
    assert isinstance(assistant, Replay)
    if quote == HOSTILE_QUOTE:
        raise NotTranslated("The model did not translate <b>this</b>.")
    yield Stage("queued", 1)
    yield Stage("writing")
    known = TRANSLATED.get((quote, language))
    for at in range(0, len(known.text) if known else 6000, 6):
        time.sleep(max(assistant.pace, 0.02))
        if cancel.is_set():
            return
        yield Drafted(known.text[at : at + 6] if known else "words ")
    if known:
        yield known


def suggest(
    assistant: object,
    answer: Answer,
    history: Sequence[Turn],
    documents: Collection[str] | None,
    go_on: Callable[[], bool],
) -> list[str]:
    """The question that is canned in the answer's language and was not asked yet."""
    asked = {answer.question, *(turn.question for turn in history)}
    return [text for text, script in ANSWERS.items() if script.language == answer.language and text not in asked][:1]


def begin(assistant: object, language: Script, go_on: Callable[[], bool]) -> list[str]:
    """The canned questions of a language."""
    return [text for text, script in ANSWERS.items() if script.language == language and len(text) > 9]


def change(assistant: object, changes: Changes, report: Report) -> Plan:
    """Changes the documents of a ``Replay``, step by step, as the index would."""
    assert isinstance(assistant, Replay)
    for done in range(4):
        report("encode", done, 4)
        time.sleep(0.15)
    found = dict(assistant.index.documents)
    plan = plan_intake(found, {}, changes.incoming)
    found |= {document.id: document for document in (*changes.add, *plan.add)}
    removed = dict(assistant.index.removed)
    for id in changes.remove:
        removed[id] = Removed(found.pop(id), "", "2026-03-09T10:15:00+00:00")
    for id in changes.restore:
        found[id] = removed.pop(id).document
    for id in changes.discard:
        del removed[id]
    assistant.index = Collected(found, _passages(found), removed)
    return plan
