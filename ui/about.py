"""The page of settings, and of what the program is made of."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.models_catalogue import load_catalogue
from assistant.models_errors import UnknownModel
from assistant.settings import Settings, shown_url
from index.types import Script
from ui.escape import show
from ui.parts import attributes
from ui.text import LANGUAGES, NAMES, say


def about_html(settings: Settings, conversations: Path, language: Script) -> str:
    """Appearance, engine, where data lies, licence and version."""
    privacy = "privacy_server" if settings.engine == "openai" else "privacy"
    terms = [("version", show(_version())), ("licence", show(say(language, "licence_note")))]
    return (
        f"<section class='sheet'><h1>{show(say(language, 'about_title'))}</h1>"
        f"{_group('appearance', [('language', _languages(language)), ('theme', _themes(language))], language)}"
        f"{_group('engine', _engine(settings, language), language)}"
        f"{_group('data', _data(settings, conversations, language), language)}"
        f"<p class='lead'>{show(say(language, privacy))}</p>"
        f"{_group('about', terms, language)}</section>"
    )


def _group(title: str, rows: list[tuple[str, str]], language: Script) -> str:
    body = "".join(f"<div><dt>{show(say(language, key))}</dt><dd>{value}</dd></div>" for key, value in rows)
    return f"<h2>{show(say(language, title))}</h2><dl>{body}</dl>"


def _languages(language: Script) -> str:
    return _choices("language", "language", [(code, NAMES[code], code == language) for code in LANGUAGES], language)


def _themes(language: Script) -> str:
    names = [(code, say(language, f"theme_{code}"), False) for code in ("auto", "light", "dark")]
    return _choices("theme", "set-theme", names, language)


def _choices(label: str, act: str, choices: list[tuple[str, str, bool]], language: Script) -> str:
    buttons = ""
    for code, name, chosen in choices:
        data: dict[str, object] = {"type": "button", "data-act": act, "data-value": code}
        if act == "language":
            data |= {"aria-pressed": "true" if chosen else "false", "lang": code}
        buttons += f"<button{attributes(data)}>{show(name)}</button>"
    return f"<div class='choices' role='group'{attributes({'aria-label': say(language, label)})}>{buttons}</div>"


def _engine(settings: Settings, language: Script) -> list[tuple[str, str]]:
    threads = str(settings.threads) if settings.threads else say(language, "all_cores")
    rows = [("engine_name", f"<code>{show(settings.engine)}</code>")]
    if settings.engine == "openai":
        rows.append(("server", f"<code>{show(shown_url(settings.engine_url))}</code>"))
    rows += [("generator", _model(settings.generator, language)), ("encoder", _model(settings.encoder, language))]
    return [*rows, ("threads", show(threads))]


def _model(name: str, language: Script) -> str:
    """A model with its licence; one that is not in the catalogue (a file, a folder, a server's) by its name alone."""
    try:
        model = load_catalogue().model(name)
    except UnknownModel:
        return f"<code>{show(name)}</code> <span class='licence'>{show(say(language, 'licence_unknown'))}</span>"
    link = attributes({"href": model.licence_url, "target": "_blank", "rel": "noreferrer noopener"})
    licence = f"{show(say(language, 'licence_is'))}<a{link}>{show(model.licence)}</a>"
    head = f"<summary>{show(say(language, 'notice'))}</summary>"
    notice = f"<details class='terms'>{head}<p lang='en'>{show(model.notice)}</p></details>" if model.notice else ""
    return f"{show(model.title)} <code>{show(name)}</code><span class='licence'>{licence}</span>{notice}"


def _data(settings: Settings, conversations: Path, language: Script) -> list[tuple[str, str]]:
    return [
        ("home_folder", f"<code>{show(str(settings.home))}</code>"),
        ("models_folder", f"<code>{show(str(settings.models_dir))}</code>"),
        ("your_conversations", f"<code>{show(str(conversations))}</code>"),
    ]


def _version() -> str:
    try:
        return version("debate-assistant")
    except PackageNotFoundError:
        return "–"
