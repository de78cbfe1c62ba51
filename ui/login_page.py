"""The pages to log in and out on: no script, nothing fetched, in the first language of the browser that is ours."""

from html import escape

from index.types import Script
from ui.text import closest_language, say

_STYLE = """
:root { color-scheme: light dark; --ink: #1f2326; --soft: #5b6167; --paper: #faf9f5; --raised: #fff; --line: #e2dfd5;
  --edge: #908c80; --accent: #0b5f5b; --accent-ink: #fff; --bad: #a3271f; --bad-soft: #fceceb }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e0; --soft: #a3a7a8; --paper: #16181a; --raised: #1f2225;
  --line: #303438; --edge: #757b80; --accent: #74c9c0; --accent-ink: #0a2422; --bad: #f29a92; --bad-soft: #3a211f } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
form { width: min(21rem, 78vw); display: grid; gap: .35rem; padding: 1.8rem 2rem 2rem; background: var(--raised);
  border: 1px solid var(--line); border-radius: 16px }
h1 { font: 600 1.5rem/1.3 "Iowan Old Style", Palatino, Georgia, "Songti SC", "Noto Serif CJK SC", serif; margin: 0 }
.lead { margin: 0 0 .6rem; color: var(--soft); font-size: .9rem }
label { margin-top: .5rem; font-size: .93rem }
input, button { font: inherit; padding: .5rem .75rem; border-radius: 9px; border: 1px solid var(--edge);
  color: inherit; background: transparent }
button { margin-top: 1.1rem; background: var(--accent); border-color: var(--accent); color: var(--accent-ink);
  font-weight: 600; cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
[role=alert] { margin: .2rem 0 0; padding: .5rem .8rem; border-radius: 8px; background: var(--bad-soft);
  color: var(--bad); font-size: .93rem }
"""


def wanted_language(header: str) -> Script:
    """The language for an ``Accept-Language`` header (RFC 9110, 12.5.4): its tags, the most wanted first."""
    weighed = []
    for part in header[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag))
        except ValueError:
            continue
    return closest_language(tag for _, tag in sorted(weighed, key=lambda one: -one[0]))


def login_html(language: Script, problem: str = "", name: str = "") -> str:
    """The page, with what was wrong with the last try and the name that was given."""
    told = f"<p role='alert'>{escape(problem)}</p>" if problem else ""
    return _page(
        f"<form method='post' action='/login'>{_head(language)}{told}"
        f"<label for='name'>{escape(say(language, 'account_name'))}</label>"
        f"<input id='name' name='name' value='{escape(name[:64])}' autocomplete='username' required maxlength='64'>"
        f"<label for='password'>{escape(say(language, 'password'))}</label><input id='password' name='password' "
        "type='password' autocomplete='current-password' required maxlength='1024'>"
        f"<button type='submit'>{escape(say(language, 'log_in'))}</button></form>",
        language,
    )


def logout_html(language: Script) -> str:
    """The page to log out on."""
    button = f"<button type='submit'>{escape(say(language, 'log_out'))}</button>"
    return _page(f"<form method='post' action='/logout'>{_head(language)}{button}</form>", language)


def _head(language: Script) -> str:
    return f"<h1>{escape(say(language, 'name'))}</h1><p class='lead'>{escape(say(language, 'tagline'))}</p>"


def _page(form: str, language: Script) -> str:
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'>"
        f"<title>{escape(say(language, 'name'))}</title>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><style>{_STYLE}</style></head>"
        f"<body><main>{form}</main></body></html>"
    )
