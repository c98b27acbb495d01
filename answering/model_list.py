"""What models could answer now, and what is missing for those that could not. Loads none; asks servers for their lists."""

from __future__ import annotations

from dataclasses import dataclass

from answering.llama import SMOLLM2, gguf_file, split_repository
from answering.models import build_chat_model, explained, refuse_if_offline
from core.errors import ModelError
from core.hosts import OPENAI_URL, ollama_url, split_spec
from core.settings import Settings

PATIENCE_S = 5.0  # for a server's list of models


@dataclass(frozen=True, slots=True)
class ModelState:
    """One spec: whether it can answer now, and in words why, or why not with the remedy."""

    spec: str
    ready: bool
    words: str


def list_models(settings: Settings) -> list[ModelState]:
    """The configured specs, the packaged small model, and what a running Ollama holds."""
    states = [state_of(spec, settings) for spec in settings.offered_models]
    if f"gguf:{SMOLLM2}" not in settings.offered_models:
        states.append(state_of(f"gguf:{SMOLLM2}", settings))
    try:
        known = {state.spec for state in states}
        held = [f"ollama:{name.removesuffix(':latest')}" for name in ollama_models(settings)]
        states += [ModelState(spec, True, "held by ollama") for spec in held if spec not in known]
    except ModelError as error:
        if not any(state.spec.startswith("ollama:") for state in states):
            states.append(ModelState("ollama:NAME", False, error.user_message))
    return states


def state_of(spec: str, settings: Settings) -> ModelState:
    """Whether one spec can answer now. Never raises."""
    try:
        return ModelState(spec, True, _ready(spec, settings))
    except ModelError as error:
        return ModelState(spec, False, error.user_message)


def _ready(spec: str, settings: Settings) -> str:
    provider, name = split_spec(spec)
    if spec == "extractive":
        return "built in, needs nothing"
    refuse_if_offline(spec, settings)
    if provider == "gguf" and name.startswith("hf:"):
        split_repository(name)
        return "downloaded from Hugging Face when first used, unless it was before"
    if provider == "gguf":
        return f"{gguf_file(name).stat().st_size / 1e6:,.0f} MB, runs in this program"
    if provider == "ollama":
        held = ollama_models(settings)
        if not any(name in (model, model.removesuffix(":latest")) for model in held):
            raise ModelError(f"ollama does not have it: pull it with `ollama pull {name}`.")
        return "held by ollama"
    build_chat_model(spec, settings)
    if provider == "openai":
        return _served(name, spec, settings)
    return "set up; whether the provider takes the key and the name shows with the first question"


def ollama_models(settings: Settings) -> list[str]:
    """Names of the models that Ollama holds. Raises `ModelError` if it is not running or `OFFLINE` forbids its host."""
    refuse_if_offline("ollama:", settings)
    import httpx
    import ollama

    try:
        listed = ollama.Client(ollama_url(settings.ollama_host), timeout=PATIENCE_S).list()
    except (ollama.ResponseError, httpx.HTTPError, ConnectionError) as error:
        raise explained(error, "ollama:", settings) from error
    return [model.model for model in listed.models if model.model]


def _served(name: str, spec: str, settings: Settings) -> str:
    import openai

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    url = settings.openai_base_url or OPENAI_URL
    try:
        models = openai.OpenAI(base_url=url, api_key=key, timeout=PATIENCE_S, max_retries=0).models.list()
    except openai.OpenAIError as error:
        raise explained(error, spec, settings) from error
    there = [model.id for model in models]
    if name not in there:
        raise ModelError(f"The server at {url} does not list '{name}'. It lists: {', '.join(sorted(there)[:20]) or 'none'}.")
    return f"served at {url}"
