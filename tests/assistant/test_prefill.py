"""Kept states give what reading anew gives; whatever is wrong with them costs time, never an answer.

On a tiny real model, so that every sequence, position and logit is computed as in production.
"""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tiny_model import write_tiny_model

from assistant.engines.base import KvType, Role, ask_many, chat_many, rewrite_many
from assistant.engines.context import Context, EngineError, Interrupted
from assistant.engines.kv_store import KvStore
from assistant.engines.llama_cpp import Engine
from assistant.engines.loading import open_reader
from assistant.engines.prefill import Reading
from assistant.engines.reader import LlamaReader
from assistant.prompts import Excerpt

PASSAGES = [
    "The first passage tells of one thing.\n\n",
    "第二段讲的是另一件事。\n\n",
    "A third one, the longest of them.\n\n",
]
Opener = Callable[..., LlamaReader]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture
def opened(weights: Path) -> Iterator[Opener]:
    readers: list[LlamaReader] = []

    def open_one(folder: Path | None = None, kv: KvType = "f16", n_ctx: int = 5120, **store: int) -> LlamaReader:
        reader = open_reader(weights, store=KvStore(folder, **store), kv_type=kv, n_ctx=n_ctx, threads=1)
        readers.append(reader)
        return reader

    yield open_one
    for reader in readers:
        reader.close()


def answer(reader: LlamaReader, passages: list[str] = PASSAGES, question: str = "What?") -> str:
    reader.read(passages)
    return "".join(reader.write(question, limit=40))


def test_one_passage_reads_the_same_kept_or_anew(opened: Opener) -> None:
    reader = opened()
    kept = answer(reader, PASSAGES[:1])
    reader.reading = Reading(whole=True)
    assert answer(reader, PASSAGES[:1]) == kept


def states(folder: Path) -> list[Path]:
    """Files of passages; the prefix has one of its own."""
    return [file for file in folder.glob("*.kv") if not file.name.startswith("opening-")]


@pytest.mark.parametrize("kv", ["f16", "q8_0"])
def test_a_state_from_disk_answers_as_one_just_made(opened: Opener, tmp_path: Path, kv: KvType) -> None:
    first, second = opened(tmp_path, kv), opened(tmp_path, kv)
    made = answer(first)
    assert first.prefill.misses == 3
    assert answer(second) == made and second.prefill.misses == 0
    assert answer(second, PASSAGES[::-1]) != ""


@pytest.mark.parametrize("damage", ["delete", "truncate", "flip", "version"])
def test_a_bad_cache_costs_time_only(
    opened: Opener, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    right = answer(opened(tmp_path))
    for file in tmp_path.glob("*.kv"):
        data = file.read_bytes()
        changed = {
            "truncate": data[: len(data) // 2],
            "flip": data[:-1] + bytes([data[-1] ^ 1]),
            "version": b"DBKV9\n" + data[6:],
        }
        file.unlink() if damage == "delete" else file.write_bytes(changed[damage])
    if damage == "delete":
        tmp_path.rmdir()
    reader = opened(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert answer(reader) == right
    assert reader.prefill.misses == 3 and len(states(tmp_path)) == 3
    lines = [record.message for record in caplog.records]
    assert len(lines) == (0 if damage == "delete" else 1)
    assert all("only slower" in line for line in lines)


def test_states_of_another_kind_are_never_taken(opened: Opener, tmp_path: Path) -> None:
    whole, half = opened(tmp_path), opened(tmp_path, "q8_0")
    answer(whole)
    answer(half)
    assert half.prefill.misses == 3
    sizes = sorted(file.stat().st_size for file in states(tmp_path))
    assert len(sizes) == 6 and sum(sizes[:3]) < 0.62 * sum(sizes[3:])


def test_another_model_makes_its_own(opened: Opener, tmp_path: Path) -> None:
    answer(opened(tmp_path / "kv"))
    other = write_tiny_model(tmp_path / "other.gguf", seed=1)
    reader = open_reader(other, store=KvStore(tmp_path / "kv"), threads=1)
    answer(reader)
    assert reader.prefill.misses == 3
    reader.close()


def test_eight_bits_judge_alike(opened: Opener) -> None:
    asks = [(passage, text) for passage in PASSAGES for text in ("Is it?", "是吗？")]
    exact, rounded = (opened(None, kv).ask_many(asks) for kv in ("f16", "q8_0"))
    assert np.abs(np.subtract(exact, rounded)).max() < 0.25 * max(1.0, float(np.ptp(exact)))


@pytest.mark.parametrize("kv", ["f16", "q8_0"])
def test_asking_together_is_asking_apart(opened: Opener, kv: KvType) -> None:
    reader = opened(None, kv)
    asks = [(PASSAGES[n % 3], f"Question {n}?") for n in range(20)]  # More than there are sequences.
    apart = [reader.ask_about([evidence], text, keep=False)[0] for evidence, text in asks]
    assert np.allclose(reader.ask_many(asks), apart, atol=2e-2 if kv == "f16" else 0.2)
    assert reader.ask_many([]) == ask_many(reader, []) == []
    kept = [reader.ask_about([evidence], text)[0] for evidence, text in asks]
    assert np.allclose(kept, apart, atol=2e-2 if kv == "f16" else 0.2)


def test_writing_together_is_writing_apart(opened: Opener) -> None:
    reader = opened()
    asks = [(PASSAGES[n % 3], f"Write {n}") for n in range(20)]  # More than there are sequences.
    apart = [reader.rewrite(passage, text, limit=8 + 4) for passage, text in asks]
    assert len(set(apart)) > 1
    assert reader.rewrite_many(asks, limit=12) == rewrite_many(reader, asks, limit=12) == apart
    assert reader.rewrite_many([]) == []


def test_conversations_at_once_are_conversations_apart(opened: Opener) -> None:
    reader = opened()
    opening: list[tuple[Role, str]] = [("system", "Copy."), ("user", "A bird."), ("assistant", "A bird.")]
    chats = [[*opening, ("user", f"{PASSAGES[n % 3]} {n}")] for n in range(20)]
    apart = ["".join(reader.chat(messages, limit=12, keep=True)).strip() for messages in chats]
    assert len(set(apart)) > 1
    # A tiny random model has near ties, which the rounding of a batch decides: not every reply must be the same.
    same = sum(a == b for a, b in zip(reader.chat_many(chats, limit=12), apart, strict=True))
    assert same >= 16
    assert chat_many(reader, chats[:2], limit=12) == reader.chat_many(chats[:2], limit=12)
    assert reader.chat_many([]) == []


def test_a_full_context_writes_one_after_the_other(opened: Opener) -> None:
    reader = opened(n_ctx=512)
    asks = [(PASSAGES[n % 3] * 5, f"Write {n}") for n in range(4)]
    assert reader.rewrite_many(asks, limit=6) == [reader.rewrite(passage, text, limit=6) for passage, text in asks]


@pytest.mark.parametrize("kv", ["f16", "q8_0"])
def test_an_excerpt_is_what_its_passage_made_of_it(opened: Opener, kv: KvType) -> None:
    reader = opened(None, kv)
    passage = PASSAGES[2]
    whole = Excerpt(passage, 0, len(passage))
    first, last = Excerpt(passage, 0, 20), Excerpt(passage, 20, len(passage))
    close = 6e-2 if kv == "f16" else 0.2  # what the rounding of another batch makes
    # The whole of a passage, as an excerpt, is the passage read; a part is read as if nothing stood behind it.
    computed = reader.ask_many([(passage, "\n\nIs it?"), (passage[:20], "\n\nIs it?")])
    before = reader._context.computed
    shown = reader.ask_many([(whole, "Is it?"), (first, "Is it?"), (last, "Is it?"), (last, "Or not?")])
    assert np.allclose(shown[:2], computed, atol=close)
    assert reader._context.computed - before < 4 * len(reader._context.tokenize("Is it? Or not?" * 3)) + len(passage)
    again = reader.ask_many([(last, "Or not?")])
    assert np.allclose(again, shown[3:], atol=close)


def test_an_excerpt_without_a_kept_passage_is_read(opened: Opener) -> None:
    reader = opened()
    far = Excerpt("word " * 5000 + "The end.", 25_000, 25_008)
    (shown,) = reader.ask_many([(far, "Is it?")])
    (read,) = reader.ask_many([("The end.\n\n", "Is it?")])
    assert shown == pytest.approx(read, abs=1e-3)


def test_asking_leaves_what_is_written_untouched(opened: Opener) -> None:
    reader = opened()
    plain = answer(reader)
    reader.read(PASSAGES)
    pieces = []
    for piece in reader.write("What?", limit=40):
        pieces.append(piece)
        reader.ask_many([(PASSAGES[1], "Is it?"), (Excerpt(PASSAGES[1], 3, 20), "Or not?")])
        reader.ask_about(PASSAGES[:2], "Is it?")
    assert "".join(pieces) == plain


def test_a_follow_up_reuses_what_stands(opened: Opener) -> None:
    reader = opened()
    first = answer(reader)
    answer(reader, PASSAGES[:2], "Another?")
    assert answer(reader) == first


def test_reading_again(opened: Opener) -> None:
    reader = opened()
    texts = {}
    for reading in (Reading(), Reading(again=4), Reading(again=10_000), Reading(whole=True), Reading(best_on_top=True)):
        reader.reading = reading
        texts[reading] = answer(reader)
    assert texts[Reading(again=10_000)] == texts[Reading(whole=True)]
    reader.reading = Reading()
    assert answer(reader) == texts[Reading()]


def test_more_than_the_context_holds(opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    reader = opened(n_ctx=4096)
    with caplog.at_level(logging.WARNING):
        assert answer(reader, ["endless " * 5000], "why " * 5000)
        assert answer(reader, [f"Passage {n}. {'word ' * 100}\n\n" for n in range(12)])
    assert "passages do not fit" in caplog.text
    assert len(reader.ask_many([("endless " * 5000, "why " * 5000)] * 2)) == 2


def test_interrupted_computation_leaves_no_trace(opened: Opener) -> None:
    reader = opened()
    right = answer(reader)
    reader.interrupt()
    with pytest.raises(Interrupted):
        reader.read(PASSAGES[::-1])
        list(reader.write("What?"))
    reader.resume()
    assert answer(reader) == right


def test_heads_that_cannot_be_moved_as_eight_bits(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="DEBATE_KV_TYPE=f16"):
        Context(write_tiny_model(tmp_path / "narrow.gguf", head=32), kv_type="q8_0")


def filled(reader: LlamaReader, passages: list[str] = PASSAGES) -> Engine:
    engine = Engine(lambda: reader)
    engine.fill(passages)
    for _ in range(1000):
        if engine.filled and engine.filled.state != "filling":
            return engine
        engine.wait_filled(0.05)
    raise AssertionError("filling did not end")


def test_filling_computes_all_and_forgets_the_rest(opened: Opener, tmp_path: Path) -> None:
    first = opened(tmp_path)
    answer(first, ["A passage that is gone.\n\n"])
    engine = filled(first)
    assert engine.filled is not None and (engine.filled.done, engine.filled.state) == (3, "done")
    assert len(states(tmp_path)) == 3
    reader = opened(tmp_path)
    answer(reader)
    assert reader.prefill.misses == 0


@pytest.mark.parametrize("store", [{"disk_bytes": 150_000}, {"disk_bytes": 0, "memory_bytes": 150_000}])
def test_filling_stops_at_the_budget(
    opened: Opener, tmp_path: Path, store: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    passages = [f"Passage {n}, which is told in about as many words.\n\n" for n in range(20)]
    with caplog.at_level(logging.WARNING):
        engine = filled(opened(tmp_path, **store), passages)
    assert engine.filled is not None
    assert engine.filled.state == "stopped" and 0 < engine.filled.done < 20
    assert sum(file.stat().st_size for file in tmp_path.glob("*.kv")) <= store["disk_bytes"]
    assert [record.message for record in caplog.records if "full" in record.message]


def test_a_disk_that_fills_up_while_filling(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = opened(tmp_path)
    right = answer(opened())

    def full(self: KvStore, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(KvStore, "_write", full)
    with caplog.at_level(logging.WARNING):
        engine = filled(reader)
    assert engine.filled is not None and engine.filled.done == 3
    assert len([record for record in caplog.records if "No space left" in record.message]) == 1
    assert answer(reader) == right


def test_two_at_once_share_a_folder(opened: Opener, tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    engines = [Engine(lambda: first), Engine(lambda: second)]
    passages = [f"Passage {n} of both.\n\n" for n in range(12)]
    for engine in engines:
        engine.fill(passages)
    for engine in engines:
        engine.wait_filled(60)
        assert engine.filled is not None and engine.filled.done == 12
    assert len(states(tmp_path)) == 12 and not list(tmp_path.glob("*.part"))


def test_leaving_midway_harms_nobody(opened: Opener) -> None:
    reader = opened()
    right = answer(reader)
    engine = Engine(lambda: reader)

    def work(reader: LlamaReader) -> Iterator[str]:
        reader.read(PASSAGES)
        yield from reader.write("What?", limit=40)

    leaving = engine.run(work)  # type: ignore[arg-type]
    next(leaving)
    leaving.close()  # type: ignore[attr-defined]
    assert "".join(engine.run(work)) == right  # type: ignore[arg-type]
