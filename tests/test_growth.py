"""The measure of growth itself: it lets linear work pass and stops quadratic work."""

import re

from tests.growth import growth

ENOUGH = 30


def test_linear_work_passes_and_quadratic_work_does_not() -> None:
    assert growth(lambda size: sum(range(100 * size)), 1000, enough=ENOUGH) <= ENOUGH
    # A rule as they are written by mistake: each start of a run of spaces is tried to the run's end.
    assert growth(lambda size: re.search(r"\s+$", " " * size + "x"), 300, enough=ENOUGH) > ENOUGH
