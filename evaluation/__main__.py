"""`python -m evaluation`: answer a question set, score saved answers, compare two runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from core.console import note, quiet_libraries
from core.errors import DebatesError, InputError
from core.settings import build_settings, checked_collection

COPY = "questions.jsonl"


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="python -m evaluation", description="Measure answers against a question set.")
    commands = p.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="answer every question and score the answers")
    run.add_argument("--questions", type=Path, required=True, help="a .jsonl or .csv file, or a BEIR folder")
    run.add_argument("--collection", help="collection to ask (default: the COLLECTION setting)")
    run.add_argument("--model", action="append", help="answerer; may be given several times (default: the CHAT_MODEL setting)")
    run.add_argument("--out", type=Path, help="folder for the results (default: reports/<questions>-<collection>)")
    run.add_argument("--limit", type=int, help="only the first N questions")
    run.add_argument("--gate", type=Path, help="YAML file of floors and ceilings; without it none applies")
    score = commands.add_parser("score", help="score saved answers again, without asking any model")
    score.add_argument("dir", type=Path)
    score.add_argument("--gate", type=Path, help="YAML file of floors and ceilings")
    compare = commands.add_parser("compare", help="paired comparison of two scored runs")
    compare.add_argument("first", type=Path)
    compare.add_argument("second", type=Path)
    return p


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 the gate failed, 2 bad input."""
    quiet_libraries()
    options = parser().parse_args(arguments)
    try:
        if options.command == "run":
            return _run(options)
        if options.command == "score":
            return _score(options.dir, None, options.gate)
        from evaluation.compare import compare, comparison_markdown

        print(comparison_markdown(options.first, options.second, *compare(options.first, options.second)))
        return 0
    except (DebatesError, ValueError) as error:
        note(error.user_message if isinstance(error, DebatesError) else str(error))
        return 2


def _run(options: argparse.Namespace) -> int:
    from answering.service import Service
    from evaluation.dataset import load_questions
    from evaluation.run import generate

    questions = load_questions(options.questions)
    if options.limit is not None:
        questions = questions[: max(1, options.limit)]
    settings = build_settings(collection=options.collection and checked_collection(options.collection))
    models: list[str] = options.model or [settings.chat_model]
    out: Path = options.out or Path("reports") / f"{options.questions.stem}-{settings.collection}"
    folders = [out] if len(models) == 1 else [out / model.replace("/", "_").replace(":", "_") for model in models]
    worst = 0
    for model, folder in zip(models, folders, strict=True):
        service = Service(settings.model_copy(update={"chat_model": model}))
        generate(service, model, questions, options.questions, folder)
        lines = "".join(question.model_dump_json() + "\n" for question in questions)
        (folder / COPY).write_text(lines, encoding="utf-8")
        worst = max(worst, _score(folder, service, options.gate))
    if len(models) > 1:
        _compare_all(out, folders)
    return worst


def _score(folder: Path, service: object, gate: Path | None) -> int:
    from answering.service import Service
    from evaluation.dataset import load_questions
    from evaluation.gate import broken_bounds
    from evaluation.report import write_report
    from evaluation.run import CONFIG, read_generated
    from evaluation.score import score

    if not (folder / CONFIG).exists():
        raise InputError(
            f"{folder} is no run: it has no {CONFIG}. Make one with: python -m evaluation run --questions FILE --out {folder}"
        )
    config = yaml.safe_load((folder / CONFIG).read_text(encoding="utf-8"))
    if not isinstance(service, Service):
        service = Service(build_settings(collection=config["collection"]))
    questions = load_questions(folder / COPY)
    table, rows = score(folder, questions, service.store())
    broken = broken_bounds(gate, table) if gate else []
    answers = {row["id"]: row["answer"] for row in read_generated(folder)}
    print(write_report(folder, config["model"], config, table, rows, questions, answers, broken))
    note(f"Reports: {folder / 'report.md'} and {folder / 'report.html'}")
    return 1 if broken else 0


def _compare_all(out: Path, folders: Sequence[Path]) -> None:
    """One comparison of every model with the first."""
    from evaluation.compare import compare, comparison_markdown

    text = "\n".join(comparison_markdown(folders[0], other, *compare(folders[0], other)) for other in folders[1:])
    (out / "comparison.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
