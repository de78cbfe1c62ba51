"""Readings in brackets that a conversion put into the text: ``經(jīng)濟(jì)`` is 經濟.

Some converters look for a byte pair of a GBK text that is a traditional character and put its reading after it.
Where the pair was really the end of one character and the start of the next, the reading landed inside a word of
Latin letters (``戰(zhàn)勝M(fèi)eta``: 勝 ends with D9, and D9 4D is 費, fèi) or inside a character, whose two halves
then were lost (``因?yàn)?``: 因 ends with F2, 為 begins with 9E, and F2 9E is 驗, yàn). Both are undone from the bytes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from index.clean.model import Edit
from index.clean.script import CJK, is_cjk, to_simplified
from index.clean.words import characters_of, frequency, readings, solve_character

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = rf"(?=[a-zü]{{0,5}}[{_TONED}])[a-zü{_TONED}]{{1,6}}"
_AFTER = re.compile(rf"([{CJK}A-Za-z])\(({_SYLLABLE})\)")
_TONELESS = re.compile(rf"([{CJK}])\(([a-z]{{1,6}})\)")
_INSIDE = re.compile(rf"([{CJK}])\?({_SYLLABLE})\)")
_ABOUT_SOUND = re.compile(r"[讀读發发]音|拼音|[讀读]作|注音|聲調|声调|pronounc|pinyin", re.IGNORECASE)
_FEW = 5
_CUT_READING = re.compile(rf"({_SYLLABLE})\)")
_CUT_MARKUP = re.compile(r"(?P<entity>[a-z]{2,8};|#\d{2,5};)|/?[a-z][a-z0-9]{0,9}>")


def readings_in_brackets(text: str) -> Iterator[Edit]:
    """Take out ``(jīng)`` after a character or a Latin letter, where the page is damaged so and does not teach."""
    found = list(_AFTER.finditer(text))
    if not _damaged(text, found):
        return
    toneless = [match for match in _TONELESS.finditer(text) if match.group(2) in readings(match.group(1))]
    for match in sorted([*found, *toneless], key=re.Match.start):
        yield Edit(match.end(1), match.end())


def _damaged(text: str, found: list[re.Match[str]]) -> bool:
    """Whether the readings are damage: after traditional characters or Latin letters, and nearly always there.

    A text that explains how a word is read gives the reading once, or speaks of reading.
    """
    marked = Counter(match.group(1) for match in found)
    foreign = sum(count for one, count in marked.items() if not is_cjk(one) or to_simplified(one) != one)
    if not foreign or 2 * foreign < len(found):
        return False
    if len(found) < _FEW and _ABOUT_SOUND.search(text):
        return False
    chinese = {one: count for one, count in marked.items() if is_cjk(one)}
    total = Counter(character for character in text if character in chinese)
    return sum(chinese.values()) >= 0.6 * sum(total.values())


def readings_inside_characters(text: str) -> Iterator[Edit]:
    """Put together again a character that a reading was put into: ``因?yàn)?ldquo;`` is 因為&ldquo;."""
    done = 0
    for match in _INSIDE.finditer(text):
        if match.start() < done:
            continue
        best: tuple[int, Edit] | None = None
        for lost in _lost_bytes(match.group(1), match.group(2)):
            put, end = _realign(match.group(1), lost, text, match.end())
            score = 1 + frequency(match.group(1) + put[:1]) if put else 0
            if score and (best is None or score > best[0]):
                best = score, Edit(match.end(1), end, put)
        if best:
            done = best[1].end
            yield best[1]


@lru_cache(maxsize=10_000)
def _lost_bytes(before: str, reading: str) -> tuple[int, ...]:
    """The bytes that make, after the last byte of ``before``, a character that is read so."""
    try:
        lead = before.encode("gbk")[1]
    except UnicodeEncodeError:
        return ()
    told = [character for character in characters_of(lead) if reading in readings(character)]
    return tuple(character.encode("gbk")[1] for character in told)


def _realign(before: str, lost: int, text: str, at: int) -> tuple[str, int]:
    """Read on from ``at`` with the lost byte in front, until the bytes fit again; what it reads, and where it ends.

    Nothing when it does not come out even within 40 characters. A question mark stands for a lost byte and the
    ASCII character after it: the byte is told by the word it makes, the character by the markup that lacks it.
    """
    put, pending = "", lost
    for end in range(at, min(len(text), at + 40)):
        character = text[end]
        if character == "?":
            return _bridge((before + put)[-1], pending, text, end, put)
        try:
            encoded = character.encode("gbk")
            put += bytes((pending, encoded[0])).decode("gbk")
        except UnicodeError:
            return "", at
        if len(encoded) == 1:
            return put, end + 1
        pending = encoded[1]
    return "", at


def _bridge(before: str, pending: int, text: str, at: int, put: str) -> tuple[str, int]:
    """The character whose second byte was lost at the question mark at ``at``, and the ASCII character it took along.

    A reading that follows tells the character and that a bracket was lost; else the word it makes tells it.
    """
    if reading := _CUT_READING.match(text, at + 1):
        told = [character for character in characters_of(pending) if reading.group(1) in readings(character)]
        told.sort(key=lambda character: frequency(before + character) + frequency(character), reverse=True)
        return (put + told[0] + "(", at + 1) if told else ("", at)
    solved = solve_character(before, pending)
    cut = _CUT_MARKUP.match(text, at + 1)
    eaten = ("&" if cut["entity"] else "<") if cut else ""
    return (put + solved + eaten, at + 1) if solved else ("", at)
