"""XQuAD (Artetxe et al. 2020) as foreign ground: 240 paragraphs and 1,190 questions, the same in English and Chinese.

The data are read from a folder with ``xquad.en.json`` and ``xquad.zh.json`` and never copied; what is kept names a
paragraph by its language and index.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import InputError

TONGUES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class ParallelQuestion:
    """A question in both languages; everything by language."""

    index: int
    paragraph: int
    question: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Xquad:
    """Paragraphs by language, in the order of the file, and the questions on them."""

    paragraphs: Mapping[str, tuple[str, ...]]
    questions: tuple[ParallelQuestion, ...]

    def evidence(self, reference: Mapping[str, Any]) -> str:
        """The paragraph that ``{"language", "paragraph"}`` names. Raises ValueError when there is none such."""
        language, index = str(reference.get("language"))[:2], reference.get("paragraph")
        known = self.paragraphs.get(language)
        if known is None or not isinstance(index, int) or not 0 <= index < len(known):
            raise ValueError(f'"xquad" names no paragraph: {dict(reference)}; language en or zh, paragraph 0 to 239')
        return known[index]


def document_name(tongue: str, paragraph: int) -> str:
    """Name of a paragraph as a document of the index."""
    return f"xquad-{tongue}-{paragraph:03d}"


def read_xquad(folder: Path) -> Xquad:
    """Read both files. Raises InputError when one is not there or is not XQuAD."""
    paragraphs: dict[str, tuple[str, ...]] = {}
    rows: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for tongue in TONGUES:
        path = folder / f"xquad.{tongue}.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))["data"]
            found = [p for article in data for p in article["paragraphs"]]
            paragraphs[tongue] = tuple(p["context"] for p in found)
            rows[tongue] = [
                (n, qa["question"], tuple(dict.fromkeys(a["text"] for a in qa["answers"])))
                for n, p in enumerate(found)
                for qa in p["qas"]
            ]
        except OSError as error:
            raise InputError(
                f"{path}: not there; give the folder with xquad.en.json and xquad.zh.json by --xquad"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: not the XQuAD file ({error}); get it from google-deepmind/xquad") from error
    if [r[0] for r in rows["en"]] != [r[0] for r in rows["zh"]]:
        raise InputError(f"{folder}: the two XQuAD files are not parallel; get both from google-deepmind/xquad")
    questions = tuple(
        ParallelQuestion(i, en[0], {"en": en[1], "zh": zh[1]}, {"en": en[2], "zh": zh[2]})
        for i, (en, zh) in enumerate(zip(rows["en"], rows["zh"], strict=True))
    )
    return Xquad(paragraphs, questions)
