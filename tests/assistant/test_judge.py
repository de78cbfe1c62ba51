"""The judge of claims: what it is asked together is what it is asked alone, each claim with its own exact checks."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from assistant.engines.llama_cpp import Engine
from assistant.evidence import Judge

GAVE = "Musk gave 40 million dollars to the lab."
CLAIMS = [
    ("Musk gave 40 million dollars.", GAVE, None, ""),
    ("Musk gave 44 million dollars.", GAVE, "How much?", ""),
    ("He left in October 2023.", "去年10月他离开了。", None, "2024-03-09"),
    ("He left in October 2023.", "去年10月他离开了。", None, "2021-03-09"),
]


class SureReader:
    """Finds everything supported, more so the longer the evidence, and keeps what it was shown."""

    judging = "logits"

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def ask_about(self, passages: Sequence[str], *texts: str, keep: bool = True) -> list[float]:
        self.shown += [("".join(passages), text) for text in texts]
        return [3 + len("".join(passages)) / 100 for _ in texts]

    def close(self) -> None:
        pass


@pytest.fixture
def reader() -> SureReader:
    return SureReader()


@pytest.fixture
def judge(reader: Any) -> Iterator[Judge]:
    engine = Engine(lambda: reader)
    yield Judge(engine)
    engine.close()


def test_claims_judged_together_have_the_support_they_have_alone(judge: Judge, reader: SureReader) -> None:
    together = judge.support_many(CLAIMS)
    shown, reader.shown = reader.shown, []
    assert together == [judge.support(*claim) for claim in CLAIMS]
    assert shown == reader.shown
    assert judge.support_many([]) == []


def test_each_claim_has_its_own_exact_checks(judge: Judge) -> None:
    right, wrong_number, right_year, wrong_year = judge.support_many(CLAIMS)
    assert right > 0.8 and right_year > 0.8
    assert wrong_number < 0.5 and wrong_year < right_year - 0.3
