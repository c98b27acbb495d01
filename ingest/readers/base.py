"""What every reader needs: decoding, refusing, and making an `Article` out of text and metadata."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.text import without_hidden
from core.types import Article, Heading, PredictedQuery, SourceMark, Turn
from ingest.front_matter import FrontMatter

MAX_FILE_BYTES = 20_000_000  # about three million words; beyond that a file is a data dump, not an article


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that became no article. `path` is relative to its root, `reason` a sentence for the user."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """An article, the file it came from (relative to its root), and remarks on how it was read."""

    article: Article
    path: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies: `root` as it is recorded, `path` of the file below it (`""`: the root is the file)."""

    root: str
    path: str

    @property
    def stem(self) -> str:
        """The default article id: the path without its suffix."""
        whole = Path(self.path or Path(self.root).name)
        return whole.with_suffix("").as_posix()

    @property
    def shown(self) -> str:
        return str(Path(self.root) / self.path) if self.path else self.root


Outcome = Read | Refusal
Reader = Callable[[Path, Place], Iterator[Outcome]]


def decode(raw: bytes) -> tuple[str, str | None]:
    """The text of a file and, where its encoding had to be inferred, a note. Raises `ValueError` for binary data.

    UTF-8 (with or without mark), UTF-16 and UTF-32 with a mark, UTF-16 without one if every other byte is zero;
    anything else is read as Windows-1252, the superset of Latin-1 that the web uses.
    """
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return raw.decode("utf-32"), "read as UTF-32"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16"), "read as UTF-16"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    else:
        if "\0" not in text:
            return text, None
    sample = raw[:4000]
    if sample[1::2].count(0) > 0.4 * len(sample) / 2:
        return raw.decode("utf-16-le", errors="strict"), "read as UTF-16"
    if sample[::2].count(0) > 0.4 * len(sample) / 2:
        return raw.decode("utf-16-be", errors="strict"), "read as UTF-16"
    if b"\0" in sample:
        raise ValueError("it is not a text file")
    return raw.decode("cp1252", errors="replace"), "not UTF-8: read as Windows-1252"


def read_text(file: Path) -> tuple[str, tuple[str, ...]]:
    """The decoded text of a file without hidden characters, and notes. Raises `ValueError` with the reason to refuse it."""
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ValueError(f"it has {size / 1e6:.0f} MB; files up to {MAX_FILE_BYTES / 1e6:.0f} MB are read: split it")
    text, note = decode(file.read_bytes())
    if not text.strip():
        raise ValueError("it is empty")
    clean = without_hidden(text)
    return clean, (note,) if note else ()


def make_article(
    place: Place,
    meta: FrontMatter,
    text: str,
    *,
    fallback_title: str,
    headings: tuple[Heading, ...] = (),
    marks: tuple[SourceMark, ...] = (),
    turns: tuple[Turn, ...] = (),
    links: tuple[str, ...] = (),
    queries: tuple[PredictedQuery, ...] = (),
) -> Article:
    """An article with its content hash. What the metadata leave out stays absent; a title falls back as told.

    Raises `ValueError` if there is no text.
    """
    if not text.strip():
        raise ValueError("it has no text below its metadata")
    if meta.speaker and not turns:
        turns = (Turn(0, len(text), meta.speaker),)
    article = Article(
        article_id=meta.id or place.stem,
        title=meta.title or fallback_title,
        authors=tuple(meta.authors),
        publisher=meta.publisher,
        published=meta.date,
        url=meta.url,
        kind=meta.kind or "other",
        form=meta.form or "original",
        licence=meta.licence,
        root=place.root,
        text=text,
        sources=tuple(entry.record() for entry in meta.sources),
        content_hash="",
        headings=headings,
        marks=marks,
        turns=turns,
        positions=tuple(entry.record() for entry in meta.positions),
        links=links,
        publisher_kind=meta.publisher_kind,
        queries=queries,
    )
    return replace(article, content_hash=content_hash(article))


def content_hash(article: Article) -> str:
    """SHA-256 over text and metadata; the place it was read from is no part of it. Kinds of publishers
    and predicted queries that are not given are none either, so that articles stored before there were such are known again."""
    facts = asdict(article)
    del facts["root"], facts["content_hash"]
    if not facts["queries"]:
        del facts["queries"]
    for record in (facts, *facts["sources"]):
        if record["publisher_kind"] is None:
            del record["publisher_kind"]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def unknown_keys(meta: FrontMatter) -> tuple[str, ...]:
    """A note naming the metadata keys that mean nothing here; they are kept aside, not guessed at."""
    extra = sorted(meta.model_extra or {})
    return (f"unknown keys kept aside: {', '.join(extra)}",) if extra else ()
