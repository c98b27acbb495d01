"""Everything the program says in its own words: one wording a status, one a notice. Nothing else speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core.types import AnswerStatus, Notice, NoticeCode, Reason

Fallback = Literal["declined", "empty", "endless", "looping", "language", "unsupported", "timeout", "failed"]

STATUS: dict[AnswerStatus, str] = {
    AnswerStatus.ANSWERED: (
        "Answered from stored passages. Each quotation was checked to stand word for word in its article, "
        "and each sentence against its quotation."
    ),
    AnswerStatus.ANSWERED_PARTLY: "Answered in part: see the note on what the sources do not cover.",
    AnswerStatus.UNANSWERABLE_NO_EVIDENCE: (
        "The articles in this collection do not answer this. The nearest ones are: {nearest}."
    ),
    AnswerStatus.UNANSWERABLE_UNVERIFIED: (
        "Passages were found, but no sentence passed its checks, so none is shown. The nearest articles are: {nearest}."
    ),
    AnswerStatus.REFUSED_OFF_TOPIC: "This is outside what this collection covers. It holds {coverage}.",
    AnswerStatus.REFUSED_PERSONAL_ADVICE: (
        "This assistant cannot advise on anyone's own health. In the UK, ask a pharmacist or GP, call NHS 111, "
        "or 999 in an emergency. This collection holds {coverage}."
    ),
    AnswerStatus.REFUSED_INPUT: "{reason}",
    AnswerStatus.ERROR_MODEL: "The model could not answer: {reason}",
    AnswerStatus.ERROR_INDEX: "{reason}",
    AnswerStatus.ERROR_INTERNAL: (
        "Something went wrong in the program, not in your question. Nothing is lost; ask again, and if it happens "
        "again report it with this line: {reason}"
    ),
}

NOTICES: dict[NoticeCode, str] = {
    "not_covered": "The passages found say nothing about {what}.",
    "nothing_close": "The passages found may not answer this. The nearest ones:",
    "term_not_explained": "No passage found says in so many words what is meant by “{term}”; this is what they tell of it.",
    "term_not_used": "No passage found uses the words “{term}”. The nearest ones:",
    "people_not_named": "No sentence shown names {people}.",
    "premise_not_in_sources": "The sources do not say what the question takes for granted. They say this instead.",
    "fallback_extractive": "{why}; {what} extracted from the sources.",
    "sentences_withheld": "{count} withheld: not supported by the passages.",
    "filter_dropped": "Nothing that answers this matches the restriction “{what}”, so it was left out.",
    "one_side_missing": "On “{about}” the articles cited name voices {heard}, but none {missing}.",
    "sources_differ": "The sources differ: passages {first} and {second} do not say the same ({who}).",
    "later_figure": "Passage {second} gives a later figure than passage {first}.",
    "part_answered": "Too little was found on the question as a whole. This is on a part of it: “{what}”.",
    "part_not_found": "Nothing found comes close to this part of the question: {what}.",
    "follow_up_read_as": "Read as a follow-up to “{what}”.",
}

FALLBACKS: dict[Fallback, str] = {
    "declined": "The model declined, although passages were found",
    "empty": "The model gave no answer",
    "endless": "The model did not come to an end",
    "looping": "The model repeated itself and was stopped",
    "language": "The model did not answer in English",
    "unsupported": "The model gave no sentence that passed the checks",
    "timeout": "The model did not finish in time",
    "failed": "The model could not answer ({reason})",
}
"""Why the extractive answer stands in for a model's."""

REASONS: dict[Reason, str] = {
    "quotation": "no stored passage stands behind it",
    "numbers": "a number, unit or date is not in the quotation, or belongs to something else there",
    "names": "a name is not in the quotation or its source",
    "polarity": "it says the opposite of the quotation",
    "strength": "it is more certain or more general than the quotation",
    "roles": "who does what to whom differs from the quotation",
    "speaker": "it is put into the mouth of somebody who did not say it",
    "stance": "the side taken differs from the quotation",
    "quotation_marks": "words in quotation marks are not exactly those of the source",
    "wording": "a word of the quotation was exchanged for another",
    "coverage": "too little of it stands in the quotation",
    "verifier": "the verifier model does not find it in the quotation",
}
"""Why a sentence was withheld, in words that complete “withheld because …”."""


def listed(items: Sequence[str]) -> str:
    """`A, B or C`."""
    return " or ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def status_text(status: AnswerStatus, **values: str) -> str:
    """The wording of a status."""
    return STATUS[status].format(**values)


def notice(code: NoticeCode, **values: str) -> Notice:
    """A notice in its one wording."""
    return Notice(code, NOTICES[code].format(**values))


def fallback_notice(why: Fallback, reason: str, *, partly: bool) -> Notice:
    """The notice that an answer is extracted, whole or from where the model stopped; `reason` is what failed, if it is known."""
    words = FALLBACKS[why].format(reason=reason.rstrip("."))
    return notice("fallback_extractive", why=words, what="the rest of this answer is" if partly else "this answer is")
