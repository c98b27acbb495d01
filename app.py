"""`python app.py`: serve the chat page on this machine."""

from __future__ import annotations

import argparse
import socket
import sys
import threading
from typing import TYPE_CHECKING

from core.console import note, quiet_libraries
from core.errors import DebatesError
from core.settings import Settings, build_settings

if TYPE_CHECKING:
    from answering.service import Service

# The page may load nothing from anywhere else.
CONTENT_SECURITY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "connect-src 'self' ws: wss: data: blob:; frame-ancestors 'self'"
)


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(prog="python app.py", description="Serve the chat page.")
    p.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    p.add_argument("--port", type=int, default=7860, help="port to listen on (default: 7860)")
    p.add_argument("--collection", help="collection to ask first (default: the COLLECTION setting)")
    return p


def port_problem(host: str, port: int) -> str | None:
    """Why the page cannot be served there, with the remedy; `None` if it can."""
    if not 0 < port < 65536:
        return f"{port} is no port: use a number from 1 to 65535."
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Port {port} on {host} cannot be used ({error.strerror}). Another program, perhaps an earlier "
                f"start of this one, has it. Stop that, or choose another port: python app.py --port {port + 1}"
            )
    return None


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 after a normal stop, 2 if the page could not be served."""
    quiet_libraries()
    options = parser().parse_args(arguments)
    try:
        settings = build_settings(collection=options.collection)
    except DebatesError as error:
        note(error.user_message)
        return 2
    if problem := port_problem(options.host, options.port):
        note(problem)
        return 2
    hosts = settings.contacted_hosts
    note(f"Hosts this program will contact: {', '.join(hosts) if hosts else 'none'}")
    if options.host not in ("127.0.0.1", "localhost", "::1"):
        note(f"Listening on {options.host}: other machines can reach this page, and there is no login.")
    _serve(settings, options.host, options.port)
    return 0


def _serve(settings: Settings, host: str, port: int) -> None:
    import gradio as gr
    from starlette.middleware import Middleware

    from answering.service import Service
    from webui.headers import SecurityHeaders
    from webui.page import HERE, build

    service = Service(settings)
    threading.Thread(target=_warm, args=(service,), daemon=True).start()
    page = build(service)
    page.queue(default_concurrency_limit=8)
    page.launch(
        server_name=host,
        server_port=port,
        share=False,
        show_error=False,
        quiet=True,
        ssr_mode=False,
        prevent_thread_lock=True,
        css_paths=[HERE / "style.css"],
        head=f"<script>{(HERE / 'script.js').read_text(encoding='utf-8')}</script>",
        theme=gr.themes.Base(
            font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
            font_mono=["ui-monospace", "monospace"],
            primary_hue="blue",
        ),
        footer_links=[],
        app_kwargs={"middleware": [Middleware(SecurityHeaders, policy=CONTENT_SECURITY)]},
    )
    print(f"Serving at http://{host}:{port} (stop with Ctrl+C)", flush=True)
    try:
        page.block_thread()
    finally:
        service.close()


def _warm(service: Service) -> None:
    """Load in the background what the first question needs; what is wrong is said here and again on the page."""
    try:
        service.warm()
        note("Ready to answer.")
    except DebatesError as error:
        note(error.user_message)


if __name__ == "__main__":
    sys.exit(main())
