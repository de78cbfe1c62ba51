"""The API alone, without the page: ``debate serve``."""

import uvicorn

from assistant.settings import Settings
from index.errors import DebateError
from ui import logs
from ui.access import Access
from ui.api import build_api
from ui.backend import Assistant, Loading
from ui.guard import Guard
from ui.ports import check_port


class ServeError(DebateError):
    """The server stopped before it was up."""


def serve_api(settings: Settings, *, login: bool = True) -> None:
    """Serve the API with the real assistant on ``settings.host`` and ``settings.port``, and stay until stopped."""
    logs.set_up(settings.log_text)
    access = Access(settings, login=login)
    check_port(settings.host, settings.port)

    def provider() -> Assistant:
        from assistant.reading_ahead import open_served

        return open_served(settings)

    loading = Loading(provider)
    loading.start()
    api = build_api(loading, settings)
    guarded = Guard(api, access, api)
    print(f"http://{settings.host}:{settings.port}/api/docs", flush=True)
    config = uvicorn.Config(
        guarded,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    server = uvicorn.Server(config)
    server.run()
    if not server.started:
        raise ServeError(f"The server could not start on {settings.host}:{settings.port}.")
