"""Chooses what matters: telling, particular, spread from start to end, said once. No model writes; it is repeatable.

Coverage of the document's recurring words (Lin and Bilmes, ACL 2011), maximal marginal relevance against repetition
(Carbonell and Goldstein, SIGIR 1998), and shares for equal stretches of a document, so that its end counts as its
beginning does. Nearness to the mean vector, by which centroid summarisation (Radev et al. 2004) finds what is central,
counts against a sentence: nearest are those that say of everything a little.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.citations import Vector, units
from assistant.facts import NameTable
from assistant.facts.check import extract
from assistant.facts.names import names_in
from assistant.language import script_of, simplify
from assistant.summaries.types import Length
from assistant.summaries.units import Unit
from assistant.summaries.wording import depends, is_question

BULLETS: Mapping[Length, int] = {"short": 6, "medium": 15, "long": 24}
"""Statements of a summary, the headline not counted."""

# By a random search over weights on the key facts of seven documents, 16 statements each. Weights found without a
# document cover 72 of all 107 facts in it, summed over the seven; worth for nearness to the middle and to the title,
# found on five of them, covers 66. Of the sentences that tell a key fact, fewer lie near the middle in each document
# (area under the curve 0.22 to 0.46).
_GENERAL, _TOLD, _SPOKEN, _LEAD, _FULL = 0.95, 0.48, 0.15, 0.9, 1.0
_COVERS = 1.6
"""What a unit is worth for recurring words of the document that nothing chosen has."""
_REPEATED = 1.9
"""How much likeness to what was chosen costs."""
_OWED = 0.25
"""What a stretch of the document is owed that nothing was chosen from."""
_STRETCH = 0.7
"""Stretches for each statement."""
_SAME = 0.86
"""Cosine similarity from which two units say the same thing."""
_SHARED_WORDS = 0.7
_ANNOUNCED, _PERSONAL, _LEANS = 0.6, 0.4, 0.4
"""What it costs to tell only what was spoken about, to talk of oneself, to quote words that lean on others."""
_ANNOUNCES = re.compile(
    r"原因(?:是多方面的|有很多|有[两三四几]个|如下)。$|有(?:以下|如下|[两三四五几]个?)[^，。]{0,8}(?:原因|理由|方面)。$|"
    r"\b(?:sees?|are|names?|gives?|lists?) (?:two|three|four|several|many) (?:\w+ )?"
    r"(?:risks|reasons|ways|problems|points|questions)\.$|"
    r"(?:谈到|谈及|提到|提及|讨论|介绍|谈)(?:了)?[^，。；“”]{0,24}。$|面临[^，。]{0,8}挑战。$|"
    r"\b(?:spoke|talked|asked|touched|commented) (?:about|on)\b[^,;]{0,60}\.$|\bdiscuss(?:ed|es)\b[^,;]{0,60}\.$",
)
_I = re.compile(
    r"我(?!们|国|认为|觉得|相信|怀疑|希望|不|绝|敢|支持|反对)|\bI\b(?! (?:think|believe|am convinced))|\bmy\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[^“「\"]*[：，:,]\s?[“「\"](.{4,})")
_FIGURE = re.compile(r"\d[\d.,]*(?<![.,])")
_LENGTHS = {"zh": (16, 90), "en": (50, 250)}
"""Characters between which a statement is neither a fragment nor a paragraph."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit, what it is worth by itself, and what it is compared by."""

    unit: Unit
    worth: float
    vector: Vector
    words: Mapping[str, float]
    """With the weight of each: how often the document has it, nothing for a word it has once."""


def score(units_of: Sequence[Unit], table: NameTable) -> list[Scored]:
    """Units that can stand as a statement, with their worth."""
    able = [unit for unit in units_of if fit_to_show(unit)]
    if not able:
        return []
    vectors = np.stack([unit.vector for unit in able])
    centre = np.mean([unit.vector for unit in units_of], axis=0)
    centre /= float(np.linalg.norm(centre)) or 1.0
    general = _scaled(vectors @ centre)
    last = max(unit.first.place for unit in units_of) or 1
    spread = Counter(word for unit in units_of for word in set(units(unit.text)))
    scored = []
    for n, unit in enumerate(able):
        worth = _TOLD * _density(unit, table) + _SPOKEN * bool(unit.speaker) - _GENERAL * float(general[n])
        worth += _LEAD * (1 - unit.first.place / last) ** 4
        worth += _FULL * _fullness(unit.text) - _size_cost(unit.text) - _emptiness(unit)
        weights = {word: math.log(1 + spread[word]) if spread[word] > 1 else 0.0 for word in units(unit.text)}
        scored.append(Scored(unit, worth, vectors[n], weights))
    return scored


def fit_to_show(unit: Unit) -> bool:
    """Whether a unit can be a line of its own: whole, telling, not leaning on another."""
    return unit.alone and not unit.holed and not is_question(unit.text)


def choose(scored: Sequence[Scored], most: int, *, spread: bool = True) -> list[Scored]:
    """At most ``most`` units, the most important first.

    With ``spread``, no stretch of a document gives more than its share and a little, so that a long document is covered
    to its end. Work is of the order of ``most`` times the number of units.
    """
    chosen: list[Scored] = []
    if not scored:
        return chosen
    vectors = np.stack([item.vector for item in scored])
    likeness = np.zeros(len(scored), np.float32)
    last: dict[str, int] = {}
    for item in scored:
        id = item.unit.first.document.id
        last[id] = max(last.get(id, 0), item.unit.first.place)
    stretches = max(1, int(most * _STRETCH))
    share = -(-most // stretches) + 1
    places = [_stretch(item, last, stretches) for item in scored]
    taken: Counter[tuple[str, int]] = Counter()
    covered: set[str] = set()
    left = set(range(len(scored)))
    while left and len(chosen) < most:
        worths: dict[int, float] = {}
        for n in sorted(left):
            if spread and taken[places[n]] >= share:
                continue
            item = scored[n]
            worth = item.worth - _REPEATED * float(likeness[n]) + _COVERS * _new_share(item.words, covered)
            worths[n] = worth + (_OWED if spread and not taken[places[n]] else 0.0)
        # Leaving a unit out changes the worth of no other, so a text that repeats itself is not weighed again for each.
        for best in sorted(worths, key=worths.__getitem__, reverse=True):
            left.remove(best)
            item = scored[best]
            if not any(says_the_same(item, other) for other in chosen):
                break
        else:
            break
        chosen.append(item)
        taken[places[best]] += 1
        covered |= item.words.keys()
        likeness = np.maximum(likeness, vectors @ item.vector)
    return chosen


def _new_share(words: Mapping[str, float], covered: set[str]) -> float:
    """How much of a unit's recurring words nothing chosen has yet, 0 to 1."""
    total = sum(words.values())
    return sum(weight for word, weight in words.items() if word not in covered) / max(total, 8.0)


def says_the_same(first: Scored, second: Scored) -> bool:
    """Whether two units tell the same thing, by their vectors or by their words.

    Two that give different figures contradict each other, which a reader is to see."""
    a, b = _figures(first.unit.text), _figures(second.unit.text)
    if not (a <= b or b <= a):
        return False
    if float(first.vector @ second.vector) >= _SAME:
        return True
    shared = len(first.words.keys() & second.words.keys())
    return shared / max(6, min(len(first.words), len(second.words))) >= _SHARED_WORDS


@lru_cache(maxsize=4096)
def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(text))


def _stretch(item: Scored, last: Mapping[str, int], stretches: int) -> tuple[str, int]:
    document = item.unit.first.document.id
    return document, min(stretches - 1, item.unit.first.place * stretches // (last[document] + 1))


def _scaled(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """From 0 for the least to 1 for the most."""
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) / ((high - low) or 1.0), np.float32)


def _density(unit: Unit, table: NameTable) -> float:
    """How much of what can be checked a unit tells, 0 to 1: figures, dates and names."""
    facts = extract(unit.text)
    told = len(facts.dates) + sum(not number.weak for number in facts.numbers) + 0.7 * len(names_in(unit.text, table))
    return min(1.0, told / 4)


def _emptiness(unit: Unit) -> float:
    """What a unit loses for telling a reader of the summary little."""
    text = simplify(unit.text)
    cost = _ANNOUNCED * bool(_ANNOUNCES.search(text)) + _PERSONAL * (len(_I.findall(text)) >= 2)
    quoted = _QUOTED.search(text)
    return cost + _LEANS * (quoted is not None and depends(quoted[1], unit.script))


def _fullness(text: str) -> float:
    """How much a statement has room to say: its length against that of a long one, 1.5 at most."""
    return min(1.5, len(text) / _LENGTHS[_tongue(text)][1])


def _size_cost(text: str) -> float:
    low, high = _LENGTHS[_tongue(text)]
    size = len(text)
    if size < low:
        return 0.5 * (low - size) / low
    return min(1.0, 0.6 * (size - high) / high) if size > high else 0.0


def _tongue(text: str) -> str:
    return "en" if script_of(text) == "en" else "zh"
