"""Words of a text for lexical matching, alike for questions and passages.

Traditional Chinese is folded to simplified, full width to half, case away; Chinese is cut by jieba, English stemmed
(Snowball). Numbers and names of letters and digits stay whole (``3.14``, ``gpt-4``), and a hyphenated one counts as
its parts as well. Matching only: no text that is shown goes through here.
"""

import re
import threading
import unicodedata
from functools import cache
from typing import Any

from index.words import CHINESE_STOPS, ENGLISH_STOPS

TERMS_VERSION = "1"
"""Part of the index's stamp: raise it when the same text would give other words."""

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]+|\d+(?:[.,:]\d+)+|[^\W_{_HAN}]+(?:[.+#'’_-]+[^\W_{_HAN}]+)*[+#]*")


def terms(text: str) -> list[str]:
    """The words of a text in order, repeats included; stop words left out."""
    found: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text)):
        token = match.group()
        if _is_han(token[0]):
            found.extend(word for word in _chinese(token) if word not in CHINESE_STOPS)
        else:
            found.extend(_latin(token.lower()))
    return found


def simplified(text: str) -> str:
    """Text with its Chinese in simplified script, phrase by phrase; any other as it is."""
    with _lock:
        return str(_folder().convert(text.encode("utf-8", "replace").decode("utf-8")))  # a half surrogate is no text


def _is_han(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or sign >= "\U00020000"


def _chinese(text: str) -> list[str]:
    with _lock:
        return [word for word in _cutter().cut_for_search(_folder().convert(text)) if word.strip()]


def _latin(token: str) -> list[str]:
    token = token.replace("’", "'").removesuffix("'s")
    if token in ENGLISH_STOPS:
        return []
    if token.isascii() and token.isalpha():
        return [_stem(token)]
    if token[0].isdigit() and "," in token:
        token = token.replace(",", "")  # 10,000 is 10000
    parts = [part for part in re.split(r"[-_']", token) if part not in ENGLISH_STOPS]
    if len(parts) < 2:
        return [token]
    return [token, *(_stem(part) if part.isalpha() else part for part in parts)]


_lock = threading.Lock()


def _stem(word: str) -> str:
    with _lock:
        return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import Stemmer  # type: ignore[import-not-found]

    return Stemmer.Stemmer("english")


@cache
def _folder() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _cutter() -> Any:
    import jieba

    # jieba keeps its dictionary as a file in the shared temporary folder, where anyone could put another: read it anew.
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    return cutter
