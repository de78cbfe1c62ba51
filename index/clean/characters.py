"""Characters no reader sees, and spaces."""

import re
from collections.abc import Iterator

from index.clean.model import Edit

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("\u00a0|[ \t\u00a0\u2000-\u200a\u202f\u3000]{2,}|\t")
BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Whatever ends a line."""


def unseen_characters(text: str) -> Iterator[Edit]:
    """Control characters, zero-width spaces, byte-order marks and direction overrides go; line ends stay."""
    return (Edit(found.start(), found.end()) for found in _UNSEEN.finditer(text))


def lone_surrogates(text: str) -> Iterator[Edit]:
    """Half a UTF-16 pair cannot be written as UTF-8: it becomes the replacement character."""
    return (Edit(found.start(), found.end(), "\ufffd") for found in _SURROGATE.finditer(text))


def doubled_spaces(text: str) -> Iterator[Edit]:
    """Runs of spaces, tabs and no-break spaces become one space."""
    return (Edit(found.start(), found.end(), " ") for found in _SPACES.finditer(text))
