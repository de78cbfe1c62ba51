"""The summaries, positions and timeline of the index at hand, for the suite that measures them.

What is kept with the index is read without a model; the rest is made first, by the assistant that is measured.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.cli_documents import read_documents
from assistant.settings import Settings
from assistant.summaries.kept import Kept
from assistant.summaries.types import Positions, Subject, Summary, Timeline
from index.types import Document

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from assistant.summaries.service import Summarizer


class Made:
    """What the program makes of the documents; ``assistant`` opens it, or gives the one that is open."""

    def __init__(self, settings: Settings, assistant: "Callable[[], Assistant]") -> None:
        self._settings = settings
        self._assistant = assistant
        self._kept = Kept(settings.index_dir, settings.generator, settings.encoder)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By id."""
        return dict(read_documents(self._settings))

    def summary(self, document_id: str) -> Summary:
        """Of one document, of medium length."""
        subject = Subject("document", document_id)
        documents = {document_id: self.documents[document_id]}
        return self._kept.summary(documents, subject, "medium") or self._maker.summary(subject, "medium")

    @cached_property
    def positions(self) -> Positions:
        """Of all documents."""
        return self._kept.positions(self.documents) or self._maker.positions()

    @cached_property
    def timeline(self) -> Timeline:
        """Of all documents."""
        return self._kept.timeline(self.documents) or self._maker.timeline()

    @cached_property
    def _maker(self) -> "Summarizer":
        from assistant.summaries.service import Summarizer

        return Summarizer.of(self._assistant(), self._settings)
