"""The block of metadata that opens a Markdown article. Knows nothing of the text below it."""

from __future__ import annotations

import re
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.articles import PublisherKind
from core.dates import PartialDate
from core.types import Form, Kind, Position, Source, Stance

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's reads ten times as fast; it may not be built in
_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def _absent(value: Any) -> Any:
    """Empty strings mean absent."""
    return None if isinstance(value, str) and not value.strip() else value


def _names(value: Any) -> Any:
    value = _absent(value)
    if value is None:
        return []
    return [value] if isinstance(value, str) else [name for name in value if _absent(name)]


def _date(value: Any) -> PartialDate | None:
    value = _absent(value)
    return None if value is None else PartialDate.parse(value)


def _word(value: Any) -> Any:
    value = _absent(value)
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str | None, BeforeValidator(_word)]
Names = Annotated[list[str], BeforeValidator(_names)]
Date = Annotated[PartialDate | None, BeforeValidator(_date)]
MaybeKind = Annotated[Kind | None, BeforeValidator(_absent)]
MaybePublisherKind = Annotated[PublisherKind | None, BeforeValidator(_absent)]
MaybeForm = Annotated[Form | None, BeforeValidator(_absent)]


class SourceEntry(BaseModel):
    """One entry of `sources`."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    key: str = Field(pattern=r"^[A-Za-z0-9._-]+$")
    title: str
    authors: Names = []
    publisher: Text = None
    date: Date = None
    url: Text = None
    kind: MaybeKind = None
    publisher_kind: MaybePublisherKind = None

    def record(self) -> Source:
        kind = self.kind or "other"
        authors = tuple(self.authors)
        return Source(self.key, self.title, authors, self.publisher, self.date, self.url, kind, self.publisher_kind)


class PositionEntry(BaseModel):
    """One entry of `positions`."""

    model_config = ConfigDict(extra="forbid")

    holder: str
    proposition: str
    stance: Stance
    role: Text = None
    organisation: Text = None
    source: Text = None

    def record(self) -> Position:
        return Position(self.holder, self.proposition, self.stance, self.role, self.organisation, self.source)


class FrontMatter(BaseModel):
    """The whole block; `extra` keys are kept aside in `model_extra`."""

    model_config = ConfigDict(extra="allow", arbitrary_types_allowed=True)

    id: Text = None
    title: Text = None
    authors: Names = []
    publisher: Text = None
    date: Date = None
    url: Text = None
    kind: MaybeKind = None
    publisher_kind: MaybePublisherKind = None
    form: MaybeForm = None
    licence: Text = None
    speaker: Text = None
    sources: list[SourceEntry] = []
    positions: list[PositionEntry] = []


def split_front_matter(raw: str) -> tuple[FrontMatter, str]:
    """The metadata and the rest of the file; without a block, empty metadata. Raises `ValueError` saying what is wrong."""
    match = _BLOCK.match(raw)
    if match is None:
        if raw.startswith("---\n") and ":" in raw.split("\n", 2)[1]:
            raise ValueError("the front matter is opened with --- but never closed")
        return FrontMatter(), raw
    try:
        values = yaml.load(match[1], _LOADER)
    except yaml.YAMLError as error:
        raise ValueError(f"the front matter is not valid YAML: {' '.join(str(error).split())}") from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise ValueError("the front matter is not a list of `key: value` lines")
    return validated(values), raw[match.end() :]


def validated(values: dict[Any, Any]) -> FrontMatter:
    """Metadata from a mapping. Raises `ValueError` naming each field that cannot be used and why."""
    try:
        return FrontMatter.model_validate({str(key): value for key, value in values.items()})
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise ValueError("; ".join(problems)) from error
