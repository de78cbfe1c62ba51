"""The pages to log in and out on: no script, nothing fetched."""

from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f21; --paper: #faf9f5; --line: #8a8a83; --accent: #1f5f8b }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #16181a; --accent: #7fb8dc } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
form { width: min(22rem, 88vw); display: grid; gap: .4rem }
h1 { font-size: 1.3rem; margin: 0 0 .6rem }
label { margin-top: .5rem }
input, button { font: inherit; padding: .55rem .7rem; border-radius: .4rem; border: 1px solid var(--line);
  color: inherit; background: transparent }
button { margin-top: 1rem; background: var(--accent); border-color: var(--accent); color: var(--paper);
  cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
[role=alert] { margin: 0; padding: .5rem .7rem; border-left: 3px solid #b3372f }
"""


def login_html(problem: str = "", name: str = "") -> str:
    """The page, with what was wrong with the last try (escaped already) and the name that was given."""
    told = f"<p role='alert'>{problem}</p>" if problem else ""
    return _page(
        f"<form method='post' action='/login'><h1>Open or Closed · 开源闭源之辩</h1>{told}"
        "<label for='name'>Name / 用户名</label>"
        f"<input id='name' name='name' value='{escape(name[:64])}' autocomplete='username' required maxlength='64'>"
        "<label for='password'>Password / 密码</label><input id='password' name='password' type='password' "
        "autocomplete='current-password' required maxlength='1024'>"
        "<button type='submit'>Log in / 登录</button></form>"
    )


def logout_html() -> str:
    """The page to log out on."""
    return _page(
        "<form method='post' action='/logout'><h1>Open or Closed · 开源闭源之辩</h1>"
        "<button type='submit'>Log out / 退出登录</button></form>"
    )


def _page(form: str) -> str:
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Open or Closed · 开源闭源之辩</title>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><style>{_STYLE}</style></head>"
        f"<body><main>{form}</main></body></html>"
    )
