"""What kind of thing a name names, how it is written in English, and who speaks in each line of a document."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from pypinyin import lazy_pinyin

from assistant.facts import NameTable, speaker_claims
from assistant.facts.names import names_in
from assistant.facts.naming import SURNAMES
from assistant.facts.text import normal
from assistant.language import fold
from assistant.summaries.lines import Line

Kind = Literal["person", "org", "product", "place", "other", ""]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FULL_NAME = re.compile(
    r"[A-Z][a-zà-ɏ]+(?: [A-Z]\.?| [A-Z][a-zà-ɏ]+| (?:de|van|von|der|del|la))* [A-Z][A-Za-zà-ɏ'’-]*[a-zà-ɏ]"
)
_INSTITUTION = re.compile(
    r"\b(?:Institute|University|Labs?|Inc|Foundation|Research|Capital|Future|Ventures|Initiative|Face|Diffusion|Assistant|"
    r"Technology|Review|News|Daily|Times|Post|Street|Valley|House|Senate|States|Union|Committee|Group|Media|Project|Licence|License|Commission|"
    r"Bank|Council|Association|Society|Party|League|Agency|Department|Ministry|Office|Board|Court|Alliance|Network|Systems|"
    r"Software|Company|Partners|Intelligence|Center|Centre|School|College)\b"
)
_HE_SAYS = re.compile(
    r"\b(?:he|she) (?:\w+ly )?"
    r"(?:said|says|told|believes|argue[sd]|adds?|added|wrote|warn(?:s|ed)|thinks|propose[sd])\b|"
    r"”(?:他|她)(?:还|也)?(?:说|表示|称|告诉)",
    re.IGNORECASE,
)
_PLACES = 4
"""Sentences back that a pronoun may find its person in."""


@cache
def _kinds() -> Mapping[str, Kind]:
    text = files("assistant.facts").joinpath("names.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {fold(form.removeprefix("~")): row[0] for row in rows for form in row[1:]}  # type: ignore[misc]


@lru_cache(maxsize=4096)
def kind_of(name: str, table: NameTable) -> Kind:
    """Person, organisation, product or place as far as tables and the form of the name tell; empty when they do not."""
    for form in table.forms(name):
        if kind := _kinds().get(fold(form)):
            return kind
    if any(_is_person(form) for form in (name, *table.forms(name))):
        return "person"
    if re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name) and normal(name)[0] in SURNAMES:
        return "person"
    return ""


def _is_person(form: str) -> bool:
    """A dotted Chinese name, or a given and a family name in Latin letters."""
    if "·" in normal(form):
        return True
    return bool(_FULL_NAME.fullmatch(form)) and not _INSTITUTION.search(form)


@lru_cache(maxsize=4096)
def english_name(name: str, table: NameTable) -> str:
    """How a Chinese name is written in English, where a table or pinyin tells; empty where nothing does."""
    if not _HAN.search(name):
        return name
    latin = [form for form in table.forms(name) if not _HAN.search(form) and re.search(r"[A-Za-z]", form)]
    if latin:
        full = "·" in normal(name) or len(latin) == 1
        return latin[0] if full or kind_of(name, table) != "person" else min(latin[:2], key=len)
    plain = normal(name)
    if re.fullmatch(r"[\u4e00-\u9fff]{2,3}", plain) and plain[0] in SURNAMES:
        family, *given = lazy_pinyin(plain)
        return f"{family.capitalize()} {''.join(given).capitalize()}"
    return ""


def speakers(lines: Sequence[Line], table: NameTable) -> list[str]:
    """Who is known to speak in each line: named there, or meant by its "he said"; empty where nobody is."""
    found: list[str] = []
    last, since = "", 0
    open_quote = False
    for line in lines:
        text = normal(line.text)
        claims = speaker_claims(text, table)
        named = [claim.speaker for claim in claims if claim.speaker]
        if _HE_SAYS.search(text):
            # "…," she told the Courier: a paper that is told something does not speak.
            named = [name for name in named if kind_of(name, table) == "person"]
        since += 1
        inside = open_quote
        open_quote = _left_open(text, open_quote)
        if named:
            found.append(named[0])
            last, since = named[0], 0
        elif (claims or inside) and last and since <= _PLACES:
            found.append(last)
            since = 0
        else:
            found.append("")
            people = [name for name in names_in(text, table) if kind_of(name, table) == "person"]
            if people and not inside:
                # Told of in the sentence before, a person is whom "she said" means next.
                last, since = people[0], 0
    return found


def _left_open(text: str, before: bool) -> bool:
    depth = int(before)
    for char in text:
        if char in "“「":
            depth += 1
        elif char in "”」":
            depth = max(0, depth - 1)
    return depth > 0
