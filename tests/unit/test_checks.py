"""What is checked of a sentence that a model wrote, one table a check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.checks.ground import Ground
from answering.checks.lexicon import lexicon
from answering.checks.marks import marks_hold
from answering.checks.names import names_hold
from answering.checks.numbers import numbers_hold
from answering.checks.polarity import polarity_holds
from answering.checks.roles import roles_hold
from answering.checks.speakers import speaker_holds
from answering.checks.stance import stance_holds
from answering.checks.strength import strength_holds
from answering.checks.wording import changed
from answering.verify import Checker
from answering.wordings import REASONS
from core.types import Article, Reason, Sentence
from tests.factories import make_article, make_sentence

QUOTE = (
    "On 2 March 2024 the Care Quality Commission told Sarah Jones that 1,234 of the 5,000 nurses, about 25%, "
    "left in 2015/16 at a cost of £1.85bn over three years."
)


def ground(quote: str, about: str = "", *voices: str) -> Ground:
    return Ground((quote,), about, voices)


def checked(text: str, quote: str = QUOTE, **facts: Any) -> Sentence:
    article = make_article(quote, **facts)
    draft = make_sentence(article, 0, len(quote), text=text, origin="generated", verdict="withheld")
    return Checker(lambda key: {"a": article}[key]).check(draft)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("It cost £1.85 billion.", True),
        ("It cost £1,850 million.", True),
        ("It cost $1.85bn.", False),
        ("It cost 1.85 billion pounds.", True),
        ("1234 nurses left.", True),
        ("5,000 nurses left in 2016.", True),
        ("25 per cent left.", True),
        ("A quarter of nurses left.", True),
        ("25 nurses left.", False),
        ("25 percentage points.", False),
        ("It took 3 years.", True),
        ("It took three months.", False),
        ("The 2 March meeting.", True),
        ("The 2 April meeting.", False),
        ("In April it met.", False),
        ("In 2024 it met.", True),
        ("In the 2010s it met.", False),
        ("Half of nurses left.", False),
        ("Sixteen left.", False),
        ("One may doubt it.", True),
        ("No number here.", True),
    ],
)
def test_numbers_units_and_dates(text: str, holds: bool) -> None:
    assert numbers_hold(text, ground(QUOTE)) is holds


def test_a_number_must_count_what_it_counts_in_the_quotation() -> None:
    quote = "There were 40 doctors and 12 managers on the boards."
    assert numbers_hold("The boards had 12 managers.", ground(quote))
    assert not numbers_hold("The boards had 12 doctors.", ground(quote))


def test_dates_may_come_from_the_metadata_but_small_numbers_may_not() -> None:
    about = "A title\nAnn Author, The Paper, 2 December 2016"
    assert numbers_hold("He wrote so on 2 December 2016.", ground("Managers matter.", about))
    assert not numbers_hold("He named 2 managers.", ground("Managers matter.", about))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Sarah Jones was told.", True),
        ("The CQC told Jones.", True),
        ("Sarah Smith was told.", False),
        ("The Care Inspectorate told Jones.", False),
        ("Nurses left the NHS.", True),
        ("Smith was told.", False),
        ("Ann Author was told.", True),
        ("The BMA was told.", False),
        ("Moreover, critics left.", True),
        ("It met in March.", True),
    ],
)
def test_names(text: str, holds: bool) -> None:
    assert names_hold(text, ground(QUOTE, "Ann Author, The Paper")) is holds


def test_a_name_in_full_stands_where_its_initials_stand() -> None:
    assert names_hold("The Care Quality Commission reported.", ground("The CQC reported."))


@pytest.mark.parametrize(
    ("text", "form", "holds"),
    [
        ("He called it “a plain mistake”.", "original", True),
        ('He called it "a  plain mistake."', "original", True),
        ("He called it “a gross mistake”.", "original", False),
        ("He called it “a plain mistake.", "original", False),
        ("He called it ‘a plain error’.", "original", False),
        ("The trust's and managers’ plans.", "original", True),
        ("He called it “a plain mistake”.", "digest", False),
        ("He said “never again”.", "digest", True),
        ("He said “”.", "original", False),
        ("He made a plain mistake.", "digest", True),
    ],
)
def test_quotation_marks(text: str, form: Any, holds: bool) -> None:
    quote = "He made a plain mistake and said “never again” to us."
    article = make_article(quote, form=form)
    assert marks_hold(text, [(quote, article)]) is holds


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The Commission told Jones that 1,235 of the 5,000 nurses left.", "numbers"),
        ("The Commission told Brown that 1,234 of the 5,000 nurses left.", "names"),
        ("The Commission told Jones that 1,234 of the 5,000 nurses never left.", "polarity"),
        ("The Commission told Jones “1,234 nurses left”.", "quotation_marks"),
        ("The Commission worries about pay, rotas and morale.", "coverage"),
    ],
)
def test_a_withheld_sentence_says_why(text: str, reason: Reason) -> None:
    sentence = checked(text)
    assert sentence.verdict == "withheld"
    assert reason in sentence.reasons


def test_what_agrees_is_supported() -> None:
    sentence = checked("The Commission told Jones that 1,234 of the 5,000 nurses left.")
    assert (sentence.verdict, sentence.reasons) == ("supported", ())
    assert 0.8 <= sentence.support <= 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: replace(s, citations=()),
        lambda s: replace(s, citations=(replace(s.citations[0], start=3),)),
        lambda s: replace(s, citations=(replace(s.citations[0], article_id="unknown"),)),
    ],
)
def test_without_a_true_quotation_nothing_passes(spoil: Callable[[Sentence], Sentence]) -> None:
    article = make_article(QUOTE)
    draft = make_sentence(article, 0, len(QUOTE), origin="generated")
    sentence = Checker(lambda key: {"a": article}[key]).check(spoil(draft))
    assert (sentence.verdict, sentence.support, sentence.reasons) == ("withheld", 0.0, ("quotation",))


def test_an_extracted_sentence_is_checked_as_before() -> None:
    article = make_article(QUOTE)
    assert Checker(lambda key: article).check(make_sentence(article, 0, len(QUOTE))).verdict == "verbatim"


def test_every_reason_has_its_wording() -> None:
    assert set(REASONS) == set(get_args(Reason))


@settings(deadline=None)
@given(st.integers(min_value=32, max_value=10**9).filter(lambda n: n not in {1234, 5000, 2015, 2016, 2024}))
def test_a_number_from_nowhere_is_never_supported(number: int) -> None:
    sentence = checked(f"The Commission told Sarah Jones that {number:,} of the nurses left at a cost.")
    assert (sentence.verdict, "numbers" in sentence.reasons) == ("withheld", True)


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
    ],
)
def test_strength(text: str, quote: str, holds: bool) -> None:
    assert strength_holds(text, [quote]) is holds


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


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Hunt said that managers matter.", True),
        ("Vize argued that managers matter.", True),
        ("Stevens said that managers matter.", False),
        ("According to Stevens, managers matter.", False),
        ("According to Hunt, managers matter.", True),
        ("Managers matter.", True),
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
