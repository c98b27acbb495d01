"""Every setting there is, read from the environment or `.env`. Nothing is read at import."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import DEFAULT_COLLECTION, SettingsError
from core.hosts import model_host, weights_host

CHUNKER_VERSION = "4"  # part of the fingerprint: raise it whenever the same article would be cut differently
DEFAULT_EMBEDDINGS = "all-MiniLM-L6-v2"  # packaged, so that nothing is downloaded
VECTOR_SPACE = "cosine"
EF_SEARCH = 600  # neighbours HNSW explores a query: at Chroma's 100 it misses some, and others in each process


class Settings(BaseSettings):
    """Each field: what it is, its unit, and why a user would change it."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    index_dir: Path = Field(default=Path("index"), description="Folder of the embedded Chroma store and BM25 files.")
    collection: str = Field(default=DEFAULT_COLLECTION, description="Collection that questions are asked of.")
    chat_model: str = Field(default="extractive", min_length=1, description="Answerer: `extractive` or a model spec.")
    chat_models: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Further model specs, separated by commas, that the page offers."
    )
    context_tokens: int = Field(
        default=4096, ge=1024, le=1_048_576, description="Context window of the model, tokens; prompts are cut to fit it."
    )
    max_output_tokens: int = Field(default=300, ge=32, le=8192, description="Longest answer a model may write, tokens.")
    model_timeout: float = Field(default=120.0, gt=0, le=3600, description="Seconds a model may take for one answer.")
    openai_base_url: str | None = Field(default=None, description="An OpenAI-compatible server, for `openai:NAME`.")
    openai_api_key: SecretStr | None = Field(default=None, description="Key for that server; never logged.")
    ollama_host: str | None = Field(default=None, description="Address of Ollama, if it is not this machine's port 11434.")
    embedding_model: str = Field(
        default=DEFAULT_EMBEDDINGS,
        description="Sentence-transformers model: the packaged default, a folder, or a hub name.",
    )
    chroma_url: str | None = Field(default=None, description="A Chroma server instead of the embedded store.")
    chroma_tenant: str = Field(default="default_tenant", description="Tenant of the server or of Chroma Cloud.")
    chroma_database: str = Field(default="default_database", description="Database within the tenant.")
    chroma_api_key: SecretStr | None = Field(default=None, description="Key for Chroma Cloud; never logged.")
    reranker: str | None = Field(default=None, description="Cross-encoder that reorders the best passages: folder or hub name.")
    verifier: str | None = Field(default=None, description="NLI cross-encoder name; it may only withhold more.")
    offline: bool = Field(default=False, description="Refuse every host that is not this machine.")

    @field_validator("chroma_url", "reranker", "verifier", "openai_base_url", "openai_api_key", "ollama_host", mode="before")
    @classmethod
    def _empty_means_absent(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("chat_models", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

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
        weights = () if self.offline else (self.embedding_model, self.reranker, self.verifier)
        hubs = [weights_host(name, DEFAULT_EMBEDDINGS) for name in weights]
        hosts = [urlsplit(self.chroma_url or "").hostname, *map(self.model_host, self.offered_models), *hubs]
        return tuple(dict.fromkeys(host for host in hosts if host))

    @property
    def offered_models(self) -> tuple[str, ...]:
        """Specs that a question can be asked with: the configured one, `extractive`, then the others."""
        return tuple(dict.fromkeys([self.chat_model, "extractive", *self.chat_models]))

    def model_host(self, spec: str) -> str | None:
        """Host that a model spec leads to with these settings; `None` if it stays in this process."""
        return model_host(spec, self.openai_base_url, self.ollama_host)


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
