"""What can be summarised: whether a subject is one, and the documents it rests on. Needs neither models nor index."""

from collections.abc import Mapping

from assistant.summaries.types import Subject
from index.errors import UsageError
from index.types import Document

TOPIC_LIMIT = 300
"""Characters of a topic."""


def subject_documents(documents: Mapping[str, Document], subject: Subject) -> dict[str, Document]:
    """The documents that a summary rests on. Raises `UsageError` for a document that is not there."""
    if subject.kind != "document":
        return dict(documents)
    if subject.value not in documents:
        raise UsageError(f"No document has the id {subject.value!r}: see `debate docs list`.")
    return {subject.value: documents[subject.value]}


def checked(subject: Subject) -> Subject:
    """The subject in its plain form, the same for spellings that differ in white space only. Raises `UsageError`."""
    value = " ".join(subject.value.split())
    if subject.kind == "topic" and not any(char.isalnum() for char in value):
        raise UsageError('Name a topic, as in: debate summarize --topic "open source and safety".')
    if subject.kind == "topic" and len(value) > TOPIC_LIMIT:
        raise UsageError(f"The topic is too long: {TOPIC_LIMIT} characters at most, this one has {len(value)}.")
    return Subject(subject.kind, value)
