"""What a sentence makes of its quotations: support, polarity, names, marks, holders and speakers, one edge table each."""

from __future__ import annotations

from typing import Any

import pytest

from core.text import fold
from evaluation.citations import (
    citation_metrics,
    common_words,
    copied_share,
    entails,
    is_exact,
    is_quotable,
    names_in,
    pulls_weight,
)
from evaluation.dataset import Question
from evaluation.polarity import same_polarity
from evaluation.voices import is_opinion_as_fact, names_holder, position_metrics, speaker_is_right, told_of
from tests.evaluation_world import ARTICLES, answer, cite, judge, perfect, say


@pytest.mark.parametrize(
    ("premise", "claim", "expected"),
    [
        ("The trust closed 40 beds in 2016.", "In 2016 the trust closed 40 beds.", True),
        ("The trust closed 40 beds in 2016.", "The trust closed 60 beds in 2016.", False),
        ("The trust closed 40 beds.", "The hospital closed 40 beds.", False),
        ("Forty beds were closed by the trust", "The trust closed 40 beds.", True),
        ("", "The trust closed beds.", False),
        ("Anything at all.", "It is so.", True),
        ("one two three four five six seven eight nine", "One two three four five six seven eight nine ten.", False),
    ],
)
def test_lexical_entailment(premise: str, claim: str, expected: bool) -> None:
    assert entails(premise, claim) is expected


def alce(claim: str, *quotes: str) -> tuple[float, float]:
    """Citation recall and precision of one sentence, as the metrics see it."""
    sentence = say(claim)
    articles = {str(at): {**ARTICLES["beds"], "text": quote} for at, quote in enumerate(quotes)}
    sentence["citations"] = [
        {"number": 1, "chunk_id": "", "article_id": key, "quote": facts["text"], "start": 0, "end": len(facts["text"])}
        for key, facts in articles.items()
    ]
    found = citation_metrics(Question(id="q", question="?"), answer(sentence, ranking=""), articles, frozenset())
    recall, precision = found["citation_recall.lexical"], found["citation_precision.lexical"]
    assert recall is not None
    assert precision is not None
    return recall, precision


@pytest.mark.parametrize(
    ("claim", "quotes", "recall", "precision"),
    [
        ("The trust closed wards.", ["The trust closed wards."], 1, 1),
        ("The trust closed wards.", [], 0, 0),
        ("The trust closed wards.", ["Nobody was told."], 0, 0),
        # One supports alone, one is noise: ALCE counts the noise against precision.
        ("The trust closed wards.", ["The trust closed wards.", "Nobody was told."], 1, 0.5),
        # Neither supports alone, together they do: both are needed.
        ("The trust closed wards and cut jobs.", ["The trust closed wards.", "It cut jobs."], 1, 1),
        # Both support alone: both count.
        ("The trust closed wards.", ["The trust closed wards.", "Wards were closed by the trust."], 1, 1),
        # Two are needed together, the third is not.
        ("The trust closed wards and cut jobs.", ["The trust closed wards.", "It cut jobs.", "Rain fell."], 1, 2 / 3),
    ],
)
def test_alce_on_hand_worked_cases(claim: str, quotes: list[str], recall: float, precision: float) -> None:
    assert alce(claim, *quotes) == (recall, pytest.approx(precision))


def test_a_citation_pulls_weight_alone_or_in_company() -> None:
    assert pulls_weight(["closed wards", "cut jobs"], 1, "closed wards and cut jobs")
    assert not pulls_weight(["closed wards and cut jobs", "rain"], 1, "closed wards and cut jobs")


POLARITY = [
    ("The merger was approved.", "The merger was not approved.", False),
    ("The merger wasn’t approved.", "The merger was not approved.", True),
    ("Nobody approved the merger.", "The merger was not approved.", True),
    ("The ministry failed to approve the merger.", "The ministry approved the merger.", False),
    ("Costs rose in the trust.", "Costs in the trust fell.", False),
    ("Costs in the trust have risen.", "Costs in the trust fell.", False),
    ("Costs did not rise in the trust.", "Costs in the trust fell.", True),
    ("Unions oppose the register.", "Unions support the register.", False),
    ("Unions do not support the register.", "Unions oppose the register.", True),
    ("The register is unfair to managers.", "The register is fair to managers.", False),
    ("Not only doctors run hospitals.", "Doctors run hospitals.", True),
    ("The merger was approved, but not by doctors.", "The merger was approved.", True),
    ("Managers were blamed.", "Managers were blamed. The minister was not blamed by managers.", True),
    ("The trust closed wards.", "Rain did not fall.", True),
    ("The trust closed wards.", "", True),
    ("", "The trust did not close.", True),
]


@pytest.mark.parametrize(("sentence", "quote", "same"), POLARITY)
def test_polarity_of_a_sentence_against_its_quotation(sentence: str, quote: str, same: bool) -> None:
    assert same_polarity(sentence, [quote]) is same
    assert same_polarity(sentence, [sentence])
    assert same_polarity(sentence, [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Harper met the BMA.", {"ann", "harper", "bma"}),
        ("However, McLellan’s view won.", {"mclellan"}),
        ("The King's Fund-led review", {"king", "fund"}),
        ("Vize wrote it.", {"vize"}),
        ("Managers wrote it.", set()),
        ('It said: "Managers and Vize" wrote it. Managers agreed.', {"vize"}),
        ("no names here", set()),
    ],
)
def test_names_in_a_sentence(text: str, names: set[str]) -> None:
    common = common_words(["The managers agreed, however late. Some managers and Vize did."])
    assert names_in(text, common) == names


@pytest.mark.parametrize(
    ("article", "changes", "exact"),
    [
        ("beds", {}, True),
        ("beds", {"start": 1}, False),
        ("beds", {"quote": "Nobody told the  nurses."}, False),
        ("beds", {"quote": "", "start": 5, "end": 5}, False),
        ("beds", {"start": -1, "end": 10}, False),
        ("beds", {"start": 5_000, "end": 5_020}, False),
        ("invented", {}, False),
    ],
)
def test_a_citation_is_exact_or_not(article: str, changes: dict[str, Any], exact: bool) -> None:
    citation = {**cite("beds", "Nobody told the nurses."), "article_id": article, **changes}
    assert is_exact(citation, ARTICLES) is exact


@pytest.mark.parametrize(
    ("words", "quotable"),
    [
        ("Managers should be regulated", True),  # an original's own words
        ("a slap in the face", True),  # stands in marks in a briefing
        ("slap in", True),  # a part of what does
        ("called the pay rise", False),  # the briefing's words
        ("closed 40 beds", False),  # a digest's words
        ("A  register\nwould frighten", True),  # white space makes no difference
        ("never written anywhere", False),
    ],
)
def test_words_in_quotation_marks_are_somebodys_own(words: str, quotable: bool) -> None:
    assert is_quotable(words, ARTICLES) is quotable
    assert fold(words)


HOLDERS = [
    ("Ann Harper", "Harper said so.", True),
    ("Ann Harper", "harpers say so.", False),
    ("Penny Dash", "Dash said so.", True),
    ("Jo Lee", "Lee said so.", False),
    ("Jo Lee", "Jo Lee said so.", True),
    ("Sir James Mackey", "Mackey said so.", True),
    ("Jon Restell (MiP)", "MiP said so.", True),
    ("Jon Restell (MiP)", "Restell said so.", True),
    ("Kirkpatrick, Sturdy and Veronesi", "Sturdy said so.", True),
    ("Bion and colleagues (HiSLAC)", "Bion said so.", True),
    ("Health Foundation", "The trust became an NHS Foundation Trust.", False),
    ("King's Fund", "The King’s Fund said so.", True),
    ("King's Fund", "A fund said so.", False),
    ("Care Quality Commission", "The CQC said so.", True),
    ("Care Quality Commission", "The King's Fund Commission said so.", False),
    ("NHS Providers and NHS Leadership Academy", "NHS Providers said so.", True),
    ("Unison survey respondents", "Respondents to a survey by Unison said so.", True),
    ("Labour ministers", "A minister of no party, and labour.", True),
    ("Labour ministers", "Ministers said so.", False),
    ("NICE", "It was nice.", True),
]


@pytest.mark.parametrize(("holder", "told", "named"), HOLDERS)
def test_a_holder_is_named(holder: str, told: str, named: bool) -> None:
    assert names_holder(told, holder) is named


def positions(*sentences: dict[str, Any]) -> dict[str, float | None]:
    question = Question(
        id="q",
        question="?",
        positions=[
            {"holder": "Ann Harper", "stance": "for", "any_of": ["regulate"]},
            {"holder": "Ben Cole", "stance": "against", "any_of": ["frighten"]},
            {"holder": "Cara Dunn", "stance": "mixed", "any_of": ["perhaps"]},
        ],
    )
    return position_metrics(question, answer(*sentences, ranking=""))


@pytest.mark.parametrize(
    ("sentences", "recall", "astray", "sides"),
    [
        ([], 0, 0, 0),
        ([say("Harper would regulate."), say("Cole says it would frighten."), say("Perhaps, says Dunn.")], 1, 0, 1),
        ([say("Harper would regulate.")], 1 / 3, 0, 0.5),
        ([say("They would regulate.")], 0, 0, 0),
        ([say("Cole would regulate.")], 0, 1 / 3, 0),
        ([say("Cole fears to regulate would frighten.")], 1 / 3, 0, 0.5),
        ([say("We should regulate.", cite("for", "Managers should be regulated"))], 1 / 3, 0, 0.5),
        ([say("We should regulate.", cite("for", "Managers should be regulated"), speaker="Ben Cole")], 0, 1 / 3, 0),
    ],
)
def test_positions_and_their_holders(sentences: list[dict[str, Any]], recall: float, astray: float, sides: float) -> None:
    found = positions(*sentences)
    expected = {"position_recall": recall, "misattribution": astray, "sides_shown": sides}
    assert found == pytest.approx(expected)


def test_a_briefing_lends_the_name_of_its_one_source_only() -> None:
    said = "Pay rose by 3 per cent."
    one = say(said, cite("overview", "The rise was 3 per cent.", source_keys=["x"]))
    two = say(said, cite("overview", "The rise was 3 per cent.", source_keys=["x", "y"]))
    assert "Eve Fox" in told_of(one, ARTICLES)
    assert "Eve Fox" not in told_of(two, ARTICLES)
    assert "Our Desk" not in told_of(one, ARTICLES)


@pytest.mark.parametrize(
    ("article", "quote", "speaker", "right"),
    [
        ("for", "Harm goes unanswered today.", None, None),
        ("for", "Harm goes unanswered today.", "Ann Harper", True),
        ("for", "Harm goes unanswered today.", "Ben Cole", False),
        ("debate", "The merger was not approved by the ministry.", "Cara Dunn", True),
        ("debate", "The merger was not approved by the ministry.", "Dev Ellis", False),
        ("debate", "The ministry was asked for its reasons twice.", "Dev Ellis", True),
        ("overview", "a slap in the face", "Eve Fox", True),
        ("overview", "The rise was 3 per cent.", "Eve Fox", False),
    ],
)
def test_a_speaker_said_the_words(article: str, quote: str, speaker: str | None, right: bool | None) -> None:
    assert speaker_is_right(say(quote, cite(article, quote), speaker=speaker), ARTICLES) is right


def test_opinion_needs_somebody_who_holds_it() -> None:
    quote = "Harm goes unanswered today."
    bare, digest = say(quote, cite("for", quote)), {"form": "digest", "kind": "opinion"}
    assert is_opinion_as_fact(bare, ARTICLES)
    assert not is_opinion_as_fact(say(quote, cite("for", quote), speaker="Ann Harper"), ARTICLES)
    assert not is_opinion_as_fact(say(f"Harper thinks that {quote}", cite("for", quote)), ARTICLES)
    assert not is_opinion_as_fact(say("Beds went.", cite("beds", "The trust closed 40 beds in 2016.")), ARTICLES)
    assert not is_opinion_as_fact(bare, {"for": {**ARTICLES["for"], **digest}})
    assert is_opinion_as_fact(bare, {"for": {**ARTICLES["for"], **digest, "authors": [], "publisher": None}})


def test_copied_share_counts_words_of_whole_sentences() -> None:
    copied = say("Nobody told the nurses.", cite("beds", "Nobody told the nurses."))
    own = say("The nurses heard nothing.", cite("beds", "Nobody told the nurses."))
    assert copied_share([copied, own]) == pytest.approx(0.5)
    assert (copied_share([copied]), copied_share([own]), copied_share([])) == (1.0, 0.0, None)


def test_absent_gold_takes_away_the_metrics_that_need_it_and_no_others() -> None:
    question = Question(id="beds", question="?", gold_doc_ids=["beds", "gone"], gold_evidence=["beds"], answers=["40 beds"])
    table, rows = judge(perfect(), [question])
    assert rows[0]["gold_absent"] == ["gone"]
    assert not {"recall@5", "evidence_recall@5", "gold_article_recall", "gold_evidence_coverage"} & table["overall"].keys()
    assert table["overall"]["accepted_recall"].value == 1.0
