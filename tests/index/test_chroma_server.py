"""Vectors on a real Chroma server: the same results as from files, one collection, and a way back."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.ending_together import ending_with_us
from index.build import add_documents, build_index
from index.collection import Index
from index.errors import UsageError
from index.vectors_server import ServerUnreachable, choose_server, chosen_server, connect
from tests.index.bag_encoder import BagEncoder, make_document
from tests.serving import free_port
from tests.waiting import until

pytestmark = pytest.mark.slow
DOCUMENTS = [
    make_document("musk", "马斯克起诉了OpenAI。他要求公开研究成果。" * 4),
    make_document(
        "law", "The court will hear the case in March. Both sides have filed their papers. " * 4, script="en"
    ),
]
MORE = make_document("meta", "Meta开源了Llama模型。开发者可以免费使用。" * 4)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """``chroma run`` on loopback."""
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    command = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
    arguments = ["run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    log = (folder.parent / "chroma.log").open("wb")
    with subprocess.Popen(ending_with_us([command, *arguments]), stdout=log, stderr=log) as process:
        url = f"http://127.0.0.1:{port}"

        def up() -> bool:
            assert process.poll() is None, Path(log.name).read_text(errors="replace")
            try:
                return httpx.get(f"{url}/api/v2/heartbeat").is_success
            except httpx.HTTPError:
                return False

        until(up)
        yield url, process
        process.kill()
    log.close()


def found(path: Path) -> list[tuple[str, float]]:
    with Index.open(path, BagEncoder()) as index:
        evidence = [item for text in ("马斯克要求公开", "court in March") for item in index.search(text, 3)]
        return [(item.passage.id, round(item.score, 5)) for item in evidence]


def collections(url: str) -> list[str]:
    client = connect(url)
    try:
        return [collection.name for collection in client.list_collections()]
    finally:
        client.close()


def test_a_server_gives_what_files_give_and_there_is_a_way_back(
    tmp_path: Path, server: tuple[str, "subprocess.Popen[bytes]"]
) -> None:
    url, process = server
    files, path = tmp_path / "files", tmp_path / "served"
    build_index(files, DOCUMENTS, BagEncoder())
    choose_server(path, url)
    build_index(path, DOCUMENTS, BagEncoder())
    assert found(path) == found(files) and len(collections(url)) == 1
    assert not list(path.rglob("chroma.sqlite3"))
    for index in (files, path):
        add_documents(index, [MORE], BagEncoder())
    assert found(path) == found(files) and len(collections(url)) == 1
    choose_server(path, None)
    assert build_index(path, DOCUMENTS, BagEncoder()) and collections(url) == []
    assert list(path.rglob("chroma.sqlite3")) and len(found(path)) == len(found(files))
    choose_server(path, url)
    build_index(path, DOCUMENTS, BagEncoder())
    process.kill()
    process.wait()
    with pytest.raises(ServerUnreachable, match="chroma run") as caught:
        Index.open(path, BagEncoder())
    assert "\n" not in str(caught.value)
    choose_server(path, None)
    build_index(path, DOCUMENTS, BagEncoder())
    assert found(path)


def test_only_a_url_is_an_address(tmp_path: Path) -> None:
    for wrong in ("localhost:8000", "ftp://x", "http://", "", "http://[", "http://a:99999"):
        with pytest.raises(UsageError, match="no address"):
            choose_server(tmp_path, wrong)
    with pytest.raises(UsageError, match="leave them out"):
        choose_server(tmp_path, "http://user:hunter2@127.0.0.1:8000")
    assert chosen_server(tmp_path) is None
