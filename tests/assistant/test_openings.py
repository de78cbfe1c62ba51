"""The beginning of a conversation is read once: kept, it changes no reply, and stays when passages go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_model import write_tiny_model

from assistant import prompts
from assistant.engines.filling import fill
from assistant.engines.kv_store import KvStore
from assistant.engines.loading import open_reader
from assistant.engines.reader import LlamaReader
from assistant.prompts.openings import openings
from assistant.prompts.translating import translate_by_example

PASSAGE = "[A title]\nAnn is back.\nShe came on Monday.\n\n"
SHOWN = prompts.Excerpt(PASSAGE, 10, len(PASSAGE) - 2)
APART = prompts.take_apart("Who came, and when?", "en")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture
def reader(weights: Path, tmp_path: Path) -> Iterator[LlamaReader]:
    found = open_reader(weights, store=KvStore(tmp_path), threads=1)
    yield found
    found.close()


def test_a_kept_beginning_gives_the_same_reply(reader: LlamaReader) -> None:
    anew = "".join(reader.chat(APART, limit=20))
    assert ["".join(reader.chat(APART, limit=20, keep=True)) for _ in range(2)] == [anew, anew]


def test_it_outlives_the_process_and_the_passages(reader: LlamaReader, weights: Path, tmp_path: Path) -> None:
    asked = prompts.find(SHOWN, "When did she come?")
    first = reader.finds(asked)
    reader.keep("A passage.\n\n")
    reader.keep_only([])
    assert [path.name.partition("-")[0] for path in tmp_path.glob("*.kv")] == ["opening", "opening"]
    other = open_reader(weights, store=KvStore(tmp_path), threads=1)
    assert other._context.computed == 0  # What stands before all passages is kept, too.
    assert other.finds(asked) == pytest.approx(first, abs=5e-2)
    other.close()


def test_what_is_shown_is_read_once_with_its_passage(reader: LlamaReader) -> None:
    asked = prompts.find(SHOWN, "When did she come?")
    kept = reader.finds(asked)
    before = reader._context.computed
    assert reader.finds(asked) == pytest.approx(kept, abs=1e-3)
    read = len(reader._context.tokenize(asked.asks)) + 40
    assert reader._context.computed - before < read


def test_beginnings_are_read_before_the_passages_and_never_again(reader: LlamaReader) -> None:
    for _ in fill(reader, ["A passage.\n\n"], lambda filled: None, openings()):
        pass
    before = reader._context.computed
    reader.finds(prompts.find(SHOWN, "When did she come?"))
    assert reader.chat_many([translate_by_example("她来了。", (), "en")], limit=1)
    longest = sum(len(reader._context.tokenize(text)) for _, text in translate_by_example("", (), "en"))
    assert reader._context.computed - before < longest


def test_a_damaged_beginning_is_read_anew(reader: LlamaReader, weights: Path, tmp_path: Path) -> None:
    asked = prompts.find(SHOWN, "When did she come?")
    first = reader.finds(asked)
    for path in tmp_path.glob("opening-*.kv"):
        path.write_bytes(path.read_bytes()[:-100])
    other = open_reader(weights, store=KvStore(tmp_path), threads=1)
    assert other.finds(asked) == pytest.approx(first, abs=1e-3)
    other.close()


def test_what_is_being_written_stays_untouched(reader: LlamaReader) -> None:
    reader.read(["One passage.\n\n"])
    alone = "".join(reader.write("What?", limit=30))
    pieces = []
    for piece in reader.write("What?", limit=30):
        pieces.append(piece)
        if len(pieces) == 2:
            reader.finds(prompts.find(SHOWN, "When?"))
    assert "".join(pieces) == alone


def test_examples_are_foreign_to_the_documents() -> None:
    raw = Path(__file__).parents[2] / "seeds" / "raw"
    seeds = "".join(path.read_text("utf-8", errors="ignore") for path in raw.glob("*"))
    shown = prompts.find(SHOWN, "").messages[:-1] + prompts.take_apart("", "zh-Hans")
    assert not any(len(line) > 12 and line in seeds for _, text in shown[1:] for line in text.splitlines())
