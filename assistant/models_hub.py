"""Source: a Hugging Face repository at a revision, through huggingface_hub (a person's token and settings hold)."""

import shutil
from pathlib import Path
from threading import Thread

from assistant.models_catalogue import FileFact, Hub
from assistant.models_delivery import Delivery, report_growth
from assistant.models_errors import NotEnoughSpace, SourceUnavailable, StorageError
from assistant.models_files import need_space, size_below, storage_errors

__all__ = ["fetch_from_hub"]


def fetch_from_hub(source: Hub, delivery: Delivery) -> None:
    """Fetch the wanted files one by one; huggingface_hub goes on in the middle of a file that was broken off.

    Raises ``SourceUnavailable`` when the hub is switched off (``HF_HUB_OFFLINE``), does not answer in time, refuses,
    or breaks off; ``ModelDamaged`` when a file it delivered is not the right one.
    """
    from huggingface_hub import constants  # takes a moment to import, and only this source needs it

    if constants.is_offline_mode():
        raise SourceUnavailable("HF_HUB_OFFLINE is set")
    _probe(source, delivery.wanted[0], delivery.answer_within)
    staging = delivery.staging / "hub"
    need_space(delivery.folder, delivery.size - size_below(staging))
    for fact in delivery.wanted:
        fetched = _download(source, fact, staging, delivery)
        with fetched.open("rb") as stream:
            try:
                delivery.accept(fact, stream, "The hub delivered another file; run the same command again.")
            finally:
                fetched.unlink(missing_ok=True)
        if fact.sha256 is None:
            delivery.progress.say(f"{fact.name}: not verified, the catalogue knows no checksum of it")
    shutil.rmtree(staging, ignore_errors=True)


def _probe(source: Hub, fact: FileFact, answer_within: float) -> None:
    """Ask for the facts of one file, and wait no longer than allowed, name resolution included."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    failures: list[Exception] = []

    def ask() -> None:
        try:
            get_hf_file_metadata(hf_hub_url(source.repo, fact.name, revision=source.revision), timeout=answer_within)
        except Exception as error:  # whatever the client raises, the next source gets its turn
            failures.append(error)

    asker = Thread(target=ask, name="hub-probe", daemon=True)
    asker.start()
    asker.join(answer_within)
    if asker.is_alive():
        raise SourceUnavailable(f"no answer within {answer_within:g} s")
    if failures:
        raise SourceUnavailable(_reason(failures[0])) from failures[0]


def _download(source: Hub, fact: FileFact, staging: Path, delivery: Delivery) -> Path:
    """Bring one file below ``staging``."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils.tqdm import disable_progress_bars, enable_progress_bars

    disable_progress_bars()
    try:
        with (
            storage_errors(delivery.folder),
            delivery.progress.bar(f"Fetching {fact.name}", fact.size or 0) as update,
            report_growth(staging, update),
        ):
            path = hf_hub_download(source.repo, fact.name, revision=source.revision, local_dir=staging)
    except (NotEnoughSpace, StorageError):
        raise
    except Exception as error:  # as above
        raise SourceUnavailable(f"{fact.name} broke off: {_reason(error)}") from error
    finally:
        enable_progress_bars()
    return Path(path)


def _reason(error: Exception) -> str:
    """The first line of an error, short enough for a list of reasons."""
    from huggingface_hub.errors import GatedRepoError

    if isinstance(error, GatedRepoError):
        return "the licence must be accepted on the model's page, and a token set"
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:160]
