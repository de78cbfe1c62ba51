"""The gate on the real models: what ``make eval-gate`` holds, from an index of the committed documents."""

import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings


@pytest.mark.models
@pytest.mark.timeout(2400)
def test_no_figure_is_below_its_floor(seeds_index: Path, seeds_states: Path) -> None:
    from evals.cli import gate

    shutil.copytree(seeds_index, Settings().index_dir)
    (Settings().home / "kv").symlink_to(seeds_states)
    gate()
