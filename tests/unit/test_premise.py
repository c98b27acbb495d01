"""What a question takes for granted, against positions on record and stored sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answering.evidence import Candidate
from answering.opposites import saying
from answering.premise import denial, unheard_of
from answering.presuppositions import claims
from core.terms import content_terms
from core.text import sentence_spans
from core.types import Position, Source
from tests.factories import make_article, make_chunk


def told(text: str, *positions: Position) -> list[Candidate]:
    """One candidate a sentence of a briefing; a position's stance goes with each sentence that names its holder."""
    article = make_article(text, form="briefing", authors=(), sources=(Source("a", "A"),), positions=positions)
    chunk = make_chunk(article)
    found = []
    for start, end in sentence_spans(text):
        said = text[start:end]
        stances = tuple((p.proposition, p.stance) for p in positions if p.holder.split()[-1] in said)
        terms = frozenset(content_terms(said))
        vector = np.zeros(4, np.float32)
        found.append(Candidate(article, chunk, start, end, vector, 0, True, 0.5, 0.5, 0.5, terms, ("a",), True, stances))
    return found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why did Ann Able oppose the new pay scheme?", ["Ann Able oppose the new pay scheme"]),
        ("Given that trusts rejected the plan of 2019, what came next?", ["trusts rejected the plan of 2019"]),
        ("By how much did costs fall after the merger of 2012?", ["costs fall after the merger of 2012"]),
        ("Ministers threw out the Bold review. What made them do it?", ["Ministers threw out the Bold review"]),
        (
            "What did Ben Bold mean when he said that boards should go?",
            ["Ben Bold said that boards should go"],
        ),
        ("Why did boards oppose pay reform, and does everyone agree?", ["boards oppose pay reform"]),
        ("Did Ann Able oppose the new pay scheme?", []),  # it asks whether
        ("Who opposed the new pay scheme of 2016?", ["opposed the new pay scheme of 2016"]),
        ("How many managers opposed the pay scheme?", []),
        (
            "What did Ann Able hope for when she opened the Bold unit?",
            ["Ann Able opened the Bold unit", "Ann Able hope for when she opened the Bold unit"],
        ),
        ("Who was it that closed the old Bold ward?", ["closed the old Bold ward"]),
        ("What was it that Ann Able told the Bold board?", ["Ann Able told the Bold board"]),
        ("Was it the board that closed the old Bold ward?", []),  # it asks whether
        ("Why did they oppose the new pay scheme?", []),  # nobody is named
        ("I am writing an essay on pay schemes. What should I read?", []),
        ("Ann Able plan for more doctors what was in it", []),  # words to search for
        ("ministers threw out the Bold review. what made them do it", ["ministers threw out the Bold review"]),
        ("given that trusts rejected the plan of 2019, what came next", ["trusts rejected the plan of 2019"]),
        ("Ann Able wanted more doctors on boards.", ["Ann Able wanted more doctors on boards"]),
    ],
)
def test_what_a_question_takes_for_granted(question: str, expected: list[str]) -> None:
    assert [claim.text for claim in claims(question)] == expected


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("In 2019 Ann Able praised the merger of trusts. Why?", "Able"),
        ("During the strike Ben Bold closed the old ward. Why?", "Bold"),
        ("Dell Trust closed the old ward. Why?", "Trust"),
        ("In summer trusts closed the old wards. Why?", ""),
    ],
)
def test_whom_a_statement_is_about(question: str, subject: str) -> None:
    assert [claim.subject for claim in claims(question)] == [subject]


@pytest.mark.parametrize(
    ("clause", "axis", "sign"),
    [
        ("Able turned down the plan", "attitude", -1),
        ("Able did not reject the plan", "attitude", 1),
        ("Able backed the idea that it was a mistake", "attitude", -1),
        ("the change was no mistake", "attitude", 1),
        ("only 14% of trusts agreed", "attitude", -1),
        ("costs went down", "direction", -1),
        ("it would not reduce costs", "direction", 1),
        ("Lord Rose wrote a report", "direction", None),  # a name
        ("Able welcomed it and Bold opposed it", "attitude", 0),  # both
        ("seven recommendations were made", "attitude", None),
    ],
)
def test_the_side_a_clause_takes(clause: str, axis: str, sign: int | None) -> None:
    signs = saying(clause).signs.get(axis)
    assert (None if signs is None else sum(signs)) == sign


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Ann Able campaign for minimum nurse ratios?", "Ann Able argued that minimum nurse ratios would be a mistake."),
        ("Why did Ann Able oppose new criminal offences?", "Ann Able recommended new criminal offences."),
        ("Ministers threw out the Bold review. Why?", "Ministers accepted all nine points of the Bold review."),
        ("By how much did costs fall after the merger?", "A paper found no difference in costs after the merger."),
        ("Why did Ann Able find that the NHS has too many managers?", "Ann Able found the NHS under-managed."),
        ("Ann Able said in 2018 that mergers cut costs. By how much?", "Ann Able wrote that mergers would not reduce costs."),
        (
            "Why did Ann Able blame the board alone for the merger?",
            "Ann Able blamed the board and also ministers for the merger.",
        ),
        (
            "Ann Able worked out that 9.5% of NHS staff are managers. Is that too many?",
            "Ann Able put managers at 2% of NHS staff, against 9.5% of the workforce.",
        ),
        (
            "What did Ann Able conclude in her report 'Leading the wards'?",
            "The report, Leading the wards, was the work of Ben Bold; Ann Able wrote another.",
        ),
        ("Why did the IFF back the merger of trusts?", "The Institute for Frugal Finance opposed the merger of trusts."),
        ("When did Ann Able set up the Bold board?", "Ann Able announced the abolition of the Bold board."),
        ("On what grounds did the Able court find the merger lawful?", "The Able court found the merger unlawful."),
        ("Which of the points of the Bold review did Ann Able turn down?", "Ann Able accepted all points of the Bold review."),
        ("What did Ann Able find to praise in the pay scheme?", "Ann Able objected to the pay scheme."),
        ("What lies behind the success that Ann Able saw in the merger?", "Ann Able called the merger a failure."),
        ("Why did Ann Able want local boards done away with?", "Ann Able recommended a local board in each town."),
        ("Given that Ann Able praised the merger, who gained?", "Ann Able condemned the merger."),
        ("Who gained after Ann Able praised the merger of trusts?", "Ann Able condemned the merger of trusts."),
        ("How much was moved from capital to wages?", "The sum was moved from wages to capital."),
        ("In 2019 Ann Able praised the merger of trusts. Why?", "Ann Able condemned the merger of trusts."),
        ("Who was it that told wards to scrap the sale of beds?", "Ann Able told wards to keep the sale of beds."),
        ("Why did Ann Able confirm that nurses die of overwork?", "Ann Able found no evidence that nurses die of overwork."),
    ],
)
def test_a_denied_premise_is_met_with_what_the_sources_say(question: str, sentence: str) -> None:
    found = denial(question, told(f"The weather was fine that day. {sentence}"), {})
    assert found is not None
    assert found.text == sentence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Ann Able oppose minimum nurse ratios?", "Ann Able argued that minimum nurse ratios would be a mistake."),
        ("Why did Ann Able recommend new criminal offences?", "Ann Able recommended new criminal offences."),
        ("Why did Ann Able oppose nurse ratios?", "Ben Bold supported nurse ratios."),  # somebody else
        ("Why did Ann Able oppose nurse ratios?", "Ann Able supported the merger."),  # something else
        ("Why did costs rise after the merger?", "Costs rose after the merger, and quality fell."),
        ("Who supported minimum nurse ratios?", "Ann Able opposed minimum nurse ratios."),
        ("Why did Ann Able oppose nurse ratios?", "Ann Able welcomed talks on nurse ratios, but opposed nurse ratios in law."),
        ("After Ann Able defended the targets, who replied?", "Ann Able denied that the targets had done more harm than good."),
        (
            "Why did Ann Able say that it cannot prove nurses better?",
            "Ann Able said that it does not prove that nurses are better.",
        ),
        ("How many nurses opposed the pay scheme of Ann Able?", "Ann Able said that nurses welcomed the pay scheme."),
        ("Why did No 10 refuse the beds that Ann Able asked for?", "No 10 turned down the beds that Ann Able asked for."),
        ("Why did Ann Able oppose nurse ratios?", "This collection lacks anybody but Ann Able who supported nurse ratios."),
        ("How has the number of nurses changed since 2010?", "It is a question of skill rather than of no change in the number."),
        ("What did Ann Able think was wrong with nurse ratios?", "Ann Able proposed nurse ratios."),
        ("Why do trusts have elected governors?", "A trust without elected governors answers to nobody."),
        ("Why do ministers want nurse ratios in law?", "Critics opposed nurse ratios in law."),  # some do and some do not
        ("Why did Ann Able criticise the nurse ratios?", "Ann Able blamed the ratios, and those who approved the nurse ratios."),
        ("Who was it that kept the old ward open?", "Ann Able kept the old ward open."),
        ("Why does Ann Able object to the closure of the ward?", "Ann Able said that the ward was created after the scandal."),
        ("Why does Ann Able object to the closure?", "Ann Able signed the letter that opposed the plans."),
        ("What did Ann Able want to achieve with the reforms?", "Analysts objected to the cost of the Able reforms."),
        ("Why has the scheme of Ann Able not grown?", "Ann Able had an ambition for the scheme that was higher than the plan."),
        ("Why did the Able Programme cost so much?", "The failed Able Programme was too centralised."),
    ],
)
def test_a_true_premise_is_left_alone(question: str, sentence: str) -> None:
    assert denial(question, told(f"The weather was fine that day. {sentence}"), {}) is None


PROPOSITION = "Healthwatch should be abolished"


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("Why did Ann Able support the abolition of Healthwatch?", True),
        ("Why did Ann Able oppose the abolition of Healthwatch?", False),
        ("Why did Ann Able say that Healthwatch should be abolished?", True),
        ("Why did Ann Able worry about abolishing Healthwatch?", False),
        ("Why did Ben Bold oppose the abolition of Healthwatch?", True),
        ("Why did Cai Calm oppose the abolition of Healthwatch?", False),  # on record as in between
    ],
)
def test_a_stance_on_record_decides(question: str, denied: bool) -> None:
    people = {"Ann Able": "against", "Ben Bold": "for", "Cai Calm": "mixed"}
    positions = [
        replace(Position(name, PROPOSITION, "for", source="a"), stance=stance)  # type: ignore[arg-type]
        for name, stance in people.items()
    ]
    text = "Ann Able spoke of lost trust. Ben Bold spoke of a cluttered field. Cai Calm spoke of both."
    found = denial(question, told(text, *positions), {})
    assert (found is not None) is denied
    if found is not None:
        assert found.text.startswith(question.split()[2])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which of the 350 recommendations of the Bold report did ministers like?", "The Bold report made 290 recommendations."),
        (
            "When Ann Able became the third woman to lead the board, who stayed?",
            "Ann Able was the first woman to lead the board.",
        ),
        ("Why did Ann Able merge the trusts of Leeds in 2012?", "Ann Able merged the trusts of Leeds in 2016."),
        ("How did Ann Able, a retired surgeon, come to lead it?", "Ann Able ran shops. Ann Able came to lead the board."),
        (
            "Why did Ann Able close the Bold unit?",
            "Ann Able spoke of pay. Ann Able spoke of rotas. The Bold unit was praised in Leeds.",
        ),
        ("Which of the 350 recommendations of the Bold report dealt with pay?", "The Bold report made 290 recommendations."),
        (
            "What did Ann Able, as chief inspector of hospitals, find?",
            "Ben Bold, the regulator's chief inspector of hospitals, met Ann Able.",
        ),
        ("Why did Ann Able resign from Calm Trust?", "Ann Able resigned from Dell Trust. Calm Trust was praised."),
        ("Why did the Old Code replace the New Code in 2022?", "The New Code took the place of the Old Code in 2022."),
        ("Given that Bold wards treated thousands of patients, who paid?", "The Bold wards treated about 150 patients."),
        (
            "Why did the Bold board praise the pay contract for costing less than planned?",
            "The Bold board said that the pay contract cost £5m more than planned.",
        ),
        ("What had made Bold boards so much larger by 2014?", "Bold boards became smaller by 2014."),
        ("Seeing that Bold wards worked at less than half of capacity, who paid?", "Bold wards ran at 75% of capacity."),
        ("Seeing that Bold wards worked at half of capacity, who paid?", "Bold wards ran at 45% of capacity."),
        ("Given that Bold wards have more than 200 beds, who paid?", "The Bold wards have 150 beds."),
        ("Given that Bold wards have about 200 beds, who paid?", "The Bold wards have 150 beds."),
    ],
)
def test_a_particular_told_otherwise_denies_the_premise(question: str, sentence: str) -> None:
    apart = "It rained. It snowed. "  # neighbours are read together
    told_apart = sentence.replace(". ", f". {apart}")
    assert denial(question, told(f"The weather was fine that day. {told_apart}"), {}) is not None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which of the 290 recommendations of the Bold report did ministers like?", "The Bold report made 290 recommendations."),
        (
            "When Ann Able became the first woman to lead the board, who stayed?",
            "Ann Able was the first woman to lead the board.",
        ),
        ("Why did Ann Able merge the trusts of Leeds in 2016?", "Ann Able merged the trusts of Leeds in 2016."),
        ("Why did Ann Able merge the trusts of Leeds in 2012?", "Ann Able merged the trusts of Leeds at last."),  # no year
        ("How did Ann Able, a retired surgeon, come to lead it?", "Ann Able is a surgeon. Ann Able came to lead the board."),
        ("Why did Ann Able close the Bold unit?", "Ann Able spoke of pay. Ann Able closed the Bold unit."),
        (
            "What did Ann Able, as chief inspector of hospitals, find?",
            "Ann Able, the chief inspector of hospitals, met Ben Bold, a former chief inspector of hospitals.",
        ),
        ("Why did Ann Able resign from Calm Trust?", "Ann Able resigned from Calm Trust, and later from Dell Trust."),
        ("Why did the New Code replace the Old Code in 2022?", "The New Code took the place of the Old Code in 2022."),
        ("Given that Bold wards treated thousands of patients, who paid?", "The Bold wards treated 4,150 patients."),
        ("Seeing that Bold wards worked at less than half of capacity, who paid?", "Bold wards ran at 45% of capacity."),
        ("Seeing that Bold wards worked at half of capacity, who paid?", "Bold wards ran at 49% of capacity."),
        ("Given that Bold wards have more than 200 beds, who paid?", "The Bold wards have 250 beds."),
        ("Given that Bold wards have at most 200 beds, who paid?", "The Bold wards have 150 beds."),
        ("Given that Bold wards have about 200 beds, who paid?", "The Bold wards have 190 beds."),
        ("How do Ann Able and Ben Bold differ?", "Ann Able spoke of pay. Ann Able spoke of rotas. Ben Bold was praised."),
    ],
)
def test_particulars_that_are_as_told_are_left_alone(question: str, sentence: str) -> None:
    assert denial(question, told(f"The weather was fine that day. {sentence}"), {}) is None


def test_nothing_is_told_of_two_who_are_never_named_together() -> None:
    apart = told("Ann Able spoke of pay. Ann Able left. It rained. It snowed. It hailed. Ben Bold was praised.")
    assert unheard_of("What did Ann Able say about Ben Bold?", apart)
    assert not unheard_of("What did Ann Able say about Ben Bold?", told("Ann Able praised Ben Bold. Ann Able left."))
    assert not unheard_of("What did Ann Able say about Cai Calm?", apart)  # nobody known


def test_whoever_suffers_has_no_attitude_to_be_denied() -> None:
    (suffering,) = claims("Why was Ann Able criticised by nurses over pay?")
    (acting,) = claims("Why did Ann Able criticise nurses over pay?")
    assert suffering.open
    assert not acting.open
