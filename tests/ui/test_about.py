"""What the page tells of the program: models with their licences, engine, folders."""

from pathlib import Path

import pytest

from assistant.models_catalogue import load_catalogue
from assistant.settings import Settings
from ui.about import about_html
from ui.text import LANGUAGES, say


@pytest.mark.parametrize("language", LANGUAGES)
def test_models_are_told_with_licence_and_notice(tmp_path: Path, language: str) -> None:
    settings = Settings(home=tmp_path)
    page = about_html(settings, tmp_path / "conversations", language)  # type: ignore[arg-type]
    for name in (settings.generator, settings.encoder):
        model = load_catalogue().model(name)
        assert model.title in page and model.licence in page and model.licence_url in page
    assert "Gemma Terms of Use found at" in page
    assert str(settings.models_dir) in page and str(tmp_path / "conversations") in page


def test_a_model_of_ones_own_is_told_by_its_name(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, generator="/models/<mine>.gguf", engine="openai", engine_url="http://a/v1")
    page = about_html(settings, tmp_path, "en")
    assert "secret" not in about_html(
        Settings(home=tmp_path, engine="openai", engine_url="http://me:secret@a/v1"), tmp_path, "en"
    )
    assert "/models/&lt;mine&gt;.gguf" in page and "http://a/v1" in page and say("en", "licence_unknown") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaves_the_computer_is_told(tmp_path: Path, language: str) -> None:
    own = about_html(Settings(home=tmp_path), tmp_path, language)  # type: ignore[arg-type]
    served = Settings(home=tmp_path, generator="mine", engine="openai", engine_url="http://a/v1")
    others = about_html(served, tmp_path, language)  # type: ignore[arg-type]
    assert say(language, "privacy") in own and say(language, "privacy_server") not in own  # type: ignore[arg-type]
    assert say(language, "privacy_server") in others and say(language, "privacy") not in others  # type: ignore[arg-type]
