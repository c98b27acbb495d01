"""Where each passage comes from: what a filter is compared with. Kept in files beside the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.articles import PublisherKind
from core.dates import PartialDate
from core.passages import keys_covering
from core.types import Article, Chunk, Kind, Source
from retrieval.publisher_kinds import voices_in
from retrieval.sidecar import write_whole

Mask = NDArray[np.bool_]
"""One value a chunk, in the order of the sorted chunk ids."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Publisher, authors, date and kind of one publication; `publisher_kind` only where its metadata give it."""

    publisher: str | None
    authors: tuple[str, ...]
    published: PartialDate | None
    kind: Kind
    publisher_kind: PublisherKind | None = None

    @classmethod
    def of(cls, record: Article | Source) -> Origin:
        return cls(record.publisher, record.authors, record.published, record.kind, record.publisher_kind)


class Behind(NamedTuple):
    """What stands behind one sentence: publications, and the bodies that it names itself (`publisher_kinds.voices_in`)."""

    origins: tuple[Origin, ...]
    voices: tuple[str, ...] = ()


def behind_sentence(article: Article, start: int, end: int) -> Behind:
    """Of a briefing the originals that `[start, end)` rests on, of all else the article itself."""
    voices = voices_in(article.text[start:end])
    if article.form != "briefing":
        return Behind((Origin.of(article),), voices)
    keys = keys_covering(article, start, end)
    return Behind(tuple(Origin.of(source) for source in article.sources if source.key in keys), voices)


def behind_chunk(article: Article, chunk: Chunk) -> list[Behind]:
    """What stands behind the sentences of a chunk, each different set once."""
    return list(dict.fromkeys(behind_sentence(article, start, end) for start, end in chunk.sentences))


class PassageOrigins:
    """Every distinct origin of a collection, the sets of them that stand behind sentences, and the sets of each chunk."""

    def __init__(
        self,
        origins: Sequence[Origin],
        sets: Sequence[tuple[Sequence[int], Sequence[str]]],
        of_row: NDArray[np.int32],
        row_at: NDArray[np.int64],
    ) -> None:
        """`sets` holds numbers of origins, and names; `of_row` numbers of sets, chunk after chunk; `row_at` bounds each."""
        self.origins = tuple(origins)
        self.publishers = frozenset(origin.publisher for origin in origins if origin.publisher)
        self.sets = tuple(Behind(tuple(self.origins[number] for number in one), tuple(voices)) for one, voices in sets)
        self._numbers = tuple(tuple(one) for one, _ in sets)
        self._of_row, self._row_at = of_row, row_at

    @classmethod
    def build(cls, rows: Iterable[Sequence[Behind]]) -> PassageOrigins:
        """From what stands behind the sentences of each chunk, in the order of the chunk ids."""
        numbers: dict[Origin, int] = {}
        sets: dict[tuple[tuple[int, ...], tuple[str, ...]], int] = {}
        of_row: list[list[int]] = []
        for behind in rows:
            found = [(tuple(numbers.setdefault(o, len(numbers)) for o in one.origins), one.voices) for one in behind]
            of_row.append([sets.setdefault(one, len(sets)) for one in found])
        flat = np.array([number for row in of_row for number in row], np.int32)
        return cls(tuple(numbers), tuple(sets), flat, np.array([0, *accumulate(map(len, of_row))], np.int64))

    def rows_with(self, wanted: NDArray[np.bool_]) -> Mask:
        """Which chunks have at least one of the sets that are `wanted`, one value a set."""
        total = np.concatenate([[0], np.cumsum(wanted[self._of_row])])
        found: Mask = total[self._row_at[1:]] > total[self._row_at[:-1]]
        return found

    def of(self, rows: Iterable[int], wanted: NDArray[np.bool_] | None = None) -> list[Origin]:
        """The origins behind the chunks in `rows`, each once; with `wanted`, only those in sets that are."""
        found: dict[int, None] = {}
        for row in rows:
            for number in self._of_row[self._row_at[row] : self._row_at[row + 1]].tolist():
                if wanted is None or wanted[number]:
                    found |= dict.fromkeys(self._numbers[number])
        return [self.origins[number] for number in found]

    def save(self, folder: Path) -> None:
        """Write to `folder` in one step."""
        write_whole(folder, self._fill)

    def _fill(self, folder: Path) -> None:
        origins = [[o.publisher, o.authors, o.published and o.published.iso, o.kind, o.publisher_kind] for o in self.origins]
        sets = [[numbers, one.voices] for numbers, one in zip(self._numbers, self.sets, strict=True)]
        text = json.dumps({"origins": origins, "sets": sets}, ensure_ascii=False)
        (folder / "origins.json").write_text(text, encoding="utf-8")
        np.save(folder / "of_row.npy", self._of_row)
        np.save(folder / "row_at.npy", self._row_at)

    @classmethod
    def load(cls, folder: Path) -> PassageOrigins:
        """The saved ones."""
        saved = json.loads((folder / "origins.json").read_text(encoding="utf-8"))
        origins = [
            Origin(publisher, tuple(authors), PartialDate(published) if published else None, kind, own)
            for publisher, authors, published, kind, own in saved["origins"]
        ]
        return cls(origins, saved["sets"], np.load(folder / "of_row.npy"), np.load(folder / "row_at.npy"))
