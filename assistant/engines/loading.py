"""Loads a model and makes a reader on it."""

import hashlib
from pathlib import Path

import numpy as np

from assistant.engines.base import KvType
from assistant.engines.context import Context
from assistant.engines.kv_store import KvStore
from assistant.engines.reader import LlamaReader


def open_reader(
    model: Path, *, store: KvStore, threads: int = 0, n_ctx: int = 5120, kv_type: KvType = "f16", draft: int = 0
) -> LlamaReader:
    """Load the model of a file and make a reader on it. Takes seconds; call it in the owner thread.

    Copies are not drafted by default: on two cores a batch of seven tokens takes as long as five tokens one by one (135
    and 28 ms with AVX-512), and writing what passages say went at 0.86 and 0.95 of its speed on two processors.
    """
    context = Context(model, n_ctx=n_ctx, threads=threads, kv_type=kv_type)
    name = _sample(model)
    return LlamaReader(context, store, f"{name}-{kv_type}", draft=draft, model=name)


def _sample(path: Path, samples: int = 64, size: int = 4096) -> str:
    """Hash of a model file by its size and 64 places: a whole hash would take seconds at every start."""
    digest = hashlib.blake2b(digest_size=16)
    length = path.stat().st_size
    digest.update(str(length).encode())
    with path.open("rb") as file:
        for place in np.linspace(0, max(0, length - size), samples, dtype=np.int64):
            file.seek(int(place))
            digest.update(file.read(size))
    return digest.hexdigest()
