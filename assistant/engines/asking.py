"""Many short questions to the model at once, each on evidence of its own, computed in common batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.engines.context import ContextFull, Item, Values
from assistant.engines.prefill import FIRST_FREE, PREFIX, SCRATCH, Prefill, Stretch

Logits = npt.NDArray[np.float32]
Seen = Sequence[int] | Stretch
Ask = tuple[Seen, Sequence[int]]
"""The evidence, as tokens to be read or as a stretch of a kept passage; and the tokens of what is asked of it."""


class Outcome(NamedTuple):
    """What the model makes of an ask."""

    logits: Logits
    values: Values | None
    """Of its last token, in the layers that were asked for."""


def ask_together(
    prefill: Prefill, asks: Sequence[Ask], behind: tuple[int, int] | None = None, layers: Sequence[int] = ()
) -> list[Outcome]:
    """What comes of each ask, in order; each sees what stands in front, its evidence and itself alone.

    In front stands the prefix, or the first positions of another sequence, ``behind`` = (sequence, how many). Each ask
    takes a branch of the context, as many at a time as there are sequences; evidence that several share is had once, in
    all their branches.
    """
    front, start = behind or (PREFIX, prefill.start)
    free = range(FIRST_FREE if behind is None else front + 1, prefill.context.n_seq)
    found: list[Outcome | None] = [None] * len(asks)
    order = sorted(range(len(asks)), key=lambda i: _key(asks[i][0]))
    for first in range(0, len(order), len(free)):
        group = order[first : first + len(free)]
        part = _Part(prefill, front, start, free, layers)
        for i, outcome in zip(group, part.fitting([asks[i] for i in group]), strict=True):
            found[i] = outcome
    return [outcome for outcome in found if outcome is not None]


def _key(seen: Seen) -> tuple[str, tuple[int, ...]]:
    """Tells evidence apart, and brings what is equal side by side."""
    return (seen.block.key, (seen.start, seen.end)) if isinstance(seen, Stretch) else ("", tuple(seen))


@dataclass(frozen=True, slots=True)
class _Part:
    """As many asks as there are sequences free, behind the first ``start`` positions of the sequence ``front``."""

    prefill: Prefill
    front: int
    start: int
    free: range
    layers: Sequence[int]

    def fitting(self, asks: Sequence[Ask]) -> list[Outcome]:
        """Together, or one after the other where the context is too full for all."""
        try:
            return self._in_one_batch(asks)
        except ContextFull:
            if len(asks) == 1:
                raise
            for seq in self.free:
                self.prefill.context.drop(seq)
            return [outcome for ask in asks for outcome in self._in_one_batch([ask])]

    def _in_one_batch(self, asks: Sequence[Ask]) -> list[Outcome]:
        """Equal evidence stands side by side in ``asks``."""
        context = self.prefill.context
        branches = self.free[: len(asks)]
        items: list[Item] = []
        ends: list[tuple[int, int]] = []
        for seq in branches:
            context.drop(seq)
            context.copy(self.front, seq, 0, self.start)
        for _, group in groupby(zip(branches, asks, strict=True), key=lambda pair: _key(pair[1][0])):
            sharing = list(group)
            seqs, seen = tuple(seq for seq, _ in sharing), sharing[0][1][0]
            if isinstance(seen, Stretch):
                # Behind the prefix a stretch stands where its passage has it, and need not be moved.
                at = self.prefill.show(seen, seqs, at=None if self.front == PREFIX else self.start)
            else:
                items += [Item(token, self.start + n, seqs) for n, token in enumerate(seen)]
                at = self.start + len(seen)
            for seq, (_, asked) in sharing:
                last = len(asked) - 1
                items += [Item(token, at + n, (seq,), n == last) for n, token in enumerate(asked)]
                ends.append((seq, at + last))
        found = context.decode_items(items)
        outcomes = [
            Outcome(found[place], context.values(seq, end, SCRATCH, self.layers) if self.layers else None)
            for place, (seq, end) in zip(sorted(found), ends, strict=True)
        ]
        for seq in branches:
            context.drop(seq)
        return outcomes
