"""Source: a folder on this machine, for files that were fetched elsewhere."""

from pathlib import Path

from assistant.models_delivery import Delivery
from assistant.models_errors import SourceUnavailable
from assistant.models_files import need_space
from assistant.models_progress import shifted

__all__ = ["fetch_from_folder"]


def fetch_from_folder(origin: Path | None, delivery: Delivery) -> None:
    """Copy the wanted files from ``origin/MODEL/FILE``, or from ``origin/FILE`` when the model is one file.

    Raises ``SourceUnavailable`` when the setting is not made or a file is not there, ``ModelDamaged`` when a file
    there is not the right one: a wrong file that a person provided is an error, not something to pass over.
    """
    if origin is None:
        raise SourceUnavailable("DEBATE_MODELS_FROM is not set")
    found: list[Path] = []
    for fact in delivery.wanted:
        places = [origin / delivery.model.name / fact.name]
        if len(delivery.model.files) == 1:
            places.append(origin / fact.name)
        place = next((place for place in places if place.is_file()), None)
        if place is None:
            raise SourceUnavailable(f"{places[0]} is not there")
        found.append(place)
    need_space(delivery.folder, delivery.size)
    done = 0
    with delivery.progress.bar(f"Copying {delivery.model.name}", delivery.size) as update:
        for fact, place in zip(delivery.wanted, found, strict=True):
            with place.open("rb") as stream:
                delivery.accept(fact, stream, f"Replace {place} with the right file.", shifted(update, done))
            done += fact.size or 0
