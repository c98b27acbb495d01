"""A collection of its own for a trial, made by `python -m ingest` in a process of its own: this room does not import that one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from core.console import note
from core.errors import InputError
from core.settings import Settings


def made(settings: Settings, name: str, paths: Sequence[Path], out: Path) -> Settings:
    """Settings of a collection of what is at `paths`, in an index below `out`. Raises `InputError` if nothing could be read."""
    own = settings_of(settings, name, out)
    note(f"Making the collection '{name}' in {own.index_dir} …")
    environment = {**os.environ, "INDEX_DIR": str(own.index_dir), "EMBEDDING_MODEL": settings.embedding_model, "CHROMA_URL": ""}
    command = [sys.executable, "-m", "ingest", *map(str, paths), "--collection", name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: some articles were refused, as they were from the collection itself
        raise InputError(f"The collection '{name}' could not be made: {done.stderr.strip().splitlines()[-1]}")
    return own


def settings_of(settings: Settings, name: str, out: Path) -> Settings:
    """Those of a collection that was made."""
    return settings.model_copy(update={"index_dir": out / "index", "collection": name, "chroma_url": None})
