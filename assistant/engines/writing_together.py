"""Several short texts written at once: a token for each of them costs little more than a token for one."""

from collections.abc import Sequence

from assistant.engines.context import ContextFull, Item
from assistant.engines.prefill import FIRST_FREE, PREFIX, Prefill


def write_together(prefill: Prefill, prompts: Sequence[Sequence[int]], limit: int) -> list[str]:
    """The greedy reply to each prompt behind the prefix, in order, each of at most ``limit`` tokens.

    Each takes a branch of the context, as many at a time as there are sequences.
    """
    free = range(FIRST_FREE, prefill.context.n_seq)
    replies: list[str] = []
    for first in range(0, len(prompts), len(free)):
        replies += _fitting(prefill, prompts[first : first + len(free)], limit, free)
    return replies


def _fitting(prefill: Prefill, prompts: Sequence[Sequence[int]], limit: int, free: range) -> list[str]:
    """Together, or one after the other where the context is too full for all."""
    try:
        return _at_once(prefill, prompts, limit, free)
    except ContextFull:
        if len(prompts) == 1:
            raise
        for seq in free:
            prefill.context.drop(seq)
        return [text for prompt in prompts for text in _at_once(prefill, [prompt], limit, free)]


def _at_once(prefill: Prefill, prompts: Sequence[Sequence[int]], limit: int, free: range) -> list[str]:
    context, start = prefill.context, prefill.start
    branches = list(free[: len(prompts)])
    written: list[list[int]] = [[] for _ in prompts]
    items: list[Item] = []
    for seq, prompt in zip(branches, prompts, strict=True):
        context.drop(seq)
        context.copy(PREFIX, seq, 0, start)
        items += [Item(token, start + n, (seq,), n == len(prompt) - 1) for n, token in enumerate(prompt)]
    going = list(range(len(prompts)))
    while going and items:
        found = context.decode_items(items)
        chosen = [int(found[place].argmax()) for place in sorted(found)]
        items, still = [], []
        for n, token in zip(going, chosen, strict=True):
            if context.is_end(token) or len(written[n]) >= limit:
                continue
            position = start + len(prompts[n]) + len(written[n])
            written[n].append(token)
            items.append(Item(token, position, (branches[n],), True))
            still.append(n)
        going = still
    for seq in branches:
        context.drop(seq)
    return [b"".join(map(context.piece, tokens)).decode("utf-8", errors="ignore").strip() for tokens in written]
