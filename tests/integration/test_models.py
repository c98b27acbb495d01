"""Real models and servers: a GGUF file in process, an OpenAI-compatible server, Ollama's API, and every way they break."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answering.generative import GenerativeAnswerer
from answering.llama import close_servers, running
from answering.model_list import state_of
from answering.model_rewrite import ModelRewriter
from answering.pipeline import Pipeline
from answering.service import Service
from answering.verify import Checker
from core.settings import build_settings
from core.types import Answer, AnswerStatus, Message, Sentence
from prompts.registry import load_prompts
from tests.conftest import ROOT
from tests.model_servers import ModelServer, ScriptedModel, Writer, faithful, notes_of

QUESTION = "Why do few clinicians enter management?"
ANSWERED = (AnswerStatus.ANSWERED, AnswerStatus.ANSWERED_PARTLY)


def service(index: Path, spec: str, **changes: Any) -> Service:
    return Service(build_settings(index_dir=index, chat_model=spec, **changes))


def assert_sound(answer: Answer) -> None:
    """Whatever the model: an answer is shown, and each sentence of it has its exact quotations."""
    assert answer.status in ANSWERED
    numbers = [c.number for s in answer.sentences for c in s.citations]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    for sentence in answer.sentences:
        assert sentence.verdict == ("verbatim" if sentence.origin == "extracted" else "supported")


def generated(answer: Answer) -> list[Sentence]:
    return [sentence for sentence in answer.sentences if sentence.origin == "generated"]


def codes(answer: Answer) -> list[str]:
    return [notice.code for notice in answer.notices]


def with_model(bundled: Service, writer: Writer, size: int = 7) -> Pipeline:
    plain: Any = bundled.pipeline()
    model, settings, prompts = ScriptedModel(writer=writer, size=size), bundled.settings, load_prompts()
    evidence, checker = plain.answerer.evidence, Checker(plain.store.article)
    answerer = GenerativeAnswerer("scripted:model", model, prompts["answer"], evidence, checker, plain.answerer, settings)
    return Pipeline(plain.retriever, answerer, ModelRewriter("scripted:model", model, prompts["rewrite"], settings))


def test_a_gguf_model_answers_in_this_process(bundled_index: Path) -> None:
    assert state_of("gguf:smollm2", build_settings()).ready
    asked = service(bundled_index, "gguf:smollm2", max_output_tokens=60, offline=True)
    try:
        answer = asked.answer(QUESTION)
        assert_sound(answer)
        assert (answer.model, answer.prompt_id) == ("gguf:smollm2", "answer@1")
        assert 200 < answer.usage["prompt_tokens"] < 700
        assert 0 < answer.usage["completion_tokens"] <= 60
        assert [file.suffix for file in running()] == [".gguf"]
    finally:
        asked.close()
    assert running() == ()


SERVE = """
import sys, time, xllamacpp
from answering.llama import gguf_file
params = xllamacpp.CommonParams()
params.model.path = str(gguf_file("smollm2"))
params.hostnames, params.port, params.n_ctx, params.ui, params.verbosity = ["127.0.0.1"], 0, 2048, False, -1
params.cpuparams.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def test_a_server_of_another_process_answers(bundled_index: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SERVE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip() + "/v1"
        settings = build_settings(openai_base_url=url)
        refused = state_of("openai:smollm2", settings)
        assert "does not list 'smollm2'. It lists: " in refused.words
        name = refused.words.split("It lists: ")[1].removesuffix(".")
        assert state_of(f"openai:{name}", settings).ready
        asked = service(bundled_index, f"openai:{name}", openai_base_url=url, max_output_tokens=60, offline=True)
        assert asked.settings.contacted_hosts == ("127.0.0.1",)
        answer = asked.answer(QUESTION)
        assert_sound(answer)
        assert answer.usage["prompt_tokens"] > 200
    finally:
        process.kill()
        process.communicate()
    after = asked.answer(QUESTION)  # the same server, gone
    assert_sound(after)
    assert "No server answers at" in after.notices[0].text


@pytest.fixture(params=["openai", "ollama"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asking(index: Path, provider: str, server: ModelServer, **changes: Any) -> Service:
    address = {"openai_base_url": f"{server.url}/v1", "ollama_host": server.url}
    return service(index, f"{provider}:little", **address, **{"model_timeout": 5.0, **changes})


def test_a_model_behind_either_api_is_listed_and_answers(bundled_index: Path, provider: str) -> None:
    with ModelServer() as server:
        asked = asking(bundled_index, provider, server)
        assert state_of(f"{provider}:little", asked.settings).ready
        assert not state_of(f"{provider}:large", asked.settings).ready
        answer = asked.answer(QUESTION)
        assert_sound(answer)
        assert len(generated(answer)) == 3
        assert "fallback_extractive" not in codes(answer)
        assert answer.usage == {"prompt_tokens": 11, "completion_tokens": 7}
        request = server.requests[0]
        limit = request["options"]["num_predict"] if provider == "ollama" else request["max_tokens"]
        assert limit == asked.settings.max_output_tokens
        if provider == "ollama":
            assert request["options"]["num_ctx"] == asked.settings.context_tokens


@pytest.mark.parametrize(
    ("modes", "words"),
    [
        (["500", "500", "ok"], "failed (status 500)"),
        (["429", "429", "ok"], "over its limit of requests"),
        (["malformed", "ok"], ""),
        (["empty", "ok"], ""),
        (["hang", "ok"], "did not finish in time"),
        (["slow", "ok"], "did not finish in time"),
    ],
)
def test_a_server_that_fails_leaves_the_extractive_answer(
    bundled_index: Path, provider: str, modes: list[str], words: str
) -> None:
    with ModelServer(modes=modes) as server:
        asked = asking(bundled_index, provider, server, model_timeout=3.0)
        asked.pipeline(model="extractive").answer(QUESTION)
        answer = asked.answer(QUESTION)
        assert answer.timings_ms["answer"] < 3_000 + 15_000  # the time-out, and the rest on a machine that is busy
        assert_sound(answer)
        assert "fallback_extractive" in codes(answer)
        notice = next(n.text for n in answer.notices if n.code == "fallback_extractive")
        assert words in notice
        assert "extracted from the sources" in notice
        again = asked.answer(QUESTION)
        assert len(generated(again)) == 3


def test_a_busy_server_is_asked_once_more(bundled_index: Path, provider: str) -> None:
    with ModelServer(modes=["503", "ok"]) as server:
        answer = asking(bundled_index, provider, server).answer(QUESTION)
        assert len(generated(answer)) == 3
        assert len(server.requests) == 2


def test_a_model_that_dies_keeps_what_held_and_is_completed(bundled_index: Path, provider: str) -> None:
    def two_notes(prompt: str) -> str:
        return f"{notes_of(prompt)[0]} [1] {notes_of(prompt)[1]} [2] And further"

    with ModelServer(two_notes, ["die"], die_after=10_000) as server:
        server.die_after = 0
        first = asking(bundled_index, provider, server).answer(QUESTION)
        assert not generated(first)
        server.die_after = len(notes_of(server.requests[0]["messages"][-1]["content"])[0]) + 12
        answer = asking(bundled_index, provider, server).answer(QUESTION)
    assert_sound(answer)
    assert [s.text for s in generated(answer)] == [notes_of(server.requests[0]["messages"][-1]["content"])[0]]
    assert answer.sentences[1].group == "Extracted from the sources"
    assert answer.notices[0].text.endswith("the rest of this answer is extracted from the sources.")


def test_a_model_that_is_not_there_is_named_with_its_remedy(bundled_index: Path) -> None:
    with ModelServer() as server:
        answer = service(bundled_index, "ollama:large", ollama_host=server.url).answer(QUESTION)
        assert "`ollama pull large`" in answer.notices[0].text
    answer = service(bundled_index, "ollama:little", ollama_host="127.0.0.1:9").answer(QUESTION)
    assert "ollama is not running: start `ollama serve`" in answer.notices[0].text
    assert_sound(answer)
    broken = service(bundled_index, "gguf:/no/such.gguf").answer(QUESTION)
    assert broken.status is AnswerStatus.ERROR_MODEL
    assert "/no/such.gguf" in broken.message


def test_closing_the_stream_stops_the_request(bundled_index: Path) -> None:
    with ModelServer(modes=["slow"]) as server:
        asked = asking(bundled_index, "openai", server, model_timeout=60.0)
        stream = asked.stream(QUESTION)
        for event in stream:
            if isinstance(event, Sentence):
                break
        began = time.monotonic()
        stream.close()  # type: ignore[attr-defined]
        assert time.monotonic() - began < 1.0


def dev_questions() -> Iterator[str]:
    for line in (ROOT / "data" / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        if question.get("answerable", True) and not question.get("history"):
            yield question["question"]


def test_a_faithful_model_keeps_nearly_all_it_wrote(bundled: Service) -> None:
    pipeline, plain = with_model(bundled, faithful), bundled.pipeline()
    kept = withheld = answers = of_model = 0
    for question in list(dev_questions())[::6]:
        answer = pipeline.answer(question)
        assert (answer.status in ANSWERED) == (plain.answer(question).status in ANSWERED)
        kept, withheld = kept + len(generated(answer)), withheld + len(answer.withheld)
        asked = answer.status in ANSWERED and "premise_not_in_sources" not in codes(answer)  # a correction asks no model
        answers, of_model = answers + asked, of_model + bool(generated(answer))
    assert kept / (kept + withheld) >= 0.9
    assert of_model / answers >= 0.9


def test_a_follow_up_is_rewritten_by_the_model_only_if_that_adds_nothing(bundled: Service) -> None:
    history = (Message("user", QUESTION), Message("assistant", "Clinicians fear for their standing."))
    good = with_model(bundled, lambda p: "Why do few nurses enter management?" if "Last question" in p else faithful(p))
    answer = good.answer("And nurses?", history)
    assert answer.standalone_question == "Why do few nurses enter management?"
    for written in ("Why did Trump resign?", "Nurses.", "", "Why do few nurses enter management " * 20 + "?", "And them?"):
        made_up = with_model(bundled, lambda p, w=written: w if "Last question" in p else faithful(p))  # type: ignore[misc]
        assert made_up.answer("And nurses?", history).standalone_question == f"{QUESTION} And nurses?"


def test_the_prompt_carries_no_titles_dates_or_addresses(bundled: Service) -> None:
    pipeline = with_model(bundled, faithful)
    answer = pipeline.answer(QUESTION)
    prompt = "\n".join(str(message.text) for message in pipeline.answerer.model.seen[-1])  # type: ignore[attr-defined]
    for facts in answer.articles.values():
        assert str(facts["title"]) not in prompt
        assert not facts["url"] or str(facts["url"]) not in prompt


@pytest.fixture(autouse=True, scope="module")
def _stopped() -> Iterator[None]:
    yield
    close_servers()
