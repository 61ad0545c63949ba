"""Generated pages are fresh, so that the documentation never says what the linter does not."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_generated_files_are_fresh() -> None:
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "tools" / "refresh_docs.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    stale = [str(path.relative_to(ROOT)) for path in tool.stale()]
    assert not stale, "to write them again, run: python tools/refresh_docs.py"
