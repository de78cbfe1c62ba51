"""Names that carry a number (GPT-4, Llama 2, COVID-19, 4chan): the number belongs to the name and counts nothing."""

import re
from dataclasses import dataclass

from assistant.facts.text import words
from assistant.facts.units import AFTER, COUNTER, UNITS


@dataclass(frozen=True, slots=True)
class Version:
    """A name with its number; ``spaced`` when only a space joins them, which may be chance (Panthers 24)."""

    text: str
    spaced: bool
    start: int
    end: int


_NO_NAME = words(
    """
    us usd rmb eur hk hkd nt no nos mid pre post early late top under over circa ca about around some only
    just nearly almost in on at by to from since until of for and or but the a an with between after before
    through during than chapter figure table section part page step article item number phase level week day
    year grade age ages january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday he she they it we i you there these those his her their its our this that both all at
    least exactly approximately roughly another other first last more less fewer what which who when where
    how if while as also then however overall total score q
    """
)
_JOINED = re.compile(
    r"(?<![A-Za-z0-9$.-])(?P<base>[A-Za-z]+(?:-[A-Za-z]+)*)(?:\s?-)?\d+(?:\.\d+)*[A-Za-z]{0,4}(?:-\d+(?:\.\d+)*[A-Za-z]{0,2})*"
    r"(?![A-Za-z0-9])"
)
_SPACED = re.compile(
    r"(?<![A-Za-z0-9$-])(?P<base>[A-Z][A-Za-z]+|[a-z]+[A-Z][A-Za-z]*)\s(?P<num>\d{1,3}(?:\.\d+)?)(?![\dA-Za-z]|[.,:/-]\d)"
)
_LEADING = re.compile(r"(?<![A-Za-z0-9.,])\d+(?:[GD]|(?P<word>[A-Za-z]{4,}))(?![A-Za-z0-9])")
_MEASURED = re.compile(
    r"\s?(?:%|percent|per cent|hundred|thousand|million|billion|trillion|years?|months?|weeks?|days?|hours?|minutes?|"
    r"seconds?|"
    r"people|times|points?|percentage|(?:and|to|or|-|~|—|至|到)\s?\d|[十百千万亿余多年月日号])",
    re.IGNORECASE,
)


def versions(text: str) -> list[Version]:
    """All names with a number in a normalised text whose dates are already covered."""
    found: list[Version] = []
    for match in _JOINED.finditer(text):
        base = match["base"]
        glued = not match[0].removeprefix(base)[0].isdigit()
        named = base != base.lower() or (not glued and len(base) == 1)
        if named and base.split("-")[-1].lower() not in _NO_NAME:
            found.append(Version(match[0], False, match.start(), match.end()))
    for match in _LEADING.finditer(text):
        if not match["word"] or (match["word"].lower() not in UNITS and match["word"].lower() not in _SCALE_WORDS):
            found.append(Version(match[0], False, match.start(), match.end()))
    for match in _SPACED.finditer(text):
        follows = text[match.end() : match.end() + 14]
        if (
            match["base"].lower() in _NO_NAME
            or _MEASURED.match(follows)
            or AFTER.match(follows)
            or COUNTER.match(follows)
        ):
            continue
        found.append(Version(match[0], True, match.start(), match.end()))
    return found


_SCALE_WORDS = frozenset({"hundred", "thousand", "million", "billion", "trillion", "dozen"})


def version_pattern(name: str) -> re.Pattern[str]:
    """Finds the same name however its parts are joined (GPT-4, GPT 4, GPT -4), but no longer one (GPT-4o, GPT-4.5)."""
    parts = re.findall(r"\d+(?:\.\d+)*|[A-Za-z]+", name)
    joined = r"[\s_-]{0,2}".join(map(re.escape, parts))
    return re.compile(rf"(?<![A-Za-z0-9]){joined}(?![A-Za-z0-9]|\.\d)", re.IGNORECASE)


def number_in(version: Version) -> str:
    """The digits of a spaced name, for where its number turns out to count something."""
    return re.sub(r"^\D*", "", version.text)
