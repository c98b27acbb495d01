"""Metrics of one answer: what it says, whom it credits, what it quotes. Pure; each is `None` where it has nothing to measure.

Entailment is `lexical` here: a quotation supports a sentence if it holds all of its numbers and at least nine tenths of its
content terms. Formulas and sources: docs/metrics.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.terms import content_terms
from core.text import fold
from evaluation.dataset import Question, Stand
from evaluation.strings import contains, contains_any, idf_recall, normalise, numbers, token_f1, word_share

SUPPORT = 0.9  # share of a sentence's content terms that its quotations must hold
EVIDENCE_SHARE = 0.9
DECLINED = ("unanswerable_", "refused_")
OPINIONATED = ("opinion", "speech", "debate")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[-’'][A-Z]?[a-z]+)*\b")

Answer = Mapping[str, Any]


def declined(answer: Answer) -> bool:
    return str(answer["status"]).startswith(DECLINED)


def shown(answer: Answer) -> str:
    """The claims a reader sees, joined."""
    return " ".join(sentence["text"] for sentence in answer["sentences"])


def answer_metrics(
    question: Question, answer: Answer, articles: Mapping[str, Any], idf: Callable[[str], float]
) -> dict[str, float | None]:
    """All metrics of one answer. `articles` gives, for each cited article, its text, kind, form and names."""
    text = shown(answer)
    rows: dict[str, float | None] = {}
    rows |= _content(question, answer, text, idf)
    rows |= _positions(question, answer)
    rows |= _citations(question, answer, articles)
    rows["words"] = float(len(text.split())) if answer["sentences"] else None
    rows["sentences"] = float(len(answer["sentences"])) if answer["sentences"] else None
    rows["withheld"] = float(len(answer["withheld"]))
    return rows


def _content(question: Question, answer: Answer, text: str, idf: Callable[[str], float]) -> dict[str, float | None]:
    rows: dict[str, float | None] = {}
    if question.nuggets:
        rows["nugget_recall"] = sum(contains_any(text, n.any_of) for n in question.nuggets) / len(question.nuggets)
    if question.answers:
        rows["accepted_recall"] = float(contains_any(text, question.answers))
        first = " ".join(sentence["text"] for sentence in answer["sentences"][:3])
        rows["accepted_in_3"] = float(contains_any(first, question.answers))
    if question.reference:
        rows["token_f1"] = token_f1(text, question.reference)
        rows["idf_recall"] = idf_recall(text, question.reference, idf)
    if question.forbidden:
        rows["forbidden_rate"] = float(contains_any(text, question.forbidden))
    if question.false_premise:
        rows["false_premise_caught"] = float(premise_caught(question, answer))
    else:
        rows["crag"] = crag(question, answer)
        rows["answer_rate" if question.answerable else "decline_rate"] = float(declined(answer) != question.answerable)
    return rows


def premise_caught(question: Question, answer: Answer) -> bool:
    """A false premise is caught if the answer declines, or opens with the notice for it and shows nothing forbidden."""
    if declined(answer):
        return True
    first = answer["notices"][0]["code"] if answer["notices"] else ""
    return first == "premise_not_in_sources" and not contains_any(shown(answer), question.forbidden)


def is_right(question: Question, answer: Answer) -> bool | None:
    """Right: the accepted answer is there, or at least half of the nuggets. `None` where neither is given."""
    text = shown(answer)
    if question.answers:
        return contains_any(text, question.answers)
    if question.nuggets:
        return sum(contains_any(text, n.any_of) for n in question.nuggets) >= len(question.nuggets) / 2
    return None


def crag(question: Question, answer: Answer) -> float | None:
    """CRAG's score (Yang et al. 2024): 1 right, 0 declined, −1 wrong; an unanswerable question is right if declined."""
    if not question.answerable:
        return 1.0 if declined(answer) else -1.0
    if declined(answer):
        return 0.0
    right = is_right(question, answer)
    return None if right is None else 1.0 if right else -1.0


def _positions(question: Question, answer: Answer) -> dict[str, float | None]:
    """Positions found beside their right holder, and those given to somebody else."""
    if not question.positions:
        return {}
    found = astray = 0
    for stand in question.positions:
        others = [other for other in question.positions if other.holder != stand.holder and other.stance != stand.stance]
        told = [s for s in answer["sentences"] if contains_any(s["text"], stand.any_of)]
        right = [s for s in told if _names(s, stand, answer)]
        found += bool(right)
        astray += any(not _names(s, stand, answer) and any(_names(s, other, answer) for other in others) for s in told)
    return {"position_recall": found / len(question.positions), "misattribution": astray / len(question.positions)}


def _names(sentence: Mapping[str, Any], stand: Stand, answer: Answer) -> bool:
    """True if the sentence, its speaker or, for one author's original or digest, its byline names the holder."""
    cited = [answer["articles"].get(c["article_id"], {}) for c in sentence["citations"]]
    bylines = " ".join(str(facts.get("byline", "")) for facts in cited if facts.get("form") != "briefing")
    told = f"{sentence['text']} {sentence.get('speaker') or ''} {bylines}"
    surname = stand.holder.split()[-1]
    return contains(told, stand.holder) or (len(surname) > 3 and surname[0].isupper() and contains(told, surname))


def _citations(question: Question, answer: Answer, articles: Mapping[str, Any]) -> dict[str, float | None]:
    sentences: Sequence[Mapping[str, Any]] = answer["sentences"]
    if not sentences:
        return {}
    citations = [citation for sentence in sentences for citation in sentence["citations"]]
    exact = [_exact(citation, articles) for citation in citations]
    inner = [quoted for sentence in sentences for quoted in _QUOTED.findall(sentence["text"])]
    held = [any(fold(quoted) in fold(facts["text"]) for facts in articles.values()) for quoted in inner]
    numbers_held = names_held = supported = needed = copied = 0
    told = total_words = 0
    for sentence in sentences:
        quotes = [c["quote"] for c, ok in _with_exactness(sentence, articles) if ok]
        together = " ".join(quotes)
        known = together + " " + " ".join(_about(c, articles) for c in sentence["citations"])
        numbers_held += numbers(sentence["text"]) <= numbers(known)
        names_held += all(name in known for name in _NAME.findall(sentence["text"])[1:])
        if entails(together, sentence["text"]):
            supported += 1
            needed += sum(_pulls_weight(quotes, at, sentence["text"]) for at in range(len(quotes)))
        words = normalise(sentence["text"]).split()
        total_words += len(words)
        copied += len(words) if normalise(sentence["text"]) in normalise(together) else 0
        told += _opinion_as_fact(sentence, articles)
    rows: dict[str, float | None] = {
        "quotation_exactness": (sum(exact) + sum(held)) / (len(exact) + len(held)) if exact or held else None,
        "citation_validity": sum(exact) / len(exact) if exact else 0.0,
        "citation_coverage": sum(bool(s["citations"]) for s in sentences) / len(sentences),
        "citation_recall.lexical": supported / len(sentences),
        "citation_precision.lexical": needed / len(citations) if citations else 0.0,
        "number_fidelity": numbers_held / len(sentences),
        "name_fidelity": names_held / len(sentences),
        "copied_share": copied / total_words if total_words else None,
        "opinion_as_fact": told / len(sentences),
    }
    cited = {citation["article_id"] for citation in citations}
    if question.gold_doc_ids:
        gold = set(question.gold_doc_ids)
        rows["gold_article_precision"] = len(cited & gold) / len(cited) if cited else 0.0
        rows["gold_article_recall"] = len(cited & gold) / len(gold)
    if question.gold_evidence:
        quotes_text = " ".join(citation["quote"] for citation in citations)
        covered = [word_share(evidence, quotes_text) >= EVIDENCE_SHARE for evidence in question.gold_evidence]
        rows["gold_evidence_coverage"] = sum(covered) / len(covered)
    return rows


def _exact(citation: Mapping[str, Any], articles: Mapping[str, Any]) -> bool:
    """True if the quotation stands in its article at the offsets it names."""
    facts = articles.get(citation["article_id"])
    return facts is not None and facts["text"][citation["start"] : citation["end"]] == citation["quote"] != ""


def _with_exactness(sentence: Mapping[str, Any], articles: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], bool]]:
    """A sentence's citations, each with whether it is exact."""
    return [(citation, _exact(citation, articles)) for citation in sentence["citations"]]


def entails(premise: str, claim: str) -> bool:
    """The `lexical` entailment: every number and at least `SUPPORT` of the content terms of the claim are in the premise."""
    if not premise or not numbers(claim) <= numbers(premise):
        return False
    wanted = set(content_terms(claim))
    return not wanted or len(wanted & set(content_terms(premise))) / len(wanted) >= SUPPORT


def _pulls_weight(quotes: Sequence[str], at: int, claim: str) -> bool:
    """ALCE's precision (Gao et al. 2023): a citation counts unless it supports nothing itself and is not needed."""
    rest = " ".join(quote for other, quote in enumerate(quotes) if other != at)
    return entails(quotes[at], claim) or not entails(rest, claim)


def _about(citation: Mapping[str, Any], articles: Mapping[str, Any]) -> str:
    facts = articles.get(citation["article_id"], {})
    return f"{facts.get('title', '')} {facts.get('byline', '')}"


def _opinion_as_fact(sentence: Mapping[str, Any], articles: Mapping[str, Any]) -> bool:
    """A sentence from an original's opinion, speech or debate that names nobody as its speaker."""
    cited = [articles.get(c["article_id"], {}) for c in sentence["citations"]]
    from_opinion = any(f.get("kind") in OPINIONATED and f.get("form") == "original" for f in cited)
    return bool(from_opinion and not sentence.get("speaker"))
