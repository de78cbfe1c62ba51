"""How much of their text two documents share, by hashed runs of characters ("shingles", Broder 1997).

Exact sets rather than sketches: a document has a few thousand shingles, and comparing two such sets takes less than a
millisecond. Of long documents a fixed sample is kept, the same of each, so that they stay comparable.
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.clean.script import to_simplified

SHINGLE = 8
"""Characters of a shingle, letters and digits only: two Chinese clauses or two English words seldom share one."""
NEAR = 0.6
"""Shared part from which two documents are told to be near-duplicates. One character changed in every hundred leaves
about 0.85 in common, two articles on one subject share below 0.1; in between are excerpts and rewritten editions."""
SAME_WORK = 0.2
"""Shared part from which a file of the same name is taken for a later state of the same text."""
_KEPT = 20_000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of a text: those whose hash is below ``2 ** bits``, sorted."""

    hashes: NDArray[np.uint64]
    bits: int


def shingles(text: str) -> Shingles:
    """The shingles of a text; script, case, width, spaces and punctuation make no difference."""
    folded = re.sub(r"[\W_]+", "", to_simplified(unicodedata.normalize("NFKC", text).casefold()))
    codes = np.frombuffer(folded.encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    if len(codes) < SHINGLE:
        codes = np.pad(codes, (0, SHINGLE - len(codes)))
    mixed = np.zeros(len(codes) - SHINGLE + 1, np.uint64)
    for place in range(SHINGLE):
        mixed = mixed * np.uint64(1_000_003) + codes[place : len(codes) - SHINGLE + 1 + place]
    mixed = (mixed ^ (mixed >> np.uint64(31))) * _MULTIPLIER
    hashes = np.unique(mixed ^ (mixed >> np.uint64(29)))
    bits = 64
    while len(hashes) > _KEPT:
        bits -= 1
        hashes = hashes[hashes < np.uint64(1 << bits)]
    return Shingles(hashes, bits)


def likeness(one: Shingles, other: Shingles) -> float:
    """The part of the shorter text's shingles that the other has too, 0 to 1: an excerpt counts as like its whole."""
    bits = min(one.bits, other.bits)
    first, second = (
        each.hashes if each.bits == bits else each.hashes[each.hashes < np.uint64(1 << bits)] for each in (one, other)
    )
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / max(1, min(len(first), len(second)))
