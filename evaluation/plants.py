"""False and irrelevant articles to lay beside the true ones, made from a question's own evidence. Pure and repeatable.

A plant is the paragraph that holds a question's evidence with one thing changed, as an article of a publisher that does not
exist. It knows what it changed, so that an answer can be judged by it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.terms import STOPWORDS
from core.text import sentence_spans
from core.types import Article
from evaluation.dataset import Question
from evaluation.strings import contains
from evaluation.voices import is_person

Change = Literal["figure", "direction", "holder"]
CHANGES: tuple[Change, ...] = ("figure", "direction", "holder")
PUBLISHER = "The Planted Post (made up for a test)"
NOISE_PUBLISHER = "The Idle Gazette (made up for a test)"
PLANTED_ID = "planted-"
INVENTED = ("Marcus Thornbury", "Helena Whitcombe", "Oswin Farrant")
YEARS_OFF = 3  # a year is moved by so much; of another number the first digit is changed

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_DIRECTIONS_TEXT = """
rose/fell risen/fallen rise/fall rising/falling increased/decreased increase/decrease grew/shrank
more/fewer higher/lower better/worse improved/worsened majority/minority largest/smallest
supported/opposed supports/opposes favour/oppose welcomed/condemned praised/criticised accepted/rejected approved/rejected
agreed/denied effective/ineffective enough/insufficient under-managed/over-managed
"""
_DIRECTIONS = {
    one: other
    for pair in _DIRECTIONS_TEXT.split()
    for one, other in (pair.split("/"), reversed(pair.split("/")))
}  # fmt: skip
_DIRECTION = re.compile(r"(?<![\w-])(?:" + "|".join(sorted(_DIRECTIONS, key=len, reverse=True)) + r")(?![\w-]| short)")


@dataclass(frozen=True, slots=True)
class Plant:
    """A false article. `true_words` became `false_words`; `sentence` is the false sentence, `original_id` where it is true."""

    question_id: str
    change: Change
    article_id: str
    original_id: str
    title: str
    kind: str
    date: str | None
    true_words: str
    false_words: str
    sentence: str
    text: str

    def line(self) -> dict[str, Any]:
        """The article as `python -m ingest` reads it from JSON lines."""
        facts = {"id": self.article_id, "title": self.title, "text": self.text, "publisher": PUBLISHER, "kind": self.kind}
        return facts | ({"date": self.date} if self.date else {})


def make_plants(questions: Sequence[Question], articles: Mapping[str, Article], cases: int, seed: int) -> list[Plant]:
    """At most `cases` plants, one a question, in the order of the questions; the sorts of change as even as they can be."""
    usable = [q for q in questions if q.answerable and not q.false_premise and q.gold_evidence]
    random.Random(seed).shuffle(usable)
    made: list[Plant] = []
    counts: Counter[str] = Counter(dict.fromkeys(CHANGES, 0))
    for question in usable:
        if len(made) == cases:
            break
        by_need = sorted(CHANGES, key=lambda change: (counts[change], CHANGES.index(change)))
        plant = next((p for change in by_need for p in _plants_of(question, articles, change)), None)
        if plant is not None:
            made.append(plant)
            counts[plant.change] += 1
    order = {question.id: at for at, question in enumerate(questions)}
    return sorted(made, key=lambda plant: order[plant.question_id])


def _plants_of(question: Question, articles: Mapping[str, Article], change: Change) -> Iterator[Plant]:
    """Every plant of one sort that a question's evidence allows, the first evidence first."""
    for evidence in question.gold_evidence:
        for key in question.gold_doc_ids:
            article = articles.get(key)
            at = article.text.find(evidence) if article else -1
            if article is None or at < 0:
                continue
            paragraph, sentence = _around(article.text, at)
            for true, false in _changes(question, evidence, change):
                swap = _swap(true, false)
                if not false or swap(sentence) == sentence:
                    continue
                everywhere = change != "direction"  # a figure or a name is false throughout, a direction in its sentence only
                text = swap(paragraph) if everywhere else paragraph.replace(sentence, swap(sentence))
                yield Plant(
                    question.id, change, f"{PLANTED_ID}{question.id}", key, article.title, "news",
                    article.published.iso if article.published else None, true, false, swap(sentence), text,
                )  # fmt: skip


def _around(text: str, at: int) -> tuple[str, str]:
    """The paragraph and the sentence that hold a place of a text."""
    left = text.rfind("\n", 0, at) + 1
    right = text.find("\n", at)
    paragraph = text[left : right if right >= 0 else len(text)]
    start, end = next(span for span in sentence_spans(paragraph) if at - left < span[1])
    return paragraph, paragraph[start:end]


def _changes(question: Question, evidence: str, change: Change) -> Iterator[tuple[str, str]]:
    """True words of the evidence, each with what it is made into. Figures and names only where the answer hangs on them."""
    if change == "direction":
        yield from ((word, _DIRECTIONS[word]) for word in _DIRECTION.findall(evidence))
        return
    wanted = [*question.answers, *(string for nugget in question.nuggets for string in nugget.any_of)]
    if change == "figure":
        for string in wanted:
            if contains(evidence, string):
                yield from ((m.group(), _other_number(m.group(), string[m.end() :])) for m in _NUMBER.finditer(string))
        return
    for name in [*(stand.holder for stand in question.positions), *question.answers]:
        if name in evidence and _is_full_name(name):
            yield name, next(other for other in INVENTED if other not in evidence)


def _is_full_name(name: str) -> bool:
    parts = name.split()
    return len(parts) > 1 and is_person(name) and not any(part.lower() in STOPWORDS for part in parts)


def _other_number(number: str, following: str) -> str:
    """Another number of the same look; a day stays a day of a month."""
    if _YEAR.fullmatch(number):
        return str(int(number) + YEARS_OFF)
    if _MONTH.match(following):
        return str((int(number) + YEARS_OFF) % 28 + 1)
    return str(int(number[0]) % 9 + 1) + number[1:] if len(number) > 1 else str(int(number) + YEARS_OFF)


def _swap(true: str, false: str) -> Callable[[str], str]:
    """Puts the false words for the true ones wherever they stand as words; of a person's name the surname alone too."""
    pairs = [(true, false)]
    if is_person(true) and " " in true:
        pairs.append((true.split()[-1], false.split()[-1]))
    patterns = [(re.compile(rf"(?<![\w.,-]){re.escape(old)}(?![\w-]|[.,–]\d)"), new) for old, new in pairs]

    def swapped(text: str) -> str:
        for pattern, new in patterns:
            text = pattern.sub(new, text)
        return text

    return swapped


_NOISE = (
    "Readers have written in to ask: {question} There is no room for the matter on this week's letters page. "
    "The editor has passed the letters to a colleague, who is away until the harvest supper.",
    "A reading circle chose a subject for its spring meeting. {question} That was what the chair had put on the notice board. "
    "Nobody had read anything about it, so the circle talked about the weather and the price of biscuits.",
    "The quiz at the village hall had a round on this. {question} So ran the ninth card. "
    "No team gave a reply that the referee would accept, and the round was struck out.",
)


def noise_lines(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Irrelevant articles, three a question: each repeats the question's words and says nothing about it."""
    return [
        {
            "id": f"noise-{question.id}-{number}",
            "title": f"Notes of the week, {question.id}, {number}",
            "text": words.format(question=question.question.strip()),
            "publisher": NOISE_PUBLISHER,
            "kind": "news",
        }
        for question in questions
        for number, words in enumerate(_NOISE, 1)
    ]
