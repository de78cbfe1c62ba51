"""Many short questions to the model at once, each on evidence of its own, computed in common batches."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt

from assistant.engines.context import Context, ContextFull, Item
from assistant.engines.prefill import FIRST_FREE, PREFIX

Logits = npt.NDArray[np.float32]
Ask = tuple[Sequence[int], Sequence[int]]
"""Tokens of the evidence, and those of what is asked of it."""


def ask_together(context: Context, start: int, asks: Sequence[Ask]) -> list[Logits]:
    """Logits after each ask, in order; each sees the prefix (which ends at ``start``), its evidence and itself alone.

    Each ask takes a branch of the context, as many at a time as there are sequences; evidence that several share is
    read once, into all their branches.
    """
    found: list[Logits | None] = [None] * len(asks)
    order = sorted(range(len(asks)), key=lambda i: tuple(asks[i][0]))
    most = context.n_seq - FIRST_FREE
    for first in range(0, len(order), most):
        group = order[first : first + most]
        for i, logits in zip(group, _fitting(context, start, [asks[i] for i in group]), strict=True):
            found[i] = logits
    return [logits for logits in found if logits is not None]


def _fitting(context: Context, start: int, asks: Sequence[Ask]) -> list[Logits]:
    """Together, or one after the other where the context is too full for all."""
    try:
        return _in_one_batch(context, start, asks)
    except ContextFull:
        if len(asks) == 1:
            raise
        for seq in range(FIRST_FREE, FIRST_FREE + len(asks)):
            context.drop(seq)
        return [logits for ask in asks for logits in _in_one_batch(context, start, [ask])]


def _in_one_batch(context: Context, start: int, asks: Sequence[Ask]) -> list[Logits]:
    """Equal evidence stands side by side in ``asks``."""
    branches = range(FIRST_FREE, FIRST_FREE + len(asks))
    items: list[Item] = []
    for seq in branches:
        context.drop(seq)
        context.copy(PREFIX, seq)
    for evidence, group in groupby(zip(branches, asks, strict=True), key=lambda pair: tuple(pair[1][0])):
        sharing = list(group)
        seqs = tuple(seq for seq, _ in sharing)
        items += [Item(token, start + n, seqs) for n, token in enumerate(evidence)]
        for seq, (_, asked) in sharing:
            at, last = start + len(evidence), len(asked) - 1
            items += [Item(token, at + n, (seq,), n == last) for n, token in enumerate(asked)]
    found = context.decode_items(items)
    for seq in branches:
        context.drop(seq)
    return [found[place] for place in sorted(found)]
