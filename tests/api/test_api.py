"""The answer object, search and documents over HTTP, the queue's bound, and leaving."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.render import answer_object
from tests.api.conftest import Served, serve
from tests.serving import TLS
from tests.waiting import until
from ui.api_types import AnswerOut

QUESTION = "What are the risks of open-sourcing powerful models?"


def events(text: str) -> list[tuple[str, Any]]:
    """Names and data of server-sent events."""
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_the_answer_is_the_object_of_the_command_line(served: Served) -> None:
    given = served.client.post("/api/ask", json={"question": QUESTION}).json()
    expected = answer_object(next(e.answer for e in served.assistant.stream(QUESTION) if hasattr(e, "answer")))
    assert given == expected
    assert set(AnswerOut.model_fields) == set(expected)
    for citation in given["citations"]:
        text = served.assistant.index.documents[citation["document_id"]].text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_stream_ends_with_the_object(served: Served) -> None:
    whole = served.client.post("/api/ask", json={"question": QUESTION}).json()
    response = served.client.post("/api/ask", json={"question": QUESTION, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    assert found[-1] == ("done", whole)
    assert {name for name, _ in found} == {"stage", "draft", "checked", "done"}
    assert [data["sentence"] for name, data in found if name == "checked"] == whole["sentences"]


def test_a_refusal_is_an_answer(served: Served) -> None:
    given = served.client.post("/api/ask", json={"question": "Who won the cup?"})
    assert given.status_code == 200 and given.json()["refused"] and given.json()["citations"]


def test_history_and_documents_reach_the_assistant(served: Served) -> None:
    body = {"question": QUESTION, "history": [{"question": "q", "answer": "a"}], "documents": ["essay"]}
    assert served.client.post("/api/ask", json=body).status_code == 200
    question, history, documents = served.assistant.asked[-1]
    assert (question, history[0].question, history[0].answer, documents) == (QUESTION, "q", "a", ("essay",))


def test_search_and_documents(served: Served) -> None:
    found = served.client.post("/api/search", json={"query": "flaws", "k": 1}).json()
    assert found["query"] == "flaws" and found["results"][0]["document_id"] == "essay"
    listed = served.client.get("/api/documents").json()["documents"]
    assert [d["id"] for d in listed] == list(served.assistant.index.documents) and "text" not in listed[0]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/ask", {"question": QUESTION, "documents": ["nobody"]}, 400),
        ("/api/ask", {"question": 7}, 422),
        ("/api/ask", {}, 422),
        ("/api/ask", {"question": QUESTION, "surprise": 1}, 422),
        ("/api/ask", {"question": "x" * 5000}, 422),
        ("/api/search", {"query": "  "}, 400),
        ("/api/search", {"query": "a", "k": 0}, 422),
        ("/v1/chat/completions", {"messages": []}, 422),
        ("/v1/chat/completions", {"messages": [{"role": "assistant", "content": "hi"}]}, 400),
        ("/api/ask", {"question": "fail"}, 500),
    ],
)
def test_what_cannot_be_done_is_told_without_the_inside(
    served: Served, path: str, body: dict[str, Any], status: int
) -> None:
    response = served.client.post(path, json=body)
    assert response.status_code == status
    error = response.json()["error"]
    assert error["message"] and "\n" not in error["message"] and "secret" not in error["message"]
    assert "Traceback" not in response.text and "/ui/" not in response.text


def test_requests_that_are_too_large_or_endless_are_not_read(served: Served) -> None:
    assert served.client.post("/api/ask", content=b"x" * (2 << 20)).status_code == 413
    assert served.client.post("/api/ask", content=iter([b"{}"])).status_code == 411
    assert served.client.post("/api/ask", content=b"[" * 100_000).status_code in (400, 422)
    assert served.client.post("/api/ask", content=b"\xff\xfe{").status_code in (400, 422)


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Served]:
    yield from serve(tmp_path, most=2)


def test_the_queue_is_bounded_says_so_and_leaving_frees_a_place(narrow: Served) -> None:
    narrow.assistant.go.clear()
    stays: list[httpx.Response] = []

    def ask(n: int) -> None:
        stays.append(httpx.post(f"{narrow.url}/api/ask", json={"question": f"echo reader {n}"}, timeout=60, verify=TLS))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    # One is being answered and one waits.
    until(lambda: narrow.assistant.engine._running and len(narrow.assistant.engine._waiting) == 1)
    with narrow.client.stream("POST", "/api/ask", json={"question": "echo one more", "stream": True}) as waiting:
        lines = waiting.iter_text()  # held, since letting go of it closes the connection
        first = next(lines)
        assert '"queued"' in first and '"position": ' in first
        full = httpx.post(f"{narrow.url}/api/ask", json={"question": "echo too many"}, timeout=60, verify=TLS)
        assert full.status_code == 503 and full.headers["retry-after"] == "60"
        assert full.json()["error"]["type"] == "busy" and "before yours" in full.json()["error"]["message"]
    until(lambda: narrow.assistant.left)
    assert narrow.assistant.left == 1
    narrow.assistant.go.set()
    again = httpx.post(f"{narrow.url}/api/ask", json={"question": "echo now"}, timeout=60, verify=TLS)
    assert again.status_code == 200 and again.json()["answer"] == "now"
    for thread in threads:
        thread.join()
    assert sorted(r.json()["answer"] for r in stays) == ["reader 0", "reader 1"]


def test_a_program_that_leaves_before_a_whole_answer_frees_its_place(narrow: Served) -> None:
    narrow.assistant.go.clear()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{narrow.url}/api/ask", json={"question": "echo gone"}, timeout=0.5, verify=TLS)
    until(lambda: narrow.assistant.left)
    assert narrow.assistant.left == 1


def test_the_description_fetches_nothing(served: Served) -> None:
    page = served.client.get("/api/docs").text
    assert "/v1/chat/completions" in page and "curl" in page
    assert "<script" not in page and "http://" not in page.replace("http://127.0.0.1", "") and "https://" not in page
    assert set(served.client.get("/api/openapi.json").json()["paths"]) >= {"/api/ask", "/api/search", "/api/documents"}
