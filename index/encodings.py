"""From bytes to text: which encoding a file is in is found out, never asked."""

import codecs
import re

import charset_normalizer

from index.errors import DebateError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Beginnings of files that are no text, whatever their name says.
_MAGIC = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a zip archive or an office document", b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture", b"\x1f\x8b": "a gzip archive", b"\x7fELF": "a program",
    b"MZ\x90": "a program", b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database", b"ID3": "a sound file", b"OggS": "a sound file", b"RIFF": "a sound or video file",
}  # fmt: skip
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发"
    "成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长這來國個說們為時會著過學對裡後麼沒於還發當無開見經頭動兩長"
    "與與并並及此其但因與由被將将业業新市報报月网網技術术研究模型数據据數企公司源,。、“”：；！？《》（）"
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "iso-8859-1": "cp1252"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 200_000
_HEAD = 4096
_FEW = 20
"""One byte in so many beyond ASCII: English has one in hundreds, Polish and Czech one in eight."""


class BinaryDocument(DebateError):
    """The file holds no text."""


class UnknownEncoding(DebateError):
    """The bytes fit no encoding."""


def decode(data: bytes, name: str) -> str:
    """The text of a file.

    A byte-order mark decides; then what the file declares in its head, UTF-8, UTF-16 by its zero bytes, and of GB18030
    and Big5 the one that reads as common characters; Windows-1252 for English with some letters and marks beyond
    ASCII; last what charset-normalizer finds. Raises :class:`BinaryDocument` or :class:`UnknownEncoding`, naming the
    file.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding) or _damaged(data[len(mark) :], encoding, name)
    _refuse_binary(data, name)
    if (text := _utf16(data)) is not None:
        return text
    for candidate in ("utf-8", declared(data)):
        if candidate and (text := _strict(data, candidate)) is not None:
            return text
    if (text := _mostly_utf8(data)) is not None:
        return text
    if (text := _chinese(data)) is not None:
        return text
    _refuse_controls(data, name)
    if (text := _western(data)) is not None:
        return text
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    text = data.decode(best.encoding, errors="replace") if best else None
    if text is None:
        raise UnknownEncoding(f"{name}: its encoding could not be found out; save it as UTF-8 and add it again.")
    return text


def readable(text: str) -> str:
    """Text that can be written in any encoding of Unicode: bytes of a file name that are in none are question marks."""
    return text.encode("utf-8", "replace").decode()


def declared(data: bytes) -> str:
    """The encoding that an HTML or XML head declares, or empty."""
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return ""
    named = found.group(1).decode("ascii").lower()
    try:
        return codecs.lookup(_ALIASES.get(named, named)).name
    except LookupError:
        return ""


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _damaged(data: bytes, encoding: str, name: str) -> str:
    """A file whose mark is right and some bytes of which are wrong: those are marked, unless they are many."""
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > max(5, len(text) // 50):
        raise UnknownEncoding(f"{name}: begins as {encoding} but is not; save it as UTF-8 and add it again.")
    return text


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a page cut amid a character)."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond = sum(character > "\x7f" for character in text[:_SAMPLE])
    return text if 0 < broken <= max(3, len(text) // 500) and 20 * broken <= beyond else None


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise BinaryDocument(f"{name}: is {what}, not text; save its text and add that.")


def _refuse_controls(data: bytes, name: str) -> None:
    sample = data[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > len(sample) // 100:
        raise BinaryDocument(f"{name}: holds no text; add the document itself, as text or HTML.")


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: text in it has zero bytes on one side only, or reads as Chinese."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) < 4 or len(data) % 2:
        return None
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    if max(zeros) < 0.02 * len(sample):
        return None
    encoding = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if min(zeros) > 0.05 * max(zeros):
        return None
    text = _strict(data, encoding)
    if text is None or sum(not one.isprintable() and one not in "\r\n\t\ufeff\u3000" for one in text[:2000]) > 20:
        return None
    return text


def _western(data: bytes) -> str | None:
    """English with a name or a mark beyond ASCII here and there: too few of them to tell an encoding by, and the one
    that such text is in. In the languages of other encodings they are many."""
    sample = data[:_SAMPLE]
    beyond = sum(byte > 0x7F for byte in sample)
    return _strict(data, "cp1252") if beyond * _FEW <= len(sample) else None


def _chinese(data: bytes) -> str | None:
    """GB18030, Big5 or UTF-16, whichever reads as most common characters; nothing when none reads as Chinese."""
    best, most = None, 0.15
    for encoding in ("gb18030", "big5", "big5hkscs", "cp950", "utf-16-le", "utf-16-be"):
        if encoding.startswith("utf") and len(data) % 2:
            continue
        text = data.decode(encoding, errors="replace")
        beyond = [character for character in text[:_SAMPLE] if character > "\u00ff"]
        lost = text.count("\ufffd")
        if len(beyond) < 4 or lost > max(1, len(text) // 200):
            continue
        share = (sum(character in _COMMON for character in beyond) - lost) / len(beyond)
        if share > most:
            best, most = text, share
    return best
