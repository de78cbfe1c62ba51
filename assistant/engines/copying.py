"""Prompt lookup: what is written next is often copied from the evidence, and can be drafted from there."""

from collections.abc import Sequence

DRAFT = 6
"""Tokens that are copied ahead where that is asked for."""
_MATCH = 3
"""Tokens that must repeat before a copy from the passages is drafted."""
LONGEST_COPY = 24
"""Tokens drafted at once, at most: a long batch costs less a token than a short one, if all of it is right."""


def copied_ahead(written: Sequence[int], source: Sequence[int], length: int) -> list[int]:
    """What followed in the source the last time the last few tokens stood there."""
    if length <= 0 or len(written) < _MATCH:
        return []
    tail = list(written[-_MATCH:])
    for place in range(len(source) - _MATCH - 1, -1, -1):
        if source[place] == tail[0] and list(source[place : place + _MATCH]) == tail:
            return list(source[place + _MATCH : place + _MATCH + length])
    return []
