"""How much two texts share, and what that makes of adding one to the other."""

import dataclasses
import random

from hypothesis import given
from hypothesis import strategies as st

from index.intake import FOLDER, Incoming, plan_intake
from index.likeness import NEAR, likeness, shingles
from tests.index.bag_encoder import make_document

TEXT = "".join(f"第{n}句话说的是编号{n * 7919}的事情，写得完整。" for n in range(60))
OTHER = "".join(f"The {n}th sentence of another article speaks of number {n * 104729}. " for n in range(40))


def test_edits_script_and_marks_make_little_difference() -> None:
    chance = random.Random(1)
    edited = "".join("口" if chance.random() < 0.02 else letter for letter in TEXT)
    assert likeness(shingles(TEXT), shingles(edited)) > NEAR
    assert likeness(shingles(TEXT), shingles(TEXT.replace("说", "說").replace("，", " "))) == 1
    assert likeness(shingles(TEXT), shingles(TEXT[:300])) == 1
    assert likeness(shingles(TEXT), shingles(OTHER)) == 0


def test_long_texts_are_compared_by_a_sample() -> None:
    chance = random.Random(2)
    long = "".join(chance.choice("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉") for _ in range(200_000))
    sample = shingles(long)
    assert sample.bits < 64
    assert 0.9 < likeness(sample, shingles(long[:100_000])) <= 1
    assert likeness(sample, shingles(TEXT)) < 0.1


@given(st.text(), st.text())
def test_any_two_texts(one: str, other: str) -> None:
    share = likeness(shingles(one), shingles(other))
    assert 0 <= share <= 1 and share == likeness(shingles(other), shingles(one))


def test_what_adding_does() -> None:
    old, other = make_document("a", TEXT), make_document("b", OTHER, script="en")
    held, origins = {"a": old, "b": other}, {"a": "file:/x/a.txt", "b": FOLDER}
    new = dataclasses.replace(make_document("a2", TEXT + "又加了一句。"), source="a.txt")

    def plan(document, origin):  # type: ignore[no-untyped-def]
        return plan_intake(held, origins, [Incoming(document, origin)])

    assert plan(old, "file:/elsewhere.txt").same == (("a.txt", "a"),)
    changed = plan(new, "file:/x/a.txt")
    assert changed.replaced == ("a",) and changed.add[0].id == "a" and changed.origins == {"a": "file:/x/a.txt"}
    # The same name from another place is another file; from the page (no origin) it is the same one, changed.
    apart = plan(new, "file:/y/a.txt")
    assert apart.replaced == () and apart.add[0].id == "a2" and apart.near[0].other == "a"
    assert plan(new, "").replaced == ("a",)
    unlike = dataclasses.replace(make_document("a3", OTHER[:700] + "今天天气很好。"), source="a.txt")
    assert plan(unlike, "").replaced == ()
