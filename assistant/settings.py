"""Settings, read once at the edge (command line, page, evals) and passed in; nothing below reads the environment."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.engines.base import EngineName, KvType


def shown_url(url: str) -> str:
    """An address for people to read: without the name and password that it may hold."""
    return re.sub(r"(?<=//)[^/?#]*@", "", url, count=1)


class Settings(BaseSettings):
    """What a person can set, by environment variables with the prefix ``DEBATE_``."""

    model_config = SettingsConfigDict(env_prefix="DEBATE_", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("debate", appauthor=False)),
        description="Folder that everything the program writes lives under.",
    )
    models: Path | None = Field(default=None, description="Folder of the models; default: HOME/models.")
    models_from: Path | None = Field(
        default=None, description="Folder with model files fetched elsewhere, the first place that a pull looks in."
    )
    collection: str = Field(default="", description="Collection of documents to work in; default: the home's own.")
    engine: EngineName = Field(
        default="llama.cpp",
        description="What runs the generator: llama.cpp, transformers, or openai (a server that speaks its protocol).",
    )
    engine_url: str = Field(
        default="http://127.0.0.1:8000/v1", description="Base URL of the server, for the engine openai."
    )
    engine_key: SecretStr = Field(default=SecretStr(""), description="Key for that server; never written anywhere.")
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto", description="Where the engine transformers computes; auto takes a GPU where there is one."
    )
    queue: int = Field(default=32, ge=1, le=1000, description="Questions that may wait for the engine at once.")
    generator: str = Field(
        default="qwen2.5-coder-1.5b-instruct",
        description="The generator: a name of the catalogue, a GGUF file; for transformers also a folder or the name "
        "of a hub model fetched before; for openai the server's name of the model.",
    )
    encoder: str = Field(
        default="embeddinggemma-300m",
        description="The encoder: a name of the catalogue, the folder of any sentence-transformers model, or the hub's "
        "name of one that was fetched before.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="Chroma server for the vectors, taken up by `debate index build`; default: files in HOME/index.",
    )
    threads: int = Field(default=0, ge=0, description="Threads of the engine; 0 takes all cores.")
    kv_type: KvType = Field(
        default="f16",
        description="Number format of kept passage states: f16, or q8_0 in half the space, a little less exact.",
    )
    kv_disk_mb: int = Field(
        default=2048, ge=0, description="Disk budget of the passage cache in MB; 0 keeps it in memory only."
    )
    translate_ahead: bool = Field(
        default=True,
        description="Whether the page translates sentences into the other language while nobody asks, which answers in "
        "that language then need not wait for.",
    )
    host: str = Field(default="127.0.0.1", description="Address the page listens on.")
    port: int = Field(default=7860, ge=1, le=65535, description="Port the page listens on.")
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Names, with commas, that browsers reach the page by, besides localhost and addresses."
    )
    log_text: bool = Field(default=False, description="Whether logs may hold questions and text of documents.")

    @field_validator("hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @cached_property
    def models_dir(self) -> Path:
        """Folder of the models; several homes may share it."""
        return self.models or self.home / "models"

    @cached_property
    def index_dir(self) -> Path:
        """Folder of the index: Chroma, the clean documents, the stamp."""
        return self.home / "index"
