"""Who is said to hold what: positions with their right holder, speakers, opinions without one. Pure.

What a reader is told of a sentence's origin counts as much as its words: the speaker, the heading it stands under, and the
lead-in made from the cited article's authors or, in a briefing, from the one original behind the quotation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from core.terms import content_terms
from core.text import fold
from evaluation.dataset import Question, Stand
from evaluation.strings import contains, contains_any, normalise

Record = Mapping[str, Any]
OPINIONATED = ("opinion", "speech", "debate")
QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
SHORTEST_SURNAME = 4  # letters; a shorter one is found only beside its first name
SHORTEST_INITIALS = 3  # letters of an organisation's initials
MOST_NAMES = 3  # capitalised words that may be one person's name

_ASIDE = re.compile(r"\(([^)]*)\)")
_JOINED = re.compile(r"\s*(?:,|&|\band\b)\s+")
_TITLE = re.compile(r"^(?:Sir|Dame|Lord|Lady|Baroness|Professor|Prof|Dr|Mr|Mrs|Ms)\.? ")
_GROUP_TEXT = """
NHS England Association Board Care Centre College Commission Committee Congress Council Department Employers Exchange Fact
Federation Forum Foundation Fund Government Group Health Hospital Institute Joint Labour Management Managers Medical Ministers
Ministry Network Nuffield Nurse Observatory Office Party Partnership Professionals Providers Royal Sceptic Services Society
Times Trust Union Unions Unison University
"""
_GROUP_WORDS = frozenset(_GROUP_TEXT.split())
"""Words that make a capitalised name one of a body rather than of a person."""


def position_metrics(question: Question, answer: Record) -> dict[str, float | None]:
    """Positions found beside their right holder, those given to the other camp, and the share of camps that are heard.

    A position is found if a sentence holds one of its strings and names its holder. It is misattributed if such a sentence
    names instead a holder of another stance, of whose own strings it holds none. Camps are the stances of the question,
    `mixed` aside.
    """
    if not question.positions:
        return {}
    found: list[Stand] = []
    astray = 0
    for stand in question.positions:
        others = [other for other in question.positions if other.holder != stand.holder and other.stance != stand.stance]
        holding = [sentence for sentence in answer["sentences"] if contains_any(sentence["text"], stand.any_of)]
        told = [(sentence["text"], told_of(sentence, answer["articles"])) for sentence in holding]
        unnamed = [(text, words) for text, words in told if not names_holder(words, stand.holder)]
        if len(unnamed) < len(told):
            found.append(stand)
        astray += any(_is_given_to(other, text, words) for text, words in unnamed for other in others)
    rows: dict[str, float | None] = {
        "position_recall": len(found) / len(question.positions),
        "misattribution": astray / len(question.positions),
    }
    camps = {stand.stance for stand in question.positions} - {"mixed", ""}
    if len(camps) > 1:
        rows["sides_shown"] = len(camps & {stand.stance for stand in found}) / len(camps)
    return rows


def _is_given_to(other: Stand, text: str, told: str) -> bool:
    return names_holder(told, other.holder) and not contains_any(text, other.any_of)


def told_of(sentence: Record, articles: Mapping[str, Record]) -> str:
    """A sentence with all that is shown of whose it is: its heading, and its speaker or else its origins' bylines."""
    words = [sentence["text"], sentence.get("group") or ""]
    if sentence.get("speaker"):
        return " ".join([*words, sentence["speaker"]])
    origins = [articles.get(citation["article_id"], {}) for citation in sentence["citations"]]
    bylines = [str(facts.get("byline", "")) for facts in origins if facts.get("form") != "briefing"]
    return " ".join([*words, *bylines, *(sole_original(citation, articles) for citation in sentence["citations"])])


def sole_original(citation: Record, articles: Mapping[str, Record]) -> str:
    """Authors and publisher of the one original behind a briefing's quotation; empty where there are several or none."""
    keys = citation.get("source_keys") or ()
    return originals(citation, articles) if len(keys) == 1 else ""


def originals(citation: Record, articles: Mapping[str, Record]) -> str:
    """Authors, publishers and dates of the originals behind a quotation, as words."""
    sources = articles.get(citation["article_id"], {}).get("sources") or {}
    known = [sources[key] for key in citation.get("source_keys") or () if key in sources]
    return " ".join(" ".join([*s["authors"], s["publisher"] or "", s["published"] or "", s["title"]]) for s in known)


def names_holder(told: str, holder: str) -> bool:
    """True if the words name the holder, or one of several: in full, a person by surname, a body by its initials."""
    aside = _ASIDE.findall(holder)
    bare = _ASIDE.sub("", holder).strip()
    if any(contains(told, name) for name in (holder, bare, *aside)):
        return True
    parts = [part for part in _JOINED.split(bare.replace("and colleagues", "")) if part]
    if all(is_person(part) for part in parts):
        return any(_names_person(told, part) for part in parts)
    if any(contains(told, part) for part in parts if " " in part):
        return True
    initials = "".join(word[0] for word in bare.split() if word[0].isupper())
    if len(initials) >= SHORTEST_INITIALS and re.search(rf"\b{initials}\b", told):
        return True
    wanted = set(content_terms(bare))
    return len(wanted) > 1 and any(wanted <= set(content_terms(part)) for part in told.split(". "))


def is_person(name: str) -> bool:
    """True for one to three capitalised words, titles aside, none of which is a word of a body's name."""
    parts = _TITLE.sub("", name.strip()).split()
    return 1 <= len(parts) <= MOST_NAMES and all(part[0].isupper() and part not in _GROUP_WORDS for part in parts)


def _names_person(told: str, name: str) -> bool:
    surname = name.split()[-1]
    if len(surname) >= SHORTEST_SURNAME and re.search(rf"\b{re.escape(surname)}\b", told):
        return True
    return contains(told, name)


def speaker_is_right(sentence: Record, articles: Mapping[str, Record]) -> bool | None:
    """True if the words are those of the speaker named: the turn they stand in or, without turns, an author or somebody
    named in their paragraph. Our own summaries have no speaker but for what they quote. `None` without a speaker."""
    speaker = sentence.get("speaker")
    if not speaker:
        return None
    return any(_spoke(speaker, citation, articles.get(citation["article_id"])) for citation in sentence["citations"])


def _spoke(speaker: str, citation: Record, facts: Record | None) -> bool:
    if facts is None:
        return False
    text, start, end = facts["text"], citation["start"], citation["end"]
    if facts["form"] != "original" and not stands_in_marks(citation["quote"], text):
        return False
    turns = speakers_at(start, facts)
    if turns:
        return any(contains(turn, speaker) or contains(speaker, turn) for turn in turns)
    paragraph = text[text.rfind("\n\n", 0, start) + 1 : (text + "\n\n").find("\n\n", end)]
    return any(
        contains(told, speaker) for told in (str(facts.get("byline", "")), " ".join(facts.get("authors") or ()), paragraph)
    )


def speakers_at(position: int, facts: Record) -> list[str]:
    """Who speaks at a place of an article that records turns."""
    return [turn["speaker"] for turn in facts.get("turns") or () if turn["start"] <= position < turn["end"]]


def stands_in_marks(words: str, text: str) -> bool:
    """True if the words stand in the text inside quotation marks, or with marks of their own."""
    wanted = fold(words)
    return f'"{wanted}"' in folded(text) or any(wanted in span for span in _marked(text))


@lru_cache(maxsize=4_096)
def folded(text: str) -> str:
    """`fold`, kept for the articles, which are asked about once for every quotation."""
    return fold(text)


@lru_cache(maxsize=4_096)
def _marked(text: str) -> tuple[str, ...]:
    """What stands in quotation marks, paragraph by paragraph, so that a mark never closed spoils no more than its own."""
    return tuple(fold(span) for paragraph in text.split("\n") for span in QUOTED.findall(paragraph))


def is_opinion_as_fact(sentence: Record, articles: Mapping[str, Record]) -> bool:
    """True for a sentence from an opinion, speech or debate that comes without anybody who holds it.

    An original's needs a speaker, or names an author or speaker in its text; a digest's is led in by its original's authors
    or publisher, so it needs one of them.
    """
    return any(
        _unattributed(sentence, facts)
        for citation in sentence["citations"]
        if (facts := articles.get(citation["article_id"])) and facts["kind"] in OPINIONATED
    )


def _unattributed(sentence: Record, facts: Record) -> bool:
    authors: Sequence[str] = facts.get("authors") or ()
    if facts["form"] != "original":
        return not (authors or facts.get("publisher"))
    voices = [*authors, *(turn["speaker"] for turn in facts.get("turns") or ())]
    return not sentence.get("speaker") and not any(_names_person(sentence["text"], voice) for voice in voices if normalise(voice))
