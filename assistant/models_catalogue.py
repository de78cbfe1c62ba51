"""The model catalogue: which models there are, their files and hashes, and where they can be fetched from."""

import re
import tomllib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.models_errors import CatalogueError, UnknownModel

__all__ = ["Archive", "Catalogue", "FileFact", "Folder", "Hub", "Model", "Packages", "Part", "Source", "load_catalogue"]

CATALOGUE = Path(__file__).with_name("catalogue.toml")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][0-9A-Za-z.]*")


def _relative(name: str) -> str:
    """Refuse a name that could be written outside the model's folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(f"{name!r} is not a plain relative path")
    return name


def _sha256(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise ValueError(f"{value!r} is not a SHA-256 in lower-case hex")
    return value


def _pinned(value: str) -> str:
    if not _PINNED.fullmatch(value):
        raise ValueError(f"{value!r} is not an exact NAME==VERSION")
    return value


RelativePath = Annotated[str, AfterValidator(_relative)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
Requirement = Annotated[str, AfterValidator(_pinned)]
Size = Annotated[int, Field(gt=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileFact(_Strict):
    """One file of a model; ``size`` in bytes. Both facts are absent only where nobody has verified them."""

    name: RelativePath
    size: Size | None = None
    sha256: Sha256 | None = None


class Part(_Strict):
    """A slice of a file that travels as one member of a wheel."""

    package: Requirement
    member: RelativePath
    size: Size
    sha256: Sha256


class Archive(_Strict):
    """A zip that joined parts make; the model's files lie in its folder ``root``."""

    name: RelativePath
    size: Size
    sha256: Sha256
    root: RelativePath


class Folder(_Strict):
    """The folder of the setting ``models_from``."""

    kind: Literal["folder"]


class Hub(_Strict):
    """A Hugging Face repository at a revision."""

    kind: Literal["hub"]
    repo: str
    revision: str


class Packages(_Strict):
    """Wheels on a package index that carry the parts."""

    kind: Literal["packages"]
    parts: tuple[Part, ...] = Field(min_length=1)
    archive: Archive | None = None


Source = Annotated[Folder | Hub | Packages, Field(discriminator="kind")]


class Model(_Strict):
    """A model that a person can choose."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: str
    role: Literal["generator", "encoder"]
    licence: str
    licence_url: str
    notice: str = ""
    """Shown when the model is fetched, and kept beside it."""
    tested: bool
    """Whether this program was ever run with it."""
    entry: RelativePath | None = None
    """What an engine opens, below the model's folder; None for the folder itself."""
    files: tuple[FileFact, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def size(self) -> int:
        """Bytes of all files whose size is known."""
        return sum(file.size or 0 for file in self.files)

    @model_validator(mode="after")
    def _consistent(self) -> "Model":
        names = [file.name for file in self.files]
        if len(set(names)) != len(names):
            raise ValueError("a file is listed twice")
        if self.entry is not None and self.entry not in names:
            raise ValueError(f"entry {self.entry!r} is none of the files")
        open_files = [file.name for file in self.files if file.sha256 is None or file.size is None]
        if open_files and (self.tested or any(source.kind != "hub" for source in self.sources)):
            raise ValueError(f"{open_files[0]!r} needs size and sha256")
        for source in self.sources:
            if source.kind == "packages":
                self._check_parts(source)
        return self

    def _check_parts(self, source: Packages) -> None:
        if source.archive is None and len(self.files) != 1:
            raise ValueError("parts without an archive make one file only")
        whole = source.archive.size if source.archive else self.files[0].size
        if sum(part.size for part in source.parts) != whole:
            raise ValueError(f"the parts do not add up to {whole} bytes")


class Catalogue(_Strict):
    """All models, by the order of the file."""

    models: tuple[Model, ...]

    @model_validator(mode="after")
    def _names_once(self) -> "Catalogue":
        names = [model.name for model in self.models]
        if len(set(names)) != len(names):
            raise ValueError("a model is listed twice")
        return self

    def model(self, name: str) -> Model:
        """The model of that name. Raises ``UnknownModel`` with the names there are."""
        for model in self.models:
            if model.name == name:
                return model
        raise UnknownModel(name, [model.name for model in self.models])


@cache
def load_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """Read and check a catalogue file. Raises ``CatalogueError`` naming the first thing that is wrong."""
    try:
        return Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"Cannot read the model catalogue {path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise CatalogueError(f"The model catalogue {path} is wrong at {place}: {first['msg']}") from error
