"""Whether work grows with its size and no faster, in a way that a busy machine can tell as well as a quiet one."""

import gc
import time
from collections.abc import Callable

ROUNDS = 6


def growth(work: Callable[[int], object], size: int, *, enough: float) -> float:
    """How many times as long ``work(10 * size)`` takes as ``work(size)``: about 10 when linear, 100 when quadratic.

    Only the processor time of this thread counts, the best of a few rounds, since other processes slow a round down by
    their use of caches and none speeds it up. Rounds end once the ratio is ``enough`` or less.
    """
    small = large = float("inf")
    for _ in range(ROUNDS):
        small = min(small, *(_seconds(work, size) for _ in range(3)))
        large = min(large, _seconds(work, 10 * size))
        if large <= enough * small:
            break
    return large / small


def _seconds(work: Callable[[int], object], size: int) -> float:
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        work(size)
        return time.thread_time() - began
    finally:
        if collecting:
            gc.enable()
