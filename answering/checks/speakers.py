"""Who is said to have said it, and on which side: the speaker must be the speaker. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.names import is_initials_of
from answering.checks.numbers import MONTHS
from answering.checks.words import Word, words_of

MOSTLY = 0.8  # share of the words shared with a quotation that must be what somebody said there
MAIN = 0.6  # share of the most words shared with any quotation from which one is what a sentence tells
REACH = 10  # words between a speaker and the verb
_MARKED = re.compile(r"[\"“„][^\"“”„]*[\"”“]")
_STOPS = frozenset(".;:!?\n")
_PASSIVE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_ORDINALS = frozenset(["first", "second", "third", "last", "new"])
_OPENS_CLAUSE = frozenset(["that", "when", "while", "after", "before", "because", "as", "who", "which", "if", "whether"])
_THIRD_PERSON = frozenset({"he", "she", "they", "his", "her", "their"})
_CALLS = frozenset({"call", "calls", "called", "calling"})  # "goals called for caution"
_JUDGING = frozenset({"conclude", "concludes", "concluded", "judged"})  # a judgement is somebody's, a count is not
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us", "ours", "mine"})


def speaker_holds(text: str, ground: Ground) -> bool:
    """True if each speaker named said it: a voice of the quotations, or whoever speaks inside them.

    Nobody speaks for the reader: a first person outside quotation marks fails. Nor may a sentence leave open who speaks.
    """
    words = words_of(_MARKED.sub(" ", text))
    if _opens_with_pronoun(words):  # whoever it stands for may have been withheld
        return False
    if any(word.text in _FIRST_PERSON for word in words) and not any(text.strip() in quote for quote in ground.quotes):
        return False
    if _is_view_as_fact(words, ground):
        return False
    voices = {word.text for voice in ground.voices for word in words_of(voice)}
    inside = [words_of(quote) for quote in ground.quotes]
    speaking = {name for quote in inside for name in speakers_in(quote)}
    named = {word.text for quote in inside for word in quote if word.shown[:1].isupper()}
    spoken = "\n".join([*ground.voices, ground.text])
    for names in _subjects(words):
        if names & (voices | speaking) or any(is_initials_of(name.upper(), spoken) for name in names):
            continue
        if speaking or not names & named:
            return False
    return True


def _opens_with_pronoun(words: Sequence[Word]) -> bool:
    """True for "He argued" and "In 2009, he argued"."""
    comma = next((at for at, word in enumerate(words) if word.text == ","), len(words))
    dated = bool(words) and words[0].text in ("in", "on", "by", "since") and not any(_is_name(words, n) for n in range(comma))
    first = words[comma + 1 : comma + 2] if dated else words[:1]
    return bool(first) and first[0].text in _THIRD_PERSON


def _is_view_as_fact(words: Sequence[Word], ground: Ground) -> bool:
    """True if each quotation gives it as what somebody said, and the sentence as what is so: nobody leads it in."""
    own = {word.text for word in words}
    stems = {word.stem for word in words if word.content}
    quotes = [words_of(quote) for quote in ground.quotes]
    shared = [len(stems & {word.stem for word in quote if word.content}) for quote in quotes]
    main = [quote for quote, share in zip(quotes, shared, strict=True) if share >= MAIN * max(shared)]
    return bool(main) and not _in_the_view(words) and all(_is_view(quote, stems, own) for quote in main)


def _in_the_view(words: Sequence[Word]) -> bool:
    """True for "in the union's view", "by their account"."""
    texts = [word.text for word in words]
    return any(
        text in ("view", "account", "eyes") and {"in", "by", "on"} & set(texts[max(0, at - 6) : at])
        for at, text in enumerate(texts)
    )


def _is_view(quote: Sequence[Word], stems: set[str], own: set[str]) -> bool:
    """True if what a quotation shares with a sentence is what somebody said there whom the sentence does not name, and no verb of
    saying leads it in but those inside what was said."""
    lex = lexicon()
    told = lex.reporting - lex.findings - (lex.reports - _JUDGING)
    leads = (lex.reporting - _CALLS) | lex.claims_that | {"according"}
    shared = [n for n, word in enumerate(quote) if word.content and word.stem in stems]
    for at, word in enumerate(quote):
        if word.text not in told or (at and quote[at - 1].text in _PASSIVE):
            continue
        if own & leads - {other.text for n, other in enumerate(quote) if n != at}:
            continue
        if (names := _names_before(quote, at) or _subject_before(quote, at)) and not names & own:
            opens = min(n for n in range(at) if quote[n].text in names)
            aside = opens > 0 and quote[opens - 1].text == ","
            said = [n for n in shared if n > at or aside]
            if len(said) >= MOSTLY * len(shared) > 0:
                return True
    return False


def _subject_before(words: Sequence[Word], at: int) -> set[str]:
    """The words of weight before a verb, back to where its clause begins: "ministers argued"."""
    start = next((n for n in range(at - 1, -1, -1) if words[n].text in _STOPS or words[n].text in _OPENS_CLAUSE), -1)
    return {word.text for word in words[start + 1 : at] if word.content and not word.text[0].isdigit()}


def speakers_in(words: Sequence[Word]) -> set[str]:
    """The words of the names that are subjects of verbs of saying, or stand after "according to"."""
    return {name for names in _subjects(words) for name in names}


def _subjects(words: Sequence[Word]) -> list[set[str]]:
    found = []
    for at, word in enumerate(words):
        if word.text == "according":
            found.append(_names_after(words, at + 2))
        elif word.text in lexicon().reporting and not (at and words[at - 1].text in _PASSIVE):
            found.append(_names_before(words, at))
    return [names for names in found if names]


def _names_before(words: Sequence[Word], at: int) -> set[str]:
    """Names in the clause before a verb; asides between commas are skipped, and the verb of a title is none."""
    found: set[str] = set()
    aside = False
    for n in range(at - 1, max(-1, at - 1 - REACH), -1):
        word = words[n]
        if word.text in _STOPS or (not aside and (word.text in lexicon().reporting or word.text in _OPENS_CLAUSE)):
            break
        if word.text == ",":
            if found:
                break
            aside = not aside
        elif not aside and _is_name(words, n):
            found.add(word.text)
    return found


def _names_after(words: Sequence[Word], at: int) -> set[str]:
    found: set[str] = set()
    for n in range(at, min(len(words), at + REACH)):
        if words[n].text in _STOPS or words[n].text == ",":
            break
        if _is_name(words, n):
            found.add(words[n].text)
    return found


def _is_name(words: Sequence[Word], at: int) -> bool:
    """True for a capitalised word that is no month; one that begins a sentence must be content and no actor of the lexicon."""
    word = words[at]
    if not word.shown[:1].isupper() or word.shown in MONTHS or word.text == "nhs":
        return False
    begins = at == 0 or words[at - 1].text in _STOPS
    return not begins or (
        word.content and word.text not in _ORDINALS and not {word.text, word.text.rstrip("s")} & lexicon().actors
    )
