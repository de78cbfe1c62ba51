"""From printed lines with their places back to paragraphs: what wraps is joined, what stands alone stays alone."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from index.clean.shape import ends_sentence, is_list_item

_HYPHENS = "\ufffe\x02\u00ad"
"""What PDFium puts where a word was divided at the end of a line, in its several versions."""
_PAGE_NUMBER = re.compile(r"[-–—·|\s]*(?:page|第|p\.)?\s*\d{1,4}\s*(?:页|頁|/\s*\d{1,4}|of\s+\d{1,4})?[-–—·|\s]*", re.I)
_EDGE_LINES = 2
_REPEATED = 3
_GAP = 0.8
"""Heights of a line that part a running head from the text."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page and its box in points, y upwards."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return max(1.0, self.top - self.bottom)


def paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> list[str]:
    """The paragraphs of all pages, in order, without the lines that only tell where in the book one is."""
    heads = _running_heads(pages)
    found: list[str] = []
    piece: list[str] = []
    before: PrintedLine | None = None
    for page in pages:
        around = _edges(page)
        lines = [line for line in page if (around.get(line, 0), _key(line.text)) not in heads]
        layout = _Layout.of(lines)
        for place, line in enumerate(lines):
            if before is not None and _breaks(before, line, layout, first=place == 0):
                found.append(_joined(piece))
                piece = []
            piece.append(line.text)
            before = line
    if piece:
        found.append(_joined(piece))
    return [words for words in found if words]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a page usually stand."""

    lines: Sequence[PrintedLine]
    size: float
    """Height of a line."""
    apart: float
    """From the foot of a line to the head of the next."""

    @classmethod
    def of(cls, lines: Sequence[PrintedLine]) -> "_Layout":
        size = median(line.height for line in lines) if lines else 1.0
        gaps = [above.bottom - below.top for above, below in pairwise(lines) if above.bottom > below.bottom]
        return cls(lines, size, median_low(gaps) if gaps else 0.0)


def _breaks(before: PrintedLine, line: PrintedLine, page: _Layout, first: bool) -> bool:
    """Whether a new paragraph begins with ``line``."""
    if is_list_item(line.text) or max(before.height, line.height) > 1.3 * min(before.height, line.height):
        return True
    if first:
        return ends_sentence(before.text)
    if before.bottom - line.top > page.apart + 0.35 * page.size:
        return True
    column = [other for other in page.lines if abs(other.left - line.left) < 4 * page.size]
    margin = min(other.left for other in column)
    indented = line.left - margin > 0.9 * page.size and before.left - margin < 0.9 * page.size
    return indented or _had_room(before, line, max(other.right for other in column))


def _had_room(before: PrintedLine, line: PrintedLine, edge: float) -> bool:
    """Whether the first word of ``line`` would have stood at the end of the line before: the break was meant."""
    first = re.match(r"[\u2e80-\uffff]{1,2}|[^\s\u2e80-\uffff]+", line.text)
    share = (len(first.group()) if first else 1) / len(line.text)
    word = share * (line.right - line.left) + 0.3 * line.height
    return edge - before.right > 1.5 * word and (ends_sentence(before.text) or edge - before.right > 4 * word)


def _joined(piece: Sequence[str]) -> str:
    words = piece[0]
    for line in piece[1:]:
        if words[-1:] in _HYPHENS or (words[-1:] == "-" and words[-2:-1].isalpha() and line[:1].islower()):
            words = words[:-1] + line
        else:
            wide = not words or ord(words[-1]) > 0x2E7F or ord(line[0]) > 0x2E7F
            words += line if wide else f" {line}"
    return re.sub(f"[{_HYPHENS}]", "", words).strip()


def _running_heads(pages: Sequence[Sequence[PrintedLine]]) -> set[tuple[int, str]]:
    """Lines that stand at the head or foot of many pages, but for the number in them; by edge and key."""
    seen: Counter[tuple[int, str]] = Counter()
    for page in pages:
        seen.update({(edge, _key(line.text)) for line, edge in _edges(page).items()})
    return {
        place for place, count in seen.items() if count >= _REPEATED and (count >= 0.3 * len(pages) or place[1] == "#")
    }


def _edges(page: Sequence[PrintedLine]) -> dict[PrintedLine, int]:
    """The lines at the head (1) and foot (2) of a page that a gap parts from the rest: at most two each."""
    found: dict[PrintedLine, int] = {}
    for edge, lines in ((1, sorted(page, key=lambda one: -one.top)), (2, sorted(page, key=lambda one: one.bottom))):
        for place in range(min(_EDGE_LINES, len(lines) - 1)):
            line, inner = lines[place], lines[place + 1]
            if (line.bottom - inner.top if edge == 1 else inner.bottom - line.top) > _GAP * line.height:
                found |= dict.fromkeys(lines[: place + 1], edge)
    return found


def _key(text: str) -> str:
    return "#" if _PAGE_NUMBER.fullmatch(text) else re.sub(r"\d+", "#", text)
