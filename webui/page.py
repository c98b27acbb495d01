"""The page: a conversation on the left, the sources of its answers on the right. Gradio and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from answering.service import Service
from answering.state import Progress
from core.console import plain
from core.errors import DEFAULT_COLLECTION, DebatesError
from core.types import FILTER_FIELDS, Answer, AnswerStatus, Message, Sentence
from webui.html import answer_html, banner_html, cards_html, safe, working_html

HERE = Path(__file__).parent
TITLE = "NHS Management Debates"
WHAT_IT_IS = (
    "Ask what was said about how the NHS is managed. Every sentence of an answer rests on a passage of a stored article, with "
    "its source. It gives no advice, holds no opinion, and can be wrong where its sources are."
)
EXAMPLES = (
    "Why do few clinicians enter management?",
    "Should NHS managers be regulated?",
    "Does the NHS have too many managers?",
    "What was the case against abolishing NHS England?",
    "How much did the Nightingale hospitals cost?",
)
STEPS = {
    "load": "Loading the index and the models; this takes some seconds once",
    "guard": "Reading the question",
    "rewrite": "Reading the question",
    "retrieve": "Looking for passages",
    "assess": "Weighing the evidence",
    "answer": "Choosing and checking sentences",
    "conclude": "Finishing",
}
MODEL_NAMES = {"extractive": "no model: passages only"}
NO_SOURCES = '<p class="empty">The sources of an answer appear here. A number in an answer opens its card.</p>'
CONCURRENT = 8  # questions answered at once; further ones wait their turn


@dataclass(frozen=True)
class Conversation:
    """What the page remembers of one visitor: the turns for follow-ups, and the cards of all answers, newest first."""

    history: tuple[Message, ...] = ()
    cards: tuple[str, ...] = ()
    turns: int = 0


Chat = list[dict[str, str]]
Shown = tuple[Chat, str, Conversation]
Wish = tuple[str, tuple[str, ...]]
"""A question, and the fields of its restrictions that are not to be applied."""


def build(service: Service) -> gr.Blocks:
    """The whole page over one service."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        memory = gr.State(Conversation())
        with gr.Row(elem_id="top", equal_height=False):
            gr.HTML(f'<div id="title"><h1>{TITLE}</h1><p>{WHAT_IT_IS}</p></div>', padding=False)
            collection = gr.Dropdown(
                label="Collection",
                choices=[service.settings.collection],
                value=service.settings.collection,
                scale=0,
                min_width=220,
                elem_id="collection",
            )
            offered = service.settings.offered_models
            model = gr.Dropdown(
                label="Answers written by",
                choices=[(MODEL_NAMES.get(spec, spec), spec) for spec in offered],
                value=service.settings.chat_model,
                visible=len(offered) > 1,
                scale=0,
                min_width=220,
                elem_id="model",
            )
        banner = gr.HTML(padding=False)
        with gr.Row(elem_id="main", equal_height=False):
            with gr.Column(scale=3, min_width=300):
                chat = gr.Chatbot(
                    label="Conversation",
                    show_label=False,
                    elem_id="chat",
                    autoscroll=False,
                    sanitize_html=False,  # every text is escaped in webui/html.py
                    buttons=[],
                    group_consecutive_messages=False,
                    placeholder="Ask a question below, or start with one of the examples.",
                )
                with gr.Column(elem_id="examples") as examples:
                    buttons = [gr.Button(text, size="sm") for text in EXAMPLES]
                question = gr.Textbox(
                    label="Your question",
                    elem_id="question",
                    placeholder="Type a question and press Enter",
                    lines=1,
                    max_lines=4,
                    autofocus=True,
                )
                with gr.Row(elem_id="actions"):
                    ask = gr.Button("Ask", variant="primary", elem_id="ask")
                    stop = gr.Button("Stop", variant="stop", visible=False, elem_id="stop")
                    clear = gr.Button("New conversation", elem_id="clear")
                # filled and clicked by script.js when a restriction is removed
                again = (gr.Textbox(visible="hidden", elem_id="again"), gr.Button(visible="hidden", elem_id="ask-again"))
            with gr.Column(scale=2, min_width=280, elem_id="side"):
                sources = gr.HTML(NO_SOURCES, elem_id="sources", padding=False)
        _wire(
            service, page, memory, collection, model, banner, chat, question, ask, stop, clear, examples, buttons, sources, again
        )
        gr.api(_ask_api(service), api_name="ask")
        gr.api(_health_api(service), api_name="health")
    return page


def _wire(
    service: Service, page: Any, memory: Any, collection: Any, model: Any, banner: Any, chat: Any, question: Any, ask: Any,
    stop: Any, clear: Any, examples: Any, buttons: list[Any], sources: Any, again: tuple[Any, Any],
) -> None:  # fmt: skip
    shown = [chat, sources, memory]
    running = [question, ask, stop, examples]

    def begin() -> list[Any]:
        return [gr.update(value=""), gr.update(interactive=False), gr.update(visible=True), gr.update(visible=False)]

    def end() -> list[Any]:
        return [gr.update(), gr.update(interactive=True), gr.update(visible=False), gr.update()]

    def respond(wish: Wish, chat_now: Chat, state: Conversation, name: str, spec: str) -> Iterator[Shown]:
        text, without = wish
        yield from conversation(service, text, chat_now or [], state, name, spec, without)

    def stopped(chat_now: Chat) -> Chat:
        if chat_now and chat_now[-1]["role"] == "assistant" and "working" in str(chat_now[-1]["content"]):
            return [*chat_now[:-1], {"role": "assistant", "content": f'<div class="answer">{safe("Stopped.")}</div>'}]
        return chat_now

    asked = gr.State(("", ()))
    events = []
    typed_here = [(question.submit, question), (ask.click, question), *((button.click, button) for button in buttons)]
    triggers = [*((trigger, typed, _as_typed) for trigger, typed in typed_here), (again[1].click, again[0], wish_of)]
    for trigger, typed, read in triggers:
        first = trigger(read, typed, asked, queue=False, api_visibility="private")
        started = first.then(begin, None, running, queue=False, api_visibility="private")
        run = started.then(
            respond,
            [asked, chat, memory, collection, model],
            shown,
            concurrency_limit=CONCURRENT,
            api_visibility="private",
            show_progress="hidden",
        )
        run.then(end, None, running, queue=False, api_visibility="private")
        events.append(run)
    stop.click(stopped, chat, chat, cancels=events, queue=False, api_visibility="private").then(
        end, None, running, queue=False, api_visibility="private"
    )

    def fresh() -> list[Any]:
        return [[], NO_SOURCES, Conversation(), gr.update(visible=True)]

    clear.click(fresh, None, [*shown, examples], cancels=events, queue=False, api_visibility="private").then(
        end, None, running, queue=False, api_visibility="private"
    )

    def choices() -> list[Any]:
        error: str | None = None
        names: tuple[str, ...] = (service.settings.collection,)
        try:
            names = service.collections() or names
            if service.settings.collection not in names and service.settings.collection != DEFAULT_COLLECTION:
                names = (service.settings.collection, *names)
        except DebatesError as caught:
            error = caught.user_message
        value = service.settings.collection if service.settings.collection in names else names[0]
        return [gr.update(choices=list(names), value=value), error_or_size(service, value, error)]

    page.load(choices, None, [collection, banner], queue=False, api_visibility="private")

    def switch(name: str) -> list[Any]:
        own = name == DEFAULT_COLLECTION
        return [[], NO_SOURCES, Conversation(), gr.update(visible=own), error_or_size(service, name, None)]

    collection.input(switch, collection, [*shown, examples, banner], queue=False, api_visibility="private")


def _as_typed(text: str) -> Wish:
    return text, ()


def wish_of(sent: str) -> Wish:
    """What a chip sends: the question as JSON, and the restrictions to leave out. Anything else asks nothing."""
    try:
        wish = json.loads(sent)
        return str(wish["question"]), tuple(field for field in FILTER_FIELDS if field in wish["without"])
    except (ValueError, KeyError, TypeError):
        return "", ()


def error_or_size(service: Service, name: str, error: str | None) -> str:
    """The banner for a collection: its size, or why it cannot be asked."""
    if error is None:
        try:
            facts = service.size(name)
        except DebatesError as caught:
            error, facts = caught.user_message, None
    return banner_html(error, None if error else facts)


def conversation(
    service: Service, text: str, chat: Chat, state: Conversation, collection: str, model: str, without: Sequence[str] = ()
) -> Iterator[Shown]:
    """The chat, the source panel and the memory after each step of answering one question."""
    turn = state.turns + 1
    chat = [*chat, {"role": "user", "content": safe(text) or "&nbsp;"}]
    panel = "".join(state.cards) or NO_SOURCES

    def with_reply(content: str) -> Chat:
        return [*chat, {"role": "assistant", "content": content}]

    first = "retrieve" if service.is_warm(collection, model) else "load"
    yield with_reply(working_html(STEPS[first])), panel, state
    partial: Answer | None = None
    for event in service.stream(text, state.history, collection, without, model):
        if isinstance(event, Progress):
            if partial is None:
                yield with_reply(working_html(STEPS[event.step])), panel, state
        elif isinstance(event, Sentence):
            partial = _with(partial, event, text, service, collection)
            yield with_reply(answer_html(partial, turn, finished=False)), panel, state
        else:
            cards = (cards_html(event, turn, service.cited_chunks(event), date.today()), *state.cards)
            remembered = (*state.history, Message("user", text), Message("assistant", " ".join(s.text for s in event.sentences)))
            state = Conversation(remembered, cards, turn)
            yield with_reply(answer_html(event, turn)), "".join(cards) or NO_SOURCES, state


def _with(partial: Answer | None, sentence: Sentence, text: str, service: Service, collection: str) -> Answer:
    """The answer so far, one sentence longer."""
    if partial is None:
        partial = Answer(text, text, AnswerStatus.ANSWERED, collection=collection)
    facts = service.article_facts(collection, [citation.article_id for citation in sentence.citations])
    return replace(partial, sentences=(*partial.sentences, sentence), articles={**partial.articles, **facts})


def _ask_api(service: Service) -> Any:
    def ask(question: str, model: str = "") -> dict[str, Any]:
        """Answer one question; the whole record as JSON. Only configured models can be asked."""
        offered = service.settings.offered_models
        if model and model not in offered:
            raise gr.Error(f"The model '{model}' is not configured. Configured: {', '.join(offered)}.")
        record: dict[str, Any] = plain(service.answer(question, model=model or None))
        return record

    return ask


def _health_api(service: Service) -> Any:
    def health() -> dict[str, Any]:
        """The state of each part."""
        return service.health()

    return health
