"""Uploads lie in the home until they are taken in, are cleared away, and nothing else is ever read in their place."""

import os
import stat
import tempfile
from pathlib import Path

import psutil
import pytest
from gradio.utils import get_upload_folder

from index.errors import UsageError
from tests.waiting import until
from ui.uploads import FOLDER, keep_clear, own_folder, received


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "overwritten by what is tested")


def gone() -> int:
    """A process id that nobody has."""
    return next(n for n in range(4_000_000, 100, -7919) if not psutil.pid_exists(n))


def test_the_folder_is_of_the_home_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "home")
    assert folder.is_relative_to(tmp_path / "home" / FOLDER) and Path(get_upload_folder()) == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 and list(folder.iterdir()) == []


def test_what_dead_processes_left_goes_and_what_live_ones_use_stays(tmp_path: Path) -> None:
    kept = tmp_path / FOLDER / str(os.getppid()) / "hash" / "theirs.txt"
    left = [tmp_path / FOLDER / str(gone()) / "a.txt", tmp_path / FOLDER / "odd" / "b.txt"]
    # In a container every start has the same process id.
    left.append(tmp_path / FOLDER / str(os.getpid()) / "c.txt")
    for file in (kept, *left):
        file.parent.mkdir(parents=True)
        file.write_text("text")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("stays")
    (tmp_path / FOLDER / "link").symlink_to(outside)
    folder = own_folder(tmp_path)
    assert kept.is_file() and not any(file.exists() for file in left) and (outside / "mine.txt").is_file()
    assert sorted(one.name for one in (tmp_path / FOLDER).iterdir()) == sorted([folder.name, str(os.getppid())])


def test_a_home_that_cannot_be_written_keeps_nobody_from_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    folder = own_folder(tmp_path)
    assert folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_upload_is_gone_once_it_is_taken_in(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    alone, first, second = folder / "1" / "a.txt", folder / "2" / "b.txt", folder / "2" / "c.txt"
    for file in (alone, first, second):
        file.parent.mkdir(exist_ok=True)
        file.write_text(file.name)
    assert received([{"name": "x.txt", "path": str(alone)}, {"name": "x.txt", "path": str(first)}]) == {
        "x.txt": b"a.txt",
        "_x.txt": b"b.txt",
    }
    assert [file.relative_to(folder) for file in folder.rglob("*")] == [Path("2"), Path("2/c.txt")]


def test_what_nobody_takes_in_goes_after_a_while(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    old, new, broken = folder / "1" / "a.txt", folder / "2" / "b.txt", folder / "tmp0"
    secret = tmp_path / "secret.txt"
    for file in (old, new, broken, secret):
        file.parent.mkdir(exist_ok=True)
        file.write_text("text")
    (folder / "link").symlink_to(secret)
    for file in (old, broken, secret):
        os.utime(file, (1e9, 1e9))
    os.utime(folder / "link", (1e9, 1e9), follow_symlinks=False)
    keep_clear(folder)
    until(lambda: not old.exists() and not broken.exists() and not (folder / "link").is_symlink())
    assert new.exists() and secret.exists()


def test_hostile_paths_lead_nowhere(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    secret = tmp_path / "accounts.json"
    secret.write_text("secret")
    (folder / "link").symlink_to(secret)
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "up").symlink_to(tmp_path)
    for path in (
        str(secret), "/etc/passwd", "", ".", str(folder), f"{folder}/../../accounts.json", f"{folder}/link",
        f"{folder}/up/accounts.json", f"{folder}/circle", f"{folder}/\0", "a" * 5000, "~/.ssh/id_rsa", "file:///etc/passwd",
        None, 3, {"path": str(secret)}, [str(secret)], "/dev/zero", "/proc/self/environ", f"{folder}x/../accounts.json",
    ):  # fmt: skip
        with pytest.raises(UsageError, match="did not arrive"):
            received([{"name": "x.txt", "path": path}])
    assert secret.read_text() == "secret"
    assert received(["no object", 1, None]) == {}
