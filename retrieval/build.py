"""A retriever over one stored collection, ready to ask. The only place that puts its parts together."""

from __future__ import annotations

from core.settings import Settings
from retrieval.dense import load_dense
from retrieval.embeddings import load_embeddings
from retrieval.lexical import load_lexical
from retrieval.origins import load_origins
from retrieval.rerank import load_reranker
from retrieval.retriever import HybridRetriever
from retrieval.sentence_vectors import SentenceVectors
from retrieval.source_names import SourceNames
from retrieval.store import open_store


def build_retriever(settings: Settings) -> HybridRetriever:
    """Opens the collection named in the settings and loads its model. Raises a `DebatesError`."""
    store = open_store(settings)
    origins = load_origins(store)
    return HybridRetriever(
        store=store,
        embeddings=load_embeddings(settings.embedding_model, settings.offline),
        dense=load_dense(store),
        lexical=load_lexical(store),
        sentence_vectors=SentenceVectors(settings, store.name),
        origins=origins,
        names=SourceNames(origins.origins),
        reranker=load_reranker(settings.reranker, settings.offline) if settings.reranker else None,
    )
