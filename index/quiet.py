"""llama.cpp's own log, silenced: it writes to stderr, which belongs to the command line's one error line."""

import ctypes
from functools import cache
from typing import Any


@cache
def quiet() -> Any:
    """Silence llama.cpp for the life of the process."""
    import llama_cpp

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
    def drop(_level: int, _text: bytes, _data: object) -> None:
        return None

    llama_cpp.llama_log_set(drop, ctypes.c_void_p(0))
    return drop  # Kept by the cache: llama.cpp calls it as long as the process lives.
