"""The workers of the benchmark by their names."""

from collections.abc import Callable
from pathlib import Path

from assistant.settings import Settings
from evals.bench_ours import Ours
from evals.bench_parts import Probe, Search
from evals.bench_peer import Peer
from evals.bench_side import Worker


def worker(name: str, home: Path, documents: Path) -> Worker:
    """The worker of a side, for a home of the benchmark's own that shares the person's models."""
    settings = Settings().model_copy(update={"home": home, "models": Settings().models_dir})
    kinds: dict[str, Callable[[Settings, Path], Worker]] = {
        "ours": Ours,
        "peer": Peer,
        "search": Search,
        "probe": Probe,
    }
    return kinds[name](settings, documents)
