"""What the tests of reading share: the development corpus, and one mail built by the standard library."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = Path(__file__).parents[3] / "shared" / "corpus"
    if not folder.is_dir():
        pytest.fail(f"the corpus is missing: {folder}")
    return folder
