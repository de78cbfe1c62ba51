"""Which of the sentences near a question an answer rests on, by probabilities that a stand-in for the checker gives."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from test_choosing import candidate

from assistant.checking import Check, Checker
from assistant.choosing import Wanted
from assistant.citations import Candidate
from assistant.conversation import Asked
from assistant.facts import NameTable, agree
from assistant.facts.attribution import pronoun_speaker
from assistant.look import InParts, Look, look_for
from assistant.types import Sentence
from index.sentences import split_sentences
from index.types import Passage

NEAR = [
    candidate("a", "first", 1.0),
    candidate("b", "second", 1.0),
    candidate("b", "third", 1.0),
]
QUESTION = np.array([1.0], np.float32)


class Probabilities:
    """What a checker has measured: how likely each sentence is what answers, and whether a statement answers."""

    def __init__(self, likely: Mapping[str, float], answers: Mapping[str, float]) -> None:
        self.likely, self.answers = likely, answers
        self.names = NameTable.from_documents([])

    def best_first(self, found: list[Candidate], _: object) -> list[tuple[Candidate, float]]:
        return sorted(((item, self.likely[item.text]) for item in found), key=lambda pair: -pair[1])

    def gives_other(self, item: Candidate, than: Candidate) -> bool:
        return bool(agree(item.text, than.text))

    def who_speaks(self, item: Candidate) -> str:
        text = item.passage.text
        return pronoun_speaker(item.text, text[: item.span.start], self.names)

    def answering(self, _: Candidate, statement: str) -> float:
        return self.answers[statement]


def look(
    likely: Mapping[str, float],
    answers: Mapping[str, float],
    question: str = "What is it like?",
    near: Sequence[Candidate] = NEAR,
    pool: Sequence[Candidate] = NEAR,
) -> Look:
    checker = cast(Checker, Probabilities(likely, answers))
    return Look(checker, Asked(question, ""), Wanted.by(question), near, pool, QUESTION)


def sentences(text: str) -> list[Candidate]:
    passage = Passage("p", "d", text, 0, len(text), tuple(split_sentences(text)), "p")
    return [Candidate(passage, span, text[span.start : span.end], "", None) for span in passage.sentences]


def texts(found: list[Candidate]) -> list[str]:
    return [item.text for item in found]


def test_the_likeliest_decides_whatever_the_others_seem_to_answer() -> None:
    seen = look({"first": 0.6, "second": 0.3, "third": 0.1}, {"first": 0.2, "second": 0.9, "third": 0.9})
    assert seen.answering() == 0.2 < seen.threshold


def test_a_draft_counts_where_it_rests_on_the_likeliest() -> None:
    seen = look({"first": 0.6, "second": 0.3, "third": 0.1}, {"first": 0.2, "second": 0.9, "third": 0.9, "said": 0.8})
    sentence = Sentence("said", (1,), 0.9, True)
    assert seen.answering(Check(sentence, (), best=NEAR[0])) == 0.8
    assert seen.answering(Check(sentence, (), best=NEAR[1])) == 0.2


def test_what_is_likely_is_stated_and_the_best_in_any_case() -> None:
    answers = dict.fromkeys(("first", "second", "third"), 0.9)
    assert texts(look({"first": 0.3, "second": 0.6, "third": 0.1}, answers).chosen()) == ["second", "first"]
    assert texts(look({"first": 0.1, "second": 0.05, "third": 0.01}, answers).chosen()) == ["first"]


def test_a_fact_of_a_kind_takes_one_sentence_and_two_things_take_more() -> None:
    likely = {"first": 0.6, "second": 0.5, "third": 0.4}
    answers = dict.fromkeys(likely, 0.9)
    assert texts(look(likely, answers, "When was it built?").chosen()) == ["first"]
    assert texts(look(likely, answers, "When was it built, and why?").chosen()) == ["first", "second", "third"]


def test_beside_a_likeliest_that_is_not_clear_those_are_stated_that_come_near() -> None:
    answers = dict.fromkeys(("first", "second", "third"), 0.9)
    question = "Who said so?"
    assert texts(look({"first": 0.4, "second": 0.25, "third": 0.1}, answers, question).chosen()) == ["first", "second"]
    assert texts(look({"first": 0.6, "second": 0.45, "third": 0.4}, answers, question).chosen()) == ["first"]
    assert texts(look({"first": 0.1, "second": 0.08, "third": 0.01}, answers, question).chosen()) == ["first", "second"]
    assert texts(look({"first": 0.08, "second": 0.06, "third": 0.01}, answers, question).chosen()) == ["first"]


def test_of_several_documents_the_best_of_each_is_stated_first() -> None:
    question = "What do the articles say about it?"
    likely = {"first": 0.01, "second": 0.2, "third": 0.3}
    assert texts(look(likely, dict.fromkeys(likely, 0.9), question).chosen()) == ["third", "first", "second"]
    heard = look(likely, {"first": 0.4, "second": 0.9, "third": 0.4}, question)
    assert texts(heard.chosen()) == ["third", "first", "second"]
    unheard = look(likely, {"first": 0.2, "second": 0.9, "third": 0.2}, question)
    assert texts(unheard.chosen()) == ["second"]
    seen = look(likely, {"first": 0.1, "second": 0.9, "third": 0.1}, question)
    assert texts(seen.chosen()) == ["second"] and seen.answering() == 0.9


def test_where_an_answer_has_many_sides_less_likely_sentences_are_stated() -> None:
    likely, answers = {"first": 0.5, "second": 0.12, "third": 0.05}, dict.fromkeys(("first", "second", "third"), 0.9)
    assert texts(look(likely, answers, "Is it safe?").chosen()) == ["first", "second"]
    assert texts(look(likely, answers, "Why is it safe?").chosen()) == ["first"]


def test_who_said_a_quotation_is_told_by_the_sentence_beside_it() -> None:
    text = "Carl Lind went home. Anna Berg said: “Locks are useless! Every lock can be picked.” Carl Lind did not."
    pool = sentences(text)
    quoted = next(item for item in pool if "picked" in item.text)
    seen = look({quoted.text: 0.9}, {}, "Who says that every lock can be picked?", [quoted], pool)
    assert texts(seen.chosen()) == ["Anna Berg said: “Locks are useless!", quoted.text]
    last = pool[-1]
    assert texts(look({last.text: 0.9}, {}, "Who was it?", [last], pool).chosen()) == [last.text]
    whole = [pool[-3].text, quoted.text]
    assert texts(look({quoted.text: 0.9}, {}, "Can locks be safe, and how?", [quoted], pool).chosen()) == whole


def test_who_said_a_quotation_of_several_sentences_is_told_before_it() -> None:
    text = "Anna Berg spoke at the fair. “Locks are useless! Every lock can be picked.” Carl Lind did not."
    pool = sentences(text)
    quoted = next(item for item in pool if "picked" in item.text)
    seen = look({quoted.text: 0.9}, {}, "Who says that every lock can be picked?", [quoted], pool)
    assert texts(seen.chosen()) == [item.text for item in pool[:3]]
    begun = look({pool[1].text: 0.9}, {}, "Who says that locks are useless?", [pool[1]], pool)
    assert texts(begun.chosen()) == [item.text for item in pool[:2]]


def test_who_she_is_that_speaks_is_told_by_the_sentence_that_names_her() -> None:
    text = "Anna Berg is the mayor. It rained. She said that every lock can be picked."
    pool = sentences(text)
    said = pool[-1]
    seen = look({said.text: 0.9}, {}, "Who says that every lock can be picked?", [said], pool)
    assert texts(seen.chosen()) == [pool[0].text, said.text]
    assert texts(look({said.text: 0.9}, {}, "Is every lock safe?", [said], pool).chosen()) == [pool[0].text, said.text]
    asked = look({said.text: 0.9}, {}, "Does Anna Berg say that every lock is safe?", [said], pool)
    assert texts(asked.chosen()) == [said.text]


def test_a_draft_that_rests_on_an_unlikely_sentence_is_off_the_point() -> None:
    seen = look({"first": 0.1, "second": 0.6}, {"said": 0.9, "idle": 0.1})
    rest = (("said", 0), ("said", 1), ("idle", 1))
    drafts = [Check(Sentence(text, (1,), 0.9, True), (), best=NEAR[n]) for text, n in rest]
    assert [seen.on_the_point(draft) for draft in drafts] == [False, True, False]


def test_what_the_question_says_itself_is_no_answer_to_it() -> None:
    question = "Anna Berg is the new mayor. Who is the mayor?"
    seen = look({"first": 0.9}, {"Anna Berg is the mayor.": 0.9, "Carl Lind is the mayor.": 0.9}, question)
    said = (f"{name} is the mayor." for name in ("Anna Berg", "Carl Lind"))
    drafts = [Check(Sentence(text, (1,), 0.9, True), (), best=NEAR[0]) for text in said]
    assert [seen.on_the_point(draft) for draft in drafts] == [False, True]


def test_a_part_without_an_answer_states_nothing_and_the_others_state_theirs_in_turn() -> None:
    likely = {"first": 0.6, "second": 0.3, "third": 0.1}
    answered = look(likely, {"first": 0.9, "second": 0.9, "third": 0.9}, "Who paid?")
    other = look({"first": 0.1, "second": 0.1, "third": 0.8}, {"first": 0.9, "second": 0.9, "third": 0.9}, "How much?")
    refused = look({"first": 0.1, "second": 0.8, "third": 0.1}, {"first": 0.1, "second": 0.1, "third": 0.1}, "When?")
    both = InParts([answered, refused, other])
    assert both.answering() == 0.9 >= both.threshold
    assert texts(both.chosen())[:2] == ["first", "third"]
    assert InParts([refused, refused]).answering() < both.threshold
    assert [(question, item.text) for question, item in both.lacking()] == [("When?", "first")]


def test_a_part_that_may_have_an_answer_and_a_whole_question_lack_nothing() -> None:
    likely = {"first": 0.6, "second": 0.3, "third": 0.1}
    unsure = look(likely, dict.fromkeys(likely, 0.4), "Who paid?")
    assert InParts([unsure, unsure]).lacking() == []
    assert look(likely, dict.fromkeys(likely, 0.1), "Who paid?").lacking() == []


def test_a_sentence_that_answers_two_parts_is_stated_once() -> None:
    seen = look({"first": 0.9, "second": 0.1, "third": 0.1}, dict.fromkeys(("first", "second", "third"), 0.9), "Who?")
    assert texts(InParts([seen, seen]).chosen()) == ["first"]


def test_whose_name_a_sentence_with_another_leaves_out_is_told_before_it() -> None:
    text = "Anna Berg is the mayor. “Locks are useless,” she said, “as OpenAI found.”"
    pool = sentences(text)
    said = pool[-1]
    seen = look({said.text: 0.9}, {}, "Who says that locks are useless?", [said], pool)
    assert texts(seen.chosen()) == [pool[0].text, said.text]


def test_as_likely_a_sentence_with_another_figure_is_given_as_well() -> None:
    near = sentences("The bridge cost 12 million. The town says 15 million. Others say it cost 12 million.")
    likely = dict(zip((item.text for item in near), (0.9, 0.6, 0.7), strict=True))
    found = look(likely, likely, "How much did the bridge cost?", near, near).chosen()
    assert [item.text for item in found] == ["The bridge cost 12 million.", "The town says 15 million."]
    likely["The town says 15 million."] = 0.4
    assert len(look(likely, likely, "How much did the bridge cost?", near, near).chosen()) == 1


def test_an_unclear_sentence_is_given_with_the_next_of_its_paragraph() -> None:
    pool = sentences("Rain fell all day. The ferry kept to its berth. Its crew went home.\nSnow came later.")
    likely = {"The ferry kept to its berth.": 0.3}
    found = look(likely, likely, "What did the ferry do?", pool[1:2], pool).chosen()
    assert [item.text for item in found] == ["The ferry kept to its berth.", "Its crew went home."]
    likely = {"Its crew went home.": 0.3}
    found = look(likely, likely, "What of the ferry?", pool[2:3], [pool[2], pool[3]]).chosen()
    assert [item.text for item in found] == ["Its crew went home."]


def test_a_follow_up_is_also_looked_for_by_itself_and_where_the_last_answer_comes_from() -> None:
    passage = sentences("The ferry stopped in May. Its crew protested. The owner gave in. Rain fell. It was sold.")[
        0
    ].passage
    vectors = {"earlier\nWhat then?": 0, "What then?": 1, "The ferry stopped.": 2}
    rows = [[0.9, 0.1, 0.9], [0.1, 0.1, 0.2], [0.1, 0.2, 0.2], [0.2, 0.1, 0.1], [0.1, 0.9, 0.1]]
    pool = [
        Candidate(passage, span, passage.text[span.start : span.end], "", np.array(row, np.float32))
        for span, row in zip(passage.sentences, rows, strict=True)
    ]

    def encode(text: str) -> np.ndarray:
        return np.eye(3, dtype=np.float32)[vectors[text]]

    asked = Asked("What then?", "earlier", "The ferry stopped.")
    found = look_for(cast(Checker, Probabilities({}, {})), [asked], pool, encode(asked.query), encode)
    assert isinstance(found, Look) and {item.text for item in found.near} == {item.text for item in pool}
    assert found.vector.tolist() == [0.0, 1.0, 0.0]
