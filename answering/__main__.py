"""`python -m answering "QUESTION"`: one checked, cited answer."""

from __future__ import annotations

import argparse
import sys

from core.console import note, print_json, quiet_libraries
from core.errors import DebatesError
from core.settings import build_settings, checked_collection
from core.types import FILTER_FIELDS


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="python -m answering", description="Answer one question from a collection.")
    p.add_argument("question", nargs="?", default="", help="the question, in quotation marks")
    p.add_argument("--collection", help="collection to ask (default: the COLLECTION setting)")
    p.add_argument("--model", help="answerer (default: the CHAT_MODEL setting)")
    p.add_argument(
        "--without",
        action="append",
        default=[],
        choices=FILTER_FIELDS,
        help="do not apply the question's restriction on this field; can be repeated",
    )
    p.add_argument("--json", action="store_true", help="print the whole answer record as one JSON object")
    p.add_argument(
        "--list-models",
        action="store_true",
        help="list the models that are configured or at hand, and what is missing for the others",
    )
    return p


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 answered or declined, 1 an error."""
    quiet_libraries()
    options = parser().parse_args(arguments)
    try:
        settings = build_settings(
            collection=options.collection and checked_collection(options.collection), chat_model=options.model
        )
        if options.list_models:
            from answering.model_list import list_models

            for state in list_models(settings):
                print(f"{state.spec}\t{'ready' if state.ready else 'not ready'}: {state.words}")
            return 0
        from answering.render import render_text
        from answering.service import Service

        answer = Service(settings).answer(options.question, without=options.without)
    except (DebatesError, ValueError) as error:
        message = error.user_message if isinstance(error, DebatesError) else str(error)
        if options.json:
            print_json({"error": message})
        note(message)
        return 1
    if options.json:
        print_json(answer)
    else:
        print(render_text(answer))
    return 1 if answer.status.value.startswith("error_") else 0


if __name__ == "__main__":
    sys.exit(main())
