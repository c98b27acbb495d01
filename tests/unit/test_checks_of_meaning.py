"""What is checked of the meaning of a sentence that a model wrote: direction, strength, roles, speakers, stance, wording."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.checks.conditions import conditions_hold
from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.polarity import polarity_holds
from answering.checks.roles import roles_hold
from answering.checks.speakers import speaker_holds
from answering.checks.stance import stance_holds
from answering.checks.strength import strength_holds
from answering.checks.wording import changed
from answering.verify import Checker
from core.types import Article, Reason
from tests.factories import make_article, make_sentence


def ground(quote: str, about: str = "", *voices: str) -> Ground:
    return Ground((quote,), about, voices)


DEBATE = (
    "Doctors said that some managers may be regulated, but ministers did not support the plan because costs rose by about 5%. "
    "The regulator criticised the hospital board in May 2016."
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Ministers supported the plan.", False),
        ("Ministers did not support the plan.", True),
        ("Ministers opposed the plan.", True),
        ("Costs fell by 5%.", False),
        ("Costs increased by 5%.", True),
        ("Managers may not be regulated, doctors said.", False),
        ("Some managers may be regulated.", True),
        ("Some managers may be unregulated.", False),
        ("Zebras never graze.", True),
        ("", True),
    ],
)
def test_polarity(text: str, holds: bool) -> None:
    assert polarity_holds(text, [DEBATE]) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Managers cause deaths.", "There is no evidence that managers cause deaths.", False),
        ("There is no evidence that managers cause deaths.", "There is no evidence that managers cause deaths.", True),
        ("The ward was safe.", "The ward was unsafe.", False),
        ("Managers never reply.", "Managers write many letters.", False),
        ("Not only doctors lead trusts.", "Doctors lead trusts.", True),
    ],
)
def test_denials(text: str, quote: str, holds: bool) -> None:
    assert polarity_holds(text, [quote]) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Most managers left.", "Some managers left.", False),
        ("Managers left.", "Some managers left.", False),
        ("Some managers left.", "Most managers left.", True),
        ("All managers left.", "Managers left.", False),
        ("Costs rise.", "Costs may rise.", False),
        ("Costs must rise.", "Costs rise.", False),
        ("Costs may rise.", "Costs rise.", True),
        ("It cost 300 pounds.", "It cost up to 300 pounds.", False),
        ("It cost more than 300 pounds.", "It cost 300 pounds.", False),
        ("It cost about 300 pounds.", "It cost 300 pounds.", True),
        ("Costs rose in May.", "In May costs rose.", True),
        ("Managers were trained.", "If managers were trained, care improved.", False),
        ("The cuts cause harm.", "Critics claim that the cuts cause harm.", False),
        ("They often left.", "They sometimes left.", False),
        ("The board approved the plan.", "The board was asked to approve the plan.", False),
        ("The plan was approved.", "The plan would be approved.", False),
        ("It should not be declared.", "It should not as yet be declared.", False),
        ("It should not be declared yet.", "It should not as yet be declared.", True),
        ("The board was to have approved the plan.", "The board was asked to approve the plan.", True),
        ("The board approved the plan.", "Asked to approve the plan, the board approved it.", True),
    ],
)
def test_strength(text: str, quote: str, holds: bool) -> None:
    assert (strength_holds(text, [quote]) and conditions_hold(text, [quote])) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The regulator criticised the hospital board.", True),
        ("The board criticised the regulator.", False),
        ("The board was criticised by the regulator.", True),
        ("The board and the regulator met.", True),
    ],
)
def test_roles(text: str, holds: bool) -> None:
    assert roles_hold(text, ["The regulator criticised the board in May 2016."]) is holds


def test_what_two_verbs_are_about_may_not_be_exchanged() -> None:
    quote = "The figure covers providers and leaves out commissioners."
    assert not roles_hold("The figure covers commissioners and leaves out providers.", [quote])
    assert roles_hold("The figure leaves out commissioners and covers providers.", [quote])
    assert roles_hold("The figure covers providers.", [quote])


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Hunt said that managers matter.", True),
        ("Vize argued that managers matter.", True),
        ("Stevens said that managers matter.", False),
        ("According to Stevens, managers matter.", False),
        ("According to Hunt, managers matter.", True),
        ("Managers matter.", False),  # it is Hunt's view
        ("He said that managers matter.", False),  # who?
        ("We think managers matter.", False),
        ("Hunt said “we must act”.", True),
        ("Doctors said that managers matter.", True),
    ],
)
def test_speakers(text: str, holds: bool) -> None:
    quote = "Stevens heard it when Jeremy Hunt said that managers matter and “we must act”."
    assert speaker_holds(text, ground(quote, "", "Richard Vize", "The Guardian")) is holds


@pytest.mark.parametrize(
    ("text", "quote", "holds"),
    [
        ("Hunt supports regulation.", "Hunt opposes regulation.", False),
        ("Hunt opposes regulation.", "Hunt opposes regulation.", True),
        ("Hunt is not in favour of regulation.", "Hunt is in favour of regulation.", False),
        ("Hunt spoke on the motion.", "Hunt opposed the motion.", True),
        ("Hunt opposed the Bill.", "Hunt opposed the Bill in support of nurses.", True),
        ("Hunt supports regulation.", "Hunt opposes regulation; Rose supports it.", False),
        ("Rose supports regulation.", "Hunt opposes regulation; Rose supports it.", True),
    ],
)
def test_stances(text: str, quote: str, holds: bool) -> None:
    assert stance_holds(text, ground(quote)) is holds


LONG = "In 2015 Sarah Jones told the large board in Leeds that some wards were very safe and that about 40 nurses had left."


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (LONG, set()),
        (LONG.replace(" and that about 40 nurses had left", ""), set()),
        (LONG.replace("told", "informed"), {"wording"}),
        (LONG.replace("large", "big"), set()),
        (LONG.replace("very safe", "very filthy"), {"wording"}),
        (LONG.replace("were very", "were not very"), {"polarity"}),
        (LONG.replace("40", "50"), {"numbers"}),
        (LONG.replace("about 40", "40"), {"strength"}),
        (LONG.replace("some wards", "all wards"), {"strength"}),
        (LONG.replace("Sarah Jones", "Peter Brown"), {"names", "wording"}),
        ("The board was told things nobody had put into any such words before.", set()),
    ],
)
def test_what_was_changed_in_a_sentence_that_keeps_the_words(text: str, reasons: set[Reason]) -> None:
    assert changed(text, ground(LONG)) == reasons


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("The quality commission should join the quality commission.", {"wording"}),
        ("It was to join the commission's quality commission.", {"wording"}),
        ("The safety investigator was to join the quality commission.", set()),
    ],
)
def test_a_garble_is_seen(text: str, reasons: set[Reason]) -> None:
    quote = "The board was to close, and the safety investigator, a member of the family, was to join the quality commission."
    assert changed(text, ground(quote)) == reasons


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Goals should never stand above the aim of better care.", False),
        ("Goals, Berwick said, should never stand above the aim of better care.", True),
        ("According to one review, goals should never stand above the aim of better care.", True),
    ],
)
def test_a_view_is_not_told_as_what_is_so(text: str, holds: bool) -> None:
    quote = "Goals called for caution, Berwick said in 2013, and should never stand above the aim of better care."
    assert speaker_holds(text, ground(quote)) is holds


def test_who_told_something_may_not_become_where_from_it_is_told() -> None:
    quote = "Saffron Cordery and Suzie Bailey, reported by DAC Beachcroft in 2018, called for a challenge to the old orthodoxy."
    assert "roles" in changed(quote.replace("reported by", "reporting from"), ground(quote))
    assert not changed(quote.replace("in 2018, ", ""), ground(quote))


def test_two_clauses_are_not_spliced_across_a_contrast() -> None:
    quote = "The first casino built on the road was the Dice Club in 1931, but the first on the Strip was the Rancho in 1941."
    assert "roles" in changed("The first casino built on the road was the Rancho in 1941.", ground(quote))
    assert not changed("The first casino built on the road was the Dice Club in 1931.", ground(quote))


def test_a_word_put_in_among_kept_words_is_seen() -> None:
    quote = "The Good Law Project took legal action over the Federated Data Platform, Tech Monitor reported."
    text = "The Good Law Project came out for the Federated Data Platform, Tech Monitor reported."
    assert changed(text, ground(quote)) == {"wording"}


@settings(deadline=None)
@given(st.data())
def test_leading_clauses_of_a_quotation_are_never_called_a_reversal(data: st.DataObject) -> None:
    clauses = ["Ministers did not support the plan", "doctors never asked for it", "costs rose", "managers opposed cuts"]
    chosen = data.draw(st.lists(st.sampled_from(clauses), min_size=1, max_size=4, unique=True))
    quote = "; ".join(chosen) + "."
    kept = data.draw(st.integers(min_value=1, max_value=len(chosen)))
    text = "; ".join(chosen[:kept]) + "."
    assert polarity_holds(text, [quote])
    assert changed(text, ground(quote)) == set()


@pytest.mark.parametrize("name", ["negations", "reporting", "actors", "symmetric", "clause_ends"])
def test_the_lists_are_read(name: str) -> None:
    assert len(getattr(lexicon(), name)) > 5


def test_no_word_lies_on_both_sides_of_an_axis() -> None:
    for word in ("rose", "fell", "supported", "opposed", "increasing", "abolished"):
        assert lexicon().axis(word) is not None
    assert lexicon().axis("managers") is None
    assert (lexicon().axis("rose"), lexicon().axis("fell")) == (("amount", 1), ("amount", -1))


_known: Callable[[str], Article] = {"a": make_article()}.__getitem__


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_a_verdict(text: str) -> None:
    sentence = Checker(_known).check(make_sentence(make_article(), 0, 29, text=text, origin="generated"))
    assert sentence.verdict in ("supported", "withheld")
    assert bool(sentence.reasons) == (sentence.verdict == "withheld")
    assert 0 <= sentence.support <= 1
