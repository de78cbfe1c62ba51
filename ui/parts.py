"""Small pieces of HTML that several pages are made of."""

from index.types import Script
from ui.backend import LoadingState
from ui.escape import show
from ui.icons import icon
from ui.text import say


def attributes(values: dict[str, object]) -> str:
    """``values`` as escaped HTML attributes; None and False are left out, True stands alone."""
    parts = []
    for name, value in values.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            parts.append(f' {name}="{show(str(value))}"')
    return "".join(parts)


def icon_button(name: str, label: str, act: str, kind: str = "", /, **data: object) -> str:
    """A button that shows an icon only; ``act`` and ``data`` are what it sends to the server (``data-…``)."""
    values: dict[str, object] = {
        "class": f"icon-button {kind}".strip(),
        "type": "button",
        "data-act": act,
        "aria-label": label,
        "title": label,
    }
    values |= {f"data-{key}": value for key, value in data.items()}
    return f"<button{attributes(values)}>{icon(name)}</button>"


def waiting(state: LoadingState, error: str, language: Script) -> str:
    """In place of what needs the documents: that they are being loaded, or why they could not be."""
    if state == "failed":
        words = say(language, "named", name=say(language, "loading_failed"), value=error)
        return f"<p class='none bad' role='alert'>{show(words)}</p>"
    return f"<p class='none' role='status'>{show(say(language, 'loading_models'))}</p>"


def byline(publisher: str, date: str, language: Script) -> str:
    """Publisher and date as plain text, with words for what is not known."""
    return f"{publisher or say(language, 'no_publisher')} · {date or say(language, 'undated')}"


def shown_moment(moment: str) -> str:
    """A moment in UTC (ISO 8601, ``+00:00``) as people read it: ``2024-03-09 10:15 UTC``."""
    return f"{moment[:16].replace('T', ' ')} UTC"
