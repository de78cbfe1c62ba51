"""What the model does with passages in front of it: read them, be asked yes or no, write. For the owner thread only."""

import codecs
import logging
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from assistant.engines import prefill as sequences
from assistant.engines.asking import ask_together
from assistant.engines.base import NO, YES, Conversation, Judging, Role, Told
from assistant.engines.context import MAIN, Context
from assistant.engines.copying import LONGEST_COPY, copied_ahead
from assistant.engines.kv_store import KvStore
from assistant.engines.prefill import FIRST_FREE, MOST_TOKENS, Block, Prefill, Reading, Stretch
from assistant.engines.writing_together import write_together
from assistant.prompts import NOTHING, PREFIX, TURN, Excerpt, Search

log = logging.getLogger(__name__)

_CHECK = FIRST_FREE
_PART = FIRST_FREE + 1
_MOST_ASKED = 512
"""Tokens of one thing that is asked of evidence."""
_FOR_CHECKS = MOST_TOKENS + _MOST_ASKED + 64
"""Tokens of the context that passages and question leave to checks."""
_FOR_QUESTION = 256
"""Tokens of the context that passages leave to the question, at least."""


class LlamaReader:
    """One llama.cpp context with passages placed in it, and the steps of an answer on them (see ``base.Reader``).

    ``draft`` is how many tokens are copied ahead from the passages and verified in one batch (prompt lookup), twice as
    many after a copy that was right to its end; 0 writes token by token. The text is the same either way, up to the
    rounding of a batch. ``reading`` tells how passages are put together.
    """

    judging: Judging = "logits"

    def __init__(self, context: Context, store: KvStore, fingerprint: str, *, draft: int = 0, model: str = "") -> None:
        self._context = context
        self.model = model
        self.prefill = Prefill(context, PREFIX, store, fingerprint)
        self.reading = Reading()
        self._turn = context.tokenize(TURN, special=True)
        self._yes = _first_tokens(context, YES)
        self._no = _first_tokens(context, NO)
        self._nothing = _first_tokens(context, NOTHING)
        self._draft = draft
        self._blocks: list[Block] = []
        self._end = self.prefill.start
        self.written = 0
        self.steps = 0

    def close(self) -> None:
        """Free the model."""
        self._context.close()

    def interrupt(self) -> None:
        """Make what is being computed raise ``Interrupted``, and all that follows until ``resume``. From any thread."""
        self._context.interrupt()

    def resume(self) -> None:
        """Compute again, as if nothing had been read: what was interrupted is not to be trusted."""
        self._context.resume()
        self.prefill.reset()

    def read(self, passages: Sequence[str]) -> None:
        """Put passages before the model, best first, from their kept states unless ``reading`` says otherwise.

        Passages that do not fit are left out from the end, and one line in the log says so.
        """
        blocks = self._fitting([self.prefill.block(text) for text in passages])
        self._blocks = [*blocks[1:], *blocks[:1]] if self.reading.best_on_top else blocks
        self._end = self.prefill.place(self._blocks, self.reading)

    def keep(self, passage: str) -> bool:
        """Have the KV state of a passage kept for later; False when the store has no room left for it."""
        block = self.prefill.block(passage)
        if self.prefill.kept(block):
            return True
        if not self.prefill.fits(block):
            return False
        self.prefill.fill(block)
        return True

    def keep_opening(self, messages: Sequence[tuple[Role, str]], begins: str = "") -> None:
        """Have the state of a conversation's beginning kept, and of the words that its next message begins with."""
        self._begin(self._opening(messages, begins))
        self._context.drop(_CHECK)

    def keep_only(self, texts: Sequence[str]) -> None:
        """Delete the kept KV states and notes of all texts but these."""
        self.prefill.store.keep_only(texts)

    def note(self, text: str, name: str) -> str | None:
        """What was kept of a text under a name; None where nothing was."""
        kept = self.prefill.store.get(self.prefill.note_key(text, name))
        return None if kept is None else kept.decode("utf-8", errors="replace")

    def keep_note(self, text: str, name: str, note: str) -> None:
        """Keep something of a text, beside the states of passages."""
        self.prefill.store.put(self.prefill.note_key(text, name), note.encode("utf-8", errors="replace"))

    def ask_about(self, passages: Sequence[str], *texts: str, keep: bool = True) -> list[float]:
        """Logit of yes minus logit of no to each text, asked apart, with only these passages in view.

        What is being written on the passages read stays untouched.
        ``keep`` uses and fills the store; without it the passages are read anew, as befits single sentences.
        """
        blocks = [self.prefill.block(part) for part in passages]
        if not keep:
            seen = [token for block in blocks for token in block.tokens]
            return [told.logit for told in self._ask([(seen, text) for text in texts])]
        context, start = self._context, self.prefill.start
        position = start
        context.drop(_CHECK)
        context.copy(sequences.PREFIX, _CHECK)
        for block in blocks:
            if context.load(_PART, self.prefill.fill(block)):
                if position != start:
                    context.shift(_PART, start, start + len(block.tokens), position - start)
                context.copy(_PART, _CHECK)
                context.drop(_PART)
            else:
                context.decode(block.tokens, position, _CHECK, outputs="none")
            position += len(block.tokens)
        values = []
        for text in texts:
            context.decode(self._asked(text), position, _CHECK)
            values.append(self._yes_no(context.logits()))
            context.drop(_CHECK, position)
        context.drop(_CHECK)
        return values

    def ask_many(self, asks: Sequence[tuple[str | Excerpt, str]]) -> list[float]:
        """Logit of yes minus logit of no to each ``(evidence, text)``, in order, each with only its evidence in view.

        All are computed together: evidence that several texts share is read once, and a batch costs less than its
        parts. Of an excerpt nothing is read: its keys and values are those it has in its passage, where what stands
        before it has left its mark on them. What is being written on the passages read stays untouched.
        """
        return [told.logit for told in self.ask_values(asks, ())]

    def ask_values(self, asks: Sequence[tuple[str | Excerpt, str]], layers: Sequence[int]) -> list[Told]:
        """As ``ask_many``, with what the model keeps of the last token of each ask in some layers."""
        return self._ask([(self._seen(evidence), text) for evidence, text in asks], layers)

    def _seen(self, evidence: str | Excerpt) -> Sequence[int] | Stretch:
        if isinstance(evidence, str):
            return self.prefill.block(evidence).tokens
        return self.prefill.stretch(evidence) or self.prefill.block(f"{evidence.text}\n\n").tokens

    def _ask(self, asks: Sequence[tuple[Sequence[int] | Stretch, str]], layers: Sequence[int] = ()) -> list[Told]:
        tokens = [(seen, self._asked(f"\n\n{text}" if isinstance(seen, Stretch) else text)) for seen, text in asks]
        found = ask_together(self.prefill, tokens, layers=layers)
        return [Told(self._yes_no(outcome.logits), outcome.values) for outcome in found]

    def write(self, text: str, *, limit: int = 200, draft: int | None = None) -> Iterator[str]:
        """The model's reply to ``text`` after the passages, greedily, in pieces as they are written.

        ``draft`` other than the reader's own serves to compare.
        Between two pieces ``ask_about`` and ``rewrite`` may be used; ``read`` ends it.
        """
        self._context.drop(MAIN, self._end)
        source = [token for block in self._blocks for token in block.tokens]
        own, self._draft = self._draft, self._draft if draft is None else draft
        try:
            yield from self._generate(text, MAIN, self._end, source, limit)
        finally:
            self._draft = own

    def next_logits(self, text: str) -> npt.NDArray[np.float32]:
        """Logits of the first token of the reply to ``text`` after the passages, shape (n_vocab,); to compare ways of
        reading."""
        self._context.drop(MAIN, self._end)
        self._context.decode(self._context.tokenize(text) + self._turn, self._end)
        return self._context.logits().copy()

    def rewrite(self, passage: str, text: str, *, limit: int = 160) -> str:
        """The model's reply to ``text`` with one short passage in view; what is being written stays untouched."""
        context = self._context
        context.drop(_CHECK)
        context.copy(sequences.PREFIX, _CHECK)
        tokens = context.tokenize(passage)
        context.decode(tokens, self.prefill.start, _CHECK, outputs="none")
        reply = "".join(self._generate(text, _CHECK, self.prefill.start + len(tokens), tokens, limit))
        context.drop(_CHECK)
        return reply.strip()

    def rewrite_many(self, asks: Sequence[tuple[str, str]], *, limit: int = 160) -> list[str]:
        """What ``rewrite`` gives for each ``(passage, text)``, in order, written at once."""
        tokenize = self._context.tokenize
        return write_together(self.prefill, [tokenize(shown) + self._asked(text) for shown, text in asks], limit)

    def chat(self, messages: Sequence[tuple[Role, str]], *, limit: int = 256, keep: bool = False) -> Iterator[str]:
        """The model's reply to a conversation of its own, in ChatML, in pieces as they are written."""
        tokens = self._opened(messages, keep)
        yield from self._continue(tokens[-1:], _CHECK, len(tokens) - 1, tokens, limit)
        self._context.drop(_CHECK)

    def chat_many(self, chats: Sequence[Conversation], *, limit: int = 256) -> list[str]:
        """What ``chat`` gives for each conversation, in order, written at once; all but the last messages are the
        same."""
        if not chats:
            return []
        opening = self._opening(chats[0][:-1])
        self._begin(opening)
        turn = self._context.tokenize("<|im_start|>assistant\n", special=True)
        asks = [[*self._said(messages[-1:]), *turn] for messages in chats]
        replies = write_together(self.prefill, asks, limit, behind=(_CHECK, len(opening)))
        self._context.drop(_CHECK)
        return replies

    def finds(self, search: Search) -> float:
        """Logit of the likeliest first token of a reply minus that of the likeliest which finds nothing."""
        return self.find_many([search])[0]

    def find_many(self, searches: Sequence[Search]) -> list[float]:
        """What ``finds`` tells of each search, in order; all have the same examples, and are computed together.

        The examples come from their kept state, and what is shown from that of its passage: only the questions are
        read.
        """
        return [told.logit for told in self.find_values(searches, ())]

    def find_values(self, searches: Sequence[Search], layers: Sequence[int]) -> list[Told]:
        """As ``find_many``, with what the model keeps of the last token of each search in some layers."""
        if not searches:
            return []
        opening = self._opening(searches[0].examples, Search.HEAD)
        self._begin(opening)
        asks = []
        for search in searches:
            seen = self._seen(search.shown)
            text = f"\n\n{search.asks}" if isinstance(seen, Stretch) else search.asks
            asks.append((seen, self._asked(text)))
        found = ask_together(self.prefill, asks, behind=(_CHECK, len(opening)), layers=layers)
        self._context.drop(_CHECK)
        return [Told(self._something(outcome.logits), outcome.values) for outcome in found]

    def _something(self, logits: npt.NDArray[np.float32]) -> float:
        nothing = float(logits[self._nothing].max())
        others = logits.copy()
        others[self._nothing] = -np.inf
        return float(others.max()) - nothing

    def _opened(self, messages: Sequence[tuple[Role, str]], keep: bool) -> list[int]:
        """A conversation's tokens, with all but the last of them read in the sequence of checks."""
        context = self._context
        opening = self._said(messages[:-1])
        tokens = [*opening, *self._said(messages[-1:]), *context.tokenize("<|im_start|>assistant\n", special=True)]
        context.drop(_CHECK)
        done = len(opening) if keep and opening and self._open(opening) else 0
        context.decode(tokens[done:-1], done, _CHECK, outputs="none")
        return tokens

    def _opening(self, messages: Sequence[tuple[Role, str]], begins: str = "") -> list[int]:
        """The tokens of a conversation's beginning, and of the words that its next message begins with."""
        tokenize = self._context.tokenize
        head = [*tokenize("<|im_start|>user\n", special=True), *tokenize(begins)] if begins else []
        return [*self._said(messages), *head]

    def _begin(self, opening: Sequence[int]) -> None:
        """Have the beginning of a conversation in the sequence of checks, whatever its kept state is worth."""
        self._context.drop(_CHECK)
        if not self._open(opening):
            self._context.decode(opening, 0, _CHECK, outputs="none")

    def _said(self, messages: Sequence[tuple[Role, str]]) -> list[int]:
        tokens: list[int] = []
        for role, content in messages:
            tokens += self._context.tokenize(f"<|im_start|>{role}\n", special=True)
            tokens += self._context.tokenize(content) + self._context.tokenize("<|im_end|>\n", special=True)
        return tokens

    def _open(self, opening: Sequence[int]) -> bool:
        """Have the beginning of a conversation in the sequence of checks, from its kept state or computed now."""
        key = self.prefill.opening_key(opening)
        state = self.prefill.store.get(key)
        if state is not None:
            return self._context.load(_CHECK, state)
        self._context.decode(opening, 0, _CHECK, outputs="none")
        self.prefill.store.put(key, self._context.save(_CHECK))
        return True

    def _generate(self, text: str, seq: int, position: int, source: Sequence[int], limit: int) -> Iterator[str]:
        room = self._context.n_ctx - _FOR_CHECKS - limit - self._end - len(self._turn)
        tail = _fit(self._context.tokenize(text), max(_FOR_QUESTION, room)) + self._turn
        yield from self._continue(tail, seq, position, source, limit)

    def _continue(
        self, tail: Sequence[int], seq: int, position: int, source: Sequence[int], limit: int
    ) -> Iterator[str]:
        context = self._context
        context.decode(tail, position, seq)
        position += len(tail)
        decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        written: list[int] = []
        length = self._draft
        token = int(context.logits().argmax())
        while not context.is_end(token) and len(written) < limit:
            written.append(token)
            draft = copied_ahead(written, source, length)
            length = self._draft
            context.decode([token, *draft], position, seq, outputs="all" if draft else "last")
            piece = decoder.decode(context.piece(token))
            position += 1
            token = int(context.logits(0 if draft else -1).argmax())
            for n, guess in enumerate(draft):
                if token != guess or context.is_end(token) or len(written) >= limit:
                    break
                written.append(token)
                piece += decoder.decode(context.piece(token))
                position += 1
                token = int(context.logits(n + 1).argmax())
            else:
                length = min(LONGEST_COPY, max(length, 2 * len(draft)))
            if draft:
                context.drop(seq, position)
            self.steps += 1
            if piece:
                yield piece
        self.written += len(written)

    def _fitting(self, blocks: Sequence[Block]) -> list[Block]:
        room = self._context.n_ctx - self.prefill.start - _FOR_CHECKS - _FOR_QUESTION - 200
        fitting: list[Block] = []
        for block in blocks:
            room -= len(block.tokens)
            if room < 0 and fitting:
                log.warning("%d of %d passages do not fit the context", len(blocks) - len(fitting), len(blocks))
                break
            fitting.append(block)
        return fitting

    def _asked(self, text: str) -> list[int]:
        return _fit(self._context.tokenize(text), _MOST_ASKED) + self._turn

    def _yes_no(self, logits: npt.NDArray[np.float32]) -> float:
        return float(logits[self._yes].max() - logits[self._no].max())


def _fit(tokens: list[int], most: int) -> list[int]:
    """A long text without its middle: what is asked of it stands at its end."""
    return tokens if len(tokens) <= most else tokens[: most // 3] + tokens[len(tokens) - (most - most // 3) :]


def _first_tokens(context: Context, words: Sequence[str]) -> list[int]:
    return sorted({context.tokenize(word)[0] for word in words})
