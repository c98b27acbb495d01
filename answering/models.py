"""A model spec → a LangChain chat model, and every way it can fail → one sentence with its remedy.

`extractive` is no model: it is handled where answerers are built.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from answering.llama import downloaded, gguf_file, serve
from core.errors import ModelError
from core.hosts import is_loopback, ollama_url, split_spec
from core.settings import Settings

TEMPERATURE = 0.0  # the same question, the same answer
EXAMPLES = "extractive, gguf:smollm2, gguf:PATH, ollama:NAME, openai:NAME"


def build_chat_model(spec: str, settings: Settings) -> BaseChatModel:
    """The chat model of a spec. A GGUF file is loaded; a server is not contacted before the first question.

    Raises `ModelError` if the spec, a file, a package or a key is missing, or if `OFFLINE` forbids its host.
    """
    provider, name = split_spec(spec)
    refuse_if_offline(spec, settings)
    if provider == "gguf":
        return _local(name, settings)
    if not name:
        raise ModelError(f"'{spec}' is no model: write one of {EXAMPLES}, or another PROVIDER:NAME that LangChain knows.")
    if provider == "ollama":
        return _ollama(name, settings)
    if provider == "openai":
        return _openai(name, settings)
    return _any(provider, name, settings)


def refuse_if_offline(spec: str, settings: Settings) -> None:
    """Raises `ModelError` if `OFFLINE` is set and the spec leads to another machine."""
    host = settings.model_host(spec)
    if settings.offline and host is not None and not is_loopback(host):
        raise ModelError(f"OFFLINE=1 forbids {host}, which '{spec}' needs. Unset OFFLINE, or use a model on this machine.")


def _local(name: str, settings: Settings) -> BaseChatModel:
    file = downloaded(name) if name.startswith("hf:") else gguf_file(name)
    server = serve(file, settings.context_tokens)
    return _compatible(file.stem, server.url, server.key, settings)


def _openai(name: str, settings: Settings) -> BaseChatModel:
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    if settings.openai_base_url:
        return _compatible(name, settings.openai_base_url, key or "none", settings)
    if key is None:
        raise ModelError("OPENAI_API_KEY is not set. Set it, or set OPENAI_BASE_URL for a server of your own.")
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(  # no temperature: OpenAI's reasoning models refuse one
        model=name,
        api_key=SecretStr(key),
        base_url="https://api.openai.com/v1",
        max_completion_tokens=settings.max_output_tokens,
        timeout=settings.model_timeout,
        max_retries=0,
        stream_usage=True,
    )


def _compatible(name: str, url: str, key: str, settings: Settings) -> BaseChatModel:
    """A server that speaks OpenAI's chat API. `max_tokens` is the name that all of them know for the limit."""
    import httpx
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=name,
        api_key=SecretStr(key),
        base_url=url,
        temperature=TEMPERATURE,
        extra_body={"max_tokens": settings.max_output_tokens},
        timeout=settings.model_timeout,
        max_retries=0,
        stream_usage=True,
        http_client=httpx.Client(trust_env=not _is_here(url), timeout=settings.model_timeout),
    )


def _ollama(name: str, settings: Settings) -> BaseChatModel:
    try:
        from langchain_ollama import ChatOllama
    except ImportError as error:
        raise _missing("langchain-ollama") from error
    url = ollama_url(settings.ollama_host)
    return ChatOllama(
        model=name,
        base_url=url,
        temperature=TEMPERATURE,
        num_ctx=settings.context_tokens,
        num_predict=settings.max_output_tokens,
        sync_client_kwargs={"timeout": settings.model_timeout, "trust_env": not _is_here(url)},
    )


def _any(provider: str, name: str, settings: Settings) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(
            name, model_provider=provider, max_tokens=settings.max_output_tokens, max_retries=0
        )
    except ImportError as error:
        named = re.search(r"pip install ([\w-]+)", str(error))
        raise _missing(named[1] if named else f"langchain-{provider}") from error
    except (ValueError, TypeError) as error:
        words = str(error).split("\n")[0]
        if "Unsupported provider" in words or "Unsupported model_provider" in words:
            raise ModelError(
                f"There is no provider '{provider}'. Write one of {EXAMPLES}, or a provider of LangChain."
            ) from error
        raise ModelError(f"{provider}:{name} cannot be set up: {_shortened(words)} Correct that in the environment.") from error
    return model


def explained(error: BaseException, spec: str, settings: Settings) -> ModelError:
    """What went wrong while a model was asked, in one sentence with its remedy; keys are left out of it."""
    if isinstance(error, ModelError):
        return error
    provider, name = split_spec(spec)
    kind = type(error).__name__
    status = status_of(error)
    if "Timeout" in kind or isinstance(error, TimeoutError):
        return ModelError(f"{spec} did not answer in time. Ask again, raise MODEL_TIMEOUT, or choose a smaller model.")
    if isinstance(error, ConnectionError) or "ConnectError" in kind or "ConnectionError" in kind:
        return ModelError(_not_running(provider, settings))
    if status in (401, 403):
        return ModelError(f"{spec} refused the key (status {status}). Correct the provider's key in the environment.")
    if status == 404:
        remedy = f"Pull it with `ollama pull {name}`." if provider == "ollama" else "Check the name with --list-models."
        return ModelError(f"The server does not have the model '{name}'. {remedy}")
    if status == 429:
        return ModelError(f"{spec} is over its limit of requests (status 429). Wait a little and ask again.")
    if status is not None and status >= 500:
        return ModelError(f"The server of {spec} failed (status {status}). Ask again; if it stays, look at that server's log.")
    if isinstance(error, json.JSONDecodeError):
        return ModelError(f"The server of {spec} sent what is not JSON. Check that its address is that of a chat API.")
    secret = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    words = str(error).replace(secret, "…") if secret else str(error)
    return ModelError(f"{spec} broke off ({kind}: {_shortened(words)}). Ask again; if it stays, look at that server's log.")


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error of a model's client carries, if any."""
    status: Any = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _not_running(provider: str, settings: Settings) -> str:
    if provider == "ollama":
        return "ollama is not running: start `ollama serve`."
    if provider == "gguf":
        return "The model's server in this program has stopped. Restart the program."
    if provider == "openai" and settings.openai_base_url:
        return f"No server answers at {settings.openai_base_url}. Start it, or correct OPENAI_BASE_URL."
    return f"{provider}'s service cannot be reached. Check the connection, or use a model on this machine."


def _missing(package: str) -> ModelError:
    return ModelError(f"The package {package} is not installed. Install it with: pip install {package}")


def _is_here(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


def _shortened(words: str) -> str:
    return words if len(words) <= 200 else words[:200] + "…"
