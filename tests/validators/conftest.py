"""Programs from PyPI that no part of this project needs at other times."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Installs a distribution into a folder of its own and gives the program of that name."""

    @cache
    def install(requirement: str, name: str) -> Path:
        folder = tmp_path_factory.mktemp("program")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--target", folder, requirement], check=True)
        return folder / "bin" / name

    return install
