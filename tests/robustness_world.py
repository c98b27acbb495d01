"""A debate with two sides, and answers to judge, for the trials on changed collections."""

from __future__ import annotations

from typing import Any

from evaluation.dataset import Question
from tests.factories import make_article


def said(*quotes: tuple[str, str], notices: tuple[str, ...] = (), kept: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """An answer of verbatim sentences, each with its article."""
    sentences = [
        {"text": quote, "citations": [{"article_id": key, "quote": quote}], "speaker": None, "group": None}
        for key, quote in quotes
    ]
    found = {"kept": [{"chunk": {"article_id": key}} for key in kept]}
    facts = {"status": "answered", "sentences": sentences, "notices": [{"code": code} for code in notices], "retrieval": found}
    return {**facts, "articles": {}, **changes}


DECLINED = said(status="unanswerable_no_evidence")

REGISTER = Question(
    id="register",
    question="Who wants a register?",
    gold_doc_ids=["debate"],
    positions=[
        {"holder": "Ann Harper", "stance": "for", "any_of": ["should be regulated"]},
        {"holder": "Ben Cole", "stance": "against", "any_of": ["frighten"]},
    ],
)
PRO, CON = "Ann Harper says that managers should be regulated.", "Ben Cole says a register would frighten people away."
MARKDOWN = f"""---
id: debate
title: A register
positions:
  - {{holder: Ann Harper, proposition: A register, stance: for}}
  - {{holder: Ben Cole, proposition: A register, stance: against}}
---
## What does Ben Cole say?

{PRO}[^a][^b] {CON}[^c] Others are undecided.[^a]

## What does Ann Harper say?

Nothing more.
"""
DEBATE = make_article(f"{PRO} {CON}", article_id="debate", authors=())
BY_COLE = make_article("A register would frighten me.", article_id="cole", authors=("Ben Cole",))
