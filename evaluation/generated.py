"""What a chat model itself contributed to the answers of a run: how much of it was shown, and whether a second method,
independent of the program's own checks, finds fault with it. Pure.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.citations import fidelities
from evaluation.voices import Record

FALLBACK = "fallback_extractive"


def was_asked(answer: Record) -> bool:
    """True if a chat model was asked for this answer: it wrote something, told its use, or was given up with a notice. An
    answer that declines or corrects the question asks none."""
    wrote = any(sentence["origin"] == "generated" for sentence in (*answer["sentences"], *answer["withheld"]))
    return wrote or bool(answer.get("usage")) or any(notice["code"] == FALLBACK for notice in answer["notices"])


def written(answer: Record) -> list[Record]:
    """The shown sentences that the model wrote; what was extracted is not among them."""
    return [sentence for sentence in answer["sentences"] if sentence["origin"] == "generated"]


def generated_metrics(answer: Record, articles: Mapping[str, Record], common: frozenset[str]) -> dict[str, float | None]:
    """Metrics of the model's part; none where no model was asked. `common`: words that are no names."""
    if not was_asked(answer):
        return {}
    shown = written(answer)
    faulty = [sentence for sentence in shown if not all(fidelities(sentence, articles, common).values())]
    return {
        "generated_kept": float(bool(shown)),
        "generated_sentences": float(len(shown)),
        "generated_faults": len(faulty) / len(shown) if shown else None,
    }


def to_read(answers: Mapping[str, Any], most: int, seed: int) -> list[tuple[str, Record]]:
    """Question id and sentence of up to `most` shown sentences that the model wrote, drawn with `seed`, in order."""
    found = [(key, sentence) for key, answer in answers.items() for sentence in written(answer)]
    if len(found) <= most:
        return found
    return [found[at] for at in sorted(random.Random(seed).sample(range(len(found)), most))]


def reading_markdown(rows: Sequence[tuple[str, Record]], answers: Mapping[str, Any]) -> str:
    """The sentences under their questions, each with its quotations below it, to be read one by one."""
    lines: list[str] = []
    last = ""
    for number, (key, sentence) in enumerate(rows, 1):
        if key != last:
            lines += ["", f"## {key}: {answers[key]['question']}", ""]
            last = key
        lines.append(f"{number}. {sentence['text']}")
        for citation in sentence["citations"]:
            title = answers[key]["articles"][citation["article_id"]]["title"]
            lines.append(f"   - [{citation['number']}] {' '.join(citation['quote'].split())} ({title})")
    return "\n".join(lines).lstrip("\n") + "\n"
