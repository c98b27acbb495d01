"""Numbers, units, currencies, per cents, dates: each must stand in the quotations or, for dates, in the metadata. Pure.

`£1.85bn` is `£1.85 billion`; `2015/16` is 2015 and 2016; `half` is 50%; number words count as digits, save `one`, which is
mostly a pronoun. A number must also belong to what it belongs to in the quotation: if the word beside it stands there
beside another number, it was taken from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from answering.checks.ground import Ground
from core.terms import QUESTION_WORDS, stem

NEAR = 4  # content words after a number that may tell what it counts
HIGHEST_DAY = 31  # a number of the metadata up to this is a day or a number of a title: it must stand beside a month
FIRST_YEAR, LAST_YEAR = 1800, 2100

_SMALL_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {word: value for value, word in enumerate(_SMALL_TEXT.split())}
NUMBER_WORDS |= {word: 10 * tens for tens, word in enumerate(_TENS_TEXT.split(), start=2)} | {"dozen": 12}
_MAGNITUDES = {"hundred": 10**2, "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6}
_MAGNITUDES |= {"billion": 10**9, "bn": 10**9, "trillion": 10**12, "tn": 10**12}
_FRACTIONS = {"half": "50", "halves": "50", "quarter": "25", "quarters": "75", "third": "33", "thirds": "67", "fifth": "20"}
ROUNDED, ROUNDED_FAR = 2, 7  # per cent by which a fraction in words may miss a share, as it is or with "over" or "nearly"
FRACTION_WORDS = frozenset(_FRACTIONS)
_UNITS_TEXT = "year month week day hour minute second decade mile kilometre metre tonne kilogram bed fold"
_UNITS = frozenset(_UNITS_TEXT.split())
_MONTHS_TEXT = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS_TEXT.split())

_BIG = r"(?:hundred|thousand|million|billion|trillion|bn|tn|k|m)"
_SPELLED = rf"(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
_NUMBER = re.compile(
    rf"(?:(?P<currency>[£$€])\s?)?(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<decade>s\b)?(?:[\s-]?(?P<big>{_BIG})\b)?"
    rf"|\b(?P<word>{_SPELLED})(?:[\s-](?P<unit_word>{_SPELLED})\b)?(?:[\s-](?P<word_big>{_BIG})\b)?(?!\w)"
    r"|\b(?:(?P<many>two|three|four)[\s-])?(?P<fraction>half|halves|quarters?|thirds?|fifth)\b(?!\s+(?:of\s+)?(?:19|20)\d\d)",
    re.I,
)
_AFTER = re.compile(r"\s?(%|per\s?cent(?:age)?(?:\s+points?)?\b|pounds?\b|dollars?\b|euros?\b)", re.I)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?[/–—-]\s?(\d\d)(?!\d)")
_MONTH = re.compile(rf"\b(?:{'|'.join(month for month in MONTHS if month != 'May')})\b|\bMay\b(?=\s+\d)|(?<=\d )May\b")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|[.;:!?]+(?=\s|$)")
_JOINED = re.compile(r"\s*(?:(?:of|out of)(?: the| these| those| its| their)*|/|[–—-]|to|and|or)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """`kind` is `%`, a currency sign, `s` for a decade, `pp` for percentage points, or empty.

    `after` are the stems that follow it, up to the next number or the end of the clause. `bound` is only there for a fraction in
    words: `over`, `under`, or empty where it is about as much.
    """

    value: Decimal
    kind: str
    unit: str
    after: tuple[str, ...]
    month: str = ""
    bound: str | None = None


def numbers_hold(text: str, ground: Ground) -> bool:
    """True if each number and month of `text` stands in the ground, with its unit, and belongs to the same thing there."""
    quoted, about = numbers_in(ground.text), numbers_in(ground.about)
    if not months_in(text) <= months_in(ground.text) | months_in(ground.about):
        return False
    if any(is_date(number) for number in quoted):  # then a year of the metadata must not stand for one of the quotations
        about = [number for number in about if number.month or not is_date(number)]
    told = {number.value: number.month for number in quoted if number.month}  # nor a month of it for one of theirs
    about = [number for number in about if told.get(number.value, number.month) == number.month]
    return all(_stands(number, quoted) or _rounds(number, quoted) or _dated(number, about) for number in numbers_in(text))


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text in order."""
    text = _YEARS.sub(lambda m: f"{m[1]} / {m[1][:2]}{m[2]}", text)
    matches = [(match, value) for match in _NUMBER.finditer(text) if (value := _value(match, text)) is not None]
    ends = [_end(match, text) for match, _ in matches]
    found: list[Number] = []
    for at, (match, value) in enumerate(matches):
        stop = at + 1  # "1,234 of the 5,000 nurses" counts nurses twice, and so does "12 to 15 nurses"
        while stop < len(matches) and _JOINED.fullmatch(text[ends[stop - 1] : matches[stop][0].start()]):
            stop += 1
        after = _beside(text[ends[stop - 1] : matches[stop][0].start() if stop < len(matches) else None])
        unit = after[0] if after and after[0] in _UNITS else ""
        beside = _MONTH.match(text, match.end() + 1) or _last(_MONTH.finditer(text, max(0, match.start() - 10), match.start()))
        kind = _kind(match, _AFTER.match(text, match.end()))
        bound = _bound(text[: match.start()]) if match["fraction"] else None
        found.append(Number(value, kind, unit, after, beside[0] if beside else "", bound))
    return found


def months_in(text: str) -> set[str]:
    """Names of months; `May` only beside a number."""
    return {match[0] for match in _MONTH.finditer(text)}


def _value(match: re.Match[str], text: str) -> Decimal | None:
    """The number matched; `None` for a part of a word (`B12`) and for `one`."""
    if match["digits"]:
        if text[: match.start()][-1:].isalpha():
            return None
        return Decimal(match["digits"].replace(",", "")) * _MAGNITUDES.get((match["big"] or "").lower(), 1)
    if match["fraction"]:
        return Decimal(_FRACTIONS["thirds" if match["many"] and match["fraction"][0] == "t" else match["fraction"].lower()])
    first, second = match["word"].lower(), (match["unit_word"] or "").lower()
    if first == "one" and not match["word_big"]:
        return None
    return Decimal(NUMBER_WORDS[first] + NUMBER_WORDS.get(second, 0)) * _MAGNITUDES.get((match["word_big"] or "").lower(), 1)


def _kind(match: re.Match[str], after: re.Match[str] | None) -> str:
    if match["fraction"]:
        return "%"
    if match["decade"]:
        return "s"
    word = after[1].lower() if after else ""
    if "point" in word:
        return "pp"
    if word.startswith(("%", "per")):
        return "%"
    return match["currency"] or {"p": "£", "d": "$", "e": "€"}.get(word[:1], "")


def _end(match: re.Match[str], text: str) -> int:
    after = _AFTER.match(text, match.end())
    return after.end() if after else match.end()


def _beside(text: str) -> tuple[str, ...]:
    """Stemmed content words of a stretch, in order, up to the end of the clause."""
    found: list[str] = []
    for word in _WORD.findall(text):
        if not word[0].isalnum() or len(found) == NEAR:
            break
        if word.lower() not in QUESTION_WORDS and word not in MONTHS:
            found.append(stem(word.lower()))
    return tuple(found)


def _stands(number: Number, quoted: list[Number]) -> bool:
    """True if the number stands in the quotations, and what it counts is not counted by another number there instead."""
    same = [other for other in quoted if _same(number, other)]
    rivals = [o for o in quoted if o.value != number.value and o.kind == number.kind and is_date(o) == is_date(number)]
    strange = number.after and all(other.after and number.after[0] not in other.after for other in same)
    return bool(same) and not (strange and any(number.after[0] in other.after[:2] for other in rivals))


def _rounds(number: Number, quoted: list[Number]) -> bool:
    """True for "over a third of trusts" where the quotations have 37% of trusts, and "about a quarter" for 26%."""
    if number.bound is None:
        return False
    low, high = {"over": (0, ROUNDED_FAR), "under": (-ROUNDED_FAR, 0)}.get(number.bound, (-ROUNDED, ROUNDED))
    return any(
        other.kind == "%" and low <= other.value - number.value <= high and set(number.after) & set(other.after)
        for other in quoted
    )


def _bound(before: str) -> str:
    """What the last words before a fraction make of it."""
    last = " ".join(before.lower().split()[-3:])
    if re.search(r"\b(?:over|more than|above)(?: an?)?$", last):
        return "over"
    return "under" if re.search(r"\b(?:nearly|almost|under|less than|fewer than|below)(?: an?)?$", last) else ""


def is_date(number: Number) -> bool:
    """True for a year, a decade or the day of a month: it counts nothing."""
    return bool(number.month) or number.kind == "s" or (not number.kind and FIRST_YEAR <= number.value <= LAST_YEAR)


def _same(ours: Number, theirs: Number) -> bool:
    kinds = ours.kind == theirs.kind or (not ours.kind and theirs.kind in "£$€" and theirs.value >= 1000)
    units = not ours.unit or not theirs.unit or ours.unit == theirs.unit
    months = not ours.month or not theirs.month or ours.month == theirs.month
    return ours.value == theirs.value and kinds and units and months


def _dated(number: Number, about: list[Number]) -> bool:
    """True for a date of the metadata, a day beside its month in both; what a title counts is not what a sentence tells of it."""
    if not is_date(number):
        return False
    same = [other for other in about if _same(number, other)]
    return any((number.value > HIGHEST_DAY and not other.month) or (number.month and other.month) for other in same)


def _last(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    found = list(matches)
    return found[-1] if found else None
