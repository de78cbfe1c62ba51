"""A sentence of a document made fit to stand alone: no "however" before it, no loose quotation mark, no half brackets.

Words are only taken away at the edges, or put in one width; what is said stays.
"""

import re

from assistant.facts.text import words
from assistant.language import simplify
from index.types import Script

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_LIST_MARK = re.compile(r"^\s*(?:[-*•·●▪]\s+|\(?\d{1,2}[.)、)]\s*(?!\d)|[①-⑳]\s*|#{1,6}\s+)+")
_DATELINE = re.compile(
    rf"^(?:[{_HAN}A-Za-z·\s]{{2,16}}(?:网|网讯|社|日报|新闻|讯|"
    rf"观察)[{_HAN}·\s]{{0,10}}?(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日(?:讯|电|消息)?[\s,，)）:：]*(?=[{_HAN}A-Z]))"
    r"|^[A-Z][A-Z .,]{2,30}\s?(?:\([A-Z][A-Za-z]+\)\s?)?[—–-]+\s"
)
_TO_WHOM = re.compile(
    r"(?:则|也|还|又)?(?:在接受(?:《[^》]{2,14}》|[^，。“”《》]{0,10})(?:记者)?(?:的)?(?:独家)?(?:采访|专访)时|"
    r"[对向](?:《[^》]{2,14}》|[^，。“”《》]{0,6})记者)(?=表示|说|称|指出|坦言|强调|透露|认为|谈到)"
)
"""To which reporter it was said: no part of what is said, and a name that a translation easily loses."""
_EMPTY = re.compile(r"[(（]\s*[)）]")
_ASIDE = re.compile(r"^[(（](?:注|编者按|图|来源)[:：].*[)）]$")
_OPENERS = sorted(
    words(
        """
        在这里我们不得不提到 我们不得不提到 不得不提的是 然而 但是 但 不过 而 此外 另外
        除此之外 因此 所以 于是 同时 与此同时 其次 首先 最后 再者 再次 并且 而且
        况且 其中 事实上 其实 值得注意的是 值得一提的是 总体而言 总的来说 总之 一般来说
        也就是说 换句话说 例如 比如 尽管如此 对此 在这里 可以说 坦率地说 当然 那么
        更重要的是 不管怎样 无论如何 另一方面 一方面 相比之下 后来 随后 最终 可见 毕竟
        显然 此前 接着 然后是 由此可见 正因如此 而如今 早在 据悉 没错 不仅如此
        """
    ),
    key=len,
    reverse=True,
)
_NEED_COMMA = words("其中 最后 最终 此前 后来 随后 显然 那么 毕竟 首先 其次 当然 同时 可见 再次 例如 比如 对此 总之")
"""Openers that are taken off only with their comma, since without one they belong to the sentence."""
_KEPT_AFTER = {"而": "且言后已立非", "但": "凡是愿求", "早在": "", "所以": "然", "其中": "一二三", "同时": "代期"}
_OPENER = re.compile(f"^(?:{'|'.join(_OPENERS)})")
_ENGLISH_OPENER = re.compile(
    r"^(?:however|but|and|so|yet|still|moreover|furthermore|in addition|additionally|besides|therefore|thus|hence|"
    r"consequently|as a result|for example|for instance|in fact|indeed|of course|meanwhile|at the same time|instead|"
    r"first|firstly|second|secondly|third|finally|lastly|in short|in other words|on the other hand|that said|"
    r"nevertheless|nonetheless|overall|also|in particular|notably|sure|to be sure|granted|after all)(?:,\s+|"
    r"\s+(?=(?:the|an?|it|he|she|they|this|if|when|in|many|some|with|within|by|for|on|at|as|its|their|not|no|there|"
    r"until|[A-Z])\b))",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    r"^(?:这|该|此(?!次)|对此|那(?!么)|它|其(?!他|它|中|次|实)|他|她|双方|前者|后者|文章|文件(?!名)|"
    r"文中|上述|以上|以下|同样|"
    r"否则|也(?!许)|还|就|则|都|又|并(?!非)|从而|使得|如下|一是|二是|三是|如果这|为此|从那以后|那时|那以后|截图|"
    r"现在看|同年|同月|当时|当年|之后|之前|几天(?:以)?后|再|更|接受采访|指出|声称|说|称|表示|写道|或者|"
    r"为了[^,，。]{1,6}[?？]|希望(?=[^，。]{2,})|要(?=[考找让做])|"
    r"一周后|次日|这里|这样|如此|某种|这种|这些|在此|由此|由于这|首先|其次|第[一二三四五六]|本文|我们|我)"
)
_POINTING = re.compile(r"^.{0,12}(?:这[种些个一项番次家款则篇份场位条件]|上述|前述|此类|该[^死])")
"""Points back to what was told before, in the first words."""
_OWN_WORDS = re.compile(r"^[“「\"](?:我们?(?!国)|We\b|I\b|You\b|Our\b|My\b)")
_NO_SUBJECT = re.compile(
    r"^(?:向[^，。“”]{2,24}|在[^，。“”]{2,30}(?:上|中|里|时))(?:证实|透露|表示|称|说|指出|宣布|承认|写道)[，：]|^的(?!确)"
)
"""Begins with what was done to or among others, and never tells by whom."""
_SAME_TEXT = re.compile(r"该(文章|文件|报道|论文|报告|备忘录|文|书|视频|邮件)")
_ENGLISH_DEPENDENT = re.compile(
    r"^(?:he|she|it(?!\s+is\s+(?:\w+\s+)?(?:that|to))|they|this|that|these|those|his|her|its|their|such|there|here|"
    r"we|i|you|both|neither|the former|the latter|then|or|nor|another|others?|said|says|which|who|because|"
    r"first|second|the (?:two|three|four|latter|former|same|other|second|next)|"
    r"(?:\w+ ){1,3}(?:days?|weeks?|months?|years?) (?:later|earlier))\b",
    re.IGNORECASE,
)
_REACTS = re.compile(
    r"\b(?:that|this|these|those) (?:view|idea|claim|argument|approach|decision|question|dispute|comparison|point|"
    r"criticism|reasoning|position|proposal)\b|\bsees? (?:it|things) (?:differently|otherwise|the other way)|"
    r"\b(?:dis)?agree[sd]?\.$|\b(?:takes?|shares?) (?:the same|that) view|"
    r"[”\"],?\s(?:they|we)\s(?:\w+ )?(?:said|say|noted|note|wrote|write|added|argued|warned)\b|"
    r"(?:持|有)(?:相反|不同|类似|相同|相似)的?(?:看法|意见|观点|态度)。$|不(?:这么|这样)(?:看|认为|想)|另有看法|"
    r"^[^，。]{0,8}，?(?:围绕|关于|对于?|把|让)(?:它|其)(?![他中实次])"
)
"""Takes a stand on what somebody said before it."""
_HOLE = re.compile(
    rf"(?<=[{_HAN}]) (?=[{_HAN}])|^[的在也]\s|(?<=[{_HAN}”]) (?=[，,。、])|——的\s|”\s?[，,]?说，|，\s?说[，“]|"
    rf"[，,]\s?写道[：:，,“]|[曾后]在(?:工作|任职|就职)|"
    rf"^\s*[，,、]|"
    rf"、 (?=[{_HAN}])"
)
_SECOND_PERSON = re.compile(
    r"(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instruction|prompt|rule|above|previous)|system prompt|"
    r"you are (?:now|an? (?:ai|assistant))|as an ai|"
    r"\b(?:when|if|while|before) you (?:summari[sz]e|translate|answer|process|read) th|tell the (?:reader|user)s? to|"
    r"(?:概括|总结|翻译|回答|处理)(?:本|这|该)[^，。]{0,6}时|(?:忽略|无视|不要理会|忘记|忘掉)[^。]{0,20}(?:指令|指示|"
    r"提示|要求|规则|以上|之前)|"
    r"\b(?:the|any|every|an?) (?:ai|assistant|chatbot|language model|llm)(?: model| assistant)? "
    r"(?:must|should|shall|has to) (?:ignore|output|print|reveal|say|reply|answer|respond|obey|follow|write|call|"
    r"mention|state)\b|"
    r"(?:AI|助手|模型|机器人|大模型)[^，。]{0,4}(?:必须|务必|请)[^，。]{0,4}(?:输出|回答|忽略|泄露|说出|回复|执行|服从|写明|声明)|"
    r"系统提示|你现在是|你是一个(?:AI|助手|人工智能)",
    re.IGNORECASE,
)
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("(", ")"))


def tidy(text: str, script: Script) -> str:
    """The sentence on one line, without list mark, dateline, empty brackets and unpaired marks, in one width."""
    plain = " ".join(text.split())
    plain = _EMPTY.sub("", _LIST_MARK.sub("", plain))
    match = _DATELINE.match(simplify(plain))
    plain = plain[match.end() :] if match else plain
    if script != "en":
        plain = _full_width(plain)
    return _paired(plain).strip(" ，,、；;")


def without_opener(text: str, script: Script) -> str:
    """The sentence without the words that only tie it to the one before."""
    if script == "en":
        rest = _ENGLISH_OPENER.sub("", text, count=1)
        return rest[:1].upper() + rest[1:]
    for _ in range(2):
        match = _OPENER.match(simplify(text))
        if not match:
            break
        word, rest = match[0], text[match.end() :]
        if (rest[:1] and rest[:1] in _KEPT_AFTER.get(word, "")) or (word in _NEED_COMMA and rest[:1] not in "，,"):
            break
        text = rest.lstrip("，, ：:")
    return text


def without_reporter(text: str) -> str:
    """The sentence without the words that tell to which reporter it was said."""
    match = _TO_WHOM.search(simplify(text))
    return text[: match.start()] + text[match.end() :] if match and match.start() else text


def depends(text: str, script: Script, *, own: bool = False) -> bool:
    """Whether the sentence leans on what stands before it: a pronoun, "this", a verb without its subject.

    ``own``: a speaker is named in it, so that words quoted at its beginning may say "we"."""
    if own and _OWN_WORDS.match(simplify(text)):
        return False
    if _REACTS.search(text if script == "en" else simplify(text)) or text.rstrip()[-1:] in ":：":
        return True
    if script == "en":
        return bool(_ENGLISH_DEPENDENT.match(text.lstrip("“\"'")))
    plain = simplify(text).lstrip("“「")
    if _DEPENDENT.match(plain) or _POINTING.match(plain) or _NO_SUBJECT.match(plain):
        return True
    return any(match[1] not in plain[: match.start()] for match in _SAME_TEXT.finditer(plain))


def has_hole(text: str) -> bool:
    """Whether words were lost between two Chinese ones, as where a page dropped its links."""
    return bool(_HOLE.search(" ".join(text.split())))


def is_aside(text: str) -> bool:
    """Whether all of it is an editor's note."""
    return bool(_ASIDE.match(simplify(" ".join(text.split()))))


def is_instruction(text: str) -> bool:
    """Whether it speaks to whoever processes the document instead of its reader. Such a line is never a statement."""
    return bool(_SECOND_PERSON.search(simplify(text)))


def is_question(text: str) -> bool:
    """Whether it asks."""
    return text.rstrip('”」"』 ').endswith(("?", "？"))


def _full_width(text: str) -> str:
    """Chinese punctuation in its own width; marks inside numbers and Latin words stay."""
    text = re.sub(r"(?<![\dA-Za-z]),|,(?![\dA-Za-z])|(?<=[A-Za-z]),(?=[A-Za-z\d])(?! )", "，", text)
    text = re.sub(r",(?=\S*[\u4e00-\u9fff])(?<!\d,)", "，", text)
    text = re.sub(r":(?!//|\d)", "：", text)
    text = re.sub(r";", "；", text)
    text = re.sub(r"\?", "？", text)
    text = re.sub(r"!", "！", text)
    text = re.sub(rf"\((?=[^()]*[{_HAN}][^()]*\))([^()]*)\)", r"（\1）", text)
    return re.sub(r"(?<=[，。：；？！]) +", "", text)


def _paired(text: str) -> str:
    """Quotation marks and brackets that miss their partner: a quote that was cut is closed, any other is dropped."""
    for opening, closing in _PAIRS:
        depth, missing = 0, 0
        for char in text:
            depth += char == opening
            if char == closing:
                if depth:
                    depth -= 1
                else:
                    missing += 1
        for _ in range(missing):
            text = text.replace(closing, "", 1)
        if depth:
            text = text.rstrip() + closing * depth if opening in "“「『《" else text.replace(opening, "")
    return text
