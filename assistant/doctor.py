"""What a person or a helper needs to know about an installation: versions, paths, sizes. No secrets, no text."""

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from assistant.collections import folder_size, list_collections, settings_of
from assistant.settings import Settings
from index.errors import DebateError

_PACKAGES = (
    "chromadb", "gradio", "llama-cpp-python", "llama-index-core", "lxml", "numpy", "opencc", "pypdfium2", "python-docx",
    "sentence-transformers", "torch", "trafilatura", "transformers",
)  # fmt: skip
_SHOWN = ("engine", "device", "generator", "encoder", "threads", "kv_disk_mb", "host", "port", "log_text")
"""Settings whose values are told. Of all others only whether they are set: a key may stand in them."""


def examine(root: Settings, full: bool = False) -> dict[str, Any]:
    """Everything that is told, as plain data; ``full`` hashes every byte of the models (a minute or more)."""
    settings = settings_of(root, root.collection or "default")
    return {
        "program": {"debate": _version("debate-assistant"), "packages": {name: _version(name) for name in _PACKAGES}},
        "machine": _machine(),
        "settings": _settings(root),
        "folders": _folders(settings),
        "models": _models(root, full),
        "index": _index(settings),
        "collections": [
            {"name": one.name, "documents": one.documents, "bytes": one.size} for one in list_collections(root)
        ],
        "problems": _problems(settings),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": f"{platform.python_version()} in {sys.prefix}",
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_bytes": psutil.virtual_memory().total,
        "memory_free_bytes": psutil.virtual_memory().available,
    }


def _settings(settings: Settings) -> dict[str, Any]:
    held = {name: getattr(settings, name) for name in _SHOWN if hasattr(settings, name)}
    given = sorted(name for name in os.environ if name.startswith("DEBATE_"))
    return {**held, "collection": settings.collection or "default", "set_in_the_environment": given}


def _folders(settings: Settings) -> dict[str, Any]:
    names = {
        "index": settings.index_dir,
        "cache": settings.home / "kv",
        "conversations": settings.home / "conversations",
    }
    names |= {"files": settings.home / "documents", "models": settings.models_dir}
    return {
        "home": str(settings.home),
        "models": str(settings.models_dir),
        "free_bytes": shutil.disk_usage(_existing(settings.home)).free,
        "bytes": {name: folder_size(folder) for name, folder in names.items()},
    }


def _models(settings: Settings, full: bool) -> list[dict[str, Any]]:
    from assistant import models

    found = []
    states = {status.model.name: status for status in models.statuses(settings)}
    for name in models.default_models(settings):
        state = str(states[name].state) if name in states else "no model of the catalogue"
        told = ""
        if full and state == "ready":
            try:
                models.verify(name, settings, full=True)
                state = "ready, every byte verified"
            except DebateError as error:
                state, told = "damaged", str(error)
        found.append({"name": name, "state": state, "told": told})
    return found


def _index(settings: Settings) -> dict[str, Any]:
    from assistant.cli_documents import held_contents

    try:
        contents = held_contents(settings)
    except DebateError as error:
        return {"state": str(error)}
    if contents is None:
        return {"state": "not built: debate index build"}
    stamp = contents.stamp
    return {
        "state": "built",
        "documents": len(contents.documents),
        "removed": len(contents.removed),
        "passages": len(contents.passages),
        "format": stamp.schema,
        "encoder": stamp.encoder,
        "splitter": stamp.splitter,
        "terms": stamp.terms,
    }


def _problems(settings: Settings) -> list[str]:
    """What will go wrong before long."""
    home = _existing(settings.home)
    found = []
    if not os.access(home, os.W_OK):
        found.append(f"{home} cannot be written: set DEBATE_HOME to a folder that can")
    if shutil.disk_usage(home).free < 1 << 30:
        found.append(f"less than 1 GB is free in {home}: free some space")
    if psutil.virtual_memory().total < 6 << 30:
        found.append("less than 6 GB of memory: the default models need about 4 GB")
    return found


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def lines(facts: Mapping[str, Any], indent: str = "") -> list[str]:
    """The facts as lines for a person to read."""
    out = []
    for key, value in facts.items():
        name = key.removesuffix("_bytes").replace("_", " ")
        if isinstance(value, Mapping):
            out += [f"{indent}{name}", *lines(value, f"{indent}  ")]
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            out.append(f"{indent}{name}")
            out += [f"{indent}  {', '.join(f'{k} {_shown(k, v)}' for k, v in one.items() if v != '')}" for one in value]
        elif isinstance(value, list):
            out.append(f"{indent}{name}: {', '.join(map(str, value)) or 'none'}")
        else:
            size = "bytes" if indent and key in ("index", "cache", "conversations", "files", "models") else key
            out.append(f"{indent}{name}: {_shown(size, value)}")
    return out


def _shown(key: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and key.endswith("bytes"):
        return f"{value / 1e9:.2f} GB" if value >= 10**8 else f"{value / 1e6:.1f} MB"
    return str(value)
