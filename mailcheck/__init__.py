"""The linter for e-mail. `check` judges messages from Python; the command is `mailcheck`.

Rule packs import `mailcheck.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailcheck._version import __version__

if TYPE_CHECKING:
    from mailcheck.engine.check import check

__all__ = ["__version__", "check"]


def __getattr__(name: str) -> object:
    """Load what is asked for and no more: `import mailcheck` costs nothing."""
    if name == "check":
        from mailcheck.engine.check import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
