"""Metrics of one answer: what it says, how it ends, and, from the neighbours, whom it credits and what it quotes. Pure.

Each is `None` or absent where it has nothing to measure. Formulas and sources: docs/metrics.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from answering.render import FURTHER
from evaluation.citations import LEXICAL, Entailments, citation_metrics, common_words
from evaluation.dataset import Question
from evaluation.generated import generated_metrics
from evaluation.strings import contains_any, idf_of, idf_recall, token_f1
from evaluation.voices import Record, position_metrics

DECLINED = ("unanswerable_", "refused_")
TOKENS = ("prompt_tokens", "completion_tokens")
"""What a model reports of its use; a model that reports none has no such metric."""
FIRST = 3  # sentences a hurried reader sees
LONGEST_MATCH = 10  # words; a longer accepted string is a model answer rather than something to be found


@dataclass(frozen=True, slots=True)
class Context:
    """What all answers of a run are held against. `articles` gives, for each cited article that is stored, its text, kind,
    form, title, byline, authors, publisher, sources and turns; `common` holds words that are no names; `entailments` judge
    what quotations support."""

    articles: Mapping[str, Record]
    idf: Callable[[str], float]
    common: frozenset[str]
    entailments: Entailments


def context_of(articles: Mapping[str, Record], passages: Iterable[str], entailments: Entailments = LEXICAL) -> Context:
    """The context of a run: its cited articles, and the passages its rankings hold, over which terms are weighted."""
    texts = [facts["text"] for facts in articles.values()]
    return Context(articles, idf_of(list(passages)), common_words(texts), entailments)


def declined(answer: Record) -> bool:
    """True if the answer says that it cannot or will not answer; an error is no declining."""
    return str(answer["status"]).startswith(DECLINED)


def answered(answer: Record) -> bool:
    """True if claims are shown."""
    return str(answer["status"]).startswith("answered")


def shown(answer: Record, *, folded: bool = True) -> str:
    """The claims a reader sees, joined; what is folded away only if `folded`."""
    return " ".join(s["text"] for s in answer["sentences"] if folded or s.get("group") != FURTHER)


def answer_metrics(question: Question, answer: Record, context: Context) -> dict[str, float | None]:
    """All metrics of one answer that its question allows."""
    size = {"words": len(shown(answer).split()), "sentences": len(answer["sentences"])} if answer["sentences"] else {}
    return {
        **_content(question, answer, context.idf),
        **_ending(question, answer),
        **position_metrics(question, answer),
        **citation_metrics(question, answer, context.articles, context.common, context.entailments),
        **generated_metrics(answer, context.articles, context.common),
        **{name: float(value) for name, value in size.items()},
        "withheld": float(len(answer["withheld"])),
        **{name: float(tokens) for name in TOKENS if (tokens := answer.get("usage", {}).get(name)) is not None},
    }


def _content(question: Question, answer: Record, idf: Callable[[str], float]) -> dict[str, float | None]:
    """What the answer says of what it should and should not."""
    text = shown(answer)
    rows: dict[str, float | None] = {}
    if question.nuggets:
        rows["nugget_recall"] = nugget_recall(question, text)
        rows["nugget_recall_above_fold"] = nugget_recall(question, shown(answer, folded=False))
    if question.answers:
        rows["accepted_recall"] = float(contains_any(text, question.answers))
        first = " ".join(sentence["text"] for sentence in answer["sentences"][:FIRST])
        rows["accepted_in_3"] = float(contains_any(first, question.answers))
    references = [question.reference] if question.reference else [a for a in question.answers if _is_long(a)]
    if references:
        rows["token_f1"] = max(token_f1(text, reference) for reference in references)
        rows["idf_recall"] = max(idf_recall(text, reference, idf) for reference in references)
    if question.forbidden:
        rows["forbidden_rate"] = float(contains_any(text, question.forbidden))
    return rows


def _is_long(accepted: str) -> bool:
    return len(accepted.split()) > LONGEST_MATCH


def nugget_recall(question: Question, text: str) -> float:
    """Share of the nuggets of which a string stands in the text (AutoNuggetizer: Pradeep et al. 2024)."""
    return sum(contains_any(text, nugget.any_of) for nugget in question.nuggets) / len(question.nuggets)


def _ending(question: Question, answer: Record) -> dict[str, float | None]:
    """How the answer ends against how it should; a false premise has a measure of its own."""
    failure = float(not declined(answer) and not answered(answer))
    if question.false_premise:
        caught = float(premise_caught(question, answer))
        return {"error_rate": failure, "ended_well": caught, "false_premise_caught": caught}
    well = float(answered(answer) if question.answerable else declined(answer))
    crag_score = crag(question, answer)
    warned = float(any(notice["code"] == "nothing_close" for notice in answer["notices"]))
    if not question.answerable:
        return {
            "error_rate": failure,
            "ended_well": well,
            "decline_rate": well,
            "declined_or_warned": max(well, warned),
            "crag": crag_score,
        }
    denied = float(answered(answer) and _denies_premise(answer))
    return {
        "error_rate": failure,
        "ended_well": well,
        "answer_rate": well,
        "wrongly_warned": warned,
        "premise_wrongly_denied": denied,
        "crag": crag_score,
    }


def premise_caught(question: Question, answer: Record) -> bool:
    """A false premise is caught if the answer declines, or opens with the notice for it and shows nothing forbidden."""
    if declined(answer):
        return True
    return _denies_premise(answer) and not contains_any(shown(answer), question.forbidden)


def _denies_premise(answer: Record) -> bool:
    """True if the answer opens with the notice that the question takes for granted what the sources do not say."""
    return bool(answer["notices"]) and answer["notices"][0]["code"] == "premise_not_in_sources"


def is_right(question: Question, answer: Record) -> bool | None:
    """Right: an accepted string is there or, without any, at least half of the nuggets. `None` where neither is given.

    Accepted strings of more than `LONGEST_MATCH` words alone decide nothing: an answer can be right without repeating them.
    """
    text = shown(answer)
    if not all(_is_long(accepted) for accepted in question.answers):
        return contains_any(text, question.answers)
    return nugget_recall(question, text) >= 1 / 2 if question.nuggets else None


def crag(question: Question, answer: Record) -> float | None:
    """CRAG's score (Yang et al. 2024): 1 right, 0 nothing said, −1 wrong. Declining is right for an unanswerable question;
    an error says nothing. `None` where no rule can tell."""
    if declined(answer):
        return 0.0 if question.answerable else 1.0
    if not answered(answer):
        return 0.0
    right = is_right(question, answer) if question.answerable else False
    return None if right is None else 1.0 if right else -1.0
