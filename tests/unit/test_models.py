"""Model specs: what each builds, which host it leads to, and the remedy for each thing that can be missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from answering.llama import chosen_file, downloaded, gguf_file, split_repository
from answering.model_list import state_of
from answering.models import build_chat_model, explained
from core.errors import ModelError
from core.hosts import is_loopback, ollama_url
from core.settings import build_settings

KEY = "sk-secret-of-the-user"


@pytest.mark.parametrize(
    ("spec", "settings", "hosts"),
    [
        ("extractive", {}, ()),
        ("gguf:smollm2", {}, ()),
        ("gguf:/models/a.gguf", {}, ()),
        ("gguf:hf:owner/repo", {}, ("huggingface.co",)),
        ("ollama:llama3.2:1b", {}, ("127.0.0.1",)),
        ("ollama:x", {"ollama_host": "https://box.example:8443"}, ("box.example",)),
        ("openai:gpt-4o", {}, ("api.openai.com",)),
        ("openai:x", {"openai_base_url": "http://localhost:8000/v1"}, ("localhost",)),
        ("anthropic:claude", {}, ("anthropic's service",)),
    ],
)
def test_the_host_of_a_spec_is_said(spec: str, settings: dict[str, str], hosts: tuple[str, ...]) -> None:
    assert build_settings(chat_model=spec, **settings).contacted_hosts == hosts
    assert build_settings(chat_models=spec, **settings).contacted_hosts == hosts


@pytest.mark.parametrize(
    ("given", "url"),
    [
        (None, "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:1234", "http://127.0.0.1:1234"),
        ("https://ollama.example", "https://ollama.example:443"),
        ("[::1]:5000", "http://[::1]:5000"),
        ("box/base/", "http://box:11434/base"),
    ],
)
def test_ollamas_address_is_read_as_ollama_reads_it(given: str | None, url: str) -> None:
    assert ollama_url(given) == url


@pytest.mark.parametrize(
    ("host", "here"),
    [
        *[(host, True) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost", "a.localhost")],
        *[(host, False) for host in ("localhost.example.org", "10.0.0.1", "0.0.0.0", "openai's service")],
    ],
)
def test_only_this_machine_is_loopback(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize("spec", ["openai:gpt-4o", "anthropic:x", "gguf:hf:owner/repo", "ollama:x"])
def test_offline_refuses_every_other_machine(spec: str) -> None:
    settings = build_settings(offline=True, ollama_host="10.1.2.3", openai_api_key=KEY)
    with pytest.raises(ModelError, match="OFFLINE=1 forbids"):
        build_chat_model(spec, settings)


def test_offline_lets_this_machine_pass() -> None:
    settings = build_settings(offline=True, openai_base_url="http://127.0.0.1:9/v1")
    assert build_chat_model("openai:x", settings).name is None
    assert build_chat_model("ollama:x", settings).name is None


@pytest.mark.parametrize(
    ("spec", "remedy"),
    [
        ("gguf:/no/such.gguf", r"no model file /no/such\.gguf"),
        ("gguf:", "no model file after gguf:"),
        ("gguf:hf:owner", "write gguf:hf:OWNER/REPO"),
        ("gguf:hf:owner/repo", "huggingface.co cannot be reached"),
        ("openai:gpt-4o", "OPENAI_API_KEY is not set"),
        ("anthropic:claude", "pip install langchain-anthropic"),
        ("nobody:x", "no provider 'nobody'"),
        ("ollama:", "'ollama:' is no model"),
        ("llama3", "'llama3' is no model"),
    ],
)
def test_what_is_missing_is_named_with_its_remedy(spec: str, remedy: str) -> None:
    with pytest.raises(ModelError, match=remedy):
        build_chat_model(spec, build_settings())
    if not spec.startswith("gguf:hf:owner/"):  # listing it does not ask Hugging Face
        state = state_of(spec, build_settings())
        assert not state.ready
        assert state.words


def test_a_file_that_is_no_model_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "page.gguf").write_text("<html>", encoding="utf-8")
    with pytest.raises(ModelError, match=r"page\.gguf is not a GGUF file"):
        gguf_file(str(tmp_path / "page.gguf"))


@pytest.mark.parametrize("name", ["hf:owner", "hf:/repo", "hf:a/b/c", "hf:a/b:file.bin", "hf:"])
def test_a_repository_has_an_owner_and_a_gguf_file(name: str) -> None:
    with pytest.raises(ModelError, match="OWNER/REPO"):
        split_repository(name)


def test_a_file_of_a_repository_is_chosen_only_if_it_is_clear() -> None:
    sizes = {"m-Q4_K_M.gguf": 1_000_000_000, "m-Q8_0.gguf": 2_000_000_000}
    assert split_repository("hf:o/r:m-Q8_0.gguf") == ("o/r", "m-Q8_0.gguf")
    assert chosen_file("o/r", "m-Q8_0.gguf", sizes) == "m-Q8_0.gguf"
    assert chosen_file("o/r", None, sizes) == "m-Q4_K_M.gguf"
    assert chosen_file("o/r", None, {"only.gguf": 1}) == "only.gguf"
    with pytest.raises(ModelError, match=r"m-Q4_K_M.gguf \(1.0 GB\), m-Q8_0.gguf \(2.0 GB\)"):
        chosen_file("o/r", "other.gguf", sizes)
    with pytest.raises(ModelError, match="Files there: none"):
        chosen_file("o/r", None, {})


def test_a_download_says_its_size_first(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class File:
        rfilename, size = "m.gguf", 1_500_000_000

    class Info:
        siblings = [File()]  # noqa: RUF012

    said: list[str] = []

    def download(repository: str, file: str) -> str:
        said.append(capsys.readouterr().err)
        return f"/cache/{repository}/{file}"

    monkeypatch.setattr("huggingface_hub.HfApi.model_info", lambda *_, **__: Info())
    monkeypatch.setattr("huggingface_hub.hf_hub_download", download)
    assert downloaded("hf:o/r") == Path("/cache/o/r/m.gguf")
    assert "m.gguf (1.5 GB) from huggingface.co" in said[0]
    assert "memory" in said[0]


def _http(kind: type[Exception], **facts: Any) -> Exception:
    error = kind("boom " + KEY)
    for name, value in facts.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("error", "spec", "words"),
    [
        (ConnectionError("x"), "ollama:m", "ollama is not running: start `ollama serve`"),
        (httpx.ConnectError("x"), "openai:m", "No server answers at http://127.0.0.1:9/v1"),
        (httpx.ReadTimeout("x"), "openai:m", "did not answer in time"),
        (_http(RuntimeError, status_code=404), "ollama:m", "`ollama pull m`"),
        (_http(RuntimeError, status_code=401), "openai:m", "refused the key"),
        (_http(RuntimeError, status_code=429), "openai:m", "over its limit"),
        (_http(RuntimeError, status_code=503), "openai:m", r"failed \(status 503\)"),
        (json.JSONDecodeError("x", "y", 0), "openai:m", "not JSON"),
        (RuntimeError(f"key {KEY} is wrong"), "openai:m", "broke off"),
    ],
)
def test_every_failure_has_words_and_none_has_the_key(error: Exception, spec: str, words: str) -> None:
    settings = build_settings(openai_base_url="http://127.0.0.1:9/v1", openai_api_key=KEY)
    message = explained(error, spec, settings).user_message
    assert words.replace("\\", "") in message
    assert KEY not in message
    assert KEY not in repr(settings)
