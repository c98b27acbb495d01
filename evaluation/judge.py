"""An optional second opinion: a chat model grades saved answers. Never a gate: a model's grades drift with its version.

Each answer is graded several times; the mean is its grade, and the spread says how far the judge agrees with itself. Replies
are kept as they came (`judgements.jsonl`), so that a judge that was stopped goes on and the figures can be made again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

from core.console import note
from core.errors import DebatesError, InputError
from evaluation.dataset import Question, load_questions
from evaluation.run import JUDGE, QUESTIONS, read_generated, whole_lines, write_whole
from evaluation.stats import Estimate, mean_estimate
from prompts.registry import Prompt, load_prompts

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

RESULT, JUDGEMENTS = "judge.json", "judgements.jsonl"
SCALES = ("relevance", "completeness", "clarity")
LOWEST, HIGHEST = 1, 5

_OBJECT = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Judged:
    """A run's grades: the metrics, and the replies to each answer, of which a malformed one is `None`."""

    judge: str
    prompt: str
    runs: int
    table: Mapping[str, Estimate]
    grades: Mapping[str, Sequence[Mapping[str, int] | None]]


def judge(out: Path, model: BaseChatModel, spec: str, runs: int, explained: Callable[[Exception], DebatesError]) -> Judged:
    """Grade every answer of a run that shows a sentence, `runs` times each, and write `judge.json`.

    Replies that an earlier call left for the same judge, prompt and answer are not asked for again. Whatever the model raises
    is turned into an error by `explained` and ends the call. Raises `InputError` if no answer shows anything.
    """
    prompt = load_prompts()[JUDGE]
    questions = {question.id: question for question in load_questions(out / QUESTIONS)}
    filled = {
        row["id"]: filled_prompt(prompt, questions[row["id"]], row["answer"])
        for row in read_generated(out)
        if row["answer"]["sentences"]
    }
    if not filled:
        raise InputError(f"No answer of {out} shows a sentence: there is nothing to judge.")
    kept = _kept_replies(out / JUDGEMENTS)
    replies: dict[str, list[str]] = {}
    with (out / JUDGEMENTS).open("a", encoding="utf-8") as lines:
        for number, (key, text) in enumerate(filled.items(), 1):
            digest = hashlib.sha256(f"{spec}\0{text}".encode()).hexdigest()[:16]
            replies[key] = kept.get(digest, [])[:runs]
            while len(replies[key]) < runs:
                replies[key].append(_ask(model, text, explained))
                row = {"id": key, "asked": digest, "reply": replies[key][-1]}
                lines.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
                lines.flush()
            if number == len(filled) or number % 10 == 0:
                note(f"{number}/{len(filled)} judged")
    grades = {key: [grades_in(reply) for reply in given] for key, given in replies.items()}
    judged = Judged(spec, prompt.prompt_id, runs, table_of(grades), grades)
    write_whole(out / RESULT, json.dumps(asdict(judged), indent=1, sort_keys=True) + "\n")
    return judged


def filled_prompt(prompt: Prompt, question: Question, answer: Mapping[str, Any]) -> str:
    """What the judge is shown: the question, the model answer or the expected facts, and the sentences with their speakers."""
    said = [
        f"{sentence['speaker']}: {sentence['text']}" if sentence["speaker"] else sentence["text"]
        for sentence in answer["sentences"]
    ]
    facts = [nugget.fact or nugget.any_of[0] for nugget in question.nuggets]
    expected = question.reference or "; ".join(facts or question.answers) or "Nothing in particular."
    return prompt.fill(question=answer["standalone_question"], expected=expected, answer="\n".join(said))


def _kept_replies(path: Path) -> dict[str, list[str]]:
    """Earlier replies by what was asked."""
    kept: dict[str, list[str]] = {}
    for row in whole_lines(path):
        kept.setdefault(row["asked"], []).append(row["reply"])
    return kept


def _ask(model: BaseChatModel, text: str, explained: Callable[[Exception], DebatesError]) -> str:
    try:
        return str(model.invoke(text).text)
    except Exception as error:
        raise explained(error) from error


def grades_in(reply: str) -> dict[str, int] | None:
    """The last JSON object of a reply, if it grades every scale with a whole number in range; else `None`."""
    for found in reversed(_OBJECT.findall(reply)):
        try:
            values = json.loads(found)
        except json.JSONDecodeError:  # braces round something else: no grades
            continue
        grades = {scale: values.get(scale) for scale in SCALES}
        if all(type(grade) is int and LOWEST <= grade <= HIGHEST for grade in grades.values()):
            return grades
        return None
    return None


def table_of(grades: Mapping[str, Sequence[Mapping[str, int] | None]]) -> dict[str, Estimate]:
    """Metrics over the answers: `judge_<scale>` is the mean of an answer's mean grades, `judge_<scale>_spread` the mean of its
    standard deviations over the replies, where there are two; `judge_malformed` the share of replies that were no grades."""
    cells: dict[str, Estimate | None] = {
        "judge_malformed": mean_estimate([fmean(reply is None for reply in given) for given in grades.values()])
    }
    formed = [[reply for reply in given if reply is not None] for given in grades.values()]
    for scale in SCALES:
        values = [[reply[scale] for reply in given] for given in formed if given]
        cells[f"judge_{scale}"] = mean_estimate([fmean(given) for given in values])
        cells[f"judge_{scale}_spread"] = mean_estimate([pstdev(given) for given in values if len(given) > 1])
    return {name: estimate for name, estimate in cells.items() if estimate is not None}


def judged_markdown(judged: Judged) -> str:
    """The grades as a table."""
    lines = [
        f"# Judged by `{judged.judge}`",
        "",
        f"Answers: {len(judged.grades)}, each graded {judged.runs} times from {LOWEST} to {HIGHEST} with {judged.prompt}. "
        "A second opinion: nothing is held to it.",
        "",
        "| Metric | Value | 95 % interval | over |",
        "|---|---|---|---|",
    ]
    lines += [f"| {name} | {e.value:.3f} | {e.low:.3f} to {e.high:.3f} | {e.n} |" for name, e in judged.table.items()]
    return "\n".join(lines) + "\n"
