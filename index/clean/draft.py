"""A text under repair that never forgets where in the raw text each character came from."""

from bisect import bisect_right
from collections.abc import Iterable

from index.clean.model import Edit, Removed


class Draft:
    """Applies the edits of one rule after another and keeps raw offsets right.

    The map back is a list of (present offset, raw offset) knots: between two knots the text is the raw text,
    shifted. Each ``apply`` is linear in the text and the edits.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self.removed: list[Removed] = []
        self._present = [0]
        self._raw = [0]

    def raw_offset(self, offset: int) -> int:
        """Offset in the raw text of the character at ``offset`` of the present text."""
        knot = bisect_right(self._present, offset) - 1
        raw = self._raw[knot] + offset - self._present[knot]
        limit = self._raw[knot + 1] if knot + 1 < len(self._raw) else len(self.raw)
        return min(raw, limit)

    def apply(self, rule: str, edits: Iterable[Edit], *, record: bool = True) -> None:
        """Make the edits, which are in order and do not overlap; ``record`` them as taken out by ``rule``."""
        pieces: list[str] = []
        present, raw = [0], [0]
        done = length = knot = 0
        changed = False
        for edit in edits:
            if edit.start < done or self.text[edit.start : edit.end] == edit.put:
                continue
            changed = True
            start, end = self.raw_offset(edit.start), self.raw_offset(edit.end)
            knot = self._carry(knot, done, edit.start, length - done, present, raw)
            pieces += (self.text[done : edit.start], edit.put)
            length += edit.start - done
            self._knot(present, raw, length, start)
            length += len(edit.put)
            self._knot(present, raw, length, end)
            done = edit.end
            if record:
                self.removed.append(Removed(rule, self.raw[start:end], start, end, edit.put))
        if not changed:
            return
        self._carry(knot, done, len(self.text) + 1, length - done, present, raw)
        pieces.append(self.text[done:])
        self.text = "".join(pieces)
        self._present, self._raw = present, raw

    def _carry(self, knot: int, start: int, end: int, shift: int, present: list[int], raw: list[int]) -> int:
        """Copy the old knots that lie strictly within ``(start, end)``, shifted; return the next knot to look at."""
        while knot < len(self._present) and self._present[knot] < end:
            if self._present[knot] > start:
                self._knot(present, raw, self._present[knot] + shift, self._raw[knot])
            knot += 1
        return knot

    @staticmethod
    def _knot(present: list[int], raw: list[int], at: int, to: int) -> None:
        if present[-1] == at:
            raw[-1] = to
        else:
            present.append(at)
            raw.append(to)
