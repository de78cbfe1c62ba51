"""A server of a collection shows that collection, to the accounts of that collection, and to nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from assistant.collections import settings_of
from assistant.settings import Settings
from index.build import add_documents
from index.collection import Index
from index.errors import UsageError
from tests.browser.replay import Replay
from tests.index.bag_encoder import BagEncoder, make_document
from tests.serving import serving
from ui.access import Access
from ui.accounts import Accounts
from ui.api import build_api
from ui.backend import Loading
from ui.guard import Guard
from ui.server import serve_api

pytestmark = pytest.mark.slow
PASSWORD = "four words are enough"


@dataclass
class Reading(Replay):
    """Replays, on a real index."""

    def __post_init__(self) -> None:
        pass


@pytest.fixture
def root(tmp_path: Path) -> Settings:
    root = Settings(home=tmp_path)
    for name in ("default", "papers", "drafts"):
        document = make_document(f"of-{name}", f"This is told in {name} and nowhere else. " * 5, script="en")
        add_documents(settings_of(root, name).index_dir, [document], BagEncoder())
    return root


@contextmanager
def served(settings: Settings, login: bool = True) -> Iterator[httpx.Client]:
    """The API of a collection as ``debate serve`` opens it, with an index and without a model."""
    assistant = Reading()
    with Index.open(settings.index_dir, BagEncoder()) as assistant.index:  # type: ignore[assignment]
        loading = Loading(lambda: assistant)
        loading.start()
        api = build_api(loading, settings)
        guarded = Guard(api, Access(settings, login=login), api)
        with serving(guarded) as url, httpx.Client(base_url=url, timeout=60) as client:
            yield client


def documents(client: httpx.Client, key: str = "") -> list[str]:
    response = client.get("/api/documents", headers={"authorization": f"Bearer {key}"} if key else {})
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["documents"]]


@pytest.mark.parametrize("name", ["default", "papers", "drafts"])
def test_a_server_knows_no_other_collection(root: Settings, name: str) -> None:
    with served(settings_of(root, name)) as client:
        assert documents(client) == [f"of-{name}"]
        found = client.post("/api/search", json={"query": "told in papers drafts default nowhere", "k": 50}).json()
        assert {item["document_id"] for item in found["results"]} == {f"of-{name}"}
        for other in {"default", "papers", "drafts"} - {name}:
            body = {"question": "What is told?", "documents": [f"of-{other}"]}
            assert client.post("/api/ask", json=body).status_code == 400
            # Which collection is served is the server's to say, whatever a request says.
            for path in ("/api/documents", f"/api/documents?collection={other}"):
                headers = {"x-debate-collection": other, "cookie": f"collection={other}"}
                rows = client.get(path, headers=headers).json()["documents"]
                assert [row["id"] for row in rows] == [f"of-{name}"]


def test_an_account_opens_its_own_collection_only(root: Settings) -> None:
    papers, drafts = settings_of(root, "papers"), settings_of(root, "drafts")
    Accounts(papers.home).add("ada", PASSWORD)
    Accounts(drafts.home).add("bob", PASSWORD)
    ada, bob = Accounts(papers.home).add_key("ada"), Accounts(drafts.home).add_key("bob")
    with served(papers) as client:
        assert documents(client, ada) == ["of-papers"]
        assert client.get("/api/documents", headers={"authorization": f"Bearer {bob}"}).status_code == 401
        assert client.post("/login", data={"name": "bob", "password": PASSWORD}).status_code == 401
        assert client.post("/login", data={"name": "ada", "password": PASSWORD}).status_code == 303
        cookie = dict(client.cookies)
        assert documents(client) == ["of-papers"]
    with served(drafts) as client:
        client.cookies.update(cookie)
        assert client.get("/api/documents").status_code == 401
        assert documents(client, bob) == ["of-drafts"]
    # The home itself has no account: on this computer it stays open, as before.
    with served(root) as client:
        assert documents(client) == ["of-default"]


def test_accounts_of_the_home_close_its_collections_too(root: Settings) -> None:
    papers = settings_of(root, "papers")
    Accounts(root.home).add("ada", PASSWORD)
    with pytest.raises(UsageError, match="debate --collection papers users add NAME"):
        serve_api(papers)
    assert not Access(papers, login=False).needed
    Accounts(papers.home).add("bob", PASSWORD)
    with served(papers) as client:
        assert client.get("/api/documents").status_code == 401
        key = Accounts(root.home).add_key("ada")
        assert client.get("/api/documents", headers={"authorization": f"Bearer {key}"}).status_code == 401


def test_a_collection_open_until_the_home_gets_an_account_closes(root: Settings) -> None:
    with served(settings_of(root, "papers")) as client:
        assert documents(client) == ["of-papers"]
        Accounts(root.home).add("ada", PASSWORD)
        assert client.get("/api/documents").status_code == 401


def test_listening_beyond_this_computer_wants_an_account_of_the_collection(root: Settings) -> None:
    Accounts(root.home).add("ada", PASSWORD)
    wide = settings_of(root.model_copy(update={"host": "0.0.0.0"}), "papers")
    with pytest.raises(UsageError, match=r"0\.0\.0\.0 can be reached .*`debate --collection papers users add NAME`"):
        Access(wide)
    Accounts(wide.home).add("bob", PASSWORD)
    assert Access(wide).needed
