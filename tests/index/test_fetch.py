# ruff: noqa: E501
"""Fetching one page: limits of size, time and redirects, and no way to an address of this machine's network."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DebateError
from index.fetch import AddressRefused, FetchFailed, checked_url, fetch, is_public, is_url

PAGE = "<html><body><p>开源软件的源代码对公众开放。</p></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """Each path behaves in a way of its own."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        path = self.path.split("?")[0]
        if path == "/to":
            self._answer(302, {"Location": self.path.partition("?")[2]})
        elif path == "/loop":
            self._answer(301, {"Location": "/loop"})
        elif path == "/page.html" or path == "/a/%E5%BC%80%E6%BA%90":
            self._answer(200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)
        elif path == "/packed":
            self._answer(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE))
        elif path == "/bomb":
            body = gzip.compress(bytes(5_000_000))
            self._answer(200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, body)
        elif path == "/picture":
            self._answer(200, {"Content-Type": "image/png"}, b"\x89PNG")
        elif path == "/claims":
            self._answer(200, {"Content-Type": "text/plain", "Content-Length": "99999999999"})
        elif path == "/endless":
            self._drip(b"word " * 20_000, 0.0)
        elif path == "/slow":
            self._drip(b"a", 0.05)
        elif path == "/slow-head":
            for letter in b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1000:
                self.wfile.write(bytes([letter]))
                time.sleep(0.05)
        elif path == "/half":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"half")
        else:
            self._answer(404, {})

    def _answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, piece: bytes, pause: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(piece)
            time.sleep(pause)

    def log_message(self, *_: Any) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True


@pytest.fixture
def server() -> Iterator[str]:
    with _serving() as address:
        yield address


@contextmanager
def _serving() -> Iterator[str]:
    Handler.asked = []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
    finally:
        httpd.shutdown()
        httpd.server_close()


def test_a_page_is_fetched_with_its_kind(server: str) -> None:
    page = fetch(f"{server}/page.html#part", allow_private=True)
    assert (page.url, page.name, page.data) == (f"{server}/page.html", "page.html", PAGE)
    assert fetch(f"{server}/packed", allow_private=True).data == PAGE
    assert fetch(f"{server}/a/开源", allow_private=True).name == "开源.html"
    assert fetch(f"{server}/to?/page.html", allow_private=True).name == "page.html"


def test_this_machine_is_refused_unless_allowed(server: str) -> None:
    port = server.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"):
        with pytest.raises((AddressRefused, FetchFailed)) as told:
            fetch(f"http://{host}:{port}/page.html")
        assert "\n" not in str(told.value)
    assert Handler.asked == []


def test_a_redirect_is_judged_like_the_first_address(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is public as far as the fetcher can tell; where it leads is not."""
    port = server.rpartition(":")[2]
    monkeypatch.setattr("index.fetch.is_public", lambda address: address == "127.0.0.1")
    assert fetch(f"{server}/page.html").data == PAGE
    with pytest.raises(AddressRefused, match="--allow-private"):
        fetch(f"{server}/to?http://[::1]:{port}/page.html")
    with pytest.raises(AddressRefused, match="only http"):
        fetch(f"{server}/to?file:///etc/hostname")


def test_the_address_judged_is_the_one_connected_to(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere at a second look-up is looked up once."""
    import socket

    port, looked_up = int(server.rpartition(":")[2]), []
    real = socket.getaddrinfo

    def answers(host: str, *args: Any, **more: Any) -> Any:
        if host != "rebind.example":
            return real(host, *args, **more)
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.7"):
        fetch(f"http://rebind.example:{port}/page.html")
    assert looked_up == ["rebind.example"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/none", "answered 404"),
        ("/picture", "image/png"),
        ("/loop", "more than 5 times"),
        ("/claims", "is over"),
        ("/endless", "is over"),
        ("/bomb", "is over"),
        ("/slow", "took longer"),
        ("/slow-head", "took longer"),
        ("/half", "could not be fetched"),
    ],
)
def test_what_cannot_be_fetched_is_told_in_a_line(server: str, path: str, told: str) -> None:
    seconds = 1 if path.startswith("/slow") else 60
    with pytest.raises(FetchFailed, match=told) as error:
        fetch(f"{server}{path}", allow_private=True, seconds=seconds, max_bytes=1_000_000)
    assert "\n" not in str(error.value)


def test_nobody_there() -> None:
    with _serving() as address:
        pass
    with pytest.raises(FetchFailed, match="could not be fetched"):
        fetch(f"{address}/x", allow_private=True, seconds=5)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/a", "http://", "http://user:pass@example.org/", "https://[::1", "http://a:99999/",
     "gopher://example.org", "http://" + "a." * 200 + "é"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    assert is_url(url)
    with pytest.raises(DebateError):
        fetch(url)


_BEGINNINGS = st.sampled_from(["", "http://", "https://", "http://[", "http://a@", "http://a:9", "//", "http://\u212a"])


@given(_BEGINNINGS, st.text(max_size=50))
def test_any_text_is_an_address_or_one_clear_line(beginning: str, rest: str) -> None:
    try:
        address = checked_url(beginning + rest)
    except AddressRefused as error:
        assert "\n" not in str(error)
    else:
        assert address.isascii() and address.startswith(("http://", "https://")) and checked_url(address) == address


def test_an_address_in_ascii() -> None:
    assert checked_url("HTTP://例え.Example/开源?q=源#x") == "http://xn--r8jz45g.example/%E5%BC%80%E6%BA%90?q=%E6%BA%90"
    assert not is_url("a.txt") and not is_url("/tmp/a") and not is_url("C:\\a.txt")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:10.0.0.1", False), ("2002:0a00:0001::", False), ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("x", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) == public
