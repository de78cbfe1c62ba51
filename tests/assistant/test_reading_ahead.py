"""States are computed for what the index holds, and go when their document goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_model import write_tiny_model

from assistant import reading_ahead
from assistant.engines.filling import Filled
from assistant.engines.kv_store import KvStore, state_key
from assistant.engines.loading import open_reader
from assistant.prompts.openings import openings
from assistant.settings import Settings

TEXTS = ["One passage.\n\n", "Another passage.\n\n"]
SENTENCES = ["One passage."]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    settings = Settings(home=tmp_path)
    weights = write_tiny_model(tmp_path / "tiny.gguf")
    monkeypatch.setattr(
        "assistant.service.reader_opener",
        lambda given: lambda: open_reader(weights, store=reading_ahead.kv_store(given), threads=1),
    )
    monkeypatch.setattr(reading_ahead, "_indexed", lambda _: (TEXTS, SENTENCES))
    yield settings


def test_all_passages_are_read_and_progress_is_told(settings: Settings) -> None:
    told: list[Filled] = []
    filled = reading_ahead.read_now(settings, told.append)
    assert filled == told[-1] == Filled(2, 2, "done")
    assert [now.done for now in told] == [0, 1, 2, 2]
    kept = [path.name.startswith("opening-") for path in (settings.home / "kv").glob("*.kv")]
    assert sorted(kept) == [False] * 2 + [True] * (1 + len(openings()))  # one is what stands before all passages


def test_a_removed_document_takes_its_states_along(settings: Settings) -> None:
    store = KvStore(settings.home / "kv")
    for text in (*TEXTS, *SENTENCES, "A passage of a removed document.\n\n", "A sentence of it."):
        store.put(state_key(text, "some model"), b"state")
    assert reading_ahead.forget_removed(settings) == 2
    assert KvStore(settings.home / "kv").disk_usage()[0] == 3


def test_nothing_kept_is_nothing_to_forget(tmp_path: Path) -> None:
    assert reading_ahead.forget_removed(Settings(home=tmp_path)) == 0


def test_no_budget_keeps_nothing_on_disk(settings: Settings) -> None:
    free = settings.model_copy(update={"kv_disk_mb": 0})
    filled = reading_ahead.read_now(free, lambda _: None)
    assert filled == Filled(2, 2, "done") and not (settings.home / "kv").exists()
