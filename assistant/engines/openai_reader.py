"""Engine ``openai``: a model behind any server that speaks OpenAI's protocol (vLLM, SGLang, llama-server, Ollama).

Passages are sent with every request; a server that keeps prefixes reads them once. The judge reads the log
probabilities of the reply's first token. A server that gives none is asked in words instead, and its plain yes counts
for a fixed logit: coarser, so that more is quoted or refused and less is told in the model's own words.
"""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from assistant.engines.base import NO, YES, Judging, Role, conversation
from assistant.engines.context import EngineError
from assistant.prompts import NOTHING, Search
from assistant.settings import shown_url

_SAID = 2.0
"""What a yes in words counts for: enough where the exact checks find nothing, too little where they do."""

_ALTERNATIVES = (20, 5)
"""Log probabilities asked for: the most that OpenAI's protocol allows, then what the strictest servers allow."""

_TAG = re.compile(r"(?<=<)(?=[|/]?[a-z_｜]+[|>｜])|(?<=\[)(?=/?(?:INST|SYS)\])", re.IGNORECASE)


class OpenAIReader:
    """A model behind a server as an engine has it (see ``base.Reader``).

    Asks the server once, at the start, whether it gives log probabilities. Raises ``EngineError`` where it does not
    answer.
    """

    def __init__(self, model: str, url: str, key: str = "", *, timeout: float = 120.0) -> None:
        from llama_index.llms.openai_like import OpenAILike

        self._place = shown_url(url)
        self._model = model
        # LlamaIndex leaves a broken-off stream open, and the server writing: its response is closed here.
        self._response: httpx.Response | None = None
        self._http = httpx.Client(timeout=timeout, event_hooks={"response": [self._remember]})
        self._llm: Any = OpenAILike(
            model=model,
            api_base=url,
            # The client wants one even where the server does not.
            api_key=key or "none",
            is_chat_model=True,
            temperature=0.0,
            timeout=timeout,
            max_retries=2,
            http_client=self._http,
        )
        self._passages: tuple[str, ...] = ()
        self._counts: tuple[int, ...] = _ALTERNATIVES
        self.judging: Judging = "logits"
        if self._logprobs(conversation(["Water is wet.\n\n"], "Is water wet? Answer yes or no.")) is None:
            self.judging = "words"

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def read(self, passages: Sequence[str]) -> None:
        """Put passages before the model; they are sent with what is asked."""
        self._passages = tuple(passages)

    def write(self, text: str, *, limit: int = 200) -> Iterator[str]:
        """The model's reply to ``text`` after the passages, in pieces."""
        return self.chat(conversation(self._passages, text), limit=limit)

    def ask_about(self, passages: Sequence[str], *texts: str, keep: bool = True) -> list[float]:
        """Log probability of yes minus that of no to each text, asked apart, with only these passages in view."""
        return [self._yes_no(conversation(passages, text)) for text in texts]

    def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
        """The model's reply to ``text`` with one short passage in view."""
        return "".join(self.chat(conversation([passage], text), limit=limit)).strip()

    def chat(self, messages: Sequence[tuple[Role, str]], *, limit: int = 256, keep: bool = False) -> Iterator[str]:
        """The model's reply to a conversation of its own, in pieces; closing the iterator ends the request."""
        with self._told():
            pieces = self._llm.stream_chat(_messages(messages), max_tokens=limit)
            try:
                for piece in pieces:
                    if piece.delta:
                        yield piece.delta
            finally:
                pieces.close()
                if self._response is not None:
                    self._response.close()

    def finds(self, search: Search) -> float:
        """Log probability of the likeliest beginning of a reply minus that of one that finds nothing."""
        if self.judging == "words":
            reply = "".join(self.chat(search.messages, limit=4)).strip()
            return -_SAID if not reply or reply.startswith(NOTHING) else _SAID
        found = self._told_logprobs(search.messages)
        least = min(value for _, value in found)
        nothing = max((value for token, value in found if _says(token, NOTHING)), default=least)
        other = max((value for token, value in found if not _says(token, NOTHING)), default=least)
        return other - nothing if math.isfinite(other - nothing) else 0.0

    def _remember(self, response: httpx.Response) -> None:
        self._response = response

    def _yes_no(self, messages: Sequence[tuple[Role, str]]) -> float:
        if self.judging == "words":
            return _in_words("".join(self.chat(messages, limit=4)))
        return _difference(self._told_logprobs(messages))

    def _told_logprobs(self, messages: Sequence[tuple[Role, str]]) -> list[tuple[str, float]]:
        found = self._logprobs(messages)
        if found is None:
            raise EngineError(f"the server at {self._place} gave log probabilities at first and gives none now")
        return found

    def _logprobs(self, messages: Sequence[tuple[Role, str]]) -> list[tuple[str, float]] | None:
        """Beginnings of the reply and their log probabilities, or None where the server gives none."""
        from openai import BadRequestError, InternalServerError, UnprocessableEntityError

        for count in self._counts:
            with self._told():
                try:
                    response = self._llm.chat(_messages(messages), max_tokens=1, logprobs=True, top_logprobs=count)
                except (BadRequestError, UnprocessableEntityError, InternalServerError):
                    continue  # Some servers refuse a request for them, or for so many, or break at it.
            self._counts = (count,)
            break
        else:
            return None
        given = getattr(response.raw.choices[0], "logprobs", None)
        content = getattr(given, "content", None)
        if not content or not content[0].top_logprobs:
            return None
        return [(item.token, item.logprob) for item in content[0].top_logprobs]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The client's errors as ours, without the key, which some servers repeat."""
        import openai

        at = f"the server at {self._place}"
        try:
            yield
        except openai.APITimeoutError as error:
            raise EngineError(f"{at} did not answer in time; look whether it is busy") from error
        except openai.APIConnectionError as error:
            raise EngineError(f"{at} cannot be reached; start it, or set DEBATE_ENGINE_URL to where it is") from error
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise EngineError(f"{at} refused the key; set DEBATE_ENGINE_KEY") from error
        except openai.NotFoundError as error:
            raise EngineError(f"{at} has no model {self._model}; set DEBATE_GENERATOR to one that it has") from error
        except openai.RateLimitError as error:
            raise EngineError(f"{at} takes no more requests now; try again in a minute") from error
        except openai.APIStatusError as error:
            if isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
                raise EngineError(f"{at} refused the request (code {error.status_code})") from error
            raise EngineError(f"{at} failed (code {error.status_code}); see its log") from error


def _messages(messages: Sequence[tuple[Role, str]]) -> list[Any]:
    from llama_index.core.base.llms.types import ChatMessage, MessageRole

    return [ChatMessage(role=MessageRole(role), content=spelt_out(content)) for role, content in messages]


def spelt_out(text: str) -> str:
    """Text in which nothing looks like a role tag: servers tokenize contents with their tags."""
    return _TAG.sub(" ", text)


def _difference(found: Sequence[tuple[str, float]]) -> float:
    """Best log probability of a yes minus that of a no; one that is not told is less likely than any that is."""
    least = min(value for _, value in found)
    yes = max((value for token, value in found if _says(token, YES)), default=least)
    no = max((value for token, value in found if _says(token, NO)), default=least)
    return yes - no if math.isfinite(yes - no) else 0.0


def _says(token: str, words: Sequence[str]) -> bool:
    token = token.strip()
    return bool(token) and any(word.startswith(token) or token.startswith(word) for word in words)


def _in_words(reply: str) -> float:
    reply = reply.strip()
    # No before yes: 没有 holds 有.
    if any(reply.startswith(word) for word in NO):
        return -_SAID
    return _SAID if any(reply.startswith(word) for word in YES) else 0.0
