"""Every setting there is, read from the environment or `.env`. Nothing is read at import."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import DEFAULT_COLLECTION, SettingsError

CHUNKER_VERSION = "2"  # part of the fingerprint: raise it whenever the same article would be cut differently
VECTOR_SPACE = "cosine"
EF_SEARCH = 600  # neighbours HNSW explores a query: at Chroma's 100 it misses some, and others in each process


class Settings(BaseSettings):
    """Each field: what it is, its unit, and why a user would change it."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    index_dir: Path = Field(default=Path("index"), description="Folder of the embedded Chroma store and BM25 files.")
    collection: str = Field(default=DEFAULT_COLLECTION, description="Collection that questions are asked of.")
    chat_model: str = Field(default="extractive", description="Answerer: `extractive` or a model spec.")
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2",
        description="Sentence-transformers model: the packaged default, a folder, or a hub name.",
    )
    chroma_url: str | None = Field(default=None, description="A Chroma server instead of the embedded store.")
    chroma_tenant: str = Field(default="default_tenant", description="Tenant of the server or of Chroma Cloud.")
    chroma_database: str = Field(default="default_database", description="Database within the tenant.")
    chroma_api_key: SecretStr | None = Field(default=None, description="Key for Chroma Cloud; never logged.")
    reranker: str | None = Field(default=None, description="Cross-encoder name; none by default.")
    verifier: str | None = Field(default=None, description="NLI cross-encoder name; it may only withhold more.")
    offline: bool = Field(default=False, description="Refuse every host that is not this machine.")

    @field_validator("chroma_url", "reranker", "verifier", mode="before")
    @classmethod
    def _empty_means_absent(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("collection")
    @classmethod
    def _collection_name(cls, value: str) -> str:
        return checked_collection(value)

    @property
    def fingerprint(self) -> str:
        """16 hex digits over all that a stored index depends on; two equal ones can share an index."""
        return hashlib.sha256(json.dumps(self.index_facts, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def index_facts(self) -> dict[str, str]:
        """What the index depends on, by name, so that a mismatch can say what differs."""
        return {
            "embedding_model": self.embedding_model,
            "chunker": CHUNKER_VERSION,
            "space": VECTOR_SPACE,
            "ef_search": str(EF_SEARCH),
        }

    @property
    def contacted_hosts(self) -> tuple[str, ...]:
        """Hosts that this configuration makes the program talk to; none by default."""
        return tuple(host for host in [urlsplit(self.chroma_url or "").hostname] if host)


def checked_collection(name: str) -> str:
    """A collection name that Chroma takes: 3 to 100 of letters, digits, `.`, `_`, `-`. Raises `ValueError`."""
    body = name.replace("-", "").replace("_", "").replace(".", "")
    if not (3 <= len(name) <= 100 and body.isascii() and body.isalnum() and name[0].isalnum() and name[-1].isalnum()):
        raise ValueError(f"{name!r} is no collection name: use 3 to 100 letters, digits, '.', '_' or '-'")
    return name


def build_settings(**overrides: object) -> Settings:
    """The settings, with some fields set by the caller (a command's flags). Raises `SettingsError`."""
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"A setting cannot be used: {problems}. Correct it in the environment or in .env.") from error
