"""Prompts put together from passages whose KV states are kept, so that only the question is read at question time."""

from collections.abc import Sequence
from dataclasses import dataclass

import llama_cpp

from assistant.engines.context import MAIN, Context
from assistant.engines.kv_store import KvStore, state_key

PREFIX = 1
_SCRATCH = 2
FIRST_FREE = 3
"""First sequence that callers may use for branches."""

MOST_TOKENS = 768
"""Of one block: four of them, what is asked and what is written fit the smallest context used."""


@dataclass(frozen=True, slots=True)
class Block:
    """A passage as tokens, and the name of its KV state."""

    key: str
    tokens: tuple[int, ...]


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
        self.misses = 0
        context.clear()
        context.decode(self._prefix, 0, PREFIX, outputs="none")
        context.copy(PREFIX, MAIN)

    @property
    def start(self) -> int:
        """Position after the prefix."""
        return len(self._prefix)

    def block(self, text: str) -> Block:
        """The block of a passage text; of a text longer than any passage of ours only the beginning is read."""
        return Block(state_key(*self._identity, text), tuple(self.context.tokenize(text)[:MOST_TOKENS]))

    def fill(self, block: Block) -> bytes:
        """The state of a block, from the store or computed now."""
        state = self.store.get(block.key)
        if state is None:
            self.misses += 1
            context = self.context
            context.drop(_SCRATCH)
            context.copy(PREFIX, _SCRATCH)
            context.decode(block.tokens, self.start, _SCRATCH, outputs="none")
            context.drop(_SCRATCH, 0, self.start)
            state = context.save(_SCRATCH)
            context.drop(_SCRATCH)
            self.store.put(block.key, state)
        return state

    def place(self, blocks: Sequence[Block]) -> int:
        """Let the main sequence hold the prefix and then ``blocks``; returns the position after them.

        Blocks that already stand at the front are kept, so a follow-up on the same passages costs nothing.
        """
        context = self.context
        same = 0
        position = self.start
        for old, new in zip(self._placed, blocks, strict=False):
            if old.key != new.key:
                break
            same += 1
            position += len(new.tokens)
        context.drop(MAIN, position)
        self._placed = list(blocks[:same])
        for block in blocks[same:]:
            self._append(block, position)
            position += len(block.tokens)
            self._placed.append(block)
        return position

    def place_whole(self, blocks: Sequence[Block]) -> int:
        """As ``place``, but read in one go, each passage seeing the ones before it: slower, the yardstick."""
        context = self.context
        context.drop(MAIN, self.start)
        self._placed = []
        tokens = [token for block in blocks for token in block.tokens]
        context.decode(tokens, self.start, outputs="none")
        return self.start + len(tokens)

    def _append(self, block: Block, position: int) -> None:
        context = self.context
        if not context.load(_SCRATCH, self.fill(block)):
            # A state that this context cannot take: compute it in place.
            context.drop(_SCRATCH)
            context.decode(block.tokens, position, MAIN, outputs="none")
            return
        if position != self.start:
            context.shift(_SCRATCH, self.start, self.start + len(block.tokens), position - self.start)
        context.copy(_SCRATCH, MAIN)
        context.drop(_SCRATCH)
