"""The catalogue file, its checks, and the command line around it."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from rich.console import Console
from typer.testing import CliRunner

from assistant import models
from assistant.models_catalogue import Catalogue, load_catalogue
from assistant.models_cli import app
from assistant.models_errors import CatalogueError, ModelMissing, UnknownModel
from assistant.models_progress import ConsoleProgress
from assistant.settings import Settings

SHA = "0" * 64


def entry(**changes: object) -> dict[str, object]:
    return {
        "name": "tiny",
        "title": "Tiny",
        "role": "encoder",
        "licence": "none",
        "licence_url": "none",
        "tested": True,
        "files": [{"name": "a.bin", "size": 3, "sha256": SHA}],
        "sources": [{"kind": "folder"}],
    } | changes


def test_the_catalogue_holds_the_models_that_the_settings_choose() -> None:
    catalogue, settings = load_catalogue(), Settings()
    assert catalogue.model(settings.generator).role == "generator"
    assert catalogue.model(settings.encoder).role == "encoder"
    for name in models.default_models(settings):
        model = catalogue.model(name)
        assert [source.kind for source in model.sources] == ["folder", "hub", "packages"]
        assert all(file.sha256 and file.size for file in model.files)
    assert "ai.google.dev/gemma/terms" in catalogue.model(settings.encoder).notice


def test_what_nobody_verified_is_untested() -> None:
    for model in load_catalogue().models:
        if any(file.sha256 is None for file in model.files):
            assert not model.tested and [source.kind for source in model.sources] == ["hub"]


PART = {"package": "p==1.0", "member": "p/a.bin", "size": 3, "sha256": SHA}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"files": [{"name": "../a.bin", "size": 3, "sha256": SHA}]}, "not a plain relative path"),
        ({"files": [{"name": "/a.bin", "size": 3, "sha256": SHA}]}, "not a plain relative path"),
        ({"files": [{"name": "a\\b", "size": 3, "sha256": SHA}]}, "not a plain relative path"),
        ({"files": [{"name": "a.bin", "size": 3, "sha256": "abc"}]}, "not a SHA-256"),
        ({"files": [{"name": "a.bin"}]}, "needs size and sha256"),
        ({"files": [{"name": "a.bin", "size": 3, "sha256": SHA}] * 2}, "listed twice"),
        ({"entry": "b.bin"}, "none of the files"),
        ({"name": "Up/Down"}, "pattern"),
        ({"sources": [{"kind": "packages", "parts": [PART, PART]}]}, "add up"),
        ({"sources": [{"kind": "packages", "parts": [PART | {"package": "p>=1"}]}]}, "exact NAME==VERSION"),
        ({"sources": [{"kind": "packages", "parts": [PART | {"package": "--index-url==1"}]}]}, "exact NAME==VERSION"),
        ({"sources": []}, "at least 1"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_wrong_entry_is_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Catalogue.model_validate({"models": [entry(**changes)]})


@pytest.mark.parametrize("text", ["[[models]", "[[models]]\nname = 'x'", "\ufffe"])
def test_a_wrong_catalogue_file_is_one_clear_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"catalogue\.toml") as caught:
        load_catalogue(file)
    assert "\n" not in str(caught.value)


def test_an_unknown_model_is_wrong_usage(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for call in (models.path, models.verify):
        with pytest.raises(UnknownModel, match=r"'nope'. Known: qwen2\.5"):
            call("nope", settings)
    with pytest.raises(UnknownModel):
        models.pull(["nope"], settings)


def test_an_absent_model_says_how_to_fetch_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="debate models pull bge-m3"):
        models.path("bge-m3", Settings(home=tmp_path, models=tmp_path))


def test_list_and_path_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBATE_MODELS", str(tmp_path))
    listed = CliRunner().invoke(app, ["list", "--json"])
    rows = {row["name"]: row for row in json.loads(listed.stdout)["models"]}
    assert rows["embeddinggemma-300m"]["state"] == "absent" and rows["embeddinggemma-300m"]["chosen"]
    assert not rows["bge-m3"]["tested"] and rows["bge-m3"]["size"] is None
    table = CliRunner().invoke(app, ["list"])
    assert "qwen3-4b-instruct-2507" in table.stdout and "untested" in table.stdout
    gone = CliRunner().invoke(app, ["path", "bge-m3"])
    assert gone.exit_code == 1 and isinstance(gone.exception, ModelMissing)


def test_a_log_gets_a_line_a_tenth(tmp_path: Path) -> None:
    log = (tmp_path / "log").open("w+")
    progress = ConsoleProgress(Console(file=log, width=40))
    with progress.bar("Fetching [a] long name that is wider than the console", 1_000_000) as update:
        for done in range(0, 1_000_001, 1000):
            update(done)
    log.seek(0)
    lines = log.read().splitlines()
    assert len(lines) == 11 and lines[-1].endswith("100% of 1 MB") and "[a]" in lines[0]


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    log = (tmp_path / "log").open("w+")
    progress = ConsoleProgress(Console(file=log, force_terminal=True, width=120))
    with progress.bar("Fetching [a]", 1000) as update:
        update(2000)
    log.seek(0)
    assert "[a]" in log.read()


@pytest.mark.models
def test_the_real_models_are_whole() -> None:
    settings = Settings()
    for name in models.default_models(settings):
        models.verify(name, settings)
        assert models.path(name, settings).exists()
