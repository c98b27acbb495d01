"""Which machine a model spec or the name of weights leads to. Nothing is contacted."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

OLLAMA_URL = "http://127.0.0.1:11434"
OPENAI_URL = "https://api.openai.com/v1"
HUGGING_FACE = "huggingface.co"
IN_PROCESS = ("extractive", "gguf")


def split_spec(spec: str) -> tuple[str, str]:
    """Provider and name of a model spec; the name is empty for `extractive`."""
    provider, _, name = spec.strip().partition(":")
    return provider.strip(), name.strip()


def ollama_url(given: str | None) -> str:
    """The address of Ollama as a client uses it: `OLLAMA_HOST` may lack a scheme or port, or name the address it listens on."""
    if not given:
        return OLLAMA_URL
    parts = urlsplit(given if "://" in given else f"http://{given}")
    host = parts.hostname or "127.0.0.1"
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    port = parts.port or (443 if parts.scheme == "https" else 11434)
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"


def model_host(spec: str, openai_base_url: str | None, ollama_host: str | None) -> str | None:
    """Host that a spec makes the program contact; `None` if it stays in this process. A provider without a known address
    is named as `PROVIDER's service`."""
    provider, name = split_spec(spec)
    if provider == "gguf":
        return HUGGING_FACE if name.startswith("hf:") else None
    if provider in IN_PROCESS:
        return None
    if provider == "ollama":
        return urlsplit(ollama_url(ollama_host)).hostname
    if provider == "openai":
        return urlsplit(openai_base_url or OPENAI_URL).hostname
    return f"{provider}'s service"


def weights_host(name: str | None, packaged: str) -> str | None:
    """Host that weights called `name` are fetched from; `None` for none, the packaged ones, or a folder here."""
    return None if name is None or name == packaged or Path(name).is_dir() else HUGGING_FACE


def is_loopback(host: str) -> bool:
    """True for a name or address of this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
