"""Articles and chunks as Chroma stores them, and back. Pure.

Chroma metadata takes strings, numbers and booleans; all else travels as JSON in one field. Every record has the same
keys, absent values as empty strings, because Chroma's upsert merges the keys of old and new.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.dates import PartialDate
from core.types import Article, Chunk, Heading, Position, PredictedQuery, Source, SourceMark, Turn

Metadata = dict[str, str | int]

ARTICLE_DIMENSION = 8  # article records need some vector; none is ever searched


def chunk_metadata(chunk: Chunk, article: Article) -> Metadata:
    """What is kept of a chunk beside its text and vector, with the article facts that filters need."""
    return {
        "article_id": chunk.article_id,
        "position": chunk.position,
        "start": chunk.start,
        "end": chunk.end,
        "heading_path": json.dumps(chunk.heading_path, ensure_ascii=False),
        "speaker": chunk.speaker or "",
        "source_keys": json.dumps(chunk.source_keys),
        "token_count": chunk.token_count,
        "content_hash": chunk.content_hash,
        "sentences": json.dumps(chunk.sentences),
        "publisher": article.publisher or "",
        "kind": article.kind,
        "form": article.form,
        "published_first": _day(article.published, "first"),
        "published_last": _day(article.published, "last"),
    }


def _day(published: PartialDate | None, edge: str) -> int:
    """`20161202`; 0 where undated."""
    return int(getattr(published, edge).strftime("%Y%m%d")) if published else 0


def chunk_from(chunk_id: str, text: str, metadata: dict[str, Any]) -> Chunk:
    """The chunk stored under `chunk_id`."""
    return Chunk(
        chunk_id=chunk_id,
        article_id=metadata["article_id"],
        position=metadata["position"],
        text=text,
        heading_path=tuple(json.loads(metadata["heading_path"])),
        start=metadata["start"],
        end=metadata["end"],
        speaker=metadata["speaker"] or None,
        source_keys=tuple(json.loads(metadata["source_keys"])),
        token_count=metadata["token_count"],
        content_hash=metadata["content_hash"],
        sentences=tuple((a, b) for a, b in json.loads(metadata["sentences"])),
    )


def chunks_from(got: Any) -> dict[str, Chunk]:
    """The chunks of one answer of Chroma's `get` with documents and metadata, by id."""
    rows = zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True)
    return {key: chunk_from(key, text, dict(metadata)) for key, text, metadata in rows}


def article_metadata(article: Article, path: str, chunk_count: int) -> Metadata:
    """What is kept of an article beside its text. `path` is the file below `article.root`."""
    facts = asdict(article)
    del facts["text"]
    return {
        "root": article.root,
        "path": path,
        "content_hash": article.content_hash,
        "chunk_count": chunk_count,
        "facts": json.dumps(facts, ensure_ascii=False),
    }


def article_from(text: str, metadata: dict[str, Any]) -> Article:
    """The stored article."""
    facts = json.loads(metadata["facts"])
    return Article(
        **{
            **facts,
            "text": text,
            "root": metadata["root"],
            "authors": tuple(facts["authors"]),
            "links": tuple(facts["links"]),
            "published": _date(facts["published"]),
            "sources": tuple(
                Source(**{**s, "authors": tuple(s["authors"]), "published": _date(s["published"])}) for s in facts["sources"]
            ),
            "headings": tuple(Heading(**h) for h in facts["headings"]),
            "marks": tuple(SourceMark(**m) for m in facts["marks"]),
            "turns": tuple(Turn(**t) for t in facts["turns"]),
            "positions": tuple(Position(**p) for p in facts["positions"]),
            "queries": tuple(PredictedQuery(q["text"], tuple(q["starts"]), q.get("righted")) for q in facts.get("queries", ())),
        }
    )


def _date(value: dict[str, str] | None) -> PartialDate | None:
    return PartialDate(value["iso"]) if value else None


def placeholder_vector(article_id: str) -> NDArray[np.float32]:
    """A unit vector of dimension 8 drawn from the id, so that article records spread out in their unused index."""
    seed = int.from_bytes(hashlib.sha256(article_id.encode()).digest()[:8], "big")
    row = np.random.default_rng(seed).normal(size=ARTICLE_DIMENSION).astype(np.float32)
    unit: NDArray[np.float32] = row / np.linalg.norm(row)
    return unit
