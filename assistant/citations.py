"""Which sentences of the documents stand behind a sentence of an answer.

The model writes no citation numbers: a number it makes up cannot appear. Each written sentence is laid beside every
sentence of the passages that were read, and the ones that say the same are cited. Within a language the shared words
decide (rare ones count more); across languages the encoder's vectors do, with the names and numbers.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.facts import NameTable, agree
from assistant.facts.names import names_in
from assistant.language import fold, script_of
from assistant.types import Citation, Document, Evidence, Passage, Span

Vector = npt.NDArray[np.float32]

_ANNOUNCES = re.compile(
    r"(?:表示|指出|寫道|写道|認為|认为|說道|说道|稱道|称道|(?:解釋|解释|回應|回应|強調|强调)[說说稱称道])[:：,，。.…\s]*$|"
    r"\b(?:said|says|stated|wrote|added)[:,.…\s]*$"
)
_ASKS_ITSELF = re.compile(r"[？?][\s！!]*$")
"""The end of a sentence that asks; one inside a quotation ends with its mark, and is somebody's word."""

_ASKED_BY_SOMEBODY = re.compile(
    r"^(?![问問答]\s*[:：])(?!.{0,12}(?:有人|也许|或许|也許|或許|谁|誰|什么|什麼|怎么|怎麼|你|您|我们|我們))"
    r"[^，,。：:？?]{2,30}(?:[质質反追][问問]|[问問](?:道|我)?|[说說])[，,：:「“]|"
    r"^(?!(?:who|what|why|when|where|how|which|is|are|was|were|do|does|did|has|have|had|can|could|would|will|should|"
    r"one|you|we|some|somebody|someone|people)\b)[^?.]{3,60}\b(?:asked|asks|wondered|wonders)\b",
    re.IGNORECASE,
)
"""What somebody asked, which is told: the lawmaker asked, who can pay for it?"""

_WORD = re.compile(r"[a-z0-9]+(?:[.'’-][a-z0-9]+)*|[一-鿿㐀-䶿]+")
_MOST = 3
"""Sentences cited for one statement."""

_LOOKED_AT = 8
_NEAR_BEST = 0.4
"""How well a sentence must fit, against the best, to come before it for its numbers and dates."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that could be cited."""

    passage: Passage
    span: Span
    text: str
    before: str
    """The sentence before it, in which a pronoun may find its name."""
    vector: Vector | None
    passage_likeness: float = 0.0
    """Cosine similarity of its passage and the question, as searching found it."""

    @property
    def place(self) -> tuple[str, int]:
        """Tells sentences apart: the document and where in it they begin."""
        return self.passage.document_id, self.span.start


@dataclass(frozen=True, slots=True)
class Grounding:
    """The sentences found for a statement, best first, and how well each fits (0 to 1)."""

    candidates: tuple[Candidate, ...]
    fits: tuple[float, ...]


def candidates(
    evidence: Sequence[Evidence],
    documents: Mapping[str, Document],
    vectors: Callable[[str], npt.NDArray[np.float32]] | None = None,
) -> list[Candidate]:
    """Every sentence of the passages shown, once, in the order of evidence."""
    out: list[Candidate] = []
    seen: set[tuple[str, int, int]] = set()
    for item in evidence:
        passage = item.passage
        text = documents[passage.document_id].text
        rows = vectors(passage.id) if vectors is not None else None
        for n, span in enumerate(passage.sentences):
            key = (passage.document_id, span.start, span.end)
            if key in seen:
                continue
            seen.add(key)
            before = passage.sentences[n - 1] if n else None
            out.append(
                Candidate(
                    passage,
                    span,
                    text[span.start : span.end],
                    text[before.start : before.end] if before else "",
                    rows[n] if rows is not None and n < len(rows) else None,
                    item.scores.get("dense", 0.0),
                )
            )
    return out


def states_nothing(text: str) -> bool:
    """Whether a sentence of a document only asks a question of its own, or announces what is said after it."""
    return asks_itself(text) or _ANNOUNCES.search(text) is not None


def asks_itself(text: str) -> bool:
    """Whether a sentence of a document asks a question of its own, and does not tell what somebody asked."""
    return _ASKS_ITSELF.search(text) is not None and _ASKED_BY_SOMEBODY.search(text) is None


def units(text: str) -> Counter[str]:
    """What a text is compared by: words and numbers in Latin letters, pairs of Chinese characters."""
    found: Counter[str] = Counter()
    for run in _WORD.findall(fold(text)):
        if run[0] > "一":
            found.update([run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)])
        elif len(run) > 1 or run.isdigit():
            found[run] += 1
    return found


def of_one_matter(statement: str, grounding: Grounding, names: NameTable) -> Grounding:
    """Sentences found for a statement without those that tell of something else than the best one.

    Put together they would hold what none says: that a company of the one is from the country in the other.
    """
    said = names_in(statement, names)
    if not said or not grounding.candidates:
        return grounding
    best = grounding.candidates[0]
    shared = [name for name in said if names.mentions(name, best.text)]
    kept = [
        (item, fit)
        for item, fit in zip(grounding.candidates, grounding.fits, strict=True)
        if item.passage.id == best.passage.id or any(names.mentions(name, item.text) for name in shared)
    ]
    return Grounding(tuple(item for item, _ in kept), tuple(fit for _, fit in kept))


class Grounder:
    """Finds the sentences behind statements, among the candidates of one question that state something."""

    def __init__(self, pool: Sequence[Candidate], names: NameTable, encode: Callable[[str], Vector] | None) -> None:
        self._pool = [item for item in pool if not states_nothing(item.text)]
        self._names = names
        self._encode = encode
        self._units = [units(item.text) for item in self._pool]
        spread: Counter[str] = Counter()
        for found in self._units:
            spread.update(found.keys())
        size = max(1, len(self._pool))
        self._weight = {unit: math.log(1 + size / count) for unit, count in spread.items()}
        self._rarest = math.log(1 + size)

    def ground(self, statement: str, date: str = "") -> Grounding:
        """The sentences that together say a statement; empty when none comes near."""
        if not self._pool:
            return Grounding((), ())
        wanted = units(statement)
        language = script_of(statement)
        words = np.array([self._share(wanted, found) for found in self._units])
        foreign = np.array([_family(script_of(item.text)) != _family(language) for item in self._pool])
        fit = np.where(foreign, 0.5 * words, words)
        if self._encode is not None and (foreign.any() or float(words.max()) < 0.5):
            vector = self._encode(statement)
            likeness = np.array(
                [float(item.vector @ vector) if item.vector is not None else 0.0 for item in self._pool]
            )
            fit = np.where(foreign, np.maximum(fit, likeness), np.maximum(fit, 0.9 * likeness))
        order = [int(n) for n in np.argsort(-fit)]
        # The sentence that gives the statement's numbers and dates comes before one that only shares its words.
        open_facts = {n: len(agree(statement, self._pool[n].text)) for n in order[:_LOOKED_AT]}
        if open_facts[order[0]]:
            near = [n for n in order[:_LOOKED_AT] if fit[n] >= _NEAR_BEST * fit[order[0]]]
            order.sort(key=lambda n: open_facts[n] if n in near else len(self._pool))
        chosen = [order[0]]
        covered = Counter(self._units[order[0]])
        for n in order[1:8]:
            if len(chosen) >= _MOST or fit[n] < 0.35 * fit[order[0]]:
                break
            if self._adds(statement, wanted, chosen, covered, n, bool(foreign[n])):
                chosen.append(n)
                covered |= self._units[n]
        return Grounding(tuple(self._pool[n] for n in chosen), tuple(float(fit[n]) for n in chosen))

    def _adds(
        self, statement: str, wanted: Counter[str], chosen: list[int], covered: Counter[str], n: int, foreign: bool
    ) -> bool:
        """Whether one more sentence backs a part of the statement that those chosen leave open."""
        so_far = "\n".join(self._pool[m].text for m in chosen)
        missing = len(agree(statement, so_far, names=self._names))
        if missing and len(agree(statement, so_far + "\n" + self._pool[n].text, names=self._names)) < missing:
            return True
        if foreign:
            return False
        return self._share(wanted, covered | self._units[n]) - self._share(wanted, covered) >= 0.2

    def _share(self, wanted: Counter[str], found: Counter[str]) -> float:
        total = sum(self._weight.get(unit, self._rarest) for unit in wanted)
        if not total:
            return 0.0
        return sum(self._weight.get(unit, self._rarest) for unit in wanted if unit in found) / total


def _family(script: str | None) -> str:
    return "zh" if script in ("zh-Hans", "zh-Hant") else script or ""


class Numbering:
    """Gives citation numbers in the order of first use, one number a sentence of a document."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._given: dict[tuple[str, int, int], Citation] = {}

    def cite(self, candidate: Candidate) -> Citation:
        """The citation of a sentence, new or as given before."""
        document = self.documents[candidate.passage.document_id]
        key = (document.id, candidate.span.start, candidate.span.end)
        if key not in self._given:
            self._given[key] = Citation(
                number=len(self._given) + 1,
                passage_id=candidate.passage.id,
                document_id=document.id,
                title=document.title,
                publisher=document.publisher,
                date=document.date,
                quote=document.text[candidate.span.start : candidate.span.end],
                start=candidate.span.start,
                end=candidate.span.end,
            )
        return self._given[key]

    def citations(self) -> tuple[Citation, ...]:
        """All given so far, by number."""
        return tuple(self._given.values())
