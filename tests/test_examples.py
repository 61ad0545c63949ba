"""Every example of every built-in rule is a test."""

from __future__ import annotations

import pytest

from mailcheck.testing import ExampleCase, example_cases


@pytest.mark.parametrize("case", example_cases("mailcheck_rules"), ids=str)
def test_example(case: ExampleCase) -> None:
    case.check()
