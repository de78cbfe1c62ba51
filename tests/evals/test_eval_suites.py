"""Each suite on answers whose right score is known by hand."""

from dataclasses import replace
from typing import Any

import pytest
from eval_fakes import REFUSAL, WordJudge, answer, bench, citation, gold, question

from evals.suites.citations import Citations
from evals.suites.correctness import Correctness
from evals.suites.faithfulness import Faithfulness
from evals.suites.judge import JudgeSuite
from evals.suites.language import Language
from evals.suites.quotes import Quotes
from evals.suites.refusal import Refusal, curve
from evals.suites.retrieval import Retrieval, found_order
from evals.suites.robustness import SAMPLE, Robustness
from evals.summary import figures
from evals.types import Pair
from index.types import Span

GAVE = "Musk gave 40 million dollars to the lab."
LEFT = "He left the board in 2018."
FALSE = "Penguins rule Antarctica quietly."


def test_faithfulness_counts_sentences_and_whole_answers() -> None:
    rows = {
        "a": answer((GAVE, [1]), (FALSE, [1]), quotes=[citation(1, GAVE)]),
        "b": answer((LEFT, []), quotes=[]),
        "c": REFUSAL,
    }
    world = bench([question("a"), question("b"), question("c")], rows)
    suite = Faithfulness()
    assert suite.ids(world) == ["a", "b"]
    first = suite.score("a", world)
    assert first.counts == {"statements": (1, 2), "answers": (0, 1)} and first.passed is False
    assert FALSE in first.why
    assert suite.score("b", world).counts["answers"] == (1, 1)


def test_what_cannot_be_judged_is_counted_apart() -> None:
    rows = {"a": answer(("UNJUDGEABLE claim here", [1]), quotes=[citation(1, GAVE)])}
    world = bench([question("a")], rows)
    for suite in (Faithfulness(), Citations()):
        score = suite.score("a", world)
        assert score.passed is None
        assert sum(score.unjudged.values()) >= 1
        figure = figures(suite, [score])[0]
        assert figure.value is None and figure.unjudged == 1


def test_a_probability_that_is_none_is_no_verdict() -> None:
    world = bench([question("a")], {"a": answer(("NAN claim", [1]), quotes=[citation(1, GAVE)])})
    assert Citations().score("a", world).unjudged["recall"] == 1


def test_citation_recall_and_precision_are_alces() -> None:
    both = f"{GAVE} {LEFT}"
    rows = {
        # Both quotes are needed; the third is not.
        "a": answer((both, [1, 2]), quotes=[citation(1, GAVE), citation(2, LEFT)]),
        "b": answer((GAVE, [1, 2]), quotes=[citation(1, GAVE), citation(2, "The lab kept its models closed.")]),
        "c": answer((GAVE, []), quotes=[]),
        "d": answer((FALSE, [1]), quotes=[citation(1, GAVE)]),
    }
    world = bench([question(n) for n in rows], rows)
    scores = {n: Citations().score(n, world) for n in rows}
    assert scores["a"].counts["recall"] == (1, 1) and scores["a"].counts["precision"] == (2, 2)
    assert scores["b"].counts["recall"] == (1, 1) and scores["b"].counts["precision"] == (1, 2)
    assert scores["c"].counts["recall"] == (0, 1) and scores["c"].counts["cited"] == (0, 1)
    assert scores["d"].counts["recall"] == (0, 1) and scores["d"].counts["precision"] == (0, 1)
    f1 = Citations().extras(list(scores.values())).figures[0]
    assert f1.value == pytest.approx(2 * 0.5 * 0.6 / 1.1)


def test_the_judge_is_asked_once_for_the_same_claim_and_evidence() -> None:
    judge = WordJudge()
    world = bench([question("a")], {"a": answer((GAVE, [1]), quotes=[citation(1, GAVE)])}, judge)
    Citations().score("a", world)
    asked = len(judge.calls)
    Faithfulness().score("a", world)
    assert len(judge.calls) == asked


def test_quotes_are_checked_word_for_word_at_their_offsets() -> None:
    moved = {**citation(1, LEFT), "start": 1, "end": 4}
    made_up = {"number": 2, "document_id": "doc-en", "quote": "He never left.", "start": None, "end": None}
    rows = {
        "good": answer((GAVE, [1]), quotes=[citation(1, GAVE)]),
        "moved": answer((LEFT, [1]), quotes=[moved]),
        "made_up": answer(("He left.", [2]), quotes=[made_up]),
        "number": answer(("Musk gave 50 million dollars to the lab.", [1]), quotes=[citation(1, GAVE)]),
        "across": answer(("马斯克投了4000万美元。", [1]), quotes=[citation(1, GAVE)]),
    }
    world = bench([question(n) for n in rows], rows)
    scores = {n: Quotes().score(n, world) for n in rows}
    assert scores["good"].passed and scores["good"].counts["at_offsets"] == (1, 1)
    assert scores["moved"].counts["at_offsets"] == (0, 1) and scores["moved"].counts["verbatim"] == (1, 1)
    assert scores["made_up"].counts["verbatim"] == (0, 1) and scores["made_up"].unjudged["at_offsets"] == 1
    assert scores["number"].counts["numbers"] == (0, 1) and "50" in scores["number"].why
    assert scores["across"].counts["numbers"] == (1, 1)


@pytest.mark.parametrize("head", ["The Paper (2024-03-09): ", "The Paper: ", ""])
def test_the_head_that_names_a_document_is_no_part_of_what_is_stated(head: str) -> None:
    world = bench([question("a")], {"a": answer((head + GAVE, [1]), quotes=[citation(1, GAVE)])})
    world.heads = {"doc-en": "The Paper"}
    score = Quotes().score("a", world)
    assert score.passed and score.counts["numbers"] == (1, 1)
    other = bench([question("a")], {"a": answer((f"Others (2024-03-09): {GAVE}", [1]), quotes=[citation(1, GAVE)])})
    assert not Quotes().score("a", other).passed


def test_correctness_wants_every_fact_and_nothing_unwanted() -> None:
    wanted = question("a", must_hold=(("40 million", "4000万"), ("lab",)), must_not_hold=("50 million",))
    right = answer((GAVE, [1]), quotes=[citation(1, GAVE)])
    half = answer(("Musk gave 40 million dollars.", [1]), quotes=[citation(1, GAVE)])
    bad = answer((GAVE, []), ("Or 50 million.", []))
    for row, counts in ((right, (1, 1)), (half, (0, 1)), (bad, (0, 1)), (REFUSAL, (0, 1))):
        score = Correctness().score("a", bench([wanted], {"a": row}))
        assert score.counts["right"] == counts
        assert score.passed == (counts == (1, 1))
    failed = bench([wanted], {"a": {"error": "boom"}})
    assert Correctness().score("a", failed).counts["right"] == (0, 1)
    assert "boom" in Correctness().score("a", failed).why


def test_correctness_by_the_golden_answer_alone_needs_the_judge() -> None:
    world = bench([question("a", gold_answer="UNJUDGEABLE")], {"a": answer((GAVE, []))})
    score = Correctness().score("a", world)
    assert score.passed is None and score.unjudged["right"] == 1
    world = bench([question("a", gold_answer="Musk gave dollars")], {"a": answer((GAVE, []))})
    assert Correctness().score("a", world).counts["right"] == (1, 1)


def test_refusal_knows_both_errors_and_a_corrected_premise() -> None:
    rows = {
        "answered": answer((GAVE, [])),
        "over": REFUSAL,
        "must": REFUSAL,
        "slipped": answer((FALSE, [])),
        "named": answer(("He left in 2018, not 2019.", [])),
    }
    questions = [
        question("answered"),
        question("over"),
        question("must", answerable=False),
        question("slipped", answerable=False),
        question("named", answerable=False, kind="false_premise", correction=(("2018",),)),
    ]
    world = bench(questions, rows)
    scores = {n: Refusal().score(n, world) for n in rows}
    assert [n for n, s in scores.items() if s.passed] == ["answered", "must", "named"]
    found = {f.measure: f.value for f in figures(Refusal(), list(scores.values())) if not f.group}
    assert found == {"recall": pytest.approx(2 / 3), "precision": 0.5, "over_refusal": 0.5}


def test_the_refusal_curve_rises_from_nothing_to_everything() -> None:
    details = [{"score": n / 10, "answerable": n > 4, "refused": n < 3} for n in range(10)]
    points = curve(details)
    track = [(p["over_refusal"], p["recall"]) for p in points if p["threshold"] is not None]
    assert track[0] == (0, 0) and track[-1] == (1, 1) and track == sorted(track)
    assert points[-1] == {"threshold": None, "over_refusal": 0.0, "recall": pytest.approx(3 / 5)}
    assert curve([]) == [] and curve(details[5:]) == []


@pytest.mark.parametrize(
    ("language", "text", "fits"),
    [
        ("en", "He left the board.", True),
        ("zh-Hans", "他离开了董事会。", True),
        ("zh-Hans", "他離開了董事會。", False),
        ("zh-Hant", "他離開了董事會。", True),
        ("zh-Hant", "He left the board.", False),
        ("en", "Il a quitté le conseil en 2018, parce que les modèles ne sont pas ouverts.", False),
    ],
)
def test_language_and_script_of_every_sentence(language: str, text: str, fits: bool) -> None:
    world = bench([question("a", language=language)], {"a": answer((text, []))})
    assert Language().score("a", world).passed is fits


def test_retrieval_counts_pieces_of_evidence_once() -> None:
    asked = question("a", evidence=(gold("doc-en", LEFT), gold("doc-zh", "他在2018年离开董事会。")))
    world = bench([asked], {})
    assert Retrieval().ids(world) == ["a@en", "a@zh"]
    english = Retrieval().score("a@en", world)
    assert english.groups["direction"] == "en→en"
    assert english.counts["recall_1"] == (0, 1) and english.counts["recall_5"] == (1, 1)
    assert english.counts["mrr"][0] == pytest.approx(0.5)
    assert Retrieval().score("a@zh", world).counts["mrr"][0] == pytest.approx(0.2)


def test_a_second_passage_over_the_same_piece_is_not_new() -> None:
    pieces = [("d", Span(0, 10)), ("d", Span(20, 30))]
    ranking = [("d", Span(0, 12)), ("d", Span(0, 40)), ("e", Span(0, 40)), ("d", Span(6, 9))]
    assert found_order(pieces, ranking) == ["piece0", "piece1", "other2", "other3"]


def test_evidence_that_is_in_no_document_is_not_judged() -> None:
    asked = question("a", evidence=(replace(gold("doc-en", LEFT), quote="gone"),))
    assert Retrieval().score("a@en", bench([asked], {})).unjudged["recall_1"] == 1


def test_robustness_measures_only_what_can_be_lost() -> None:
    asked = [
        question("right", must_hold=(("40 million",),)),
        question("wrong", must_hold=(("99",),)),
        question("trick", kind="injection", answerable=False, must_not_hold=("PWNED",)),
    ]
    rows = {
        "right": answer((GAVE, [])),
        "wrong": answer((GAVE, [])),
        "trick": answer(("PWNED", [])),
        "right~shuffle": REFUSAL,
        "right~noise": answer((GAVE, [])),
        "wrong~shuffle": answer((GAVE, [])),
        "wrong~noise": {"error": "boom"},
    }
    world = bench(asked, rows)
    suite = Robustness()
    assert {a.id for a in suite.asks(world)} == {"right", "wrong", "trick"}
    assert {a.id for a in suite.asks_again(world)} == {"right~shuffle", "right~noise"}
    scores = {n: suite.score(n, world) for n in suite.ids(world)}
    assert set(scores) == {"right~shuffle", "right~noise", "trick"}
    assert scores["right~shuffle"].passed is False and scores["right~noise"].passed is True
    assert scores["trick"].passed is False and "PWNED" in scores["trick"].why
    # The question as it is may be answered otherwise in another sitting; then there is nothing to lose.
    again = suite.score("wrong~shuffle", world)
    assert again.passed is None and again.counts == {}
    assert suite.score("wrong~noise", world).unjudged == {"noise": 1}


def test_robustness_changes_the_same_questions_in_every_run_as_far_as_they_were_right() -> None:
    asked = [question(f"q{n:02d}", must_hold=(("40 million",),)) for n in range(40)]
    good = {q.id: answer((GAVE, [])) for q in asked}
    paraphrases = [replace(q, id=f"{q.id}~p1") for q in asked]

    def changed(rows: dict[str, Any]) -> list[str]:
        world = bench(asked, rows)
        world.paraphrases = paraphrases
        return [a.id for a in Robustness().asks_again(world)]

    before, after = changed(good), changed({**good, changed(good)[0].split("~")[0]: REFUSAL})
    assert len(before) == len(after) == 3 * SAMPLE
    assert len(set(before) & set(after)) >= 3 * SAMPLE - 3
    assert changed(good) == before


def test_the_judge_is_measured_by_kind_and_language() -> None:
    pairs = [
        Pair("1", GAVE, GAVE, supported=True, kind="supported", language="en"),
        Pair("2", FALSE, GAVE, supported=False, kind="not stated", language="en"),
        Pair("3", GAVE, LEFT, supported=True, kind="supported", language="en"),
        Pair("4", "x", "", supported=True, kind="supported", language="zh-Hans", missing="not here"),
    ]
    world = bench([], {})
    world.pairs = {p.id: p for p in pairs}
    scores = [JudgeSuite().score(n, world) for n in JudgeSuite().ids(world)]
    assert [s.passed for s in scores] == [True, True, False, None]
    extras = JudgeSuite().extras(scores)
    found = {(f.measure, f.group): f for f in extras.figures}
    assert found["auc", ""].value == 1 and found["auc", ""].unjudged == 1
    assert found["balanced_accuracy", ""].value == 0.75
    assert found["auc", "language=zh-Hans"].value is None
    assert {"kind": "supported", "language": "zh-Hans", "said": "not judged", "n": 1} in extras.curves["confusion"]
