"""Tells small talk and requests for something else from questions to the documents, by likeness to examples."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.evidence import calibration

Vectors = npt.NDArray[np.float32]
Kind = Literal["help", "elsewhere"]

_OWN_RULES = re.compile(
    r"(?:你|您|自己|助手|助理|系统|系統)(?:的|收到的|内部的|內部的|全部的?|所有的?|隐藏的?|隱藏的?|初始的?|原始的?|最初的?)*"
    r"(?:提示(?!音)|指令|设定|設定|设置|設置|规则|規則|配置)|"
    r"\b(?:your|hidden|system|initial) (?:(?:own|full|entire|whole|hidden|secret|system|initial|original) )*"
    r"(?:prompt|instructions|rules|settings|configuration)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[？?]|[吗嗎呢么麼]|什|甚|谁|誰|哪|几|幾|多少|多久|为何|為何|如何|怎|是否|有没有|有沒有|"
    r"\b(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|does|did|has|tell me about)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:that |which )?you (?:were|are|have been|had been) (?:given|told|set|shown)\b", re.IGNORECASE)
"""Tells which rules are meant, and asks nothing."""


def about_own_rules(question: str) -> bool:
    """Whether an utterance is about the rules of whoever answers and asks nothing, so that nothing in documents can be
    its answer, near as they may be to what else it says."""
    return _OWN_RULES.search(question) is not None and _ASKS.search(_GIVEN.sub("", question)) is None


@dataclass(frozen=True, slots=True)
class Scope:
    """Examples of each kind as vectors, shape (examples, width)."""

    kinds: tuple[Kind, ...]
    vectors: Vectors

    def outside(self, vector: Vectors, nearest: float) -> Kind | None:
        """The kind of utterance, when it is one to be turned away.

        ``vector`` is of the question, shape (width,); ``nearest`` the best cosine similarity of what was found: a
        question far from everything is turned away too.
        """
        limits = calibration()["scope"]
        likeness = self.vectors @ vector
        best = int(likeness.argmax())
        if float(likeness[best]) - nearest >= limits["margin"] or nearest < limits["far"]:
            return self.kinds[best] if likeness[best] >= limits["far"] else "elsewhere"
        return None


def load_scope(encode: Callable[[Sequence[str]], Vectors], fingerprint: str, cache: Path) -> Scope:
    """The examples of scope.toml as vectors, encoded once for each encoder and kept in ``cache``."""
    data = resources.files("assistant").joinpath("scope.toml").read_bytes()
    table = tomllib.loads(data.decode("utf-8"))
    names: tuple[Kind, Kind] = ("help", "elsewhere")
    kinds = tuple(name for name in names for _ in table[name]["examples"])
    file = cache / f"scope-{fingerprint}-{hashlib.sha256(data).hexdigest()[:12]}.npy"
    try:
        vectors = np.load(file, allow_pickle=False)
        if vectors.shape[0] == len(kinds):
            return Scope(kinds, vectors)
    except (OSError, ValueError):
        pass
    vectors = encode([text for name in names for text in table[name]["examples"]])
    try:
        cache.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        with part.open("wb") as out:
            np.save(out, vectors)
        part.replace(file)
    except OSError:
        pass  # A home that cannot be written costs the time of encoding again, no more.
    return Scope(kinds, vectors)
