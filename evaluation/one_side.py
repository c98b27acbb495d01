"""One side of a debate left out: which side of which question, and articles without the sentences of its holders. Pure.

All questions share one collection, so a side is left out only where that takes nothing from the side another question keeps.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import yaml

from core.text import sentence_spans
from core.types import Article
from evaluation.dataset import Question, Stand
from evaluation.strings import contains_any
from evaluation.voices import names_holder

SIDES = ("for", "against")

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)
_MARKS = re.compile(r"(?:\[\^[^\]\s]+\])+")
_PARAGRAPHS = re.compile(r"(\n\s*\n)")


@dataclass(frozen=True, slots=True)
class Removal:
    """The side of a question that is left out: its stands, and the question's gold articles."""

    question_id: str
    removed: str
    kept: str
    stands: tuple[Stand, ...]
    gold: frozenset[str]

    def takes(self, sentence: str, article_id: str) -> bool:
        """True for a sentence that names a holder in a gold article or, anywhere, beside one of his strings."""
        return any(
            (article_id in self.gold or contains_any(sentence, stand.any_of)) and names_holder(sentence, stand.holder)
            for stand in self.stands
        )

    def takes_whole(self, article: Article) -> bool:
        """True for an article that a holder wrote."""
        authors = ", ".join(article.authors)
        return bool(authors) and any(names_holder(authors, stand.holder) for stand in self.stands)

    def takes_position(self, holder: str, article_id: str) -> bool:
        """True for a holder whose recorded position goes too."""
        return article_id in self.gold and any(names_holder(holder, stand.holder) for stand in self.stands)


def choose_removals(questions: Sequence[Question], articles: Mapping[str, Article], seed: int) -> list[Removal]:
    """One side of each question that has two, drawn by the seed; the other side of it where the first cannot go.

    A question is left out if its kept side would not be told any more, or if leaving out its holders would silence the side
    that an earlier question keeps.
    """
    drawn = random.Random(seed)
    chosen: list[Removal] = []
    by_id = {question.id: question for question in questions}
    for question in questions:
        first = drawn.choice(SIDES)
        for removed in (first, SIDES[first == SIDES[0]]):
            removal = _removal(question, removed)
            if removal is None:
                continue
            together = [*chosen, removal]
            if all(_is_told(by_id[one.question_id], one.kept, together, articles) for one in together):
                chosen.append(removal)
                break
    return chosen


def _removal(question: Question, removed: str) -> Removal | None:
    kept = SIDES[removed == SIDES[0]]
    going = tuple(stand for stand in question.positions if stand.stance == removed)
    staying = [stand.holder for stand in question.positions if stand.stance == kept]
    if not question.answerable or not going or not staying:
        return None
    if any(" " not in stand.holder or any(names_holder(other, stand.holder) for other in staying) for stand in going):
        return None  # a holder of one word ("Ministers"), or one who is on the other side too, cannot be left out by name
    return Removal(question.id, removed, kept, going, frozenset(question.gold_doc_ids))


def _is_told(question: Question, stance: str, removals: Sequence[Removal], articles: Mapping[str, Article]) -> bool:
    """True if a sentence that stays in some gold article tells a position of the stance beside its holder."""
    stands = [stand for stand in question.positions if stand.stance == stance]
    for article in (articles[key] for key in question.gold_doc_ids if key in articles):
        if any(removal.takes_whole(article) for removal in removals):
            continue
        for start, end in sentence_spans(article.text):
            sentence = article.text[start:end]
            told = any(contains_any(sentence, stand.any_of) and names_holder(sentence, stand.holder) for stand in stands)
            if told and not any(removal.takes(sentence, article.article_id) for removal in removals):
                return True
    return False


def without_sides(markdown: str, article_id: str, removals: Sequence[Removal]) -> str:
    """A Markdown article without the sentences and headings that the removals take, and without those recorded positions.

    The footnote marks of a sentence go with it.
    """
    block = _BLOCK.match(markdown)
    body = markdown[block.end() :] if block else markdown

    def stays(sentence: str) -> bool:
        return not any(removal.takes(sentence, article_id) for removal in removals)

    parts = [part if _PARAGRAPHS.fullmatch(part) else _filtered(part, stays) for part in _PARAGRAPHS.split(body)]
    head = f"---\n{_head_without(block[1], article_id, removals)}---\n" if block else ""
    return head + "".join(parts)


def _head_without(head: str, article_id: str, removals: Sequence[Removal]) -> str:
    values = yaml.safe_load(head)
    if not isinstance(values, dict) or not values.get("positions"):
        return head
    values["positions"] = [
        position
        for position in values["positions"]
        if not any(removal.takes_position(position["holder"], article_id) for removal in removals)
    ]
    dumped: str = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    return dumped


def _filtered(paragraph: str, stays: Callable[[str], bool]) -> str:
    """The sentences that stay, each with the marks behind it."""
    bare: list[str] = []
    marks: list[tuple[int, str]] = []
    at = length = 0
    for match in _MARKS.finditer(paragraph):
        bare.append(paragraph[at : match.start()])
        length += match.start() - at
        marks.append((length, match.group()))
        at = match.end()
    text = "".join([*bare, paragraph[at:]])
    kept, before = "", 0
    for start, end in sentence_spans(text):
        if stays(text[start:end]):
            words, cut = text[before:start] if kept or not before else "", start
            for place, mark in marks:
                if start < place <= end:
                    words, cut = words + text[cut:place] + mark, place
            kept += words + text[cut:end]
        before = end
    return kept + text[before:]
