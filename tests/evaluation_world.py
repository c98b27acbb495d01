"""A small world for the evaluator to judge: six articles, six questions, and answers that deserve full marks.

Plain dictionaries, as they stand in `generated.jsonl`; passages are whole articles.
"""

from __future__ import annotations

from typing import Any

from evaluation.answer_metrics import Context, context_of
from evaluation.dataset import Question
from evaluation.score import Row, Table, row_of, tabulate

Answers = dict[str, Any]

ARTICLES: dict[str, dict[str, Any]] = {
    "beds": {
        "form": "digest",
        "kind": "statistics",
        "byline": "Office for Beds, March 2016",
        "publisher": "Office for Beds",
        "text": "The trust closed 40 beds in 2016. Nobody told the nurses. The winter was mild, and staff came in on foot.",
    },
    "for": {
        "form": "original",
        "kind": "opinion",
        "byline": "Ann Harper, The Paper, May 2017",
        "authors": ["Ann Harper"],
        "text": "Managers should be regulated like doctors. Harm goes unanswered today.",
    },
    "against": {
        "form": "original",
        "kind": "speech",
        "byline": "Ben Cole, The Hall, June 2017",
        "authors": ["Ben Cole"],
        "text": "A register would frighten good people away. It is no cure for a culture of fear.",
    },
    "debate": {
        "form": "original",
        "kind": "debate",
        "byline": "Hansard, July 2017",
        "turns": [{"start": 0, "end": 44, "speaker": "Cara Dunn"}, {"start": 45, "end": 90, "speaker": "Dev Ellis"}],
        "text": "The merger was not approved by the ministry. The ministry was asked for its reasons twice.",
    },
    "overview": {
        "form": "briefing",
        "kind": "other",
        "byline": "Our Desk, 2018",
        "sources": {"x": {"authors": ["Eve Fox"], "publisher": "The News", "published": "2018-01", "title": "Pay"}},
        "text": 'Eve Fox called the pay rise "a slap in the face". The rise was 3 per cent.',
    },
    "noise": {
        "form": "digest",
        "kind": "news",
        "byline": "The News, 2015",
        "publisher": "The News",
        "text": "The car park in Leeds was resurfaced in 2015 by a local firm.",
    },
}
for _key, _facts in ARTICLES.items():
    _facts |= {"title": f"On {_key}", **{name: _facts.get(name) for name in ("authors", "publisher", "sources", "turns")}}

QUESTIONS = [
    Question(
        id="beds",
        question="How many beds went?",
        kind="fact",
        answers=["40 beds"],
        nuggets=[{"any_of": ["40 beds"]}, {"any_of": ["nurses were not told"]}],
        reference="In 2016 the trust closed 40 beds; the nurses were not told.",
        gold_doc_ids=["beds"],
        gold_evidence=["closed 40 beds in 2016"],
        forbidden=["60 beds"],
    ),
    Question(
        id="sides",
        question="Who wants a register?",
        kind="who",
        positions=[
            {"holder": "Ann Harper", "stance": "for", "any_of": ["should be regulated"]},
            {"holder": "Ben Cole", "stance": "against", "any_of": ["frighten"]},
        ],
        nuggets=[{"any_of": ["regulated"]}, {"any_of": ["frighten"]}],
        gold_doc_ids=["for", "against"],
        stance={"for": "for", "against": "against"},
    ),
    Question(id="merger", question="Was it merged?", kind="fact", answers=["not approved"], gold_doc_ids=["debate"]),
    Question(id="pay", question="What of the pay?", kind="fact", answers=["slap in the face"], gold_doc_ids=["overview"]),
    Question(id="moon", question="Is the moon cheese?", kind="unanswerable", answerable=False),
    Question(id="premise", question="Why was it approved?", kind="false_premise", forbidden=["was approved because"]),
]


def cite(article: str, quote: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    start = ARTICLES[article]["text"].index(quote)
    citation = {"number": number, "chunk_id": f"{article}:0", "article_id": article, "quote": quote, "source_keys": []}
    return {**citation, "start": start, "end": start + len(quote), **changes}


def say(text: str, *citations: dict[str, Any], speaker: str | None = None) -> dict[str, Any]:
    verdict = {"support": 1.0, "verdict": "supported", "origin": "generated"}
    return {"text": text, "citations": list(citations), "speaker": speaker, "group": None, **verdict}


def answer(*sentences: dict[str, Any], ranking: str, status: str = "answered") -> dict[str, Any]:
    """An answer with the retrieval that ranks these articles in this order, all kept."""
    hits = [
        {
            "chunk": {"chunk_id": f"{key}:0", "article_id": key, "start": 0, "end": len(ARTICLES[key]["text"])},
            "dense_rank": at, "lexical_rank": at, "fused_score": 1 / at, "dense_score": 1 / at, "lexical_score": 1 / at,
        }
        for at, key in enumerate(ranking.split(), 1)
    ]  # fmt: skip
    return {
        "status": status, "message": "", "notices": [], "sentences": list(sentences), "withheld": [], "articles": ARTICLES,
        "retrieval": {"ranking": hits, "kept": hits, "evidence": 0.9 if sentences else 0.1},
    }  # fmt: skip


def perfect() -> Answers:
    """Answers that deserve full marks, some in words of their own."""
    beds, nurses = cite("beds", "The trust closed 40 beds in 2016."), cite("beds", "Nobody told the nurses.", 2)
    return {
        "beds": answer(
            say("In 2016 the trust closed 40 beds.", beds), say("The nurses were not told.", nurses), ranking="beds noise"
        ),
        "sides": answer(
            say("Managers should be regulated like doctors.", cite("for", "Managers should be regulated like doctors."),
                speaker="Ann Harper"),
            say("A register would frighten good people away.", cite("against", "A register would frighten good people away."),
                speaker="Ben Cole"),
            ranking="for against noise",
        ),
        "merger": answer(
            say("The merger, by Dunn's account, was not approved by the ministry.",
                cite("debate", "The merger was not approved by the ministry."), speaker="Cara Dunn"),
            ranking="debate noise",
        ),
        "pay": answer(
            say('Fox called the pay rise "a slap in the face".',
                cite("overview", 'Eve Fox called the pay rise "a slap in the face".', source_keys=["x"])),
            ranking="overview noise",
        ),
        "moon": answer(ranking="noise", status="unanswerable_no_evidence"),
        "premise": answer(ranking="debate", status="unanswerable_no_evidence"),
    }  # fmt: skip


def world() -> Context:
    return context_of(ARTICLES, [facts["text"] for facts in ARTICLES.values()])


def judge(answers: Answers, questions: list[Question] = QUESTIONS) -> tuple[Table, list[Row]]:
    passages = {f"{key}:0": facts["text"] for key, facts in ARTICLES.items()}
    rows = [row_of(question, answers[question.id], world(), passages, set(ARTICLES)) for question in questions]
    return tabulate(rows), rows
