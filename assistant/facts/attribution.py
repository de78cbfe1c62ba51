"""Who says what: claims such as "X said …" in either language, and whether evidence has the same person say it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.facts.names import NameTable, names_in
from assistant.facts.naming import SURNAMES
from assistant.facts.text import normal, words
from assistant.facts.transliteration import TRANSLITERATING
from assistant.language import fold, script_of


class Claim(NamedTuple):
    """Something given as somebody's words or opinion. ``speaker`` is a name, or empty for "she", 其, "critics"."""

    speaker: str
    content: str


_HAN_VERBS = words(
    """
    表示 认为 指出 写道 告诉 透露 承认 声称 宣称 坚称 称 说道 说过 曾说 说 解释 强调 提到 提及 批评 警告
    呼吁 回复 回应 反驳 指控 指责 斥责 主张 建议 提议 预计 预测 预言 证实 宣布 补充 质疑 相信 坚信 觉得 担心
    担忧 希望 要求 抱怨 感叹 直言 坦言 断言 发文 发了 发出 发表 发推 发帖 发声 披露 表态 谈到 谈及 写着 评论
    形容 赞同 认同 否认 感慨 暗示 暗讽 讽刺 同意 反对 支持 看好 信仰 倾向于 理解 驳斥 驳回 敦促
    """
)
_ENGLISH_VERBS = words(
    """
    said says say argued argues argue told tells believes believed believe thinks thought wrote writes
    stated states claimed claims claim announced announces warned warns explained explains added adds noted
    notes admitted admits acknowledged acknowledges pointed_out points_out suggested suggests insisted
    insists emphasized emphasizes emphasised emphasises stressed stresses replied replies responded responds
    criticized criticizes criticised criticises accused accuses predicted predicts expects revealed reveals
    disclosed confirmed confirms denied denies mentioned mentions tweeted declared declares maintains
    maintained contends contended recommended proposed proposes demanded demands urged urges doubts doubted
    worries worried hopes hoped agreed agrees disagreed disagrees supports supported favors favours opposes
    opposed described describes commented remarked asserted asserts conceded concedes vowed complained
    is_convinced are_convinced
    """
)
_FEELING = words(
    """
    希望 要求 相信 同意 反对 支持 看好 信仰 理解 倾向于 回复 发文
    """
)
_NO_CLAIM = re.compile(r"希望|要求|同意|理解|回复|发文|(?<![a-z])(?:hope[sd]?|agree[sd]?)(?![a-z])", re.IGNORECASE)
"""Wishes and consent: in evidence they show who speaks, in a statement they say more than that someone said so."""
_HAN_VERB = re.compile(
    "(?<![据传学小图游假听演解诉来按虽俗再所比应该是名堪职简号])"
    f"(?:{'|'.join(sorted(_HAN_VERBS, key=len, reverse=True))})(?![明服法话者唱客书辞为谓号呼])"
)
# As written: the United States state nothing.
_ENGLISH_VERB = re.compile(
    rf"(?<![A-Za-z-])(?:{'|'.join(verb.replace('_', ' ') for verb in sorted(_ENGLISH_VERBS))})(?![A-Za-z-])"
)
_ACCORDING = re.compile(
    r"(?:according to|in the (?:view|opinion|words) of|as quoted by)\s+(?P<en>[^,.;]+)"
    r"|(?:(?:根据|按照|照)(?P<by>[^,，。；;]{1,20}?)(?:的说法|所说|所言|的观点|的看法)"
    r"|在(?P<view>[^,，。；;]{1,20}?)(?:看来|眼中)"
    r"|据(?P<zh>[^,，。；;]{1,20}?)(?:称|介绍|表示|透露|所述|说))",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[，,。；;！!？?\n:：]|(?<=[a-z])\.\s")
_SENTENCE_END = re.compile(r"[。！!？?\n]|(?<=[a-z\d”\"])\.\s")
_SUBJECT_END = re.compile(
    r"在|了|对|向|于|通过|接受|则|也|还|曾|却|就|并|又|更|都|同时|此前|近日|随后|公开|曾经|当时|最近|等人|等"
)
_QUOTE = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"")
_GAP = re.compile(
    r"['’]?s?\s*(?:\([^)]*\)\s*)?(?:(?:also|has|have|had|then|later|once|never|not|himself|herself|itself|still|even|thus|"
    r"again|is|was|would|will|may|might|could|\w+ly|executives?|officials?|leaders?|researchers?|spokes\w+|scientists?|"
    r"team|employees?|founders?|co-?founders?)\s*){0,3}",
    re.IGNORECASE,
)
"""What may stand between a name and its verb; anything else is a subject of its own."""
_ADVERBIAL = re.compile(
    r"(?:.{0,4}地|公开|曾|也|还|并|则|随后|最后|同时|再次|一再|多次|直接|明确|甚至|仍|当时|经常|常常)*"
)
_APPOSED = re.compile(
    r"\s*(?:the|an?|who|which|its|his|her|chief|co-?founder|ceo|director|professor|founder|head|then)\b", re.IGNORECASE
)
_TITLED = re.compile(
    r"(?:如|而|但|对于|正如|就像|不过|因此|然而)?"
    r"(?:.{0,24}(?:教授|博士|先生|女士|创始人|合伙人|负责人|发言人|主持人|院士|的|"
    r"[理裁者师长官事员家手任管席帅练演匠医生表士授监记委总]))?"
    r"([\u4e00-\u9fff]{2,3}(?<![不的我中里]))"
)
_PRONOUN = re.compile(
    r"(?:他|她|其|它|他们|她们|该公司|文章|文件)(?=[^们]|$)|(?<![A-Za-z])(?:he|she|it|they)(?![A-Za-z])", re.IGNORECASE
)


def speaker_claims(statement: str, names: NameTable | None = None) -> list[Claim]:
    """Who is given as saying or thinking what, in order; the words inside quotation marks are content, not claims."""
    return list(dict.fromkeys(claim for claim, _ in _placed_claims(normal(statement), names or NameTable.general())))


def _placed_claims(plain: str, table: NameTable) -> list[tuple[Claim, int]]:
    """Claims of a normalised text, each with the place where its clause begins."""
    open_text = _QUOTE.sub(lambda match: "\x01" * len(match[0]), plain)
    found: list[tuple[Claim, int]] = []
    for match in _ACCORDING.finditer(open_text):
        speakers = names_in(next(filter(None, match.groups())), table)
        found += [(Claim(speaker, _rest(plain, match.start(), match.end())), match.start()) for speaker in speakers[:1]]
    for pattern, chinese in ((_HAN_VERB, True), (_ENGLISH_VERB, False)):
        for match in pattern.finditer(open_text):
            cuts = [cut.end() for cut in _CLAUSE_END.finditer(open_text, 0, match.start())]
            speakers = _subjects(open_text, match, cuts, table, chinese)
            rest = _rest(plain, match.start(), match.end())
            found += [(Claim(speaker, rest), cuts[-1] if cuts else 0) for speaker in speakers]
    return found


def pronoun_speaker(sentence: str, context: str, names: NameTable | None = None) -> str:
    """The name of whom the "she said" of a sentence means, by the text before it; empty where it has none or names
    its speaker itself."""
    table = names or NameTable.general()
    if not any(not claim.speaker for claim in speaker_claims(sentence, table)):
        return ""
    found = [claim.speaker for claim in _resolved(context, sentence, table) if claim.speaker]
    return next((name for name in found if not table.mentions(name, sentence)), "")


def attributed(
    statement: str, evidence: str | Sequence[str], context: str = "", names: NameTable | None = None
) -> bool | None:
    """Whether evidence has the named speakers of a statement say something; None when the statement names none.

    ``context`` is the text right before the evidence, in which a "she said" may find its person. Where statement and
    evidence share a language and the evidence has several speakers, the one must be meant whose words are closest.
    """
    table = names or NameTable.general()
    plain = _NO_CLAIM.sub(" ", normal(statement))
    told = [claim for claim in speaker_claims(plain, table) if claim.speaker]
    if not told:
        return None
    shown = evidence if isinstance(evidence, str) else "\n".join(evidence)
    given = _resolved(context, shown, table)
    return all(_is_given(claim, given, normal(f"{context}\n{shown}"), table) for claim in told)


def _is_given(claim: Claim, given: list[Claim], shown: str, table: NameTable) -> bool:
    """Whether evidence does not tell that somebody else said it.

    Verbs of speech and names are without number: of a person whom the evidence names, and does not only speak of in
    somebody else's words, it may well be that the verb was not found.
    """
    own = [other for other in given if other.speaker and _same_person(claim.speaker, other.speaker, table)]
    others = [other for other in given if other.speaker and other not in own]
    best_other = max((overlap(claim.content, other.content) for other in others), default=0.0)
    if own:
        best_own = max(overlap(claim.content, other.content) for other in own)
        return not (best_other >= _SAME_WORDS and best_own <= best_other / 2)
    if not table.mentions(claim.speaker, shown) and not _contains(shown, claim.speaker):
        # In another script a name that no table holds may stand there all the same.
        return _other_script(claim.speaker, shown) and not table.knows(claim.speaker)
    if best_other >= _SAME_WORDS:
        return False
    left = shown
    for other in others:
        left = left.replace(other.content, " ")
    return table.mentions(claim.speaker, left) or _contains(left, claim.speaker) or not others


_SAME_WORDS = 0.5
"""Share of what somebody is given as saying from which it is what another has said."""


def _same_person(first: str, second: str, table: NameTable) -> bool:
    """Whether two subjects name one person, one of them perhaps behind a title."""
    return table.same_name(first, second) or _contains(first, second) or _contains(second, first)


def _contains(text: str, name: str) -> bool:
    """Whether a text has a name as it stands, or a Latin one by its last word."""
    folded, wanted = fold(text), fold(name)
    if re.search(r"[\u4e00-\u9fff]", wanted):
        return len(wanted) > 1 and wanted in folded
    last = wanted.split()[-1] if wanted.split() else ""
    return len(last) > 2 and re.search(rf"(?<![a-z]){re.escape(last)}(?![a-z])", folded) is not None


def _other_script(name: str, text: str) -> bool:
    return (re.search(r"[\u4e00-\u9fff]", name) is None) != (script_of(text) == "en")


def _resolved(context: str, evidence: str, table: NameTable) -> list[Claim]:
    """The claims of the evidence, each "she" given who was named before it: in its sentence, else who spoke last."""
    before = _people(context, table)
    last = before[-1] if before else ""
    claims: list[Claim] = []
    for sentence in whole_sentences(normal(evidence)):
        found = _placed_claims(sentence, table)
        if not found and last and re.search(r"[“”\"「」]", sentence):
            # A quotation alone goes on with the one who spoke before.
            found = [(Claim("", sentence), 0)]
        for claim, place in _apart(found, sentence):
            named = [] if claim.speaker else names_in(_QUOTE.sub(" ", sentence[:place]), table)
            speaker = claim.speaker or (named[0] if named else last)
            claims.append(Claim(speaker, claim.content))
            last = speaker or last
        if not found:
            named = names_in(sentence, table)
            pronoun = _PRONOUN.search(sentence)
            # "In 1785 he presented the Theory": whoever was named before stays the one that is meant.
            if named and not (last and pronoun and pronoun.start() < sentence.find(named[0])):
                last = named[0]
    return claims


def _apart(found: Sequence[tuple[Claim, int]], sentence: str) -> list[tuple[Claim, int]]:
    """Claims of one sentence in their order, each without what is said by the one behind it."""
    ordered = sorted(found, key=lambda item: item[1])
    ends = [*(sentence[place:] for _, place in ordered[1:]), ""]
    return [
        (Claim(claim.speaker, claim.content.removesuffix(end)), place)
        for (claim, place), end in zip(ordered, ends, strict=False)
    ]


def _people(text: str, table: NameTable) -> list[str]:
    claims = [claim.speaker for claim in speaker_claims(text, table) if claim.speaker]
    return claims or names_in(text, table)


def _subjects(text: str, verb: re.Match[str], cuts: list[int], table: NameTable, chinese: bool) -> list[str]:
    """The names that stand as the verb's subject: before it in its clause, or right behind it ("…", said X)."""
    left = text[: verb.start()]
    clause = (left[cuts[-1] :] if cuts else left).rsplit("\x01", 1)[-1]
    if chinese:
        return _chinese_subject(clause, table, verb[0]) or _carried(left, clause, cuts, table, verb[0])
    names = names_in(f"{clause.strip()} said", table)
    bounds = [0, *cuts, len(left)]
    inserted = bounds[-3:-1] if not clause.strip() else bounds[-2:]
    if len(inserted) == 2 and _APPOSED.match(left[inserted[0] :]) and left[: inserted[0]].rstrip().endswith(","):
        # "X, the CEO of Y, said": the subject stands before the inserted phrase.
        start = max(bound for bound in bounds if bound < inserted[0])
        names = names_in(left[start : inserted[0]].strip(" ,") + " said", table)[:1]
        return names or [""]
    if names and _GAP.fullmatch(clause[clause.rfind(names[-1].split()[-1]) + len(names[-1].split()[-1]) :]):
        return _joined(names, clause)
    behind = re.match(r"\s+((?:[A-Z][\w.'’-]*\s?){1,4})", text[verb.end() :])
    if behind and re.search(r"\x01[,\s]*$", left) and (found := names_in(f"{behind[1].strip()} said", table)):
        return found[:1]
    return [""] if _PRONOUN.search(clause) or not clause.strip() else []


def _chinese_subject(clause: str, table: NameTable, verb: str) -> list[str]:
    cut = _SUBJECT_END.search(clause)
    while cut and not names_in(clause[: cut.start()], table) and not _person(clause[: cut.start()], verb):
        if _PRONOUN.fullmatch(clause[: cut.start()].strip()):
            return [""]
        cut = _SUBJECT_END.search(clause, cut.end())
    subject = clause[: cut.start()] if cut else clause
    if person := _person(subject, verb):
        return [person]
    if names := names_in(subject, table):
        return _joined(names, subject)
    return [""] if _PRONOUN.search(subject) else []


def _carried(left: str, clause: str, cuts: list[int], table: NameTable, verb: str) -> list[str]:
    """The subject of the clauses before, for a verb without its own (…, 罕见地公开承认); "" where unknown."""
    if not _ADVERBIAL.fullmatch(re.sub(r"[\s\x01()）]+", "", clause)):
        return []
    bounds = [0, *cuts]
    for start, end in reversed(list(pairwise(bounds))):
        if re.search(r"[。！？!?\n]\s*$", left[:end]):
            break
        if (speakers := _chinese_subject(left[start:end].rstrip(" ,，:："), table, verb)) and speakers != [""]:
            return speakers
    return [""]


def _person(subject: str, verb: str) -> str:
    """A name in Chinese characters that is a subject, alone or behind a title; empty where there is none."""
    bare = re.sub(r"[\s\x01()）]+", "", subject)
    if re.fullmatch(f"[{TRANSLITERATING}]{{2,6}}", bare) and bare not in _NOT_PEOPLE:
        return bare
    match = _TITLED.fullmatch(bare)
    if not match or match[1][0] not in SURNAMES or match[1] in _NOT_PEOPLE:
        return ""
    return match[1] if len(match[1]) == 3 or verb not in _FEELING else ""


def _joined(names: list[str], clause: str) -> list[str]:
    """Both of "X and Y said", the person of "X of Y", else the last name: a title stands before it."""
    if len(names) > 1:
        between = clause[clause.find(names[-2]) + len(names[-2]) : clause.rfind(names[-1])].strip()
        if between in ("and", "和", "与", "及"):
            return names[-2:]
        if between in ("of", "at", "from", "with", "for", ", of"):
            return names[-2:-1]
    return names[-1:]


def _rest(text: str, start: int, end: int) -> str:
    """What is said: the sentence around the verb without the verb's own clause, else what follows."""
    behind = text[end:].lstrip(" ，,:：道")
    return behind if len(behind) > 4 else text[:start]


def whole_sentences(text: str) -> list[str]:
    """The sentences of a text, none cut inside a quotation or between one and who spoke it."""
    out: list[str] = []
    start, depth = 0, 0
    for match in re.finditer(r"[“「『]|[”」』]|[。！？!?\n]+[”」』]?|(?<=[a-z\d])\.[”\"]?\s", text):
        if match[0] in "“「『":
            depth += 1
        elif match[0] in "”」』":
            depth = max(0, depth - 1)
        else:
            if match[0][-1] in "”」』":
                depth = max(0, depth - 1)
            quoted = match[0].rstrip()[-1:] in '”」』"'
            if depth == 0 and not (quoted and _speaker_follows(text[match.end() :])):
                out.append(text[start : match.end()])
                start = match.end()
    return [sentence for sentence in (*out, text[start:]) if sentence.strip()]


def _speaker_follows(text: str) -> bool:
    """Whether the words after a closed quotation still tell who spoke it ("…。”X说)."""
    head = re.split(r"[，,。；;“「\n]", text, maxsplit=1)[0]
    return len(head) < 40 and bool(_HAN_VERB.search(head)) and not head.startswith(("他们", "我们"))


def overlap(first: str, second: str) -> float:
    """Share of the first text's character pairs (words in English) that the second has."""
    a, b = _units(first), _units(second)
    return len(a & b) / len(a) if a else 0.0


def _units(text: str) -> set[str]:
    folded = fold(text)
    long_words = set(re.findall(r"[a-z]{4,}", folded))
    han = re.findall(r"[\u4e00-\u9fff]+", folded)
    return long_words | {run[n : n + 2] for run in han for n in range(len(run) - 1)}


_NOT_PEOPLE = words(
    """
    高管 方面 安全 文章 文件 有人 网友 白宫 业界 康复 金融 马上 何时 于是 任何 高级 向来 田野 文中 方才 关于
    石油 毛利 万一 严格 许多人 许多 程序员 董事会 董事长 常委会 管理层 管理者 安全组 方案 曾签署
    """
)
