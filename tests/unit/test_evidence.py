"""What a question demands, which names a text mentions, and the signals of evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import longer_names, mentions, names_in
from core.terms import content_terms, index_terms
from core.types import Source
from retrieval.chunk_table import ChunkTable, stemmed_sentences
from retrieval.demands import demands, gives
from retrieval.evidence import EvidenceModel, Window, load_model, signals, unlike, windows_of
from tests.factories import make_article, make_chunk


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Jeremy Hunt say in Wales in 2016 about the NHS?", ["Jeremy Hunt", "Wales", "2016"]),
        ("Why do few clinicians enter management?", []),
        ("What was the Royal College of Nursing's response in November?", ["Royal College of Nursing"]),
        ("Did Dr Hadiza Bawa-Garba appeal?", ["Hadiza Bawa-Garba"]),
        ("How many managers does NHS Scotland employ?", ["Scotland"]),
        ("Sir Roy Griffiths wrote what?", ["Roy Griffiths"]),
        ("Is it ALL trusts, and NOT only those of Leeds?", ["Leeds"]),
        ("Which MP spoke in Nov 2018?", ["2018"]),
        ("Should NHS Managers be Regulated?", []),
        ("Did Ann Able meet Ben Bold?", ["Ann Able", "Ben Bold"]),
    ],
)
def test_names_and_years_in_a_question(question: str, names: list[str]) -> None:
    assert names_in(question) == names


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Jeremy Hunt", "Hunt, whose first name is Jeremy", True),
        ("Jeremy Hunt", "Hunt spoke", False),
        ("EDI", "the equality, diversity and inclusion plan", True),
        ("HSJ", "Ann Author, Health Service Journal, 2018", True),
        ("EDI", "every inspector of the district", False),
        ("Royal College of Nursing", "the RCN disagreed", True),
        ("Royal College of Nursing", "nursing at a college", False),
        ("Leeds", "lead", False),
        ("Monitor", "the regulator Monitor’s language", True),
        ("Monitor", "monitoring is hard to monitor", False),
        ("Rose", "costs rose in 2015", False),
        ("Rose", "Lord Rose’s review", True),
        ("Francis", "the Francis-era rules", True),
        ("Hunt", "they hunt for savings", False),
        ("May", "staff may leave", False),
        ("Change", "change is hard", False),
        ("Spring", "published in spring 2026", False),
        ("Care", "care homes", False),
        ("Brown", "a brown envelope", False),
        ("Stevens", "Simon Stevens", True),
        ("Managers", "managers should be regulated", True),
        ("ACUTE", "acute trusts", True),
        ("Proper Person Test", "the fit and proper person test", True),
        ("Health Secretary", "Hunt, then Health secretary", True),
    ],
)
def test_a_name_is_mentioned_in_full_or_by_its_initials(name: str, text: str, found: bool) -> None:
    assert mentions(name, text) is found


@pytest.mark.parametrize(
    ("names", "publication", "kept"),
    [
        (["Monitor"], "Tech Monitor", False),
        (["Tech Monitor"], "Tech Monitor", True),
        (["Nuffield"], "Nuffield Trust", True),
        (["Providers"], "NHS Providers", True),
        (["Mail"], "Daily Mail", True),
        (["Hunt"], "Tech Monitor", True),
    ],
)
def test_a_publication_is_not_taken_for_another_name_that_it_ends_in(names: list[str], publication: str, kept: bool) -> None:
    assert longer_names(names, [publication]) == ([] if kept else [publication])


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many managers does the NHS have?", "count"),
        ("What share of trusts ended the year in deficit?", "percent"),
        ("What % of directors were women?", "percent"),
        ("How long does a director stay?", "duration"),
        ("How much did the inquiry cost?", "money"),
        ("whats the starting salary on the scheme", "money"),
        ("Why do managers share power?", None),
        ("What did Hunt say when he spoke?", None),
    ],
)
def test_the_kind_of_figure_that_is_asked_for(question: str, figure: str | None) -> None:
    assert demands(question).figure == figure


@pytest.mark.parametrize(
    ("question", "voice"),
    [
        ("What did Christina McAnea of Unison say about the plan?", ("Christina McAnea of Unison",)),
        ("Where does Nigel Farage stand on managers?", ("Nigel Farage",)),
        ("What was the Royal College of Nursing's response to Hunt?", ("Royal College of Nursing",)),
        ("Where did Lord Darzi and Wes Streeting each come down?", ("Darzi", "Wes Streeting")),
        ("Why did Hunt resign?", ()),
    ],
)
def test_whose_view_is_asked_for(question: str, voice: tuple[str, ...]) -> None:
    assert demands(question).voice == voice


@pytest.mark.parametrize(
    ("question", "sentence", "beside"),
    [
        ("How many midwives was the NHS short of?", "It was short of 4,000 nurses.", False),
        ("How many replies did it get?", "It drew 4,924 responses.", True),
        ("What was the salary of the head?", "The head was paid £200,000.", True),
        ("What was the salary of the head?", "The deficit was £200,000.", False),
        ("Which company supplied the records?", "The records were supplied in 2014.", False),
        ("Why did trusts close?", "They closed.", True),
    ],
)
def test_the_thing_asked_about_must_stand_beside_the_answer(question: str, sentence: str, beside: bool) -> None:
    thing = demands(question).thing
    assert (not thing or bool(thing & set(index_terms(sentence)))) is beside


def test_a_figure_of_the_kind_must_be_new() -> None:
    assert gives("percent", "67% of providers ended in deficit.", "What share?")
    assert not gives("percent", "67 providers ended in deficit.", "What share?")
    assert gives("money", "It cost £12.5m.", "How much did it cost?")
    assert not gives("money", "It cost 12 posts.", "How much did it cost?")
    assert gives("duration", "The median was three years.", "How long?")
    assert gives("count", "There were 188 of them in 1986.", "How many in 1986?")
    assert not gives("count", "There were some in 1986.", "How many?")
    assert not gives("count", "All 188 spoke.", "How many of the 188 were women?")


def window(sentence: str, cosine: float = 0.6, above: str = "", byline: str = "") -> Window:
    own = frozenset(index_terms(sentence))
    return Window(sentence, cosine, "", above, byline, own, own | frozenset(index_terms(above)))


def found(question: str, *windows: Window) -> dict[str, float]:
    return signals(question, windows, dict.fromkeys(content_terms(question), 1.0), 0.4, 0.2)


def test_a_sentence_is_worth_less_without_what_is_asked() -> None:
    question = "How many managers does NHS Scotland employ?"
    whole = found(question, window("Scotland employs 4,000 managers."))
    assert whole["fitting"] == pytest.approx(0.6)
    assert whole["figure_coverage"] == pytest.approx(3 / 4)  # the NHS is not mentioned
    elsewhere = found(question, window("England employs 4,000 managers."), window("Scotland is not England.", 0.5))
    assert elsewhere["fitting"] == pytest.approx(0.5 * 0.5)  # a figure must stand with the name
    assert elsewhere["figure_coverage"] == 0.0
    assert found(question, window("Scotland employs managers."))["fitting"] == pytest.approx(0.3)


def test_names_may_be_spread_over_good_sentences_unless_a_figure_is_asked_for() -> None:
    question = "How do the verdicts of Gorsky and Winyard differ?"
    assert found(question, window("Gorsky praised it."), window("Winyard did not.", 0.5))["fitting"] == pytest.approx(0.6)
    assert found(question, window("Gorsky praised it."), window("Winyard did not.", 0.2))["fitting"] == pytest.approx(0.3)


def test_a_view_must_come_from_whom_it_is_asked_of() -> None:
    question = "What did Christina McAnea say about the plan?"
    heading = "Christina McAnea and the plan"
    assert found(question, window("The plan is late.", above=heading))["fitting"] == 0.0
    assert found(question, window("The plan is late.", above=heading, byline="Christina McAnea, The Paper"))["fitting"] > 0.5


def test_the_rest_of_the_question_must_stand_beside_the_voice() -> None:
    question = "What did Christina McAnea say about rotas?"
    assert found(question, window("Christina McAnea spoke of pay."))["voice_coverage"] == 0.0
    assert found(question, window("Christina McAnea spoke of rotas."))["voice_coverage"] == 1.0
    assert found("What did McAnea say?", window("McAnea spoke."))["voice_coverage"] == 1.0


def test_a_magazine_is_not_the_body_it_is_named_like() -> None:
    question = "Why was Monitor merged?"
    tech = window("Tech Monitor said that they merged.")
    merged = dict.fromkeys(content_terms(question), 1.0)
    assert signals(question, [tech], merged, 0.4, 0.2, ["Tech Monitor"])["fitting"] == 0.0
    assert signals(question, [tech], merged, 0.4, 0.2, ["The Guardian"])["fitting"] > 0.5


def test_a_short_question_shares_a_word_with_what_answers_it() -> None:
    told = window("Managers of the NHS were counted.", 0.6)
    assert unlike(found("nhs morale", told))
    assert not unlike(found("nhs managers", told))


def test_a_question_like_nothing_in_meaning_or_words_is_unlike() -> None:
    question = "What time does the supermarket shut?"
    assert unlike(found(question, window("Mortality was higher on Sundays.", 0.3)))
    assert not unlike(found(question, window("Mortality was higher on Sundays.", 0.5)))
    assert not unlike(found(question, window("The supermarket is shut.", 0.3)))
    assert not unlike(found(question, window("Mortality was higher on Sundays.", 0.3)) | {"sought": 0.5})


@pytest.mark.parametrize("question", ["Why?", "How many managers?", "What did Hunt say?"])
def test_without_passages_there_is_no_evidence(question: str) -> None:
    none = found(question)
    assert none["fitting"] == 0.0
    assert load_model().share(none) < load_model().least


@given(st.sampled_from(["How many in Leeds?", "What did Hunt say?", "why"]), st.lists(st.text(max_size=40), max_size=4))
def test_signals_lie_between_0_and_1(question: str, texts: list[str]) -> None:
    values = found(question, *(window(text) for text in texts)).values()
    assert all(0.0 <= value <= 1.0 for value in values)


def test_windows_carry_what_stands_around_a_sentence() -> None:
    article = make_article(sources=(Source("k", "Old news", ("Bo Writer",)), Source("other", "Not this")))
    chunk = make_chunk(article, heading_path=("Costs",), source_keys=("k",), sentences=((0, 29), (30, 50)))
    table = ChunkTable.build([(chunk, article)], [stemmed_sentences(chunk)])
    stored = table.read([chunk.chunk_id])[chunk.chunk_id]
    first, second = windows_of([stored], {chunk.chunk_id: np.array([0.1, 0.2], np.float32)}, table)
    assert (first.sentence, second.sentence) == ("Managers should be regulated.", "Doctors already are.")
    assert (first.before, second.before) == ("", first.sentence)
    assert second.above.startswith("Costs A title")
    assert "Bo Writer" in second.byline
    assert second.own == frozenset(index_terms(f"{second.sentence} {first.sentence}"))
    assert second.terms == frozenset(index_terms(second.text))
    assert "Ann Author" in second.byline
    assert "Not this" not in second.above
    assert second.cosine == pytest.approx(0.2)


def test_the_model_in_use_rewards_every_signal() -> None:
    model = load_model()
    assert all(weight > 0 for weight in model.weights.values())
    assert EvidenceModel(0.0, {"a": 1.0}, 0.5, 0.1).share({"a": 0.0}) == 0.5
