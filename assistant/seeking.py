"""What a question asks, understood from its conversation and taken apart, and the passages found for it."""

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant import prompts
from assistant.choosing import asks_several, nearness
from assistant.conversation import Asked, pieces, understand
from assistant.engines.base import Reader
from assistant.engines.llama_cpp import Engine
from assistant.facts import NameTable
from assistant.language import to_script
from assistant.parts import apart, may_be_of_several, taken_apart
from assistant.scope import Kind, Scope, about_own_rules
from assistant.types import Evidence, Script, Turn
from index.collection import Index

_WRITTEN = 100
"""Tokens of a question taken apart."""

_CLEARLY_NEARER = 0.05
"""Cosine similarity by which a piece of a question must come nearer to the documents than the whole."""

_POOL = 12
"""Passages searched, from which those shown are chosen and cited sentences may come."""

_FOR_DOCUMENTS, _HEARD, _OF_ONE = 40, 5, 3
"""Where what several documents say is asked for: passages searched for documents, documents heard at most, and passages
of each."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks, in its parts, and the passages found for it, best first."""

    asked: Asked
    asks: Sequence[Asked]
    found: Sequence[Evidence]
    outside: Kind | None
    """What kind of utterance it is, where it is none for the documents."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Seeks in one index; safe to share between threads."""

    index: Index
    engine: Engine
    scope: Scope

    def seek(
        self,
        plain: str,
        history: Sequence[Turn],
        names: NameTable,
        language: Script,
        documents: Collection[str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Sought:
        """What a question asks, in a conversation, and the passages for it; of some ``documents`` only, where given.

        Where a question asks of several things and no rule tells them apart, the model does, which ``cancel`` stops.
        """
        asked, found = self._search(understand(plain, history, names), documents)
        outside = self.scope.outside(self.index.query_vector(asked.question), nearness(found))
        if about_own_rules(plain):
            outside = "help"
        asks = apart(asked, names)
        if outside is None and len(asks) == 1 and may_be_of_several(asked):
            written = self._written(prompts.take_apart(asked.question, language), language, cancel)
            asks = taken_apart(asked, written, names)
        if len(asks) > 1:
            found = self._found([*asked.queries, *(part.query for part in asks)], documents)
        if asks_several(asked.question):
            found = self._of_each(asked.query, found, documents)
        return Sought(asked, asks, found, outside)

    def _search(self, asked: Asked, documents: Collection[str] | None) -> tuple[Asked, list[Evidence]]:
        """What is asked and the passages found for it, best first.

        Of a question in several pieces one alone may be what the documents are asked, and the rest an instruction or a
        greeting; it is taken for the question when it comes clearly nearer to the documents than the whole.
        """
        found = self._found(asked.queries, documents)
        best, nearest = (asked, found), nearness(found) + _CLEARLY_NEARER
        for piece in pieces(asked.question):
            part = replace(asked, question=piece)
            alone = self._found(part.queries, documents)
            if nearness(alone) > nearest:
                best, nearest = (part, alone), nearness(alone)
        return best

    def _written(self, messages: Sequence[prompts.Said], language: Script, cancel: threading.Event | None) -> str:
        """What the model writes in a conversation, in the reader's script; empty where that cannot be had."""

        def work(reader: Reader) -> Iterator[str]:
            yield "".join(reader.chat(messages, limit=_WRITTEN, keep=True))

        return to_script(next(iter(self.engine.run(work, cancel=cancel)), ""), language)

    def _found(self, queries: Sequence[str], documents: Collection[str] | None) -> list[Evidence]:
        lists = [self.index.search(query, _POOL, documents=documents) for query in dict.fromkeys(queries)]
        merged = {item.passage.id: item for row in zip_longest(*lists) for item in row if item is not None}
        return list(merged.values())[:_POOL]

    def _of_each(self, query: str, found: Sequence[Evidence], documents: Collection[str] | None) -> list[Evidence]:
        """The best passages of each of the documents that come nearest, those of each in turn: what one says at length
        is not to keep the others from being heard."""
        more = self.index.search(query, _FOR_DOCUMENTS, documents=documents)
        heard = list(dict.fromkeys(item.passage.document_id for item in (*found, *more)))[:_HEARD]
        lists = [self.index.search(query, _OF_ONE, documents=[document]) for document in heard]
        return [item for row in zip_longest(*lists) for item in row if item is not None]
