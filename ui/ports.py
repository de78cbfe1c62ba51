"""Whether an address to listen on can be had."""

import socket

from index.errors import DebateError


class PortError(DebateError):
    """The address to listen on cannot be had."""


def check_port(host: str, port: int) -> None:
    """Fail before the seconds that building the page takes. Raises ``PortError``."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortError(
                f"The page cannot listen on {host}:{port} ({error.strerror}); "
                "stop what uses it or set DEBATE_PORT to another port."
            ) from error
