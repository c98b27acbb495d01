"""What a chat model costs: the size of its prompt and the time to the first sentence that was checked and shown, with
SmolLM2-135M in this process, its server's prefix cache cold and warm. Part of `make bench`; asserts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from answering.models import build_chat_model
from answering.service import Service
from core.settings import Settings
from core.types import Answer, Sentence
from tests.bench_scale import line, percentile

SPEC = "gguf:smollm2"
ASKED = 12


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds to the first shown sentence and to the end, and who wrote that sentence."""

    first: float | None
    total: float
    of_model: bool
    prompt_tokens: int | None


@contextmanager
def serving(settings: Settings) -> Iterator[Service]:
    """A service that is warm but for its model, which is loaded and has read a few words."""
    service = Service(settings)
    try:
        service.warm()
        build_chat_model(SPEC, settings).invoke("Name the days of the week.", max_tokens=4)
        yield service
    finally:
        service.close()


def timed(service: Service, question: str) -> Timed:
    """One question, asked once."""
    began = time.perf_counter()
    first, of_model, tokens = None, False, None
    for event in service.stream(question, model=SPEC):
        if isinstance(event, Sentence) and event.verdict != "withheld" and first is None:
            first, of_model = (time.perf_counter() - began) * 1000, event.origin == "generated"
        if isinstance(event, Answer):
            tokens = event.usage.get("prompt_tokens")
    return Timed(first, (time.perf_counter() - began) * 1000, of_model, tokens)


def models(settings: Settings, questions: Sequence[str]) -> None:
    """Some questions each to a server that has read nothing but a few other words; others one after the other to one server,
    which keeps the fixed beginning of their prompts."""
    asked = questions[:: max(1, len(questions) // (2 * ASKED))][: 2 * ASKED]
    cold: list[Timed] = []
    for question in asked[:ASKED]:
        with serving(settings) as service:
            cold.append(timed(service, question))
    with serving(settings) as service:
        timed(service, asked[0])
        warm = [timed(service, question) for question in asked[ASKED:]]
    tokens = [float(one.prompt_tokens) for one in (*cold, *warm) if one.prompt_tokens]
    if tokens:
        line("prompt, tokens by its server's count, p50 / p95", f"{percentile(tokens, 0.5):.0f} / {percentile(tokens, 0.95):.0f}")
    for name, rows in (("cold", cold), ("warm", warm)):
        own = [one.first for one in rows if one.first is not None and one.of_model]
        whole = [one.total for one in rows if one.prompt_tokens]  # a correction asks no model
        if own:
            values = (
                f"{percentile(own, 0.5) / 1000:.1f} / {percentile(own, 0.95) / 1000:.1f}  ({len(own)} of {len(rows)} answers)"
            )
            line(f"first checked sentence of the model, prefix {name}, s, p50 / p95", values)
        if whole:
            line(f"whole answer, {name}, s, p50 / p95", seconds(whole))


def seconds(values: list[float]) -> str:
    """p50 and p95 of milliseconds, in seconds."""
    return f"{percentile(values, 0.5) / 1000:.1f} / {percentile(values, 0.95) / 1000:.1f}"
