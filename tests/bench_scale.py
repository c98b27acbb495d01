"""How retrieval grows: passages made from the bundled articles' vocabulary with seeded vectors, 1,000 to 100,000 of them.

Words are drawn by their frequency in the articles, so that common terms have long postings. A passage's vector is its
sentences' mean, theirs lie about one of 200 seeded centres. Questions take words and a vector near one passage.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from core.settings import Settings, build_settings
from core.terms import words
from core.types import Article, Chunk
from ingest.readers.base import Read
from ingest.sources import read_scope
from ingest.sync import Scope
from retrieval.build import build_retriever
from retrieval.embeddings import SentenceEmbeddings, Vectors, unit_rows
from retrieval.retriever import HybridRetriever
from retrieval.sentence_vectors import SentenceVectors
from retrieval.store import Store, create_store
from retrieval.word_vectors import WordVectors

DIMENSION = 384
SENTENCES, WORDS = 6, 18  # of a passage, of a sentence: about 150 word pieces
PASSAGES_PER_ARTICLE = 10
CENTRES = 200
POOL = 4_096  # word vectors; equal words have equal ones
QUESTIONS = 200
SIZES = (1_000, 10_000, 100_000)


def synthetic(count: int, seed: int = 7) -> Iterator[tuple[Article, list[Chunk], Vectors, list[Vectors]]]:
    """Articles with their chunks, chunk vectors and sentence vectors."""
    rng = np.random.default_rng(seed)
    frequency: Counter[str] = Counter()
    for outcome in read_scope(Scope("data/articles")):
        if isinstance(outcome, Read):
            frequency.update(words(outcome.article.text))
    vocabulary = np.array(sorted(frequency))
    share = np.array([frequency[word] for word in vocabulary], float)
    centres = unit_rows(rng.normal(size=(CENTRES, DIMENSION)).astype(np.float32))
    for number in range(count // PASSAGES_PER_ARTICLE):
        drawn = rng.choice(vocabulary, p=share / share.sum(), size=(PASSAGES_PER_ARTICLE, SENTENCES, WORDS))
        centre = centres[rng.integers(CENTRES)]
        noise = rng.normal(size=(PASSAGES_PER_ARTICLE, SENTENCES, DIMENSION)).astype(np.float32) / np.sqrt(DIMENSION)
        sentences = [unit_rows(rows + centre) for rows in noise]
        passages = ["".join(f"{' '.join(row).capitalize()}. " for row in passage).rstrip() for passage in drawn]
        article = _article(f"a{number:06}", "\n\n".join(passages))
        chunks, at = [], 0
        for position, text in enumerate(passages):
            chunks.append(_chunk(article, position, at, text))
            at += len(text) + 2
        yield article, chunks, unit_rows(np.stack([rows.mean(axis=0) for rows in sentences])), sentences


def _article(key: str, text: str) -> Article:
    return Article(
        article_id=key, title=f"Synthetic {key}", authors=(), publisher="Bench", published=None, url=None, kind="other",
        form="original", licence=None, root="bench", text=text, sources=(), content_hash=key,
    )  # fmt: skip


def _chunk(article: Article, position: int, start: int, text: str) -> Chunk:
    spans, at = [], start
    for sentence in text.split(". "):
        end = min(at + len(sentence) + 1, start + len(text))
        spans.append((at, end))
        at = end + 1
    key = f"{article.article_id}:{position}"
    return Chunk(key, article.article_id, position, text, (), start, start + len(text), None, (), 150, key, tuple(spans))


def fill(settings: Settings, count: int) -> Store:
    """A finished collection of `count` synthetic passages."""
    store = create_store(settings)
    cache, word_cache = SentenceVectors(settings, store.name), WordVectors(settings, store.name)
    pool = unit_rows(np.random.default_rng(5).normal(size=(POOL, DIMENSION)).astype(np.float32))
    batch: list[tuple[Article, list[Chunk], Vectors, list[Vectors]]] = []

    def write() -> None:
        rows = [(chunk, article) for article, chunks, _, _ in batch for chunk in chunks]
        store.add_chunks(rows, np.concatenate([vectors for _, _, vectors, _ in batch]))
        parts = [part for _, _, _, parts in batch for part in parts]
        cache.put((chunk.content_hash, part) for (chunk, _), part in zip(rows, parts, strict=True))
        numbers = ((c.content_hash, [crc32(word.encode()) % POOL for word in words(c.text)]) for c, _ in rows)
        word_cache.put((key, pool[at]) for key, at in numbers)
        store.put_articles([(article, article.article_id, len(chunks)) for article, chunks, _, _ in batch])
        batch.clear()

    for row in synthetic(count):
        batch.append(row)
        if len(batch) * PASSAGES_PER_ARTICLE >= 5_000:
            write()
    if batch:
        write()
    store.set_facts(stamp=store.contents_digest(), pending="")
    return store


def questions(store: Store, seed: int = 11) -> list[str]:
    """Eight words each, drawn from one passage."""
    rng = np.random.default_rng(seed)
    keys = sorted(store.article_index())
    found = []
    for key in rng.choice(keys, size=QUESTIONS):
        tokens = words(store.article(str(key)).text)
        found.append(" ".join(rng.choice(tokens, size=8)) + "?")
    return found


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def line(name: str, value: str) -> None:
    print(f"{name:<58} {value}", flush=True)


def measure(retriever: HybridRetriever, asked: list[str]) -> None:
    """Times of retrieval by step, and, question by question in turn, of Chroma's own search; the embedding is in both."""
    from langchain_chroma import Chroma

    store = retriever.store
    chroma = Chroma(client=store.client, collection_name=store.name, embedding_function=retriever.embeddings)
    store.client.get_collection(store.name, embedding_function=None).modify(configuration={"hnsw": {"ef_search": 100}})
    for question in asked[:20]:
        retriever.retrieve(question)
        chroma.similarity_search(question)
    steps: dict[str, list[float]] = {}
    for question in asked:
        wall, used, found = clocked(retriever.retrieve, question)
        theirs, theirs_used, _ = clocked(chroma.similarity_search, question)
        for step, ms in found.timings_ms.items():
            steps.setdefault(step, []).append(ms)
        steps.setdefault("all but embedding", []).append(wall - found.timings_ms["embed"])
        steps.setdefault("whole", []).append(wall)
        steps.setdefault("Chroma.similarity_search", []).append(theirs)
        steps.setdefault("whole, processor", []).append(used)
        steps.setdefault("Chroma.similarity_search, processor", []).append(theirs_used)
    for step, times in steps.items():
        line(f"  {step}, ms, p50 / p95", f"{percentile(times, 0.5):.1f} / {percentile(times, 0.95):.1f}")
    for kind in ("", ", processor"):
        ours, theirs_all = (percentile(steps[name + kind], 0.5) for name in ("whole", "Chroma.similarity_search"))
        line(f"  ratio of medians{kind}", f"{ours / theirs_all:.2f}")


def clocked(call: Callable[[str], Any], question: str) -> tuple[float, float, Any]:
    """Milliseconds by the clock and of all processors, and the outcome."""
    wall, used = time.perf_counter(), time.process_time()
    outcome = call(question)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - used) * 1000, outcome


def sizes(folder: Path) -> str:
    """Megabytes of each thing in an index folder."""
    found: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file():
            top, *below = file.relative_to(folder).parts
            found["vectors in Chroma" if below and len(top) == 36 else top.split("-")[0]] += file.stat().st_size
    return ", ".join(f"{name} {size / 1e6:.0f}" for name, size in found.most_common() if size > 1e5)


def scale(embeddings: SentenceEmbeddings, counts: tuple[int, ...] = SIZES) -> None:
    """Prints a block for each size."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            settings = build_settings(index_dir=folder, collection="bench")
            store = fill(settings, count)
            began = time.perf_counter()
            retriever = build_retriever(settings)
            line(f"{count:,} passages: opening, files made, s", f"{time.perf_counter() - began:.1f}")
            began = time.perf_counter()
            retriever = build_retriever(settings)
            line("  opening again, s", f"{time.perf_counter() - began:.1f}")
            measure(retriever, questions(store))
            line("  on disk, MB", sizes(Path(folder)))
