"""What may be corrected of a document."""

import pytest

from assistant.correcting import corrected
from index.errors import UsageError
from index.types import Document

DOCUMENT = Document("a", "Title", "Paper", "2024-03-09", "Wang", "en", "a.txt", "0" * 64, "Text.")


def test_what_is_named_changes_and_the_rest_stays() -> None:
    changed = corrected(DOCUMENT, {"publisher": " The Review ", "date": "", "document": "b", "script": "zh-Hant"})
    assert (changed.publisher, changed.date, changed.script) == ("The Review", "", "zh-Hant")
    assert (changed.id, changed.title, changed.author, changed.text) == ("a", "Title", "Wang", "Text.")


@pytest.mark.parametrize("facts", [{"title": "  "}, {"date": "9 March"}, {"script": "fr"}])
def test_wrong_values_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        corrected(DOCUMENT, facts)
