"""The page does not come up where something else listens, and says what to do."""

import socket
from pathlib import Path

import pytest

from assistant.settings import Settings
from ui.app import launch
from ui.ports import PortError


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortError) as caught:
            launch(Settings(home=tmp_path, port=port))
    assert f"127.0.0.1:{port}" in str(caught.value) and "DEBATE_PORT" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_address_that_is_not_here_is_told(tmp_path: Path) -> None:
    with pytest.raises(PortError, match=r"192\.0\.2\.1:7860"):
        launch(Settings(home=tmp_path, host="192.0.2.1"), login=False)
