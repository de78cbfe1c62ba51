"""The page as a Gradio app: one component for each part that is drawn by itself, and one that carries the acts."""

import threading
import time
from collections.abc import AsyncIterator
from typing import Any

from starlette.middleware import Middleware

from assistant.settings import Settings
from ui import logs, theme, uploads
from ui.abilities import Abilities
from ui.access import Access
from ui.api import build_api
from ui.backend import Assistant, AssistantProvider, Loading
from ui.desk import Desk
from ui.documents import UPLOAD_LIMIT_MB
from ui.gradio_mended import gr
from ui.guard import ACCOUNT, Guard
from ui.ports import PortError, check_port
from ui.session import Session, Update

_NAME = "Open or Closed · 开源闭源之辩"
# The two custom events are named here, in quotes, because Gradio looks for them in this text.
_BUS = """
window.debate.connect((name, data) => name === 'follow' ? trigger('follow') : trigger('act', {name, data}), upload);
watch('value', () => window.debate.effects(props.value));
"""


def build_app(
    assistant_provider: AssistantProvider | Loading, settings: Settings, able: Abilities | None = None
) -> gr.Blocks:
    """The page, with the assistant loading behind it. Nothing of any reader is kept on the app or its components.

    ``able`` is what it can have done besides answering; default: what the real assistant can.
    """
    loading = assistant_provider if isinstance(assistant_provider, Loading) else Loading(assistant_provider)
    desk = Desk(loading, settings, able)
    app = gr.Blocks(title=_NAME, fill_width=True, analytics_enabled=False, delete_cache=uploads.SWEEP)
    with app:
        session = gr.State(Session())
        with gr.Column(elem_id="room"):
            parts = {name: _region(name) for name in ("bar", "sidebar")}
            with gr.Column(elem_id="main"):
                with gr.Column(elem_id="reading"):
                    parts |= {name: _region(name) for name in ("thread", "live", "suggested", "page", "report")}
                parts["composer"] = _region("composer")
            with gr.Column(elem_id="aside"):
                parts |= {name: _region(name) for name in ("source", "translated")}
        bus = gr.HTML({}, html_template="", js_on_load=_BUS, elem_id="bus", apply_default_css=False)
        outputs = [*parts.values(), bus]

        def answer(update: Update) -> dict[Any, Any]:
            drawn: dict[Any, Any] = {parts[name]: html for name, html in update.regions.items()}
            if update.effects:
                # A stamp, so that the same effect twice is seen twice.
                drawn[bus] = {"at": time.time_ns(), "effects": list(update.effects)}
            return drawn or {bus: gr.skip()}

        def act(state: Session, event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
            state.belong(*_account(request))
            sent = event._data if isinstance(event._data, dict) else {}
            data = sent.get("data")
            return answer(desk.act(state, str(sent.get("name")), data if isinstance(data, dict) else {}))

        async def follow(state: Session, request: gr.Request) -> AsyncIterator[dict[Any, Any]]:
            if not state.belong(*_account(request)):
                yield answer(Update())
                return
            # Gradio empties the outputs of a stream that ends without having sent anything; this one always sends.
            async for update in desk.follow(state):
                yield answer(update)
            # It sends the last of a stream once more at its end, when a newer one may have drawn something else.
            yield answer(Update())

        common: dict[str, Any] = {
            "inputs": [session],
            "outputs": outputs,
            "show_progress": "hidden",
            "trigger_mode": "multiple",
            "api_visibility": "private",
        }
        bus.act(act, queue=False, **common)
        bus.follow(follow, concurrency_limit=None, **common)
    loading.start()
    return app


def launch(settings: Settings, *, login: bool = True) -> None:
    """Open the page and the API with the real assistant on ``settings.host`` and ``settings.port``, until stopped.

    Raises ``PortError`` when something else listens there, ``UsageError`` when a login is needed (see ``ui.access``)
    and there is no account.
    """
    logs.set_up(settings.log_text)
    access = Access(settings, login=login)
    check_port(settings.host, settings.port)
    uploads.keep_clear(uploads.own_folder(settings.home))

    listening = threading.Event()

    def provider() -> Assistant:
        # The page first: loading would slow it down by seconds.
        listening.wait()
        from assistant.reading_ahead import open_served

        return open_served(settings)

    loading = Loading(provider)
    app = build_app(loading, settings)
    serve(app, settings.host, settings.port, Guard.middleware(access, build_api(loading, settings)))
    logs.set_up(settings.log_text)
    listening.set()
    print(f"http://{settings.host}:{settings.port}", flush=True)
    app.block_thread()


def serve(app: gr.Blocks, host: str, port: int, guard: Middleware | None = None) -> None:
    """Start serving ``app`` in the background of this process; ``guard`` decides what is let in."""
    try:
        app.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            inbrowser=False,
            ssr_mode=False,
            run_history=False,
            enable_monitoring=False,
            max_file_size=UPLOAD_LIMIT_MB << 20,
            footer_links=[],
            # That the server is up has been seen; Gradio would ask for the page once more, with 3 s of patience.
            _frontend=False,
            theme=theme.theme(),
            head=theme.head(),
            app_kwargs={"middleware": [guard or Guard.middleware()]},
        )
    except OSError as error:
        raise PortError(
            f"The page cannot listen on {host}:{port} ({error}); set DEBATE_PORT to another port."
        ) from error


def _account(request: gr.Request) -> tuple[str, str]:
    """Id and name of the account that a request belongs to, or empty, as the guard found it."""
    account = request.request.scope.get(ACCOUNT) if request.request else None
    return (account.id, account.name) if account else ("", "")


def _region(name: str) -> gr.HTML:
    return gr.HTML("", elem_id=name, apply_default_css=False, js_on_load=None, padding=False, container=False)
