"""What machine a benchmark ran on, and what its arithmetic and memory allow, measured by a small probe."""

import os
import platform
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

LIBRARIES = ("llama-cpp-python", "torch", "sentence-transformers", "chromadb", "llama-index-core")


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system and versions; ``load`` tells whether the machine had other work."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in LIBRARIES},
        "load": round(psutil.getloadavg()[0], 2),
    }


def arithmetic(threads: int = 0) -> dict[str, float]:
    """Multiply-adds counted as two operations, in 1e9 a second, of a product of two 1024² matrices; best of five.

    Full precision, and bfloat16 where the processor has it. llama.cpp multiplies in 8-bit integers, which can be
    faster than either.
    """
    import torch

    torch.set_num_threads(threads or os.cpu_count() or 1)
    found = {}
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    native = any(getattr(torch.cpu, name, lambda: False)() for name in checks)
    for name, dtype in (("f32", torch.float32), *([("bf16", torch.bfloat16)] if native else [])):
        a, b = (torch.randn(1024, 1024).to(dtype) for _ in range(2))
        found[name] = 2 * 1024**3 / _best(lambda a=a, b=b: torch.mm(a, b), 5) / 1e9  # type: ignore[misc]
    return found


def bandwidth(threads: int = 0) -> float:
    """GB a second that all cores together read from memory: the sum of 1 GiB of numbers; best of five."""
    import torch

    torch.set_num_threads(threads or os.cpu_count() or 1)
    numbers = torch.ones(1 << 28, dtype=torch.float32)
    return (1 << 30) / _best(lambda: numbers.sum(), 5) / 1e9


def _best(work: Callable[[], object], times: int) -> float:
    work()
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
