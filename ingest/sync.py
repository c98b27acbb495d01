"""Making the store equal to what was read: the only code that writes it.

The diff is by content hash, article first, chunk second; the store is the only record of what was done. Order of writes:
chunks, then the article that owns them, then the stamp. A run that dies leaves the scopes it was given in the fact
`pending`, and the next run over them compares chunk by chunk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from core.settings import Settings
from core.terms import index_terms_at
from core.types import Article, Chunk, SyncReport
from ingest.chunk import chunk_article, fitted_prefix
from ingest.readers.base import Place, Read, Refusal
from retrieval.connection import writing_lock
from retrieval.derived import refresh_derived
from retrieval.embeddings import SentenceEmbeddings, Vectors, load_embeddings
from retrieval.sentence_vectors import SentenceVectors
from retrieval.store import Store, StoredArticle, create_store
from retrieval.word_vectors import WordVectors

MOST_REASONS = 3  # that are told of one file; there may be one for each of its lines
WRITE_EVERY = 512  # chunks embedded and written at once: bounds both memory and what a kill can cost

Progress = Callable[[int, int], None]
"""Called with articles done and chunks written so far."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run may delete from: the articles recorded under `root` whose path is `path` or lies below it."""

    root: str
    path: str = ""

    def holds(self, root: str, path: str) -> bool:
        return root == self.root and (not self.path or path == self.path or PurePath(self.path) in PurePath(path).parents)


def sync(
    settings: Settings,
    embeddings: SentenceEmbeddings,
    scopes: list[Scope],
    outcomes: Iterable[Read | Refusal],
    *,
    rebuild: bool = False,
    progress: Progress = lambda articles, chunks: None,
) -> SyncReport:
    """Bring the collection up to date with `outcomes`, everything that was found under `scopes`.

    Articles of the scopes that were not found again are deleted, save those of a file that could not be read this time.
    Raises `IndexLocked` while another process writes and `IndexMismatch` for a collection built with other settings.
    """
    with writing_lock(settings, settings.collection):
        store = create_store(settings, rebuild=rebuild)
        run = _Run(store, embeddings, scopes, progress)
        for outcome in outcomes:
            run.take(outcome)
        return run.finish()


class _Run:
    """One sync in progress."""

    def __init__(self, store: Store, embeddings: SentenceEmbeddings, scopes: list[Scope], progress: Progress) -> None:
        self.store = store
        self.embeddings = embeddings
        self.scopes = scopes
        self.progress = progress
        self.vectors = SentenceVectors(store.settings, store.name)
        self.words = WordVectors(store.settings, store.name)
        self.stored = store.article_index()
        pending = [Scope(*pair) for pair in json.loads(store.facts.get("pending") or "[]")]
        unsound = store.chunk_count() != sum(article.chunk_count for article in self.stored.values())
        self.thorough = unsound or bool(pending)
        self.pending = [scope for scope in pending if scope not in scopes]
        self.hashes = store.chunk_hashes() if self.thorough else {}
        store.set_facts(pending=json.dumps([[s.root, s.path] for s in [*self.pending, *scopes]]))
        self.seen: dict[str, str] = {}
        self.unread: set[str] = set()
        self.reasons: dict[str, list[str]] = {}
        self.notes: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.queue: list[tuple[Article, str, list[Chunk], list[Chunk], list[str]]] = []

    def take(self, outcome: Read | Refusal) -> None:
        """Compare one article with the store and queue what must be written."""
        if isinstance(outcome, Refusal):
            self.refuse(outcome.path, outcome.reason)
            return
        article, path = outcome.article, outcome.path
        shown = Place(article.root, path).shown
        before = self.stored.get(article.article_id)
        if article.article_id in self.seen:
            self.refuse(shown, f"its id '{article.article_id}' is already that of {self.seen[article.article_id]}")
            return
        other = Place(before.root, before.path).shown if before else ""
        if before and not self.owns(before) and other != shown and Path(other).exists():
            self.refuse(
                shown,
                f"its id '{article.article_id}' is that of the stored article from {other}; "
                f"change one of them, or first run: python -m ingest --remove {article.article_id}",
            )
            return
        self.seen[article.article_id] = shown
        if outcome.notes:
            self.notes[shown] = "; ".join(outcome.notes)
        same = before is not None and before.content_hash == article.content_hash
        if same and not self.thorough:
            self.counts["skipped"] += 1
            self.counts["kept"] += before.chunk_count if before else 0
            if before and (before.root, before.path) != (article.root, path):
                self.store.put_articles([(article, path, before.chunk_count)])
            return
        self.compare(article, path, before, same)

    def owns(self, stored: StoredArticle) -> bool:
        return any(scope.holds(stored.root, stored.path) for scope in self.scopes)

    def refuse(self, path: str, reason: str) -> None:
        self.unread.add(path)
        self.reasons.setdefault(path, []).append(reason)

    def compare(self, article: Article, path: str, before: StoredArticle | None, same: bool) -> None:
        chunks = chunk_article(article, self.embeddings.count_tokens, self.embeddings.max_tokens)
        if self.thorough:
            hashes = self.hashes.get(article.article_id, {})
        else:
            hashes = self.store.chunk_hashes([article.article_id]).get(article.article_id, {}) if before else {}
        fresh = [chunk for chunk in chunks if hashes.get(chunk.chunk_id) != chunk.content_hash]
        wanted = {chunk.chunk_id for chunk in chunks} - {chunk.chunk_id for chunk in fresh}
        stale = sorted(set(hashes) - wanted)
        self.counts["kept"] += len(wanted)
        whole = same and not fresh and not stale and before is not None and before.chunk_count == len(chunks)
        self.counts["skipped" if whole else "updated" if before else "created"] += 1
        if whole:
            return
        self.queue.append((article, path, chunks, fresh, stale))
        if sum(len(row[3]) for row in self.queue) >= WRITE_EVERY:
            self.write()

    def write(self) -> None:
        """Embed and write what is queued: stale chunks out, fresh ones in, then the articles that own them."""
        rows = [(chunk, row[0]) for row in self.queue for chunk in row[3]]
        vectors, sentences, words = self.embedded(rows)
        stale = [key for row in self.queue for key in row[4]]
        self.store.delete_chunks(stale)
        self.store.add_chunks(rows, vectors)
        hashes = [chunk.content_hash for chunk, _ in rows]
        self.vectors.put(zip(hashes, sentences, strict=True))
        self.words.put(zip(hashes, words, strict=True))
        self.store.put_articles([(article, path, len(chunks)) for article, path, chunks, _, _ in self.queue])
        self.counts["added"] += len(rows)
        self.counts["removed"] += len(stale)
        self.queue.clear()
        self.progress(len(self.seen), self.counts["added"])

    def embedded(self, rows: list[tuple[Chunk, Article]]) -> tuple[Vectors, list[Vectors], list[Vectors]]:
        """Vectors of chunks, of each chunk's sentences and of its words, all in the context of title and headings."""
        prefixes: dict[tuple[str, tuple[str, ...]], str] = {}
        texts, spans = [], []
        for chunk, article in rows:
            key = (article.article_id, chunk.heading_path)
            if key not in prefixes:
                prefixes[key] = fitted_prefix(article, key[1], self.embeddings.count_tokens, self.embeddings.max_tokens)
            prefix = prefixes[key]
            texts.append(prefix + chunk.text)
            shift = len(prefix) - chunk.start
            sentences = [(a + shift, b + shift) for a, b in chunk.sentences]
            words = [(a + len(prefix), b + len(prefix)) for _, (a, b) in index_terms_at(chunk.text)]
            spans.append(sentences + words)
        vectors, parts = self.embeddings.encode_with_spans(texts, spans)
        counts = [len(chunk.sentences) for chunk, _ in rows]
        split = list(zip(parts, counts, strict=True))
        return vectors, [part[:count] for part, count in split], [part[count:] for part, count in split]

    def complete_words(self) -> None:
        """Make the word vectors that are missing: an earlier version or a run that died stored chunks without them."""
        known = self.words.hashes()
        if len(known) >= self.store.chunk_count():
            return
        missing = [chunk for chunk in self.store.all_chunks() if chunk.content_hash not in known]
        for at in range(0, len(missing), WRITE_EVERY):
            part = missing[at : at + WRITE_EVERY]
            _, _, words = self.embedded([(chunk, self.store.article(chunk.article_id)) for chunk in part])
            self.words.put(zip((chunk.content_hash for chunk in part), words, strict=True))

    def finish(self) -> SyncReport:
        if self.queue:
            self.write()
        gone = [key for key, stored in self.stored.items() if key not in self.seen and self.vanished(stored)]
        self.drop(gone)
        store = self.store
        facts = {"pending": json.dumps([[s.root, s.path] for s in self.pending]) if self.pending else ""}
        stamp = store.contents_digest()
        if stamp != store.stamp:
            facts["stamp"] = stamp
        store.set_facts(**facts)
        refresh_derived(store, self.embeddings.encode)
        if self.counts["removed"]:
            current = {value for row in store.chunk_hashes().values() for value in row.values()}
            self.vectors.keep(current)
            self.words.keep(current)
        self.complete_words()
        return SyncReport(
            created=self.counts["created"],
            updated=self.counts["updated"],
            skipped=self.counts["skipped"],
            deleted=len(gone),
            skip_reasons={path: _told(reasons) for path, reasons in self.reasons.items()},
            notes=self.notes,
            chunks_added=self.counts["added"],
            chunks_deleted=self.counts["removed"],
            chunks_kept=self.counts["kept"],
        )

    def vanished(self, stored: StoredArticle) -> bool:
        shown = Place(stored.root, stored.path).shown
        return self.owns(stored) and shown not in self.unread

    def drop(self, gone: list[str]) -> None:
        """Delete vanished articles, and chunks that no article owns (an earlier run died between the two)."""
        hashes = self.hashes if self.thorough else self.store.chunk_hashes(gone)
        owned = set(self.stored) | set(self.seen)
        lost = gone + ([key for key in hashes if key not in owned] if self.thorough else [])
        chunk_ids = [chunk_id for key in lost for chunk_id in hashes.get(key, {})]
        self.store.delete_articles(gone)
        self.store.delete_chunks(chunk_ids)
        self.counts["removed"] += len(chunk_ids)


def _told(reasons: Sequence[str]) -> str:
    """The first few reasons, and how many more there are."""
    more = len(reasons) - MOST_REASONS
    return "; ".join(reasons[:MOST_REASONS]) + (f"; and {more} more" if more > 0 else "")


def remove_articles(settings: Settings, article_ids: list[str]) -> SyncReport:
    """Delete articles by id. Unknown ids are named in `skip_reasons`; the others are still deleted."""
    with writing_lock(settings, settings.collection):
        store = create_store(settings)
        stored = store.article_index()
        known = [key for key in article_ids if key in stored]
        hashes = store.chunk_hashes(known)
        chunk_ids = [chunk_id for row in hashes.values() for chunk_id in row]
        store.delete_articles(known)
        store.delete_chunks(chunk_ids)
        store.set_facts(stamp=store.contents_digest())
        refresh_derived(store, lambda texts: load_embeddings(settings.embedding_model, settings.offline).encode(texts))
        missing = {key: "there is no article with this id" for key in article_ids if key not in stored}
        return replace(SyncReport(), deleted=len(known), skip_reasons=missing, chunks_deleted=len(chunk_ids))
