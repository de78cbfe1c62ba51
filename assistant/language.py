"""Which language and script a text is in, and one script from the other.

Questions are short and mixed ("Grok开源了吗", "What did 朱啸虎 say?"), where letter statistics and trained identifiers
guess; the words that hold a sentence together (what, did, 什么, 吗) tell. So function words decide, and only where
there are none does the amount of either script.

The two Chinese scripts are told apart by the national character sets: a character that OpenCC would change and that
Big5 lacks is simplified, one that GB 2312 lacks is traditional; those in both (后, 里, 台) say nothing.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from index.types import Script

THIRD_LANGUAGE = "Questions can be asked in English or Chinese. / 请用中文或英文提问。"
"""What a reader is told when ``detect`` returns None."""

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff\u3007"
_HAN_CHAR = re.compile(f"[{_HAN}]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_QUOTED = re.compile(r'“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|《[^》]*》|"[^"]*"')


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _words(
    """
    a an the is are was were be been am do does did done has have had will would can could should shall may
    might must what who whom whose which when where why how and or but nor not no if then than so because
    while about of in on at to from by for with without into over under after before between against during
    as it its this that these those he she they them his her their him you your we our us i me my say says
    said tell told think thinks thought give show explain describe summarize summarise compare list name any
    some all both more most many much there here according ok okay yes hi hello hey thanks thank please bye
    good write make translate let's what's who's how's it's isn't aren't don't doesn't didn't won't can't
    """
)
_ENGLISH_ONLY = _ENGLISH - _words(
    """
    a an am i me in on at as so no do he we has had was were are or but die man us my his sin son
    """
)
# French, Spanish, Portuguese, Italian, German, Dutch, Nordic languages, Polish, Turkish, Indonesian, Vietnamese.
_OTHER = _words(
    """
    le la les un une des du est sont qui que quoi quel quelle pourquoi comment où dans avec pour pas ce
    cette il elle nous vous et ou sur aux il-y-a qu'est el los las una uno unos es son quién quien qué cuál
    cual cómo como dónde cuándo por para con sin del al lo se su sus está están y dijo fue o os as um uma é
    são quem qual onde quando porque não na no nas nos da das dos em com seu gli della delle dei degli nel
    nella che chi cosa perché dove è sono non di ha detto der die das den dem ein eine einen einem ist sind
    war wer wie wo wann warum welche welcher was und oder nicht mit von zu für auf über hat haben sagt sagte
    wird het een zijn wat wie waarom hoe waar niet voor van met door heeft zegt är och vad hvad hva vem hvem
    hvorfor varför hvordan hur det som för til att jag jest są co kto dlaczego jak gdzie nie czy się przez
    bir ve ne kim neden nasıl mi mı için ile değil apa siapa mengapa bagaimana yang dan di dengan untuk
    adalah tidak là gì tại sao của và không những các cho
    """
)
_OTHER_ONLY = _OTHER - _ENGLISH
_CHINESE = re.compile(
    "什么|甚么|谁|为何|为什|怎|如何|哪|几|吗|呢|吧|嘛|的|了|是|有|没|不|在|和|与|或|及|对|于|把|被|将|会|能|要|应|该|可以|请|"
    "说|讲|称|问|看|想|认为|表示|多少|何|这|那|它|他|她|我|你|们|个|到底|还|也|都|就|从|向|让|因|所以|关于|区别|介绍|解释|总结|好|谢"
)


def simplify(text: str) -> str:
    """Traditional characters as simplified, one for one, for matching only: offsets into ``text`` stay true."""
    return text.translate(_to_simplified())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Text as it is compared: NFKC, simplified characters, no letter case, single spaces."""
    return " ".join(simplify(unicodedata.normalize("NFKC", text)).casefold().split())


def to_script(text: str, script: Script, keep: Iterable[str] = ()) -> str:
    """Chinese text in the other script, character for character; English and Latin names stay.

    ``keep`` are pieces that must stay as they are (a quotation shown word for word). Citations are never passed
    through here: their quote is the document's own text.
    """
    if script == "en":
        return text
    pieces = sorted({piece for piece in keep if piece}, key=len, reverse=True)
    if not pieces:
        return str(_converter(script).convert(text))
    parts = re.split("(" + "|".join(map(re.escape, pieces)) + ")", text)
    return "".join(part if n % 2 else str(_converter(script).convert(part)) for n, part in enumerate(parts))


def detect(question: str, previous: Script | None = None) -> Script | None:
    """Language and script of a question, or None for a language we do not answer in.

    ``previous`` is the language of the conversation; it decides where the question itself does not: a bare name
    ("Grok?") or characters that both scripts share ("谁是朱啸虎" has 谁, but "他是不是在上海" has nothing).
    """
    text = unicodedata.normalize("NFKC", question)
    bare = _QUOTED.sub(" ", text)
    if not _HAN_CHAR.search(bare) and not _LATIN_WORD.search(bare):
        bare = text
    han = len(_HAN_CHAR.findall(bare))
    latin = _LATIN_WORD.findall(bare)
    if _third_script(bare, han, sum(map(len, latin))):
        return None
    words = [word.lower().replace("’", "'") for word in latin]
    if not han:
        return _latin_language(words, previous)
    english = sum(word in _ENGLISH for word in words)
    chinese = sum(map(len, _CHINESE.findall(simplify(bare))))
    if english > chinese or (english and english == chinese and len(words) > han / 2):
        return "en"
    if not chinese and not english and _is_english_by_mass(latin, han):
        return "en"
    return _chinese_script(text, previous)


def script_of(text: str) -> Script | None:
    """Language and script that most of a text is in; None for a third language or no letters at all."""
    han = len(_HAN_CHAR.findall(text))
    words = _LATIN_WORD.findall(text)
    if not han and not words and not _KANA.search(text) and not _HANGUL.search(text):
        return None
    if _third_script(text, han, sum(map(len, words))):
        return None
    # A Chinese word is about 1.6 characters, and names stay in Latin letters in a Chinese sentence but not the reverse.
    if han >= 1.2 * len(words):
        return _chinese_script(text, None)
    lower = [word.lower().replace("’", "'") for word in words]
    return _latin_language(lower, None)


def fits(text: str, script: Script) -> bool:
    """Whether a text can stand in an answer of that script: characters that both scripts share fit either."""
    found = script_of(text)
    if found is None:
        return not _HAN_CHAR.search(text) and not _LATIN_WORD.search(text)
    if script == "en" or found == "en":
        return found == script
    simplified, traditional = _marks(text)
    return not (traditional if script == "zh-Hans" else simplified)


def _third_script(text: str, han: int, latin: int) -> bool:
    kana, hangul = len(_KANA.findall(text)), len(_HANGUL.findall(text))
    if kana >= 2 and kana >= 0.2 * (han + kana) and 2 * kana > latin:
        return True
    if hangul and 2 * hangul > max(han, latin):
        return True
    other = sum(
        1
        for char in text
        if ord(char) > 0x24F
        and char.isalpha()
        and not (_HAN_CHAR.match(char) or _KANA.match(char) or _HANGUL.match(char))
    )
    return other > han + latin


def _latin_language(words: list[str], previous: Script | None) -> Script | None:
    english = sum(word in _ENGLISH for word in words)
    strong = sum(word in _ENGLISH_ONLY for word in words)
    foreign = sum(word in _OTHER for word in words)
    foreign_only = sum(word in _OTHER_ONLY for word in words)
    accents = sum(1 for word in words if any(ord(char) > 0x7F for char in word))
    if foreign_only + (accents if foreign else 0) > strong and foreign >= english:
        return None
    if accents >= 2 and not english and 2 * accents >= len(words):
        return None
    if not english and previous is not None and len(words) <= 3:
        return previous
    return "en"


def _is_english_by_mass(latin: list[str], han: int) -> bool:
    plain = sum(word.islower() for word in latin)
    return plain > han / 2


def _chinese_script(text: str, previous: Script | None) -> Script:
    simplified, traditional = _marks(text)
    if simplified != traditional:
        return "zh-Hans" if simplified > traditional else "zh-Hant"
    return previous if previous in ("zh-Hans", "zh-Hant") else "zh-Hans"


def _marks(text: str) -> tuple[int, int]:
    simplified, traditional = _marked_characters()
    return sum(char in simplified for char in text), sum(char in traditional for char in text)


@cache
def _converter(script: Script) -> Any:
    import opencc

    # s2tw: the forms of Taiwan and Hong Kong print (為, 裡), not OpenCC's own (爲, 裏); no words are replaced.
    return opencc.OpenCC("t2s" if script == "zh-Hans" else "s2tw")


@cache
def _to_simplified() -> dict[int, int]:
    han = [chr(code) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(start, end)]
    changed = str(_converter("zh-Hans").convert("\n".join(han))).split("\n")
    return {ord(old): ord(new) for old, new in zip(han, changed, strict=True) if old != new and len(new) == 1}


@cache
def _marked_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only simplified, and only traditional, text uses."""
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    other = str(_converter("zh-Hant").convert("\n".join(han))).split("\n")
    simplified = frozenset(
        old
        for old, new in zip(han, other, strict=True)
        if old != new and _encodes(old, "gb2312") and not _encodes(old, "big5")
    ) - frozenset("着")  # written in Hong Kong too
    traditional = frozenset(chr(code) for code in _to_simplified() if not _encodes(chr(code), "gb2312"))
    return simplified, traditional


def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
