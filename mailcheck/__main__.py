"""The command's entry: answers what needs nothing loaded, and meets the outside world in good order."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command with the process's arguments. Returns the exit code."""
    if sys.argv[1:] == ["--version"]:
        from mailcheck._version import __version__

        print(f"mailcheck {__version__}")
        return 0
    gc.disable()  # loading makes many objects and no garbage; the command turns it on again for the mail
    from mailcheck.cli import run_command

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
