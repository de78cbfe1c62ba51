"""Pulling from the hub: a small one on loopback, huggingface_hub's real client."""

import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from huggingface_hub import constants

from assistant import models
from assistant.models_catalogue import Catalogue
from assistant.models_errors import ModelDamaged, NoSourceAnswered
from assistant.settings import Settings
from tests.waiting import PATIENCE

REVISION = "0123456789abcdef0123456789abcdef01234567"
CONTENT = b"weights" * 1000


@contextmanager
def hub(files: dict[str, bytes]) -> Iterator[str]:
    """Answers as the hub does for small files: commit, etag and length in the headers."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self, with_body: bool) -> None:
            name = self.path.partition(f"/owner/tiny/resolve/{REVISION}/")[2]
            body = files.get(name)
            self.send_response(404 if body is None else 200)
            if body is None:
                self.send_header("X-Error-Code", "EntryNotFound")
            else:
                self.send_header("X-Repo-Commit", REVISION)
                self.send_header("ETag", f'"{hashlib.sha1(body).hexdigest()}"')
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            if with_body:
                self.wfile.write(body or b"")

        def do_GET(self) -> None:
            self.answer(True)

        def do_HEAD(self) -> None:
            self.answer(False)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def point_at(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What HF_ENDPOINT would have done when huggingface_hub was imported."""
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template.replace(constants.ENDPOINT, endpoint))
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)


def tiny(known: bool = True) -> Catalogue:
    fact: dict[str, object] = {"name": "sub/weights.bin"}
    if known:
        fact |= {"size": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    model = {
        "name": "tiny",
        "title": "Tiny",
        "role": "encoder",
        "licence": "none",
        "licence_url": "none",
        "tested": known,
        "files": [fact],
        "sources": [{"kind": "hub", "repo": "owner/tiny", "revision": REVISION}],
    }
    return Catalogue.model_validate({"models": [model]})


class Heard:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    @contextmanager
    def bar(self, label: str, total: int) -> Iterator[object]:
        yield lambda done: None


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Settings(home=tmp_path, models=tmp_path / "models")


def test_files_come_from_the_hub(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub({"sub/weights.bin": CONTENT}) as endpoint:
        point_at(endpoint, monkeypatch)
        models.pull(["tiny"], settings, catalogue=tiny(), answer_within=PATIENCE)
    assert (models.path("tiny", settings, tiny()) / "sub/weights.bin").read_bytes() == CONTENT
    assert not (settings.models_dir / ".tiny.partial").exists()


def test_a_wrong_byte_from_the_hub_is_an_error(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub({"sub/weights.bin": CONTENT[:-1] + b"x"}) as endpoint:
        point_at(endpoint, monkeypatch)
        with pytest.raises(ModelDamaged, match=r"sub/weights\.bin of tiny is damaged: expected SHA-256"):
            models.pull(["tiny"], settings, catalogue=tiny(), answer_within=PATIENCE)


def test_a_file_without_a_known_hash_is_said_to_be_unverified(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    with hub({"sub/weights.bin": CONTENT}) as endpoint:
        point_at(endpoint, monkeypatch)
        models.pull(["tiny"], settings, heard, catalogue=tiny(known=False), answer_within=PATIENCE)
    assert any("not verified" in line for line in heard.lines)
    assert any("untested" in line for line in heard.lines)
    assert models.statuses(settings, tiny(known=False))[0].state == "ready"


def test_a_file_that_the_hub_lacks_passes_it_over(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub({}) as endpoint:
        point_at(endpoint, monkeypatch)
        with pytest.raises(NoSourceAnswered, match=r"the hub \(owner/tiny\): .*(404|Not Found)"):
            models.pull(["tiny"], settings, catalogue=tiny(), answer_within=PATIENCE)


def test_a_hub_that_does_not_answer_is_passed_over(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        point_at(f"http://127.0.0.1:{silent.getsockname()[1]}", monkeypatch)
        with pytest.raises(NoSourceAnswered, match=r"hub \(owner/tiny\): .*(within 1 s|timed out)"):
            models.pull(["tiny"], settings, catalogue=tiny(), answer_within=1)


def test_a_hub_that_is_switched_off_is_not_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(NoSourceAnswered, match="HF_HUB_OFFLINE is set"):
        models.pull(["tiny"], settings, catalogue=tiny(), answer_within=PATIENCE)
