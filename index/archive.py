"""Documents that are zip archives (.docx, .epub), opened with their sizes checked before anything is unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from index.readers import DamagedDocument, DocumentTooLarge, ProtectedDocument

MAX_MEMBERS = 10_000
MAX_TOTAL = 300_000_000
"""Bytes of all members unpacked: pictures are most of them, and .docx readers hold them in memory."""
MAX_MARKUP = 60_000_000
"""Bytes of one member of markup unpacked: its tree takes some ten times as much memory."""
PACKED = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
"""How members may be packed: what unpacks other kinds cannot be told to stop."""
MAX_RATIO = 200
"""How many times smaller a large member may be packed. Deflate reaches 1,032; markup 10 to 50."""
_LARGE = 5_000_000
_MARKUP = re.compile(r"\.(?:xml|rels|x?html?|opf|ncx)$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE[^>\[]{0,500}\[|ENTITY)", re.IGNORECASE)


@contextmanager
def opened(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive in a file's bytes. Raises :class:`DamagedDocument`, :class:`ProtectedDocument` for an encrypted
    member, and :class:`DocumentTooLarge` for one that would unpack to more than a document holds (a zip bomb)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, name)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, ValueError) as error:
        raise DamagedDocument(f"{name}: is damaged ({_line(error)}); get it anew and add it again.") from error


def member(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    """The bytes of a member, never more than its entry tells; raises :class:`DamagedDocument` where it is not there."""
    try:
        return bounded(archive, archive.getinfo(path))
    except KeyError as error:
        raise DamagedDocument(f"{name}: lacks {path[:100]}; get it anew and add it again.") from error


def bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a member. ``ZipFile.read`` unpacks all there is before it looks at the size that the entry tells,
    so that an entry that tells a small one is a bomb."""
    with archive.open(entry) as file:
        return file.read(entry.file_size)


def without_pictures(archive: zipfile.ZipFile) -> bytes:
    """The same archive with its markup alone; other members are empty. For readers that open archives themselves."""
    light = io.BytesIO()
    with zipfile.ZipFile(light, "w") as target:
        for path in dict.fromkeys(archive.namelist()):
            entry = archive.getinfo(path)
            target.writestr(path, bounded(archive, entry) if _MARKUP.search(path) else b"")
    return light.getvalue()


def refuse_entities(data: bytes, name: str) -> None:
    """Raise :class:`DamagedDocument` for XML that declares entities: no office program writes any, attacks do."""
    text = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4] else data
    if _DOCTYPE.search(text):
        raise DamagedDocument(f"{name}: declares XML entities, which documents never need; save it anew and add that.")


def _check(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    total = sum(one.file_size for one in members)
    if len(members) > MAX_MEMBERS or total > MAX_TOTAL:
        raise DocumentTooLarge(
            f"{name}: unpacks to {total / 1e6:.0f} MB in {len(members)} files; up to {MAX_TOTAL / 1e6:.0f} MB in "
            f"{MAX_MEMBERS} files are read: split it."
        )
    for one in members:
        if one.flag_bits & 1:
            raise ProtectedDocument(f"{name}: is encrypted; save it without a password and add that.")
        if one.compress_type not in PACKED:
            why = "packed as documents never are"
            raise DamagedDocument(f"{name}: is damaged ({why}); get it anew and add it again.")
        bomb = one.file_size > _LARGE and one.file_size > MAX_RATIO * max(1, one.compress_size)
        if bomb or (_MARKUP.search(one.filename) and one.file_size > MAX_MARKUP):
            raise DocumentTooLarge(
                f"{name}: {one.filename[:100]} unpacks from {one.compress_size / 1e6:.1f} to "
                f"{one.file_size / 1e6:.0f} MB, more than a document holds: split it."
            )


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
