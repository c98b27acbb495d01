"""The exception tree. Each class owns the sentence a user sees and says whether trying again can help."""

from __future__ import annotations

DEFAULT_COLLECTION = "nhs-debates"


class DebatesError(Exception):
    """Root of every error this project raises on purpose.

    `user_message` is one sentence that names the thing and the remedy. `retryable` is true when the same call can
    succeed later with nothing changed.
    """

    retryable = False

    def __init__(self, user_message: str) -> None:
        super().__init__(user_message)
        self.user_message = user_message


class SettingsError(DebatesError):
    """A setting has a value that cannot be used."""


class IndexFault(DebatesError):
    """The stored collection cannot be used."""


class IndexMissing(IndexFault):
    """There is no such collection yet."""

    def __init__(self, collection: str, known: tuple[str, ...] = ()) -> None:
        others = f" Collections here: {', '.join(known)}." if known else ""
        super().__init__(f"There is no collection '{collection}' yet. Make it with: {ingest_command(collection)}.{others}")


class IndexMismatch(IndexFault):
    """The collection was built with another embedding model or chunker than the settings name."""

    def __init__(self, collection: str, differences: str) -> None:
        super().__init__(
            f"The collection '{collection}' was built with other settings ({differences}). "
            f"Put the settings back, or build it again with: {ingest_command(collection)} --rebuild"
        )


class IndexIncomplete(IndexFault):
    """An ingest stopped half way."""

    def __init__(self, collection: str) -> None:
        super().__init__(
            f"The last ingest of collection '{collection}' was interrupted. "
            f"Nothing is lost; finish it with: {ingest_command(collection)}"
        )


class IndexCorrupt(IndexFault):
    """The files of the index cannot be read."""

    def __init__(self, where: str, collection: str, detail: str) -> None:
        super().__init__(
            f"The index in {where} cannot be read ({detail}). "
            f"Remove that folder and build it again with: {ingest_command(collection)}"
        )


class IndexLocked(IndexFault):
    """Another process is writing the collection."""

    retryable = True

    def __init__(self, collection: str) -> None:
        super().__init__(
            f"Another ingest is writing the collection '{collection}'. Wait until it has finished, then run your command again."
        )


class IndexUnreachable(IndexFault):
    """The Chroma server does not answer."""

    retryable = True

    def __init__(self, url: str) -> None:
        super().__init__(f"No Chroma server answers at {url}. Start one with: chroma run --path DIR, or unset CHROMA_URL.")


class InputError(DebatesError):
    """What the user typed or named cannot be used."""


class ModelError(DebatesError):
    """A model could not be loaded or did not answer."""

    retryable = True


class PromptError(DebatesError):
    """A prompt file is malformed."""


def ingest_command(collection: str) -> str:
    """The command that builds a collection."""
    return "python -m ingest" if collection == DEFAULT_COLLECTION else f"python -m ingest PATH --collection {collection}"
