"""A word before a statement that makes another of it may not be dropped. Pure.

"The board agreed to close wards" does not follow from "agreed to consider closing wards", nor "ministers called for a register"
from "ministers rejected calls for a register", nor "managers hid it" from "MPs heard that managers hid it", nor "doctors and
managers were struck off" from "unlike doctors, managers were struck off", nor "spent as much" from "spent twice as much",
nor "the Bill announced that" from "the Bill announced in May would".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon
from answering.checks.words import STOPS, Word, words_of
from core.terms import stem

LEAST_SHARED = 2  # words of weight of what was heard or refused that a sentence has
MOSTLY = 0.8  # share of the words shared with a quotation that stand behind "heard that"
_ALONE = re.compile(r"\b(?:by|in|on) (?:itself|themselves|himself|herself|its own|their own)\b|\balone\b", re.I)
_NARROWING_TEXT = """
senior junior draft planned proposed alleged interim acting average median non-executive underlying estimated
maximum minimum potential possible unpaid part-time full-time initial provisional partial temporary so-called annual monthly
"""
_NARROWING = frozenset(_NARROWING_TEXT.split())
_NEEDING = frozenset({"need", "needs", "needed", "require", "requires", "required", "lack", "lacks", "lacked"})
_NEEDED = frozenset({"should", "must", "want", "wants", "wanted", "call", "called", "without", "necessary", "no", "not"})
_APIECE = frozenset({"per", "each", "every", "apiece", "average"})
_PERIODS = frozenset({"year", "month", "week", "day", "annum"})
_AT = frozenset({"in", "of", "at", "by", "for", "with", "to", "from", "on"})
_THEM = frozenset({"them", "it", "these", "those", "there"})
_TIMES = frozenset({"twice", "double", "triple", "treble", "thrice"})
_HALVES = frozenset({"half", "times", *_TIMES})
_SET_APART_TEXT = """
unlike like but while whereas than contrast other others except compared
"""
_SET_APART = frozenset(_SET_APART_TEXT.split())
_BE = frozenset({"is", "was", "were", "been", "being", "are"})
_ACCUSED = frozenset({"reported", "rumoured", "alleged", "said", "told"})
_MADE_KNOWN = frozenset({"announced", "proposed", "published", "reported", "recommended", "described", "promised"})
_BEFORE_WHEN = frozenset({"in", "on", "by", "at", "under"})
_FINITE = frozenset({"would", "will", "is", "was", "are", "were", "has", "had", "may", "could", "should"})
_HEARING = frozenset({"heard", "hear", "hears", "hearing", "told", "evidence", "alleged", "allegedly", "reportedly", "rumoured"})
_WEIGHING_TEXT = """
consider considers considered considering explore explores explored exploring examine examines examined examining discuss
discusses discussed discussing debate debates debated debating contemplate contemplates contemplated contemplating consult
consults consulted consulting propose proposes proposed proposing suggest suggests suggested suggesting
"""
_WEIGHING = frozenset(_WEIGHING_TEXT.split())
_WEIGHING_STEMS = frozenset(map(stem, _WEIGHING))
_LOOK = frozenset({"look", "looks", "looked", "looking"})
_AFTER_WEIGHING_TEXT = """
on at about into again whether plan plans proposal proposals option options of to the a its their
"""
_AFTER_WEIGHING = frozenset(_AFTER_WEIGHING_TEXT.split())
_NOT_DEEDS_TEXT = """
training funding spending nursing staffing meeting hearing warning learning planning nothing anything
"""
_NOT_DEEDS = frozenset(_NOT_DEEDS_TEXT.split())
_REFUSING_TEXT = """
reject rejects rejected rejecting resist resists resisted resisting dismiss dismisses dismissed dismissing drop drops dropped
dropping ignore ignores ignored ignoring oppose opposes opposed opposing withdrew withdraw withdrawn abandon abandons abandoned
abandoning rebuff rebuffs rebuffed defy defies defied deny denies denied turned decline declines declined refuse refuses refused
"""
_REFUSING = frozenset(_REFUSING_TEXT.split())
_ASKED_TEXT = """
call calls demand demands request requests plea pleas appeal appeals proposal proposals suggestion
"""
_ASKED = frozenset(_ASKED_TEXT.split())


def dropped_nothing(text: str, quotes: Sequence[str]) -> bool:
    """True if the sentence keeps every such word, or tells nothing of what stood behind it."""
    ours = words_of(text)
    theirs = [words_of(quote) for quote in quotes]
    together = [word for quote in theirs for word in quote]
    if _loses_times(ours, together) or _joins_unlike(ours, together) or _decides(ours, together) or _asks(ours, theirs):
        return False
    if (
        _lets_it_say(ours, together)
        or _does_alone(text, quotes)
        or _widens(ours, together)
        or _has(ours, together)
        or _loses_place(ours, together)
    ):
        return False
    return not theirs or not all(_tells_as_fact(ours, quote) for quote in theirs)


def _does_alone(text: str, quotes: Sequence[str]) -> bool:
    """True for "will not prevent it" of "will not by itself prevent it"."""
    if _ALONE.search(text):
        return False
    own = {word.stem for word in words_of(text) if word.content}
    for quote in quotes:
        for match in _ALONE.finditer(quote):
            behind = next((word.stem for word in words_of(quote[match.end() :]) if word.content), None)
            before = [word.stem for word in words_of(quote[: match.start()]) if word.content]
            if before and before[-1] in own and (behind is None or behind in own):
                return True
    return False


def _widens(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "managers" where the quotations have only "senior managers"."""
    own = {word.text for word in ours}
    for at, word in enumerate(theirs[:-1]):
        noun = theirs[at + 1]
        if word.text not in _NARROWING or word.text in own or not noun.content:
            continue
        bare = [n for n, other in enumerate(theirs) if other.stem == noun.stem and not (n and theirs[n - 1].text in _NARROWING)]
        if not bare and any(other.stem == noun.stem for other in ours):
            return True
    return False


def _has(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "has funding" where the quotations have "needs funding", and for "staff rose" of "staff per trust rose"."""
    own, stems = {word.text for word in ours}, {word.stem for word in ours if word.content}
    for at, word in enumerate(theirs[:-1]):
        behind = next((other.stem for other in theirs[at + 1 :] if other.content), None)
        before = next((other.stem for other in reversed(theirs[:at]) if other.content), None)
        if word.text in _NEEDING and behind in stems and not own & (_NEEDING | _NEEDED):
            return True
        counted = theirs[at + 1].content and theirs[at + 1].text != "cent" and theirs[at + 1].text not in _PERIODS
        if word.text == "per" and counted and before in stems and not own & _APIECE and behind not in stems:
            return True
    return False


def _loses_place(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "were treated in May" where the quotations have "were treated in them in May"."""
    own = [word.text for word in ours]
    for at in range(1, len(theirs) - 3):
        if theirs[at].text in _AT and theirs[at + 1].text in _THEM:
            before, *after = (theirs[n].text for n in (at - 1, at + 2, at + 3))
            if _holds_run(own, [before, *after]):
                return True
    return False


def _loses_times(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "as much as" of "twice as much as", and "the average pay" of "three times the average pay"."""
    if any(word.text in _HALVES or word.text.startswith("doubl") for word in ours):
        return False
    own = [word.text for word in ours]
    for at, word in enumerate(theirs[:-2]):
        times = word.text == "times" and at and (theirs[at - 1].content or theirs[at - 1].text[0].isdigit())
        if not (word.text in _TIMES or times or (word.text == "half" and theirs[at + 1].text == "as")):
            continue
        behind = [theirs[at + 1].text, theirs[at + 2].text]
        if behind[0] == "as" and _holds_run(own, behind):
            return True
        after = [other.text for other in theirs[at + 2 : at + 4]]
        if behind[0] in ("the", "their", "its") and len(after) == 2 and _holds_run(own, after):
            return True
    return False


def _holds_run(own: Sequence[str], run: Sequence[str]) -> bool:
    """True if words stand together in this order."""
    return any(list(own[at : at + len(run)]) == list(run) for at in range(len(own)))


def _joins_unlike(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if those from whom others are told apart with "unlike" are told of as the same, or instead."""
    if any(word.text in _SET_APART for word in ours):
        return False
    own = {word.stem for word in ours if word.content}
    for at, word in enumerate(theirs):
        if word.text != "unlike":
            continue
        apart = {other.stem for other in _clause(theirs, at)}
        elsewhere = {other.stem for n, other in enumerate(theirs) if not at < n <= at + len(apart) + 2}
        if apart - elsewhere and apart - elsewhere <= own:
            return True
    return False


def _clause(words: Sequence[Word], at: int) -> list[Word]:
    """The words of weight behind a place, up to a stop."""
    end = next((n for n in range(at + 1, len(words)) if words[n].text in STOPS), len(words))
    return [word for word in words[at + 1 : end] if word.content]


def _decides(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if what was only considered, or consulted on, is told as decided or done."""
    weighed = set(_weighed(theirs))
    own = {word.stem for word in ours}
    if not weighed or own & (_WEIGHING_STEMS | {"look"}):
        return False
    return any(
        word.stem == other.stem and all(n in weighed for n, same in enumerate(theirs) if same.stem == word.stem)
        for word in ours
        if word.content
        for n, other in ((n, theirs[n]) for n in weighed)
    )


def _weighed(words: Sequence[Word]) -> Iterator[int]:
    """Places of the deeds that somebody only considers: "considered closing wards", "consult on plans to close them"."""
    for at, word in enumerate(words):
        look = word.text in _LOOK and at + 1 < len(words) and words[at + 1].text in ("at", "into")
        if word.text not in _WEIGHING and not look:
            continue
        n = at + 1
        while n < len(words) and words[n].text in _AFTER_WEIGHING:
            n += 1
        if n >= len(words) or not words[n].content or words[n].text in _NOT_DEEDS:
            continue
        open_to = words[n - 1].text == "to" and n - 1 > at
        doing = words[n].text.endswith("ing") and n + 1 < len(words) and _is_object(words[n + 1])
        if open_to or doing:
            yield n


def _is_object(word: Word) -> bool:
    return word.content or word.text in ("the", "a", "an", "its", "their", "all", "some", "two", "more")


def _asks(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if whoever refuses a call in a quotation makes it, or does what is called for, in the sentence."""
    if any(word.text in _REFUSING or word.text in lexicon().negations for word in ours):
        return False
    own = {word.stem for word in ours if word.content}
    for quote in theirs:
        for at, word in enumerate(quote[:-1]):
            near = [n for n in range(at + 1, min(len(quote), at + 4)) if quote[n].text in _ASKED]
            before = next((other.stem for other in reversed(quote[:at]) if other.content), None)
            if word.text in _REFUSING and near and before in own:
                wanted = {other.stem for other in _clause(quote, near[0])}
                if len(wanted & own) >= min(LEAST_SHARED, len(wanted)) > 0:
                    return True
    return False


def _lets_it_say(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True for "the Bill announced in May that …" where the quotation has "the Bill announced in May would …"."""
    for at, word in enumerate(theirs[:-1]):
        if word.text not in _MADE_KNOWN or theirs[at + 1].text not in _BEFORE_WHEN:
            continue
        end = next((n for n in range(at + 1, len(theirs)) if theirs[n].text in STOPS), len(theirs))
        after = {other.text for other in theirs[at + 1 : end]}
        if "that" in after or not after & _FINITE:
            continue
        for n, mine in enumerate(ours):
            stop = next((m for m in range(n + 1, len(ours)) if ours[m].text in STOPS), len(ours))
            if mine.text == word.text and any(other.text == "that" for other in ours[n + 1 : stop]):
                return True
    return False


def _tells_as_fact(ours: Sequence[Word], quote: Sequence[Word]) -> bool:
    """True if what somebody only heard, or was told, is told without that; or as what the hearer says."""
    if any(word.text in _HEARING for word in ours):
        return False
    own = {word.stem for word in ours if word.content}
    reporting = lexicon().reporting | {"according"}
    lead = [n for n, word in enumerate(ours) if word.text in reporting]
    for at in _heard(quote):
        hearer = next((other.stem for other in reversed(quote[: at - 1]) if other.content), None)
        shared = [n for n, other in enumerate(quote) if other.content and other.stem in own]
        behind = [n for n in shared if n > at or quote[n].stem == hearer]
        if len(behind) < LEAST_SHARED or len(behind) < MOSTLY * len(shared):
            continue
        if not lead or any(hearer in {word.stem for word in ours[max(0, n - 3) : n]} for n in lead):
            return True
    return False


def _heard(words: Sequence[Word]) -> Iterator[int]:
    """Places of the "that" behind "heard", "was told" and "it was alleged"."""
    for at, word in enumerate(words):
        if word.text != "that" or not at:
            continue
        before = words[at - 1].text
        passive = before in _ACCUSED and at > 1 and words[at - 2].text in _BE
        if before in ("heard", "hears") or passive:
            yield at
