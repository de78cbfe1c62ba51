"""Documents cut into passages: whole sentences packed to about 200 encoder tokens, overlapping by one."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from index.sentences import split_sentences
from index.types import Document, Passage, Span

SPLITTER_VERSION = "4"
"""Part of the index's stamp: raise it when the same text would be cut differently."""

TARGET_TOKENS = 200
_LABEL_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_WINDOW = 16
"""Characters looked at for each token wanted, when a giant sentence is cut."""

_CLAUSE = re.compile(r"[，,、；;：:—…。！？!?.)）】」』”]")


def split_document(
    document: Document, encoder_tokens: Callable[[str], int], target_tokens: int = TARGET_TOKENS
) -> list[Passage]:
    """Passages of a document, in order; together they hold all its sentences.

    A sentence of more than twice the target is cut at clauses, else at spaces, else anywhere. A short tail joins the
    passage before it. The overlap is one sentence, left out where it would fill more than a third of a passage.
    """
    pieces = [
        piece
        for span in split_sentences(document.text)
        for piece in _cut(document.text, span, encoder_tokens, target_tokens)
    ]
    sizes = [encoder_tokens(document.text[piece.start : piece.end]) for piece in pieces]
    seen: Counter[str] = Counter()
    passages = []
    for first, last in _pack(document.text, pieces, sizes, target_tokens):
        sentences = tuple(pieces[first:last])
        start, end = sentences[0].start, sentences[-1].end
        text = document.text[start:end]
        digest = _digest(document.id, text, seen)
        passages.append(
            Passage(
                id=f"{document.id}-{digest[:12]}",
                document_id=document.id,
                text=text,
                start=start,
                end=end,
                sentences=sentences,
                label=_label(digest),
            )
        )
    return passages


def _digest(document_id: str, text: str, seen: Counter[str]) -> str:
    """Hash of a passage by its text; where a document repeats a text, by which repetition it is as well.

    Offsets stay out of it, so that a word changed at the top of a document leaves the other passages as they are.
    """
    seen[text] += 1
    return hashlib.sha256(f"{document_id}\n{seen[text]}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _label(digest: str) -> str:
    """Four signs, none easily taken for another."""
    number = int(digest[12:28], 16)
    label = ""
    for _ in range(4):
        number, sign = divmod(number, len(_LABEL_SIGNS))
        label += _LABEL_SIGNS[sign]
    return label


def _pack(text: str, pieces: Sequence[Span], sizes: Sequence[int], target: int) -> Iterator[tuple[int, int]]:
    """Ranges ``[first, last)`` of pieces, one a passage."""
    first = fresh = 0
    while fresh < len(pieces):
        last, total = fresh + 1, sum(sizes[first : fresh + 1])
        while last < len(pieces) and total + sizes[last] <= target:
            total += sizes[last]
            last += 1
        if last < len(pieces):
            rest = _sum_up_to(sizes, last, target // 4)
            if rest is not None:
                last = len(pieces)
            elif last - 1 > fresh and _heading(text, pieces, last - 1):
                last -= 1
        yield first, last
        fresh = first = last
        if last < len(pieces) and sizes[last - 1] <= target // 3 and not _heading(text, pieces, last):
            first = last - 1


def _sum_up_to(sizes: Sequence[int], first: int, limit: int) -> int | None:
    """Sum of what is left, or None as soon as it is over the limit."""
    total = 0
    for size in sizes[first:]:
        total += size
        if total > limit:
            return None
    return total


def _heading(text: str, pieces: Sequence[Span], at: int) -> bool:
    """Whether a piece is a paragraph of its own that ends without a stop: it belongs to what follows it."""
    piece = pieces[at]
    if piece.end - piece.start > 80 or text[piece.end - 1] in '。！？!?.…；;”’"」』':
        return False
    before = text[pieces[at - 1].end : piece.start] if at else "\n"
    after = text[piece.end : pieces[at + 1].start] if at + 1 < len(pieces) else "\n"
    return "\n" in before and "\n" in after


def _cut(text: str, span: Span, tokens: Callable[[str], int], target: int) -> Iterator[Span]:
    """A sentence whole, or in pieces of at most ``target`` tokens where it is over twice that."""
    start = span.start
    window = target * _WINDOW
    if span.end - start <= 2 * window and tokens(text[start : span.end]) <= 2 * target:
        yield span
        return
    while start < span.end:
        end = _piece_end(text, start, min(span.end, start + window), tokens, target)
        if span.end - end < 2:
            end = span.end if tokens(text[start : span.end]) <= target + 2 else end
        stripped = text[start:end].strip()
        if stripped:
            left = start + len(text[start:end]) - len(text[start:end].lstrip())
            yield Span(left, left + len(stripped))
        start = end


def _piece_end(text: str, start: int, end: int, tokens: Callable[[str], int], target: int) -> int:
    """The furthest good place to cut that leaves at most ``target`` tokens in the piece; at least one character on."""
    size = tokens(text[start:end])
    while size > target and end - start > 1:
        at = start + max(1, int((end - start) * min(0.9, target / size)))
        half = start + (at - start) // 2
        marks = [match.end() for match in _CLAUSE.finditer(text, half, at)]
        space = max(text.rfind(" ", half, at), text.rfind("\u3000", half, at))
        end = marks[-1] if marks else space + 1 if space > half else at
        end = max(end, start + 1)
        size = tokens(text[start:end])
    return end
