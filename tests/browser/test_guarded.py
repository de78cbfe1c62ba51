"""The page behind its door: logging in, conversations that belong to the account, and no file of the server."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from gradio.utils import get_upload_folder
from playwright.sync_api import Browser, Page, expect

from assistant.settings import Settings
from tests.browser.replay import Replay
from tests.browser.site import answered, ask
from tests.serving import free_port
from ui.access import Access
from ui.accounts import Accounts
from ui.api import build_api
from ui.app import build_app, serve
from ui.backend import Loading
from ui.guard import Guard
from ui.uploads import own_folder

pytestmark = pytest.mark.browser
PASSWORD = "four words are enough"
QUESTION = "What are the risks of open-sourcing powerful models?"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A page that wants a login, and its home."""
    settings = Settings(home=tmp_path)
    for name in ("ada", "bob"):
        Accounts(tmp_path).add(name, PASSWORD)
    replay, port = Replay(), free_port()
    replay.pace = 0.01
    loading = Loading(lambda: replay)
    app = build_app(loading, settings)
    serve(app, "127.0.0.1", port, Guard.middleware(Access(settings), build_api(loading, settings)))
    yield f"http://127.0.0.1:{port}", tmp_path
    app.close()


def test_a_login_opens_the_page_and_conversations_are_the_accounts_own(
    door: tuple[str, Path], browser: Browser
) -> None:
    url, home = door
    accounts = {account.name: account.id for account in Accounts(home).all()}
    for name in ("ada", "bob"):
        context = browser.new_context(locale="en-US", reduced_motion="reduce")
        context.set_default_timeout(30_000)
        page = context.new_page()
        refused: list[str] = []
        page.on("response", lambda r, refused=refused: refused.append(r.url) if r.status in (403, 404) else None)
        page.goto(url)
        assert page.url == f"{url}/login"
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_selector("body.ready #composer #question", state="attached")
        # Nobody sees what another account has asked, whatever the browser says of itself.
        expect(page.locator("#sidebar .open")).to_have_count(0)
        ask(page, QUESTION)
        answered(page)
        assert len(list((home / "conversations" / accounts[name]).glob("*.json"))) == 1
        assert refused == []
        context.close()
    assert {path.name for path in (home / "conversations").iterdir()} == set(accounts.values())


def log_in(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("body.ready #composer #question", state="attached")


def test_logging_out_closes_every_tab_and_leaves_nothing_for_the_next(door: tuple[str, Path], browser: Browser) -> None:
    url, _ = door
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    log_in(page, url, "ada")
    expect(page.locator(".account b")).to_have_text("ada")
    ask(page, QUESTION)
    answered(page)
    conversation = page.url.partition("#")[2]
    assert conversation.startswith("c=")
    other = context.new_page()
    other.goto(f"{url}/#{conversation}")
    answered(other)
    page.click("[data-act=logout]")
    page.wait_for_url(f"{url}/login")
    assert page.evaluate("localStorage.getItem('debate.user')") is None
    # A tab that is still open can do nothing any more.
    other.click("#bar [data-page=documents]")
    other.wait_for_url(f"{url}/login")
    page.goto(url)
    assert page.url == f"{url}/login"
    # The next one at this browser, who even has the address of the conversation.
    log_in(page, url, "bob")
    page.goto(f"{url}/#{conversation}")
    page.reload()
    page.wait_for_selector("body.ready #composer #question", state="attached")
    expect(page.locator(".account b")).to_have_text("bob")
    expect(page.locator("#sidebar .open")).to_have_count(0)
    expect(page.locator("#thread .exchange")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("wanted", "language", "button", "wrong"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant", "登入", "使用者名稱或密碼不對。"),
        ("en;q=0.3,zh-CN;q=0.7", "zh-Hans", "登录", "用户名或密码不对。"),
        ("fr,;q=x", "en", "Log in", "Name and password do not fit."),
        ("", "en", "Log in", "Name and password do not fit."),
    ],
)
def test_the_way_in_is_in_the_language_of_the_browser(
    door: tuple[str, Path], wanted: str, language: str, button: str, wrong: str
) -> None:
    with httpx.Client(base_url=door[0], timeout=60, headers={"accept-language": wanted}) as client:
        page = client.get("/login").text
        assert f"<html lang='{language}'>" in page and f"<button type='submit'>{button}</button>" in page
        assert "http" not in page.replace("http-equiv", "")
        refused = client.post("/login", data={"name": "<b>ada", "password": "wrong"})
        assert refused.status_code == 401 and wrong in refused.text and "<b>ada" not in refused.text


def test_a_login_is_of_no_use_to_a_page_of_another_site(door: tuple[str, Path]) -> None:
    url, _ = door
    with httpx.Client(base_url=url, timeout=60) as client:
        given = client.post("/login", data={"name": "ada", "password": PASSWORD})
        assert given.status_code == 303 and client.get("/").status_code == 200
        for wrong in ({"origin": "https://evil.example"}, {"origin": "null"}, {"host": "evil.example"},
                      {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}):  # fmt: skip
            assert client.post("/gradio_api/run/predict", json={}, headers=wrong).status_code == 403
            assert client.post("/logout", headers=wrong).status_code == 403
            assert client.get("/gradio_api/info", headers=wrong).status_code == 403
        assert client.get("/").status_code == 200
        assert client.post("/logout").headers["location"] == "/login"
        assert client.get("/").status_code == 401


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Path]]:
    """Somebody who is let in and means harm."""
    home = tmp_path_factory.mktemp("inside")
    (home / "secret.txt").write_text("the secret")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GRADIO_TEMP_DIR", "set by what comes next")
        own_folder(home)
        yield from _served(home)


def _served(home: Path) -> Iterator[tuple[httpx.Client, Path]]:
    settings = Settings(home=home)
    loading, port = Loading(Replay), free_port()
    app = build_app(loading, settings)
    serve(app, "127.0.0.1", port, Guard.middleware(Access(settings), build_api(loading, settings)))
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        yield client, home
    app.close()


def test_no_file_of_the_server_is_given(inside: tuple[httpx.Client, Path]) -> None:
    client, home = inside
    secret = home / "secret.txt"
    link = home / "link"
    link.symlink_to(secret)
    up = "../" * 12
    for file in (str(secret), str(link), f"{up}{secret}", f"{up.replace('/', '%2f')}{secret}", "/etc/passwd"):
        for route in ("/gradio_api/file=", "/file=", "/gradio_api/file/", "/static/", "/assets/", "/svelte/",
                      "/gradio_api/custom_component/1/client/x/", "/gradio_api/heartbeat/"):  # fmt: skip
            # Sent as it stands: a client would tidy the path up.
            request = client.build_request("GET", "/")
            request.url = request.url.copy_with(raw_path=f"{route}{file}".encode())
            response = client.send(request)
            assert response.status_code in (400, 403, 404, 405), (route, file, response.status_code)
            assert "the secret" not in response.text and "root:" not in response.text


def test_an_act_that_calls_a_file_its_own_gets_nothing(inside: tuple[httpx.Client, Path]) -> None:
    """Gradio copies what a message calls its file to where it can be fetched: none of our acts takes files so."""
    client, home = inside
    secret = home / "secret.txt"
    config = client.get("/config").json()
    acts = [one for one in config["dependencies"] if one["targets"] and one["targets"][0][1] in ("act", "follow")]
    assert acts
    before = {path for path in Path(get_upload_folder()).rglob("*") if path.is_file()}
    for path in (str(secret), f"file://{secret}", "/etc/passwd", f"{client.base_url}/config", "http://127.0.0.1:1/x"):
        file = {"name": "x.txt", "path": path, "url": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
        for one in acts:
            sent = {
                "data": [file],
                "event_data": {"name": "add", "data": {"files": [file]}},
                "fn_index": one["id"],
                "session_hash": "hostile",
                "trigger_id": one["targets"][0][0],
            }
            for route in ("/gradio_api/run/predict", "/gradio_api/queue/join"):
                said = client.post(route, json=sent).text
                assert "the secret" not in said and "root:" not in said
    streamed = ""
    with client.stream("GET", "/gradio_api/queue/data?session_hash=hostile") as response:
        for part in response.iter_text():
            streamed += part
            if "close_stream" in streamed or "Session not found" in streamed:
                break
    assert "the secret" not in streamed and "root:" not in streamed
    after = {path for path in Path(get_upload_folder()).rglob("*") if path.is_file()}
    assert after == before and secret.read_text() == "the secret"


def test_an_upload_is_read_from_nowhere_else(inside: tuple[httpx.Client, Path]) -> None:
    from index.errors import UsageError
    from ui.uploads import received

    client, home = inside
    given = client.post("/gradio_api/upload", files={"files": ("../../../evil.txt", b"text")})
    (path,) = given.json()
    assert Path(path).name == "evil.txt" and ".." not in path and Path(path).is_relative_to(home / "uploads")
    # Not even the upload itself is given out again.
    assert client.get(f"/gradio_api/file={path}").status_code == 404
    link = Path(path).parent / f"{home.name}-{free_port()}.txt"
    link.symlink_to(home / "secret.txt")
    for wrong in (str(home / "secret.txt"), str(link), f"{path}/../../../../..{home}/secret.txt", "/etc/passwd", ""):
        with pytest.raises(UsageError):
            received([{"name": "x.txt", "path": wrong}])
    link.unlink()
    assert received([{"name": "../../x.txt", "path": path}]) == {"x.txt": b"text"}
    assert not Path(path).exists()


def test_the_page_says_where_it_may_be_framed_and_what_it_may_fetch(inside: tuple[httpx.Client, Path]) -> None:
    client, _ = inside
    policy = client.get("/").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and re.search(r"connect-src 'self';", policy)
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403
    assert (
        client.post("/gradio_api/run/predict", json={}, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert client.post("/gradio_api/upload", headers={"origin": "null"}).status_code == 403
