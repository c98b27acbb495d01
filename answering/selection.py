"""Choosing the fewest sentences that cover the question: relevance against repetition, voices and sides spread. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from answering.conflicts import difference
from answering.discourse import ANNOUNCED, dangles, with_antecedent
from answering.evidence import Candidate
from answering.relevance import tells_what_was_said
from answering.sufficiency import context, missing_names
from core.names import names_in
from core.terms import content_terms
from core.types import Stance

REPEATS = 0.86  # cosine above which two sentences say the same
REPEATS_ONE_VOICE = 0.82  # the same, where both go back to one original (its digest and a briefing on it, say)
SHARED_TERMS = 0.66  # share of a sentence's terms in another that means that the other says it too
SHARED_IN_CONFLICT = 0.5  # the least share for two sentences to be compared at all
PER_VOICE = 4  # sentences by relevance from one voice
A_WORD = 0.03  # what a word of the proposition adds to the relevance of a sentence that tells of a holder
LONGEST_ANNOUNCEMENT = 14  # words; a longer one tells something besides
TOO_LONG = 70  # words; longer sentences are lists or tables that lost their shape

_ITEM = re.compile(r"^(the |\w+[’']s )?(first|second|third|fourth|fifth|sixth|last|another|other)\b", re.I)
_BARE = re.compile(
    r"^(the |an?)?(first|second|third|fourth|fifth|sixth|last|other)( (gap|thing|one))?(,| (is|was|are|were|concern(s|ed))\b)",
    re.I,
)  # of what, only its list says
_TOLD = re.compile(r"\b(?:cover(?:s|ed)?|include[sd]?|concern(?:s|ed)?|were|are|was|is)\b[^,]*,.*\band\b", re.I)
_SIDES = re.compile(r"\b(?:both|different|either|two) sides\b", re.I)
_PARTS = re.compile(r"\b(two|three|four|five|several) (main |kinds of )?(gaps|claims|questions|announcements|things)\b", re.I)
_ANNOUNCES = re.compile(
    r"\bset out (what|how|why|which|whether|the case|the (record|facts|evidence|figures) (on|of))\b"
    r"|\b(gave|added) (the |an? )?(amount|number|figures?)\b|\blooked back\b"
    r"|\b(set out|described|given|listed|told|counted|quoted|summarised) here\b"
    r"|\bsummaris\w+ the (inquiry|report|review|study|evidence|debate)\b"
    r"|\basked (in|on) [^,]*\b(why|whether|how)\b"
    r"|\b(comment|report|summaris)\w+ (in|on) [\w ]*\d{4} (on|what|an analysis|the \w+ (recommendations|findings|points))\b"
    r"|\bdescribe[sd]? what\b|\b(is|are) covered here\b|\balso asked in \d{4} about\b"
    r"|\bpublished an? (evaluation|briefing|review|survey|paper|summary)\b"
    r"|\b(carried|published|wrote)( in \d{4})? (an? )?([A-Z]\w+ )?(article|editorial|study|guidance)\b",
    re.I,
)


def is_fragment_of_list(text: str) -> bool:
    """True for a sentence that only makes sense with its list: an announcement without the items, or a numbered item."""
    if _ITEM.match(text):
        return True
    announced = ANNOUNCED.search(text) or _PARTS.search(text)
    return announced is not None and ":" not in text and not _TOLD.search(text[announced.end() :])


def says_nothing(text: str) -> bool:
    """True for what is not shown alone: an item known by its number only, an announcement that tells nothing besides."""
    short = len(text.split()) <= LONGEST_ANNOUNCEMENT
    return bool(_ANNOUNCES.search(text) or _BARE.match(text)) or (short and is_fragment_of_list(text) and not _ITEM.match(text))


def announces(text: str) -> bool:
    """True for a sentence that only tells that something is told elsewhere: of no use without it."""
    return bool(_ANNOUNCES.search(text)) or is_fragment_of_list(text)


def readable(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that are no list or table that lost its shape."""
    return [candidate for candidate in candidates if len(candidate.text.split()) <= TOO_LONG]


def told(candidate: Candidate) -> str:
    """A sentence with what stands above and behind it."""
    return context(candidate.article, candidate.chunk, candidate.text, candidate.source_keys)


def around(candidate: Candidate) -> str:
    """The paragraph that a sentence stands in."""
    text = candidate.article.text
    end = text.find("\n\n", candidate.end)
    return text[text.rfind("\n\n", 0, candidate.start) + 1 : end if end >= 0 else None]


def value(candidate: Candidate) -> float:
    """Relevance, with what makes a sentence fit to be shown alone."""
    return candidate.relevance - _burden(candidate.text)


@lru_cache(maxsize=10_000)
def _burden(text: str) -> float:
    """What a sentence loses for not standing well alone, whatever is asked."""
    length = len(text.split())
    return (
        (0.04 if dangles(text) else 0.0)
        + (0.15 if length < 6 else 0.0)
        + (1.0 if length > TOO_LONG else 0.0)
        + (1.0 if text.endswith("?") else 0.0)
        + (0.12 if announces(text) else 0.0)
    )


def repeats(candidate: Candidate, chosen: Iterable[Candidate]) -> bool:
    """True if a chosen sentence already says this: it holds most of its words. What says more than that is no repetition.

    A near-copy from another article with another figure, direction or name says something else: that is the conflict to show,
    or another thing.
    Within one article only shared words count: vectors of neighbours are alike by their common context.
    """
    for other in chosen:
        if other is candidate:
            return True
        if other.article is not candidate.article and (contradicts(candidate, other) or is_apart(candidate, other)):
            continue
        shorter = min(len(candidate.terms), len(other.terms))
        if shorter >= 4 and len(candidate.terms & other.terms) / len(candidate.terms) > SHARED_TERMS:
            return True
        if other.article is not candidate.article:
            one_voice = set(candidate.voice) & set(other.voice)
            if float(candidate.vector @ other.vector) > (REPEATS_ONE_VOICE if one_voice else REPEATS):
                return True
    return False


def contradicts(one: Candidate, other: Candidate) -> bool:
    """True if two sentences that go back to different originals tell one thing differently."""
    shorter = min(len(one.terms), len(other.terms))
    if not shorter or len(one.terms & other.terms) < SHARED_IN_CONFLICT * shorter or set(one.voice) & set(other.voice):
        return False
    return difference(one.text, other.text) in ("figure", "direction", "name", "word")


def is_apart(one: Candidate, other: Candidate) -> bool:
    """True if two sentences with a figure each tell of two things in like words."""
    return bool(one.terms & other.terms) and difference(one.text, other.text) == "apart"


def with_conflicts(chosen: Sequence[Candidate], candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """Chosen sentences, each followed by one of another original that tells the same thing differently: a chosen one comes
    forward for it, of others at most `most` are added."""
    found: list[Candidate] = []
    for candidate in chosen:
        if candidate in found:
            continue
        found.append(candidate)
        others = [c for c in candidates if c not in found and contradicts(c, candidate)]
        shown = [c for c in others if c in chosen]
        if shown or (others and most > 0):
            found.append(max(shown or others, key=lambda c: (c.relevance, -c.start)))
            most -= not shown
    return found


def undecided(candidates: Sequence[Candidate], chosen: Sequence[Candidate], least: float, most: int) -> list[Candidate]:
    """Sentences valued `least` or more that another original contradicts, one of each pair, at most `most`: a conflict on what
    is asked is told even where neither side of it was chosen."""
    near = [c for c in sorted(candidates, key=lambda c: (-value(c), c.start)) if value(c) >= least]
    found: list[Candidate] = []
    for at, candidate in enumerate(near):
        others = [c for c in near[at + 1 :] if c.article is not candidate.article and contradicts(candidate, c)]
        if others and not any(c in chosen for c in (candidate, *others)) and not repeats(candidate, found):
            found.append(candidate)
    return found[:most]


def spread(candidates: Sequence[Candidate], chosen: Sequence[Candidate], most: int, least: float) -> list[Candidate]:
    """The best candidates that add something, at most `most`, none valued below `least`, few from any one voice.

    What says nothing is left out where there is anything else. A sentence that points back is taken with the one before it.
    """
    taken = list(chosen)
    added: list[Candidate] = []
    voices: Counter[str] = Counter(voice for candidate in chosen for voice in candidate.voice)
    for candidate in sorted(candidates, key=lambda c: (-value(c), c.article.article_id, c.start)):
        if len(added) >= most or value(candidate) < least:
            break
        if taken and says_nothing(candidate.text):
            continue
        if any(voices[voice] >= PER_VOICE for voice in candidate.voice) or repeats(candidate, taken):
            continue
        whole = [c for c in with_antecedent(candidate, candidates) if c not in taken]
        if len(added) + len(whole) > most or (taken and whole == [candidate] and lacks_antecedent(candidate, taken)):
            continue
        added += whole
        taken += whole
        voices.update(voice for c in whole for voice in c.voice)
    return added


def lacks_antecedent(candidate: Candidate, taken: Sequence[Candidate]) -> bool:
    """True if a sentence points back and nothing that was taken stands before it in its paragraph."""
    return dangles(candidate.text) and not any(
        c.article is candidate.article and c.paragraph == candidate.paragraph and c.start < candidate.start for c in taken
    )


def disputed(about: Mapping[str, float], candidates: Sequence[Candidate]) -> str | None:
    """The proposition asked about that has voices on two sides among the candidates; of several the likeliest.

    `about` holds the propositions that the question asks about, with how likely each is.
    """
    heard: dict[str, set[Stance]] = {}
    for candidate in candidates:
        for proposition, stance in candidate.stances:
            heard.setdefault(proposition, set()).add(stance)
    two = [proposition for proposition, sides in heard.items() if proposition in about and len(sides) > 1]
    return max(two, key=lambda proposition: (about[proposition], proposition), default=None)


def side_of(candidate: Candidate, proposition: str) -> Stance | None:
    """The side a sentence's holder takes, if only one is on record for it and the sentence does not speak of more."""
    if _SIDES.search(candidate.text):
        return None
    sides = {stance for about, stance in candidate.stances if about == proposition}
    return sides.pop() if len(sides) == 1 else None


def names_told(question: str, candidates: Sequence[Candidate], chosen: Sequence[Candidate], least: float) -> list[Candidate]:
    """For each name in the question that no chosen sentence holds, the best sentence with it."""
    added: list[Candidate] = []
    for name in names_in(question):
        last = name.split()[-1]
        if last[0].isdigit() or any(last in c.text for c in [*chosen, *added]):
            continue
        own = [c for c in candidates if last in c.text and value(c) >= least]
        if own:
            added.append(max(own, key=lambda c: (value(c), -c.start)))
    return added


def about_the_named(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that, with what stands behind them, hold most of the names in the question; all if none holds any.

    A figure of another hospital, body or year beside the one asked for is not a second answer.
    """
    missing = [len(missing_names(question, told(c))) for c in candidates]
    least = min(missing, default=0)
    return [candidate for candidate, without in zip(candidates, missing, strict=True) if without == least]


def voices_on_record(proposition: str, candidates: Sequence[Candidate], least: float) -> list[Candidate]:
    """For each holder with a stance on a proposition the sentence that tells of it best, the most relevant holders first.

    A sentence tells of a holder whom it names, if it rests on the source of his position.
    """
    wanted = set(content_terms(proposition))
    best: dict[str, Candidate] = {}
    holders = {p.holder for c in candidates for p in c.article.positions if p.proposition == proposition}
    for holder in sorted(holders):
        name = holder.split()[-1]
        own = [c for c in candidates if side_of(c, proposition) and name in c.text and c.relevance >= least]
        own = [c for c in own if not says_nothing(c.text)] or own
        if own:
            best[holder] = max(
                own,
                key=lambda c: (
                    not (_ANNOUNCES.search(c.text) or dangles(c.text)),
                    tells_what_was_said(c.text),
                    c.relevance + A_WORD * len(wanted & c.terms),
                    -c.start,
                ),
            )
    return sorted(dict.fromkeys(best.values()), key=lambda c: (-c.relevance, c.start))


def sides_completed(
    proposition: str, candidates: Sequence[Candidate], chosen: Sequence[Candidate], least: float, each: int
) -> list[Candidate]:
    """Further sentences, one a holder on record, until each side of a proposition has `each` voices, as far as there are any."""
    added: list[Candidate] = []
    voices = voices_on_record(proposition, candidates, least)
    for side in ("for", "against", "mixed"):
        missing = each - sum(side_of(candidate, proposition) == side for candidate in chosen)
        for candidate in [c for c in voices if side_of(c, proposition) == side][: max(0, missing)]:
            if not repeats(candidate, [*chosen, *added]):
                added.append(candidate)
    return added
