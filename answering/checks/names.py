"""Names: every capitalised word of a sentence stands in its quotations or in their metadata. Pure.

An organisation's initials stand for its name and the other way round. The first word of a sentence counts as a name unless
it may be an ordinary word there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS
from core.terms import QUESTION_WORDS, stem

LEAST_TITLE = 4  # words of a title that may be cut
MOST_OF_TITLE = 0.6  # share of its words that tell that it is meant
_WORD = re.compile(r"\w[\w’'-]*\w|\w")
_RUN = re.compile(r"\b[A-Z][\w’'-]*(?:\s+(?:(?:of|for|and|the|on|in)\s+)*[A-Z][\w’'-]*)*")
_LED_IN = re.compile(r"\b([a-z][a-z-]{3,}) ([A-Z][\w-]+(?: (?:(?:of|for|and|the) )?[A-Z][\w-]+)*)")
_FULL = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+")
_KINDS = frozenset({"Report", "Review", "Inquiry", "Trust", "Hospital", "Hospitals", "Party", "Act", "Bill"})
_OWNS = re.compile(r"\b([A-Z][\w-]*[^\W\ds_])[’']s ([a-z\d]\w*) ([a-z]\w*)(?: ([a-z]\w*))?")
_WORKS_TEXT = "investigation article book blog letter speech account view words work commission"
_WORKS = frozenset(_WORKS_TEXT.split())
_LESSER = re.compile(r"\b(former|deputy|acting|shadow|assistant|vice|alleged|attempted|aspiring|would-be)[ -]([a-z]{3,})\b")
_POSSESSIVE = re.compile(r"[’']s?$")
_BEGINNING = re.compile(r"(?:^|[.?!:]\s+|\n\s*|[\"“(]\s*)$")
_ORDINARY_ENDING = ("s", "ly", "ing", "ed")
_OPENERS_TEXT = """
however moreover furthermore additionally overall meanwhile instead therefore thus hence despite although also still yet
today later together neither either another others several many most few fewer every whereas once
since even nor first second third last two three four five six seven eight nine ten
"""
_OPENERS = QUESTION_WORDS | frozenset(_OPENERS_TEXT.split())
_EVERYWHERE = frozenset({"nhs"})  # the collection's subject, in a sentence or not


def names_hold(text: str, ground: Ground) -> bool:
    """True if each name in `text` stands in the ground, in full or by its initials, and belongs to the word that leads it in."""
    return (
        not missing_names(text, ground)
        and not _relabelled(text, ground.quotes)
        and not (_cut_short(text, ground.quotes) or _promoted(text, ground.quotes) or _takes_over(text, ground.quotes))
        and not _capitalises(text, ground)
        and not any(_is_cut(title, text, ground.text) for title in ground.about.splitlines())
    )


def _capitalises(text: str, ground: Ground) -> bool:
    """True for a name made of small words: "the Court of Appeal" where the quotations have "the High Court, on appeal"."""
    known = "\n".join([ground.text, ground.about, ground.around])
    for match in _RUN.finditer(text):
        words = [_bare(word) for word in match[0].split() if word[0].isupper() and not word.isupper()]
        begins = _BEGINNING.search(text[max(0, match.start() - 4) : match.start()])
        for word in words[1:] if begins else words:
            small = re.search(rf"\b{re.escape(word.lower())}\b", ground.text)
            if len(words) > 1 and small and not re.search(rf"\b{re.escape(word)}", known):
                return True
    return False


def _is_cut(title: str, text: str, quotes: str) -> bool:
    """True if a title that the quotations give whole stands in the sentence without its beginning or end."""
    whole, own, there = (_WORD.findall(part.lower()) for part in (title, text, quotes))
    if len(whole) < LEAST_TITLE or not _holds(there, whole) or _holds(own, whole):
        return False
    longest = SequenceMatcher(None, own, whole, autojunk=False).find_longest_match().size
    return longest >= max(LEAST_TITLE - 1, MOST_OF_TITLE * len(whole))


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def _takes_over(text: str, quotes: Sequence[str]) -> bool:
    """True for "Hunt said" where the quotations have "Hunt's adviser said"; what somebody's report found, he or she found."""
    for name, *after in (match for quote in quotes for match in _OWNS.findall(quote)):
        words = [word for word in after if word]
        for at, verb in enumerate(words[1:], 1):
            alone = re.compile(rf"\b{re.escape(name)} {re.escape(verb)}\b")
            own = set(words[:at]) & (lexicon().reports | _WORKS)
            if not own and alone.search(text) and not any(alone.search(quote) for quote in quotes):
                return True
    return False


def _promoted(text: str, quotes: Sequence[str]) -> bool:
    """True for "the chair resigned" where the quotations have "the deputy chair" and no other chair."""
    ours, theirs = text.lower(), "\n".join(quotes).lower()
    return any(
        re.search(rf"(?<!{lower} )(?<!{lower}-)(?<!been )\b{re.escape(office)}\b", ours)  # "had been" is as good as "former"
        and not re.search(rf"(?<!{lower} )(?<!{lower}-)\b{re.escape(office)}\b", theirs)
        for lower, office in set(_LESSER.findall(theirs))
    )


def _cut_short(text: str, quotes: Sequence[str]) -> bool:
    """True for "the NHS had 15,300 staff" where the quotations have "NHS England had" and no other NHS that had."""
    return any(_begins(text, match, quote, quotes) for quote in quotes for match in _FULL.finditer(quote))


def _begins(text: str, name: re.Match[str], quote: str, quotes: Sequence[str]) -> bool:
    """True if the first words of a name stand in `text` alone before the word that follows the whole name in its quotation."""
    words = name[0].split()
    opens = _bare(words[0]).lower() in QUESTION_WORDS  # "The Healthwatch letter" may be "the letter"
    for kept in range(1 + opens, len(words)):
        cut = {_bare(word) for word in words[kept:]}
        if all(word.isupper() for word in cut) or (cut <= _KINDS and words[0].lower() not in _EVERYWHERE):
            continue  # "Francis QC", "Addenbrooke's Hospital"
        following = re.match(r"(?:[’']s?)? (\w+)", quote[name.start() + len(_bare(name[0])) :])
        begins = r"\s+".join(map(re.escape, words[:kept]))
        alone = re.compile(rf"\b{begins}(?:[’']s?)? {following[1]}\b") if following else None
        if alone and alone.search(text) and not any(alone.search(other) for other in quotes):
            return True
    return False


def _relabelled(text: str, quotes: Sequence[str]) -> bool:
    """True for "his brother Leah" where the quotations have "his brother Brandon" and no brother Leah."""
    led_in = [(label, name.split()) for quote in quotes for label, name in _LED_IN.findall(quote)]
    for label, name in _LED_IN.findall(text):
        theirs = {word for other, words in led_in if other == label for word in words}
        if theirs and not theirs & set(name.split()) and name not in MONTHS and not _by_initials(name, "\n".join(quotes), theirs):
            return True
    return False


def missing_names(text: str, ground: Ground) -> list[str]:
    """The names of `text` that do not."""
    known = ground.text + "\n" + ground.about
    there = _parts(known)
    missing = [run for run in name_runs(text, known) if not _parts(run) <= there]
    return [run for run in missing if not (_by_initials(run, known, there) or _completes(run, ground, there))]


def name_runs(text: str, known: str = "") -> list[str]:
    """Runs of capitalised words. `known` decides whether the first word of a sentence is an ordinary one there."""
    small = {stem(word) for word in _WORD.findall(known) if word[0].islower()}
    found = []
    for match in _RUN.finditer(text):
        run = match[0]
        first = _bare(run.split()[0])
        begins = _BEGINNING.search(text[max(0, match.start() - 4) : match.start()])
        if begins and _is_ordinary(first, small):
            run = run[len(run.split()[0]) :].strip()
            run = re.sub(r"^(?:(?:of|for|and|the|on|in)\s+)+", "", run)
        words = [word for word in run.split() if _bare(word) not in (*MONTHS, "I") and _bare(word).lower() not in _EVERYWHERE]
        if any(word[0].isupper() for word in words):
            found.append(" ".join(words))
    return found


def _is_ordinary(word: str, small: set[str]) -> bool:
    low = word.lower()
    if low in _OPENERS or stem(low) in small:
        return True
    return not word[1:].isupper() and low.endswith(_ORDINARY_ENDING)


def _completes(run: str, ground: Ground, there: set[str]) -> bool:
    """True for "Lucy Letby" where the quotations have "Letby" and the article elsewhere the two together."""
    name = _bare(run)
    return (
        " " in name
        and _bare(name.split()[-1]).lower() in there
        and re.search(rf"\b{re.escape(name)}\b", ground.around) is not None
    )


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _parts(text: str) -> set[str]:
    """Lower-case words and the parts of hyphenated ones; of a run of names only the capitalised."""
    words = [_bare(word).lower() for word in _WORD.findall(text)]
    return {part for word in words for part in (word, *re.split(r"[-’']", word)) if part and part not in QUESTION_WORDS}


def _by_initials(run: str, known: str, there: set[str]) -> bool:
    """True for `CQC` where the Care Quality Commission stands, and for the Commission in full where `CQC` stands."""
    capitals = [_bare(word) for word in run.split() if word[0].isupper()]
    if len(capitals) > 1:
        return "".join(word[0] for word in capitals).lower() in there
    return is_initials_of(capitals[0], known)


def is_initials_of(word: str, known: str) -> bool:
    """True for `CQC` where the Care Quality Commission stands, in full, in `known`."""
    initials = word.rstrip("s") if word[:-1].isupper() else word
    if not initials.isupper() or len(initials) < 2:
        return False
    runs = ["".join(part[0] for part in re.split(r"[\s-]+", match[0]) if part[:1].isupper()) for match in _RUN.finditer(known)]
    return any(initials in made for made in runs)
