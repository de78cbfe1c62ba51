"""Files that a browser has sent: read from Gradio's own folder, and from nowhere else."""

from collections.abc import Iterable
from pathlib import Path

from gradio.utils import get_upload_folder

from index.errors import UsageError


def received(files: Iterable[object]) -> dict[str, bytes]:
    """The bytes by file name of what ``{"name", "path"}`` tells of; the copies in the upload folder are deleted.

    The paths come from the browser, so one outside the upload folder is refused: it could name any file here.
    """
    folder = Path(get_upload_folder()).resolve()
    found: dict[str, bytes] = {}
    for file in files:
        if not isinstance(file, dict):
            continue
        path = Path(str(file.get("path", ""))).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise UsageError("The file did not arrive; choose it again.")
        name = Path(str(file.get("name", ""))).name or path.name
        while name in found:
            name = f"_{name}"
        found[name] = path.read_bytes()
        path.unlink(missing_ok=True)
    return found
