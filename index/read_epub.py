"""Books (.epub): the chapters in reading order, and the record of the book."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError

from index.archive import member, opened
from index.clean.facts import parse_date
from index.clean.model import Facts
from index.encodings import decode
from index.read_html import page_blocks
from index.readers import DamagedDocument, ProtectedDocument, Reading, reader, refuse_long

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset(["application/xhtml+xml", "text/html"])
_FONTS = re.compile(r"obfuscation|font|pdf/RC", re.IGNORECASE)


@reader(".epub")
def read_epub(data: bytes, name: str) -> Reading:
    """The words of a book, a paragraph a block; its table of contents is left out.

    Raises :class:`ProtectedDocument` for a book with copy protection.
    """
    from defusedxml.common import DefusedXmlException

    with opened(data, name) as archive:
        try:
            root = _xml(member(archive, _CONTAINER, name)).find(".//{*}rootfile")
            path = str(root.get("full-path")) if root is not None else ""
            package = _xml(member(archive, path, name))
            chapters = _chapters(package, posixpath.dirname(path))
            locked = _locked(archive, name)
        except (ParseError, DefusedXmlException, LookupError) as error:
            raise DamagedDocument(f"{name}: is damaged, or no .epub file; get it anew and add it again.") from error
        if locked & set(chapters):
            raise ProtectedDocument(f"{name}: is protected against copying; add a copy without protection.")
        blocks: list[str] = []
        length = 0
        held = set(archive.namelist())
        for chapter in chapters:
            if chapter in held:
                found = page_blocks(decode(page, name)) if (page := member(archive, chapter, name)).strip() else []
                blocks += found
                length += sum(len(block) + 2 for block in found)
                refuse_long(length, name)
    return Reading("\n\n".join(blocks), _facts(package))


def _xml(data: bytes) -> Any:
    """The tree of some XML; a declared entity, a bomb among them, raises ``DefusedXmlException``."""
    from defusedxml.ElementTree import fromstring

    return fromstring(data, forbid_entities=True, forbid_external=True)


def _chapters(package: Any, folder: str) -> list[str]:
    """Paths within the archive of what is read in order, without the page that lists the contents."""
    items: Mapping[str, Any] = {item.get("id", ""): item for item in package.iterfind(".//{*}manifest/{*}item")}
    paths = []
    for reference in package.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        if reference.get("linear") != "no":
            paths.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "").partition("#")[0]))))
    return list(dict.fromkeys(paths))


def _locked(archive: zipfile.ZipFile, name: str) -> set[str]:
    """Members that are encrypted; fonts made unreadable for other books are no protection of the text."""
    if _ENCRYPTION not in archive.namelist():
        return set()
    locked = set()
    for entry in _xml(member(archive, _ENCRYPTION, name)).iter("{http://www.w3.org/2001/04/xmlenc#}EncryptedData"):
        method, reference = entry.find("{*}EncryptionMethod"), entry.find(".//{*}CipherReference")
        algorithm = str(method.get("Algorithm")) if method is not None else ""
        if reference is not None and not _FONTS.search(algorithm):
            locked.add(unquote(str(reference.get("URI"))))
    return locked


def _facts(package: Any) -> Facts:
    def told(what: str) -> list[str]:
        found = package.iterfind(f".//{{http://purl.org/dc/elements/1.1/}}{what}")
        return [words for one in found if (words := " ".join("".join(one.itertext()).split())[:300])]

    return Facts(
        title=next(iter(told("title")), ""),
        publisher=next(iter(told("publisher")), ""),
        date=next((date for one in told("date") if (date := parse_date(one))), ""),
        author=", ".join(told("creator")[:5]),
    )
