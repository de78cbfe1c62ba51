"""The HTTP API for programs: answers, search and documents as JSON, and OpenAI's chat protocol (``ui.api_chat``)."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from typing import Any, Protocol

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from assistant.engines.llama_cpp import Busy
from assistant.render import answer_object, citation_object, document_object, search_object
from assistant.settings import Settings
from assistant.types import AnswerEvent, Checked, Done, Drafted, Evidence, Stage, Turn
from index.errors import DebateError, UsageError
from ui.answers import Answers, Question, ReaderLeft
from ui.api_page import api_html
from ui.api_types import AnswerOut, AskIn, DocumentsOut, ErrorOut, SearchIn, SearchOut
from ui.backend import Loading

_log = logging.getLogger(__name__)

STREAMED: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {}}}, "description": "With `stream`: events."}
}
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorOut, "description": "The question cannot be asked, or a document is not there."},
    401: {"model": ErrorOut, "description": "A login is needed: send an API key as bearer token."},
    403: {"description": "The request comes from another site, or under a host name that is not known."},
    413: {"description": "The request is too large."},
    422: {"model": ErrorOut, "description": "The request does not have the form described here."},
    500: {"model": ErrorOut, "description": "Something failed; the message says what to do."},
    503: {"model": ErrorOut, "description": "Too many questions wait, or the models could not be loaded."},
}


class _Searchable(Protocol):
    def search(self, query: str, k: int = 10, *, documents: Collection[str] | None = None) -> list[Evidence]: ...


def build_api(loading: Loading, settings: Settings) -> FastAPI:
    """The API on an assistant that is loading or loaded. Who may use it is decided before (``ui.guard``)."""
    from ui.api_chat import chat_routes

    api = FastAPI(
        title="Debate assistant",
        version="1",
        description="Answers from documents only, every statement with the sentence it rests on.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    # One more than may wait: the one that is being answered.
    answers = Answers(loading, settings.queue + 1)
    _tell_errors(api)

    @api.get("/api/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(api_html(api.openapi()))

    @api.post(
        "/api/ask",
        response_model=AnswerOut,
        responses=STREAMED | ERRORS,
        summary="Ask a question",
        description="Gives the object of `debate ask --json`. With `stream`, server-sent events: `stage` "
        '({"stage", "position"}), `draft` ({"text"}: not yet checked), `checked` ({"sentence", "citations"}; the '
        "sentence stands in place of the drafts before it, or is null where they are dropped), and at the end `done` "
        "(the object) or `error`.",
    )
    async def ask(body: AskIn, request: Request) -> Any:
        history = tuple(Turn(turn.question, turn.answer) for turn in body.history)
        documents = tuple(body.documents) if body.documents is not None else None
        await known(loading, documents)
        events = answers.events(Question(body.question, history, documents), request.is_disconnected)
        if body.stream:
            return await streamed(events, _event)
        return answer_object((await last(events)).answer)

    @api.post("/api/search", response_model=SearchOut, responses=ERRORS, summary="Find passages, without an answer")
    async def search(body: SearchIn) -> Any:
        documents = tuple(body.documents) if body.documents is not None else None
        index: Any = (await known(loading, documents)).index
        query = body.query.strip()
        if not query:
            raise UsageError("The query is empty: write what to look for.")
        found = await run_in_threadpool(_search, index, query, body.k, documents)
        return search_object(body.query, found)

    @api.get("/api/documents", response_model=DocumentsOut, responses=ERRORS, summary="List the documents")
    async def documents() -> Any:
        found = (await known(loading, None)).index.documents
        return {"documents": [document_object(document, with_text=False) for document in found.values()]}

    chat_routes(api, loading, answers)
    return api


def _search(index: _Searchable, query: str, k: int, documents: Sequence[str] | None) -> list[Evidence]:
    return index.search(query, k, documents=documents)


async def known(loading: Loading, documents: Collection[str] | None) -> Any:
    """The assistant, once it is loaded. Raises `UsageError` for a document that is not there, `NotLoaded`."""
    import threading

    try:
        assistant = await run_in_threadpool(loading.wait, threading.Event())
    except DebateError as error:
        raise NotLoaded(str(error)) from error
    assert assistant is not None
    for id in documents or ():
        if id not in assistant.index.documents:
            raise UsageError(f"No document has the id {id[:64]!r}: GET /api/documents lists them.")
    return assistant


class NotLoaded(DebateError):
    """The models or the index could not be opened."""


async def last(events: AsyncIterator[AnswerEvent]) -> Done:
    """The end of a stream."""
    async for event in events:
        if isinstance(event, Done):
            return event
    raise DebateError("The answer was stopped before it was there; ask again.")


async def streamed(
    events: AsyncIterator[AnswerEvent],
    write: Callable[[AnswerEvent], str],
    failed: Callable[[dict[str, Any]], str] | None = None,
) -> StreamingResponse:
    """Events as they come. What is wrong before the first one is an error like any other, with its own status."""
    first = await anext(events, None)

    async def lines() -> AsyncIterator[str]:
        try:
            if first is not None:
                yield write(first)
            async for event in events:
                if text := write(event):
                    yield text
        except ReaderLeft:
            return
        except Exception as error:
            told = error_object(error)
            yield failed(told) if failed else sse("error", told)
        finally:
            await events.aclose()  # type: ignore[attr-defined]

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def sse(name: str, data: Any) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _event(event: AnswerEvent) -> str:
    match event:
        case Stage(name, position):
            return sse("stage", {"stage": name, "position": position})
        case Drafted(text):
            return sse("draft", {"text": text})
        case Checked(sentence, citations):
            shown = None
            if sentence is not None:
                numbers = list(sentence.citations)
                shown = {"text": sentence.text, "citations": numbers, "support": round(sentence.support, 4)}
                shown["supported"] = sentence.supported
            return sse("checked", {"sentence": shown, "citations": [citation_object(c) for c in citations]})
        case Done(answer):
            return sse("done", answer_object(answer))


def error_object(error: BaseException) -> dict[str, Any]:
    """An error in the form of OpenAI's: a message that says what to do; of our own mistakes only the kind."""
    if isinstance(error, DebateError):
        kind = "busy" if isinstance(error, Busy) else "invalid" if isinstance(error, UsageError) else "failed"
        return {"error": {"message": str(error), "type": kind, "code": None}}
    _log.error("A request failed", exc_info=error)
    return {"error": {"message": f"Unexpected {type(error).__name__}; see the log.", "type": "failed", "code": None}}


def _tell_errors(api: FastAPI) -> None:
    def reply(error: BaseException, status: int, **headers: str) -> JSONResponse:
        return JSONResponse(error_object(error), status, headers=headers)

    Handler = Callable[[Request, Exception], Awaitable[JSONResponse]]

    def handler(status: int, **headers: str) -> Handler:
        async def told(_request: Request, error: Exception) -> JSONResponse:
            return reply(error, status, **headers)

        return told

    async def invalid(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        return reply(UsageError(f"{place}: {first['msg']}"), 422)

    async def http(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return reply(UsageError(str(error.detail)), error.status_code, **(dict(error.headers or {})))

    api.add_exception_handler(Busy, handler(503, **{"Retry-After": "60"}))
    api.add_exception_handler(NotLoaded, handler(503))
    api.add_exception_handler(UsageError, handler(400))
    api.add_exception_handler(DebateError, handler(500))
    api.add_exception_handler(ReaderLeft, handler(499))
    api.add_exception_handler(RequestValidationError, invalid)
    api.add_exception_handler(HTTPException, http)
    api.add_exception_handler(Exception, handler(500))
