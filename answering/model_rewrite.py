"""A follow-up → a question that stands alone, by a chat model, where it keeps to the conversation; else by the rule."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, trim_messages

from answering.reply import reply
from answering.rewrite import refers_back, standalone
from core.settings import Settings
from core.terms import content_terms
from core.text import fold_space
from core.types import Message
from prompts.registry import Prompt

SECONDS = 15.0  # a rewrite that takes longer is not worth the wait
LONGEST = 300  # characters of a rewritten question
HISTORY_TOKENS = 400  # of the conversation; what a question refers to is seldom further back
CHARACTERS_A_TOKEN = 3.5


class ModelRewriter:
    """Rewrites with one model. A rewrite is taken only if every word of weight in it comes from the conversation."""

    def __init__(self, spec: str, model: BaseChatModel, prompt: Prompt, settings: Settings) -> None:
        self.spec = spec
        self.model = model
        self.prompt = prompt
        self.settings = settings

    def __call__(self, question: str, history: Sequence[Message]) -> tuple[str, str | None]:
        """As `answering.rewrite.standalone`; a question that does not refer back is never sent to the model."""
        by_rule = standalone(question, history)
        if by_rule[1] is None:
            return by_rule
        pieces = reply(self.model, self.messages(question, history), self.spec, self.settings, SECONDS)
        written = ""
        for piece in pieces:
            written += piece if isinstance(piece, str) else ""
            if len(written) > 2 * LONGEST:
                break
        rewritten = fold_space(written.strip().split("\n")[0]).strip("\"“”' ")
        return (rewritten, by_rule[1]) if keeps_to(rewritten, question, history) else by_rule

    def messages(self, question: str, history: Sequence[Message]) -> list[BaseMessage]:
        """The prompt with the last turns that fit."""
        turns = [HumanMessage(m.content) if m.role == "user" else AIMessage(m.content) for m in history]
        room = min(HISTORY_TOKENS, self.settings.context_tokens - self.settings.max_output_tokens - 300)
        kept = trim_messages(turns, max_tokens=room, token_counter=_tokens, strategy="last", start_on="human")
        lines = [f"{'Reader' if isinstance(turn, HumanMessage) else 'Answer'}: {fold_space(str(turn.text))}" for turn in kept]
        fixed, own = self.prompt.fill(conversation="\n".join(lines), question=question).split("\n---\n")
        return [SystemMessage(fixed), HumanMessage(own)]


def keeps_to(rewritten: str, question: str, history: Sequence[Message]) -> bool:
    """True if a rewrite is one question that stands alone, adds no word of weight, and keeps what the question asked."""
    there = set(content_terms(" ".join([question, *(message.content for message in history)])))
    own, asked = set(content_terms(rewritten)), set(content_terms(question))
    return (
        rewritten.endswith("?")
        and len(rewritten) <= LONGEST
        and bool(own - asked)
        and asked <= own <= there
        and not refers_back(rewritten)
    )


def _tokens(messages: list[BaseMessage]) -> int:
    return sum(int(len(str(message.text)) / CHARACTERS_A_TOKEN) + 4 for message in messages)
