"""Where each passage comes from: what a filter is compared with. Kept in a file beside the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.dates import PartialDate
from core.types import Article, Kind, Source
from retrieval.sidecar import remove_others, sidecar, write_whole
from retrieval.store import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """Publisher, authors, date and kind of one publication."""

    publisher: str | None
    authors: tuple[str, ...]
    published: PartialDate | None
    kind: Kind

    @classmethod
    def of(cls, record: Article | Source) -> Origin:
        return cls(record.publisher, record.authors, record.published, record.kind)


def origins_behind(article: Article, source_keys: Sequence[str]) -> tuple[Origin, ...]:
    """The publications behind a passage: of a briefing the originals it rests on, of all else the article itself."""
    if article.form != "briefing":
        return (Origin.of(article),)
    return tuple(Origin.of(source) for source in article.sources if source.key in source_keys)


class PassageOrigins:
    """Every distinct origin of a collection, and the numbers of those behind each chunk."""

    def __init__(self, origins: Sequence[Origin], of_chunk: Mapping[str, Sequence[int]]) -> None:
        self.origins = tuple(origins)
        self.of_chunk = of_chunk

    @classmethod
    def build(cls, rows: Iterable[tuple[str, tuple[Origin, ...]]]) -> PassageOrigins:
        """From pairs of a chunk id and the origins behind it."""
        numbers: dict[Origin, int] = {}
        of_chunk = {key: [numbers.setdefault(origin, len(numbers)) for origin in origins] for key, origins in rows}
        return cls(tuple(numbers), of_chunk)

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step."""
        origins = [[o.publisher, o.authors, o.published and o.published.iso, o.kind] for o in self.origins]
        text = json.dumps({"origins": origins, "of_chunk": self.of_chunk}, ensure_ascii=False)
        write_whole(folder, lambda scratch: _write(scratch / "origins.json", text))

    @classmethod
    def load(cls, folder: Path) -> PassageOrigins:
        """The saved ones."""
        saved = json.loads((folder / "origins.json").read_text(encoding="utf-8"))
        origins = [
            Origin(publisher, tuple(authors), PartialDate(published) if published else None, kind)
            for publisher, authors, published, kind in saved["origins"]
        ]
        return cls(origins, saved["of_chunk"])


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def load_origins(store: Store) -> PassageOrigins:
    """The origins of the store's present contents, built and saved if they are not there."""
    folder = sidecar(store, "origins")
    if not folder.exists():
        articles = {article.article_id: article for article in store.all_articles()}
        rows = [(c.chunk_id, origins_behind(articles[c.article_id], c.source_keys)) for c in store.all_chunks()]
        PassageOrigins.build(rows).save(folder)
    return PassageOrigins.load(folder)


def refresh_origins(store: Store) -> None:
    """Build those of the present contents and remove those of earlier ones."""
    load_origins(store)
    remove_others(sidecar(store, "origins"))
