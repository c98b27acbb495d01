"""`python -m evaluation.grades RUN …`: how much of what saved runs show answers its question, by grades that a reader gave.

`data/questions/grades.jsonl` holds, for dev and the plain questions, grades of the sentences that some ranking put near a
question (a pool, as in TREC's test collections): 2 answers it or a part of it, 1 helps, 0 is beside it. A sentence is known by
its article and its first words, so it keeps its grade while it keeps those. What is not in the pool has no grade, and is counted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.render import FURTHER
from core.console import note
from core.errors import DebatesError, InputError
from evaluation.run import read_generated

GRADES = Path("data/questions/grades.jsonl")
ANSWERS, HELPS, BESIDE = 2, 1, 0
FIRST_WORDS = 60  # characters by which a sentence of an article is known


@dataclass(frozen=True, slots=True)
class Graded:
    """The graded sentences of one question: article → first words → grade. `part` is that of its question."""

    part: str
    grades: Mapping[str, Mapping[str, int]]

    def of(self, article_id: str, text: str) -> int | None:
        """The grade of a sentence; `None` if it has none."""
        return self.grades.get(article_id, {}).get(first_words(text))

    def count(self, grade: int) -> int:
        """Sentences with this grade."""
        return sum(own == grade for article in self.grades.values() for own in article.values())


def first_words(text: str) -> str:
    """What a sentence is known by."""
    return " ".join(text.split())[:FIRST_WORDS]


def load_grades(path: Path = GRADES) -> dict[str, Graded]:
    """Graded sentences by question id. Raises `InputError` with the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
    found: dict[str, Graded] = {}
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            found[row["question"]] = Graded(row["part"], row["grades"])
            wrong = {grade for article in row["grades"].values() for grade in article.values()} - {ANSWERS, HELPS, BESIDE}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}, line {number}: not a question with its part and grades ({error}).") from error
        if wrong:
            raise InputError(f"{path}, line {number}: a grade is 2, 1 or 0, not {', '.join(map(str, wrong))}.")
    return found


@dataclass(frozen=True, slots=True)
class Precision:
    """What the answers of one run show. `shares` are of the graded sentences; `first` the share of answers that open with a
    sentence that answers; `whole` of those of which no sentence is beside the question."""

    answers: int
    sentences: int
    ungraded: int
    shares: tuple[float, float, float]
    first: float
    whole: float

    @property
    def words(self) -> str:
        answering, helping, beside = self.shares
        return (
            f"{self.answers} answers, {self.sentences} sentences ({self.ungraded} without a grade): answering {answering:.3f}, "
            f"helping {helping:.3f}, beside {beside:.3f}; first answers {self.first:.3f}; nothing beside {self.whole:.3f}"
        )


def precision(
    rows: Iterable[Mapping[str, Any]], grades: Mapping[str, Graded], part: str | None = None, *, folded: bool = True
) -> Precision | None:
    """Of a run's rows those whose question is graded (and of `part`, if one is named); `None` without any that is answered.

    What is folded away as less close counts only if `folded`.
    """
    count: Counter[int | None] = Counter()
    answers = first = whole = 0
    for row in rows:
        graded = grades.get(row["id"])
        found = graded and (part is None or graded.part == part) and grades_shown(row["answer"], graded, folded=folded)
        if not found:
            continue
        answers += 1
        first += found[0] == ANSWERS
        whole += BESIDE not in found
        count.update(found)
    known = sum(count[grade] for grade in (ANSWERS, HELPS, BESIDE))
    if not known:
        return None
    shares = (count[ANSWERS] / known, count[HELPS] / known, count[BESIDE] / known)
    return Precision(answers, sum(count.values()), count[None], shares, first / answers, whole / answers)


def grades_shown(answer: Mapping[str, Any], graded: Graded, *, folded: bool = True) -> list[int | None]:
    """The grade of each sentence shown, by its first citation."""
    shown = [sentence for sentence in answer["sentences"] if folded or sentence.get("group") != FURTHER]
    cited = [sentence["citations"][0] for sentence in shown]
    return [graded.of(citation["article_id"], citation["quote"]) for citation in cited]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(prog="python -m evaluation.grades", description="How much of what is shown answers its question.")
    p.add_argument("runs", type=Path, nargs="+", help="folders of `python -m evaluation run`")
    p.add_argument("--grades", type=Path, default=GRADES, help="graded sentences (default: %(default)s)")
    p.add_argument("--part", help="only questions of this part (dev, tune, check)")
    options = p.parse_args(arguments)
    try:
        grades = load_grades(options.grades)
        for run in options.runs:
            for label, folded in (("all", True), ("above the fold", False)):
                found = precision(read_generated(run), grades, options.part, folded=folded)
                print(f"{run}, {label}: {found.words if found else 'no answer to a graded question'}")
    except DebatesError as error:
        note(error.user_message)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
