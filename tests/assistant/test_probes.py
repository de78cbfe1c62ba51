"""What a model keeps of a question is read from its state, and a probe is taken for its own model only."""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_model import write_tiny_model

from assistant import probes
from assistant.engines.base import KvType, Told
from assistant.engines.context import value_vectors
from assistant.engines.kv_store import KvStore
from assistant.engines.loading import open_reader
from assistant.evidence import decided, model, support_features
from assistant.probes import Probes, Read, ask_support, find_spans

ASKS = [(f"Passage {n % 3}.\n\n", f"Is it {n}?") for n in range(20)]  # More than there are sequences.


def state(values: Sequence[Sequence[float]], form: int = 1, transposed: int = 0) -> bytes:
    """A state of one token, with keys of zeros."""

    def row(numbers: Sequence[float]) -> bytes:
        data = np.array(numbers, np.float16).tobytes()
        return struct.pack("<iQ", form, len(data)) + data

    head = struct.pack("<9I", 0, 2, 1, 1, 7, 1, 2, transposed, len(values))
    return head + b"".join(row([0.0] * len(part)) for part in values) + b"".join(map(row, values))


def test_values_are_those_of_the_layers_asked_for() -> None:
    found = value_vectors(state([[1, 2], [3, 4], [5, 6]]), (0, 2))
    assert found is not None and found.tolist() == [1, 2, 5, 6]


@pytest.mark.parametrize(
    "wrong",
    [b"", b"short", state([[1, 2]], form=3), state([[1, 2]], transposed=1), state([[1, 2]])[:-1], state([])],
)
def test_a_state_of_another_form_has_no_values(wrong: bytes) -> None:
    assert value_vectors(wrong, (0,)) is None


def test_a_layer_that_is_not_there_has_no_values() -> None:
    assert value_vectors(state([[1, 2]]), (1,)) is None


def test_values_are_the_same_asked_together_and_apart_and_none_in_eight_bits(tmp_path: Path) -> None:
    weights = write_tiny_model(tmp_path / "tiny.gguf")
    kinds: tuple[KvType, ...] = ("f16", "q8_0")
    exact, rounded = (open_reader(weights, store=KvStore(None), kv_type=kv, threads=1) for kv in kinds)
    together = exact.ask_values(ASKS, (0, 1))
    for ask, told in zip(ASKS, together, strict=True):
        (apart,) = exact.ask_values([ask], (0, 1))
        (last,) = exact.ask_values([ask], (1,))
        assert told.values is not None and apart.values is not None
        assert last.values is not None and np.array_equal(last.values, apart.values[len(apart.values) // 2 :])
        assert np.allclose(told.values, apart.values, atol=2e-2)
    assert len({told.values.tobytes() for told in together if told.values is not None}) == len(ASKS)
    assert [told.values for told in exact.ask_values(ASKS[:1], ())] == [None]
    assert [told.values for told in rounded.ask_values(ASKS[:2], (0, 1))] == [None, None]
    exact.close()
    rounded.close()


class Tells:
    """A reader that tells values."""

    model = "fitted"

    def ask_values(self, asks: Sequence[object], layers: Sequence[int]) -> list[Told]:
        return [Told(0.5, np.full(len(layers), 2, np.float32)) for _ in asks]

    find_values = ask_values

    def ask_many(self, asks: Sequence[object]) -> list[float]:
        return [0.5 for _ in asks]

    find_many = rewrite_many = chat_many = ask_many


WEIGHTS = {name: np.array([1, -0.5], np.float32) for name in ("support", "chosen", "answered")}
FITTED = Probes("fitted", (3, 5), WEIGHTS, {"support": 0.25, "chosen": 1.0, "answered": 2.0})


def test_probes_are_read_on_their_own_model_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "probes", lambda: FITTED)
    reader: Any = Tells()
    assert [read.probed for read in ask_support(reader, ASKS[:2])] == [{"support": 1.25}] * 2
    searches: Any = ["one"]
    assert [read.probed for read in find_spans(reader, searches)] == [{"chosen": 2.0, "answered": 3.0}]
    reader.model = "another"
    assert [(read.logit, read.probed) for read in ask_support(reader, ASKS[:2])] == [(0.5, {})] * 2
    assert [(read.logit, read.probed) for read in find_spans(reader, searches)] == [(0.5, {})]


def test_an_engine_that_tells_no_values_is_read_by_its_next_word() -> None:
    assert FITTED.read(Told(0.5, None), "support") == Read(0.5, {})


def test_what_is_decided_goes_by_the_table_of_what_was_read() -> None:
    plain = support_features(Read(1.0, {}), 1.0, [])
    assert decided("support", plain) == model("support").probability(plain)
    low, high = (decided("support", support_features(Read(1.0, {"support": at}), 1.0, [])) for at in (-4.0, 4.0))
    assert low < 0.5 < high


def test_the_fitted_probes_are_whole() -> None:
    fitted = probes.probes()
    assert fitted.model and set(fitted.weights) == set(fitted.biases) == set(WEIGHTS)
    for weights in fitted.weights.values():
        assert np.isfinite(weights).all() and len(weights) % len(fitted.layers) == 0
