"""The checks a sentence must pass before anybody sees it. Fails closed: what cannot be checked is withheld. Pure.

For extracted sentences the check is exact: the sentence is its quotation, and the quotation stands in the stored article
at the offsets it names. A sentence that a model wrote must agree with its quotations in every check of `checks/`;
`reasons` of a withheld sentence name those that it failed. What that cannot catch: docs/verification.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from answering.checks.agents import agents_hold
from answering.checks.alternatives import alternatives_hold
from answering.checks.binding import bindings_hold
from answering.checks.conditions import conditions_hold
from answering.checks.degrees import degrees_hold
from answering.checks.dropped import dropped_nothing
from answering.checks.frames import frames_hold
from answering.checks.garble import garbled
from answering.checks.ground import ArticleById, Ground, ground_of, stored_article
from answering.checks.joins import joins_hold
from answering.checks.leads import leads_hold
from answering.checks.links import differences_hold, links_hold, times_in_order
from answering.checks.marks import marks_hold
from answering.checks.names import names_hold
from answering.checks.numbers import numbers_hold
from answering.checks.order import order_holds
from answering.checks.owners import owners_hold
from answering.checks.parts import parts_hold
from answering.checks.polarity import polarity_holds
from answering.checks.readings import readings
from answering.checks.replaced import exchanged_nothing, replaced_nothing
from answering.checks.roles import roles_hold
from answering.checks.speakers import speaker_holds
from answering.checks.stance import stance_holds
from answering.checks.strength import strength_holds
from answering.checks.subjects import subjects_hold
from answering.checks.times import times_hold
from answering.checks.wording import changed
from answering.entailment import LEAST, Entailment
from answering.support import coverage, load_support, signals
from core.types import Article, Reason, Sentence
from retrieval.context_vectors import ContextVectors

_NUMBERS = (numbers_hold, bindings_hold, owners_hold, times_hold, leads_hold)
_STRENGTH = (
    strength_holds,
    alternatives_hold,
    conditions_hold,
    degrees_hold,
    parts_hold,
    dropped_nothing,
    links_hold,
    times_in_order,
    frames_hold,
)
_IN_ANY_ORDER = frozenset[Reason]({"quotation", "speaker", "stance", "quotation_marks", "coverage", "verifier"})
"""Reasons that no other order of the same words removes."""
COVERAGE = 0.9  # share of a sentence's content terms that must be held where there are no word vectors to score it by


class Checker:
    """Gives every sentence its verdict, whatever its origin. Safe for several threads.

    Without `words` the share of its terms that are held is all that is known of a sentence, and is its `support`.
    """

    def __init__(self, article: ArticleById, entailment: Entailment | None = None, words: ContextVectors | None = None) -> None:
        self.article = article
        self.entailment = entailment
        self.words = words

    def check(self, sentence: Sentence) -> Sentence:
        """The sentence with verdict, support (0 to 1) and, if it is withheld, the reasons."""
        if sentence.origin == "extracted":
            return verified(sentence, self.article)
        ground = ground_of(sentence, self.article)
        if ground is None:
            return replace(sentence, verdict="withheld", support=0.0, reasons=("quotation",))
        if self.words is None:
            support = coverage(sentence.text, ground)
            enough = support >= COVERAGE
        else:
            found, model = signals(sentence.text, ground, self.words), load_support()
            support, enough = model.score(found), model.passes(found)
        reasons = self._reasons(sentence, ground, enough)
        if not (replaced_nothing(sentence.text, ground.quotes) and exchanged_nothing(sentence.text, ground.quotes)):
            reasons = reasons or ("wording",)  # in no other order of the words either
        elif reasons and not set(reasons) & _IN_ANY_ORDER and not garbled(sentence.text, ground):
            others = readings(sentence.text, ground.quotes)[1:]
            orders = (self._reasons(replace(sentence, text=text), ground, enough) for text in others)
            reasons = next((found for found in orders if not found), reasons)
        return replace(sentence, verdict="withheld" if reasons else "supported", support=support, reasons=reasons)

    def _reasons(self, sentence: Sentence, ground: Ground, enough: bool) -> tuple[Reason, ...]:
        text = sentence.text
        quotes = [(c.quote, self.article(c.article_id)) for c in sentence.citations]
        failed: dict[Reason, bool] = {
            "numbers": not (all(holds(text, ground) for holds in _NUMBERS) and differences_hold(text, ground.quotes)),
            "names": not names_hold(text, ground),
            "polarity": not polarity_holds(text, ground.quotes),
            "strength": not all(holds(text, ground.quotes) for holds in _STRENGTH),
            "roles": not (
                roles_hold(text, ground.quotes)
                and agents_hold(text, ground)
                and order_holds(text, ground.quotes)
                and subjects_hold(text, ground.quotes)
            ),
            "speaker": not (speaker_holds(text, ground) and _may_be_named(sentence, [a for _, a in quotes], ground)),
            "stance": not stance_holds(text, ground),
            "quotation_marks": not marks_hold(text, quotes),
            "coverage": not (enough and joins_hold(text, ground)),
        }
        found = {reason for reason, fails in failed.items() if fails} | changed(text, ground)
        if not found and self.entailment and self.entailment.probability(ground.text, text) < LEAST:
            found.add("verifier")
        return tuple(reason for reason in get_args(Reason) if reason in found)


def verified(sentence: Sentence, article: ArticleById) -> Sentence:
    """An extracted sentence with its verdict: `verbatim` if every check held, else `withheld`."""
    if sentence.citations and all(_stands(sentence, index, article) for index in range(len(sentence.citations))):
        text = sentence.text
        if any(text == citation.quote for citation in sentence.citations):
            return replace(sentence, verdict="verbatim", support=1.0, reasons=())
    return replace(sentence, verdict="withheld", support=0.0, reasons=("quotation",))


def _may_be_named(sentence: Sentence, articles: Sequence[Article], ground: Ground) -> bool:
    """True if the speaker shown with a sentence, where there is one, is a voice of originals."""
    named = sentence.speaker
    return named is None or (all(a.form == "original" for a in articles) and any(voice in named for voice in ground.voices))


def _stands(sentence: Sentence, index: int, article: ArticleById) -> bool:
    """True if a citation's quotation is in its article where it says, and nobody is named as speaking our words."""
    stored = stored_article(sentence.citations[index], article)
    return stored is not None and (sentence.speaker is None or stored.form == "original")
