"""Settings, read once at the edge (command line, page, evals) and passed in; nothing below reads the environment."""

from functools import cached_property
from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    generator: str = Field(default="qwen2.5-coder-1.5b-instruct", description="Catalogue name of the generator.")
    encoder: str = Field(default="embeddinggemma-300m", description="Catalogue name of the encoder.")
    threads: int = Field(default=0, ge=0, description="Threads of the engine; 0 takes all cores.")
    kv_disk_mb: int = Field(
        default=2048, ge=0, description="Disk budget of the passage cache in MB; 0 keeps it in memory only."
    )
    host: str = Field(default="127.0.0.1", description="Address the page listens on.")
    port: int = Field(default=7860, ge=1, le=65535, description="Port the page listens on.")

    @cached_property
    def models_dir(self) -> Path:
        """Folder of the models; several homes may share it."""
        return self.models or self.home / "models"

    @cached_property
    def index_dir(self) -> Path:
        """Folder of the index: Chroma, the clean documents, the stamp."""
        return self.home / "index"
