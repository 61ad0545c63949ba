"""Names of verdicts and of what decided them, as `mailcheck inspect` prints them."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["commercial", "transactional", "editorial", "unknown"]
Because = Literal["subject-test", "position-test", "net-impression", "content", "declared"]
