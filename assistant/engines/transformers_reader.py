"""Engine ``transformers``: any causal model in a folder, a GGUF file or the hub's cache, on CPU or GPU.

What llama.cpp gains by keeping passages' KV states is not had here: passages are read at every question, and only what
two prompts of one answer have in common at their beginning is read once.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.engines.base import Judging, Role, conversation
from assistant.engines.context import ContextFull, EngineError
from assistant.engines.template import Template
from assistant.prompts import NOTHING, Search

if TYPE_CHECKING:
    import torch

_CHUNK = 512
"""Tokens read at once: bounds the memory that a long prompt takes."""


class TransformersReader:
    """A ``transformers`` model as an engine has it (see ``base.Reader``)."""

    judging: Judging = "logits"

    def __init__(self, model: Any, tokenizer: Any, name: str) -> None:
        self._tokenizer = tokenizer
        self._template = Template(tokenizer, name)
        self._yes, self._no = self._template.first_tokens()
        self._nothing = self._template.beginnings(NOTHING)
        self._main, self._aside = _Track(model), _Track(model)
        self._ends = _ends(model, tokenizer)
        self._passages: tuple[str, ...] = ()

    def close(self) -> None:
        """Free the model."""
        self._main, self._aside = _Track(None), _Track(None)

    def read(self, passages: Sequence[str]) -> None:
        """Put passages before the model; they are computed when something is written on them."""
        self._passages = tuple(passages)

    def write(self, text: str, *, limit: int = 200) -> Iterator[str]:
        """The model's reply to ``text`` after the passages, in pieces."""
        return self._reply(self._main, conversation(self._passages, text), limit)

    def ask_about(self, passages: Sequence[str], *texts: str, keep: bool = True) -> list[float]:
        """Logit of yes minus logit of no to each text, asked apart, with only these passages in view."""
        values = []
        for text in texts:
            logits = self._aside.logits(self._template.tokens(conversation(passages, text)))
            values.append(float(logits[self._yes].max() - logits[self._no].max()))
        return values

    def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
        """The model's reply to ``text`` with one short passage in view."""
        return "".join(self._reply(self._aside, conversation([passage], text), limit)).strip()

    def chat(self, messages: Sequence[tuple[Role, str]], *, limit: int = 256, keep: bool = False) -> Iterator[str]:
        """The model's reply to a conversation of its own, in pieces."""
        return self._reply(self._aside, messages, limit)

    def finds(self, search: Search) -> float:
        """Logit of the likeliest first token of a reply minus that of the likeliest which finds nothing."""
        logits = self._aside.logits(self._template.tokens(search.messages)).clone()
        nothing = float(logits[self._nothing].max())
        logits[self._nothing] = -float("inf")
        return float(logits.max()) - nothing

    def _reply(self, track: "_Track", messages: Sequence[tuple[Role, str]], limit: int) -> Iterator[str]:
        tokens = self._template.tokens(messages)
        written: list[int] = []
        shown = 0
        while len(written) < limit:
            token = int(track.logits([*tokens, *written]).argmax())
            if token in self._ends:
                break
            written.append(token)
            text = self._tokenizer.decode(written, skip_special_tokens=True)
            # A character may be split between tokens: its first bytes decode to the replacement character.
            if len(text) > shown and not text.endswith("\ufffd"):
                yield text[shown:]
                shown = len(text)


class _Track:
    """One run of tokens with its KV cache."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._tokens: list[int] = []
        self._cache: Any = None

    def logits(self, tokens: Sequence[int]) -> "torch.Tensor":
        """Logits after ``tokens``, shape (n_vocab,); what they have in common with the last ones is not read again."""
        import torch

        longest = getattr(self._model.config.get_text_config(), "max_position_embeddings", None)
        if longest is not None and len(tokens) > longest:
            raise ContextFull(f"the prompt of {len(tokens)} tokens does not fit the model's {longest}")
        place = self._keep(tokens)
        found: Any = None
        with torch.inference_mode():
            while place < len(tokens):
                part = torch.tensor([tokens[place : place + _CHUNK]], device=self._model.device)
                found = self._model(input_ids=part, past_key_values=self._cache, use_cache=True, logits_to_keep=1)
                self._cache = found.past_key_values
                place += part.shape[1]
        self._tokens = list(tokens)
        logits: torch.Tensor = found.logits[0, -1].float()
        return logits

    def _keep(self, tokens: Sequence[int]) -> int:
        """How many tokens at the beginning stand in the cache already; the others are taken out of it."""
        from transformers import DynamicCache

        same = 0
        for old, new in zip(self._tokens, tokens[:-1], strict=False):
            if old != new:
                break
            same += 1
        surplus = len(self._tokens) - same
        if self._cache is not None and same and surplus:
            try:
                self._cache.crop(-surplus)
            except (RuntimeError, ValueError, NotImplementedError):
                self._cache = None  # Caches of sliding windows and recurrent layers cannot go back.
        if self._cache is None or not same:
            self._cache = DynamicCache(config=self._model.config)
            same = 0
        self._tokens = []  # Until the forward pass is through, so that one broken off leaves no false memory.
        return same


def open_transformers(place: Path, *, threads: int = 0, device: str = "auto") -> TransformersReader:
    """Load a model: a folder as of the hub, or a GGUF file.

    ``device`` is ``auto`` (a GPU where there is one), ``cpu``, ``cuda``, ``mps``. Only weights without code are
    loaded: no pickle, nothing of a repository is run. Takes seconds or minutes. Raises ``EngineError``.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging as messages

    messages.set_verbosity_error()  # type: ignore[no-untyped-call]
    messages.disable_progress_bar()  # type: ignore[no-untyped-call]
    name = place.name
    source, options = str(place), dict[str, Any]()
    if place.suffix == ".gguf":
        source, options = str(place.parent), {"gguf_file": place.name}
    if threads:
        torch.set_num_threads(threads)
    chosen = _device() if device == "auto" else device
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True, trust_remote_code=False, **options)
        model: Any = AutoModelForCausalLM.from_pretrained(
            source,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=_dtype(chosen),
            **options,
        )
        model = model.to(chosen).eval()
    except Exception as error:  # the tokenizers library raises no narrower one
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise EngineError(
            f"transformers cannot load {name} ({lines[0]}): DEBATE_GENERATOR is a folder with safetensors, a GGUF "
            "file, or the name of a hub model that `hf download NAME` has fetched"
        ) from error
    return TransformersReader(model, tokenizer, name)


def _device() -> str:
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _dtype(device: str) -> Any:
    """bf16 where it is native: half the memory; else f32."""
    import torch

    if device != "cpu":
        return torch.bfloat16 if device == "cuda" and torch.cuda.is_bf16_supported() else torch.float16
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    native = any(getattr(torch.cpu, check, lambda: False)() for check in checks)
    return torch.bfloat16 if native else torch.float32


def _ends(model: Any, tokenizer: Any) -> frozenset[int]:
    """Tokens that end the model's turn."""
    given = model.generation_config.eos_token_id if model.generation_config else None
    ends = given if isinstance(given, list) else [given]
    return frozenset(int(token) for token in [*ends, tokenizer.eos_token_id] if token is not None)
