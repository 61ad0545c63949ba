"""For marketers, lawyers and whoever signs a campaign off: one page that needs no script and loads nothing."""

from __future__ import annotations

from mailcheck.reporters.html.page import page as render

__all__ = ["render"]
