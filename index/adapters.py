"""Our encoder as LlamaIndex has encoders, for its own query engines and for comparisons with them."""

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding import Encoder


class EncoderEmbedding(BaseEmbedding):
    """A LlamaIndex embedding model that shares an `Encoder`, so that the weights are held once.

    Example:
        index = VectorStoreIndex(nodes, embed_model=EncoderEmbedding(encoder))
    """

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(model_name=encoder.name, embed_batch_size=64)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex serialises it."""
        return "EncoderEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(map(float, self._encoder.encode_queries([query])[0]))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, row)) for row in self._encoder.encode_documents(texts)]
