"""Files that a browser has sent: kept by Gradio in a folder of the home until taken in, and read from nowhere else."""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
from gradio.utils import get_upload_folder

from index.errors import UsageError

FOLDER = "uploads"

SWEEP = (600, 3600)
"""How often, and from what age on, both in seconds, Gradio takes away uploads that were never taken in."""


def own_folder(home: Path) -> Path:
    """Make the folder of this process for uploads, empty, and have Gradio use it: call it before there is an app.

    What processes that are no more have left behind is deleted. Where the home cannot be written, the folder lies
    among the system's temporary files.
    """
    folder = home / FOLDER / str(os.getpid())
    try:
        for left in folder.parent.iterdir() if folder.parent.is_dir() else ():
            if left.name == folder.name or not (left.name.isdecimal() and psutil.pid_exists(int(left.name))):
                _delete(left)
        folder.mkdir(parents=True, mode=0o700)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="debate-uploads-"))
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    return folder


def keep_clear(folder: Path) -> None:
    """Take away for as long as this process lives what was never taken in. Gradio forgets what is broken off amid an
    upload, or has a name that it refuses."""
    every, age = SWEEP

    def work() -> None:
        while True:
            clear(folder, age)
            time.sleep(every)

    threading.Thread(target=work, name="uploads", daemon=True).start()


def clear(folder: Path, age: float) -> None:
    """Delete the files of a folder that have not been written to for ``age`` seconds."""
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # It may be taken in meanwhile.
            if not path.is_dir() and time.time() - path.lstat().st_mtime > age:
                path.unlink()


def received(files: Iterable[object]) -> dict[str, bytes]:
    """The bytes by file name of what ``{"name", "path"}`` tells of; the copies in the upload folder are deleted.

    The paths come from the browser, so one outside the upload folder is refused: it could name any file here.
    """
    folder = Path(get_upload_folder()).resolve()
    found: dict[str, bytes] = {}
    for file in files:
        if not isinstance(file, dict):
            continue
        path = _place(file.get("path"))
        if path is None or not path.is_relative_to(folder):
            raise UsageError("The file did not arrive; choose it again.")
        name = Path(str(file.get("name", ""))).name or path.name
        while name in found:
            name = f"_{name}"
        found[name] = path.read_bytes()
        path.unlink(missing_ok=True)
        if path.parent != folder:
            with contextlib.suppress(OSError):  # Another file may lie beside it.
                path.parent.rmdir()
    return found


def _place(given: object) -> Path | None:
    """The plain file that a path leads to, links followed; None where it leads to none."""
    try:
        path = Path(str(given)).resolve()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None  # Null bytes, names without end, links in a circle.


def _delete(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)
