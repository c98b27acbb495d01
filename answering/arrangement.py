"""The order in which chosen sentences are read: the opening, then section by section, or side by side of a dispute. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from answering.discourse import dangles
from answering.evidence import Candidate
from answering.render import FURTHER, SIDE
from answering.selection import contradicts, side_of, value, with_conflicts
from core.types import Stance

MOST_BESIDE = 5  # sentences that take no side, where there are sides
MOST_BESIDE_ONE = 2  # the same where the voices of one side are asked for
MOST_CONFLICTS = 3  # sentences added because they tell something shown differently
BESIDE = "Also told"
ANSWERS = 0.18  # probability to answer from which a sentence belongs in the answer
NEAR = 0.03  # and from which it is shown below it
MOST_FURTHER = 5  # sentences to which what stands below the fold is filled up
ABOUT_AS_LIKELY = 0.5  # share of the first sentence's probability to answer from which another may take its place
SUBSUMED = 0.8  # share of a sentence's words in a longer one that makes it superfluous
SUBSUMED_BY_FIGURES, TELLING = 0.45, 2  # the same where it has so many figures, all of them in the longer one; a day counts twice
LEAST_SHARED = 5  # words of a sentence that is looked at
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"\b((?:19|20)\d\d)[–/-]\d\d\b")
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d")
_DISPUTE = re.compile(
    r"\b(?:is|are|was|remains?) (?:disputed|contested)\b|\b(?:disagree|opinions \w+ differ|argument over)\b", re.I
)
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_GOES_ON = re.compile(
    r"^(?:(?:In|At|On|By|Of) )?(?:the|that) same\b|^(?:A|The) (?:further|second|third|fourth|fifth|other)\b|^Another\b|"
    r"^[^,.;]{0,70}\b(?:also|added|moreover|likewise)\b",
    re.I,
)

_COUNTED = re.compile(
    r"(?:.{0,60}?[’']s |(?:The|A) )(?:first|second|third|fourth|fifth|sixth|seventh|last|final) (?P<what>[a-z]+)", re.I
)
"""A point that is counted at the beginning of its sentence: "The third deterrent …", "Vize's first reason …"."""

Row = tuple[str | None, Candidate]
"""A sentence and the group it is shown in."""


def by_section(picked: Sequence[Candidate]) -> list[Row]:
    """The opening, the rest of its section, then the other sections, the best first; each as its writer ordered it."""
    sections: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in picked[1:]:
        sections.setdefault(section_of(candidate), []).append(candidate)
    first = section_of(picked[0])
    order = sorted(sections, key=lambda key: (key != first, -max(value(c) for c in sections[key]), key))
    rest = [candidate for key in order for candidate in sorted(sections[key], key=lambda c: c.start)]
    return [(None, candidate) for candidate in [picked[0], *rest]]


def section_of(candidate: Candidate) -> tuple[str, str]:
    """What a sentence stands in: its article and the heading above it."""
    return candidate.article.article_id, candidate.heading


def by_side(picked: Sequence[Candidate], proposition: str, asked: Sequence[Stance], opens: bool) -> list[Row]:
    """Each side under a heading that states the proposition, the sides `asked` for first, and then what takes no side; of that
    the first sentence goes before all if it `opens` the answer, else one that tells of the dispute itself."""
    neutral = [candidate for candidate in picked if side_of(candidate, proposition) is None]
    opening = picked[:1] if opens and picked and picked[0] in neutral else []
    if not opening and not asked:
        opening = [candidate for candidate in neutral if _DISPUTE.search(candidate.text)][:1]
    rows: list[Row] = [(None, candidate) for candidate in opening]
    for side in sorted(SIDE, key=lambda side: side not in asked):
        own = [candidate for candidate in picked if side_of(candidate, proposition) == side]
        rows += [(f"{SIDE[side]}: {proposition}", candidate) for candidate in own]
    rest = [candidate for candidate in neutral if candidate not in opening][: MOST_BESIDE_ONE if asked else MOST_BESIDE]
    return rows + [(BESIDE if rows else None, candidate) for _, candidate in (by_section(rest) if rest else [])]


def takes_side(row: Row) -> bool:
    """True for what stands under a side."""
    return row[0] is not None and row[0].startswith(tuple(f"{side}: " for side in SIDE.values()))


def by_worth(rows: Sequence[Row], likely: Mapping[Candidate, float], together: Sequence[Candidate], fewest: int = 1) -> list[Row]:
    """The rows that are likely to answer, then those that are less so, under a heading of their own; the least likely go.

    `likely` holds probabilities. What stands under a side or belongs `together` stays where it is;
    what points back stays with the sentence before it; where fewer are likely the best `fewest` answer.
    """
    runs: list[list[Row]] = []
    for row in rows:
        if runs and leans_on(row[1], runs[-1][-1][1]):
            runs[-1].append(row)
        else:
            runs.append([row])
    worth = [max(likely.get(candidate, 0.0) for _, candidate in run) for run in runs]
    ranked = sorted(worth, reverse=True)[:fewest]
    least = min([ANSWERS, *ranked[:1], *(own for own in ranked if own >= NEAR)])
    first = [row for run, own in zip(runs, worth, strict=True) for row in run if own >= least or _stays(run, together)]
    after = [run for run, own in zip(runs, worth, strict=True) if NEAR <= own < least and not _stays(run, together)]
    return first + [(FURTHER, candidate) for run in after for _, candidate in run]


def topped_up(rows: Sequence[Row], also: Sequence[Candidate], likely: Mapping[Candidate, float]) -> list[Row]:
    """The rows and, below the fold, what else is near, the likeliest first; above it where nothing there is likely to answer."""
    fold = next((at for at, (group, _) in enumerate(rows) if group == FURTHER), len(rows))
    unlikely = all(likely.get(candidate, 0.0) < ANSWERS for _, candidate in rows[:fold])
    first = [candidate for candidate in also[:1] if unlikely and likely[candidate] >= ANSWERS]
    group = BESIDE if any(group for group, _ in rows[:fold]) else None
    rest = [(FURTHER, candidate) for candidate in also if candidate not in first]
    return [*rows[:fold], *((group, candidate) for candidate in first), *rows[fold:], *rest]


def without_subsumed(rows: Sequence[Row]) -> list[Row]:
    """The rows without those that say less of the same than another under their heading; that one comes in the place of the
    first of both. What opens stays: it may be the plainer answer."""
    found = list(rows)
    for row in rows[1:]:
        fuller = next(
            (other for other in found if other is not row and other[0] == row[0] and _says_all_of(other[1], row[1])), None
        )
        if row in found and fuller is not None:
            at, place = found.index(row), found.index(fuller)
            found[min(at, place)] = fuller
            del found[max(at, place)]
    return found


def _says_all_of(fuller: Candidate, other: Candidate) -> bool:
    """True if a longer sentence holds nearly all words and all figures of another, or fewer words with all of several figures
    that are no years, and is no conflict with it."""
    if len(fuller.terms) <= len(other.terms) or len(other.terms) < LEAST_SHARED:
        return False
    figures = _figures(other.text)
    if not figures <= _figures(fuller.text) or contradicts(fuller, other):
        return False
    telling = [figure for figure in figures if not _YEAR.fullmatch(figure) and len(figure) > 1]
    same_day = bool(set(_DAY.findall(other.text)) & set(_DAY.findall(fuller.text)))
    needed = SUBSUMED_BY_FIGURES if len(telling) + same_day >= TELLING else SUBSUMED
    return len(other.terms & fuller.terms) >= needed * len(other.terms)


def with_lists_whole(rows: Sequence[Row]) -> list[Row]:
    """The rows with the points of a counted list together and in order: where two of them stand above the fold, those below it
    come up to them."""
    found = list(rows)
    points: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if not takes_side(row) and (counted := _COUNTED.match(row[1].text)):
            points.setdefault((*section_of(row[1]), counted["what"].lower()), []).append(row)
    for own in points.values():
        above = [row for row in own if row[0] != FURTHER]
        if len(above) > 1 or len(own) > 1 > len(above):
            at, group = found.index(own[0]), own[0][0]
            rest = [row for row in found if row not in own]
            ordered = [(group, row[1]) for row in sorted(own, key=lambda row: row[1].start)]
            found = [*rest[:at], *ordered, *rest[at:]]
    return found


def _figures(text: str) -> set[str]:
    """The figures of a sentence; of a run of years ("2024–25") the first."""
    return set(_FIGURE.findall(_YEARS.sub(r"\1", text)))


def steadied(rows: Sequence[Row], likely: Mapping[Candidate, float]) -> list[Row]:
    """The rows with another one first where the first goes on from what was not shown ("In the same survey …", "also"): what
    stands before it in its paragraph, or the next one that is about as likely to answer."""
    if not rows or not _GOES_ON.search(rows[0][1].text):
        return list(rows)
    first = rows[0]
    alike = [row for row in rows[1:] if row[0] == first[0] and not _GOES_ON.search(row[1].text) and not dangles(row[1].text)]
    before = [row for row in alike if _stands_before(row[1], first[1])]
    least = ABOUT_AS_LIKELY * likely.get(first[1], 0.0)
    better = [*before, *(row for row in alike[:1] if likely.get(row[1], 0.0) >= least)]
    return [better[0], *(row for row in rows if row is not better[0])] if better else list(rows)


def _stands_before(one: Candidate, other: Candidate) -> bool:
    return one.article is other.article and one.paragraph == other.paragraph and one.start < other.start


def leans_on(candidate: Candidate, before: Candidate) -> bool:
    """True if a sentence points back and `before` stands in front of it in its paragraph."""
    return _stands_before(before, candidate) and dangles(candidate.text)


def _stays(run: Sequence[Row], together: Sequence[Candidate]) -> bool:
    group, candidate = run[0]
    return (group is not None and group != BESIDE) or candidate in together


def side_by_side(rows: Sequence[Row], usable: Sequence[Candidate]) -> list[Row]:
    """The rows with what tells the same thing differently next to each other: what is added stands under the heading of the
    first, and so does what comes forward from below the fold."""
    group = {candidate: heading for heading, candidate in rows}
    found: list[Row] = []
    for candidate in with_conflicts([candidate for _, candidate in rows], usable, MOST_CONFLICTS):
        above = found[-1] if found else None
        heading = group.get(candidate, above[0] if above else None)
        if above and heading == FURTHER and contradicts(candidate, above[1]):
            heading = above[0]
        found.append((heading, candidate))
    return found
