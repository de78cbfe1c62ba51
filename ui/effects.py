"""What the browser is told to do after parts of the page are drawn: each effect is ``{"type": …}`` and its data."""

from typing import Final

from ui.canvas import Canvas
from ui.session import Session, Update
from ui.text import say

FOCUS: Final[dict[str, object]] = {"type": "focus", "selector": "#question"}
FOLLOW: Final[dict[str, object]] = {"type": "follow"}


def toast(text: str) -> dict[str, object]:
    """A passing message."""
    return {"type": "toast", "text": text}


def undoable(text: str, session: Session, act: str, **data: str) -> dict[str, object]:
    """A passing message with a button that takes back what was done, by another act."""
    return {**toast(text), "act": act, "label": say(session.language, "undo"), "data": data}


def arrived(session: Session) -> tuple[dict[str, object], ...]:
    """What the browser has to know after the page shows something else."""
    return (
        {"type": "language", "language": session.language, **_words(session)},
        {"type": "page", "page": session.page},
        {"type": "conversation", "conversation": session.conversation or ""},
        FOLLOW,
    )


def _words(session: Session) -> dict[str, object]:
    """Our words that the browser itself puts on the page."""
    language = session.language
    return {
        "copied": say(language, "copied"),
        "seconds": say(language, "seconds", seconds="{seconds}"),
        "lost": say(language, "connection_lost"),
        "refused": say(language, "act_refused"),
        "answered": say(language, "answered"),
    }


def lost(canvas: Canvas, session: Session) -> Update:
    """What was asked for is not there any more."""
    return Update(canvas.draw(session, "sidebar", "thread"), (toast(say(session.language, "gone")),))
