"""Cuts what the model writes into sentences while it is being written, and clears it of marks of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.facts.english import MONTHS
from assistant.language import fold, to_script
from index.sentences import split_sentences
from index.types import Script

_MARKS = re.compile(
    r"^\s*(?:[-*•·]+\s+|\d{1,2}[.)、]\s+|#+\s+|(?:Answer|Translation|回答|答案|答)\s*[:：]\s*|"
    r"(?:The|This) (?:passage|sentence|text|translation)\b[^:：.]{0,40}[:：]\s*|(?:翻译|翻譯|译文|譯文)\s*[:：]\s*)"
)
_NUMBERED = re.compile(r"\s*\[\d{1,3}\]")
_MARKDOWN = re.compile(r"\*\*|__|`")
_QUOTED_WHOLE = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_LETTER = re.compile(r"\w")
_ISO = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])")
_ROLE = re.compile(r"<\|[^|>]*\|?>?")
_SPACE_IN, _SPACE_GONE = re.compile(r"(?<=[,.!?]) (?=”|\" )"), re.compile(r"(?<=[,.!?]”)(?=[A-Za-z])")
"""What a small model does to the spaces around the end of an English quotation: “so, ”she said."""
_EMPTY = re.compile(r"\s?(?:\(\s*\)|（\s*）)")
"""Left where a page had a name as a link, or in other letters."""
_TWICE = re.compile(r"\b([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*) ?\(\1\)")
"""A name that its source gives in two alphabets, in one."""
_SMALL_FIRST = re.compile(r"\b[a-z]+[A-Z]\w*", re.ASCII)
"""A name that begins small: xAI."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the answer: more of the sentence being written, or a sentence that is complete."""

    text: str
    complete: bool


def clean(text: str, language: Script) -> str:
    """A written sentence in the reader's script, without list marks, emphasis, made-up numbers or role tags."""
    text = _ROLE.sub("", text)
    text = _EMPTY.sub("", _NUMBERED.sub("", _MARKDOWN.sub("", _MARKS.sub("", text))))
    text = " ".join(text.split())
    if language == "en":
        text = _TWICE.sub(r"\1", _SPACE_GONE.sub(" ", _SPACE_IN.sub("", text)))
    return to_script(text, language)


_PAIRS = {"“": "”", "「": "」", "『": "』"}


def balanced(text: str) -> str:
    """A sentence cut out of a longer quotation, with its quotation marks in pairs: one that only closes is left out,
    and one that only opens is closed at the end."""
    depth: list[str] = []
    out = ""
    for char in text:
        if char in _PAIRS:
            depth.append(_PAIRS[char])
        elif char in _PAIRS.values():
            if char not in depth:
                continue
            depth.remove(char)
        out += char
    return out + "".join(reversed(depth))


def as_spelled(text: str, source: str) -> str:
    """A translation with the names that begin small as their source has them, which a model gives a capital: xAI."""
    for name in set(_SMALL_FIRST.findall(source)):
        text = re.sub(rf"\b{name}\b", name, text, flags=re.IGNORECASE | re.ASCII)
    return text


def begun(text: str) -> str:
    """English with a capital in front, unless it begins with a name that begins small."""
    return text if _SMALL_FIRST.match(text) else text[:1].upper() + text[1:]


def unquoted(text: str, source: str) -> str:
    """A translation without quotation marks around the whole of it that its source does not have."""
    inside = _QUOTED_WHOLE.fullmatch(text)
    return inside[1] if inside and not re.search(r"[“”\"「」『』]", source) else text


def echoes(text: str, question: str) -> bool:
    """Whether a sentence only says words of the question again."""
    said, asked = ("".join(_LETTER.findall(fold(one))) for one in (text, question))
    return said in asked


def dated(text: str, language: Script) -> str:
    """A written sentence whose dates are as people write them, where the model copied the form that heads a passage."""

    def written(match: re.Match[str]) -> str:
        year, month, day = map(int, match.groups())
        return f"{MONTHS[month - 1]} {day}, {year}" if language == "en" else f"{year}年{month}月{day}日"

    return _ISO.sub(written, text)


def sentences_of(pieces: Iterator[str], language: Script, *, most: int = 6) -> Iterator[Piece]:
    """Pieces as they come, and each sentence once it is complete; at most ``most`` sentences.

    A sentence counts as complete when the next one has begun, so that a closing quote stays with its sentence.
    A last one that the model broke off is left out, unless it is all there is.
    """
    text = ""
    done = 0
    given = 0
    shown = 0
    for piece in pieces:
        text += piece
        spans = split_sentences(text)
        while len(spans) > given + 1:
            span = spans[given]
            given += 1
            shown = span.end
            sentence = dated(clean(text[span.start : span.end], language), language)
            if sentence:
                done += 1
                yield Piece(sentence, True)
            if done >= most:
                return
        if len(text) > shown:
            yield Piece(to_script(text[shown:], language), False)
            shown = len(text)
    spans = split_sentences(text)
    for span in spans[given:]:
        raw = text[span.start : span.end]
        ended = re.search(r"[。！？!?.…;；:：”\"」』）)]\s*$", raw) is not None
        sentence = dated(clean(raw, language), language)
        if sentence and (ended or not done):
            done += 1
            yield Piece(sentence if ended else sentence + ("." if language == "en" else "。"), True)
