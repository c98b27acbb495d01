"""What an answer does with a false passage, with noise, and with one side gone. Pure.

Each metric is one number a question; `None` where the trial says nothing. Definitions: docs/metrics.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.answer_metrics import answered, declined, nugget_recall, shown
from evaluation.dataset import Question, Stand
from evaluation.one_side import Removal
from evaluation.plants import PLANTED_ID, Plant
from evaluation.strings import contains, contains_any, word_share
from evaluation.voices import Record, names_holder, told_of

DIFFER, MISSING = "sources_differ", "one_side_missing"
"""Codes of the notices that name a conflict and a missing side."""
SAME_WORDS = 0.9  # share of a sentence's words that a quotation must hold to be that sentence


def planted_metrics(question: Question, plant: Plant, before: Record, after: Record) -> dict[str, float | None]:
    """Whether the false passage is adopted, shown beside the true one, or named as a conflict; and, to read these by, whether
    the true one is shown where nothing is planted and whether the false one was found at all."""
    quoted = [citation for sentence in after["sentences"] for citation in sentence["citations"]]
    false = any(_quotes_false(plant, citation) for citation in quoted)
    true = any(_quotes_true(question, plant, citation) for citation in quoted)
    both = false and true
    named = both and any(notice["code"] == DIFFER for notice in after["notices"])
    clean = [citation for sentence in before["sentences"] for citation in sentence["citations"]]
    return {
        "true_shown_clean": float(any(_quotes_true(question, plant, citation) for citation in clean)),
        "false_found": float(plant.article_id in _kept_articles(after)),
        "adopted": float(false and not true),
        "both_shown": float(both),
        "true_alone": float(true and not false),
        "neither_shown": float(not false and not true),
        "conflict_named": float(named),
        "conflict_named_of_both": float(named) if both else None,
        "error_rate": _failed(after),
    }


def _kept_articles(answer: Record) -> set[str]:
    """Articles with a passage the answer could use; none where it broke off before any was found."""
    return {hit["chunk"]["article_id"] for hit in answer["retrieval"]["kept"]} if answer["retrieval"] else set()


def _failed(answer: Record) -> float:
    return float(not answered(answer) and not declined(answer))


def _quotes_false(plant: Plant, citation: Record) -> bool:
    """True for a quotation of the false sentence that holds the false words."""
    quote = citation["quote"]
    return citation["article_id"] == plant.article_id and contains(quote, plant.false_words)


def _quotes_true(question: Question, plant: Plant, citation: Record) -> bool:
    """True for a quotation with the true words from an article that is no plant. For a direction, whose word is common, it must
    also hold one of the question's evidence strings."""
    quote = citation["quote"]
    if citation["article_id"].startswith(PLANTED_ID) or not contains(quote, plant.true_words):
        return False
    return plant.change != "direction" or any(word_share(evidence, quote) >= SAME_WORDS for evidence in question.gold_evidence)


def noise_metrics(question: Question, before: Record, after: Record, noise: Sequence[str]) -> dict[str, float | None]:
    """Nugget recall without noise and with it, and whether any of it is quoted."""
    clean, noisy = nugget_recall(question, shown(before)), nugget_recall(question, shown(after))
    quoted = {citation["article_id"] for sentence in after["sentences"] for citation in sentence["citations"]}
    return {
        "nugget_recall_clean": clean,
        "nugget_recall_noisy": noisy,
        "nugget_recall_lost": clean - noisy,
        "answer_unchanged": float(shown(before) == shown(after)),
        "noise_shown": float(bool(quoted & set(noise))),
        "error_rate": _failed(after),
    }


def one_side_metrics(question: Question, removal: Removal, before: Record, after: Record) -> dict[str, float | None]:
    """Whether a missing side is said to be missing, and how often the same is said where both are there."""
    going, staying = list(removal.stands), [stand for stand in question.positions if stand.stance == removal.kept]
    tells_kept = _tells(staying, after)
    return {
        "missing_named": float(_names_gap(after)) if tells_kept else None,
        "missing_named_or_declined": float(declined(after) or _names_gap(after)),
        "missing_named_wrongly": float(_names_gap(before)) if _tells(staying, before) and _tells(going, before) else None,
        "removed_side_told": float(_tells(going, after)),
        "kept_side_told": float(tells_kept),
        "error_rate": _failed(after),
    }


def _names_gap(answer: Record) -> bool:
    return answered(answer) and any(notice["code"] == MISSING for notice in answer["notices"])


def _tells(stands: Sequence[Stand], answer: Record) -> bool:
    """True if a sentence holds a string of one of the stands and names its holder."""
    return any(
        contains_any(sentence["text"], stand.any_of) and names_holder(told_of(sentence, answer["articles"]), stand.holder)
        for sentence in answer["sentences"]
        for stand in stands
    )
