"""What is mended of Gradio stays so with its next version."""

import inspect
import subprocess
import sys

import pytest
from gradio import component_meta

from ui.gradio_mended import gr, without_stubs

WATCHING = """
import inspect
getfile, asked = inspect.getfile, []
def watch(thing):
    asked.append(type(thing).__name__)
    return getfile(thing)
inspect.getfile = watch
import ui.app
assert inspect.getfile is watch
print(asked.count("ComponentMeta"))
"""


def test_no_stubs_are_rendered_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = []
    monkeypatch.setattr(component_meta, "create_pyi", lambda *given: rendered.append(given))
    with without_stubs():
        component_meta.create_or_modify_pyi(gr.HTML, "HTML", [])
        assert inspect.getfile(inspect.Signature) == inspect.__file__
    assert rendered == []
    assert inspect.getfile(gr.HTML).endswith("html.py")


def test_the_page_imports_gradio_without_them() -> None:
    ran = subprocess.run([sys.executable, "-c", WATCHING], capture_output=True, text=True, timeout=120)
    assert ran.stdout.strip() == "0", ran.stderr
