"""Whose deed, whose number, whose words: what a sentence ties together must not be tied otherwise in its quotations. Pure.

A model that keeps its source's words still goes wrong by what it makes them belong to: "the College sets standards" for "NHS
England sets standards, and a College is planned". Both texts are parsed, and a relation of the sentence is a conflict where the
quotation has the same words, not together, and another word in that very place. A relation that the quotation lacks and
contradicts nowhere is no conflict: parsers err, and phrases move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from answering.checks.clauses import Clauses, Relation, clauses_of, is_verb, parts_of, weighs
from answering.checks.lexicon import lexicon
from answering.parsing import Token

_NAMING = ("NOUN", "PROPN")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SOURCED = re.compile(r"\b(?:according to|account|figures|in the view)\b", re.I)
_WORKS_TEXT = "journal times bmj hsj guardian telegraph office lancet"
_WORKS = frozenset(_WORKS_TEXT.split())  # whoever reports a fact may go unnamed
_FACTUAL = frozenset({"reported", "found", "noted", "recorded"})
_SHOWING = frozenset({"showed", "shows", "show"})
DOWN = 3  # relations below a verb of saying among which what it says is looked for

Places = Mapping[int, list[int]]
"""Place of a sentence's word → the places of the same word in the quotations."""


def relations_hold(text: str, quotes: Sequence[str]) -> bool:
    """True if no relation of a sentence is another's in its quotations."""
    ours, theirs = clauses_of(text), clauses_of(*quotes)
    if _differ(ours, theirs):
        ours_apart = clauses_of(*parts_of(text))
        if _differ(ours_apart, clauses_of(*(part for quote in quotes for part in parts_of(quote)))):
            return False
    places = _places(ours, theirs)
    if _compares_another(ours, theirs, places):
        return False
    return not _denies(ours, theirs, places) and (_SOURCED.search(text) is not None or not _unsaid(ours, theirs, places))


def _differ(ours: Clauses, theirs: Clauses) -> bool:
    places = _places(ours, theirs)
    return any(_conflicts(relation, ours, theirs, places) for relation in ours.relations)


def _places(ours: Clauses, theirs: Clauses) -> dict[int, list[int]]:
    return {token.at: [other.at for other in theirs.tokens if _same(token, other)] for token in ours.tokens if weighs(token)}


def _same(one: Token, other: Token) -> bool:
    lex = lexicon()
    return (
        one.stem == other.stem
        or one.lemma == other.lemma
        or lex.are_synonyms(one.lower, other.lower)
        or lex.are_synonyms(one.lemma, other.lemma)
    )


def _conflicts(relation: Relation, ours: Clauses, theirs: Clauses, places: Places) -> bool:
    head, dependent = ours.tokens[relation.head], ours.tokens[relation.dependent]
    heads, dependents = places.get(relation.head, []), places.get(relation.dependent, [])
    if not heads or not dependents or _stands_there(ours, theirs, relation.head, relation.dependent):
        return False
    if relation.kind in ("subject", "object"):
        if head.kind != "VERB" or dependent.kind not in _NAMING or dependent.label == "conj" or _is_lent(ours, relation):
            return False
        done = [at for one in ours.of(relation.head, "object") for at in places.get(one, [])]
        one_way = relation.kind == "subject" and head.lower not in lexicon().symmetric
        exchanged = one_way and _exchanges(theirs, heads, dependents, done)
        return exchanged or _acts_for_another(relation.kind, theirs, heads, dependents)
    if relation.kind == "to" and head.lower == "according":
        named = [at for one in heads for at in theirs.of(one, "to")]
        return bool(named) and not any(theirs.same_phrase(at, one) for at in named for one in dependents)
    if relation.kind == "modifier" and head.kind in _NAMING:
        counts = dependent.label == "nummod" and dependent.text[0].isdigit() and not _YEAR.fullmatch(dependent.text)
        if (counts and not _is_share(ours, dependent)) or (dependent.label == "amod" and dependent.kind == "ADJ"):
            elsewhere = {at for one, found in places.items() if not ours.same_phrase(one, head.at, 1) for at in found}
            return _belongs_to_another(theirs, heads, dependents, elsewhere, counts)
    if relation.kind == "claim" and head.lower in lexicon().reporting | _SHOWING:
        return _says_something_else(theirs, heads, dependents)
    return False


def _compares_another(ours: Clauses, theirs: Clauses, places: Places) -> bool:
    """True if "up from" or "down from" a number belongs to another verb or noun than in the quotations."""
    there = {theirs.tokens[at + 2].text: theirs.tokens[theirs.tokens[at].head] for at in _comparisons(theirs)}
    for at in _comparisons(ours):
        number, owner = ours.tokens[at + 2].text, ours.tokens[at].head
        told = there.get(number)
        held = places.get(owner, [])
        if told and held and not any(one == told.at or theirs.together(one, told.at) for one in held):
            return True
    return False


def _comparisons(clauses: Clauses) -> Iterator[int]:
    """Places of "up" and "down" before "from" and a number."""
    tokens = clauses.tokens
    for one, two, three in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if one.lower in ("up", "down") and two.lower == "from" and three.text[0].isdigit():
            yield one.at


def _is_share(clauses: Clauses, number: Token) -> bool:
    """True for a number before "%"."""
    return number.at + 1 < len(clauses.tokens) and clauses.tokens[number.at + 1].text == "%"


def _stands_there(ours: Clauses, theirs: Clauses, *ends: int) -> bool:
    """True if all words from one to the other stand so in the quotations: then only the parser sees them tied otherwise."""
    run = [token.lower for token in ours.tokens[min(ends) : max(ends) + 1]]
    told = [token.lower for token in theirs.tokens]
    return any(told[at : at + len(run)] == run for at in range(len(told) - len(run) + 1))


def _is_lent(ours: Clauses, relation: Relation) -> bool:
    """True for the subject of an infinitive, which is often somebody unnamed, unless it "is to" do something."""
    verb = ours.tokens[relation.head]
    lent = verb.label in ("xcomp", "pcomp") and ours.subject(verb) is None
    return relation.kind == "subject" and lent and ours.tokens[verb.head].lemma != "be"


def _acts_for_another(kind: str, theirs: Clauses, verbs: Sequence[int], wanted: Sequence[int]) -> bool:
    """True if the verb has another subject or object wherever it stands in the quotations."""
    if any(theirs.together(verb, at) for verb in verbs for at in wanted):
        return False
    for verb in verbs:
        own = theirs.of(verb, kind)
        near = [verb, *(lender.at for lender in theirs.lenders(theirs.tokens[verb]))]
        around = [at for one in near for at in theirs.of(one, "subject", "object")]
        pronoun = any(theirs.tokens[at].kind == "PRON" for at in own)
        if not is_verb(theirs.tokens[verb]) or not own or pronoun:
            return False
        if any(theirs.same_phrase(at, one) for at in around for one in wanted):
            return False
    return True


def _exchanges(theirs: Clauses, verbs: Sequence[int], doers: Sequence[int], done: Sequence[int]) -> bool:
    """True if, wherever the verb stands, the doers are what it is done to, and what it is done to does it."""
    return all(
        set(theirs.of(verb, "object")) & set(doers)
        and set(theirs.of(verb, "subject")) & set(done)
        and not set(theirs.of(verb, "subject")) & set(doers)
        for verb in verbs
    )


def _belongs_to_another(theirs: Clauses, nouns: Sequence[int], words: Sequence[int], elsewhere: set[int], counts: bool) -> bool:
    """True if a number or adjective stands before another noun in the quotations, one that the sentence has elsewhere."""
    if any(theirs.together(noun, word, 2 if counts else 3) for noun in nouns for word in words):
        return False
    owners = [
        r.head
        for r in theirs.relations
        if r.dependent in words and r.kind == "modifier" and theirs.tokens[r.head].kind in _NAMING
    ]
    return bool(owners) and all(owner in elsewhere for owner in owners)


def _says_something_else(theirs: Clauses, verbs: Sequence[int], wanted: Sequence[int]) -> bool:
    """True if what is said stands elsewhere in the quotations, and something else is said there."""
    if any(at in theirs.linked.get(verb, ()) for verb in verbs for at in wanted):
        return False
    for verb in verbs:
        token = theirs.tokens[verb]
        said = set(theirs.of(verb, "claim", "object"))
        if not said or token.label in ("relcl", "parataxis") or _under_relative(theirs, token):
            return False
        edge = said
        for _ in range(DOWN):
            edge = {r.dependent for r in theirs.relations if r.head in edge} - said
            said = said | edge
        if said & set(wanted):
            return False
    return True


def _under_relative(clauses: Clauses, token: Token) -> bool:
    while token.head != token.at:
        token = clauses.tokens[token.head]
        if token.label == "relcl":
            return True
    return False


def _denies(ours: Clauses, theirs: Clauses, places: Places) -> bool:
    """True if what is not shown is denied: "was not right" for "does not show that it is right"."""
    for token in ours.tokens:
        if token.label != "neg" or _under_claim(ours, ours.tokens[token.head]):
            continue
        told = [theirs.tokens[at] for at in places.get(token.head, [])]
        said = [theirs.tokens[at] for one in _complements(ours, token.head) for at in places.get(one, [])]
        if (told and all(_unproven(theirs, one) for one in told)) or any(_unproven(theirs, one) for one in said):
            return True
    return False


def _complements(clauses: Clauses, verb: int) -> list[int]:
    """What something is said to be, with its adjectives: of "was not the right one" "one" and "right"."""
    found = [at for at in clauses.tokens[verb].dependents if clauses.tokens[at].label in ("attr", "acomp")]
    return [*found, *(at for one in found for at in clauses.tokens[one].dependents if clauses.tokens[at].label == "amod")]


def _under_claim(clauses: Clauses, token: Token) -> bool:
    while token.head != token.at:
        if token.label == "ccomp":
            return True
        token = clauses.tokens[token.head]
    return False


def _unproven(clauses: Clauses, token: Token) -> bool:
    """True for what a negated verb does not show, claim or prove, and which is not negated itself."""
    while token.head != token.at:
        if any(clauses.tokens[at].label == "neg" for at in token.dependents):
            return False
        if token.label == "ccomp":
            above = clauses.tokens[token.head]
            return any(clauses.tokens[at].label == "neg" for at in above.dependents)
        token = clauses.tokens[token.head]
    return False


def _unsaid(ours: Clauses, theirs: Clauses, places: Places) -> bool:
    """True if somebody's words are told as fact, and he is gone: "the response hid it" for "Maskell said the response hid it"."""
    kept = {at for found in places.values() for at in found}
    for token in ours.tokens:
        found = places.get(token.at, [])
        if token.kind != "VERB" or not found or token.lower in lexicon().reporting or ours.sayers(token):
            continue
        sayers = [theirs.sayers(theirs.tokens[at]) for at in found if theirs.tokens[at].kind == "VERB"]
        if len(sayers) < len(found) or not all(sayers):
            continue
        verbs = [verb for says in sayers for verb in says]
        who = [at for verb in verbs for at in theirs.of(verb.at, "subject")]
        named = any(theirs.tokens[at].kind == "PROPN" and theirs.tokens[at].lower not in _WORKS for at in who)
        pronoun = any(theirs.tokens[at].kind == "PRON" for at in who)
        if named and not pronoun and not kept & set(who) and any(verb.lower not in _FACTUAL for verb in verbs):
            return True
    return False
