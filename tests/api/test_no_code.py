"""Nothing here loads data that can run: no pickle, no code of a model repository, no eval."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    file for room in ("index", "assistant", "ui", "evals", "scripts") for file in (ROOT / room).rglob("*.py")
)
_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
_CALLS = {"eval", "exec", "compile"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_nothing_that_is_read_can_run(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not {name.split(".")[0] for name in names} & _MODULES, f"line {node.lineno}"  # type: ignore[attr-defined]
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        assert called not in _CALLS, f"line {node.lineno}"
        given = {keyword.arg: getattr(keyword.value, "value", None) for keyword in node.keywords}
        assert given.get("trust_remote_code") is not True and given.get("allow_pickle") is not True
        assert given.get("shell") is not True, f"line {node.lineno}"
        if ast.unparse(node.func) in ("torch.load", "yaml.load"):
            raise AssertionError(f"line {node.lineno}: {ast.unparse(node.func)}")
        if ast.unparse(node.func) == "np.load":
            assert given.get("allow_pickle") is False, f"line {node.lineno}"
        if method == "from_pretrained" or called == "SentenceTransformer":
            assert given.get("trust_remote_code") is False, f"line {node.lineno}"
            assert given.get("local_files_only") is True, f"line {node.lineno}"
