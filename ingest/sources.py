"""From the paths a user names to what is read: which files, by which reader, under which root."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.errors import InputError
from ingest.readers.base import Outcome, Place, Reader, Refusal
from ingest.readers.jsonl import read_jsonl
from ingest.readers.markdown import read_markdown
from ingest.readers.plain import read_plain
from ingest.sync import Scope

READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".jsonl": read_jsonl,
}
SUFFIXES = ", ".join(READERS)


def scope_of(given: Path, known_roots: set[str]) -> Scope:
    """The root under which a path is recorded, and its place below that root.

    A path inside an already known root belongs to that root; otherwise it is a root itself. Roots are written relative
    to the working folder where they lie below it, so that a moved checkout keeps its index. Raises `InputError`.
    """
    if not given.exists():
        raise InputError(f"There is no file or folder {given}. Name one that exists, or nothing for data/articles.")
    if given.is_file() and given.suffix.lower() not in READERS:
        raise InputError(f"{given} has a format that is not read. Formats: {SUFFIXES}.")
    resolved = given.resolve()
    for root in sorted(known_roots, key=len, reverse=True):
        base = Path(root).resolve()
        if base.is_dir() and base in resolved.parents:
            return Scope(root, resolved.relative_to(base).as_posix())
    here = Path.cwd().resolve()
    return Scope(resolved.relative_to(here).as_posix() if here in resolved.parents else resolved.as_posix())


def read_scope(scope: Scope) -> Iterator[Outcome]:
    """Every article or refusal below a scope, files in order of name. Hidden files and other formats are passed over,
    READMEs too; a refusal's path is the one a user would type."""
    root = Path(scope.root)
    start = root / scope.path
    for file in [start] if start.is_file() else _files(start):
        place = Place(scope.root, file.relative_to(root).as_posix() if file != root else "")
        for outcome in READERS[file.suffix.lower()](file, place):
            yield Refusal(place.shown, outcome.reason) if isinstance(outcome, Refusal) else outcome


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in READERS
        and path.stem.lower() != "readme"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
