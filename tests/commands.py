"""The command, run in this process, with its exit code and what it printed; or in one that can be interrupted."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from mailcheck.cli import run_command


class Printed(NamedTuple):
    stdout: str
    stderr: str


def run_apart(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, Printed]:
    """Exit code and what was printed, each stream for itself."""
    out, error = _stream(), _stream()
    code = _run(arguments, stdin, out, error)
    return code, Printed(_text(out), _text(error))


def run_together(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str]:
    """Exit code and everything printed, as at a terminal."""
    out = _stream()
    code = _run(arguments, stdin, out, out)
    return code, _text(out)


def started(*arguments: str | Path, **how: Any) -> subprocess.Popen[bytes]:
    """A process of its own that hears SIGINT, also where these tests were started in the background, which does not."""
    command = [sys.executable, "-m", "mailcheck", *map(str, arguments)]
    return subprocess.Popen(command, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **how)


def _run(arguments: tuple[str | Path, ...], stdin: bytes, out: io.TextIOWrapper, error: io.TextIOWrapper) -> int:
    before = sys.stdin
    if stdin:
        sys.stdin = _stream(stdin)
    try:
        with redirect_stdout(out), redirect_stderr(error):
            return run_command([str(argument) for argument in arguments])
    finally:
        sys.stdin = before


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), "utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
