"""Does an answer hold what it must? Exact matching that is deaf to script, case, width and spacing.

Shared by the checker of the golden questions and by the suites that score answers against them.
"""

import re
from collections.abc import Sequence

from assistant.language import fold

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACE_THAT_PARTS = re.compile(r"(?<=[a-z]) (?=[a-z])|(?<=[\d.,]) (?=\d)")
_QUOTE_MARKS = str.maketrans("’‘“”", "''\"\"")
_KEPT = "\0"


def normalise(text: str) -> str:
    """``text`` in NFKC, case-folded, traditional characters as simplified ones, without the commas of thousands.

    White space is taken out, but for one space between two Latin words or two numbers (``March 7 2024``), so that
    they do not become one.
    """
    folded = _THOUSANDS.sub("", fold(text).translate(_QUOTE_MARKS))
    return _SPACE_THAT_PARTS.sub(_KEPT, folded).replace(" ", "").replace(_KEPT, " ")


def holds(answer: str, text: str) -> bool:
    """Whether ``text`` occurs in ``answer``, not inside a longer word or number.

    6 is not in 16 or 6.5, nor ``lie`` in ``believe``; Chinese, which has no word breaks, matches anywhere.
    """
    return _stands(normalise(answer), normalise(text))


def missing(facts: Sequence[Sequence[str]], answer: str) -> list[Sequence[str]]:
    """Those of ``facts`` (each a list of alternatives) of which no alternative occurs in ``answer``."""
    folded = normalise(answer)
    return [fact for fact in facts if not any(_stands(folded, normalise(text)) for text in fact)]


def _stands(answer: str, text: str) -> bool:
    if not text:
        return False
    return re.search(_edge(text[0], before=True) + re.escape(text) + _edge(text[-1], before=False), answer) is not None


def _edge(char: str, *, before: bool) -> str:
    """The pattern of what must not stand beside ``char`` for it to be the edge of a word or number."""
    if char.isdigit():
        return r"(?<!\d)(?<!\d\.)" if before else r"(?!\d)(?!\.\d)"
    if char.isascii() and char.isalpha():
        return "(?<![a-z])" if before else "(?![a-z])"
    return ""
