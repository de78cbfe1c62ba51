"""Text that was read in the wrong encoding, or one byte off, and what of it can be restored for certain."""

import re
from collections.abc import Iterator

import ftfy
import ftfy.badness

from index.clean.model import Edit
from index.clean.words import frequency

_SHIFTED = re.compile(r"\?(?=([^\x00-\x20\"#-';-@A-Za-z0-9\[-~]{1,120})([?A-Za-z@\[\]^_`{|}~]))")
# A page may have had its full-width marks folded to ASCII after the damage was done.
_WIDEN = str.maketrans("!(),-./:", "！（），－．／：")
_CUT_TAG = re.compile(r"/?(?:p|br|div|span|strong|b|em|i|li|td|h[1-6])\s?/?>")
_CUT_ENTITY = re.compile(r"[a-z]{2,8};")
# The mark that a GBK trail byte belongs to when its lead byte (A1 or A3) was lost.
_MARK = {
    0xA3: "。", 0xA2: "、", 0xB1: "”", 0xAF: "’", 0xB7: "》", 0xAD: "…", 0xA1: "！", 0xAC: "，", 0xBF: "？",
    0xBB: "；", 0xBA: "：", 0xA9: "）",
}  # fmt: skip
_PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "「": "」", "『": "』", "【": "】", "〈": "〉"}
_OPEN_OR_CLOSE = re.compile("[\n" + "".join(_PAIRS) + "".join(_PAIRS.values()) + "]")
_DEEPEST = 100
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_LOST = re.compile("\ufffd+")
_LATIN_RUN = re.compile(r"[\x80-\xff][\x80-\xff ]{6,}[\x80-\xff]")
_LINE = re.compile(r"[^\n\r]{1,20000}")


def shifted_bytes(text: str) -> Iterator[Edit]:
    """A run of GBK text that was read one byte off, from one lost byte to the next: ``?！?/p>`` is 。”</p>.

    。” and the ``<`` after it are A1A3 A1B1 3C: without its first byte that reads as ?, ！(A3A1), ? (B1 3C is no
    character). The lost first byte is told by the mark it must make, the last by the quote or bracket it closes.
    """
    done = 0
    waiting: list[str] = []
    for found in _SHIFTED.finditer(text):
        if found.start() < done:
            continue
        _follow(text[done : found.start()], waiting)
        done = found.start()
        edit = _unshift(text, found, waiting)
        if edit:
            _follow(edit.put, waiting)
            done = edit.end
            yield edit


def _follow(text: str, waiting: list[str]) -> None:
    """Keep the list of opening marks of the present line that nothing closes yet, outermost first."""
    for mark in _OPEN_OR_CLOSE.findall(text):
        if mark == "\n":
            waiting.clear()
        elif mark in _PAIRS:
            if len(waiting) < _DEEPEST:
                waiting.append(mark)
        elif waiting and mark == _PAIRS[waiting[-1]]:
            waiting.pop()


def _unshift(text: str, found: re.Match[str], waiting: list[str]) -> Edit | None:
    """The edit that reads the run right, or nothing when that is not certain."""
    run, stop = found.group(1), found.group(2)
    try:
        shifted = run.translate(_WIDEN).encode("gbk")
        middle = shifted[1:-1].decode("gbk")
    except UnicodeError:
        return None
    first = _MARK.get(shifted[0])
    if not first or not all(frequency(one) for one in middle if _is_hanzi(one)):
        return None
    end = found.end(2)
    if stop != "?":
        try:
            last = bytes((shifted[-1], ord(stop))).decode("gbk")
        except UnicodeDecodeError:
            return None
        closes = any(mark in middle for mark in _PAIRS.values())
        return Edit(found.start(), end, first + middle + last) if closes and frequency(last) else None
    eaten = "<" if _CUT_TAG.match(text, end) else "&" if _CUT_ENTITY.match(text, end) else ""
    still_open = waiting.copy()
    _follow(first + middle, still_open)
    last = _PAIRS[still_open[-1]] if still_open else "。"
    known = last.encode("gbk")[0] == shifted[-1] and not (last == "。" and (first + middle)[-1] in "。！？")
    return Edit(found.start(), end, first + middle + last + eaten) if eaten and known else None


def _is_hanzi(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def utf8_read_as_gbk(text: str) -> Iterator[Edit]:
    """``锛屾垜`` is ，我: UTF-8 that was read as GBK. A character that lost a byte stays lost and is marked �.

    (In Windows' GBK, byte 80 is €; a lost byte shows as � or, at the end of a run, as ?.)
    """
    edits = []
    sure = False
    for found in _RUN.finditer(text):
        put = _utf8_in(found.group())
        if put is None:
            continue
        read = len(put) - put.count("\ufffd")
        sure = sure or read >= 4
        cut = put.endswith("\ufffd") and text[found.end() : found.end() + 1] == "?"
        edits.append(Edit(found.start(), found.end() + cut, put))
    return iter(edits if sure else [])


def _utf8_in(run: str) -> str | None:
    """A run read as UTF-8, when two thirds of it come out as characters, all of them Chinese."""
    pieces = [piece.split("€") for piece in run.split("\ufffd")]
    try:
        data = b"\xff".join(b"\x80".join(part.encode("gb18030") for part in piece) for piece in pieces)
    except UnicodeEncodeError:
        return None
    put = _LOST.sub("\ufffd", data.decode("utf-8", errors="replace"))
    told = [one for one in put if one != "\ufffd"]
    if 3 * len(told) < 2 * len(put) or len(put) >= len(run):
        return None
    return put if all(_is_mark(one) or (_is_hanzi(one) and frequency(one)) for one in told) else None


def _is_mark(character: str) -> bool:
    """Whether a character is a Chinese mark or a full-width one."""
    return character in "“”‘’…—·" or "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef"


def gbk_read_as_latin(text: str) -> Iterator[Edit]:
    """``ÄãºÃ`` is 你好: a run of nothing but upper-half Latin letters that reads as frequent Chinese characters."""
    for found in _LATIN_RUN.finditer(text):
        try:
            put = found.group().encode("latin-1").decode("gbk")
        except UnicodeError:
            continue
        hanzi = [one for one in put if _is_hanzi(one)]
        if len(hanzi) >= 4 and all(frequency(one) for one in hanzi):
            yield Edit(found.start(), found.end(), put)


def utf8_read_as_latin(text: str) -> Iterator[Edit]:
    """``â€™`` is ’: UTF-8 that was read as Latin-1 or Windows-1252, as ftfy finds and mends it, line by line."""
    for found in _LINE.finditer(text):
        line = found.group()
        if not line.isascii() and ftfy.badness.is_bad(line):
            put = ftfy.fix_encoding(line)
            if put != line:
                yield Edit(found.start(), found.end(), put)
