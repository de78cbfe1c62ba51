"""The page of summaries, positions and timeline: what to see, how far the making is, and the two languages together."""

from collections.abc import Mapping, Sequence

from assistant.summaries.types import Positions, Summary, Timeline
from index.types import Document, Script
from ui.backend import LoadingState
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, waiting
from ui.summaries_rows import languages_for, positions_rows, summary_rows, timeline_rows
from ui.summaries_text import tell
from ui.summaries_work import LENGTHS, SHOWN, VIEWS, Making, Shown, Thing, Wanted
from ui.text import NAMES, say
from ui.told import told


def summaries_html(
    wanted: Wanted,
    found: Thing | None,
    making: Making | None,
    documents: Mapping[str, Document],
    state: LoadingState,
    error: str,
    shown: Shown,
    language: Script,
) -> str:
    """The whole page for what one reader wants to see; ``found`` is None where it has to be made, ``error`` why nothing
    is loaded."""
    if state != "ready":
        body = waiting(state, error, language)
    elif not documents:
        body = f"<p class='none'>{show(say(language, 'no_documents'))}</p>"
    else:
        body = _choice(wanted, documents, language) + _body(wanted, found, making, shown, language)
    return (
        f"<section class='sheet made'><h1>{show(tell(language, 'title'))}</h1>"
        f"<p class='lead'>{show(tell(language, 'note'))}</p><div class='made-bar'>{_views(wanted, language)}"
        f"{_languages(shown, language)}</div>{body}</section>"
    )


def _views(wanted: Wanted, language: Script) -> str:
    buttons = ""
    for view in VIEWS:
        data: dict[str, object] = {"type": "button", "data-act": "see", "data-view": view}
        data["aria-pressed"] = "true" if view == wanted.view else "false"
        buttons += f"<button{attributes(data)}>{show(tell(language, view))}</button>"
    return f"<div class='choices' role='group'{attributes({'aria-label': tell(language, 'views')})}>{buttons}</div>"


def _languages(shown: Shown, language: Script) -> str:
    """Both languages, or one of them; each is named by itself, in the script that the reader sees it in."""
    names: dict[Shown, str] = {"both": tell(language, "both"), "zh": "中文", "en": NAMES["en"]}
    langs: dict[Shown, Script | None] = {"both": None, "zh": languages_for(language, "zh")[0], "en": "en"}
    buttons = ""
    for choice in SHOWN:
        data: dict[str, object] = {"type": "button", "data-act": "see", "data-shown": choice, "lang": langs[choice]}
        data["aria-pressed"] = "true" if choice == shown else "false"
        buttons += f"<button{attributes(data)}>{show(names[choice])}</button>"
    return f"<div class='choices' role='group'{attributes({'aria-label': tell(language, 'languages')})}>{buttons}</div>"


def _choice(wanted: Wanted, documents: Mapping[str, Document], language: Script) -> str:
    """The form for what a summary is of; the other views are always of everything."""
    if wanted.view != "summary":
        return ""
    subject = wanted.subject
    options = [("collection", "", tell(language, "collection"), subject.kind == "collection")]
    options += [("document", d.id, d.title, subject.value == d.id) for d in documents.values()]
    chosen = "".join(
        f"<option{attributes({'value': f'{kind}:{value}', 'selected': here and subject.kind == kind})}>{show(name)}"
        "</option>"
        for kind, value, name, here in options
    )
    lengths = "".join(_length(name, name == wanted.length, language) for name in LENGTHS)
    topic = attributes(
        {
            "name": "topic",
            "value": subject.value if subject.kind == "topic" else "",
            "maxlength": 300,
            "autocomplete": "off",
            "placeholder": tell(language, "topic_hint"),
        }
    )
    return (
        f"<form class='panel made-form' data-form='summarise'><div class='row'>"
        f"<label>{show(tell(language, 'subject'))} <select name='of'>{chosen}</select></label>"
        f"<label>{show(tell(language, 'topic_entry'))} <input{topic}></label></div>"
        f"<div class='row'><fieldset class='lengths'><legend>"
        f"{show(tell(language, 'length'))}</legend>{lengths}</fieldset>"
        f"<button type='submit' class='small primary'>{show(tell(language, 'make'))}</button></div></form>"
    )


def _length(name: str, here: bool, language: Script) -> str:
    entry = attributes({"type": "radio", "name": "length", "value": name, "checked": here})
    return f"<label><input{entry}><span>{show(tell(language, name))}</span></label>"


def _body(wanted: Wanted, found: Thing | None, making: Making | None, shown: Shown, language: Script) -> str:
    mine = making is not None and making.wanted == wanted
    if found is not None:
        return _shown(found, languages_for(language, shown), language)
    if making is not None and not making.finished:
        return _progress(making, mine, language)
    problem = ""
    if mine and making is not None and making.problem:
        words = say(language, "named", name=tell(language, "problem"), value=told(making.problem, language))
        problem = f"<p class='bad' role='alert'>{show(words)}</p>"
    start = ""
    if problem or wanted.view != "summary":  # which is made by the button of its form
        action = attributes({"type": "button", "class": "small primary", "data-act": "make"})
        start = f"<p><button{action}>{show(tell(language, 'make'))}</button></p>"
    return f"<div class='work'>{problem}<p>{show(tell(language, f'make_{wanted.view}'))}</p>{start}</div>"


def _progress(making: Making, mine: bool, language: Script) -> str:
    progress = making.progress
    words = tell(language, progress.step if progress else "preparing")
    bar: dict[str, object] = {"aria-label": words}
    count = ""
    if progress is not None and progress.total:
        bar |= {"value": progress.done, "max": progress.total}
        count = tell(language, "count", done=progress.done, total=progress.total)
    stop = attributes({"type": "button", "class": "small", "data-act": "stop-making", "disabled": making.stopping})
    label = tell(language, "stopping" if making.stopping else "stop")
    other = "" if mine else f"<p>{show(tell(language, 'else'))}</p>"
    return (
        f"<div class='work' role='status'>{other}<div class='work-head'><span>{show(words)} {show(count)}</span>"
        f"<button{stop}>{icon('stop')}{show(label)}</button></div><progress{attributes(bar)}></progress></div>"
    )


def _shown(found: Thing, languages: Sequence[Script], language: Script) -> str:
    match found:
        case Summary():
            rows = summary_rows(found, languages, language)
        case Positions():
            rows = positions_rows(found, languages, language)
        case Timeline():
            rows = timeline_rows(found, languages, language)
    note = ""
    if found.dropped:
        key = "dropped_one" if found.dropped == 1 else "dropped"
        note = f"<p class='meta'>{show(tell(language, key, count=found.dropped))}</p>"
    return f"{_exports(language)}{rows}{note}"


def _exports(language: Script) -> str:
    buttons = ""
    for kind in ("markdown", "csv", "json"):
        data = attributes({"type": "button", "class": "small", "data-act": "export-made", "data-kind": kind})
        buttons += f"<button{data}>{show(tell(language, kind))}</button>"
    label = attributes({"aria-label": tell(language, "export")})
    return f"<div class='row exports' role='group'{label}><span>{show(tell(language, 'export'))}</span>{buttons}</div>"
