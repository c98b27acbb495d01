"""The same sentence in other orders that English allows: who reports first or last, when first or last. Pure.

"Wards closed, the union said in May" and "In May the union said that wards closed" say one thing, and the checks go by the order
of words. So a sentence that fails in its own order is held to its quotations in these too. Each says what the sentence says: only
whole phrases set off by commas are moved, and what reports is made to report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answering.checks.lexicon import lexicon
from answering.checks.numbers import MONTHS
from answering.checks.recast import recasts

MOST = 12  # readings of one sentence, itself included
DEPTH = 2  # phrases moved in one reading
LONGEST_WHO = 16  # words of whoever reports

_AGAIN = re.compile(r",? (and|but) (?:it|they) (did|does|had|has|was|is|would|will|could|\w+ed)\b")
_MONTH = "|".join(MONTHS)
_NOUNS_TEXT = """
report reports claim claims note notes demand demands estimate estimates call calls state states
"""
_NOUNS = frozenset(_NOUNS_TEXT.split())  # verbs of saying that may be nouns
_WHEN = rf"(?:(?:early|late|mid-|about) )?(?:(?:\d{{1,2}} )?(?:{_MONTH}) )?(?:19|20)\d\d(?:[–/-]\d\d(?:\d\d)?)?"
_DATED = re.compile(rf"^((?:In|On|By|Since|From|Until) (?:{_WHEN}|\d{{1,2}} (?:{_MONTH}))),? (?=\S)(.+)$")
_FRONTED = re.compile(
    r"^((?:In|On|At|After|Before|By|During|Since|Under|Between|According to|Among|Of|As|Because|When|While|With|"
    r"For|From|Once|Following|Despite|Without|Within|Until|Over|Through)\b"
    r"(?: [^,;:.]|[^,;:. ]|\.(?=\d)|,(?=\d))+), (.+)$"
)
_FRONT = re.compile(r"(?:In|On|At|After|Before|By|During|Since|Under|Among|Of|Because|When|While|With|For)\b")
_JOINED = re.compile(r"(?:and|but|while|which|who|although|with|not|whose)\b")
_NAMES = re.compile(r"[A-Z][\w’'-]+(?:, [A-Z][\w’'-]+)* and [A-Z]")
_VERBAL = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|could|should|may|might|that|which|who|whose|\w+ed)\b")
_NO_VERB = r"(?!(?:that|which|who|is|are|was|were|has|have|had|but)\b)[^ ,;:]+"
_WHO_SAYS = rf"{_NO_VERB}(?: {_NO_VERB}){{0,13}}?"
_ACCORDING = re.compile(rf"^According to ({_WHO_SAYS}), (.+)$")
_ACCORDED = re.compile(rf"^([^;:]+), according to ({_WHO_SAYS})$")
_SAID_THAT = re.compile(rf"^({_WHO_SAYS}) (?:said|reported|found|wrote)((?: (?:in|on) [^,;:]{{3,20}}?)?) that (.+)$")
_LATER_ADVERB = re.compile(r"^(?:in|on|at|to|when|during|after|before|as|for|from|with|by|MPs|peers|the|a|an) ", re.I)
_PRONOUN = re.compile(
    r"^(and|but|,)? ?(?:he|she|it|they|the same \w+) (?:also |then )?(?:said|added|found|wrote|argued)(?: that)? ", re.I
)


def readings(text: str, quotes: Sequence[str] = ()) -> list[str]:
    """The sentence, then the same in other orders and in the grammar of its quotations, those with fewest moves first."""
    found = [text]
    edge = [text]
    for _ in range(DEPTH):
        fresh = [other for one in edge for other in _moves(one, quotes)]
        edge = [other for other in dict.fromkeys(fresh) if other not in found]
        found += edge
    return found[:MOST]


def _moves(text: str, quotes: Sequence[str]) -> Iterator[str]:
    bare, stop = (text[:-1], ".") if text.endswith(".") else (text, "")
    yield from (other + stop for other in _reports_first(bare))
    yield from (other + stop for other in _adverb_moved(bare))
    yield from (other + stop for other in _swapped(bare))
    yield from (other + stop for other in _accorded(bare, quotes))
    yield from (other + stop for other in recasts(bare, quotes))


def _reports_first(text: str) -> Iterator[str]:
    """Of "wards closed, the union said in May, and opened again" with the union first."""
    parts = re.split(r",(?!\d) ", text)
    if " that " in parts[0] and any(word in lexicon().reporting - _NOUNS for word in parts[0].split()):
        return
    for at, end in _places(len(parts)):
        before = ", ".join(parts[:at])
        if frame := _frame(", ".join(parts[at:end])):
            claim = _lowered(before)
            if rest := parts[end:]:
                after = _PRONOUN.sub(lambda m: f"{m[1] or ''} ", ", ".join(rest)).lstrip()
                apart = _FRONT.match(before) or _JOINED.match(after)
                claim += (", " if apart else " ") + after
            yield f"{frame} that {claim}"
            if rest and _FRONT.match(before):
                yield f"{frame} that {after}, {_lowered(before)}"
            if (bare := _AGAIN.sub(r" \1 \2", claim)) != claim:
                yield f"{frame} that {bare}"
            return


def _places(parts: int) -> Iterator[tuple[int, int]]:
    return ((at, end) for at in range(1, parts) for end in range(at + 1, min(parts, at + 3) + 1))


def _frame(part: str) -> str | None:
    """Who reports, with the verb behind it: of "argued Ann Able of the union in May" "Ann Able of the union argued in May"."""
    words = part.split()
    verbs = lexicon().reporting
    if words and words[0].lower() in verbs and len(words) > 1 and re.match(r"[A-Z]|(?:the|a|an)$", words[1]):
        cut = next(
            (n for n in range(2, len(words)) if words[n] in ("in", "on", "when", "during") and _is_time(words[n:])), len(words)
        )
        return " ".join([_capital(words[1]), *words[2:cut], words[0], *words[cut:]])
    for at in range(1, min(len(words), LONGEST_WHO)):
        if words[at] in verbs:
            rest = " ".join(words[at + 1 :])
            if any(word.endswith(",") for word in words[:at]) and not _NAMES.match(part):
                return None
            if re.match(r"[A-Z]|(?:the|a|an|one|two|three|its|their)$", words[0]) and (
                not rest or _LATER_ADVERB.match(rest + " ")
            ):
                return " ".join([_capital(words[0]), *words[1:]])
            return None
    return None


def _is_time(words: list[str]) -> bool:
    return bool(re.search(rf"\b(?:19|20)\d\d\b|\b(?:{_MONTH})\b", " ".join(words[1:5])))


def _adverb_moved(text: str) -> Iterator[str]:
    """Of "in May the union said so" that with the time last, and right behind the verb of saying."""
    match = _DATED.match(text) or _FRONTED.match(text)
    if not match or any(_frame(part) for part in re.split(r",(?!\d) ", match[2])[1:]):
        return  # "In May wards closed, the union said" does not tell when it said so
    adverb, main = _lowered(match[1]), _capital(match[2])
    says = next((m for m in re.finditer(r"\b[a-z]+\b", main) if m[0] in lexicon().reporting - _NOUNS), None)
    if says is None or match[1].startswith("According"):
        yield f"{main} {adverb}"
        yield f"{main}, {adverb}"
        does = re.search(r"\b[a-z]+ed\b", main)
        if does and not _VERBAL.search(main[: does.start()]):
            yield f"{main[: does.end()]} {adverb}{main[does.end() :]}"
    elif not _VERBAL.search(main[: says.start()]):
        yield f"{main[: says.end()]} {adverb}{main[says.end() :]}"


def _swapped(text: str) -> Iterator[str]:
    """Of "A, and B" the other order, "B, and A", where there is one "and" between commas and both say something."""
    if any(word in lexicon().reporting for word in text.split()):
        return  # what is reported may be either half or both
    halves = re.split(r", and (?!\w+ing\b)", text)
    if len(halves) == 2 and all(len(half.split()) > 3 for half in halves) and not re.match(r"(?:he|she|it|they)\b", halves[1]):
        yield f"{_capital(halves[1])}, and {_lowered(halves[0])}"


def _accorded(text: str, quotes: Sequence[str]) -> Iterator[str]:
    """Of "according to the Fund, wards closed" "the Fund said that wards closed", and the other way round."""
    if match := _ACCORDING.match(text):
        yield f"{_capital(match[1])} said that {_lowered(match[2])}"
    elif match := _ACCORDED.match(text):
        yield f"{_capital(match[2])} said that {_lowered(match[1])}"
    elif (match := _SAID_THAT.match(text)) and any("ccording to" in quote for quote in quotes):
        yield f"{_capital(match[3])}, according to {_lowered(match[1])}{match[2]}"


def _lowered(text: str) -> str:
    """Without the capital of a beginning, where the word is one that is small inside a sentence."""
    first = text.split(" ", 1)[0]
    small = first.lower()
    return text[:1].lower() + text[1:] if small in _SMALL or small.endswith("ing") else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_SMALL_TEXT = """
the a an this that these those its their his her it they there some many most few all both each every more less no not one two
three four five six seven eight nine ten in on at after before by during since under between among of as because when while with
for from according whether about over nearly only several private public independence people staff trusts managers doctors nurses
patients hospitals ministers critics clinicians targets
"""
_SMALL = frozenset(_SMALL_TEXT.split())
