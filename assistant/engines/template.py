"""Conversations as tokens, in the template that a model brings, with what they hold kept apart from its role tags."""

import re
from collections.abc import Sequence
from typing import Any

from assistant.engines.base import NO, YES, Role
from assistant.engines.context import EngineError

_SLOT = re.compile("\ue000(\\d+)\ue001")


class Template:
    """The chat template of a ``transformers`` tokenizer. Raises ``EngineError`` where there is none.

    A template is filled with the places of the contents, not with the contents: these are tokenized by themselves,
    as plain text, so that a role tag inside a document is spelt out and never becomes one.
    """

    def __init__(self, tokenizer: Any, name: str) -> None:
        if not tokenizer.chat_template:
            raise EngineError(f"{name} has no chat template: choose a model made to follow instructions")
        self._tokenizer = tokenizer
        self._name = name
        added = tokenizer.get_added_vocab()
        self._added = {index: text for text, index in added.items()}

    def tokens(self, messages: Sequence[tuple[Role, str]]) -> list[int]:
        """Tokens of a conversation, ready for the model's turn."""
        contents = [content for _, content in messages]
        rendered = self._render([(role, f"\ue000{n}\ue001") for n, (role, _) in enumerate(messages)])
        found: list[int] = []
        for n, part in enumerate(_SLOT.split(rendered)):
            found += self.plain(contents[int(part)]) if n % 2 else self._ids(part, plain=False)
        return found

    def plain(self, text: str) -> list[int]:
        """Tokens of a text in which nothing is a tag."""
        text = _SLOT.sub(r"\1", text)
        ids = self._ids(text, plain=True)
        tags = {self._added[index] for index in ids if index in self._added}
        if not tags:
            return ids
        # Added tokens that the tokenizer does not call special are read even in plain text.
        for tag in sorted(tags, key=len, reverse=True):
            text = text.replace(tag, f"{tag[0]} {tag[1:]}")
        return self._ids(text, plain=True)

    def first_tokens(self) -> tuple[list[int], list[int]]:
        """Tokens that a reply of yes begins with, and those of no. Raises ``EngineError`` where they are the same."""
        yes, no = ({self._first(word) for word in words} for words in (YES, NO))
        if not yes - no or not no - yes:
            raise EngineError(f"{self._name} does not tell yes from no by a reply's first token; choose another model")
        return sorted(yes - no), sorted(no - yes)

    def beginnings(self, words: Sequence[str]) -> list[int]:
        """First tokens of replies that begin with these words."""
        return sorted({self._first(word) for word in words})

    def _first(self, word: str) -> int:
        # After a line break, as a reply stands: at the start of a text some tokenizers put a space before it.
        before, whole = self._ids("\n", plain=True), self._ids(f"\n{word}", plain=True)
        return whole[len(before)] if whole[: len(before)] == before else self._ids(word, plain=True)[0]

    def _ids(self, text: str, *, plain: bool) -> list[int]:
        encoded = self._tokenizer(text, add_special_tokens=False, split_special_tokens=plain)
        return list(encoded["input_ids"])

    def _render(self, messages: Sequence[tuple[Role, str]]) -> str:
        from jinja2 import TemplateError

        def fill(these: Sequence[tuple[Role, str]]) -> str:
            given = [{"role": role, "content": content} for role, content in these]
            return str(self._tokenizer.apply_chat_template(given, tokenize=False, add_generation_prompt=True))

        try:
            return fill(messages)
        except TemplateError:
            # Some templates know no system role.
            return fill(_without_system(messages))


def _without_system(messages: Sequence[tuple[Role, str]]) -> list[tuple[Role, str]]:
    system = "\n\n".join(content for role, content in messages if role == "system")
    others = [(role, content) for role, content in messages if role != "system"]
    if not others or others[0][0] != "user":
        others.insert(0, ("user", ""))
    first = others[0][1]
    return [("user", f"{system}\n\n{first}" if system else first), *others[1:]]
