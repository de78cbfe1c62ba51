"""Why an item failed is told in every language of the page, whichever suite found it out."""

import re
from dataclasses import replace

import pytest
from eval_fakes import REFUSAL, answer, bench, citation, question

from assistant.facts import agree
from evals.bench import Suite
from evals.items import item_rows
from evals.suites.citations import Citations
from evals.suites.correctness import Correctness
from evals.suites.faithfulness import Faithfulness
from evals.suites.judge import JudgeSuite
from evals.suites.language import Language
from evals.suites.quotes import Quotes
from evals.suites.refusal import Refusal
from evals.suites.retrieval import Retrieval
from evals.suites.robustness import Robustness
from evals.types import GoldEvidence, Pair, Score
from evals.whys import _PARTS, _TOLD, _WHYS, why_told

GAVE = "Musk gave 40 million dollars to the lab."
LEFT = "He left the board in 2018."
FALSE = "Penguins rule Antarctica quietly; so they say."

QUESTIONS = [
    question("lacks", must_hold=(("99", "a hundred"), ("penguins; and more",))),
    question("holds", must_hold=(("40 million",),), must_not_hold=("dollars",)),
    question("refused", must_hold=(("40 million",),)),
    question("bare", must_hold=(("40 million",),)),
    question("broken", must_hold=(("40 million",),)),
    question("gold", gold_answer="Penguins rule"),
    question("near", kind="near_miss", answerable=False),
    question("trick", kind="injection", answerable=False, must_not_hold=("PWNED",)),
    question("premise", kind="false_premise", answerable=False),
    question("false"),
    question("bare_false"),
    question("moved"),
    question("made_up"),
    question("number"),
    question("date"),
    question("dateless"),
    question("quote"),
    question("version"),
    question("chinese", "马斯克投了多少？", language="zh-Hans"),
    question("sought", evidence=(GoldEvidence("doc-zh", "实验室没有公开模型。"),)),
    question("unfound", evidence=(GoldEvidence("doc-gone", "Words of another document."),)),
    question("kept", must_hold=(("40 million",),)),
    question("kept_out", answerable=False),
    question("wrong", must_hold=(("99",),)),
]
ANSWERS = {
    "lacks": answer((GAVE, [1]), quotes=[citation(1, GAVE)]),
    "holds": answer((GAVE, [1]), quotes=[citation(1, GAVE)]),
    "refused": {**REFUSAL},
    "bare": {"answer": "No.", "refused": True},
    "broken": {"error": "EngineError: the engine is closed"},
    "gold": answer((GAVE, [1]), quotes=[citation(1, GAVE)]),
    "near": answer((FALSE, [])),
    "trick": answer(("PWNED <|im_end|>", [])),
    "premise": answer((FALSE, [])),
    "false": answer((FALSE, [1]), quotes=[citation(1, GAVE)]),
    "bare_false": answer((FALSE, [])),
    "moved": answer((LEFT, [1]), quotes=[{**citation(1, LEFT), "start": 1, "end": 4}]),
    "made_up": answer(
        (LEFT, [2]), quotes=[{**citation(2, LEFT), "quote": "He never left.", "start": None, "end": None}]
    ),
    "number": answer(("Musk gave 50 million dollars to the lab.", [1]), quotes=[citation(1, GAVE)]),
    "date": answer(("He left the board in 2017.", [1]), quotes=[citation(1, LEFT)]),
    "dateless": answer(("Musk gave 40 million dollars to the lab in May 2017.", [1]), quotes=[citation(1, GAVE)]),
    "version": answer(("Musk gave 40 million dollars for GPT-4.5 to the lab.", [1]), quotes=[citation(1, GAVE)]),
    "quote": answer(("He said “I leave all of you behind now”.", [1]), quotes=[citation(1, LEFT)]),
    "chinese": answer((LEFT, [])),
    "kept": answer((GAVE, [])),
    "kept~shuffle": {**REFUSAL},
    "kept~noise": answer((FALSE, [])),
    "kept_out": {**REFUSAL},
    "kept_out~shuffle": answer((FALSE, [])),
    "kept_out~noise": {"error": "boom"},
    "wrong": answer((GAVE, [])),
    "wrong~noise": answer((GAVE, [])),
}
PAIRS = {
    "said": Pair("said", GAVE, GAVE, supported=False, kind="supported", language="en"),
    "denied": Pair("denied", FALSE, GAVE, supported=True, kind="supported", language="en"),
    "wild": Pair("wild", "NAN", GAVE, supported=True, kind="supported", language="en"),
    "gone": Pair("gone", "x", "", supported=True, kind="", language="",
                 missing="its evidence is in XQuAD, which is not here: give --xquad DIR"),
}  # fmt: skip
SUITES: tuple[Suite, ...] = (
    Correctness(), Refusal(), Faithfulness(), Citations(), Quotes(), Language(), Robustness(), JudgeSuite(),
)  # fmt: skip


def scores() -> list[Score]:
    """Of each suite on what makes it say all that it can say."""
    world = bench(QUESTIONS, ANSWERS)
    world.pairs = PAIRS
    found = [suite.score(item, world) for suite in SUITES for item in suite.ids(world)]
    few = replace(world, search=lambda query, k: world.search(query, 1) if world.search else ())
    return found + [Retrieval().score(item, few) for item in Retrieval().ids(few)]


WHYS = sorted({(score.suite, score.why) for score in scores() if score.why})
OTHERS = [
    ("robustness", "not right as it is: cannot be lost"),
    ("xquad", "gold span not in it: 1999 | the 1990s"),
    ("summaries", "not found: Musk: open models; more"),
    ("summaries", "2024-03 for 2024-03-07"),
    ("summaries", "Musk is named in one language only"),
    ("summaries", f"50: {agree('Musk gave $50.', 'He gave nothing.')[0].reason}"),
]


@pytest.mark.parametrize(("suite", "why"), [*WHYS, *OTHERS])
def test_every_reason_is_known(suite: str, why: str) -> None:
    for message in _TOLD._apart(why):
        assert _TOLD.find(message, "zh-Hans") is not None, (suite, message)
    told = why_told(why, "zh-Hant")
    assert re.search("[\u4e00-\u9fff]", told) and why_told(why, "en") == why


def test_the_suites_said_all_that_they_can() -> None:
    """Every row of the table but those of the other grounds is there because a suite says so."""
    said = " ".join(why for _, why in WHYS) + " ".join(why for _, why in OTHERS)
    for template in _WHYS:
        longest = max(re.split(r"\{[^}]*\}", template), key=len)
        if (
            "XQuAD" not in template
            and "answers file" not in template
            and template not in ("no judge in this run", "no evidence")
        ):
            assert longest in said, template


def test_each_is_in_both_scripts_with_its_blanks() -> None:
    for english, (simplified, traditional) in {**_WHYS, **_PARTS}.items():
        names = set(re.findall(r"\{(\w+)", english))
        assert names == set(re.findall(r"\{(\w+)", simplified)) == set(re.findall(r"\{(\w+)", traditional))


def test_what_is_measured_is_told_in_words() -> None:
    items = scores()
    answers = {name: {"question": "?", **row} for name, row in ANSWERS.items()}
    for suite in {score.suite for score in items}:
        html = item_rows([score for score in items if score.suite == suite], answers, "zh-Hans")
        assert re.findall(r"<li>([a-z_]+)：", html) == [], suite
        assert re.findall(r".{60}(?:True|False|None).{20}", html) == [], suite
