"""Settings choose the engine, and models may lie anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import models
from assistant.engines.llama_cpp import Engine
from assistant.engines.reader import LlamaReader
from assistant.engines.transformers_reader import TransformersReader
from assistant.models_errors import ModelMissing, UnknownModel
from assistant.service import model_name, reader_opener
from assistant.settings import Settings
from tests.assistant.tiny_model import write_tiny_model
from tests.assistant.tiny_transformer import write_tiny_transformer


@pytest.mark.slow
def test_a_gguf_file_and_a_folder_are_models_by_their_path(tmp_path: Path) -> None:
    file = write_tiny_model(tmp_path / "tiny.gguf")
    with_llama = Settings(home=tmp_path, generator=str(file), threads=1)
    reader = reader_opener(with_llama)()
    assert isinstance(reader, LlamaReader)
    reader.close()
    folder = write_tiny_transformer(tmp_path / "tiny")
    reader = reader_opener(Settings(home=tmp_path, engine="transformers", generator=str(folder), device="cpu"))()
    assert isinstance(reader, TransformersReader)


def test_a_pull_leaves_alone_what_lies_elsewhere(tmp_path: Path) -> None:
    plain = Settings(home=tmp_path)
    assert models.default_models(plain) == (plain.generator, plain.encoder)
    assert models.default_models(Settings(home=tmp_path, engine="openai", generator="x")) == (plain.encoder,)
    assert models.default_models(Settings(home=tmp_path, encoder=str(tmp_path))) == (plain.generator,)


def test_what_is_nowhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path)
    with pytest.raises(UnknownModel):
        models.path("no-such-model", settings)
    with pytest.raises(ModelMissing, match="hf download some/model-of-nobody"):
        models.path("some/model-of-nobody", settings)


class _Said:
    def __init__(self, judging: str) -> None:
        self.judging = judging

    def close(self) -> None:
        pass


@pytest.fixture(params=[("llama.cpp", "logits", "g"), ("openai", "words", "g (openai, judged in words)")])
def case(request: pytest.FixtureRequest) -> Iterator[tuple[str, str, str]]:
    yield request.param


def test_answers_name_what_differs_from_the_default(case: tuple[str, str, str], tmp_path: Path) -> None:
    name, judging, shown = case
    engine = Engine(lambda: _Said(judging))  # type: ignore[arg-type, return-value]
    assert model_name(engine, Settings(home=tmp_path, engine=name, generator="g")) == shown  # type: ignore[arg-type]
    engine.close()
