"""What stands on which side: of "than", of a verb, of "of", of "from … to". Pure.

A retelling in the words of its source goes wrong most often by the places it gives them: "more of the districts than of the
units" for "more of the units than of the districts", "a study of cases" for "cases, and a study of guardians".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon
from answering.checks.words import STOPS, Word, words_of

_WAYS = frozenset({"of", "in"})
_SHARES = frozenset(
    {"one-third", "two-third", "one-quart", "three-quart", "one-fifth", "half", "third", "quarter", "fifth", "major", "minor"}
)
COMPLEMENT = 5  # words behind "of" that it joins
LISTED = 14  # words behind "of" that it may join, those of a list
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "having"})
_PIVOTS = frozenset({"than", "above", "below", "exceeded", "outnumbered"})
_PAST_TEXT = """
gave took made had led rose fell came went held kept wrote left lost won grew saw ran met set put cut sought brought became began
built paid spent sent told taught
"""
_PAST = frozenset(_PAST_TEXT.split())
_BEFORE_NOUN = frozenset(
    {"the", "a", "an", "of", "for", "with", "by", "in", "on", "to", "their", "its", "and", "or", "at", "no", "more"}
)
_OPENERS_TEXT = """
in on at by after before during under since from with for to than that which who because when while whereas although if but as
between among through against over about
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())  # words at which the phrase of a subject ends
_WORKS = frozenset({"report", "study", "review", "paper", "article", "book", "blog", "thesis", "piece", "commission", "survey"})
_CLAUSES = frozenset({"that", "which", "who", "and", "but", "while", "when", "because", "if"})
_NO_OBJECT = frozenset({"by", "in", "on", "at", "for", "to", "with", ""})  # behind "managers employed in …" and "wards closed."
_FROM_TO = re.compile(r"\bfrom ((?:[^\s.;:]+ ){1,6}?)to ((?:[^\s.;:]+(?: |(?=[.;:]))){1,5})", re.I)


def order_holds(text: str, quotes: Sequence[str]) -> bool:
    """True if what is compared, acts, or belongs to something stands on the side where a quotation has it."""
    ours, theirs = words_of(text), [words_of(quote) for quote in quotes]
    together = [word for quote in theirs for word in quote]
    if _turns_than(ours, theirs) or _acts_for_another(ours, theirs) or _is_of_another(ours, together):
        return False
    if _crosses_verb(ours, theirs) or _takes_place(ours, theirs) or _goes_back(text, quotes):
        return False
    return not _takes_over(ours, theirs)


def _sides(words: Sequence[Word]) -> Iterator[tuple[set[str], set[str]]]:
    """Words of weight before and behind each "than" or "above", in its clause."""
    for at, word in enumerate(words):
        if word.text not in _PIVOTS:
            continue
        start = next((n for n in range(at - 1, -1, -1) if words[n].text in STOPS), -1) + 1
        end = next((n for n in range(at + 1, len(words)) if words[n].text in STOPS), len(words))
        yield _content(words[start:at]), _content(words[at + 1 : end])


def _content(words: Sequence[Word]) -> set[str]:
    return {word.stem for word in words if word.content}


def _turns_than(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if what stands only before "than" in a quotation stands behind it here, and the other way round."""
    for before, behind in _sides(ours):
        for first, second in (sides for quote in theirs for sides in _sides(quote)):
            ahead, after = first - second, second - first
            if (before - behind) & after and (behind - before) & ahead:
                return True
    return False


def _acts_for_another(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if a word stands right before a verb that all quotations have only before it."""
    for subject, verb in _pairs(ours):
        held = []
        for quote in theirs:
            acted = [n for n, word in enumerate(quote) if word.stem == verb and word.text.endswith("ed")]
            acting = [n for n, word in enumerate(quote) if word.stem == subject]
            if acted and acting:
                held.append(max(acted) < min(acting))
        if held and all(held):
            return True
    return False


def _goes_back(text: str, quotes: Sequence[str]) -> bool:
    """True for "from good to bad" where a quotation has "from bad to good"."""
    there = [_ends(match) for quote in quotes for match in _FROM_TO.finditer(quote)]
    for start, end in (_ends(match) for match in _FROM_TO.finditer(text)):
        if any(start & other_end - other_start and end & other_start - other_end for other_start, other_end in there):
            return True
    return False


def _ends(match: re.Match[str]) -> tuple[set[str], set[str]]:
    start, end = ({word.stem for word in words_of(part) if word.text[0].isalnum()} for part in match.groups())
    return start, end


def _crosses_verb(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if something of a verb's subject stands, in every quotation with that verb, only behind it."""
    for at, word in enumerate(ours):
        if not _is_active(ours, at):
            continue
        held = []
        subject = {other.stem for other in _subject(ours, at)}
        for quote in theirs:
            places = [n for n, other in enumerate(quote) if other.text == word.text and _is_active(quote, n)]
            if len(places) == 1:
                before = {other.stem for other in quote[: places[0]]}
                behind = {other.stem for other in quote[places[0] + 1 :]}
                held.append(bool(subject & (behind - before)) and bool(subject & before))
        if held and all(held):
            return True
    return False


def _is_active(words: Sequence[Word], at: int, joined: bool = False) -> bool:
    """True for what is surely a verb in the past, and not in the passive; with `joined` also one right behind "and"."""
    word = words[at]
    past = (word.content and word.text.endswith("ed")) or word.text in _PAST or word.text in lexicon().reporting
    before = [other.text for other in words[max(0, at - 2) : at]]
    return (
        past
        and bool(before)
        and (before[-1] not in _BEFORE_NOUN or (joined and before[-1] == "and"))
        and not any(other in _BE for other in before)
    )


def _subject(words: Sequence[Word], at: int) -> list[Word]:
    """The words of weight of the phrase before a verb, back to a preposition, a stop, or what begins the phrase."""
    found = []
    for n in range(at - 1, -1, -1):
        word = words[n]
        if word.text in STOPS or word.text in _OPENERS:
            break
        begins = word.text in ("the", "a", "an", "its", "their") or word.text[0].isdigit()
        if begins and (n == 0 or words[n - 1].text not in ("and", "of")):
            break
        if word.content and not begins:
            found.append(word)
    return found


def _takes_place(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True if somebody whom no quotation names acts where all quotations with that verb have something else act."""
    for at, word in enumerate(ours):
        if at == 0 or not (_is_active(ours, at) and ours[at - 1].content and ours[at - 1].shown[:1].isupper()):
            continue
        held = [
            _is_anothers(quote, n, ours[at - 1].stem)
            for quote in theirs
            for n, other in enumerate(quote)
            if other.stem == word.stem and _is_active(quote, n)
        ]
        if held and all(held):
            return True
    return False


def _takes_over(ours: Sequence[Word], theirs: Sequence[Sequence[Word]]) -> bool:
    """True for "Able reported it and called it bad" where it is Bold, whom the sentence does not name, who called it so."""
    own = {word.stem for word in ours}
    for at, word in enumerate(ours):
        before = [other.text for other in ours[max(0, at - 2) : at]]
        if "and" not in before or not _is_active(ours, at, joined=True):
            continue
        actors = []
        for quote in theirs:
            for n, other in enumerate(quote):
                if other.stem == word.stem and _is_active(quote, n, joined=True):
                    end, _ = _subject_end(quote, n)
                    actors.append(quote[end])
        if actors and all(who.content and who.shown[:1].isupper() and who.stem not in own for who in actors):
            return True
    return False


def _is_anothers(words: Sequence[Word], at: int, actor: str) -> bool:
    """True if the subject of a verb says who acts, and it is not `actor`; a work stands for its author, if he is not named beside
    it as another ("a study, quoted by Able, found")."""
    end, aside = _subject_end(words, at)
    start = next((n for n in range(end, -1, -1) if words[n].text in STOPS or words[n].text in _CLAUSES), -1) + 1
    subject = [word for word in words[start : end + 1] if word.content and not word.text[0].isdigit()]
    if not subject or any(word.stem == actor for word in subject):
        return False
    return any(word.stem == actor for word in words[end + 1 : at]) if aside else not {word.text for word in subject} & _WORKS


def _subject_end(words: Sequence[Word], at: int) -> tuple[int, bool]:
    """Where the subject of a verb ends, "also" and the like and an aside between commas left out; and whether there is one."""
    n = at - 1
    while n > 0 and (words[n].text in ("also", "then", "had", "has", "have") or words[n].text.endswith("ly")):
        n -= 1
    if words[n].text != ",":
        return n, False
    return next((m for m in range(n - 1, 0, -1) if words[m].text == ","), n + 1) - 1, True


def _pairs(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Each verb in -ed with the word of weight before it, in the active voice."""
    for at, word in enumerate(words):
        if not (word.content and word.text.endswith("ed")):
            continue
        n = at - 1
        while n >= 0 and (words[n].text.endswith("ly") or words[n].text in ("then", "also", "had", "has", "have")):
            n -= 1
        behind = words[at + 1].text if at + 1 < len(words) else ""
        if n >= 0 and words[n].content and behind not in _NO_OBJECT:
            yield words[n].stem, word.stem


def _is_of_another(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """True if a word is followed by "of" or "in" and other things of the quotations than there."""
    known = {word.stem for word in theirs}
    there: dict[tuple[str, str], list[set[str]]] = {}
    for head, joined in _complements(theirs, frozenset(".;"), LISTED):
        there.setdefault(head, []).append(joined)
    for head, joined in _complements(ours, STOPS, COMPLEMENT):
        held = there.get(head, [])
        if not held or not joined:
            continue
        if head[0] in _SHARES and all(joined - others for others in held):
            return True
        if joined <= known and all(others and not joined & others for others in held):
            return True
    return False


def _complements(words: Sequence[Word], stops: frozenset[str], reach: int) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """Each word of weight and the "of" or "in" behind it, with the words of weight within reach behind that, up to another that
    has its own ("gains in districts and growth in boroughs")."""
    for at, word in enumerate(words[:-1]):
        way = words[at + 1].text
        if not word.content or way not in _WAYS or word.text[0].isdigit():
            continue
        found: set[str] = set()
        for n in range(at + 2, min(len(words), at + 2 + reach)):
            other = words[n]
            joins = other.text == "and" and n + 2 < len(words) and words[n + 1].content and words[n + 2].text in _WAYS
            if other.text in stops or other.text in lexicon().reporting or joins:
                break
            if other.content:
                found.add(other.stem)
        yield (word.stem, way), found
