"""Prompts put together from passages whose KV states are kept, so that only the question is read at question time."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import llama_cpp

from assistant.engines.context import MAIN, Context
from assistant.engines.kv_store import KvStore, opening_key, state_key
from assistant.prompts import Excerpt

PREFIX = 1
SCRATCH = 2
FIRST_FREE = 3
"""First sequence that callers may use for branches."""

MOST_TOKENS = 768
"""Of one block: four of them, what is asked and what is written fit the smallest context used."""


@dataclass(frozen=True, slots=True)
class Block:
    """A passage as tokens, and the name of its KV state."""

    key: str
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a passage's KV state: the block it belongs to, and the positions it takes after the prefix."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How passages come before the model. By default each as it was read alone."""

    whole: bool = False
    """Read in one go, each passage seeing the ones before it: slower, the yardstick."""
    again: int = 0
    """So many first tokens of every passage but the first are read anew, seeing the passages before it. The first
    tokens of a text draw most attention, and are wrong for a text that was read alone (Hu et al. 2024, EPIC,
    arXiv:2410.15332; which tokens to choose otherwise: Yao et al. 2024, CacheBlend, arXiv:2405.16444)."""
    best_on_top: bool = False
    """The best passage, which is given first, comes last and is read anew, seeing all others."""


class Prefill:
    """Holds a fixed prefix in one context and joins passage states behind it.

    ``prefix`` may hold role tags; passages may not (they are tokenized as plain text). ``fingerprint`` names the model
    file and KV type.
    """

    def __init__(self, context: Context, prefix: str, store: KvStore, fingerprint: str) -> None:
        self.context = context
        self.store = store
        self._prefix = tuple(context.tokenize(prefix, special=True))
        self._identity = (fingerprint, llama_cpp.__version__, prefix)
        self._placed: list[Block] = []
        self._bytes_per_token = 0.0
        self.misses = 0
        context.clear()
        # Kept like the beginning of a conversation: read anew it would cost every start a second.
        key = self.opening_key(self._prefix)
        state = store.get(key)
        if state is None or not context.load(PREFIX, state):
            context.drop(PREFIX)
            context.decode(self._prefix, 0, PREFIX, outputs="none")
            store.put(key, context.save(PREFIX))
        context.copy(PREFIX, MAIN)

    @property
    def start(self) -> int:
        """Position after the prefix."""
        return len(self._prefix)

    def reset(self) -> None:
        """Forget all but the prefix: after an interruption nothing else can be trusted."""
        for seq in range(self.context.n_seq):
            if seq != PREFIX:
                self.context.drop(seq, self.start if seq == MAIN else 0)
        self._placed = []

    def block(self, text: str) -> Block:
        """The block of a passage text; of a text longer than any passage of ours only the beginning is read."""
        return Block(state_key(text, *self._identity), tuple(self.context.tokenize(text)[:MOST_TOKENS]))

    def opening_key(self, tokens: Sequence[int]) -> str:
        """Name of the state of a conversation's beginning, which stands at position 0 without the prefix."""
        return opening_key(tokens, *self._identity)

    def note_key(self, text: str, name: str) -> str:
        """Name of what the model said of a text, when it was asked what ``name`` stands for."""
        return state_key(text, *self._identity, name)

    def kept(self, block: Block) -> bool:
        """Whether the store has a state under the block's key."""
        return block.key in self.store

    def fits(self, block: Block) -> bool:
        """Whether the store has room for the block's state without putting another out."""
        return len(block.tokens) * self._bytes_per_token <= self.store.room()

    def fill(self, block: Block) -> bytes:
        """The state of a block, from the store or computed now."""
        state = self.store.get(block.key)
        if state is None:
            self.misses += 1
            context = self.context
            context.drop(SCRATCH)
            context.copy(PREFIX, SCRATCH)
            context.decode(block.tokens, self.start, SCRATCH, outputs="none")
            context.drop(SCRATCH, 0, self.start)
            state = context.save(SCRATCH)
            context.drop(SCRATCH)
            self.store.put(block.key, state)
        self._bytes_per_token = len(state) / max(1, len(block.tokens))
        return state

    def stretch(self, excerpt: Excerpt) -> Stretch | None:
        """Where an excerpt lies in the state of its passage.

        None when the passage was too long to be read that far, or when its state is not kept and has no room: to read
        all of it for a part of it would cost more than the part alone.
        """
        block = self.block(excerpt.passage)
        if not excerpt.text or not (self.kept(block) or self.fits(block)):
            return None
        first = len(excerpt.passage[: excerpt.start].encode())
        last = first + len(excerpt.text.encode())
        ends = list(accumulate(len(self.context.piece(token)) for token in block.tokens))
        start, end = bisect_right(ends, first), bisect_left(ends, last)
        if end >= len(ends):
            return None
        return Stretch(block, self.start + start, self.start + end + 1)

    def show(self, stretch: Stretch, seqs: Sequence[int], at: int | None = None) -> int:
        """Let sequences hold a stretch beside what they hold already; returns the position after it.

        It keeps the positions it has in its passage, or is moved to begin at ``at``.
        """
        context = self.context
        if not context.load(SCRATCH, self.fill(stretch.block)):
            # A state that this context cannot take: compute the passage in place.
            context.drop(SCRATCH)
            context.copy(PREFIX, SCRATCH)
            context.decode(stretch.block.tokens, self.start, SCRATCH, outputs="none")
        context.drop(SCRATCH, stretch.end)
        context.drop(SCRATCH, 0, stretch.start)
        by = 0 if at is None else at - stretch.start
        if by:
            context.shift(SCRATCH, stretch.start, stretch.end, by)
        for seq in seqs:
            context.copy(SCRATCH, seq)
        context.drop(SCRATCH)
        return stretch.end + by

    def place(self, blocks: Sequence[Block], reading: Reading = Reading()) -> int:
        """Let the main sequence hold the prefix and then ``blocks``; returns the position after them.

        Blocks that already stand at the front are kept, so a follow-up on the same passages costs nothing.
        """
        if reading.whole:
            return self._place_whole(blocks)
        same = 0 if reading != Reading() else self._same(blocks)
        position = self.start + sum(len(block.tokens) for block in blocks[:same])
        self.context.drop(MAIN, position)
        self._placed = list(blocks[:same])
        for n, block in enumerate(blocks[same:], same):
            fresh = reading.again if n else 0
            if reading.best_on_top and n == len(blocks) - 1:
                fresh = len(block.tokens)
            self._append(block, position, fresh)
            position += len(block.tokens)
            self._placed.append(block)
        if reading != Reading():
            self._placed = []
        return position

    def _same(self, blocks: Sequence[Block]) -> int:
        same = 0
        for old, new in zip(self._placed, blocks, strict=False):
            if old.key != new.key:
                break
            same += 1
        return same

    def _place_whole(self, blocks: Sequence[Block]) -> int:
        context = self.context
        context.drop(MAIN, self.start)
        self._placed = []
        tokens = [token for block in blocks for token in block.tokens]
        context.decode(tokens, self.start, outputs="none")
        return self.start + len(tokens)

    def _append(self, block: Block, position: int, fresh: int = 0) -> None:
        context, tokens = self.context, block.tokens
        if fresh >= len(tokens) or not context.load(SCRATCH, self.fill(block)):
            # Wanted so, or a state that this context cannot take: compute it in place.
            context.drop(SCRATCH)
            context.decode(tokens, position, MAIN, outputs="none")
            return
        context.decode(tokens[:fresh], position, MAIN, outputs="none")
        context.drop(SCRATCH, self.start, self.start + fresh)
        if position != self.start:
            context.shift(SCRATCH, self.start, self.start + len(tokens), position - self.start)
        context.copy(SCRATCH, MAIN)
        context.drop(SCRATCH)
