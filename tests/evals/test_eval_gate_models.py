"""The gate on the real models: what ``make eval-gate`` holds, from an index of the committed documents."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from index.build import build_index
from index.documents import load_documents
from index.embedding import Encoder

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.mark.models
@pytest.mark.timeout(2400)
def test_no_figure_is_below_its_floor() -> None:
    from assistant import models
    from evals.cli import gate

    settings = Settings()
    encoder = Encoder(models.path(settings.encoder, settings))
    build_index(settings.index_dir, load_documents(SEEDS).documents, encoder)
    gate()
