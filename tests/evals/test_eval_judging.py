"""Verdicts that are asked for together are the ones that would be had one by one, and one bad claim spoils no other."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from eval_fakes import WordJudge

from assistant.models_errors import ModelMissing
from evals.journal import Journal
from evals.judging import TOGETHER, Judging
from evals.types import Claim
from index.errors import DebateError

EVIDENCE = "Musk gave 40 million dollars to the lab."


class BatchJudge(WordJudge):
    """A judge of words that is asked many claims at once, and fails as a whole on one that it cannot judge."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[Claim]] = []

    def support_many(self, claims: Sequence[Claim]) -> list[float]:
        self.batches.append(list(claims))
        return [WordJudge().support(*claim) for claim in claims]


def unasked() -> None:
    raise AssertionError("nothing was to be asked")


def test_verdicts_had_together_are_those_had_one_by_one() -> None:
    claims = [Claim(f"Musk gave {n} million dollars.", EVIDENCE) for n in (40, 50, 60)] + [Claim("NAN", EVIDENCE)]
    judge, alone = BatchJudge(), Judging(WordJudge())
    judging = Judging(judge)
    judging.prepare(claims, lambda: None)
    assert [judging.verdict(*c) for c in claims] == [alone.verdict(*c) for c in claims]
    assert judge.calls == [] and judging.asked == alone.asked == 4


def test_claims_on_the_same_evidence_go_into_one_batch_where_they_fit() -> None:
    claims = [Claim(f"claim {n}", f"evidence {n % 3}") for n in range(12)] + [Claim("no evidence", " ")]
    judge = BatchJudge()
    Judging(judge).prepare(claims, lambda: None)
    assert sorted(c for batch in judge.batches for c in batch) == sorted(claims[:-1])
    assert all(len(batch) <= TOGETHER for batch in judge.batches)
    assert all(len({c.evidence for c in batch}) == 1 for batch in judge.batches)


def test_more_claims_on_one_evidence_than_a_batch_takes_are_all_judged() -> None:
    claims = [Claim(f"claim {n}", EVIDENCE) for n in range(2 * TOGETHER + 1)]
    judge = BatchJudge()
    Judging(judge).prepare([*claims, *claims], lambda: None)
    assert [c for batch in judge.batches for c in batch] == claims


def test_a_claim_that_cannot_be_judged_is_the_only_one_without_a_verdict() -> None:
    claims = [Claim("Musk gave 40 million dollars.", EVIDENCE), Claim("UNJUDGEABLE", EVIDENCE)]
    judging = Judging(BatchJudge())
    judging.prepare(claims, lambda: None)
    good, bad = (judging.verdict(*c) for c in claims)
    assert good.supported is True
    assert (bad.support, bad.supported, bad.why) == (None, None, "too long for the judge")


def test_a_judge_without_a_model_stops_at_once() -> None:
    class Absent(BatchJudge):
        def support_many(self, claims: Sequence[Claim]) -> list[float]:
            raise ModelMissing("judge", "weights", "folder")

    with pytest.raises(ModelMissing, match="debate models pull"):
        Judging(Absent()).prepare([Claim("x", EVIDENCE)], lambda: None)


def test_kept_verdicts_are_not_asked_for_again_but_by_a_judge_with_other_documents(tmp_path: Path) -> None:
    claim = Claim("Musk gave 40 million dollars.", EVIDENCE)
    with Journal(tmp_path / "verdicts.jsonl") as kept:
        Judging(BatchJudge(), kept, "five documents").prepare([claim], lambda: None)
    with Journal(tmp_path / "verdicts.jsonl") as kept:
        again, other = Judging(None, kept, "five documents"), Judging(BatchJudge(), kept, "six documents")
        again.prepare([claim], unasked)
        assert again.verdict(*claim).supported is True
        other.prepare([claim], lambda: None)
    assert other.asked == 1


def test_what_stops_between_two_batches_keeps_the_batches_before(tmp_path: Path) -> None:
    claims = [Claim(f"claim {n}", f"evidence {n}") for n in range(2 * TOGETHER)]

    class Stopped(Exception):
        pass

    pauses = iter([None, Stopped()])

    def pause() -> None:
        if (stop := next(pauses)) is not None:
            raise stop

    with Journal(tmp_path / "verdicts.jsonl") as kept, pytest.raises(Stopped):
        Judging(BatchJudge(), kept).prepare(claims, pause)
    with Journal(tmp_path / "verdicts.jsonl") as kept:
        judging = Judging(BatchJudge(), kept)
        judging.prepare(claims, lambda: None)
    assert judging.asked == TOGETHER


def test_a_judge_that_fails_on_whole_batches_is_asked_one_by_one() -> None:
    class Single(BatchJudge):
        def support_many(self, claims: Sequence[Claim]) -> list[float]:
            raise DebateError("no batches")

    judge = Single()
    judging = Judging(judge)
    judging.prepare([Claim(EVIDENCE, EVIDENCE)], lambda: None)
    assert judging.verdict(EVIDENCE, EVIDENCE).supported is True and len(judge.calls) == 1
