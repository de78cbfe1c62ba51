"""Every scored item of a suite as HTML to unfold: what was asked and said, with what evidence, and why it failed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from evals.types import Score
from evals.whys import why_told
from evals.words import say, say_if_known, value_name
from index.types import Script

MARKS = {True: ("good", "passed"), False: ("bad", "failed"), None: ("faint", "no_verdict")}
"""Of an item that passed, failed or could not be judged: the class of its mark, and the key of its word."""
ORDER = (False, None, True)
SHOWN_EVIDENCE = 5
BEGINNING = 60
"""Characters of a passage that stand with an item; the whole stands once, at the end of the page."""
MOST_PASSED = 2000
"""Passed items beyond so many are left to ``results.jsonl``, so that the page still opens."""


def item_rows(scores: Sequence[Score], answers: Mapping[str, Mapping[str, Any]], language: Script) -> str:
    """All items, failed ones first. Questions and answers stand in their own language."""
    order = sorted(scores, key=lambda s: ORDER.index(s.passed))
    failed = [s for s in order if s.passed is not True]
    passed = [s for s in order if s.passed is True]
    rest = f"<p class=faint>{say(language, 'more_passed', count=len(passed) - MOST_PASSED)}</p>"
    inner = "".join(_item(s, answers, language) for s in [*failed, *passed[:MOST_PASSED]])
    return f"<h3>{say(language, 'items')}</h3>{inner}{rest if len(passed) > MOST_PASSED else ''}"


def _item(score: Score, answers: Mapping[str, Mapping[str, Any]], language: Script) -> str:
    # Retrieval scores a question once a language (``q001@en``); the answer is under the question.
    answer = answers.get(score.id) or answers.get(score.id.split("@")[0]) or {}
    title = escape(str(answer.get("question", ""))[:160])
    groups = " · ".join(escape(value_name(v, language)) for v in score.groups.values())
    parts = [f"<p class=bad>{escape(why_told(score.why, language))}</p>" if score.why else ""]
    if answer.get("error"):
        parts.append(f"<p>{escape(say(language, 'error', error=answer['error']))}</p>")
    elif answer:
        parts.append(_answer(answer, language))
    parts.append(_verdicts(score, language))
    kind, word = MARKS[score.passed]
    mark = f'<b class="{kind}">{say(language, word)}</b>'
    return (
        f"<details><summary>{mark} {escape(score.id)} <span class=faint>{groups}</span> {title}</summary>"
        f"<div>{''.join(parts)}</div></details>"
    )


def _answer(answer: Mapping[str, Any], language: Script) -> str:
    parts = [f"<p><b>{escape(str(answer.get('question', '')))}</b></p>"]
    if answer.get("refused"):
        reason = str(answer.get("refusal_reason") or "")
        told = say_if_known(language, f"reason_{reason}", reason) if reason else say(language, "no_reason")
        parts.append(f"<p>{escape(say(language, 'refused', reason=told))}</p>")
    rows = "".join(
        f"<li>{escape(str(s.get('text', '')))} {escape(str(list(s.get('citations', []))))}{_support(s, language)}</li>"
        for s in answer.get("sentences") or ()
    )
    parts.append(f"<ol>{rows}</ol>" if rows else f"<p>{escape(str(answer.get('answer', '')))}</p>")
    for citation in answer.get("citations") or ():
        place = str(citation.get("document_id"))
        if citation.get("start") is not None:
            place += f" {citation['start']}–{citation.get('end')}"
        parts.append(
            f"<blockquote>[{escape(str(citation.get('number')))}] {escape(str(citation.get('quote', '')))} "
            f"<span class=faint>{escape(place)}</span></blockquote>"
        )
    shown = list(_evidence(answer))
    if shown:
        texts = "".join(
            f'<li><a href="#{_anchor(e)}">{escape(str(e.get("document_id", "")))}: '
            f"{escape(_beginning(str(e.get('text', ''))))}</a></li>"
            for e in shown
        )
        head = f"<summary>{say(language, 'evidence', count=len(shown))}</summary>"
        parts.append(f"<details>{head}<ol>{texts}</ol></details>")
    return "".join(parts)


def passages(answers: Mapping[str, Mapping[str, Any]], language: Script) -> str:
    """Every passage that any answer was shown, once, for the items to point at; nothing where there is none."""
    found = {_anchor(e): e for answer in answers.values() for e in _evidence(answer)}
    texts = "".join(
        f'<blockquote id="{anchor}">{escape(str(e.get("text", "")))} '
        f"<span class=faint>{escape(str(e.get('document_id', '')))}</span></blockquote>"
        for anchor, e in sorted(found.items(), key=lambda item: str(item[1].get("document_id", "")))
    )
    return f"<h2>{say(language, 'passages')}</h2>{texts}" if texts else ""


def _evidence(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from list(answer.get("evidence") or ())[:SHOWN_EVIDENCE]


def _beginning(text: str) -> str:
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"


def _anchor(passage: Mapping[str, Any]) -> str:
    text = f"{passage.get('document_id')}\n{passage.get('text')}"
    return f"passage-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:12]}"


def _support(sentence: Mapping[str, Any], language: Script) -> str:
    support = sentence.get("support")
    if not isinstance(support, int | float):
        return ""
    return f" <span class=faint>{say(language, 'support', value=f'{support:.2f}')}</span>"


def _verdicts(score: Score, language: Script) -> str:
    known = {k: v for k, v in score.detail.items() if v not in (None, "", [])}
    rows = [f"<li>{escape(_detail(k, v, language))}</li>" for k, v in known.items()]
    head = f"<summary>{say(language, 'measured')}</summary>"
    return f"<details>{head}<ul>{''.join(rows)}</ul></details>" if rows else ""


def _detail(key: str, value: object, language: Script) -> str:
    name = say_if_known(language, f"detail_{key}", key)
    return say(language, "detail", name=name, value=_shown(value, language))


def _shown(value: object, language: Script) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return say(language, str(value).lower())
        case float():
            return f"{value:.3g}"
        case list():
            return f"[{', '.join(_shown(one, language) for one in value)}]"
        case _:
            return why_told(str(value), language)
