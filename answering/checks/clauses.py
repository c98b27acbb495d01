"""Who does what to whom in a text, read off its parse: relations between words, and the phrases that name one thing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from answering.checks.lexicon import lexicon
from answering.parsing import Token, one_after_another, parsed

_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_LIGHT = frozenset({"be", "have", "do"})
_WEIGHTY = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "SYM"})
_MODIFIERS = frozenset({"amod", "compound", "nummod", "poss", "nmod", "advmod", "npadvmod", "quantmod", "appos", "neg", "det"})
_OBJECTS = frozenset({"dobj", "attr", "acomp", "dative", "oprd"})
_INSIDE_NAMES = frozenset({"to", "of", "and", "for"})
_JOINT = re.compile(r"(?:, (?:and|but|while|whereas|although)|;) ")
PHRASE = 3  # links between nouns of one phrase


@dataclass(frozen=True, slots=True)
class Relation:
    """Places of two words, and how they belong together: `subject` and `object` of a verb whatever its voice, `claim` for what
    is said, found or done under it, `modifier`, or the preposition between them."""

    head: int
    dependent: int
    kind: str


@dataclass(frozen=True, slots=True)
class Clauses:
    """A text's words and their relations. `phrases` link the nouns that name one thing or stand in one list."""

    tokens: tuple[Token, ...]
    relations: frozenset[Relation]
    linked: Mapping[int, frozenset[int]] = field(default_factory=dict)
    phrases: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def of(self, head: int, *kinds: str) -> list[int]:
        """What a word has of these kinds, in order."""
        return sorted(r.dependent for r in self.relations if r.head == head and r.kind in kinds)

    def together(self, one: int, other: int, reach: int = PHRASE) -> bool:
        """True for words in direct relation, and for nouns of one phrase, `reach` links apart at most."""
        return other in self.linked.get(one, ()) or self.same_phrase(one, other, reach)

    def same_phrase(self, one: int, other: int, reach: int = PHRASE) -> bool:
        """True for nouns that are `reach` links apart at most."""
        seen = edge = {one}
        for _ in range(reach):
            edge = {then for at in edge for then in self.phrases.get(at, ())} - seen
            seen = seen | edge
        return other in seen

    def subject(self, verb: Token) -> int | None:
        """The verb's own grammatical subject."""
        labels = ("nsubj", "nsubjpass", "csubj", "expl")
        return next((at for at in verb.dependents if self.tokens[at].label in labels), None)

    def borrows(self, verb: Token) -> bool:
        """True for a verb without a subject of its own that is joined to another: "rose and *fell*"."""
        return verb.label == "conj" and is_verb(verb) and self.subject(verb) is None

    def lenders(self, verb: Token) -> list[Token]:
        """The verbs whose subjects may be this verb's too, nearest first; the parser may have joined it to the wrong one."""
        found = []
        while verb.head != verb.at and verb.label in ("conj", "xcomp") and self.subject(verb) is None:
            verb = self.tokens[verb.head]
            found.append(verb)
            if verb.label == "ccomp":
                found.append(self.tokens[verb.head])
        return found

    def sayers(self, verb: Token) -> list[Token]:
        """The verbs of saying that what a verb tells stands under."""
        says, found = lexicon().reporting, []
        while True:
            found += [self.tokens[at] for at in verb.dependents if self.tokens[at].label == "parataxis"]
            if verb.head == verb.at:
                return [one for one in found if one.lower in says]
            if verb.label == "ccomp":
                found.append(self.tokens[verb.head])
            verb = self.tokens[verb.head]


def is_verb(token: Token) -> bool:
    return token.kind in ("VERB", "AUX")


def weighs(token: Token) -> bool:
    """True for a word that says something itself."""
    return token.kind in _WEIGHTY and token.lemma not in _LIGHT


@lru_cache(maxsize=1_024)
def clauses_of(*texts: str) -> Clauses:
    """The relations in texts that are parsed one by one."""
    bare = Clauses(one_after_another(texts), frozenset())
    relations = frozenset(r for token in bare.tokens for r in _relations(bare, token) if r.head != r.dependent)
    links = [(r.head, r.dependent) for r in relations]
    return Clauses(bare.tokens, relations, _linked(links), _linked(_phrases(bare.tokens, relations)))


def parts_of(text: str) -> list[str]:
    """The main clauses of a text where it joins several that are whole: parsers get lost in long joined sentences."""
    found = [""]
    for piece in _JOINT.split(text):
        whole = found[-1] and _is_whole(found[-1]) and _is_whole(piece)
        found = [*found, piece] if whole or not found[-1] else [*found[:-1], f"{found[-1]}, and {piece}"]
    return [part for part in found if part]


def _is_whole(text: str) -> bool:
    """True if the main verb of a text has a subject."""
    tokens = parsed(text)
    roots = [token for token in tokens if token.head == token.at]
    return bool(roots) and all(Clauses(tokens, frozenset()).subject(root) is not None for root in roots)


def _linked(pairs: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {at: frozenset(others) for at, others in found.items()}


def _phrases(tokens: tuple[Token, ...], relations: frozenset[Relation]) -> Iterator[tuple[int, int]]:
    """Nouns that modify each other or stand in one list, and words of one name."""
    apart = ("subject", "object", "claim")
    for r in relations:
        if r.kind not in apart and tokens[r.head].kind in _NOMINAL and tokens[r.dependent].kind in _NOMINAL:
            yield r.head, r.dependent
    for token in tokens:
        if token.label == "conj" and token.kind in _NOMINAL and tokens[token.head].kind in _NOMINAL:
            yield token.at, token.head
        named = token.at > 0 and token.text[:1].isupper()
        after = tokens[token.at + 1 : token.at + 3]
        if named and after and after[0].text[:1].isupper():
            yield token.at, token.at + 1
        if named and len(after) == 2 and after[0].lower in _INSIDE_NAMES and after[1].text[:1].isupper():
            yield token.at, token.at + 2


def _relations(clauses: Clauses, token: Token) -> Iterator[Relation]:
    """Those that a word has by its place in the parse."""
    tokens, head, label = clauses.tokens, token.head, token.label
    named = [token.at, *_joined(tokens, token)]
    if label in ("nsubj", "csubj"):
        for at in _meant(tokens, named):
            yield Relation(head, at, "subject")
            yield from _of_be(clauses, tokens[head], at)
    elif label == "nsubjpass" or label in _OBJECTS:
        yield from (Relation(head, at, "object") for at in _meant(tokens, named))
    elif label == "agent":
        yield from (Relation(head, at, "subject") for at in _governed(tokens, token))
    elif label == "prep":
        yield from (Relation(head, at, token.lower) for at in _meant(tokens, _governed(tokens, token)))
    elif label in _MODIFIERS:
        yield Relation(head, token.at, "modifier")
    elif label in ("acl", "relcl"):
        yield Relation(head, token.at, "modifier")
        if kind := _of_its_noun(clauses, token):
            yield Relation(token.at, head, kind)
    elif label in ("ccomp", "xcomp", "advcl", "pcomp"):
        yield from (Relation(head, at, "claim") for at in [*named, *_said_to_be(tokens, token)])
        if label == "xcomp":
            yield from _controlled(clauses, token)
    elif label == "parataxis":
        yield Relation(token.at, head, "claim")
    elif clauses.borrows(token):
        yield from _borrowed(clauses, token)


def _said_to_be(tokens: tuple[Token, ...], token: Token) -> list[int]:
    """What something is, of a clause that says so: that carries its sense."""
    return [at for at in token.dependents if tokens[at].label in ("attr", "acomp")] if token.lemma == "be" else []


def _joined(tokens: tuple[Token, ...], token: Token) -> list[int]:
    """What "and" or "or" adds to a word."""
    found: list[int] = []
    for at in token.dependents:
        if tokens[at].label == "conj":
            found += [at, *_joined(tokens, tokens[at])]
    return found


def _governed(tokens: tuple[Token, ...], preposition: Token) -> list[int]:
    heads = [tokens[at] for at in preposition.dependents if tokens[at].label in ("pobj", "pcomp")]
    return [at for head in heads for at in (head.at, *_joined(tokens, head))]


def _meant(tokens: tuple[Token, ...], places: list[int]) -> Iterator[int]:
    """The places, a relative pronoun's being that of its noun."""
    for at in places:
        token = tokens[at]
        if token.lower in _RELATIVES:
            verb = tokens[token.head]
            while verb.label != "relcl" and verb.head != verb.at:
                verb = tokens[verb.head]
            at = verb.head if verb.label == "relcl" else at
        yield at


def _of_be(clauses: Clauses, verb: Token, subject: int) -> Iterator[Relation]:
    """What a subject is, is in, or is to do."""
    if verb.lemma != "be":
        return
    for at in verb.dependents:
        other = clauses.tokens[at]
        if other.label in ("attr", "acomp", "xcomp"):
            yield Relation(at, subject, "subject")
        elif other.label == "prep":
            yield from (Relation(subject, place, other.lower) for place in _governed(clauses.tokens, other))


def _of_its_noun(clauses: Clauses, verb: Token) -> str | None:
    """What the noun is to the verb that describes it: subject in "trusts facing …", object in "trusts rated …"."""
    if verb.label == "acl":
        return "object" if verb.tag == "VBN" else "subject"
    own = clauses.subject(verb)
    under = [clauses.tokens[at] for at in verb.dependents]
    relative = any(token.lower in _RELATIVES for token in under)
    return "object" if own is not None and not relative else None


def _controlled(clauses: Clauses, verb: Token) -> Iterator[Relation]:
    """The subject of an infinitive: the object of the verb above it, else that verb's subject."""
    above = clauses.tokens[verb.head]
    objects = [at for at in above.dependents if clauses.tokens[at].label in ("dobj", "nsubjpass")]
    subject = clauses.subject(above)
    lent = objects[:1] or ([subject] if subject is not None else [])
    yield from (Relation(verb.at, at, "subject") for at in _meant(clauses.tokens, lent))


def _borrowed(clauses: Clauses, verb: Token) -> Iterator[Relation]:
    """The subject that a joined verb has from the verb before it."""
    lender = clauses.tokens[verb.head]
    while clauses.borrows(lender):
        lender = clauses.tokens[lender.head]
    subject = clauses.subject(lender)
    if subject is None:
        return
    passive = clauses.tokens[subject].label == "nsubjpass"
    done = passive and (verb.tag == "VBN" or any(clauses.tokens[at].label == "auxpass" for at in verb.dependents))
    for at in _meant(clauses.tokens, [subject, *_joined(clauses.tokens, clauses.tokens[subject])]):
        yield Relation(verb.at, at, "object" if done else "subject")
