"""A run from start to end on fakes: broken off, gone on with, compared, reported, held against the gate."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from eval_fakes import EN_TEXT, REFUSAL, FakeSystem, WordJudge, answer, citation, write_rows

from assistant.models_errors import ModelMissing
from assistant.settings import Settings
from evals import gate
from evals.compare import compare
from evals.errors import ChoiceError, InputError, JudgeMissingError, RunError
from evals.items import BEGINNING
from evals.pairs import judge_file
from evals.report import write_report
from evals.run import ANSWERS, RESULTS, load_summary
from evals.session import Options, Outcome, measure
from evals.summary import find
from index.sentences import split_sentences

GAVE = "Musk gave 40 million dollars to the lab."
SUITES = ("correctness", "refusal", "faithfulness", "citations", "quotes", "language", "retrieval")
GOOD = answer((GAVE, [1]), quotes=[citation(1, GAVE)])
BAD = answer(("Musk gave 50 million dollars to penguins.", [1]), quotes=[citation(1, GAVE)])
Go = Callable[..., Outcome]


def quiet(what: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows = [
        {
            "id": f"q{n:02d}",
            "question": f"How much did Musk give, {n}?",
            "language": "en",
            "kind": "fact" if n < 12 else "near_miss",
            "answerable": n < 12,
            "must_hold": [["40 million"]] if n < 12 else [],
            "evidence": [{"document_id": "doc-en", "quote": GAVE}],
        }
        for n in range(16)
    ]
    return write_rows(tmp_path / "questions.jsonl", rows)


def table(wrong: int = 0) -> dict[str, dict[str, Any]]:
    return {f"q{n:02d}": REFUSAL if n >= 12 else BAD if n < wrong else GOOD for n in range(16)}


@pytest.fixture
def go(tmp_path: Path, questions: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    golden = tmp_path / "golden"
    golden.mkdir()
    pairs = [
        {"id": "1", "claim": GAVE, "evidence": GAVE, "supported": True, "language": "en", "kind": "supported"},
        {"id": "2", "claim": "Penguins rule.", "evidence": GAVE, "supported": False, "language": "en", "kind": "x"},
    ]
    write_rows(golden / "judge.jsonl", pairs)
    monkeypatch.setattr("evals.session.GOLDEN", golden)
    monkeypatch.setattr("evals.statistics.resamples", lambda n: 300)

    def run(system: FakeSystem, **options: Any) -> Outcome:
        given = Options(**{"suites": SUITES, "questions": questions, **options})
        settings = Settings(home=tmp_path / "home")
        return measure(given, settings, lambda ground: system, split_sentences, quiet, None)

    return run


def test_a_run_writes_results_summary_and_report(go: Go) -> None:
    outcome = go(FakeSystem(table(3), WordJudge()))
    right = find(outcome.summary, "correctness", "right")
    assert right is not None and right["value"] == pytest.approx(9 / 12) and right["low"] < 0.75 < right["high"]
    assert find(outcome.summary, "refusal", "recall")["value"] == 1  # type: ignore[index]
    assert find(outcome.summary, "judge", "auc")["value"] == 1  # type: ignore[index]
    assert {"run.json", "answers.jsonl", "results.jsonl", "summary.json", "report.html"} <= {
        p.name for p in outcome.folder.iterdir()
    }
    assert load_summary(outcome.folder) == json.loads((outcome.folder / "summary.json").read_text())


def test_only_the_newest_questions_are_asked(go: Go) -> None:
    def asked(**options: Any) -> list[str]:
        folder = go(FakeSystem(table(3), WordJudge()), **options).folder
        return [json.loads(row)["id"] for row in (folder / "answers.jsonl").read_text().splitlines()]

    every = asked()
    assert asked(newest=4) == every[-4:] and len(every) > 4


class Broken(Exception):
    """The process dies."""


@pytest.mark.parametrize("half_line", ["", '{"id":"q05","answer":"half wri'])
def test_a_broken_run_goes_on_where_it_stopped(go: Go, tmp_path: Path, half_line: str) -> None:
    whole = go(FakeSystem(table(3), WordJudge()), fresh=True)

    class Dying(FakeSystem):
        def answer(self, ask: Any) -> dict[str, Any]:
            if len(self.asked) == 5:
                raise KeyboardInterrupt
            return super().answer(ask)

    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        go(Dying(table(3), WordJudge()), output=folder)
    with pytest.raises(RunError, match="not finished; run the same command again"):
        load_summary(folder)
    with (folder / ANSWERS).open("a") as file:
        file.write(half_line)
    again = FakeSystem(table(3), WordJudge())
    outcome = go(again, output=folder)
    assert len(again.asked) == 16 - 5
    assert outcome.resumed == 5 and outcome.repaired == bool(half_line)
    assert outcome.summary["suites"] == whole.summary["suites"]


def test_an_unfinished_run_of_the_same_plan_is_found_by_itself(go: Go) -> None:
    class Dying(FakeSystem):
        def answer(self, ask: Any) -> dict[str, Any]:
            if len(self.asked) == 3:
                raise KeyboardInterrupt
            return super().answer(ask)

    with pytest.raises(KeyboardInterrupt):
        go(Dying(table(), WordJudge()))
    assert go(FakeSystem(table(), WordJudge())).resumed == 3


def test_a_folder_with_another_run_is_refused(go: Go, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    go(FakeSystem(table(), WordJudge()), output=folder)
    with pytest.raises(RunError, match="finished run"):
        go(FakeSystem(table(), WordJudge()), output=folder)
    (folder / "summary.json").unlink()
    with pytest.raises(RunError, match="another seed"):
        go(FakeSystem(table(), WordJudge()), output=folder, seed=9)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / ANSWERS).write_text("{}\n")
    with pytest.raises(RunError, match=r"no run\.json"):
        go(FakeSystem(table(), WordJudge()), output=foreign)


def test_an_ask_that_fails_is_counted_and_does_not_stop_the_run(go: Go) -> None:
    rows = table()
    del rows["q07"]
    outcome = go(FakeSystem(rows, WordJudge()))
    assert list(outcome.summary["errors"]) == ["q07"]
    assert find(outcome.summary, "correctness", "right")["value"] == pytest.approx(11 / 12)  # type: ignore[index]
    assert find(outcome.summary, "refusal", "over_refusal")["unjudged"] == 1  # type: ignore[index]


def test_a_system_that_fails_from_the_start_stops_the_run(go: Go) -> None:
    with pytest.raises(RunError, match="first 5 questions failed alike"):
        go(FakeSystem({}, WordJudge()))


def test_an_answer_that_is_none_is_an_error_of_that_item(go: Go) -> None:
    outcome = go(FakeSystem({**table(), "q03": {"answer": "", "refused": False}}, WordJudge()))
    assert "not an answer object" in outcome.summary["errors"]["q03"]


def test_without_a_judge_its_figures_are_counted_as_not_judged(go: Go) -> None:
    outcome = go(FakeSystem(table(), None), judge=False)
    found = find(outcome.summary, "citations", "recall")
    assert found is not None and found["value"] is None and found["unjudged"] == 12
    assert find(outcome.summary, "correctness", "right")["value"] == 1  # type: ignore[index]


def test_a_missing_judge_model_stops_with_what_to_do(go: Go) -> None:
    class Absent(WordJudge):
        def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
            raise ModelMissing("judge", "weights", "folder")

    with pytest.raises(ModelMissing, match="debate models pull"):
        go(FakeSystem(table(), Absent()))


def test_a_sample_is_fixed_by_its_seed_and_keeps_the_kinds(go: Go) -> None:
    first, second = FakeSystem(table(), WordJudge()), FakeSystem(table(), WordJudge())
    go(first, sample=8, seed=1, fresh=True)
    go(second, sample=8, seed=1, fresh=True)
    assert first.asked == second.asked and len(first.asked) == 8
    assert sum(name >= "q12" for name in first.asked) == 2


def test_answers_of_another_system_are_measured_the_same(go: Go, tmp_path: Path) -> None:
    rows = [{"id": name, **row} for name, row in list(table(3).items())[:10]]
    outcome = go(FakeSystem({}, WordJudge()), answers=write_rows(tmp_path / "peer.jsonl", rows))
    assert outcome.summary["questions"] == 10
    assert outcome.summary["left_out"] == "6 of 16 questions have no line in the answers file"
    assert find(outcome.summary, "correctness", "right")["value"] == pytest.approx(0.7)  # type: ignore[index]
    assert find(outcome.summary, "retrieval", "recall_5")["value"] == 1  # type: ignore[index]


def test_a_bad_answers_file_is_refused_before_anything_is_written(go: Go, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "peer.jsonl", [{"id": "q00", **GOOD}, {"id": "q99", **GOOD}])
    with pytest.raises(InputError, match=r"peer\.jsonl:2: .*no question of this run"):
        go(FakeSystem({}, WordJudge()), answers=path)
    assert not (tmp_path / "home").exists()


def test_choices_that_do_not_exist(go: Go) -> None:
    with pytest.raises(ChoiceError, match="no suite 'accuracy'; there are: judge, retrieval"):
        go(FakeSystem(table()), suites=("accuracy",))
    with pytest.raises(ChoiceError, match="--xquad DIR"):
        go(FakeSystem(table()), suites=("xquad",))


def test_the_golden_set_is_measured_on_another_collection_as_far_as_it_has_its_documents(
    go: Go, tmp_path: Path
) -> None:
    elsewhere = {
        "id": "q1",
        "question": "Who?",
        "answerable": True,
        "evidence": [{"document_id": "gone", "quote": "x"}],
    }
    write_rows(tmp_path / "golden" / "questions.jsonl", [{**elsewhere, "language": "en", "half": "report"}])
    write_rows(tmp_path / "golden" / "paraphrases.jsonl", [{"id": "q1", "paraphrases": ["Whose?"]}])
    assert go(FakeSystem(table(), WordJudge()), questions=None, suites=("summaries",)).summary["suites"]
    with pytest.raises(ChoiceError, match="--questions"):
        go(FakeSystem(table(), WordJudge()), questions=None, suites=("correctness",))


def test_compare_shows_a_regression_made_on_purpose(go: Go) -> None:
    before = go(FakeSystem(table(0), WordJudge()), fresh=True, seed=1)
    after = go(FakeSystem(table(9), WordJudge()), fresh=True, seed=2)
    found = compare(before.folder, after.folder)
    row = next(r for r in found.rows if (r.suite, r.measure) == ("correctness", "right"))
    assert (row.first, row.second, row.verdict) == (1.0, 0.25, "worse")
    assert found.worse
    lost = next(t for t in found.turned if t.suite == "correctness")
    assert (lost.lost, lost.won) == (9, 0) and lost.p < 0.01
    assert {f.id for f in found.flips if f.suite == "correctness"} == {f"q{n:02d}" for n in range(9)}
    assert any("another seed" in note for note in found.notes)
    same = compare(before.folder, before.folder)
    assert not same.worse and not same.flips and all(r.verdict == "noise" for r in same.rows)


def test_one_changed_item_is_noise(go: Go) -> None:
    before = go(FakeSystem(table(0), WordJudge()), fresh=True, seed=1)
    after = go(FakeSystem(table(1), WordJudge()), fresh=True, seed=2)
    found = compare(before.folder, after.folder)
    assert found.flips and not found.worse


def test_items_of_one_run_only_are_told_and_not_compared(go: Go) -> None:
    before = go(FakeSystem(table(0), WordJudge()), fresh=True, seed=1)
    after = go(FakeSystem(table(0), WordJudge()), fresh=True, seed=1)
    scores = (after.folder / RESULTS).read_text(encoding="utf-8").splitlines(keepends=True)
    (after.folder / RESULTS).write_text("".join(scores[1:]), encoding="utf-8")
    found = compare(before.folder, after.folder)
    assert found.notes == ("items only in the first run: 1, only in the second: 0; not compared",)


class Outside(HTMLParser):
    """Collects what a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe", "object", "embed", "form", "base"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcset", "action"):
                self.found.append(f"{tag} {name}")
            if name == "href" and not (value or "").startswith("#"):
                self.found.append(f"{tag} {value}")


def test_the_report_escapes_everything_and_asks_for_nothing(go: Go) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    rows = table()
    rows["q00"] = answer((hostile, [1]), quotes=[{**citation(1, GAVE), "quote": f"</blockquote>{hostile}"}])
    rows["q12"] = answer((hostile, []))
    outcome = go(FakeSystem(rows, WordJudge()))
    page = (outcome.folder / "report.html").read_text()
    parser = Outside()
    parser.feed(page)
    assert parser.found == []
    assert not re.search(
        r"(?:https?:)?//(?!www\.w3\.org/2000/svg)[a-z]", page.replace("http://www.w3.org/2000/svg", "")
    )
    assert "&lt;script&gt;" in page and "default-src &#x27;none&#x27;" not in page and "default-src 'none'" in page
    for part in ("The judge", "Refusal curve", "Calibration", "by kind and language", "Evidence shown", "q00"):
        assert part in page


def test_a_passage_stands_once_in_the_report_and_items_point_at_it(go: Go) -> None:
    page = (go(FakeSystem(table(3), WordJudge())).folder / "report.html").read_text()
    assert len(EN_TEXT) > BEGINNING and page.count(EN_TEXT) == 1
    pointed, there = set(re.findall(r'href="#(passage-\w+)"', page)), re.findall(r'id="(passage-\w+)"', page)
    assert pointed == set(there) and len(there) == 2


def test_the_report_puts_another_run_beside(go: Go) -> None:
    ours = go(FakeSystem(table(), WordJudge()), fresh=True, seed=1)
    peer = go(FakeSystem(table(6), WordJudge()), fresh=True, seed=2)
    page = write_report(ours.folder, [peer.folder]).read_text()
    assert f"Beside it: {peer.folder.name}" in page
    page = write_report(ours.folder, [peer.folder], "zh-Hant").read_text()
    for part in ('lang="zh-Hant"', f"對照：{peer.folder.name}", "拒答曲線", "所給的段落", "按類型和語言", "逐題"):
        assert part in page
    for word in ("Beside", "measure<", "Items", "Evidence shown", "Whiskers", "of 1"):
        assert word not in page


def test_the_gate_holds_figures_against_their_limits(go: Go, tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(
        'suites = ["correctness", "refusal", "citations"]\nsample = 0\nseed = 1\nunjudged = 0.02\n'
        '[floors]\n"correctness.right" = 0.9\n"citations.recall" = 0.5\n[ceilings]\n"refusal.over_refusal" = 0.1\n'
    )
    limits = gate.read_gate(path)
    good = gate.check(limits, go(FakeSystem(table(), WordJudge()), fresh=True).summary)
    assert [c.passed for c in good] == [True, True, True]
    bad = gate.check(limits, go(FakeSystem(table(4), WordJudge()), fresh=True).summary)
    assert [c.passed for c in bad] == [False, True, True]
    unjudged = gate.check(limits, go(FakeSystem(table(), None), judge=False, fresh=True).summary)
    assert [c.passed for c in unjudged] == [True, False, True]


@pytest.mark.parametrize("text", ["", "suites = [", 'suites = ["judge"]\nsample = 1\nseed = 1\nunjudged = 0\n'])
def test_a_gate_without_floors_is_no_gate(tmp_path: Path, text: str) -> None:
    (tmp_path / "gate.toml").write_text(text)
    with pytest.raises(InputError):
        gate.read_gate(tmp_path / "gate.toml")


def test_the_committed_gate_can_be_read() -> None:
    assert gate.read_gate().limits


def test_pairs_are_judged_into_a_whole_file(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "claim": GAVE, "evidence": GAVE},
        {"id": "2", "claim": "UNJUDGEABLE", "evidence": GAVE, "question": "q"},
        {"id": "3", "claim": "x", "evidence": GAVE},
    ]
    source, target = write_rows(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl"

    class Dying(WordJudge):
        def support(self, claim: str, evidence: str, question: str | None = None, date: str = "") -> float:
            if claim == "x":
                raise KeyboardInterrupt
            return super().support(claim, evidence, question)

    with pytest.raises(KeyboardInterrupt):
        judge_file(source, target, Dying, quiet)
    assert not target.exists()
    judge = WordJudge()
    assert judge_file(source, target, lambda: judge, quiet) == (2, 1)
    assert {claim for claim, _ in judge.calls} == {"x"}
    found = [json.loads(line) for line in target.read_text().splitlines()]
    assert [r["supported"] for r in found] == [True, None, False] and found[1]["why"] == "too long for the judge"
    assert not (tmp_path / "out.jsonl.partial").exists()
    with pytest.raises(JudgeMissingError, match="debate models pull"):
        judge_file(source, target, lambda: None, quiet)


def test_a_bad_line_is_told_before_a_judge_is_opened(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "in.jsonl", [{"id": "1", "claim": "x", "evidence": "y"}, {"id": "1", "claim": "z"}])
    opened: list[WordJudge] = []

    def open_judge() -> WordJudge:
        opened.append(WordJudge())
        return opened[-1]

    with pytest.raises(InputError, match=r'in\.jsonl:2: field "evidence" is missing'):
        judge_file(source, tmp_path / "out.jsonl", open_judge, quiet)
    assert not opened and [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


def test_results_are_keyed_by_suite_and_item(go: Go) -> None:
    outcome = go(FakeSystem(table(), WordJudge()))
    rows = [json.loads(line) for line in (outcome.folder / RESULTS).read_text().splitlines()]
    assert len({r["id"] for r in rows}) == len(rows) and {r["suite"] for r in rows} == {*SUITES, "judge"}
