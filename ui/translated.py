"""Below the source: the quote in the reader's language, made when asked for, and marked as the machine's word."""

from assistant.types import Citation
from index.types import Script
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes
from ui.text import NAMES, say
from ui.told import told
from ui.translations import Translated


def translated_html(citation: Citation, target: Script, now: Translated | None, language: Script) -> str:
    """The offer to translate into ``target``, or how far that is; ``language`` is that of the interface."""
    label = attributes({"class": "translated", "aria-label": say(language, "translation")})
    return f"<section{label}>{_inside(citation, target, now, language)}</section>"


def _inside(citation: Citation, target: Script, now: Translated | None, language: Script) -> str:
    if now is None:
        words = say(language, "translate", number=citation.number, name=NAMES[target])
        return _button("translate", "translate", words)
    if now.running:
        words = say(language, "queued_at", count=now.position) if now.position else say(language, "translating")
        draft = f"<p dir='auto' lang='{target}'>{show(now.text)}</p>" if now.text else ""
        stop = _button("stop-translation", "stop", say(language, "stop"))
        return f"<div class='translated-head' role='status'><strong>{show(words)}</strong>{stop}</div>{draft}"
    if now.state == "done":
        return (
            f"<div class='translated-head'><strong>{show(say(language, 'machine'))}</strong>"
            f"<span>{show(say(language, 'machine_note'))}</span></div>"
            f"<p dir='auto' lang='{target}'>{show(now.text)}</p>{_doubts(now, language)}"
        )
    words = say(language, "translation_stopped" if now.state == "stopped" else "translation_failed")
    why = f"<p class='why-not'>{show(told(now.error, language))}</p>" if now.error else ""
    again = _button("translate", "again", say(language, "try_again"))
    return f"<div class='translated-head' role='status'><strong>{show(words)}</strong>{again}</div>{why}"


def _doubts(now: Translated, language: Script) -> str:
    if not now.doubts:
        return ""
    return f"<p class='doubts'>{show(say(language, 'doubts', figures=say(language, 'listed').join(now.doubts)))}</p>"


def _button(act: str, image: str, words: str) -> str:
    return (
        f"<button{attributes({'type': 'button', 'class': 'small', 'data-act': act})}>{icon(image)}"
        f"{show(words)}</button>"
    )
