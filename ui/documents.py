"""The page of the documents: what there is, adding, correcting and removing."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.contents import BIN_DAYS, BIN_DOCUMENTS, Removed
from index.types import Document, Script
from ui.backend import LoadingState
from ui.changes import DocumentState, File, Work
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, byline, shown_moment, waiting
from ui.text import LANGUAGES, NAMES, count_words, say
from ui.told import told

UPLOAD_LIMIT_MB = 20


@dataclass(frozen=True, slots=True)
class Item:
    """A document as the list shows it."""

    document: Document
    passages: int
    state: DocumentState


def documents_html(
    items: Sequence[Item],
    removed: Sequence[Removed],
    state: LoadingState,
    error: str,
    work: Work | None,
    language: Script,
) -> str:
    """All documents with what is known of each, the way to add more, how far a change is, and what was ``removed``."""
    if items:
        body = f"<ul class='documents'>{''.join(_item(item, language) for item in items)}</ul>"
    elif state == "ready":
        body = f"<p class='none'>{show(say(language, 'no_documents'))}</p>"
    else:
        body = waiting(state, error, language)
    ready = state == "ready"
    rebuild = _rebuilding(items, work, language) if ready and items else ""
    title = show(say(language, "documents_page"))
    return (
        f"<section class='sheet'><div class='sheet-head'><h1>{title}</h1>{rebuild}</div>"
        f"<p class='lead'>{show(say(language, 'documents_note'))}</p>"
        f"{_adding(language) if ready else ''}{_work(work, language)}{body}{_bin(removed, work, language)}</section>"
    )


def _bin(removed: Sequence[Removed], work: Work | None, language: Script) -> str:
    if not removed:
        return ""
    busy = work is not None and not work.finished
    rows = "".join(_removed(one, busy, language) for one in removed)
    note = show(say(language, "bin_note", count=BIN_DOCUMENTS, days=BIN_DAYS))
    return (
        f"<h2 id='bin'>{show(say(language, 'bin'))}</h2><p class='note'>{note}</p>"
        f"<ul class='bin' aria-labelledby='bin'>{rows}</ul>"
    )


def _removed(one: Removed, busy: bool, language: Script) -> str:
    document = one.document
    data: dict[str, object] = {"type": "button", "class": "small", "data-act": "restore-document"}
    label = say(language, "restore_this", title=document.title)
    data |= {"data-document": document.id, "aria-label": label, "disabled": busy}
    when = f"<time{attributes({'datetime': one.moment})}>{show(shown_moment(one.moment))}</time>"
    about = " · ".join(filter(None, (byline(document.publisher, document.date, language), document.source)))
    return (
        f"<li><div><h3 dir='auto' lang='{document.script}'>{show(document.title)}</h3>"
        f"<p class='meta'>{show(say(language, 'removed_at'))} {when} · <bdi>{show(about)}</bdi></p></div>"
        f"<button{attributes(data)}>{icon('back')}{show(say(language, 'restore'))}</button>"
        f"{_discarding(one, busy, language)}</li>"
    )


def _discarding(one: Removed, busy: bool, language: Script) -> str:
    """Behind a first button that tells what goes and stays, the one that cannot be undone."""
    # Imported here: what it needs is loaded by the time that there is a bin, and the page is to be up before.
    from index.intake import FOLDER

    document = one.document
    first, second = say(language, "discard"), say(language, "discard_yes")
    data: dict[str, object] = {"type": "button", "class": "small", "data-act": "discard-document"}
    data |= {"data-document": document.id, "disabled": busy}
    data["aria-label"] = say(language, "named", name=second, value=document.title)
    ask = attributes({"aria-label": say(language, "named", name=first, value=document.title)})
    notes = ["discard_note", *(["discard_folder"] if one.origin == FOLDER else [])]
    told = "".join(f"<p>{show(say(language, key))}</p>" for key in notes)
    return (
        f"<details class='discard'><summary{ask}>{icon('bin')}{show(first)}</summary>"
        f"<div>{told}<button{attributes(data)}>{show(second)}</button></div></details>"
    )


def _rebuilding(items: Sequence[Item], work: Work | None, language: Script) -> str:
    changed = sum(item.state == "changed" for item in items)
    words = count_words(language, "rebuild_changed", changed) if changed else say(language, "rebuild")
    data: dict[str, object] = {"type": "button", "class": "small primary" if changed else "small"}
    data |= {"data-act": "rebuild", "title": say(language, "rebuild_note")}
    data["disabled"] = work is not None and not work.finished
    return f"<button{attributes(data)}>{icon('again')}{show(words)}</button>"


def _adding(language: Script) -> str:
    # Registers every reader; loaded here, since the page is to be up before that.
    import index.documents  # noqa: F401
    from index.readers import suffixes

    kinds = suffixes()
    entry: dict[str, object] = {
        "type": "file",
        "multiple": True,
        "id": "files",
        "accept": ",".join(kinds),
        "data-limit": UPLOAD_LIMIT_MB,
        "data-large": say(language, "too_large", limit=UPLOAD_LIMIT_MB),
        "data-sending": say(language, "uploading"),
        "data-sent": say(language, "uploaded"),
        "data-failed": say(language, "upload_failed"),
    }
    note = say(language, "add_note", kinds=", ".join(kind.removeprefix(".") for kind in kinds))
    return (
        f"<label class='drop'><input{attributes(entry)}><span class='small'>{icon('plus')}"
        f"{show(say(language, 'add_documents'))}</span><span>{show(note)}</span></label>"
        f"<ul class='files sending' role='status' hidden></ul>"
    )


def _work(work: Work | None, language: Script) -> str:
    if work is None:
        return ""
    parts = []
    if not work.finished:
        words = say(language, f"work_{work.stage if work.stage in ('read', 'split', 'encode', 'store') else ''}")
        counted = f" {work.done} / {work.total}" if work.total else ""
        bar = attributes({"value": work.done if work.total else None, "max": work.total or None, "aria-label": words})
        parts.append(f"<p>{show(words)}{counted}</p><progress{bar}></progress>")
    elif work.rebuilt and not work.problems:
        parts.append(f"<p>{show(say(language, 'rebuilt'))}</p>")
    if work.files:
        parts.append(f"<ul class='files'>{''.join(_file(file, work, language) for file in work.files)}</ul>")
    if work.problems:
        lines = "".join(f"<li dir='auto'>{show(told(line, language))}</li>" for line in work.problems)
        parts.append(f"<p class='bad'>{show(say(language, 'work_problems'))}</p><ul>{lines}</ul>")
    return f"<div class='work' role='status'>{''.join(parts)}</div>" if parts else ""


def _file(file: File, work: Work, language: Script) -> str:
    """One file that is added; one that could be read is in the collection when the whole change is."""
    # The change came to its end without it.
    state = "refused" if work.finished and file.state in ("waiting", "reading") else file.state
    words = say(language, f"file_{state}")
    note = file.note
    if file.state == "refused":
        # The message begins with the name, which stands above it here.
        note = told(note, language).removeprefix(f"{file.name}: ").removeprefix(f"{file.name}：")
    notes = [note] if note else []
    if file.near and state in ("ready", "replaced"):
        notes.append(say(language, "file_near", percent=round(100 * file.share), title=file.near))
    small = "".join(f"<small dir='auto'>{show(note)}</small>" for note in notes)
    return f"<li class='{state}'><b dir='auto'>{show(file.name)}</b><span>{show(words)}</span>{small}</li>"


def _item(item: Item, language: Script) -> str:
    document = item.document
    parts = (
        document.author if document.author != document.publisher else "",
        NAMES[document.script],
        say(language, "characters", count=f"{len(document.text):,}"),
        count_words(language, "passages", item.passages),
        say(language, "file", name=document.source),
    )
    facts = " · ".join(filter(None, parts))
    buttons = "".join(
        f"<button{attributes({'type': 'button', 'class': 'small', 'data-act': act, 'data-document': document.id})}>"
        f"{icon(image)}{show(say(language, key))}</button>"
        for act, image, key in (
            ("read", "book", "read"),
            ("ask-this", "filter", "ask_this"),
            ("remove-document", "bin", "remove"),
        )
    )
    title = attributes({"class": f"state {item.state}", "title": say(language, f"state_{item.state}_why")})
    state = f"<span{title}>{show(say(language, f'state_{item.state}'))}</span>"
    return (
        f"<li>{state}<h2 dir='auto' lang='{document.script}'>{show(document.title)}</h2>"
        f"<p class='meta'>{show(byline(document.publisher, document.date, language))}</p>"
        f"<p class='meta'><bdi>{show(facts)}</bdi></p>"
        f"<div class='row'>{buttons}</div>{_correcting(document, language)}</li>"
    )


def _correcting(document: Document, language: Script) -> str:
    rows = ""
    for name, value in (
        ("title", document.title),
        ("publisher", document.publisher),
        ("date", document.date),
        ("author", document.author),
    ):
        more = {"placeholder": "2024-03-09"} if name == "date" else {}
        entry = attributes({"name": name, "value": value, "maxlength": 500, "autocomplete": "off", **more})
        rows += f"<label><span>{show(say(language, name))}</span><input{entry}></label>"
    options = "".join(
        f"<option{attributes({'value': code, 'selected': code == document.script})}>{show(NAMES[code])}</option>"
        for code in LANGUAGES
    )
    rows += f"<label><span>{show(say(language, 'script'))}</span><select name='script'>{options}</select></label>"
    form = attributes({"data-form": "correct", "data-document": document.id})
    return (
        f"<details class='facts'><summary>{icon('pencil')}{show(say(language, 'correct'))}</summary>"
        f"<form{form}>{rows}<p>{show(say(language, 'facts_note'))}</p>"
        f"<button type='submit' class='small'>{show(say(language, 'save'))}</button></form></details>"
    )
