"""The same thing told with another date or number is found; different things are not."""

from assistant.citations import Candidate
from assistant.differences import differences
from index.types import Document, Passage, Span


def candidate(text: str, start: int = 0) -> Candidate:
    passage = Passage("p", "d", text, start, start + len(text), (Span(start, start + len(text)),), "P")
    return Candidate(passage, passage.sentences[0], text, "", None)


DOCUMENTS = {"d": Document("d", "", "", "2024-01-05", "", "zh-Hans", "", "", "")}


def found(first: str, second: str) -> list[str]:
    return [item.what for item in differences([candidate(first)], [candidate(second, 500)], DOCUMENTS)]


def test_another_date_of_the_same_event() -> None:
    assert found("5月2日,该公司发布了新的语言模型星火。", "5月4日,该公司正式发布了新的语言模型星火。") == ["date"]


def test_another_number_of_the_same_thing() -> None:
    assert found(
        "The round brought the lab 600 million dollars.", "The round brought the lab 700 million dollars."
    ) == ["number"]


def test_the_same_date_is_no_difference() -> None:
    assert found("5月2日,该公司发布了新的语言模型星火。", "5月2日,该公司正式发布了新的语言模型星火。") == []


def test_another_event_is_no_difference() -> None:
    assert found("5月2日,该公司发布了新的语言模型星火。", "5月4日,法院开庭审理了这起专利案件。") == []


def test_a_cited_sentence_is_not_told_again() -> None:
    one, two = (
        candidate("5月2日,该公司发布了新的语言模型星火。"),
        candidate("5月4日,该公司发布了新的语言模型星火。", 500),
    )
    assert differences([one, two], [one, two], DOCUMENTS) == []
