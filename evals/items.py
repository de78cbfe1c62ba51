"""Every scored item of a suite as HTML to unfold: what was asked and said, with what evidence, and why it failed."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evals.types import Score

MARKS = {
    True: ('<b class="good">passed</b>', 2),
    False: ('<b class="bad">failed</b>', 0),
    None: ("<b>no verdict</b>", 1),
}
SHOWN_EVIDENCE = 5
MOST_PASSED = 2000
"""Passed items beyond so many are left to ``results.jsonl``, so that the page still opens."""


def item_rows(scores: Sequence[Score], answers: Mapping[str, Mapping[str, Any]]) -> str:
    """All items, failed ones first."""
    order = sorted(scores, key=lambda s: MARKS[s.passed][1])
    failed = [s for s in order if s.passed is not True]
    passed = [s for s in order if s.passed is True]
    rest = f"<p class=faint>{len(passed) - MOST_PASSED} more passed; they are in results.jsonl.</p>"
    inner = "".join(_item(s, answers) for s in [*failed, *passed[:MOST_PASSED]])
    return f"<h3>Items</h3>{inner}{rest if len(passed) > MOST_PASSED else ''}"


def _item(score: Score, answers: Mapping[str, Mapping[str, Any]]) -> str:
    # Retrieval scores a question once a language (``q001@en``); the answer is under the question.
    answer = answers.get(score.id) or answers.get(score.id.split("@")[0]) or {}
    title = escape(str(answer.get("question", ""))[:160])
    groups = " · ".join(escape(v) for v in score.groups.values())
    parts = [f"<p class=bad>{escape(score.why)}</p>" if score.why else ""]
    if answer.get("error"):
        parts.append(f"<p>Error: {escape(str(answer['error']))}</p>")
    elif answer:
        parts.append(_answer(answer))
    parts.append(_verdicts(score, answer))
    mark = MARKS[score.passed][0]
    return (
        f"<details><summary>{mark} {escape(score.id)} <span class=faint>{groups}</span> {title}</summary>"
        f"<div>{''.join(parts)}</div></details>"
    )


def _answer(answer: Mapping[str, Any]) -> str:
    parts = [f"<p><b>{escape(str(answer.get('question', '')))}</b></p>"]
    if answer.get("refused"):
        parts.append(f"<p>Refused: {escape(str(answer.get('refusal_reason') or 'no reason given'))}</p>")
    rows = "".join(
        f"<li>{escape(str(s.get('text', '')))} {escape(str(list(s.get('citations', []))))}"
        + (f" <span class=faint>support {s['support']:.2f}</span>" if isinstance(s.get("support"), int | float) else "")
        + "</li>"
        for s in answer.get("sentences") or ()
    )
    parts.append(f"<ol>{rows}</ol>" if rows else f"<p>{escape(str(answer.get('answer', '')))}</p>")
    for citation in answer.get("citations") or ():
        place = f"{citation.get('document_id')} {citation.get('start')}–{citation.get('end')}"
        parts.append(
            f"<blockquote>[{escape(str(citation.get('number')))}] {escape(str(citation.get('quote', '')))} "
            f"<span class=faint>{escape(place)}</span></blockquote>"
        )
    shown = list(answer.get("evidence") or ())[:SHOWN_EVIDENCE]
    if shown:
        texts = "".join(
            f"<blockquote>{escape(str(e.get('text', '')))} "
            f"<span class=faint>{escape(str(e.get('document_id', '')))}</span></blockquote>"
            for e in shown
        )
        parts.append(f"<details><summary>Evidence shown ({len(shown)})</summary>{texts}</details>")
    return "".join(parts)


def _verdicts(score: Score, answer: Mapping[str, Any]) -> str:
    rows = [f"<li>{escape(str(k))}: {escape(str(v))}</li>" for k, v in score.detail.items() if v not in (None, "", [])]
    return f"<details><summary>Measured</summary><ul>{''.join(rows)}</ul></details>" if rows else ""
