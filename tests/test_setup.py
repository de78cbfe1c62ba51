"""What the set-up rests on: the lock file, and the scripts that `make` calls."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_is_versions_only() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()[1:]
    assert lines and all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9A-Za-z.]*", line) for line in lines)


def test_the_lock_pins_everything_that_pyproject_asks_for() -> None:
    lock = dict(line.split("==") for line in (ROOT / "requirements.lock").read_text().splitlines()[1:])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for wanted in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name, _, version = wanted.partition("==")
        assert canonical(name) in lock, f"{name} is not in requirements.lock: make lock"
        assert not version or lock[canonical(name)] == version


def test_an_engine_for_another_processor_is_told() -> None:
    misfits = script("check_engine").misfits
    assert misfits({"AVX2", "FMA"}, {"avx2", "fma"}) == []
    assert misfits({"AVX2", "AVX512"}, {"avx2"}) == ["needs AVX512"]
    assert misfits(set(), {"avx2", "avx_vnni"}) == ["does without AVX2"]


def test_instruction_sets_are_called_what_linux_calls_them() -> None:
    zen4 = "fma avx f16c bmi1 avx2 bmi2 avx512f avx512dq avx512_bf16 avx512vbmi avx512_vbmi2 avx512_vnni"
    built = {"AVX", "AVX2", "F16C", "FMA", "BMI2", "AVX512", "AVX512_VBMI", "AVX512_VNNI", "AVX512_BF16"}
    assert script("check_engine").misfits(built, set(zen4.split())) == []


@pytest.mark.parametrize("failed", [False, True])
def test_a_build_shows_its_steps_and_why_it_failed(tmp_path: Path, failed: bool) -> None:
    said = "noise\n  [1/193] g++ one\n  [2/193] g++ two\n" + ("error: no such header\n" if failed else "")
    command = [sys.executable, str(ROOT / "scripts" / "compile_progress.py"), str(tmp_path / "log")]
    run = subprocess.run(command, input=said, capture_output=True, text=True, check=True)
    assert "compiling: step 1 of 193" in run.stderr
    assert ("no such header" in run.stderr) is failed
    assert (tmp_path / "log").read_text() == said


def test_make_alone_lists_the_targets() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "setup", "test", "check", "bench-search", "eval-gate", "screenshots"):
        assert f"make {target} " in listed
