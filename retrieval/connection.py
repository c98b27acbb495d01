"""Opening Chroma, embedded or as a server, and turning what can go wrong there into sentences a user can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from core.errors import IndexCorrupt, IndexFault, IndexLocked, IndexUnreachable, SettingsError
from core.settings import Settings

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

LOCK_WAIT_S = 2.0  # a reader holds the lock for milliseconds while it opens; a writer for the whole ingest
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def connect(settings: Settings) -> ClientAPI:
    """A client of the configured Chroma. Raises `IndexCorrupt`, `IndexUnreachable` or `SettingsError`."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if settings.chroma_url is None:
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        with reading_errors(settings):
            return chromadb.PersistentClient(str(settings.index_dir), settings=quiet)
    url = urlsplit(settings.chroma_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise SettingsError(f"CHROMA_URL is {settings.chroma_url!r}: write it like http://127.0.0.1:8000")
    if settings.offline and url.hostname not in _LOOPBACK:
        raise SettingsError(f"OFFLINE is set, and CHROMA_URL names another machine ({url.hostname}). Unset one of them.")
    key = settings.chroma_api_key
    try:
        return chromadb.HttpClient(
            host=url.hostname,
            port=url.port or (443 if url.scheme == "https" else 80),
            ssl=url.scheme == "https",
            headers={"x-chroma-token": key.get_secret_value()} if key else None,
            tenant=settings.chroma_tenant,
            database=settings.chroma_database,
            settings=quiet,
        )
    except ValueError as error:
        raise IndexUnreachable(settings.chroma_url) from error


def forget_clients() -> None:
    """Make the next `connect` open the files anew: an open embedded client does not see another process's vectors."""
    from chromadb.api.client import Client

    Client.clear_system_cache()


def index_exists(settings: Settings) -> bool:
    """False where an embedded store was never made; asking does not make it."""
    return settings.chroma_url is not None or (settings.index_dir / "chroma.sqlite3").exists()


@contextmanager
def reading_errors(settings: Settings) -> Iterator[None]:
    """Maps Chroma's and the network's exceptions, once, to this project's."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except (IndexFault, NotFoundError):
        raise
    except httpx.TransportError as error:
        raise IndexUnreachable(settings.chroma_url or str(settings.index_dir)) from error
    except (ChromaError, OSError, RuntimeError) as error:
        detail = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise IndexCorrupt(str(settings.index_dir), settings.collection, detail) from error


def lock_path(settings: Settings, collection: str) -> Path:
    """One lock file a collection."""
    return settings.index_dir / f"{collection}.lock"


@contextmanager
def writing_lock(settings: Settings, collection: str, wait_s: float = LOCK_WAIT_S) -> Iterator[None]:
    """Held by the one process that writes; the kernel frees it when that process dies. Raises `IndexLocked`."""
    path = lock_path(settings, collection)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(str(path), timeout=wait_s):
            yield
    except Timeout as error:
        raise IndexLocked(collection) from error
