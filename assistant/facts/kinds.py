"""What kind of thing a name names: a person, an organisation, a product, a place."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from assistant.facts.names import NameTable
from assistant.facts.naming import SURNAMES
from assistant.facts.text import normal
from assistant.language import fold

Kind = Literal["person", "org", "product", "place", "term", "other", ""]

_FULL_NAME = re.compile(
    r"[A-Z][a-zà-ɏ]+(?: [A-Z]\.?| [A-Z][a-zà-ɏ]+| (?:de|van|von|der|del|la))* [A-Z][A-Za-zà-ɏ'’-]*[a-zà-ɏ]"
)
_INSTITUTION = re.compile(
    r"\b(?:Institute|University|Labs?|Inc|Foundation|Research|Capital|Future|Ventures|Initiative|Face|Diffusion|Assistant|"
    r"Technology|Review|News|Daily|Times|Post|Street|Valley|House|Senate|States|Union|Committee|Group|Media|Project|Licence|License|Commission|"
    r"Bank|Council|Association|Society|Party|League|Agency|Department|Ministry|Office|Board|Court|Alliance|Network|Systems|"
    r"Software|Company|Partners|Intelligence|Center|Centre|School|College)\b"
)


@cache
def _kinds() -> Mapping[str, Kind]:
    text = files("assistant.facts").joinpath("names.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {fold(form.removeprefix("~")): row[0] for row in rows for form in row[1:]}  # type: ignore[misc]


def is_known(name: str, table: NameTable) -> bool:
    """Whether a table of names has it, in any spelling."""
    return any(fold(form) in _kinds() for form in table.forms(name))


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
