"""The command line: what it prints, its exit codes, and that every failure is one line."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cli_fakes import DOCUMENT, PASSAGE, FakeAssistant, FakeIndex

from assistant import cli_ask, cli_documents, cli_search
from assistant.cli import invoke
from assistant.cli_run import run
from index.errors import DebateError

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run ``debate`` in this process: exit code, stdout, stderr."""

    def called(*arguments: str) -> tuple[int, str, str]:
        code = run(invoke, arguments)
        out = capsys.readouterr()
        return code, out.out, out.err

    return called


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """An assistant that answers at once."""
    fake = FakeAssistant()
    monkeypatch.setattr(cli_ask, "open_assistant", lambda settings: fake)
    monkeypatch.setattr(cli_search, "open_index", lambda settings: FakeIndex())
    return fake


def one_line(text: str) -> bool:
    return text.startswith("debate: ") and text.count("\n") == 1 and "Traceback" not in text


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ask_json(call: Call, assistant: FakeAssistant) -> None:
    code, out, err = call("ask", "谁起诉了OpenAI？", "--json")
    assert code == 0 and err == "" and out.count("\n") == 1
    assert json.loads(out)["question"] == "谁起诉了OpenAI？"


def test_ask_to_a_pipe(call: Call, assistant: FakeAssistant) -> None:
    code, out, _ = call("ask", "谁起诉了OpenAI？")
    assert code == 0 and out.startswith("马斯克起诉了OpenAI。 [1]\n\n[1] “")


def test_ask_to_a_terminal(call: Call, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    code, out, _ = call("ask", "谁起诉了OpenAI？")
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out).rsplit("\r", 1)[-1]
    assert code == 0 and "马斯克起诉了OpenAI。 [1]" in last and "和讯网" in last


def test_ask_reads_standard_input(call: Call, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        class buffer:
            @staticmethod
            def read() -> bytes:
                return "谁起诉了OpenAI？\n".encode()

    monkeypatch.setattr(sys, "stdin", Stdin)
    code, out, _ = call("ask", "-", "--json")
    assert code == 0 and json.loads(out)["question"] == "谁起诉了OpenAI？"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", ""),
        ("ask", "?"),
        ("ask", "我"),
        ("ask", "x" * 20_000),
        ("ask", "Qui est Elon Musk ?"),
        ("ask",),
        ("ask", "谁是马斯克？", "--input", "questions.jsonl"),
        ("ask", "谁是马斯克？", "--output", "answers.jsonl"),
        ("ask", "谁是马斯克？", "--jsn"),
        ("ask", "谁是马斯克？", "--document", "nowhere"),
        ("search", ""),
        ("search", "开源", "-k", "0"),
        ("search", "开源", "-k", "many"),
        ("nonsense",),
        ("docs", "show"),
        ("ui", "--port", "99999"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(call: Call, assistant: FakeAssistant, arguments: tuple[str, ...]) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "") and one_line(err), err


def test_wrong_setting(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBATE_PORT", "many")
    code, _, err = call("docs", "list")
    assert code == 2 and one_line(err) and "DEBATE_PORT" in err


def test_other_failures_are_one_line_and_exit_1(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for error in (DebateError("do\nthis"), ValueError("odd"), OSError(28, "No space left on device"), MemoryError()):

        def fail(settings: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(cli_ask, "open_assistant", fail)
        code, out, err = call("ask", "谁是马斯克？", "--json")
        assert (code, out) == (1, "") and one_line(err), err
    code, _, err = call("ask", "--input", str(tmp_path / "none.jsonl"))
    assert code == 1 and one_line(err) and "none.jsonl" in err


def test_debug_shows_the_traceback(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(settings: object) -> None:
        raise ValueError("odd")

    monkeypatch.setenv("DEBATE_DEBUG", "1")
    monkeypatch.setattr(cli_ask, "open_assistant", fail)
    code, _, err = call("ask", "谁是马斯克？", "--json")
    assert code == 1 and "Traceback" in err


def test_ctrl_c_is_quiet(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_ask, "open_assistant", stop)
    assert call("ask", "谁是马斯克？") == (130, "", "")


def test_many(call: Call, assistant: FakeAssistant, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '\ufeff{"id": "a", "question": "谁起诉了OpenAI？"}\n\n'
        '{"id": 7, "question": "那微软呢？", "history": [{"question": "谁？", "answer": "他。"}],'
        ' "documents": ["d1"]}\n'
        '{"question": "Who sued?"}\n',
        encoding="utf-8",
    )
    code, out, err = call("ask", "--input", str(source), "--output", str(target))
    assert (code, out, err) == (0, "", "")
    assert [row["id"] for row in lines(target)] == ["a", 7, 4]
    assert assistant.asked[1][1][0].answer == "他。" and assistant.asked[1][2] == ("d1",)
    assert set(tmp_path.iterdir()) == {source, target}


def test_many_to_standard_output(call: Call, assistant: FakeAssistant, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "question": "谁起诉了OpenAI？"}\n', encoding="utf-8")
    code, out, _ = call("ask", "--input", str(source), "--json")
    assert code == 0 and json.loads(out)["id"] == 1


def test_bad_lines_are_named_and_lose_nothing(call: Call, assistant: FakeAssistant, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    bad = [b"{not json", b"[1]", b'{"id": 3}', b"\xff\xfe", b'{"question": ""}', b'{"question": "Qui est Musk ?"}']
    bad += [b'{"question": "Who is he?", "history": "x"}', b'{"question": "Who is he?", "documents": "d1"}']
    bad += [b'{"question": "Who is he?", "documents": ["nowhere"]}', b"[" * 100_000]
    source.write_bytes(b"\n".join([*bad, '{"id": 1, "question": "谁是马斯克？"}'.encode()]))
    code, out, err = call("ask", "--input", str(source), "--output", str(target))
    assert code == 2 and out == "" and [row["id"] for row in lines(target)] == [1]
    assert all(f"line {number}" in err for number in range(1, 11))
    assert all(line.startswith("debate: ") for line in err.splitlines())


def test_nothing_usable(call: Call, assistant: FakeAssistant, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    for content in (b"", b"\n\n", b"{oops\n"):
        source.write_bytes(content)
        code, out, err = call("ask", "--input", str(source))
        assert code == 2 and out == "" and one_line(err)


def test_a_run_that_was_broken_off_goes_on(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(f'{{"id": {n}, "question": "问题是什么 {n}？"}}\n' for n in range(5)), encoding="utf-8")
    first, second = FakeAssistant(fail_at=3), FakeAssistant()
    monkeypatch.setattr(cli_ask, "open_assistant", lambda settings: first)
    assert call("ask", "--input", str(source), "--output", str(target))[0] == 130
    assert not target.exists()
    (partial,) = tmp_path.glob("*.partial")
    with partial.open("ab") as file:
        file.write(b'{"id": 2, "questio')
    monkeypatch.setattr(cli_ask, "open_assistant", lambda settings: second)
    assert call("ask", "--input", str(source), "--output", str(target))[0] == 0
    assert [row["id"] for row in lines(target)] == [0, 1, 2, 3, 4] and len(second.asked) == 3
    assert not list(tmp_path.glob("*.partial"))


def test_search(call: Call, assistant: FakeAssistant, tmp_path: Path) -> None:
    code, out, _ = call("search", "开源", "-k", "3", "--json")
    assert code == 0 and json.loads(out)["results"][0]["text"] == PASSAGE.text
    assert "和讯网" in call("search", "开源")[1]
    assert call("search", "licence ouverte pour le logiciel", "--json")[0] == 0
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "query": "开源"}\n{"id": 2, "question": "闭源"}\n', encoding="utf-8")
    assert call("search", "--input", str(source), "--output", str(target))[0] == 0
    assert [(row["id"], row["query"]) for row in lines(target)] == [(1, "开源"), (2, "闭源")]


def test_documents(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = SimpleNamespace(documents={"d1": DOCUMENT}, removed={})
    monkeypatch.setattr(cli_documents, "read_contents", lambda settings: contents)
    assert "开源之争" in call("docs", "list")[1]
    assert json.loads(call("docs", "list", "--json")[1])["documents"][0]["source"] == "a.txt"
    assert json.loads(call("docs", "show", "d1", "--json")[1])["text"] == DOCUMENT.text
    assert DOCUMENT.text in call("docs", "show", "d1")[1]
    code, _, err = call("docs", "show", "d11")
    assert code == 2 and one_line(err) and "'d1'" in err


def test_no_index_says_what_to_do(call: Call) -> None:
    code, _, err = call("docs", "list")
    assert code == 1 and one_line(err) and "debate index build" in err


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("ask",),
        ("search",),
        ("index", "build"),
        ("docs", "list"),
        ("docs", "show"),
        ("docs", "add"),
        ("docs", "remove"),
        ("ui",),
        ("models", "pull"),
        ("models", "list"),
        ("eval", "run"),
    ],
)
def test_help_shows_an_example(call: Call, command: tuple[str, ...]) -> None:
    code, out, _ = call(*command, "--help")
    assert code == 0 and "Example: debate" in " ".join(out.split())


def test_help_without_a_command(call: Call) -> None:
    code, out, _ = call()
    assert code == 0 and "ask" in out and "search" in out


def test_version(call: Call) -> None:
    code, out, _ = call("--version")
    assert code == 0 and out.startswith("debate ")


def debate(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments], capture_output=True, text=True, timeout=300, **options
    )


def test_help_is_up_at_once_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, time; from assistant.cli import invoke; invoke(['--help']); "
        "heavy = {'torch', 'transformers', 'chromadb', 'llama_index', 'gradio', 'llama_cpp', 'jieba', 'numpy'}; "
        "print(sorted(heavy & set(sys.modules)), time.process_time(), sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    loaded, seconds = done.stderr.split("\n")[:2]
    assert loaded == "[]" and float(seconds) < 5


def test_exit_codes_of_the_process() -> None:
    assert debate("ask", "?").returncode == 2
    assert debate("docs", "list").returncode == 1
    assert debate("--version").returncode == 0


def test_closed_pipe_is_quiet() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "--help"],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            timeout=300,
        )
    assert done.stderr == "" and done.returncode == 0
