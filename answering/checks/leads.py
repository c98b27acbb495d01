"""The small word before a number: "each 10% more … by 7%" must not become "each 7% more … by 10%". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from answering.checks.ground import Ground

_NUMBER = r"[£$]?\d[\d,.]*(?:%|bn|m|k)?(?![\w%])"
_LED = re.compile(rf"\b(?:(each|every|by) )?({_NUMBER})", re.I)
_IN_SHARE = re.compile(r"\bin ((?:\d[\d,.]*%|[£$]\d[\d,.]*(?:bn|m|k)?))(?! of\b)(?![\w%])", re.I)
_YEAR_OF = re.compile(r"\b(?:19|20)\d\d of (?!which\b|whom\b)", re.I)
_UP_FROM = re.compile(rf"(?P<what>{_NUMBER})(?:(?!{_NUMBER})[^.;])*\b(?:up|down) from (?P<than>{_NUMBER})")
_PLAN = re.compile(r"\b\d+[ -]Year\b")


def leads_hold(text: str, ground: Ground) -> bool:
    """True if no number stands behind "each" or "by" that the quotations have only behind the other, no share or sum is told as a
    time or a year as a number of things, and a plan keeps the number in its name."""
    quotes = ground.text
    told = f"{quotes}\n{ground.about}"
    if any(match[0] not in quotes for pattern in (_IN_SHARE, _YEAR_OF) for match in pattern.finditer(text)):
        return False
    if any(match[0].replace("-", " ") not in told.replace("-", " ") for match in _PLAN.finditer(text)):
        return False
    return not _exchanged(_leads(text), _leads(quotes)) and not _compares_another(text, ground.quotes)


def _compares_another(text: str, quotes: Sequence[str]) -> bool:
    """True for "61% feared it, up from 20%, and 45% hid it" of "61% feared it, and 45% hid it, up from 20%": what has risen is
    another number there."""
    told = {match["than"]: match["what"] for quote in quotes for match in _UP_FROM.finditer(quote)}
    said = {number for quote in quotes for number in re.findall(_NUMBER, quote)}
    return any(
        match["what"] in said and told.get(match["than"], match["what"]) != match["what"] for match in _UP_FROM.finditer(text)
    )


def _leads(text: str) -> list[tuple[str, str]]:
    return [(lead.lower(), number.rstrip(".,")) for lead, number in _LED.findall(text)]


def _exchanged(ours: Iterable[tuple[str, str]], theirs: Sequence[tuple[str, str]]) -> bool:
    """True if a number has a lead here that only another number has there."""
    leads = {lead for lead, _ in theirs if lead}
    for lead, number in ours:
        held = {other for other, same in theirs if same == number}
        if lead in leads and held and "" not in held and lead not in held:
            return True
    return False
