"""Takes a question apart that asks more than one thing, or the same of several, to look for each by itself."""

import re
from dataclasses import replace

from assistant.choosing import asks_several, asks_sides, asks_whether
from assistant.citations import units
from assistant.conversation import Asked
from assistant.facts import NameTable, extract
from assistant.facts.kinds import kind_of
from assistant.facts.names import names_in
from assistant.language import fold, script_of

_ASKING = re.compile(
    r"什么|什麼|怎么|怎麼|怎样|怎樣|如何|为何|為何|谁|誰|哪(?!怕)|(?<![好这那這近去前十百千万亿萬億])[几幾](?![乎近率度十百千])|多少|多久|多大|多快|"
    r"是否|(?<![来來后後终終果总總])(?:还是|還是)|[吗嗎呢么麼][？?]?$|(是|能|会|會|要|算|该|該)不\1|有没有|有沒有|"
    r"^(?:(?:and|but|so|then|also) )?(?:\w+ )?(?:what|who|whom|whose|why|how|which)\b|"
    r"^(?:(?:and|but|so|then|also) )?(?:\w+ )?(?:when|where)(?:\W*$|"
    r" (?:did|do|does|was|were|is|are|will|would|has|have|had|can|could|should|exactly)\b)",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"^[^，,？?]{0,6}(?:要是|如果|假如|假设|假設|万一|萬一|倘若|就算|即使|哪怕)|^一旦")
"""Sets a scene, whatever words it has."""
_CUT = re.compile(
    r"(?<=[？?。！!；;，])\s*|(?<=,) |(?<=[.]) (?=[A-Z])|"
    r" (?=and (?:in |on |at |by |from |to |for |of )?(?:what|who|whom|whose|when|where|why|how|which)\b)|"
    r"(?<=[^，,])(?=[和跟及](?:什么|什麼|谁|誰|哪|多少|怎|为何|為何))",
    re.IGNORECASE,
)
_SAYS = (
    r"(?:说|說|讲|講|称|稱|认为|認為|觉得|覺得|以为|以為|提醒|警告|解释|解釋|主张|主張|指出|表示|批评|批評|强调|強調|承认|承認|担心|擔心|"
    r"相信|预测|預測|声称|聲稱|透露|抱怨|写道|寫道)"
)
_SAYS_AT_END = re.compile(rf"{_SAYS}[，,：: ]*$")
_WHO_SAYS = re.compile(rf"(?:谁|誰|哪位|何人|哪个人|哪個人)[^，,？?的]{{0,6}}{_SAYS}(?![的过過了什怎])")
_ASKS_ITSELF = re.compile(r"(?:什么|什麼|谁|誰|哪|为何|為何|多少|[几幾][个個家年月]).*[？?]$")
"""Brings up what somebody says, which goes on in the clauses behind it, until one asks something of its own."""
_SAID = re.compile(rf"^{_SAYS}")
_OTHERWISE = re.compile(r"or\b|还是|還是", re.IGNORECASE)
_SAYS_TO_IT = re.compile(
    r"(?!他|她|它|那)\w{2,8}?(?:又|是)?(?:怎么|怎麼|怎样|怎樣|如何|咋)(?:回|答|回答|回应|回應|解释|解釋)(?:的)?[？?]?$"
)
_ENDED = re.compile(r"[？?。！!；;]$")
_OPENS = re.compile(
    r"^(?:(?:and|but)\b|(?:和|跟|及)(?=什么|什麼|谁|誰|哪|多少|怎|为何|為何)|又|那(?=[，,\s他她它你谁誰什怎哪])|另外|还有|還有)[，,\s]*",
    re.IGNORECASE,
)
_MOST = 3
_KEPT = 0.3
"""Share of a question's words that those made of it must keep."""
_LEAST = 3
"""Characters of a clause that can ask something."""


def parts(question: str) -> list[str]:
    """The things that a question asks, each as a question; the question alone where it asks one.

    A clause that asks nothing belongs to the one behind it, but to the one before it where it ends its sentence, and
    one behind all others to the last.
    """
    found: list[str] = []
    before = ""
    clauses = _clauses(question)
    for n, text in enumerate(clauses):
        before = _behind(before, text)
        if len(text) >= _LEAST and _asks(text.rstrip("，,；;"), last=n == len(clauses) - 1):
            found.append(before)
            before = ""
        elif found and before == text and _ENDED.search(text) and not _ENDED.search(found[-1]):
            found[-1] = _behind(found[-1], text)
            before = ""
    if before and found:
        found[-1] = _behind(found[-1], before)
    if not 1 < len(found) <= _MOST:
        return [question]
    return [_OPENS.sub("", part).rstrip("，,；; ") for part in found]


def _clauses(question: str) -> list[str]:
    """Where it may be taken apart: never within what somebody is said to say."""
    found: list[str] = []
    for clause in _CUT.split(question):
        text = (clause or "").strip()
        if found and text and not _ENDED.search(found[-1]) and _goes_on(found[-1], text):
            found[-1] = _behind(found[-1], text)
        elif text:
            found.append(text)
    return found


def _goes_on(before: str, clause: str) -> bool:
    """Whether a clause is part of what the one before it says that somebody says, or gives another choice, or asks what
    somebody says to it."""
    if _SAYS_AT_END.search(before) or _SAID.match(clause) or _OTHERWISE.match(clause) or _SAYS_TO_IT.match(clause):
        return True
    return _WHO_SAYS.search(before) is not None and not _ASKS_ITSELF.search(clause)


def _behind(text: str, clause: str) -> str:
    return f"{text} {clause}" if text and text[-1].isascii() else text + clause


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


_PRONOUNS: tuple[tuple[re.Pattern[str], str, frozenset[str]], ...] = (
    (re.compile(r"\bhis\b", re.IGNORECASE), "'s", frozenset({"person", ""})),
    (re.compile(r"\bits\b", re.IGNORECASE), "'s", frozenset({"org", "product", "place", ""})),
    (re.compile(r"\btheir\b", re.IGNORECASE), "'s", frozenset({"person", "org", "product", "place", ""})),
    (re.compile(r"\b(?:he|she|him|her)\b|[他她](?!人|们|們)", re.IGNORECASE), "", frozenset({"person", ""})),
    (re.compile(r"\b(?:they|them)\b|[他她它][们們]", re.IGNORECASE), "", frozenset({"person", "org", "product"})),
    (re.compile(r"它(?!们|們)"), "", frozenset({"org", "product", ""})),
)
"""Words that mean who or what the part before named, what is put behind the name for them, and the kinds of name that
they can stand for. An English "it" is more often a thing that no name was used for."""
_ASKS_WHO = re.compile(
    r"谁|誰|何人|哪(?:一|两|兩|几|幾)?(?:位|名|人|家|[个個](?!月|星期|[时時]候|[时時]间|[时時]間|方面))|\bwho(?:m|se)?\b|"
    r"\bwhich (?!(?:day|date|month|year|time|week)\b)(?:\w+ ){0,3}(?:was|is|did|does|has|had|\w+ed)\b",
    re.IGNORECASE,
)
_COINED = re.compile(r"[a-z][A-Z]")
"""Capitals inside a word, which people do not have."""


def of_each(question: str, names: NameTable) -> list[str]:
    """The question once for each of two to four that it names side by side and asks about one by one, or as it is."""
    if two := _TWO.match(question.strip()):
        second, _, both = _TOGETHER.sub("", two["second"]).partition("都")
        return [f"{one}{both}，{two['asks']}" for one in (two["first"], second)]
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


_TWO = re.compile(
    r"(?P<first>[^，,、？?和跟与與]{2,24}?)(?:和|跟|与|與|以及)(?P<second>[^，,、？?和跟与與]{2,24})[，,]\s*"
    r"(?:(?:哪一?[个個家位]|谁|誰)[^，,？?]{1,8}[，,？?]\s*)?(?:这|這|那)?(?:它们|它們|他们|他們|[两兩二][个個者人家边邊])?(?:各自|各|分别|分別)"
    r"(?!方|家|派|位|国|國|种|種|地|界|行|项|項)(?P<asks>[^，,]*[^，,的])$"
)
"""Two whole phrases side by side, of which each is asked about behind a comma."""
_LISTED = re.compile(r"^(?P<head>[^：:]+)[：:]\s*(?P<items>[^：:？?]{4,})[？?。.！!]*$")
_AND = re.compile(r"\s*(?:[、，,；;]\s*(?:and |以及|还有|還有|和)?|\band\b|以及|还有|還有)\s*")
_IN_TIME = re.compile(r"(?:时间|時間|先后|先後)|\bin (?:what )?order\b|\border of\b|\bchronolog")
_OF_ORDER = re.compile(
    r"(?:帮我|幫我|请|請|麻烦|麻煩|你)*(?:按照?|照|依照?)?(?:时间|時間)?(?:先后|先後)?(?:的)?(?:顺序|順序)?(?:来|來)?(?:排|列|理|梳理|整理)(?:列|个|個|一?下|出来|出來)*|"
    r"各(?=是|在|于|於)|分别|分別|(?:please |can you |could you )?"
    r"(?:put|list|sort|arrange) (?:these|them|the following)?(?: events| things)?"
    r"(?: in (?:the )?(?:time |chronological |right )?order(?: of time)?)?",
    re.IGNORECASE,
)
"""How a question orders a list, which is out of place where one of it is asked about."""
_MOST_LISTED = 5


def of_each_listed(question: str) -> list[str]:
    """The question once for each of the things that it lists behind a colon and asks about one by one, or as it is."""
    found = _LISTED.match(question.strip())
    if found is None or not (_OF_EACH.search(found["head"]) or _IN_TIME.search(found["head"])):
        return [question]
    items = [item.strip() for item in _AND.split(found["items"].rstrip(" ?？!！.。")) if item.strip()]
    if not 1 < len(items) <= _MOST_LISTED or min(map(len, items)) < _LEAST:
        return [question]
    rest = _OF_ORDER.sub("", found["head"]).strip(" ,，.。")
    if not _ASKING.search(rest):
        if not _IN_TIME.search(found["head"]):
            return [question]
        rest = "是什么时候？" if script_of(question) != "en" else "when was it?"
    return [f"{item}{'' if script_of(question) != 'en' else ': '}{rest}" for item in items]


_EACH = re.compile(
    r"(?:[这這那]?[两兩二三四][个個]?[人位者家方]|他[们們]|她[们們])?(?:各自|分别|分別|各(?!种|種|位|地|国|國|界|方|行|项|項|个|個))(?:是)?|"
    r"\beach(?: of (?:them|the (?:two|three|four)))?\b(?! \w+ed\b)",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?<=[。.！!？?；;])\s*(?=\S)|(?<=[，])(?=[^，]*$)")


def of_each_told(question: str, names: NameTable) -> list[str]:
    """What is asked of each of the people named before, in sentences of their own, once for each; or as it is."""
    *before, last = _LAST.split(question)
    told = " ".join(before)
    people = [name for name in names_in(told, names) if kind_of(name, names) == "person"]
    people = sorted(dict.fromkeys(people), key=told.find)
    if not 1 < len(people) <= _MOST + 1 or names_in(last, names) or not _EACH.search(last):
        return [question]
    return [_EACH.sub(name, last, count=1) for name in people]


_OF_ALL = re.compile(r"^(?:那)?(?:各自?|分别|分別)(?!方|家|派|位|国|國|种|種|地|人|个|個)")
"""Begins with each of those that the clause before asks for, which are not known yet."""


_ASKED_OF = re.compile(r"(?:被|有人|记者|記者)[^，,？?]{0,4}(?:问|問)|(?:问|問)(?:到|起|及)")
"""Tells what somebody was asked."""
_TOPIC = re.compile(r"呢[，,？?]?$")


def _asks(clause: str, *, last: bool) -> bool:
    """Whether a clause asks something of its own; what each side says of the clause before it is no other thing, and
    what only brings something up (…呢？) asks nothing before another does."""
    if _SUPPOSES.search(clause) or _OF_ALL.search(clause) or _ASKED_OF.search(clause) or asks_sides(clause):
        return False
    if not last and _TOPIC.search(clause) and not _ASKING.search(_TOPIC.sub("", clause)):
        return False
    return _ASKING.search(clause) is not None or asks_whether(clause)


def apart(asked: Asked, names: NameTable) -> list[Asked]:
    """Each thing that is asked, behind the one before it, which it may lean on, or of each that is named; ``asked``
    alone where it is one thing, what several documents say of it, or a follow-up.
    """
    if asked.earlier or asks_several(asked.question):
        return [asked]
    each = of_each_listed(asked.question)
    each = of_each(asked.question, names) if len(each) == 1 else each
    each = of_each_told(asked.question, names) if len(each) == 1 else each
    if len(each) > 1:
        return [replace(asked, question=one) for one in each]
    found = parts(asked.question)
    if len(found) == 1:
        return [asked]
    behind = zip(["", *found], found, strict=False)
    return [replace(asked, question=_named(part, before, names), earlier=before) for before, part in behind]


_OF_SEVERAL = re.compile(
    r"\b(?:each|both|respectively|compared?|versus|vs|differ\w*|scores|numbers|figures)\b|"
    r"\bwhich (?:\w+ ){0,3}(?:bigger|larger|older|longer|earlier|first|more|higher|newer|smaller)\b|"
    r"各(?!种|種|地|界|行|项|項|国|國|方|位|家|做|派)|分别|分別|相比|比[较較]|[对對]比|[异異]同|[区區][别別]|差[别別异異]|"
    r"(?:有|什么|什麼|哪里|哪裡)不(?:同|一样|一樣)|(?:哪[个個家]|谁|誰)[^，,？?]{0,6}(?:更|先|早|大|老|长|長|高|贵|貴)|"
    r"一[个個家边邊][^，,]*一[个個家边邊]|[？?].*又|早年.*后来|早年.*後來",
    re.IGNORECASE,
)


def may_be_of_several(asked: Asked) -> bool:
    """Whether a question that the rules leave whole has words of one that asks the same of several things, which a
    model may tell apart."""
    return not asked.earlier and not asks_several(asked.question) and _OF_SEVERAL.search(asked.question) is not None


def taken_apart(asked: Asked, written: str, names: NameTable) -> list[Asked]:
    """The questions that a model wrote for one, a line each; ``asked`` alone where they are not two to four, or one is
    no question, or brings a name or a number of its own, or they leave out a name or most of its words."""
    lines = list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
    if not 1 < len(lines) <= _MOST + 1 or not all(line.endswith(("?", "？")) for line in lines):
        return [asked]
    known = extract(asked.question).numbers
    for line in lines:
        numbers = {number.value for number in extract(line).numbers} - {number.value for number in known}
        if numbers or any(not names.mentions(name, asked.question) for name in names_in(line, names)):
            return [asked]
    if any(not names.mentions(name, "\n".join(lines)) for name in names_in(asked.question, names)):
        return [asked]
    words, kept = units(fold(asked.question)), units(fold("\n".join(lines)))
    if sum(word in kept for word in words) < _KEPT * len(words):
        return [asked]
    return [replace(asked, question=line) for line in lines]


def _named(part: str, before: str, names: NameTable) -> str:
    """A part with the name that its pronoun means, where the part before it has one name and it has none.

    Where that part asks who it is, the pronoun means whoever that is.
    """
    found = names_in(before, names)
    if len(found) != 1 or names_in(part, names) or _ASKS_WHO.search(before):
        return part
    name = found[0]
    kind = kind_of(name, names) or ("org" if _COINED.search(name) else "")
    for pattern, ending, kinds in _PRONOUNS:
        if kind in kinds and pattern.search(part):
            return pattern.sub(f"{name}{ending}", part, count=1)
    return part
