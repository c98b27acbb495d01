"""One collection in Chroma: its chunks with vectors, its articles, and the facts that say whether it can be used.

Two Chroma collections carry it: `NAME` (chunks) and `NAME.articles` (full texts and metadata). The second is written
after the chunks of an article, so it is the record of what is complete. There is no other record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.errors import IndexIncomplete, IndexMissing
from core.settings import EF_SEARCH, VECTOR_SPACE, Settings
from core.types import Article, Chunk, Kind
from retrieval.connection import connect, index_exists, reading_errors, writing_lock
from retrieval.embeddings import Vectors
from retrieval.fingerprint import check_fingerprint
from retrieval.records import article_from, article_metadata, chunk_from, chunk_metadata, chunks_from, placeholder_vector

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

BATCH = 5_000  # Chroma takes at most 5,461 records a call
PAGE = 20_000  # records read at once when a whole collection is listed
ARTICLES = ".articles"


class StoredArticle(NamedTuple):
    """What a sync compares: the content hash, where it was read from, and how many chunks it has."""

    content_hash: str
    root: str
    path: str
    chunk_count: int


class Store:
    """Reads one collection; `ingest` also writes it, under `writing_lock`."""

    def __init__(self, settings: Settings, client: ClientAPI, chunks: Collection, articles: Collection) -> None:
        self.settings = settings
        self.name = chunks.name
        self.client = client
        self._chunks = chunks
        self._articles = articles
        self._article = lru_cache(maxsize=2_000)(self._read_article)

    # facts

    @property
    def facts(self) -> dict[str, str]:
        """The collection's metadata as stored now: `fingerprint`, `index_facts`, `stamp`, `pending`."""
        with reading_errors(self.settings):
            current = self.client.get_collection(self.name, embedding_function=None).metadata or {}
        return {key: str(value) for key, value in current.items()}

    def set_facts(self, **changes: str) -> None:
        """Change some facts; the others stay."""
        with reading_errors(self.settings):
            self._chunks.modify(metadata={**self.facts, **changes})

    @property
    def stamp(self) -> str:
        """Digest of the contents at the last finished sync; empty before the first."""
        return self.facts.get("stamp", "")

    def contents_digest(self) -> str:
        """16 hex digits over every article's id and hash and the fingerprint: equal contents, equal digest."""
        lines = sorted(f"{key} {stored.content_hash}" for key, stored in self.article_index().items())
        return hashlib.sha256("\n".join([self.settings.fingerprint, *lines]).encode()).hexdigest()[:16]

    # reading

    def search(self, vector: Sequence[float], k: int, where: Mapping[str, Any] | None = None) -> list[tuple[Chunk, float]]:
        """The `k` nearest chunks with their cosines (1 is identical), best first."""
        from langchain_chroma import Chroma

        with reading_errors(self.settings):
            view = Chroma(client=self.client, collection_name=self.name, create_collection_if_not_exists=False)
            rows = view.similarity_search_by_vector_with_relevance_scores(
                list(vector), k=k, filter=dict(where) if where else None
            )
        return [(chunk_from(str(d.id), d.page_content, d.metadata), 1.0 - distance) for d, distance in rows]

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """The stored chunks among `ids`."""
        if not ids:
            return {}
        with reading_errors(self.settings):
            got = self._chunks.get(ids=list(ids), include=["documents", "metadatas"])
        return chunks_from(got)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Stored vectors, each of shape `(dim,)`."""
        if not ids:
            return {}
        with reading_errors(self.settings):
            got = self._chunks.get(ids=list(ids), include=["embeddings"])
        return {key: np.asarray(row, np.float32) for key, row in zip(got["ids"], got["embeddings"], strict=True)}  # type: ignore[arg-type]

    def all_vectors(self) -> tuple[list[str], Vectors]:
        """Every chunk id, sorted, and the vectors in that order, shape `(n, dim)`."""
        found: dict[str, Any] = {}
        for got in self._pages(self._chunks, "embeddings"):
            found |= zip(got["ids"], got["embeddings"], strict=True)
        ids = sorted(found)
        return ids, np.array([found[key] for key in ids], np.float32)

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """All chunks of one article, in order."""
        with reading_errors(self.settings):
            got = self._chunks.get(where={"article_id": article_id}, include=["documents", "metadatas"])
        return sorted(chunks_from(got).values(), key=lambda chunk: chunk.position)

    def all_chunks(self) -> list[Chunk]:
        """Every chunk, by id."""
        pages = self._pages(self._chunks, "documents", "metadatas")
        return sorted((chunk for got in pages for chunk in chunks_from(got).values()), key=lambda chunk: chunk.chunk_id)

    def _pages(self, collection: Collection, *include: str) -> Iterator[Any]:
        """A whole collection, `PAGE` records at a time."""
        with reading_errors(self.settings):
            for offset in range(0, collection.count(), PAGE):
                yield collection.get(limit=PAGE, offset=offset, include=list(include))  # type: ignore[arg-type]

    def article(self, article_id: str) -> Article:
        """One stored article. Raises `KeyError`."""
        return self._article(article_id)

    def _read_article(self, article_id: str) -> Article:
        with reading_errors(self.settings):
            got = self._articles.get(ids=[article_id], include=["documents", "metadatas"])
        if not got["ids"]:
            raise KeyError(article_id)
        return article_from(got["documents"][0], dict(got["metadatas"][0]))  # type: ignore[index]

    def all_articles(self) -> list[Article]:
        """Every article, by id."""
        pages = self._pages(self._articles, "documents", "metadatas")
        rows = (row for got in pages for row in zip(got["documents"], got["metadatas"], strict=True))
        return sorted((article_from(text, dict(m)) for text, m in rows), key=lambda article: article.article_id)

    def article_index(self) -> dict[str, StoredArticle]:
        """What is stored of every article, by id, without its text."""
        index: dict[str, StoredArticle] = {}
        for got in self._pages(self._articles, "metadatas"):
            for key, m in zip(got["ids"], got["metadatas"], strict=True):
                index[key] = StoredArticle(str(m["content_hash"]), str(m["root"]), str(m["path"]), int(str(m["chunk_count"])))
        return index

    def chunk_hashes(self, article_ids: Sequence[str] | None = None) -> dict[str, dict[str, str]]:
        """Content hashes of stored chunks as `{article_id: {chunk_id: hash}}`; of all articles without `article_ids`."""
        hashes: dict[str, dict[str, str]] = {}
        if article_ids is None:
            pages = list(self._pages(self._chunks, "metadatas"))
        else:
            with reading_errors(self.settings):
                pages = [self._chunks.get(where={"article_id": key}, include=["metadatas"]) for key in article_ids]
        for got in pages:
            for key, m in zip(got["ids"], got["metadatas"] or [], strict=True):
                hashes.setdefault(str(m["article_id"]), {})[key] = str(m["content_hash"])
        return hashes

    def ids_of_kind(self, kind: Kind) -> list[str]:
        """The ids of all chunks whose article is of a kind."""
        with reading_errors(self.settings):
            return list(self._chunks.get(where={"kind": kind}, include=[])["ids"])

    def chunk_count(self) -> int:
        with reading_errors(self.settings):
            return self._chunks.count()

    # writing

    def delete_chunks(self, ids: Sequence[str]) -> None:
        with reading_errors(self.settings):
            for at in range(0, len(ids), BATCH):
                self._chunks.delete(ids=list(ids[at : at + BATCH]))

    def add_chunks(self, rows: Sequence[tuple[Chunk, Article]], vectors: Vectors) -> None:
        """Add chunks that are not stored; `vectors` has their rows."""
        with reading_errors(self.settings):
            for at in range(0, len(rows), BATCH):
                part = rows[at : at + BATCH]
                self._chunks.add(
                    ids=[chunk.chunk_id for chunk, _ in part],
                    embeddings=vectors[at : at + BATCH],
                    documents=[chunk.text for chunk, _ in part],
                    metadatas=[chunk_metadata(chunk, article) for chunk, article in part],
                )

    def put_articles(self, rows: Sequence[tuple[Article, str, int]]) -> None:
        """Write articles with their path and chunk count, each replacing what was stored under its id."""
        with reading_errors(self.settings):
            for at in range(0, len(rows), BATCH):
                part = rows[at : at + BATCH]
                self._articles.upsert(
                    ids=[article.article_id for article, _, _ in part],
                    embeddings=np.stack([placeholder_vector(article.article_id) for article, _, _ in part]),
                    documents=[article.text for article, _, _ in part],
                    metadatas=[article_metadata(*row) for row in part],
                )
        self._article.cache_clear()

    def delete_articles(self, ids: Sequence[str]) -> None:
        with reading_errors(self.settings):
            for at in range(0, len(ids), BATCH):
                self._articles.delete(ids=list(ids[at : at + BATCH]))
        self._article.cache_clear()


def collections(settings: Settings) -> tuple[str, ...]:
    """Names of the collections there are."""
    if not index_exists(settings):
        return ()
    with reading_errors(settings):
        names = [collection.name for collection in connect(settings).list_collections()]
    return tuple(sorted(name for name in names if not name.endswith(ARTICLES) and name + ARTICLES in names))


def open_store(settings: Settings) -> Store:
    """The collection named in the settings, for reading. Raises an `IndexFault` that says what to run if it is missing,
    was built with other settings, is half written, is being written, or cannot be read."""
    from chromadb.errors import NotFoundError

    if not index_exists(settings):
        raise IndexMissing(settings.collection)
    if settings.chroma_url is None:
        with writing_lock(settings, settings.collection):
            pass  # nobody is writing
    with reading_errors(settings):
        client = connect(settings)
        try:
            store = Store(
                settings,
                client,
                client.get_collection(settings.collection, embedding_function=None),
                client.get_collection(settings.collection + ARTICLES, embedding_function=None),
            )
        except NotFoundError:
            raise IndexMissing(settings.collection, collections(settings)) from None
    facts = store.facts
    check_fingerprint(settings, facts)
    if facts.get("pending") or not facts.get("stamp"):
        raise IndexIncomplete(settings.collection)
    return store


def create_store(settings: Settings, *, rebuild: bool = False) -> Store:
    """The collection for writing, made if there is none; `rebuild` empties it. Call under `writing_lock`.

    Raises `IndexMismatch` for one built with other settings.
    """
    from chromadb.errors import NotFoundError

    with reading_errors(settings):
        client = connect(settings)
        if rebuild:
            for name in (settings.collection, settings.collection + ARTICLES):
                if name in [collection.name for collection in client.list_collections()]:
                    client.delete_collection(name)
        facts = {"fingerprint": settings.fingerprint, "index_facts": json.dumps(settings.index_facts), "pending": "[]"}
        pair = []
        for name, metadata in ((settings.collection, facts), (settings.collection + ARTICLES, None)):
            try:
                pair.append(client.get_collection(name, embedding_function=None))
            except NotFoundError:
                pair.append(
                    client.create_collection(
                        name,
                        metadata=metadata,
                        configuration={"hnsw": {"space": VECTOR_SPACE, "ef_search": EF_SEARCH}},  # type: ignore[arg-type]
                        embedding_function=None,
                    )
                )
        store = Store(settings, client, *pair)
    check_fingerprint(settings, store.facts)
    return store


def known_roots(settings: Settings) -> set[str]:
    """Roots that the stored articles were read from; none without a collection."""
    if settings.collection not in collections(settings):
        return set()
    with reading_errors(settings):
        stored = connect(settings).get_collection(settings.collection + ARTICLES, embedding_function=None)
        return {str(m["root"]) for m in stored.get(include=["metadatas"])["metadatas"] or []}
