"""From lines that a text was wrapped at a column into back to paragraphs."""

from collections.abc import Iterator, Sequence

from index.clean.model import Line
from index.clean.script import width
from index.clean.shape import ends_sentence, is_list_item, shaped

_NARROWEST, _WIDEST = 40, 110
_STOPS = '.!?:;。！？：；…”"’)]'
_SLACK = 16
"""Columns that a line may be shorter than the widest because the next word did not fit."""


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page; blocks of lines that were broken at a column are one line each."""
    return [line for block in _blocks(lines) for line in (_joined(block) if is_wrapped(block) else _continued(block))]


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines between two empty ones."""
    block: list[Line] = []
    for line in lines:
        if line.gap and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def is_wrapped(block: Sequence[Line]) -> bool:
    """Whether lines were broken at a column: all are about as wide but the last, which alone ends a sentence."""
    if len(block) < 2 or not ends_sentence(block[-1].text):
        return False
    widths = [width(line.text[: 2 * _WIDEST]) for line in block]
    inner = widths[:-1]
    widest = max(inner)
    if not _NARROWEST <= widest <= _WIDEST or widths[-1] > widest:
        return False
    full = sum(one >= widest - _SLACK for one in inner)
    ended = sum(ends_sentence(line.text) for line in block[:-1])
    return full >= 0.8 * len(inner) and ended <= 0.4 * len(inner)


def _continued(block: Sequence[Line]) -> Iterator[Line]:
    """The lines of a block, a sentence that was broken amid joined: it goes on with a small letter."""
    run = [block[0]]
    for line in block[1:]:
        if not (line.text[0].islower() and len(run[-1].text) >= _NARROWEST and run[-1].text[-1] not in _STOPS):
            yield _join(run)
            run = []
        run.append(line)
    yield _join(run)


def _joined(block: Sequence[Line]) -> Iterator[Line]:
    """A wrapped block as one line, or one an item where it is a list."""
    run = [block[0]]
    for line in block[1:]:
        if is_list_item(line.text):
            yield _join(run)
            run = []
        run.append(line)
    yield _join(run)


def _join(run: Sequence[Line]) -> Line:
    if len(run) == 1:
        return run[0]
    pieces = [run[0].text]
    for line in run[1:]:
        before, after = pieces[-1][-1], line.text[0]
        hyphen = before == "-" and pieces[-1][-2:-1].isalpha() and after.islower()
        pieces += ["" if hyphen or ord(before) > 0x2E7F or ord(after) > 0x2E7F else " ", line.text]
    return shaped("".join(pieces), run[0].at, run[0].start, run[-1].end, run[0].gap)
