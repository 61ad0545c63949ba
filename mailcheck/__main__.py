"""The command's entry: answers what needs nothing loaded, and meets the outside world in good order."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the command with the process's arguments and end the process. Returns only where that must be left to
    the interpreter: the exit code."""
    code = run()
    # A debugger, a profiler or a measure of coverage has something to say at the end.
    if sys.gettrace() is None and sys.getprofile() is None and not sys.flags.interactive:
        _leave(code)
    return code


def run() -> int:
    """Run the command with the process's arguments. Returns the exit code."""
    if sys.argv[1:] == ["--version"]:
        from mailcheck._version import __version__

        print(f"mailcheck {__version__}")
        return 0
    gc.disable()  # loading makes many objects and no garbage; the command turns it on again for the mail
    from mailcheck.cli import run_command

    return run_command(sys.argv[1:])


def _leave(code: int) -> None:
    """End the process at once: to take all modules apart, object by object, takes as long as to judge a message."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None: closed before the start
            stream.flush()
    except (OSError, ValueError):  # the interpreter meets it again, and says so
        return
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
