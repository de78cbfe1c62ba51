"""Whatever goes wrong on the page is told in the reader's language: no error that it can show is left in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.language import fits
from assistant.models_errors import ModelDamaged, ModelMissing, UnknownModel
from assistant.retold import Retold
from assistant.summaries.errors import Stopped
from index.errors import DebateError
from index.store import REPAIR
from ui.logins import TooManyAttempts
from ui.records import Exchange
from ui.thread import exchange_html
from ui.told import _TOLD, told, unexpected
from ui.told_documents import DOCUMENTS, KINDS
from ui.told_machine import MACHINE, PARTS

ROOT = Path(__file__).parents[2]
# What the page calls. Addresses, folders, archives and accounts are for the command line.
REACHED = (
    *(f"index/{name}.py" for name in ("archive", "build", "collection", "embedding", "encodings", "lexical", "seal")),
    "index/originals.py",
    *(f"index/{name}.py" for name in ("readers", "read_docx", "read_epub", "read_mhtml", "read_pdf", "store")),
    *(f"index/{name}.py" for name in ("update", "vectors", "vectors_server")),
    *(f"assistant/engines/{path.name}" for path in sorted((ROOT / "assistant" / "engines").glob("*.py"))),
    *(f"assistant/{name}.py" for name in ("correcting", "questions", "translation", "models_catalogue")),
    "assistant/summaries/checking.py",
    *(f"ui/{name}.py" for name in ("backend", "conversations", "raw_files", "shelf", "summaries_work", "trials")),
    "ui/uploads.py",
    *(f"evals/{name}.py" for name in ("compare", "journal", "run")),
)
NOT_OURS = {"ValueError", "TypeError", "RuntimeError", "KeyError", "NotImplementedError"}
TOLD_BY_CLASS = {"ModelMissing", "ModelDamaged", "UnknownModel", "Busy"}


def raised() -> Iterator[tuple[str, str]]:
    """Where each error is raised, and its message with every blank filled by a 7."""
    for name in REACHED:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        constants: dict[str, object] = {"REPAIR": REPAIR} | {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and len(node.exc.args) == 1:
                kind = ast.unparse(node.exc.func)
                if kind not in NOT_OURS:
                    yield f"{name}:{node.lineno}", text(node.exc.args[0], constants)


def text(node: ast.expr, constants: dict[str, object]) -> str:
    match node:
        case ast.Constant(str() as value):
            return value
        case ast.JoinedStr(parts):
            return "".join(text(part, constants) for part in parts)
        case ast.FormattedValue(ast.Name(name)) | ast.Name(name) if isinstance(constants.get(name), str):
            return str(constants[name])
        case ast.FormattedValue(ast.IfExp(_, one, _)):
            return text(one, constants)
        case ast.FormattedValue(ast.Name("at")):
            return "the server at 7"  # the servers' name, made once for all their errors
        case ast.FormattedValue(ast.Name("what")):
            return "holds no run"  # of a run's folder; elsewhere it is a blank like any other
        case ast.FormattedValue(ast.Name("reason")):
            return "built with another encoder"
    return "7"


def test_every_error_of_what_the_page_calls_is_told() -> None:
    found = dict(raised())
    assert len(found) > 70
    said = {
        place: message
        for place, message in found.items()
        if "say(" not in message and message != "7" and _TOLD.find(message, "zh-Hans") is None
        if place.split(":")[0] != "index/seal.py"  # told as a part of another message
    }
    assert said == {}


@pytest.mark.parametrize(
    "error",
    [
        ModelMissing("m", "every file", "the hub's cache", "hf download m"),
        ModelDamaged("f.gguf", "3 bytes", "2 bytes", "Fetch it again with: debate models pull m"),
        UnknownModel("m", ["a", "b"]),
        TooManyAttempts(120),
        DebateError(unexpected(ValueError("of a <kind>"))),
        DebateError(unexpected(MemoryError())),
    ],
)
def test_errors_that_word_themselves_are_told(error: DebateError) -> None:
    chinese = told(str(error), "zh-Hans")
    assert re.search("[\u4e00-\u9fff]", chinese) and "bytes" not in chinese and "every file" not in chinese
    assert told(str(error), "en") == str(error)


def test_a_stop_is_no_error_to_tell() -> None:
    # Caught wherever something is made; listed here so that nobody misses it among those that are told.
    assert issubclass(Stopped, DebateError)


def blanks(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", template))


@pytest.mark.parametrize("table", [DOCUMENTS, KINDS, MACHINE, PARTS], ids=["documents", "kinds", "machine", "parts"])
def test_each_is_in_its_script_and_keeps_its_blanks(table: dict[str, tuple[str, str]]) -> None:
    for english, chinese in table.items():
        assert blanks(chinese[0]) == blanks(chinese[1]) <= blanks(english)
        for said, script in zip(chinese, ("zh-Hans", "zh-Hant"), strict=True):
            words = re.sub(r"\{\w+\}|`[^`]*`|[\x00-\x7f]+", "", said)
            assert not words or fits(words, script), said  # type: ignore[arg-type]


def test_no_message_is_taken_for_another() -> None:
    for english, chinese in {**DOCUMENTS, **MACHINE}.items():
        filled = re.sub(r"\{\w+\}", "x", english)
        assert _TOLD.find(filled, "zh-Hant") == re.sub(r"\{\w+\}", "x", chinese[1])


def test_what_a_document_is_instead_of_text_is_told_too() -> None:
    assert told("b.txt: is a PDF, not text; save its text and add that.", "zh-Hant").startswith("b.txt：是 PDF 檔案，")
    refused = "the index in /x was built with another encoder and word rules: run `debate index build`"
    assert "检索模型和分词规则" in told(refused, "zh-Hans")


def test_a_failed_answer_is_told_in_the_readers_language_and_stays_escaped() -> None:
    failed = Exchange("0" * 32, "Why?", "2024-01-01T00:00:00+00:00", state="failed", error=unexpected(OSError("<b>")))
    html = exchange_html(failed, "zh-Hans", True)
    assert "出了意外（OSError: &lt;b&gt;）" in html and "<b>" not in html


def test_the_tables_hold_no_message_twice() -> None:
    assert not DOCUMENTS.keys() & MACHINE.keys()
    assert isinstance(_TOLD, Retold)
