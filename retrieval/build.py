"""A retriever over one stored collection, ready to ask. The only place that puts its parts together."""

from __future__ import annotations

import numpy as np

from core.console import note
from core.settings import DEFAULT_EMBEDDINGS, Settings
from retrieval.chunk_table import ChunkTable
from retrieval.derived import load_derived
from retrieval.embeddings import load_embeddings
from retrieval.origins import Mask
from retrieval.query_encoder import query_encoder
from retrieval.rerank import load_reranker
from retrieval.retriever import HybridRetriever
from retrieval.sentence_vectors import SentenceVectors
from retrieval.source_names import SourceNames
from retrieval.store import Store, open_store
from retrieval.word_vectors import WordVectors


def build_retriever(settings: Settings) -> HybridRetriever:
    """Opens the collection named in the settings and loads its model. Raises a `DebatesError`."""
    store = open_store(settings)
    embeddings = load_embeddings(settings.embedding_model, settings.offline)
    derived = load_derived(
        store, embeddings.encode, lambda: note(f"Making the search files of '{store.name}'; this happens once.")
    )
    return HybridRetriever(
        store=store,
        embeddings=embeddings,
        dense=derived.dense,
        lexical=derived.lexical,
        table=derived.table,
        sentences=derived.sentences,
        queries=derived.queries,
        premises=derived.premises,
        headings=derived.headings,
        sentence_vectors=SentenceVectors(settings, store.name),
        word_vectors=WordVectors(settings, store.name),
        origins=derived.origins,
        names=SourceNames(derived.origins.origins),
        query_encoder=query_encoder() if settings.embedding_model == DEFAULT_EMBEDDINGS else None,
        glossary=_glossary(store, derived.table),
        reranker=load_reranker(settings.reranker, settings.offline) if settings.reranker else None,
    )


def _glossary(store: Store, table: ChunkTable) -> Mask | None:
    """Which chunks are of a glossary; `None` if none is."""
    rows = [table.position[key] for key in store.ids_of_kind("glossary")]
    if not rows:
        return None
    found: Mask = np.zeros(len(table.ids), bool)
    found[rows] = True
    return found
