"""What an answer quotes: exactness, ALCE's recall and precision, fidelity of each sentence to its quotations, gold. Pure.

Entailment by default is `lexical`: a quotation supports a sentence if it holds all of its numbers and at least nine tenths of
its content terms. Formulas and sources: docs/metrics.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from core.terms import QUESTION_WORDS, content_terms
from core.text import fold
from evaluation.dataset import Question
from evaluation.polarity import same_polarity
from evaluation.strings import normalise, numbers, word_share
from evaluation.voices import (
    QUOTED,
    Record,
    folded,
    is_opinion_as_fact,
    originals,
    speaker_is_right,
    speakers_at,
    stands_in_marks,
)

SUPPORT = 0.9  # share of a sentence's content terms that its quotations must hold
LOOK_BACK = 4  # characters before a word that tell whether it begins a sentence
EVIDENCE_SHARE = 0.9  # of an evidence string's words that the quotations must hold

_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]*\w")
_WORD = re.compile(r"\w[\w’'-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
_BEGINNING = re.compile(r"(?:^|[.?!:]\s+|\n\s*|[\"“(])$")


def citation_metrics(
    question: Question,
    answer: Record,
    articles: Mapping[str, Record],
    common: frozenset[str],
    entailments: Entailments | None = None,
) -> dict[str, float | None]:
    """All metrics of an answer's citations; none without a sentence. `common`: words that are no names (`common_words`);
    `entailments`: what judges support, `lexical` alone by default."""
    sentences: Sequence[Record] = answer["sentences"]
    if not sentences:
        return {}
    citations = [citation for sentence in sentences for citation in sentence["citations"]]
    exact = [is_exact(citation, articles) for citation in citations]
    marked = [is_quotable(words, articles) for sentence in sentences for words in QUOTED.findall(sentence["text"])]
    speakers = [right for sentence in sentences if (right := speaker_is_right(sentence, articles)) is not None]
    fidelity: Counter[str] = Counter()
    for sentence in sentences:
        fidelity.update({name: 1 for name, holds in fidelities(sentence, articles, common).items() if holds})
    count = len(sentences)
    return {
        "quotation_exactness": (sum(exact) + sum(marked)) / (len(exact) + len(marked)) if exact or marked else None,
        "citation_validity": sum(exact) / len(exact) if exact else 0.0,
        "citation_coverage": sum(bool(sentence["citations"]) for sentence in sentences) / count,
        **_alce(sentences, articles, entailments or LEXICAL),
        "number_fidelity": fidelity["number"] / count,
        "name_fidelity": fidelity["name"] / count,
        "polarity_fidelity": fidelity["polarity"] / count,
        "speaker_fidelity": sum(speakers) / len(speakers) if speakers else None,
        "copied_share": copied_share(sentences),
        "opinion_as_fact": sum(is_opinion_as_fact(sentence, articles) for sentence in sentences) / count,
        **_against_gold(question, citations),
    }


def fidelities(sentence: Record, articles: Mapping[str, Record], common: frozenset[str]) -> dict[str, bool]:
    """Whether a sentence's numbers and names are in its exact quotations or in what metadata tell of them, and whether it keeps
    the quotations' direction."""
    text = sentence["text"]
    quotes = [citation["quote"] for citation in sentence["citations"] if is_exact(citation, articles)]
    known = " ".join([*quotes, *(_about(citation, articles) for citation in sentence["citations"])])
    return {
        "number": numbers(text) <= numbers(known),
        "name": names_in(text, common) <= _words_of(known),
        "polarity": same_polarity(text, quotes),
    }


def _against_gold(question: Question, citations: Sequence[Record]) -> dict[str, float | None]:
    """Articles cited among the gold ones, and evidence strings that the quotations hold."""
    rows: dict[str, float | None] = {}
    cited, gold = {citation["article_id"] for citation in citations}, set(question.gold_doc_ids)
    if gold:
        rows["gold_article_precision"] = len(cited & gold) / len(cited) if cited else 0.0
        rows["gold_article_recall"] = len(cited & gold) / len(gold)
    if question.gold_evidence:
        quoted = " ".join(dict.fromkeys(citation["quote"] for citation in citations))
        covered = [word_share(evidence, quoted) >= EVIDENCE_SHARE for evidence in question.gold_evidence]
        rows["gold_evidence_coverage"] = sum(covered) / len(covered)
    return rows


def is_exact(citation: Record, articles: Mapping[str, Record]) -> bool:
    """True if the quotation stands in its article at the offsets it names; false for offsets outside the article."""
    facts = articles.get(citation["article_id"])
    if facts is None or not 0 <= citation["start"] < citation["end"] <= len(facts["text"]):
        return False
    return bool(facts["text"][citation["start"] : citation["end"]] == citation["quote"])


def is_quotable(words: str, articles: Mapping[str, Record]) -> bool:
    """True if words shown in double quotation marks are somebody's own: a stretch of an original or, in a digest or
    briefing, of what stands in quotation marks there. White space and the style of the marks make no difference."""
    wanted = fold(words)
    return any(
        wanted in folded(facts["text"]) if facts["form"] == "original" else stands_in_marks(wanted, facts["text"])
        for facts in articles.values()
    )


def entails(premise: str, claim: str) -> bool:
    """The `lexical` entailment: the premise has every number of the claim and at least `SUPPORT` of its other content terms."""
    if not premise or not numbers(claim) <= numbers(premise):
        return False
    wanted = {term for term in content_terms(claim) if not term[0].isdigit()}
    return not wanted or len(wanted & set(content_terms(premise))) / len(wanted) >= SUPPORT


Entails = Callable[[str, str], bool]
"""Premise, claim → does the one support the other."""
Entailments = Mapping[str, Entails]
"""By the name that the metrics carry."""
LEXICAL: Entailments = {"lexical": entails}


def _alce(sentences: Sequence[Record], articles: Mapping[str, Record], entailments: Entailments) -> dict[str, float | None]:
    """ALCE's recall and precision of the exact quotations, by each entailment."""
    quoted = [[c["quote"] for c in sentence["citations"] if is_exact(c, articles)] for sentence in sentences]
    total = sum(len(sentence["citations"]) for sentence in sentences)
    rows: dict[str, float | None] = {}
    for name, supports in entailments.items():
        supported = needed = 0
        for sentence, quotes in zip(sentences, quoted, strict=True):
            if supports(" ".join(quotes), sentence["text"]):
                supported += 1
                needed += sum(pulls_weight(quotes, at, sentence["text"], supports) for at in range(len(quotes)))
        rows[f"citation_recall.{name}"] = supported / len(sentences)
        rows[f"citation_precision.{name}"] = needed / total if total else 0.0
    return rows


def pulls_weight(quotes: Sequence[str], at: int, claim: str, supports: Entails = entails) -> bool:
    """ALCE's precision (Gao et al. 2023): a citation counts unless it supports nothing itself and is not needed."""
    rest = " ".join(quote for other, quote in enumerate(quotes) if other != at)
    return supports(quotes[at], claim) or not supports(rest, claim)


def copied_share(sentences: Sequence[Record]) -> float | None:
    """Share of the answer's words in sentences that stand word for word in their quotations; `None` without words."""
    copied = total = 0
    for sentence in sentences:
        text = normalise(sentence["text"])
        size = len(text.split())
        total += size
        quoted = " ".join(normalise(citation["quote"]) for citation in sentence["citations"])
        copied += size if f" {text} " in f" {quoted} " else 0
    return copied / total if total else None


def names_in(text: str, common: frozenset[str]) -> set[str]:
    """Capitalised words in lower case; at the beginning of a sentence or quotation only those that are not `common`."""
    found = set()
    for match in _CAPITALISED.finditer(text):
        parts = {_POSSESSIVE.sub("", part).lower() for part in match.group().split("-") if part[:1].isupper()}
        begins = _BEGINNING.search(text[max(0, match.start() - LOOK_BACK) : match.start()])
        found |= parts - common - QUESTION_WORDS if begins else parts
    return found


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that the texts write in lower case at least as often as capitalised inside a sentence: no names."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for match in _WORD.finditer(text):
            word = _POSSESSIVE.sub("", match.group())
            if word[:1].islower():
                small[word] += 1
            elif not _BEGINNING.search(text[max(0, match.start() - LOOK_BACK) : match.start()]):
                capital[word.lower()] += 1
    return frozenset(word for word, count in small.items() if count >= capital[word])


def _words_of(text: str) -> set[str]:
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(text.lower())]
    return {part for word in words for part in (word, *re.split(r"[-’']", word))}


def _about(citation: Record, articles: Mapping[str, Record]) -> str:
    """What metadata tell of a quotation's origin: a sentence may name it."""
    facts = articles.get(citation["article_id"], {})
    voices = " ".join(speakers_at(citation["start"], facts))
    return f"{facts.get('title', '')} {facts.get('byline', '')} {voices} {originals(citation, articles)}"
