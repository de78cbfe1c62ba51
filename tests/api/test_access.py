"""Who is let in: hosts and origins, logins and keys, attempts, and what of Gradio is served."""

import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from assistant.settings import Settings
from index.errors import UsageError
from tests.api.conftest import Served, serve
from tests.serving import TLS
from ui.access import Access, is_loopback, route
from ui.accounts import AccountError, Accounts
from ui.logins import COOKIE, IDLE_SECONDS, Logins, TooManyAttempts

NAME, PASSWORD = "ada", "four words are enough"
FORM = {"name": NAME, "password": PASSWORD}


NOBODY = Access(Settings(home=Path("a home without accounts")))
COST = "ui.accounts._COST", 1 << 10
"""A thirtieth of what looking at a password costs; a kept password is looked at as dearly as it was kept."""


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*COST)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("guarded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*COST)
        Accounts(home).add(NAME, PASSWORD)
    yield from serve(home)


def post(url: str, **headers: str) -> httpx.Response:
    return httpx.post(f"{url}/api/ask", json={"question": "echo hello"}, headers=headers, timeout=60, verify=TLS)


@given(host=st.binary(max_size=40), origin=st.binary(max_size=40), cookies=st.binary(max_size=40))
def test_any_headers_are_judged_and_none_lets_anybody_in(host: bytes, origin: bytes, cookies: bytes) -> None:
    raw = [(b"host", host), (b"origin", origin), (b"cookie", b"debate_session=" + cookies)]
    headers = Headers(raw=[*raw, (b"authorization", b"Bearer debate-" + cookies)])
    assert NOBODY.who(headers) is None
    told = NOBODY.foreign(headers, "GET")
    # A page is ours only where its origin names the very host it asks.
    assert told is not None or origin.decode("latin-1").partition("//")[2].casefold().startswith(
        host.decode("latin-1").casefold()
    )


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_a_name_made_to_point_here_is_refused(served: Served, host: str) -> None:
    assert post(served.url, host=host).status_code in (400, 403)
    assert served.client.get("/api/documents", headers={"host": host}).status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:7860", "LOCALHOST:1"])
def test_our_own_names_are_let_in(served: Served, host: str) -> None:
    assert served.client.get("/api/documents", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://localhost.evil.example"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_a_page_of_another_site_cannot_ask(served: Served, headers: dict[str, str]) -> None:
    response = post(served.url, **headers)
    assert response.status_code == 403 and "access-control-allow-origin" not in response.headers
    framed = {**headers, "sec-fetch-dest": "iframe"}
    assert served.client.get("/api/documents", headers=framed).status_code == 403


def test_our_own_page_and_links_to_it_are_let_in(served: Served) -> None:
    assert post(served.url, origin=served.url, **{"sec-fetch-site": "same-origin"}).status_code == 200
    visit = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert served.client.get("/api/docs", headers=visit).status_code == 200


def test_every_reply_has_the_headers(served: Served, guarded: Served) -> None:
    for response in (served.client.get("/api/docs"), guarded.client.get("/api/docs"), guarded.client.get("/login")):
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"


def test_nobody_gets_in_without(guarded: Served) -> None:
    for path in ("/api/documents", "/api/openapi.json", "/v1/models"):
        refused = guarded.client.get(path)
        assert refused.status_code == 401 and "debate keys add" in refused.json()["error"]["message"]
    assert post(guarded.url).status_code == 401
    assert post(guarded.url, authorization="Bearer debate-nonsense").status_code == 401
    assert post(guarded.url, cookie=f"{COOKIE}=nonsense").status_code == 401
    assert guarded.client.get("/api/docs", headers={"accept": "text/html"}).headers["location"] == "/login"


def test_a_key_lets_a_program_in_until_it_is_taken_away(guarded: Served) -> None:
    accounts = Accounts(guarded.access.accounts._file.parent)
    secret = accounts.add_key(NAME, "a test")
    assert post(guarded.url, authorization=f"Bearer {secret}").status_code == 200
    assert secret not in accounts._file.read_text()
    (key,) = accounts.all()[0].keys
    accounts.remove_key(key.id)
    assert post(guarded.url, authorization=f"Bearer {secret}").status_code == 401


def test_logging_in_and_out(guarded: Served) -> None:
    with httpx.Client(base_url=guarded.url, timeout=60, verify=TLS) as browser:
        assert browser.post("/login", data={**FORM, "password": "wrong password"}).status_code == 401
        entered = browser.post("/login", data={**FORM, "name": " ADA "})
        assert entered.status_code == 303 and entered.headers["location"] == "/"
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
        assert browser.get("/api/documents").status_code == 200
        token = browser.cookies[COOKIE]
        assert browser.post("/logout").headers["location"] == "/login"
        assert browser.get("/api/documents", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_what_was_typed_comes_back_escaped(guarded: Served) -> None:
    page = guarded.client.post("/login", data={"name": "'><script>x</script>", "password": "y"})
    assert page.status_code == 401 and "<script" not in page.text and PASSWORD not in page.text
    assert guarded.client.post("/login", content=b"x" * 20_000).status_code == 413
    assert guarded.client.put("/login").status_code == 405
    assert guarded.client.post("/login", data={f"field{n}": "x" for n in range(30)}).status_code == 400


def test_attempts_are_limited_by_name_and_by_address(tmp_path: Path, cheap: None) -> None:
    now = [0.0]
    accounts = Accounts(tmp_path)
    accounts.add(NAME, PASSWORD)
    accounts.by_password = lambda name, password: accounts.all()[0] if password == PASSWORD else None  # type: ignore[method-assign]
    logins = Logins(accounts, lambda: now[0])
    for n in range(10):
        assert logins.log_in(NAME, "wrong", f"10.0.0.{n}") is None
    for spelt in (NAME, "ＡＤＡ", " Ada"):
        with pytest.raises(TooManyAttempts):
            logins.log_in(spelt, PASSWORD, "10.0.1.1")
    now[0] += 16 * 60
    token = logins.log_in(NAME, PASSWORD, "10.0.1.1")
    assert token is not None and logins.by_cookie(token) is not None
    for n in range(30):
        logins.log_in(f"name{n}", "wrong", "10.0.2.2")
    with pytest.raises(TooManyAttempts):
        logins.log_in(NAME, PASSWORD, "10.0.2.2")
    now[0] += IDLE_SECONDS + 1
    assert logins.by_cookie(token) is None


def test_a_session_ends_with_its_account_or_password(tmp_path: Path, cheap: None) -> None:
    accounts = Accounts(tmp_path)
    accounts.add(NAME, PASSWORD)
    logins = Logins(Accounts(tmp_path))
    token = logins.log_in(NAME, PASSWORD, "a")
    assert token is not None and logins.by_cookie(token) is not None
    accounts.change_password(NAME, "another good one")
    assert logins.by_cookie(token) is None
    assert logins.log_in(NAME, PASSWORD, "a") is None
    again = logins.log_in(NAME, "another good one", "a")
    assert again is not None
    accounts.remove(NAME)
    assert logins.by_cookie(again) is None


def test_the_file_of_accounts(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    first = accounts.add(NAME, PASSWORD)
    file = tmp_path / "accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and PASSWORD not in file.read_text()
    assert first.password.startswith("scrypt$32768$8$3$")
    for name, password in ((NAME, PASSWORD), ("a b", PASSWORD), ("../x", PASSWORD), ("", PASSWORD), ("bob", "short")):
        with pytest.raises(UsageError):
            accounts.add(name, password)
    with pytest.raises(UsageError, match="users list"):
        accounts.remove("nobody")
    accounts.remove(NAME)
    assert accounts.add(NAME, PASSWORD).id != first.id
    file.write_text("{")
    with pytest.raises(AccountError, match="restore it"):
        accounts.all()


def test_listening_beyond_this_computer_wants_a_login(tmp_path: Path, cheap: None) -> None:
    wide = Settings(home=tmp_path, host="0.0.0.0")
    with pytest.raises(UsageError, match="debate users add"):
        Access(wide)
    assert not Access(wide, login=False).needed
    assert not Access(Settings(home=tmp_path)).needed
    Accounts(tmp_path).add(NAME, PASSWORD)
    assert Access(wide).needed and Access(Settings(home=tmp_path)).needed
    assert [is_loopback(h) for h in ("127.0.0.1", "::1", "localhost", "127.9.9.9", "0.0.0.0", "::", "box")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../etc/passwd",
        "/gradio_api/file=http://127.0.0.1:1/x",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/x",
        "/gradio_api/stream/x/1/1/playlist.m3u8",
        "/gradio_api/call/act",
        "/gradio_api/vibe-code",
        "/gradio_api/component_server",
        "/gradio_api/custom_component/1/client/x/y",
        "/gradio_api/heartbeat/../file=/etc/passwd",
        "/gradio_api/deep_link",
        "/file=/etc/passwd",
        "/monitoring",
        "/runs",
        "//etc/passwd",
        "/api",
        "/login/../x",
    ],
)
def test_no_other_route_of_gradio_is_served(path: str) -> None:
    assert route(path).kind == ("api" if path == "/api" else "nowhere")


def test_what_a_program_asks_for_may_hold_line_breaks() -> None:
    assert route("/v1/models/D\n\r\u0085s").kind == "api"
    assert route("/static\n/v1/models").kind == "nowhere"
