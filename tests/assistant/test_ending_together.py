"""A program that was started ends with whoever started it, and is otherwise left as it is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from assistant.ending_together import ending_with_us
from tests.waiting import until

STARTER = """
import subprocess, sys, time
from pathlib import Path
from assistant.ending_together import ending_with_us

child = subprocess.Popen(ending_with_us([sys.executable, "-c", sys.argv[2]]))
Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""
OBEDIENT = "import time; time.sleep(600)"


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_program_ends_with_whoever_started_it(tmp_path: Path, how: signal.Signals) -> None:
    told = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", STARTER, str(told), OBEDIENT]) as starter:
        until(lambda: told.exists() and told.read_text())
        child = psutil.Process(int(told.read_text()))
        until(lambda: OBEDIENT in child.cmdline()[-1] and child.children())
        (watcher,) = child.children()
        starter.send_signal(how)
    until(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in (child, watcher)))


def test_it_is_the_command_itself_and_its_watcher_goes_with_it() -> None:
    code = "import os, sys; print(os.getpid(), sys.argv[1:]); sys.exit(3)"
    command = ending_with_us([sys.executable, "-c", code, "an argument"])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        # Its output ends with it, not with the watcher.
        assert process.stdout.read() == f"{process.pid} ['an argument']\n"
        assert process.wait() == 3
    until(lambda: not [one for one in psutil.process_iter(["cmdline"]) if str(os.getpid()) in _started_by(one)])


def _started_by(process: psutil.Process) -> list[str]:
    line = process.info["cmdline"] or []
    return line if "assistant.ending_together" in line else []
