"""Summaries, positions and a timeline for the page: a few real quotes, kept as the real maker keeps them."""

import threading
import time
from pathlib import Path

from assistant.settings import Settings
from assistant.summaries.errors import Stopped
from assistant.summaries.kept import Kept
from assistant.summaries.types import (
    Bullet,
    Event,
    Position,
    Positions,
    Progress,
    Report,
    Stance,
    Summary,
    Telling,
    Texts,
    Timeline,
    Voice,
)
from assistant.types import Citation
from tests.browser.replay import FLAWS, GROK, HOSTILE_QUOTE, MEMO, SHARE, WITHDRAW, Replay
from ui.summaries_work import Make, Thing, Wanted

SLOW = "slow"
"""A topic whose summary takes until it is stopped."""

_SAID: dict[str, Texts] = {
    FLAWS: {"zh-Hans": "开放的模型让更多人发现缺陷。", "zh-Hant": "開放的模型讓更多人發現缺陷。", "en": FLAWS},
    WITHDRAW: {
        "zh-Hans": "封闭的提供方可以监测滥用，并撤回有害的模型。",
        "zh-Hant": "封閉的提供方可以監測濫用，並撤回有害的模型。",
        "en": WITHDRAW,
    },
    SHARE: {
        "zh-Hans": "更广泛地使用这些模型有助于推动创新，也有助于发现它们的缺陷。",
        "zh-Hant": "更廣泛地使用這些模型有助於推動創新，也有助於發現它們的缺陷。",
        "en": "Using these models more widely helps to drive innovation, and to find their flaws.",
    },
    MEMO: {
        "zh-Hans": "这些模型比大公司创造的类似的人工智能模型更小、更便宜。",
        "zh-Hant": "這些模型比大公司創造的類似的人工智慧模型更小、更便宜。",
        "en": "These models are smaller and cheaper than the like ones of large companies.",
    },
    GROK: {
        "zh-Hans": "本周，xAI 将开源聊天机器人 Grok。",
        "zh-Hant": "本週，xAI 將開源聊天機器人 Grok。",
        "en": "This week, xAI will open source its chatbot Grok.",
    },
    HOSTILE_QUOTE: {"zh-Hans": HOSTILE_QUOTE, "zh-Hant": HOSTILE_QUOTE, "en": HOSTILE_QUOTE},
}
_PLACES = ((FLAWS, "essay"), (WITHDRAW, "essay"), (SHARE, "memo"), (MEMO, "memo"), (GROK, "grok"))
_HOSTILE = (HOSTILE_QUOTE, "hostile")
_NOBODY: Texts = {"zh-Hans": "", "zh-Hant": "", "en": ""}
_THEMES: dict[str, Texts] = {
    "safety": {"zh-Hans": "安全与风险", "zh-Hant": "安全與風險", "en": "Safety and risk"},
    "access": {"zh-Hans": "成本与门槛", "zh-Hant": "成本與門檻", "en": "Cost and access"},
}


def making(home: Path) -> Make:
    """Makes each thing of the canned quotes, statement by statement."""
    settings = Settings(home=home)
    kept = Kept(settings.index_dir, settings.generator, settings.encoder)

    def make(assistant: object, wanted: Wanted, report: Report, cancel: threading.Event) -> Thing:
        assert isinstance(assistant, Replay)
        steps = 400 if wanted.subject.value == SLOW else 5
        for done in range(steps):
            report(Progress("writing", done, steps))
            time.sleep(0.1)
            if cancel.is_set():
                raise Stopped
        documents = assistant.index.documents
        citations = tuple(_citation(assistant, at + 1, *place) for at, place in enumerate((*_PLACES, _HOSTILE)))
        match wanted.view:
            case "positions":
                positions = _positions(citations)
                kept.keep_positions(documents, positions)
                return positions
            case "timeline":
                timeline = _timeline(citations)
                kept.keep_timeline(documents, timeline)
                return timeline
        subject, title = wanted.subject, wanted.subject.value
        if subject.kind == "document":
            documents = {subject.value: documents[subject.value]}
            title = documents[subject.value].title
        bullets = tuple(Bullet(_SAID[c.quote], (c.number,), 0.9) for c in citations)
        summary = Summary(
            subject, title, wanted.length, bullets[0], bullets[1:], citations, None, {}, 1, "replay", 0.5
        )  # fmt: skip
        kept.keep_summary(documents, wanted.length, summary)
        return summary

    return make


def _citation(assistant: Replay, number: int, quote: str, document_id: str) -> Citation:
    document = assistant.index.documents[document_id]
    start = document.text.index(quote)
    facts = (document.title, document.publisher, document.date)
    return Citation(number, f"{document_id}:0", document_id, *facts, quote, start, start + len(quote))


def _positions(citations: tuple[Citation, ...]) -> Positions:
    rows: tuple[tuple[int, str, str, Voice, Stance, str], ...] = (
        (3, "备忘录作者", "Authors of the memo", "group", "open", "access"),
        (1, "示例评论", "Example Review", "publisher", "open", "safety"),
        (5, "马斯克", "Elon Musk", "person", "between", "access"),
        (2, "封闭的提供方", "Closed providers", "organisation", "closed", "safety"),
        (6, "<b>王</b>", "<b>Wang</b>", "person", "closed", "safety"),
    )
    found = []
    for number, chinese, english, voice, stance, theme in rows:
        name: Texts = {"zh-Hans": chinese, "zh-Hant": chinese, "en": english}
        said = _SAID[citations[number - 1].quote]
        found.append(Position(name, (chinese,), _NOBODY, voice, stance, theme, said, (number,), 0.9))
    return Positions(tuple(found), _THEMES, citations, 0, "replay", 0.5)


def _timeline(citations: tuple[Citation, ...]) -> Timeline:
    grok, memo = Telling("本周", "2024-03-11", True, 5), Telling("近日", "2023-05-04", False, 3)
    other = Telling("5月5日", "2023-05-05", False, 4)
    events = (
        Event("2023-05-04", False, _SAID[SHARE], (memo, other), True, 0.9),
        Event("2024-03-11", True, _SAID[GROK], (grok,), False, 0.9),
    )
    return Timeline(events, citations, 0, "replay", 0.5)
