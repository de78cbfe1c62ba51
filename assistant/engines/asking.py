"""Many short questions to the model at once, each on evidence of its own, computed in common batches."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from assistant.engines.context import ContextFull, Item
from assistant.engines.prefill import FIRST_FREE, PREFIX, Prefill, Stretch

Logits = npt.NDArray[np.float32]
Seen = Sequence[int] | Stretch
Ask = tuple[Seen, Sequence[int]]
"""The evidence, as tokens to be read or as a stretch of a kept passage; and the tokens of what is asked of it."""


def ask_together(prefill: Prefill, asks: Sequence[Ask]) -> list[Logits]:
    """Logits after each ask, in order; each sees the prefix, its evidence and itself alone.

    Each ask takes a branch of the context, as many at a time as there are sequences; evidence that several share is
    had once, in all their branches.
    """
    found: list[Logits | None] = [None] * len(asks)
    order = sorted(range(len(asks)), key=lambda i: _key(asks[i][0]))
    most = prefill.context.n_seq - FIRST_FREE
    for first in range(0, len(order), most):
        group = order[first : first + most]
        for i, logits in zip(group, _fitting(prefill, [asks[i] for i in group]), strict=True):
            found[i] = logits
    return [logits for logits in found if logits is not None]


def _key(seen: Seen) -> tuple[str, tuple[int, ...]]:
    """Tells evidence apart, and brings what is equal side by side."""
    return (seen.block.key, (seen.start, seen.end)) if isinstance(seen, Stretch) else ("", tuple(seen))


def _fitting(prefill: Prefill, asks: Sequence[Ask]) -> list[Logits]:
    """Together, or one after the other where the context is too full for all."""
    try:
        return _in_one_batch(prefill, asks)
    except ContextFull:
        if len(asks) == 1:
            raise
        for seq in range(FIRST_FREE, FIRST_FREE + len(asks)):
            prefill.context.drop(seq)
        return [logits for ask in asks for logits in _in_one_batch(prefill, [ask])]


def _in_one_batch(prefill: Prefill, asks: Sequence[Ask]) -> list[Logits]:
    """Equal evidence stands side by side in ``asks``."""
    context = prefill.context
    branches = range(FIRST_FREE, FIRST_FREE + len(asks))
    items: list[Item] = []
    for seq in branches:
        context.drop(seq)
        context.copy(PREFIX, seq)
    for _, group in groupby(zip(branches, asks, strict=True), key=lambda pair: _key(pair[1][0])):
        sharing = list(group)
        seqs, seen = tuple(seq for seq, _ in sharing), sharing[0][1][0]
        if isinstance(seen, Stretch):
            at = prefill.show(seen, seqs)
        else:
            items += [Item(token, prefill.start + n, seqs) for n, token in enumerate(seen)]
            at = prefill.start + len(seen)
        for seq, (_, asked) in sharing:
            last = len(asked) - 1
            items += [Item(token, at + n, (seq,), n == last) for n, token in enumerate(asked)]
    found = context.decode_items(items)
    for seq in branches:
        context.drop(seq)
    return [found[place] for place in sorted(found)]
