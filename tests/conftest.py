"""Every test gets its own folder and no setting of the user's; sockets are closed except to this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.console import quiet_libraries
from core.settings import Settings

quiet_libraries()
os.environ["HF_HUB_OFFLINE"] = "1"

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _loopback_only(socket_allow_hosts: object = None) -> Iterator[None]:
    from pytest_socket import _remove_restrictions
    from pytest_socket import socket_allow_hosts as allow

    allow(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)
    yield
    _remove_restrictions()


@pytest.fixture(scope="session")
def extra_data() -> Path:
    """Public data sets from outside the project; tests that need them are skipped without `EXTRA_DATA_DIR`."""
    folder = os.environ.get("EXTRA_DATA_DIR")
    if not folder or not Path(folder).is_dir():
        pytest.skip("EXTRA_DATA_DIR is not set")
    return Path(folder).resolve()
