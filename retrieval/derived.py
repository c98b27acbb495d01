"""Files made from a store's present contents so that questions are answered quickly: vectors, BM25,
chunk records, origins, predicted queries, known false premises, headings.

They can be made again at any time: at ingest, or at opening where they are missing (another machine or an earlier version
of this program wrote the store). The store is read at most once for all of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.passages import passage_prefix
from core.terms import index_terms
from core.types import Article, Chunk
from retrieval.chunk_table import ChunkTable, stemmed_sentences
from retrieval.dense import ChromaDense, Dense, ExactDense, exact
from retrieval.embeddings import Encode, Vectors
from retrieval.false_premises import FalsePremises
from retrieval.heading_vectors import HeadingVectors
from retrieval.lexical import LexicalIndex
from retrieval.origins import PassageOrigins, behind_chunk
from retrieval.predicted_queries import PredictedQueries
from retrieval.publisher_kinds import publisher_kinds
from retrieval.sentence_vectors import SentenceMatrix, SentenceVectors
from retrieval.sidecar import remove_others, sidecar
from retrieval.store import Store

FILES = ("dense", "lexical", "chunks", "sources", "sentences", "queries", "premises", "headings")  # folders beside the store
FORMER = ("origins",)  # folders of earlier versions


@dataclass(frozen=True, slots=True)
class Derived:
    """All that retrieval reads besides the store, its rows in the order of the sorted chunk ids."""

    dense: Dense
    lexical: LexicalIndex
    table: ChunkTable
    origins: PassageOrigins
    sentences: SentenceMatrix
    queries: PredictedQueries
    premises: FalsePremises
    headings: HeadingVectors


def load_derived(store: Store, encode: Encode, making: Callable[[], None] = lambda: None) -> Derived:
    """What belongs to the store's present contents. `making` is called once if some of it must be made first; `encode` gives
    vectors to headings and predicted queries that have none yet."""
    contents = _Contents(store)
    cache = SentenceVectors(store.settings, store.name)
    vectors = exact(store)
    makers: dict[str, Callable[[Path], None]] = {
        "lexical": lambda folder: contents.lexical().save(folder),
        "chunks": lambda folder: ChunkTable.build(contents.rows, contents.terms).save(folder),
        "sentences": lambda folder: SentenceMatrix.build([chunk for chunk, _ in contents.rows], cache).save(folder),
        "queries": lambda folder: PredictedQueries.build(contents.rows, encode, _former(folder, _of_queries)).save(folder),
        "premises": lambda folder: FalsePremises.build(contents.rows, encode, _former(folder, _of_premises)).save(folder),
        "headings": lambda folder: HeadingVectors.build(contents.rows, encode, _former(folder, HeadingVectors.vectors)).save(
            folder
        ),
        "sources": lambda folder: PassageOrigins.build(behind_chunk(a, c) for c, a in contents.rows).save(folder),
    }
    if vectors:
        makers["dense"] = lambda folder: ExactDense(*store.all_vectors()).save(folder)
    folders = {purpose: _folder(store, purpose) for purpose in makers}
    missing = [purpose for purpose, folder in folders.items() if not folder.exists()]
    if missing:
        making()
    for purpose in missing:
        makers[purpose](folders[purpose])
    table = ChunkTable.load(folders["chunks"])
    return Derived(
        dense=ExactDense.load(folders["dense"]) if vectors else ChromaDense(store, table.position),
        lexical=LexicalIndex.load(folders["lexical"]),
        table=table,
        origins=PassageOrigins.load(folders["sources"]),
        sentences=SentenceMatrix.load(folders["sentences"]),
        queries=PredictedQueries.load(folders["queries"]),
        premises=FalsePremises.load(folders["premises"]),
        headings=HeadingVectors.load(folders["headings"]),
    )


def refresh_derived(store: Store, encode: Encode) -> None:
    """Make what belongs to the present contents and remove what belonged to earlier ones."""
    load_derived(store, encode)
    for purpose in FILES:
        remove_others(_folder(store, purpose))
    for purpose in FORMER:
        shutil.rmtree(sidecar(store, purpose).parent, ignore_errors=True)


def _former(folder: Path, vectors_in: Callable[[Path], dict[str, Vectors]]) -> dict[str, Vectors]:
    """Vectors by text of the contents before these, if they are still there."""
    former = sorted(folder.parent.glob("[!.]*")) if folder.parent.is_dir() else []
    return vectors_in(former[-1]) if former else {}


def _of_queries(folder: Path) -> dict[str, Vectors]:
    return PredictedQueries.load(folder).vectors()


def _of_premises(folder: Path) -> dict[str, Vectors]:
    return FalsePremises.load(folder).vectors()


def _folder(store: Store, purpose: str) -> Path:
    """Origins also depend on which publishers are known, so theirs changes with that list."""
    folder = sidecar(store, purpose)
    return folder.with_name(f"{folder.name}-{publisher_kinds().digest}") if purpose == "sources" else folder


class _Contents:
    """A store's chunks in the order of their ids, with what several files need of them, read when first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def rows(self) -> list[tuple[Chunk, Article]]:
        articles = {article.article_id: article for article in self._store.all_articles()}
        return [(chunk, articles[chunk.article_id]) for chunk in self._store.all_chunks()]

    @cached_property
    def terms(self) -> list[list[list[str]]]:
        """Stemmed words by chunk and sentence."""
        return [stemmed_sentences(chunk) for chunk, _ in self.rows]

    def lexical(self) -> LexicalIndex:
        prefixes: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        terms = []
        for (chunk, article), sentences in zip(self.rows, self.terms, strict=True):
            key = (chunk.article_id, chunk.heading_path)
            if key not in prefixes:
                prefixes[key] = index_terms(passage_prefix(article, chunk.heading_path))
            terms.append(prefixes[key] + [word for sentence in sentences for word in sentence])
        return LexicalIndex.build([chunk.chunk_id for chunk, _ in self.rows], terms)
