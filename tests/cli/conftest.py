"""The command at a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

WAITING = """
import sys
from mailcheck.cli import progress, run_command
progress.MOMENT = {moment}
sys.exit(run_command(sys.argv[1:]))
"""


@pytest.fixture
def at_terminal() -> Callable[..., tuple[bytes, subprocess.CompletedProcess[bytes]]]:
    """Runs the command with one of its streams at a terminal. Returns what is shown there, and the process.

    A bar is shown after `moment` seconds.
    """
    if not hasattr(os, "openpty"):
        pytest.skip("no pseudo-terminals here")

    def run(
        *arguments: str, stream: str = "stderr", moment: float = 1.0, **how: Any
    ) -> tuple[bytes, subprocess.CompletedProcess[bytes]]:
        ours, theirs = os.openpty()
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
        command = [sys.executable, "-c", WAITING.format(moment=moment), *arguments]
        done = subprocess.run(command, check=False, timeout=120, **streams, **how)
        os.write(theirs, b"end")
        os.close(theirs)
        shown = os.read(ours, 100_000)
        os.close(ours)
        return shown.removesuffix(b"end"), done

    return run
