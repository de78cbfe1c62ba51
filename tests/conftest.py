"""Every test has its own data folder, talks to no hub, and shares only the models with the person's own set-up."""

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
os.environ["HF_HUB_OFFLINE"] = "1"
if "PYTEST_XDIST_WORKER" in os.environ:
    # As many tests run at once as there are cores; more threads would only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant import models
from assistant.settings import Settings

# No test depends on how fast the machine is. `make check` takes the fast profile, `make test` the full one.
settings.register_profile("full", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fast", settings.get_profile("full"), max_examples=25)
settings.load_profile("full")

MODELS_DIR = Settings().models_dir
SEEDS = Path(__file__).parents[1] / "seeds"
_HOMES = itertools.count()
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """``DEBATE_HOME`` is an empty folder; ``DEBATE_MODELS`` stays where the models really are."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_HOMES)}"  # mktemp would list all those before it
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("DEBATE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEBATE_HOME", str(home))
    monkeypatch.setenv("DEBATE_MODELS", str(MODELS_DIR))
    yield home


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the documents as received, made once by the real encoder, which takes minutes; use a copy of it."""
    from index.build import build_index
    from index.documents import load_documents
    from index.embedding import Encoder

    settings = Settings(home=tmp_path_factory.mktemp("seeds"), models=MODELS_DIR)
    encoder = Encoder(models.path(settings.encoder, settings))
    build_index(settings.index_dir, load_documents(SEEDS).documents, encoder)
    return settings.index_dir


@pytest.fixture(scope="session")
def seeds_states(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to link as ``HOME/kv``: what one test has the model read of ``seeds_index``, the next finds read."""
    return tmp_path_factory.mktemp("states")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine lacks, saying what; under CI nothing is skipped, so that nothing is missed."""
    if os.environ.get("CI"):
        return
    settings = Settings(models=MODELS_DIR)
    states = {status.model.name: status.state for status in models.statuses(settings)}
    lacking = [name for name in models.default_models(settings) if states.get(name) != "ready"]
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    for item in items:
        if lacking and item.get_closest_marker("models"):
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(lacking)}: debate models pull"))
        if browser is None and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="needs Chromium, for example: apt-get install chromium"))
