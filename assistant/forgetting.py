"""What goes along with documents: passage states, files as received, and what was made of them."""

import shutil
from collections.abc import Collection

from assistant.settings import Settings
from index.originals import sweep_originals
from index.store import FILE, Library


def forget(settings: Settings, gone: Collection[str] = ()) -> None:
    """Delete what is left of documents that are neither in the index of a home nor can be brought back.

    ``gone`` are those that have just become so (`BuildReport.gone`). Where there are any, all summaries and
    translations go too, as they quote documents; they are made again when they are wanted. Conversations stay: they
    are their readers'.
    """
    if not (settings.index_dir / FILE).is_file():
        return
    library = Library(settings.index_dir)
    try:
        contents = library.contents()
    finally:
        library.close()
    if contents is None:
        return
    wanted = {document.sha256 for document in contents.documents.values()}
    wanted |= {one.document.sha256 for one in contents.removed.values()}
    sweep_originals(settings.home / "documents", wanted, gone)
    if gone:
        cache = settings.home / "cache"
        for made in (settings.index_dir / "summaries", cache / "translations", cache / "openings"):
            shutil.rmtree(made, ignore_errors=True)
