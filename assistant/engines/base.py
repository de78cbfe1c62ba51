"""What an engine does for an answer, whichever library or server runs the model."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from assistant import prompts
from assistant.prompts import Excerpt, Search

Role = Literal["system", "user", "assistant"]
Conversation = Sequence[tuple[Role, str]]
Judging = Literal["logits", "words"]
KvType = Literal["f16", "q8_0"]
EngineName = Literal["llama.cpp", "transformers", "openai"]


class Reader(Protocol):
    """A model with passages before it, and the steps of an answer on them. One thread at a time uses it.

    Each step gives greedy replies, so that the same question has the same answer. Passages are data: what looks like a
    role tag inside them is never read as one.
    """

    judging: Judging
    """How ``ask_about`` knows: by the logits of the next token, or, where they cannot be had, by a word of reply."""

    def read(self, passages: Sequence[str]) -> None:
        """Put passages before the model, for ``write``."""
        ...

    def write(self, text: str, *, limit: int = 200) -> Iterator[str]:
        """The reply to ``text`` after the passages, in pieces; ``limit`` in tokens. ``ask_about`` and ``rewrite`` may
        be used between two pieces; closing the iterator stops the writing."""
        ...

    def ask_about(self, passages: Sequence[str], *texts: str, keep: bool = True) -> list[float]:
        """Logit of yes minus logit of no to each text, asked apart, with only these passages in view.

        ``keep`` allows what was computed of the passages to be kept for the next time.
        """
        ...

    def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
        """The reply to ``text`` with one short passage in view."""
        ...

    def chat(self, messages: Sequence[tuple[Role, str]], *, limit: int = 256, keep: bool = False) -> Iterator[str]:
        """The reply to a conversation of its own, in pieces.

        ``keep`` allows what was computed of all messages but the last, which come again and again, to be kept.
        """
        ...

    def finds(self, search: Search) -> float:
        """Logit of the likeliest first token of the reply minus that of the likeliest which begins a reply of
        ``prompts.NOTHING``. The examples come again and again, and may be kept as in ``chat``."""
        ...

    def close(self) -> None:
        """Free the model."""
        ...


@runtime_checkable
class AsksTogether(Protocol):
    """A reader that computes many questions, or writes many short texts, at once."""

    def ask_many(self, asks: Sequence[tuple[str | Excerpt, str]]) -> list[float]:
        """Logit of yes minus logit of no to each ``(evidence, text)``, in order, each with only its evidence in
        view."""
        ...

    def find_many(self, searches: Sequence[Search]) -> list[float]:
        """What ``Reader.finds`` tells of each search, in order."""
        ...

    def rewrite_many(self, asks: Sequence[tuple[str, str]], *, limit: int = 160) -> list[str]:
        """What ``Reader.rewrite`` gives for each ``(passage, text)``, in order."""
        ...

    def chat_many(self, chats: Sequence[Conversation], *, limit: int = 256) -> list[str]:
        """What ``Reader.chat`` gives for each conversation, in order; all but their last messages are the same, and
        what was computed of those may be kept."""
        ...


@runtime_checkable
class KeepsNotes(Protocol):
    """A reader that keeps what it said of a text, for as long as the text and the model stay."""

    def note(self, text: str, name: str) -> str | None:
        """What was kept of a text under a name; None where nothing was."""
        ...

    def keep_note(self, text: str, name: str, note: str) -> None:
        """Keep something of a text. What is kept of a text goes with it (``KeepsStates.keep_only``)."""
        ...


class Told(NamedTuple):
    """What a model tells of a question: by its next word, and by what it keeps of the last one."""

    logit: float
    values: npt.NDArray[np.float32] | None
    """Value vectors of the last token, in the layers that were asked for, one after the other."""


@runtime_checkable
class TellsValues(Protocol):
    """A reader that can look into its model."""

    @property
    def model(self) -> str:
        """Tells models apart, whatever their file is called."""
        ...

    def ask_values(self, asks: Sequence[tuple[str | Excerpt, str]], layers: Sequence[int]) -> list[Told]:
        """As ``AsksTogether.ask_many``, with values of some layers."""
        ...

    def find_values(self, searches: Sequence[Search], layers: Sequence[int]) -> list[Told]:
        """As ``AsksTogether.find_many``, with values of some layers."""
        ...


def ask_many(reader: Reader, asks: Sequence[tuple[str | Excerpt, str]]) -> list[float]:
    """As ``AsksTogether.ask_many``, by any reader: one after the other where it cannot ask together."""
    if isinstance(reader, AsksTogether):
        return reader.ask_many(asks)
    shown = [(f"{seen.text}\n\n" if isinstance(seen, Excerpt) else seen, text) for seen, text in asks]
    return [reader.ask_about([evidence], text, keep=False)[0] for evidence, text in shown]


def find_many(reader: Reader, searches: Sequence[Search]) -> list[float]:
    """As ``AsksTogether.find_many``, by any reader."""
    if isinstance(reader, AsksTogether):
        return reader.find_many(searches)
    return [reader.finds(search) for search in searches]


def rewrite_many(reader: Reader, asks: Sequence[tuple[str, str]], *, limit: int = 160) -> list[str]:
    """As ``AsksTogether.rewrite_many``, by any reader."""
    if isinstance(reader, AsksTogether):
        return reader.rewrite_many(asks, limit=limit)
    return [reader.rewrite(passage, text, limit=limit) for passage, text in asks]


def chat_many(reader: Reader, chats: Sequence[Conversation], *, limit: int = 256) -> list[str]:
    """As ``AsksTogether.chat_many``, by any reader."""
    if isinstance(reader, AsksTogether):
        return reader.chat_many(chats, limit=limit)
    return ["".join(reader.chat(messages, limit=limit, keep=True)) for messages in chats]


YES = ("Yes", "yes", "是", "有", "支持")
NO = ("No", "no", "否", "不", "没有", "没", "未")
"""Beginnings of a reply that says yes or no."""

_HEAD = prompts.PREFIX.rpartition("<|im_start|>user\n")[2]


def conversation(passages: Sequence[str], text: str) -> list[tuple[Role, str]]:
    """Passages and what is asked of them, for a model that is spoken to by messages and brings its own template."""
    return [("system", prompts.SYSTEM), ("user", _HEAD + "".join(passages) + text)]
