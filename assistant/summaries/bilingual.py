"""Says one statement in both languages: the document's own words, and a translation that is checked against them.

Numbers, dates, names and the small words that turn or bound what is said must be the same on both sides. What fails is
translated once more in other words, and then given up: a statement is said in both languages or in neither. The judge
of answers is not asked: of 16 translations that were read it found the four wrong ones better supported than most of
the right ones (area under the curve 0.13; it goes by length), and it took a quarter of the time.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from assistant import prompts
from assistant.engines.base import Reader, chat_many, rewrite_many
from assistant.facts import NameTable, agree
from assistant.facts.chinese import chinese_figures, chinese_terms, masked, masks, unmasked
from assistant.facts.english import english_figures, english_terms, terms
from assistant.facts.kinds import kind_of
from assistant.facts.names import names_in
from assistant.language import fits, to_script
from assistant.prompts.translating import translate_again, translate_by_example
from assistant.summaries.likeness import english_ago, english_bounds, joined_parts, mended, oddity, parts_of
from assistant.summaries.memory import Memory, Translated
from assistant.summaries.people import english_name
from assistant.summaries.types import Texts, Voiced
from assistant.types import Script
from assistant.writing import as_spelled, begun, clean

T = TypeVar("T")
Ask = Callable[[Callable[[Reader], list[Translated]]], list[Translated]]
"""Runs a piece of work where the model is, and gives its results."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_HAN_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_PLAIN_WORD = re.compile(r"(?<![A-Za-z0-9.@/_-])[a-z]{3,}(?![A-Za-z0-9@/_-]|\.[A-Za-z0-9])")
_ROUND_AND_ROUND = re.compile(r"(\w{2,8}?)\1{2,}")
_CURRENCY = re.compile(r"\bU\.?S\.? dollars?\b")
_WORD = re.compile(r"[A-Za-z0-9][\w'’.-]*")
_LIMIT = 260
"""Tokens of a translation."""
_RATIO = (0.28, 1.5)
"""English words for each Chinese character: less has left something out, more has made something up."""
_TOGETHER = 4
"""Statements translated at once: 1.8 times as fast as one by one, while a reader's question waits for them."""
_RIGHT = 0.79
"""Share of the translations passing the checks that said all the same when read: 11 of 14 of one document."""
_SHORT = 12
"""Characters below which the ratio tells nothing."""


class Wording(NamedTuple):
    """A sentence to be put into another language, of a document of that day (ISO 8601, or empty)."""

    text: str
    date: str
    into: Script


class _Source(NamedTuple):
    """A sentence, or a part of one, as the model is given it, with the names that its translation must have."""

    text: str
    names: tuple[str, ...]
    into: Script


Attempt = Callable[[Reader, Sequence[_Source]], list[str]]
"""Gives a translation of each source."""


@dataclass(frozen=True, slots=True)
class Both:
    """A statement in all scripts, with the probability that its translation says what its source does."""

    texts: Texts
    support: float


class Bilingual:
    """Translates and checks statements; ``ask`` takes the work to the model."""

    def __init__(self, names: NameTable, memory: Memory, ask: Ask) -> None:
        self._names = names
        self._memory = memory
        self._ask = ask

    def say(self, text: str, script: Script, date: str, said: Voiced | None = None) -> Both | None:
        """A statement in every script; None where no translation of it holds.

        ``text`` stands in ``script``; ``date`` is the day its document was published (ISO 8601), or empty. ``said``
        tells whose words it reports: where the whole cannot be translated, speaker and words are, each by itself.
        """
        into = _other(script)
        found = self._translated(text, date, into)
        if not found.text and said is not None and into == "en":
            # In both languages no more than name and words, so that they stay the same.
            name = english_name(said.speaker, self._names) or self.name(said.speaker)
            words = self._translated(said.content, date, into) if name else found
            if words.text:
                text, found = f"{said.speaker}：{said.content}", Translated(f"{name}: {words.text}", words.support)
        if not found.text:
            return None
        return Both(_all_scripts(text, script, found.text, into), found.support)

    def each(self, items: Sequence[T], said: Callable[[T], tuple[str, Script, str]]) -> Iterator[T]:
        """The items in order, of which ``said`` tells the text, script and date that ``say`` will be asked for.

        They are translated a few at a time, before the first of these is given: it takes little more than one does.
        """
        for n, item in enumerate(items):
            if n % _TOGETHER == 0:
                asked = [said(one) for one in items[n : n + _TOGETHER]]
                wordings = dict.fromkeys(Wording(text, date, _other(script)) for text, script, date in asked)
                self._make([wording for wording in wordings if self._memory.find(*wording) is None])
            yield item

    def _translated(self, text: str, date: str, into: Script) -> Translated:
        """A checked translation, remembered or made."""
        wording = Wording(text, date, into)
        return self._memory.find(*wording) or self._make([wording])[0]

    def _make(self, wordings: Sequence[Wording]) -> list[Translated]:
        found = self._ask(lambda reader: self._translate(reader, wordings)) if wordings else []
        for wording, translated in zip(wordings, found, strict=True):
            self._memory.keep(translated, *wording)
        return found

    def name(self, words: str) -> str:
        """Chinese words for a group or an organisation in English; empty where the model gives none that fits."""
        found = self._memory.find(words, "name")
        if found is None:
            (found,) = self._ask(lambda reader: [self._translate_name(reader, words)])
            self._memory.keep(found, words, "name")
        return found.text

    def _translate_name(self, reader: Reader, words: str) -> Translated:
        source = self._prepared(words, "")
        out = clean(reader.rewrite(f"{source}\n\n", prompts.translate("en"), limit=40), "en").strip(' ."“”')
        if not out or _HAN.search(out) or len(out.split()) > 14 or _ROUND_AND_ROUND.search(out):
            return Translated("", 0.0)
        if self._names_differ(words, out):
            return Translated("", 0.0)
        return Translated(out[:1].upper() + out[1:], 1.0)

    def _translate(self, reader: Reader, wordings: Sequence[Wording]) -> list[Translated]:
        """Each in its order; those whose translation does not hold are tried once more, in other words."""
        found: dict[Wording, Translated] = {}
        for attempt in (_by_example, _in_other_words):
            left = [wording for wording in wordings if wording not in found]
            for wording, out in zip(left, self._attempted(attempt, reader, left), strict=True):
                if not self._wrong(wording.text, out, wording.date, wording.into):
                    found[wording] = Translated(out, _RIGHT)
        return [found.get(wording, Translated("", 0.0)) for wording in wordings]

    def _attempted(self, attempt: Attempt, reader: Reader, wordings: Sequence[Wording]) -> list[str]:
        parts = [parts_of(one.text) if one.into == "en" else [one.text] for one in wordings]
        sources = [self._source(part, one) for one, own in zip(wordings, parts, strict=True) for part in own]
        written = iter(zip(sources, attempt(reader, sources), strict=True))
        out = []
        for one, own in zip(wordings, parts, strict=True):
            said = [self._finished(reader, part, *next(written)) for part in own]
            out.append(joined_parts(own, said) if one.into == "en" else said[0])
        return out

    def _source(self, part: str, wording: Wording) -> _Source:
        if wording.into != "en":
            names = self._named(part)
            return _Source(chinese_terms(masked(chinese_figures(part), names)), tuple(masks(names)), wording.into)
        return _Source(self._prepared(part, wording.date), tuple(self._named(part)), wording.into)

    def _finished(self, reader: Reader, part: str, source: _Source, written: str) -> str:
        """What the model wrote of a part, with what can be put right in it put right."""
        out = as_spelled(clean(written, source.into), source.text)
        if source.into != "en":
            return unmasked(out, self._named(part))
        for name in source.names:
            out = re.sub(rf"(?<=[a-z]){re.escape(name)}\b", f" {name}", out)
        return mended(part, self._without_han(reader, out))

    def _without_han(self, reader: Reader, out: str) -> str:
        """English with the one or two words put into it that the model left in Chinese."""
        left = [match[0] for match in _HAN_WORD.finditer(out)]
        if not 0 < len(left) <= 2 or max(map(len, left)) > 6:
            return out
        for word in left:
            (said,) = _by_example(reader, [_Source(word, (), "en")])
            said = clean(said, "en").strip(" .").lower()
            out = out.replace(word, f" {said} ") if said and not _HAN.search(said) else out
        return re.sub(r" {2,}", " ", re.sub(r" +(?=[.,;:!?”’'])", "", out)).strip()

    def _prepared(self, text: str, date: str) -> str:
        """A Chinese sentence with figures, dates and known names already in English: the model only copies them."""
        out = english_figures(text, date or None)
        for name in sorted(self._names.han_names(out), key=len, reverse=True):
            english = english_name(name, self._names)
            named = kind_of(name, self._names) in ("person", "org", "product") or f"“{name}”" in out
            if english and named and f"({english}" not in out:
                out = re.sub(rf"{re.escape(name)}(?!\s?\()", f" {english} ", out)
        return english_terms(english_bounds(english_ago(out)))

    def _wrong(self, text: str, translated: str, date: str, into: Script) -> str:
        """What is wrong with a translation, in words for a log; empty when nothing is found."""
        if not translated or not fits(translated, into) or (into == "en" and _HAN.search(translated)):
            return "not in the language"
        if into != "en" and self._left_in_english(text, translated):
            return "words left in English"
        chinese, english = (text, translated) if into == "en" else (translated, text)
        characters, words = len(_HAN.findall(chinese)), len(_WORD.findall(english))
        latin = len(_WORD.findall(chinese))
        if characters >= _SHORT and not _RATIO[0] <= (words - latin) / characters <= _RATIO[1]:
            return "too short or too long"
        if found_odd := oddity(self._without_names(chinese), english):
            return found_odd
        if found := agree(translated, text, date_context=date or None):
            return f"{found[0].kind} {found[0].statement_value}: {found[0].reason}"
        if lost := [item for item in agree(text, translated, date_context=date or None) if item.kind != "quote"]:
            return f"lost {lost[0].kind} {lost[0].statement_value}"
        return self._names_differ(text, translated)

    def _left_in_english(self, text: str, translated: str) -> bool:
        """Whether Chinese has a plain English word in it that belongs to no name of the source."""
        for name in sorted(names_in(text, self._names), key=len, reverse=True):
            translated = translated.replace(name, "")
        return _PLAIN_WORD.search(translated) is not None

    def _without_names(self, chinese: str) -> str:
        """Chinese whose names are left out, as a character of one may be a small word elsewhere (林若水)."""
        for name in sorted(self._names.han_names(chinese), key=len, reverse=True):
            chinese = chinese.replace(name, "某")
        return chinese

    def _named(self, text: str) -> list[str]:
        """The names that a translation must have, as it is to write them."""
        return list(dict.fromkeys(english_name(name, self._names) or name for name in self._names_to_keep(text)))

    def _names_to_keep(self, text: str) -> list[str]:
        # A term is none, however the documents write it beside a name; nor is a Chinese name that nothing translates.
        return [
            name
            for name in names_in(text, self._names)
            if name not in terms()
            and (not _HAN.search(name) or (self._is_name(name) and english_name(name, self._names)))
        ]

    def _is_name(self, name: str) -> bool:
        """Whether a table knows it for the name of somebody or something; in Chinese 网络 and 议会 are words too."""
        term = _HAN.search(name) is not None and kind_of(name, self._names) == "term"
        return self._names.knows(name) and not term

    def _names_differ(self, text: str, translated: str) -> str:
        # "US dollars" names a currency, not a country.
        for name in names_in(_CURRENCY.sub("dollars", translated), self._names):
            if self._is_name(name) and not self._names.mentions(name, text):
                return f"name {name} is not in the source"
        for name in self._names_to_keep(text):
            if not self._names.mentions(name, translated) and not _abbreviated(name, text, translated):
                return f"lost name {name}"
        return ""


def _abbreviated(name: str, text: str, translated: str) -> bool:
    """Whether a translation has the abbreviation that the source gives behind a name."""
    match = re.search(rf"{re.escape(name)}[^(（]{{0,14}}[(（]([A-Z]{{2,6}})[)）]", text)
    return match is not None and match[1] in translated


def _by_example(reader: Reader, sources: Sequence[_Source]) -> list[str]:
    written: dict[_Source, str] = {}
    for into in dict.fromkeys(source.into for source in sources):
        alike = [source for source in sources if source.into == into]
        chats = [translate_by_example(source.text, source.names, into) for source in alike]
        written |= zip(alike, chat_many(reader, chats, limit=_LIMIT), strict=True)
    return [written[source] for source in sources]


def _in_other_words(reader: Reader, sources: Sequence[_Source]) -> list[str]:
    asks = [(f"{source.text}\n\n", translate_again(source.into)) for source in sources]
    return rewrite_many(reader, asks, limit=_LIMIT)


def _other(script: Script) -> Script:
    """The language that a statement is to be put into."""
    return "zh-Hans" if script == "en" else "en"


def _all_scripts(text: str, script: Script, translated: str, into: Script) -> Mapping[Script, str]:
    chinese, english = (translated, text) if script == "en" else (text, translated)
    written: Script = into if script == "en" else script
    return {
        "zh-Hans": chinese if written == "zh-Hans" else to_script(chinese, "zh-Hans"),
        "zh-Hant": chinese if written == "zh-Hant" else to_script(chinese, "zh-Hant"),
        "en": begun(english),
    }
