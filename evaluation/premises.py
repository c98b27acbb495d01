"""`python -m evaluation.premises`: questions made of the bundled collection, whose premises are known to hold or not.

Headings that ask something are asked as they are. Each position on record is asked as it is ("Why does X support the view that
…?") and turned round, which makes it false. All are of one mould: what they say of questions put otherwise is little.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from answering.service import Service
from core.console import note, quiet_libraries
from core.errors import DebatesError
from core.settings import build_settings
from core.types import Answer, Article

Kind = Literal["heading", "position as it is", "position turned round"]
VERB = {"for": "support", "against": "oppose"}
OTHER = {"support": "oppose", "oppose": "support"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how it was made; only a position turned round has a false premise."""

    kind: Kind
    question: str


def questions_of(articles: Iterable[Article], headings: Iterable[str]) -> Iterator[Asked]:
    """The questions, each once. Of holders on record with two sides of one proposition none is made."""
    for heading in dict.fromkeys(headings):
        if heading.endswith("?"):
            yield Asked("heading", heading)
    sides: dict[tuple[str, str], set[str]] = {}
    for article in articles:
        for position in article.positions:
            sides.setdefault((position.holder, position.proposition), set()).add(position.stance)
    for (holder, proposition), stances in sorted(sides.items()):
        if len(stances) == 1 and (verb := VERB.get(min(stances))):
            view = proposition if proposition[:2].isupper() else proposition[0].lower() + proposition[1:]
            yield Asked("position as it is", f"Why does {holder} {verb} the view that {view.rstrip('.')}?")
            yield Asked("position turned round", f"Why does {holder} {OTHER[verb]} the view that {view.rstrip('.')}?")


def ended(answer: Answer) -> str:
    """`corrected`, `declined` or `answered`."""
    if any(notice.code == "premise_not_in_sources" for notice in answer.notices):
        return "corrected"
    return "answered" if answer.sentences else "declined"


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input."""
    p = argparse.ArgumentParser(
        prog="python -m evaluation.premises", description="Premises that hold, and the same turned round."
    )
    p.add_argument("--show", action="store_true", help="print each question that ended wrongly")
    options = p.parse_args(arguments)
    quiet_libraries()
    try:
        service = Service(build_settings())
        store = service.store()
        articles = store.all_articles()
        headings = (
            text for a in articles for text in (a.title, *(h for c in store.chunks_of(a.article_id) for h in c.heading_path))
        )
        rows = [(asked, ended(service.answer(asked.question))) for asked in questions_of(articles, headings)]
    except DebatesError as error:
        note(error.user_message)
        return 2
    print("| Questions | n | corrected | declined | answered |\n|---|---|---|---|---|")
    for kind in dict.fromkeys(asked.kind for asked, _ in rows):
        own = [end for asked, end in rows if asked.kind == kind]
        print(
            f"| {kind} | {len(own)} | " + " | ".join(str(own.count(end)) for end in ("corrected", "declined", "answered")) + " |"
        )
    if options.show:
        for asked, end in rows:
            if (end == "answered") == (asked.kind == "position turned round"):
                print(f"{end}: {asked.question}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
