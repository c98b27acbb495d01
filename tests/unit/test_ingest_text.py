"""Cleaning, markup and front matter: markup and furniture go, words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import PartialDate
from ingest.clean import clean_plain
from ingest.front_matter import split_front_matter
from ingest.markup import render_markdown

PAGE = """\
The minister said that the plan for the whole
NHS <https://example.org/nhs> would be
long-
term, and expensive.

A plan without money is a wish

Critics disagreed. A plan without money is a wish, one said, and the money
was not there.
Why plans fail | Ann Author
 Read more
<https://example.org/plans>
The minister did not answer them.

Join the Professionals Network <https://example.org/join> to read more
pieces like this. And follow us on Twitter (@example
<https://twitter.com/example>) for news.
"""


def test_a_page_left_by_an_extractor_reads_well() -> None:
    cleaned = clean_plain(PAGE)
    assert cleaned.text == (
        "The minister said that the plan for the whole NHS would be long-term, and expensive.\n\n"
        "Critics disagreed. A plan without money is a wish, one said, and the money was not there.\n\n"
        "The minister did not answer them."
    )
    assert [sort for sort, _ in cleaned.dropped] == ["teaser", "pull quote", "invitation"]
    assert "https://example.org/nhs" in cleaned.links


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("One line.", "One line."),
        ("Wrapped\nline here.", "Wrapped line here."),
        ("First paragraph.\nSecond paragraph.\nThird one.", "First paragraph.\n\nSecond paragraph.\n\nThird one."),
        ("Cost <https://e.org>. Next", "Cost. Next"),
        ("(see <https://e.org>) and", "(see) and"),
        ("Before\n<https://e.org>\n\nAfter", "Before\n\nAfter"),
        ("A real paragraph that ends properly.\nRead more\nNext.", "A real paragraph that ends properly.\n\nNext."),
        ("Join us in saying that this is all on Twitter.", "Join us in saying that this is all on Twitter."),
        ("", ""),
    ],
)
def test_cleaning_edges(raw: str, expected: str) -> None:
    assert clean_plain(raw).text == expected


@given(st.lists(st.lists(st.sampled_from(["alpha", "beta", "gamma.", "delta,", "eps"]), min_size=1, max_size=12), max_size=6))
def test_cleaning_never_changes_or_reorders_words(paragraphs: list[list[str]]) -> None:
    raw = "\n\n".join(" ".join(words) for words in paragraphs)
    cleaned = clean_plain(raw)
    dropped = {text for _, text in cleaned.dropped}
    kept = [word for words in paragraphs if " ".join(words) not in dropped for word in words]
    assert cleaned.text.split() == kept


def test_markdown_loses_its_markup_and_keeps_headings_marks_and_links() -> None:
    raw = (
        "# Title\n\n## Who *said* it?\n\nVize[^v] wrote **boldly** in the [Guardian](https://g.example).[^v][^h] Then he\n"
        "stopped.[^h]\n\n- One `item`\n- Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>bad()</script>\n\n![alt](x.png)\n"
    )
    rendered = render_markdown(raw)
    assert rendered.text == (
        "Title\n\nWho said it?\n\nVize wrote boldly in the Guardian. Then he stopped.\n\nOne item\n\nTwo\n\na | b\n\n1 | 2"
    )
    assert [(h.level, rendered.text[h.start : h.end]) for h in rendered.headings] == [(1, "Title"), (2, "Who said it?")]
    assert rendered.links == ["https://g.example"]
    upto = {(rendered.text[: mark.position].split()[-1], mark.key) for mark in rendered.marks}
    assert upto == {("Vize", "v"), ("Guardian.", "v"), ("Guardian.", "h"), ("stopped.", "h")}
    assert "[^" not in rendered.text


def test_front_matter_is_read_with_its_types() -> None:
    meta, body = split_front_matter(
        "---\nid: x\ntitle: 2016\nauthors: Ann Author\ndate: 2016-12-02\nurl: ''\nmood: grim\n"
        "sources:\n  - {key: a, title: T, date: 2013}\n---\nBody."
    )
    assert (meta.title, meta.authors, meta.date, meta.url) == ("2016", ["Ann Author"], PartialDate("2016-12-02"), None)
    assert meta.sources[0].record().published == PartialDate("2013")
    assert meta.model_extra == {"mood": "grim"}
    assert body == "Body."


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ("date: soon", "date: 'soon' is not a date"),
        ("kind: rumour", "kind: Input should be"),
        ("title: [a", "not valid YAML"),
        ("- a\n- b", "not a list of `key: value` lines"),
        ("sources:\n  - {title: T}", "sources.0.key: Field required"),
        ("sources:\n  - {key: 'a b', title: T}", "sources.0.key"),
        ("positions:\n  - {holder: X, proposition: P, stance: maybe}", "positions.0.stance"),
    ],
)
def test_bad_front_matter_is_refused_with_the_field(block: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint.replace(".", r"\.").replace("`", "`")):
        split_front_matter(f"---\n{block}\n---\nBody.")


def test_front_matter_that_is_never_closed_is_named() -> None:
    with pytest.raises(ValueError, match="never closed"):
        split_front_matter("---\ntitle: T\nBody.")
