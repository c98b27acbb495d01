"""Chat models for tests: scripted ones in process, and servers on loopback that answer or fail in a chosen way."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

Writer = Callable[[str], str]
"""What was asked (the last message) → what the model writes."""

_NOTE = re.compile(r"^\[(\d+)\] (.*)$", re.M)


def notes_of(prompt: str) -> list[str]:
    """The notes of a prompt, in order."""
    return [text for _, text in _NOTE.findall(prompt)]


def faithful(prompt: str) -> str:
    """Three notes told in their own words, each with its marker: what a good model does with these instructions."""
    return " ".join(f"{note.rstrip('.')} [{number}]." for number, note in enumerate(notes_of(prompt)[:3], 1))


class ScriptedModel(BaseChatModel):
    """Writes what `writer` says, in pieces of `size` characters; `seen` keeps the prompts."""

    writer: Writer
    size: int = 7
    seen: list[list[BaseMessage]] = []  # noqa: RUF012  pydantic copies it for each model

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError("this model only streams")

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        self.seen.append(messages)
        text = self.writer(str(messages[-1].text))
        for at in range(0, len(text), self.size):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[at : at + self.size]))


class ModelServer(ThreadingHTTPServer):
    """Speaks OpenAI's chat API below `/v1` and Ollama's below `/api`, streaming.

    `modes` are used up one a request, the last one for good: `ok`, a status code, `hang`, `malformed`, `empty`, `die` (the
    connection breaks after `die_after` characters) or `slow` (never comes to an end).
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, writer: Writer = faithful, modes: Sequence[str] = ("ok",), die_after: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.writer = writer
        self.modes = list(modes)
        self.die_after = die_after
        self.requests: list[dict[str, Any]] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> ModelServer:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        held = {"name": "little:latest", "model": "little:latest", "modified_at": "2026-01-01T00:00:00Z", "size": 1}
        found = (
            {"models": [held]} if self.path == "/api/tags" else {"object": "list", "data": [{"id": "little", "object": "model"}]}
        )
        self._send(200, json.dumps(found).encode(), "application/json")

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        modes = self.server.modes
        mode = modes.pop(0) if len(modes) > 1 else modes[0]
        if request["model"] != "little":
            self._send(404, json.dumps({"error": f"model '{request['model']}' not found"}).encode(), "application/json")
        elif mode.isdigit():
            self._send(int(mode), b'{"error": {"message": "no"}}', "application/json")
        elif mode == "hang":
            self.server.released.wait(60)
        elif mode == "empty":
            self._send(200, b"", "text/event-stream")
        elif mode == "malformed":
            prefix = b"data: " if self.path.startswith("/v1") else b""
            self._send(200, prefix + b'{"choices": [{"delta": {"content": \n\n', "text/event-stream")
        else:
            self._stream(self.server.writer(request["messages"][-1]["content"]), mode)

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, text: str, mode: str) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        write = self._openai if self.path.startswith("/v1") else self._ollama
        for at in range(0, len(text), 5):
            if mode == "die" and at >= self.server.die_after:
                self.connection.close()
                return
            write(text[at : at + 5], None)
        while mode == "slow" and not self.server.released.wait(0.05):
            write("", None)
        write("", "stop")
        self._chunk(b"")

    def _openai(self, piece: str, reason: str | None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": reason}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "little", "choices": [choice]}
        self._chunk(b"data: " + json.dumps(event).encode() + b"\n\n")
        if reason:
            usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
            self._chunk(b"data: " + json.dumps({**event, "choices": [], "usage": usage}).encode() + b"\n\n")
            self._chunk(b"data: [DONE]\n\n")

    def _ollama(self, piece: str, reason: str | None) -> None:
        event: dict[str, Any] = {"model": "little", "created_at": "2026-01-01T00:00:00Z", "done": reason is not None}
        event["message"] = {"role": "assistant", "content": piece}
        if reason:
            event |= {"done_reason": reason, "total_duration": 3, "load_duration": 1, "prompt_eval_count": 11}
            event |= {"prompt_eval_duration": 1, "eval_count": 7, "eval_duration": 1}
        self._chunk(json.dumps(event).encode() + b"\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()
