"""An encoder without a model, and documents made of a text."""

import hashlib

from evals.cheap_encoder import CheapEncoder as BagEncoder
from index.types import Document, Script

__all__ = ["BagEncoder", "make_document"]


def make_document(id: str, text: str, title: str = "题", script: Script = "zh-Hans") -> Document:
    return Document(
        id, title, "社", "2024-03-09", "", script, f"{id}.txt", hashlib.sha256(text.encode()).hexdigest(), text
    )
