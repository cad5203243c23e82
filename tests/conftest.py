"""Fixtures for all tests: the shared folder with real documents and gold, where it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("no shared/ folder beside the checkout: the real documents and gold are read there")
    return SHARED
