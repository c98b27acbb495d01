"""Folders beside the store that can be made again from it at any time: one a purpose, collection and stamp.

A reader never sees half of a new one or half of an old one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from retrieval.store import Store


def sidecar(store: Store, purpose: str) -> Path:
    """Where what is derived from the store's present contents belongs."""
    return store.settings.index_dir / purpose / store.name / (store.stamp or "none")


def write_whole(folder: Path, fill: Callable[[Path], None]) -> None:
    """Make `folder` by filling a scratch folder and renaming it: it is whole or not there. An existing one stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".writing-"))
    fill(scratch)
    if folder.exists():
        shutil.rmtree(scratch)
    else:
        scratch.rename(folder)


def remove_others(folder: Path) -> None:
    """Remove what belongs to earlier contents."""
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
