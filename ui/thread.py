"""A conversation as HTML: questions, answers, refusals, and the answer being written."""

from collections.abc import Sequence

from index.types import Script
from ui.escape import show
from ui.export import copy_text
from ui.icons import icon
from ui.jobs import Snapshot
from ui.parts import attributes, icon_button
from ui.records import Conversation, Exchange
from ui.sentences import citation_button, sentences_html
from ui.text import LANGUAGES, say
from ui.told import told

_STAGES = ("searching", "reading", "writing", "checking")
_REASONS = ("bad_wrong", "bad_missing", "bad_off", "bad_language")
_NEAREST = 3


def thread_html(
    conversation: Conversation | None,
    language: Script,
    running: str | None,
    openings: Sequence[tuple[Script, str]] = (),
    empty: bool = False,
) -> str:
    """All exchanges that are not being written (``running`` is the id of the one that is), or the welcome.

    ``openings`` are questions to begin with, with the language of each; ``empty`` tells that there are no documents.
    """
    exchanges = conversation.exchanges if conversation else ()
    if not exchanges:
        return _welcome(openings, empty, language)
    last = exchanges[-1].id
    return "".join(exchange_html(e, language, e.id == last) for e in exchanges if e.id != running)


def exchange_html(exchange: Exchange, language: Script, last: bool) -> str:
    """One question and its answer as they stand on disk; only the ``last`` can be answered again."""
    return _article(exchange, f"{_body(exchange, language)}{_actions(exchange, language, last)}", language)


def live_html(snapshot: Snapshot, conversation_id: str, language: Script) -> str:
    """The answer being written: what has been checked, the draft after it, and the stage of the work."""
    exchange = snapshot.exchange
    written = sentences_html(exchange.sentences, exchange.citations, exchange.id, language)
    draft = f"<span class='draft'>{show(snapshot.draft)}</span>" if snapshot.draft else ""
    answer = f"<div class='answer' dir='auto'>{written}{draft}</div>" if written or draft else ""
    return _article(exchange, answer + _stages(snapshot, language), language, conversation_id)


def _article(exchange: Exchange, body: str, language: Script, live: str = "") -> str:
    """``live`` is the id of the conversation that the exchange is being written for, so that it shows in no other."""
    edit = "" if live else icon_button("pencil", say(language, "edit"), "edit", "quiet", exchange=exchange.id)
    label = attributes({"role": "group", "aria-label": say(language, "question")})
    return (
        f"<article{attributes({'class': 'exchange', 'data-conversation': live or None})}>"
        f"<div class='question'{label}><div class='bubble' dir='auto'>{show(exchange.question)}</div>{edit}</div>"
        f"{body}</article>"
    )


def _body(exchange: Exchange, language: Script) -> str:
    if exchange.answer is not None and exchange.answer.refused:
        return _refusal(exchange, language)
    sentences = exchange.shown_sentences
    text = sentences_html(sentences, exchange.shown_citations, exchange.id, language)
    lang = f" lang='{exchange.answer.language}'" if exchange.answer else ""
    answer = f"<div class='answer' dir='auto'{lang}>{text}</div>" if text else ""
    return answer + _ending(exchange, language)


def _ending(exchange: Exchange, language: Script) -> str:
    match exchange.state:
        case "stopped":
            key = "stopped" if exchange.shown_sentences else "stopped_empty"
            return f"<p class='notice'>{show(say(language, key))}</p>"
        case "answering":
            return f"<p class='notice'>{show(say(language, 'interrupted'))}</p>"
        case "failed":
            why = told(exchange.error, language) or say(language, "failed_unknown")
            return (
                f"<div class='failure' role='alert'><strong>{show(say(language, 'failed'))}</strong>"
                f"<p>{show(why)}</p></div>"
            )
        case "done":
            return f"<p class='notice error'>{show(told(exchange.error, language))}</p>" if exchange.error else ""


def _refusal(exchange: Exchange, language: Script) -> str:
    """What the assistant says in place of an answer; where it says nothing, our own words for the reason."""
    answer = exchange.answer
    assert answer is not None
    reason = answer.refusal_reason or "no_evidence"
    head = say(language, "outside" if reason == "out_of_scope" else "refused")
    if answer.sentences:
        said = sentences_html(answer.sentences, answer.citations, exchange.id, language, marks=False)
        body = f"<p dir='auto' lang='{answer.language}'>{said}</p>"
    else:
        items = "".join(
            f"<li><span dir='auto'>{show(c.quote)}</span>{citation_button(c, exchange.id, language)}</li>"
            for c in answer.citations[:_NEAREST]
        )
        nearest = f"<h3>{show(say(language, 'nearest'))}</h3><ul>{items}</ul>" if items else ""
        body = f"<p>{show(say(language, f'refused_{reason}'))}</p>{nearest}"
    return (
        f"<div class='refusal' role='note'><div class='refusal-head'>{icon('empty')}"
        f"<strong>{show(head)}</strong></div>{body}</div>"
    )


def _actions(exchange: Exchange, language: Script, last: bool) -> str:
    parts = []
    if exchange.shown_sentences:
        copy = icon_button("copy", say(language, "copy"), "copy", "quiet", text=copy_text(exchange))
        parts.append(copy)
    if last:
        parts.append(icon_button("again", say(language, "regenerate"), "regenerate", "quiet", exchange=exchange.id))
    if exchange.answer is not None:
        for vote, name, key in (("up", "up", "good"), ("down", "down", "bad")):
            kind = "quiet pressed" if exchange.vote == vote else "quiet"
            button = icon_button(name, say(language, key), "vote", kind, exchange=exchange.id, vote=vote)
            pressed = "true" if exchange.vote == vote else "false"
            parts.append(button.replace("<button", f"<button aria-pressed='{pressed}'", 1))
        seconds = exchange.answer.timings_ms.get("total", 0) / 1000
        took = say(language, "took", seconds=f"{seconds:.1f}")
        parts.append(f"<span class='meta'>{show(took)} · {show(exchange.answer.model)}</span>")
    return f"<div class='actions'>{''.join(parts)}</div>{_vote_form(exchange, language)}" if parts else ""


def _vote_form(exchange: Exchange, language: Script) -> str:
    if exchange.vote is None:
        return ""
    if exchange.reason:
        return f"<p class='thanks'>{show(say(language, 'thanks', reason=exchange.reason))}</p>"
    why = say(language, "why_good" if exchange.vote == "up" else "why_bad")
    chips = ""
    if exchange.vote == "down":
        for key in _REASONS:
            words = say(language, key)
            data: dict[str, object] = {
                "class": "chip",
                "type": "button",
                "data-act": "reason",
                "data-exchange": exchange.id,
                "data-reason": words,
            }
            chips += f"<button{attributes(data)}>{show(words)}</button>"
    form = attributes({"class": "why", "data-form": "reason", "data-exchange": exchange.id})
    entry = attributes(
        {"name": "reason", "placeholder": why, "aria-label": why, "maxlength": 500, "autocomplete": "off"}
    )
    return (
        f"<form{form}>{chips}<input{entry}>"
        f"<button type='submit' class='small'>{show(say(language, 'submit'))}</button></form>"
    )


def _stages(snapshot: Snapshot, language: Script) -> str:
    stage = snapshot.stage
    if stage in ("loading", "queued"):
        words = say(language, "loading_models" if stage == "loading" else "queued")
        if stage == "queued" and snapshot.position > 0:
            words = say(language, "queued_at", count=snapshot.position)
        steps = f"<li class='now'>{show(words)}</li>"
    else:
        reached = _STAGES.index(stage)
        kinds = ["past" if at < reached else "now" if at == reached else "ahead" for at in range(len(_STAGES))]
        steps = "".join(
            f"<li class='{kind}'>{show(say(language, name))}</li>" for name, kind in zip(_STAGES, kinds, strict=True)
        )
    clock = attributes({"class": "clock", "data-since": snapshot.exchange.asked, "aria-hidden": "true"})
    label = attributes({"aria-label": say(language, "stages")})
    return f"<div class='stages' role='status'><ol{label}>{steps}</ol><span{clock}></span></div>"


def _welcome(openings: Sequence[tuple[Script, str]], empty: bool, language: Script) -> str:
    buttons = "".join(
        f"<li><button{attributes({'class': 'example', 'type': 'button', 'data-act': 'example', 'lang': script})}>"
        f"{show(text)}</button></li>"
        for script, text in sorted(openings, key=lambda opening: _distance(opening[0], language))
    )
    examples = f"<h2>{show(say(language, 'examples'))}</h2><ul class='examples'>{buttons}</ul>" if buttons else ""
    if empty:
        examples = _adding(language)
    return (
        f"<div class='welcome'><h1>{show(say(language, 'welcome'))}</h1><p>{show(say(language, 'welcome_note'))}</p>"
        f"{examples}</div>"
    )


def _adding(language: Script) -> str:
    """The way to the documents, where there are none to ask."""
    data = {"type": "button", "class": "small primary", "data-act": "go", "data-page": "documents"}
    button = f"<button{attributes(dict(data))}>{icon('plus')}{show(say(language, 'add_documents'))}</button>"
    return f"<h2>{show(say(language, 'no_documents'))}</h2>{button}"


def _distance(script: Script, language: Script) -> int:
    if script == language:
        return 0
    return 1 + abs(LANGUAGES.index(script) - LANGUAGES.index(language))
