"""Takes a question apart that asks more than one thing, or the same of several, to look for each by itself."""

import re
from dataclasses import replace

from assistant.choosing import asks_several, asks_whether
from assistant.conversation import Asked
from assistant.facts import NameTable
from assistant.facts.names import names_in

_ASKING = re.compile(
    r"什么|什麼|怎么|怎麼|怎样|怎樣|如何|为何|為何|谁|誰|哪(?!怕)|(?<![好这那這近去前十百千万亿萬億])[几幾](?![乎近率度十百千])|多少|多久|多大|多快|"
    r"是否|还是|還是|[吗嗎呢么麼][？?]?$|(是|能|会|會|要|算|该|該)不\1|有没有|有沒有|"
    r"^(?:(?:and|but|so|then|also) )?(?:\w+ )?(?:what|who|whom|whose|why|how|which)\b|"
    r"^(?:(?:and|but|so|then|also) )?(?:\w+ )?(?:when|where)(?:\W*$|"
    r" (?:did|do|does|was|were|is|are|will|would|has|have|had|can|could|should|exactly)\b)",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"^(?:要是|如果|假如|假设|假設|万一|萬一|倘若|一旦|就算|即使|哪怕)")
"""Sets a scene, whatever words it has."""
_CUT = re.compile(
    r"(?<=[？?。！!；;，])\s*|(?<=,) |(?<=[.]) (?=[A-Z])|"
    r" (?=and (?:in |on |at |by |from |to |for |of )?(?:what|who|whom|whose|when|where|why|how|which)\b)|"
    r"(?<=[^，,])(?=[和跟及](?:什么|什麼|谁|誰|哪|多少|怎|为何|為何))",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^(?:and|but|和|跟|及|又|那|另外|还有|還有)\s*", re.IGNORECASE)
_MOST = 3
_LEAST = 3
"""Characters of a clause that can ask something."""


def parts(question: str) -> list[str]:
    """The things that a question asks, each as a question; the question alone where it asks one.

    A clause that asks nothing belongs to the one behind it, and one behind all others to the last.
    """
    found: list[str] = []
    before = ""
    for clause in _CUT.split(question):
        text = (clause or "").strip()
        if not text:
            continue
        before = f"{before} {text}" if before and before[-1].isascii() else before + text
        if len(text) >= _LEAST and _asks(text.rstrip("，,；;")):
            found.append(before)
            before = ""
    if before and found:
        found[-1] += before if not found[-1][-1].isascii() else f" {before}"
    if not 1 < len(found) <= _MOST:
        return [question]
    return [_OPENS.sub("", part).rstrip("，,；; ") for part in found]


_BESIDE = re.compile(
    r"\s*(?:[、，,]|和|跟|与|與|及|以及|还有|還有|,? (?:and|or|versus|vs\.?) )\s*(?:the )?\s*", re.IGNORECASE
)
"""Between two of several that are named side by side."""
_OF_EACH = re.compile(
    r"各自|各是|分别|分別|[异異]同|[这這那]?(?:两|兩|二|三|四|几|幾)(?:者|家|位|人|方|个|個)|相比|比[较較]|[对對]比|[区區][别別]|不同|"
    r"差(?:在|别|別|异|異)|(?:时间|時間|先后|先後)[顺順]序|先后|先後|"
    r"\b(?:each|both|respectively|compare|compared|differ|difference|differences|versus|vs|in order|order of)\b",
    re.IGNORECASE,
)
"""Says that of several that are named each is asked about."""
_TOGETHER = re.compile(
    r"各自|各是|分别|分別|[这這那]?(?:两|兩|二|三|四|几|幾)(?:者|家|位|人|方|个|個)(?:公司|[机機][构構]|[组組][织織]|人)?|"
    r"他[们們]|她[们們]|它[们們]|\b(?:each|both|respectively) (?:of them )?",
    re.IGNORECASE,
)
"""Words for them together, which are out of place where one is asked about."""


_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them)\b|(?:他|她|它)(?:们|們)?(?!人|们|們)", re.IGNORECASE)
_OWN = re.compile(r"\b(?:his|its|their)\b", re.IGNORECASE)
"""Words that mean who or what the part before named."""


def of_each(question: str, names: NameTable) -> list[str]:
    """The question once for each of two to four that it names side by side and asks about one by one, or as it is."""
    if not _OF_EACH.search(question):
        return [question]
    found = sorted((question.find(name), name) for name in names_in(question, names) if name in question)
    runs: list[list[tuple[int, str]]] = [[]]
    for at, name in found:
        last = runs[-1][-1] if runs[-1] else None
        if last is not None and not _BESIDE.fullmatch(question[last[0] + len(last[1]) : at]):
            runs.append([])
        runs[-1].append((at, name))
    run = max(runs, key=len)
    if not 1 < len(run) <= _MOST + 1:
        return [question]
    start, end = run[0][0], run[-1][0] + len(run[-1][1])
    if re.match(r"\s?的|['’]s", question[end:]):
        return [question]
    before, after = (_TOGETHER.sub("", part) for part in (question[:start], question[end:]))
    return [f"{before}{name}{after}" for _, name in run]


def _asks(clause: str) -> bool:
    """Whether a clause asks something of its own."""
    return not _SUPPOSES.search(clause) and (_ASKING.search(clause) is not None or asks_whether(clause))


def apart(asked: Asked, names: NameTable) -> list[Asked]:
    """Each thing that is asked, behind the one before it, which it may lean on, or of each that is named; ``asked``
    alone where it is one thing, what several documents say of it, or a follow-up that was left as it stands."""
    if asked.earlier or asks_several(asked.question):
        return [asked]
    each = of_each(asked.question, names)
    if len(each) > 1:
        return [replace(asked, question=one) for one in each]
    found = parts(asked.question)
    if len(found) == 1:
        return [asked]
    behind = zip(["", *found], found, strict=False)
    return [replace(asked, question=_named(part, before, names), earlier=before) for before, part in behind]


def _named(part: str, before: str, names: NameTable) -> str:
    """A part with the name that its pronoun means, where the part before it has one name and it has none."""
    found = names_in(before, names)
    if len(found) != 1 or names_in(part, names):
        return part
    name = found[0]
    return _OWN.sub(f"{name}'s", part, count=1) if _OWN.search(part) else _PRONOUN.sub(name, part, count=1)
