"""Whether a collection was built with the present settings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.errors import IndexMismatch
from core.settings import Settings


def check_fingerprint(settings: Settings, facts: Mapping[str, str]) -> None:
    """Raises `IndexMismatch`, naming what differs, unless the stored fingerprint is the settings' own."""
    if facts.get("fingerprint") == settings.fingerprint:
        return
    stored: dict[str, str] = json.loads(facts.get("index_facts", "{}"))
    differing = [
        f"{key} {stored.get(key, 'unknown')} instead of {value}"
        for key, value in settings.index_facts.items()
        if stored.get(key) != value
    ]
    raise IndexMismatch(settings.collection, "; ".join(differing) or "an older format")
