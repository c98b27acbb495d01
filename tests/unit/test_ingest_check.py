"""The article check: the draw of an audit's sample and the balance rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.types import Heading, Position, Source, SourceMark
from ingest.check import LACKS, article_problems, check_paths, sides, statistics
from ingest.check_sample import drawn, sources_behind
from tests.factories import make_article

TEXT = "Who decides?\n\nMinisters decide. Boards advise them.\n\nNobody counts."
BRIEFING = make_article(
    TEXT,
    article_id="b",
    form="briefing",
    headings=(Heading(0, 12, 2, "Who decides?"),),
    marks=(SourceMark(31, "one"), SourceMark(51, "two"), SourceMark(len(TEXT), "one")),
    sources=(Source("one", "First"), Source("two", "Second")),
)
DIGEST = make_article(article_id="a", form="digest")


def test_every_sentence_is_drawn_once_and_no_heading() -> None:
    rows = drawn([BRIEFING, DIGEST], 99, 1)
    assert sorted((row.article_id, row.sentence) for row in rows) == [
        ("a", "Doctors already are."),
        ("a", "Managers should be regulated."),
        ("a", "Nobody disputes the cost of £12m."),
        ("b", "Boards advise them."),
        ("b", "Ministers decide."),
        ("b", "Nobody counts."),
    ]


def test_a_seed_draws_the_same_sentences_in_whatever_order_the_articles_come() -> None:
    assert drawn([BRIEFING, DIGEST], 3, 7) == drawn([DIGEST, BRIEFING], 3, 7)
    assert len(drawn([BRIEFING, DIGEST], 3, 7)) == 3
    assert len({tuple(row.sentence for row in drawn([BRIEFING, DIGEST], 3, seed)) for seed in range(20)}) > 10


def test_every_sentence_is_as_likely_as_another() -> None:
    counts: dict[str, int] = {}
    for seed in range(600):
        for row in drawn([BRIEFING, DIGEST], 2, seed):
            counts[row.sentence] = counts.get(row.sentence, 0) + 1
    assert len(counts) == 6
    assert all(150 < count < 250 for count in counts.values())  # 200 expected, standard deviation 11.5


def test_a_sentence_of_a_briefing_comes_with_the_sources_it_is_footnoted_to() -> None:
    start = TEXT.index("Ministers")
    assert [source.key for source in sources_behind(BRIEFING, start, start + 17)] == ["one"]
    start = TEXT.index("Boards")
    assert [source.title for source in sources_behind(BRIEFING, start, start + 19)] == ["Second"]


def test_a_digest_comes_with_its_original() -> None:
    (source,) = sources_behind(DIGEST, 0, 29)
    assert (source.key, source.title, source.publisher) == (DIGEST.article_id, DIGEST.title, DIGEST.publisher)
    assert source.published == DIGEST.published


def test_the_sample_is_printed_as_lines_or_as_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "---\ntitle: Digest\npublisher: The Paper\ndate: 2016-12-02\nform: digest\n---\nOne thing is so. Another is not.\n"
    (tmp_path / "d.md").write_text(text, encoding="utf-8")
    assert check_paths([tmp_path], as_json=False, sample=2, seed=3) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split("\t")[2] for line in lines[::2]} == {"One thing is so.", "Another is not."}
    assert set(lines[1::2]) == {"\td: Digest (The Paper, 2 December 2016)"}
    assert check_paths([tmp_path], as_json=True, sample=1, seed=3) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["seed"] == 3
    assert [source["publisher"] for source in found["sentences"][0]["sources"]] == ["The Paper"]


def voices(*held: tuple[str, str, str]) -> tuple[Position, ...]:
    """Positions from (holder, proposition, stance)."""
    return tuple(Position(holder, proposition, stance, source="one") for holder, proposition, stance in held)  # type: ignore[arg-type]


TWO_A_SIDE = voices(("Ann", "P", "for"), ("Bob", "P", "for"), ("Cem", "P", "against"), ("Dee", "P", "against"))
ONE_SHORT = voices(
    ("Ann", "P", "for"), ("Bob", "P", "for"), ("Cem", "P", "against"), ("Cem", "P", "against"), ("Eve", "P", "mixed")
)
OTHER_SHORT = voices(("Ann", "Q", "for"))
SAID = f"On P, {LACKS} a second critic."


@pytest.mark.parametrize(
    ("positions", "text", "clean"),
    [
        (TWO_A_SIDE, "All is said.", True),
        (ONE_SHORT, "All is said.", False),
        (ONE_SHORT, SAID, True),
        (ONE_SHORT + OTHER_SHORT, SAID, False),
        (ONE_SHORT + OTHER_SHORT, f"{SAID} On Q, {LACKS} any critic.", True),
        ((), SAID, False),
    ],
    ids=["two a side", "one short", "one short and said", "two short, one said", "two short, both said", "no positions"],
)
def test_a_briefing_has_two_voices_a_side_or_says_which_it_lacks(positions: tuple[Position, ...], text: str, clean: bool) -> None:
    article = make_article(
        text, form="briefing", positions=positions, marks=(SourceMark(len(text), "one"),), sources=(Source("one", "First"),)
    )
    assert (not list(article_problems(article))) is clean


def test_one_person_is_one_voice_and_a_mixed_stance_is_on_neither_side() -> None:
    assert sides(make_article(positions=ONE_SHORT + OTHER_SHORT)) == {"P": (2, 1), "Q": (1, 0)}
    facts = statistics([make_article(positions=TWO_A_SIDE + OTHER_SHORT)])
    assert (facts["propositions_with_two_voices_a_side"], facts["propositions_short_of_a_voice"]) == (1, 1)
