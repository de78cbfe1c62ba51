"""Puts sentences of documents into the reader's language, each once: what was made of a sentence is kept with it.

A translation is what an answer in another language waits for longest, and it depends on the sentence alone, not on what
was asked. Which translations hold for a question is for ``assistant.checking`` to tell.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant import prompts
from assistant.citations import Candidate
from assistant.engines.base import Conversation, KeepsNotes, Reader, ask_many, chat_many
from assistant.facts import NameTable
from assistant.facts.chinese import chinese_figures, chinese_terms, masked, masks, unmasked
from assistant.facts.english import english_figures, english_names, english_terms, names_in_english
from assistant.facts.names import names_in
from assistant.facts.naming import HAN_NAME
from assistant.language import script_of
from assistant.prompts.translating import translate_by_example
from assistant.types import Document, Script
from assistant.writing import as_spelled, clean, unquoted

_LONGEST = 200
"""Tokens of a translated sentence."""


def foreign(text: str, language: Script) -> bool:
    """Whether a sentence has to be translated for a reader; the two Chinese scripts read each other."""
    return (script_of(text) == "en") != (language == "en")


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates for one language, in the owner thread of the reader."""

    reader: Reader
    documents: Mapping[str, Document]
    names: NameTable
    language: Script

    def texts(self, found: Sequence[Candidate]) -> list[str]:
        """The translation of each sentence; those that are not kept are written at once."""
        chats = [self._chat(item) for item in found]
        written = [self._noted(item.text, _name(chat)) for item, chat in zip(found, chats, strict=True)]
        new = [n for n, text in enumerate(written) if text is None]
        for n, text in zip(new, chat_many(self.reader, [chats[n] for n in new], limit=_LONGEST), strict=True):
            written[n] = text
            self._note(found[n].text, _name(chats[n]), text)
        return [self._tidied(text or "", item) for text, item in zip(written, found, strict=True)]

    def supports(self, said: Sequence[tuple[Candidate, str]]) -> list[float]:
        """The judge's logit that each sentence states its own translation."""
        asks = [(f"{item.text}\n\n", prompts.check_support(text)) for item, text in said]
        logits = [self._noted(item.text, _name(ask)) for (item, _), ask in zip(said, asks, strict=True)]
        new = [n for n, logit in enumerate(logits) if logit is None]
        for n, logit in zip(new, ask_many(self.reader, [asks[n] for n in new]), strict=True):
            logits[n] = repr(logit)
            self._note(said[n][0].text, _name(asks[n]), repr(logit))
        return [float(logit or 0.0) for logit in logits]

    def _chat(self, item: Candidate) -> Conversation:
        """What the translator is asked: the sentence, names, figures and terms already as they are written in its
        language; and the names that it is to keep."""
        if self.language != "en":
            names = names_in(item.text, self.names)
            # The other script is made from the simplified one.
            return translate_by_example(
                chinese_terms(masked(chinese_figures(item.text), names)), masks(names), "zh-Hans"
            )
        figures = english_figures(item.text, self.documents[item.passage.document_id].date)
        kept = self._without_english(item)
        named = english_terms(masked(english_names(figures, self.names), kept))
        return translate_by_example(named, [*names_in_english(item.text, self.names), *masks(kept)], "en")

    def _without_english(self, item: Candidate) -> list[str]:
        """Names that write foreign ones by their sounds and have no known spelling: a model would guess one."""
        dotted = [name for name in names_in(item.text, self.names) if HAN_NAME.fullmatch(name)]
        return [name for name in dotted if english_names(name, self.names) == name]

    def _tidied(self, written: str, item: Candidate) -> str:
        """A translation with the names again that marks stood for, and with the marks and spellings of its sentence."""
        names = names_in(item.text, self.names) if self.language != "en" else self._without_english(item)
        written = unmasked(written, names)
        return as_spelled(unquoted(clean(written, self.language), item.text), item.text)

    def _noted(self, text: str, name: str) -> str | None:
        return self.reader.note(text, name) if isinstance(self.reader, KeepsNotes) else None

    def _note(self, text: str, name: str, note: str) -> None:
        if isinstance(self.reader, KeepsNotes):
            self.reader.keep_note(text, name, note)


def _name(asked: object) -> str:
    """Tells apart what the model was asked of a sentence."""
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
