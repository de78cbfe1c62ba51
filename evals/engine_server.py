"""llama-cpp-python's own server on a model file, for as long as it is needed: the engine ``openai`` asks through it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from assistant.ending_together import ending_with_us
from index.errors import DebateError

_CONTEXT = 5120
"""Tokens, as the engine llama.cpp has them."""
_PATIENCE = 300.0
"""Seconds until a server must be up."""


class ServerFailed(DebateError):
    """The server did not come up."""


@contextmanager
def serving(model: Path, name: str, threads: int = 0) -> Iterator[str]:
    """The base URL of a server of the model under this name. Raises ``ServerFailed``.

    It keeps all logits, as only so it tells log probabilities, which the judge reads: 3 GB for this context.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"--model": model, "--model_alias": name, "--host": "127.0.0.1", "--port": port, "--n_ctx": _CONTEXT}
    options |= {"--chat_format": "chatml", "--logits_all": True, "--n_threads": threads or os.cpu_count() or 1}
    command = [sys.executable, "-m", "llama_cpp.server", *(str(part) for pair in options.items() for part in pair)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(ending_with_us(command), stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}/v1"
            _wait(url, process)
            yield url
        except ServerFailed as error:
            log.seek(0)
            lines = log.read().decode(errors="replace").split("\n")
            last = next((line.strip() for line in reversed(lines) if line.strip()), "nothing")
            raise ServerFailed(f"{error}; it said: {last[:300]}") from error
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ServerFailed("llama-cpp-python's server ended before it was up")
        try:
            if httpx.get(f"{url}/models", timeout=5).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise ServerFailed(f"llama-cpp-python's server did not come up in {_PATIENCE:.0f} s")
