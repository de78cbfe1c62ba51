"""Several short texts written at once: a token for each of them costs little more than a token for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.engines.context import Context, ContextFull, Item
from assistant.engines.prefill import FIRST_FREE, PREFIX, Prefill


def write_together(
    prefill: Prefill, prompts: Sequence[Sequence[int]], limit: int, behind: tuple[int, int] | None = None
) -> list[str]:
    """The greedy reply to each prompt, in order, each of at most ``limit`` tokens.

    In front stands the prefix, or the first positions of another sequence, ``behind`` = (sequence, how many). Each
    prompt takes a branch of the context, as many at a time as there are sequences.
    """
    front, start = behind or (PREFIX, prefill.start)
    free = range(FIRST_FREE if behind is None else front + 1, prefill.context.n_seq)
    replies: list[str] = []
    for first in range(0, len(prompts), len(free)):
        part = _Part(prefill.context, front, start, limit, free)
        replies += part.fitting(prompts[first : first + len(free)])
    return replies


@dataclass(frozen=True, slots=True)
class _Part:
    """As many prompts as there are sequences free, behind the first ``start`` positions of the sequence ``front``."""

    context: Context
    front: int
    start: int
    limit: int
    free: range

    def fitting(self, prompts: Sequence[Sequence[int]]) -> list[str]:
        """Together, or one after the other where the context is too full for all."""
        try:
            return self._at_once(prompts)
        except ContextFull:
            if len(prompts) == 1:
                raise
            for seq in self.free:
                self.context.drop(seq)
            return [text for prompt in prompts for text in self._at_once([prompt])]

    def _at_once(self, prompts: Sequence[Sequence[int]]) -> list[str]:
        context, start = self.context, self.start
        branches = list(self.free[: len(prompts)])
        written: list[list[int]] = [[] for _ in prompts]
        items: list[Item] = []
        for seq, prompt in zip(branches, prompts, strict=True):
            context.drop(seq)
            context.copy(self.front, seq, 0, start)
            items += [Item(token, start + n, (seq,), n == len(prompt) - 1) for n, token in enumerate(prompt)]
        going = list(range(len(prompts)))
        while going and items:
            found = context.decode_items(items)
            chosen = [int(found[place].argmax()) for place in sorted(found)]
            items, still = [], []
            for n, token in zip(going, chosen, strict=True):
                if context.is_end(token) or len(written[n]) >= self.limit:
                    continue
                position = start + len(prompts[n]) + len(written[n])
                written[n].append(token)
                items.append(Item(token, position, (branches[n],), True))
                still.append(n)
            going = still
        for seq in branches:
            context.drop(seq)
        return [b"".join(map(context.piece, tokens)).decode("utf-8", errors="ignore").strip() for tokens in written]
