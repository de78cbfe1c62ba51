"""The encoder: text to vectors of length 1, with the model's own prompts.

A sentence is read by itself, under the title of its document. Pooling its vector from the passage's own token vectors
("late chunking", Günther et al. 2024, arXiv:2409.04701) costs no second reading, and was tried: of 161 tuning questions
a sentence that answers came first for 0.60 instead of 0.75, as each vector then says much of what stands around the
sentence. Heavy libraries are imported at first use.
"""

import hashlib
import json
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import DebateError
from index.query_encoder import QUERY_FILE_VERSION, NoQueryFile, QueryEncoder, write_query_file
from index.types import Passage

if TYPE_CHECKING:
    import torch

Vectors = NDArray[np.float32]

CHARACTERS_PER_BATCH = 8192
TEXTS_PER_BATCH = 32
_MADE = b"each sentence by itself\n"
_FEW = 8
"""Texts up to which questions are read by llama.cpp, one by one; more go in batches through the other library."""
_ALIKE = 0.995
"""Cosine similarity of the vectors that both give a text, at least: bf16 alone moves it by some thousandths."""
_TRIED = ("Why did they publish it in March 2024?", "他们为什么选择开源，花了3.5亿美元？", "誰反對？" * 40)
_SURROGATE = re.compile("[\ud800-\udfff]")

log = logging.getLogger(__name__)
_SAMPLES, _SAMPLE_BYTES = 64, 4096


class EncoderMissing(DebateError):
    """The encoder's folder is not there or not whole."""


class Encoder:
    """A sentence-transformers model in a folder. Safe to share between threads; the model is loaded once, at first use.

    Raises `EncoderMissing` when the folder holds no model.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        if not (folder / "modules.json").is_file():
            raise EncoderMissing(f"no encoder in {folder}: fetch it with `debate models pull`")
        self.folder = folder
        self.threads = threads
        self.name = folder.name
        self._lock = threading.Lock()
        self._query_lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """Changes when vectors do: how they are made, small files whole, weights by size and 64 samples; 16 hex digits.

        Number format and threads are left out: they move a vector by less than search can tell.
        """
        digest = hashlib.sha256(_MADE)
        for path in sorted(self.folder.rglob("*")):
            if path.suffix not in {".json", ".safetensors", ".bin", ".model", ".txt"} or path.name.startswith("."):
                continue
            size = path.stat().st_size
            digest.update(f"{path.relative_to(self.folder).as_posix()}:{size}\n".encode())
            with path.open("rb") as file:
                if size <= _SAMPLES * _SAMPLE_BYTES:
                    digest.update(file.read())
                    continue
                for sample in range(_SAMPLES):
                    file.seek(sample * (size - _SAMPLE_BYTES) // (_SAMPLES - 1))
                    digest.update(file.read(_SAMPLE_BYTES))
        return digest.hexdigest()[:16]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape ``(len(texts), width)``."""
        prompted = [self._prompt("query") + text for text in texts]
        with self._query_lock:
            reader = self._queries if len(texts) <= _FEW else None
            if reader is not None and texts:
                return np.stack([reader.encode(_SURROGATE.sub("\ufffd", text)) for text in prompted])
        return self._encode(prompted)

    def encode_documents(self, texts: Sequence[str], titles: Sequence[str | None] | None = None) -> Vectors:
        """Vectors of texts to be found, shape ``(len(texts), width)``; a title goes into the model's own prompt."""
        names = titles or [None] * len(texts)
        return self._encode([self._document_prompt(name) + text for text, name in zip(texts, names, strict=True)])

    def encode_passages(
        self, passages: Sequence[Passage], titles: Sequence[str | None] | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        """The vector of each passage, and for each passage the vectors of its sentences, in order.

        A sentence that passages of one document share is read once.
        """
        names = titles or [None] * len(passages)
        prompts = [self._document_prompt(name) for name in names]
        whole = [prompt + passage.text for prompt, passage in zip(prompts, passages, strict=True)]
        parts = [
            [prompt + passage.text[s.start - passage.start : s.end - passage.start] for s in passage.sentences]
            for prompt, passage in zip(prompts, passages, strict=True)
        ]
        distinct = list(dict.fromkeys([*whole, *(text for texts in parts for text in texts)]))
        row = {text: n for n, text in enumerate(distinct)}
        vectors = self._encode(distinct)
        return vectors[[row[text] for text in whole]], [vectors[[row[text] for text in texts]] for texts in parts]

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, without the model's marks of beginning and end. Does not load the weights."""
        return len(self._tokens.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False).ids)

    def load(self) -> None:
        """Load now, rather than with the first question, what questions need."""
        with self._query_lock:
            if self._queries is not None:
                return
        with self._lock:
            _ = self._model

    def prepare_queries(self) -> bool:
        """Have the model also in the format in which it is loaded quickly for questions; whether it is.

        A file of half the weights' size beside them. What it gives is compared with the model first; an encoder of
        another kind, or a folder that cannot be written, goes on as it is, and one line in the log says why.
        """
        target = self._query_file
        if target.is_file():
            return True
        try:
            write_query_file(self.folder, target)
            made = QueryEncoder(target, self.folder, self.threads)
        except (NoQueryFile, OSError) as error:
            target.unlink(missing_ok=True)
            log.info("questions are encoded as documents are: %s", error)
            return False
        texts = [self._prompt("query") + text for text in _TRIED]
        found = np.stack([made.encode(text) for text in texts])
        alike = all(made.tokens(text) == self._tokens.encode(text).ids for text in texts)
        made.close()
        least = float((found * self._encode(texts)).sum(axis=1).min())
        if least < _ALIKE or not alike:
            target.unlink(missing_ok=True)
            log.warning("questions are encoded as documents are: both ways agree by %.3f, cut alike: %s", least, alike)
            return False
        for old in self.folder.glob("queries-*.gguf"):
            if old != target:
                old.unlink(missing_ok=True)
        self.__dict__.pop("_queries", None)
        return True

    def _give_back_queries(self) -> None:
        """Free the model for questions where the one for documents is loaded: it can do both, and is not held twice."""
        queries = self.__dict__.get("_queries")
        if queries is not None:
            queries.close()
        self.__dict__["_queries"] = None

    @property
    def _query_file(self) -> Path:
        return self.folder / f"queries-{self.fingerprint}-{QUERY_FILE_VERSION}.gguf"

    @cached_property
    def _queries(self) -> QueryEncoder | None:
        """The model as llama.cpp has it, where its file was made."""
        if not self._query_file.is_file():
            return None
        try:
            return QueryEncoder(self._query_file, self.folder, self.threads)
        except (NoQueryFile, OSError) as error:
            log.warning("questions are encoded more slowly: %s", error)
            return None

    @property
    def width(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def _tokens(self) -> Any:
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderMissing(
                f"no readable tokenizer in {self.folder}: fetch it with `debate models pull`"
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> Any:
        import torch
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer

        if self.threads:
            torch.set_num_threads(self.threads)
        _refuse_pickles(self.folder)
        try:
            model = SentenceTransformer(
                str(self.folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": _fast_dtype(), "use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise EncoderMissing(
                f"the encoder in {self.folder} cannot be loaded ({line}): fetch it again with `debate models pull`"
            ) from error
        for module in list(model)[1:]:
            module.float()  # pooling and projection in f32: they cost nothing and keep small differences
        return model.eval()

    def _prompt(self, *roles: str) -> str:
        """The prompt of the first role that the model has one for."""
        return next((self._prompts[role] for role in roles if self._prompts.get(role)), "")

    @cached_property
    def _prompts(self) -> dict[str, str]:
        """What the model wants before a text, by what the text is for."""
        try:
            told = json.loads((self.folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
            return {str(role): str(prompt) for role, prompt in (told.get("prompts") or {}).items() if prompt}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise EncoderMissing(f"no readable prompts in {self.folder}: fetch it with `debate models pull`") from error

    def _document_prompt(self, title: str | None) -> str:
        """The document prompt, with the title where the model's prompt has a place for it."""
        prompt = self._prompt("document", "passage", "corpus")
        return prompt.replace("title: none", f"title: {' '.join(title.split())}", 1) if title else prompt

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of prompted texts."""
        import torch

        with self._lock, torch.inference_mode():
            _ = self._model
            with self._query_lock:
                self._give_back_queries()
            vectors = np.zeros((len(texts), self.width), np.float32)
            for batch in _batches([len(text) for text in texts]):
                features = self._tokenize([texts[i] for i in batch])
                hidden = self._model[0](features)["token_embeddings"].float()
                vectors[batch] = self._project(
                    {"token_embeddings": hidden, "attention_mask": features["attention_mask"]}
                )
        return vectors

    def _tokenize(self, texts: list[str]) -> "dict[str, torch.Tensor]":
        encoded = self._model.tokenizer(
            [_SURROGATE.sub("\ufffd", text) for text in texts],
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_tensors="pt",
        )
        return {"input_ids": encoded["input_ids"], "attention_mask": encoded["attention_mask"]}

    def _project(self, features: "dict[str, torch.Tensor]") -> Vectors:
        """Run the modules behind the transformer and normalise."""
        for module in list(self._model)[1:]:
            features = module(features)
        vectors: Vectors = features["sentence_embedding"].numpy()
        lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-12))
        return np.divide(vectors, lengths, dtype=np.float32)


def _refuse_pickles(folder: Path) -> None:
    """Raise `EncoderMissing` for weights that the library would unpickle: of any of a model's modules."""
    for file in folder.rglob("pytorch_model*.bin"):
        if not any(file.parent.glob("*.safetensors")):
            raise EncoderMissing(
                f"the encoder in {folder} keeps weights in {file.name}, a kind of file that can run code: take a model "
                "with safetensors"
            )


def _fast_dtype() -> "torch.dtype":
    """bf16 where the processor multiplies it natively (half the memory, about twice the speed), else f32."""
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    native = any(getattr(torch.cpu, name, lambda: False)() for name in checks)
    return torch.bfloat16 if native else torch.float32


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of like length, longest first: little padding, bounded memory."""
    batch: list[int] = []
    longest = 0
    for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        longest = longest or lengths[i]
        if batch and (len(batch) == TEXTS_PER_BATCH or longest * (len(batch) + 1) > CHARACTERS_PER_BATCH):
            yield batch
            batch, longest = [], lengths[i]
        batch.append(i)
    if batch:
        yield batch
