"""A number says something of the words beside it; in the quotation it must stand beside them too, with no other number between.

"Examined 45 deaths" does not follow from "45 of the 65 deaths examined", nor "introduced in 2019" from "introduced in 2014 and
reviewed in 2019", though every number and word stands there. Words that the quotations lack are for other checks. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.ground import Ground
from answering.checks.numbers import FIRST_YEAR, LAST_YEAR, MONTHS
from answering.checks.words import Word, words_of
from core.terms import content_terms

_MONTHS = frozenset(month.lower() for month in MONTHS)
_JOINING_TEXT = "of out to and or the these those its their - – —"
_JOINING = frozenset(_JOINING_TEXT.split())
_WHEN = frozenset({"in", "on", "since", "by", "until", "from", "of"})
_TURNS = frozenset({"although", "but", "while", "whereas", "which", "though"})
RANGE_END = 3  # words from "to" to the second number of a range, or to its year
TOLD_WITHIN = 3  # words between a number and a verb that tells something of it
_TOLD = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "would", "could"})
YEAR_WITHIN = 7  # words between a number and its year
_CLAUSE = frozenset(".;:!?\n")
_YEAR = re.compile(r"(\d{4})(?:-\d\d(?:\d\d)?)?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per cent) of ((?:[^\W\d][\w’'-]*[ ]?){1,10})")
_TELLS = _TOLD | {"who", "which", "that", "said", "say", "came", "come", "went", "held", "saw", "got"}
_PUT_AT = re.compile(
    r"\b(put|puts|set|sets|stood|stands|capped|valued|priced)\b(?: [^\s.;:!?]+){0,12}? at (?:about |nearly |over )?[£$€]?\d", re.I
)
_STEPS = re.compile(r"\b(by|to|from) (?:about |nearly |over |some )?([£$€]?\d(?:[\d,.]*\d)?%?)(?![\d–/-])", re.I)
_AT = re.compile(r" at (?:about |nearly |over )?[£$€]?\d", re.I)
_COMPARED = re.compile(r"\b(?:up|down) from (?:about |nearly |over )?[£$€]?[\d.,]*", re.I)


def bindings_hold(text: str, ground: Ground) -> bool:
    """True if each number written in digits stands, in some quotation, beside the words that it stands beside in `text`."""
    quotes = [words_of(quote) for quote in ground.quotes]
    ours = words_of(text)
    for at, word in enumerate(ours):
        if not _is_number(word):
            continue
        beside = [ours[n].stem for n in _neighbours(ours, at)]
        places = [
            (quote, n) for quote in quotes for n, other in enumerate(quote) if _is_number(other) and other.text == word.text
        ]
        if places and not any(_shares_clause(ours, quote, n) for quote, n in places):
            return False
        if places and not any(_is_beside(quote, n, beside) and _fits(ours, at, quote, n) for quote, n in places):
            return False
    kept = _compared(text) <= _compared(ground.text) and not (_loses_figure(text, ground.text) or _turns(text, ground.text))
    return _years_fit(ours, quotes) and _shares_hold(text, ground.quotes) and kept


def _turns(text: str, quotes: str) -> bool:
    """True for "rose to £3m" where the quotations have "rose by £3m to £61m", and £3m nowhere else."""
    theirs = _STEPS.findall(quotes)
    return any(
        (ways := {other.lower() for other, same in theirs if same == number}) and way.lower() not in ways
        for way, number in _STEPS.findall(text)
        if len(re.findall(rf"(?<![\d.,]){re.escape(number)}(?![\d%])", quotes)) == sum(same == number for _, same in theirs)
    )


def _loses_figure(text: str, quotes: str) -> bool:
    """True for "put the risk on a Sunday" where the quotations have "put the risk on a Sunday at 15%"."""
    own = set(text.lower().split())
    return not _AT.search(text) and any(verb.lower() in own for verb in _PUT_AT.findall(quotes))


def _compared(text: str) -> set[str]:
    """What is compared with, "up from 53"."""
    return {match.group().lower().rstrip(".,") for match in _COMPARED.finditer(text)}


def _shares_hold(text: str, quotes: Sequence[str]) -> bool:
    """False if a share is told of more than in the quotation: "7% of staff" where it has "7% of staff in the top tier"."""
    said = set(content_terms(text))
    for share, _ in _SHARE.findall(text):
        wholes = [_whole(words) for quote in quotes for other, words in _SHARE.findall(quote) if other == share]
        if wholes and not any(whole <= said for whole in wholes):
            return False
    return True


def _whole(words: str) -> set[str]:
    """Stems of what a share is of: up to the word that begins to tell something of it."""
    kept: list[str] = []
    for word in words.split():
        if word.lower() in _TELLS or (kept and word.endswith("ed")):
            break
        kept.append(word)
    return set(content_terms(" ".join(kept)))


def _years_fit(ours: Sequence[Word], quotes: Sequence[Sequence[Word]]) -> bool:
    """False if a year stands right behind another word or number than in the quotations: "required in 2024" where they have
    "the figures of 2024 … required in 2015", or "in 2006, 8%" where they have "9.6% in 2006"."""
    held = [pair for quote in quotes for pair in _dated_words(quote)]
    for word, year in _dated_words(ours):
        years = {other for same, other in held if same == word}
        if years and year not in years:
            return False
    figures = {word.text for word in ours if _is_number(word) and not is_year(word)}
    for year in {_year(word) for word in ours if is_year(word)}:
        behind = {word for word, other in held if other == year}
        counted = {word for word in behind if word[0].isdigit()}
        if figures and counted == behind != set() and not counted & figures:
            return False
    return True


def _dated_words(words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Each word of weight, or number, with the year that follows it after a preposition or a date."""
    for at, word in enumerate(words):
        if not is_year(word):
            continue
        n = at - 1
        while n > 0 and (words[n].text in _MONTHS or words[n].text == "may_month" or _is_day(words, n)):
            n -= 1
        if n > 0 and words[n].text in _WHEN:
            before = words[n - 1]
            if says(before) or _is_number(before):
                yield (before.text if _is_number(before) else before.stem), _year(word)


def _is_day(words: Sequence[Word], at: int) -> bool:
    return _is_number(words[at]) and words[at + 1].text in _MONTHS


def _shares_clause(ours: Sequence[Word], quote: Sequence[Word], at: int) -> bool:
    """True if the clause of a number in a quotation has another word of ours, or no word of weight, or is the whole of it."""
    start = max((n + 1 for n in range(at) if _divides(quote, n)), default=0)
    end = min((n for n in range(at + 1, len(quote)) if _divides(quote, n)), default=len(quote))
    own = {word.stem for word in ours if says(word)}
    said = {word.stem for word in quote[start:end] if says(word)}
    return (start == 0 and end >= len(quote) - 1) or not said or bool(own & said)


def _divides(words: Sequence[Word], at: int) -> bool:
    text = words[at].text
    return text in _CLAUSE or (text == "," and at + 1 < len(words) and words[at + 1].text in _TURNS)


def _fits(ours: Sequence[Word], at: int, quote: Sequence[Word], there: int) -> bool:
    """False if the number has another year than in the quotation ("53 in 2013 to 109 in 2022"), or is there the whole of which
    the quotation gives a part ("55 of the 80 are unpaid") while we tell something of it ("80 are unpaid")."""
    mine, held = _year_of(ours, at), _year_of(quote, there)
    if not is_year(ours[at]) and mine and held and mine != held:
        return False
    told = any(word.text in _TOLD for word in ours[at + 1 : at + 1 + TOLD_WITHIN])
    return not told or _is_whole(ours, at) or not _is_whole(quote, there)


def _year_of(words: Sequence[Word], at: int) -> str | None:
    """The year right after a number and "in" or a few words, before any other number or stop."""
    for word in words[at + 1 : at + 1 + YEAR_WITHIN]:
        if word.text in _CLAUSE or word.text == "," or (_is_number(word) and not is_year(word)):
            return None
        if is_year(word):
            return _year(word)
    return None


def _is_whole(words: Sequence[Word], at: int) -> bool:
    """True for the second number of "55 of the 80"."""
    before = [word.text for word in words[max(0, at - 3) : at]]
    return "of" in before[-2:] and any(word[0].isdigit() for word in before) and before[-1] in ("of", "the", "these", "its")


def _is_beside(quote: Sequence[Word], at: int, beside: Sequence[str]) -> bool:
    """True if each of the stems that the quotation holds can be reached from the number without passing its like."""
    there = {word.stem for word in quote}
    reached = _reached(quote, at, -1) | _reached(quote, at, +1)
    return all(stem in reached for stem in beside if stem in there)


def _reached(quote: Sequence[Word], at: int, step: int) -> set[str]:
    """Stems on one side of a number up to the next of its sort or the end of the sentence.

    Forwards, "45 of the 65 deaths" reaches one word beyond the second number: both count deaths.
    """
    found: set[str] = set()
    joined = True
    ends_range = step < 0 and "to" in {word.text for word in quote[max(0, at - RANGE_END) : at]}  # "from 313 in 2010 to 640"
    n = at + step
    while 0 <= n < len(quote) and quote[n].text not in _CLAUSE:
        word = quote[n]
        ends_range = ends_range and word.text != "from"
        if _is_number(word) and is_year(word) == is_year(quote[at]) and not ends_range:
            following = _next_content(quote, n)
            return found | ({following} if step > 0 and joined and following else set())
        joined = joined and word.text in _JOINING
        found.add(word.stem)
        n += step
    return found


def _next_content(words: Sequence[Word], at: int) -> str | None:
    return next((word.stem for word in words[at + 1 :] if says(word)), None)


def _neighbours(words: Sequence[Word], at: int) -> Iterator[int]:
    """The nearest word of weight on either side, within the clause and before the next number; a year that follows a word has
    no other."""
    for step in (-1, +1):
        n = at + step
        while 0 <= n < len(words) and words[n].text not in _CLAUSE and words[n].text != "," and not _is_number(words[n]):
            if says(words[n]):
                yield n
                if is_year(words[at]):
                    return
                break
            n += step


def says(word: Word) -> bool:
    """True for a word of weight that is neither a number nor a month."""
    return word.content and not word.text[0].isdigit() and word.text not in _MONTHS


def _is_number(word: Word) -> bool:
    return word.text[0].isdigit()


def is_year(word: Word) -> bool:
    """True for a year, or two written as one ("1991-92")."""
    year = _YEAR.fullmatch(word.text)
    return year is not None and FIRST_YEAR <= int(year[1]) <= LAST_YEAR


def _year(word: Word) -> str:
    """A year; of two ("1991-92") the first."""
    return word.text[:4]
