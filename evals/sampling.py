"""Drawing a part of the items, the same part every time."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(items: Sequence[T], size: int, seed: int) -> list[T]:
    """``size`` items in a seeded order; a smaller drawing with the same seed is the beginning of a larger one."""
    order = list(range(len(items)))
    random.Random(seed).shuffle(order)
    return [items[i] for i in order[: min(size, len(items))]]


def stratified(items: Sequence[T], stratum: Callable[[T], str], size: int, seed: int) -> list[T]:
    """``size`` items, each stratum in its share of the whole (largest remainders), in the order given; 0 takes all."""
    if size <= 0 or size >= len(items):
        return list(items)
    strata: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        strata[stratum(item)].append(place)
    shares = {name: size * len(places) / len(items) for name, places in strata.items()}
    taken = {name: int(share) for name, share in shares.items()}
    rest = sorted(shares, key=lambda name: (taken[name] - shares[name], name))
    for name in rest[: size - sum(taken.values())]:
        taken[name] += 1
    kept = {i for name, places in strata.items() for i in draw(places, taken[name], seed)}
    return [item for place, item in enumerate(items) if place in kept]
