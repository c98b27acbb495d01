"""The sentences of an extractive answer and their order: what meets the question, what completes it, sides, sections. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from answering.arrangement import (
    MOST_FURTHER,
    Row,
    by_section,
    by_side,
    by_worth,
    section_of,
    side_by_side,
    steadied,
    takes_side,
    topped_up,
    with_lists_whole,
    without_subsumed,
)
from answering.discourse import Passage, passages, with_antecedent
from answering.evidence import Candidate
from answering.fitting import ENOUGH, fits, tells_of_named
from answering.opening import asks_for_one_date, cautions, opened, sides_asked
from answering.questions import (
    QuestionKind,
    asks_for_arguments,
    asks_what_should_be,
    may_take_sides,
    question_kind,
)
from answering.remarks import speaks_of_the_collection
from answering.render import FURTHER
from answering.selection import (
    about_the_named,
    around,
    disputed,
    lacks_antecedent,
    names_told,
    repeats,
    says_nothing,
    side_of,
    sides_completed,
    spread,
    told,
    undecided,
    value,
)

MOST_SENTENCES: dict[QuestionKind, int] = {"figure": 4, "when": 8, "why": 10, "who": 9, "debate": 9, "compare": 8, "other": 7}
OPENING_LEAST = 0.40  # relevance a sentence needs to open an answer
SHARE_OF_BEST = 0.76  # further sentences need this share of the best one's value
FEW, SHARE_OF_BEST_FEW = 3, 0.62  # up to so many sentences a smaller share will do, of sections already quoted
LEAST = 0.34  # and this much in any case
NOTHING_CLOSE = 0.20  # where no sentence is as likely to answer, the answer says so
NOTHING_CLOSE_KNOWN = 0.25  # the same for one that is known to answer a question like it: those near a subject are many
ASKS_THE_SAME = 0.8  # cosine from which a heading asks what the question does
LIKELY_ASKED = 0.6  # likelihood of a proposition from which its sides are what is asked for …
OF_A_FACT = 0.93  # … and where a fact is asked for
NEAREST = 5  # best sentences, one of which must take a side before a question of fact is answered by sides
VOICES_A_SIDE = 6  # named voices on each side of a disputed proposition, as far as there are any
MOST_UNDECIDED = 1  # conflicts told of which neither side was chosen
SHARE_IN_CONFLICT = 0.7  # share of the opening's value that each side of those needs
ALSO_NEAR = 0.06  # probability to answer from which one that was not chosen is shown there
BEST, MANY = 20, 6  # sentences that tell what is argued about, and how many of them make it so

LIKELY_LIST = 0.05  # probability to answer that a sentence of a list needs, unless its heading is as near as this:
NEAR_HEADING = 0.6
RELEVANT_LIST = (0.95, 0.82)  # share of the best value that a list's score needs: plain questions, others
RELEVANT_REMARK = 0.90  # the same for a remark on what the sources leave open

_REASONS = re.compile(r"\b(?:two|three|four|five|six|several) (?:main |other )?(?:reasons|causes|grounds)\b", re.I)
LEFT_OPEN = "What the sources leave open"


def told_most(candidates: Sequence[Candidate]) -> dict[str, float]:
    """The proposition on which most of the best sentences take a side, where many do; how likely it is asked about is unknown."""
    best = sorted(candidates, key=lambda c: (-value(c), c.article.article_id, c.start))[:BEST]
    told = Counter(proposition for candidate in best for proposition in {about for about, _ in candidate.stances})
    return {proposition: 0.0 for proposition, times in told.most_common(1) if times >= MANY}


def composed(
    question: str, candidates: Sequence[Candidate], about: Mapping[str, float], likely: Mapping[Candidate, float]
) -> list[Row]:
    """The sentences of an answer in reading order. `about` holds the propositions on record that are asked about, `likely` how
    likely each candidate is to answer."""
    kind = question_kind(question)
    remarks = [candidate for candidate in candidates if speaks_of_the_collection(candidate.text)]
    usable = [c for c in candidates if c not in remarks and value(c) > 0]
    wanted = about_the_named(question, usable) if kind == "figure" else usable
    together = standing_together(kind, wanted, likely)
    picked = chosen(kind, wanted, together)
    if not picked:
        return []
    picked += names_told(question, usable, picked, LEAST)
    picked = opened(question, kind, picked, usable)
    picked += undecided(usable, picked, SHARE_IN_CONFLICT * value(picked[0]), MOST_UNDECIDED)
    proposition = None
    if may_take_sides(question):
        fact = kind == "debate" and not asks_what_should_be(question)
        enough = OF_A_FACT if fact else LIKELY_ASKED
        if fact:
            nearest = {proposition for candidate in picked[:NEAREST] for proposition, _ in candidate.stances}
            about = {known: share for known, share in about.items() if known in nearest or share >= enough}
        wanted_sides = {known: set(sides_asked(question, known)) for known in about}
        told_sides = {known for known, sides in wanted_sides.items() if any(side_of(c, known) in sides for c in usable)}
        proposition = disputed({known: about[known] for known in told_sides}, usable) or disputed(about, usable)
        if proposition:
            voices = sides_completed(proposition, usable, picked, LEAST, VOICES_A_SIDE)
            heard = [(None, c) for c in [*picked, *voices] if side_of(c, proposition)]
            if asks_for_arguments(question) or about[proposition] >= enough or comes_close(heard, likely):
                picked += voices
            else:
                proposition = None
    if kind == "when":
        first = picked[:1] if asks_for_one_date(question) else []
        rows: list[Row] = [(None, c) for c in [*first, *sorted((c for c in picked if c not in first), key=_first_year)]]
    else:
        asked = sides_asked(question, proposition or "")
        heard_sides = {side_of(candidate, proposition) for candidate in picked} if proposition else set()
        if asked and not heard_sides & set(asked) and "mixed" in heard_sides:
            asked = ("mixed",)  # those in between are the nearest to it
        if proposition and (not asked or heard_sides & set(asked)):
            rows = by_side(picked, proposition, asked, opens=kind == "compare")
        else:
            rows = by_section(picked)
    rows = [row for row in rows if takes_side(row) or tells_of_named(question, told(row[1]), around(row[1]))] or rows
    fitting = [row for row in rows if fits(question, kind, row[1].text)]
    fewest = FEW if kind in ("debate", "compare") else 1  # one sentence hardly shows both sides
    rows = by_worth(fitting if len(fitting) >= ENOUGH else rows, likely, together, fewest)
    rows = topped_up(rows, also_near(question, kind, rows, usable, likely), likely)
    rows = with_lists_whole(without_subsumed(rows if kind in ("figure", "when") else steadied(rows, likely)))
    rows = side_by_side(rows, usable)
    least = RELEVANT_REMARK * max(value(candidate) for candidate in picked)
    left_open = [c for c in remarks if c.kept and value(c) >= least]
    if left_open and kind not in ("figure", "when"):
        fold = next((at for at, (group, _) in enumerate(rows) if group == FURTHER), len(rows))
        rows.insert(fold, (LEFT_OPEN, max(left_open, key=lambda c: value(c))))
    return rows


def also_near(
    question: str, kind: QuestionKind, rows: Sequence[Row], usable: Sequence[Candidate], likely: Mapping[Candidate, float]
) -> list[Candidate]:
    """The likeliest sentences that the rows do not say, as many as there is room for below the fold."""
    shown = [candidate for _, candidate in rows]
    room = MOST_FURTHER - sum(group == FURTHER for group, _ in rows)
    found: list[Candidate] = []
    for candidate in sorted(usable, key=lambda c: (-likely.get(c, 0.0), c.article.article_id, c.start)):
        if len(found) >= room or likely.get(candidate, 0.0) < ALSO_NEAR:
            break
        if says_nothing(candidate.text) or repeats(candidate, [*shown, *found]) or lacks_antecedent(candidate, shown):
            continue
        if fits(question, kind, candidate.text) and tells_of_named(question, told(candidate), around(candidate)):
            found.append(candidate)
    return found


def comes_close(rows: Sequence[Row], likely: Mapping[Candidate, float]) -> bool:
    """True if one of them is likely enough to answer to be shown without a warning."""
    return any(likely.get(c, 0.0) >= (NOTHING_CLOSE_KNOWN if c.predicted else NOTHING_CLOSE) for _, c in rows)


def gives_reasons(question: str, rows: Sequence[Row]) -> bool:
    """True if why is asked and the answer opens by counting reasons, with them behind it."""
    return question_kind(question) == "why" and len(rows) > 1 and bool(_REASONS.search(rows[0][1].text))


def headed(usable: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the section whose heading asks the question itself, as its writer ordered them; none if there is none."""
    asked = [c for c in usable if c.heading and c.likeness_of_heading >= ASKS_THE_SAME]
    if not asked:
        return []
    best = section_of(max(asked, key=lambda c: (c.likeness_of_heading, value(c))))
    found: list[Candidate] = []
    for candidate in (c for c in usable if section_of(c) == best):
        if value(candidate) >= LEAST and not says_nothing(candidate.text) and not repeats(candidate, found):
            found.append(candidate)
    return found


def chosen(kind: QuestionKind, usable: Sequence[Candidate], together: Sequence[Candidate]) -> list[Candidate]:
    """The fewest sentences that answer: what stands together and meets the question, then what adds most."""
    if not usable:
        return []
    best = max(value(candidate) for candidate in usable)
    picked = list(together)
    picked += spread(usable, picked, MOST_SENTENCES[kind] - len(picked), min(best, max(LEAST, SHARE_OF_BEST * best)))
    if len(picked) < FEW and kind != "figure":
        sections = {(c.article.article_id, c.heading) for c in picked}
        near = [c for c in usable if (c.article.article_id, c.heading) in sections]
        picked += spread(near, picked, FEW - len(picked), max(LEAST, SHARE_OF_BEST_FEW * best))
    return picked


def standing_together(kind: QuestionKind, usable: Sequence[Candidate], likely: Mapping[Candidate, float]) -> list[Candidate]:
    """The section whose heading asks the question, and lists that meet it: their items say little alone.

    A list of reasons for something else is like any question that asks why.
    """
    best = max((value(candidate) for candidate in usable), default=0.0)
    room = MOST_SENTENCES[kind]
    picked = headed(usable)[:room]
    wanted = [
        passage
        for passage in passages(usable, OPENING_LEAST)
        if _fits(kind, passage) and passage.score >= RELEVANT_LIST[kind != "other"] * best and _may_answer(passage, likely)
    ]
    for passage in wanted[:2]:
        opening = [c for c in with_antecedent(passage.opening, usable) if not repeats(c, picked)]
        fresh = opening + [c for c in passage.points if not repeats(c, [*picked, *opening])]
        if len(fresh) >= 3 and room - len(picked) >= 3:
            picked += fresh[: room - len(picked)]
    return picked


def _fits(kind: QuestionKind, passage: Passage) -> bool:
    """Lists answer why, who, how and what; they seldom answer how many or when."""
    return kind not in ("figure", "when") and (passage.announced or kind == "why")


def _may_answer(passage: Passage, likely: Mapping[Candidate, float]) -> bool:
    """True for a list one of whose sentences is likely enough to answer, or whose heading is near the question."""
    return passage.opening.likeness_of_heading >= NEAR_HEADING or any(
        likely.get(candidate, 0.0) >= LIKELY_LIST for candidate in (passage.opening, *passage.points)
    )


def _first_year(candidate: Candidate) -> tuple[bool, int, str, int]:
    years = re.findall(r"\b(?:19|20)\d\d\b", candidate.text)
    return (cautions(candidate.text), min(map(int, years)) if years else 9999, candidate.article.article_id, candidate.start)
