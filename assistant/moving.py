"""A collection as one file: written to move it to another machine, and read back with nothing in it trusted.

The file is a zip archive of documents (JSON lines), their files as received, conversations, and the vectors by what
was encoded, so that the other machine need not encode again if its encoder is the same. No database is carried over:
importing builds the index anew from the documents.
"""

import hashlib
import io
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from assistant.collections import IMPORTING, sweep
from assistant.settings import Settings
from index.archive import PACKED, bounded
from index.build import Progress, add_documents
from index.errors import DebateError, UsageError
from index.fetch import is_url
from index.store import FILE, Library
from index.types import Document

if TYPE_CHECKING:
    from index.embedding import Encoder

FORMAT = 1
MANIFEST, DOCUMENTS = "manifest.json", "documents.jsonl"
MAX_BYTES = 20 << 30
MAX_MEMBERS = 500_000
MAX_JSON = 1 << 30
_MEMBER = re.compile(
    r"documents\.jsonl|documents/[0-9a-f]{64}|vectors/[0-9]{6}\.npz|conversations/[0-9a-f]{32}/[0-9a-f]{32}\.json"
)
_MAX_SMALL = 200 << 20
_PART = 500
_FORM = TypeAdapter(Document)
_NOT_WHOLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, MemoryError)
"""What reading a damaged or hostile archive raises; ``MemoryError`` for an array that tells an absurd size."""


class BadExport(DebateError):
    """The file is no export of a collection, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What an export or an import carried."""

    documents: int
    conversations: int
    vectors: int


def export_collection(settings: Settings, target: Path) -> Moved:
    """Write the collection of ``settings`` into one file, whole or not at all. Raises `DebateError`."""
    if not (settings.index_dir / FILE).is_file():
        raise DebateError(f"No index in {settings.index_dir}: there is nothing to export.")
    library = Library(settings.index_dir)
    part: Path | None = None
    try:
        contents = library.contents()
        if contents is None:
            raise DebateError(f"No index in {settings.index_dir}: there is nothing to export.")
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as file:
            part = Path(file.name)
            hashes: dict[str, str] = {}
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

                def put(name: str, data: bytes) -> None:
                    hashes[name] = hashlib.sha256(data).hexdigest()
                    archive.writestr(name, data)

                lines = [
                    json.dumps({"document": asdict(document), "origin": contents.origins.get(id, "")})
                    for id, document in contents.documents.items()
                ]
                put(DOCUMENTS, "".join(f"{line}\n" for line in lines).encode())
                # Not those of documents that are in the bin, which stays behind.
                received = [settings.home / "documents" / d.sha256 for d in contents.documents.values()]
                for path in (*dict.fromkeys(received), *sorted((settings.home / "conversations").glob("*/*.json"))):
                    name = path.relative_to(settings.home).as_posix()
                    if _MEMBER.fullmatch(name) and path.is_file() and not path.is_symlink():
                        put(name, path.read_bytes())
                digests = sorted(set(contents.digests.values()))
                for number, start in enumerate(range(0, len(digests), _PART)):
                    put(f"vectors/{number:06}.npz", _packed(library, digests[start : start + _PART]))
                archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "sha256": hashes}, indent=1))
        part.replace(target)
        talks = sum(name.startswith("conversations/") for name in hashes)
        return Moved(len(lines), talks, len(digests))
    except OSError as error:
        raise DebateError(f"{target}: cannot be written ({error.strerror or error}); name another place.") from error
    finally:
        library.close()
        if part:
            part.unlink(missing_ok=True)


def import_collection(source: Path, settings: Settings, encoder: "Encoder", progress: Progress | None = None) -> Moved:
    """Make a new collection at ``settings.home`` from an exported file. Nothing is left of one that is not whole.

    Raises `UsageError` where the collection is there already, and `BadExport`.
    """
    if settings.home.exists() and any(settings.home.iterdir()):
        raise UsageError(f"{settings.home} is there already: import under another --collection NAME.")
    settings.home.parent.mkdir(parents=True, exist_ok=True)
    sweep(settings.home.parent)
    work = Path(tempfile.mkdtemp(dir=settings.home.parent, prefix=IMPORTING))
    try:
        try:
            with zipfile.ZipFile(source) as archive:
                moved, documents, origins = _unpack(archive, source, work)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            KeyError,
            ValueError,
            MemoryError,
        ) as error:
            raise BadExport(f"{source}: is no export of a collection, or not a whole one; export it anew.") from error
        add_documents(work / "index", documents, encoder, progress, origins)
        if settings.home.exists():
            settings.home.rmdir()
        work.replace(settings.home)
        return moved
    except OSError as error:
        raise DebateError(
            f"{source}: cannot be imported ({error.strerror or error}); free space or check it."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unpack(archive: zipfile.ZipFile, source: Path, work: Path) -> tuple[Moved, list[Document], dict[str, str]]:
    """Check and write out what the archive holds; the index gets the vectors only."""
    members = {one.filename: one for one in archive.infolist()}
    total = sum(one.file_size for one in members.values())
    if len(members) > MAX_MEMBERS or total > MAX_BYTES or len(members) != len(archive.infolist()):
        raise BadExport(f"{source}: is too large, or holds a file twice; export it anew.")
    free = shutil.disk_usage(work).free
    if 2 * total > free:
        raise DebateError(f"{source}: needs {2 * total / 1e9:.1f} GB, {free / 1e9:.1f} GB are free; free some space.")
    manifest = json.loads(_read(archive, members[MANIFEST], {}, source))
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("sha256"), dict)
    ):
        raise BadExport(f"{source}: was written by another version of this program; export it with this one.")
    hashes: dict[str, Any] = manifest["sha256"]
    if set(members) != {MANIFEST, *hashes} or not all(_MEMBER.fullmatch(name) for name in hashes):
        raise BadExport(f"{source}: holds what an export does not hold; export it anew.")
    documents, origins = _documents(_read(archive, members[DOCUMENTS], hashes, source), source)
    (work / "index").mkdir()
    library = Library(work / "index", write=True)
    vectors = talks = 0
    try:
        for name, member in members.items():
            if name in (MANIFEST, DOCUMENTS):
                continue
            data = _read(archive, member, hashes, source)
            if name.startswith("vectors/"):
                vectors += _keep_vectors(library, data)
                continue
            talks += name.startswith("conversations/")
            target = work / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.write_bytes(data)
    finally:
        library.close()
    return Moved(len(documents), talks, vectors), documents, origins


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, hashes: dict[str, Any], source: Path) -> bytes:
    limit = MAX_JSON if member.filename == DOCUMENTS else _MAX_SMALL
    if member.file_size > limit or member.flag_bits & 1 or member.compress_type not in PACKED:
        raise BadExport(f"{source}: {member.filename[:80]} is too large; export it anew.")
    data = bounded(archive, member)
    if member.filename != MANIFEST and hashlib.sha256(data).hexdigest() != hashes.get(member.filename):
        raise BadExport(f"{source}: {member.filename[:80]} is damaged; copy the file again, or export it anew.")
    return data


def _documents(data: bytes, source: Path) -> tuple[list[Document], dict[str, str]]:
    documents: dict[str, Document] = {}
    origins: dict[str, str] = {}
    try:
        for line in data.splitlines():
            kept = json.loads(line)
            document = _FORM.validate_python(kept["document"])
            documents[document.id] = document
            origins[document.id] = str(kept["origin"])
    except (ValidationError, TypeError, RecursionError) as error:
        raise BadExport(f"{source}: a document in it is malformed; export it anew.") from error
    # Paths are of the other machine; here they could name any file, which `docs update` would read.
    return list(documents.values()), {id: origin for id, origin in origins.items() if is_url(origin)}


def _packed(library: Library, digests: list[str]) -> bytes:
    """Vectors of some passages and their sentences, in NumPy's own format without pickle."""
    vectors = [library.vector(digest) for digest in digests]
    sentences = [library.sentence_vectors(digest) for digest in digests]
    buffer = io.BytesIO()
    np.savez(
        buffer,
        digests=np.array(digests, "U32"),
        passages=np.stack(vectors).astype("<f4"),
        counts=np.array([len(each) for each in sentences], "<i4"),
        sentences=np.concatenate(sentences).astype("<f2"),
    )
    return buffer.getvalue()


def _keep_vectors(library: Library, data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as arrays:
        # As they are written: so no array is larger than the member that holds it, which was measured.
        if any(one.compress_type != zipfile.ZIP_STORED for one in arrays.infolist()):
            raise ValueError("vectors that are packed")
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        digests, passages, counts, sentences = (held[name] for name in ("digests", "passages", "counts", "sentences"))
    fits = passages.ndim == sentences.ndim == 2 and counts.ndim == digests.ndim == 1
    if not fits or not len(digests) == len(passages) == len(counts) or (counts < 0).any():
        raise ValueError("vectors of odd shape")
    if int(counts.sum()) != len(sentences) or passages.shape[1] != sentences.shape[1]:
        raise ValueError("vectors of odd shape")
    if not (np.isfinite(passages).all() and np.isfinite(sentences).all()):
        raise ValueError("vectors that are no numbers")
    ends = np.cumsum(counts)
    parts = [sentences[end - count : end] for end, count in zip(ends, counts, strict=True)]
    library.keep([str(digest) for digest in digests], passages, parts)
    return len(digests)
