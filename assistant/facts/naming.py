"""Where names are in a text: capitalised words in English, Latin words and dotted names in Chinese.

A word that opens an English sentence is capitalised whatever it is, so there it is taken for a name only when
something else shows it: more capitals, a second capitalised word, a possessive, a verb of saying, or the name table.
"""

import re
from collections.abc import Callable

from assistant.facts.text import normal, words
from assistant.facts.transliteration import TRANSLITERATING

HAN_NAME = re.compile(f"[{TRANSLITERATING}]{{1,5}}(?:·[{TRANSLITERATING}]{{1,6}})+")
"""A foreign name in Chinese with its dot; an edge may hold a character too many that also writes names."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包傅骆鲍阮阎"
)
"""The family names of nearly everyone in China."""

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9À-ɏ])(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|[A-Z][A-Za-z0-9À-ɏ]*(?:[&'’.-](?=[A-Za-z0-9])[A-Za-z0-9À-ɏ]+)*|[a-z]{1,3}[A-Z][A-Za-z0-9]*)"
)
_JOIN = re.compile(r" |\s(?:of|of the|for|for the|&|de|da|van|von|der|del|la)\s")
_HEADS = words(
    """
    university institute bank house department school ministry center centre college bureau office state museum journal
    future academy association society council court republic kingdom city board bill duke king queen battle treaty
    declaration church bank faculty bay gulf lake isle mayor bishop war age
    """
)
_SEPARATE = words("ceo cto cfo coo vp president professor chairman dr mr mrs ms")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。！？：；\n\"“”「」『』(（\[•-]|\u2026)\s*$")
_SHOWN = re.compile(
    r"(?:['’]s\b|\s(?:said|says|argued|argues|told|tells|believes|believed|wrote|writes|claimed|claims|announced|warned|"
    r"explained|added|noted|stated|admitted|thinks|thought|sued|founded|founded|released|launched)\b)"
)
_FUNCTION_WORDS = words(
    """
    a about above according across adding additionally after again against ago all almost alone along
    already also although always am among an and another any anyone anything are around as asked at away
    back based be because become before behind being below besides between beyond both but by can certainly
    clearly compared consequently could currently despite did do does don't due during each earlier either
    else elsewhere especially even eventually ever every everyone except few finally first firstly following
    for formerly from further furthermore given had has have having he hence her here hers him his hopefully
    how however i if in including indeed initially instead into is it it's its itself just last lastly later
    least less let like likewise many may maybe meanwhile might moreover most much must my nearly neither
    nevertheless next no nobody none nonetheless nor not nothing notably now of off often on once one ones
    only onto or originally other others otherwise our out outside over overall particularly per perhaps
    please possibly previously probably rather recently regarding same second secondly see several shall she
    should similarly since so some someone something sometimes soon specifically still such than that that's
    the their them then there therefore these they third thirdly this those though through throughout thus
    to today together tomorrow too toward towards two three four five six seven eight nine ten under unless
    unlike until up upon us usually various very was we well were what whatever when whenever where whereas
    whether which while who whoever whom whose why will with within without would yes yesterday yet you your
    january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday yes no
    internet web english bc ad am pm usd rmb cny eur gbp
    """
)
TITLES = words(
    """
    mr mrs ms dr prof professor president chief executive officer director founder co-founder cofounder
    chairman chairwoman chair head scientist engineer researcher minister senator secretary spokesperson
    spokesman spokeswoman vice associate assistant manager managing partner lawyer attorney analyst sir lord
    lady judge ceo cto cfo coo vp
    """
)
GENERIC = words(
    """
    ai llm llms gpu gpus cpu api apis it tv pc ip phd it's ok q&a faq url pdf usb gb tb mb kg km cm id ui
    nda agi sdk seo kpi ipo gdp faq r&d suv dna vip led mri
    """
)
"""Capitals that name a kind of thing; alone they are never held against a statement."""
_NOT_NAMES = _FUNCTION_WORDS | TITLES | GENERIC


def latin_names(text: str, known: Callable[[str], bool] | None = None) -> list[str]:
    """Names in Latin letters, in order; ``known`` tells of a spelling whether it is a name for certain."""
    plain = normal(text)
    found: list[str] = []
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(plain):
        if run and not _joins(run, plain[run[-1].end() : token.start()], token[0]):
            _close(plain, run, known, found)
            run = []
        run.append(token)
    _close(plain, run, known, found)
    return list(dict.fromkeys(found))


def _joins(run: list[re.Match[str]], gap: str, word: str) -> bool:
    """Whether a capitalised word goes on with the name before it: Meta's Llama and CEO Sam Altman are two things."""
    last = run[-1][0]
    if last.endswith(("'s", "’s")) or last.lower().rstrip(".") in _SEPARATE or word.lower().rstrip(".") in _SEPARATE:
        return False
    return gap == " " or (bool(_JOIN.fullmatch(gap)) and (not re.search("of|for", gap) or last.lower() in _HEADS))


def _close(text: str, run: list[re.Match[str]], known: Callable[[str], bool] | None, found: list[str]) -> None:
    """Take the name out of a run of capitalised words: titles and opening words off, chance capitals dropped."""
    opened = bool(run) and bool(_SENTENCE_START.search(text[: run[0].start()]))
    first = run[0].start() if run else -1
    while run and _is_common(run[0][0]):
        run = run[1:]
    while run and _is_common(run[-1][0]) and _bare(run[-1][0]) not in TITLES | GENERIC:
        run = run[:-1]
    if not run:
        return
    name = text[run[0].start() : run[-1].end()].removesuffix("'s").removesuffix("’s").rstrip("'’")
    if len(name) < 2 or (name.isdigit()):
        return
    single = len(run) == 1
    plain_case = bool(re.fullmatch(r"[A-Z][a-z'’-]+", name))
    if single and opened and run[0].start() == first and plain_case and not (known and known(name)):
        shown = _SHOWN.match(text, run[0].start() + len(name))
        if not shown or (
            shown[0][0] != "'" and shown[0][0] != "’" and name.endswith(("s", "ing", "ed", "ly", "one", "body"))
        ):
            return
        if name.lower() in _ROLES:
            return
    found += _known_parts(name, known) if known else [name]


def _known_parts(name: str, known: Callable[[str], bool]) -> list[str]:
    """Two names that only stand side by side ("in a Reddit AMA Sam Altman said"), told apart by the known one."""
    parts = name.split(" ")
    if len(parts) > 2 and not known(name):
        for size in range(len(parts) - 1, 1, -1):
            if known(" ".join(parts[-size:])):
                return [" ".join(parts[:-size]), " ".join(parts[-size:])]
            if known(" ".join(parts[:size])):
                return [" ".join(parts[:size]), " ".join(parts[size:])]
    return [name]


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s").rstrip(".")


def _is_common(word: str) -> bool:
    bare = _bare(word)
    if word in ("US", "IT", "May", "AD"):
        return word != "US"
    return bare in _NOT_NAMES or (len(bare) == 1)


_ROLES = words(
    """
    company firm government author article document report reporter newspaper lawsuit complaint statement
    team critic expert nobody everyone somebody paper study memo organization organisation startup community
    public court industry investor user developer model software technology group side party response post
    email letter interview
    """
)
