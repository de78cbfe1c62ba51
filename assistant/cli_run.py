"""The edge of the command line: settings read once, every error as one line and an exit code, quiet on Ctrl-C."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from index.errors import DebateError, UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings

OK, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
DEBUG = "DEBATE_DEBUG"


def run(command: Callable[[Sequence[str]], object], arguments: Sequence[str]) -> int:
    """Run a command and return the exit code: 0 done, 2 wrong usage, 1 anything else, 130 after Ctrl-C.

    A failure is one line on stderr that says what to do; ``DEBATE_DEBUG=1`` shows the traceback as well.
    """
    try:
        result = command(arguments)
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except SystemExit as leaving:
        # Typer leaves like this when the pipe is closed.
        return _pipe_closed() if leaving.code == 1 else leaving.code if isinstance(leaving.code, int) else FAILED
    except typer.TyperException as error:
        return _wrong_call(error)
    except UsageError as error:
        return _say(str(error), WRONG_USAGE, error)
    except DebateError as error:
        return _say(str(error), FAILED, error)
    except OSError as error:
        return _say(_os_error(error), FAILED, error)
    except MemoryError as error:
        return _say("Not enough memory: close other programs, or choose a smaller DEBATE_GENERATOR.", FAILED, error)
    except Exception as error:
        text = " ".join(str(error).split()) or "no message"
        return _say(
            f"Unexpected {type(error).__name__}: {text[:300]}. Set {DEBUG}=1 to see where, and report it.",
            FAILED,
            error,
        )


def read_settings(**changes: object) -> "Settings":
    """The settings within the collection that is chosen; else as `read_root_settings`."""
    from assistant.collections import DEFAULT, settings_of

    root = read_root_settings(**changes)
    return settings_of(root, root.collection or DEFAULT)


def read_root_settings(**changes: object) -> "Settings":
    """The settings from the environment, of the home that all collections lie in. Raises `UsageError`."""
    from pydantic import ValidationError

    from assistant.settings import Settings

    try:
        return Settings().model_copy(update={name: value for name, value in changes.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(f"DEBATE_{name} is set to {first['input']!r}: {first['msg'].lower()}.") from error


def quiet_libraries() -> None:
    """Keep progress bars and notices of the libraries off the streams that people read and pipe."""
    if os.environ.get(DEBUG):
        return
    import logging
    import warnings

    for name, value in (
        ("TRANSFORMERS_VERBOSITY", "error"),
        ("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1"),
        ("HF_HUB_DISABLE_PROGRESS_BARS", "1"),
        ("TQDM_DISABLE", "1"),
        ("HF_HUB_OFFLINE", "1"),
        ("TOKENIZERS_PARALLELISM", "false"),
        ("ANONYMIZED_TELEMETRY", "False"),
        ("GRADIO_ANALYTICS_ENABLED", "False"),
    ):
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore")
    for name in ("jieba", "bm25s", "chromadb", "sentence_transformers", "transformers", "httpx"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _pipe_closed() -> int:
    """The reader closed the pipe, as ``| head`` does: nothing more can be written, and nothing needs to be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return OK


def _wrong_call(error: typer.TyperException) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error, file=sys.stderr)
        return WRONG_USAGE
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", error.__str__)().strip().rstrip(".")
    return _say(f"{message}. See: {context.command_path if context else 'debate'} --help", WRONG_USAGE)


def _say(message: str, code: int, error: BaseException | None = None) -> int:
    if error is not None and os.environ.get(DEBUG):
        import traceback

        traceback.print_exception(error)
    print("debate: " + " ".join(message.split()), file=sys.stderr)
    return code


def _os_error(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or str(error)
    advice = {
        errno.ENOSPC: "free space on the disk, or set DEBATE_HOME to another",
        errno.EDQUOT: "free space on the disk, or set DEBATE_HOME to another",
        errno.EACCES: "allow access to it, or name another place",
        errno.EPERM: "allow access to it, or name another place",
        errno.EROFS: "it cannot be written there; name another place",
        errno.ENOENT: "check the path",
        errno.EISDIR: "name a file, not a folder",
        errno.ENOTDIR: "check the path",
    }.get(error.errno or 0, "check the path and try again")
    return f"{name}{reason}; {advice}."
