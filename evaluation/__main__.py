"""`python -m evaluation`: answer a question set, score saved answers, compare two runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.console import note, quiet_libraries
from core.errors import DebatesError
from core.settings import build_settings

if TYPE_CHECKING:
    from evaluation.gate import Bounds
    from retrieval.store import Store

DONE, GATE_FAILED, BAD_INPUT, STOPPED = 0, 1, 2, 130


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    p = argparse.ArgumentParser(prog="python -m evaluation", description="Measure answers against a question set.")
    commands = p.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="answer every question and score the answers")
    run.add_argument("--questions", type=Path, required=True, help="a .jsonl or .csv file, or a BEIR folder")
    run.add_argument("--collection", help="collection to ask (default: the COLLECTION setting)")
    run.add_argument("--model", action="append", help="answerer; may be given several times (default: the CHAT_MODEL setting)")
    run.add_argument("--out", type=Path, help="folder for the results (default: reports/<questions>-<collection>)")
    run.add_argument("--limit", type=_positive, help="only the first N questions")
    run.add_argument("--gate", type=Path, help="YAML file of floors and ceilings; without it none applies")
    score = commands.add_parser("score", help="score saved answers again, without asking any model")
    score.add_argument("dir", type=Path)
    score.add_argument("--gate", type=Path, help="YAML file of floors and ceilings")
    compare = commands.add_parser("compare", help="paired comparison of two scored runs")
    compare.add_argument("first", type=Path)
    compare.add_argument("second", type=Path)
    read = commands.add_parser("written", help="print what a model wrote and was shown, beside its quotations, to be read")
    read.add_argument("dir", type=Path)
    read.add_argument("--most", type=_positive, default=100, help="at most N sentences, drawn by the seed (default: 100)")
    read.add_argument("--seed", type=int, default=0, help="seed of the draw (default: 0)")
    judge = commands.add_parser("judge", help="let a chat model grade saved answers; optional, and never a gate")
    judge.add_argument("dir", type=Path)
    judge.add_argument("--model", required=True, help="spec of the judge, such as ollama:llama3.1")
    judge.add_argument("--runs", type=_positive, default=3, help="grades an answer gets, to see their spread (default: 3)")
    trials = commands.add_parser("robustness", help="add false or irrelevant passages, or leave out one side, and ask again")
    trials.add_argument("--questions", type=Path, required=True, help="questions with gold_evidence, nuggets or positions")
    trials.add_argument("--collection", help="collection whose articles are used (default: the COLLECTION setting)")
    trials.add_argument("--model", help="answerer (default: the CHAT_MODEL setting)")
    trials.add_argument("--cases", type=_positive, default=40, help="at most N questions a trial (default: 40)")
    trials.add_argument("--seed", type=int, default=0, help="seed of the choice of cases (default: 0)")
    trials.add_argument("--out", type=Path, help="folder for the results (default: reports/robustness-<collection>)")
    errors = commands.add_parser("errors", help="make sentences false on purpose and see what the checks catch")
    errors.add_argument("--questions", type=Path, help="questions whose `reference` answers serve as true paraphrases")
    errors.add_argument("--collection", help="collection whose articles are used (default: the COLLECTION setting)")
    errors.add_argument("--most", type=_positive, default=200, help="at most N sentences of a kind (default: 200)")
    errors.add_argument("--out", type=Path, help="file for the sentences and verdicts, one a line, to be read")
    return p


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of questions")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 the gate failed, 2 bad input, 130 stopped by the user."""
    quiet_libraries()
    options = parser().parse_args(arguments)
    commands = {
        "run": _run,
        "score": _score,
        "compare": _compare,
        "written": _written,
        "judge": _judge,
        "robustness": _robustness,
        "errors": _errors,
    }
    try:
        return commands[options.command](options)
    except DebatesError as error:
        note(error.user_message)
    except OSError as error:
        note(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
    except KeyboardInterrupt:
        note("Stopped. The answers so far are kept; the same command goes on from here.")
        return STOPPED
    return BAD_INPUT


def _run(options: argparse.Namespace) -> int:
    from answering.service import Service
    from evaluation.dataset import load_questions
    from evaluation.run import generate

    bounds = _bounds(options.gate)
    questions = load_questions(options.questions)[: options.limit]
    settings = build_settings(collection=options.collection)
    models: list[str] = list(dict.fromkeys(options.model or [settings.chat_model]))
    out: Path = options.out or Path("reports") / f"{options.questions.stem}-{settings.collection}"
    folders = [out] if len(models) == 1 else [out / model.replace("/", "_").replace(":", "_") for model in models]
    outcomes = []
    for model, folder in zip(models, folders, strict=True):
        service = Service(settings.model_copy(update={"chat_model": model}))
        generate(service, model, questions, options.questions, folder)
        outcomes.append(_report(folder, service.store(), bounds))
    if len(models) > 1:
        _compare_all(out, folders)
    return max(outcomes)


def _score(options: argparse.Namespace) -> int:
    from evaluation.run import read_config
    from retrieval.store import open_store

    bounds = _bounds(options.gate)
    settings = build_settings(collection=read_config(options.dir).collection)
    return _report(options.dir, open_store(settings), bounds)


def _compare(options: argparse.Namespace) -> int:
    from evaluation.compare import compare, comparison_markdown

    print(comparison_markdown(compare(options.first, options.second)))
    return DONE


def _written(options: argparse.Namespace) -> int:
    from evaluation.generated import reading_markdown, to_read
    from evaluation.run import read_generated

    answers = {row["id"]: row["answer"] for row in read_generated(options.dir)}
    rows = to_read(answers, options.most, options.seed)
    print(reading_markdown(rows, answers))
    note(f"{len(rows)} sentences that the model wrote and the checks let pass.")
    return DONE


def _judge(options: argparse.Namespace) -> int:
    from answering.models import build_chat_model, explained
    from evaluation.judge import judge, judged_markdown

    settings = build_settings()
    model = build_chat_model(options.model, settings)
    judged = judge(options.dir, model, options.model, options.runs, lambda error: explained(error, options.model, settings))
    print(judged_markdown(judged))
    return DONE


def _robustness(options: argparse.Namespace) -> int:
    from evaluation.dataset import load_questions
    from evaluation.robustness import make_cases, trials_markdown, try_out
    from evaluation.run import write_whole
    from retrieval.store import open_store

    questions = load_questions(options.questions)
    settings = build_settings(collection=options.collection)
    model: str = options.model or settings.chat_model
    out: Path = options.out or Path("reports") / f"robustness-{settings.collection}"
    articles = {article.article_id: article for article in open_store(settings).all_articles()}
    cases = make_cases(questions, articles, options.cases, options.seed)
    text = trials_markdown(model, try_out(settings, model, questions, options.questions, cases, out))
    write_whole(out / "robustness.md", text)
    print(text)
    note(f"Results: {out / 'robustness.md'}; what was planted and how each case ended: {out / 'cases.jsonl'}")
    return DONE


def _errors(options: argparse.Namespace) -> int:
    from evaluation.dataset import load_questions
    from evaluation.errors import bench_for, outcomes, table, write

    questions = load_questions(options.questions) if options.questions else []
    found = list(outcomes(bench_for(build_settings(collection=options.collection)), questions, options.most))
    if options.out:
        write(found, options.out)
    print(table(found))
    return DONE


def _bounds(gate: Path | None) -> Bounds | None:
    """Read before any work, so that a mistake in the file does not cost a run."""
    from evaluation.gate import load_bounds

    return load_bounds(gate) if gate else None


def _report(folder: Path, store: Store, bounds: Bounds | None) -> int:
    """Score a run, write and print its reports, hold it to its bounds."""
    from evaluation.entailment import load_entailments
    from evaluation.gate import broken_bounds
    from evaluation.report import markdown
    from evaluation.report_html import page
    from evaluation.run import write_whole
    from evaluation.score import score

    scored = score(folder, store, load_entailments(store.settings))
    broken = broken_bounds(bounds, scored.table) if bounds else []
    text = markdown(scored, broken)
    write_whole(folder / "report.md", text)
    write_whole(folder / "report.html", page(scored, broken))
    print(text)
    note(f"Reports: {folder / 'report.md'} and {folder / 'report.html'}")
    return GATE_FAILED if broken else DONE


def _compare_all(out: Path, folders: Sequence[Path]) -> None:
    """One comparison of every model with the first."""
    from evaluation.compare import compare, comparison_markdown
    from evaluation.run import write_whole

    text = "\n".join(comparison_markdown(compare(folders[0], other)) for other in folders[1:])
    write_whole(out / "comparison.md", text)
    print(text)


if __name__ == "__main__":
    sys.exit(main())
