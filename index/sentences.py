"""Where sentences end, in Chinese and English, in one pass over the text.

A sentence ends at 。！？ or . ! ? with the closing quotes and brackets that follow, at a paragraph break, and at ；;
or an ellipsis only where both sides are long enough to be read alone (`STANDS_ALONE`): a short clause means nothing
without its neighbour. A dot does not end one inside a number, version, address or name, after an abbreviation or
initial, or before a lower-case letter. The spans do not overlap and hold every character that is not white space.
"""

import re
from collections.abc import Iterator

from index.types import Span
from index.words import NEVER_LAST, NUMBERED, OFTEN_LAST, STARTERS

STANDS_ALONE = 12
"""Least weight of each side of a soft end: a Han character or kana is 1, a word of letters or digits 2."""

_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSERS = "”’»」』）】》〉〕］｝)]}"
_HARD = re.compile(r"""(?P<line>[\n\r\u2028\u2029\x0b\x0c\x85]\s*)|(?P<quote>")|(?P<end>[。！？｡!?‼⁇⁈⁉]+|[.．]+)""")
_SOFT = re.compile(r"[；;]|…+|\.{3,}|(?P<open>[(（\[［【])|(?P<close>[)）\]］】])")
_WORD = re.compile(rf"[{_HAN}]|[^\W_]+")
_HAN_ONE = re.compile(rf"[{_HAN}]")
_LAST_WORD = re.compile(r"[^\W\d_][\w.'’&-]*\Z")
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOTE = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁴-⁹⁰])+")
_LIST_MARK = re.compile(r"[(（]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\Z")
_ENTITY = re.compile(r"&#?\w{1,8}\Z")
_GLUED = re.compile(r"[A-Z][a-z]*(?![\w./@])")
_RUNS_ON = re.compile(
    r"[，,、；;：:—～]|的|等|之[^前后後]|和|与|與|及|或|并|並|而|来|來|一[文书書词詞句]|这|這|\s*[a-z]"
)
_SAYS = "(?:说|說|问|問|道|称|稱|表示|写|寫|喊|叫|答|补充|補充|指出|认为|認為|强调|強調)"
_TELLS = "(?:告诉|告訴)"
_PHRASE = r"[^。！？!?，,、；;：:\n]"
_GOES_ON = re.compile(rf"[{_HAN}\w·\s]{{0,8}}?{_SAYS}")
_SPEAKER = re.compile(rf"{_PHRASE}{{1,80}}?(?:{_SAYS}{_PHRASE}{{0,2}}|{_TELLS}{_PHRASE}{{1,16}})[。！？!?]")
_WINDOW = 96


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences of ``text``, in order; each starts and ends with a character that is not white space."""
    spans: list[Span] = []
    for start, end, new_paragraph in _hard_sentences(text):
        for piece in _soft_pieces(text, start, end):
            # A leftover without a word (a stray mark) belongs to the sentence before it.
            if spans and not new_paragraph and not _WORD.search(text, piece.start, piece.end):
                spans[-1] = Span(spans[-1].start, piece.end)
            else:
                spans.append(piece)
            new_paragraph = False
    return spans


def _hard_sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """``(start, end, first of its paragraph)`` of every stretch between hard ends, trimmed, never empty."""
    start = 0
    first = True
    quotes = 0
    for match in _HARD.finditer(text):
        if match.start() < start:
            continue
        if match.lastgroup == "quote":
            quotes += 1
            continue
        if match.lastgroup == "line":
            if _wrapped(text, match):
                continue
            end, paragraph = match.start(), True
        else:
            found = _sentence_end(text, start, match, open_quote=quotes % 2 == 1)
            if found is None:
                continue
            end, paragraph = found, False
            quotes += text.count('"', match.end(), end)
        yield from _trimmed(text, start, end, first)
        first = paragraph or (first and not text[start:end].strip())
        if paragraph:
            quotes = 0
        start = end
    yield from _trimmed(text, start, len(text), first)


def _trimmed(text: str, start: int, end: int, first: bool) -> Iterator[tuple[int, int, bool]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    size = len(piece.strip())
    if size:
        yield start + left, start + left + size, first


def _wrapped(text: str, match: "re.Match[str]") -> bool:
    """Whether a single line break only wraps a line: a word or comma before it, a lower-case letter after it."""
    if len(re.findall(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]", match.group()[:8])) != 1:
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return (before.isalnum() or before in {",", "-"}) and before.isascii() and "a" <= after <= "z"


def _sentence_end(text: str, start: int, match: "re.Match[str]", open_quote: bool) -> int | None:
    """Offset behind the sentence that the mark ends, with closing quotes and note numbers; None where it ends none."""
    mark = match.group()
    end = _behind_closers(text, match.end(), open_quote)
    closers = text[match.end() : end]
    note = _NOTE.match(text, end)
    if note:
        end = note.end()
    after = text[end : end + _WINDOW]
    if not after.strip() or after.lstrip(" \t\u3000\xa0")[:1] in "\n\r":
        return end
    before = text[max(start, match.start() - _WINDOW) : match.start()]
    if mark[0] in ".．":
        ends = _dot_ends(before, mark, closers, after)
    elif mark[0] in "!?" and not _HAN_ONE.search(before[-1:] + after[0]):
        ends = (after[0].isspace() or bool(closers)) and not after.lstrip()[0].islower()
    else:
        ends = _cjk_ends(mark, closers, after)
    return end if ends else None


def _behind_closers(text: str, at: int, open_quote: bool) -> int:
    """Offset behind the closing quotes and brackets at ``at``; a straight quote closes only if one is open."""
    while at < len(text):
        sign = text[at]
        if sign == '"' and open_quote:
            open_quote = False
        elif sign == "'" and not text[at + 1 : at + 2].isalnum():
            pass
        elif sign not in _CLOSERS:
            break
        at += 1
    return at


def _cjk_ends(mark: str, closers: str, after: str) -> bool:
    """Whether 。！？ end the sentence: not where a quoted question, a title or an aside goes on in a longer one."""
    if not closers:
        return after[0] not in "，,、；;：:"
    if re.match(r"[，,、；;：:]", after):
        return False
    if mark[-1] in "。｡":
        # “…。”他说。 keeps its speaker: a quote without one is worth little.
        return closers[-1] not in "》〉" and not _SPEAKER.match(after)
    if closers[-1] in "》〉)）]】":
        return False
    return not (_RUNS_ON.match(after) or _GOES_ON.match(after))


def _dot_ends(before: str, mark: str, closers: str, after: str) -> bool:
    """Whether a dot (or three) ends the sentence."""
    following = after.lstrip()
    spaced = after[0].isspace()
    if len(mark) > 1:  # an ellipsis before Chinese is judged as a soft end
        return spaced and not following[0].islower() and not _HAN_ONE.match(following)
    if following[0].islower() and (spaced or closers):
        return False
    if re.match(r"[，,、；;：:!?！？)）]", following):
        return False
    if _LIST_MARK.fullmatch(before.strip()) and not closers:
        return False
    word = _LAST_WORD.search(before)
    name = word.group().lower() if word else ""
    if not spaced and not closers and not _HAN_ONE.match(after):
        glued = bool(word) and len(name) > 1 and name.isalpha() and word.group().islower() if word else False
        return glued and bool(_GLUED.match(after))
    if name in NEVER_LAST or (name in NUMBERED and following[0].isdigit()):
        return False
    next_word = _NEXT_WORD.match(following.lstrip("\"'“‘(（[「"))
    starter = bool(next_word) and next_word.group().lower() in STARTERS if next_word else False
    initial = len(name) == 1 or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", name))
    if (initial or name in OFTEN_LAST) and not closers:
        return starter
    # Between two Chinese characters without a space a dot is as often the point inside a foreign name.
    return spaced or bool(closers) or not _HAN_ONE.match(before[-1:]) or starter


def _soft_pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A stretch cut at ；; and ellipses where what is before and what is left both stand alone."""
    left, depth = start, 0
    rest = _weight(text, start, end)
    weight, weighed = 0, start
    for match in _SOFT.finditer(text, start, end):
        if match.lastgroup:
            depth = max(0, depth + (1 if match.lastgroup == "open" else -1))
            continue
        if depth or (match.group() == ";" and _ENTITY.search(text, max(left, match.start() - 10), match.start())):
            continue
        cut = _behind_closers(text, match.end(), open_quote=False)
        following = text[cut : cut + 1]
        if cut <= left or cut >= end or following in "，,、。！？!?；;：:…" or following.islower():
            continue
        weight += _weight(text, weighed, cut)
        weighed = cut
        if weight >= STANDS_ALONE and rest - weight >= STANDS_ALONE:
            yield from (Span(s, e) for s, e, _ in _trimmed(text, left, cut, False))
            left, rest, weight = cut, rest - weight, 0
    yield from (Span(s, e) for s, e, _ in _trimmed(text, left, end, False))


def _weight(text: str, start: int, end: int) -> int:
    return sum(1 if _HAN_ONE.match(word) else 2 for word in _WORD.findall(text, start, end))
