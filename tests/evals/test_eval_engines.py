"""The comparison of engines: the same questions of each, what is done is kept, and a failure is told in its place."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.engines.base import EngineName
from assistant.settings import Settings
from assistant.types import Answer, Citation, Sentence
from evals.engine_server import ServerFailed, serving
from evals.engines import QUESTIONS, Answering, compare, golden
from index.errors import DebateError
from tests.assistant.tiny_model import write_tiny_model


class Replay:
    """Says one thing of every question and refuses those that name dollars."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.asked: list[str] = []

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        if self.settings.engine == "openai" and len(self.asked) == 2:
            raise DebateError("the server stopped | halfway")
        said = "Musk put 40 million | dollars into it."
        citation = Citation(1, "p", "hexun", "T", "P", "2024-03-09", "*4000万*美元", 0, 9)
        refused = "damages" in question
        sentence = Sentence(said, (1,), 0.9, True)
        return Answer(question, "en", (sentence,), (citation,), (), refused, None, {}, self.settings.engine)


def opener(opened: list[Replay]) -> "type[contextmanager]":  # type: ignore[type-arg]
    @contextmanager
    def open_(settings: Settings) -> Iterator[Answering]:
        if settings.engine == "transformers":
            raise DebateError("no room for it")
        opened.append(Replay(settings))
        yield opened[-1]

    return open_  # type: ignore[return-value]


def test_the_questions_are_of_the_tuning_half_in_both_languages_and_two_cannot_be_answered() -> None:
    questions = golden(QUESTIONS)
    assert {q.half for q in questions} == {"tune"} and not any(q.history for q in questions)
    assert sum(q.language == "en" for q in questions) == 5 and {q.language for q in questions} > {"en", "zh-Hant"}
    assert [q.answerable for q in questions].count(False) == 2
    # Even the first two, as a trial asks them, are of both languages, one of them to be refused.
    assert {(q.language == "en", q.answerable) for q in questions[:2]} == {(True, True), (False, False)}


def test_a_table_side_by_side(tmp_path: Path) -> None:
    questions = [q for q in golden(QUESTIONS) if q.id in ("q001", "q138")]
    opened: list[Replay] = []
    out = tmp_path / "reports" / "engines.json"
    settings = Settings(home=tmp_path)
    said: list[str] = []
    rows = compare(
        ["llama.cpp", "transformers", "openai"], questions, settings, opener(opened), out, say=said.append
    )  # fmt: skip
    assert [bool(row.error) for row in rows] == [False, False, True, True, False, True]
    found = json.loads(out.read_text())
    ours, none, half = found["summary"]
    assert (ours["asked"], ours["right"], ours["answers refused"], ours["answered though not told"]) == (2, 2, 0, 0)
    assert (none["asked"], none["failed"], half["asked"], half["failed"]) == (0, 2, 1, 1)
    first = found["questions"][0]["engines"]
    assert first["llama.cpp"]["citations"] == ["[1] hexun: *4000万*美元"] and first["transformers"]["error"]
    table = out.with_suffix(".md").read_text()
    # What models, documents and servers say cannot break out of its cell.
    assert "40 million \\| dollars" in table and "\\*4000万\\*" in table and "stopped \\| halfway" in table
    assert {line.replace("\\|", "").count("|") for line in table.splitlines() if line.startswith("| llama")} == {7, 10}
    assert set(out.parent.iterdir()) == {out, out.with_suffix(".md")}


def test_a_run_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    questions = golden(QUESTIONS[:3])
    out = tmp_path / "engines.json"
    opened: list[Replay] = []

    def stop(line: str) -> None:
        if questions[1].id in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(["llama.cpp"], questions, Settings(home=tmp_path), opener(opened), out, say=stop)
    # Meanwhile another is asked to the end.
    compare(["openai"], questions[:1], Settings(home=tmp_path), opener([]), out, say=lambda _: None)
    compare(["llama.cpp"], questions, Settings(home=tmp_path), opener(opened), out, say=lambda _: None)
    assert [len(replay.asked) for replay in opened] == [2, 1]
    with pytest.raises(KeyboardInterrupt):
        compare(["llama.cpp"], questions, Settings(home=tmp_path), opener(opened), out, say=stop)
    compare(["llama.cpp"], questions, Settings(home=tmp_path), opener(opened), out, fresh=True, say=lambda _: None)
    assert len(opened[-1].asked) == 3


def test_engines_asked_one_by_one_come_into_one_table(tmp_path: Path) -> None:
    out = tmp_path / "engines.json"
    settings = Settings(home=tmp_path)

    def asked(engine: EngineName, count: int, **more: Any) -> list[tuple[str, int]]:
        where = more.pop("settings", settings)
        compare([engine], golden(QUESTIONS[:count]), where, opener([]), out, say=lambda _: None, **more)
        found = json.loads(out.read_text())
        assert len(found["questions"]) == max(row["asked"] for row in found["summary"])
        return [(row["engine"], row["asked"]) for row in found["summary"]]

    assert asked("openai", 1) == [("openai", 1)]
    assert asked("llama.cpp", 3) == [("llama.cpp", 3), ("openai", 1)]
    assert asked("openai", 1) == [("llama.cpp", 3), ("openai", 1)]
    assert asked("llama.cpp", 2, fresh=True) == [("llama.cpp", 2)]
    # Rows of other models are not put beside these.
    assert asked("openai", 1, settings=Settings(home=tmp_path, generator="other")) == [("openai", 1)]
    out.write_text("{}")
    assert asked("llama.cpp", 1) == [("llama.cpp", 1)]


@pytest.mark.slow
def test_the_server_comes_up_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    from assistant.engines.openai_reader import OpenAIReader

    monkeypatch.setattr("evals.engine_server._CONTEXT", 2048)
    with serving(write_tiny_model(tmp_path / "tiny.gguf"), "tiny", threads=1) as url:
        assert OpenAIReader("tiny", url).judging == "logits"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/models")
    with pytest.raises(ServerFailed, match=r"it said: \S"), serving(tmp_path / "none.gguf", "tiny"):
        raise AssertionError("it came up without a model")
